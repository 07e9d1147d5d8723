//! JUnit's XML: a suite for each file, a failed case for each finding. A file without findings is
//! one case that passed, so that what was looked at can be seen, too.

use std::io::{self, Write};

use super::Sources;
use super::xml::Xml;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::FileId;

/// Writes all suites. Paths are from the working directory.
pub(super) fn write(
    diagnostics: &[&Diagnostic],
    sources: &Sources<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let by_file = |file: FileId| {
        let from = diagnostics.partition_point(|found| found.primary.file < file);
        let to = diagnostics.partition_point(|found| found.primary.file <= file);
        diagnostics.get(from..to).unwrap_or_default()
    };
    let suites: Vec<(FileId, &[&Diagnostic])> = sources
        .files()
        .iter()
        .map(|(id, entry)| (id, entry.reported, by_file(id)))
        .filter(|(_, reported, found)| *reported || !found.is_empty())
        .map(|(id, _, found)| (id, found))
        .collect();
    let mut xml = Xml::new(out)?;
    let tests: usize = suites.iter().map(|(_, found)| found.len().max(1)).sum();
    let mut totals = counts(tests, failures(diagnostics));
    totals.insert(0, ("name", "qalint".to_owned()));
    xml.open("testsuites", &borrowed(&totals))?;
    for (file, found) in suites {
        let shown = &sources.entry(file).shown;
        let mut attributes = counts(found.len().max(1), failures(found));
        attributes.insert(0, ("name", shown.clone()));
        xml.open("testsuite", &borrowed(&attributes))?;
        if found.is_empty() {
            xml.empty(
                "testcase",
                &[("name", "qalint"), ("classname", shown), ("time", "0")],
            )?;
        }
        for diagnostic in found {
            case(diagnostic, shown, sources, &mut xml)?;
        }
        xml.close("testsuite")?;
    }
    xml.close("testsuites")?;
    xml.finish()
}

fn case(
    diagnostic: &Diagnostic,
    shown: &str,
    sources: &Sources<'_>,
    xml: &mut Xml<'_>,
) -> io::Result<()> {
    let place = &diagnostic.primary;
    let (start, _) = sources.positions(place.file, place.span);
    let name = format!("{} ({}:{})", diagnostic.rule, start.line, start.column);
    xml.open(
        "testcase",
        &[("name", &name), ("classname", shown), ("time", "0")],
    )?;
    let mut text = format!("{shown}:{}:{}", start.line, start.column);
    for (what, said) in [
        ("help", diagnostic.help.as_ref()),
        ("fix", diagnostic.fixes.first().map(|fix| &fix.title)),
    ] {
        if let Some(said) = said {
            text.push_str(&format!("\n{what}: {}", super::escape(said)));
        }
    }
    match diagnostic.severity {
        Severity::Info => {
            let text = format!("{}\n{text}", super::escape(&diagnostic.message));
            xml.text("system-out", &[], &text)?;
        }
        severity => {
            let attributes = [("message", &*diagnostic.message), ("type", severity.name())];
            xml.text("failure", &attributes, &text)?;
        }
    }
    xml.close("testcase")
}

/// What need not be mended does not fail.
fn failures(diagnostics: &[&Diagnostic]) -> usize {
    let fails = |found: &&&Diagnostic| found.severity > Severity::Info;
    diagnostics.iter().filter(fails).count()
}

fn counts(tests: usize, failures: usize) -> Vec<(&'static str, String)> {
    vec![
        ("tests", tests.to_string()),
        ("failures", failures.to_string()),
        ("errors", "0".to_owned()),
        ("time", "0".to_owned()),
    ]
}

fn borrowed<'a>(attributes: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    attributes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}
