//! The numbers that questions get.

use std::collections::HashSet;

use super::{Options, Problem};
use crate::collection::{Collection, Numbered, sequences};
use crate::source::{FileId, Span};

/// A question that gets another number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Renumbered {
    pub(super) file: FileId,
    /// The digits on disk.
    pub(super) span: Span,
    pub(super) old: u32,
    pub(super) new: u32,
}

/// The questions of `collection` that get another number.
///
/// Files in which an unclosed block of code has swallowed some of those that would be counted stay
/// as they are, and are named.
///
/// # Errors
/// If the numbers of such a file run on in others, or it is the one that is asked for.
pub(super) fn new_numbers(
    collection: &Collection<'_>,
    options: &Options,
) -> Result<(Vec<Renumbered>, Vec<Problem>), Problem> {
    let mut left = Vec::new();
    let mut all = Vec::new();
    for sequence in sequences(collection) {
        let questions = &sequence.questions;
        let concerns = |file: FileId| options.file.is_none_or(|only| only == file);
        let Some(first) = questions.iter().find(|q| concerns(q.file)) else {
            continue;
        };
        let numbering = collection
            .summary(first.file)
            .map(|summary| summary.numbering.clone())
            .unwrap_or_default();
        let counting = Counting {
            start: numbering.start,
            step: numbering.step.unwrap_or(1).max(1),
            gaps: numbering.gaps.iter().copied().collect(),
        };
        let new = if options.append {
            appended(questions, &counting)
        } else {
            counting.counted(questions, options.from)
        };
        let before = all.len();
        let changed = questions
            .iter()
            .zip(new)
            .filter(|(question, new)| question.number != *new && concerns(question.file))
            .map(|(question, new)| Renumbered {
                file: question.file,
                span: question.span,
                old: question.number,
                new,
            });
        all.extend(changed);
        if all.len() > before
            && let Err(problem) = whole(collection, questions)
        {
            let runs_on = questions.iter().any(|question| question.file != first.file);
            if runs_on || options.file.is_some() {
                return Err(problem);
            }
            all.truncate(before);
            left.push(problem);
        }
    }
    all.sort_by_key(|question| (question.file, question.span));
    Ok((all, left))
}

/// Whether all of `questions` were read: those that an unclosed block of code has swallowed would
/// not be counted, and all behind them get the wrong numbers.
fn whole(collection: &Collection<'_>, questions: &[Numbered]) -> Result<(), Problem> {
    for of_file in questions.chunk_by(|a, b| a.file == b.file) {
        let file = of_file.first().map(|question| question.file);
        let swallowed = file.and_then(|file| Some((file, collection.summary(file)?)));
        if let Some((file, &[number, ..])) = swallowed.map(|(file, s)| (file, &s.swallowed[..])) {
            return Err(Problem::Swallowed {
                file: collection.files.get(file).name.clone(),
                number,
            });
        }
    }
    Ok(())
}

/// How questions are counted.
struct Counting {
    start: Option<u32>,
    step: u32,
    /// Numbers that are left out.
    gaps: HashSet<u32>,
}

impl Counting {
    /// The numbers that `questions` get by their order, from the one with the number `from` on.
    fn counted(&self, questions: &[Numbered], from: Option<u32>) -> Vec<u32> {
        let start = self
            .start
            .unwrap_or_else(|| questions.first().map_or(1, |q| q.number.min(1)));
        let mut counted = from.is_none();
        let mut next = start;
        let mut new: Vec<u32> = Vec::with_capacity(questions.len());
        for (at, question) in questions.iter().enumerate() {
            if !counted && Some(question.number) >= from {
                counted = true;
                next = from.unwrap_or(next);
            }
            if !counted {
                new.push(question.number);
                continue;
            }
            if at > 0 && restarts(questions, at, start, self.step) {
                next = start;
            }
            // Parts of one question (`17a`, `17b`) share its number.
            let before = at.checked_sub(1).and_then(|at| questions.get(at));
            let is_part = question.sub.is_some()
                && before.is_some_and(|before| {
                    before.number == question.number && before.sub != question.sub
                });
            if let Some(&number) = new.last().filter(|_| is_part) {
                new.push(number);
                continue;
            }
            while self.gaps.contains(&next) {
                next = next.saturating_add(self.step);
            }
            new.push(next);
            next = next.saturating_add(self.step);
        }
        new
    }
}

