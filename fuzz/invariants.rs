//! What holds for any bytes at all: a function for each fuzz target, which panics where it does
//! not. The tests run them over the corpus, and the fuzzer over what it comes up with.

#![allow(dead_code, reason = "a fuzz target is one of these")]

mod reports;

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use qalint::cache::{self, Cache, Secret};
use qalint::check::{Member, Mode, Run};
use qalint::config::{self, Settings, presets};
use qalint::diagnostic::{Diagnostic, Edit, Fix, Label, Safety, Severity};
use qalint::encoding::{self, Certainty, Context};
use qalint::link::{Fragment, Local, Resolved, Slugger, Target, resolve, slug};
use qalint::report::{self, Format, Options, Sources, Summary};
use qalint::source::{FileEntry, FileId, Files, Span};

/// A folder that does not exist, so that no link leads anywhere.
const ROOT: &str = "/nowhere/at/all";

fn entry(name: &str) -> FileEntry {
    FileEntry {
        disk: Path::new(ROOT).join(name),
        shown: name.to_owned(),
        name: name.to_owned(),
        collection: 0,
        reported: true,
        failed: None,
    }
}

/// A collection of one file.
fn run(bytes: &[u8], keep: bool) -> Run {
    // Made once: patterns take longer to compile than files to check.
    static SETTINGS: OnceLock<Vec<Settings>> = OnceLock::new();
    let all = SETTINGS.get_or_init(|| {
        let root = || PathBuf::from(ROOT);
        let presets = presets();
        let with = |preset| Settings::with_preset(root(), preset);
        let mut all: Vec<_> = presets.iter().map(with).collect();
        all.push(Settings::new(root()));
        all
    });
    // The first byte chooses how the questions are said to be written.
    let first = bytes.first().map_or(usize::MAX, |&first| first.into());
    let settings = all.get(first).or(all.last()).expect("at least one");
    run_with(settings.clone(), bytes, keep)
}

fn run_with(settings: Settings, bytes: &[u8], keep: bool) -> Run {
    let member = Member {
        attributes: qalint::source::Attributes::default(),
        boundary: PathBuf::from(ROOT),
        settings,
        complete: true,
    };
    let overlay = HashMap::from([(FileId(0), Arc::from(bytes))]);
    Run::new(
        Files::new(vec![entry("QA_1-3.md")]),
        vec![member],
        overlay,
        Mode { keep },
    )
}

fn spans_lie_inside(diagnostics: &[Diagnostic], length: usize) {
    for found in diagnostics {
        for label in found.labels.iter().chain([&found.primary]) {
            let span = label.span.to_usize();
            assert!(span.start <= span.end && span.end <= length, "{found:?}");
        }
        for fix in &found.fixes {
            for edit in &fix.edits {
                let span = edit.span.to_usize();
                assert!(span.start <= span.end && span.end <= length, "{found:?}");
            }
        }
    }
}

/// Writes `diagnostics` in every format and reads them again.
fn report_in_every_format(
    diagnostics: &[Diagnostic],
    files: &Files,
    overlay: &HashMap<FileId, Arc<[u8]>>,
) {
    let sources = Sources::new(files, overlay);
    let summary = Summary::new(1, 0, diagnostics);
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| a.order().cmp(&b.order()));
    for &format in Format::ALL {
        let options = Options::default();
        let mut out = Vec::new();
        report::write(format, &options, diagnostics, &sources, &summary, &mut out)
            .expect("memory takes everything");
        let text = String::from_utf8(out).expect("reports are UTF-8");
        if let Some(messages) = reports::read(format, &text) {
            assert!(sorted.iter().map(|found| &found.message).eq(&messages));
        }
    }
}

/// A whole check: spans lie inside the file, and every format can be written and read.
pub(crate) fn check(bytes: &[u8]) {
    let run = run(bytes, false);
    let diagnostics = run.diagnostics();
    spans_lie_inside(&diagnostics, bytes.len());
    report_in_every_format(&diagnostics, run.files(), run.overlay());
}

