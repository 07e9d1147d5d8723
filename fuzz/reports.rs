//! What holds for a report in any format, whatever it says: nothing in it steers a terminal, and
//! whoever it is meant for can read it.

use pulldown_cmark::{Event, Options, Parser, Tag};
use qalint::report::Format;
use serde_json::Value;

/// Whether a terminal may obey `c`: control characters, and what turns text around.
pub(crate) fn is_obeyed(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        c => c.is_control(),
    }
}

/// Reads `report` as its readers do. Returns the messages of its findings, where the format has
/// them word for word.
pub(crate) fn read(format: Format, report: &str) -> Option<Vec<String>> {
    assert!(!report.contains(is_obeyed), "{format}: {report:?}");
    match format {
        Format::Pretty | Format::Narrated | Format::Concise => None,
        Format::Json => Some(messages(&json(report)["diagnostics"])),
        Format::Jsonl => Some(lines(report)),
        Format::Sarif => {
            let log = json(report);
            assert_eq!(log["version"], "2.1.0");
            let results = log["runs"][0]["results"].as_array();
            assert!(results.expect("results").iter().all(|result| {
                let region = &result["locations"][0]["physicalLocation"]["region"];
                region["startLine"].as_u64() >= Some(1)
            }));
            None
        }
        Format::Gitlab => {
            assert!(json(report).is_array());
            None
        }
        Format::Rdjson => {
            assert!(json(report)["diagnostics"].is_array());
            None
        }
        Format::Junit | Format::Checkstyle => {
            if let Err(error) = roxmltree::Document::parse(report) {
                panic!("{error}: {report}");
            }
            None
        }
        Format::Github => {
            for line in report.lines() {
                let known = ["::error ", "::warning ", "::notice "];
                assert!(known.iter().any(|name| line.starts_with(name)), "{line:?}");
            }
            None
        }
        Format::Markdown => {
            markdown(report);
            None
        }
        Format::Html => {
            // Its own, and nobody else's.
            let count = |tag| report.matches(tag).count();
            let counts = (count("<script"), count("<style"), count("<meta"));
            assert!(matches!(counts, (0 | 1, 1, 4)), "{counts:?} in {report}");
            None
        }
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn messages(diagnostics: &Value) -> Vec<String> {
    let message = |found: &Value| found["message"].as_str().expect("a message").to_owned();
    let all = diagnostics.as_array().expect("an array");
    all.iter().map(message).collect()
}

fn lines(text: &str) -> Vec<String> {
    let records: Vec<Value> = text.lines().map(json).collect();
    let found = records.iter().filter(|one| one["type"] == "diagnostic");
    let (last, rest) = records.split_last().expect("a summary");
    assert_eq!(last["type"], "summary");
    assert_eq!(rest.len(), found.clone().count());
    messages(&Value::Array(found.cloned().collect()))
}

/// Text from files makes no links, images, headings or blocks of its own.
fn markdown(report: &str) {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM;
    for event in Parser::new_ext(report, extensions) {
        match event {
            Event::InlineHtml(html) => {
                let own = ["<br>", "<!---->", "<code>", "</code>"];
                assert!(own.contains(&&*html), "{html} in {report}");
            }
            Event::Html(_)
            | Event::FootnoteReference(_)
            | Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::HtmlBlock
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::List(_)
                | Tag::Strong
                | Tag::Emphasis
                | Tag::Strikethrough,
            ) => panic!("{event:?} in {report}"),
            _ => {}
        }
    }
}
