//! What a section or an answer must hold: `content` in a shape.

use regex::{Regex, RegexSet};
use schemars::JsonSchema;
use serde::Deserialize;

/// What a section or an answer must hold.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ContentTable {
    /// Languages: of each, a block of code must be there. `*` is any language, or none.
    pub code: Vec<String>,
    /// How many images must be there at least.
    pub images: u32,
    /// Whether each image must have an alternative text.
    pub alternative_text: bool,
    /// How many tables must be there at least.
    pub tables: u32,
    /// The columns that a table must have, by the texts of its head.
    pub columns: Vec<String>,
    /// How many lists must be there at least.
    pub lists: u32,
    /// How many links must be there at least.
    pub links: u32,
    /// How many words there must be at least, code apart.
    pub min_words: Option<u32>,
    /// How many words there may be at most, code apart.
    pub max_words: Option<u32>,
    /// Regular expressions that the text must match.
    pub required: Vec<String>,
    /// Regular expressions that the text must not match.
    pub forbidden: Vec<String>,
}

/// A [`ContentTable`], ready for use.
#[derive(Clone, Debug)]
pub struct ContentShape {
    /// What must be there.
    pub table: ContentTable,
    /// What the text must match.
    pub required: Vec<Regex>,
    /// What the text must not match.
    pub forbidden: RegexSet,
}
