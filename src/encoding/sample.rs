//! Telling damage from samples of damage: documents about mojibake show it on purpose, mostly in
//! code or between quotation marks and beside the right form.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::model::{Class, class};

/// How far around a finding it is looked for whether the text talks of encodings, in bytes.
const NEIGHBOURHOOD: usize = 3000;
/// What the vote of the rest of the document must be, in nats, before code that looks like a
/// sample is changed.
const STRONG_VOTE: f32 = 25.0;
/// What a finding in code must gain by itself, in nats, when nothing outside code votes.
const STRONG_FINDING: f32 = 15.0;
/// With this many findings outside code even a text that talks of encodings is taken for damaged.
const MANY: usize = 12;

/// Whether a text shows what becomes what, with so many of so many findings beside the right form.
pub(super) fn is_table(shown: usize, findings: usize) -> bool {
    shown >= FEW && shown * 5 >= findings * 3
}

/// Fewer may be chance.
const FEW: usize = 3;

/// A text and what is known of it.
pub(super) struct Document<'a> {
    pub(super) text: &'a str,
    /// Where code is.
    code: &'a [Range<usize>],
    talk: OnceCell<Talk>,
    /// The last line of which it was asked whether it may talk of encodings, and the answer.
    hinted: Cell<Option<(usize, usize, bool)>>,
}

/// Where a finding stands.
pub(super) struct Place<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) range: Range<usize>,
    pub(super) meant: &'a str,
    /// What is gained by the repair, in nats.
    pub(super) gain: f32,
}

impl<'a> Document<'a> {
    pub(super) fn new(text: &'a str, code: &'a [Range<usize>]) -> Document<'a> {
        Document {
            text,
            code,
            talk: OnceCell::new(),
            hinted: Cell::new(None),
        }
    }

    fn talk(&self) -> &Talk {
        self.talk.get_or_init(|| Talk::of(self.text))
    }
}

/// Where a text talks of the encodings that make mojibake.
struct Talk {
    /// Words that are about nothing else.
    plain: Vec<Range<usize>>,
    /// The name of UTF-8.
    utf_8: Vec<Range<usize>>,
    /// The names of other encodings, if there is that of UTF-8.
    others: Vec<Range<usize>>,
}

impl Talk {
    fn of(text: &str) -> Talk {
        let text = text.to_ascii_lowercase();
        let places = |words: &[&str]| {
            let mut places: Vec<Range<usize>> = Vec::new();
            for word in words {
                let found = memchr::memmem::find_iter(text.as_bytes(), word.as_bytes());
                places.extend(found.map(|at| at..at + word.len()));
            }
            places.sort_unstable_by_key(|place| (place.start, place.end));
            places
        };
        let mut utf_8 = places(&["utf"]);
        utf_8.retain_mut(|place| {
            let rest = text.get(place.end..).unwrap_or_default();
            let more = if rest.starts_with("-8") {
                2
            } else {
                usize::from(rest.starts_with('8'))
            };
            place.end += more;
            more > 0
        });
        let others = if utf_8.is_empty() {
            Vec::new()
        } else {
            places(OTHER_ENCODINGS)
        };
        Talk {
            plain: places(&["mojibake", "double-encod", "double encod", "ftfy"]),
            utf_8,
            others,
        }
    }

    fn is_near(&self, range: &Range<usize>) -> bool {
        let start = range.start.saturating_sub(NEIGHBOURHOOD);
        let near = |places: &[Range<usize>]| {
            let at = places.partition_point(|place| place.start < start);
            let place = places.get(at);
            place.is_some_and(|place| place.end <= range.end + NEIGHBOURHOOD)
        };
        near(&self.plain) || near(&self.utf_8) && near(&self.others)
    }
}

/// What the rest of the document says.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Evidence {
    /// The vote for the misreading, in nats.
    pub(super) vote: f32,
    /// How many findings stand outside code.
    pub(super) in_prose: usize,
}

