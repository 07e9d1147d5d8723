//! What is wrong in a run: with each of its files, and with each collection as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::file::{self, FileResult};
use super::run::Run;
use super::suppress::{self, Found};
use crate::collection::{Collection, FileSummary, Links, indexes, sequences, web_links};
use crate::config::{RuleSettings, Settings};
use crate::diagnostic::Diagnostic;
use crate::link::{Tree, Verdicts};
use crate::markdown::Needs;
use crate::rules::{Check, CollectionContext, Reporter, RuleId};
use crate::source::{FileId, Span};

impl Run {
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
