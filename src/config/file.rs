//! The format of `qalint.toml`, and reading it.

use std::ops::Range;
use std::path::Path;

use globset::GlobSet;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::IgnoredAny;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::custom::CustomRule;
use crate::link::LinkSettings;
use crate::qa::{CAPTURES, Shape, ShapeTable};
use crate::source::PathGlobs;

use super::custom::{self, CustomTable};
use super::error::{ConfigError, Mistake};
use super::links::LinksTable;
use super::presets::{self, Preset};
use super::rules_table::{self, RulesTable};
use super::{Online, Override, RuleChanges, Settings, explain, online, schema};

/// What the collection in this folder wants of itself. All paths are those in the collection:
/// from the folder of this file, with `/` between folders.
///
/// A glob is read as a line of `.gitignore` is: with a slash before its end it is a path from the
/// root of the collection, without one it is a name in any folder; `*` and `?` stop at slashes,
/// `**` does not; a folder stands for all that is in it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "qalint.toml")]
pub(super) struct ConfigFile {
    /// A style that comes with qalint: how questions are written, and what goes with it for the
    /// rules. What this file says comes first.
    #[schemars(schema_with = "super::schema::preset")]
    preset: Option<Spanned<String>>,
    /// Globs of files to look at although their names do not say that they are Markdown.
    #[schemars(with = "Vec<String>")]
    include: Vec<Spanned<String>>,
    /// Globs of files and folders not to look at.
    #[schemars(with = "Vec<String>")]
    exclude: Vec<Spanned<String>>,
    /// How much the findings of a rule, a group of rules or all rules matter, and the options of
    /// rules. The more specific name counts. A rule that is off by default is switched on by its
    /// own name only.
    // Read by `rules_table`, which knows the rules and their options.
    #[serde(rename = "rules")]
    #[schemars(with = "RulesTable")]
    _rules: IgnoredAny,
    /// Where links lead.
    links: LinksTable,
    /// Other settings of rules for some files. All that match a file apply, the last counts.
    overrides: Vec<OverrideTable>,
    /// Whether links to the web are asked for, and how: `true`, or a table.
    // Read by `online`, which has places for what is wrong in it.
    #[serde(rename = "online")]
    #[schemars(schema_with = "super::online::schema")]
    _online: IgnoredAny,
    /// How questions and answers are written. The first that describes a file applies.
    shape: Vec<ShapeTable>,
    /// Rules of the collection's own. They can also stand in TOML files in its folder `rules/`.
    custom: Vec<CustomTable>,
}

/// A file in the folder `rules/` of a collection: rules of its own.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct RulesFile {
    /// Rules of the collection's own.
    custom: Vec<CustomTable>,
}

/// Other settings of rules for some files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct OverrideTable {
    /// Globs of the files.
    #[schemars(with = "Vec<String>")]
    files: Vec<Spanned<String>>,
    /// What is otherwise for them. The options of a rule replace all that it had.
    #[serde(default, rename = "rules")]
    #[schemars(with = "RulesTable")]
    _rules: IgnoredAny,
}

/// What a configuration says, ready for use.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub(super) preset: Option<Preset>,
    pub(super) include: GlobSet,
    pub(super) exclude: GlobSet,
    pub(super) links: LinkSettings,
    pub(super) rules: RuleChanges,
    pub(super) overrides: Vec<Override>,
    pub(super) online: Option<(bool, Online)>,
    pub(super) shapes: Vec<Shape>,
    pub(super) custom: Vec<CustomRule>,
}

/// Makes settings of the configuration `text` that stands, or might stand, at `path`. The
/// collection is the folder of `path`.
///
/// # Errors
/// With all mistakes of the configuration, as far as one does not hide another.
pub fn parse(text: &str, path: &Path) -> Result<Settings, ConfigError> {
    parse_with(text, path, Vec::new())
}

/// [`parse`], given the rules from the folder `rules/`.
pub(super) fn parse_with(
    text: &str,
    path: &Path,
    others: Vec<CustomRule>,
) -> Result<Settings, ConfigError> {
    let contents =
        read_with(text, others).map_err(|mistakes| ConfigError::new(path, text, mistakes))?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let root = folder.unwrap_or(Path::new(".")).to_owned();
    let preset = contents.preset.as_ref();
    let mut settings = match preset {
        Some(preset) => Settings::with_preset(root, preset),
        None => Settings::new(root),
    };
    settings.file = Some(path.to_owned());
    settings.shapes.splice(0..0, contents.shapes);
    settings.include = contents.include;
    settings.exclude = contents.exclude;
    settings.links = contents.links;
    settings.rules.apply(&contents.rules);
    settings.overrides = contents.overrides;
    if let Some((enabled, online)) = contents.online {
        settings.online = online;
        settings.is_online = enabled;
    }
    settings.custom = contents.custom;
    for rule in &mut settings.custom {
        rule.severity = rule.severity_after(rule.severity, &contents.rules);
    }
    Ok(settings)
}

