//! Proof that the checks of the pages can fail: a small page that is right, broken in every way
//! that there is, and programs that behave wrongly.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::check::{Program, Web, page};
use crate::support::{Folder, Ran};
use crate::{pages, qalint};

const RULE: &str = "structure/accidental-heading";

const PAGE: &str = r#"---
summary: a line of dashes makes a heading of the text above it
severity: warning
fix: unsafe
---

# structure/accidental-heading

## Examples

### Bad

```toml file=qalint.toml
preset = "hub"
```

```markdown bad file=a.md
[no](no.md)
and text
---
```

```text output
a.md:3:1: warning[structure/accidental-heading] `no and text` is a heading because this line follows it directly
```

```markdown fixed unsafe file=a.md
[no](no.md)
and text

---
```

### Good

```markdown good file=a.md
text

---
```

### Good for this rule

```markdown good alone file=a.md
[no](no.md)
```
"#;

fn failures(text: String, program: &Program<'_>) -> String {
    page(RULE, text.leak(), program, Web::Not).join("\n")
}

#[test]
fn the_page_is_right() {
    assert_eq!(failures(PAGE.to_owned(), &qalint), "");
}

/// The page with `from` replaced by `to` fails, and is told why.
#[track_caller]
fn fails(from: &str, to: &str, why: &str) {
    assert!(PAGE.contains(from), "{from:?}");
    let failures = failures(PAGE.replacen(from, to, 1), &qalint);
    assert!(failures.contains(why), "expected {why:?} in:\n{failures}");
}

#[test]
fn output_is_compared() {
    let wrong = "the output is not that of the page";
    fails("a.md:3:1", "a.md:3:2", wrong);
    fails("directly\n", "directly\nand more\n", wrong);
    fails("warning[", "error[", wrong);
    fails("and text\n---\n```", "and text\n\n\n---\n```", wrong);
    fails("preset = ", "perset = ", "exit code 2, expected 1");
    fails(
        "preset = \"hub\"",
        "rules.structure = \"info\"",
        "exit code 0, expected 1",
    );
}

#[test]
fn fixes_are_compared() {
    let wrong = "after `--fix --unsafe-fixes` `a.md` is not as on the page";
    fails("and text\n\n---", "and text\n\n----", wrong);
    fails(
        "fixed unsafe",
        "fixed",
        "after `--fix` `a.md` is not as on the page",
    );
    fails("fixed unsafe", "fixed", "the examples show {Safe}");
    fails(
        "fix: unsafe",
        "fix: none",
        "but the examples offer {Unsafe}",
    );
    fails("fix: unsafe", "fix: safe, unsafe", "the examples show");
    let from = PAGE.find("```markdown fixed").expect("the fixed file");
    let to = PAGE.find("### Good\n").expect("the good example");
    fails(&PAGE[from..to], "", wrong);
    fails(&PAGE[from..to], "", "the examples show {}");
}

#[test]
fn good_examples_are_compared() {
    let good = "```markdown good file=a.md\n";
    fails(
        good,
        "```markdown good file=a.md\ntext\ntext\n---\n",
        "is good, but the rule says:\na.md:3:1",
    );
    fails(
        good,
        "```markdown good file=a.md\n[no](no.md)\n",
        "is not `alone`, but other rules say:\na.md:1:6",
    );
    fails("good file", "good alone file", "no other rule speaks");
    fails("good alone", "good", "is not `alone`");
}

#[test]
fn pages_have_their_form() {
    // The front matter is the compiler's to check.
    fails("# structure/acc", "# acc", "the title is");
    fails(
        "## Examples",
        "## Samples",
        "stands outside of `## Examples`",
    );
    fails("### Bad\n", "", "stands above the first `###` heading");
    fails(
        "### Good for this rule",
        "### Good",
        "two examples are called",
    );
    let options = "## Options\n\n```toml\n[rules]\nlink = \"off\"\n```\n\n## Examples";
    fails("## Examples", options, "the rule has options: false");
    fails("## Examples", options, "is not about it");
    fails(
        "## Examples",
        "## Options\n\nNone.\n\n## Examples",
        "shows no configuration",
    );
    fails(
        "## Examples",
        "## Options\n\n```toml\nrulse = 1\n```\n\n## Examples",
        "the configuration in line 11: unknown key `rulse`",
    );
    let good = PAGE.find("### Good\n").expect("the good example");
    fails(&PAGE[good..], "", "there is no good example");
    let bad = PAGE.find("### Bad\n").expect("the bad example");
    fails(&PAGE[bad..good], "", "there is no bad example");
}

