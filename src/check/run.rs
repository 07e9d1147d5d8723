//! A run: all files, the collections they belong to, and what is wrong with them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::file::{self, About, FileResult};
use super::style::{Style, sample};
use super::suppress::{self, Found};
use crate::collection::{Collection, FileSummary, Links, indexes, sequences, web_links};
use crate::config::{RuleSettings, Settings};
use crate::custom::CustomRule;
use crate::diagnostic::{Diagnostic, Severity};
use crate::link::{Origin, Tree, Verdicts};
use crate::markdown::{Document, Needs};
use crate::qa::{self, Question};
use crate::repair::{Repaired, repair};
use crate::rules::{Check, CollectionContext, Reporter, RuleId};
use crate::source::{self, Attributes, FileId, Files, LineEnding, OffsetMap, ReadError, Span};

/// A collection that a run looks at.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it wants.
    pub settings: Settings,
    /// The folder that links may not leave: the root of the repository, or of the collection
    /// where there is none.
    pub boundary: PathBuf,
    /// What the `.gitattributes` at the boundary says.
    pub attributes: Attributes,
    /// Whether the run's files are all files of the collection.
    pub complete: bool,
}

impl Member {
    /// The path from [`boundary`](Self::boundary) to the collection's root, with `/` behind each
    /// name; empty if they are the same.
    #[must_use]
    pub fn prefix(&self) -> String {
        let below = self.settings.root.strip_prefix(&self.boundary);
        below.map_or_else(
            |_| String::new(),
            |below| {
                let names = below.iter().map(|name| name.to_string_lossy());
                names.map(|name| format!("{name}/")).collect()
            },
        )
    }

    /// The line ending that `.gitattributes` asks for in the file with this path in the
    /// collection.
    pub(super) fn line_ending(&self, name: &str) -> Option<LineEnding> {
        self.attributes.line_ending(&(self.prefix() + name))
    }
}

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
    verdicts: Vec<Verdicts>,
}

