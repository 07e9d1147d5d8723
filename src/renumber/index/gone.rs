//! Rows of questions that are gone.

use std::collections::HashMap;

use crate::check::Run;
use crate::collection::{Aim, Collection, IndexView};
use crate::diagnostic::Edit;

/// Of ten other rows of a list or table, how many must lead to questions for those that lead
/// nowhere to have done so.
const OF_TEN: usize = 8;

/// The edits that take out rows that lead nowhere.
pub(super) fn edits(_: &Run, _: &Collection<'_>, views: &[IndexView<'_>]) -> Vec<Edit> {
    views.iter().flat_map(of_view).collect()
}

fn of_view(view: &IndexView<'_>) -> Vec<Edit> {
    // Of each list or table, rows that lead to questions, and those that lead elsewhere.
    let mut groups: HashMap<u32, (usize, usize)> = HashMap::new();
    for (row, aim) in view.summary.rows.iter().zip(&view.aims) {
        let (questions, others) = groups.entry(row.group).or_default();
        match aim {
            Aim::Gone { .. } => {}
            Aim::Elsewhere => *others += 1,
            _ => *questions += 1,
        }
    }
    let rows = view.summary.rows.iter().zip(&view.aims);
    rows.filter(|(_, aim)| matches!(aim, Aim::Gone { .. }))
        .filter(|(row, _)| {
            let (questions, others) = groups.get(&row.group).copied().unwrap_or_default();
            questions >= 2 && questions * 10 >= (questions + others) * OF_TEN
        })
        .filter_map(|(row, _)| {
            Some(Edit {
                file: view.file,
                span: row.lines?,
                replacement: String::new(),
            })
        })
        .collect()
}
