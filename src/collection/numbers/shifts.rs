//! Numbers that a single slip has moved.

use std::collections::{HashMap, HashSet};

use super::Numbered;
use super::faults::{NumberFault, key};

/// Makes one fault of a number that is there twice and one that is missing, if all between count
/// on: then one slip has moved all of them.
pub(super) fn join(questions: &[Numbered], faults: Vec<NumberFault>) -> Vec<NumberFault> {
    // How far the numbers count on from each question: the place of the last that does.
    let mut run_end: Vec<usize> = (0..questions.len()).collect();
    for at in (0..questions.len().saturating_sub(1)).rev() {
        if counts_on(&questions[at], &questions[at + 1]) {
            run_end[at] = run_end[at + 1];
        }
    }
    // Single numbers that are missing, by the questions before and behind.
    let mut gaps: HashMap<usize, (u32, usize)> = HashMap::new();
    for fault in &faults {
        if let NumberFault::Gap {
            before,
            after,
            first,
            last,
        } = *fault
            && first == last
            && after == before + 1
        {
            gaps.insert(after, (first, before));
        }
    }
    let behind_gap = |before: usize| gaps.get(&(before + 1)).filter(|gap| gap.1 == before);
    let mut joined: HashSet<u32> = HashSet::new();
    let mut all = Vec::with_capacity(faults.len());
    for fault in faults {
        let NumberFault::Duplicate {
            at, meant: None, ..
        } = fault
        else {
            all.push(fault);
            continue;
        };
        let Some(before) = at
            .checked_sub(1)
            .filter(|&before| key(&questions[before]) == key(&questions[at]))
        else {
            all.push(fault);
            continue;
        };
        // Too small from here to where one is missing; or too large from there to here.
        let last = run_end[at];
        let first = run_start(&run_end, before);
        let shift = if let Some(&(missing, _)) = behind_gap(last) {
            Some((at, last, false, missing, before))
        } else {
            gaps.get(&first)
                .map(|&(missing, _)| (first, before, true, missing, at))
        };
        let Some((first, last, ahead, missing, other)) =
            shift.filter(|&(first, last, _, missing, _)| first < last && joined.insert(missing))
        else {
            all.push(fault);
            continue;
        };
        all.push(NumberFault::Shifted {
            first,
            last,
            ahead,
            missing,
            other,
        });
    }
    all.retain(|fault| match fault {
        NumberFault::Gap { first, last, .. } => first != last || !joined.contains(first),
        _ => true,
    });
    all
}

/// The first question from which numbers count on up to the one at `at`.
fn run_start(run_end: &[usize], at: usize) -> usize {
    let end = run_end[at];
    // Ends never decrease.
    run_end[..=at].partition_point(|&other| other < end)
}

/// Whether the number of `next` is that behind the number of `one`.
pub(super) fn counts_on(one: &Numbered, next: &Numbered) -> bool {
    one.number.checked_add(1) == Some(next.number)
}
