//! Questions in items of lists.

use std::borrow::Cow;

use super::site::{Site, Written};
use crate::markdown::{Document, Node, NodeId, NodeKind};
use crate::source::TextRange;

/// The items of the lists that stand directly in the document.
pub(super) fn sites<'a>(text: &'a str, document: &'a Document) -> Vec<Site<'a>> {
    let lists = document
        .children(None)
        .filter(|(_, node)| matches!(node.kind, NodeKind::List { .. }));
    lists
        .flat_map(|(list, node)| {
            let start = node.range.start;
            document
                .children(Some(list))
                .map(move |(id, item)| (start, id, item))
        })
        .filter_map(|(list, id, item)| site(text, document, (id, item), list))
        .collect()
}

/// An item as a place: its first paragraph, or the inlines that it begins with.
fn site<'a>(
    text: &'a str,
    document: &'a Document,
    (id, item): (NodeId, &Node),
    list: u32,
) -> Option<Site<'a>> {
    let (first, node) = document.children(Some(id)).next()?;
    let inlines = match node.kind {
        NodeKind::Paragraph => document.descendants(first),
        _ if is_inline(node.kind) => {
            let block = document
                .children(Some(id))
                .find(|(_, node)| !is_inline(node.kind))
                .map_or(item.end, |(block, _)| block);
            document.nodes().get(first.0 as usize..block.0 as usize)?
        }
        _ => return None,
    };
    let (start, last) = (inlines.first()?, inlines.last()?);
    if matches!(start.kind, NodeKind::TaskMarker { .. }) {
        return None;
    }
    let end = inlines.iter().map(|inline| inline.range.end).max();
    let content = TextRange::new(start.range.start, end.unwrap_or(last.range.end));
    let mut read = String::new();
    document.push_text(text, inlines, &mut read);
    let written = item.range.of(text);
    let end = item.range.start + super::site::narrow(written.trim_end().len());
    Some(Site {
        place: TextRange::new(item.range.start, content.end),
        level: 0,
        top_level: true,
        text: Cow::Owned(read),
        content,
        written: Written::Inlines(inlines),
        marker: marker(text, item.range),
        list,
        whole: Some(TextRange::new(item.range.start, end.max(content.end))),
        behind: content.end,
    })
}

/// The number that the item at `range` is marked with, and its digits.
pub(super) fn marker(text: &str, range: TextRange) -> Option<(u32, TextRange)> {
    let written = range.of(text);
    let skipped = written.len() - written.trim_start().len();
    let digits = written[skipped..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let start = range.start as usize + skipped;
    let range = TextRange::from_usize(start..start + digits);
    Some((range.of(text).parse().ok()?, range))
}

/// Takes the numbers from the items of lists that are marked `1.`, `1.`, `1.`: nobody is meant to
/// read these; a reader sees 1, 2, 3.
pub(super) fn forget_equal_markers(sites: &mut [Site<'_>]) {
    for list in sites.chunk_by_mut(|a, b| a.list == b.list) {
        let first = list.first().and_then(|site| Some(site.marker?.0));
        let is_equal = |site: &Site<'_>| site.marker.map(|(number, _)| number) == first;
        if list.len() > 1 && list.iter().all(is_equal) {
            for site in list {
                site.marker = None;
            }
        }
    }
}

fn is_inline(kind: NodeKind) -> bool {
    !matches!(
        kind,
        NodeKind::Paragraph
            | NodeKind::Heading { .. }
            | NodeKind::BlockQuote
            | NodeKind::CodeBlock { .. }
            | NodeKind::ThematicBreak
            | NodeKind::HtmlBlock
            | NodeKind::List { .. }
            | NodeKind::Item
            | NodeKind::FootnoteDefinition
            | NodeKind::Table
    )
}