#[test]
fn blocks_have_their_form() {
    fails("bad file=a.md", "bad", "does not go together");
    fails(
        "bad file=a.md",
        "bad fixed file=a.md",
        "does not go together",
    );
    fails("bad file=a.md", "bad file=../a.md", "does not go together");
    fails("bad file=a.md", "bad file=/a.md", "does not go together");
    fails("bad file=a.md", "bad file=\"\"", "does not go together");
    fails(
        "bad file=a.md",
        "bad alone file=a.md",
        "does not go together",
    );
    fails("text output", "text output file=a", "does not go together");
    fails("text output", "text outptu", "`outptu` means nothing");
    fails("text output", "text", "does not say what the block is");
    fails(
        "bad file=a.md\n",
        "bad escaped file=a.md\n\\q",
        "`\\q[no` is no escape",
    );
    fails("bad file=a.md", "file=a.md", "is neither bad nor good");
    fails("fixed unsafe file=a", "fixed file=b", "which is not there");
    fails(
        "fixed unsafe file=a.md",
        "good file=b.md",
        "both bad and good",
    );
    fails(
        "good alone file=a.md",
        "text output",
        "neither bad nor good",
    );
    fails("and text\n\n---", "and text\n---", "as it was before");
    fails(
        "```markdown good",
        "```markdown bad file=a.md\n```\n\n```markdown good",
        "is bad and has no output",
    );
    fails(
        "```markdown good file=a.md",
        "```text output\nx\n```\n\n```markdown good file=a.md",
        "is good and has output",
    );
    fails(
        "```text output",
        "```text output\n```\n\n```text output",
        "is a second output",
    );
    fails(
        "```text output",
        "```markdown file=a.md\n```\n\n```text output",
        "`a.md` is there twice",
    );
    fails(
        "### Good\n",
        "```markdown fixed unsafe file=a.md\n```\n\n### Good\n",
        "`a.md` is fixed twice",
    );
}

/// `program` fails on the page that is right, and is told why.
#[track_caller]
fn program_fails(program: &Program<'_>, why: &str) {
    let failures = failures(PAGE.to_owned(), program);
    assert!(failures.contains(why), "expected {why:?} in:\n{failures}");
}

#[test]
fn a_second_fix_changes_nothing() {
    let runs = AtomicUsize::new(0);
    let restless = |folder: &Folder, arguments: &[&str]| {
        let ran = qalint(folder, arguments);
        if arguments.contains(&"--unsafe-fixes") && runs.fetch_add(1, Ordering::Relaxed) == 1 {
            let mut bytes = folder.read("a.md");
            bytes.push(b'\n');
            folder.write("a.md", bytes);
        }
        ran
    };
    program_fails(
        &restless,
        "after `--fix --unsafe-fixes` a second time `a.md` is not as on the page",
    );
}

#[test]
fn nothing_else_is_written_or_said() {
    let litters = |folder: &Folder, arguments: &[&str]| {
        if arguments.contains(&"--fix") {
            folder.write("b.md", "");
        }
        qalint(folder, arguments)
    };
    program_fails(&litters, "after `--fix` `b.md` is there: true");
    let loses = |folder: &Folder, arguments: &[&str]| {
        let ran = qalint(folder, arguments);
        if arguments.contains(&"--fix") {
            fs::remove_file(folder.join("a.md")).ok();
            folder.write("b.md", "");
        }
        ran
    };
    program_fails(&loses, "after `--fix` `a.md` is there: false");
    let chatters = |folder: &Folder, arguments: &[&str]| Ran {
        stderr: "hello".to_owned(),
        ..qalint(folder, arguments)
    };
    program_fails(&chatters, "exit code 1, expected 1; standard error:\nhello");
    let gives_up = |folder: &Folder, arguments: &[&str]| Ran {
        code: 2,
        ..qalint(folder, arguments)
    };
    program_fails(&gives_up, "`--fix` ends with 2");
    program_fails(&gives_up, "`Good`: exit code 2, expected 0");
}

#[test]
fn a_fix_is_applied_where_it_is_offered() {
    let lazy = |folder: &Folder, arguments: &[&str]| {
        let without: Vec<&str> = arguments
            .iter()
            .copied()
            .filter(|argument| !matches!(*argument, "--fix" | "--unsafe-fixes"))
            .collect();
        qalint(folder, &without)
    };
    program_fails(&lazy, "leaves something that it could fix");
    let silent = |folder: &Folder, arguments: &[&str]| {
        let ran = qalint(folder, arguments);
        match arguments.contains(&"json") {
            true => Ran {
                stdout: String::new(),
                ..ran
            },
            false => ran,
        }
    };
    program_fails(&silent, "no report");
    let selects_all = |folder: &Folder, arguments: &[&str]| {
        let all: Vec<&str> = arguments
            .iter()
            .map(|argument| if *argument == RULE { "all" } else { argument })
            .collect();
        qalint(folder, &all)
    };
    program_fails(&selects_all, "other rules speak");
}

#[test]
fn pages_without_rules_are_found() {
    let folder = Folder::with([("a/b.md", ""), ("a/c.md", ""), ("presets/d.toml", "")]);
    let found: Vec<String> = pages(folder.path()).into_iter().collect();
    assert_eq!(found, ["a/b", "a/c"]);
}
