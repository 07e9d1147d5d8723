//! The report as JSON Lines: a record for each finding, and one with the figures at the end. What
//! they hold is what the `json` format has; `type` tells them apart.

use std::io::{self, Write};

use serde::Serialize;

use super::{Sources, json};
use crate::diagnostic;

/// A line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Record<'a> {
    Diagnostic(json::Diagnostic<'a>),
    Summary(json::Summary),
}

/// Writes a line for each finding, as soon as it is its turn, and the figures.
pub(super) fn write(
    diagnostics: &[&diagnostic::Diagnostic],
    sources: &Sources<'_>,
    summary: &super::Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        let record = Record::Diagnostic(json::Diagnostic::new(diagnostic, sources));
        crate::json::write(&mut *out, &record)?;
        out.write_all(b"\n")?;
    }
    crate::json::write(&mut *out, &Record::Summary(summary.into()))?;
    out.write_all(b"\n")
}
