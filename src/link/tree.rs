//! What is in the repository's folders.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use super::nearby::FileIndex;

/// What stands at a path. Paths are from the root of the repository, with `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A file; its path once symbolic links are followed.
    File(String),
    /// A folder; its path once symbolic links are followed.
    Folder(String),
    /// Nothing under this name, but exactly one thing whose name differs in upper and lower case
    /// only: the path as it must be written.
    WrongCase(String),
    /// Nothing.
    Missing,
    /// A symbolic link on the way leads out of the repository.
    Outside,
    /// A folder on the way cannot be read, so nobody knows.
    Unreadable,
}

/// The folders of a repository, each listed once, when it is first asked about.
///
/// A path is looked up name by name in the listings, never by asking the operating system whether it
/// exists. So upper and lower case matter on every system, a name is never interpreted (a backslash,
/// a colon or a NUL is part of a name that no file has), and symbolic links are followed only as long
/// as they stay inside: nothing outside the root is read or asked about.
///
/// A `.git` in the root does not count. Names that are not UTF-8 cannot be linked to, and do not count
/// either. Can be shared between threads; a lookup takes time linear in the path and in the folders
/// that it is the first to list.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    /// The root without symbolic links, to recognise absolute links that lead inside.
    real_root: OnceLock<PathBuf>,
    folders: RwLock<HashMap<String, Arc<OnceLock<Listing>>>>,
    files: OnceLock<FileIndex>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    Link,
}

#[derive(Debug, Default)]
struct Listing {
    entries: HashMap<String, Kind>,
    /// By lower case, the name; `None` where several names have the same lower case.
    lower: OnceLock<HashMap<String, Option<String>>>,
    unreadable: bool,
}

/// The most symbolic links that are followed for one path; the usual limit of operating systems.
const MAX_LINKS: u32 = 40;

impl Tree {
    /// The tree below `root`. Reads nothing yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self {
            root: root.into(),
            real_root: OnceLock::new(),
            folders: RwLock::default(),
            files: OnceLock::new(),
        }
    }

    /// The root of the repository, as it was given.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What stands at a path [resolved](super::resolve) to be inside. Empty and `.` names in it do
    /// not count; with a `..` in it, it is [`Found::Outside`].
    #[must_use]
    pub fn find(&self, path: &str) -> Found {
        let mut walk = Walk::new(self);
        let names = || path.split('/').filter(|name| !matches!(*name, "" | "."));
        // The names that are spelled otherwise, by their places.
        let mut other_cases: Vec<(usize, String)> = Vec::new();
        for (at, name) in names().enumerate() {
            if name == ".." {
                return Found::Outside;
            }
            let step = match walk.enter(name) {
                Err(Stop::Missing) => walk.other_case(name).map_or(Err(Stop::Missing), |other| {
                    let entered = walk.enter(&other);
                    other_cases.push((at, other));
                    entered
                }),
                entered => entered,
            };
            if let Err(stop) = step {
                return stop.into();
            }
        }
        match walk.kind {
            _ if !other_cases.is_empty() => {
                let mut spelled: Vec<&str> = names().collect();
                for (at, name) in &other_cases {
                    spelled[*at] = name;
                }
                Found::WrongCase(spelled.join("/"))
            }
            Kind::Folder => Found::Folder(walk.path),
            Kind::File | Kind::Link => Found::File(walk.path),
        }
    }

    /// The file that stands for a folder and whose anchors a link to the folder can name: its README
    /// as GitHub shows it, else its index as site generators show it. `folder` is a path that
    /// [`find`](Self::find) gave for a folder.
    #[must_use]
    pub fn index_of(&self, folder: &str) -> Option<String> {
        let listing = self.listing(folder);
        let rank = |name: &str| {
            let lower = name.to_lowercase();
            let (stem, extension) = lower.rsplit_once('.')?;
            let markdown = crate::source::MARKDOWN_EXTENSIONS.contains(&extension);
            match stem {
                "readme" if markdown => Some(0),
                "index" | "_index" if markdown => Some(1),
                _ => None,
            }
        };
        let best = listing
            .get()?
            .entries
            .iter()
            .filter(|(_, kind)| **kind == Kind::File)
            .filter_map(|(name, _)| Some((rank(name)?, name)))
            // `README.md` comes before `readme.md`.
            .min()?;
        Some(joined(folder, best.1))
    }

    /// The names in a folder, in no particular order.
    #[must_use]
    pub fn names(&self, folder: &str) -> Vec<String> {
        let listing = self.listing(folder);
        listing
            .get()
            .map(|listing| listing.entries.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// All files that are not ignored, found once.
    pub(super) fn files(&self) -> &FileIndex {
        self.files.get_or_init(|| FileIndex::new(&self.root))
    }

    /// The listing of a folder that is reached without symbolic links.
    fn listing(&self, folder: &str) -> Arc<OnceLock<Listing>> {
        // The map is never left half changed, so a panic of another thread does no harm.
        let known = self
            .folders
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(folder)
            .cloned();
        let listing = known.unwrap_or_else(|| {
            let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
            match folders.entry(folder.to_owned()) {
                Entry::Occupied(entry) => Arc::clone(entry.get()),
                Entry::Vacant(entry) => Arc::clone(entry.insert(Arc::default())),
            }
        });
        listing.get_or_init(|| Listing::read(&self.root.join(folder), folder.is_empty()));
        listing
    }

    fn real_root(&self) -> &Path {
        self.real_root
            .get_or_init(|| std::fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone()))
    }
}

