//! The commands that tell of qalint itself, from the command line.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};

use qalint::rules::RULES;
use support::{Folder, Ran};

fn qalint(arguments: &[&str]) -> Ran {
    Folder::new().qalint(arguments)
}

/// Standard output of a run that ends well and says nothing else.
#[track_caller]
fn shown(arguments: &[&str]) -> String {
    let ran = qalint(arguments);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran:#?}");
    ran.stdout
}

#[test]
fn rules_are_listed() {
    let table = shown(&["rules"]);
    assert_eq!(table.lines().count(), RULES.len());
    assert_eq!(table, shown(&["explain"]));
    let mojibake = table.lines().find(|line| line.contains("/mojibake "));
    let words: Vec<&str> = mojibake.unwrap_or_default().split_whitespace().collect();
    assert_eq!(
        words[..4],
        ["encoding/mojibake", "error", "fix", "text"],
        "{table}"
    );
    let numbering = shown(&["rules", "numbering"]);
    assert!(
        numbering.lines().all(|line| line.starts_with("numbering/")),
        "{numbering}"
    );
    qalint(&["rules", "numbring"]).fails(&["did you mean `numbering`?"]);
}

#[test]
fn rules_are_listed_for_programs() {
    let list: serde_json::Value =
        serde_json::from_str(&shown(&["rules", "--format", "json"])).expect("JSON");
    let names: Vec<_> = RULES.iter().map(|entry| entry.name).collect();
    let listed: Vec<_> = list
        .as_array()
        .expect("a list")
        .iter()
        .map(|rule| &rule["name"])
        .collect();
    assert_eq!(listed, names);
    let gap = list
        .as_array()
        .expect("a list")
        .iter()
        .find(|rule| rule["name"] == "numbering/gap");
    let gap = gap.expect("the rule");
    assert_eq!(gap["severity"], "warning");
    assert_eq!(gap["fixes"], serde_json::json!([]));
    assert_eq!(gap["options"]["allow"]["type"], "array");
}

#[test]
fn a_page_is_laid_out_only_for_people() {
    let plain = shown(&["explain", "numbering/order"]);
    assert!(plain.starts_with("# numbering/order\n"), "{plain}");
    let laid_out = shown(&["explain", "numbering/order", "--color", "always"]);
    assert!(
        laid_out.starts_with("\u{1b}[1mnumbering/order\u{1b}[0m\n═════"),
        "{laid_out}"
    );
    assert!(!laid_out.contains("```"), "{laid_out}");
}

#[test]
fn every_page_can_be_laid_out() {
    for entry in RULES {
        let page = shown(&["explain", entry.name, "--color", "always"]);
        for (index, line) in page.lines().enumerate() {
            let is_code = line.contains('│');
            assert!(
                is_code || textwrap::core::display_width(line) <= 96 || line.contains("──"),
                "{}:{}: {line}",
                entry.name,
                index + 1
            );
        }
    }
}

#[test]
fn the_schema_is_that_in_the_documentation() {
    let printed: serde_json::Value = serde_json::from_str(&shown(&["schema"])).expect("JSON");
    let documented = fs::read_to_string("docs/schema/config.json").expect("the schema");
    let documented: serde_json::Value = serde_json::from_str(&documented).expect("JSON");
    assert_eq!(printed, documented);
}

fn configured() -> Folder {
    Folder::with([
        (
            "qalint.toml",
            "preset = \"hub\"\n\n[rules]\n\"numbering/gap\" = { allow = [13] }\n\n\
             [[overrides]]\nfiles = [\"archive/\"]\nrules = { link = \"info\" }\n",
        ),
        ("QA_1.md", ""),
        ("archive/QA_2.md", ""),
    ])
}