/// Whether numbers begin anew with the question at `at`: it has the first number again, others
/// count on from it, and it is not merely one that was put before the others.
fn restarts(questions: &[Numbered], at: usize, start: u32, step: u32) -> bool {
    let number = |at: usize| questions.get(at).map(|question| question.number);
    let before = number(at.wrapping_sub(1)).unwrap_or(0);
    number(at) == Some(start)
        && before >= start.saturating_add(step.saturating_mul(2))
        && number(at + 1).is_none_or(|next| next == start || next == start.saturating_add(step))
}

/// The numbers of `questions` if only those whose number is taken get another, behind the last.
fn appended(questions: &[Numbered], counting: &Counting) -> Vec<u32> {
    let mut last = questions.iter().map(|q| q.number).max().unwrap_or(0);
    let mut taken = HashSet::new();
    questions
        .iter()
        .map(|question| {
            if taken.insert((question.number, question.sub)) {
                return question.number;
            }
            loop {
                last = last.saturating_add(counting.step);
                if !counting.gaps.contains(&last) {
                    return last;
                }
            }
        })
        .collect()
}

/// The digits of `new`, written as those of `old` are; `None` if `written` is not that number in
/// digits.
pub(super) fn rewritten(written: &[u8], old: u32, new: u32) -> Option<String> {
    let text = std::str::from_utf8(written).ok()?;
    let is_number = text.bytes().all(|b| b.is_ascii_digit()) && text.parse() == Ok(old);
    let width = if text.starts_with('0') { text.len() } else { 0 };
    is_number.then(|| format!("{new:0width$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(numbers: &[u32], from: Option<u32>) -> Vec<u32> {
        let counting = Counting {
            start: None,
            step: 1,
            gaps: HashSet::from([5]),
        };
        counting.counted(&questions(numbers), from)
    }

    fn questions(numbers: &[u32]) -> Vec<Numbered> {
        let question = |&number| Numbered {
            number,
            sub: None,
            file: FileId(0),
            span: Span::empty(0),
        };
        numbers.iter().map(question).collect()
    }

    #[test]
    fn questions_are_counted_in_their_order() {
        assert_eq!(counted(&[1, 2, 2, 3], None), [1, 2, 3, 4]);
        assert_eq!(counted(&[0, 1, 3], None), [0, 1, 2]);
        assert_eq!(counted(&[3, 4, 9], None), [1, 2, 3]);
        assert_eq!(counted(&[1, 1, 2, 3, 4], None), [1, 2, 3, 4, 6]);
        assert_eq!(counted(&[1, 3, 4, 4, 7], Some(4)), [1, 3, 4, 6, 7]);
        assert_eq!(counted(&[1, 2, 3, 1, 2, 2], None), [1, 2, 3, 1, 2, 3]);
    }

    #[test]
    fn appending_keeps_what_is_there() {
        let counting = Counting {
            start: None,
            step: 1,
            gaps: HashSet::new(),
        };
        assert_eq!(
            appended(&questions(&[1, 2, 2, 4, 2]), &counting),
            [1, 2, 5, 4, 6]
        );
    }

    #[test]
    fn digits_keep_their_width() {
        assert_eq!(rewritten(b"09", 9, 10).as_deref(), Some("10"));
        assert_eq!(rewritten(b"007", 7, 8).as_deref(), Some("008"));
        assert_eq!(rewritten(b"9", 9, 10).as_deref(), Some("10"));
        assert_eq!(rewritten(b"9: x", 9, 10), None);
        assert_eq!(rewritten(b"8", 9, 10), None);
    }
}
