//! How a collection writes its questions: as its configuration says, or as its files show.

use std::collections::HashMap;

use crate::config::Settings;
use crate::markdown::Document;
use crate::qa::{Inference, Shape, infer};
use crate::repair::Repaired;
use crate::source::{FileId, Files};

/// How a collection writes its questions.
#[derive(Debug, Default)]
pub struct Style {
    /// The shapes of its configuration.
    configured: Vec<Shape>,
    /// What its files show, if the configuration says nothing.
    inference: Option<Inference>,
}

/// How many files of a collection are looked at to learn how it is written.
const SAMPLE: usize = 256;

/// Words in the path of a file that make it likely to hold questions, in lower case.
const TELLING: [&str; 5] = ["qa", "question", "interview", "faq", "quiz"];

/// The files of `collection` to learn from: evenly spread ones, and besides, ones whose path
/// tells of questions.
pub(super) fn sample(files: &Files, collection: usize) -> Vec<FileId> {
    let all: Vec<(FileId, &str)> = files
        .iter()
        .filter(|(_, entry)| entry.collection == collection && entry.failed.is_none())
        .map(|(id, entry)| (id, entry.name.as_str()))
        .collect();
    let tells = |name: &str| {
        let name = name.to_lowercase();
        TELLING.iter().any(|word| name.contains(word))
    };
    let telling: Vec<FileId> = all
        .iter()
        .filter(|(_, name)| tells(name))
        .map(|&(id, _)| id)
        .collect();
    let any: Vec<FileId> = all.iter().map(|&(id, _)| id).collect();
    let mut sample = spread(&telling);
    sample.extend(spread(&any));
    sample.sort_unstable();
    sample.dedup();
    sample
}

fn spread(ids: &[FileId]) -> Vec<FileId> {
    ids.iter()
        .step_by(ids.len().div_ceil(SAMPLE).max(1))
        .copied()
        .collect()
}

impl Style {
    /// The style of the collection number `index`, whose sample has been parsed.
    pub(super) fn of(
        settings: &Settings,
        index: usize,
        files: &Files,
        parsed: &HashMap<FileId, (Repaired<'_>, Document)>,
    ) -> Self {
        if !settings.shapes.is_empty() {
            return Self {
                configured: settings.shapes.clone(),
                inference: None,
            };
        }
        let sample: Vec<(&str, &str, &Document)> = files
            .iter()
            .filter(|(_, entry)| entry.collection == index)
            .filter_map(|(id, entry)| {
                let (repaired, document) = parsed.get(&id)?;
                Some((entry.name.as_str(), &*repaired.text, document))
            })
            .collect();
        Self {
            configured: Vec::new(),
            inference: Some(infer(&sample)),
        }
    }

    /// How the file with the path `name` writes its questions, if it has any.
    pub(super) fn shape_of(&self, name: &str, text: &str, document: &Document) -> Option<&Shape> {
        match &self.inference {
            Some(inference) => inference.shape_of(name, text, document),
            None => self.configured.iter().find(|shape| shape.describes(name)),
        }
    }

    /// What the files show of how questions are written, if the configuration says nothing.
    #[must_use]
    pub fn inference(&self) -> Option<&Inference> {
        self.inference.as_ref()
    }

    /// The presets that its files follow, if the configuration says nothing; those of most
    /// questions first.
    #[must_use]
    pub fn presets(&self) -> Vec<&'static str> {
        let mut presets = Vec::new();
        for candidate in self
            .inference
            .iter()
            .flat_map(|inference| &inference.candidates)
        {
            if !presets.contains(&candidate.preset) {
                presets.push(candidate.preset);
            }
        }
        presets
    }
}
