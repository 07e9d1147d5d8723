//! What the output formats write, on made-up findings in made-up files.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

#[path = "support/findings.rs"]
mod findings;

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use findings::{Run, collection, fix};
use proptest::prelude::*;
use qalint::baseline::Baseline;
use qalint::diagnostic::{Label, Safety, Severity};
use qalint::report::{self, Format, Options, SourceText, Sources, Summary, json};
use qalint::source::{FileEntry, FileId, Files, Span};
use unicode_width::UnicodeWidthStr;

fn check(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("report");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn pretty_shows_a_box_for_each() {
    check("pretty_80", &collection().pretty(80));
}

#[test]
fn pretty_draws_and_colours_as_told() {
    let options = Options {
        color: true,
        unicode: false,
        hyperlinks: true,
        width: 60,
        verbose: false,
        summary: true,
        rule_pages: Some("https://example.org/rules/".to_owned()),
        source_pages: None,
    };
    let text = collection().write(Format::Pretty, &options);
    check("pretty_ascii_colour", &text.replace('\x1b', "␛"));
}

#[test]
fn concise_has_a_line_for_each() {
    check("concise", &collection().concise());
}

#[test]
fn json_says_everything() {
    check("json", &collection().json());
}

#[test]
fn json_is_what_its_types_say() {
    let text = collection().json();
    let report: json::Report<'_> = serde_json::from_str(&text).unwrap();
    assert_eq!(report.version, json::VERSION);
    assert_eq!(report.diagnostics.len(), 6);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(&report).unwrap(), value);

    let empty = Run::new(&[]).json();
    assert!(
        empty.starts_with(r#"{"version":1,"diagnostics":[],"summary":{"files":0,"#),
        "{empty}"
    );
    let report: json::Report<'_> = serde_json::from_str(&empty).unwrap();
    assert_eq!(report.diagnostics, []);
}

/// To bring the file up to date, run this test with `QALINT_WRITE_SCHEMA=1`.
#[test]
fn the_schema_in_the_documentation_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/report.json");
    let schema = serde_json::to_string_pretty(&report::schema()).unwrap() + "\n";
    if std::env::var_os("QALINT_WRITE_SCHEMA").is_some() {
        fs::write(&path, &schema).unwrap();
    }
    let current = fs::read_to_string(&path).unwrap();
    // A checkout may have changed the line endings.
    assert_eq!(current.replace("\r\n", "\n"), schema);
}

/// Findings of one rule, `count` of them, a line each.
fn many(count: usize) -> Run {
    let text = "- a garbled `âœ…` here\n".repeat(count);
    let mut run = Run::new(&[("list.md", text.as_bytes())]);
    for nth in 0..count {
        let span = run.span(0, "âœ…", nth);
        let safety = match nth % 7 {
            6 => Safety::Unsafe,
            _ => Safety::Safe,
        };
        run.add(
            "encoding/mojibake",
            Severity::Error,
            0,
            span,
            "`âœ…` was meant as `✅`",
        )
        .fix(fix("replace it", safety, 0, span, "✅"));
    }
    run
}

fn boxes(text: &str) -> usize {
    text.matches("╭─[").count()
}

#[test]
fn few_of_a_rule_have_boxes_and_many_a_list() {
    assert_eq!(boxes(&many(3).pretty(80)), 3);
    check("group_of_14", &many(14).pretty(80));
    check("group_of_100", &many(100).pretty(80));
    let verbose = Options {
        verbose: true,
        ..Options::default()
    };
    let all = many(100).write(Format::Pretty, &verbose);
    assert_eq!((boxes(&all), all.matches("was meant as").count()), (1, 100));
}

#[test]
fn a_list_says_where_else_to_look() {
    let mut run = many(5);
    let elsewhere = run.span(0, "here", 0);
    for diagnostic in &mut run.diagnostics {
        diagnostic.label(FileId(0), elsewhere, "the first");
    }
    let text = run.pretty(80);
    assert!(
        text.contains("    5:14  `âœ…` was meant as `✅` (see 1:19)\n"),
        "{text}"
    );
}

#[test]
fn a_finding_alone_stands_behind_the_group_that_begins_before_it() {
    let mut run = many(5);
    let span = run.span(0, "garbled", 2);
    run.add("other/rule", Severity::Info, 0, span, "alone");
    let text = run.pretty(80);
    assert!(
        text.find("encoding/mojibake") < text.find("other/rule"),
        "{text}"
    );
    assert_eq!(boxes(&text), 2);
}

