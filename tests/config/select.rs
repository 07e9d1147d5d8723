//! `--select` and `--ignore`.

use qalint::config::Selector;
use qalint::diagnostic::Severity;

use crate::{settings, severity};

fn selectors(names: &[&str]) -> Vec<Selector> {
    names
        .iter()
        .map(|name| name.parse().unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

#[test]
fn selecting_narrows() {
    let mut settings = settings("");
    settings.select(
        &selectors(&["encoding", "numbering/gap"]),
        &selectors(&["encoding/invalid-utf8"]),
    );
    let on = |name| severity(&settings, "a.md", name).is_some();
    assert!(on("encoding/mojibake") && on("numbering/gap"));
    assert!(
        !on("encoding/invalid-utf8") && !on("numbering/order") && !on("structure/empty-answer")
    );
    assert!(on("file/unreadable"));
}

#[test]
fn the_more_specific_of_select_and_ignore_counts() {
    let on = |select: &[&str], ignore: &[&str], name: &str| {
        let mut settings = settings("");
        settings.select(&selectors(select), &selectors(ignore));
        severity(&settings, "a.md", name).is_some()
    };
    assert!(on(
        &["encoding/mojibake"],
        &["encoding"],
        "encoding/mojibake"
    ));
    assert!(!on(
        &["encoding"],
        &["encoding/mojibake"],
        "encoding/mojibake"
    ));
    assert!(!on(&["encoding"], &["encoding"], "encoding/mojibake"));
    assert!(on(&["encoding"], &["all"], "encoding/mojibake"));
    assert!(!on(&[], &["all"], "encoding/mojibake"));
    assert!(on(&[], &["all"], "file/unreadable"));
    assert!(!on(&[], &["file/unreadable"], "file/unreadable"));
    assert!(on(&["all"], &[], "encoding/mojibake"));
}

#[test]
fn only_its_own_name_switches_a_rule_on() {
    let text = r#"
        rules = { "numbering/gap" = "off", "numbering/order" = "info" }

        [[overrides]]
        files = ["loud"]
        rules = { numbering = "error", encoding = "error" }

        [[overrides]]
        files = ["quiet"]
        rules = { "numbering/gap" = "off" }
    "#;
    let selected = |names: &[&str]| {
        let mut settings = settings(text);
        settings.select(&selectors(names), &[]);
        settings
    };
    let by_name = selected(&["numbering/gap"]);
    let gap = "numbering/gap";
    assert_eq!(severity(&by_name, "a.md", gap), Some(Severity::Warning));
    assert_eq!(severity(&by_name, "loud/a.md", gap), Some(Severity::Error));
    assert_eq!(severity(&by_name, "quiet/a.md", gap), None);
    assert_eq!(severity(&by_name, "loud/a.md", "encoding/mojibake"), None);
    let by_group = selected(&["numbering"]);
    assert_eq!(severity(&by_group, "a.md", gap), None);
    assert_eq!(
        severity(&by_group, "a.md", "numbering/order"),
        Some(Severity::Info)
    );
    assert_eq!(severity(&by_group, "loud/a.md", gap), Some(Severity::Error));
}

#[test]
fn an_unknown_selector_says_what_was_meant() {
    let error = |name: &str| match name.parse::<Selector>() {
        Ok(selector) => panic!("{selector}"),
        Err(error) => error.to_string(),
    };
    assert_eq!(
        error("encodin/mojibake"),
        "no rule or group is called `encodin/mojibake`; did you mean `encoding/mojibake`?"
    );
    assert_eq!(
        error("colour\u{1b}"),
        "no rule or group is called `colour\\u{1b}`"
    );
    assert_eq!(error(""), "no rule or group is called ``");
    for name in Selector::names() {
        assert_eq!(
            selectors(&[name])
                .iter()
                .map(ToString::to_string)
                .collect::<String>(),
            name
        );
    }
}
