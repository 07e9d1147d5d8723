//! The repository that a collection is kept in, as its host calls it, and the URLs of its files.

use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::target::Local;

/// Where a repository is published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The host in lower case: `github.com`.
    pub host: String,
    /// `OWNER/REPO`; on GitLab there can be more groups.
    pub path: String,
    /// The names of the branches that the working tree is taken for: the current one, and the one
    /// that the host shows.
    pub branches: Vec<String>,
}

/// A URL of a file or folder of the repository itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnUrl<'a> {
    /// The path from the root of the repository.
    pub local: Local<'a>,
    /// Where in the URL the path is written; empty, at the end, for the front page.
    pub path: Range<usize>,
    /// Whether the URL gives the bytes rather than a page.
    pub raw: bool,
}

/// More than any configuration of git needs.
const MAX_BYTES: u64 = 256 * 1024;

impl Origin {
    /// What the files of git say of the repository whose root is `root`, without running git: its
    /// remote `origin`, the branch that is checked out, and the main branch of the remote. Knows
    /// worktrees and submodules, whose `.git` is a file that says where the rest is.
    #[must_use]
    pub fn of_repository(root: &Path) -> Option<Self> {
        let git = git_folder(root)?;
        // A worktree shares what the main one has.
        let shared = match read(&git.join("commondir")) {
            Some(common) => git.join(common.trim()),
            None => git.clone(),
        };
        let config = read(&shared.join("config"))?;
        let mut origin = Self::of_url(&remote_url(&config)?)?;
        let branch = |head: &Path, prefix: &str| {
            let head = read(head)?;
            let branch = head.trim().strip_prefix("ref: ")?.strip_prefix(prefix)?;
            (!branch.is_empty()).then(|| branch.to_owned())
        };
        let remote_head = shared.join("refs/remotes/origin/HEAD");
        match branch(&remote_head, "refs/remotes/origin/") {
            Some(main) => origin.add_branch(&main),
            None => {
                origin.add_branch("main");
                origin.add_branch("master");
            }
        }
        if let Some(current) = branch(&git.join("HEAD"), "refs/heads/") {
            origin.add_branch(&current);
        }
        Some(origin)
    }

    /// The host and path of the address of a remote, in any of the forms that git reads:
    /// `https://host/path.git`, `ssh://git@host:22/path`, `git@host:path`. What identifies a user
    /// in it is left out.
    #[must_use]
    pub fn of_url(url: &str) -> Option<Self> {
        let url = url.trim();
        let (host, path) = match url.split_once("://") {
            Some((scheme, rest)) => {
                if !matches!(scheme, "https" | "http" | "ssh" | "git" | "git+ssh") {
                    return None;
                }
                rest.split_once('/')?
            }
            None => url.split_once(':')?,
        };
        let host = host.rsplit('@').next()?.split(':').next()?;
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let sound = |text: &str| {
            let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/');
            !text.is_empty() && text.bytes().all(plain)
        };
        // A host has a dot; `C:\repo` and `host:path` of one's own machine have none.
        (sound(host) && host.contains('.') && sound(path) && path.contains('/')).then(|| Self {
            host: host.to_ascii_lowercase(),
            path: path.to_owned(),
            branches: vec!["HEAD".to_owned()],
        })
    }

    /// Takes the working tree for `branch`, too.
    pub fn add_branch(&mut self, branch: &str) {
        if !self.branches.iter().any(|known| known == branch) {
            self.branches.push(branch.to_owned());
        }
    }

