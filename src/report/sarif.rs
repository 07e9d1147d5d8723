//! SARIF 2.1.0, for code scanning services. [`sarif_types`](super::sarif_types) has the objects.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::escape::escape;
use super::fingerprint::Fingerprints;
use super::sarif_types as types;
use super::{Options, Sources, summary::grouped};
use crate::diagnostic::{Diagnostic, Edit, Fix, Severity};
use crate::rules::RuleId;
use crate::source::{FileId, Span};

/// How many results GitHub takes in one run; it refuses the whole file if there are more.
pub(super) const MOST_RESULTS: usize = 25_000;

/// How many related places GitHub keeps of a result.
const MOST_PLACES: usize = 100;

/// Fixes are left out behind so many bytes: GitHub takes 10 MiB of gzip, which JSON of this kind
/// is compressed to from about ten times as many.
const BYTES_WITH_FIXES: u64 = 48 * 1024 * 1024;

/// A fix that writes more than this is none that anyone reviews.
const MOST_REPLACED: usize = 64 * 1024;

/// Writes the log, a result to a line.
pub(super) fn write(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kept = most_severe(diagnostics, MOST_RESULTS);
    let names: BTreeSet<&str> = kept.iter().map(|found| &*found.rule).collect();
    let indices: BTreeMap<&str, usize> = (0..).zip(&names).map(|(n, name)| (*name, n)).collect();
    let driver = types::Driver {
        name: "qalint",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: names.iter().map(|name| rule(name, options)).collect(),
    };
    let out = &mut Counted { out, bytes: 0 };
    write!(
        out,
        "{{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\
         \"runs\":[{{\"tool\":{{\"driver\":"
    )?;
    crate::json::write(&mut *out, &driver)?;
    out.write_all(b"},\"columnKind\":\"unicodeCodePoints\",\"invocations\":")?;
    let left_out = diagnostics.len() - kept.len();
    crate::json::write(&mut *out, &[invocation(left_out)])?;
    out.write_all(b",\"results\":[")?;
    let mut fingerprints = Fingerprints::default();
    let mut before = "\n";
    for diagnostic in &kept {
        let fixes = if out.bytes < BYTES_WITH_FIXES {
            diagnostic
                .fixes
                .iter()
                .filter_map(|found| fix(found, sources))
                .collect()
        } else {
            Vec::new()
        };
        let result = types::Result {
            rule_id: &diagnostic.rule,
            rule_index: indices.get(&*diagnostic.rule).copied().unwrap_or(0),
            level: level(diagnostic.severity),
            message: types::Message {
                text: message(diagnostic),
            },
            locations: [location(
                diagnostic.primary.file,
                diagnostic.primary.span,
                None,
                sources,
            )],
            related_locations: diagnostic
                .labels
                .iter()
                .take(MOST_PLACES)
                .map(|label| location(label.file, label.span, Some(&label.message), sources))
                .collect(),
            partial_fingerprints: types::PartialFingerprints {
                primary_location_line_hash: fingerprints.next(diagnostic, sources).to_string(),
            },
            fixes,
        };
        out.write_all(before.as_bytes())?;
        crate::json::write(&mut *out, &result)?;
        before = ",\n";
    }
    if !kept.is_empty() {
        out.write_all(b"\n")?;
    }
    out.write_all(b"]}]}\n")
}

/// At most `most` of `diagnostics`, in their order: those of the highest severities.
fn most_severe<'a>(diagnostics: &[&'a Diagnostic], most: usize) -> Vec<&'a Diagnostic> {
    let mut room = most;
    let mut takes = BTreeMap::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Info] {
        let found = diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count();
        takes.insert(severity, found.min(room));
        room -= found.min(room);
    }
    let mut takes_it = |diagnostic: &&Diagnostic| match takes.get_mut(&diagnostic.severity) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    diagnostics
        .iter()
        .copied()
        .filter(|diagnostic| takes_it(diagnostic))
        .collect()
}

fn invocation(left_out: usize) -> types::Invocation {
    let note = format!(
        "{} findings are left out, because services take at most {} of a run; the most severe are \
         here",
        grouped(left_out),
        grouped(MOST_RESULTS)
    );
    let notification = (left_out > 0).then_some(types::Notification {
        level: "warning",
        message: types::Message { text: note },
    });
    types::Invocation {
        execution_successful: true,
        tool_execution_notifications: notification.into_iter().collect(),
    }
}

/// What the page of a rule says of it.
fn rule<'a>(name: &'a str, options: &Options) -> types::Rule<'a> {
    let page = RuleId::by_name(name).map(|rule| rule.entry().page);
    let summary = page.map_or(name, |page| page.summary);
    let body = page.map_or("", |page| page.body);
    let about = body.split("\n## ").next().unwrap_or(body).trim();
    let text = |text: &str| types::Text {
        text: text.to_owned(),
    };
    types::Rule {
        id: name,
        name,
        short_description: text(summary),
        full_description: text(summary),
        help: types::Help {
            text: with_whole_links(about, name, options),
            markdown: with_whole_links(body, name, options),
        },
        help_uri: options.rule_page(name),
        default_configuration: types::Configuration {
            enabled: page.is_some_and(|page| page.severity.is_some()),
            level: level(
                page.and_then(|page| page.severity)
                    .unwrap_or(Severity::Warning),
            ),
        },
        properties: types::Properties {
            tags: name.split('/').next().into_iter().collect(),
        },
    }
}

