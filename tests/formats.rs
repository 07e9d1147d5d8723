//! The output formats that other programs read: whether they are what these programs expect, and
//! whether hostile text can do anything in them.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

#[path = "support/findings.rs"]
mod findings;
#[path = "../fuzz/reports.rs"]
mod reports;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use findings::{Run, collection, fix};
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use qalint::diagnostic::{Safety, Severity};
use qalint::report::{Format, Options, Sources, Statistics, Summary};
use qalint::source::{FileId, Span};
use serde_json::Value;

fn check(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("report");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn plain(run: &Run, format: Format) -> String {
    let options = Options {
        rule_pages: Some("https://example.org/rules/".to_owned()),
        source_pages: Some("https://example.org/blob/abc/".to_owned()),
        ..Options::default()
    };
    run.write(format, &options)
}

#[test]
fn each_format_says_everything() {
    for format in [
        Format::Narrated,
        Format::Jsonl,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Checkstyle,
        Format::Rdjson,
        Format::Markdown,
    ] {
        check(format.name(), &plain(&collection(), format));
    }
}

/// Texts that do something where nobody has thought of them.
const HOSTILE: [&str; 14] = [
    "\x1b[2J\x1b]8;;http://x\x07\u{9b}31m",
    "\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\\u{9d}0;title\u{9c}\u{7f}\u{85}",
    "::set-output name=x::y%0D%0A::add-mask::z\r::warning::\u{2028}::stop-commands::w",
    "\u{202e}txt.exe\u{2066}\u{200b}",
    "%0A::error::owned\n::error::owned",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)\" x='",
    "]]><!-- --><x/>&amp;&#0;\u{ffff}",
    "`![x](https://evil.example/x.png)` ![x](https://evil.example/x.png)",
    "@octocat #1 GH-1 https://evil.example www.evil.example a@evil.example",
    "a | b \\| c `d | e` ``f\\`` |",
    "[click](https://evil.example) <https://evil.example> **bold** <b>b</b> <!--",
    "\r\n\r\n# heading\n- list\n```\ncode",
];

/// A run all of whose texts are `text`, its path too.
fn hostile(text: &str) -> Run {
    let line = text.replace(['\r', '\n'], " ");
    let content = format!("before\na {line} needle\nafter\n");
    let path = format!("{}.md", text.replace('/', "_"));
    let mut run = Run::new(&[(&path, content.as_bytes())]);
    let span = run.span(0, "needle", 0);
    run.add(
        "some/rule",
        Severity::Error,
        0,
        span,
        &format!("`{text}` {text}"),
    )
    .here(text)
    .help(text)
    .fix(fix(text, Safety::Safe, 0, span, text))
    .label(FileId(0), span, text);
    run
}

/// Whether `c` steers a terminal or hides something.
fn is_bad(c: char) -> bool {
    c != '\n' && (c.is_control() || matches!(c, '\u{200b}' | '\u{202e}' | '\u{2066}'))
}

#[test]
fn no_format_for_people_passes_on_what_steers_or_hides() {
    for text in HOSTILE {
        for format in [
            Format::Pretty,
            Format::Narrated,
            Format::Concise,
            Format::Github,
            Format::Junit,
            Format::Checkstyle,
            Format::Markdown,
            Format::Html,
        ] {
            let report = plain(&hostile(text), format);
            let report = report.replace(include_str!("../src/report/html/page.css"), "");
            assert!(!report.contains(is_bad), "{format}: {report:?}");
        }
    }
}

#[test]
fn no_format_passes_on_what_steers_a_terminal() {
    for text in HOSTILE {
        let run = hostile(text);
        for &format in Format::ALL {
            let messages = reports::read(format, &run.write(format, &Options::default()));
            // Programs get every character, however it is written.
            if let Some(messages) = messages {
                assert_eq!(messages, [run.diagnostics[0].message.as_str()], "{format}");
            }
        }
        let sources = Sources::new(&run.files, &run.overlay);
        let statistics = Statistics::new(&run.diagnostics, &sources);
        let mut figures = Vec::new();
        let summary = Summary::new(1, 0, &run.diagnostics);
        statistics.write(&Options::default(), &mut figures).unwrap();
        statistics.write_json(&summary, &mut figures).unwrap();
        let figures = String::from_utf8(figures).unwrap();
        assert!(!figures.contains(reports::is_obeyed), "{figures:?}");
    }
}

/// Its name, its properties and its message.
type Command = (String, Vec<(String, String)>, String);

