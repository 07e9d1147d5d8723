//! What is left of a file once it has been checked, and what all files say together.

mod duplicates;
mod follow;
mod index;
mod links;
mod name;
mod numbers;
mod suppression;
mod translations;
mod web;

use std::path::Path;

pub use duplicates::{Duplicate, Stands, duplicates, near_duplicates};
pub use follow::Follow;
pub use index::{
    Aim, Coverage, Entry, IndexView, NewRow, Order, Place, RowWriter, cells, coverage, fitted,
    indexes,
};
pub use links::{BrokenLink, Fault, Links, OwnLink, Places, takes_in_others};
pub use numbers::{NumberFault, Numbered, Sequence, sequences};
pub use suppression::{Named, Removal, Suppression, SuppressionKind, suppressions};
pub use translations::{Translation, translations};
pub use web::{WebLink, web_links};

use crate::content::{Fingerprint, Sketch};
use crate::index::IndexKind;
use crate::link::{LinkSettings, Origin};
use crate::qa::{self, At, NumberingShape, StrayKind, SubNumber};
use crate::source::{FileId, Files, Span};

/// What a file says of itself to the rules that look at more than one file. Its size depends on
/// what the file says, not on its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FileSummary {
    /// Its questions in order.
    pub questions: Vec<QuestionSummary>,
    /// How its questions are numbered.
    pub numbering: NumberingShape,
    /// Whether how its questions are written was inferred, so that nothing of it is the
    /// collection's own word.
    pub inferred: bool,
    /// The numbers of questions that an unclosed block of code has swallowed.
    pub swallowed: Vec<u32>,
    /// The names that links could have for places in blocks of code that are not closed where they
    /// were meant to be: the rules about these say what is wrong with such links, too.
    pub hidden: Vec<String>,
    /// What was meant for a question of it, but is not written as one.
    pub strays: Vec<StraySummary>,
    /// How many questions it says there are; only if a rule that is in force asks.
    pub stated: Vec<StatedSummary>,
    /// What it begins with; only if it has questions, and if a rule that is in force asks.
    pub header: Option<Boilerplate>,
    /// What it ends with.
    pub footer: Option<Boilerplate>,
    /// Whether it begins and ends as its shape wants; `None` where that wants nothing.
    pub frame_fits: (Option<bool>, Option<bool>),
    /// The headings below which numbers begin anew because its shape says so, on disk.
    pub restarts: Vec<Span>,
    /// The path in the collection of the file that it is a translation of, if its shape says so.
    pub original: Option<String>,
    /// The sections that its shape requires: the name of each, and all its names made plain.
    pub required_sections: Vec<(String, Vec<String>)>,
    /// The titles of the sections of its questions, each once, made plain by
    /// [`qa::plain`].
    pub section_names: Vec<String>,
    /// The names that a link to a place in the file can have, in the order of the places.
    pub anchors: Vec<String>,
    /// Whether it has more places than these: it takes in other files when its page is made.
    pub takes_in_others: bool,
    /// Whether it begins with metadata, as files do that a site is made of.
    pub has_front_matter: bool,
    /// Its links to files and places of the repository, in order, URLs of the repository itself
    /// among them.
    pub links: Vec<LinkSummary>,
    /// Its links to the web, in order; only if a rule asks for them ([`Needs::WEB`]).
    ///
    /// [`Needs::WEB`]: crate::markdown::Needs::WEB
    pub web: Vec<LinkSummary>,
    /// The comments in it that ask to leave findings out, in order.
    pub suppressions: Vec<Suppression>,
    /// Its blocks of links that may be indexes; only if a rule that is in force looks at them.
    pub indexes: Vec<IndexSummary>,
}

/// A question, as other files need to know it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct QuestionSummary {
    /// What kind of place it stands in.
    pub at: At,
    /// The level of its heading; 0 if it stands in no heading.
    pub level: u8,
    /// Its number.
    pub number: Option<NumberSummary>,
    /// Its title.
    pub title: String,
    /// Its title on disk.
    pub title_span: Span,
    /// Its title as the text of a link, where that is not how it reads. Only if a rule that is in
    /// force looks at indexes.
    pub link_text: Option<Box<str>>,
    /// What stands before its title, the number replaced by `0`.
    pub prefix: String,
    /// Whether it only matched the pattern that a configured shape has for malformed questions.
    pub near: bool,
    /// Its place on disk: the heading, the `<summary>` and so on.
    pub place: Span,
    /// The heading that it stands below, on disk; `None` if there is none of a higher rank.
    pub below: Option<Span>,
    /// How long its answer is, in bytes of the text as it was meant; `None` without an answer.
    pub answer: Option<u32>,
    /// Its sections: indices into [`FileSummary::section_names`], and the place of each on disk.
    pub sections: Box<[(u16, Span)]>,
    /// How many options it has.
    pub options: u8,
    /// Which of the first 32 options are checked, a bit for each.
    pub checked: u32,
    /// The letter that its answer tells.
    pub told: Option<char>,
    /// What it says; only if a rule that is in force compares questions.
    pub content: Option<Content>,
    /// The names that links to it can have, the one of its heading first: indices into
    /// [`FileSummary::anchors`]. Only if a rule that is in force looks at indexes.
    pub anchors: Box<[u32]>,
}

/// A block of links that may be an index of questions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IndexSummary {
    /// How it is written.
    pub kind: IndexKind,
    /// All of it on disk.
    pub span: Span,
    /// Its rows, in order.
    pub rows: Box<[IndexRow]>,
    /// What stands between two rows: a line ending, or two.
    pub between: Box<str>,
}

