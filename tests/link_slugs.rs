//! Anchors against those of `github-slugger`, which `tools/slugs` wrote down.

use qalint::link::{Slugger, slug};
use qalint::markdown::{Needs, parse};
use serde::Deserialize;

#[derive(Deserialize)]
struct Heading {
    markdown: String,
    text: String,
    anchor: String,
}

const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];

/// Equal but for the joiners, which GitHub keeps and `github-slugger` does not.
#[test]
fn anchors_are_those_of_github_slugger() -> Result<(), serde_json::Error> {
    let files: Vec<Vec<Heading>> = serde_json::from_str(include_str!("data/slugs.json"))?;
    let mut headings = 0;
    let mut with_joiners = 0;
    let mut wrong = Vec::new();
    for file in &files {
        let mut slugger = Slugger::new();
        for heading in file {
            let anchor = slugger.anchor(&heading.text);
            headings += 1;
            if heading.text.contains(JOINERS) {
                with_joiners += 1;
                assert!(anchor.contains(JOINERS), "{anchor:?}");
            }
            if anchor.replace(JOINERS, "") != heading.anchor {
                wrong.push((&heading.markdown, anchor, &heading.anchor));
            }
        }
    }
    assert!(wrong.is_empty(), "markdown, ours, theirs: {wrong:#?}");
    assert!(
        headings >= 500 && with_joiners >= 7,
        "{headings} {with_joiners}"
    );
    Ok(())
}

/// The numbering of equal headings is the only thing that an anchor adds to the slug.
#[test]
fn a_heading_alone_has_its_slug() -> Result<(), serde_json::Error> {
    let files: Vec<Vec<Heading>> = serde_json::from_str(include_str!("data/slugs.json"))?;
    for heading in files.iter().flatten() {
        assert_eq!(Slugger::new().anchor(&heading.text), slug(&heading.text));
    }
    Ok(())
}

/// The text that a heading is made an anchor of is the one that remark and its plugins see.
#[test]
fn headings_have_the_text_that_remark_sees() -> Result<(), serde_json::Error> {
    let files: Vec<Vec<Heading>> = serde_json::from_str(include_str!("data/slugs.json"))?;
    let mut wrong = Vec::new();
    for heading in files.iter().flatten() {
        let text = format!("# {}\n", heading.markdown);
        let document = parse(&text, Needs::HEADINGS.and(Needs::ANCHORS));
        let seen = document
            .headings
            .first()
            .map(|heading| heading.text.as_str());
        if seen.map(slug) != Some(slug(&heading.text)) {
            wrong.push((&heading.markdown, seen.map(str::to_owned), &heading.text));
        }
    }
    assert!(wrong.is_empty(), "markdown, ours, theirs: {wrong:#?}");
    Ok(())
}
