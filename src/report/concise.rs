//! One line for each diagnostic, as compilers print them and editors read them.

use std::io::{self, Write};

use owo_colors::OwoColorize;

use super::escape::escape;
use super::style::Styles;
use super::{Options, Sources};
use crate::diagnostic::Diagnostic;

/// Writes `path:line:column: severity[rule] message` lines.
pub(super) fn write(
    options: &Options,
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let styles = Styles::new(options.color);
    for diagnostic in diagnostics {
        let place = &diagnostic.primary;
        let (start, _) = sources.positions(place.file, place.span);
        writeln!(
            out,
            "{path}:{line}:{column}: {severity}[{rule}] {message}",
            path = escape(&sources.entry(place.file).shown).style(styles.path),
            line = start.line,
            column = start.column,
            severity = diagnostic
                .severity
                .name()
                .style(styles.severity(diagnostic.severity)),
            rule = escape(&diagnostic.rule),
            message = escape(&diagnostic.message),
        )?;
    }
    Ok(())
}
