//! What is wrong with the numbers of a sequence: one cause is one fault, however many numbers it
//! has moved.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::{Numbered, shifts};
use crate::collection::StraySummary;
use crate::qa::SubNumber;
use crate::source::FileId;

/// Something wrong with the numbers of a sequence. Questions are told by their places in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// A question has the number of another.
    Duplicate {
        /// The question.
        at: usize,
        /// The other one, which keeps its number.
        keeper: Option<usize>,
        /// The number that it was meant to have, where its neighbours leave no doubt: the one that
        /// nobody has and that fits between them.
        meant: Option<u32>,
    },
    /// Questions one behind the other whose numbers count on and are all there before.
    Repeated {
        /// The first of them.
        first: usize,
        /// The last of them.
        last: usize,
    },
    /// Questions one behind the other whose numbers count on and are all one too large or too
    /// small: a number is missing at one end of them, and one is there twice at the other.
    Shifted {
        /// The first of them.
        first: usize,
        /// The last of them.
        last: usize,
        /// Whether they are too large.
        ahead: bool,
        /// The number that nobody has.
        missing: u32,
        /// The question outside that has the number of one of them.
        other: usize,
    },
    /// Questions one behind the other, mostly a single one, that stand where others are missing:
    /// as many as there are numbers between their neighbours.
    Mistyped {
        /// The first of them.
        first: usize,
        /// The last of them.
        last: usize,
        /// The number that the first was meant to have.
        meant: u32,
    },
    /// Questions one behind the other, mostly a single one, whose numbers count on and that stand
    /// out of order.
    Misplaced {
        /// The first of them.
        first: usize,
        /// The last of them.
        last: usize,
        /// The question before them that is in order.
        before: Option<usize>,
    },
    /// What was meant for questions, but is not written as such: it stands where their numbers are
    /// missing.
    Unread {
        /// The question before; `None` before the first.
        before: Option<usize>,
        /// The first that was meant for a question.
        first: StraySummary,
        /// The last of those whose numbers count on, and which are written as the first is.
        last: StraySummary,
    },
    /// Numbers that nobody has.
    Gap {
        /// The question before.
        before: usize,
        /// The question behind.
        after: usize,
        /// The first number that is missing.
        first: u32,
        /// The last of them.
        last: u32,
    },
}

/// What is known besides of the numbers of a sequence.
#[derive(Debug, Default)]
pub(super) struct Known<'a> {
    /// The numbers that may be missing.
    pub(super) excused: HashSet<u32>,
    /// What was meant for a question in the files of the sequence.
    pub(super) strays: HashMap<FileId, &'a [StraySummary]>,
    /// Whether all files were given, so that what is missing between two is missing.
    pub(super) complete: bool,
}

/// What is wrong with the numbers of `questions`.
pub(super) fn faults(questions: &[Numbered], known: &Known<'_>) -> Vec<NumberFault> {
    let sequence = Sequence::new(questions);
    let (mut faults, meant) = sequence.duplicates();
    let in_order: Vec<usize> = longest_ascending(questions);
    let misplaced = sequence.misplaced(&in_order);
    let taken: HashSet<u32> = misplaced
        .iter()
        .filter_map(|fault| match *fault {
            NumberFault::Mistyped { first, last, meant } => Some((meant, last - first)),
            _ => None,
        })
        .flat_map(|(meant, more)| (meant..).take(more + 1))
        .chain(meant)
        .collect();
    faults.extend(misplaced);
    let is_there = |number: u32| {
        sequence.has(number) || taken.contains(&number) || known.excused.contains(&number)
    };
    if let Some(first) = in_order.first().map(|&first| &questions[first]) {
        let strays = known.strays_between(None, first);
        let strays: Vec<StraySummary> = strays.filter(|stray| !is_there(stray.number)).collect();
        faults.extend(unread(None, &strays));
    }
    for pair in in_order.windows(2) {
        let &[before, after] = pair else { continue };
        let (one, other) = (&questions[before], &questions[after]);
        if one.file != other.file && !known.complete {
            continue;
        }
        let numbers = one.number.saturating_add(1)..other.number;
        let strays = known.strays_between(Some(one), other);
        let strays: Vec<StraySummary> = strays.filter(|stray| !is_there(stray.number)).collect();
        faults.extend(unread(Some(before), &strays));
        let read: HashSet<u32> = strays.iter().map(|stray| stray.number).collect();
        let found = missing(numbers, |number| is_there(number) || read.contains(&number));
        if let Some((first, last)) = found {
            faults.push(NumberFault::Gap {
                before,
                after,
                first,
                last,
            });
        }
    }
    shifts::join(questions, faults)
}

