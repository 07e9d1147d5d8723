//! Every command of the README is run, and what it shows is what comes out.

use std::fs;
use std::path::Path;

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

#[test]
fn every_command_runs() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let commands = commands(&readme);
    assert!(commands.len() >= 10, "{commands:#?}");
    for (command, output) in commands {
        let command = command.split('#').next().unwrap_or_default().trim();
        if command == "cargo test" {
            // Running now.
            continue;
        }
        let arguments = command
            .strip_prefix("qalint ")
            .or_else(|| command.strip_prefix("cargo run --release -- "))
            .unwrap_or_else(|| panic!("`{command}` is not tried"));
        let scratch = scratch();
        let names_files = arguments.contains("content") || arguments.contains("tests/");
        let folder = if names_files {
            Path::new(".")
        } else {
            scratch.path()
        };
        let (code, stdout) = qalint(arguments, folder);
        if output.is_empty() {
            assert!(
                code <= 1 && !stdout.is_empty(),
                "`{command}` ended with {code}:\n{stdout}"
            );
        } else {
            compare(&stdout, &output, command);
        }
    }
}

fn compare(actual: &str, shown: &str, command: &str) {
    if actual != shown {
        let diff = similar::TextDiff::from_lines(shown, actual);
        panic!(
            "the README shows otherwise for `{command}`:\n{}",
            diff.unified_diff()
        );
    }
}

#[test]
fn the_sample_collection_is_clean() {
    let (code, stdout) = qalint("check content", Path::new("."));
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("39 questions: all clean"), "{stdout}");
}

#[test]
fn the_configuration_it_shows_is_sound() {
    let readme = fs::read_to_string("README.md").expect("the README");
    let (_, rest) = readme.split_once("```toml\n").expect("a configuration");
    let (configuration, _) = rest.split_once("```").expect("its end");
    qalint::config::parse(configuration, Path::new("qalint.toml"))
        .unwrap_or_else(|error| panic!("{error:?}"));
}
