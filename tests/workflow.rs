//! qalint in the workflows of others: reports to several places, GitHub Actions, suppressions,
//! baselines, changes in git.
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
    let text =
        "<!-- qalint-disable-file link/broken-file, numbering/gap -->\n\nNothing is wrong.\n";
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

/// The findings of a run in the concise format, without the rules' words for them.
fn places(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "--quiet", "--format", "concise"];
    all.extend(arguments);
    let ran = folder.qalint(&all);
    assert!(ran.code <= 1 && ran.stderr.is_empty(), "{ran:#?}");
    ran.stdout
        .lines()
        .map(|line| {
            let (place, rest) = line.split_once(": ").unwrap();
            let (_, rule) = rest.split_once('[').unwrap();
            let (file, line) = place.split_once(':').unwrap();
            let line = line.split(':').next().unwrap();
            format!("{file}:{line} {}", rule.split(']').next().unwrap())
        })
        .collect()
}

#[test]
fn a_baseline_holds_what_is_old() {
    let old = "See [rye](rye.md).\n\nSee [wheat](wheat.md).\n\nSee [wheat](wheat.md).\n";
    let folder = Folder::with([("faq.md", old), ("oats.md", "See [oats](#oats).\n")]);
    folder.qalint(&["baseline"]).gives(
        0,
        "`.qalint-baseline.json`: wrote down 4 findings in 2 files\n",
    );
    let written = folder.text(".qalint-baseline.json");
    assert_eq!(written.lines().count(), 12, "{written}");
    assert_eq!(places(&folder, &[]), [""; 0]);
    assert_eq!(places(&folder, &["--no-baseline"]).len(), 4);
    let ran = folder.qalint(&["check", "--color", "never"]);
    assert!(
        ran.stdout.contains("all clean; 4 more in the baseline"),
        "{}",
        ran.stdout
    );

    // Lines move, one more of what was there twice comes, one is mended.
    let new = format!(
        "# FAQ\n\nSee [wheat](wheat.md).\n\n{}",
        &old["See [rye](rye.md).".len()..]
    );
    folder.write("faq.md", new);
    assert_eq!(places(&folder, &[]), ["faq.md:9 link/broken-file"]);
    let ran = folder.qalint(&["check", "--format", "json"]);
    let summary = &ran.json()["summary"];
    assert_eq!(
        (&summary["known"], &summary["stale"]),
        (&3.into(), &1.into())
    );

    // Of what is not looked at nothing is taken out.
    fs::write(folder.join("oats.md"), "See [oats](oats.md).\n").unwrap();
    folder.write("qalint.toml", "");
    folder.qalint(&["baseline", "--update", "faq.md"]).gives(
        0,
        "`.qalint-baseline.json`: took out 1 that no longer occurs; left: 3 findings in 2 files\n",
    );
    folder
        .qalint(&["baseline", "--update", "--ignore", "link"])
        .gives(
            0,
            "`.qalint-baseline.json`: everything in it still occurs: 3 findings in 2 files\n",
        );
    fs::remove_file(folder.join("oats.md")).unwrap();
    folder.qalint(&["baseline", "--update"]).gives(
        0,
        "`.qalint-baseline.json`: took out 1 that no longer occurs; left: 2 findings in 1 file\n",
    );
    // It takes nothing in, and writing it down anew does.
    assert_eq!(places(&folder, &[]), ["faq.md:9 link/broken-file"]);
    folder.qalint(&["baseline", "--output", "other.json"]);
    assert_eq!(places(&folder, &["--baseline", "other.json"]), [""; 0]);
}

#[test]
fn fixes_leave_alone_what_the_baseline_holds() {
    let folder = Folder::with([("a.md", "The cafÃ© â€” it is open.\n")]);
    folder.qalint(&["baseline"]);
    folder.write(
        "a.md",
        "The cafÃ© â€” it is open.\n\nThe crÃ¨me â€” it is good.\n",
    );
    folder.qalint(&["check", "--fix", "--quiet"]).gives(0, "");
    assert_eq!(
        folder.text("a.md"),
        "The cafÃ© â€” it is open.\n\nThe crème — it is good.\n"
    );
}

