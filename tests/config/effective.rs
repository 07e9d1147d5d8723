//! What settings come to, and where they are from, against what the checks really use.

use std::path::Path;

use qalint::config::{Origin, effective};
use qalint::diagnostic::Severity;
use qalint::rules::RuleId;

use crate::{rule, settings};

const CONFIGURATION: &str = r#"preset = "hub"
exclude = ["drafts/"]

[rules]
all = "info"
"numbering/gap" = { severity = "warning", allow = [13] }
"structure/accidental-heading" = "off"

[[overrides]]
files = ["archive/**"]
[overrides.rules]
link = "warning"
"numbering/gap".allow = [7]
"structure/accidental-heading" = "error"

[[overrides]]
files = ["archive/old.md"]
rules = { "link/broken-anchor" = "off" }
"#;

fn effective_of(text: &str, name: Option<&str>) -> qalint::config::Effective {
    effective(text, Path::new("qalint.toml"), name).unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn severities_are_those_that_checks_use() {
    let used = settings(CONFIGURATION);
    for name in ["QA_1.md", "archive/new.md", "archive/old.md"] {
        let shown = effective_of(CONFIGURATION, Some(name));
        let rules = used.rules_for(name);
        assert_eq!(shown.rules.len(), RuleId::all().count());
        for setting in &shown.rules {
            let expected = rules.severity(setting.rule);
            assert_eq!(
                setting.severity,
                expected,
                "{name}: {}",
                setting.rule.name()
            );
        }
    }
}

#[test]
fn lines_are_those_of_the_configuration() {
    let shown = effective_of(CONFIGURATION, Some("archive/old.md"));
    let of = |name| &shown.rules[rule(name).0];
    assert_eq!(of("encoding/mojibake").origin, Origin::Line(5));
    assert_eq!(of("encoding/mojibake").severity, Some(Severity::Info));
    assert_eq!(of("numbering/gap").origin, Origin::Line(6));
    assert_eq!(of("link/broken-file").origin, Origin::Override(12));
    assert_eq!(
        of("structure/accidental-heading").origin,
        Origin::Override(14)
    );
    assert_eq!(of("link/broken-anchor").origin, Origin::Override(18));
    assert_eq!(of("link/broken-anchor").severity, None);
    let [allow] = &of("numbering/gap").options[..] else {
        panic!("{:?}", of("numbering/gap"));
    };
    assert_eq!(
        (&*allow.key, &allow.origin),
        ("allow", &Origin::Override(13))
    );
    assert_eq!(allow.value.to_string(), "[7]");

    let [shape] = &shown.shapes[..] else {
        panic!("{:?}", shown.shapes);
    };
    assert!(
        shape
            .iter()
            .all(|setting| setting.origin == Origin::Preset("hub"))
    );
}

#[test]
fn without_a_configuration_all_is_default() {
    let shown = effective_of("", Some("QA_1.md"));
    assert!(
        shown
            .rules
            .iter()
            .all(|rule| rule.origin == Origin::Default)
    );
    assert!(shown.settings.iter().all(|s| s.origin == Origin::Default));
    assert!(shown.shapes.is_empty());
}

#[test]
fn the_first_shape_that_describes_a_file_counts() {
    let text = "preset = \"headings\"\n[[shape]]\nfiles = [\"quiz/\"]\nlevel = 3\n";
    let level = |name| {
        let shown = effective_of(text, Some(name));
        assert_eq!(shown.shapes.len(), 1, "{name}");
        shown.shapes[0].iter().any(|setting| setting.key == "level")
    };
    assert!(level("quiz/a.md"));
    assert!(!level("a.md"));
    assert_eq!(effective_of(text, None).shapes.len(), 2);
}
