//! Which blocks of links are indexes of questions, and to which questions their rows lead.

use std::collections::{HashMap, HashSet};

use super::follow::{Follow, Lead};
use super::{Collection, FileSummary, IndexRow, IndexSummary, QuestionSummary};
use crate::content::words;
use crate::diagnostic::Label;
use crate::link::{AnchorMatch, Anchors, Fragment};
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
    /// The index among [`FileSummary::questions`].
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
    /// To something that is no question, or nowhere.
    Elsewhere,
}

impl Aim {
    /// The question that the row is there for.
    #[must_use]
    pub fn question(self) -> Option<Place> {
        match self {
            Self::Question { place, .. } => Some(place),
            Self::Other { meant, .. } | Self::Lost { meant } => Some(meant),
            Self::Elsewhere => None,
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
    let mut resolver = Resolver {
        collection: *collection,
        follow: Follow::new(collection),
        targets: HashMap::new(),
        titles: titles(collection),
    };
    let mut views = Vec::new();
    for (file, _, summary) in collection.iter() {
        for index in &summary.indexes {
            let mut aims: Vec<Aim> = index
                .rows
                .iter()
                .map(|row| resolver.aim(file, row))
                .collect();
            resolver.tell_apart(index, &mut aims);
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

/// The questions of each title, made plain.
fn titles(collection: &Collection<'_>) -> HashMap<Vec<u64>, Vec<Place>> {
    let mut titles: HashMap<Vec<u64>, Vec<Place>> = HashMap::new();
    for (file, _, summary) in collection.iter() {
        for (question, title) in summary.questions.iter().map(|q| &q.title).enumerate() {
            let words = words(title);
            if !words.is_empty() {
                titles
                    .entry(words)
                    .or_default()
                    .push(Place { file, question });
            }
        }
    }
    titles
}

/// A file that rows lead to.
struct TargetFile<'a> {
    summary: &'a FileSummary,
    anchors: Anchors<'a>,
    /// The questions that the anchors lead to.
    questions: HashMap<&'a str, usize>,
}

struct Resolver<'a> {
    collection: Collection<'a>,
    follow: Follow<'a>,
    targets: HashMap<FileId, Option<TargetFile<'a>>>,
    titles: HashMap<Vec<u64>, Vec<Place>>,
}

/// What a link leads to.
enum Led {
    To(Place),
    /// To a file, or to a place in it that is no question.
    File(FileId, bool),
    /// To a place that is not there in a file that is.
    Lost(FileId),
    Nowhere,
    Elsewhere,
}

impl<'a> Resolver<'a> {
    fn aim(&mut self, file: FileId, row: &IndexRow) -> Aim {
        let led = self.led(file, &row.destination);
        let title = words(&row.title);
        let same_title = self.titles.get(&title).map_or(&[][..], Vec::as_slice);
        let in_file = |file: FileId| same_title.iter().find(|p| p.file == file).copied();
        let only = match same_title {
            [only] => Some(*only),
            _ => None,
        };
        match led {
            Led::To(place) => {
                // Of several with one title, the one with the row's number.
                let numbered = same_title
                    .iter()
                    .filter(|other| other.file == place.file && same_title.contains(&place))
                    .find(|other| {
                        row.number.is_some() && self.number(**other) == row.number.map(|n| n.0)
                    });
                if let Some(&meant) = numbered.filter(|&&meant| meant != place) {
                    return Aim::Other {
                        leads: Some(place),
                        meant,
                    };
                }
                let fits = same_title.is_empty()
                    || same_title
                        .iter()
                        .any(|same| same.file == place.file && *same == place);
                // Of several with the same title, any may be meant, and of another file none.
                match only.filter(|other| !fits && other.file == place.file) {
                    Some(meant) => Aim::Other {
                        leads: Some(place),
                        meant,
                    },
                    None => Aim::Question {
                        place,
                        by_link: true,
                    },
                }
            }
            Led::File(target, is_whole) => {
                let found = in_file(target).or_else(|| self.by_number(target, row));
                let found = found.or_else(|| self.only_question(target, is_whole));
                match (found, only) {
                    (Some(place), _) => Aim::Question {
                        place,
                        by_link: false,
                    },
                    (None, Some(meant)) if is_whole && meant.file != file && self.asks(target) => {
                        Aim::Other { leads: None, meant }
                    }
                    _ => Aim::Elsewhere,
                }
            }
            Led::Lost(target) => {
                let by_title = in_file(target).filter(|_| only.is_some());
                match by_title.or_else(|| self.by_number_and_words(target, row, &title)) {
                    Some(meant) => Aim::Lost { meant },
                    None => Aim::Elsewhere,
                }
            }
            Led::Nowhere => only.map_or(Aim::Elsewhere, |meant| Aim::Lost { meant }),
            Led::Elsewhere => Aim::Elsewhere,
        }
    }

    fn asks(&self, file: FileId) -> bool {
        let summary = self.collection.summary(file);
        summary.is_some_and(|summary| !summary.questions.is_empty())
    }

    /// The only question of `file` that has the row's number.
    fn by_number(&self, file: FileId, row: &IndexRow) -> Option<Place> {
        let (number, _) = row.number?;
        let summary = self.collection.summary(file)?;
        let mut found = summary.questions.iter().enumerate().filter(|(_, q)| {
            q.number
                .is_some_and(|n| n.value == number && n.sub.is_none())
        });
        match (found.next(), found.next()) {
            (Some((question, _)), None) => Some(Place { file, question }),
            _ => None,
        }
    }

    fn number(&self, place: Place) -> Option<u32> {
        Some(place.summary(&self.collection)?.number?.value)
    }

    /// The only question of `file` that has the row's number, if both have most words in common.
    fn by_number_and_words(&self, file: FileId, row: &IndexRow, title: &[u64]) -> Option<Place> {
        let place = self.by_number(file, row)?;
        let own = words(&place.summary(&self.collection)?.title);
        let common = title.iter().filter(|word| own.contains(word)).count();
        (common * 2 > title.len().min(own.len())).then_some(place)
    }

    /// Where several questions have one title, and links lead to the first of them again and
    /// again, the rows are there for one after the other.
    fn tell_apart(&self, index: &IndexSummary, aims: &mut [Aim]) {
        let mut claimed: HashSet<(u32, Place)> = HashSet::new();
        for (row, aim) in index.rows.iter().zip(aims.iter_mut()) {
            let Aim::Question { place, .. } = *aim else {
                continue;
            };
            if claimed.insert((row.group, place)) {
                continue;
            }
            let same_title = self.titles.get(&words(&row.title));
            let next = same_title
                .into_iter()
                .flatten()
                .find(|other| other.file == place.file && !claimed.contains(&(row.group, **other)));
            let is_one_of_them = same_title.is_some_and(|all| all.contains(&place));
            if let Some(&meant) = next.filter(|_| is_one_of_them) {
                claimed.insert((row.group, meant));
                *aim = Aim::Other {
                    leads: Some(place),
                    meant,
                };
            }
        }
    }

    fn only_question(&self, file: FileId, is_whole: bool) -> Option<Place> {
        let questions = &self.collection.summary(file)?.questions;
        (is_whole && questions.len() == 1).then_some(Place { file, question: 0 })
    }

    fn led(&mut self, file: FileId, destination: &str) -> Led {
        let (target, fragment) = match self.follow.lead(file, destination) {
            Lead::To(target, fragment) => (target, fragment),
            Lead::Nowhere => return Led::Nowhere,
            Lead::Elsewhere => return Led::Elsewhere,
        };
        let Some(fragment @ Fragment::Anchor { raw, name }) = &fragment else {
            let is_whole = fragment.is_none() && target != file;
            return Led::File(target, is_whole);
        };
        let Some(found) = self.target(target) else {
            return Led::Elsewhere;
        };
        let anchor = match found.anchors.find(fragment) {
            Some(AnchorMatch::Exact) => found
                .questions
                .get(raw)
                .or_else(|| found.questions.get(name.as_ref())),
            Some(AnchorMatch::Case(anchor) | AnchorMatch::Form(anchor)) => {
                found.questions.get(anchor)
            }
            None => return Led::Lost(target),
        };
        match anchor {
            Some(&question) => Led::To(Place {
                file: target,
                question,
            }),
            None => Led::Elsewhere,
        }
    }

    fn target(&mut self, file: FileId) -> Option<&TargetFile<'a>> {
        let collection = self.collection;
        self.targets
            .entry(file)
            .or_insert_with(|| {
                let summary = collection.summary(file)?;
                let mut questions = HashMap::new();
                for (index, question) in summary.questions.iter().enumerate() {
                    for &anchor in &question.anchors {
                        if let Some(anchor) = summary.anchors.get(anchor as usize) {
                            questions.entry(anchor.as_str()).or_insert(index);
                        }
                    }
                }
                Some(TargetFile {
                    summary,
                    anchors: Anchors::new(summary.anchors.iter().map(String::as_str)),
                    questions,
                })
            })
            .as_ref()
            .filter(|target| !target.summary.takes_in_others)
    }
}

/// The questions that one file's indexes list, and those that they should.
#[derive(Clone, Debug, Default)]
pub struct Coverage {
    /// The questions that are not listed, in the order of files and places.
    pub missing: Vec<Place>,
}

impl IndexView<'_> {
    /// For each row whether it follows the order of the questions: of the rows of each list or
    /// table that lead to questions of one file, the longest part that is in order. Empty rows, and
    /// further rows of one question, are.
    #[must_use]
    pub fn in_order(&self) -> Vec<bool> {
        let mut in_order = vec![true; self.aims.len()];
        let listed: Vec<_> = self.listed().collect();
        for rows in listed.chunk_by(|a, b| a.1.group == b.1.group && a.2.file == b.2.file) {
            let mut seen = HashSet::new();
            let rows: Vec<(usize, Place)> = rows
                .iter()
                .filter(|(_, _, place)| seen.insert(*place))
                .map(|&(index, _, place)| (index, place))
                .collect();
            for (row, kept) in rows.iter().zip(longest_increasing(&rows)) {
                in_order[row.0] = kept;
            }
        }
        in_order
    }
}

/// Which of `rows` make up the longest part of it that is in order.
fn longest_increasing(rows: &[(usize, Place)]) -> Vec<bool> {
    // The last row of the best part of each length, and the row before each (patience sorting).
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; rows.len()];
    for (at, (_, place)) in rows.iter().enumerate() {
        let length = tails.partition_point(|&tail| rows[tail].1 < *place);
        before[at] = length.checked_sub(1).map(|shorter| tails[shorter]);
        if length == tails.len() {
            tails.push(at);
        } else {
            tails[length] = at;
        }
    }
    let mut in_order = vec![false; rows.len()];
    let mut next = tails.last().copied();
    while let Some(at) = next {
        in_order[at] = true;
        next = before[at];
    }
    in_order
}

