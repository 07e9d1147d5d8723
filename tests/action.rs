//! The scripts of the GitHub Action, with the environment that GitHub sets. They need Python, and
//! where it is not here they are left out; `.ci/run` says so.

#[path = "support/github.rs"]
mod github;
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use github::GitHub;
use support::Folder;

/// A step of a job.
struct Step {
    script: &'static str,
    folder: PathBuf,
    /// What GitHub keeps apart from the checkout.
    runner: Folder,
    environment: Vec<(&'static str, String)>,
}

/// How a step ended.
#[derive(Debug)]
struct Ended {
    code: i32,
    stdout: String,
    outputs: String,
    summary: String,
}

fn python() -> Option<&'static str> {
    let runs = |name: &&str| Command::new(name).arg("--version").output().is_ok();
    ["python3", "python"].into_iter().find(runs)
}

impl Step {
    fn check(folder: &Folder) -> Self {
        Self::new("check.py", folder.path()).with("QALINT", env!("CARGO_BIN_EXE_qalint"))
    }

    fn new(script: &'static str, folder: &Path) -> Self {
        let folder = folder.to_path_buf();
        Self {
            script,
            folder,
            runner: Folder::with([("output", ""), ("summary", "")]),
            environment: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// Runs it; `None` without Python.
    fn run(&self) -> Option<Ended> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tools/action")
            .join(self.script);
        let runner = |name: &str| self.runner.join(name);
        let output = Command::new(python()?)
            .arg(script)
            .current_dir(&self.folder)
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_OUTPUT", runner("output"))
            .env("GITHUB_STEP_SUMMARY", runner("summary"))
            .env("GITHUB_WORKSPACE", &self.folder)
            .env("RUNNER_TEMP", self.runner.path())
            .env("NO_COLOR", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .output()
            .expect("Python runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("Traceback"), "{stderr}");
        Some(Ended {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned() + &stderr,
            outputs: self.runner.text("output"),
            summary: self.runner.text("summary"),
        })
    }
}

const GARBLED: &str = "## ğŸ“Œ Q1: What is a proxy?\n\n### âœ… Answer\n\nIt asks for others.\n";

fn garbled() -> Folder {
    Folder::with([("qa/QA_1.md", GARBLED)])
}

#[test]
fn findings_are_counted_and_shown() {
    let folder = garbled();
    // GitHub wants paths from the root of the repository.
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    let Some(ended) = Step::check(&folder).with("QALINT_PATHS", "qa\n").run() else {
        return;
    };
    assert_eq!(ended.code, 1, "{ended:#?}");
    let counts = [
        "errors=2\n",
        "warnings=0\n",
        "infos=0\n",
        "fixed=0\n",
        "report=",
    ];
    assert!(
        counts.iter().all(|count| ended.outputs.contains(count)),
        "{ended:#?}"
    );
    assert!(!ended.outputs.contains("sarif="), "{ended:#?}");
    assert!(
        ended.stdout.contains("::error file=qa/QA_1.md,"),
        "{ended:#?}"
    );
    assert!(ended.summary.contains("encoding/mojibake"), "{ended:#?}");
}

#[test]
fn a_clean_collection_passes() {
    let folder = Folder::with([("QA_1.md", "## 📌 Q1: Why?\n\n### ✅ Answer\n\nBecause.\n")]);
    let Some(ended) = Step::check(&folder).run() else {
        return;
    };
    assert_eq!(ended.code, 0, "{ended:#?}");
    assert!(ended.outputs.contains("errors=0\n"), "{ended:#?}");
}

#[test]
fn inputs_are_no_commands() {
    let hostile = "$(touch pwned) `touch pwned`; touch pwned | touch pwned & touch pwned";
    for name in [
        "QALINT_PATHS",
        "QALINT_ARGUMENTS",
        "QALINT_BASE",
        "QALINT_FIX",
        "QALINT_SUMMARY",
    ] {
        for value in [
            hostile.to_owned(),
            format!("'; {hostile}"),
            format!("\n{hostile}"),
        ] {
            let folder = garbled();
            let step = Step::check(&folder)
                .with(name, &value)
                .with("QALINT_CHANGED_ONLY", "true");
            let Some(ended) = step.run() else { return };
            let files: Vec<String> = folder.files().into_keys().collect();
            assert_eq!(files, ["qa/QA_1.md"], "{name}: {ended:#?}");
            if name == "QALINT_PATHS" || name == "QALINT_ARGUMENTS" {
                assert_eq!(ended.code, 2, "{name}: {ended:#?}");
            }
        }
    }
}

/// A path is a path, also if it begins as an option does.
#[test]
fn paths_are_no_options() {
    let folder = garbled();
    let Some(ended) = Step::check(&folder).with("QALINT_PATHS", "--fix\nqa").run() else {
        return;
    };
    assert_eq!(ended.code, 2, "{ended:#?}");
    assert_eq!(folder.text("qa/QA_1.md"), GARBLED);
}

#[test]
fn arguments_are_split_as_in_a_shell() {
    let folder = garbled();
    let step = Step::check(&folder).with(
        "QALINT_ARGUMENTS",
        "--select 'link,numbering'  --fail-on \"never\"",
    );
    let Some(ended) = step.run() else { return };
    assert_eq!(ended.code, 0, "{ended:#?}");
    assert!(ended.outputs.contains("errors=0\n"), "{ended:#?}");

    let step = Step::check(&folder).with("QALINT_ARGUMENTS", "--select 'link");
    let ended = step.run().expect("Python is here");
    assert_eq!(ended.code, 2, "{ended:#?}");
    assert!(
        ended.stdout.starts_with("::error::the input `arguments`: "),
        "{ended:#?}"
    );
}

#[test]
fn files_are_mended() {
    let folder = garbled();
    let Some(ended) = Step::check(&folder).with("QALINT_FIX", "true").run() else {
        return;
    };
    assert_eq!(ended.code, 0, "{ended:#?}");
    assert!(ended.outputs.contains("fixed=2\n"), "{ended:#?}");
    assert!(folder.text("qa/QA_1.md").starts_with("## 📌 Q1"));
}

#[test]
fn a_switch_that_is_none_fails() {
    let folder = garbled();
    let Some(ended) = Step::check(&folder)
        .with("QALINT_FIX", "yes\n::warning::x")
        .run()
    else {
        return;
    };
    assert_eq!(ended.code, 2, "{ended:#?}");
    assert!(
        ended
            .stdout
            .starts_with("::error::the input `fix` is `true` or `false`"),
        "{ended:#?}"
    );
    assert_eq!(ended.stdout.lines().count(), 1, "{ended:#?}");
}

#[test]
fn annotations_and_summary_can_be_left_out() {
    let folder = garbled();
    let Some(ended) = Step::check(&folder).with("QALINT_SUMMARY", "false").run() else {
        return;
    };
    assert_eq!((ended.code, &*ended.summary), (1, ""), "{ended:#?}");
    assert!(!ended.stdout.contains("::error"), "{ended:#?}");
}

#[test]
fn the_report_for_code_scanning_is_written() {
    let folder = garbled();
    let step = Step::check(&folder).with("QALINT_SARIF", "true");
    let Some(ended) = step.run() else { return };
    let line = ended
        .outputs
        .lines()
        .find_map(|line| line.strip_prefix("sarif="));
    let path = line.unwrap_or_else(|| panic!("{ended:#?}"));
    let text = std::fs::read_to_string(path).expect("the report");
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        report["runs"][0]["results"].as_array().map(Vec::len),
        Some(2)
    );
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .expect("git runs");
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn only_what_has_changed_is_reported() {
    let folder = garbled();
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "Before"]);
    let base = git(folder.path(), &["rev-parse", "HEAD"]);
    folder.write(
        "qa/QA_2.md",
        "## 📌 Q2: What is a cache?\n\n### âœ… Answer\n\nIt remembers.\n",
    );
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "--quiet", "--message", "After"]);
    let changed = |base: &str| {
        Step::check(&folder)
            .with("QALINT_CHANGED_ONLY", "true")
            .with("QALINT_BASE", base)
            .run()
    };
    let Some(ended) = changed(&base) else { return };
    assert!(ended.outputs.contains("errors=1\n"), "{ended:#?}");

    // A new branch has no commit before.
    let ended = changed(&"0".repeat(40)).expect("Python is here");
    assert!(ended.outputs.contains("errors=3\n"), "{ended:#?}");
    assert!(
        ended
            .stdout
            .contains("::notice::there is no commit to compare with"),
        "{ended:#?}"
    );

    // A commit that is nowhere.
    let ended = changed(&"1".repeat(40)).expect("Python is here");
    assert_eq!(ended.code, 2, "{ended:#?}");
    assert!(
        ended.stdout.contains("check out with `fetch-depth: 0`"),
        "{ended:#?}"
    );
}

