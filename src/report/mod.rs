//! Saying what was found: one module per output format.
//!
//! [`write()`] is the way in. All formats share [`Sources`] for lines, columns and excerpts, and
//! [`escape()`] against hostile text. A format is a function from sorted diagnostics to bytes on a
//! writer; it goes file by file, so that memory does not grow with what it says.

mod checkstyle;
mod concise;
mod escape;
mod excerpt;
mod fingerprint;
mod github;
mod gitlab;
mod html;
pub mod json;
mod jsonl;
mod junit;
mod line;
mod mark;
mod markdown;
mod narrated;
mod pretty;
mod quote;
mod rdjson;
mod sarif;
mod sarif_types;
mod source;
mod statistics;
mod style;
mod summary;
mod xml;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

pub use escape::escape;
pub use fingerprint::{Fingerprint, Fingerprints, hash};
pub use json::schema;
pub use source::{SourceText, Sources};
pub use statistics::Statistics;
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
    /// For people who listen: whole sentences, nothing drawn.
    Narrated,
    /// `path:line:column: severity[rule] message`, a line each.
    Concise,
    /// For programs; see [`json::Report`].
    Json,
    /// The same, a record to a line.
    Jsonl,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands: annotations in GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// reviewdog's diagnostics.
    Rdjson,
    /// Markdown for a job summary or a comment.
    Markdown,
    /// A page to look at.
    Html,
}

impl Format {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Pretty,
        Self::Narrated,
        Self::Concise,
        Self::Json,
        Self::Jsonl,
        Self::Sarif,
        Self::Github,
        Self::Gitlab,
        Self::Junit,
        Self::Checkstyle,
        Self::Rdjson,
        Self::Markdown,
        Self::Html,
    ];

    /// The name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pretty => "pretty",
            Self::Narrated => "narrated",
            Self::Concise => "concise",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Sarif => "sarif",
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::Junit => "junit",
            Self::Checkstyle => "checkstyle",
            Self::Rdjson => "rdjson",
            Self::Markdown => "markdown",
            Self::Html => "html",
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
    /// Where the files of the repository can be looked at: what leads to one is this and its path.
    pub source_pages: Option<String>,
}

impl Options {
    /// Where the page of `rule` is.
    #[must_use]
    pub fn rule_page(&self, rule: &str) -> Option<String> {
        // Only rules have pages.
        crate::rules::RuleId::by_name(rule)?;
        Some(format!("{}{rule}.md", self.rule_pages.as_ref()?))
    }
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
            source_pages: None,
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
        Format::Narrated => narrated::write(&sorted, sources, out)?,
        Format::Concise => concise::write(options, &sorted, sources, out)?,
        Format::Json => return json::write(&sorted, sources, summary, out),
        Format::Jsonl => return jsonl::write(&sorted, sources, summary, out),
        Format::Sarif => return sarif::write(options, &sorted, sources, out),
        Format::Github => return github::write(&sorted, sources, out),
        Format::Gitlab => return gitlab::write(&sorted, sources, out),
        Format::Junit => return junit::write(&sorted, sources, out),
        Format::Checkstyle => return checkstyle::write(&sorted, sources, out),
        Format::Rdjson => return rdjson::write(options, &sorted, sources, out),
        Format::Markdown => return markdown::write(options, &sorted, sources, summary, out),
        Format::Html => return html::write(options, &sorted, sources, summary, out),
    }
    if options.summary {
        summary.write(options.color, out)?;
    }
    Ok(())
}
