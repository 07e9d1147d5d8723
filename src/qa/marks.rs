//! Texts that say that an answer follows, or that one is yet to be written.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::infer::{is_marker, told};

/// For the text that an answer stands under.
#[derive(Clone, Debug)]
pub enum Marker {
    /// A heading that says so, in one of the usual words.
    Usual,
    /// A heading that tells the letter of the correct option.
    Told,
    /// What a configuration says.
    Own(Regex),
}

impl Marker {
    /// Whether an answer stands under `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Usual => is_marker(text),
            Self::Told => told(text).is_some(),
            Self::Own(own) => own.is_match(text),
        }
    }
}

/// For text that only says that an answer is yet to be written.
#[derive(Clone, Debug)]
pub enum Placeholders {
    /// What is usual.
    Usual,
    /// What a configuration says.
    Own(RegexSet),
}

impl Placeholders {
    /// Whether nothing is a placeholder.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Own(own) if own.is_empty())
    }

    /// Whether `text` is one.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        match self {
            Self::Own(own) => own.is_match(text),
            Self::Usual => {
                let lower = text.to_lowercase();
                SIGNS.iter().any(|sign| lower.contains(sign)) && USUAL_PLACEHOLDERS.is_match(text)
            }
        }
    }
}

/// What stands where an answer is yet to be written.
const PLACEHOLDERS: [&str; 2] = [
    r"(?i)^\W*(?:to\s?do|tbd|tba|wip|n/?a|fixme|lorem ipsum\b.*|(?:work|answer|explanation) (?:is )?in progress|(?:answer |explanation )?coming soon|(?:(?:the |this )?(?:answer|section|explanation|question|content)s? )?(?:is |are )?(?:yet |still )?to be (?:completed|added|written|answered|done|continued|filled(?: in)?|updated|announced)(?: (?:soon|later))?|(?:add|write|insert|put|your) (?:an? |the |your )?answers? here|answer (?:goes |comes )?here|(?:under|in) construction|not (?:yet )?answered(?: yet)?|no answer(?: yet)?|placeholder)\W*$",
    r"^\W*(?:待补充|待完善|未完待续|待续|待办|TODO.{0,20}|будет позже|скоро|por completar|pendiente|à compléter|folgt)\W*$",
];

/// What one of [`PLACEHOLDERS`] holds, in lower case.
const SIGNS: [&str; 30] = [
    "todo",
    "to do",
    "to\tdo",
    "tbd",
    "tba",
    "wip",
    "n/a",
    "na",
    "fixme",
    "lorem ipsum",
    "progress",
    "soon",
    "to be ",
    "answer here",
    "answers here",
    "construction",
    "answered",
    "no answer",
    "placeholder",
    "待",
    "未完",
    "будет позже",
    "скоро",
    "por completar",
    "pendiente",
    "à compléter",
    "folgt",
    "answer goes",
    "answer comes",
    "to\u{a0}do",
];

/// Made at most once, and only if something looks like one: making them takes longer than all else
/// at the start.
static USUAL_PLACEHOLDERS: LazyLock<RegexSet> =
    LazyLock::new(|| RegexSet::new(PLACEHOLDERS).unwrap_or_default());
