//! Who makes pages of the files of a repository: the host that shows them, or a generator of sites,
//! which has ideas of its own about paths and anchors.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::resolve::folder_of;
use super::tree::{Tree, joined};

/// A generator of sites, as far as it matters for links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Generator {
    /// Docusaurus, which looks up relative paths with an extension from the file.
    Docusaurus,
    /// DocFX and Microsoft Learn; paths from the file.
    DocFx,
    /// `MkDocs`; paths from the file.
    MkDocs,
    /// mdBook; paths from the file.
    MdBook,
    /// `VitePress` and `VuePress`; paths from the file.
    VitePress,
    /// Hugo; paths from the page, and what one language lacks comes from another.
    Hugo,
    /// Jekyll; paths from the page, but those of Markdown files from the file.
    Jekyll,
    /// Any other.
    Other,
}

impl Generator {
    /// Whether a relative path with an extension is looked up from the file that it stands in,
    /// rather than from the page that the file becomes.
    #[must_use]
    pub const fn resolves_files(self) -> bool {
        matches!(
            self,
            Self::Docusaurus | Self::DocFx | Self::MkDocs | Self::MdBook | Self::VitePress
        )
    }

    /// The generator that a folder with these names is the root of.
    fn of(names: &[String]) -> Option<Self> {
        let is = |name: &str| names.iter().any(|other| other == name);
        let begins = |start: &str| names.iter().any(|other| other.starts_with(start));
        Some(if begins("docusaurus.config.") {
            Self::Docusaurus
        } else if is("docfx.json") || is(".openpublishing.publish.config.json") {
            Self::DocFx
        } else if is("mkdocs.yml") || is("mkdocs.yaml") || is("zensical.toml") {
            Self::MkDocs
        } else if is("book.toml") {
            Self::MdBook
        } else if is(".vitepress") || is(".vuepress") {
            Self::VitePress
        } else if ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"]
            .iter()
            .any(|name| is(name))
            || begins("config") && is("content") && (is("layouts") || is("archetypes"))
        {
            Self::Hugo
        } else if begins("_config.")
            // A theme for the pages of a repository needs no more than the configuration.
            && ["_posts", "_layouts", "_includes", "_data", "_docs", "Gemfile"]
                .iter()
                .any(|name| is(name))
        {
            Self::Jekyll
        } else if [
            ".eleventy.js",
            ".gitbook.yaml",
            "antora.yml",
            "docs.json",
            "mint.json",
            "pelicanconf.py",
        ]
        .iter()
        .any(|name| is(name))
            || [
                "astro.config.",
                "eleventy.config.",
                "gatsby-config.",
                "next.config.",
                "nuxt.config.",
                "rspress.config.",
                "svelte.config.",
                "vocs.config.",
            ]
            .iter()
            .any(|start| begins(start))
            || is("conf.py") && (is("index.rst") || is("index.md") || is("Makefile"))
            || is("config.toml") && is("content") && is("templates")
            || is("_sidebar.md") && is("index.html")
        {
            Self::Other
        } else {
            return None;
        })
    }
}

/// The sites in a repository, found by the configurations of their generators. Can be shared
/// between threads.
#[derive(Debug, Default)]
pub struct Sites {
    folders: RwLock<HashMap<String, Option<Found>>>,
}

/// The site that a folder belongs to.
#[derive(Clone, Debug)]
struct Found {
    generator: Generator,
    /// The root of the site.
    root: String,
}

/// The folders beside its documents in which a Docusaurus site has its configuration.
const BESIDE: [&str; 4] = ["docs-site", "site", "website", "www"];

