//! Numbers in the order in which a reader meets them.

mod faults;
mod habits;
mod shifts;

use std::collections::{BTreeMap, HashMap};

pub use faults::NumberFault;
use faults::{Known, faults};

use super::{Collection, FileSummary};
use crate::diagnostic::{Edit, Label};
use crate::qa::{Scope, SubNumber};
use crate::source::{FileId, Span};

/// A numbered question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Its number.
    pub number: u32,
    /// The `b` of `17b`.
    pub sub: Option<SubNumber>,
    /// The file it is in.
    pub file: FileId,
    /// The digits on disk.
    pub span: Span,
}

impl Numbered {
    /// The number as a place, with something said of it.
    #[must_use]
    pub fn at(&self, message: impl Into<String>) -> Label {
        Label {
            file: self.file,
            span: self.span,
            message: message.into(),
        }
    }

    /// The number with its sub-number, as messages show it.
    #[must_use]
    pub fn shown(&self) -> String {
        let sub = self.sub.map_or_else(String::new, |sub| sub.to_string());
        format!("{}{sub}", self.number)
    }

    /// The edit that gives the question another number; `None` if its digits are not written as
    /// they read.
    #[must_use]
    pub fn renumbered(&self, number: u32) -> Option<Edit> {
        let is_verbatim = self.span.len() as usize == self.number.to_string().len();
        is_verbatim.then(|| Edit {
            file: self.file,
            span: self.span,
            replacement: number.to_string(),
        })
    }
}

/// The numbered questions of one scope, in the order in which a reader meets them: files in the
/// order of their middle numbers, and in each file as they stand.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    /// The questions.
    pub questions: Vec<Numbered>,
    /// What is wrong with their numbers.
    pub faults: Vec<NumberFault>,
}

impl Sequence {
    /// The number that the sequence begins with, and the question that has it, or is meant to.
    #[must_use]
    pub fn start(&self) -> Option<(u32, &Numbered)> {
        let least = self
            .questions
            .iter()
            .min_by_key(|question| question.number)?;
        let meant = self.faults.iter().find_map(|fault| match *fault {
            NumberFault::Mistyped {
                first: 0, meant, ..
            } => Some((meant, self.questions.first()?)),
            NumberFault::Unread {
                before: None,
                first,
                ..
            } => Some((first.number, self.questions.first()?)),
            _ => None,
        });
        let meant = meant.filter(|&(number, _)| number < least.number);
        Some(meant.unwrap_or((least.number, least)))
    }
}

/// The folder that numbers run on in, or the file and, where they begin anew with each heading, the
/// place of the heading.
type ScopeKey<'a> = (&'a str, Option<(FileId, u32)>);

/// The numbered questions of `collection`, a sequence for each scope that numbers run on in.
#[must_use]
pub fn sequences<'a>(collection: &Collection<'a>) -> Vec<Sequence> {
    let folder = |name: &'a str| name.rsplit_once('/').map_or("", |(folder, _)| folder);
    // Most folders of a collection going on from file to file says nothing of the others.
    let mut guessed: BTreeMap<&str, Vec<Vec<Numbered>>> = BTreeMap::new();
    for (file, name, summary) in collection.iter() {
        if summary.inferred && summary.numbering.scope == Scope::Folder {
            let numbers = numbered(file, summary).into_iter().map(|(one, _)| one);
            guessed
                .entry(folder(name))
                .or_default()
                .push(numbers.collect());
        }
    }
    let apart: HashMap<&str, bool> = guessed
        .into_iter()
        .map(|(folder, files)| (folder, !habits::run_on(&files)))
        .collect();
    let mut scopes: BTreeMap<ScopeKey<'_>, Vec<Vec<Numbered>>> = BTreeMap::new();
    let mut inferred: BTreeMap<ScopeKey<'_>, bool> = BTreeMap::new();
    for (file, name, summary) in collection.iter() {
        let scope = match summary.numbering.scope {
            Scope::Folder if apart.get(folder(name)) == Some(&true) => Scope::File,
            scope => scope,
        };
        let sections = sections(file, summary, scope);
        for (section, numbered) in sections {
            let first = numbered.first().map_or(0, |first| first.span.start);
            let restarted = summary.restarts.first().is_some_and(|at| at.start < first);
            let scope = match scope {
                _ if restarted => ("", Some((file, section))),
                Scope::Collection => ("", None),
                Scope::Folder => (folder(name), None),
                Scope::File | Scope::Section => ("", Some((file, section))),
            };
            scopes.entry(scope).or_default().push(numbered);
            *inferred.entry(scope).or_insert(true) &= summary.inferred;
        }
    }
    let join = |(scope, mut files): (ScopeKey<'_>, Vec<Vec<Numbered>>)| {
        files.sort_by_key(|numbers| middle(numbers));
        let questions = files.concat();
        let mut faults = faults(&questions, &known(collection, &questions));
        if inferred.get(&scope) == Some(&true) && habits::are_names(&questions, &faults) {
            faults.clear();
        }
        Sequence { questions, faults }
    };
    scopes.into_iter().map(join).collect()
}