impl<'a> Place<'a> {
    /// Whether it is in code.
    pub(super) fn in_code(&self) -> bool {
        self.code().is_some()
    }

    fn code(&self) -> Option<&Range<usize>> {
        let code = self.document.code;
        let at = code.partition_point(|code| code.end <= self.range.start);
        code.get(at).filter(|code| code.start < self.range.end)
    }

    /// Whether the text around talks of the encodings that make mojibake.
    pub(super) fn is_talked_of(&self) -> bool {
        self.document.talk().is_near(&self.range)
    }

    /// Whether the line may talk of encodings.
    fn is_hinted_at(&self) -> bool {
        let Range { start, end } = self.line_range();
        if let Some((known_start, known_end, hinted)) = self.document.hinted.get()
            && (known_start, known_end) == (start, end)
        {
            return hinted;
        }
        let line = self.line().to_ascii_lowercase();
        let hints = [
            "encod",
            "decod",
            "utf",
            "latin",
            "charset",
            "unicode",
            "instead of",
            "stands for",
        ];
        let hinted = hints
            .iter()
            .any(|hint| memchr::memmem::find(line.as_bytes(), hint.as_bytes()).is_some());
        self.document.hinted.set(Some((start, end, hinted)));
        hinted
    }

    /// Whether it is shown on purpose rather than damage.
    pub(super) fn is_sample(&self, evidence: Evidence) -> bool {
        if (self.in_code() || self.is_quoted_alone() || self.is_hinted_at())
            && self.is_beside_the_right_form()
        {
            return true;
        }
        if self.is_talked_of() && evidence.in_prose < MANY {
            return true;
        }
        let Some(code) = self.code() else {
            return false;
        };
        if has_hex_column(self.line()) {
            return true;
        }
        if evidence.vote >= STRONG_VOTE {
            return false;
        }
        if self.is_drawn() {
            return false;
        }
        if has_bytes(self.line()) {
            return true;
        }
        let alone = self.document.text.get(code.clone()).is_some_and(|code| {
            let letters = code.chars().filter(char::is_ascii_alphabetic).count();
            !code.contains('\n') && letters == 0
        });
        alone || self.is_quoted_alone() || self.gain < STRONG_FINDING
    }

    /// Whether it gives nothing but lines, arrows and signs, as trees and diagrams in code have.
    fn is_drawn(&self) -> bool {
        self.meant.chars().all(|c| {
            matches!(
                class(c),
                Class::Box
                    | Class::Block
                    | Class::Arrow
                    | Class::Geometric
                    | Class::NoBreakSpace
                    | Class::Symbol
                    | Class::EmojiModifier
                    | Class::Emoji
            ) || matches!(c, '·' | '•')
        })
    }

    /// Whether quotation marks of any kind stand right before and after it.
    fn is_quoted_alone(&self) -> bool {
        let before = self
            .document
            .text
            .get(..self.range.start)
            .and_then(|text| text.chars().next_back());
        let after = self
            .document
            .text
            .get(self.range.end..)
            .and_then(|text| text.chars().next());
        let mark = |c: Option<char>| {
            c.is_some_and(|c| matches!(c, '"' | '\'' | '`') || class(c) == Class::Quote)
        };
        mark(before) && mark(after)
    }

