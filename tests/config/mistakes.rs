//! Mistakes in a configuration, as they are shown.

use std::path::Path;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use proptest::prelude::*;
use qalint::config::{ConfigError, parse};

fn render(error: &ConfigError) -> String {
    let mut text = String::new();
    GraphicalReportHandler::new_themed(GraphicalTheme::unicode_nocolor())
        .with_width(80)
        .render_report(&mut text, error)
        .expect("a string can be written to");
    text
}

fn report(text: &str) -> String {
    match parse(text, Path::new("docs/qalint.toml")) {
        Ok(_) => panic!("no mistake was found in:\n{text}"),
        Err(error) => render(&error),
    }
}

fn reports(texts: &[&str]) -> String {
    texts.iter().map(|text| report(text)).collect()
}

macro_rules! mistakes {
    ($($name:ident: [$($text:expr,)*];)*) => {$(
        #[test]
        fn $name() {
            let shown = reports(&[$($text,)*]);
            insta::assert_snapshot!(stringify!($name), shown);
        }
    )*};
}

mistakes! {
    syntax: [
        "preset = \n\n[rules\n\"numbering/gap\" = \"off\"\n",
        "include = [\"a\"\nexclude = [\"b\"]\n\n[rules]\nencoding == \"off\"\n",
        "preset = \"hub\nexclude = []\n",
        "preset = \"hub\"\npreset = \"hub\"\n",
        "[rules]\nnumbering/gap = \"warning\"\n",
    ];
    keys: [
        "inclde = [\"*.txt\"]\n",
        "colour = \"blue\"\n",
        "\"numbering/gap\" = \"off\"\n",
        "[[overrides]]\nfile = [\"*.md\"]\nfiles = [\"*.md\"]\n",
        "[[shape]]\nat = \"heading\"\n\n[shape.answer]\nmaker = \"Answer\"\n",
        "[[overrides]]\nrules = { encoding = \"off\" }\n",
    ];
    types: [
        "preset = 3\n",
        "include = \"*.txt\"\n",
        "exclude = [\"a\", 1, \"b\", true]\n",
        "rules = \"all\"\n",
        "[shape]\nat = \"heading\"\n",
        "[[shape]]\nlevel = 7\n",
        "[[shape]]\nlevel = 3\n\n[rules]\n\"numbering/gap\" = { allow = [4294967296] }\n",
        "[rules]\n\"numbering/gap\" = false\n",
        "[rules]\n\"numbering/gap\" = { allow = [\"13\"] }\n",
        "[rules]\n\"numbering/gap\" = { allow = [-1] }\n",
    ];
    patterns: [
        "[[shape]]\npattern = '^(?<number>[0-9]+'\n",
        "[[shape]]\nanswer = { marker = '[z-a]' }\n",
        "[[shape]]\npattern = '^(?<nubmer>[0-9]+)\\. (?<title>.*)$'\n",
        "exclude = [\"drafts\", \"[a\"]\n",
        "[[shape]]\nfiles = [\"*.md\", \"{a\"]\n",
        "include = [\"../secret/*\"]\n",
        "exclude = [\"!README.md\"]\n",
    ];
    rules: [
        "[rules]\n\"numbering/gaps\" = \"off\"\n",
        "[rules]\n\"encoding/gap\" = \"off\"\n",
        "[rules]\n\"style/line-length\" = \"off\"\n",
        "[[overrides]]\nfiles = [\"*.md\"]\n[overrides.rules]\nmojibake = \"off\"\n",
        "[rules]\n\"numbering/gap\" = \"warn\"\n",
        "[rules]\n\"numbering/gap\" = { severity = \"fatal\" }\n",
        "[rules]\n\"numbering/gap\" = { alow = [13] }\n",
        "[rules]\n\"numbering/order\" = { allow = [13] }\n",
        "[rules.numbering]\ngap = \"off\"\n",
    ];
    values: [
        "[[shape]]\nat = \"headin\"\n",
        "preset = \"hob\"\n",
    ];
    hostile: [
        "\"\u{1b}[2J\u{202e}key\" = 1\nexclude = [\"\u{2066}[a\"] # \u{7}\n",
        "\"\\u001b[2J\\u202ekey\" = 1\n",
    ];
    many_at_once: [
        r#"
presett = "hub"
include = ["*.txt", 7, "[b"]

[rules]
"numbering/gap" = { severity = "wraning", allow = [13], alow = 1 }
"encoding/mojibak" = "off"

[[overrides]]
files = ["../x"]
rules = { structure = "of" }

[[shape]]
level = 0
pattern = '('
answer = { marker = '[' }
files = ["{"]
"#,
    ];
}

