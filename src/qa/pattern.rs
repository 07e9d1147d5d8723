//! What a title is recognised by: a regular expression of a configuration, or, where the shape is
//! inferred, plain code, because making the expressions takes longer than all else that is done
//! with a small file.

use std::ops::Range;

use regex::Regex;

use super::lead::{Lead, is_mark, is_word};

/// What a title is recognised by.
#[derive(Clone, Debug)]
pub enum Pattern {
    /// Anything is a title.
    Any,
    /// What a configuration says.
    Regex(Regex),
    /// What titles begin with.
    Lead {
        /// What they begin with.
        lead: Lead,
        /// Whether the word may be missing before the number.
        bare: bool,
        /// Whether what only resembles it counts.
        near: bool,
    },
}

/// The parts of a title, in bytes of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    pub(super) number: Option<Range<usize>>,
    pub(super) sub: Option<Range<usize>>,
    /// The title itself.
    pub(super) title: Range<usize>,
}

impl Pattern {
    /// Reads `text`, if it matches.
    pub(super) fn read(&self, text: &str) -> Option<Parts> {
        let parts = |title| Parts {
            title,
            ..Parts::default()
        };
        match self {
            Self::Any
            | Self::Lead {
                lead: Lead::None, ..
            } => Some(parts(0..text.len())),
            Self::Regex(regex) => {
                let captures = regex.captures(text)?;
                let behind = captures.get_match().end();
                let range = |name| {
                    captures
                        .name(name)
                        .map(|part: regex::Match<'_>| part.range())
                };
                Some(Parts {
                    number: range("number"),
                    sub: range("subnumber"),
                    title: range("title").unwrap_or(behind..text.len()),
                })
            }
            &Self::Lead { lead, bare, near } => {
                let body = text.trim_start_matches(|c: char| !c.is_alphanumeric());
                let start = text.len() - body.len();
                match (lead, near) {
                    (Lead::Letter, _) => letter(text, start).map(parts),
                    (Lead::Word, false) => word(text, start, bare),
                    (Lead::Word, true) => near_word(text, start),
                    (_, false) => number(text, start, closed),
                    (_, true) => near_number(text, start),
                }
            }
        }
    }
}

/// What may stand between a number and the title.
const CLOSING: [char; 15] = [
    '.', ':', ')', ']', '。', '、', '．', '：', '）', '】', '|', ',', '–', '—', '-',
];

/// What may stand between a word and its number, but for white space.
const BETWEEN: [char; 7] = ['.', '#', '№', '°', '_', '(', '-'];

/// `Question: `, up to the title.
fn letter(text: &str, start: usize) -> Option<Range<usize>> {
    let word = letters(&text[start..]);
    if !is_word(&text[start..start + word]) {
        return None;
    }
    let rest = text[start + word..].trim_start();
    let title = rest.trim_start_matches(['.', ':', ')', '：']);
    (title.len() < rest.len()).then(|| text.len() - title.trim_start().len()..text.len())
}

/// `Question 12. `, up to the title.
fn word(text: &str, start: usize, bare: bool) -> Option<Parts> {
    let run = letters(&text[start..]);
    let at = start + run;
    if run == 0 {
        return number(text, start, spaced).filter(|_| bare);
    }
    let word = &text[start..at];
    let digits = if is_word(word) {
        behind(text, at)
    } else {
        (word.chars().count() <= 3).then_some(at)?
    };
    number(text, digits, spaced)
}

/// What looks like [`word`], but for slips of the hand: `Q l2 `, `P3O`.
fn near_word(text: &str, start: usize) -> Option<Parts> {
    let run = letters(&text[start..]);
    let at = start + run;
    let word = &text[start..at];
    // Letters that look like digits may belong to the number.
    let stem = word.trim_end_matches(is_like_digit);
    let digits = if is_word(word) {
        behind(text, at)
    } else if is_word(stem) {
        start + stem.len()
    } else if word.chars().count() <= 3 {
        let space = text[at..].chars().next().filter(|c| c.is_whitespace());
        at + space.map_or(0, char::len_utf8)
    } else {
        return None;
    };
    let len = text[digits..]
        .find(|c: char| !c.is_ascii_digit() && !is_like_digit(c))
        .unwrap_or(text.len() - digits);
    let end = digits + len;
    if !text[digits..end].contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut parts = Parts {
        number: Some(digits..end),
        ..Parts::default()
    };
    let sub = text[end..].bytes().next().filter(u8::is_ascii_lowercase);
    let behind = if sub.is_some() && !text[end + 1..].starts_with(is_part) {
        parts.sub = Some(end..end + 1);
        end + 1
    } else {
        end
    };
    let rest = text[behind..].trim_start().trim_start_matches(CLOSING);
    parts.title = text.len() - rest.trim_start().len()..text.len();
    Some(parts)
}

/// `12`, whatever follows.
fn near_number(text: &str, start: usize) -> Option<Parts> {
    let mut len = digits(&text[start..]);
    // Letters may stand for digits, but not the first of a word.
    let like = text[start..]
        .find(|c: char| !c.is_ascii_digit() && !is_like_digit(c))
        .unwrap_or(text.len() - start);
    if len > 0 && !text[start + like..].starts_with(is_part) {
        len = like;
    }
    let rest = text[start + len..].trim_start();
    (len > 0).then(|| Parts {
        number: Some(start..start + len),
        sub: None,
        title: text.len() - rest.len()..text.len(),
    })
}

/// `12b`, up to what follows, if that `fits`. A sub-number behind which it does not is none.
fn number(text: &str, start: usize, fits: fn(&str, &Parts) -> bool) -> Option<Parts> {
    let len = digits(&text[start..]);
    if len == 0 {
        return None;
    }
    let end = start + len;
    let rest = &text[end..];
    let sub = match rest.as_bytes() {
        // `3O` is 30 with a letter for a digit.
        [b'i' | b'l' | b'o' | b'I' | b'L' | b'O', ..] => 0,
        [b'a'..=b'z' | b'A'..=b'Z', ..] if !rest[1..].starts_with(is_part) => 1,
        [b'.', b'0'..=b'9', ..] => 1 + digits(&rest[1..]),
        _ => 0,
    };
    let parts = |sub: usize| {
        let rest = text[end + sub..].trim_start();
        let title = rest.trim_start_matches(CLOSING);
        let title = if title.len() < rest.len() {
            title.trim_start()
        } else {
            rest
        };
        Parts {
            number: Some(start..end),
            sub: (sub > 0).then_some(end..end + sub),
            title: text.len() - title.len()..text.len(),
        }
    };
    let whole = Some(parts(sub)).filter(|parts| fits(text, parts));
    whole.or_else(|| Some(parts(0)).filter(|parts| fits(text, parts)))
}

/// Whether something stands between number and title.
fn spaced(text: &str, parts: &Parts) -> bool {
    parts.title.start > parts.end() || parts.end() == text.len()
}

/// Whether what stands between number and title is more than white space.
fn closed(text: &str, parts: &Parts) -> bool {
    let between = text.get(parts.end()..parts.title.start);
    between.is_some_and(|between| between.contains(CLOSING))
}

impl Parts {
    /// Where the number ends.
    fn end(&self) -> usize {
        let last = self.sub.as_ref().or(self.number.as_ref());
        last.map_or(0, |last| last.end)
    }
}

/// Where a number begins behind a word that ends at `at`.
fn behind(text: &str, at: usize) -> usize {
    let mut end = at;
    for c in text[at..].chars().take(4) {
        if !c.is_whitespace() && !BETWEEN.contains(&c) {
            break;
        }
        end += c.len_utf8();
    }
    end
}

/// How long the letters are that `text` begins with.
fn letters(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphabetic() || is_mark(c)))
        .unwrap_or(text.len())
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Whether a letter or digit before `c` is not the end of a word.
fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

