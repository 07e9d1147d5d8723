//! GitLab's code quality report: an array of issues in the manner of Code Climate.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::{Sources, escape::escape};
use crate::diagnostic::{Diagnostic, Severity};

#[derive(Serialize)]
struct Issue<'a> {
    r#type: &'static str,
    description: String,
    check_name: &'a str,
    categories: [&'static str; 1],
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes the array, an issue to a line.
pub(super) fn write(
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    out.write_all(b"[")?;
    let mut before = "\n";
    for diagnostic in diagnostics {
        let place = &diagnostic.primary;
        let (start, end) = sources.positions(place.file, place.span);
        let issue = Issue {
            r#type: "issue",
            description: escape(&diagnostic.message).into_owned(),
            check_name: &diagnostic.rule,
            categories: ["Style"],
            fingerprint: fingerprints.next(diagnostic, sources).to_string(),
            severity: match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Info => "info",
            },
            location: Location {
                path: sources.repository_path(place.file),
                lines: Lines {
                    begin: start.line,
                    end: end.line,
                },
            },
        };
        out.write_all(before.as_bytes())?;
        crate::json::write(&mut *out, &issue)?;
        before = ",\n";
    }
    if !diagnostics.is_empty() {
        out.write_all(b"\n")?;
    }
    out.write_all(b"]\n")
}
