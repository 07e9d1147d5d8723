//! Which blocks of links are indexes of questions, and to which questions their rows lead.

mod coverage;
mod form;
mod missing;
mod order;
mod resolve;

pub use coverage::{Coverage, coverage};
use form::Usual;
pub use form::{cells, fitted};
pub use missing::{Entry, NewRow, RowWriter};
pub use order::Order;
use resolve::Resolver;

use super::{Collection, IndexRow, IndexSummary, QuestionSummary};
use crate::diagnostic::Label;
use crate::source::FileId;

/// An index: a block of links most of which lead to questions.
#[derive(Clone, Debug)]
pub struct IndexView<'a> {
    /// The file it stands in.
    pub file: FileId,
    /// What the file says of it.
    pub summary: &'a IndexSummary,
    /// Where each of its rows leads, in order.
    pub aims: Vec<Aim>,
}

/// A question, by its file and its place among the file's questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The index among [`FileSummary::questions`](super::FileSummary::questions).
    pub question: usize,
}

/// Where a row of an index leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// To a question.
    Question {
        /// The question.
        place: Place,
        /// Whether the link itself says which, or else the row's title or number.
        by_link: bool,
    },
    /// To a question, but the row's title is that of another.
    Other {
        /// The question that the link leads to; `None` if it leads to a file that does not have
        /// the one that is meant.
        leads: Option<Place>,
        /// The one whose title it has.
        meant: Place,
    },
    /// Nowhere; its title is that of a question.
    Lost {
        /// The question.
        meant: Place,
    },
    /// Nowhere: the question is gone, or never was.
    Gone {
        /// The file that has no such place; `None` if there is no such file.
        file: Option<FileId>,
    },
    /// To something that is no question.
    Elsewhere,
}

impl Aim {
    /// The question that the row is there for.
    #[must_use]
    pub fn question(self) -> Option<Place> {
        match self {
            Self::Question { place, .. } => Some(place),
            Self::Other { meant, .. } | Self::Lost { meant } => Some(meant),
            Self::Gone { .. } | Self::Elsewhere => None,
        }
    }
}

impl<'a> IndexView<'a> {
    /// Row `index`, with nothing said of it.
    #[must_use]
    pub fn row_label(&self, index: usize) -> Label {
        let span = self.summary.rows.get(index).map(|row| row.span);
        Label {
            file: self.file,
            span: span.unwrap_or(self.summary.span),
            message: String::new(),
        }
    }

    /// The rows that are there for questions, with their places among all rows.
    pub fn listed(&self) -> impl Iterator<Item = (usize, &'a IndexRow, Place)> {
        let rows = self.summary.rows.iter().zip(&self.aims).enumerate();
        rows.filter_map(|(index, (row, aim))| Some((index, row, aim.question()?)))
    }
}

impl Place {
    /// The anchor of the question's heading, or another name that links to it can have.
    #[must_use]
    pub fn anchor<'a>(&self, collection: &Collection<'a>) -> Option<&'a str> {
        let summary = collection.summary(self.file)?;
        let &anchor = summary.questions.get(self.question)?.anchors.first()?;
        summary.anchors.get(anchor as usize).map(String::as_str)
    }

    /// What its file says of the question.
    #[must_use]
    pub fn summary<'a>(&self, collection: &Collection<'a>) -> Option<&'a QuestionSummary> {
        collection.summary(self.file)?.questions.get(self.question)
    }
}

/// How many rows of an index must be there for questions, at least.
const FEWEST: usize = 3;

/// Of 10 rows, how many must be there for questions.
const OF_TEN: usize = 6;

/// The indexes of `collection`, by file and place.
#[must_use]
pub fn indexes<'a>(collection: &Collection<'a>) -> Vec<IndexView<'a>> {
    let has_indexes = collection.iter().any(|(_, _, s)| !s.indexes.is_empty());
    if !has_indexes {
        return Vec::new();
    }
    let mut resolver = Resolver::new(*collection);
    let mut views = Vec::new();
    for (file, _, summary) in collection.iter() {
        for index in &summary.indexes {
            let mut aims: Vec<Aim> = index
                .rows
                .iter()
                .map(|row| resolver.aim(file, row))
                .collect();
            resolver.tell_apart(index, &mut aims);
            resolver.find_renamed(index, &mut aims);
            let leading = aims
                .iter()
                .filter(|aim| {
                    matches!(
                        aim,
                        Aim::Question { .. } | Aim::Other { leads: Some(_), .. }
                    )
                })
                .count();
            let named = aims.iter().filter(|aim| aim.question().is_some()).count();
            if leading >= FEWEST && named * 10 >= aims.len() * OF_TEN {
                views.push(IndexView {
                    file,
                    summary: index,
                    aims,
                });
            }
        }
    }
    views
}
