//! What holds for any bytes at all: a function for each fuzz target, which panics where it does
//! not. The tests run them over the corpus, and the fuzzer over what it comes up with.

#![allow(dead_code, reason = "a fuzz target is one of these")]

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use qalint::check::{Member, Mode, Run};
use qalint::config::{self, Settings, presets};
use qalint::diagnostic::{Diagnostic, Safety};
use qalint::encoding::{self, Certainty, Context};
use qalint::link::{Fragment, Local, Resolved, Slugger, Target, resolve, slug};
use qalint::report::{self, Format, Options, Sources, Summary};
use qalint::source::{FileEntry, FileId, Files};

/// A collection of one file, in a folder that does not exist, so that no link leads anywhere.
fn run(bytes: &[u8], keep: bool) -> Run {
    let root = PathBuf::from("/nowhere/at/all");
    let name = "QA_1-3.md".to_owned();
    let entry = FileEntry {
        disk: root.join(&name),
        shown: name.clone(),
        name,
        collection: 0,
        reported: true,
        failed: None,
    };
    // The first byte chooses how the questions are said to be written.
    let presets = presets();
    let settings = match bytes
        .first()
        .and_then(|&first| presets.get(usize::from(first)))
    {
        Some(preset) => Settings::with_preset(root.clone(), preset),
        None => Settings::new(root.clone()),
    };
    let member = Member {
        attributes: qalint::source::Attributes::default(),
        boundary: root,
        settings,
        complete: true,
    };
    let overlay = HashMap::from([(FileId(0), Arc::from(bytes))]);
    Run::new(
        Files::new(vec![entry]),
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

/// A whole check: spans lie inside the file, and every format can be written and, where it is
/// JSON, read.
pub(crate) fn check(bytes: &[u8]) {
    let run = run(bytes, false);
    let diagnostics = run.diagnostics();
    spans_lie_inside(&diagnostics, bytes.len());
    let sources = Sources::new(run.files(), run.overlay());
    let summary = Summary::new(1, 0, &diagnostics);
    for &format in Format::ALL {
        let mut out = Vec::new();
        report::write(
            format,
            &Options::default(),
            &diagnostics,
            &sources,
            &summary,
            &mut out,
        )
        .expect("memory takes everything");
        let text = String::from_utf8(out).expect("reports are UTF-8");
        // Nothing that a terminal would obey.
        let obeyed = |c: char| c.is_ascii_control() && c != '\n' && c != '\t';
        assert!(!text.contains(obeyed), "{format}: {text:?}");
    }
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

/// A configuration is read or refused.
pub(crate) fn config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = config::parse(&text, Path::new("qalint.toml")) {
        assert!(!error.to_string().is_empty());
    }
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
