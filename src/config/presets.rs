//! Configurations for well-known styles: `rules/presets/<name>.toml`.

use crate::qa::Shape;

use super::RuleChanges;
use super::file;

/// Declares the presets.
macro_rules! presets {
    ($($name:literal,)*) => {
        /// Name and text of each.
        const PRESETS: &[(&str, &str)] = &[$((
            $name,
            include_str!(concat!("../../rules/presets/", $name, ".toml")),
        ),)*];
    };
}

presets! {
    "hub",
    "headings",
    "numbered-headings",
    "lettered-headings",
    "plain-headings",
    "item-headings",
    "bullets",
    "details",
    "bold",
    "hidden-answers",
    "files",
    "front-matter",
    "front-matter-title",
    "quiz-boxes",
    "quiz-letters",
}

/// A style that a configuration can name.
#[derive(Clone, Debug)]
pub struct Preset {
    /// What it is called.
    pub name: &'static str,
    /// What it is for, in one line: the first line of its file.
    pub summary: &'static str,
    /// Its file.
    pub text: &'static str,
    /// How questions are written in it.
    pub shapes: Vec<Shape>,
    /// What it says of the rules.
    pub rules: RuleChanges,
}

/// The names of all presets, sorted, with their summaries.
pub(super) fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    PRESETS.iter().map(|(name, text)| (*name, summary(text)))
}

fn summary(text: &str) -> &str {
    let first = text.lines().next().unwrap_or_default();
    first.trim_start_matches('#').trim()
}

/// All presets. Reads them anew with each call.
#[must_use]
pub fn presets() -> Vec<Preset> {
    PRESETS
        .iter()
        .map(|(name, text)| read(name, text))
        .collect()
}

/// The preset called `name`.
#[must_use]
pub fn preset(name: &str) -> Option<Preset> {
    let (name, text) = PRESETS.iter().find(|(known, _)| *known == name)?;
    Some(read(name, text))
}

fn read(name: &'static str, text: &'static str) -> Preset {
    // A test reads all of them.
    let contents = file::read(text).unwrap_or_default();
    Preset {
        name,
        summary: summary(text),
        text,
        shapes: contents.shapes,
        rules: contents.rules,
    }
}

#[cfg(test)]
mod tests {
    use super::{PRESETS, presets};
    use crate::config::file;

    #[test]
    fn presets_are_sound() {
        for (preset, (name, text)) in presets().iter().zip(PRESETS) {
            let contents = file::read(text).unwrap_or_else(|error| panic!("{name}: {error:?}"));
            assert!(
                contents.preset.is_none(),
                "{name} is built on another preset"
            );
            assert!(contents.overrides.is_empty(), "{name} has overrides");
            assert!(contents.include.is_empty(), "{name} includes");
            assert!(contents.exclude.is_empty(), "{name} excludes");
            assert!(!preset.shapes.is_empty(), "{name} has no shape");
            assert!(text.starts_with("# "), "{name} begins with no comment");
            assert!(preset.summary.ends_with('.'), "{name}: {}", preset.summary);
        }
    }

    #[test]
    fn what_is_inferred_has_a_name() {
        for name in crate::qa::PRESETS {
            assert!(super::preset(name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_file_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules/presets");
        let files = std::fs::read_dir(folder).expect("the folder of the presets");
        assert_eq!(files.count(), PRESETS.len());
    }
}