/// A file of a run, looked at anew.
#[derive(Clone, Copy, Debug)]
pub struct Looked<'a> {
    /// Its text as it was meant.
    pub text: &'a str,
    /// The way from the text to the disk.
    pub map: &'a OffsetMap,
    /// The text, parsed.
    pub document: &'a Document,
    /// Its questions in order.
    pub questions: &'a [Question],
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
                        (result, mode.keep.then_some(bytes))
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
            .filter_map(|id| Some((id, self.read(id).ok()?)))
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

    pub(super) fn read(&self, id: FileId) -> Result<Arc<[u8]>, ReadError> {
        if let Some(bytes) = self.overlay.get(&id) {
            return Ok(bytes.clone());
        }
        let entry = self.files.get(id);
        if let Some(why) = &entry.failed {
            return Err(ReadError::Io(std::io::Error::other(why.clone())));
        }
        source::read(&entry.disk).map(Into::into)
    }

    fn needs(&self, id: FileId) -> Needs {
        self.needs[self.files.get(id).collection]
    }

    fn check_bytes(&self, id: FileId, bytes: &[u8], styles: &[Style]) -> FileResult {
        match repair(bytes, self.needs(id)) {
            Ok(parsed) => self.check_parsed(id, &parsed, styles),
            Err(error) => file::unreadable(id, &error.to_string()),
        }
    }

    /// Reads `file` again and gives its text as it was meant, parsed, and its questions to `look`;
    /// `None` if it cannot be read.
    pub fn look_at<T>(
        &self,
        file: FileId,
        look: impl FnOnce(&str, &Document, &[Question]) -> T,
    ) -> Option<T> {
        let bytes = self.read(file).ok()?;
        let (repaired, document) = repair(&bytes, Needs::QUESTIONS).ok()?;
        let entry = self.files.get(file);
        let text = &*repaired.text;
        let style = self.styles().get(entry.collection)?;
        let questions = style
            .shape_of(&entry.name, text, &document)
            .map_or_else(Vec::new, |shape| {
                qa::find(text, &entry.name, &document, shape)
            });
        Some(look(text, &document, &questions))
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

    /// Lets `look` look at the text and the questions of `file`; `None` if it cannot be read.
    pub fn look<T>(&self, file: FileId, look: impl FnOnce(&Looked<'_>) -> T) -> Option<T> {
        let bytes = self.read(file).ok()?;
        let (repaired, document) = repair(&bytes, self.needs(file)).ok()?;
        let entry = self.files.get(file);
        let text = &*repaired.text;
        let shape = self.styles()[entry.collection].shape_of(&entry.name, text, &document);
        let questions = shape.map_or_else(Vec::new, |shape| {
            qa::find(text, &entry.name, &document, shape)
        });
        Some(look(&Looked {
            text,
            map: &repaired.map,
            document: &document,
            questions: &questions,
        }))
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

    fn collection_of<'a>(
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

    /// All diagnostics of the files that are reported, sorted.
    #[must_use]
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = self.all_diagnostics();
        all.retain(|diagnostic| self.files.get(diagnostic.primary.file).reported);
        all
    }

    /// All diagnostics, also of the files that are only looked at because others depend on them,
    /// sorted.
    #[must_use]
    pub fn all_diagnostics(&self) -> Vec<Diagnostic> {
        let results: Vec<&FileResult> = self.results.iter().collect();
        self.found_in(&results)
    }

    /// What [`all_diagnostics`](Self::all_diagnostics) would be if these files held these bytes.
    #[must_use]
    pub fn diagnostics_if(&self, files: &[(FileId, Arc<[u8]>)]) -> Vec<Diagnostic> {
        let others: Vec<(FileId, FileResult)> = files
            .par_iter()
            .map(|(id, bytes)| (*id, self.check_bytes(*id, bytes, self.styles())))
            .collect();
        let mut results: Vec<&FileResult> = self.results.iter().collect();
        for (id, other) in &others {
            if let Some(result) = results.get_mut(id.0 as usize) {
                *result = other;
            }
        }
        self.found_in(&results)
    }

    fn found_in(&self, results: &[&FileResult]) -> Vec<Diagnostic> {
        let asked = results.iter().flat_map(|result| &result.diagnostics);
        let unasked = results.iter().flat_map(|result| &result.unasked);
        let mut all = Found {
            asked: asked.cloned().collect(),
            unasked: unasked.cloned().collect(),
        };
        let summaries: Vec<Option<&FileSummary>> = results
            .iter()
            .map(|result| result.summary.as_ref())
            .collect();
        for (index, member) in self.members.iter().enumerate() {
            let collection = self.collection_of(index, &summaries);
            let none = Verdicts::new();
            let verdicts = self.verdicts.get(index).unwrap_or(&none);
            self.check_collection(&collection, &member.settings, verdicts, &mut all);
        }
        let summary = |file: FileId| summaries.get(file.0 as usize).copied().flatten();
        say_once(&mut all.asked);
        let mut all = suppress::apply(all, &self.files, summary, &self.members, &self.needs);
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        all
    }

    fn check_collection(
        &self,
        collection: &Collection<'_>,
        settings: &Settings,
        verdicts: &Verdicts,
        all: &mut Found,
    ) {
        let mut unasked: BTreeSet<RuleId> = BTreeSet::new();
        for (_, _, summary) in collection.iter() {
            unasked.extend(suppress::named_rules(&summary.suppressions));
        }
        unasked.retain(|&rule| {
            !settings.may_report(rule)
                && suppress::can_judge(rule, collection.complete, self.needs[collection.index])
        });
        let in_force = |rule: RuleId| file::in_force(settings, rule) || unasked.contains(&rule);
        let needs = |what: Needs| {
            RuleId::all().any(|rule| match rule.entry().rule.check {
                Check::Collection(needs, _) => needs.contain(what) && in_force(rule),
                _ => false,
            })
        };
        let tree = Tree::new(collection.boundary);
        let asks = |summary: &FileSummary| !summary.questions.is_empty();
        let any_questions = collection.iter().any(|(_, _, summary)| asks(summary));
        let (links, indexes) = rayon::join(
            || match needs(Needs::LINKS) {
                true => Links::resolve(collection, &tree),
                false => Links::default(),
            },
            || match any_questions && needs(Needs::INDEXES) {
                true => indexes(collection),
                false => Vec::new(),
            },
        );
        let context = CollectionContext {
            collection,
            sequences: &sequences(collection),
            links: &links,
            web: &web_links(collection, verdicts),
            indexes: &indexes,
        };
        let rules: Vec<RuleId> = RuleId::all().filter(|&rule| in_force(rule)).collect();
        let found: Vec<(RuleId, Vec<Diagnostic>)> = rules
            .into_par_iter()
            .filter_map(|rule| {
                let Check::Collection(_, check) = rule.entry().rule.check else {
                    return None;
                };
                let mut found = Vec::new();
                let mut reporter = Reporter::new(rule, settings.rules.options(rule), &mut found);
                check(&context, &mut reporter);
                reporter.finish();
                Some((rule, found))
            })
            .collect();
        // Severities can differ by path.
        let mut by_file: BTreeMap<FileId, RuleSettings> = BTreeMap::new();
        for (rule, found) in found {
            for mut diagnostic in found {
                let file = diagnostic.primary.file;
                let severity = if settings.overrides.is_empty() {
                    settings.rules.severity(rule)
                } else {
                    by_file
                        .entry(file)
                        .or_insert_with(|| {
                            settings.rules_for(&self.files.get(file).name).into_owned()
                        })
                        .severity(rule)
                };
                match severity {
                    Some(severity) => {
                        diagnostic.severity = severity;
                        all.asked.push(diagnostic);
                    }
                    None => all.unasked.push(diagnostic),
                }
            }
        }
    }
}

/// Of a row in an index that leads nowhere, the rule about indexes says more than those about
/// links: which question the row is there for.
fn say_once(all: &mut Vec<Diagnostic>) {
    let rows: BTreeMap<(FileId, u32), u32> = all
        .iter()
        .filter(|found| found.rule == "index/broken-entry")
        .map(|found| {
            let Span { start, end } = found.primary.span;
            ((found.primary.file, start), end)
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    // The link rules point at the destination, or at a part of it.
    let within = |file: FileId, inner: Span| {
        let before = rows.range(..=(file, inner.start)).next_back();
        before.is_some_and(|(&(other, _), &end)| other == file && inner.end <= end)
    };
    all.retain(|found| {
        !found.rule.starts_with("link/") || !within(found.primary.file, found.primary.span)
    });
}
