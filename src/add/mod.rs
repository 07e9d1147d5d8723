//! Adding a question: a skeleton in the shape of the collection, with its number, in the right
//! file, and with its row in the index.

mod skeleton;

use std::collections::BTreeMap;
use std::fmt;

use crate::check::{Looked, Run};
use crate::collection::{Collection, Entry, Numbered, Places, sequences};
use crate::diagnostic::Edit;
use crate::markdown::{self, Needs};
use crate::renumber::{self, Changes, row_behind};
use crate::source::{FileId, TextRange};

/// Where a question is added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Behind the question with this number; behind the last one if there is none.
    pub after: Option<u32>,
    /// In this file; where the question before it is, or in a new file if that is full, if there
    /// is none.
    pub to: Option<FileId>,
}

/// Why a question cannot be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is no question to write it after.
    NoQuestion,
    /// There is no question with the number.
    NoNumber(u32),
    /// What has to change with it cannot.
    Renumber(renumber::Problem),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoQuestion => f.write_str("there is no question that shows how one is written"),
            Self::NoNumber(number) => write!(f, "there is no question {number}"),
            Self::Renumber(problem) => problem.fmt(f),
        }
    }
}

impl std::error::Error for Problem {}

/// The question that the new one comes behind, and whose form it has.
#[derive(Clone, Copy)]
struct Model {
    file: FileId,
    /// Its place among the questions of its file.
    question: usize,
    number: Option<u32>,
}

/// Adds a question to the collection number `member` of `run`, which keeps the bytes of its files.
/// The run is afterwards as it was.
///
/// # Errors
/// If there is no place for it, or something that would have to change cannot.
pub fn add(
    run: &mut Run,
    member: usize,
    title: &str,
    options: &Options,
) -> Result<Changes, Problem> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let model = run.collection(member, |collection| model(collection, options))?;
    let number = model.number.map(|number| number.saturating_add(1));
    let is_new_file = options.after.is_none()
        && options.to.is_none()
        && run.collection(member, |collection| is_full(collection, model.file));
    if is_new_file && let Some(number) = number {
        return new_file(run, member, model, number, &title);
    }
    let written = run
        .look(model.file, |looked| {
            let question = looked.questions.get(model.question)?;
            let text = skeleton::of(looked.text, question, number, &title)?;
            let at = skeleton::end(
                looked.text,
                looked.document,
                looked.questions,
                model.question,
            );
            let (at, text) = skeleton::fit(looked.text, at, &text);
            Some((looked.map.to_disk(TextRange::empty(at)), text))
        })
        .flatten();
    let (span, replacement) = written.ok_or(Problem::NoQuestion)?;
    let edit = Edit {
        file: model.file,
        span,
        replacement,
    };
    let added = Changes::new(
        run,
        BTreeMap::from([(model.file, vec![edit])]),
        BTreeMap::new(),
    );
    added.show(run);
    let rest = renumber::renumber_with_rows(
        run,
        member,
        &renumber::Options {
            from: number,
            ..renumber::Options::default()
        },
    );
    added.hide(run);
    Ok(added.then(rest.map_err(Problem::Renumber)?))
}

/// The question that the new one comes behind.
fn model(collection: &Collection<'_>, options: &Options) -> Result<Model, Problem> {
    let sequences = sequences(collection);
    let in_file = |q: &Numbered| options.to.is_none_or(|to| to == q.file);
    let longest = sequences
        .iter()
        .filter(|sequence| sequence.questions.iter().any(in_file))
        .filter(|sequence| {
            let has = |after| sequence.questions.iter().any(|q| q.number == after);
            options.after.is_none_or(has)
        })
        .max_by_key(|sequence| sequence.questions.len());
    let found = match (longest, options.after) {
        (Some(sequence), Some(after)) => sequence.questions.iter().rfind(|q| q.number == after),
        (Some(sequence), None) => sequence.questions.iter().rfind(|q| in_file(q)),
        (None, Some(after)) => return Err(Problem::NoNumber(after)),
        (None, None) => None,
    };
    if let Some(found) = found {
        let questions = collection.summary(found.file).map(|s| &s.questions[..]);
        let question = questions.unwrap_or_default().iter().position(|question| {
            question
                .number
                .is_some_and(|number| number.span == found.span)
        });
        return Ok(Model {
            file: found.file,
            question: question.ok_or(Problem::NoQuestion)?,
            number: Some(found.number),
        });
    }
    // Questions without numbers: the last one of the file that has most.
    let (file, _, summary) = collection
        .iter()
        .filter(|(file, _, summary)| {
            !summary.questions.is_empty() && options.to.is_none_or(|to| to == *file)
        })
        .max_by_key(|(_, _, summary)| summary.questions.len())
        .ok_or(Problem::NoQuestion)?;
    Ok(Model {
        file,
        question: summary.questions.len() - 1,
        number: None,
    })
}

