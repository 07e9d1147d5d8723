//! What the process is told by its environment.

use std::ffi::OsString;
use std::path::PathBuf;

/// Where qalint runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Environment {
    /// Set in a job of GitHub Actions.
    pub(super) github: Option<GitHub>,
    /// The revision that the files which pre-commit gives have changed from.
    pub(super) from_revision: Option<String>,
    /// The user's folder for what can be found out again.
    pub(super) cache_folder: Option<PathBuf>,
}

/// The variable that says where that folder is.
const CACHE_FOLDER: &str = "QALINT_CACHE_DIR";

/// What GitHub Actions says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GitHub {
    /// The file that takes the job's summary.
    pub(super) job_summary: Option<PathBuf>,
    /// Where the repository's files can be looked at, as they are in this run.
    source_pages: Option<String>,
}

impl Environment {
    /// Asks `variable` for what it needs.
    pub(super) fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let text = |name: &str| variable(name)?.into_string().ok();
        let github = (text("GITHUB_ACTIONS").as_deref() == Some("true")).then(|| GitHub {
            job_summary: variable("GITHUB_STEP_SUMMARY")
                .filter(|path| !path.is_empty())
                .map(PathBuf::from),
            source_pages: source_pages(&text),
        });
        Self {
            github,
            from_revision: text("PRE_COMMIT_FROM_REF").filter(|revision| !revision.is_empty()),
            cache_folder: cache_folder(variable),
        }
    }

    /// Where the repository's files can be looked at; what leads to one is this and its path.
    pub(super) fn source_pages(&self) -> Option<String> {
        self.github.as_ref()?.source_pages.clone()
    }
}

/// The user's folder for what can be found out again, where no change to a collection can bring
/// anything along. `None` if there is no such folder.
fn cache_folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| {
        let path = variable(name).map(PathBuf::from);
        path.filter(|path| path.is_absolute())
    };
    if let Some(path) = variable(CACHE_FOLDER).filter(|path| !path.is_empty()) {
        return Some(PathBuf::from(path));
    }
    let folder = if cfg!(windows) {
        folder("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        folder("HOME")?.join("Library/Caches")
    } else {
        folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))?
    };
    Some(folder.join("qalint"))
}

fn source_pages(text: &impl Fn(&str) -> Option<String>) -> Option<String> {
    let (server, repository, commit) = (
        text("GITHUB_SERVER_URL")?,
        text("GITHUB_REPOSITORY")?,
        text("GITHUB_SHA")?,
    );
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '/');
    let plain = repository.chars().all(is_plain) && commit.chars().all(is_plain);
    let host = server.strip_prefix("https://")?;
    (plain && host.chars().all(|c| is_plain(c) || c == ':'))
        .then(|| format!("{server}/{repository}/blob/{commit}/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(variables: &[(&str, &str)]) -> Environment {
        Environment::of(|name| {
            let found = variables.iter().find(|(known, _)| *known == name)?;
            Some(found.1.into())
        })
    }

    #[test]
    fn github_says_where_things_are() {
        let mut variables = vec![
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_STEP_SUMMARY", "/s"),
            ("GITHUB_SERVER_URL", "https://github.com"),
            ("GITHUB_REPOSITORY", "o/r"),
            ("GITHUB_SHA", "abc"),
        ];
        let github = of(&variables).github.expect("it is GitHub");
        assert_eq!(github.job_summary, Some("/s".into()));
        assert_eq!(
            github.source_pages.as_deref(),
            Some("https://github.com/o/r/blob/abc/")
        );
        variables[3].1 = "o/r)";
        assert_eq!(of(&variables).source_pages(), None);
        variables[0].1 = "";
        assert_eq!(of(&variables), Environment::default());
    }

    #[test]
    #[cfg(all(unix, not(target_os = "macos")))]
    fn where_caches_are_kept() {
        let path = |variables: &[(&str, &str)]| {
            let folder = of(variables).cache_folder;
            folder.map(|path| path.display().to_string())
        };
        assert_eq!(path(&[]), None);
        assert_eq!(path(&[("HOME", "")]), None);
        let home = ("HOME", "/h");
        assert_eq!(path(&[home]).as_deref(), Some("/h/.cache/qalint"));
        let xdg = ("XDG_CACHE_HOME", "/x");
        assert_eq!(path(&[home, xdg]).as_deref(), Some("/x/qalint"));
        let own = (CACHE_FOLDER, "c");
        assert_eq!(path(&[home, xdg, own]).as_deref(), Some("c"));
    }
}
