//! What the settings of one file come to, and where each of them is from.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize as _;
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::diagnostic::Severity;
use crate::rules::RuleId;

use super::error::ConfigError;
use super::file::{self, Contents};
use super::schema::{rule_options, schema};
use super::select::default_severity;
use super::{Preset, RuleChanges};

/// Where a setting is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nothing sets it.
    Default,
    /// The preset of this name.
    Preset(&'static str),
    /// This line of the configuration.
    Line(usize),
    /// This line of the configuration, in an override for some files.
    Override(usize),
}

/// A setting, as it would be written in a configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The keys that lead to it, joined by points.
    pub key: String,
    /// Its value.
    pub value: toml::Value,
    /// Where it is from.
    pub origin: Origin,
}

/// The settings of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleSetting {
    /// The rule.
    pub rule: RuleId,
    /// How much its findings matter; `None` if it is off.
    pub severity: Option<Severity>,
    /// Where that is from.
    pub origin: Origin,
    /// Its options.
    pub options: Vec<Setting>,
}

/// What a configuration comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Effective {
    /// The settings outside of all tables that are lists.
    pub settings: Vec<Setting>,
    /// The shapes that can apply, the first that describes a file first.
    pub shapes: Vec<Vec<Setting>>,
    /// The settings of all rules.
    pub rules: Vec<RuleSetting>,
}

/// The keys that [`Effective::settings`] leaves to others.
const APART: [&str; 3] = ["rules", "overrides", "shape"];

/// What the configuration `text` at `path` comes to: for the file with the path `name` in the
/// collection, or for files that no override concerns.
///
/// # Errors
/// With all mistakes of the configuration.
pub fn effective(text: &str, path: &Path, name: Option<&str>) -> Result<Effective, ConfigError> {
    let contents = file::read(text).map_err(|all| ConfigError::new(path, text, all))?;
    let document = Document::new(text);
    Ok(Effective {
        settings: settings(&document),
        shapes: shapes(&document, &contents, name),
        rules: rules(&document, &contents, name),
    })
}

/// The text of a configuration, parsed.
struct Document<'t> {
    text: &'t str,
    table: DeTable<'t>,
}

