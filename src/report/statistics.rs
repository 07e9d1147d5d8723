//! How much was found, by rule and by file.

use std::collections::BTreeMap;
use std::io::{self, Write};

use owo_colors::OwoColorize;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::style::Styles;
use super::summary::grouped;
use super::{Options, Sources, Summary, escape, json};
use crate::diagnostic::{Diagnostic, Safety, Severity};

/// Figures of findings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// By rule, the most frequent first.
    rules: Vec<RuleFigures>,
    /// By file, the one with most findings first.
    files: Vec<FileFigures>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct RuleFigures {
    rule: String,
    /// The highest that it is reported with.
    severity: Severity,
    findings: usize,
    fixable: usize,
    unsafely_fixable: usize,
    /// In how many files.
    files: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
struct FileFigures {
    path: String,
    #[serde(skip)]
    shown: String,
    errors: usize,
    warnings: usize,
    infos: usize,
}

impl FileFigures {
    const fn total(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

impl Statistics {
    /// Counts `diagnostics`.
    #[must_use]
    pub fn new(diagnostics: &[Diagnostic], sources: &Sources<'_>) -> Self {
        let mut rules: BTreeMap<&str, RuleFigures> = BTreeMap::new();
        let mut files = BTreeMap::new();
        let mut pairs = BTreeMap::new();
        for diagnostic in diagnostics {
            let figures = rules
                .entry(&diagnostic.rule)
                .or_insert_with(|| RuleFigures {
                    rule: diagnostic.rule.to_string(),
                    severity: diagnostic.severity,
                    findings: 0,
                    fixable: 0,
                    unsafely_fixable: 0,
                    files: 0,
                });
            figures.severity = figures.severity.max(diagnostic.severity);
            figures.findings += 1;
            match diagnostic.fixes.iter().map(|fix| fix.safety).min() {
                Some(Safety::Safe) => figures.fixable += 1,
                Some(Safety::Unsafe) => figures.unsafely_fixable += 1,
                None => {}
            }
            let file = diagnostic.primary.file;
            if pairs.insert((&*diagnostic.rule, file), ()).is_none() {
                figures.files += 1;
            }
            let entry = sources.entry(file);
            let figures = files.entry(file).or_insert_with(|| FileFigures {
                path: entry.name.clone(),
                shown: entry.shown.clone(),
                ..FileFigures::default()
            });
            match diagnostic.severity {
                Severity::Error => figures.errors += 1,
                Severity::Warning => figures.warnings += 1,
                Severity::Info => figures.infos += 1,
            }
        }
        let mut rules: Vec<RuleFigures> = rules.into_values().collect();
        rules.sort_by(|a, b| b.findings.cmp(&a.findings).then(a.rule.cmp(&b.rule)));
        let mut files: Vec<FileFigures> = files.into_values().collect();
        files.sort_by_key(|figures| std::cmp::Reverse(figures.total()));
        Self { rules, files }
    }

    /// Writes two tables.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, options: &Options, out: &mut dyn Write) -> io::Result<()> {
        let styles = Styles::new(options.color);
        let number = |number: usize| match number {
            0 => String::new(),
            number => grouped(number),
        };
        let rows = self.rules.iter().map(|figures| {
            [
                escape(&figures.rule).into_owned(),
                figures.severity.name().to_owned(),
                number(figures.findings),
                number(figures.files),
                number(figures.fixable),
                number(figures.unsafely_fixable),
            ]
        });
        let head = ["rule", "severity", "findings", "files", "fix", "unsafe fix"];
        table(head, &rows.collect::<Vec<_>>(), &styles, out)?;
        let rows = self.files.iter().map(|figures| {
            [
                escape(&figures.shown).into_owned(),
                String::new(),
                number(figures.total()),
                number(figures.errors),
                number(figures.warnings),
                number(figures.infos),
            ]
        });
        let head = ["file", "", "findings", "errors", "warnings", "infos"];
        table(head, &rows.collect::<Vec<_>>(), &styles, out)
    }

    /// Writes one object.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, summary: &Summary, out: &mut dyn Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct Record<'a> {
            #[serde(flatten)]
            statistics: &'a Statistics,
            summary: json::Summary,
        }
        let record = Record {
            statistics: self,
            summary: summary.into(),
        };
        crate::json::write(&mut *out, &record)?;
        out.write_all(b"\n")
    }
}

/// Writes a table whose first two columns are texts and the others numbers, and an empty line;
/// nothing if it has no rows. A column without a head is left out.
fn table(
    head: [&str; 6],
    rows: &[[String; 6]],
    styles: &Styles,
    out: &mut dyn Write,
) -> io::Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut widths = head.map(str::width);
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let line = |cells: [&str; 6]| {
        let mut line = String::new();
        for (index, ((cell, width), head)) in cells.iter().zip(widths).zip(head).enumerate() {
            if head.is_empty() {
                continue;
            }
            let padding = " ".repeat(width - cell.width());
            match index {
                0 => line.push_str(&format!("{cell}{padding}")),
                1 => line.push_str(&format!("  {cell}{padding}")),
                _ => line.push_str(&format!("  {padding}{cell}")),
            }
        }
        line.trim_end().to_owned()
    };
    writeln!(out, "{}", line(head).style(styles.dim))?;
    for row in rows {
        writeln!(
            out,
            "{}",
            line([&row[0], &row[1], &row[2], &row[3], &row[4], &row[5]])
        )?;
    }
    writeln!(out)
}
