//! Indexes: tables, lists and paragraphs that may list questions and link to them. Whether they do
//! is for those to say who know the questions; here, blocks of links are taken apart.

mod rows;
mod target;
mod text;
mod title;

use crate::source::TextRange;

pub use rows::find;
pub use target::retarget;
pub use text::link_text;
pub use title::{Label, label};

/// A block of links, each with a title and perhaps a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// How it is written.
    pub kind: IndexKind,
    /// All of it.
    pub range: TextRange,
    /// Its rows, in order.
    pub rows: Vec<Row>,
}

/// How an index is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum IndexKind {
    /// A table, a question in each row.
    Table,
    /// A list, perhaps with lists in its items.
    List,
    /// Lines that hold a link and nothing else.
    Lines,
}

/// A row of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// All of it: the row of the table, the item without the lists in it, or the line.
    pub range: TextRange,
    /// Its number, and where the digits are written.
    pub number: Option<(u32, TextRange)>,
    /// Its title as a reader sees it, without its number.
    pub title: String,
    /// Where the title is written, markup within included.
    pub title_range: TextRange,
    /// The destination of its link with escapes and entities resolved.
    pub destination: String,
    /// Where the destination is written.
    pub written: TextRange,
    /// Rows in one list, or in one table, have the same number here.
    pub group: u32,
}