/// Reads a file of the folder `rules/`, whose rules are added to `rules`. A file that has no rules
/// of a collection is somebody else's.
///
/// # Errors
/// With all mistakes of the file.
pub(super) fn parse_rules(
    text: &str,
    path: &Path,
    rules: &mut Vec<CustomRule>,
) -> Result<(), ConfigError> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !text.contains("[[custom]]") && !document.get_ref().contains_key("custom") {
        return Ok(());
    }
    let error = |mistakes| ConfigError::new(path, text, mistakes);
    if !errors.is_empty() {
        return Err(error(explain::syntax(&errors, text)));
    }
    let span = document.span();
    let mut document = Spanned::new(span, DeValue::Table(document.into_inner()));
    let mut mistakes = explain::against_schema(&mut document, &schema::rules_file());
    match RulesFile::deserialize(ValueDeserializer::from(document)) {
        Ok(file) => rules.extend(custom::read(&file.custom, rules, &mut mistakes)),
        Err(error) if mistakes.is_empty() => mistakes.push(Mistake::of_toml(&error)),
        Err(_) => {}
    }
    if mistakes.is_empty() {
        Ok(())
    } else {
        Err(error(mistakes))
    }
}

/// Reads the configuration `text`.
pub(super) fn read(text: &str) -> Result<Contents, Vec<Mistake>> {
    read_with(text, Vec::new())
}

/// Reads the configuration `text`, given the rules from the folder `rules/`.
fn read_with(text: &str, others: Vec<CustomRule>) -> Result<Contents, Vec<Mistake>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        return Err(explain::syntax(&errors, text));
    }
    let span = document.span();
    let mut document = Spanned::new(span, DeValue::Table(document.into_inner()));
    let mistakes = match contents(&document, &others) {
        Ok(mut contents) => {
            contents.custom.splice(0..0, others);
            return Ok(contents);
        }
        Err(mistakes) => mistakes,
    };
    // Serde stops at the first mistake and knows no name to suggest. The schema knows all names;
    // what is left then is mistakes within values.
    let mut all = explain::against_schema(&mut document, &schema::schema());
    if all.is_empty() {
        return Err(mistakes);
    }
    if let Err(more) = contents(&document, &others) {
        all.extend(more);
    }
    Err(all)
}

fn contents(
    document: &Spanned<DeValue<'_>>,
    others: &[CustomRule],
) -> Result<Contents, Vec<Mistake>> {
    let file = ConfigFile::deserialize(ValueDeserializer::from(document.clone()))
        .map_err(|error| vec![Mistake::of_toml(&error)])?;
    let mut mistakes = Vec::new();
    let mut contents = Contents {
        preset: file.preset.and_then(|name| preset(&name, &mut mistakes)),
        include: globs(&file.include, &mut mistakes),
        exclude: globs(&file.exclude, &mut mistakes),
        links: file.links.settings(&mut mistakes),
        ..Contents::default()
    };
    let document = document.get_ref();
    if let Some(rules) = document.get("rules") {
        contents.rules = rules_table::read(rules, &mut mistakes);
    }
    if let Some(value) = document.get("online") {
        contents.online = online::read(value, &mut mistakes);
    }
    for (exception, table) in file.overrides.iter().zip(elements(document, "overrides")) {
        let files = globs(&exception.files, &mut mistakes);
        let rules = table.get_ref().get("rules");
        let rules = rules.map(|rules| rules_table::read(rules, &mut mistakes));
        contents.overrides.push(Override {
            files,
            rules: rules.unwrap_or_default(),
        });
    }
    for (shape, table) in file.shape.into_iter().zip(elements(document, "shape")) {
        contents
            .shapes
            .extend(self::shape(shape, table, &mut mistakes));
    }
    contents.custom = custom::read(&file.custom, others, &mut mistakes);
    let known: Vec<&str> = contents
        .custom
        .iter()
        .chain(others)
        .map(|rule| rule.name.as_str())
        .collect();
    let exceptions = contents.overrides.iter().map(|o| &o.rules);
    for change in std::iter::once(&contents.rules)
        .chain(exceptions)
        .flat_map(|rules| &rules.custom)
    {
        let Some(name) = change.name.as_deref() else {
            continue;
        };
        // One that has mistakes is there all the same.
        let is_there = file.custom.iter().any(|table| table.has_name(name));
        if !known.contains(&name) && !is_there {
            let message = format!("the collection has no rule `{name}`");
            mistakes.push(Mistake::at(change.at.clone(), message).suggest(name, &known));
        }
    }
    if mistakes.is_empty() {
        Ok(contents)
    } else {
        Err(mistakes)
    }
}