/// The commands that a runner reads from a log: name, properties and message, escapes resolved.
fn commands(log: &str) -> Vec<Command> {
    let data = |text: &str| {
        text.replace("%0D", "\r")
            .replace("%0A", "\n")
            .replace("%25", "%")
    };
    let value = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    log.lines()
        .map(|line| {
            let (command, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
            let (name, properties) = command.split_once(' ').unwrap();
            let properties = properties.split(',').map(|property| {
                let (name, text) = property.split_once('=').unwrap();
                (name.to_owned(), value(text))
            });
            (name.to_owned(), properties.collect(), data(message))
        })
        .collect()
}

#[test]
fn github_commands_are_read_as_they_are_meant() {
    let found = commands(&plain(&collection(), Format::Github));
    assert_eq!(found.len(), 6);
    let (name, properties, message) = &found[0];
    assert_eq!(name, "error");
    assert!(properties.contains(&("file".to_owned(), "QA_1-2.md".to_owned())));
    assert!(
        message.starts_with("`âœ…` was meant as `✅`: UTF-8 read as"),
        "{message}"
    );
    for text in HOSTILE {
        let found = commands(&plain(&hostile(text), Format::Github));
        assert_eq!(found.len(), 1, "{text:?}");
        assert_eq!(found[0].0, "error");
        let names: Vec<&str> = found[0].1.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            ["file", "line", "endLine", "col", "endColumn", "title"]
        );
    }
}

fn attribute<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> &'a str {
    node.attribute(name)
        .unwrap_or_else(|| panic!("no {name} in {node:?}"))
}

/// What the schema of JUnit's reports asks for.
fn check_junit(text: &str) -> usize {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        let known: &[&str] = match node.tag_name().name() {
            "testsuites" | "testsuite" => &["name", "tests", "failures", "errors", "time"],
            "testcase" => &["name", "classname", "time"],
            "failure" => &["message", "type"],
            "system-out" => &[],
            name => panic!("<{name}>"),
        };
        let unknown = node.attributes().find(|one| !known.contains(&one.name()));
        assert_eq!(unknown, None);
    }
    let mut all = 0;
    for suite in root.children().filter(|node| node.is_element()) {
        assert_eq!(suite.tag_name().name(), "testsuite");
        attribute(suite, "name");
        let cases: Vec<_> = suite.children().filter(|node| node.is_element()).collect();
        let mut failures = 0;
        for case in &cases {
            assert_eq!(case.tag_name().name(), "testcase");
            attribute(*case, "name");
            attribute(*case, "classname");
            for result in case.children().filter(|node| node.is_element()) {
                let name = result.tag_name().name();
                assert!(["failure", "system-out"].contains(&name), "{name}");
                failures += usize::from(name == "failure");
            }
        }
        assert_eq!(attribute(suite, "tests"), cases.len().to_string());
        assert_eq!(attribute(suite, "failures"), failures.to_string());
        all += cases.len();
    }
    assert_eq!(attribute(root, "tests"), all.to_string());
    all
}

/// Against the schema that Jenkins reads JUnit's reports by, or another: its file is named by
/// `JUNIT_XSD`, and `xmllint` has to be there. Without these, [`check_junit`] has to do.
#[test]
fn junit_is_valid_by_a_schema_of_its_readers() {
    let Some(schema) = std::env::var_os("JUNIT_XSD") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let clean = Run::new(&[("a.md", b"")]);
    let runs = HOSTILE.iter().map(|text| hostile(text));
    for (nth, run) in runs.chain([collection(), clean]).enumerate() {
        let file = folder.path().join(format!("{nth}.xml"));
        std::fs::write(&file, plain(&run, Format::Junit)).unwrap();
        let ran = std::process::Command::new("xmllint")
            .args(["--nonet", "--noout", "--schema"])
            .args([schema.as_os_str(), file.as_os_str()])
            .output()
            .expect("xmllint runs");
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{told}");
    }
}

/// What Checkstyle's consumers ask for. Checkstyle publishes no schema of its reports.
fn check_checkstyle(text: &str) -> usize {
    let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "checkstyle");
    attribute(root, "version");
    let mut all = 0;
    for file in root.children().filter(|node| node.is_element()) {
        assert_eq!(file.tag_name().name(), "file");
        attribute(file, "name");
        for error in file.children().filter(|node| node.is_element()) {
            assert_eq!(error.tag_name().name(), "error");
            assert!(attribute(error, "line").parse::<u32>().unwrap() >= 1);
            assert!(attribute(error, "column").parse::<u32>().unwrap() >= 1);
            assert!(["error", "warning", "info"].contains(&attribute(error, "severity")));
            assert!(!attribute(error, "message").is_empty());
            assert!(attribute(error, "source").starts_with("qalint."));
            all += 1;
        }
    }
    all
}