impl<'a> Known<'a> {
    /// What was meant for a question with a number between those of `one` and `other`, and stands
    /// between the two; without `one`, before `other`.
    fn strays_between(
        &self,
        one: Option<&Numbered>,
        other: &Numbered,
    ) -> impl Iterator<Item = StraySummary> + use<'a> {
        let of_file = match self.strays.get(&other.file) {
            Some(strays) if one.is_none_or(|one| one.file == other.file) => *strays,
            _ => &[],
        };
        let start = one.map_or(0, |one| one.span.end);
        let first = of_file.partition_point(|stray| stray.span.start < start);
        let last = of_file.partition_point(|stray| stray.span.start < other.span.start);
        let between = of_file.get(first..last.max(first)).unwrap_or_default();
        let numbers = one.map_or(0, |one| one.number.saturating_add(1))..other.number;
        // Of two with one number the first.
        let mut seen = HashSet::new();
        between
            .iter()
            .filter(move |stray| numbers.contains(&stray.number) && seen.insert(stray.number))
            .copied()
    }
}

/// The faults that `strays`, behind the question `before`, are.
fn unread(before: Option<usize>, strays: &[StraySummary]) -> impl Iterator<Item = NumberFault> {
    let runs =
        strays.chunk_by(|a, b| a.kind == b.kind && a.number.checked_add(1) == Some(b.number));
    runs.filter_map(move |run| {
        Some(NumberFault::Unread {
            before,
            first: *run.first()?,
            last: *run.last()?,
        })
    })
}

/// The first and the last of `numbers` that are missing: the whole range as one, but for what is
/// there at its ends.
fn missing(numbers: Range<u32>, is_there: impl Fn(u32) -> bool) -> Option<(u32, u32)> {
    let (mut first, mut end) = (numbers.start, numbers.end);
    while first < end && is_there(first) {
        first += 1;
    }
    while first < end && is_there(end - 1) {
        end -= 1;
    }
    (first < end).then(|| (first, end - 1))
}

/// The questions with how often each number is there.
struct Sequence<'a> {
    questions: &'a [Numbered],
    counts: HashMap<(u32, Option<SubNumber>), usize>,
    numbers: HashSet<u32>,
}

impl<'a> Sequence<'a> {
    fn new(questions: &'a [Numbered]) -> Self {
        let mut counts = HashMap::with_capacity(questions.len());
        for question in questions {
            *counts.entry(key(question)).or_default() += 1;
        }
        Self {
            questions,
            counts,
            numbers: questions.iter().map(|question| question.number).collect(),
        }
    }

    /// Whether any question has `number`, sub-numbers apart.
    fn has(&self, number: u32) -> bool {
        self.numbers.contains(&number)
    }

    fn is_duplicate(&self, question: &Numbered) -> bool {
        let count = self.counts.get(&key(question));
        count.is_some_and(|&count| count > 1)
    }

    /// What the duplicate number of the question at `index` was meant to be.
    fn meant(&self, index: usize) -> Option<u32> {
        let question = self.questions.get(index)?;
        let before = self.questions.get(index.checked_sub(1)?)?;
        let free = before.number.checked_add(1)?;
        let fits = self
            .questions
            .get(index + 1)
            .is_none_or(|next| free.checked_add(1) == Some(next.number));
        (self.is_duplicate(question) && fits && !self.has(free)).then_some(free)
    }

