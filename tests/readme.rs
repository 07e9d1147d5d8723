//! Every command of the README and of the book is run, and what they show is what comes out.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// The commands of the README and the output shown below each.
fn commands(readme: &str) -> Vec<(String, String)> {
    let mut commands = Vec::new();
    let mut in_console = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            in_console = line == "```console";
        } else if in_console {
            match line.strip_prefix("$ ") {
                Some(command) => commands.push((command.to_owned(), String::new())),
                None => {
                    let (_, output) = commands.last_mut().expect("output before any command");
                    output.push_str(line);
                    output.push('\n');
                }
            }
        }
    }
    commands
}

fn qalint(arguments: &str, folder: &Path) -> (i32, String) {
    let mut command = Command::cargo_bin("qalint").expect("the binary");
    let output = command
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_remove("GITHUB_ACTIONS")
        .output()
        .expect("qalint runs");
    let code = output.status.code().expect("no signal");
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    (code, String::from_utf8(output.stdout).expect("UTF-8"))
}

/// A copy of the README's example that fixes may change.
fn scratch() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let example = fs::read("tests/fixtures/readme/QA_1-3.md").expect("the example");
    fs::write(folder.path().join("QA_1-3.md"), example).expect("a copy");
    folder
}

/// The README and the pages of the book.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths = vec![PathBuf::from("README.md")];
    let mut folders = vec![PathBuf::from("docs/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the book") {
            let path = entry.expect("a page").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let text = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a page");
        (path, text)
    };
    paths.into_iter().map(text).collect()
}

/// The fenced blocks in the language `language`.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    let parts = text.split(&fence).skip(1);
    parts
        .map(|rest| rest.split("```").next().unwrap_or_default())
        .collect()
}

#[test]
fn every_command_runs() {
    for (path, text) in documents() {
        let commands = commands(&text);
        let least = if path == Path::new("README.md") {
            10
        } else {
            0
        };
        assert!(commands.len() >= least, "{commands:#?}");
        // A page of the book is followed from its beginning to its end.
        let mut folder = scratch();
        for (command, output) in commands {
            if path == Path::new("README.md") {
                folder = scratch();
            }
            run(&path, &command, &output, folder.path());
        }
    }
}

fn run(document: &Path, command: &str, output: &str, scratch: &Path) {
    let shown = document.display();
    let command = command.split('#').next().unwrap_or_default().trim();
    if command == "cargo test" {
        // Running now.
        return;
    }
    let arguments = command
        .strip_prefix("qalint ")
        .or_else(|| command.strip_prefix("cargo run --release -- "))
        .unwrap_or_else(|| panic!("{shown}: `{command}` is not tried"));
    let names_files = arguments.contains("content") || arguments.contains("tests/");
    let folder = if names_files { Path::new(".") } else { scratch };
    let (code, stdout) = qalint(arguments, folder);
    if output.is_empty() {
        assert!(
            code <= 1 && !stdout.is_empty(),
            "{shown}: `{command}` ended with {code}:\n{stdout}"
        );
    } else {
        compare(&stdout, output, &format!("{shown}: {command}"));
    }
}

/// Commands of the book that would change the machine or need what is not there, and what tries them instead.
const TRIED_OTHERWISE: [(&str, &str); 4] = [
    ("qalint check --changed=origin/main", "tests/workflow.rs"),
    ("cargo install --locked --path .", "tests/pre_commit.sh"),
    (
        "qalint completions bash > ~/.local/share/bash-completion/completions/qalint",
        "tests/commands.rs",
    ),
    (
        "qalint completions fish > ~/.config/fish/completions/qalint.fish",
        "tests/commands.rs",
    ),
];

#[test]
fn commands_that_are_not_run_are_tried_otherwise() {
    for (path, text) in documents() {
        for command in blocks(&text, "sh").iter().flat_map(|block| block.lines()) {
            let tried = TRIED_OTHERWISE.iter().any(|(known, _)| *known == command);
            assert!(tried, "{}: `{command}` is not tried", path.display());
        }
    }
    for (_, by) in TRIED_OTHERWISE {
        assert!(Path::new(by).exists(), "{by}");
    }
}

/// What the book says of the hooks and the action is what they are called.
#[test]
fn hooks_and_inputs_are_called_so() {
    let hooks = fs::read_to_string(".pre-commit-hooks.yaml").expect("the hooks");
    let page = fs::read_to_string("docs/src/guide/pre-commit.md").expect("the page");
    let ids = |text: &str| -> Vec<String> {
        let ids = text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("- id: "));
        ids.map(str::to_owned).collect()
    };
    for id in ids(&page) {
        assert!(ids(&hooks).contains(&id), "{id}");
    }
    for id in ids(&hooks) {
        assert!(page.contains(&format!("| `{id}` |")), "{id}");
    }
}

fn compare(actual: &str, shown: &str, command: &str) {
    if actual != shown {
        let diff = similar::TextDiff::from_lines(shown, actual);
        panic!("shown otherwise for `{command}`:\n{}", diff.unified_diff());
    }
}

#[test]
fn the_sample_collection_is_clean() {
    let (code, stdout) = qalint("check content", Path::new("."));
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("39 questions: all clean"), "{stdout}");
}

#[test]
fn the_configurations_they_show_are_sound() {
    let mut any = false;
    for (path, text) in documents() {
        for configuration in blocks(&text, "toml") {
            any = true;
            qalint::config::parse(configuration, Path::new("qalint.toml"))
                .unwrap_or_else(|error| panic!("{}: {error:?}", path.display()));
        }
    }
    assert!(any);
}

/// The book is a collection of pages without questions, and its links lead somewhere.
#[test]
fn the_book_is_clean() {
    let (code, stdout) = qalint("check docs", Path::new("."));
    assert_eq!(code, 0, "{stdout}");
}
