//! Document → questions and answers.

use super::{At, Shape};
use crate::markdown::{Document, Heading, NodeKind};
use crate::source::TextRange;

/// What a reader sees as one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The heading it stands in.
    pub heading: TextRange,
    /// The level of that heading.
    pub level: u8,
    /// Its number, if it has one.
    pub number: Option<Number>,
    /// Its title: what a reader sees of the heading, without number and decoration.
    pub title: String,
    /// From the heading to the next question, or to a heading of its level or above.
    pub range: TextRange,
    /// Its answer; `None` if the shape asks for a heading above the answer and there is none.
    pub answer: Option<Answer>,
}

/// The number of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: u32,
    /// Its digits in the heading. The whole heading's content where the digits do not stand
    /// there as such (an entity, say).
    pub range: TextRange,
}

/// The answer of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The heading above it, if the shape has one.
    pub marker: Option<TextRange>,
    /// Everything below that heading, or below the question.
    pub body: TextRange,
    /// Whether there is nothing in it for a reader: no block, or only comments, or a thematic
    /// break first, behind which a footer begins.
    pub empty: bool,
}

impl Question {
    /// The question as messages name it: `question 35`, or by its title.
    #[must_use]
    pub fn name(&self) -> String {
        match self.number {
            Some(number) => format!("question {}", number.value),
            None => format!("question `{}`", self.title),
        }
    }
}

/// Finds the questions of a document, whose headings have been built, in order.
#[must_use]
pub fn find(text: &str, document: &Document, shape: &Shape) -> Vec<Question> {
    let At::Heading = shape.at;
    // Each with what it says if it is a question.
    let mut headings: Vec<(&Heading, Option<Recognised>)> = document
        .headings
        .iter()
        .filter(|heading| heading.top_level)
        .map(|heading| (heading, recognise(text, heading, shape)))
        .collect();
    let mut questions = Vec::new();
    let mut blocks = document.children(None).map(|(_, node)| *node).peekable();
    let mut at = 0;
    while let Some((heading, recognised)) = headings.get_mut(at) {
        at += 1;
        let heading = *heading;
        let Some((number, title)) = recognised.take() else {
            continue;
        };
        let is_marker = |heading: &Heading| {
            shape
                .answer
                .marker
                .as_ref()
                .is_some_and(|marker| marker.is_match(&heading.text))
        };
        let mut marker = None;
        let mut end = narrow(text.len());
        while let Some((next, recognised)) = headings.get(at) {
            if marker.is_none() && is_marker(next) {
                marker = Some(next.range);
            } else if next.level <= heading.level || recognised.is_some() {
                end = next.range.start;
                break;
            }
            at += 1;
        }
        let answer_from = match (&shape.answer.marker, marker) {
            (Some(_), None) => None,
            (_, Some(marker)) => Some(marker.end),
            (None, None) => Some(heading.range.end),
        };
        let answer = answer_from.map(|start| {
            let body = TextRange::new(start, end.max(start));
            while blocks.next_if(|block| block.range.start < start).is_some() {}
            let mut empty = true;
            while let Some(block) = blocks.next_if(|block| empty && block.range.start < end) {
                if block.kind == NodeKind::ThematicBreak {
                    break;
                }
                empty = block.kind == NodeKind::HtmlBlock && is_comment(block.range.of(text));
            }
            Answer {
                marker,
                body,
                empty,
            }
        });
        questions.push(Question {
            heading: heading.range,
            level: heading.level,
            number,
            title,
            range: TextRange::new(heading.range.start, end),
            answer,
        });
    }
    questions
}

/// The number and the title of a question.
type Recognised = (Option<Number>, String);

/// The number and the title of the question that `heading` is, if it is one.
fn recognise(text: &str, heading: &Heading, shape: &Shape) -> Option<Recognised> {
    if shape.level.is_some_and(|level| level != heading.level) {
        return None;
    }
    let captures = shape.pattern.captures(&heading.text)?;
    let number = captures.name("number").and_then(|digits| {
        let value = digits.as_str().parse().ok()?;
        Some(Number {
            value,
            range: written(text, heading, digits.as_str()),
        })
    });
    let behind = captures.get_match().end();
    let title = captures.name("title").map_or_else(
        || heading.text.get(behind..).unwrap_or_default(),
        |title| title.as_str(),
    );
    Some((number, title.trim().to_owned()))
}

/// Where `digits` stand in the heading.
fn written(text: &str, heading: &Heading, digits: &str) -> TextRange {
    let content = heading.content.of(text);
    // The first run of digits that reads so; a longer run is another number.
    let bytes = content.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let found = content.match_indices(digits).find(|(at, _)| {
        let before = at.checked_sub(1).is_some_and(is_digit);
        !before && !is_digit(at + digits.len())
    });
    match found {
        Some((at, digits)) => {
            let start = heading.content.start as usize + at;
            TextRange::from_usize(start..start + digits.len())
        }
        None => heading.content,
    }
}

/// Whether `html` is nothing but comments.
fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        match comment.find("-->") {
            Some(end) => rest = comment[end + 3..].trim_start(),
            None => return true,
        }
    }
    rest.is_empty()
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
