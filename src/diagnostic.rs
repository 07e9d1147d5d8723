//! What a rule has to say: findings, and the edits that mend them.

use std::borrow::Cow;

use crate::source::{FileId, Span};

/// How much a diagnostic matters. Ordered: `Info < Warning < Error`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing need be done.
    Info,
    /// Most likely wrong.
    Warning,
    /// Surely wrong.
    Error,
}

impl Severity {
    /// The lower-case name: `info`, `warning` or `error`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding of one rule.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// The rule's name, `group/name`.
    pub rule: Cow<'static, str>,
    /// The severity that the settings give the rule.
    pub severity: Severity,
    /// Names the thing (`question 35 has no answer`); lower case, no full stop.
    pub message: String,
    /// The place it is about.
    pub primary: Label,
    /// Further places, such as the other one of two duplicates; may lie in other files.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// Ways to mend it, the best first. One of them suffices.
    pub fixes: Vec<Fix>,
    /// For rules about links: the destination as it is written.
    pub target: Option<String>,
}

impl Diagnostic {
    /// Sorts the way reports are sorted: by file, place, rule.
    #[must_use]
    pub fn order(&self) -> impl Ord + '_ {
        (
            self.primary.file,
            self.primary.span,
            &*self.rule,
            &*self.message,
        )
    }

    /// Adds a place that belongs to the finding.
    pub fn label(&mut self, file: FileId, span: Span, message: impl Into<String>) -> &mut Self {
        self.labels.push(Label {
            file,
            span,
            message: message.into(),
        });
        self
    }

    /// Says beside the primary place what is there.
    pub fn here(&mut self, message: impl Into<String>) -> &mut Self {
        self.primary.message = message.into();
        self
    }

    /// Says what to do about it.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a way to mend it.
    pub fn fix(&mut self, fix: Fix) -> &mut Self {
        self.fixes.push(fix);
        self
    }
}

/// A place in a file, and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes on disk.
    pub span: Span,
    /// A few words to stand beside the place; may be empty.
    pub message: String,
}

/// What applying a [`Fix`] may do to the meaning of the text.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// The meaning cannot change; `--fix` applies it.
    Safe,
    /// A best guess that a person should look at; `--fix --unsafe-fixes` applies it.
    Unsafe,
}

/// Edits that mend a diagnostic. All of them apply, or none.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fix {
    /// What it does, as an order: ``replace `ğŸ“Œ` by `📌` ``.
    pub title: String,
    /// Whether the meaning can change.
    pub safety: Safety,
    /// The edits; those in one file do not overlap.
    pub edits: Vec<Edit>,
}

/// The replacement of some bytes of a file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The bytes on disk to replace; empty to insert.
    pub span: Span,
    /// What to put there, as UTF-8.
    pub replacement: String,
}