#[test]
fn thousands_of_mistakes_are_counted_not_shown() {
    let text: String = (0..5000).map(|n| format!("key{n} = 1\n")).collect();
    let error = parse(&text, Path::new("qalint.toml")).expect_err("no key is known");
    assert_eq!(error.mistakes().len(), 20);
    assert!(error.to_string().contains("5000 mistakes"), "{error}");
    assert_eq!(error.related().map(Iterator::count), Some(20));
}

#[test]
fn nesting_has_an_end() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let text = format!("include = {}{}", open.repeat(50_000), close.repeat(50_000));
        assert!(parse(&text, Path::new("qalint.toml")).is_err());
    }
    let keys = format!("{}a = 1", "a.".repeat(5_000));
    assert!(parse(&keys, Path::new("qalint.toml")).is_err());
    let header = format!("[{}a]", "a.".repeat(5_000));
    assert!(parse(&header, Path::new("qalint.toml")).is_err());
}

/// Text that is near to a configuration: pieces of one in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "preset",
        "include",
        "exclude",
        "[rules]",
        "[[overrides]]",
        "[overrides.rules]",
        "[[shape]]",
        "[shape.answer]",
        "files",
        "\"numbering/gap\"",
        "encoding",
        "all",
        "severity",
        "allow",
        "at",
        "level",
        "pattern",
        "marker",
        " = ",
        "\"hub\"",
        "\"off\"",
        "\"heading\"",
        "'('",
        "'(?<number>x)'",
        "[\"**\"]",
        "[\"[\"]",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "3",
        "-1",
        "1e400",
        "1979-05-27",
        "true",
        "\n",
        "\n",
        "\n",
        ".",
        "\"",
        "'''",
        "#",
        "\u{202e}",
        "\u{feff}",
        "\r",
        "é📌",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Configurations that are mostly right, line by line.
fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "preset = 'hub'",
        "preset = 'hob'",
        "preset = 1",
        "include = ['*.txt']",
        "include = '*.txt'",
        "exclude = [['a']]",
        "exclude = ['[']",
        "[rules]",
        "rules = { all = 'off' }",
        "all = 'of'",
        "encoding = { severity = 'info' }",
        "'numbering/gap' = { allow = [13, -1, '1'] }",
        "'numbering/gap' = { severity = 'error', alow = 1 }",
        "'numbering/order' = { allow = [1] }",
        "'encoding/mojibake' = 1979-05-27",
        "mojibake = 'off'",
        "[[overrides]]",
        "files = ['*.md']",
        "files = [1]",
        "files = 1",
        "[overrides.rules]",
        "[[shape]]",
        "[shape]",
        "at = 'heading'",
        "at = 'x'",
        "at = 1",
        "level = 3",
        "level = 300",
        "level = -1",
        "level = 1.5",
        "pattern = '('",
        "pattern = '.'",
        "[shape.answer]",
        "marker = '['",
        "marker = []",
        "answer = 1",
        "numbering = { scope = 'fil' }",
        "numbering = { scope = 'file', start = 1 }",
        "shape = [1]",
        "overrides = [{}]",
        "unknown = 1",
    ]);
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.join("\n"))
}

/// Whether a message comes from serde, which knows less than the schema.
fn is_of_serde(message: &str) -> bool {
    [
        "unknown field",
        "unknown variant",
        "invalid type",
        "invalid value",
        "missing field",
        "duplicate field",
    ]
    .iter()
    .any(|begins| message.starts_with(begins))
}

fn survives(text: &str) -> Result<(), TestCaseError> {
    if let Err(error) = parse(text, Path::new("qalint.toml")) {
        prop_assert!(!error.mistakes().is_empty());
        let shown = render(&error);
        let hostile = ['\u{1b}', '\u{202e}', '\u{7}', '\r', '\u{feff}'];
        prop_assert!(!shown.contains(hostile));
        prop_assert!(!shown.contains("Failed to read contents"), "{}", shown);
        let of_serde = error
            .mistakes()
            .iter()
            .find(|mistake| is_of_serde(mistake.message()));
        prop_assert!(of_serde.is_none(), "{}\n{}", text, shown);
        for span in error.mistakes().iter().filter_map(|mistake| mistake.span()) {
            prop_assert!(text.get(span).is_some());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_gives_settings_or_mistakes(text in any::<String>()) {
        survives(&text)?;
    }

    #[test]
    fn anything_like_a_configuration_gives_settings_or_mistakes(text in pieces()) {
        survives(&text)?;
    }

    #[test]
    fn lines_of_configurations_give_settings_or_mistakes(text in lines()) {
        survives(&text)?;
    }
}
