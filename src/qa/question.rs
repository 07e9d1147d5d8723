//! What is found: questions, their numbers, answers, sections and options.

use std::fmt;

use super::At;
use crate::source::TextRange;

/// What a reader sees as one entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What kind of place it stands in.
    pub at: At,
    /// The place: the heading, the first paragraph of the item, the `<summary>`, the bold
    /// paragraph or the field of the front matter, markup included.
    pub place: TextRange,
    /// The level of its heading; 0 if it stands in no heading.
    pub level: u8,
    /// Its number, if it has one.
    pub number: Option<Number>,
    /// Its title: what a reader sees, without number and decoration.
    pub title: String,
    /// Where the title is written, from its first character to its last, inner markup included.
    pub title_range: TextRange,
    /// What stands before the title in the place as a reader sees it, the number replaced by
    /// `0`: `Q0: `, `0. `. Questions of one form have one prefix.
    pub prefix: String,
    /// Whether it only matched the shape's pattern for malformed questions.
    pub near: bool,
    /// All of the question: from its place to the next question, or to a heading that ends it.
    pub range: TextRange,
    /// Its answer; `None` if the shape asks for a marker above the answer and there is none, or
    /// for an answer in a place that is not there.
    pub answer: Option<Answer>,
    /// The sections of the question, in order: its headings, and bold lines where the collection
    /// uses these.
    pub sections: Vec<Section>,
    /// The options of a quiz.
    pub options: Vec<Choice>,
    /// The letter that the answer of a lettered quiz tells, and where.
    pub told: Option<(char, TextRange)>,
    /// Tags, from comments or front matter.
    pub tags: Vec<String>,
}

/// The number of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub value: u32,
    /// The `b` of `17b`, the `2` of `17.2`.
    pub sub: Option<SubNumber>,
    /// Its digits where they are written, without the sub-number. The whole content of the place
    /// where the digits do not stand there as such (an entity, say).
    pub range: TextRange,
}

/// A number below a number.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub enum SubNumber {
    /// A letter, in lower case.
    Letter(char),
    /// A number behind a full stop.
    Part(u32),
}

impl SubNumber {
    /// Reads `b`, `B`, `2` or `.2`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim_start_matches('.');
        if let Ok(part) = text.parse() {
            return Some(Self::Part(part));
        }
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) if letter.is_ascii_alphabetic() => {
                Some(Self::Letter(letter.to_ascii_lowercase()))
            }
            _ => None,
        }
    }
}

impl fmt::Display for SubNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Letter(letter) => write!(f, "{letter}"),
            Self::Part(part) => write!(f, ".{part}"),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.value)?;
        self.sub.map_or(Ok(()), |sub| sub.fmt(f))
    }
}

impl Number {
    /// Whether letters that look like digits stand among its digits in `text`.
    #[must_use]
    pub fn has_letters(&self, text: &str) -> bool {
        let written = self.range.of(text);
        let is_like_digit = |byte: u8| byte.is_ascii_digit() || b"OolI".contains(&byte);
        written.bytes().all(is_like_digit) && written.bytes().any(|byte| byte.is_ascii_alphabetic())
    }
}

/// The answer of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What stands above it, if the shape has a marker.
    pub marker: Option<TextRange>,
    /// Everything below that, or below the question.
    pub body: TextRange,
    /// Whether there is nothing in it for a reader: no block, or only comments, or a thematic
    /// break first, behind which a footer begins.
    pub empty: bool,
    /// The text that only says that the answer is yet to be written, if that is all there is.
    pub placeholder: Option<TextRange>,
}

/// A section of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading or bold line, markup included.
    pub place: TextRange,
    /// The level of the heading; 0 for a bold line.
    pub level: u8,
    /// What a reader sees of it.
    pub title: String,
    /// What stands below it, to the next section or the end of the question.
    pub body: TextRange,
}

/// An option of a quiz.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The whole item.
    pub range: TextRange,
    /// Its letter, if it has one, in upper case.
    pub letter: Option<char>,
    /// Whether it is checked; `None` if it has no box.
    pub checked: Option<bool>,
    /// What a reader sees of it, without letter and box.
    pub text: String,
}

impl Question {
    /// The question as messages name it: `question 35`, or by its title.
    #[must_use]
    pub fn name(&self) -> String {
        name(
            self.number.map(|number| (number.value, number.sub)),
            &self.title,
        )
    }
}

/// How many Unicode scalar values of a title a name repeats.
const LONGEST: usize = 60;

/// A question as messages name it, by its number or its title.
#[must_use]
pub fn name(number: Option<(u32, Option<SubNumber>)>, title: &str) -> String {
    match (number, title.char_indices().nth(LONGEST)) {
        (Some((value, None)), _) => format!("question {value}"),
        (Some((value, Some(sub))), _) => format!("question {value}{sub}"),
        (None, Some((cut, _))) => format!("question `{}…`", title[..cut].trim_end()),
        (None, None) => format!("question `{title}`"),
    }
}
