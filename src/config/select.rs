//! Naming rules: in `[rules]`, and on the command line with `--select` and `--ignore`.

use std::fmt;
use std::str::FromStr;

use crate::cache::Digest;
use crate::diagnostic::Severity;
use crate::rules::{Check, RULES, RuleId};

use super::custom::{CustomName, GROUP};
use super::suggest::nearest;
use super::{RuleSettings, Settings};

/// A name for one or more rules. The more specific is the greater: where two of them name a rule,
/// the greater counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Selector {
    /// `all`: every rule, except those that report what could not be read.
    All,
    /// `encoding`: the rules of a group.
    Group(&'static str),
    /// `encoding/mojibake`: one rule.
    Rule(RuleId),
    /// `custom/ID`: one of the rules that a collection has made for itself.
    Custom(CustomName),
}

/// A name that is no rule's and no group's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownSelector {
    /// The name.
    pub given: String,
    /// The name of a rule or group that it resembles.
    pub suggestion: Option<&'static str>,
}

impl Selector {
    /// Every name that is a selector, sorted within `all`, the groups, the rules.
    #[must_use]
    pub fn names() -> Vec<&'static str> {
        let mut names = vec!["all"];
        names.extend(groups());
        names.extend(RULES.iter().map(|entry| entry.name));
        names
    }

    /// The selector called `name`. [`FromStr`] says besides what may have been meant.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name == "all" {
            return Some(Self::All);
        }
        if let Some(rule) = RuleId::by_name(name) {
            return Some(Self::Rule(rule));
        }
        if let Some(id) = name.strip_prefix("custom/") {
            return CustomName::new(id).map(Self::Custom);
        }
        let groups = RULES.iter().map(|entry| group_of(entry.name));
        let mut groups = groups.chain([GROUP]);
        groups.find(|group| *group == name).map(Self::Group)
    }

    /// Whether `rule` is one of those it names.
    #[must_use]
    pub fn includes(self, rule: RuleId) -> bool {
        match self {
            // Files that could not be read are never passed over in silence by accident.
            Self::All => !reports_reading(rule),
            Self::Group(group) => group_of(rule.name()) == group,
            Self::Rule(named) => named == rule,
            Self::Custom(_) => false,
        }
    }

    /// Whether the collection's own rule `custom/ID` is one of those it names; without a name,
    /// whether all of them are.
    #[must_use]
    pub fn includes_custom(self, name: Option<&str>) -> bool {
        match self {
            Self::All => true,
            Self::Group(group) => group == GROUP,
            Self::Rule(_) => false,
            Self::Custom(named) => name == Some(named.name().as_str()),
        }
    }
}

/// The groups of rules, sorted.
#[must_use]
pub fn groups() -> Vec<&'static str> {
    let mut groups: Vec<_> = RULES.iter().map(|entry| group_of(entry.name)).collect();
    groups.push(GROUP);
    groups.sort_unstable();
    groups.dedup();
    groups
}

fn group_of(name: &'static str) -> &'static str {
    name.split_once('/').map_or(name, |(group, _)| group)
}

fn reports_reading(rule: RuleId) -> bool {
    matches!(rule.entry().rule.check, Check::Reading)
}

/// The severity that the page of `rule` gives it; `None` if it is off by default.
pub(super) fn default_severity(rule: RuleId) -> Option<Severity> {
    rule.entry().page.severity
}

impl FromStr for Selector {
    type Err = UnknownSelector;

    fn from_str(name: &str) -> Result<Self, UnknownSelector> {
        if let Some(selector) = Self::named(name) {
            return Ok(selector);
        }
        Err(UnknownSelector {
            given: name.to_owned(),
            suggestion: nearest(name, Self::names()),
        })
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if matches!(self, Self::Custom(_)) {
            write!(f, "{GROUP}/")?;
        }
        f.write_str(match self {
            Self::All => "all",
            Self::Group(group) => group,
            Self::Rule(rule) => rule.name(),
            Self::Custom(rule) => rule.id(),
        })
    }
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = super::escape::escape(&self.given);
        write!(f, "no rule or group is called `{given}`")?;
        match self.suggestion {
            Some(suggestion) => write!(f, "; did you mean `{suggestion}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownSelector {}

/// What a command line says of one rule.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Nothing: it stays as it is.
    Keep,
    /// It was selected by its own name.
    On,
    Off,
}

fn verdict(rule: RuleId, select: &[Selector], ignore: &[Selector]) -> Verdict {
    let everything = select.is_empty() || reports_reading(rule);
    weigh(everything, select, ignore, |selector| {
        selector.includes(rule)
    })
}

fn verdict_on_custom(name: &str, select: &[Selector], ignore: &[Selector]) -> Verdict {
    weigh(select.is_empty(), select, ignore, |selector| {
        selector.includes_custom(Some(name))
    })
}

/// What is said of a rule that the selectors name for which `includes` is true; `everything` is
/// whether it is on if nothing is said.
fn weigh(
    everything: bool,
    select: &[Selector],
    ignore: &[Selector],
    includes: impl Fn(&Selector) -> bool,
) -> Verdict {
    let most_specific = |selectors| {
        <[Selector]>::iter(selectors)
            .filter(|s| includes(s))
            .max()
            .copied()
    };
    let (selected, ignored) = (most_specific(select), most_specific(ignore));
    match (selected, ignored) {
        (selected, Some(ignored)) if Some(ignored) >= selected => Verdict::Off,
        (Some(Selector::Rule(_) | Selector::Custom(_)), _) => Verdict::On,
        (Some(_), _) => Verdict::Keep,
        (None, _) if everything => Verdict::Keep,
        (None, _) => Verdict::Off,
    }
}

impl RuleSettings {
    /// Narrows the rules to those that `select` names (all of them if it is empty) and `ignore`
    /// does not. Where both name a rule, the more specific counts, and `ignore` if they are
    /// equal.
    ///
    /// A rule that is off is switched on only by its own name, not by that of its group or by
    /// `all`: with the severity that its page gives it, or as a warning if that is `off`. A rule
    /// that reports what could not be read stays on unless it or its group is ignored.
    pub fn select(&mut self, select: &[Selector], ignore: &[Selector]) {
        for rule in RuleId::all() {
            match verdict(rule, select, ignore) {
                Verdict::Off => self.set_severity(rule, None),
                Verdict::On if self.severity(rule).is_none() => {
                    let severity = default_severity(rule).unwrap_or(Severity::Warning);
                    self.set_severity(rule, Some(severity));
                }
                Verdict::On | Verdict::Keep => {}
            }
        }
    }
}

impl Settings {
    /// [`RuleSettings::select`] for all files: an override switches no rule on that was not
    /// selected. What an override switches off stays off for its files.
    pub fn select(&mut self, select: &[Selector], ignore: &[Selector]) {
        if !select.is_empty() || !ignore.is_empty() {
            let mut digest = Digest::default();
            digest.add(&self.digest);
            digest.add(format!("{select:?} {ignore:?}").as_bytes());
            self.digest = digest.finish();
        }
        self.rules.select(select, ignore);
        let off = |name: &str| verdict_on_custom(name, select, ignore) == Verdict::Off;
        self.custom.retain(|rule| !off(&rule.name));
        for rule in &mut self.custom {
            if verdict_on_custom(&rule.name, select, ignore) == Verdict::On {
                rule.severity = rule.severity.or(Some(Severity::Warning));
            }
        }
        for exception in &mut self.overrides {
            let severities = &mut exception.rules.severities;
            severities.retain(|change| verdict(change.rule, select, ignore) != Verdict::Off);
        }
    }
}
