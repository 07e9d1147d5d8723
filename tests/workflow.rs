//! qalint in the workflows of others: reports to several places, GitHub Actions.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod support;

use std::fs;

use support::{Folder, Ran, command};

const BROKEN: &str = "\
## 📌 Q1: What is rye?

### ✅ Answer

A grain; see [wheat](#wheat).
";

fn broken() -> Folder {
    Folder::with([("QA_1-3.md", BROKEN)])
}

#[test]
fn reports_go_to_several_places_at_once() {
    let folder = broken();
    let ran = folder.qalint(&[
        "check",
        "--quiet",
        "--format",
        "concise",
        "--output-file",
        "sarif=out.sarif",
        "--output-file",
        "html=report.html",
    ]);
    ran.gives(
        1,
        "QA_1-3.md:5:22: error[link/broken-anchor] there is no place `#wheat` in this file\n",
    );
    assert!(folder.text("out.sarif").contains("\"link/broken-anchor\""));
    assert!(folder.text("report.html").starts_with("<!DOCTYPE html>"));

    let ran = folder.qalint(&["check", "--format", "json", "--output", "out.json"]);
    ran.gives(1, "");
    assert!(folder.text("out.json").starts_with("{\"version\":1,"));
}

#[test]
fn a_report_that_cannot_be_written_is_told() {
    let folder = broken();
    for (value, told) in [
        ("sarif=no/such/folder.sarif", "`no/such/folder.sarif`"),
        ("sarif", "as in `sarif=out.sarif`"),
        ("sarif=", "as in `sarif=out.sarif`"),
        ("xml=out.xml", "no output format is called `xml`"),
    ] {
        let ran = folder.qalint(&["check", "--quiet", "--output-file", value]);
        assert_eq!(ran.code, 2, "{value}");
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}

#[test]
fn github_actions_gets_annotations_and_a_summary() {
    let folder = broken();
    folder.write(".git/HEAD", "");
    fs::create_dir(folder.join("sub")).unwrap();
    let run = |arguments: &[&str]| {
        Ran::of(
            command(&folder.join("sub"))
                .args(["check", "../QA_1-3.md", "--color", "never"])
                .args(arguments)
                .env("GITHUB_ACTIONS", "true")
                .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
                .env("GITHUB_SERVER_URL", "https://github.com")
                .env("GITHUB_REPOSITORY", "o/r")
                .env("GITHUB_SHA", "abc"),
        )
    };
    folder.write("summary.md", "# Before\n");
    let ran = run(&[]);
    assert_eq!(ran.code, 1);
    // Nothing that files say is taken for a command while people are told.
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let word = lines[0].strip_prefix("::stop-commands::").unwrap();
    assert!(word.len() > 30);
    let end = lines
        .iter()
        .position(|line| *line == format!("::{word}::"))
        .unwrap();
    assert!(
        lines[1..end]
            .iter()
            .any(|line| line.contains("error[link/broken-anchor]"))
    );
    assert_eq!(lines[end + 1..].len(), 1);
    assert!(lines[end + 1].starts_with("::error file=QA_1-3.md,line=5,endLine=5,col=22,"));
    let summary = folder.text("summary.md");
    assert!(
        summary.starts_with("# Before\n### ❌ qalint: 1 error\n"),
        "{summary}"
    );
    assert!(summary.contains("[5](https://github.com/o/r/blob/abc/QA_1-3.md?plain=1#L5)"));

    let ran = run(&["--format", "concise", "--quiet"]);
    ran.gives(
        1,
        "../QA_1-3.md:5:22: error[link/broken-anchor] there is no place `#wheat` in this file\n",
    );
    assert_eq!(folder.text("summary.md"), summary);
}

#[test]
fn suppressions_reach_rules_of_the_collection_and_fixes() {
    let entry = |number: u32, above: &str| {
        format!(
            "{above}\n\n## 📌 Q{number}: What is grain {number}?\n\n### ✅ Answer\n\nA grain.\n\n"
        )
    };
    let text = |above: &str| format!("{}{}", entry(1, ""), entry(3, above));
    let gap = "<!-- qalint-disable-next-line numbering/gap: 2 is being written -->";
    let folder = Folder::with([
        ("QA_1-3.md", text(gap)),
        (
            "other.md",
            "See [Q1](QA_1-3.md#q1). <!-- qalint-disable-line link -->\n".to_owned(),
        ),
        (
            "garbled.md",
            "<!-- qalint-disable encoding -->\n\nThe cafÃ© â€” it is open.\n\n\
             <!-- qalint-enable -->\n\nThe cafÃ© â€” it is open.\n"
                .to_owned(),
        ),
    ]);
    let ran = folder.qalint(&["check", "--quiet", "--format", "concise"]);
    assert!(ran.stdout.starts_with("garbled.md:7:"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("garbled.md:3:"), "{}", ran.stdout);
    folder.qalint(&["check", "--quiet", "--fix"]);
    let fixed = folder.text("garbled.md");
    assert!(
        fixed.contains("\n\nThe cafÃ© â€” it is open.\n\n<!--"),
        "{fixed}"
    );
    assert!(
        fixed.ends_with("-->\n\nThe café — it is open.\n"),
        "{fixed}"
    );
    folder
        .qalint(&["check", "--quiet", "--format", "concise"])
        .gives(0, "");

    folder.write(
        "QA_1-3.md",
        text("<!-- qalint-disable-line numbering/gap -->"),
    );
    let ran = folder.qalint(&["check", "--quiet", "--format", "concise"]);
    assert!(
        ran.stdout.contains("warning[numbering/gap]"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("warning[suppression/unused] `numbering/gap`"),
        "{}",
        ran.stdout
    );
}

#[test]
fn what_cannot_be_judged_is_not_called_unused() {
    let text = "<!-- qalint-disable-file link/broken-file, numbering -->\n\nNothing is wrong.\n";
    let folder = Folder::with([("a.md", text), ("b.md", "# B\n")]);
    let check = |arguments: &[&str]| {
        let mut all = vec!["check", "--quiet", "--format", "concise"];
        all.extend(arguments);
        folder.qalint(&all)
    };
    // Alone, the file does not say what the collection says.
    check(&["a.md"]).gives(0, "");
    assert_eq!(check(&["--select", "encoding"]).stdout, "");
    assert_eq!(check(&[]).stdout.lines().count(), 2);
    let narrow = check(&["--select", "encoding,suppression"]);
    assert_eq!(narrow.stdout.lines().count(), 2, "{}", narrow.stdout);
}
