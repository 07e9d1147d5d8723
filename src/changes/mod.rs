//! What has changed against a revision in git, and which findings come of it.

mod git;
mod lines;
mod patch;

pub use git::{Git, GitError};
pub use lines::ChangedLines;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::check::Run;
use crate::diagnostic::Diagnostic;
use crate::link::{Resolved, Target, resolve};
use crate::report::{Sources, hash};
use crate::source::{FileId, Span};

/// What has changed in a repository. All paths are from its root, with `/`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The files that are there, and what of them is new.
    pub files: BTreeMap<String, FileChange>,
    /// The files that are not there any more, under these names.
    pub gone: BTreeSet<String>,
}

/// What is new in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// What it was called before; `None` if it was not there.
    pub before: Option<String>,
    /// The lines that are new.
    pub lines: ChangedLines,
}

/// Changes, as far as the files of a run are concerned.
#[derive(Debug)]
pub struct Concerned {
    changes: Changes,
    /// The changed files of the run, with their paths in the repository.
    files: BTreeMap<FileId, String>,
    /// The fingerprints of what there was to report before, and how often; `None` if nothing that
    /// is to be looked at has changed.
    before: Option<HashMap<u128, usize>>,
    /// The bytes that the lines were counted in, by file, as soon as fixes have changed them.
    counted_in: HashMap<FileId, Arc<[u8]>>,
}

impl Concerned {
    /// Finds out which files of `run` have changed, and asks `git` what they were. Only those that
    /// `wanted` wants are looked at.
    ///
    /// # Errors
    /// If git cannot say what a file was.
    pub fn new(
        changes: Changes,
        revision: &str,
        git: &Git,
        run: &Run,
        wanted: impl Fn(FileId) -> bool,
    ) -> Result<Self, GitError> {
        let paths = repository_paths(run);
        let mut files = BTreeMap::new();
        for (file, path) in &paths {
            if changes.files.contains_key(path) && wanted(*file) {
                files.insert(*file, path.clone());
            }
        }
        let old: Vec<&str> = files
            .values()
            .filter_map(|path| changes.files.get(path)?.before.as_deref())
            .collect();
        let contents = git.contents(revision, &old)?;
        let before: Vec<(FileId, Arc<[u8]>)> = files
            .iter()
            .filter_map(|(file, path)| match &changes.files.get(path)?.before {
                Some(old) => Some((*file, contents.get(old)?.clone())),
                None => Some((*file, Arc::from(&b""[..]))),
            })
            .collect();
        let before = (!before.is_empty()).then(|| found_before(run, &before));
        let counted_in = files
            .keys()
            .filter_map(|file| Some((*file, run.overlay().get(file)?.clone())))
            .collect();
        Ok(Self {
            changes,
            files,
            before,
            counted_in,
        })
    }

    /// Whether the changes cannot have broken anything: nothing that is to be looked at has changed,
    /// and nothing is gone.
    #[must_use]
    pub fn break_nothing(&self) -> bool {
        self.before.is_none() && self.changes.gone.is_empty()
    }

    /// Whether a place begins in a line that is new.
    pub fn is_in_new_line(&self, run: &Run) -> impl Fn(FileId, Span) -> bool + use<> {
        let sources = Sources::new(run.files(), run.overlay());
        let mut lines: HashMap<FileId, ChangedLines> = HashMap::new();
        let mut texts = HashMap::new();
        for (file, path) in &self.files {
            let Some(change) = self.changes.files.get(path) else {
                continue;
            };
            let now = run.overlay().get(file);
            let moved = match (self.counted_in.get(file), now) {
                (Some(then), Some(now)) if then != now => change.lines.moved(then, now),
                _ => change.lines.clone(),
            };
            lines.insert(*file, moved);
            texts.insert(*file, sources.text(*file));
        }
        move |file, span| {
            let line = match texts.get(&file) {
                Some(Some(text)) => text.positions(span).0.line,
                Some(None) => 1,
                None => return false,
            };
            lines.get(&file).is_some_and(|lines| lines.contain(line))
        }
    }

    /// Those of `all` diagnostics of `run` that would not be there if the changed files were what
    /// they were, or if the files that are gone were still there.
    ///
    /// A finding is known again by its fingerprint; of several alike, those that are more than
    /// before are new.
    #[must_use]
    pub fn broken_by_change<'d>(&self, run: &Run, all: &'d [Diagnostic]) -> Vec<&'d Diagnostic> {
        let sources = Sources::new(run.files(), run.overlay());
        let paths = repository_paths(run);
        let mut before = self.before.clone();
        let is_new = |diagnostic: &&Diagnostic| {
            if self.leads_to_what_is_gone(diagnostic, &paths) {
                return true;
            }
            let Some(before) = &mut before else {
                return false;
            };
            match before.get_mut(&hash(diagnostic, &sources)) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        };
        all.iter().filter(is_new).collect()
    }

    fn leads_to_what_is_gone(
        &self,
        diagnostic: &Diagnostic,
        paths: &BTreeMap<FileId, String>,
    ) -> bool {
        let Some(destination) = diagnostic.target.as_deref() else {
            return false;
        };
        let (Target::Local(local), Some(path)) = (
            Target::parse(destination),
            paths.get(&diagnostic.primary.file),
        ) else {
            return false;
        };
        match resolve(path, "", &local) {
            Resolved::Inside(target) => self.changes.gone.contains(&target),
            Resolved::Outside { .. } => false,
        }
    }
}

/// How often there was a finding with each fingerprint, when files held what `before` holds.
fn found_before(run: &Run, before: &[(FileId, Arc<[u8]>)]) -> HashMap<u128, usize> {
    let mut overlay = run.overlay().clone();
    overlay.extend(before.iter().cloned());
    let sources = Sources::new(run.files(), &overlay);
    let mut counts = HashMap::new();
    for diagnostic in run.diagnostics_if(before) {
        *counts.entry(hash(&diagnostic, &sources)).or_default() += 1;
    }
    counts
}

/// The files of `run` with their paths from the root of the repository.
fn repository_paths(run: &Run) -> BTreeMap<FileId, String> {
    let prefixes: Vec<String> = run.members().iter().map(|member| member.prefix()).collect();
    run.files()
        .iter()
        .map(|(file, entry)| {
            let prefix = prefixes.get(entry.collection).map_or("", String::as_str);
            (file, format!("{prefix}{}", entry.name))
        })
        .collect()
}
