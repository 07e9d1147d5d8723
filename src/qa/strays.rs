//! What was meant for a question, but is not written as one: its number is missing among those of
//! the questions before and behind it.

use std::collections::HashSet;

use super::Question;
use super::lead::{self, Lead};
use crate::markdown::{Document, Heading, NodeId, NodeKind};
use crate::source::TextRange;

/// What was meant for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stray {
    /// Its number, which no question of the file has.
    pub number: u32,
    /// The heading, or the rest of the line that the number stands in.
    pub place: TextRange,
    /// What it is instead.
    pub kind: StrayKind,
}

/// What stands in the place of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum StrayKind {
    /// A heading in the item of a list or in a quote.
    Nested,
    /// A heading that is written in another way than those of questions.
    Heading,
    /// A line of text that is no heading.
    Text,
    /// A line of raw HTML, in which Markdown does not count.
    Html,
}

/// What begins with a number that is missing between those of `questions`, in order.
#[must_use]
pub fn strays(text: &str, document: &Document, questions: &[Question]) -> Vec<Stray> {
    let missing = missing(questions);
    if missing.is_empty() {
        return Vec::new();
    }
    let places: HashSet<u32> = questions.iter().map(|q| q.place.start).collect();
    let of = |read: lead::Read, place: TextRange, kind: StrayKind| {
        let number = read.number.filter(|number| missing.contains(number))?;
        let is_lead = read.lead == Lead::Word || kind != StrayKind::Text;
        is_lead.then_some(Stray {
            number,
            place,
            kind,
        })
    };
    let headings = document.headings.iter().filter_map(|heading| {
        let kind = match heading.top_level {
            true => StrayKind::Heading,
            false => StrayKind::Nested,
        };
        let stray = of(lead::read(&heading.text), heading.range, kind).or_else(|| {
            // `154. #### title` among `153. ### title`.
            let number = marker(text, document, heading)?;
            missing.contains(&number).then_some(Stray {
                number,
                place: heading.range,
                kind: StrayKind::Heading,
            })
        })?;
        (!places.contains(&heading.range.start)).then_some((heading, stray))
    });
    let headings =
        headings.filter(|(heading, stray)| !is_above(questions, document, heading, stray));
    let mut strays: Vec<Stray> = headings.map(|(_, stray)| stray).collect();
    let nodes = document.nodes();
    for (at, node) in nodes.iter().enumerate() {
        match node.kind {
            NodeKind::Text => {
                let before = at.checked_sub(1).and_then(|before| nodes.get(before));
                let begins = before.is_some_and(|before| {
                    matches!(
                        before.kind,
                        NodeKind::Paragraph
                            | NodeKind::Item
                            | NodeKind::SoftBreak
                            | NodeKind::HardBreak
                    )
                });
                if begins && !questions_hold(questions, node.range) {
                    let line = node.range.of(text);
                    strays.extend(of(lead::read(line), node.range, StrayKind::Text));
                }
            }
            NodeKind::Html => {
                let line = node.range.of(text);
                let written = line.trim();
                if written.starts_with(|c: char| c.is_alphanumeric()) {
                    let start = node.range.start as usize + line.len() - line.trim_start().len();
                    let place = TextRange::from_usize(start..start + written.len());
                    strays.extend(of(lead::read(written), place, StrayKind::Html));
                }
            }
            _ => {}
        }
    }
    strays.sort_by_key(|stray| stray.place);
    strays
}

/// Whether `heading` is that of a chapter: questions stand below it that do not go on from its
/// number.
fn is_above(questions: &[Question], document: &Document, heading: &Heading, stray: &Stray) -> bool {
    let next = questions.partition_point(|question| question.place.start <= heading.range.start);
    let Some(next) = questions.get(next) else {
        return false;
    };
    let behind = document
        .headings
        .partition_point(|other| other.range.start <= heading.range.start);
    let between = document.headings[behind..]
        .iter()
        .take_while(|other| other.range.start < next.place.start)
        .take(FEW);
    let is_below = (next.level == 0 || next.level > heading.level)
        && between
            .min_by_key(|other| other.level)
            .is_none_or(|least| least.level > heading.level);
    let goes_on = next
        .number
        .is_some_and(|number| Some(number.value) == stray.number.checked_add(1));
    is_below && !goes_on
}

/// The number of the item that `heading` begins.
fn marker(text: &str, document: &Document, heading: &Heading) -> Option<u32> {
    // In preorder the item stands directly before its first child.
    let before = heading.node.0.checked_sub(1).map(NodeId)?;
    let item = document.node(before)?;
    let written = item.range.of(text).trim_start();
    let digits = written.bytes().take_while(u8::is_ascii_digit).count();
    (item.kind == NodeKind::Item)
        .then(|| written.get(..digits)?.parse().ok())
        .flatten()
}

/// How many numbers may be missing in any file for the others still to say something.
const FEW: usize = 50;

/// The numbers up to the greatest that no question has; none if there are more
/// of them than questions, because then numbers say nothing.
fn missing(questions: &[Question]) -> HashSet<u32> {
    let mut numbers: Vec<u32> = questions
        .iter()
        .filter_map(|question| Some(question.number?.value))
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let most = questions.len().max(FEW);
    let mut missing = HashSet::new();
    let before = std::iter::once(0).chain(numbers.iter().copied());
    for (before, after) in before.zip(numbers.iter().copied()) {
        if after > before && (after - before) as usize <= most {
            missing.extend(before + 1..after);
        }
        if missing.len() > most {
            return HashSet::new();
        }
    }
    missing
}

/// Whether `range` is part of a question's own place.
fn questions_hold(questions: &[Question], range: TextRange) -> bool {
    let behind = questions.partition_point(|question| question.place.start <= range.start);
    behind
        .checked_sub(1)
        .and_then(|before| questions.get(before))
        .is_some_and(|question| range.start < question.place.end)
}
