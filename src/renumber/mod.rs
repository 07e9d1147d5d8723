//! Renumbering a collection: questions get the numbers that their order gives them, and what names
//! a question by its number (rows of indexes, anchors and links to them, files named for the
//! questions in them) follows.
//!
//! Everything happens in memory; [`Changes`] say what is to be written.

mod change;
mod index;
mod links;
mod names;
mod numbers;
mod rows;
mod width;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

pub use change::Changes;
pub use index::{row_behind, update_indexes, update_rows};
pub use names::renamed;

use crate::check::Run;
use crate::collection::{FileSummary, indexes};
use crate::diagnostic::Edit;
use crate::fix::apply;
use crate::source::FileId;

/// What is renumbered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// From which number on; questions with smaller ones keep theirs.
    pub from: Option<u32>,
    /// In which file; all if there is none.
    pub file: Option<FileId>,
    /// Whether numbers that exist are kept, and only a question whose number an earlier one has
    /// gets a new one: the next behind the last.
    pub append: bool,
}

/// Why a collection cannot be renumbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The number of a question is not written in digits of its own that could be replaced.
    NotWritten {
        /// The file, by its path in the collection.
        file: String,
        /// The number.
        number: u32,
    },
    /// A question stands in a block of code that is not closed before it, and would not be counted.
    Swallowed {
        /// The file, by its path in the collection.
        file: String,
        /// Its number.
        number: u32,
    },
    /// A link has to lead elsewhere and is written with escapes or entities.
    Link {
        /// The file, by its path in the collection.
        file: String,
        /// The destination.
        destination: String,
    },
    /// A file has to be renamed, and there is another with that name.
    Taken {
        /// The file, by its path in the collection.
        file: String,
        /// The name it should have.
        name: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotWritten { file, number } => write!(
                f,
                "the number {number} in `{file}` is not written in digits that can be replaced"
            ),
            Self::Swallowed { file, number } => write!(
                f,
                "question {number} in `{file}` is code: the block before it has to be closed first"
            ),
            Self::Link { file, destination } => write!(
                f,
                "the link to `{destination}` in `{file}` is written with escapes and cannot be changed"
            ),
            Self::Taken { file, name } => {
                write!(
                    f,
                    "`{file}` should be called `{name}`, which is there already"
                )
            }
        }
    }
}

impl std::error::Error for Problem {}

/// [`update_rows`] and then [`renumber`]: a question that was put anywhere gets its row and its
/// number, and all others follow.
///
/// # Errors
/// As [`renumber`].
pub fn renumber_with_rows(
    run: &mut Run,
    member: usize,
    options: &Options,
) -> Result<Changes, Problem> {
    let rows = update_rows(run, member);
    rows.show(run);
    let renumbered = renumber(run, member, options);
    rows.hide(run);
    Ok(rows.then(renumbered?))
}

/// Renumbers the collection number `member` of `run`, which keeps the bytes of its files. The run
/// is afterwards as it was.
///
/// # Errors
/// If anything that would have to change cannot: then nothing does.
pub fn renumber(run: &mut Run, member: usize, options: &Options) -> Result<Changes, Problem> {
    let before: HashMap<FileId, FileSummary> = run.collection(member, |collection| {
        collection
            .iter()
            .map(|(file, _, summary)| (file, summary.clone()))
            .collect()
    });
    let bytes = |run: &Run, file: FileId| run.overlay().get(&file).cloned();
    let (numbers, left) = run.collection(member, |c| numbers::new_numbers(c, options))?;
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for number in &numbers {
        let written = bytes(run, number.file).unwrap_or_default();
        let digits = written.get(number.span.to_usize()).unwrap_or_default();
        let Some(replacement) = numbers::rewritten(digits, number.old, number.new) else {
            return Err(Problem::NotWritten {
                file: run.files().get(number.file).name.clone(),
                number: number.old,
            });
        };
        edits.entry(number.file).or_default().push(Edit {
            file: number.file,
            span: number.span,
            replacement,
        });
    }
    // The anchors are those of the text with its new numbers.
    let original: Vec<(FileId, Arc<[u8]>)> = edits
        .keys()
        .filter_map(|&file| Some((file, bytes(run, file)?)))
        .collect();
    let numbered: Vec<(FileId, Arc<[u8]>)> = original
        .iter()
        .map(|(file, bytes)| {
            let edits = edits[file].iter().collect();
            (*file, apply(bytes, edits).into())
        })
        .collect();
    run.update(&numbered);
    let after: HashMap<FileId, FileSummary> = edits
        .keys()
        .filter_map(|&file| Some((file, run.summary(file)?.clone())))
        .collect();
    run.update(&original);

    let renames = run.collection(member, |c| names::renames(c, &numbers))?;
    let more = run.collection(member, |collection| {
        let moved = links::Moved::new(&before, &after, &renames, collection);
        let mut more = links::edits(collection, &moved)?;
        more.extend(rows::edits(collection, &numbers));
        Ok::<_, Problem>(more)
    })?;
    for edit in more {
        edits.entry(edit.file).or_default().push(edit);
    }
    run.collection(member, |collection| {
        width::keep(&indexes(collection), &mut edits);
    });
    Ok(Changes {
        left,
        ..Changes::new(run, edits, renames)
    })
}