    /// The questions whose numbers others have, and the numbers that they were meant to have.
    fn duplicates(&self) -> (Vec<NumberFault>, Vec<u32>) {
        // The one that keeps its number: the first that is not obviously meant to have another.
        let mut keepers: HashMap<(u32, Option<SubNumber>), usize> = HashMap::new();
        let mut meant = Vec::new();
        for (index, question) in self.questions.iter().enumerate() {
            if !self.is_duplicate(question) {
                continue;
            }
            match self.meant(index) {
                Some(number) => meant.push(number),
                None => {
                    keepers.entry(key(question)).or_insert(index);
                }
            }
        }
        let again: Vec<usize> = (0..self.questions.len())
            .filter(|&index| {
                let question = &self.questions[index];
                self.is_duplicate(question) && keepers.get(&key(question)) != Some(&index)
            })
            .collect();
        let runs = again.chunk_by(|&one, &next| {
            // Numbers that go on from each other: then one mistake has moved both.
            next == one + 1
                && self.questions[one].file == self.questions[next].file
                && shifts::counts_on(&self.questions[one], &self.questions[next])
                && self.meant(one).is_none()
                && self.meant(next).is_none()
        });
        let faults = runs.filter_map(|run| match *run {
            [] => None,
            [at] => Some(NumberFault::Duplicate {
                at,
                keeper: keepers.get(&key(&self.questions[at])).copied(),
                meant: self.meant(at),
            }),
            [first, .., last] => Some(NumberFault::Repeated { first, last }),
        });
        (faults.collect(), meant)
    }

    /// The questions that are out of order. A number that is there twice is a duplicate, wherever
    /// it stands.
    fn misplaced(&self, in_order: &[usize]) -> Vec<NumberFault> {
        let mut faults = Vec::new();
        let ends = in_order.iter().copied().map(Some).chain([None]);
        let mut before: Option<usize> = None;
        for next in ends {
            let start = before.map_or(0, |before| before + 1);
            let run = start..next.unwrap_or(self.questions.len());
            if let Some(meant) = next.and_then(|next| self.mistyped(before, next)) {
                faults.push(NumberFault::Mistyped {
                    first: run.start,
                    last: run.end - 1,
                    meant,
                });
            } else {
                let out: Vec<usize> = run
                    .filter(|&at| !self.is_duplicate(&self.questions[at]))
                    .collect();
                let runs = out.chunk_by(|&one, &next| {
                    let (question, after) = (&self.questions[one], &self.questions[next]);
                    next == one + 1
                        && question.file == after.file
                        && shifts::counts_on(question, after)
                });
                faults.extend(runs.filter_map(|run| {
                    let (&first, &last) = (run.first()?, run.last()?);
                    Some(NumberFault::Misplaced {
                        first,
                        last,
                        before,
                    })
                }));
            }
            before = next;
        }
        faults
    }

    /// What the first of the questions between `before` and `next`, which are in order, was meant
    /// to have for a number, if they have just the place of those that are missing there.
    fn mistyped(&self, before: Option<usize>, next: usize) -> Option<u32> {
        let run = self
            .questions
            .get(before.map_or(0, |before| before + 1)..next)?;
        let (first, last) = (run.first()?, run.last()?);
        let meant = match before {
            Some(before) => self.questions[before].number.checked_add(1)?,
            None => 1,
        };
        let length = u32::try_from(run.len()).ok()?;
        let fits = meant.checked_add(length) == Some(self.questions[next].number);
        let free = (meant..meant.saturating_add(length)).all(|number| !self.has(number));
        let plain = run.iter().all(|question| !self.is_duplicate(question));
        let together = run
            .windows(2)
            .all(|pair| shifts::counts_on(&pair[0], &pair[1]));
        // Where both neighbours of a number are, it is rather the question that has moved.
        let has_home = first
            .number
            .checked_sub(1)
            .is_some_and(|number| self.has(number))
            && last
                .number
                .checked_add(1)
                .is_some_and(|number| self.has(number));
        (fits && free && plain && together && !has_home).then_some(meant)
    }
}

