//! Rows of indexes whose questions get other numbers.

use std::collections::HashMap;

use super::numbers::Renumbered;
use crate::collection::{Collection, indexes};
use crate::diagnostic::Edit;
use crate::source::{FileId, Span};

/// The edits that give the rows of indexes the new numbers of their questions: those that had the
/// old ones.
pub(super) fn edits(collection: &Collection<'_>, numbers: &[Renumbered]) -> Vec<Edit> {
    let new: HashMap<(FileId, Span), u32> = numbers
        .iter()
        .map(|number| ((number.file, number.span), number.new))
        .collect();
    let mut edits = Vec::new();
    for view in indexes(collection) {
        for (_, row, place) in view.listed() {
            let Some(question) = place.summary(collection) else {
                continue;
            };
            let (Some((shown, span)), Some(number)) = (row.number, question.number) else {
                continue;
            };
            let Some(&new) = new.get(&(place.file, number.span)) else {
                continue;
            };
            let verbatim = span.len() as usize == shown.to_string().len();
            if shown == number.value && verbatim {
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
