//! What numbers are for, as far as the numbers show it, where no configuration says so.

use super::{NumberFault, Numbered, middle};
use crate::source::Span;

/// How far the first number of a file can be from the last of the file before, where files are
/// missing.
const FARTHEST: u32 = 50;

/// Whether most of the files of a folder go on, more or less, where another ends.
pub(super) fn run_on(files: &[Vec<Numbered>]) -> bool {
    let mut ranges: Vec<(u32, u32, u32)> = files
        .iter()
        .filter_map(|questions| {
            let numbers = || questions.iter().map(|question| question.number);
            Some((numbers().min()?, middle(questions), numbers().max()?))
        })
        .collect();
    ranges.sort_unstable();
    let on = ranges.windows(2).filter(|pair| match pair {
        [before, after] => after.0 >= before.1 && after.0 <= before.2.saturating_add(FARTHEST),
        _ => false,
    });
    on.count() * 2 >= ranges.len().saturating_sub(1)
}

/// How often numbers must begin anew without a heading for that to be a habit.
const HABIT: usize = 3;

/// Whether the numbers of a file begin anew again and again without a heading, as those of lists
/// below plain lines of text do.
pub(super) fn begin_anew(numbered: &[(Numbered, Option<Span>)]) -> bool {
    let again = numbered.windows(2).filter(|pair| match pair {
        [(_, before), (question, below)] => {
            question.number <= 1 && question.sub.is_none() && before == below
        }
        _ => false,
    });
    again.count() >= HABIT
}

/// From how many questions on numbers show whether they count.
const ENOUGH: usize = 10;

/// Whether numbers do not count the questions, but name them, as the numbers of issues do: too many
/// are out of order, or missing.
pub(super) fn are_names(questions: &[Numbered], faults: &[NumberFault]) -> bool {
    if questions.len() < ENOUGH {
        return false;
    }
    let (mut gaps, mut missing, mut faulty) = (0, 0, 0);
    for fault in faults {
        match *fault {
            NumberFault::Gap { first, last, .. } => {
                gaps += 1;
                missing += (last - first) as usize + 1;
                faulty += 1;
            }
            NumberFault::Misplaced { first, last, .. } => faulty += last - first + 1,
            _ => faulty += 1,
        }
    }
    faulty * 4 > questions.len() || gaps >= HABIT && missing > questions.len()
}
