//! The answer of a question.

use super::site::nodes_in;
use super::summary::Details;
use crate::markdown::{Document, Node, NodeKind};
use crate::qa::{Answer, AnswerIn, Marker, Shape};
use crate::source::TextRange;

/// The answer in `within`, which is what belongs to the question behind its place.
pub(super) fn answer(
    text: &str,
    document: &Document,
    shape: &Shape,
    within: TextRange,
    details: &[Details],
    is_last: bool,
) -> Option<Answer> {
    let (marker, body) = match shape.answer.place {
        AnswerIn::None => return None,
        AnswerIn::Details => (None, in_details(within, details)?),
        AnswerIn::Section | AnswerIn::Item | AnswerIn::Body => match &shape.answer.marker {
            None => (None, within),
            Some(pattern) => match marker(text, document, pattern, within) {
                Some(place) => (
                    Some(place),
                    TextRange::new(place.end, within.end.max(place.end)),
                ),
                // That most have the marker is no rule: what stands directly below the question is
                // its answer. What stands below another heading is not.
                None if shape.inferred
                    && !is_empty(text, directly(nodes_in(document, within)), is_last) =>
                {
                    (None, within)
                }
                None => return None,
            },
        },
    };
    let nodes = nodes_in(document, body);
    let empty = is_empty(text, nodes, is_last);
    if empty && shape.inferred && shape.answer.optional {
        return None;
    }
    Some(Answer {
        marker,
        body,
        empty,
        placeholder: if empty {
            None
        } else {
            placeholder(text, document, shape, nodes)
        },
    })
}

/// The nodes before the first heading.
fn directly(nodes: &[Node]) -> &[Node] {
    let heading = |node: &Node| matches!(node.kind, NodeKind::Heading { .. });
    let end = nodes.iter().position(heading).unwrap_or(nodes.len());
    &nodes[..end]
}

/// The content of the first `<details>` below the question, or of the one that it stands in.
fn in_details(within: TextRange, details: &[Details]) -> Option<TextRange> {
    let around = details.partition_point(|element| element.start < within.start);
    let below = details
        .get(around)
        .filter(|element| element.start < within.end);
    let own = details[..around].iter().rev().find(|element| {
        element
            .summary
            .is_some_and(|summary| summary.range.end == within.start)
    });
    let element = own.or(below)?;
    let start = element
        .summary
        .map_or(element.start, |summary| summary.range.end);
    let end = element.content_end.min(within.end).max(start);
    Some(TextRange::new(start, end))
}

/// The heading, bold line or `<summary>` in `within` that `marker` matches.
fn marker(
    text: &str,
    document: &Document,
    marker: &Marker,
    within: TextRange,
) -> Option<TextRange> {
    let first = document
        .headings
        .partition_point(|heading| heading.range.start < within.start);
    let heading = document.headings[first..]
        .iter()
        .take_while(|heading| heading.range.start < within.end)
        .find(|heading| marker.is_match(&heading.text))
        .map(|heading| heading.range);
    if heading.is_some() {
        return heading;
    }
    let nodes = nodes_in(document, within);
    nodes.iter().enumerate().find_map(|(at, node)| {
        let is_line = match node.kind {
            NodeKind::Strong => true,
            NodeKind::HtmlBlock => node.range.of(text).contains("<summary"),
            _ => false,
        };
        if !is_line {
            return None;
        }
        let read = match node.kind {
            NodeKind::Strong => {
                let mut read = String::new();
                let inner = nodes[at + 1..]
                    .iter()
                    .take_while(|inner| inner.range.start < node.range.end)
                    .count();
                document.push_text(text, &nodes[at + 1..=at + inner], &mut read);
                read
            }
            _ => super::tags::content(text, node.range).0.into_owned(),
        };
        marker.is_match(read.trim()).then_some(node.range)
    })
}

/// Whether the nodes of an answer hold nothing for a reader. In the last answer of a file, a
/// thematic break may begin the footer.
pub(super) fn is_empty(text: &str, nodes: &[Node], is_last: bool) -> bool {
    for node in nodes {
        match node.kind {
            NodeKind::ThematicBreak if is_last => return true,
            NodeKind::Text if node.range.of(text).trim().is_empty() => {}
            NodeKind::HtmlBlock | NodeKind::InlineHtml if !says_something(node.range.of(text)) => {}
            NodeKind::Code { .. }
            | NodeKind::CodeBlock { .. }
            | NodeKind::DecodedText(_)
            | NodeKind::Image
            | NodeKind::FootnoteReference
            | NodeKind::TaskMarker { .. }
            | NodeKind::Text
            | NodeKind::HtmlBlock
            | NodeKind::InlineHtml => return false,
            _ => {}
        }
    }
    true
}

/// Whether there is anything in `html` but comments and tags that show nothing.
fn says_something(html: &str) -> bool {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        if !rest[..at].trim().is_empty() {
            return true;
        }
        rest = &rest[at..];
        let end = match rest.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|end| end + 7),
            None => rest.find('>').map(|end| end + 1),
        };
        let Some(end) = end else { return false };
        let tag = rest[1..end].trim_start_matches('/').to_ascii_lowercase();
        const SHOW: [&str; 7] = [
            "img", "video", "iframe", "svg", "picture", "audio", "object",
        ];
        if SHOW.iter().any(|name| tag.starts_with(name)) {
            return true;
        }
        rest = &rest[end..];
    }
    !rest.trim().is_empty()
}

/// How long an answer may be that only says that it is yet to be written.
const PLACEHOLDER_LEN: usize = 80;

/// The text of an answer that only says that it is yet to be written.
fn placeholder(
    text: &str,
    document: &Document,
    shape: &Shape,
    nodes: &[Node],
) -> Option<TextRange> {
    if shape.answer.placeholders.is_empty() {
        return None;
    }
    let mut read = String::new();
    let mut range: Option<TextRange> = None;
    for node in nodes {
        match node.kind {
            NodeKind::Text | NodeKind::DecodedText(_) => {
                document.push_text(text, std::slice::from_ref(node), &mut read);
                range = Some(range.map_or(node.range, |range| range.cover(node.range)));
            }
            NodeKind::SoftBreak => read.push(' '),
            NodeKind::Code { .. }
            | NodeKind::CodeBlock { .. }
            | NodeKind::Image
            | NodeKind::Table
            | NodeKind::Link => return None,
            NodeKind::HtmlBlock if says_something(node.range.of(text)) => {
                read.push_str(&super::tags::content(text, node.range).0);
                range = Some(range.map_or(node.range, |range| range.cover(node.range)));
            }
            _ => {}
        }
        if read.len() > PLACEHOLDER_LEN {
            return None;
        }
    }
    range.filter(|_| shape.answer.placeholders.is_match(read.trim()))
}
