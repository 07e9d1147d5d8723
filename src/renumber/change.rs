//! What is to be written.

use std::collections::BTreeMap;

use super::Problem;
use crate::check::Run;
use crate::diagnostic::Edit;
use crate::fix::{Change, apply};
use crate::source::FileId;

/// What is to be written: all of it or nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that change, under the names that they have.
    pub files: BTreeMap<FileId, Change>,
    /// Files that get another name: their new paths in the collection.
    pub renames: BTreeMap<FileId, String>,
    /// New files: their paths in the collection and what they hold.
    pub created: Vec<(String, Vec<u8>)>,
    /// What stays as it is, and why.
    pub left: Vec<Problem>,
}

impl Changes {
    /// The changes that `edits`, which do not overlap, make to the files of `run`.
    #[must_use]
    pub fn new(
        run: &Run,
        edits: BTreeMap<FileId, Vec<Edit>>,
        renames: BTreeMap<FileId, String>,
    ) -> Self {
        let mut files = BTreeMap::new();
        for (file, mut edits) in edits {
            let Some(before) = run.overlay().get(&file).cloned() else {
                continue;
            };
            edits.sort_by_key(|edit| edit.span);
            edits.dedup_by_key(|edit| edit.span);
            let after = apply(&before, edits.iter().collect()).into();
            if before != after {
                files.insert(file, Change { before, after });
            }
        }
        Self {
            files,
            renames,
            created: Vec::new(),
            left: Vec::new(),
        }
    }

    /// Whether nothing is to be written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.renames.is_empty() && self.created.is_empty()
    }

    /// Lets `run` know the files as they are to be.
    pub fn show(&self, run: &mut Run) {
        let after = self
            .files
            .iter()
            .map(|(file, change)| (*file, change.after.clone()));
        run.update(&after.collect::<Vec<_>>());
    }

    /// Lets `run` know the files as they were.
    pub fn hide(&self, run: &mut Run) {
        let before = self
            .files
            .iter()
            .map(|(file, change)| (*file, change.before.clone()));
        run.update(&before.collect::<Vec<_>>());
    }

    /// The changes of both, of which `self` came first.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        for (file, change) in later.files {
            self.files
                .entry(file)
                .and_modify(|earlier| earlier.after = change.after.clone())
                .or_insert(change);
        }
        self.files.retain(|_, change| change.before != change.after);
        self.renames.extend(later.renames);
        self.created.extend(later.created);
        self.left.extend(later.left);
        self
    }
}