/// A run with one finding at `part` of a text.
fn one(bytes: &[u8], part: &str) -> Run {
    let mut run = Run::new(&[("a.md", bytes)]);
    let span = run.span(0, part, 0);
    run.add("some/rule", Severity::Warning, 0, span, "look")
        .here("here");
    run
}

#[test]
fn a_byte_order_mark_counts_in_spans_but_not_in_columns() {
    let run = one("\u{feff}one two\r\nthree".as_bytes(), "two");
    assert_eq!(run.concise(), "docs/a.md:1:5: warning[some/rule] look\n");
    let place =
        r#""span":{"start":7,"end":10},"start":{"line":1,"column":5},"end":{"line":1,"column":8}"#;
    assert!(run.json().contains(place));
    check("byte_order_mark", &run.pretty(80));
}

#[test]
fn legacy_bytes_are_decoded() {
    let bytes = b"Caf\xe9 cr\xe8me \x93quoted\x94 end";
    let mut run = Run::new(&[("a.md", bytes)]);
    let span = run.span(0, b"\x93quoted\x94", 0);
    run.add("some/rule", Severity::Warning, 0, span, "look")
        .here("here");
    assert_eq!(run.concise(), "docs/a.md:1:12: warning[some/rule] look\n");
    check("windows_1252", &run.pretty(80));
}

#[test]
fn ends_and_empty_files_have_a_place() {
    check("end_of_file", &one(b"one\ntwo", "").pretty(80));
    check("behind_the_last_line", &one(b"one\n", "").pretty(80));
    check("empty_file", &one(b"", "").pretty(80));
}

#[test]
fn a_label_of_many_lines_is_shown_by_its_first() {
    let text = "first line\nb\nc\nd\ne\nf\nlast\n";
    let two = one(text.as_bytes(), "line\nb\n").pretty(80);
    check("label_of_two_lines", &two);
    check(
        "label_of_seven_lines",
        &one(text.as_bytes(), text).pretty(80),
    );
}

#[test]
fn long_lines_are_cut_around_the_label() {
    let before = "before ".repeat(100_000);
    let long = format!("{before} needle {}", " after".repeat(100_000));
    check("long_line", &one(long.as_bytes(), "needle").pretty(80));
    let wide = format!("{} needle {}", "漢字".repeat(1000), "例え".repeat(1000));
    check("long_wide_line", &one(wide.as_bytes(), "needle").pretty(60));
    let mut run = one(long.as_bytes(), "needle");
    run.diagnostics[0].here(
        "so much is to be said of this needle that it takes the whole width of the page and more",
    );
    check("long_message", &run.pretty(60));
    // One label of a megabyte: its beginning is what can be shown.
    let text = one(long.as_bytes(), &long).pretty(80);
    assert!(text.lines().all(|line| line.width() <= 80), "{text}");
}

#[test]
fn labels_far_apart_in_a_line_have_excerpts_of_their_own() {
    let gap = " word".repeat(40);
    for (name, text) in [
        (
            "far_apart",
            format!("see [one](one.md){gap}and [two](two.md)"),
        ),
        (
            "close_together",
            "see [one](one.md) and [two](two.md)".to_owned(),
        ),
    ] {
        let mut run = one(text.as_bytes(), "one.md");
        let span = run.span(0, "two.md", 0);
        run.diagnostics[0].label(FileId(0), span, "and here");
        check(name, &run.pretty(80));
    }
}

#[test]
fn underlines_stand_below_what_they_mark() {
    for before in [
        "plain",
        "\ttab\t",
        "漢字かな",
        "e\u{301}a\u{308}",
        "📌",
        "👨\u{200d}👩\u{200d}👧",
        "🏳\u{fe0f}\u{200d}🌈",
        "✈\u{fe0f}",
        "👍🏽",
        "1\u{fe0f}\u{20e3}",
        "🇩🇪",
        "\x1b[31m\u{202e}\u{200b}",
        "ğŸ“Œ",
    ] {
        let text = one(format!("{before} needle").as_bytes(), "needle").pretty(80);
        let line = text.lines().find(|line| line.ends_with("needle")).unwrap();
        let underline = text.lines().find(|line| line.ends_with("┬──")).unwrap();
        let start = line.strip_suffix("needle").unwrap().width();
        let found = underline.chars().position(|c| c == '─').unwrap();
        assert_eq!(found, start, "{text}");
    }
}