/// What is known of the numbers of `questions`: numbers may be missing that the shapes of their
/// files allow, and those of questions that an unclosed block of code has swallowed.
fn known<'a>(collection: &Collection<'a>, questions: &[Numbered]) -> Known<'a> {
    let mut known = Known {
        complete: collection.complete,
        ..Known::default()
    };
    for of_file in questions.chunk_by(|a, b| a.file == b.file) {
        let file = of_file.first().map(|question| question.file);
        let Some((file, summary)) = file.and_then(|file| Some((file, collection.summary(file)?)))
        else {
            continue;
        };
        let excused = summary.numbering.gaps.iter().chain(&summary.swallowed);
        known.excused.extend(excused);
        known.strays.insert(file, &summary.strays);
    }
    known
}

/// The numbered questions of one file, divided where numbers begin anew, with the place in the file
/// where each part begins.
fn sections(file: FileId, summary: &FileSummary, scope: Scope) -> Vec<(u32, Vec<Numbered>)> {
    let mut sections: Vec<(u32, Vec<Numbered>)> = Vec::new();
    let numbered = numbered(file, summary);
    let begin_anew = summary.inferred && habits::begin_anew(&numbered);
    for (index, (question, below)) in numbered.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| numbered.get(before));
        let restarts = |question: &Numbered| {
            let at = question.span.start;
            summary
                .restarts
                .partition_point(|restart| restart.start < at)
        };
        let begins = match (scope, before) {
            (_, None) => true,
            _ if summary.numbering.restart_at.is_some() => {
                before.is_some_and(|(before, _)| restarts(before) != restarts(question))
            }
            (Scope::Section, Some((_, other))) => other != below,
            (Scope::File, Some((before, other))) => {
                let first = question.number <= 1 && question.sub.is_none();
                let behind = numbered.get(index..).unwrap_or_default();
                first && (begin_anew || other != below || before.number > 1 && goes_on(behind))
            }
            _ => false,
        };
        match sections.last_mut() {
            Some((_, numbers)) if !begins => numbers.push(*question),
            _ => sections.push((question.span.start, vec![*question])),
        }
    }
    sections
}

/// The numbered questions of one file, each with the heading that it stands below.
fn numbered(file: FileId, summary: &FileSummary) -> Vec<(Numbered, Option<Span>)> {
    let numbered = summary.questions.iter().filter_map(|question| {
        let number = question.number?;
        let numbered = Numbered {
            number: number.value,
            sub: number.sub,
            file,
            span: number.span,
        };
        Some((numbered, question.below))
    });
    numbered.collect()
}

/// From how many numbers one behind the other on they are meant to begin anew, even without a
/// heading: nobody writes 1, 2, 3, 4 by a slip of the hand.
const ANEW: u32 = 4;

fn goes_on(questions: &[(Numbered, Option<Span>)]) -> bool {
    let first = questions.first().map_or(0, |(question, _)| question.number);
    let ascending = questions
        .iter()
        .zip(first..first + ANEW)
        .filter(|((question, _), number)| question.number == *number);
    ascending.count() == ANEW as usize
}

/// The median, which one wrong number does not move far.
fn middle(numbers: &[Numbered]) -> u32 {
    let mut sorted: Vec<u32> = numbers.iter().map(|numbered| numbered.number).collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}