#[test]
fn a_baseline_does_not_hold_what_cannot_be_read() {
    let folder = Folder::with([("a.md", &b"\x00\xff\x00\x01"[..]), ("b.md", b"[x](x.md)\n")]);
    folder.qalint(&["baseline"]).gives(
        0,
        "`.qalint-baseline.json`: wrote down 1 finding in 1 file\n",
    );
    assert_eq!(places(&folder, &[]), ["a.md:1 file/unreadable"]);
}

#[test]
fn a_baseline_that_is_none_is_told() {
    let folder = broken();
    folder
        .qalint(&["baseline", "--update"])
        .fails(&["`.qalint-baseline.json` does not exist"]);
    folder
        .qalint(&["check", "--baseline", "no.json"])
        .fails(&["`no.json` does not exist", "`qalint baseline` writes it"]);
    for text in ["{", "[]", "{\"version\":2,\"files\":{}}"] {
        folder.write(".qalint-baseline.json", text);
        folder
            .qalint(&["check"])
            .fails(&["is not a baseline that this qalint knows"]);
    }
}

fn git(folder: &Folder, arguments: &[&str]) {
    let output = std::process::Command::new("git")
        .current_dir(folder.path())
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A repository with one commit.
fn repository(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::with(files.iter().copied());
    git(&folder, &["init", "-q"]);
    commit(&folder);
    folder
}

fn commit(folder: &Folder) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "x"]);
}

#[test]
fn only_changed_lines_are_reported_and_what_they_break() {
    let folder = repository(&[
        ("a.md", "# A\n\n[old](old.md)\n\n## Rye\n"),
        (
            "b.md",
            "[rye](a.md#rye)\n\n[gone](a.md#gone)\n\n[c](c.md)\n",
        ),
        ("c.md", "# C\n"),
    ]);
    assert_eq!(places(&folder, &["--changed"]), [""; 0]);
    folder.write(
        "a.md",
        "# A\n\n[old](old.md)\n\n[new](new.md)\n\n## Barley\n",
    );
    folder.write("d e.md", "[x](x.md)\n");
    fs::remove_file(folder.join("c.md")).unwrap();
    let expected = [
        "a.md:5 link/broken-file",
        "b.md:1 link/broken-anchor",
        "b.md:5 link/broken-file",
        "d e.md:1 link/broken-file",
    ];
    assert_eq!(places(&folder, &["--changed"]), expected);
    assert_eq!(places(&folder, &["--changed=HEAD"]), expected);
    git(&folder, &["checkout", "-q", "-b", "topic"]);
    commit(&folder);
    assert_eq!(places(&folder, &["--changed=main"]), expected);
    assert_eq!(places(&folder, &["--changed"]), [""; 0]);
    assert_eq!(places(&folder, &[]).len(), 6);
    // From below as well, and with the default branch of origin for a base.
    git(&folder, &["update-ref", "refs/remotes/origin/main", "main"]);
    assert_eq!(places(&folder, &["--changed"]), expected);
}

#[cfg(unix)]
#[test]
fn odd_names_are_understood() {
    let name = "q\"\t\n\u{e9}\\ b.md";
    let folder = repository(&[(name, "[old](old.md)\n"), ("b.md", "# B\n")]);
    folder.write(name, "[old](old.md)\n\n[new](new.md)\n");
    let ran = folder.qalint(&["check", "--changed", "--quiet", "--format", "json"]);
    let found = ran.json()["diagnostics"].as_array().unwrap().clone();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0]["start"]["line"], 3);
}

#[test]
fn fixes_keep_to_changed_lines() {
    let garbled = "The cafÃ© â€” it is open.\n";
    let folder = repository(&[("a.md", garbled)]);
    folder.write(
        "a.md",
        format!("{garbled}\n{}\n{}", garbled.replace("open", "shut"), "# \n"),
    );
    folder.qalint(&["check", "--changed", "--fix", "--quiet"]);
    assert_eq!(
        folder.text("a.md"),
        format!("{garbled}\nThe café — it is shut.\n\n# \n")
    );
}

#[test]
fn revisions_that_are_none_are_told() {
    let folder = repository(&[("a.md", "# A\n")]);
    folder
        .qalint(&["check", "--changed=nowhere"])
        .fails(&["git could not find the revision `nowhere`"]);
    folder
        .qalint(&["check", "--changed=--output=x"])
        .fails(&["git could not find the revision `--output=x`"]);
    assert!(!folder.join("x").exists());
    broken()
        .qalint(&["check", "--changed"])
        .fails(&["`QA_1-3.md` is in no git repository"]);
}

