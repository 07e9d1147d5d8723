//! A run: all files, the collections they belong to, and what is wrong with them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::file::{self, About, FileResult};
use super::member::Member;
use super::style::{Style, sample};
use crate::collection::{Collection, FileSummary};
use crate::custom::CustomRule;
use crate::diagnostic::Severity;
use crate::link::{Origin, Verdicts};
use crate::markdown::{Document, Needs};
use crate::repair::{Repaired, repair};
use crate::source::{self, FileId, Files, ReadError, Span};

/// All files of a run and what is wrong with them.
#[derive(Debug)]
pub struct Run {
    pub(super) files: Files,
    pub(super) members: Vec<Member>,
    /// How each collection writes its questions, found out when something needs to know.
    pub(super) styles: OnceLock<Vec<Style>>,
    /// The presets that the files follow, if that is known although the styles are not.
    pub(super) presets: Option<Vec<&'static str>>,
    /// What the rules of each collection need of its files.
    pub(super) needs: Vec<Needs>,
    /// Where each collection is published.
    pub(super) origins: Vec<Option<Origin>>,
    given: HashSet<FileId>,
    overlay: HashMap<FileId, Arc<[u8]>>,
    pub(super) results: Vec<FileResult>,
    /// What the web has said of the links of each collection that has asked.
    pub(super) verdicts: Vec<Verdicts>,
}

/// How a run goes about its files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mode {
    /// Whether to keep the bytes of all files, which fixing needs.
    pub keep: bool,
}

impl Run {
    /// Checks `files`, whose [`collection`](source::FileEntry::collection) is an index into
    /// `members`. What `overlay` holds is not read from disk.
    #[must_use]
    pub fn new(
        files: Files,
        members: Vec<Member>,
        overlay: HashMap<FileId, Arc<[u8]>>,
        mode: Mode,
    ) -> Self {
        let mut run = Self::unchecked(files, members, overlay);
        if mode.keep {
            // What edits a collection looks at its indexes, whatever the rules do.
            for needs in &mut run.needs {
                *needs = needs.and(Needs::INDEXES);
            }
        }
        let nothing = (0..run.files.len()).map(|_| None).collect();
        let kept = run.check_others(nothing, mode);
        run.overlay.extend(kept);
        run
    }

    /// A run that has not looked at its files yet.
    pub(super) fn unchecked(
        files: Files,
        members: Vec<Member>,
        overlay: HashMap<FileId, Arc<[u8]>>,
    ) -> Self {
        let needs = members
            .iter()
            .map(|member| file::needs(&member.settings))
            .collect();
        let origins = members
            .iter()
            .map(|member| {
                let found = Origin::of_repository(&member.boundary);
                member.settings.links.origin(found)
            })
            .collect();
        Self {
            origins,
            files,
            members,
            styles: OnceLock::new(),
            presets: None,
            needs,
            given: overlay.keys().copied().collect(),
            overlay,
            results: Vec::new(),
            verdicts: Vec::new(),
        }
    }

    /// Checks every file of which nothing is `known`, each by its place; infers before how each
    /// collection is written. Returns the bytes to keep.
    pub(super) fn check_others(
        &mut self,
        known: Vec<Option<FileResult>>,
        mode: Mode,
    ) -> Vec<(FileId, Arc<[u8]>)> {
        let samples = self.samples();
        let parsed = self.parsed(&samples);
        let styles = self.styles_of(&parsed);
        let checked: Vec<(FileResult, Option<Arc<[u8]>>)> = known
            .into_par_iter()
            .enumerate()
            .map(|(index, known)| {
                if let Some(known) = known {
                    return (known, None);
                }
                let id = FileId::at(index);
                if let Some(parsed) = parsed.get(&id) {
                    let bytes = mode.keep.then(|| self.overlay.get(&id).cloned()).flatten();
                    return (self.check_parsed(id, parsed, &styles), bytes);
                }
                match self.read(id) {
                    Ok(bytes) => {
                        let result = self.check_bytes(id, &bytes, &styles);
                        (result, mode.keep.then(|| bytes.into()))
                    }
                    Err(error) => (file::unreadable(id, &error.to_string()), None),
                }
            })
            .collect();
        let _ = self.styles.set(styles);
        let mut kept: Vec<(FileId, Arc<[u8]>)> = Vec::new();
        for (index, (result, bytes)) in checked.into_iter().enumerate() {
            self.results.push(result);
            if let Some(bytes) = bytes {
                kept.push((FileId::at(index), bytes));
            }
        }
        drop(parsed);
        if mode.keep {
            kept.extend(samples);
        }
        kept
    }

    /// The files to learn from how each collection is written.
    pub(super) fn sample_of(&self, member: usize) -> Vec<FileId> {
        match self.members[member].settings.shapes.is_empty() {
            true => sample(&self.files, member),
            false => Vec::new(),
        }
    }

    /// The bytes of the files to learn from.
    fn samples(&self) -> Vec<(FileId, Arc<[u8]>)> {
        (0..self.members.len())
            .flat_map(|member| self.sample_of(member))
            .collect::<Vec<_>>()
            .into_par_iter()
            .filter_map(|id| Some((id, self.read(id).ok()?.into())))
            .collect()
    }

