//! From the rows of indexes to the questions that they are there for.

use std::collections::{HashMap, HashSet};

use super::{Aim, Place};
use crate::collection::follow::{Follow, Lead};
use crate::collection::{Collection, FileSummary, IndexRow, IndexSummary};
use crate::content::words;
use crate::link::{AnchorMatch, Anchors, Fragment};
use crate::source::FileId;

/// A file that rows lead to.
struct TargetFile<'a> {
    summary: &'a FileSummary,
    anchors: Anchors<'a>,
    /// What would be there if all blocks of code were closed.
    hidden: Anchors<'a>,
    /// The questions that the anchors lead to.
    questions: HashMap<&'a str, usize>,
}

/// Finds the questions that rows are there for.
pub(super) struct Resolver<'a> {
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
    pub(super) fn new(collection: Collection<'a>) -> Self {
        Self {
            follow: Follow::new(&collection),
            targets: HashMap::new(),
            titles: titles(&collection),
            collection,
        }
    }

    /// Where `row`, in `file`, leads.
    pub(super) fn aim(&mut self, file: FileId, row: &IndexRow) -> Aim {
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
                    None => Aim::Gone { file: Some(target) },
                }
            }
            Led::Nowhere => only.map_or(Aim::Gone { file: None }, |meant| Aim::Lost { meant }),
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
    pub(super) fn tell_apart(&self, index: &IndexSummary, aims: &mut [Aim]) {
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

    /// A row that leads nowhere between two others is there for the only question between theirs
    /// that has no row, if that has its number or most of its words: it was given another title.
    pub(super) fn find_renamed(&self, index: &IndexSummary, aims: &mut [Aim]) {
        let is_gone = |aim: &Aim| matches!(aim, Aim::Gone { file: Some(_) });
        if !aims.iter().any(is_gone) {
            return;
        }
        let listed: HashSet<Place> = aims.iter().filter_map(|aim| aim.question()).collect();
        let group = |at: usize| index.rows.get(at).map(|row| row.group);
        for at in 0..aims.len() {
            let Aim::Gone { file: Some(file) } = aims[at] else {
                continue;
            };
            // The questions of the rows beside it; at an end of the list, where the file ends.
            let beside = |other: Option<usize>| match other {
                Some(other) if group(other) == group(at) => {
                    let aim = aims.get(other)?;
                    aim.question().filter(|place| place.file == file).map(Some)
                }
                _ => Some(None),
            };
            let next = Some(at + 1).filter(|&next| next < aims.len());
            let (Some(before), Some(behind)) = (beside(at.checked_sub(1)), beside(next)) else {
                continue;
            };
            let Some(summary) = self.collection.summary(file) else {
                continue;
            };
            let first = before.map_or(0, |before| before.question + 1);
            let end = behind.map_or(summary.questions.len(), |behind| behind.question);
            let mut between = (first..end)
                .map(|question| Place { file, question })
                .filter(|place| !listed.contains(place));
            let (Some(place), None) = (between.next(), between.next()) else {
                continue;
            };
            let row = &index.rows[at];
            if before.is_some() | behind.is_some() && self.is_alike(row, place) {
                aims[at] = Aim::Lost { meant: place };
            }
        }
    }

    /// Whether a row has the number of a question, or most of its words.
    fn is_alike(&self, row: &IndexRow, place: Place) -> bool {
        let Some(question) = place.summary(&self.collection) else {
            return false;
        };
        let number = question.number.map(|number| number.value);
        if number.is_some() && number == row.number.map(|(number, _)| number) {
            return true;
        }
        let (title, own) = (words(&row.title), words(&question.title));
        let common = title.iter().filter(|word| own.contains(word)).count();
        common * 2 > title.len().max(own.len())
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
            // What an unclosed block of code hides is not gone.
            None if found.hidden.find(fragment).is_some() => return Led::Elsewhere,
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
                    hidden: Anchors::new(summary.hidden.iter().map(String::as_str)),
                    questions,
                })
            })
            .as_ref()
            .filter(|target| !target.summary.takes_in_others)
    }
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
