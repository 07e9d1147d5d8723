//! Asking git: fixed argument lists, no shell, nothing that a repository's configuration could
//! make it run for a diff.

use std::collections::HashMap;
use std::fmt;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::patch::new_lines;
use super::{ChangedLines, Changes, FileChange};

/// A repository, and the way to ask about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Git {
    root: PathBuf,
}

/// Why git could not say something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GitError {
    /// What it was asked, as the end of a sentence.
    what: String,
    /// What it said.
    said: String,
}

impl fmt::Display for GitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "git could not {}: {}", self.what, self.said)
    }
}

impl std::error::Error for GitError {}

impl Git {
    /// The repository whose root is `root`.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Its root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The commit that `revision` names.
    ///
    /// # Errors
    /// If it names none.
    pub fn commit(&self, revision: &str) -> Result<String, GitError> {
        let spec = format!("{revision}^{{commit}}");
        let what = format!("find the revision `{}`", crate::report::escape(revision));
        let arguments = [
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &spec,
        ];
        match self.ask(&what, &arguments) {
            Ok(out) => Ok(text(&out)),
            Err(error) if error.said.is_empty() => Err(GitError {
                what,
                said: "there is none of that name here".to_owned(),
            }),
            Err(error) => Err(error),
        }
    }

    /// The commit to compare with if nothing else is said: the current one if something has not
    /// been committed; otherwise the one in which this branch left the default branch of `origin`,
    /// or, if there is none, the current one.
    ///
    /// # Errors
    /// If there is no commit.
    pub fn default_base(&self) -> Result<String, GitError> {
        let status = self.ask(
            "tell what is not committed",
            &[
                "status",
                "--porcelain",
                "-z",
                "--untracked-files=normal",
                "--ignore-submodules",
            ],
        )?;
        if !status.is_empty() {
            return self.commit("HEAD");
        }
        let named = self.ask(
            "find the default branch",
            &["symbolic-ref", "--quiet", "refs/remotes/origin/HEAD"],
        );
        let branches = named
            .map(|out| text(&out))
            .into_iter()
            .chain(["main", "master"].map(|name| format!("refs/remotes/origin/{name}")));
        for branch in branches {
            let Ok(tip) = self.commit(&branch) else {
                continue;
            };
            let what = "find where this branch left the default branch";
            if let Ok(base) = self.ask(what, &["merge-base", &tip, "HEAD"]) {
                return Ok(text(&base));
            }
        }
        self.commit("HEAD")
    }

    /// What the files on disk have otherwise than `commit`, as [`commit`](Self::commit) gave it.
    /// Without `lines` every line of a changed file counts as new, and git has less to do.
    ///
    /// # Errors
    /// If git cannot say.
    pub fn changes(&self, commit: &str, lines: bool) -> Result<Changes, GitError> {
        let what = "tell what has changed";
        let mut changes = Changes::default();
        let names = self.ask(what, &diff(&["--name-status", "-z"], commit))?;
        read_names(&names, lines, &mut changes);
        if lines && !names.is_empty() {
            let patch = self.ask(what, &diff(&["--unified=0"], commit))?;
            for (name, lines) in new_lines(&patch) {
                if let Some(change) = changes.files.get_mut(&name)
                    && change.before.is_some()
                {
                    change.lines = ChangedLines::Some(lines);
                }
            }
        }
        let untracked = self.ask(
            what,
            &[
                "ls-files",
                "--others",
                "--exclude-standard",
                "-z",
                "--full-name",
                "--",
                ".",
            ],
        )?;
        for name in untracked
            .split(|&byte| byte == 0)
            .filter(|name| !name.is_empty())
        {
            let whole = FileChange {
                before: None,
                lines: ChangedLines::All,
            };
            changes.files.insert(lossy(name), whole);
        }
        Ok(changes)
    }

