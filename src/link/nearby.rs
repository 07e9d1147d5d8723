//! The files that a broken path probably meant.

use std::collections::HashMap;
use std::path::Path;

use super::resolve::folder_of;
use super::suggest::{Suggestions, ratio};
use super::tree::{Tree, joined};

/// The files of a repository by the letters and digits of their names.
#[derive(Debug, Default)]
pub(super) struct FileIndex {
    paths: Vec<String>,
    by_letters: HashMap<String, Vec<usize>>,
}

/// The most files that are indexed; what lies beyond is not suggested.
const MAX_FILES: usize = 200_000;

/// The most names of one folder that are compared one by one with a broken path.
const MAX_COMPARED: usize = 2_000;

impl FileIndex {
    /// Lists the files below `root`, sorted, without what is ignored and without following links.
    pub(super) fn new(root: &Path) -> Self {
        let mut paths: Vec<String> = ignore::WalkBuilder::new(root)
            .hidden(false)
            .require_git(false)
            .follow_links(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build()
            .filter_map(|entry| {
                let entry = entry.ok()?;
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                let path = entry.path().strip_prefix(root).ok().filter(|_| is_file)?;
                let names: Option<Vec<&str>> = path.iter().map(|name| name.to_str()).collect();
                Some(names?.join("/"))
            })
            .take(MAX_FILES)
            .collect();
        paths.sort();
        let mut by_letters: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, path) in paths.iter().enumerate() {
            let key = letters(Name::of(path).stem);
            by_letters.entry(key).or_default().push(at);
        }
        Self { paths, by_letters }
    }

    fn with_letters(&self, key: &str) -> impl Iterator<Item = &str> {
        let at = self.by_letters.get(key).map_or(&[][..], Vec::as_slice);
        at.iter()
            .filter_map(|at| self.paths.get(*at))
            .map(String::as_str)
    }
}

/// What was probably meant by a path from the root that leads to nothing: a file of the same name
/// elsewhere (it was moved, or the way to it is wrong), or a near name in the same folder.
///
/// The candidates are paths from the root. Files that are ignored by `.gitignore` are no candidates
/// elsewhere. A name that every folder can have (`README.md`, `index.md`) counts elsewhere only in a
/// folder of the same name, and names whose numbers differ are never near: `QA_1-3.md` is not a
/// misspelt `QA_4-6.md`.
#[must_use]
pub fn nearby_files(tree: &Tree, path: &str) -> Suggestions {
    let wanted = Name::of(path);
    let key = letters(wanted.stem);
    if key.is_empty() {
        return Suggestions::default();
    }
    let mut scored: Vec<(f64, String)> = Vec::new();
    let everywhere = matches!(key.as_str(), "readme" | "index");
    for other in tree.files().with_letters(&key) {
        let name = Name::of(other);
        let shared = shared_end(folder_of(path), folder_of(other));
        if !wanted.may_become(&name) || other == path || (everywhere && shared == 0) {
            continue;
        }
        let same = wanted.whole.to_lowercase() == name.whole.to_lowercase();
        let same = if same { 0.8 } else { 0.7 };
        scored.push((same + 0.15 * ratio(shared, shared + 1), other.to_owned()));
    }
    let folder = folder_of(path);
    let names = tree.names(folder);
    if names.len() <= MAX_COMPARED {
        for other in &names {
            let name = Name::of(other);
            if !wanted.may_become(&name) || digits(wanted.stem).ne(digits(name.stem)) {
                continue;
            }
            let other_key = letters(name.stem);
            let score = if key == other_key {
                0.95
            } else {
                0.95 * strsim::normalized_damerau_levenshtein(&key, &other_key)
            };
            scored.push((score, joined(folder, other)));
        }
    }
    best_of_each(&mut scored);
    Suggestions::rank(scored)
}

/// Keeps the best score of each candidate.
fn best_of_each(scored: &mut Vec<(f64, String)>) {
    scored.sort_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)));
    scored.dedup_by(|a, b| a.1 == b.1);
}