fn is_like_digit(c: char) -> bool {
    matches!(c, 'O' | 'o' | 'l' | 'I')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::{Lead, Pattern};
    use crate::qa::infer::pattern;

    proptest! {
        /// Made of what the patterns are made of.
        #[test]
        fn the_code_agrees_with_the_expressions(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "Q", "Question", "问题", "प्रश्न", "P", "ab", "long", "7", "12", "0", "l", "O", "b",
                    ".", ":", ")", " ", "  ", "-", "#", "📌 ", "–", "_", "?", "Why", "\u{a0}",
                ]),
                0..7,
            ),
            bare: bool,
        ) {
            let text = pieces.concat();
            for lead in [Lead::Word, Lead::Number, Lead::Letter] {
                let (exact, close) = pattern(lead, bare);
                let code = |near| Pattern::Lead { lead, bare, near }.read(&text);
                let regex = |pattern: &str| {
                    Pattern::Regex(Regex::new(pattern).unwrap()).read(&text)
                };
                prop_assert_eq!(code(false), regex(&exact), "{:?} {:?}", lead, text);
                // What only resembles a title is read more strictly than the expression would.
                if let Some(close) = close.filter(|_| code(true).is_some()) {
                    prop_assert!(regex(&close).is_some(), "{:?} {:?}", lead, text);
                }
            }
        }
    }
}