/// A row of an index.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IndexRow {
    /// All of it on disk.
    pub span: Span,
    /// Its number and the digits on disk.
    pub number: Option<(u32, Span)>,
    /// Its title, without its number.
    pub title: String,
    /// Its title on disk.
    pub title_span: Span,
    /// The destination of its link with escapes and entities resolved.
    pub destination: String,
    /// The destination on disk.
    pub link: Span,
    /// Rows in one list, or in one table, have the same number here.
    pub group: u32,
    /// Its lines with their line ending, if they have one, if nothing else stands on them and they can be left out.
    pub lines: Option<Span>,
    /// The line that its link stands in, on disk, without line ending, and what it says; `None` if
    /// number, title and link are not all written there, each in a place of its own.
    pub line: Option<(Span, Box<str>)>,
}

impl IndexRow {
    /// Its [`lines`](Self::lines), if they are one: that of its link, with or without line ending.
    #[must_use]
    pub fn own_line(&self) -> Option<Span> {
        let (lines, (line, _)) = (self.lines?, self.line.as_ref()?);
        let ending = lines.end.checked_sub(line.end)?;
        (lines.start == line.start && ending <= 2).then_some(lines)
    }
}

/// What a question says, in a few bytes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Content {
    /// Tells questions that say the same.
    pub fingerprint: Fingerprint,
    /// Tells questions that are alike; only if a rule that is in force asks, and not for very
    /// short ones.
    pub sketch: Option<Sketch>,
    /// Under which heading of its file it stands, counted from the top; 0 if under none.
    pub section: u32,
}

impl QuestionSummary {
    /// Its title as the text of a link.
    #[must_use]
    pub fn link_text(&self) -> &str {
        self.link_text.as_deref().unwrap_or(&self.title)
    }

    /// The question as messages name it.
    #[must_use]
    pub fn name(&self) -> String {
        qa::name(
            self.number.map(|number| (number.value, number.sub)),
            &self.title,
        )
    }
}

/// The number of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct NumberSummary {
    /// The number.
    pub value: u32,
    /// The `b` of `17b`.
    pub sub: Option<SubNumber>,
    /// The digits of `value` on disk.
    pub span: Span,
    /// Whether letters that look like digits stand among them.
    pub has_letters: bool,
}

/// What was meant for a question, but is not written as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StraySummary {
    /// Its number.
    pub number: u32,
    /// What it is instead.
    pub kind: StrayKind,
    /// Where it stands on disk.
    pub span: Span,
}

/// A number of questions that a file states.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StatedSummary {
    /// How many there are said to be.
    pub count: u32,
    /// Where that stands on disk.
    pub span: Span,
    /// What has so many.
    pub of: StatedCount,
}

/// What is said to have so many questions.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum StatedCount {
    /// The file, or the collection.
    Whole,
    /// A section of the file: its title, and how many it has.
    Section(String, u32),
    /// The file that this destination leads to.
    File(String),
}

/// A block that other files may begin or end with, too.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Boilerplate {
    /// What it says, with single spaces for white space.
    pub text: Box<str>,
    /// The block on disk.
    pub span: Span,
}

/// A link to a file or place of the repository, or to the web.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LinkSummary {
    /// The destination with escapes and entities of Markdown resolved; not yet percent-decoded.
    pub destination: String,
    /// The destination on disk.
    pub span: Span,
    /// Whether it is an image.
    pub image: bool,
    /// Whether it is an attribute of raw HTML.
    pub html: bool,
    /// Whether it is an autolink or a bare URL, which has no text but its destination.
    pub bare: bool,
}

/// The files governed by one configuration, after each has been checked.
#[derive(Clone, Copy, Debug)]
pub struct Collection<'a> {
    /// All files of the run.
    pub files: &'a Files,
    /// Which of the run's collections this is.
    pub index: usize,
    /// Its root folder.
    pub root: &'a Path,
    /// The folder that links may not leave: the root of the repository, or of the collection
    /// where there is none. Encloses [`root`](Self::root).
    pub boundary: &'a Path,
    /// What it says of its links.
    pub links: &'a LinkSettings,
    /// Where it is published, if that is known.
    pub origin: Option<&'a Origin>,
    /// The summaries of all files of the run, by [`FileId`]; `None` for those that could not be
    /// read.
    pub summaries: &'a [Option<&'a FileSummary>],
    /// Whether these are all files of the collection, so that what is missing here is missing.
    pub complete: bool,
}

impl<'a> Collection<'a> {
    /// What `file` says of itself; `None` if it could not be read.
    #[must_use]
    pub fn summary(&self, file: FileId) -> Option<&'a FileSummary> {
        self.summaries.get(file.0 as usize).copied().flatten()
    }

    /// The path of `file`, which is one of its files, from the root of the repository.
    #[must_use]
    pub fn path(&self, file: FileId) -> String {
        self.path_of(&self.files.get(file).name)
    }

    /// The path from the root of the repository of what has the path `name` in the collection.
    #[must_use]
    pub fn path_of(&self, name: &str) -> String {
        format!("{}{name}", links::prefix(self))
    }

    /// Its files in order, with their paths in it.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &'a str, &'a FileSummary)> {
        let (files, index, summaries) = (self.files, self.index, self.summaries);
        files
            .iter()
            .filter(move |(_, entry)| entry.collection == index)
            .filter_map(move |(id, entry)| {
                let summary = summaries.get(id.0 as usize).copied().flatten()?;
                Some((id, entry.name.as_str(), summary))
            })
    }
}
