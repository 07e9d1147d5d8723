//! The page of a rule is its test: every example of every page is run through the binary.
//!
//! What the blocks of an example mean is said in `CONTRIBUTING.md`. Of a bad example are checked:
//! the output with only this rule, that fixing gives exactly the fixed files, that fixing again
//! changes nothing, and that a fix which the page does not show is none that the rule offers. Of a
//! good one: that this rule says nothing, and that no rule says anything unless it is marked
//! `alone`. Of rules that ask the web it is checked that they are silent without it; the rest is in
//! `tests/online`. `proof.rs` proves that each of these checks can fail.

mod check;
mod example;
mod proof;
#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use check::Web;
use qalint::rules::RULES;
use rayon::prelude::*;
use support::{Folder, Ran};

fn qalint(folder: &Folder, arguments: &[&str]) -> Ran {
    folder.qalint(arguments)
}

#[test]
fn every_example_is_as_its_page_says() {
    let failures: Vec<String> = RULES
        .par_iter()
        .flat_map_iter(|entry| check::page(entry.name, entry.page.text, &qalint, Web::Not))
        .collect();
    assert!(
        failures.is_empty(),
        "{} failures\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

/// The registry includes the page of each rule, so that none is missing.
#[test]
fn there_is_no_page_without_a_rule() {
    let pages = pages(Path::new("rules"));
    let rules: BTreeSet<String> = RULES.iter().map(|entry| entry.name.to_owned()).collect();
    assert_eq!(pages, rules);
}

/// The pages in `folder`: `group/name`, from the file's path.
fn pages(folder: &Path) -> BTreeSet<String> {
    let mut pages = BTreeSet::new();
    for group in fs::read_dir(folder).expect("the pages") {
        let group = group.expect("a group").path();
        for page in fs::read_dir(&group).expect("a group of pages") {
            let page = page.expect("a page").path();
            if page.extension().is_some_and(|extension| extension == "md") {
                let name = page.strip_prefix(folder).expect("below it");
                let name = name.with_extension("");
                let parts: Vec<_> = name.iter().map(|part| part.to_string_lossy()).collect();
                pages.insert(parts.join("/"));
            }
        }
    }
    pages
}
