//! The text that a reader sees.

use super::{Document, Node, NodeKind};

impl Document {
    /// Appends to `out` the text of `nodes` as a reader sees it: markup is gone, code keeps its
    /// content, images and raw HTML contribute nothing, line endings become spaces.
    pub fn push_text(&self, source: &str, nodes: &[Node], out: &mut String) {
        let mut at = 0;
        while let Some(node) = nodes.get(at) {
            at += 1;
            match node.kind {
                NodeKind::Text => out.push_str(node.range.of(source)),
                NodeKind::DecodedText(index) => {
                    out.push_str(self.texts.get(index as usize).map_or("", |text| text));
                }
                NodeKind::Code { content } => out.push_str(content.of(source)),
                NodeKind::SoftBreak | NodeKind::HardBreak => out.push(' '),
                NodeKind::Image => {
                    // Skip the alternative text: its nodes lie within the image's range.
                    while nodes
                        .get(at)
                        .is_some_and(|inner| node.range.encloses(inner.range))
                    {
                        at += 1;
                    }
                }
                _ => {}
            }
        }
    }
}