    /// The line, or what is near of a long one.
    pub(super) fn line(&self) -> &'a str {
        let text = self.document.text;
        text.get(self.line_range()).unwrap_or_default()
    }

    fn line_range(&self) -> Range<usize> {
        let text = self.document.text;
        let near = around(text, &self.range, 2 * LINE);
        let before = text.get(near.start..self.range.start).unwrap_or_default();
        let after = text.get(self.range.end..near.end).unwrap_or_default();
        let start = match memchr::memrchr(b'\n', before.as_bytes()) {
            Some(at) => Some(near.start + at + 1),
            None => (near.start == 0).then_some(0),
        };
        let end = match memchr::memchr(b'\n', after.as_bytes()) {
            Some(at) => Some(self.range.end + at),
            None => (near.end == text.len()).then_some(text.len()),
        };
        match (start, end) {
            (Some(start), Some(end)) if end - start <= 2 * LINE => start..end,
            _ => around(text, &self.range, LINE),
        }
    }

    /// The word that it is part of, as it would be after the repair.
    fn repaired_word(&self) -> Option<String> {
        let text = self.document.text;
        let before = text.get(..self.range.start).unwrap_or_default();
        let after = text.get(self.range.end..).unwrap_or_default();
        let head = before.len() - word_end(before.chars().rev());
        let tail = word_end(after.chars());
        Some([before.get(head..)?, self.meant, after.get(..tail)?].concat())
    }

    /// Whether it stands beside what it would become: the word that it is part of, or, where it
    /// stands by itself, the same sign by itself. In damaged text that is chance, in a table of
    /// what becomes what it is so on each line.
    pub(super) fn is_shown_with_the_right_form(&self) -> bool {
        let Some(word) = self.repaired_word() else {
            return false;
        };
        let line = self.line();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        line.match_indices(&word).any(|(at, word)| {
            let before = line.get(..at).and_then(|line| line.chars().next_back());
            let after = line
                .get(at + word.len()..)
                .and_then(|line| line.chars().next());
            !letter(before) && !letter(after)
        })
    }

    /// Whether the word that it is part of stands on the same line as it would be after the
    /// repair.
    fn is_beside_the_right_form(&self) -> bool {
        let Some(word) = self.repaired_word() else {
            return false;
        };
        word.chars().filter(|c| c.is_alphabetic()).count() > 3 && self.line().contains(&word)
    }
}

/// Whether a line of code writes bytes or characters by their numbers, as in `\x41`, or as a string
/// of bytes, as in `b"A"`.
fn has_bytes(line: &str) -> bool {
    let digits = |from: usize, count: usize| {
        let digits = line.as_bytes().get(from..from + count);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    let numbers =
        memchr::memchr_iter(b'\\', line.as_bytes()).any(|at| match line.as_bytes().get(at + 1) {
            Some(b'x') => digits(at + 2, 2),
            Some(b'u') => line.as_bytes().get(at + 2) == Some(&b'{') || digits(at + 2, 4),
            _ => false,
        });
    let string = |mark: &str| {
        line.match_indices(mark).any(|(at, _)| {
            let before = line.get(..at).and_then(|line| line.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric())
        })
    };
    numbers || string("b'") || string("b\"")
}

/// Whether a line shows bytes as pairs of hexadecimal digits, as a hex dump does.
fn has_hex_column(line: &str) -> bool {
    let mut pairs = 0;
    line.split([' ', '\t', '|']).any(|word| {
        let is_pair = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        pairs = if is_pair { pairs + 1 } else { 0 };
        pairs >= DUMP
    })
}

/// How many bytes side by side make a dump.
const DUMP: usize = 4;

/// How far a line is looked at in each direction, in bytes.
const LINE: usize = 400;

const OTHER_ENCODINGS: &[&str] = &[
    "latin-1",
    "latin1",
    "latin 1",
    "8859-",
    "windows-125",
    "cp125",
    "cp1251",
    "macroman",
    "mac roman",
    "cp437",
    "koi8",
    "shift_jis",
    "shift-jis",
    "gbk",
];

/// The length in bytes of the letters at the start; words are no longer than this many letters.
fn word_end(letters: impl Iterator<Item = char>) -> usize {
    letters
        .take(40)
        .take_while(|c| c.is_alphanumeric())
        .map(char::len_utf8)
        .sum()
}

/// The range with the text around it, on character boundaries.
fn around(text: &str, range: &Range<usize>, distance: usize) -> Range<usize> {
    let start =
        (range.start.saturating_sub(distance)..=range.start).find(|&at| text.is_char_boundary(at));
    let end = (range.end..=(range.end + distance).min(text.len()))
        .rev()
        .find(|&at| text.is_char_boundary(at));
    start.unwrap_or(range.start)..end.unwrap_or(range.end)
}