#[test]
fn nothing_hostile_gets_through() {
    let hostile =
        "\x1b[2J\x1b]8;;http://x\x07\r\n\u{9b}31m\u{202e}\u{2066}\u{200b}\u{feff}\0\u{2028}";
    let mut run = one(format!("a{hostile}b").as_bytes(), "a");
    let span = run.diagnostics[0].primary.span;
    run.diagnostics[0].rule = format!("r{hostile}").into();
    run.diagnostics[0].message = format!("m{hostile}");
    run.diagnostics[0]
        .here(format!("l{hostile}"))
        .help(format!("h{hostile}"))
        .fix(fix(hostile, Safety::Safe, 0, span, hostile));
    let bad = |c: char| c != '\n' && (c.is_control() || hostile.contains(c) && !c.is_ascii());
    for text in [run.pretty(80), run.concise()] {
        assert!(!text.contains(bad), "{}", text.escape_debug());
    }
    assert_eq!(run.concise().lines().count(), 1);
}

#[test]
fn a_file_that_is_gone_or_shorter_has_no_excerpt() {
    let mut run = collection();
    run.overlay.remove(&FileId(1));
    run.overlay.insert(FileId(0), Arc::from(&b"## Q"[..]));
    check("gone_pretty", &run.pretty(80));
    check("gone_concise", &run.concise());
    assert!(serde_json::from_str::<json::Report<'_>>(&run.json()).is_ok());
}

#[test]
fn files_that_are_not_in_the_overlay_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let disk = folder.path().join("a.md");
    fs::write(&disk, "one two").unwrap();
    let mut run = one(b"one two", "two");
    run.overlay.clear();
    run.files = Files::new(vec![FileEntry {
        disk,
        name: "a.md".to_owned(),
        shown: "a.md".to_owned(),
        collection: 0,
        reported: true,
        failed: None,
    }]);
    assert_eq!(run.concise(), "a.md:1:5: warning[some/rule] look\n");
}

#[test]
fn the_order_given_does_not_matter() {
    let mut run = collection();
    let sorted = [run.pretty(80), run.concise(), run.json()];
    run.diagnostics.reverse();
    assert_eq!([run.pretty(80), run.concise(), run.json()], sorted);
}

#[test]
fn a_broken_pipe_is_told_to_the_caller() {
    struct Closed;
    impl io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let run = collection();
    let sources = Sources::new(&run.files, &run.overlay);
    for &format in Format::ALL {
        let error = report::write(
            format,
            &Options::default(),
            &run.diagnostics,
            &sources,
            &Summary::default(),
            &mut Closed,
        )
        .unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format}");
    }
}

#[test]
fn formats_have_names() {
    for &format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
        assert_eq!(serde_json::to_value(format).unwrap(), format.name());
    }
    assert_eq!(
        "xml".parse::<Format>().unwrap_err().to_string(),
        "no output format is called `xml`"
    );
}

#[test]
fn text_is_quoted_by_whole_characters() {
    let text = SourceText::new("aé".as_bytes()).unwrap();
    assert_eq!(text.range(Span::new(2, 3)), Some(1..3));
    assert_eq!(text.range(Span::new(3, 4)), None);
    assert!(SourceText::new(b"\xff\0\xfe\0\0\0").is_none());
}

const ODD: [&str; 13] = [
    "\r\n",
    "\n",
    "\r",
    "\t",
    "\u{feff}",
    "👨\u{200d}👩\u{200d}👧",
    "✈\u{fe0f}",
    "\u{301}",
    "漢字",
    "\u{3f000}",
    "\u{202e}",
    "ğŸ“Œ `code`",
    "word word word word word word word word word word",
];

/// Text that is likely to upset a layout.
fn odd() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(ODD.to_vec()), 0..30)
        .prop_map(|pieces| pieces.concat().into_bytes())
}

/// Anything.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        any::<String>().prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
        odd(),
    ];
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

/// A file, two ends of a span in it, and a message.
type Place = (u32, [prop::sample::Index; 2], String);

fn places(message: impl Strategy<Value = String>) -> impl Strategy<Value = Vec<Place>> {
    prop::collection::vec(
        (0..2_u32, any::<[prop::sample::Index; 2]>(), message),
        1..12,
    )
}

