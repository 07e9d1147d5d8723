//! The declarative description of how questions and answers are written in some files.

use globset::GlobSet;
use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::source::PathGlobs;

/// The captures that [`ShapeTable::pattern`] may name.
pub const CAPTURES: [&str; 2] = ["number", "title"];

/// A `[[shape]]` table of `qalint.toml`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ShapeTable {
    /// Globs of the files it describes, by their path in the collection. The first shape whose
    /// globs match a file applies.
    #[serde(default = "every_file")]
    pub files: Vec<String>,
    /// Where a question stands.
    #[serde(default)]
    pub at: At,
    /// The level of a question's heading, 1 to 6. Without it, any.
    #[serde(default)]
    #[schemars(range(min = 1, max = 6))]
    pub level: Option<u8>,
    /// A regular expression for the text of a question's heading, as a reader sees it. The
    /// captures `number` and `title` say which part is what; without `title`, it is what stands
    /// behind the match.
    #[serde(default = "any_text")]
    pub pattern: String,
    /// Where the answer stands.
    #[serde(default)]
    pub answer: AnswerTable,
    /// How questions are numbered.
    #[serde(default)]
    pub numbering: NumberingShape,
}

fn every_file() -> Vec<String> {
    vec!["**".to_owned()]
}

fn any_text() -> String {
    "^".to_owned()
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum At {
    /// In a heading that stands directly in the document.
    #[default]
    Heading,
}

/// Where the answer of a question stands.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnswerTable {
    /// A regular expression for the text of the heading that the answer stands under. Without
    /// it, the answer is all that stands below the question.
    #[serde(default)]
    pub marker: Option<String>,
}

/// How questions are numbered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NumberingShape {
    /// Within what the numbers run on.
    #[serde(default)]
    pub scope: Scope,
}

/// Within what numbers run on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The whole collection.
    Collection,
    /// The files of one folder.
    Folder,
    /// One file.
    #[default]
    File,
}

/// A [`ShapeTable`], ready for use.
#[derive(Clone, Debug)]
pub struct Shape {
    files: GlobSet,
    /// Where a question stands.
    pub at: At,
    /// The level of a question's heading; any if there is none.
    pub level: Option<u8>,
    /// For the text of a question's heading.
    pub pattern: Regex,
    /// Where the answer stands.
    pub answer: AnswerShape,
    /// How questions are numbered.
    pub numbering: NumberingShape,
}

/// Where an answer stands.
#[derive(Clone, Debug)]
pub struct AnswerShape {
    /// For the text of the heading that the answer stands under; without it, the answer is all
    /// that stands below the question.
    pub marker: Option<Regex>,
}

/// A mistake in a value of a [`ShapeTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShapeError {
    /// The keys that lead to the value, such as `answer`, `marker`.
    pub keys: &'static [&'static str],
    /// What is wrong with it.
    pub message: String,
}

impl Shape {
    /// Makes `table` ready for use.
    ///
    /// # Errors
    /// If a glob or a regular expression is none, or the level is not a heading's.
    pub fn new(table: &ShapeTable) -> Result<Self, ShapeError> {
        let mut files = PathGlobs::default();
        let in_files = |message| ShapeError {
            keys: &["files"],
            message,
        };
        for glob in &table.files {
            files.add(glob).map_err(in_files)?;
        }
        let files = files.build().map_err(in_files)?;
        if table.level.is_some_and(|level| !(1..=6).contains(&level)) {
            let message = "a heading's level is 1 to 6".to_owned();
            return Err(ShapeError {
                keys: &["level"],
                message,
            });
        }
        let marker = table.answer.marker.as_deref();
        Ok(Self {
            files,
            at: table.at,
            level: table.level,
            pattern: regex(&table.pattern, &["pattern"])?,
            answer: AnswerShape {
                marker: marker
                    .map(|marker| regex(marker, &["answer", "marker"]))
                    .transpose()?,
            },
            numbering: table.numbering.clone(),
        })
    }

    /// Whether it describes the file with the path `name` in its collection.
    #[must_use]
    pub fn describes(&self, name: &str) -> bool {
        self.files.is_match(name)
    }
}

fn regex(pattern: &str, keys: &'static [&'static str]) -> Result<Regex, ShapeError> {
    Regex::new(pattern).map_err(|error| {
        // The first lines of a syntax error repeat the pattern, which the report underlines.
        let text = error.to_string();
        let reason = text.rsplit("error: ").next().unwrap_or(&text).trim();
        ShapeError {
            keys,
            message: format!("not a regular expression: {reason}"),
        }
    })
}
