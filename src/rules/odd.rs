//! What the rules about odd characters share: runs of them, and the word they stand in.

use std::ops::Range;

use super::FileContext;
use super::quote::quote;
use crate::characters::Odd;
use crate::source::TextRange;

/// Adjacent odd characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'a> {
    /// The characters, at least one.
    pub(super) odd: &'a [Odd],
    /// Where they stand.
    pub(super) start: usize,
    /// Where they end.
    pub(super) end: usize,
    /// The character before them, on the same line.
    pub(super) before: Option<char>,
    /// The character behind them, on the same line.
    pub(super) after: Option<char>,
}

impl Run<'_> {
    pub(super) fn range(&self) -> TextRange {
        TextRange::from_usize(self.start..self.end)
    }

    /// Whether there is nothing, or only a space, on one side.
    pub(super) fn is_at_edge(&self) -> bool {
        let is_edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
        is_edge(self.before) || is_edge(self.after)
    }
}

/// The runs of odd characters of a file for all of which `is` holds, as far as they stand on disk
/// as they do in the text.
pub(super) fn runs<'a>(
    context: &FileContext<'a>,
    is: impl Fn(char) -> bool,
) -> impl Iterator<Item = Run<'a>> {
    let (context, odd) = (*context, context.odd());
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let first = at + odd.get(at..)?.iter().position(|odd| is(odd.c))?;
            let start = odd.get(first)?.at;
            let mut end = start;
            at = first;
            while let Some(next) = odd.get(at).filter(|odd| odd.at == end && is(odd.c)) {
                end = next.end();
                at += 1;
            }
            if context.is_as_on_disk(TextRange::from_usize(start..end)) {
                let is_in_line = |c: &char| !matches!(c, '\n' | '\r');
                return Some(Run {
                    odd: &odd[first..at],
                    start,
                    end,
                    before: before(context.text, start).filter(is_in_line),
                    after: after(context.text, end).filter(is_in_line),
                });
            }
        }
    })
}

/// The character before `offset`.
pub(super) fn before(text: &str, offset: usize) -> Option<char> {
    text.get(..offset)?.chars().next_back()
}

/// The character at `offset`.
pub(super) fn after(text: &str, offset: usize) -> Option<char> {
    text.get(offset..)?.chars().next()
}

/// How many characters of a word are shown on each side.
const SHOWN: usize = 16;

/// `range` with the rest of the word that it stands in, as far as that is worth showing.
pub(super) fn word(text: &str, range: &Range<usize>) -> Range<usize> {
    let is_part = |c: &char| !c.is_whitespace() && *c != '`';
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let lead: usize = before
        .chars()
        .rev()
        .take(SHOWN)
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    let trail: usize = after
        .chars()
        .take(SHOWN)
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    range.start - lead..range.end + trail
}

/// The word that `range` stands in, in backticks.
pub(super) fn quoted_word(text: &str, range: &Range<usize>) -> String {
    quote(text.get(word(text, range)).unwrap_or_default())
}

/// Whether `text` has one of `words`, which are in lower case ASCII, in any case.
pub(super) fn mentions(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let Some(&first) = word.as_bytes().first() else {
            return false;
        };
        memchr::memchr2_iter(first, first.to_ascii_uppercase(), text.as_bytes()).any(|at| {
            let here = text.as_bytes().get(at..at + word.len());
            here.is_some_and(|here| here.eq_ignore_ascii_case(word.as_bytes()))
        })
    })
}
