//! Rows that stand elsewhere than their questions do.

use std::collections::HashSet;

use crate::check::Run;
use crate::collection::{Collection, IndexRow, IndexView, Place};
use crate::diagnostic::Edit;
use crate::index::IndexKind;

/// Of so many rows, one may be out of order in a list or table that follows the order of the
/// questions.
const OUT_OF_ORDER_OF: usize = 4;

/// The edits that put rows where their questions are.
pub(super) fn edits(_: &Run, _: &Collection<'_>, views: &[IndexView<'_>]) -> Vec<Edit> {
    views.iter().flat_map(of_view).collect()
}

fn of_view(view: &IndexView<'_>) -> Vec<Edit> {
    let in_order = view.in_order();
    let listed: Vec<_> = view.listed().collect();
    let mut edits = Vec::new();
    // Rows one behind the other that lead to questions of one file.
    let follows = |a: &(usize, &IndexRow, Place), b: &(usize, &IndexRow, Place)| {
        let (one, other) = (a.1, b.1);
        one.group == other.group
            && a.2.file == b.2.file
            && one
                .lines
                .zip(other.lines)
                .is_some_and(|(a, b)| a.end == b.start)
    };
    for rows in listed.chunk_by(follows) {
        let out = rows.iter().filter(|(at, ..)| !in_order[*at]).count();
        let mut seen = HashSet::new();
        if out == 0
            || out * OUT_OF_ORDER_OF > rows.len()
            || !rows.iter().all(|(_, _, place)| seen.insert(*place))
        {
            continue;
        }
        let mut sorted: Vec<_> = rows.to_vec();
        sorted.sort_by_key(|(_, _, place)| *place);
        // A row of several lines cannot stand for another.
        if rows.iter().any(|(_, row, _)| row.own_line().is_none()) {
            continue;
        }
        for (row, sorted) in rows.iter().zip(&sorted) {
            let (Some((span, text)), Some((_, new))) = (&row.1.line, &sorted.1.line) else {
                continue;
            };
            if text == new {
                continue;
            }
            let new = with_marker(view.summary.kind, (row.1, text), (sorted.1, new));
            edits.push(Edit {
                file: view.file,
                span: *span,
                replacement: new,
            });
        }
    }
    edits
}

/// The line `new` of a row that comes to stand where another is: the numbers of a list's markers
/// stay where they are.
fn with_marker(
    kind: IndexKind,
    (old, text): (&IndexRow, &str),
    (row, new): (&IndexRow, &str),
) -> String {
    let marker = |row: &IndexRow| {
        let (_, span) = row.number.filter(|_| kind == IndexKind::List)?;
        let (line, _) = row.line.as_ref()?;
        (span.start == row.span.start).then(|| (span.end - line.start) as usize)
    };
    match (marker(old), marker(row)) {
        (Some(old), Some(own)) => format!("{}{}", &text[..old], &new[own..]),
        _ => new.to_owned(),
    }
}
