//! The answer of a question.

use super::site::nodes_in;
use super::summary::Details;
use crate::markdown::{Document, Heading, NodeKind};
use crate::qa::infer::{is_mistyped, is_structure};
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
                None if shape.inferred => {
                    (None, unmarked(text, document, pattern, within, is_last)?)
                }
                None => return None,
            },
        },
    };
    let empty = is_empty(text, document, body, is_last);
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
            placeholder(text, document, shape, body)
        },
    })
}

/// The answer in `within` that has no heading of its own. That most have one is no rule: what stands
/// directly below the question is its answer, and so is what a heading says itself
/// (`### Answer: because …`), or what stands below headings that could be parts of any answer.
fn unmarked(
    text: &str,
    document: &Document,
    marker: &Marker,
    within: TextRange,
    is_last: bool,
) -> Option<TextRange> {
    if !is_empty(text, document, directly(document, within), is_last) {
        return Some(within);
    }
    for heading in headings_in(document, within) {
        if is_above(marker, &heading.text) {
            return Some(TextRange::new(heading.range.start, within.end));
        }
        let below = TextRange::new(heading.range.end, within.end.max(heading.range.end));
        let any = !is_structure(&heading.text) && !is_mistyped(&heading.text);
        if any && !is_empty(text, document, directly(document, below), is_last) {
            return Some(within);
        }
    }
    None
}

/// Whether `heading` is above an answer, or begins with the answer itself.
pub(super) fn is_above(marker: &Marker, heading: &str) -> bool {
    let lead = heading.split_once([':', '：']).map(|(lead, _)| lead);
    marker.is_match(heading) || lead.is_some_and(|lead| marker.is_match(lead))
}

pub(super) fn headings_in(document: &Document, range: TextRange) -> &[Heading] {
    let headings = &document.headings;
    let first = headings.partition_point(|heading| heading.range.start < range.start);
    let last = headings.partition_point(|heading| heading.range.start < range.end);
    headings.get(first..last.max(first)).unwrap_or_default()
}

/// The part of `range` before the first heading.
fn directly(document: &Document, range: TextRange) -> TextRange {
    let first = headings_in(document, range).first();
    let end = first.map_or(range.end, |heading| heading.range.start);
    TextRange::new(range.start, end)
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
    let heading = headings_in(document, within)
        .iter()
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

/// Whether an answer in `range` holds nothing for a reader. In the last answer of a file, a
/// thematic break may begin the footer.
pub(super) fn is_empty(text: &str, document: &Document, range: TextRange, is_last: bool) -> bool {
    if opened(document, range).is_some_and(|html| says_something(html.of(text))) {
        return false;
    }
    let own = |html: TextRange| TextRange::new(html.start, html.end.min(range.end)).of(text);
    let mut passed = range.start;
    for node in nodes_in(document, range) {
        if node.range.start < passed {
            continue;
        }
        match node.kind {
            NodeKind::ThematicBreak if is_last => return true,
            NodeKind::Link if leads_back(node.range.of(text)) => passed = node.range.end,
            NodeKind::Text if node.range.of(text).trim().is_empty() => {}
            NodeKind::HtmlBlock | NodeKind::InlineHtml if !says_something(own(node.range)) => {}
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

/// What of a block of HTML stands in `range` that begins in the middle of the block: text directly
/// behind a `<summary>` is HTML, too.
fn opened(document: &Document, range: TextRange) -> Option<TextRange> {
    let nodes = document.nodes();
    let first = nodes.partition_point(|node| node.range.start < range.start);
    let line = nodes.get(first.checked_sub(1)?)?;
    let is_html = matches!(line.kind, NodeKind::Html | NodeKind::HtmlBlock);
    let rest = nodes_in(document, range)
        .iter()
        .take_while(|node| node.kind == NodeKind::Html);
    let end = rest.last().map_or(line.range.end, |last| last.range.end);
    let end = end.min(range.end);
    (is_html && end > range.start).then(|| TextRange::new(range.start, end))
}

/// Whether a link only leads back to the beginning: `[⬆ Back to Top](#contents)`.
pub(super) fn leads_back(link: &str) -> bool {
    let label = link.rsplit_once("](#").map(|(label, _)| label);
    label.is_some_and(is_way_back)
}

/// What links say that lead back to the beginning, in lower case.
const BACK: [&str; 14] = [
    "back to top",
    "back to the top",
    "go to top",
    "go back to top",
    "return to top",
    "to top",
    "top",
    "back",
    "back to contents",
    "back to table of contents",
    "table of contents",
    "к оглавлению",
    "наверх",
    "返回顶部",
];

fn is_way_back(label: &str) -> bool {
    if label.len() > 60 {
        return false;
    }
    let label = label.trim_matches(|c: char| !c.is_alphanumeric());
    label.is_empty() || BACK.contains(&&*label.to_lowercase())
}

/// Whether there is anything in `html` but comments, tags that show nothing, and a link back to the
/// beginning.
fn says_something(html: &str) -> bool {
    let mut rest = html;
    let mut in_file = false;
    while let Some(at) = rest.find('<') {
        let said = rest[..at].trim();
        if !(said.is_empty() || in_file && is_way_back(said)) {
            return true;
        }
        rest = &rest[at..];
        let end = match rest.strip_prefix("<!--") {
            Some(comment) => comment.find("-->").map(|end| end + 7),
            None => rest.find('>').map(|end| end + 1),
        };
        let Some(end) = end else { return false };
        let tag = rest[1..end].trim_start_matches('/').to_ascii_lowercase();
        in_file =
            tag.starts_with("a ") && tag.contains("href=\"#") || in_file && !tag.starts_with("a ");
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
    body: TextRange,
) -> Option<TextRange> {
    if shape.answer.placeholders.is_empty() {
        return None;
    }
    let mut read = String::new();
    let mut range: Option<TextRange> = None;
    let html = opened(document, body).filter(|html| says_something(html.of(text)));
    if let Some(html) = html {
        read.push_str(&super::tags::content(text, html).0);
        range = Some(trimmed(text, html));
    }
    if read.len() > PLACEHOLDER_LEN {
        return None;
    }
    for node in nodes_in(document, body) {
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

/// `range` without white space around it.
fn trimmed(text: &str, range: TextRange) -> TextRange {
    let written = range.of(text);
    let start = range.start as usize + written.len() - written.trim_start().len();
    TextRange::from_usize(start..start + written.trim().len())
}
