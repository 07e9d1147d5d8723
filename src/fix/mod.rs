//! Fixing: choose fixes, apply their edits, check again, until nothing changes; then write.

mod apply;
mod choose;
mod transaction;
mod write;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use apply::apply;
pub use choose::choose;
pub use transaction::Transaction;
pub use write::{WriteError, writable, write};

use crate::check::Run;
use crate::diagnostic::{Diagnostic, Safety};
use crate::source::FileId;

/// How often files are fixed and checked again before fixing is given up.
pub const ROUNDS: usize = 10;

/// What fixing has changed, in memory.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The files that changed: what they were, and what they are now.
    pub files: BTreeMap<FileId, Change>,
    /// How many diagnostics were mended, by the file they were about.
    pub mended: BTreeMap<FileId, usize>,
    /// The rules whose fixes still changed something in the last round: they disagree.
    pub unsettled: BTreeSet<String>,
}

/// The bytes of a file before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What was read from disk.
    pub before: Arc<[u8]>,
    /// What is to be written.
    pub after: Arc<[u8]>,
}

/// Fixes the files of `run`, which has been told to keep their bytes, with fixes that are at
/// least as safe as `allowed` and touch no file of `locked`, which are to stay as they are.
/// Afterwards `run` knows the files as they are now; nothing has been written.
pub fn fix(run: &mut Run, allowed: Safety, locked: &BTreeSet<FileId>) -> Fixed {
    fix_only(run, allowed, locked, Run::diagnostics)
}

/// [`fix`] for those diagnostics only that `selected` gives; it is asked again in each round.
pub fn fix_only(
    run: &mut Run,
    allowed: Safety,
    locked: &BTreeSet<FileId>,
    selected: impl Fn(&Run) -> Vec<Diagnostic>,
) -> Fixed {
    let mut fixed = Fixed::default();
    for round in 0..=ROUNDS {
        let diagnostics = selected(run);
        let chosen = choose(&diagnostics, allowed, |file| {
            let bytes = run.overlay().get(&file);
            bytes.filter(|_| !locked.contains(&file)).cloned()
        });
        if chosen.is_empty() {
            break;
        }
        if round == ROUNDS {
            fixed.unsettled = chosen
                .iter()
                .map(|(found, _)| found.rule.to_string())
                .collect();
            break;
        }
        let mut edits: BTreeMap<FileId, Vec<_>> = BTreeMap::new();
        for (diagnostic, fix) in &chosen {
            *fixed.mended.entry(diagnostic.primary.file).or_default() += 1;
            for edit in &fix.edits {
                edits.entry(edit.file).or_default().push(edit);
            }
        }
        let mut changed = Vec::new();
        for (file, edits) in edits {
            let Some(before) = run.overlay().get(&file).cloned() else {
                continue;
            };
            let after: Arc<[u8]> = apply(&before, edits).into();
            fixed
                .files
                .entry(file)
                .and_modify(|change| change.after = after.clone())
                .or_insert(Change {
                    before,
                    after: after.clone(),
                });
            changed.push((file, after));
        }
        run.update(&changed);
    }
    fixed
        .files
        .retain(|_, change| change.before != change.after);
    fixed
}

impl Fixed {
    /// Takes back what was done to `file`, because it could not be written: `run` knows it again
    /// as it is on disk.
    pub fn take_back(&mut self, run: &mut Run, file: FileId) {
        self.mended.remove(&file);
        if let Some(change) = self.files.remove(&file) {
            run.update(&[(file, change.before)]);
        }
    }
}