#[test]
fn xml_has_the_structure_that_its_readers_expect() {
    assert_eq!(check_junit(&plain(&collection(), Format::Junit)), 6);
    assert_eq!(
        check_checkstyle(&plain(&collection(), Format::Checkstyle)),
        6
    );
    for text in HOSTILE {
        assert_eq!(check_junit(&plain(&hostile(text), Format::Junit)), 1);
        assert_eq!(
            check_checkstyle(&plain(&hostile(text), Format::Checkstyle)),
            1
        );
    }
    let clean = Run::new(&[("a.md", b""), ("b.md", b"")]);
    assert_eq!(check_junit(&plain(&clean, Format::Junit)), 2);
    assert_eq!(check_checkstyle(&plain(&clean, Format::Checkstyle)), 0);
}

fn json(run: &Run, format: Format) -> Value {
    let text = plain(run, format);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{format}: {error}\n{text}"))
}

#[test]
fn json_formats_stay_json() {
    for text in HOSTILE {
        for format in [Format::Json, Format::Sarif, Format::Gitlab, Format::Rdjson] {
            json(&hostile(text), format);
        }
        let lines = plain(&hostile(text), Format::Jsonl);
        let types: Vec<Value> = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["type"].clone())
            .collect();
        assert_eq!(types, ["diagnostic", "summary"]);
    }
    for format in [Format::Sarif, Format::Gitlab, Format::Rdjson] {
        json(&Run::new(&[]), format);
    }
}

