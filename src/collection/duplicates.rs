//! Questions that say the same as others, or nearly, where that is a mistake.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::name::Name;
use super::{Collection, Content, QuestionSummary};
use crate::content::{Fingerprint, Sketch, near_pairs};
use crate::diagnostic::Label;
use crate::qa::Scope;
use crate::source::FileId;

/// A question that says what an earlier one says.
#[derive(Clone, Copy, Debug)]
pub struct Duplicate<'a> {
    /// The earlier one.
    pub first: Stands<'a>,
    /// This one.
    pub second: Stands<'a>,
    /// About how much of both is in both, from 0 to 1; 1 if they are the same.
    pub likeness: f64,
}

impl Duplicate<'_> {
    /// The names of the first and of the second question, if their numbers tell them apart.
    #[must_use]
    pub fn names(&self) -> Option<(String, String)> {
        let (first, second) = (self.first.question, self.second.question);
        let (one, two) = (first.number.as_ref()?, second.number.as_ref()?);
        ((one.value, one.sub) != (two.value, two.sub)).then(|| (first.name(), second.name()))
    }
}

/// A question and the file that it stands in.
#[derive(Clone, Copy, Debug)]
pub struct Stands<'a> {
    /// The file.
    pub file: FileId,
    /// The question.
    pub question: &'a QuestionSummary,
}

impl Stands<'_> {
    /// Where it stands, with nothing said of it.
    #[must_use]
    pub fn at(&self) -> Label {
        Label {
            file: self.file,
            span: self.question.place,
            message: String::new(),
        }
    }
}

/// A question with what it says.
#[derive(Clone, Copy)]
struct Said<'a> {
    stands: Stands<'a>,
    content: &'a Content,
}

impl<'a> Said<'a> {
    fn fingerprint(&self) -> &'a Fingerprint {
        &self.content.fingerprint
    }
}

/// The questions that say the same as an earlier one of the collection: title and body.
///
/// Left out is what is repeated by design: see `Mirrors`.
#[must_use]
pub fn duplicates<'a>(collection: &Collection<'a>) -> Vec<Duplicate<'a>> {
    let all = said(collection);
    let mirrors = Mirrors::of(collection, &all);
    let mut earlier: HashMap<(u64, u64), Vec<Said<'a>>> = HashMap::new();
    let mut duplicates = Vec::new();
    for later in all {
        let same = earlier
            .entry((later.fingerprint().title, later.fingerprint().body))
            .or_default();
        // Of many that are the same by design, only the first few are looked at.
        let first = same
            .iter()
            .take(MOST_COMPARED)
            .find(|earlier| !mirrors.repeat(earlier, &later));
        if let Some(first) = first {
            duplicates.push(Duplicate {
                first: first.stands,
                second: later.stands,
                likeness: 1.0,
            });
        }
        same.push(later);
    }
    duplicates
}

/// With how many earlier questions that say the same a question is compared.
const MOST_COMPARED: usize = 16;

/// The questions that ask for the same as an earlier one of the collection and say nearly the same:
/// with a likeness of at least `least`, from 0 to 1, the same numbers and the same code.
#[must_use]
pub fn near_duplicates<'a>(collection: &Collection<'a>, least: f64) -> Vec<Duplicate<'a>> {
    let all = said(collection);
    let mirrors = Mirrors::of(collection, &all);
    let sketched: Vec<(Said<'a>, &Sketch)> = all
        .iter()
        .filter_map(|said| Some((*said, said.content.sketch.as_ref()?)))
        .collect();
    let sketches: Vec<&Sketch> = sketched.iter().map(|(_, sketch)| *sketch).collect();
    let may_pair = |first: usize, second: usize| {
        let (first, second) = (&sketched[first].0, &sketched[second].0);
        let (one, two) = (first.fingerprint(), second.fingerprint());
        !one.says_the_same(two)
            && one.topic == two.topic
            && one.details == two.details
            && !mirrors.repeat(first, second)
    };
    near_pairs(&sketches, least, may_pair)
        .into_iter()
        .map(|pair| Duplicate {
            first: sketched[pair.first].0.stands,
            second: sketched[pair.second].0.stands,
            likeness: pair.likeness,
        })
        .collect()
}

