//! A collection with one of each defect: what is said of it, whole, and what fixing makes of it.
//!
//! `INSTA_UPDATE=always cargo test --test defects` writes the snapshots anew; read what changed.
//! The garbled files are made by `tools/fixtures/garble.py` from the texts beside it.

#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use support::Folder;

/// A copy of the collection, outside of this repository.
fn collection() -> Folder {
    let folder = Folder::new();
    // A repository of its own.
    fs::create_dir(folder.join(".git")).expect("a folder");
    for entry in fs::read_dir("tests/fixtures/defects").expect("the collection") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        folder.write(&name, fs::read(&path).expect("a file"));
    }
    folder
}

fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("defects");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn everything_is_told() {
    let folder = collection();
    for format in ["concise", "pretty"] {
        let run = folder.qalint(&["check", "--color", "never", "--format", format]);
        assert_eq!((run.code, &*run.stderr), (1, ""));
        snapshot(format, &run.stdout);
    }
}

/// The texts that the garbled files are made from, with the names of these.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in fs::read_dir("tools/fixtures/texts").expect("the texts") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let name = name.split('.').next().unwrap_or_default();
        texts.push((
            format!("{name}.md"),
            fs::read_to_string(&path).expect("a text"),
        ));
    }
    assert!(texts.len() >= 2);
    texts
}

#[test]
fn what_was_garbled_comes_back() {
    let folder = collection();
    let encoding = ["check", "--select", "encoding/mojibake", "--fix", "--quiet"];
    folder.qalint(&encoding);
    let texts = texts();
    let restored = |(name, text): &&(String, String)| folder.text(name) == *text;
    let exactly: Vec<_> = texts
        .iter()
        .filter(restored)
        .map(|(name, _)| name)
        .collect();
    assert_eq!(exactly, ["QA_4-6.md"], "no byte of it was lost");
    folder.qalint(&[&encoding[..], &["--unsafe-fixes"]].concat());
    for (name, text) in &texts {
        assert_eq!(folder.text(name), *text, "{name}");
    }
}

/// Fixing ends, and once is enough.
#[test]
fn fixing_twice_changes_nothing_more() {
    let folder = collection();
    let fix = [
        "check",
        "--fix",
        "--unsafe-fixes",
        "--quiet",
        "--format",
        "concise",
    ];
    let first = folder.qalint(&fix);
    let fixed = folder.files();
    let second = folder.qalint(&fix);
    assert_eq!(first, second);
    assert!(folder.files() == fixed);
    // What is no text is left alone.
    let photo = fs::read("tests/fixtures/defects/photo.md").expect("the photo");
    assert_eq!(folder.read("photo.md"), photo);
}

/// Left out where there is no Python.
#[test]
fn the_garbled_files_are_those_of_the_script() {
    let script = Path::new("tools/fixtures/garble.py");
    let Ok(output) = Command::new("python3").arg(script).arg("--check").output() else {
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}