/// The last name of a path.
struct Name<'a> {
    whole: &'a str,
    stem: &'a str,
    extension: &'a str,
}

impl<'a> Name<'a> {
    fn of(path: &'a str) -> Self {
        let whole = path.rsplit_once('/').map_or(path, |(_, name)| name);
        let (stem, extension) = match whole.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => (stem, extension),
            _ => (whole, ""),
        };
        Self {
            whole,
            stem,
            extension,
        }
    }

    /// Whether the other is the same sort of file, as far as the extensions say.
    fn may_become(&self, other: &Self) -> bool {
        const SORTS: [&[&str]; 2] = [
            &["", "md", "markdown", "mdx", "html", "htm", "txt", "rst"],
            &["png", "jpg", "jpeg", "gif", "svg", "webp"],
        ];
        let (a, b) = (
            self.extension.to_lowercase(),
            other.extension.to_lowercase(),
        );
        let both = |sort: &&[&str]| sort.contains(&a.as_str()) && sort.contains(&b.as_str());
        a == b || SORTS.iter().any(both)
    }
}

/// The letters and digits of a name in lower case: what stays the same when words are joined by
/// other characters.
fn letters(stem: &str) -> String {
    stem.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

fn digits(stem: &str) -> impl Iterator<Item = &str> {
    stem.split(|c: char| !c.is_numeric())
        .filter(|digits| !digits.is_empty())
}

/// How many names two paths share at their ends.
fn shared_end(a: &str, b: &str) -> usize {
    let names = |path| str::rsplit(path, '/').filter(|name| !name.is_empty());
    names(a).zip(names(b)).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn tree(files: &[&str]) -> std::io::Result<(tempfile::TempDir, Tree)> {
        let dir = tempfile::tempdir()?;
        for file in files {
            let path = dir.path().join(file);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(path, "build/\n")?;
        }
        let tree = Tree::new(dir.path());
        Ok((dir, tree))
    }

    #[test]
    fn files() -> std::io::Result<()> {
        let (_dir, tree) = tree(&[
            ".gitignore",
            ".github/SUPPORT.md",
            "build/setup.md",
            "README.md",
            "guide/README.md",
            "guide/setup.md",
            "guide/getting-started.md",
            "guide/QA_1-3.md",
            "guide/images/logo.png",
            "old/faq.md",
            "new/faq.md",
            "new/en/usage.md",
            "new/de/usage.md",
        ])?;
        for (path, expected) in [
            ("setup.md", Some("guide/setup.md")),
            ("docs/Setup.MD", Some("guide/setup.md")),
            ("guide/setup", Some("guide/setup.md")),
            ("guide/setup.html", Some("guide/setup.md")),
            ("guide/setpu.md", Some("guide/setup.md")),
            ("guide/getting_started.md", Some("guide/getting-started.md")),
            ("docs/getting%20started.md", None),
            ("docs/getting started.md", None),
            ("images/logo.png", Some("guide/images/logo.png")),
            ("docs/guide/README.md", Some("guide/README.md")),
            ("SUPPORT.md", Some(".github/SUPPORT.md")),
            ("gude", Some("guide")),
            ("faq.md", None),
            ("docs/README.md", None),
            ("guide/QA_4-6.md", None),
            ("logo.md", None),
            ("...", None),
            ("", None),
        ] {
            assert_eq!(nearby_files(&tree, path).fix(), expected, "{path}");
        }
        assert_eq!(
            nearby_files(&tree, "faq.md").candidates,
            ["new/faq.md", "old/faq.md"]
        );
        assert_eq!(
            nearby_files(&tree, "docs/getting started.md").candidates,
            ["guide/getting-started.md"]
        );
        assert_eq!(
            nearby_files(&tree, "en/usage.md").candidates,
            ["new/en/usage.md", "new/de/usage.md"]
        );
        assert!(nearby_files(&tree, "docs/README.md").candidates.is_empty());
        assert!(nearby_files(&tree, "guide/QA_4-6.md").candidates.is_empty());
        Ok(())
    }
}