#[test]
fn given_files_are_read_with_the_collection_around_them() {
    let question = |number: u32| {
        format!("## 📌 Q{number}: What is grain {number}?\n\n### ✅ Answer\n\nIt is {number}.\n")
    };
    let (one, two, three) = (question(1), question(2), question(3));
    let folder = repository(&[
        ("QA_1.md", &one),
        ("QA_2.md", &two),
        ("QA_3.md", &three),
        (
            "README.md",
            "[1](QA_1.md#-q1-what-is-grain-1) [x](x.md) [3](QA_3.md)\n",
        ),
    ]);
    // Alone it would lack its neighbours.
    assert_eq!(places(&folder, &["QA_2.md"]), [""; 0]);
    // A change breaks a link in a file that was not given; what was broken before is not told.
    folder.write("QA_1.md", one.replace("grain 1?", "rye?"));
    assert_eq!(
        places(&folder, &["QA_1.md"]),
        ["README.md:1 link/broken-anchor"]
    );
    // The change of another file is none of its business.
    assert_eq!(places(&folder, &["QA_2.md"]), [""; 0]);
    // A new file takes the number of an old one.
    folder.write("QA_0.md", question(3).replace("grain", "corn"));
    let found = places(&folder, &["QA_0.md"]);
    assert!(
        found
            .iter()
            .any(|place| place.ends_with("numbering/duplicate")),
        "{found:?}"
    );
    fs::remove_file(folder.join("QA_0.md")).unwrap();
    // A file that is gone cannot be given.
    git(&folder, &["checkout", "-q", "QA_1.md"]);
    git(&folder, &["mv", "QA_3.md", "QA_4.md"]);
    let found = places(&folder, &["QA_4.md"]);
    assert!(
        found.contains(&"README.md:1 link/broken-file".to_owned()),
        "{found:?}"
    );
    commit(&folder);
    assert_eq!(places(&folder, &["QA_4.md"]), [""; 0]);
    // pre-commit tells what it compares with.
    let ran = Ran::of(
        command(folder.path())
            .args(["check", "--quiet", "--format", "concise", "QA_4.md"])
            .env("PRE_COMMIT_FROM_REF", "HEAD~1"),
    );
    assert!(ran.stdout.starts_with("README.md:1:"), "{ran:#?}");
}

#[test]
fn a_folder_of_a_configured_collection_is_not_the_collection() {
    let question =
        |number: u32| format!("## Q{number}: What is grain {number}?\n\nIt is {number}.\n");
    let config = "[[shape]]\nat = \"heading\"\npattern = '^Q(?<number>[0-9]+):'\n\n\
                  [shape.numbering]\nscope = \"collection\"\n";
    let folder = Folder::with([
        ("qalint.toml", config.to_owned()),
        ("one/QA_1-2.md", format!("{}\n{}", question(1), question(2))),
        ("two/QA_3.md", question(3)),
        ("one/QA_4.md", question(4)),
    ]);
    assert_eq!(places(&folder, &["one"]), [""; 0]);
    assert_eq!(places(&folder, &["one/QA_4.md"]), [""; 0]);
    fs::remove_file(folder.join("two/QA_3.md")).unwrap();
    assert_eq!(places(&folder, &["one"]), ["one/QA_4.md:1 numbering/gap"]);
}

#[test]
fn statistics_count_by_rule_and_by_file() {
    let folder = Folder::with([
        ("a.md", "[x](x.md) [y](#y) [z](z.md)\n"),
        ("b.md", "[x](x.md)\n"),
    ]);
    folder.qalint(&["check", "--statistics", "--quiet"]).gives(
        1,
        "\
rule                severity  findings  files  fix  unsafe fix
link/broken-file    error            3      2
link/broken-anchor  error            1      1

file  findings  errors  warnings  infos
a.md         3       3
b.md         1       1

",
    );
    let ran = folder.qalint(&["check", "--statistics", "--format", "json"]);
    assert_eq!(ran.json()["rules"][0]["findings"], 3);
    assert_eq!(ran.json()["files"][1]["path"], "b.md");
    let ran = folder.qalint(&["check", "--statistics", "--format", "sarif"]);
    ran.fails(&["no statistics in the format `sarif`"]);
}
