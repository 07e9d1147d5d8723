//! reviewdog's diagnostic format (`rdjson`), with suggestions to accept in a review.

use std::io::{self, Write};

use serde::Serialize;

use super::{Options, Sources, escape::escape};
use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::source::{FileId, Span};

#[derive(Serialize)]
struct Record<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Related<'a> {
    message: String,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Both from 1; the column counts bytes of UTF-8.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: usize,
}

/// Writes one object, a diagnostic to a line. Paths are from the working directory, as reviewdog
/// expects.
pub(super) fn write(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    out.write_all(b"{\"source\":{\"name\":\"qalint\"},\"diagnostics\":[")?;
    let mut before = "\n";
    for diagnostic in diagnostics {
        out.write_all(before.as_bytes())?;
        crate::json::write(&mut *out, &record(options, diagnostic, sources))?;
        before = ",\n";
    }
    if !diagnostics.is_empty() {
        out.write_all(b"\n")?;
    }
    out.write_all(b"]}\n")
}

fn record<'a>(options: &Options, diagnostic: &'a Diagnostic, sources: &Sources<'a>) -> Record<'a> {
    let mut message = escape(&diagnostic.message).into_owned();
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(&escape(help));
    }
    let file = diagnostic.primary.file;
    Record {
        message,
        location: location(&diagnostic.primary, sources),
        severity: match diagnostic.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code {
            value: &diagnostic.rule,
            url: options.rule_page(&diagnostic.rule),
        },
        suggestions: diagnostic
            .fixes
            .iter()
            .filter_map(|fix| suggestion(fix, file, sources))
            .collect(),
        related_locations: diagnostic
            .labels
            .iter()
            .map(|label| Related {
                message: escape(&label.message).into_owned(),
                location: location(label, sources),
            })
            .collect(),
    }
}

/// A fix can only be suggested if it is one edit in the file itself: each suggestion is accepted
/// for itself, and of a fix all edits apply or none.
fn suggestion<'a>(fix: &'a Fix, file: FileId, sources: &Sources<'a>) -> Option<Suggestion<'a>> {
    match fix.edits.as_slice() {
        [edit] if edit.file == file => Some(Suggestion {
            range: range(file, edit.span, sources),
            text: &edit.replacement,
        }),
        _ => None,
    }
}

fn location<'a>(label: &Label, sources: &Sources<'a>) -> Location<'a> {
    Location {
        path: &sources.entry(label.file).shown,
        range: range(label.file, label.span, sources),
    }
}

fn range(file: FileId, span: Span, sources: &Sources<'_>) -> Range {
    let Some(text) = sources.text(file) else {
        let start = || Position { line: 1, column: 1 };
        return Range {
            start: start(),
            end: start(),
        };
    };
    let place = |offset: usize| {
        let line = text.position(offset).line;
        let begin = text.line(line).map_or(offset, |range| range.start);
        Position {
            line,
            column: offset.saturating_sub(begin) + 1,
        }
    };
    let range = text.clamp(span);
    Range {
        start: place(range.start),
        end: place(range.end),
    }
}