    fn parsed<'a>(
        &self,
        samples: &'a [(FileId, Arc<[u8]>)],
    ) -> HashMap<FileId, (Repaired<'a>, Document)> {
        samples
            .par_iter()
            .filter_map(|(id, bytes)| Some((*id, repair(bytes, self.needs(*id)).ok()?)))
            .collect()
    }

    fn styles_of(&self, parsed: &HashMap<FileId, (Repaired<'_>, Document)>) -> Vec<Style> {
        let members = self.members.iter().enumerate();
        members
            .map(|(index, member)| Style::of(&member.settings, index, &self.files, parsed))
            .collect()
    }

    /// Checks again the files whose bytes are now these.
    pub fn update(&mut self, changed: &[(FileId, Arc<[u8]>)]) {
        self.overlay.extend(changed.iter().cloned());
        let results: Vec<(FileId, FileResult)> = changed
            .par_iter()
            .map(|(id, bytes)| (*id, self.check_bytes(*id, bytes, self.styles())))
            .collect();
        for (id, result) in results {
            self.results[id.0 as usize] = result;
        }
    }

    pub(super) fn read(&self, id: FileId) -> Result<Cow<'_, [u8]>, ReadError> {
        if let Some(bytes) = self.overlay.get(&id) {
            return Ok(Cow::Borrowed(bytes));
        }
        let entry = self.files.get(id);
        if let Some(why) = &entry.failed {
            return Err(ReadError::Io(std::io::Error::other(why.clone())));
        }
        source::read(&entry.disk).map(Cow::Owned)
    }

    fn needs(&self, id: FileId) -> Needs {
        self.needs[self.files.get(id).collection]
    }

    pub(super) fn check_bytes(&self, id: FileId, bytes: &[u8], styles: &[Style]) -> FileResult {
        match repair(bytes, self.needs(id)) {
            Ok(parsed) => self.check_parsed(id, &parsed, styles),
            Err(error) => file::unreadable(id, &error.to_string()),
        }
    }

    fn check_parsed(
        &self,
        id: FileId,
        parsed: &(Repaired<'_>, Document),
        styles: &[Style],
    ) -> FileResult {
        let entry = self.files.get(id);
        let origin = self.origins[entry.collection].as_ref();
        let member = &self.members[entry.collection];
        let settings = &member.settings;
        let rules = settings.rules_for(&entry.name);
        let custom: Vec<(&CustomRule, Severity)> = settings
            .custom
            .iter()
            .filter_map(|rule| Some((rule, settings.custom_severity(rule, &entry.name)?)))
            .collect();
        file::check(
            id,
            &entry.name,
            parsed,
            &styles[entry.collection],
            member.line_ending(&entry.name),
            &rules,
            About {
                needs: self.needs[entry.collection],
                origin,
                style: settings.links.style(origin),
                custom: &custom,
            },
        )
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The collections.
    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// How each collection writes its questions.
    #[must_use]
    pub fn styles(&self) -> &[Style] {
        self.styles.get_or_init(|| {
            let samples = self.samples();
            self.styles_of(&self.parsed(&samples))
        })
    }

    /// The presets that the files follow, sorted, as far as no configuration says how questions are
    /// written.
    #[must_use]
    pub fn presets(&self) -> Vec<&'static str> {
        self.presets.clone().unwrap_or_else(|| {
            let mut presets: Vec<_> = self.styles().iter().flat_map(Style::presets).collect();
            presets.sort_unstable();
            presets.dedup();
            presets
        })
    }

    /// The bytes that are not, or not only, on disk: of standard input, of files that fixes have
    /// changed, and of all files if they are kept.
    #[must_use]
    pub fn overlay(&self) -> &HashMap<FileId, Arc<[u8]>> {
        &self.overlay
    }

    /// Whether the bytes of `file` were given rather than read from disk, as standard input is.
    #[must_use]
    pub fn is_given(&self, file: FileId) -> bool {
        self.given.contains(&file)
    }

    /// What is known of `file`; `None` if it could not be read.
    #[must_use]
    pub fn summary(&self, file: FileId) -> Option<&FileSummary> {
        self.results.get(file.0 as usize)?.summary.as_ref()
    }

    /// The destinations of the links to the web in the reported files of the collection number
    /// `member` that stand at `wanted` places, sorted, each once; none unless it is to ask for
    /// them.
    #[must_use]
    pub fn web_destinations(
        &self,
        member: usize,
        wanted: &dyn Fn(FileId, Span) -> bool,
    ) -> BTreeSet<&str> {
        self.files
            .iter()
            .filter(|(_, entry)| entry.collection == member && entry.reported)
            .filter_map(|(id, _)| Some((id, self.summary(id)?)))
            .flat_map(|(id, summary)| summary.web.iter().map(move |link| (id, link)))
            .filter(|(id, link)| wanted(*id, link.span))
            .map(|(_, link)| link.destination.as_str())
            .collect()
    }

    /// Takes what the web has said of the links of each collection, in the order of the members.
    pub fn set_verdicts(&mut self, verdicts: Vec<Verdicts>) {
        self.verdicts = verdicts;
    }

    /// Lets `look` look at the collection number `index`, one of [`members`](Self::members).
    pub fn collection<T>(&self, index: usize, look: impl FnOnce(&Collection<'_>) -> T) -> T {
        let summaries: Vec<Option<&FileSummary>> = self
            .results
            .iter()
            .map(|result| result.summary.as_ref())
            .collect();
        look(&self.collection_of(index, &summaries))
    }

    pub(super) fn collection_of<'a>(
        &'a self,
        index: usize,
        summaries: &'a [Option<&'a FileSummary>],
    ) -> Collection<'a> {
        let member = &self.members[index];
        Collection {
            files: &self.files,
            index,
            root: &member.settings.root,
            boundary: &member.boundary,
            links: &member.settings.links,
            origin: self.origins[index].as_ref(),
            summaries,
            complete: member.complete,
        }
    }
}