impl<'t> Document<'t> {
    /// `text` has been read before, and has no mistakes.
    fn new(text: &'t str) -> Self {
        let table = DeTable::parse(text).map(Spanned::into_inner);
        Self {
            text,
            table: table.unwrap_or_default(),
        }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    fn elements(&self, key: &str) -> &[Spanned<DeValue<'t>>] {
        let array = self.table.get(key).and_then(|v| v.get_ref().as_array());
        array.map_or(&[], |array| array)
    }
}

fn settings(document: &Document<'_>) -> Vec<Setting> {
    let schema = schema();
    let mut settings = Vec::new();
    let mut unset = BTreeMap::new();
    defaults("", &schema, &schema, &mut unset);
    let mut set = Vec::new();
    for (key, value) in &document.table {
        if !APART.contains(&&**key.get_ref()) {
            flatten(&quoted(key.get_ref()), value, &mut |key, value| {
                let origin = Origin::Line(document.line(value.span().start));
                set.extend(setting(key, value, origin));
            });
        }
    }
    unset.retain(|key, _| !set.iter().any(|setting| &setting.key == key));
    settings.extend(set);
    settings.extend(unset.into_iter().map(|(key, value)| Setting {
        key,
        value,
        origin: Origin::Default,
    }));
    settings
}

/// The defaults that `schema`, a part of `root`, states for the keys below `prefix`.
fn defaults(prefix: &str, schema: &Json, root: &Json, into: &mut BTreeMap<String, toml::Value>) {
    let schema = resolve(schema, root);
    let properties = schema.get("properties").and_then(Json::as_object);
    for (key, property) in properties.into_iter().flatten() {
        if prefix.is_empty() && APART.contains(&key.as_str()) {
            continue;
        }
        let key = joined(prefix, key);
        match property.get("default") {
            Some(Json::Object(_)) | None => defaults(&key, property, root, into),
            Some(default) => {
                if let Ok(value) = toml::Value::try_from(default) {
                    into.insert(key, value);
                }
            }
        }
    }
}

/// `schema` with one reference followed.
fn resolve<'s>(schema: &'s Json, root: &'s Json) -> &'s Json {
    let all = schema.get("allOf").and_then(Json::as_array);
    let schema = match all.map(Vec::as_slice) {
        Some([only]) => only,
        _ => schema,
    };
    let reference = schema.get("$ref").and_then(Json::as_str);
    let target = reference.and_then(|at| root.pointer(at.strip_prefix('#')?));
    target.unwrap_or(schema)
}

/// Calls `found` for all values below `value` that are no tables.
fn flatten<'i>(
    key: &str,
    value: &Spanned<DeValue<'i>>,
    found: &mut dyn FnMut(&str, &Spanned<DeValue<'i>>),
) {
    match value.get_ref() {
        DeValue::Table(table) => {
            for (name, value) in table {
                flatten(&joined(key, name.get_ref()), value, found);
            }
        }
        _ => found(key, value),
    }
}

fn joined(prefix: &str, key: &str) -> String {
    if prefix.is_empty() {
        quoted(key)
    } else {
        format!("{prefix}.{}", quoted(key))
    }
}

/// `key` as TOML wants it.
fn quoted(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(is_bare) {
        key.to_owned()
    } else {
        toml::Value::from(key).to_string()
    }
}

fn setting(key: &str, value: &Spanned<DeValue<'_>>, origin: Origin) -> Option<Setting> {
    let value = toml::Value::deserialize(ValueDeserializer::from(value.clone())).ok()?;
    let key = key.to_owned();
    Some(Setting { key, value, origin })
}

fn shapes(document: &Document<'_>, contents: &Contents, name: Option<&str>) -> Vec<Vec<Setting>> {
    let own = document.elements("shape");
    let preset = contents.preset.as_ref();
    let preset_document = preset.map(|preset| Document::new(preset.text));
    let of_preset = preset_document.as_ref().map(|d| d.elements("shape"));
    let mut shapes = Vec::new();
    for (shape, table) in contents.shapes.iter().zip(own) {
        if name.is_none_or(|name| shape.describes(name)) {
            shapes.push(shape_settings(table, |at| Origin::Line(document.line(at))));
        }
    }
    if let (Some(preset), Some(tables)) = (preset, of_preset) {
        for (shape, table) in preset.shapes.iter().zip(tables) {
            if name.is_none_or(|name| shape.describes(name)) {
                shapes.push(shape_settings(table, |_| Origin::Preset(preset.name)));
            }
        }
    }
    // Of those that describe a file the first applies.
    shapes.truncate(if name.is_some() { 1 } else { usize::MAX });
    shapes
}

fn shape_settings(table: &Spanned<DeValue<'_>>, origin: impl Fn(usize) -> Origin) -> Vec<Setting> {
    let mut settings = Vec::new();
    let DeValue::Table(entries) = table.get_ref() else {
        return settings;
    };
    for (key, value) in entries {
        flatten(&quoted(key.get_ref()), value, &mut |key, value| {
            settings.extend(setting(key, value, origin(value.span().start)));
        });
    }
    settings
}

fn rules(document: &Document<'_>, contents: &Contents, name: Option<&str>) -> Vec<RuleSetting> {
    let mut rules: Vec<RuleSetting> = RuleId::all().map(by_default).collect();
    if let Some(preset) = &contents.preset {
        apply_preset(preset, &mut rules);
    }
    let of_file = |at| Origin::Line(document.line(at));
    apply(
        &contents.rules,
        document.table.get("rules"),
        of_file,
        &mut rules,
    );
    let overrides = contents
        .overrides
        .iter()
        .zip(document.elements("overrides"));
    for (exception, table) in overrides {
        if name.is_some_and(|name| exception.files.is_match(name)) {
            let of_override = |at| Origin::Override(document.line(at));
            let table = table.get_ref().get("rules");
            apply(&exception.rules, table, of_override, &mut rules);
        }
    }
    rules
}

fn by_default(rule: RuleId) -> RuleSetting {
    let options = rule_options(rule).map(|schema| {
        let mut unset = BTreeMap::new();
        defaults("", &schema, &schema, &mut unset);
        unset
    });
    let options = options.unwrap_or_default().into_iter();
    RuleSetting {
        rule,
        severity: default_severity(rule),
        origin: Origin::Default,
        options: options
            .map(|(key, value)| Setting {
                key,
                value,
                origin: Origin::Default,
            })
            .collect(),
    }
}

fn apply_preset(preset: &Preset, rules: &mut [RuleSetting]) {
    let document = Document::new(preset.text);
    let origin = |_| Origin::Preset(preset.name);
    apply(&preset.rules, document.table.get("rules"), origin, rules);
}

/// Applies `changes`, which were read from `table`.
fn apply(
    changes: &RuleChanges,
    table: Option<&Spanned<DeValue<'_>>>,
    origin: impl Fn(usize) -> Origin,
    rules: &mut [RuleSetting],
) {
    for change in &changes.severities {
        let Some(setting) = rules.get_mut(change.rule.0) else {
            continue;
        };
        setting.severity = change.severity;
        setting.origin = origin(change.at.start);
    }
    for (rule, _) in &changes.options {
        let Some(to) = rules.get_mut(rule.0) else {
            continue;
        };
        let value = table.and_then(|table| table.get_ref().get(rule.name()));
        let Some(DeValue::Table(set)) = value.map(Spanned::get_ref) else {
            continue;
        };
        // They replace all that the rule had.
        to.options = by_default(*rule).options;
        for (key, value) in set.iter().filter(|(key, _)| &**key.get_ref() != "severity") {
            flatten(&quoted(key.get_ref()), value, &mut |key, value| {
                let Some(new) = setting(key, value, origin(value.span().start)) else {
                    return;
                };
                match to.options.iter_mut().find(|old| old.key == new.key) {
                    Some(old) => *old = new,
                    None => to.options.push(new),
                }
            });
        }
    }
}
