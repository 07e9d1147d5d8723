//! How a collection that has no configuration writes its questions.

use super::{Question, Shape, find};
use crate::markdown::Document;

/// What is known of a way to write questions after looking at some files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    /// How many questions it finds.
    pub questions: usize,
    /// How many of these have a number.
    pub numbered: usize,
    /// How many of these have an answer, be it empty.
    pub answered: usize,
    /// How many of these have an answer that is not empty.
    pub filled: usize,
    /// The headings of the first few, as they are written.
    pub examples: Vec<String>,
}

/// How many examples a [`Candidate`] keeps.
const EXAMPLES: usize = 3;

impl Candidate {
    /// Whether what was found reads like questions: all have numbers, and most have answers.
    #[must_use]
    pub fn convinces(&self) -> bool {
        self.questions > 0
            && self.numbered == self.questions
            && self.answered.min(self.filled) * 2 >= self.questions
    }
}

/// Tries each of `shapes` on some documents of a collection, with their paths in it and their
/// texts: what each shape finds, in the order of `shapes`.
#[must_use]
pub fn infer(sample: &[(&str, &str, &Document)], shapes: &[Shape]) -> Vec<Candidate> {
    let candidate = |shape: &Shape| {
        let mut candidate = Candidate::default();
        for (name, text, document) in sample {
            if shape.describes(name) {
                candidate.add(text, &find(text, name, document, shape));
            }
        }
        candidate
    };
    shapes.iter().map(candidate).collect()
}

impl Candidate {
    fn add(&mut self, text: &str, questions: &[Question]) {
        self.questions += questions.len();
        self.numbered += questions
            .iter()
            .filter(|question| question.number.is_some())
            .count();
        let answers = || questions.iter().filter_map(|question| question.answer);
        self.answered += answers().count();
        self.filled += answers().filter(|answer| !answer.empty).count();
        let missing = EXAMPLES - self.examples.len();
        self.examples.extend(
            questions
                .iter()
                .take(missing)
                .map(|q| q.place.of(text).to_owned()),
        );
    }
}
