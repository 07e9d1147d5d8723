//! What indexes leave out, and which of their rows are in order.

use std::collections::HashSet;

use super::{IndexView, Place};
use crate::collection::Collection;
use crate::source::FileId;

/// The questions that one file's indexes list, and those that they should.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The questions that are not listed, in the order of files and places.
    pub missing: Vec<Place>,
}

impl IndexView<'_> {
    /// For each row whether it follows the order of the questions: of the rows of each list or
    /// table that lead to questions of one file, the longest part that is in order. Empty rows, and
    /// further rows of one question, are.
    #[must_use]
    pub fn in_order(&self) -> Vec<bool> {
        let mut in_order = vec![true; self.aims.len()];
        let listed: Vec<_> = self.listed().collect();
        for rows in listed.chunk_by(|a, b| a.1.group == b.1.group && a.2.file == b.2.file) {
            let mut seen = HashSet::new();
            let rows: Vec<(usize, Place)> = rows
                .iter()
                .filter(|(_, _, place)| seen.insert(*place))
                .map(|&(index, _, place)| (index, place))
                .collect();
            for (row, kept) in rows.iter().zip(longest_increasing(&rows)) {
                in_order[row.0] = kept;
            }
        }
        in_order
    }
}

/// Which of `rows` make up the longest part of it that is in order.
fn longest_increasing(rows: &[(usize, Place)]) -> Vec<bool> {
    // The last row of the best part of each length, and the row before each (patience sorting).
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; rows.len()];
    for (at, (_, place)) in rows.iter().enumerate() {
        let length = tails.partition_point(|&tail| rows[tail].1 < *place);
        before[at] = length.checked_sub(1).map(|shorter| tails[shorter]);
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut in_order = vec![false; rows.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        in_order[at] = true;
        next = before[at];
    }
    in_order
}

/// What the indexes `views`, which stand in one file, leave out: nothing if they list so few
/// questions that they are a selection, because of `missing_of` questions more than one is missing.
#[must_use]
pub fn coverage(
    collection: &Collection<'_>,
    views: &[IndexView<'_>],
    missing_of: usize,
) -> Coverage {
    let Some(own) = views.first().map(|view| view.file) else {
        return Coverage::default();
    };
    let listed: HashSet<Place> = views
        .iter()
        .flat_map(|view| view.listed().map(|(_, _, place)| place))
        .collect();
    let folder = |file: FileId| {
        let name = collection.files.get(file).name.as_str();
        name.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let elsewhere: HashSet<&str> = listed
        .iter()
        .filter(|place| place.file != own)
        .map(|place| folder(place.file))
        .collect();
    let lists_itself = listed.iter().any(|place| place.file == own);
    let files = collection.iter().filter(|(file, _, _)| {
        if *file == own {
            lists_itself
        } else {
            elsewhere.contains(folder(*file))
        }
    });
    let mut coverage = Coverage::default();
    let (mut all, mut of_own, mut missing_of_own) = (0, 0, 0);
    for (file, _, summary) in files {
        for question in 0..summary.questions.len() {
            let place = Place { file, question };
            all += 1;
            let is_missing = !listed.contains(&place);
            if file == own {
                of_own += 1;
                missing_of_own += usize::from(is_missing);
            }
            if is_missing {
                coverage.missing.push(place);
            }
        }
    }
    let nearly_all = |all: usize, missing: usize| missing * missing_of <= all;
    if !nearly_all(all, coverage.missing.len()) || !nearly_all(of_own, missing_of_own) {
        coverage.missing.clear();
    }
    coverage
}
