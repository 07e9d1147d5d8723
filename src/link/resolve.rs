//! From a path as written to a path from the root of the repository, by arithmetic alone.

use super::Local;

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// To this path from the root: names with `/` between them, none of them empty, `.` or `..`;
    /// empty for the root itself.
    Inside(String),
    /// Out of the repository.
    Outside {
        /// How many folders above the root.
        levels: usize,
        /// The path from there on, normalised.
        rest: String,
    },
}

/// Resolves the path of a destination.
///
/// `file` is the file that the link stands in, `root` the folder that a path with a leading `/`
/// starts from (empty for the root of the repository); both are paths from the root of the
/// repository with `/`. What stands on disk plays no part; a `..` undoes the name before it, as in
/// URLs. A path that leaves the repository and comes back is outside: on a server there is no such
/// way.
#[must_use]
pub fn resolve(file: &str, root: &str, local: &Local<'_>) -> Resolved {
    let base = if local.rooted {
        root
    } else if local.path.is_empty() {
        file
    } else {
        folder_of(file)
    };
    let mut path = String::with_capacity(base.len() + local.path.len() + 1);
    let mut levels = 0;
    for name in base.split('/').chain(local.path.split('/')) {
        match name {
            "" | "." => {}
            ".." if path.is_empty() => levels += 1,
            ".." => path.truncate(path.rfind('/').unwrap_or(0)),
            name => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(name);
            }
        }
    }
    if levels == 0 {
        Resolved::Inside(path)
    } else {
        Resolved::Outside { levels, rest: path }
    }
}

/// The folder that a path is in; empty for the root.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a path out of the repository leads to a page that GitHub and Forgejo have for every
/// repository: `../../issues` in the README is a common way to link to the issues, because the
/// README is shown below `OWNER/REPO/blob/BRANCH/`. `../..` is the page of the repository.
#[must_use]
pub fn is_host_page(levels: usize, rest: &str) -> bool {
    const PAGES: [&str; 34] = [
        "actions",
        "activity",
        "archive",
        "blame",
        "blob",
        "branches",
        "commit",
        "commits",
        "compare",
        "contribute",
        "contributors",
        "deployments",
        "discussions",
        "fork",
        "forks",
        "graphs",
        "issues",
        "labels",
        "milestone",
        "milestones",
        "network",
        "new",
        "packages",
        "projects",
        "pull",
        "pulls",
        "pulse",
        "raw",
        "releases",
        "security",
        "stargazers",
        "tags",
        "tree",
        "wiki",
    ];
    let page = rest.split('/').next().unwrap_or_default();
    levels == 2 && (rest.is_empty() || PAGES.binary_search(&page).is_ok())
}

/// The shortest path from the folder of `file` to `to`; both are normalised paths from the root.
///
/// Not percent-encoded (see [`encode_path`](super::encode_path)); `.` if `to` is that folder.
#[must_use]
pub fn relative(file: &str, to: &str) -> String {
    let names = |path| -> Vec<&str> { str::split(path, '/').filter(|n| !n.is_empty()).collect() };
    let from = names(folder_of(file));
    let to = names(to);
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.iter().skip(shared).map(|_| "..");
    let path: Vec<&str> = up.chain(to.iter().skip(shared).copied()).collect();
    if path.is_empty() {
        ".".to_owned()
    } else {
        path.join("/")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Target;
    use super::*;

    fn resolved(file: &str, destination: &str) -> Resolved {
        match Target::parse(destination) {
            Target::Local(local) => resolve(file, "", &local),
            other => panic!("{destination:?} is {other:?}"),
        }
    }

    #[test]
    fn inside() {
        for (file, destination, expected) in [
            ("a.md", "b.md", "b.md"),
            ("docs/a.md", "b.md", "docs/b.md"),
            ("docs/a.md", "../b.md", "b.md"),
            ("docs/a.md", "/b.md", "b.md"),
            ("docs/a.md", "/", ""),
            ("docs/a.md", ".", "docs"),
            ("docs/a.md", "./", "docs"),
            ("docs/a.md", "..", ""),
            ("docs/a.md", "", "docs/a.md"),
            ("docs/a.md", "#x", "docs/a.md"),
            ("docs/a.md", "x//y/./z/", "docs/x/y/z"),
            ("docs/a.md", "%2e%2e/%2e/b", "b"),
            ("a/b/c.md", "../../d/../e", "e"),
        ] {
            let expected = Resolved::Inside(expected.to_owned());
            assert_eq!(resolved(file, destination), expected, "{destination}");
        }
    }

    #[test]
    fn outside() {
        for (file, destination, levels, rest) in [
            ("a.md", "../b.md", 1, "b.md"),
            ("README.md", "../../issues/1", 2, "issues/1"),
            ("docs/a.md", "../../docs/a.md", 1, "docs/a.md"),
            ("a.md", "..%2f..%2f..%2fetc/passwd", 3, "etc/passwd"),
            ("a.md", "/../x/../y", 1, "y"),
        ] {
            let rest = rest.to_owned();
            let expected = Resolved::Outside { levels, rest };
            assert_eq!(resolved(file, destination), expected, "{destination}");
        }
    }

    #[test]
    fn a_root_of_its_own() {
        let Target::Local(local) = Target::parse("/b.md") else {
            panic!("local");
        };
        let expected = Resolved::Inside("site/src/b.md".to_owned());
        assert_eq!(resolve("site/src/x/a.md", "site/src", &local), expected);
    }

    #[test]
    fn pages_of_the_host() {
        assert!(is_host_page(2, "issues"));
        assert!(is_host_page(2, "actions/workflows/ci.yml"));
        assert!(is_host_page(2, "wiki"));
        assert!(!is_host_page(1, "issues"));
        assert!(!is_host_page(2, "my-file.md"));
        assert!(is_host_page(2, ""));
        assert!(!is_host_page(1, ""));
    }

    #[test]
    fn the_way_back() {
        for (file, to, expected) in [
            ("a.md", "b.md", "b.md"),
            ("docs/a.md", "docs/b.md", "b.md"),
            ("docs/a.md", "b.md", "../b.md"),
            ("docs/x/a.md", "docs/y/b.md", "../y/b.md"),
            ("docs/a.md", "docs", "."),
            ("a.md", "", "."),
        ] {
            assert_eq!(relative(file, to), expected);
        }
    }

    proptest! {
        #[test]
        fn a_resolved_path_stays_inside(
            file in "[a-c]{1,2}(/[a-c]{1,2}){0,3}",
            destination in "(\\.\\./|\\./|/|[a-c]|%2e|%2F|%5C|\\\\|\\.){0,12}",
        ) {
            if let Target::Local(local) = Target::parse(&destination)
                && let Resolved::Inside(path) = resolve(&file, "", &local)
            {
                prop_assert!(!path.starts_with('/') && !path.ends_with('/'));
                prop_assert!(path.is_empty() || path.split('/').all(|n| !matches!(n, "" | "." | "..")));
                let back = relative(&file, &path);
                let again = Local { path: back.as_str().into(), ..Local::default() };
                prop_assert_eq!(resolve(&file, "", &again), Resolved::Inside(path));
            }
        }
    }
}
