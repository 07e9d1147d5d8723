//! The report for those who listen to it: whole sentences, no drawing, no colour. It says things
//! the way miette's narrated handler does.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Sources;
use super::escape::escape;
use super::quote::{self, quote};
use crate::diagnostic::{Diagnostic, Label, Safety};
use crate::source::Position;

/// How many bytes of a line are read out on each side of a label.
const AROUND: usize = 200;

/// How many labels are read out beside the primary one.
const FURTHER_LABELS: usize = 8;

/// How many ways to mend it are named.
const FIXES: usize = 3;

/// Writes a paragraph for each finding.
pub(super) fn write(
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    for diagnostic in diagnostics {
        out.write_all(one(diagnostic, sources).as_bytes())?;
    }
    Ok(())
}

fn one(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}", escape(&diagnostic.message));
    let _ = writeln!(
        text,
        "    Diagnostic severity: {}",
        diagnostic.severity.name()
    );
    snippet(&mut text, &diagnostic.primary, sources);
    for label in diagnostic.labels.iter().take(FURTHER_LABELS) {
        snippet(&mut text, label, sources);
    }
    let more = diagnostic.labels.len().saturating_sub(FURTHER_LABELS);
    if more > 0 {
        let _ = writeln!(text, "and {more} more places");
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(text, "diagnostic help: {}", escape(help));
    }
    for fix in diagnostic.fixes.iter().take(FIXES) {
        let how = match fix.safety {
            Safety::Safe => "applied by --fix",
            Safety::Unsafe => "a guess, applied by --fix --unsafe-fixes",
        };
        let _ = writeln!(text, "diagnostic fix: {}; {how}", escape(&fix.title));
    }
    let _ = writeln!(text, "diagnostic code: {}\n", escape(&diagnostic.rule));
    text
}

fn snippet(text: &mut String, label: &Label, sources: &Sources<'_>) {
    let name = escape(&sources.entry(label.file).shown);
    let said = match label.message.is_empty() {
        true => String::new(),
        false => format!(": {}", escape(&label.message)),
    };
    let file = sources.text(label.file);
    let quoted = file
        .as_ref()
        .and_then(|file| Some((file, quote(file, label.span, AROUND)?)));
    let Some((file, quoted)) = quoted else {
        let _ = writeln!(text, "In {name}, which cannot be quoted{said}");
        return;
    };
    let Position { line, column } = quoted.start;
    let _ = writeln!(
        text,
        "Begin snippet for {name} starting at line {line}, column {column}\n"
    );
    if let Some(before) = line
        .checked_sub(1)
        .and_then(|n| quote::line(file, n, AROUND))
    {
        let _ = writeln!(text, "snippet line {}: {before}", line - 1);
    }
    let _ = writeln!(
        text,
        "snippet line {line}: {}{}{}",
        quoted.before, quoted.marked, quoted.after
    );
    let place = match quoted.end {
        end if end.line != line => format!(
            "label starting at line {line}, column {column}, ending at line {}, column {}",
            end.line,
            end.column.max(2) - 1
        ),
        end if end.column <= column + 1 => format!("label at line {line}, column {column}"),
        end => format!(
            "label at line {line}, columns {column} to {}",
            end.column - 1
        ),
    };
    let _ = writeln!(text, "    {place}{said}");
    if let Some(after) = quote::line(file, line + 1, AROUND) {
        let _ = writeln!(text, "snippet line {}: {after}", line + 1);
    }
    text.push('\n');
}