/// What the indexes `views`, which stand in one file, leave out: nothing if they list so few
/// questions that they are a selection, because of `missing_of` questions more than one is missing.
#[must_use]
pub fn coverage(
    collection: &Collection<'_>,
    views: &[IndexView<'_>],
    missing_of: usize,
) -> Coverage {
    let Some(own) = views.first().map(|view| view.file) else {
        return Coverage::default();
    };
    let listed: HashSet<Place> = views
        .iter()
        .flat_map(|view| view.listed().map(|(_, _, place)| place))
        .collect();
    let folder = |file: FileId| {
        let name = collection.files.get(file).name.as_str();
        name.rsplit_once('/').map_or("", |(folder, _)| folder)
    };
    let elsewhere: HashSet<&str> = listed
        .iter()
        .filter(|place| place.file != own)
        .map(|place| folder(place.file))
        .collect();
    let lists_itself = listed.iter().any(|place| place.file == own);
    let files = collection.iter().filter(|(file, _, _)| {
        if *file == own {
            lists_itself
        } else {
            elsewhere.contains(folder(*file))
        }
    });
    let mut coverage = Coverage::default();
    let (mut all, mut of_own, mut missing_of_own) = (0, 0, 0);
    for (file, _, summary) in files {
        for question in 0..summary.questions.len() {
            let place = Place { file, question };
            all += 1;
            let is_missing = !listed.contains(&place);
            if file == own {
                of_own += 1;
                missing_of_own += usize::from(is_missing);
            }
            if is_missing {
                coverage.missing.push(place);
            }
        }
    }
    let nearly_all = |all: usize, missing: usize| missing * missing_of <= all;
    if !nearly_all(all, coverage.missing.len()) || !nearly_all(of_own, missing_of_own) {
        coverage.missing.clear();
    }
    coverage
}