impl Listing {
    fn read(folder: &Path, is_root: bool) -> Self {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Self {
                unreadable: true,
                ..Self::default()
            };
        };
        let entries = entries
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let name = entry.file_name().into_string().ok()?;
                let kind = entry.file_type().ok()?;
                let kind = if kind.is_symlink() {
                    Kind::Link
                } else if kind.is_dir() {
                    Kind::Folder
                } else {
                    Kind::File
                };
                Some((name, kind))
            })
            .filter(|(name, _)| !(is_root && name == ".git"))
            .collect();
        Self {
            entries,
            ..Self::default()
        }
    }

    fn other_case(&self, name: &str) -> Option<&String> {
        let by_lower = self.lower.get_or_init(|| {
            let mut lower: HashMap<String, Option<String>> = HashMap::new();
            for name in self.entries.keys() {
                lower
                    .entry(name.to_lowercase())
                    .and_modify(|other| *other = None)
                    .or_insert_with(|| Some(name.clone()));
            }
            lower
        });
        by_lower.get(&name.to_lowercase())?.as_ref()
    }
}

/// A path with `name` in `folder`.
pub(super) fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Why a walk cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Missing,
    Outside,
    Unreadable,
}

impl From<Stop> for Found {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Missing => Self::Missing,
            Stop::Outside => Self::Outside,
            Stop::Unreadable => Self::Unreadable,
        }
    }
}

/// A walk down from the root, one name at a time.
struct Walk<'t> {
    tree: &'t Tree,
    /// Where it stands, without symbolic links.
    path: String,
    /// What stands there; never a link.
    kind: Kind,
    links: u32,
}

