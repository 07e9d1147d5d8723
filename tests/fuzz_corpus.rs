//! What the fuzzer has come up with, and a few things that it starts from, run without it.

#[path = "../fuzz/invariants.rs"]
mod invariants;

use std::fs;
use std::path::Path;

/// Runs `target` on each file of its corpus.
fn run(name: &str, target: fn(&[u8])) {
    let folder = Path::new("fuzz/corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut count = 0;
    for entry in entries {
        let path = entry.expect("an entry").path();
        let bytes = fs::read(&path).expect("a file");
        count += 1;
        let checked = std::panic::catch_unwind(|| target(&bytes));
        assert!(checked.is_ok(), "{} fails", path.display());
    }
    assert!(count > 0, "the corpus of {name} is empty");
}

#[test]
fn cache() {
    run("cache", invariants::cache);
}

#[test]
fn check() {
    run("check", invariants::check);
}

#[test]
fn config() {
    run("config", invariants::config);
}

#[test]
fn fix() {
    run("fix", invariants::fix);
}

#[test]
fn links() {
    run("links", invariants::links);
}

#[test]
fn repair() {
    run("repair", invariants::repair);
}

#[test]
fn reports() {
    run("reports", invariants::reports);
}

#[test]
fn suppressions() {
    run("suppressions", invariants::suppressions);
}
