//! Which files are translations of which.

use std::collections::BTreeMap;

use super::Collection;
use super::name::Name;
use crate::source::FileId;

/// A file with questions and the one that it is a translation of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Translation {
    /// The translation.
    pub file: FileId,
    /// The original.
    pub base: FileId,
}

/// The translations of `collection`, by the names of files and folders: `quiz-fr.md` and
/// `fr/quiz.md` are translations of `quiz.md`; without that, of `quiz-en.md` or `en/quiz.md`. What
/// the shape of a file says comes first.
#[must_use]
pub fn translations(collection: &Collection<'_>) -> Vec<Translation> {
    let mut translations = Vec::new();
    // By what is left of the path without languages, in lower case.
    let mut groups: BTreeMap<String, Vec<(FileId, &str, bool)>> = BTreeMap::new();
    for (file, path, summary) in collection.iter() {
        if summary.questions.is_empty() {
            continue;
        }
        if let Some(original) = &summary.original {
            let base = collection.files.find(collection.index, original);
            translations.extend(base.map(|base| Translation { file, base }));
            continue;
        }
        let name = Name::of(path);
        let key = name.parts.join("/").to_lowercase();
        groups
            .entry(key)
            .or_default()
            .push((file, path, name.translated));
    }
    for files in groups.values().filter(|files| files.len() > 1) {
        let untranslated = |&&(_, _, translated): &&(FileId, &str, bool)| !translated;
        let mut originals = files.iter().filter(untranslated);
        let base = match (originals.next(), originals.next()) {
            (Some(only), None) => Some(only),
            (None, _) => files.iter().find(|(_, path, _)| is_english(path)),
            _ => None,
        };
        let Some(&(base, ..)) = base else { continue };
        translations.extend(
            files
                .iter()
                .filter(|(file, ..)| *file != base)
                .map(|&(file, ..)| Translation { file, base }),
        );
    }
    translations.sort_by_key(|translation| translation.file);
    translations
}

fn is_english(path: &str) -> bool {
    path.to_lowercase()
        .split(['/', '-', '_', '.'])
        .any(|part| part == "en")
}
