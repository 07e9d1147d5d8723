//! A line under repair: its characters, each with the place in the text that it came from.

use std::ops::Range;

use super::asking;
use super::double_byte;
use super::lattice::{self, Decoding};
use super::misread::Misread;
use super::reading::{Guess, Letter};
use super::start::may_be_guessed;
use super::vote::Votes;

/// How a character came out of a repair.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Repair {
    /// What was undone, the outermost misreading first.
    pub(super) misreads: Vec<Misread>,
    pub(super) guessed: bool,
}

/// A character of a line, as repaired so far.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) c: char,
    /// Where the characters that it was made from stand, in bytes of the text.
    pub(super) range: Range<usize>,
    /// None for a character that was left as it is.
    pub(super) repair: Option<Repair>,
}

/// The characters of `text`, which stands at the byte `start`.
pub(super) fn cells(text: &str, start: usize) -> Vec<Cell> {
    let cell = |(at, c): (usize, char)| {
        let from = start + at;
        Cell {
            c,
            range: from..from + c.len_utf8(),
            repair: None,
        }
    };
    let mut cells = Vec::with_capacity(text.len());
    cells.extend(text.char_indices().map(cell));
    cells
}

pub(super) fn letters(cells: &[Cell]) -> Vec<Letter> {
    cells.iter().map(|cell| Letter::new(cell.c)).collect()
}

/// The same with the end of the line after them, which says as much as a letter of how likely those
/// before it are.
pub(super) fn whole_letters(cells: &[Cell]) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(cells.len() + 1);
    letters.extend(cells.iter().map(|cell| Letter::new(cell.c)));
    asking::mark(&mut letters);
    if letters.last().is_some_and(|last| last.c != '\n') {
        letters.push(Letter::new('\n'));
    }
    letters
}

/// Replaces what the decodings take by what they give.
pub(super) fn apply(cells: &[Cell], decodings: &[Decoding]) -> Vec<Cell> {
    let mut repaired = Vec::with_capacity(cells.len());
    let mut at = 0;
    for decoding in decodings {
        let end = decoding.at + decoding.letters;
        let (Some(kept), Some(taken)) = (cells.get(at..decoding.at), cells.get(decoding.at..end))
        else {
            break;
        };
        repaired.extend_from_slice(kept);
        if let (Some(first), Some(last)) = (taken.first(), taken.last()) {
            repaired.push(Cell {
                c: decoding.c,
                range: first.range.start..last.range.end,
                repair: Some(join(taken, decoding)),
            });
        }
        at = end;
    }
    repaired.extend_from_slice(cells.get(at..).unwrap_or_default());
    repaired
}

/// The repairs of the characters taken, and on top of them the decoding itself.
fn join(taken: &[Cell], decoding: &Decoding) -> Repair {
    let earlier = taken.iter().filter_map(|cell| cell.repair.as_ref());
    let guessed = decoding.guessed || earlier.clone().any(|repair| repair.guessed);
    let mut misreads = earlier
        .max_by_key(|repair| repair.misreads.len())
        .map_or(Vec::new(), |r| r.misreads.clone());
    misreads.extend(decoding.layers.misreads());
    Repair { misreads, guessed }
}

/// Decodes the runs that were read as a double-byte encoding: as the one of which the most is
/// gained.
pub(super) fn undo_double_byte(cells: Vec<Cell>, votes: &Votes) -> Vec<Cell> {
    if !cells.iter().any(|cell| cell.c >= '\u{2e80}') {
        return cells;
    }
    let letters = letters(&cells);
    let worthy = |index: usize| {
        let mut runs = double_byte::runs(&letters, index);
        runs.retain(|run| run.gain > votes.double_byte(index));
        let gain: f32 = runs.iter().map(|run| run.gain).sum();
        (gain, index, runs)
    };
    let best = (0..double_byte::ENCODINGS.len())
        .map(worthy)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let Some((_, index, runs)) = best else {
        return cells;
    };
    let Some(misread) = double_byte::misread(index) else {
        return cells;
    };
    let mut repaired = Vec::with_capacity(cells.len());
    let mut at = 0;
    for run in runs {
        repaired.extend_from_slice(cells.get(at..run.at).unwrap_or_default());
        at = run.at + run.letters;
        let taken = cells.get(run.at..at).unwrap_or_default();
        let (Some(first), Some(last)) = (taken.first(), taken.last()) else {
            continue;
        };
        // No letter of the run stands for one of these characters alone: the first stands for all.
        let end = last.range.end;
        let ranges = std::iter::once(first.range.start..end).chain(std::iter::repeat(end..end));
        repaired.extend(run.text.iter().zip(ranges).map(|(&c, range)| Cell {
            c,
            range,
            repair: Some(Repair {
                misreads: vec![misread],
                guessed: run.guessed,
            }),
        }));
    }
    repaired.extend_from_slice(cells.get(at..).unwrap_or_default());
    repaired
}

/// Decodes again and again until nothing changes; each round takes off a layer or more.
///
/// What needs no guess is settled first and by itself, so that it does not depend on whether the
/// guesses are accepted; what is found after that counts as guessed.
pub(super) fn settle(cells: Vec<Cell>, votes: &Votes, how: Guess) -> Vec<Cell> {
    let cells = rounds(undo_double_byte(cells, votes), votes, Guess::Nothing);
    guess(cells, votes, how)
}

/// The second half of [`settle`].
pub(super) fn guess(cells: Vec<Cell>, votes: &Votes, how: Guess) -> Vec<Cell> {
    if votes.lossy() == 0 && !may_be_guessed(&letters(&cells)) {
        return cells;
    }
    rounds(cells, votes, how)
}

fn rounds(mut cells: Vec<Cell>, votes: &Votes, guess: Guess) -> Vec<Cell> {
    for _ in 0..ROUNDS {
        let letters = whole_letters(&cells);
        let entrants = votes.entrants(&letters, guess);
        let mut decodings = lattice::decode(&letters, &entrants);
        if decodings.is_empty() {
            break;
        }
        for decoding in &mut decodings {
            decoding.guessed |= guess != Guess::Nothing;
        }
        cells = apply(&cells, &decodings);
    }
    cells
}

/// Each round takes off at least a layer, which at least halves what it is in; a line that is
/// still garbled after so many was made to be.
const ROUNDS: usize = 12;

#[cfg(test)]
mod tests {
    use super::super::codec::row;
    use super::*;

    #[test]
    fn cells_know_where_they_stand() {
        let cells = cells("a\u{e9}b", 10);
        let ranges: Vec<_> = cells.iter().map(|cell| cell.range.clone()).collect();
        assert_eq!(ranges, [10..11, 11..13, 13..14]);
        assert_eq!(letters(&cells)[1].row, row('\u{e9}'));
    }
}