#[test]
fn settings_are_shown_with_where_they_are_from() {
    let folder = configured();
    let ran = folder.qalint(&["config", "archive/QA_2.md"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    for line in [
        "# `archive/QA_2.md`, configured by `qalint.toml`",
        "preset = \"hub\"  # qalint.toml:1",
        "numbering.scope = \"folder\"                     # preset `hub`",
        "\"link/broken-anchor\" = \"info\"                             # qalint.toml:8, override",
        "\"numbering/gap\" = { severity = \"warning\", allow = [13] }  # severity: default; allow: \
         qalint.toml:4",
        "\"numbering/order\" = \"warning\"                            # default",
    ] {
        // How far apart they stand depends on the other rules.
        let words = |line: &str| {
            line.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert!(
            ran.stdout.lines().any(|shown| words(shown) == words(line)),
            "no {line}\n{}",
            ran.stdout
        );
    }
    let of_folder = folder.qalint(&["config"]).stdout;
    assert!(
        of_folder.contains("\"link/broken-anchor\" = \"error\" "),
        "{of_folder}"
    );
}

/// What is shown is a configuration, and says the same of the file as that which is in force.
#[test]
fn what_is_shown_is_a_configuration() {
    let folder = configured();
    for file in ["QA_1.md", "archive/QA_2.md"] {
        let shown = folder.qalint(&["config", file]).stdout;
        let other = Folder::with([("qalint.toml", shown.as_str()), (file, "")]);
        let of = |folder: &Folder| {
            let record = folder.qalint(&["config", file, "--format", "json"]).json();
            let rules = record["rules"].as_object().expect("rules").clone();
            let values = |rule: &serde_json::Value| {
                let options = rule["options"].as_object().expect("options");
                let options: Vec<_> = options.values().map(|o| o["value"].clone()).collect();
                (rule["severity"]["value"].clone(), options)
            };
            let shape = record["shapes"][0].as_object().expect("a shape");
            let shape: Vec<_> = shape
                .iter()
                .map(|(k, v)| (k.clone(), v["value"].clone()))
                .collect();
            let rules: Vec<_> = rules.iter().map(|(k, v)| (k.clone(), values(v))).collect();
            (rules, shape)
        };
        assert_eq!(of(&folder), of(&other), "{file}");
    }
}

#[test]
fn settings_without_a_configuration() {
    let questions = "## 📌 Q1: Why?\n\n### ✅ Answer\n\nBecause.\n\n\
        ## 📌 Q2: How?\n\n### ✅ Answer\n\nSo.\n";
    let folder = Folder::with([("QA_1-2.md", questions)]);
    let shown = folder.qalint(&["config"]).stdout;
    assert!(
        shown.starts_with("# `.`, without `qalint.toml`\n"),
        "{shown}"
    );
    assert!(
        shown.contains("# written as the preset `hub` says, as it seems\n"),
        "{shown}"
    );
    folder.qalint(&["config", "gone.md"]).fails(&["`gone.md`"]);
}

/// The commands that the help lists.
fn commands() -> BTreeSet<String> {
    let help = shown(&["--help"]);
    let (_, rest) = help.split_once("Commands:\n").expect("the commands");
    rest.lines()
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn completions_name_all_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = shown(&["completions", shell]);
        for command in commands() {
            assert!(script.contains(&command), "{shell}: {command}");
        }
        assert!(script.contains("unsafe-fixes"), "{shell}");
    }
}

#[test]
fn bash_reads_the_completions() {
    let bash = Command::new("bash")
        .args(["-c", "eval \"$(cat)\"; complete -p qalint; \
                      COMP_WORDS=(qalint ex) COMP_CWORD=1; _qalint qalint ex qalint; echo $COMPREPLY"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut bash) = bash else {
        // `.ci/run` says what is left out.
        return;
    };
    let script = shown(&["completions", "bash"]);
    let mut stdin = bash.stdin.take().expect("standard input");
    stdin.write_all(script.as_bytes()).expect("bash reads");
    drop(stdin);
    let output = bash.wait_with_output().expect("bash ends");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("-F _qalint qalint\n"), "{said}");
    assert!(said.ends_with("explain\n"), "{said}");
}

#[test]
fn every_command_has_a_manual_page() {
    let page = shown(&["man"]);
    assert!(
        page.contains(".SH NAME\nqalint \\- Keeps Markdown"),
        "{page}"
    );
    for command in commands() {
        let title = format!(".SH NAME\nqalint\\-{command} \\- ");
        let page = shown(&["man", &command]);
        assert!(page.contains(&title), "{page}");
    }
    qalint(&["man", "chekc"]).fails(&["there is no command `chekc`", "check"]);
}
