//! The order in which a reader meets questions.

use std::collections::HashMap;

use super::Place;
use crate::collection::{Collection, FileSummary};
use crate::qa::Scope;
use crate::source::FileId;

/// The order in which a reader meets the questions of a collection: files by folders, and in a
/// folder whose numbers run on by these.
#[derive(Clone, Debug)]
pub struct Order {
    ranks: HashMap<FileId, usize>,
}

impl Order {
    /// The order of the questions of `collection`.
    #[must_use]
    pub fn of(collection: &Collection<'_>) -> Self {
        let with_questions = collection
            .iter()
            .filter(|(_, _, summary)| !summary.questions.is_empty());
        let mut files: Vec<(&str, u32, FileId)> = with_questions
            .map(|(file, name, summary)| {
                let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
                (folder, middle(summary), file)
            })
            .collect();
        files.sort_unstable();
        let files = files.into_iter().enumerate();
        Self {
            ranks: files.map(|(rank, (_, _, file))| (file, rank)).collect(),
        }
    }

    /// What sorts questions into their order.
    #[must_use]
    pub fn key(&self, place: Place) -> (usize, usize) {
        let rank = self.ranks.get(&place.file).copied();
        (rank.unwrap_or(usize::MAX), place.question)
    }

    /// The files with questions, in their order.
    #[must_use]
    pub fn files(&self) -> Vec<FileId> {
        let mut files: Vec<(usize, FileId)> = self.ranks.iter().map(|(f, r)| (*r, *f)).collect();
        files.sort_unstable();
        files.into_iter().map(|(_, file)| file).collect()
    }
}

/// The median of the numbers of a file, if they run on in others.
fn middle(summary: &FileSummary) -> u32 {
    if !matches!(summary.numbering.scope, Scope::Folder | Scope::Collection) {
        return 0;
    }
    let numbers = summary
        .questions
        .iter()
        .filter_map(|question| question.number);
    let mut numbers: Vec<u32> = numbers.map(|number| number.value).collect();
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or(0)
}