/// The page of the rule `name` with links to other pages that lead somewhere from everywhere: to
/// where the pages are published, or else just the text.
fn with_whole_links(page: &str, name: &str, options: &Options) -> String {
    let group = name.split('/').next().unwrap_or_default();
    let mut whole = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("](") {
        let (before, link) = rest.split_at(at);
        let end = link.find(')').unwrap_or(link.len() - 1);
        let destination = link.get(2..end).unwrap_or_default();
        let target = match destination.strip_prefix("../") {
            Some(target) => Some(target.to_owned()),
            None if destination.contains(['/', ':', '#']) => None,
            None => destination
                .ends_with(".md")
                .then(|| format!("{group}/{destination}")),
        };
        let text = before.rfind('[').filter(|_| target.is_some());
        match (target, text, &options.rule_pages) {
            (Some(target), Some(_), Some(pages)) => {
                whole.push_str(&format!("{before}]({pages}{target})"));
            }
            (Some(_), Some(text), None) => {
                whole.push_str(&before[..text]);
                whole.push_str(&before[text + 1..]);
            }
            _ => {
                whole.push_str(before);
                whole.push_str(link.get(..=end).unwrap_or(link));
            }
        }
        rest = link.get(end + 1..).unwrap_or_default();
    }
    whole.push_str(rest);
    whole
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// The message with its help. What looks like a link is none: viewers would follow it.
fn message(diagnostic: &Diagnostic) -> String {
    let mut text = escape(&diagnostic.message).into_owned();
    if let Some(help) = &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(&escape(help));
    }
    without_links(text)
}

fn without_links(text: String) -> String {
    match text.contains("](") {
        true => text.replace('[', "\\[").replace(']', "\\]"),
        false => text,
    }
}

fn location(
    file: FileId,
    span: Span,
    message: Option<&str>,
    sources: &Sources<'_>,
) -> types::Location {
    types::Location {
        physical_location: types::PhysicalLocation {
            artifact_location: artifact(file, sources),
            region: region(file, span, sources),
        },
        message: message.map(|text| types::Message {
            text: without_links(escape(text).into_owned()),
        }),
    }
}

fn artifact(file: FileId, sources: &Sources<'_>) -> types::ArtifactLocation {
    types::ArtifactLocation {
        uri: uri(&sources.repository_path(file)),
        uri_base_id: "%SRCROOT%",
    }
}

/// `path` as a relative reference (RFC 3986).
pub(super) fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn region(file: FileId, span: Span, sources: &Sources<'_>) -> types::Region {
    let (start, end) = sources.positions(file, span);
    types::Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

/// `None` if the fix is too large.
fn fix(fix: &Fix, sources: &Sources<'_>) -> Option<types::Fix> {
    let replaced: usize = fix
        .edits
        .iter()
        .map(|edit| edit.replacement.len() + 64)
        .sum();
    if replaced > MOST_REPLACED {
        return None;
    }
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in &fix.edits {
        by_file.entry(edit.file).or_default().push(edit);
    }
    let change = |(file, edits): (FileId, Vec<&Edit>)| types::ArtifactChange {
        artifact_location: artifact(file, sources),
        replacements: edits
            .into_iter()
            .map(|edit| types::Replacement {
                deleted_region: region(file, edit.span, sources),
                inserted_content: types::Content {
                    text: edit.replacement.clone(),
                },
            })
            .collect(),
    };
    Some(types::Fix {
        description: types::Message {
            text: without_links(escape(&fix.title).into_owned()),
        },
        artifact_changes: by_file.into_iter().map(change).collect(),
    })
}

/// Counts what is written.
struct Counted<'w> {
    out: &'w mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_between_pages_lead_somewhere() {
        let mut options = Options::default();
        let page = "See [a](../x/a.md), [b](b.md), [c](https://c.example/) and [d](#d).";
        assert_eq!(
            with_whole_links(page, "y/z", &options),
            "See a, b, [c](https://c.example/) and [d](#d)."
        );
        options.rule_pages = Some("https://example.org/".to_owned());
        assert_eq!(
            with_whole_links(page, "y/z", &options),
            "See [a](https://example.org/x/a.md), [b](https://example.org/y/b.md), [c](https://c.example/) and [d](#d)."
        );
        assert_eq!(with_whole_links("[a](", "y/z", &options), "[a](");
    }

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("docs/a b:c?é.md"), "docs/a%20b%3Ac%3F%C3%A9.md");
    }
}
