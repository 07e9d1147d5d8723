//! Places where a question may stand.

use std::borrow::Cow;

use crate::markdown::{Document, Node, NodeKind};
use crate::source::TextRange;

/// A place where a question may stand, whatever it says.
#[derive(Clone, Debug)]
pub(in crate::qa) struct Site<'a> {
    /// The place, markup included.
    pub(in crate::qa) place: TextRange,
    /// The level of the heading; 0 if it is none.
    pub(in crate::qa) level: u8,
    /// Whether it stands directly in the document.
    pub(in crate::qa) top_level: bool,
    /// What a reader sees of it.
    pub(in crate::qa) text: Cow<'a, str>,
    /// Where `text` is written.
    pub(in crate::qa) content: TextRange,
    /// Which part of `text` is written where.
    pub(in crate::qa) written: Written<'a>,
    /// The number of the item that it begins, and its digits.
    pub(in crate::qa) marker: Option<(u32, TextRange)>,
    /// Where the list begins that it is an item of; 0 if it is none.
    pub(in crate::qa) list: u32,
    /// What holds the question and its answer: the item, the `<details>`, the file. Without it,
    /// the question goes on until something ends it.
    pub(in crate::qa) whole: Option<TextRange>,
    /// Where what belongs to the question begins, behind its place.
    pub(in crate::qa) behind: u32,
}

/// Where the pieces of a text are written.
#[derive(Clone, Debug)]
pub(in crate::qa) enum Written<'a> {
    /// In these inlines.
    Inlines(&'a [Node]),
    /// From here on as it reads, but for white space.
    Alike(u32),
    /// In another way.
    Otherwise,
}

impl Site<'_> {
    /// Where the byte at `offset` of the text is written, if it is written as such.
    pub(super) fn source_of(&self, document: &Document, text: &str, offset: usize) -> Option<u32> {
        match self.written {
            Written::Inlines(inlines) => source_of(document, text, inlines, offset),
            Written::Alike(start) => Some(start + narrow(offset)),
            Written::Otherwise => None,
        }
    }

    /// Where the part `range` of the text is written; the whole content where it is not written
    /// as such.
    pub(super) fn written(
        &self,
        document: &Document,
        text: &str,
        range: std::ops::Range<usize>,
    ) -> TextRange {
        let read = self.text.get(range.clone()).unwrap_or_default();
        let start = self.source_of(document, text, range.start);
        match start.map(|start| TextRange::new(start, start + narrow(range.len()))) {
            Some(found) if found.of(text) == read => found,
            _ => self.content,
        }
    }
}

/// Where the byte at `offset` of the text that a reader sees of `inlines` is written.
fn source_of(document: &Document, text: &str, inlines: &[Node], offset: usize) -> Option<u32> {
    let mut seen = 0;
    let mut piece = String::new();
    let mut at = 0;
    while let Some(node) = inlines.get(at) {
        let leaf = std::slice::from_ref(node);
        piece.clear();
        if node.kind == NodeKind::Image {
            // Its alternative text is no text of the heading.
            while inlines
                .get(at + 1)
                .is_some_and(|inner| node.range.encloses(inner.range))
            {
                at += 1;
            }
        } else {
            document.push_text(text, leaf, &mut piece);
        }
        at += 1;
        if offset < seen + piece.len() {
            let start = match node.kind {
                NodeKind::Text => node.range.start,
                NodeKind::Code { content } => content.start,
                _ => return None,
            };
            return Some(start + narrow(offset - seen));
        }
        seen += piece.len();
    }
    None
}

/// The nodes that begin in `range`.
pub(in crate::qa) fn nodes_in(document: &Document, range: TextRange) -> &[Node] {
    let nodes = document.nodes();
    let first = nodes.partition_point(|node| node.range.start < range.start);
    let last = nodes.partition_point(|node| node.range.start < range.end);
    nodes.get(first..last.max(first)).unwrap_or_default()
}

pub(super) fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
