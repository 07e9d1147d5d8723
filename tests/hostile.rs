//! Text that a stranger has sent, in everything that can be sent, and every command that shows some
//! of it: nothing reaches a terminal that would obey it.

#![cfg(unix)]

#[path = "../fuzz/reports.rs"]
#[allow(dead_code, reason = "only what a terminal obeys is asked for here")]
mod reports;
#[path = "support/mod.rs"]
mod support;

use support::Folder;

/// Escape sequences of seven and of eight bits, the title of the window, a link, the direction of
/// text, a workflow command.
const HOSTILE: &str =
    "\x1b[31m\x1b]0;owned\x07\x1b]8;;https://evil.example\x1b\\\u{9b}2J\u{9d}x\u{9c}\u{202e}\u{7f}";

fn hostile() -> Folder {
    let folder = Folder::new();
    let text = format!(
        "# A{HOSTILE}\n\n\
         ## Q1: What is {HOSTILE} rye?\n\n### Answer\n\nA cafÃ© {HOSTILE} [x](no{HOSTILE}.md).\n\n\
         ## Q1: What is {HOSTILE} rye?\n\n### Answer {HOSTILE}\n\n\
         ::error::{HOSTILE}\n\n<!-- qalint-disable-next-line {HOSTILE}/x: y -->\n\nEnd.\n"
    );
    let index = format!("- [Q1: What {HOSTILE}](a{HOSTILE}.md#q1)\n- [Q2](b{HOSTILE}.md)\n");
    folder.write(&format!("a{HOSTILE}.md"), &text);
    folder.write(&format!("sub{HOSTILE}/b.md"), &text);
    folder.write("README.md", index);
    folder.write(
        "qalint.toml",
        "[[custom]]\nid = \"rye\"\npattern = \"rye\"\n\
         message = \"a \\u001b[31m\\u009b2J\\u202e {0}\"\n",
    );
    folder
}

#[track_caller]
fn is_harmless(folder: &Folder, arguments: &[&str]) -> String {
    let ran = folder.qalint(arguments);
    for said in [&ran.stdout, &ran.stderr] {
        // The colours are qalint's own.
        let said = own_colours_off(said);
        assert!(
            !said.contains(reports::is_obeyed),
            "{arguments:?}: {said:?}"
        );
    }
    ran.stdout + &ran.stderr
}

/// What is left of `said` without sequences that only choose a colour. Those of [`HOSTILE`] come
/// along with others, which stay.
fn own_colours_off(said: &str) -> String {
    let mut parts = said.split("\x1b[");
    let mut rest = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        match digits.strip_prefix('m') {
            Some(text) => rest.push_str(text),
            None => rest.extend(["\x1b[", part]),
        }
    }
    rest
}

#[test]
fn no_command_passes_on_what_steers_a_terminal() {
    let folder = hostile();
    let a = format!("a{HOSTILE}.md");
    for format in [
        "pretty",
        "narrated",
        "concise",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
        "rdjson",
        "markdown",
        "html",
    ] {
        let said = is_harmless(&folder, &["check", "--format", format]);
        assert!(said.contains("mojibake"), "{format}: {said}");
    }
    for arguments in [
        &["check", "--statistics"][..],
        &["check", "--statistics", "--format", "json"],
        &["check", "--verbose", &a],
        &["check", "--unsafe-fixes", "--diff", "--color", "always"],
        &["check", &format!("no{HOSTILE}.md")],
        &["check", "--config", &a],
        &["check", "--output-file", &format!("json=no{HOSTILE}/x")],
        &["questions"],
        &["questions", "--format", "json"],
        &["questions", "--format", "jsonl"],
        &["config", &a],
        &["config", "--format", "json", &a],
        &["rules"],
        &["rules", "--format", "json"],
        &["baseline", "--output", "base.json"],
        &["index", "--check"],
        &["index", "--diff", "--color", "always"],
        &["renumber", "--diff", "--color", "always"],
        &["renumber", "--file", &a, "--diff", "--color", "always"],
        &["init", "--yes"],
        &["repair", "--explain", "--in-place", &a],
    ] {
        is_harmless(&folder, arguments);
    }
    let baseline = folder.text("base.json");
    assert!(!baseline.contains(reports::is_obeyed), "{baseline:?}");
}

/// A configuration that is wrong in a hostile way is told of in a harmless one.
#[test]
fn mistakes_in_a_configuration_are_told_without_obeying() {
    let folder = hostile();
    for text in [
        format!("# {HOSTILE}\n\"{HOSTILE}\" = 1\n"),
        "[rules]\n\"\\u001b[31m\\u009b2J\\u202e\" = \"error\"\n".to_owned(),
        "preset = \"\\u001b]0;x\\u0007\\u202e\"\n".to_owned(),
        "[[custom]]\nid = \"a\\u009b\"\npattern = \"(\\u001b\"\nmessage = \"\"\n".to_owned(),
        "include = [\"[\\u001b\\u202e\"]\n".to_owned(),
    ] {
        folder.write("qalint.toml", &text);
        let said = is_harmless(&folder, &["check"]);
        assert!(said.contains("qalint.toml"), "{said}");
    }
}
