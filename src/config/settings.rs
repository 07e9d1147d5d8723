//! Settings: the configuration of one collection, ready for use.

use std::borrow::Cow;
use std::ops::Range;
use std::path::PathBuf;

use globset::GlobSet;

use crate::custom::CustomRule;
use crate::diagnostic::Severity;
use crate::link::LinkSettings;
use crate::qa::Shape;
use crate::rules::{Options, RULES, RuleId};

use super::{Online, Preset};

/// What one collection wants.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The root of the collection: the folder of its `qalint.toml`, or the folder that was given.
    pub root: PathBuf,
    /// The `qalint.toml`; `None` for a collection without one.
    pub file: Option<PathBuf>,
    /// The preset that the configuration names.
    pub preset: Option<String>,
    /// How questions are written, the first that describes a file first. Empty if the
    /// configuration does not say; then it is inferred.
    pub shapes: Vec<Shape>,
    /// The files to look at, beyond Markdown files; by their paths in the collection.
    pub include: GlobSet,
    /// The files and folders not to look at, by their paths in the collection.
    pub exclude: GlobSet,
    /// What it says of its links.
    pub links: LinkSettings,
    /// The rules of all files that no override concerns.
    pub rules: RuleSettings,
    /// Whether links to the web are asked for.
    pub is_online: bool,
    /// How links to the web are asked for.
    pub online: Online,
    /// Exceptions by path. All that match a file apply to it, one after the other.
    pub overrides: Vec<Override>,
    /// The rules that the collection has made for itself.
    pub custom: Vec<CustomRule>,
    /// Tells settings apart that were read from other texts, or of which other rules were selected.
    pub digest: [u8; 32],
}

/// Which rules apply, how much they matter, and with what options.
#[derive(Clone, Debug)]
pub struct RuleSettings {
    severities: Vec<Option<Severity>>,
    options: Vec<Option<Options>>,
}

/// Other rule settings for some files.
#[derive(Clone, Debug)]
pub struct Override {
    /// The files, by their paths in the collection.
    pub files: GlobSet,
    /// What is otherwise for them.
    pub rules: RuleChanges,
}

/// What a `[rules]` table says.
#[derive(Clone, Debug, Default)]
pub struct RuleChanges {
    /// Severities that differ, the last for a rule counts.
    pub severities: Vec<SeverityChange>,
    /// Options that differ. They replace all options that the rule had.
    pub options: Vec<(RuleId, Options)>,
    /// Severities of the collection's own rules that differ, the last for a rule counts.
    pub custom: Vec<CustomChange>,
}

/// Another severity for one or all of the collection's own rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomChange {
    /// `custom/ID`; `None` for all that are not off.
    pub name: Option<String>,
    /// What it becomes; `None` switches the rule off.
    pub severity: Option<Severity>,
    /// Where that stands, in bytes of the configuration's text.
    pub at: Range<usize>,
}

/// Another severity for a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeverityChange {
    /// The rule.
    pub rule: RuleId,
    /// What it becomes; `None` switches the rule off.
    pub severity: Option<Severity>,
    /// Where that stands, in bytes of the configuration's text.
    pub at: Range<usize>,
}

impl Settings {
    /// The settings of a collection at `root` that says nothing.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self {
            root,
            file: None,
            preset: None,
            shapes: Vec::new(),
            include: GlobSet::empty(),
            exclude: GlobSet::empty(),
            links: LinkSettings::default(),
            rules: RuleSettings::default(),
            is_online: false,
            online: Online::default(),
            overrides: Vec::new(),
            custom: Vec::new(),
            digest: [0; 32],
        }
    }

    /// The settings of a collection at `root` that says nothing, but is written as `preset` says.
    #[must_use]
    pub fn with_preset(root: PathBuf, preset: &Preset) -> Self {
        let mut settings = Self::new(root);
        settings.preset = Some(preset.name.to_owned());
        settings.shapes.clone_from(&preset.shapes);
        settings.rules.apply(&preset.rules);
        settings
    }

    /// Whether `rule` is in force for any file of the collection.
    #[must_use]
    pub fn may_report(&self, rule: RuleId) -> bool {
        let by_override = |o: &Override| {
            o.rules
                .severities
                .iter()
                .any(|change| change.rule == rule && change.severity.is_some())
        };
        self.rules.severity(rule).is_some() || self.overrides.iter().any(by_override)
    }

    /// How much the findings of `rule`, one of the collection's own, matter in the file with the
    /// path `name`; `None` if it is off or does not look at the file.
    #[must_use]
    pub fn custom_severity(&self, rule: &CustomRule, name: &str) -> Option<Severity> {
        if !rule.concerns(name) {
            return None;
        }
        let exceptions = self.overrides.iter().filter(|o| o.files.is_match(name));
        exceptions.fold(rule.severity, |severity, exception| {
            rule.severity_after(severity, &exception.rules)
        })
    }

    /// The rules for the file with the path `name` in the collection.
    #[must_use]
    pub fn rules_for(&self, name: &str) -> Cow<'_, RuleSettings> {
        let mut rules = Cow::Borrowed(&self.rules);
        for exception in self.overrides.iter().filter(|o| o.files.is_match(name)) {
            rules.to_mut().apply(&exception.rules);
        }
        rules
    }
}

impl CustomRule {
    /// The severity that `changes` make of `severity`.
    pub(super) fn severity_after(
        &self,
        severity: Option<Severity>,
        changes: &RuleChanges,
    ) -> Option<Severity> {
        changes
            .custom
            .iter()
            .fold(severity, |severity, change| match &change.name {
                Some(name) if *name == self.name => change.severity,
                // As with groups of other rules: what is off stays off.
                None if severity.is_some() => change.severity,
                _ => severity,
            })
    }
}

impl Default for RuleSettings {
    /// What the rules' pages say.
    fn default() -> Self {
        Self {
            severities: RULES.iter().map(|entry| entry.page.severity).collect(),
            options: vec![None; RULES.len()],
        }
    }
}

impl RuleSettings {
    /// How much the findings of `rule` matter; `None` if it is off.
    #[must_use]
    pub fn severity(&self, rule: RuleId) -> Option<Severity> {
        self.severities.get(rule.0).copied().flatten()
    }

    /// The options set for `rule`; `None` for its defaults.
    #[must_use]
    pub fn options(&self, rule: RuleId) -> Option<&Options> {
        self.options.get(rule.0)?.as_ref()
    }

    /// Sets how much the findings of `rule` matter; `None` switches it off.
    pub fn set_severity(&mut self, rule: RuleId, severity: Option<Severity>) {
        if let Some(slot) = self.severities.get_mut(rule.0) {
            *slot = severity;
        }
    }

    /// Sets the options of `rule`.
    pub fn set_options(&mut self, rule: RuleId, options: Options) {
        if let Some(slot) = self.options.get_mut(rule.0) {
            *slot = Some(options);
        }
    }
    /// Sets what `changes` says.
    pub fn apply(&mut self, changes: &RuleChanges) {
        for change in &changes.severities {
            self.set_severity(change.rule, change.severity);
        }
        for (rule, options) in &changes.options {
            self.set_options(*rule, options.clone());
        }
    }
}