/// Findings made of lines of `bytes`, in a file that is `bytes` and is called like its first line:
/// whatever texts may be, each format can be read.
pub(crate) fn reports(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.split('\n').map(str::to_owned);
    let mut line = || lines.next().unwrap_or_default();
    let files = Files::new(vec![entry(&line().replace('/', "_"))]);
    let overlay = HashMap::from([(FileId(0), Arc::from(bytes))]);
    let length = bytes.len();
    let part = |nth: usize| Span::from_usize(length * nth / 4..length * (nth + 2).min(4) / 4);
    let label = |nth, message| Label {
        file: FileId(0),
        span: part(nth),
        message,
    };
    let mut found = |nth, severity| {
        let edit = Edit {
            file: FileId(0),
            span: part(nth),
            replacement: line(),
        };
        Diagnostic {
            rule: "encoding/mojibake".into(),
            severity,
            message: line(),
            primary: label(nth, line()),
            labels: vec![label(nth + 1, line())],
            help: Some(line()),
            fixes: vec![Fix {
                title: line(),
                safety: Safety::Unsafe,
                edits: vec![edit],
            }],
            target: Some(line()),
        }
    };
    let diagnostics = [
        found(0, Severity::Error),
        found(1, Severity::Warning),
        found(2, Severity::Info),
    ];
    report_in_every_format(&diagnostics, &files, &overlay);
}

/// Fixing settles; what comes of text is text; fixing again changes nothing.
pub(crate) fn fix(bytes: &[u8]) {
    let mut run = run(bytes, true);
    let none = BTreeSet::new();
    let fixed = qalint::fix::fix(&mut run, Safety::Unsafe, &none);
    assert!(fixed.unsettled.is_empty(), "{:?}", fixed.unsettled);
    if let Some(change) = fixed.files.get(&FileId(0)) {
        assert_eq!(&*change.before, bytes);
        if std::str::from_utf8(bytes).is_ok() {
            assert!(std::str::from_utf8(&change.after).is_ok());
        }
    }
    let again = qalint::fix::fix(&mut run, Safety::Unsafe, &none);
    assert!(again.files.is_empty(), "{:?}", again.files);
}

/// A file of some of everything, for configurations to be tried on.
const SAMPLE: &str = "\
---
title: Bread
---

# Bread

## Q1: What is a [sponge](#q3) of 4 to 5 hours?

### Answer

A cafÃ© has it; see [the other](other.md) and <https://example.org/>.

## Q3: What is a *levain*, TODO?

- [x] A) a leaven
- [ ] B) a loaf

<!-- qalint-disable-next-line link: it comes -->
See [this](that.md#there).
";

/// A configuration is read or refused, and what it comes to can be shown and used.
pub(crate) fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let path = Path::new(ROOT).join(config::FILE_NAME);
    let shown = config::effective(&text, &path, Some("QA_1-3.md"));
    match config::parse(&text, &path) {
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(shown.is_err());
        }
        Ok(settings) => {
            assert!(shown.is_ok());
            let run = run_with(settings, SAMPLE.as_bytes(), false);
            let diagnostics = run.diagnostics();
            spans_lie_inside(&diagnostics, SAMPLE.len());
            report_in_every_format(&diagnostics, run.files(), run.overlay());
        }
    }
}

/// A file of mistakes and of suppressions: each line of `bytes` becomes one of them. `word` is what
/// the suppressions begin with.
fn with_suppressions(bytes: &[u8], word: &str) -> String {
    let mut text = String::new();
    for line in String::from_utf8_lossy(bytes).split('\n') {
        // Suppressions come from here only.
        let line = line.replace("qalint", "");
        let mut chars = line.chars();
        match chars.next() {
            Some('A'..='D') => text.push_str("A cafÃ© is here.\n"),
            Some('E'..='H') => text.push_str("See [this](nowhere.md).\n"),
            Some('I') => text.push_str(&format!("<!-- {word}-disable -->\n\n")),
            Some('J') => text.push_str(&format!("<!-- {word}-enable -->\n\n")),
            Some('K'..='P') => text.push_str(&format!("<!-- {word}{} -->\n\n", chars.as_str())),
            Some('Q') => text.push_str(&format!(" <!-- {word}-disable{} -->", chars.as_str())),
            _ => text.push_str(&format!("{line}\n\n")),
        }
    }
    text
}