/// A finding at each place, which has the first places for labels.
fn scattered(files: &[Vec<u8>], places: &[Place], further: usize) -> Run {
    let mut run = Run::new(&[("a.md", &files[0]), ("b.md", &files[1])]);
    let labels: Vec<Label> = places
        .iter()
        .map(|(file, ends, message)| {
            let len = files[*file as usize].len() + 1;
            let [a, b] = ends.map(|end| end.index(len));
            Label {
                file: FileId(*file),
                span: Span::from_usize(a.min(b)..a.max(b)),
                message: message.clone(),
            }
        })
        .collect();
    for label in &labels {
        let (file, message) = (label.file.0, &label.message);
        run.add("some/rule", Severity::Error, file, label.span, message)
            .here(message)
            .labels
            .extend(labels.iter().take(further).cloned());
    }
    run
}

proptest! {
    #[test]
    fn no_format_panics(
        files in prop::collection::vec(bytes(), 2),
        places in places(any::<String>()),
        further in 0..12_usize,
        width in prop_oneof![0..160_usize, any::<usize>()],
        flags in any::<[bool; 4]>(),
    ) {
        let run = scattered(&files, &places, further);
        let [color, unicode, hyperlinks, verbose] = flags;
        let options = Options {
            color,
            unicode,
            hyperlinks,
            width,
            verbose,
            summary: true,
            rule_pages: Some("https://example.org/".to_owned()),
            source_pages: Some("https://example.org/".to_owned()),
        };
        for &format in Format::ALL {
            run.write(format, &options);
        }
        prop_assert_eq!(run.concise().lines().count(), places.len());
        let text = run.write(Format::Json, &options);
        let parsed: json::Report<'_> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(parsed.diagnostics.len(), places.len());
    }

    #[test]
    fn nothing_runs_over_the_right_edge(
        files in prop::collection::vec(odd(), 2),
        places in places("[a-z ]{0,90}"),
        further in 0..3_usize,
        width in 40..160_usize,
        unicode in any::<bool>(),
    ) {
        let options = Options {
            width,
            unicode,
            summary: false,
            ..Options::default()
        };
        let text = scattered(&files, &places, further).write(Format::Pretty, &options);
        for line in text.lines() {
            prop_assert!(line.width() <= width, "{}: {}\n{}", line.width(), line, text);
        }
    }

    #[test]
    fn a_baseline_holds_what_it_was_made_of(
        files in prop::collection::vec(bytes(), 2),
        places in places(any::<String>()),
        above in "[a-z \\n]{0,30}\\n",
    ) {
        let run = scattered(&files, &places, 0);
        let sources = Sources::new(&run.files, &run.overlay);
        let written = Baseline::of(&run.diagnostics, &sources).to_json();
        let baseline = Baseline::parse(written.as_bytes()).unwrap();
        prop_assert_eq!(baseline.size().0, places.len());
        let everything = |_: &str| true;
        let found = run.diagnostics.clone();
        let sorted = baseline.sort(found, &sources, everything, everything);
        prop_assert_eq!((sorted.new.len(), sorted.known), (0, places.len()));
        prop_assert!(sorted.stale.is_empty());
        // One more is new, one less is stale.
        let mut found = run.diagnostics.clone();
        found.push(found[0].clone());
        let sorted = baseline.sort(found, &sources, everything, everything);
        prop_assert_eq!((sorted.new.len(), sorted.known), (1, places.len()));
        let found = run.diagnostics[1..].to_vec();
        let sorted = baseline.sort(found, &sources, everything, everything);
        prop_assert_eq!((sorted.new.len(), sorted.stale.values().sum::<usize>()), (0, 1));
        // Lines above move what is below.
        prop_assume!(files.iter().all(|file| std::str::from_utf8(file).is_ok()));
        prop_assume!(files.iter().all(|file| !file.starts_with("\u{feff}".as_bytes())));
        let moved: Vec<Vec<u8>> = files
            .iter()
            .map(|file| [above.as_bytes(), file.as_slice()].concat())
            .collect();
        let mut run = Run::new(&[("a.md", &moved[0]), ("b.md", &moved[1])]);
        let by = u32::try_from(above.len()).unwrap();
        let here = scattered(&files, &places, 0).diagnostics.into_iter().map(|mut found| {
            let span = found.primary.span;
            found.primary.span = Span::new(span.start + by, span.end + by);
            found
        });
        run.diagnostics.extend(here);
        let sources = Sources::new(&run.files, &run.overlay);
        let sorted = baseline.sort(run.diagnostics.clone(), &sources, everything, everything);
        prop_assert_eq!(sorted.new.len(), 0);
    }
}
