//! The report as JSON, for programs. What it holds is documented by the schema of [`Report`],
//! which is made from these types: `docs/schema/report.json`.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

use super::{self as report, Sources};
use crate::diagnostic::{self, Severity};
use crate::source;
use crate::source::FileId;

/// The version of the format. It changes when something is removed or changes its meaning; that
/// something is added does not change it.
pub const VERSION: u32 = 1;

/// The JSON Schema of the format.
#[must_use]
pub fn schema() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Report<'static>>()
}

/// What qalint found in a collection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "qalint report")]
pub struct Report<'a> {
    /// The version of this format.
    #[schemars(extend("const" = VERSION))]
    pub version: u32,
    /// What was found, sorted by path, place and rule.
    pub diagnostics: Vec<Diagnostic<'a>>,
    /// The figures of the run.
    pub summary: Summary,
}

/// One finding of one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic<'a> {
    /// The rule's name, such as `numbering/gap`.
    pub rule: Cow<'a, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong. Plain text, with code in backticks.
    pub message: Cow<'a, str>,
    /// The file, from the root of its collection, with `/`.
    pub path: Cow<'a, str>,
    /// The place, in bytes of the file as it is on disk.
    pub span: Span,
    /// Where the place begins.
    pub start: Position,
    /// Where the place ends: behind its last character.
    pub end: Position,
    /// Further places that belong to it, such as the other one of two duplicates.
    pub labels: Vec<Label<'a>>,
    /// What to do about it.
    pub help: Option<Cow<'a, str>>,
    /// Ways to mend it, the best first. One of them suffices.
    pub fixes: Vec<Fix<'a>>,
    /// For rules about links: the destination as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Cow<'a, str>>,
}

/// A half-open range of bytes in the file as it is on disk, a byte order mark included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place as people count. It is 1:1 in a file that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// The line, from 1. Lines end with LF, CR LF or CR.
    #[schemars(range(min = 1))]
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    #[schemars(range(min = 1))]
    pub column: u32,
}

/// A place, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Label<'a> {
    /// The file, from the root of its collection, with `/`.
    pub path: Cow<'a, str>,
    /// The place, in bytes of the file as it is on disk.
    pub span: Span,
    /// Where the place begins.
    pub start: Position,
    /// Where the place ends: behind its last character.
    pub end: Position,
    /// A few words; may be empty.
    pub message: Cow<'a, str>,
}

/// Edits that mend a diagnostic. All of them apply, or none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix<'a> {
    /// What it does, as an order.
    pub title: Cow<'a, str>,
    /// Whether the meaning of the text can change.
    pub safety: Safety,
    /// The edits; those in one file do not overlap.
    pub edits: Vec<Edit<'a>>,
}

/// What a fix may do to the meaning of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// The meaning cannot change; `--fix` applies it.
    Safe,
    /// A best guess that a person should look at; `--fix --unsafe-fixes` applies it.
    Unsafe,
}

/// The replacement of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Edit<'a> {
    /// The file, from the root of its collection, with `/`.
    pub path: Cow<'a, str>,
    /// The bytes to replace; empty to insert.
    pub span: Span,
    /// What to put there, as UTF-8.
    pub replacement: Cow<'a, str>,
}

/// The figures of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
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
    /// Diagnostics that `--fix` mends.
    pub fixable: usize,
    /// Further diagnostics that `--fix --unsafe-fixes` mends.
    pub unsafely_fixable: usize,
    /// Diagnostics that this run has mended; they are not among the others.
    pub fixed: usize,
    /// Diagnostics that are not among the others because the baseline holds them.
    pub known: usize,
    /// How many the baseline holds that do not occur any more.
    pub stale: usize,
}

/// Writes a [`Report`] without ever holding it: one diagnostic after the other, each on a line of
/// its own.
pub(super) fn write(
    diagnostics: &[&diagnostic::Diagnostic],
    sources: &Sources<'_>,
    summary: &report::Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, "{{\"version\":{VERSION},\"diagnostics\":[")?;
    let mut before = "\n";
    for diagnostic in diagnostics {
        out.write_all(before.as_bytes())?;
        crate::json::write(&mut *out, &Diagnostic::new(diagnostic, sources))?;
        before = ",\n";
    }
    if !diagnostics.is_empty() {
        out.write_all(b"\n")?;
    }
    out.write_all(b"],\"summary\":")?;
    crate::json::write(&mut *out, &Summary::from(summary))?;
    out.write_all(b"}\n")
}

impl<'a> Diagnostic<'a> {
    /// What the format says of `diagnostic`.
    ///
    /// # Panics
    /// If `diagnostic` comes from another run than `sources`.
    #[must_use]
    pub fn new(diagnostic: &'a diagnostic::Diagnostic, sources: &Sources<'a>) -> Self {
        let Label {
            path,
            span,
            start,
            end,
            ..
        } = Label::new(&diagnostic.primary, sources);
        Self {
            rule: Cow::Borrowed(&diagnostic.rule),
            severity: diagnostic.severity,
            message: Cow::Borrowed(&diagnostic.message),
            path,
            span,
            start,
            end,
            labels: diagnostic
                .labels
                .iter()
                .map(|label| Label::new(label, sources))
                .collect(),
            help: diagnostic.help.as_deref().map(Cow::Borrowed),
            fixes: diagnostic
                .fixes
                .iter()
                .map(|fix| Fix::new(fix, sources))
                .collect(),
            target: diagnostic.target.as_deref().map(Cow::Borrowed),
        }
    }
}

impl<'a> Label<'a> {
    fn new(label: &'a diagnostic::Label, sources: &Sources<'a>) -> Self {
        let (start, end) = sources.positions(label.file, label.span);
        Self {
            path: path(label.file, sources),
            span: label.span.into(),
            start: start.into(),
            end: end.into(),
            message: Cow::Borrowed(&label.message),
        }
    }
}

impl<'a> Fix<'a> {
    fn new(fix: &'a diagnostic::Fix, sources: &Sources<'a>) -> Self {
        Self {
            title: Cow::Borrowed(&fix.title),
            safety: match fix.safety {
                diagnostic::Safety::Safe => Safety::Safe,
                diagnostic::Safety::Unsafe => Safety::Unsafe,
            },
            edits: fix
                .edits
                .iter()
                .map(|edit| Edit::new(edit, sources))
                .collect(),
        }
    }
}

impl<'a> Edit<'a> {
    fn new(edit: &'a diagnostic::Edit, sources: &Sources<'a>) -> Self {
        Self {
            path: path(edit.file, sources),
            span: edit.span.into(),
            replacement: Cow::Borrowed(&edit.replacement),
        }
    }
}

fn path<'a>(file: FileId, sources: &Sources<'a>) -> Cow<'a, str> {
    Cow::Borrowed(&sources.entry(file).name)
}

impl From<source::Span> for Span {
    fn from(source::Span { start, end }: source::Span) -> Self {
        Self { start, end }
    }
}

impl From<source::Position> for Position {
    fn from(source::Position { line, column }: source::Position) -> Self {
        Self { line, column }
    }
}

impl From<&report::Summary> for Summary {
    fn from(summary: &report::Summary) -> Self {
        Self {
            files: summary.files,
            questions: summary.questions,
            errors: summary.errors,
            warnings: summary.warnings,
            infos: summary.infos,
            fixable: summary.fixable,
            unsafely_fixable: summary.unsafely_fixable,
            fixed: summary.fixed,
            known: summary.known,
            stale: summary.stale,
        }
    }
}