fn sarif(run: &Run) -> serde_sarif::sarif::Sarif {
    let text = plain(run, Format::Sarif);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn sarif_has_what_code_scanning_uses() {
    let log = sarif(&collection());
    let run = &log.runs[0];
    assert_eq!(
        run.column_kind,
        Some(serde_json::json!("unicodeCodePoints"))
    );
    let rules = run.tool.driver.rules.as_ref().unwrap();
    let results = run.results.as_ref().unwrap();
    assert_eq!(results.len(), 6);
    for result in results {
        let index = usize::try_from(result.rule_index.unwrap()).unwrap();
        assert_eq!(Some(&rules[index].id), result.rule_id.as_ref());
        assert!(result.partial_fingerprints.is_some());
    }
    let rule = rules
        .iter()
        .find(|rule| rule.id == "numbering/duplicate")
        .unwrap();
    let help = rule.help.as_ref().unwrap();
    let page = include_str!("../rules/numbering/duplicate.md");
    let last = page.trim_end().lines().last().unwrap();
    assert!(help.markdown.as_ref().unwrap().contains(last));
    assert!(!help.text.contains("## Examples"));
    assert_eq!(
        rule.help_uri.as_deref(),
        Some("https://example.org/rules/numbering/duplicate.md")
    );
    let garbled = &results[0];
    let change = &garbled.fixes.as_ref().unwrap()[0].artifact_changes[0];
    let replacement = &change.replacements[0];
    assert_eq!(replacement.deleted_region.start_line, Some(3));
    let inserted = replacement.inserted_content.as_ref().unwrap();
    assert_eq!(inserted.text.as_deref(), Some("✅"));
    let places = results[2].related_locations.as_ref().unwrap();
    assert_eq!(places.len(), 2);
}

#[test]
fn what_looks_like_a_link_in_a_message_is_none() {
    let log = sarif(&hostile("[click](https://evil.example)"));
    let message = &log.runs[0].results.as_ref().unwrap()[0].message;
    let text = message.text.as_deref().unwrap();
    assert!(text.contains("\\[click\\](https"), "{text}");
}

fn fingerprints(run: &Run) -> Vec<Value> {
    let mut found = Vec::new();
    for issue in json(run, Format::Gitlab).as_array().unwrap() {
        found.push(issue["fingerprint"].clone());
    }
    let log = json(run, Format::Sarif);
    let of_sarif: Vec<Value> = log["runs"][0]["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["partialFingerprints"]["primaryLocationLineHash"].clone())
        .collect();
    assert_eq!(found, of_sarif);
    found
}

#[test]
fn fingerprints_survive_moved_lines_and_are_unique() {
    let run = |text: &str| {
        let mut run = Run::new(&[("a.md", text.as_bytes())]);
        for nth in 0..text.matches("needle").count() {
            let span = run.span(0, "needle", nth);
            let message = format!("it stands in place {nth}");
            run.add("some/rule", Severity::Warning, 0, span, &message);
        }
        run
    };
    let before = fingerprints(&run("a needle\nb needle\na needle\n"));
    assert_eq!(
        before
            .iter()
            .map(Value::to_string)
            .collect::<BTreeSet<_>>()
            .len(),
        3
    );
    let moved = fingerprints(&run("\n\n  a  needle\nnew\nb needle\n\na needle\n"));
    assert_eq!(before, moved);
    let changed = fingerprints(&run("a needle\nB needle\na needle\n"));
    assert_eq!((&before[0], &before[2]), (&changed[0], &changed[2]));
    assert_ne!(before[1], changed[1]);
}

#[test]
fn sarif_keeps_to_what_services_take() {
    let mut run = Run::new(&[("a.md", b"needle")]);
    for nth in 0..25_010_u32 {
        let severity = match nth {
            ..10 => Severity::Info,
            25_009 => Severity::Error,
            _ => Severity::Warning,
        };
        run.add("some/rule", severity, 0, Span::new(0, 6), "look");
    }
    let log = sarif(&run);
    let results = log.runs[0].results.as_ref().unwrap();
    assert_eq!(results.len(), 25_000);
    let notes = results
        .iter()
        .filter(|result| result.level == Some(serde_sarif::sarif::ResultLevel::Note));
    assert_eq!(notes.count(), 0);
    let invocations = log.runs[0].invocations.as_ref().unwrap();
    let told = invocations[0]
        .tool_execution_notifications
        .as_ref()
        .unwrap();
    let text = told[0].message.text.as_deref().unwrap();
    assert!(text.starts_with("10 findings are left out"), "{text}");
}

#[test]
fn rdjson_counts_bytes_and_suggests_whole_fixes_only() {
    let mut run = Run::new(&[("a.md", "é needle".as_bytes())]);
    let span = run.span(0, "needle", 0);
    let mut two = fix("two edits", Safety::Safe, 0, span, "x");
    two.edits.push(two.edits[0].clone());
    run.add("some/rule", Severity::Warning, 0, span, "look")
        .fix(two)
        .fix(fix("one edit", Safety::Safe, 0, span, "thread"));
    let report = json(&run, Format::Rdjson);
    let found = &report["diagnostics"][0];
    assert_eq!(found["location"]["range"]["start"]["column"], 4);
    let suggestions = found["suggestions"].as_array().unwrap();
    assert_eq!(suggestions.len(), 1);
    assert_eq!(suggestions[0]["text"], "thread");
}

/// What GitHub understands.
const GITHUB: Extensions = Extensions::ENABLE_TABLES
    .union(Extensions::ENABLE_STRIKETHROUGH)
    .union(Extensions::ENABLE_TASKLISTS)
    .union(Extensions::ENABLE_FOOTNOTES)
    .union(Extensions::ENABLE_GFM);

/// The cells of all rows of tables, as a reader of the rendered Markdown sees them.
fn cells(markdown: &str) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for event in Parser::new_ext(markdown, GITHUB) {
        match event {
            Event::Start(Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(String::new());
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
                    cell.push_str(&text);
                }
            }
            Event::InlineHtml(html) => {
                assert!(
                    ["<br>", "<!---->", "<code>", "</code>"].contains(&&*html),
                    "{html}"
                );
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://example.org/"), "{dest_url}");
            }
            Event::Start(
                Tag::Image { .. } | Tag::HtmlBlock | Tag::CodeBlock(_) | Tag::List(_) | Tag::Strong,
            ) => panic!("{markdown}"),
            Event::End(TagEnd::Table) => {}
            _ => {}
        }
    }
    rows
}

#[test]
fn markdown_says_what_was_said_and_does_nothing() {
    for text in HOSTILE {
        let markdown = plain(&hostile(text), Format::Markdown);
        let rows = cells(&markdown);
        assert_eq!(rows.len(), 1, "{markdown}");
        assert_eq!(rows[0].len(), 4, "{markdown}");
        // Backticks make code, everything else is read as it stands.
        let read = |text: &str| text.replace(['`', ' '], "");
        let meant = read(&qalint::report::escape(&format!("{text} {text}")));
        assert!(read(&rows[0][2]).starts_with(&meant), "{meant}\n{markdown}");
        for linked in ["@octocat", "#1", "GH-1", "://evil", "www.evil", "@evil"] {
            let bare = strip_code(&markdown);
            assert!(!bare.contains(linked), "{linked} in {bare}");
        }
    }
}

/// The text outside of code, in which services look for mentions and addresses; markup separates.
fn strip_code(markdown: &str) -> String {
    let mut bare = String::new();
    for event in Parser::new_ext(markdown, GITHUB) {
        match event {
            Event::Text(text) => bare.push_str(&text),
            _ => bare.push('\u{0}'),
        }
    }
    bare
}

