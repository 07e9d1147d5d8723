//! Checkstyle's XML, which most code review tools and CI servers read.

use std::io::{self, Write};

use super::Sources;
use super::xml::Xml;
use crate::diagnostic::{Diagnostic, Severity};

/// Writes a `<file>` for each file with findings. Paths are from the working directory.
pub(super) fn write(
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut xml = Xml::new(out)?;
    xml.open("checkstyle", &[("version", "4.3")])?;
    for in_file in diagnostics.chunk_by(|a, b| a.primary.file == b.primary.file) {
        let Some(first) = in_file.first() else {
            continue;
        };
        let name = &sources.entry(first.primary.file).shown;
        xml.open("file", &[("name", name)])?;
        for diagnostic in in_file {
            let place = &diagnostic.primary;
            let (start, _) = sources.positions(place.file, place.span);
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let message = match &diagnostic.help {
                Some(help) => format!("{} ({help})", diagnostic.message),
                None => diagnostic.message.clone(),
            };
            xml.empty(
                "error",
                &[
                    ("line", &start.line.to_string()),
                    ("column", &start.column.to_string()),
                    ("severity", severity),
                    ("message", &message),
                    (
                        "source",
                        &format!("qalint.{}", diagnostic.rule.replace('/', ".")),
                    ),
                ],
            )?;
        }
        xml.close("file")?;
    }
    xml.close("checkstyle")?;
    xml.finish()
}
