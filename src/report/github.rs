//! Workflow commands, of which GitHub Actions makes annotations.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Sources;
use super::escape::escape;
use crate::diagnostic::{Diagnostic, Severity};

/// Writes `::error file=…,line=…,col=…,title=…::message` lines. GitHub shows the first ten of each
/// severity and counts the others.
pub(super) fn write(
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        out.write_all(command(diagnostic, sources).as_bytes())?;
    }
    Ok(())
}

fn command(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let place = &diagnostic.primary;
    let (start, end) = sources.positions(place.file, place.span);
    let mut line = format!(
        "::{command} file={},line={},endLine={}",
        property(&escape(&sources.repository_path(place.file))),
        start.line,
        end.line
    );
    // Columns of a place of several lines are not understood.
    if start.line == end.line {
        // Writing to a string cannot fail.
        let _ = write!(line, ",col={},endColumn={}", start.column, end.column);
    }
    let mut message = escape(&diagnostic.message).into_owned();
    if let Some(help) = &diagnostic.help {
        message.push_str("\nhelp: ");
        message.push_str(&escape(help));
    }
    if let Some(fix) = diagnostic.fixes.first() {
        message.push_str("\nfix: ");
        message.push_str(&escape(&fix.title));
    }
    let _ = writeln!(
        line,
        ",title={}::{}",
        property(&escape(&diagnostic.rule)),
        data(&message)
    );
    line
}

/// What stands behind the second `::`.
fn data(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