/// Whether `file` is named for its questions and has as many as most files beside it.
fn is_full(collection: &Collection<'_>, file: FileId) -> bool {
    let folder = |name: &str| name.rfind('/').map_or(0, |slash| slash + 1);
    let numbers = |summary: &crate::collection::FileSummary| -> Vec<u32> {
        let numbers = summary.questions.iter().filter_map(|q| q.number);
        numbers.map(|number| number.value).collect()
    };
    let own = &collection.files.get(file).name;
    let is_named = |name: &str, numbers: &[u32]| {
        let shifted: Vec<u32> = numbers.iter().map(|number| number + 1).collect();
        renumber::renamed(&name[folder(name)..], numbers, &shifted).is_some()
    };
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut count_of_own = 0;
    for (other, name, summary) in collection.iter() {
        let numbers = numbers(summary);
        let beside = name[..folder(name)] == own[..folder(own)];
        if !beside || numbers.is_empty() || !is_named(name, &numbers) {
            continue;
        }
        if other == file {
            count_of_own = numbers.len();
        }
        *counts.entry(numbers.len()).or_default() += 1;
    }
    let files: usize = counts.values().sum();
    let usual = counts
        .iter()
        .max_by_key(|(_, files)| **files)
        .map(|(count, _)| *count);
    files > 1 && count_of_own > 0 && usual.is_some_and(|usual| count_of_own >= usual)
}

/// A new file for the question, named for its number, with what the files beside it begin and end
/// with, and a row in the index.
fn new_file(
    run: &Run,
    member: usize,
    model: Model,
    number: u32,
    title: &str,
) -> Result<Changes, Problem> {
    let frame = |looked: &Looked<'_>| {
        let (first, last) = (looked.questions.first()?, looked.questions.last()?);
        let header = &looked.text[..first.place.start as usize];
        let header = &header[..header.rfind('\n').map_or(0, |at| at + 1)];
        let footer = &looked.text[last.range.end as usize..];
        Some((header.to_owned(), footer.to_owned()))
    };
    let (text, header, footer) = run
        .look(model.file, |looked| {
            let question = looked.questions.get(model.question)?;
            let text = skeleton::of(looked.text, question, Some(number), title)?;
            let (header, footer) = frame(looked)?;
            Some((text, header, footer))
        })
        .flatten()
        .ok_or(Problem::NoQuestion)?;
    // What one file alone has is its own.
    let shared = run.collection(member, |collection| {
        let others = collection
            .iter()
            .filter(|(file, _, summary)| *file != model.file && !summary.questions.is_empty());
        let (mut headers, mut footers) = (0, 0);
        for (file, _, _) in others {
            if let Some((other_header, other_footer)) = run.look(file, frame).flatten() {
                headers += usize::from(other_header.trim() == header.trim());
                footers += usize::from(other_footer.trim() == footer.trim());
            }
        }
        (headers > 0, footers > 0)
    });
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut whole = String::new();
    if shared.0 && !header.trim().is_empty() {
        whole.push_str(&header);
    }
    whole.push_str(text.trim_end());
    whole.push_str(ending);
    if shared.1 && !footer.trim().is_empty() {
        whole.push_str(ending);
        whole.push_str(&footer);
    }
    let path = run.collection(member, |collection| {
        let path = collection.files.get(model.file).name.clone();
        let summary = collection.summary(model.file)?;
        let old: Vec<u32> = summary
            .questions
            .iter()
            .filter_map(|q| Some(q.number?.value))
            .collect();
        let slash = path.rfind('/').map_or(0, |slash| slash + 1);
        let name = renumber::renamed(&path[slash..], &old, &[number])?;
        Some(format!("{}{name}", &path[..slash]))
    });
    let path = path.ok_or(Problem::NoQuestion)?;
    let row = run.collection(member, |collection| {
        let document = markdown::parse(&whole, Needs::HEADINGS.and(Needs::ANCHORS));
        let style = collection.links.style(collection.origin);
        let places = Places::of(&whole, &document, style);
        let start = u32::try_from(whole.find(title).unwrap_or(0)).unwrap_or(u32::MAX);
        let at = places.starts.iter().rposition(|&place| place <= start);
        let anchor = at.and_then(|at| places.anchors.get(at)).map(String::as_str);
        let before = crate::collection::Place {
            file: model.file,
            question: model.question,
        };
        let entry = Entry {
            number: Some(number),
            title,
            path: &collection.path_of(&path),
            anchor,
        };
        row_behind(collection, before, entry)
    });
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in row {
        edits.entry(edit.file).or_default().push(edit);
    }
    let mut changes = Changes::new(run, edits, BTreeMap::new());
    changes.created.push((path, whole.into_bytes()));
    Ok(changes)
}