/// A suppression only ever takes away, and nothing that stands where none is.
pub(crate) fn suppressions(bytes: &[u8]) {
    let text = with_suppressions(bytes, "qalint");
    let inert = with_suppressions(bytes, "xalint");
    let found = |text: &str| {
        let diagnostics = run(text.as_bytes(), false).diagnostics();
        spans_lie_inside(&diagnostics, text.len());
        let places = diagnostics
            .into_iter()
            .map(|found| (found.rule.into_owned(), found.primary.span));
        places.collect::<BTreeSet<_>>()
    };
    let (kept, all) = (found(&text), found(&inert));
    let is_about_text = |(rule, _): &&(String, Span)| !rule.starts_with("suppression/");
    let invented: Vec<_> = kept.difference(&all).filter(is_about_text).collect();
    assert!(invented.is_empty(), "{invented:?} in {text:?}");
    let taken = all.difference(&kept).count();
    assert!(taken == 0 || text.contains("qalint-disable"), "{text:?}");
    fix(text.as_bytes());
}

/// Decoding covers all bytes; finds are sorted, apart and on character boundaries; an exact one
/// changes nothing but what is garbled; repairing ends.
pub(crate) fn repair(bytes: &[u8]) {
    let decoded = encoding::decode(bytes);
    let mut text = decoded.text;
    for _ in 0..20 {
        let found = encoding::find(&text, &Context::default());
        if found.is_empty() {
            return;
        }
        assert!(encoding::suspicious(&text));
        let mut meant = String::new();
        let mut at = 0;
        for garbled in found {
            assert!(garbled.range.start >= at, "{garbled:?}");
            assert!(!garbled.misreadings.is_empty());
            if garbled.certainty == Certainty::Exact {
                assert_ne!(garbled.meant, text[garbled.range.clone()]);
            }
            meant.push_str(&text[at..garbled.range.start]);
            meant.push_str(&garbled.meant);
            at = garbled.range.end;
        }
        meant.push_str(&text[at..]);
        text = meant;
    }
    panic!("repairing does not end: {text:?}");
}

/// Slugs, destinations and fragments of any text; no path leads out of the repository.
pub(crate) fn links(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut slugger = Slugger::new();
    let mut seen = BTreeSet::new();
    for line in text.lines() {
        let anchor = slugger.anchor(line);
        assert!(seen.insert(anchor), "{line:?}");
        assert!(!slug(line).contains(char::is_whitespace));
        let _ = Fragment::parse(line);
        if let Target::Local(local) = Target::parse(line) {
            inside(&local);
        }
    }
}

fn inside(local: &Local<'_>) {
    for file in ["README.md", "a/b/c.md"] {
        if let Resolved::Inside(path) = resolve(file, "", local) {
            assert!(!path.starts_with('/'), "{path:?}");
            assert!(path.split('/').all(|name| name != ".."), "{path:?}");
        }
    }
}

/// What was written is read, and nothing that differs from it in a single bit, or comes from
/// someone else.
pub(crate) fn cache(bytes: &[u8]) {
    let secret = Secret([7; 32]);
    assert!(Cache::read(bytes.to_vec(), secret).is_none());
    let parts = bytes.split(|&byte| byte == b'\n').map(<[u8]>::to_vec);
    let entries: Vec<_> = parts.map(|part| (cache::digest(&part), part)).collect();
    let written = cache::write(&entries, secret).expect("it is small");
    let read = Cache::read(written.clone(), secret).expect("it was just written");
    for (key, part) in &entries {
        assert_eq!(read.get(key), Some(&**part));
    }
    assert!(Cache::read(written.clone(), Secret([8; 32])).is_none());
    // The first bytes say where to hit it.
    let hit = bytes
        .iter()
        .take(3)
        .fold(0, |at, &b| at << 8 | usize::from(b));
    let mut other = written.clone();
    other[hit % written.len()] ^= 1 << (hit % 8);
    assert!(Cache::read(other, secret).is_none());
    let short = written[..hit % written.len()].to_vec();
    assert!(Cache::read(short, secret).is_none());
}