fn elements<'a, 'i>(document: &'a DeValue<'i>, key: &str) -> &'a [Spanned<DeValue<'i>>] {
    let array = document
        .get(key)
        .and_then(|value| value.get_ref().as_array());
    array.map_or(&[], |array| array)
}

fn preset(name: &Spanned<String>, mistakes: &mut Vec<Mistake>) -> Option<Preset> {
    let preset = presets::preset(name.get_ref());
    if preset.is_none() {
        let names: Vec<_> = presets::names().map(|(name, _)| name).collect();
        let message = format!("unknown preset `{}`", name.get_ref());
        mistakes.push(Mistake::at(name.span(), message).suggest(name.get_ref(), &names));
    }
    preset
}

fn globs(patterns: &[Spanned<String>], mistakes: &mut Vec<Mistake>) -> GlobSet {
    let mut globs = PathGlobs::default();
    for pattern in patterns {
        if let Err(reason) = globs.add(pattern.get_ref()) {
            mistakes.push(bad_glob(pattern.get_ref(), pattern.span(), &reason));
        }
    }
    globs.build().unwrap_or_else(|reason| {
        let span = patterns.first().map_or(0..0, Spanned::span);
        mistakes.push(Mistake::at(
            span,
            format!("these globs are too much: {reason}"),
        ));
        GlobSet::empty()
    })
}

fn bad_glob(glob: &str, span: Range<usize>, reason: &str) -> Mistake {
    Mistake::at(span, format!("bad glob `{glob}`: {reason}"))
}

/// Makes a shape of `table`, which was read from `value`. With each mistake, the key that has it
/// is left out and the rest is looked at.
fn shape(
    mut table: ShapeTable,
    value: &Spanned<DeValue<'_>>,
    mistakes: &mut Vec<Mistake>,
) -> Option<Shape> {
    let before = mistakes.len();
    let mut rest = value.clone();
    for element in elements(value.get_ref(), "files") {
        let glob = element.get_ref().as_str().unwrap_or_default();
        if let Err(reason) = PathGlobs::default().add(glob) {
            mistakes.push(bad_glob(glob, element.span(), &reason));
        }
    }
    if mistakes.len() > before {
        remove(&mut rest, &["files"]);
        table.files.clear();
    }
    loop {
        let error = match Shape::new(&table) {
            Ok(shape) => {
                captures(&shape, value, mistakes);
                return (mistakes.len() == before).then_some(shape);
            }
            Err(error) => error,
        };
        let name = error.keys.join(".");
        let removed = remove(&mut rest, error.keys);
        let span = removed.as_ref().unwrap_or(value).span();
        mistakes.push(Mistake::at(
            span,
            format!("bad `{name}`: {}", error.message),
        ));
        let again = ShapeTable::deserialize(ValueDeserializer::from(rest.clone()));
        match (removed, again) {
            (Some(_), Ok(again)) => table = again,
            _ => return None,
        }
    }
}

/// Takes the value that `keys` lead to out of `table`.
fn remove<'i>(table: &mut Spanned<DeValue<'i>>, keys: &[&str]) -> Option<Spanned<DeValue<'i>>> {
    let DeValue::Table(table) = table.get_mut() else {
        return None;
    };
    match keys {
        [] => None,
        [key] => table.remove(*key),
        [key, rest @ ..] => remove(table.get_mut(*key)?, rest),
    }
}

/// A capture that nothing asks for is a misspelt one.
fn captures(shape: &Shape, value: &Spanned<DeValue<'_>>, mistakes: &mut Vec<Mistake>) {
    let crate::qa::Pattern::Regex(pattern) = &shape.pattern else {
        return;
    };
    for name in pattern.capture_names().flatten() {
        if !CAPTURES.contains(&name) {
            let pattern = value.get_ref().get("pattern").unwrap_or(value);
            let message = format!("unknown capture `{name}` in `pattern`");
            mistakes.push(Mistake::at(pattern.span(), message).suggest(name, &CAPTURES));
        }
    }
}