#[test]
fn markdown_has_room_in_a_comment() {
    let text = "needle\n".repeat(2000);
    let mut run = Run::new(&[("a.md", text.as_bytes())]);
    for nth in 0..2000 {
        let span = run.span(0, "needle", nth);
        run.add("some/rule", Severity::Warning, 0, span, &"long ".repeat(50));
    }
    let markdown = plain(&run, Format::Markdown);
    assert!(markdown.len() < 65_000);
    let rows = cells(&markdown).len();
    assert!(
        markdown.ends_with(&format!("\nand 1,{} more\n", 1000 - rows)),
        "{rows}"
    );
}

#[test]
fn the_page_runs_its_own_script_and_nothing_else() {
    use sha2::{Digest as _, Sha256};
    let page = plain(&collection(), Format::Html);
    for (content, open, close) in [
        (
            include_str!("../src/report/html/page.css"),
            "<style>",
            "</style>",
        ),
        (
            include_str!("../src/report/html/page.js"),
            "<script>",
            "</script>",
        ),
    ] {
        let start = page.find(open).unwrap() + open.len();
        let end = start + page[start..].find(close).unwrap();
        assert_eq!(&page[start..end], content);
        let hash = format!("'sha256-{}'", base64(&Sha256::digest(content.as_bytes())));
        assert!(
            page.contains(&hash),
            "the policy in src/report/html/mod.rs needs {hash}"
        );
    }
    assert!(page.contains("content=\"default-src 'none';"));
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = group
            .iter()
            .fold(0_usize, |bits, &byte| bits << 8 | usize::from(byte));
        for digit in 0..4 {
            text.push(match digit <= chunk.len() {
                true => char::from(DIGITS[bits >> (18 - 6 * digit) & 63]),
                false => '=',
            });
        }
    }
    text
}

#[test]
fn the_page_holds_hostile_text_as_text() {
    const OWN: [&str; 40] = [
        "a", "article", "b", "body", "code", "details", "footer", "form", "h1", "h2", "h3", "head",
        "header", "html", "input", "label", "li", "main", "mark", "meta", "ol", "output", "p",
        "pre", "script", "section", "span", "strong", "style", "summary", "table", "tbody", "td",
        "th", "thead", "title", "tr", "ul", "!DOCTYPE", "search",
    ];
    for text in HOSTILE {
        let page = plain(&hostile(text), Format::Html);
        let page = page
            .replace(include_str!("../src/report/html/page.css"), "")
            .replace(include_str!("../src/report/html/page.js"), "");
        assert_eq!(page.matches("<script").count(), 1, "{page}");
        for tag in page.split('<').skip(1) {
            let (tag, _) = tag.split_once('>').unwrap_or_else(|| panic!("{tag}"));
            let name = tag.trim_start_matches('/').split(' ').next().unwrap();
            assert!(OWN.contains(&name), "<{tag}>");
            // Everything but the values of attributes.
            let names: String = tag.split('"').step_by(2).collect();
            for part in [" on", "src=", "url(", "'"] {
                assert!(!names.contains(part) || name == "meta", "<{tag}>");
            }
            if let Some((_, link)) = tag.split_once("href=\"") {
                let own = link.starts_with('#') || link.starts_with("https://example.org/");
                assert!(own, "<{tag}>");
            }
        }
    }
}

/// How long it takes to write findings of `count` places, spread over a line of 5 MB.
fn time(format: Format, count: usize) -> Duration {
    let text = "word needle ".repeat(5_000_000 / 12);
    let mut run = Run::new(&[("a.md", text.as_bytes())]);
    let step = text.len() / 12 / count;
    for nth in 0..count {
        let at = nth * step * 12 + 5;
        let span = Span::from_usize(at..at + 6);
        run.add("some/rule", Severity::Warning, 0, span, "look at `it`")
            .here("here")
            .help("do something")
            .fix(fix("replace it", Safety::Safe, 0, span, "x"));
    }
    let start = Instant::now();
    plain(&run, format);
    start.elapsed()
}

#[test]
fn every_format_takes_time_in_proportion_to_what_it_says() {
    for &format in Format::ALL {
        // Four times as much may take four times as long, and not sixteen; other programs run
        // beside this one, so the best of three counts.
        let fits = (0..3).any(|_| {
            let (few, many) = (time(format, 2500), time(format, 10_000));
            many < few * 8
        });
        assert!(fits, "{format}");
    }
}