    /// What the files at `paths` held in `commit`, by path; those that were not there are left out.
    ///
    /// # Errors
    /// If git cannot be asked.
    pub fn contents(
        &self,
        commit: &str,
        paths: &[&str],
    ) -> Result<HashMap<String, Arc<[u8]>>, GitError> {
        let what = "tell what files were";
        let mut contents = HashMap::new();
        // A name with a line feed would be two questions at once.
        let (alone, paths): (Vec<&str>, Vec<&str>) =
            paths.iter().partition(|path| path.contains('\n'));
        for path in alone {
            let spec = format!("{commit}:{path}");
            if let Ok(content) = self.ask(what, &["cat-file", "blob", &spec]) {
                contents.insert(path.to_owned(), Arc::from(content));
            }
        }
        if paths.is_empty() {
            return Ok(contents);
        }
        let questions: String = paths
            .iter()
            .map(|path| format!("{commit}:{path}\n"))
            .collect();
        let answers = self.run(what, &["cat-file", "--batch"], questions.into_bytes())?;
        let mut rest = &answers[..];
        for path in paths {
            let Some(end) = rest.iter().position(|&byte| byte == b'\n') else {
                break;
            };
            let (head, body) = (lossy(&rest[..end]), &rest[end + 1..]);
            rest = body;
            if head.ends_with(" missing") {
                continue;
            }
            // The name of the object, its kind, its size.
            let mut fields = head.rsplitn(3, ' ');
            let size = fields.next().and_then(|size| size.parse::<usize>().ok());
            let Some((content, after)) = size.and_then(|size| body.split_at_checked(size)) else {
                break;
            };
            if fields.next() == Some("blob") {
                contents.insert(path.to_owned(), Arc::from(content));
            }
            rest = after.get(1..).unwrap_or_default();
        }
        Ok(contents)
    }

    fn ask(&self, what: &str, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        self.run(what, arguments, Vec::new())
    }

    fn run(&self, what: &str, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, GitError> {
        let failed = |said: String| GitError {
            what: what.to_owned(),
            said,
        };
        let mut child = Command::new("git")
            .arg("-C")
            .arg(&self.root)
            .args([
                "-c",
                "core.quotePath=false",
                "-c",
                "core.fsmonitor=false",
                "--no-pager",
            ])
            .args(arguments)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("LC_ALL", "C")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(error.to_string()))?;
        // Written from a thread of its own: git answers while it still reads.
        let stdin = child.stdin.take();
        let writer = std::thread::spawn(move || {
            if let Some(mut stdin) = stdin {
                // If git has heard enough, it says why itself.
                let _ = stdin.write_all(&input);
            }
        });
        let stderr = child.stderr.take();
        let reader = std::thread::spawn(move || {
            let mut said = Vec::new();
            if let Some(mut stderr) = stderr {
                let _ = stderr.read_to_end(&mut said);
            }
            said
        });
        let output = child.wait_with_output();
        let _ = writer.join();
        let said = reader.join().unwrap_or_default();
        let output = output.map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = lossy(&said);
        Err(failed(crate::report::escape(said.trim()).into_owned()))
    }
}

/// The arguments that compare the files on disk with `commit`.
fn diff<'a>(how: &[&'a str], commit: &'a str) -> Vec<&'a str> {
    let mut arguments = vec![
        "diff",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-relative",
        "--find-renames",
        "--ignore-submodules",
        "--src-prefix=a/",
        "--dst-prefix=b/",
    ];
    arguments.extend(how);
    arguments.extend([commit, "--"]);
    arguments
}

/// Reads `--name-status -z`: a status, then one name, or two for what was renamed or copied.
fn read_names(out: &[u8], by_line: bool, changes: &mut Changes) {
    let mut fields = out
        .split(|&byte| byte == 0)
        .filter(|field| !field.is_empty());
    while let Some(status) = fields.next() {
        let Some(name) = fields.next().map(lossy) else {
            return;
        };
        let (name, before) = match status.first() {
            Some(b'D') => {
                changes.gone.insert(name);
                continue;
            }
            Some(b'A') => (name, None),
            Some(b'R') => {
                changes.gone.insert(name.clone());
                (fields.next().map(lossy).unwrap_or_default(), Some(name))
            }
            Some(b'C') => (fields.next().map(lossy).unwrap_or_default(), Some(name)),
            _ => (name.clone(), Some(name)),
        };
        // What is only renamed has no new line; a patch says what is new of the others.
        let lines = match &before {
            Some(_) if by_line => ChangedLines::Some(Vec::new()),
            _ => ChangedLines::All,
        };
        changes.files.insert(name, FileChange { before, lines });
    }
}

fn text(out: &[u8]) -> String {
    lossy(out).trim().to_owned()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
