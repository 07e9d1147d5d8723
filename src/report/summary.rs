//! What a run comes to, in figures and in one line.

use std::fmt::Write as _;
use std::io::{self, Write};

use owo_colors::OwoColorize;

use super::escape::escape;
use super::style::Styles;
use crate::diagnostic::{Diagnostic, Safety, Severity};

/// The figures of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were checked.
    pub files: usize,
    /// Questions found in them.
    pub questions: usize,
    /// Diagnostics with the severity `error`.
    pub errors: usize,
    /// Diagnostics with the severity `warning`.
    pub warnings: usize,
    /// Diagnostics with the severity `info`.
    pub infos: usize,
    /// Diagnostics that a safe fix mends.
    pub fixable: usize,
    /// Diagnostics that only an unsafe fix mends.
    pub unsafely_fixable: usize,
    /// Diagnostics that this run has mended; they are not in the other figures.
    pub fixed: usize,
    /// Diagnostics that are not reported because the baseline holds them.
    pub known: usize,
    /// How many the baseline holds that do not occur any more.
    pub stale: usize,
    /// A sentence on where the shape comes from if nothing configures it, such as
    /// ``no qalint.toml; written like preset `hub` ``.
    pub preset: Option<String>,
}

impl Summary {
    /// Counts `diagnostics`, found in so many files and questions.
    #[must_use]
    pub fn new(files: usize, questions: usize, diagnostics: &[Diagnostic]) -> Self {
        let mut summary = Self {
            files,
            questions,
            ..Self::default()
        };
        for diagnostic in diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
            match diagnostic.fixes.iter().map(|fix| fix.safety).min() {
                Some(Safety::Safe) => summary.fixable += 1,
                Some(Safety::Unsafe) => summary.unsafely_fixable += 1,
                None => {}
            }
        }
        summary
    }

    /// How many diagnostics there are.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// What was found, in words: `4 errors, 1 warning`, or `all clean`.
    #[must_use]
    pub fn figures(&self) -> String {
        let figures: Vec<String> = self
            .by_severity()
            .map(|(number, one, many, _)| count(number, one, many))
            .collect();
        match figures.is_empty() {
            true => "all clean".to_owned(),
            false => figures.join(", "),
        }
    }

    /// The severities that something was found with, and how much.
    fn by_severity(&self) -> impl Iterator<Item = (usize, &'static str, &'static str, Severity)> {
        [
            (self.errors, "error", "errors", Severity::Error),
            (self.warnings, "warning", "warnings", Severity::Warning),
            (self.infos, "info", "infos", Severity::Info),
        ]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
    }

    /// Writes it for people: a line with the figures, and before it the sentence on the preset.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, color: bool, out: &mut dyn Write) -> io::Result<()> {
        let styles = Styles::new(color);
        if let Some(preset) = &self.preset {
            writeln!(out, "{}", escape(preset).style(styles.dim))?;
        }
        write!(
            out,
            "{}, {}: ",
            count(self.files, "file", "files"),
            count(self.questions, "question", "questions")
        )?;
        if self.total() == 0 {
            write!(out, "{}", "all clean".style(styles.good))?;
        }
        let mut comma = "";
        for (number, one, many, severity) in self.by_severity() {
            let figure = count(number, one, many);
            write!(out, "{comma}{}", figure.style(styles.severity(severity)))?;
            comma = ", ";
        }
        if self.fixed > 0 {
            let figure = format!("{} fixed", grouped(self.fixed));
            write!(out, "; {}", figure.style(styles.good))?;
        }
        if self.known > 0 {
            write!(out, "; {} more in the baseline", grouped(self.known))?;
        }
        let (safe, guessed) = (grouped(self.fixable), grouped(self.unsafely_fixable));
        match (self.fixable, self.unsafely_fixable) {
            (0, 0) => {}
            (_, 0) => write!(out, "; {safe} fixable with `--fix`")?,
            (0, _) => write!(out, "; {guessed} fixable with `--fix --unsafe-fixes`")?,
            (..) => write!(
                out,
                "; {safe} fixable with `--fix`, {guessed} more with `--fix --unsafe-fixes`"
            )?,
        }
        writeln!(out)?;
        if self.stale > 0 {
            writeln!(
                out,
                "{} of the baseline no longer occur: `qalint baseline --update` takes them out",
                grouped(self.stale)
            )?;
        }
        Ok(())
    }
}

/// `1 file`, `1,115 files`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// A number with a comma before every three digits.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        // Writing to a string cannot fail.
        let _ = grouped.write_char(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(summary: &Summary) -> String {
        let mut out = Vec::new();
        summary
            .write(false, &mut out)
            .expect("a vector takes everything");
        String::from_utf8(out).expect("it is text")
    }

    #[test]
    fn the_line_says_what_there_is_and_what_to_do() {
        let mut summary = Summary {
            files: 39,
            questions: 1115,
            errors: 3,
            warnings: 12,
            fixable: 11,
            unsafely_fixable: 2,
            ..Summary::default()
        };
        assert_eq!(
            shown(&summary),
            "39 files, 1,115 questions: 3 errors, 12 warnings; 11 fixable with `--fix`, 2 more with `--fix --unsafe-fixes`\n"
        );
        summary.fixable = 0;
        summary.preset = Some("no qalint.toml; written like preset `hub`".into());
        assert_eq!(
            shown(&summary),
            "no qalint.toml; written like preset `hub`\n39 files, 1,115 questions: 3 errors, 12 warnings; 2 fixable with `--fix --unsafe-fixes`\n"
        );
    }

    #[test]
    fn nothing_found_is_said() {
        let mut summary = Summary {
            files: 1,
            ..Summary::default()
        };
        assert_eq!(shown(&summary), "1 file, 0 questions: all clean\n");
        summary.fixed = 1_234_567;
        assert_eq!(
            shown(&summary),
            "1 file, 0 questions: all clean; 1,234,567 fixed\n"
        );
    }
}
