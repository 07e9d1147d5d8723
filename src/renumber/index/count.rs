//! Numbers of rows that are not those of questions.

use std::collections::HashMap;

use crate::check::Run;
use crate::collection::{Collection, IndexRow, IndexView};
use crate::diagnostic::Edit;
use crate::index::IndexKind;
use crate::source::Span;

/// Of ten rows, how many must have the number behind that of the row before, for the rows to be
/// counted.
const OF_TEN: usize = 6;

/// How many numbered rows an index must have.
const FEWEST: usize = 3;

/// The edits that count the rows of indexes anew whose questions have no numbers, or whose list
/// counts itself.
pub(super) fn edits(_: &Run, collection: &Collection<'_>, views: &[IndexView<'_>]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for view in views {
        let is_numbered = |place: crate::collection::Place| {
            let question = place.summary(collection);
            question.is_some_and(|question| question.number.is_some())
        };
        let of_questions = view.listed().any(|(_, _, place)| is_numbered(place));
        let rows: Vec<(&IndexRow, u32, Span)> = view
            .summary
            .rows
            .iter()
            .filter_map(|row| Some((row, row.number?.0, row.number?.1)))
            .collect();
        let markers = |row: &&(&IndexRow, u32, Span)| {
            view.summary.kind == IndexKind::List && row.2.start == row.0.span.start
        };
        if !of_questions && rows.iter().all(|row| !markers(&row)) {
            count(view, &rows, &mut edits);
            continue;
        }
        // The markers of each list count for themselves.
        let mut lists: Vec<(&IndexRow, u32, Span)> = rows.iter().filter(markers).copied().collect();
        lists.sort_by_key(|(row, ..)| (row.group, row.span));
        // Where most are the numbers of questions, they follow those.
        let own: HashMap<Span, u32> = view
            .listed()
            .filter_map(|(_, row, place)| {
                Some((row.span, place.summary(collection)?.number?.value))
            })
            .collect();
        for list in lists.chunk_by(|a, b| a.0.group == b.0.group) {
            let as_own = |row: &&(&IndexRow, u32, Span)| own.get(&row.0.span) == Some(&row.1);
            if list.iter().filter(as_own).count() * 10 < list.len() * OF_TEN {
                count(view, list, &mut edits);
                continue;
            }
            for &(row, number, span) in list {
                if let Some(own) = own.get(&row.span).filter(|own| **own != number)
                    && is_verbatim(number, span)
                {
                    edits.push(Edit {
                        file: view.file,
                        span,
                        replacement: own.to_string(),
                    });
                }
            }
        }
    }
    edits
}

/// Counts `rows` anew, if nearly all count on: from the number of the first of each list or table,
/// which counts on from the one before if it did.
fn count(view: &IndexView<'_>, rows: &[(&IndexRow, u32, Span)], edits: &mut Vec<Edit>) {
    let counts_on = |pair: &&[(&IndexRow, u32, Span)]| match pair {
        [(_, one, _), (_, next, _)] => one.checked_add(1) == Some(*next),
        _ => false,
    };
    let on = rows.windows(2).filter(counts_on).count();
    if rows.len() < FEWEST || on * 10 < (rows.len() - 1) * OF_TEN {
        return;
    }
    let digits = rows
        .iter()
        .filter(|(_, number, span)| is_padded(*number, *span));
    let digits = digits.map(|(_, _, span)| span.len() as usize).min();
    let mut next: Option<(u32, u32)> = None;
    for &(row, number, span) in rows {
        // Of a list that begins with 2, the first row has been taken out.
        let first = rows.first().map_or(1, |(_, first, _)| match first {
            0 => 0,
            1..=3 => 1,
            later => *later,
        });
        let expected = match next {
            None => first,
            // Another list or table may begin anew.
            Some((group, _)) if group != row.group && number == first => first,
            Some((_, next)) => next,
        };
        next = Some((row.group, expected.saturating_add(1)));
        // Digits that are not written as they read stay.
        if number == expected || !(is_verbatim(number, span) || is_padded(number, span)) {
            continue;
        }
        edits.push(Edit {
            file: view.file,
            span,
            replacement: format!("{expected:0width$}", width = digits.unwrap_or(0)),
        });
    }
}

fn is_verbatim(number: u32, span: Span) -> bool {
    span.len() as usize == number.to_string().len()
}

/// Whether the number is written with leading zeros.
fn is_padded(number: u32, span: Span) -> bool {
    let length = number.to_string().len();
    (length + 1..=length + 3).contains(&(span.len() as usize))
}
