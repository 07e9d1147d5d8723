//! How a collection writes its questions: as its configuration says, or as its files show.

use std::collections::HashMap;

use crate::config::{Settings, presets};
use crate::markdown::Document;
use crate::qa::{Shape, infer};
use crate::repair::Repaired;
use crate::source::{FileId, Files};

/// How a collection writes its questions.
#[derive(Clone, Debug, Default)]
pub struct Style {
    /// The preset that its files follow; `None` if the configuration says how they are written,
    /// or if they follow none.
    pub inferred: Option<&'static str>,
    /// The shapes of its questions.
    pub shapes: Vec<Shape>,
}

/// How many files of a collection are looked at to learn how it is written.
const SAMPLE: usize = 64;

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
                inferred: None,
                shapes: settings.shapes.clone(),
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
        // Of presets that find equally many questions the first listed, which asks for most.
        let mut best: Option<(usize, Self)> = None;
        for preset in presets() {
            let found = infer(&sample, &preset.shapes);
            let convinced: Vec<_> = found
                .iter()
                .filter(|candidate| candidate.convinces())
                .collect();
            let questions: usize = convinced.iter().map(|candidate| candidate.questions).sum();
            if questions > best.as_ref().map_or(0, |(most, _)| *most) {
                let style = Self {
                    inferred: Some(preset.name),
                    shapes: preset.shapes.clone(),
                };
                best = Some((questions, style));
            }
        }
        best.map(|(_, style)| style).unwrap_or_default()
    }
}