/// Checks `folder` and comments on what was found, as the steps of the action do.
fn commented(folder: &Folder, github: &GitHub, more: &[(&'static str, &str)]) -> Option<Ended> {
    // What the first step writes stays until the second has read it.
    let first = Step::check(folder).with("QALINT_COMMENT", "true");
    let checked = first.run()?;
    let output = |name: &str| {
        let mut lines = checked.outputs.lines();
        let line = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_else(|| panic!("{checked:#?}")).to_owned()
    };
    let mut step = Step::new("comment.py", folder.path())
        .with("QALINT_MARKDOWN", output("markdown"))
        .with("QALINT_FINDINGS", output("findings"))
        .with("QALINT_TOKEN", "secret")
        .with("QALINT_PULL_REQUEST", "7")
        .with("GITHUB_API_URL", &github.url)
        .with("GITHUB_REPOSITORY", "o/r");
    for &(name, value) in more {
        step = step.with(name, value);
    }
    step.run()
}

#[test]
fn a_pull_request_has_one_comment_that_is_brought_up_to_date() {
    let folder = garbled();
    let others: Vec<_> = (0..120).map(|_| ("octocat", "User", "hm")).collect();
    let github = GitHub::with(&others);
    let Some(ended) = commented(&folder, &github, &[]) else {
        return;
    };
    assert_eq!((ended.code, &*ended.stdout), (0, "comment written\n"));
    let bodies = github.bodies();
    assert_eq!(bodies.len(), 121);
    assert!(bodies[120].starts_with("<!-- qalint "), "{}", bodies[120]);
    assert!(
        bodies[120].contains("### ❌ qalint: 2 errors"),
        "{}",
        bodies[120]
    );

    folder.write(
        "qa/QA_1.md",
        "## 📌 Q1: Why?\n\n### ✅ Answer\n\nBecause.\n",
    );
    let ended = commented(&folder, &github, &[]).expect("Python is here");
    assert_eq!(&*ended.stdout, "comment brought up to date\n");
    let bodies = github.bodies();
    assert_eq!(bodies.len(), 121);
    assert!(bodies[120].contains("all clean"), "{}", bodies[120]);

    // Another job of the same repository has its own.
    folder.write("qa/QA_1.md", GARBLED);
    commented(&folder, &github, &[("GITHUB_JOB", "other")]);
    assert_eq!(github.bodies().len(), 122);
}

#[test]
fn without_findings_there_is_no_comment() {
    let folder = Folder::with([("QA_1.md", "## 📌 Q1: Why?\n\n### ✅ Answer\n\nBecause.\n")]);
    let github = GitHub::with(&[]);
    let Some(ended) = commented(&folder, &github, &[]) else {
        return;
    };
    assert_eq!(&*ended.stdout, "comment not needed\n");
    assert_eq!(github.asked().len(), 1);
    // Nor outside of pull requests.
    let ended = commented(&folder, &github, &[("QALINT_PULL_REQUEST", "")]);
    assert_eq!(ended.expect("Python is here").code, 0);
    assert_eq!(github.asked().len(), 1);
}

#[test]
fn what_others_have_written_stays() {
    let folder = garbled();
    let github = GitHub::with(&[]);
    if commented(&folder, &github, &[]).is_none() {
        return;
    }
    let ours = github.bodies().remove(0);
    let github = GitHub::with(&[
        ("mallory", "User", &ours),
        ("dependabot[bot]", "Bot", "Bump it"),
        ("mallory", "User", &format!("> {ours}")),
    ]);
    let ended = commented(&folder, &github, &[]).expect("Python is here");
    assert_eq!(&*ended.stdout, "comment written\n");
    assert_eq!(github.bodies()[0], ours);
    assert_eq!(github.bodies().len(), 4);
}

#[test]
fn a_comment_that_may_not_be_written_is_left_to_the_summary() {
    let folder = garbled();
    for status in [401, 403, 404, 500, 302] {
        let github = GitHub::with(&[]).refusing(status);
        let Some(ended) = commented(&folder, &github, &[("QALINT_SUMMARY", "false")]) else {
            return;
        };
        assert_eq!(ended.code, 0, "{ended:#?}");
        assert!(
            ended
                .stdout
                .starts_with("::notice::no comment on the pull request ("),
            "{ended:#?}"
        );
        assert!(ended.summary.contains("encoding/mojibake"), "{ended:#?}");
        assert_eq!(github.bodies().len(), 0);
        // A token goes to no other place.
        assert_eq!(github.asked().len(), 2, "{:?}", github.asked());
    }
    let github = GitHub::with(&[]);
    for (name, value) in [
        ("GITHUB_API_URL", "http://127.0.0.1:1"),
        ("GITHUB_REPOSITORY", "o/r/../x"),
        ("QALINT_PULL_REQUEST", "7/x"),
        ("QALINT_TOKEN", "other"),
    ] {
        let ended = commented(&folder, &github, &[(name, value)]).expect("Python is here");
        assert!(ended.stdout.starts_with("::notice::"), "{ended:#?}");
        assert_eq!((ended.code, github.bodies().len()), (0, 0), "{ended:#?}");
    }
}

#[test]
fn a_version_is_a_version() {
    for version in [
        "0.1.0 --index-url x",
        "0.1.0;x",
        "--help",
        "0.1",
        "0.1.0\nx",
    ] {
        let folder = Folder::new();
        let step = Step::new("install.py", folder.path()).with("QALINT_VERSION", version);
        let Some(ended) = step.run() else { return };
        assert_eq!(ended.code, 1, "{version}: {ended:#?}");
        assert!(
            ended
                .stdout
                .starts_with("::error::the input `version` is no version"),
            "{ended:#?}"
        );
        assert_eq!(ended.outputs, "", "{version}");
    }
}

/// At a commit qalint is built from what is there, with the versions that are locked.
#[cfg(unix)]
#[test]
fn at_a_commit_it_is_built_from_source() {
    use std::os::unix::fs::PermissionsExt as _;

    let tools = Folder::with([(
        "cargo",
        "#!/bin/sh\necho \"cargo $*\"\nwhile [ \"$1\" != --root ]; do shift; done\n\
         mkdir -p \"$2/bin\"\nprintf '#!/bin/sh\\necho qalint 9.9.9\\n' > \"$2/bin/qalint\"\n\
         chmod +x \"$2/bin/qalint\"\n",
    )]);
    let executable = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(tools.join("cargo"), executable).expect("it is ours");
    let path = format!(
        "{}:{}",
        tools.path().display(),
        std::env::var("PATH").expect("a PATH")
    );
    let step = Step::new("install.py", tools.path())
        .with("PATH", path)
        .with("QALINT_REF", "3d3c42e5aac5ba805825da76410c181273ba90b1");
    let Some(ended) = step.run() else { return };
    assert_eq!(ended.code, 0, "{ended:#?}");
    let command = format!(
        "cargo install --locked --path {} --root ",
        env!("CARGO_MANIFEST_DIR")
    );
    assert!(ended.stdout.contains(&command), "{ended:#?}");
    let binary = step.runner.join("qalint/bin/qalint");
    assert_eq!(ended.outputs, format!("qalint={}\n", binary.display()));
}
