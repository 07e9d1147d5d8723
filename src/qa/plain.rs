//! The text of blocks without their markup.

use super::find::nodes_in;
use crate::markdown::{Document, NodeKind};
use crate::source::TextRange;

/// What a reader sees of `range`, a block a line; code keeps its lines.
#[must_use]
pub fn plain_text(text: &str, document: &Document, range: TextRange) -> String {
    let mut plain = String::new();
    let mut skip_to = 0;
    for node in nodes_in(document, range) {
        if node.range.start < skip_to {
            continue;
        }
        match node.kind {
            NodeKind::Text
            | NodeKind::DecodedText(_)
            | NodeKind::Code { .. }
            | NodeKind::SoftBreak
            | NodeKind::HardBreak => {
                document.push_text(text, std::slice::from_ref(node), &mut plain);
            }
            NodeKind::Image => skip_to = node.range.end,
            NodeKind::Paragraph
            | NodeKind::Heading { .. }
            | NodeKind::BlockQuote
            | NodeKind::CodeBlock { .. }
            | NodeKind::List { .. }
            | NodeKind::Item
            | NodeKind::TableHead
            | NodeKind::TableRow
                if !plain.is_empty() && !plain.ends_with('\n') =>
            {
                plain.push('\n');
            }
            NodeKind::TableCell if !plain.is_empty() && !plain.ends_with(['\n', '\t']) => {
                plain.push('\t');
            }
            _ => {}
        }
    }
    plain.trim().to_owned()
}