/// The questions of the longest ascending subsequence: the fewest that have to move are the
/// others. (Patience sorting, n log n.)
fn longest_ascending(questions: &[Numbered]) -> Vec<usize> {
    // For each length, the index of the smallest number that ends a subsequence of that length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(questions.len());
    for (index, question) in questions.iter().enumerate() {
        let length = ends.partition_point(|&end| key(&questions[end]) < key(question));
        previous.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get(length) {
            None => ends.push(index),
            // Of two with one number the first.
            Some(&end) if key(&questions[end]) == key(question) => {}
            Some(_) => ends[length] = index,
        }
    }
    let mut longest = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(index) = at {
        longest.push(index);
        at = previous[index];
    }
    longest.reverse();
    longest
}

pub(super) fn key(question: &Numbered) -> (u32, Option<SubNumber>) {
    (question.number, question.sub)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn of(numbers: &[u32]) -> Vec<NumberFault> {
        let numbered = |&number: &u32| Numbered {
            number,
            sub: None,
            file: FileId(0),
            span: Span::empty(number),
        };
        let questions: Vec<Numbered> = numbers.iter().map(numbered).collect();
        let known = Known {
            excused: HashSet::from([90]),
            complete: true,
            ..Known::default()
        };
        faults(&questions, &known)
    }

    fn gap(before: usize, first: u32, last: u32) -> NumberFault {
        NumberFault::Gap {
            before,
            after: before + 1,
            first,
            last,
        }
    }

    #[test]
    fn one_cause_is_one_fault() {
        let mistyped = |first, last, meant| NumberFault::Mistyped { first, last, meant };
        let misplaced = |at, before| NumberFault::Misplaced {
            first: at,
            last: at,
            before: Some(before),
        };
        assert_eq!(of(&[1, 2, 3, 4]), []);
        assert_eq!(of(&[88, 89, 91]), []);
        assert_eq!(of(&[1, 2, 3, 40, 5, 6]), [mistyped(3, 3, 4)]);
        assert_eq!(of(&[1, 2, 40, 41, 5, 6, 7]), [mistyped(2, 3, 3)]);
        assert_eq!(of(&[12, 2, 3]), [mistyped(0, 0, 1)]);
        assert_eq!(of(&[1, 2, 9, 3, 4]), [misplaced(2, 1)]);
        assert_eq!(of(&[1, 4, 2, 3, 5]), [misplaced(1, 0)]);
        assert_eq!(
            of(&[5, 6, 7, 8, 1, 2, 3]),
            [NumberFault::Misplaced {
                first: 4,
                last: 6,
                before: Some(3)
            }]
        );
        assert_eq!(of(&[1, 2, 5, 6]), [gap(1, 3, 4)]);
        assert_eq!(
            of(&[1, 6, 3, 4, 5, 7]),
            [
                misplaced(1, 0),
                NumberFault::Gap {
                    before: 0,
                    after: 2,
                    first: 2,
                    last: 2,
                }
            ]
        );
        assert_eq!(
            of(&[1, 2, 2, 4]),
            [NumberFault::Duplicate {
                at: 2,
                keeper: Some(1),
                meant: Some(3)
            }]
        );
        assert_eq!(
            of(&[1, 2, 3, 1, 2, 3, 4, 5]),
            [NumberFault::Repeated { first: 3, last: 5 }]
        );
        let ahead = NumberFault::Shifted {
            first: 2,
            last: 4,
            ahead: true,
            missing: 3,
            other: 5,
        };
        assert_eq!(of(&[1, 2, 4, 5, 6, 6, 7]), [ahead]);
        let behind = NumberFault::Shifted {
            first: 2,
            last: 4,
            ahead: false,
            missing: 5,
            other: 1,
        };
        assert_eq!(of(&[1, 2, 2, 3, 4, 6, 7]), [behind]);
        assert_eq!(of(&[1, 2, 2, 3, 5, 6, 6, 8]).len(), 2);
    }
}
