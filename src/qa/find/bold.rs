//! Questions in bold paragraphs.

use std::borrow::Cow;

use super::site::{Site, Written};
use crate::markdown::{Document, Node, NodeKind};
use crate::qa::lead::{self, Lead};
use crate::source::TextRange;

/// The paragraphs of the document that are bold, or whose first line is; a number or decoration
/// may stand beside the bold text.
pub(in crate::qa) fn sites<'a>(text: &'a str, document: &'a Document) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    for (id, paragraph) in document.children(None) {
        if paragraph.kind != NodeKind::Paragraph {
            continue;
        }
        let inlines = document.descendants(id);
        let line_len = inlines
            .iter()
            .position(|node| matches!(node.kind, NodeKind::SoftBreak | NodeKind::HardBreak))
            .unwrap_or(inlines.len());
        let Some(line) = inlines.get(..line_len) else {
            continue;
        };
        // Most paragraphs have none.
        if !line.iter().any(|node| node.kind == NodeKind::Strong) {
            continue;
        }
        let mut depth_end = 0;
        let (mut strong, mut plain) = (false, 0);
        for (at, node) in line.iter().enumerate() {
            if node.kind == NodeKind::Strong {
                strong = true;
                depth_end = depth_end.max(node.range.end);
            } else if at > 0 && node.range.start < depth_end {
                continue;
            } else if matches!(node.kind, NodeKind::Text | NodeKind::Code { .. }) {
                plain += node
                    .range
                    .of(text)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count();
            } else if !matches!(node.kind, NodeKind::InlineHtml | NodeKind::DecodedText(_)) {
                plain = usize::MAX / 2;
            }
        }
        // `Q12.` may stand before the bold text, and the title behind `**Q12:**`.
        let leads = || {
            let first = line.iter().position(|node| node.kind == NodeKind::Strong);
            first == Some(0) && {
                let mut bold = String::new();
                document.push_text(text, &line[..strong_len(line)], &mut bold);
                lead::read(&bold).lead != Lead::None
            }
        };
        if !strong || plain > 1 && !leads() {
            continue;
        }
        let (Some(first), Some(end)) = (line.first(), line.iter().map(|n| n.range.end).max())
        else {
            continue;
        };
        let content = TextRange::new(first.range.start, end);
        let mut read = String::new();
        document.push_text(text, line, &mut read);
        sites.push(Site {
            place: content,
            level: 0,
            top_level: true,
            text: Cow::Owned(read),
            content,
            written: Written::Inlines(line),
            marker: None,
            list: 0,
            whole: None,
            behind: content.end,
        });
    }
    sites
}

/// How many nodes the bold text takes that `line` begins with.
fn strong_len(line: &[Node]) -> usize {
    let end = line.first().map_or(0, |strong| strong.range.end);
    line.iter()
        .take_while(|node| node.range.start < end)
        .count()
}
