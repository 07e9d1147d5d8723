//! One file: from its bytes to its diagnostics and its summary.

use super::style::Style;
use super::summary::summarise;
use super::suppress;
use crate::collection::{FileSummary, Suppression, suppressions};
use crate::config::{RuleSettings, Settings};
use crate::custom::CustomRule;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::link::{AnchorStyle, Origin};
use crate::markdown::{self, Document, Needs};
use crate::passage::Place;
use crate::qa;
use crate::repair::Repaired;
use crate::rules::{Check, FileContext, Lazy, Reporter, RuleId};
use crate::source::{FileId, LineEnding, Span};

/// What a check of one file leaves.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
pub(super) struct FileResult {
    /// What the rules about one file say.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What rules that are off would say, but that suppressions in the file name. It is not
    /// reported.
    pub(super) unasked: Vec<Diagnostic>,
    /// What the collection needs to know; `None` if the file could not be read.
    pub(super) summary: Option<FileSummary>,
}

/// What is known of a file's collection.
#[derive(Clone, Copy, Debug)]
pub(super) struct About<'a> {
    /// What its rules need.
    pub(super) needs: Needs,
    /// Where it is published.
    pub(super) origin: Option<&'a Origin>,
    /// How the anchors of its headings are made.
    pub(super) style: AnchorStyle,
    /// The rules of its own that look at the file, with their severities.
    pub(super) custom: &'a [(&'a CustomRule, Severity)],
}

/// A file that could not be read.
pub(super) fn unreadable(file: FileId, why: &str) -> FileResult {
    let mut diagnostics = Vec::new();
    if let Some(rule) = RuleId::by_name("file/unreadable") {
        let at = Label {
            file,
            span: Span::empty(0),
            message: String::new(),
        };
        Reporter::new(rule, None, &mut diagnostics).report(at, format!("the file {why}"));
        for diagnostic in &mut diagnostics {
            diagnostic.severity = Severity::Error;
        }
    }
    FileResult {
        diagnostics,
        ..FileResult::default()
    }
}

/// Checks a file that has been read, repaired and parsed.
pub(super) fn check(
    file: FileId,
    name: &str,
    (repaired, document): &(Repaired<'_>, Document),
    style: &Style,
    line_ending: Option<LineEnding>,
    rules: &RuleSettings,
    about: About<'_>,
) -> FileResult {
    let text = &*repaired.text;
    let suppressions = suppressions(text, document, &repaired.map);
    let unasked = unasked(&suppressions, rules);
    let needed = of_rules(unasked.iter().copied()).and(about.needs);
    let reparsed = (needed != about.needs).then(|| markdown::parse(text, needed));
    let document = reparsed.as_ref().unwrap_or(document);
    let shape = style.shape_of(name, text, document);
    let questions = shape.map_or_else(Vec::new, |shape| qa::find(text, name, document, shape));
    let context = FileContext {
        file,
        name,
        repaired,
        text,
        document,
        shape,
        questions: &questions,
        line_ending,
        lazy: &Lazy::default(),
    };
    let mut diagnostics = Vec::new();
    let run = |rule: RuleId, out: &mut Vec<Diagnostic>| {
        if let Check::File(_, check) = rule.entry().rule.check {
            let mut reporter = Reporter::new(rule, rules.options(rule), out);
            check(&context, &mut reporter);
            reporter.finish();
        }
    };
    for rule in RuleId::all() {
        let Some(severity) = rules.severity(rule) else {
            continue;
        };
        let first = diagnostics.len();
        run(rule, &mut diagnostics);
        for diagnostic in &mut diagnostics[first..] {
            diagnostic.severity = severity;
        }
    }
    let mut silent = Vec::new();
    for &rule in &unasked {
        run(rule, &mut silent);
    }
    let about = About {
        needs: needed,
        ..about
    };
    let place = Place {
        text,
        document,
        questions: context.questions,
    };
    for (rule, severity) in about.custom {
        rule.check(file, repaired, &place, *severity, &mut diagnostics);
    }
    FileResult {
        diagnostics,
        unasked: silent,
        summary: Some(FileSummary {
            suppressions,
            ..summarise(&context, about)
        }),
    }
}

/// The rules that are off but to be run because suppressions of the file name them.
fn unasked(suppressions: &[Suppression], rules: &RuleSettings) -> Vec<RuleId> {
    let judges = RuleId::by_name("suppression/unused").and_then(|rule| rules.severity(rule));
    if suppressions.is_empty() || judges.is_none() {
        return Vec::new();
    }
    let named = suppress::named_rules(suppressions);
    named
        .filter(|&rule| rules.severity(rule).is_none())
        .collect()
}

/// Whether `rule` has something to say in the collection: it is on for some file, and the web is
/// asked if that is what it is about.
pub(super) fn in_force(settings: &Settings, rule: RuleId) -> bool {
    let is_web =
        matches!(rule.entry().rule.check, Check::Collection(needs, _) if needs.contain(Needs::WEB));
    settings.may_report(rule) && (settings.is_online || !is_web)
}

/// The tables that the rules of a collection ask for: of all its files, because what a rule says
/// of one file can depend on another. Questions are always looked for, because the summary of a
/// run counts them.
pub(super) fn needs(settings: &Settings) -> Needs {
    let custom = settings.custom.iter().map(CustomRule::needs);
    of_rules(RuleId::all().filter(|&rule| in_force(settings, rule)))
        .and(custom.fold(Needs::QUESTIONS, Needs::and))
}

/// The tables that `rules` ask for.
fn of_rules(rules: impl Iterator<Item = RuleId>) -> Needs {
    rules.fold(Needs::NODES, |needs, rule| match rule.entry().rule.check {
        Check::File(of_rule, _) | Check::Collection(of_rule, _) | Check::Suppressions(of_rule) => {
            needs.and(of_rule)
        }
        Check::Reading => needs,
    })
}