fn said<'a>(collection: &Collection<'a>) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    for (file, _, summary) in collection.iter() {
        for question in &summary.questions {
            if let Some(content) = &question.content {
                let stands = Stands { file, question };
                all.push(Said { stands, content });
            }
        }
    }
    all
}

/// What repeats by design: translations, copies for another place, the same questions under
/// several headings.
struct Mirrors<'a> {
    names: HashMap<FileId, Name<'a>>,
    /// Whether numbers run on through all folders.
    runs_through: bool,
    /// Pairs of files, the smaller [`FileId`] first.
    pairs: HashSet<(FileId, FileId)>,
}

/// In which share of the questions of the smaller of two files the other has to agree for both
/// to be taken for copies.
const SHARED_BY_COPIES: (usize, usize) = (1, 3);

/// How many questions copies share at least.
const FEWEST_SHARED: usize = 3;

/// How many words there must be below a title without a number for it to be one of a question
/// that says something.
const FEWEST_WORDS: u32 = 4;

impl<'a> Mirrors<'a> {
    fn of(collection: &Collection<'a>, all: &[Said<'a>]) -> Self {
        let names = collection
            .iter()
            .map(|(file, name, _)| (file, Name::of(name)))
            .collect();
        // How many questions each file has, and each pair of files has in common.
        let mut sizes: HashMap<FileId, usize> = HashMap::new();
        let mut files_of: HashMap<(u64, u64), Vec<FileId>> = HashMap::new();
        for said in all {
            *sizes.entry(said.stands.file).or_default() += 1;
            let key = (said.fingerprint().title, said.fingerprint().body);
            let files = files_of.entry(key).or_default();
            if files.last() != Some(&said.stands.file) {
                files.push(said.stands.file);
            }
        }
        let mut shared: BTreeMap<(FileId, FileId), usize> = BTreeMap::new();
        for files in files_of.values().filter(|files| files.len() > 1) {
            let some = &files[..files.len().min(MOST_COMPARED)];
            for (at, &first) in some.iter().enumerate() {
                for &second in &some[at + 1..] {
                    *shared.entry((first, second)).or_default() += 1;
                }
            }
        }
        let (part, of) = SHARED_BY_COPIES;
        let size = |file: FileId| sizes.get(&file).copied().unwrap_or(0);
        let pairs = shared
            .into_iter()
            .filter(|&((first, second), shared)| {
                let smaller = size(first).min(size(second));
                shared >= FEWEST_SHARED && shared * of >= smaller * part
            })
            .map(|(pair, _)| pair)
            .collect();
        let runs_through = collection.iter().all(|(_, _, summary)| {
            summary.questions.is_empty() || summary.numbering.scope == Scope::Collection
        });
        Self {
            names,
            runs_through,
            pairs,
        }
    }

    /// Whether the two repeat each other by design: nobody numbers a question twice, or lists it
    /// twice under one heading, but many list it under each heading, and in each file, where it
    /// belongs, or answer the same questionnaire again and again.
    fn repeat(&self, first: &Said<'_>, second: &Said<'_>) -> bool {
        let (one, two) = (first.stands.file, second.stands.file);
        let number = |said: &Said<'_>| {
            let number = said.stands.question.number;
            number.map(|number| (number.value, number.sub))
        };
        let both_numbered = number(first).is_some() && number(second).is_some();
        if !both_numbered && first.fingerprint().length < FEWEST_WORDS {
            return true;
        }
        if one == two {
            let numbered_apart = both_numbered && number(first) != number(second);
            return first.content.section != second.content.section && !numbered_apart;
        }
        if !both_numbered {
            return true;
        }
        let Some((one, two)) = self.names.get(&one).zip(self.names.get(&two)) else {
            return true;
        };
        let in_one_series = self.runs_through || one.folders() == two.folders();
        !in_one_series
            || one.corresponds_to(two)
            || self
                .pairs
                .contains(&(first.stands.file, second.stands.file))
    }
}
