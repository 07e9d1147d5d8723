//! The options of a quiz question.

use super::site::nodes_in;
use crate::markdown::{Document, Node, NodeKind};
use crate::qa::shape::OptionsShape;
use crate::qa::{Answer, Choice, OptionStyle};
use crate::source::TextRange;

/// The options of a question, and the letter that its answer tells.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) choices: Vec<Choice>,
    pub(super) told: Option<(char, TextRange)>,
}

/// The options in `within`, which is what belongs to the question behind its place.
pub(super) fn options(
    text: &str,
    document: &Document,
    shape: &OptionsShape,
    within: TextRange,
    answer: Option<&Answer>,
) -> Found {
    // The list of options stands before the answer; what the answer lists is none.
    let until = match answer {
        Some(answer) if answer.body.start > within.start => answer
            .marker
            .map_or(answer.body.start, |marker| marker.start),
        _ => within.end,
    };
    let before = TextRange::new(within.start, until.max(within.start));
    let nodes = nodes_in(document, before);
    let mut found = Found::default();
    for (at, node) in nodes.iter().enumerate() {
        if node.kind == NodeKind::Item {
            found
                .choices
                .extend(choice(text, document, shape.style, &nodes[at..]));
        }
    }
    if let Some(pattern) = &shape.answer {
        found.told = told(text, document, pattern, within);
    }
    found
}

/// The option that the item `nodes` begin with is, if it is one.
fn choice(text: &str, document: &Document, style: OptionStyle, nodes: &[Node]) -> Option<Choice> {
    let item = nodes.first()?;
    let inner = nodes[1..]
        .iter()
        .take_while(|node| node.range.start < item.range.end)
        .count();
    let inner = &nodes[1..=inner];
    let mut read = String::new();
    let line = inner
        .iter()
        .position(|node| matches!(node.kind, NodeKind::SoftBreak | NodeKind::List { .. }))
        .unwrap_or(inner.len());
    document.push_text(text, &inner[..line], &mut read);
    let checked = inner.iter().find_map(|node| match node.kind {
        NodeKind::TaskMarker { checked } => Some(checked),
        _ => None,
    });
    let (letter, checked, read) = match style {
        OptionStyle::Task => {
            let (checked, read) = match checked {
                Some(checked) => (checked, read.trim()),
                None => loose_box(&read)?,
            };
            (None, Some(checked), read)
        }
        OptionStyle::Lettered => {
            let (letter, read) = lettered(&read)?;
            (Some(letter), checked, read)
        }
    };
    Some(Choice {
        range: item.range,
        letter,
        checked,
        text: read.to_owned(),
    })
}

/// `[x ]`, `[]` and the like, which no renderer takes for a box, but every reader does.
fn loose_box(read: &str) -> Option<(bool, &str)> {
    let (inside, rest) = read.trim_start().strip_prefix('[')?.split_once(']')?;
    match inside.trim() {
        "" => Some((false, rest.trim())),
        // The last three are other letters and signs than they seem.
        "x" | "X" | "✓" | "✔" | "×" | "х" | "Х" => Some((true, rest.trim())),
        _ => None,
    }
}

/// `A: text`, `a) text`, `A. text`, `(a) text`.
fn lettered(read: &str) -> Option<(char, &str)> {
    let read = read.trim_start();
    let inner = read.strip_prefix('(').unwrap_or(read);
    let mut chars = inner.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let rest = chars.as_str().trim_start();
    let rest = rest.strip_prefix([':', '.', ')', '：', '、'])?;
    Some((letter.to_ascii_uppercase(), rest.trim()))
}

/// The letter that a heading or line of the answer tells.
fn told(
    text: &str,
    document: &Document,
    pattern: &regex::Regex,
    within: TextRange,
) -> Option<(char, TextRange)> {
    let first = document
        .headings
        .partition_point(|heading| heading.range.start < within.start);
    document.headings[first..]
        .iter()
        .take_while(|heading| heading.range.start < within.end)
        .find_map(|heading| {
            let captures = pattern.captures(&heading.text)?;
            let letter = captures.name("letter")?.as_str().chars().next()?;
            Some((letter.to_ascii_uppercase(), heading.range))
        })
        .or_else(|| {
            nodes_in(document, within).iter().find_map(|node| {
                let NodeKind::Text = node.kind else {
                    return None;
                };
                let captures = pattern.captures(node.range.of(text))?;
                let letter = captures.name("letter")?.as_str().chars().next()?;
                Some((letter.to_ascii_uppercase(), node.range))
            })
        })
}
