//! What has been inferred of how questions are written, as a configuration would say it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use qalint::check::Run;
use qalint::qa::{Candidate, ShapeTable};

/// How many files a shape names one by one.
const MOST_NAMES: usize = 20;

/// How many ways to write questions are written down.
const MOST_SHAPES: usize = 8;

/// A `[[shape]]` for each way in which the collection writes its questions, as comments; empty if
/// it has none.
pub(super) fn commented(run: &Run) -> String {
    let candidates: Vec<&Candidate> = run
        .styles()
        .iter()
        .filter_map(|style| style.inference())
        .flat_map(|inference| &inference.candidates)
        .take(MOST_SHAPES)
        .collect();
    let mut text = String::new();
    for (at, candidate) in candidates.iter().enumerate() {
        if at > 0 {
            text.push_str("#\n");
        }
        let others = candidates.iter().enumerate();
        let others = others
            .filter(|(other, _)| *other != at)
            .map(|(_, other)| *other);
        let files = match candidates.len() {
            1 => Vec::new(),
            _ => globs(candidate, &others.collect::<Vec<_>>()),
        };
        for line in shape(&candidate.table, &files).lines() {
            text.push_str(&format!("# {line}\n"));
        }
    }
    text
}

/// Globs of the files that are written so: their folders where no other way is in them, and else
/// their names.
fn globs(candidate: &Candidate, others: &[&Candidate]) -> Vec<String> {
    let folder = |name: &str| name.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let taken: BTreeSet<Option<String>> = others
        .iter()
        .flat_map(|other| &other.names)
        .map(|name| folder(name))
        .collect();
    let globs: BTreeSet<String> = candidate
        .names
        .iter()
        .map(|name| match folder(name) {
            Some(folder) if !taken.contains(&Some(folder.clone())) => {
                format!("/{}/*.md", escaped(&folder))
            }
            _ => format!("/{}", escaped(name)),
        })
        .collect();
    globs.into_iter().take(MOST_NAMES).collect()
}

/// `name` as a glob that means just it.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The lines of a `[[shape]]` that say what is not there by default.
fn shape(table: &ShapeTable, files: &[String]) -> String {
    let mut text = String::from("[[shape]]\n");
    if !files.is_empty() {
        let files: Vec<String> = files.iter().map(|glob| string(glob)).collect();
        line(&mut text, "files", &format!("[{}]", files.join(", ")));
    }
    line(&mut text, "at", &word(&table.at));
    if let Some(level) = table.level {
        line(&mut text, "level", &level.to_string());
    }
    if !table.levels.is_empty() {
        line(&mut text, "levels", &format!("{:?}", table.levels));
    }
    if table.pattern != "^" {
        line(&mut text, "pattern", &string(&table.pattern));
    }
    if let Some(near) = &table.near {
        line(&mut text, "near", &string(near));
    }
    if table.other_levels {
        line(&mut text, "other-levels", "true");
    }
    if let Some(number) = &table.number {
        line(&mut text, "number", &word(number));
    }
    if table.title_field != ShapeTable::default().title_field {
        line(&mut text, "title-field", &string(&table.title_field));
    }
    let answer = &table.answer;
    let mut inner = Vec::new();
    inner.extend(
        answer
            .place
            .as_ref()
            .map(|place| format!("in = {}", word(place))),
    );
    inner.extend(
        answer
            .marker
            .as_ref()
            .map(|marker| format!("marker = {}", string(marker))),
    );
    inner.extend(answer.optional.then(|| "optional = true".to_owned()));
    if !inner.is_empty() {
        line(&mut text, "answer", &format!("{{ {} }}", inner.join(", ")));
    }
    if let Some(options) = &table.options {
        let mut inner = vec![format!("style = {}", word(&options.style))];
        inner.extend(
            options
                .answer
                .as_ref()
                .map(|answer| format!("answer = {}", string(answer))),
        );
        inner.extend(options.optional.then(|| "optional = true".to_owned()));
        line(&mut text, "options", &format!("{{ {} }}", inner.join(", ")));
    }
    let scope = word(&table.numbering.scope);
    line(&mut text, "numbering", &format!("{{ scope = {scope} }}"));
    text
}

fn line(text: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{key} = {value}");
}

/// A value that is a word of the configuration's, in quotes.
fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).map_or_else(|_| "\"\"".to_owned(), |word| word.to_string())
}

/// `text` as a string of TOML on one line; without escapes where that is possible, for regular
/// expressions have many backslashes.
fn string(text: &str) -> String {
    if !text.contains(['\'', '\n', '\r']) && !text.chars().any(char::is_control) {
        return format!("'{text}'");
    }
    // What JSON escapes, TOML does in the same way; a JSON string has no escape that TOML lacks
    // but `\/`, which serde_json does not write.
    serde_json::Value::from(text).to_string()
}