impl Sites {
    /// The generator that makes a page of `file`, a path from the root of `tree`; `None` if only
    /// the host shows it. What stands in the root of a site under a name in capitals (`README.md`)
    /// is for those who come to the repository.
    #[must_use]
    pub fn generator_of(&self, tree: &Tree, file: &str) -> Option<Generator> {
        let folder = folder_of(file);
        let found = self.of_folder(tree, folder)?;
        let name = file.rsplit('/').next().unwrap_or(file);
        let stem = name.split('.').next().unwrap_or(name);
        let is_for_host = found.root == folder
            && stem.len() > 1
            && stem
                .bytes()
                .all(|b| b.is_ascii_uppercase() || matches!(b, b'_' | b'-'));
        (!is_for_host).then_some(found.generator)
    }

    fn of_folder(&self, tree: &Tree, folder: &str) -> Option<Found> {
        // The map is never left half changed, so a panic of another thread does no harm.
        let known = self
            .folders
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(folder)
            .cloned();
        if let Some(known) = known {
            return known;
        }
        // Not recursively: a path may have any number of folders.
        let mut found = None;
        let mut at = folder;
        let mut below = None;
        loop {
            if let Some(generator) = generator_at(tree, at, below) {
                let root = at.to_owned();
                found = Some(Found { generator, root });
                break;
            }
            if at.is_empty() {
                break;
            }
            below = Some(at.rsplit('/').next().unwrap_or(at));
            at = folder_of(at);
        }
        self.folders
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(folder.to_owned(), found.clone());
        found
    }
}

/// The generator of `folder` itself, for a file in its folder `below`.
fn generator_at(tree: &Tree, folder: &str, below: Option<&str>) -> Option<Generator> {
    let names = tree.names(folder);
    if let Some(generator) = Generator::of(&names) {
        return Some(generator);
    }
    if !matches!(below, Some("docs" | "blog")) {
        return None;
    }
    BESIDE
        .iter()
        .filter(|beside| names.iter().any(|name| name == *beside))
        .find_map(|beside| {
            Generator::of(&tree.names(&joined(folder, beside)))
                .filter(|generator| *generator == Generator::Docusaurus)
        })
}

/// Whether `file` is a piece of pages rather than a page: its links and places are those of the
/// pages that take it in.
#[must_use]
pub fn is_partial(file: &str) -> bool {
    let mut names = file.rsplit('/');
    let name = names.next().unwrap_or(file);
    (name.starts_with('_') && !name.starts_with("_index."))
        || names.any(|folder| {
            matches!(
                folder,
                "_includes" | "includes" | "_partials" | "partials" | "_snippets" | "snippets"
            )
        })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn sites_are_found_by_their_configurations() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        for file in [
            "website/docusaurus.config.ts",
            "docs/a.md",
            "notes/b.md",
            "book/book.toml",
            "book/README.md",
            "book/src/README.md",
            "book/src/deep/c.md",
            "hugo/config.toml",
            "hugo/content/d.md",
            "hugo/layouts/x.html",
        ] {
            let path = dir.path().join(file);
            fs::create_dir_all(path.parent().unwrap_or(dir.path()))?;
            fs::write(path, "")?;
        }
        let (tree, sites) = (Tree::new(dir.path()), Sites::default());
        for (file, expected) in [
            ("README.md", None),
            ("docs/a.md", Some(Generator::Docusaurus)),
            ("notes/b.md", None),
            ("website/pages/x.md", Some(Generator::Docusaurus)),
            ("book/README.md", None),
            ("book/src/README.md", Some(Generator::MdBook)),
            ("book/src/deep/c.md", Some(Generator::MdBook)),
            ("hugo/content/d.md", Some(Generator::Hugo)),
        ] {
            assert_eq!(sites.generator_of(&tree, file), expected, "{file}");
            assert_eq!(sites.generator_of(&tree, file), expected, "again: {file}");
        }
        Ok(())
    }

    #[test]
    fn pieces_of_pages() {
        for file in ["docs/_setup.mdx", "_includes/a/b.md", "x/includes/y.md"] {
            assert!(is_partial(file), "{file}");
        }
        for file in ["docs/_index.md", "includes.md", "docs/a_b.md"] {
            assert!(!is_partial(file), "{file}");
        }
    }
}
