//! How a collection that has no configuration writes its questions.
//!
//! Each file of a sample is looked at in all kinds of places ([`Survey`]); what files show alone
//! and together decides which forms the collection has ([`Candidate`]), and which of these each
//! file has: a collection can write one file in this way and another in that.

mod answer;
mod choose;
mod table;
mod tally;
mod title;

use std::collections::BTreeMap;

pub(super) use answer::{MARKER, TOLD, is_marker, is_mistyped, told};
use choose::Prior;
pub use table::PRESETS;
#[cfg(test)]
pub(super) use table::pattern;
pub use tally::{Form, Survey, Tally};
pub(super) use title::{is_structure, likeness, retain_asking};

use super::lead::Lead;
use super::{At, Shape, ShapeTable};
use crate::markdown::Document;

/// A way to write questions that a collection has.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What one sees of it in the place of a question. Several where files are written in one way
    /// in one part and in another in another.
    pub forms: Vec<Form>,
    /// The preset that comes nearest.
    pub preset: &'static str,
    /// How many files of the sample are written so.
    pub files: usize,
    /// What these files show, with examples.
    pub tally: Tally,
    /// The paths of the files of the sample that are written so.
    pub names: Vec<String>,
    /// The shape, as a configuration would have it.
    pub table: ShapeTable,
    /// The shape, ready for use.
    pub shape: Shape,
}

/// How a collection writes its questions.
#[derive(Debug)]
pub struct Inference {
    /// What has been found, what most questions have first.
    pub candidates: Vec<Candidate>,
    /// Whether the files promise questions, though none may have been found.
    pub promising: bool,
    /// For each file of the sample, which of the candidates it is.
    chosen: BTreeMap<String, Option<usize>>,
    prior: Prior,
}

/// Where questions are looked for when nothing is known.
const KINDS: [At; 7] = [
    At::Heading,
    At::ItemHeading,
    At::Summary,
    At::Bold,
    At::Item,
    At::FrontMatter,
    At::File,
];

/// Learns from some files of a collection, with their paths in it and their texts.
#[must_use]
pub fn infer(sample: &[(&str, &str, &Document)]) -> Inference {
    let surveys: Vec<(&str, Survey)> = sample
        .iter()
        .map(|(name, text, document)| (*name, Survey::new(name, text, document, &KINDS)))
        .collect();
    let prior = choose::prior(&surveys);
    let mut by_form: BTreeMap<Vec<Form>, Vec<usize>> = BTreeMap::new();
    for (index, (name, survey)) in surveys.iter().enumerate() {
        let forms = choose::choose(name, survey, &prior);
        if !forms.is_empty() {
            by_form.entry(forms).or_default().push(index);
        }
    }
    let mut candidates: Vec<(Candidate, &[usize])> = by_form
        .iter()
        .filter_map(|(forms, files)| Some((candidate(forms, files, &surveys)?, files.as_slice())))
        .collect();
    candidates.sort_by_key(|(candidate, _)| std::cmp::Reverse(candidate.tally.places));
    let mut chosen: BTreeMap<String, Option<usize>> = surveys
        .iter()
        .map(|(name, _)| ((*name).to_owned(), None))
        .collect();
    for (index, (_, files)) in candidates.iter().enumerate() {
        for &file in *files {
            if let Some((name, _)) = surveys.get(file) {
                chosen.insert((*name).to_owned(), Some(index));
            }
        }
    }
    Inference {
        promising: choose::promises(&surveys),
        candidates: candidates
            .into_iter()
            .map(|(candidate, _)| candidate)
            .collect(),
        chosen,
        prior,
    }
}

fn candidate(forms: &[Form], files: &[usize], surveys: &[(&str, Survey)]) -> Option<Candidate> {
    let members: Vec<(&str, &Survey)> = files
        .iter()
        .filter_map(|&file| surveys.get(file).map(|(name, survey)| (*name, survey)))
        .collect();
    let mut tally = Tally::default();
    for (_, survey) in &members {
        for of_file in forms.iter().filter_map(|form| survey.forms.get(form)) {
            tally.add(of_file);
        }
    }
    let table = table::table(forms, &tally, &members);
    let mut shape = table::shape(forms, &table)?;
    shape.inferred = true;
    shape.unmarked = forms.iter().any(|form| {
        !matches!(form.at, At::FrontMatter | At::File)
            && (form.lead == Lead::None || form.at == At::Summary)
    });
    Some(Candidate {
        forms: forms.to_vec(),
        preset: table::preset(forms, &tally, &table),
        files: members.len(),
        tally,
        names: members.iter().map(|(name, _)| (*name).to_owned()).collect(),
        table,
        shape,
    })
}

impl Inference {
    /// How the file with the path `name` writes its questions, if it has any.
    #[must_use]
    pub fn shape_of(&self, name: &str, text: &str, document: &Document) -> Option<&Shape> {
        if self.candidates.is_empty() {
            return None;
        }
        let index = match self.chosen.get(name) {
            Some(chosen) => (*chosen)?,
            None => {
                let mut kinds: Vec<At> = self
                    .candidates
                    .iter()
                    .flat_map(|candidate| &candidate.forms)
                    .map(|form| form.at)
                    .collect();
                kinds.sort_unstable();
                kinds.dedup();
                let survey = Survey::new(name, text, document, &kinds);
                let forms = choose::choose(name, &survey, &self.prior);
                let same = |candidate: &Candidate| candidate.forms == forms;
                let first = |candidate: &Candidate| candidate.forms.first() == forms.first();
                let position = self.candidates.iter().position(same);
                position.or_else(|| self.candidates.iter().position(first))?
            }
        };
        self.candidates.get(index).map(|candidate| &candidate.shape)
    }
}
