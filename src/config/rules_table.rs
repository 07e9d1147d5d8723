//! `[rules]`: severities and options by the names of rules and groups.

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use crate::diagnostic::Severity;
use crate::rules::RuleId;

use super::error::Mistake;
use super::select::default_severity;
use super::{CustomChange, RuleChanges, Selector, SeverityChange};

/// How much the findings of a rule matter.
#[derive(Clone, Copy, Debug, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Severity")]
pub(super) enum Level {
    /// Surely wrong.
    Error,
    /// Most likely wrong.
    Warning,
    /// Worth knowing; nothing need be done.
    Info,
    /// The rule is not run.
    Off,
}

impl Level {
    pub(super) fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Off => None,
        }
    }
}

/// A `[rules]` table. Its schema comes from the registry, see `schema.rs`.
#[derive(Debug)]
pub(super) struct RulesTable;

/// Reads a `[rules]` table.
pub(super) fn read(table: &Spanned<DeValue<'_>>, mistakes: &mut Vec<Mistake>) -> RuleChanges {
    let mut changes = RuleChanges::default();
    let Some(entries) = table.get_ref().as_table() else {
        mistakes.push(Mistake::at(table.span(), "`rules` must be a table"));
        return changes;
    };
    let mut named = Vec::new();
    for (name, value) in entries {
        match name.get_ref().parse::<Selector>() {
            Ok(selector) => named.push((selector, value)),
            Err(error) => mistakes.push(Mistake::at(name.span(), error.to_string())),
        }
    }
    // What is more specific is set later, and counts.
    named.sort_by_key(|(selector, _)| *selector);
    for (selector, value) in named {
        let done = match selector {
            Selector::Rule(rule) => of_rule(rule, value, &mut changes),
            Selector::Custom(rule) => of_custom(rule.name(), value, &mut changes),
            several => of_several(several, value, &mut changes),
        };
        if let Err(error) = done {
            mistakes.push(Mistake::of_toml(&error));
        }
    }
    changes
}

fn of_several(
    selector: Selector,
    value: &Spanned<DeValue<'_>>,
    changes: &mut RuleChanges,
) -> Result<(), toml::de::Error> {
    let severity = level(value)?.severity();
    let named = RuleId::all().filter(|&rule| selector.includes(rule));
    for rule in named.filter(|&rule| default_severity(rule).is_some()) {
        changes.severities.push(SeverityChange {
            rule,
            severity,
            at: value.span(),
        });
    }
    if selector.includes_custom(None) {
        changes.custom.push(CustomChange {
            name: None,
            severity,
            at: value.span(),
        });
    }
    Ok(())
}

fn of_custom(
    name: String,
    value: &Spanned<DeValue<'_>>,
    changes: &mut RuleChanges,
) -> Result<(), toml::de::Error> {
    changes.custom.push(CustomChange {
        name: Some(name),
        severity: level(value)?.severity(),
        at: value.span(),
    });
    Ok(())
}

fn of_rule(
    rule: RuleId,
    value: &Spanned<DeValue<'_>>,
    changes: &mut RuleChanges,
) -> Result<(), toml::de::Error> {
    let DeValue::Table(table) = value.get_ref() else {
        changes.severities.push(of_value(rule, value)?);
        return Ok(());
    };
    let mut options = table.clone();
    if let Some(severity) = options.remove("severity") {
        changes.severities.push(of_value(rule, &severity)?);
    }
    if options.is_empty() {
        return Ok(());
    }
    let options = ValueDeserializer::from(Spanned::new(value.span(), DeValue::Table(options)));
    match rule.entry().rule.options {
        Some(of_rule) => changes.options.push((rule, (of_rule.read)(options)?)),
        None => NoOptions::deserialize(options).map(|_| ())?,
    }
    Ok(())
}

fn of_value(rule: RuleId, value: &Spanned<DeValue<'_>>) -> Result<SeverityChange, toml::de::Error> {
    Ok(SeverityChange {
        rule,
        severity: level(value)?.severity(),
        at: value.span(),
    })
}

fn level(value: &Spanned<DeValue<'_>>) -> Result<Level, toml::de::Error> {
    Level::deserialize(ValueDeserializer::from(value.clone()))
}

/// The options of a rule that has none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoOptions {}
