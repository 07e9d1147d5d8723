//! What a configuration comes to.

use std::path::Path;
use std::sync::Arc;

use qalint::config::{Settings, parse, preset, presets};
use qalint::diagnostic::Severity;
use qalint::qa::Scope;

use crate::{rule, settings, severity};

#[test]
fn nothing_said_is_the_default() {
    let settings = settings("");
    assert_eq!(settings.root, Path::new("."));
    assert_eq!(settings.file.as_deref(), Some(Path::new("qalint.toml")));
    assert!(settings.shapes.is_empty());
    assert!(!settings.exclude.is_match("a.md"));
    assert_eq!(
        severity(&settings, "a.md", "numbering/gap"),
        Some(Severity::Warning)
    );
    assert!(settings.rules.options(rule("numbering/gap")).is_none());
}

#[test]
fn a_byte_order_mark_and_other_line_endings_are_no_mistake() {
    let settings = settings("\u{feff}preset = \"hub\"\r\nexclude = [\"drafts\"]\r\n");
    assert_eq!(settings.preset.as_deref(), Some("hub"));
    assert!(settings.exclude.is_match("drafts/a.md"));
}

#[test]
fn the_more_specific_name_counts() {
    let settings = settings(
        r#"
        [rules]
        "numbering/gap" = "info"
        all = "error"
        numbering = "off"
        "numbering/duplicate" = { severity = "warning" }
        "#,
    );
    assert_eq!(
        severity(&settings, "a.md", "numbering/gap"),
        Some(Severity::Info)
    );
    assert_eq!(
        severity(&settings, "a.md", "numbering/duplicate"),
        Some(Severity::Warning)
    );
    assert_eq!(severity(&settings, "a.md", "numbering/order"), None);
    assert_eq!(
        severity(&settings, "a.md", "structure/accidental-heading"),
        Some(Severity::Error)
    );
}

#[test]
fn all_does_not_silence_what_could_not_be_read() {
    let unreadable = "file/unreadable";
    let all_off = settings("rules = { all = \"off\" }");
    assert_eq!(severity(&all_off, "a.md", "encoding/mojibake"), None);
    assert_eq!(
        severity(&all_off, "a.md", unreadable),
        Some(Severity::Error)
    );
    let off = settings("rules = { file = \"off\" }");
    assert_eq!(severity(&off, "a.md", unreadable), None);
}

#[test]
fn overrides_apply_one_after_the_other() {
    let settings = settings(
        r#"
        [rules]
        "numbering/gap" = { severity = "error", allow = [13] }

        [[overrides]]
        files = ["old/**"]
        rules = { numbering = "off", "numbering/gap" = { allow = [7] } }

        [[overrides]]
        files = ["old/new/*.md", "*.txt"]
        [overrides.rules]
        "numbering/gap" = "info"
        "#,
    );
    let gap = |file| severity(&settings, file, "numbering/gap");
    assert_eq!(gap("a.md"), Some(Severity::Error));
    assert_eq!(gap("old/a.md"), None);
    assert_eq!(gap("old/new/a.md"), Some(Severity::Info));
    assert_eq!(gap("old/new/deep/a.md"), None);
    assert_eq!(gap("deep/down/a.txt"), Some(Severity::Info));
    let options = |file: &str| {
        settings
            .rules_for(file)
            .options(rule("numbering/gap"))
            .cloned()
    };
    let (everywhere, old) = (options("a.md"), options("old/a.md"));
    assert!(everywhere.is_some() && old.is_some());
    assert!(
        !everywhere
            .zip(old)
            .is_some_and(|(a, b)| Arc::ptr_eq(&a, &b))
    );
}

#[test]
fn globs_stay_in_the_collection() {
    let settings = settings("include = [\"*.txt\"]\nexclude = [\"/drafts\", \"**/old/*.md\"]\n");
    assert!(settings.include.is_match("notes/a.txt"));
    assert!(!settings.include.is_match("notes/a.md"));
    assert!(settings.exclude.is_match("drafts"));
    assert!(settings.exclude.is_match("drafts/deep/a.md"));
    assert!(!settings.exclude.is_match("notes/drafts/a.md"));
    assert!(settings.exclude.is_match("notes/old/a.md"));
    for glob in ["..", "../a", "a/../../b", "./../a", "a/.."] {
        let text = format!("include = ['{glob}']");
        assert!(parse(&text, Path::new("qalint.toml")).is_err(), "{glob}");
    }
    // Nothing is taken from the environment, and nothing stands for a home folder.
    let settings = parse(
        "include = ['$HOME/*', '~/*', '${PATH}']",
        Path::new("qalint.toml"),
    )
    .unwrap_or_else(|error| panic!("{error:?}"));
    assert!(settings.include.is_match("$HOME/a"));
    assert!(settings.include.is_match("~/a"));
    assert!(!settings.include.is_match("/root/a"));
}

#[test]
fn shapes_of_the_file_come_before_those_of_the_preset() {
    let alone = settings("preset = \"hub\"");
    assert_eq!(alone.preset.as_deref(), Some("hub"));
    let both = settings("preset = \"hub\"\n[[shape]]\nfiles = [\"quiz\"]\nlevel = 3\n");
    assert_eq!(both.shapes.len(), alone.shapes.len() + 1);
    let first = both
        .shapes
        .iter()
        .find(|shape| shape.describes("quiz/a.md"));
    assert_eq!(first.map(|shape| &*shape.levels), Some(&[3][..]));
    let other = both.shapes.iter().find(|shape| shape.describes("a.md"));
    assert_eq!(
        other.map(|shape| shape.numbering.scope),
        Some(Scope::Folder)
    );
}

#[test]
fn presets_have_names_and_summaries() {
    for of_list in presets() {
        assert!(
            !of_list.summary.is_empty() && !of_list.shapes.is_empty(),
            "{}",
            of_list.name
        );
        let by_name = preset(of_list.name).map(|preset| preset.text);
        assert_eq!(by_name, Some(of_list.text));
        let settings = Settings::with_preset("collection".into(), &of_list);
        assert_eq!(settings.preset.as_deref(), Some(of_list.name));
        assert_eq!(settings.shapes.len(), of_list.shapes.len());
    }
    assert!(preset("hubs").is_none());
}