impl<'t> Walk<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            tree,
            path: String::new(),
            kind: Kind::Folder,
            links: 0,
        }
    }

    /// Goes into `name`; on an error, it stays where it is.
    fn enter(&mut self, name: &str) -> Result<(), Stop> {
        if self.kind != Kind::Folder {
            return Err(Stop::Missing);
        }
        let listing = self.tree.listing(&self.path);
        let listing = listing.get().ok_or(Stop::Unreadable)?;
        if listing.unreadable {
            return Err(Stop::Unreadable);
        }
        let kind = *listing.entries.get(name).ok_or(Stop::Missing)?;
        if kind == Kind::Link {
            let start = self.path.clone();
            return self.follow(name).inspect_err(|_| {
                self.path = start;
                self.kind = Kind::Folder;
            });
        }
        if !self.path.is_empty() {
            self.path.push('/');
        }
        self.path.push_str(name);
        self.kind = kind;
        Ok(())
    }

    fn follow(&mut self, name: &str) -> Result<(), Stop> {
        self.links += 1;
        if self.links > MAX_LINKS {
            return Err(Stop::Missing);
        }
        let link = self.tree.root.join(&self.path).join(name);
        let target = std::fs::read_link(link).map_err(|_| Stop::Unreadable)?;
        let target = if target.has_root() {
            let inside = target
                .strip_prefix(self.tree.real_root())
                .or_else(|_| target.strip_prefix(&self.tree.root))
                .map_err(|_| Stop::Outside)?;
            self.path.clear();
            inside
        } else {
            target.as_path()
        };
        for component in target.components() {
            match component {
                Component::CurDir => {}
                Component::ParentDir => {
                    if self.path.is_empty() {
                        return Err(Stop::Outside);
                    }
                    if self.kind != Kind::Folder {
                        return Err(Stop::Missing);
                    }
                    let end = self.path.rfind('/').unwrap_or(0);
                    self.path.truncate(end);
                }
                Component::Normal(name) => {
                    self.enter(name.to_str().ok_or(Stop::Missing)?)?;
                }
                Component::RootDir | Component::Prefix(_) => return Err(Stop::Outside),
            }
        }
        Ok(())
    }

    /// The one name in the folder where the walk stands that differs from `name` in case only.
    fn other_case(&self, name: &str) -> Option<String> {
        if self.kind != Kind::Folder {
            return None;
        }
        let listing = self.tree.listing(&self.path);
        let listing = listing.get()?;
        if listing.entries.contains_key(name) {
            return None;
        }
        listing.other_case(name).cloned()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    type Result = std::io::Result<()>;

    fn tree(files: &[&str]) -> std::io::Result<(tempfile::TempDir, Tree)> {
        let dir = tempfile::tempdir()?;
        let root = dir.path().join("repo");
        fs::create_dir(&root)?;
        for file in files {
            let path = root.join(file);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, "")?;
        }
        let tree = Tree::new(root);
        Ok((dir, tree))
    }

    #[test]
    fn files_and_folders() -> Result {
        let (_dir, tree) = tree(&["README.md", "docs/Setup.md", "docs/größe.md", ".git/config"])?;
        for (path, expected) in [
            ("", Found::Folder(String::new())),
            ("README.md", Found::File("README.md".into())),
            ("docs", Found::Folder("docs".into())),
            ("docs/Setup.md", Found::File("docs/Setup.md".into())),
            ("docs/größe.md", Found::File("docs/größe.md".into())),
            ("readme.md", Found::WrongCase("README.md".into())),
            ("Docs/setup.MD", Found::WrongCase("docs/Setup.md".into())),
            ("DOCS", Found::WrongCase("docs".into())),
            ("Docs/none.md", Found::Missing),
            ("none.md", Found::Missing),
            ("README.md/x", Found::Missing),
            ("docs/a\0b", Found::Missing),
            ("docs\\Setup.md", Found::Missing),
            (".git/config", Found::Missing),
            ("docs/../../x", Found::Outside),
        ] {
            assert_eq!(tree.find(path), expected, "{path}");
        }
        assert_eq!(tree.find(&"docs/".repeat(100_000)), Found::Missing);
        Ok(())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_differ_in_case_only() -> Result {
        let (_dir, tree) = tree(&["a.md", "A.md", "b/x.md"])?;
        assert_eq!(tree.find("a.md"), Found::File("a.md".into()));
        assert_eq!(tree.find("A.md"), Found::File("A.md".into()));
        assert_eq!(tree.find("a.MD"), Found::Missing);
        Ok(())
    }

    #[test]
    fn each_folder_is_listed_once() -> Result {
        let (_dir, tree) = tree(&["docs/a.md"])?;
        assert_eq!(tree.find("docs/b.md"), Found::Missing);
        fs::write(tree.root().join("docs/b.md"), "")?;
        assert_eq!(tree.find("docs/b.md"), Found::Missing);
        assert_eq!(tree.find("docs/a.md"), Found::File("docs/a.md".into()));
        Ok(())
    }

    #[test]
    fn what_stands_for_a_folder() -> Result {
        let (_dir, tree) = tree(&[
            "a/readme.md",
            "a/index.md",
            "b/index.md",
            "c/README.txt",
            "Readme.markdown",
        ])?;
        assert_eq!(tree.index_of("a").as_deref(), Some("a/readme.md"));
        assert_eq!(tree.index_of("b").as_deref(), Some("b/index.md"));
        assert_eq!(tree.index_of("c"), None);
        assert_eq!(tree.index_of("").as_deref(), Some("Readme.markdown"));
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links() -> Result {
        use std::os::unix::fs::symlink;

        let (dir, tree) = tree(&["docs/a.md", "docs/deep/b.md"])?;
        let outside = dir.path().join("outside");
        fs::create_dir(&outside)?;
        fs::write(outside.join("secret.md"), "")?;
        let root = tree.root().to_owned();
        symlink("docs", root.join("manual"))?;
        symlink("docs/a.md", root.join("first.md"))?;
        symlink("../a.md", root.join("docs/deep/up.md"))?;
        symlink("../outside", root.join("out"))?;
        symlink(&outside, root.join("absolute"))?;
        symlink("../repo/docs", root.join("there-and-back"))?;
        symlink(root.join("docs"), root.join("absolute-inside"))?;
        symlink("nowhere", root.join("broken"))?;
        symlink("docs/nowhere", root.join("A.md"))?;
        symlink("loop", root.join("loop"))?;
        symlink("ping", root.join("pong"))?;
        symlink("pong", root.join("ping"))?;
        symlink("docs/a.md/..", root.join("through-a-file"))?;
        for (path, expected) in [
            ("manual", Found::Folder("docs".into())),
            ("manual/a.md", Found::File("docs/a.md".into())),
            ("manual/deep/up.md", Found::File("docs/a.md".into())),
            ("Manual/A.md", Found::WrongCase("manual/a.md".into())),
            ("first.md", Found::File("docs/a.md".into())),
            ("first.md/x", Found::Missing),
            ("out", Found::Outside),
            ("out/secret.md", Found::Outside),
            ("absolute/secret.md", Found::Outside),
            ("there-and-back/a.md", Found::Outside),
            ("absolute-inside/a.md", Found::File("docs/a.md".into())),
            ("broken", Found::Missing),
            ("A.md", Found::Missing),
            ("a.md", Found::Missing),
            ("loop", Found::Missing),
            ("ping/x", Found::Missing),
            ("through-a-file", Found::Missing),
        ] {
            assert_eq!(tree.find(path), expected, "{path}");
        }
        Ok(())
    }

    #[test]
    fn threads_share_a_tree() -> Result {
        let (_dir, tree) = tree(&["a/b/c.md"])?;
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        assert_eq!(tree.find("a/b/c.md"), Found::File("a/b/c.md".into()));
                    }
                });
            }
        });
        Ok(())
    }

    proptest! {
        #[test]
        fn any_path_can_be_looked_up(path in "(\\.\\.|[/.a-cA:\\\\\u{0}é])*") {
            let tree = Tree::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
            match tree.find(&path) {
                Found::File(found) | Found::Folder(found) | Found::WrongCase(found) => {
                    prop_assert!(found.split('/').all(|name| name != ".."));
                }
                Found::Missing | Found::Outside | Found::Unreadable => {}
            }
        }
    }
}
