//! What the tests of the command line share: folders of files, and runs of the binary in them.

#![allow(dead_code, reason = "no test needs all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;

/// A temporary folder.
#[derive(Debug)]
pub(crate) struct Folder {
    path: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let path = tempfile::tempdir().expect("a temporary folder");
        Self { path }
    }

    /// A folder with these files.
    pub(crate) fn with<N: AsRef<str>, B: AsRef<[u8]>>(
        files: impl IntoIterator<Item = (N, B)>,
    ) -> Self {
        let folder = Self::new();
        for (name, bytes) in files {
            folder.write(name.as_ref(), bytes);
        }
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.path.path()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, making the folders on the way.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, bytes).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).expect("UTF-8")
    }

    /// All files with their paths in the folder, with `/`.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        fn walk(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
            for entry in fs::read_dir(folder).expect("a folder") {
                let entry = entry.expect("an entry");
                let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                if entry.file_type().expect("a type").is_dir() {
                    walk(&entry.path(), &format!("{name}/"), files);
                } else {
                    files.insert(name, fs::read(entry.path()).expect("a file"));
                }
            }
        }
        let mut files = BTreeMap::new();
        walk(self.path(), "", &mut files);
        files
    }

    /// Runs qalint here.
    #[track_caller]
    pub(crate) fn qalint(&self, arguments: &[&str]) -> Ran {
        Ran::of(command(self.path()).args(arguments))
    }

    /// Runs qalint here with `input` as standard input.
    #[track_caller]
    pub(crate) fn qalint_with(&self, arguments: &[&str], input: impl Into<Vec<u8>>) -> Ran {
        Ran::of(command(self.path()).args(arguments).write_stdin(input))
    }
}

/// qalint in `folder`, with nothing in the environment that says how to write output.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qalint"));
    command.current_dir(folder);
    for name in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "FORCE_COLOR",
        "GITHUB_ACTIONS",
        "GITHUB_STEP_SUMMARY",
        "PRE_COMMIT_FROM_REF",
    ] {
        command.env_remove(name);
    }
    command
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ran {
    /// Runs `command`. A panic of qalint's is a failure whatever is asked.
    #[track_caller]
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("qalint runs");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8 on standard error");
        assert!(!stderr.contains("panicked"), "{stderr}");
        Self {
            code: output.status.code().expect("no signal"),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
            stderr,
        }
    }

    /// The exit code, standard output and nothing on standard error.
    #[track_caller]
    pub(crate) fn gives(&self, code: i32, stdout: &str) {
        if (self.code, &*self.stdout, &*self.stderr) != (code, stdout, "") {
            panic!("{}", self.against(code, stdout));
        }
    }

    fn against(&self, code: i32, stdout: &str) -> String {
        format!(
            "exit code {}, expected {code}\nstandard error:\n{}\nstandard output (- expected, + \
             is):\n{}",
            self.code,
            self.stderr,
            diff(stdout.as_bytes(), self.stdout.as_bytes())
        )
    }

    /// The exit code and what standard error holds; nothing on standard output.
    #[track_caller]
    pub(crate) fn fails(&self, holds: &[&str]) {
        assert_eq!((self.code, &*self.stdout), (2, ""), "{self:#?}");
        for holds in holds {
            assert!(
                self.stderr.contains(holds),
                "no `{holds}` in:\n{}",
                self.stderr
            );
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error} in:\n{}", self.stdout))
    }
}

/// What `after` has otherwise than `before`, line by line, with everything shown that cannot be
/// seen.
pub(crate) fn diff(before: &[u8], after: &[u8]) -> String {
    let (before, after) = (visible(before), visible(after));
    similar::TextDiff::from_lines(&before, &after)
        .unified_diff()
        .to_string()
}

/// Bytes that are no UTF-8 as `\xNN`, control characters escaped.
fn visible(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => text.push(c),
                c if c.is_control() => text.extend(c.escape_default()),
                c => text.push(c),
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}
