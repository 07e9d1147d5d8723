//! Rows of indexes whose questions get other numbers.

use std::collections::HashMap;

use super::numbers::Renumbered;
use crate::collection::{Collection, indexes};
use crate::diagnostic::Edit;
use crate::source::{FileId, Span};

/// The edits that give the rows of indexes the new numbers of their questions: those that had the
/// old ones, and where most did all.
pub(super) fn edits(collection: &Collection<'_>, numbers: &[Renumbered]) -> Vec<Edit> {
    let new: HashMap<(FileId, Span), u32> = numbers
        .iter()
        .map(|number| ((number.file, number.span), number.new))
        .collect();
    let mut edits = Vec::new();
    for view in indexes(collection) {
        // Of each row that shows a number: the number, where, that of its question and the new one.
        let mut rows: Vec<(u32, Span, u32, u32)> = Vec::new();
        for (_, row, place) in view.listed() {
            let Some(question) = place.summary(collection) else {
                continue;
            };
            let (Some((shown, span)), Some(number)) = (row.number, question.number) else {
                continue;
            };
            let own = new.get(&(place.file, number.span)).copied();
            rows.push((shown, span, number.value, own.unwrap_or(number.value)));
        }
        // Where most rows have the numbers of their questions, all are to have them.
        let with_own = rows
            .iter()
            .filter(|(shown, _, old, _)| shown == old)
            .count();
        let all = with_own * 2 > rows.len() && rows.iter().any(|(_, _, old, new)| old != new);
        for (shown, span, old, new) in rows {
            let verbatim = span.len() as usize == shown.to_string().len();
            if shown != new && verbatim && (all || shown == old) {
                edits.push(Edit {
                    file: view.file,
                    span,
                    replacement: new.to_string(),
                });
            }
        }
    }
    edits
}
