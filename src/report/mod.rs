//! Saying what was found: one module per output format.
//!
//! [`write()`] is the way in. All formats share [`Sources`] for lines, columns and excerpts, and
//! [`escape()`] against hostile text. A format is a function from sorted diagnostics to bytes on a
//! writer; it goes file by file, so that memory does not grow with what it says.

mod concise;
mod escape;
mod excerpt;
pub mod json;
mod line;
mod mark;
mod pretty;
mod source;
mod style;
mod summary;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

pub use escape::escape;
pub use json::schema;
pub use source::{SourceText, Sources};
pub use summary::Summary;

use crate::diagnostic::Diagnostic;

/// How a report is written.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people: boxes with excerpts, and many findings of one rule in one file as a list.
    #[default]
    Pretty,
    /// `path:line:column: severity[rule] message`, a line each.
    Concise,
    /// For programs; see [`json::Report`].
    Json,
}

impl Format {
    /// All of them.
    pub const ALL: &'static [Self] = &[Self::Pretty, Self::Concise, Self::Json];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pretty => "pretty",
            Self::Concise => "concise",
            Self::Json => "json",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that no [`Format`] has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFormat(pub String);

impl fmt::Display for UnknownFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no output format is called `{}`", escape(&self.0))
    }
}

impl std::error::Error for UnknownFormat {}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(name: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == name)
            .ok_or_else(|| UnknownFormat(name.to_owned()))
    }
}

/// What the formats for people need to know of the reader and of the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Whether to colour.
    pub color: bool,
    /// Whether to draw with Unicode characters rather than ASCII. What comes from files is shown
    /// as it is in both.
    pub unicode: bool,
    /// Whether the terminal knows hyperlinks (OSC 8).
    pub hyperlinks: bool,
    /// The terminal's width in columns.
    pub width: usize,
    /// Whether to list all findings of a rule in a file, however many.
    pub verbose: bool,
    /// Whether to end with the summary line.
    pub summary: bool,
    /// Where the pages of the rules are: what leads to one is this, the rule's name and `.md`.
    pub rule_pages: Option<String>,
}

impl Default for Options {
    /// For output that does not go to a terminal.
    fn default() -> Self {
        Self {
            color: false,
            unicode: true,
            hyperlinks: false,
            width: 100,
            verbose: false,
            summary: true,
            rule_pages: None,
        }
    }
}

/// Writes a report: the diagnostics sorted by path, place and rule, and the summary. The same
/// input always gives the same bytes.
///
/// # Errors
/// Those of `out`. [`io::ErrorKind::BrokenPipe`] is how a reader says that it has seen enough.
///
/// # Panics
/// If a diagnostic comes from another run than `sources`.
pub fn write(
    format: Format,
    options: &Options,
    diagnostics: &[Diagnostic],
    sources: &Sources<'_>,
    summary: &Summary,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| a.order().cmp(&b.order()));
    match format {
        Format::Pretty => pretty::write(options, &sorted, sources, out)?,
        Format::Concise => concise::write(options, &sorted, sources, out)?,
        Format::Json => return json::write(&sorted, sources, summary, out),
    }
    if options.summary {
        summary.write(options.color, out)?;
    }
    Ok(())
}
