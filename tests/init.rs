//! `qalint init`, from the command line. Without a terminal it asks nothing.

mod support;

use std::fs;

use support::{Folder, Ran};

fn question(n: u32, title: &str) -> String {
    format!("## 📌 Q{n}: {title}\n\n### ✅ Answer\n\nIt depends.\n\n")
}

/// Three files with six questions and an index.
fn collection() -> Folder {
    let folder = Folder::new();
    let mut index = String::from("# Bread\n\n");
    for file in 0..3 {
        let (first, second) = (2 * file + 1, 2 * file + 2);
        let name = format!("QA_{first}-{second}.md");
        let text =
            question(first, "What is a preferment?") + &question(second, "What is a soaker?");
        folder.write(&name, text);
        index.push_str(&format!("- [Questions {first} and {second}]({name})\n"));
    }
    folder.write("README.md", index);
    folder
}

const SENTENCE: &str = "6 questions in 3 files, written as `## 📌 Qn: title` with a `### ✅ Answer` heading, \
                        numbered over the collection, indexed in `README.md`";

#[test]
fn it_says_what_it_sees_and_writes_it_down() {
    let folder = collection();
    let ran = folder.qalint(&["init"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran:#?}");
    assert!(ran.stdout.starts_with(SENTENCE), "{ran:#?}");
    assert!(
        ran.stdout
            .ends_with("wrote the configuration, `qalint.toml`\n"),
        "{ran:#?}"
    );
    let configuration = folder.text("qalint.toml");
    assert!(
        configuration.contains(&format!("# {SENTENCE}.\n")),
        "{configuration}"
    );
    let shape = "# [[shape]]\n# at = \"heading\"\n# level = 2\n# pattern = '";
    assert!(configuration.contains(shape), "{configuration}");
    assert!(
        configuration.contains("\n# numbering = { scope = \"folder\" }\n"),
        "{configuration}"
    );
    // Nothing else unless it is asked for.
    assert_eq!(folder.files().len(), 5);
}

/// With the configuration, the same is found as without.
#[test]
fn what_it_writes_changes_nothing() {
    let folder = Folder::new();
    for entry in fs::read_dir("content").expect("the sample collection") {
        let path = entry.expect("a file").path();
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        folder.write(&name, fs::read(&path).expect("a file"));
    }
    folder.write("QA_40.md", question(41, "What is left?"));
    let listed = |folder: &Folder| {
        let check = folder.qalint(&["check", "--format", "jsonl"]);
        let questions = folder.qalint(&["questions", "--format", "jsonl"]);
        (check.code, check.stdout, questions.stdout)
    };
    let before = listed(&folder);
    assert_eq!(before.0, 1, "{before:#?}");
    let ran = folder.qalint(&["init", "--yes"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert_eq!(before, listed(&folder));
    let configuration = folder.text("qalint.toml");
    assert!(
        configuration.contains("# \"numbering/gap\" = \"info\""),
        "{configuration}"
    );
}

/// Every line that is a comment in it is meant to be used: without the `# ` it is sound.
#[test]
fn what_it_offers_is_sound() {
    let folder = collection();
    folder.write("QA_8.md", question(8, "What is left?"));
    folder.qalint(&["init"]);
    let text = folder.text("qalint.toml");
    let used: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") || rest.starts_with('[') => format!("{rest}\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(used.contains("\n\"numbering/gap\" = \"info\""), "{used}");
    folder.write("qalint.toml", used);
    let ran = folder.qalint(&["check"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran:#?}");
}

/// Two ways to write questions are two shapes, each with its files, which say what was inferred.
#[test]
fn what_was_inferred_can_be_used() {
    let folder = Folder::new();
    for file in 0..4 {
        let text: String = (1..=6)
            .map(|n| question(6 * file + n, &format!("Which {}?", n * 7 + file)))
            .collect();
        folder.write(&format!("hub/QA_{file}.md"), text);
        let text: String = (1..=6)
            .map(|n| format!("{n}. ### What's {}?\n\n    Number {n}.\n\n", n * 5 + file))
            .collect();
        folder.write(&format!("items/[{file}].md"), text);
    }
    let before = folder.qalint(&["questions", "--format", "jsonl"]).stdout;
    assert_eq!(before.lines().count(), 48, "{before}");
    folder.qalint(&["init"]);
    let text = folder.text("qalint.toml");
    let used: String = text
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.contains(" = ") && !rest.contains("archive") => format!("{rest}\n"),
            Some("[[shape]]") => "[[shape]]\n".to_owned(),
            _ => format!("{line}\n"),
        })
        .collect();
    let used = used.replace("rules = { all", "# rules = { all");
    assert_eq!(used.matches("\n[[shape]]\n").count(), 2, "{used}");
    folder.write("qalint.toml", &used);
    let after = folder.qalint(&["questions", "--format", "jsonl"]);
    assert_eq!(
        (after.code, &*after.stderr, &after.stdout),
        (0, "", &before),
        "{used}"
    );
}

#[test]
fn hooks_and_workflow_are_written_where_they_work() {
    let folder = collection();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write("the content/QA_1.md", question(1, "Why?"));
    let ran = folder.qalint(&["init", "the content", "--pre-commit", "--github"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let hooks = folder.text(".pre-commit-config.yaml");
    let version = env!("CARGO_PKG_VERSION");
    assert!(hooks.contains(&format!("[qalint=={version}]")), "{hooks}");
    let workflow = folder.text(".github/workflows/qalint.yml");
    assert!(workflow.contains("FOLDER: \"the content\"\n"), "{workflow}");
    assert!(folder.join("the content/qalint.toml").exists());
}

#[test]
fn the_name_of_a_folder_is_no_command() {
    let folder = Folder::new();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write("a ${{ x }}\" $(y)/QA_1.md", question(1, "Why?"));
    let ran = folder.qalint(&["init", "a ${{ x }}\" $(y)", "--github"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    let workflow = folder.text(".github/workflows/qalint.yml");
    assert!(
        workflow.contains("FOLDER: \"a $\\u007b{ x }}\\\" $(y)\"\n"),
        "{workflow}"
    );
}

#[test]
fn nothing_is_replaced_unasked() {
    for arguments in [&["init"][..], &["init", "--yes"]] {
        let folder = collection();
        folder.write("qalint.toml", "preset = \"hub\"\n");
        let ran = folder.qalint(arguments);
        assert_eq!(ran.code, 2, "{ran:#?}");
        assert!(
            ran.stderr
                .contains("`qalint.toml` is there already, and stays as it is"),
            "{ran:#?}"
        );
        assert_eq!(folder.text("qalint.toml"), "preset = \"hub\"\n");
    }
}

#[test]
fn a_folder_without_questions() {
    let folder = Folder::with([("notes.md", "# Notes\n\nNothing to ask.\n")]);
    let ran = folder.qalint(&["init"]);
    assert_eq!(ran.code, 0, "{ran:#?}");
    assert!(
        ran.stdout
            .starts_with("no questions recognised in 1 Markdown file\n"),
        "{ran:#?}"
    );
    let ran = folder.qalint(&["check"]);
    assert_eq!((ran.code, &*ran.stderr), (0, ""), "{ran:#?}");
    Folder::new()
        .qalint(&["init", "gone"])
        .fails(&["`gone` is no folder"]);
}

/// At a terminal it asks; `script` is one.
#[cfg(target_os = "linux")]
#[test]
fn at_a_terminal_it_asks() {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    let folder = collection();
    let answered = |answers: &str| -> Option<Ran> {
        let command = format!("{} init", env!("CARGO_BIN_EXE_qalint"));
        let mut script = Command::new("script")
            .args(["--quiet", "--return", "--command", &command, "/dev/null"])
            .current_dir(folder.path())
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .ok()?;
        let mut stdin = script.stdin.take().expect("standard input");
        stdin.write_all(answers.as_bytes()).expect("it reads");
        drop(stdin);
        let output = script.wait_with_output().expect("it ends");
        Some(Ran {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    };
    let Some(ran) = answered("n\nn\nn\n") else {
        return;
    };
    assert!(
        ran.stdout
            .contains("Write the configuration, `qalint.toml`? [Y/n]"),
        "{ran:#?}"
    );
    assert_eq!(folder.files().len(), 4, "{ran:#?}");

    // The first by default, the second because it is said, the third not.
    let ran = answered("\ny\n\n").expect("as before");
    let files: Vec<String> = folder.files().into_keys().collect();
    assert!(files.contains(&"qalint.toml".to_owned()), "{ran:#?}");
    assert!(
        files.contains(&".pre-commit-config.yaml".to_owned()),
        "{ran:#?}"
    );
    assert_eq!(files.len(), 6, "{ran:#?}");

    folder.write("qalint.toml", "preset = \"hub\"\n");
    let ran = answered("y\nn\nn\nn\n").expect("as before");
    assert!(ran.stdout.contains("Replace it? [y/N]"), "{ran:#?}");
    assert_eq!(folder.text("qalint.toml"), "preset = \"hub\"\n");
    answered("y\ny\nn\nn\n");
    assert_ne!(folder.text("qalint.toml"), "preset = \"hub\"\n");
}