    /// The file or folder of this repository that `url` leads to, on one of its
    /// [branches](Self::branches): `None` for everything else.
    #[must_use]
    pub fn own<'a>(&self, url: &'a str) -> Option<OwnUrl<'a>> {
        let rest = strip_prefix_ignoring_case(url, "https:")
            .or_else(|| strip_prefix_ignoring_case(url, "http:"))
            .unwrap_or(url)
            .strip_prefix("//")?;
        let (host, path) = rest.split_once('/')?;
        let is_raw_host =
            self.host == "github.com" && host.eq_ignore_ascii_case("raw.githubusercontent.com");
        let named = strip_prefix_ignoring_case(host, "www.").unwrap_or(host);
        if !is_raw_host && !named.eq_ignore_ascii_case(&self.host) {
            return None;
        }
        let rest = strip_prefix_ignoring_case(path, &self.path)?;
        let rest = rest.strip_prefix(".git").unwrap_or(rest);
        let at_end = |rest: &'a str| url.len() - rest.len();
        if rest.is_empty() || rest == "/" || rest.starts_with(['#', '?']) || rest.starts_with("/#")
        {
            return self.front_page(url, rest);
        }
        let rest = rest.strip_prefix('/')?;
        let (raw, rest) = if is_raw_host {
            (true, rest)
        } else {
            let rest = rest.strip_prefix("-/").unwrap_or(rest);
            let (view, rest) = rest.split_once('/')?;
            match view {
                "blob" | "tree" | "edit" | "blame" => (false, rest),
                "raw" => (true, rest.strip_prefix("branch/").unwrap_or(rest)),
                "media" => (true, rest.strip_prefix("branch/")?),
                // Forgejo and Gitea; Bitbucket has the branch at once.
                "src" => (false, rest.strip_prefix("branch/").unwrap_or(rest)),
                _ => return None,
            }
        };
        let rest = rest.strip_prefix("refs/heads/").unwrap_or(rest);
        let rest = self.branches.iter().find_map(|branch| {
            let rest = rest.strip_prefix(branch.as_str())?;
            (rest.is_empty() || rest.starts_with(['/', '#', '?'])).then_some(rest)
        })?;
        let path = rest.strip_prefix('/').unwrap_or(rest);
        let start = at_end(path);
        let length = path.find(['?', '#']).unwrap_or(path.len());
        let mut local = Local::parse(path);
        local.rooted = true;
        Some(OwnUrl {
            local,
            path: start..start + length,
            raw,
        })
    }

    /// The front page of the repository. Its fragment can be one of its README's, or one of the
    /// page's own.
    fn front_page<'a>(&self, url: &'a str, rest: &'a str) -> Option<OwnUrl<'a>> {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let fragment = rest.split_once('#').map_or("", |(_, fragment)| fragment);
        let of_page = fragment == "readme" || fragment.ends_with("-ov-file");
        if of_page || rest.starts_with('?') {
            return None;
        }
        let start = url.len() - rest.len();
        let mut local = Local::parse(rest);
        local.rooted = true;
        Some(OwnUrl {
            local,
            path: start..start,
            raw: false,
        })
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

/// The folder that git keeps what belongs to the working tree at `root` in.
fn git_folder(root: &Path) -> Option<PathBuf> {
    let git = root.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let place = read(&git)?;
    Some(root.join(place.trim().strip_prefix("gitdir:")?.trim()))
}

/// The folders that other repositories are put into, from the root of the repository at `root`:
/// what is in them may not be there yet.
#[must_use]
pub fn submodules(root: &Path) -> Vec<String> {
    let modules = read(&root.join(".gitmodules")).unwrap_or_default();
    modules
        .lines()
        .filter_map(|line| {
            line.trim()
                .strip_prefix("path")?
                .trim_start()
                .strip_prefix('=')
        })
        .map(|path| {
            path.trim()
                .trim_matches('"')
                .trim_end_matches('/')
                .to_owned()
        })
        .filter(|path| !path.is_empty())
        .collect()
}

fn read(path: &Path) -> Option<String> {
    let mut text = String::new();
    let file = File::open(path).ok()?;
    file.take(MAX_BYTES).read_to_string(&mut text).ok()?;
    Some(text)
}

/// The address of the remote `origin` in a configuration of git.
fn remote_url(config: &str) -> Option<String> {
    let mut of_origin = false;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            of_origin = line.starts_with("[remote \"origin\"]");
        } else if of_origin
            && let Some((key, value)) = line.split_once('=')
            && key.trim().eq_ignore_ascii_case("url")
        {
            return Some(value.trim().trim_matches('"').to_owned());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn addresses_of_remotes() {
        for (url, expected) in [
            ("https://github.com/o/r.git", Some(("github.com", "o/r"))),
            (
                "https://user:secret@GitHub.com/o/r",
                Some(("github.com", "o/r")),
            ),
            ("git@github.com:o/r.git", Some(("github.com", "o/r"))),
            (
                "ssh://git@gitlab.com:22/a/b/c.git/",
                Some(("gitlab.com", "a/b/c")),
            ),
            ("git@codeberg.org:o/r", Some(("codeberg.org", "o/r"))),
            ("/srv/git/r.git", None),
            ("../r", None),
            (r"C:\work\r", None),
            ("file:///srv/git/r.git", None),
            ("https://github.com/o", None),
            ("https://github.com/o/r?x", None),
        ] {
            let found = Origin::of_url(url).map(|origin| (origin.host, origin.path));
            let expected = expected.map(|(host, path)| (host.to_owned(), path.to_owned()));
            assert_eq!(found, expected, "{url}");
        }
    }

    fn origin(url: &str) -> Origin {
        let mut origin = Origin::of_url(url).unwrap();
        origin.add_branch("main");
        origin.add_branch("feature/x");
        origin
    }

    #[test]
    fn urls_of_the_repository_itself() {
        let github = origin("https://github.com/Owner/repo.git");
        for (url, expected) in [
            (
                "https://github.com/owner/Repo/blob/main/docs/a.md#x",
                Some(("docs/a.md", "docs/a.md")),
            ),
            (
                "http://www.github.com/Owner/repo/tree/main/docs",
                Some(("docs", "docs")),
            ),
            ("https://github.com/Owner/repo/tree/main", Some(("", ""))),
            (
                "https://github.com/Owner/repo/raw/refs/heads/main/a%20b.png?x=1",
                Some(("a b.png", "a%20b.png")),
            ),
            (
                "https://github.com/Owner/repo/blob/HEAD/a.md",
                Some(("a.md", "a.md")),
            ),
            (
                "https://github.com/Owner/repo/blob/feature/x/a.md",
                Some(("a.md", "a.md")),
            ),
            (
                "https://raw.githubusercontent.com/Owner/repo/main/a.md",
                Some(("a.md", "a.md")),
            ),
            (
                "//github.com/Owner/repo/blob/main/a.md",
                Some(("a.md", "a.md")),
            ),
            ("https://github.com/Owner/repo#setup", Some(("", ""))),
            ("https://github.com/Owner/repo/", Some(("", ""))),
            ("https://github.com/Owner/repo#readme", None),
            ("https://github.com/Owner/repo?tab=readme-ov-file#x", None),
            ("https://github.com/Owner/repo/blob/v1.0/a.md", None),
            ("https://github.com/Owner/repo/blob/mainline/a.md", None),
            ("https://github.com/Owner/repo/issues/1", None),
            ("https://github.com/Owner/repo2/blob/main/a.md", None),
            ("https://github.com/Owner/rep", None),
            ("https://github.org/Owner/repo/blob/main/a.md", None),
            (
                "https://example.org/?https://github.com/Owner/repo/blob/main/a.md",
                None,
            ),
            ("docs/a.md", None),
        ] {
            let own = github.own(url);
            let found = own
                .as_ref()
                .map(|own| (&*own.local.path, &url[own.path.clone()]));
            assert_eq!(found, expected, "{url}");
        }
        let gitlab = origin("git@gitlab.com:a/b/c.git");
        for url in [
            "https://gitlab.com/a/b/c/-/blob/main/x.md",
            "https://gitlab.com/a/b/c/raw/main/x.md",
        ] {
            assert_eq!(
                gitlab.own(url).map(|own| own.local.path),
                Some("x.md".into()),
                "{url}"
            );
        }
        let codeberg = origin("https://codeberg.org/o/r");
        for url in [
            "https://codeberg.org/o/r/src/branch/main/x.md",
            "https://codeberg.org/o/r/raw/branch/main/x.md",
        ] {
            assert_eq!(
                codeberg.own(url).map(|own| own.local.path),
                Some("x.md".into()),
                "{url}"
            );
        }
        assert_eq!(
            codeberg.own("https://codeberg.org/o/r/src/commit/abc/x.md"),
            None
        );
    }

    #[test]
    fn what_git_says() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        let root = dir.path();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap_or(root))?;
            fs::write(path, text)
        };
        let config = "[core]\n\tbare = false\n[remote \"fork\"]\n\turl = https://github.com/x/y\n[remote \"origin\"]\n\turl = git@github.com:o/r.git\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n";
        write("main/.git/config", config)?;
        write("main/.git/HEAD", "ref: refs/heads/topic\n")?;
        let found = Origin::of_repository(&root.join("main"));
        let branches = ["HEAD", "main", "master", "topic"]
            .map(str::to_owned)
            .to_vec();
        let expected = Origin {
            host: "github.com".into(),
            path: "o/r".into(),
            branches,
        };
        assert_eq!(found, Some(expected.clone()));

        write(
            "main/.git/refs/remotes/origin/HEAD",
            "ref: refs/remotes/origin/trunk\n",
        )?;
        write("main/.git/worktrees/second/commondir", "../..\n")?;
        write(
            "main/.git/worktrees/second/HEAD",
            "ref: refs/heads/second\n",
        )?;
        let place = root.join("main/.git/worktrees/second");
        write("second/.git", &format!("gitdir: {}\n", place.display()))?;
        let branches = ["HEAD", "trunk", "second"].map(str::to_owned).to_vec();
        let expected = Origin {
            branches,
            ..expected
        };
        assert_eq!(Origin::of_repository(&root.join("second")), Some(expected));

        write(
            "main/.git/modules/sub/config",
            "[remote \"origin\"]\nurl=https://gitlab.com/g/s.git\n",
        )?;
        write("main/.git/modules/sub/HEAD", "0123456789abcdef\n")?;
        write("main/sub/.git", "gitdir: ../.git/modules/sub\n")?;
        let found = Origin::of_repository(&root.join("main/sub"));
        assert_eq!(
            found.map(|origin| (origin.host, origin.path)),
            Some(("gitlab.com".into(), "g/s".into()))
        );

        write(
            "main/.gitmodules",
            "[submodule \"x\"]\n\tpath = sub/\n\turl = y\n",
        )?;
        assert_eq!(submodules(&root.join("main")), ["sub"]);
        write("none/README.md", "")?;
        assert_eq!(submodules(&root.join("none")), [""; 0]);
        assert_eq!(Origin::of_repository(&root.join("none")), None);
        Ok(())
    }
}
