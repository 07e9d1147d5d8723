//! `[[custom]]`: rules that a collection makes for itself.

use globset::GlobSet;
use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::custom::{CustomRule, Replacement};
use crate::diagnostic::Safety;
use crate::passage::Scope;
use crate::source::PathGlobs;

use super::error::Mistake;
use super::rules_table::Level;

/// The group of the rules that collections make for themselves.
pub(super) const GROUP: &str = "custom";

/// A rule of the collection's own, reported as `custom/ID`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct CustomTable {
    /// What it is called behind `custom/`: lower-case letters, digits and hyphens.
    #[schemars(with = "String")]
    id: Spanned<String>,
    /// What is wrong where the pattern matches.
    #[schemars(with = "String")]
    message: Spanned<String>,
    /// What to do about it.
    #[serde(default)]
    help: Option<String>,
    /// A regular expression for what must not be there.
    #[schemars(with = "String")]
    pattern: Spanned<String>,
    /// Where it must not be.
    #[serde(default)]
    scope: Scope,
    /// Globs of the files that it looks at. Without it, all.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    files: Vec<Spanned<String>>,
    /// What `--fix --unsafe-fixes` puts in its place; `$1` and `${name}` stand for what a group of
    /// the pattern has matched.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    replacement: Option<Spanned<String>>,
    /// Whether the replacement cannot change the meaning, so that `--fix` makes it, too.
    #[serde(default)]
    safe: bool,
    /// How much its findings matter.
    #[serde(default = "warning")]
    #[schemars(default = "warning_by_name")]
    severity: Level,
}

fn warning() -> Level {
    Level::Warning
}

fn warning_by_name() -> &'static str {
    "warning"
}

impl CustomTable {
    /// Whether it makes the rule `custom/ID`.
    pub(super) fn has_name(&self, name: &str) -> bool {
        name.strip_prefix(GROUP)
            .and_then(|rest| rest.strip_prefix('/'))
            == Some(self.id.get_ref())
    }
}

/// Makes rules of `tables`; `others` are those that are there already. Those with mistakes are
/// left out.
pub(super) fn read(
    tables: &[CustomTable],
    others: &[CustomRule],
    mistakes: &mut Vec<Mistake>,
) -> Vec<CustomRule> {
    let mut rules: Vec<CustomRule> = Vec::new();
    for table in tables {
        let before = mistakes.len();
        let rule = of(table, mistakes);
        let name = &rule.as_ref().map_or("", |rule| &rule.name);
        if rules.iter().chain(others).any(|rule| rule.name == **name) {
            let message = format!("two custom rules have the id `{}`", table.id.get_ref());
            mistakes.push(Mistake::at(table.id.span(), message));
        }
        rules.extend(rule.filter(|_| mistakes.len() == before));
    }
    rules
}

fn of(table: &CustomTable, mistakes: &mut Vec<Mistake>) -> Option<CustomRule> {
    let id = table.id.get_ref();
    if CustomName::new(id).is_none() {
        let message = format!("`{id}` cannot be an id");
        let help =
            "an id begins with a letter and has lower-case letters, digits and hyphens, 46 at most";
        mistakes.push(Mistake::at(table.id.span(), message).help(help));
    }
    if table.message.get_ref().trim().is_empty() {
        let mistake = Mistake::at(table.message.span(), "the `message` is empty");
        mistakes.push(mistake.help("say what is wrong where the pattern matches"));
    }
    let pattern = pattern(&table.pattern, mistakes);
    let files = (!table.files.is_empty()).then(|| globs(&table.files, mistakes));
    if let (Some(pattern), Some(replacement)) = (&pattern, &table.replacement) {
        groups(pattern, replacement, mistakes);
    }
    Some(CustomRule {
        name: format!("{GROUP}/{id}"),
        message: table.message.get_ref().trim().to_owned(),
        help: table.help.clone(),
        pattern: pattern?,
        scope: table.scope,
        files,
        replacement: table.replacement.as_ref().map(|text| Replacement {
            text: text.get_ref().clone(),
            safety: if table.safe {
                Safety::Safe
            } else {
                Safety::Unsafe
            },
        }),
        severity: table.severity.severity(),
    })
}

/// The most bytes that an id has.
const LONGEST_ID: usize = 46;

/// The name `custom/ID` of a rule that a collection has made for itself: lower-case letters, digits
/// and hyphens. As small and as easily copied as the names of other rules.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CustomName {
    bytes: [u8; LONGEST_ID],
    length: u8,
}

impl CustomName {
    /// The name of the rule with this id, if it can be one.
    #[must_use]
    pub fn new(id: &str) -> Option<Self> {
        let is_id = id.starts_with(|c: char| c.is_ascii_lowercase())
            && id
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let mut bytes = [0; LONGEST_ID];
        bytes
            .get_mut(..id.len())
            .filter(|_| is_id)?
            .copy_from_slice(id.as_bytes());
        let length = u8::try_from(id.len()).ok()?;
        Some(Self { bytes, length })
    }

    /// What stands behind `custom/`.
    #[must_use]
    pub fn id(&self) -> &str {
        let id = self
            .bytes
            .get(..usize::from(self.length))
            .unwrap_or_default();
        std::str::from_utf8(id).unwrap_or_default()
    }

    /// `custom/ID`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{GROUP}/{}", self.id())
    }
}

impl std::fmt::Debug for CustomName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name())
    }
}

fn pattern(pattern: &Spanned<String>, mistakes: &mut Vec<Mistake>) -> Option<Regex> {
    match Regex::new(pattern.get_ref()) {
        Ok(regex) if regex.is_match("") => {
            let message = "this `pattern` matches nothing at all, which is everywhere";
            mistakes.push(Mistake::at(pattern.span(), message));
            None
        }
        Ok(regex) => Some(regex),
        Err(error) => {
            // The first lines of a syntax error repeat the pattern, which the report underlines.
            let text = error.to_string();
            let reason = text.rsplit("error: ").next().unwrap_or(&text).trim();
            let message = format!("bad `pattern`: not a regular expression: {reason}");
            mistakes.push(Mistake::at(pattern.span(), message));
            None
        }
    }
}

fn globs(patterns: &[Spanned<String>], mistakes: &mut Vec<Mistake>) -> GlobSet {
    let mut globs = PathGlobs::default();
    for pattern in patterns {
        if let Err(reason) = globs.add(pattern.get_ref()) {
            let message = format!("bad glob `{}`: {reason}", pattern.get_ref());
            mistakes.push(Mistake::at(pattern.span(), message));
        }
    }
    globs.build().unwrap_or_else(|_| GlobSet::empty())
}

/// A reference to a group that the pattern does not have would be replaced by nothing.
fn groups(pattern: &Regex, replacement: &Spanned<String>, mistakes: &mut Vec<Mistake>) {
    let text = replacement.get_ref().replace("$$", "");
    for reference in text.split('$').skip(1) {
        let braced = reference
            .strip_prefix('{')
            .and_then(|rest| rest.split('}').next());
        let name = braced.unwrap_or_else(|| {
            let end = reference.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            &reference[..end.unwrap_or(reference.len())]
        });
        let known = match name.parse::<usize>() {
            Ok(number) => number < pattern.captures_len(),
            Err(_) => name.is_empty() || pattern.capture_names().flatten().any(|n| n == name),
        };
        if !known {
            let message = format!("the pattern has no group `{name}`");
            let help = "write `$$` for a dollar sign, and `${1}` where letters follow";
            mistakes.push(Mistake::at(replacement.span(), message).help(help));
        }
    }
}
