//! Globs for paths in a collection.

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// The files and folders that some globs mean.
///
/// A glob is read as a line of `.gitignore` is: with a slash before its end it is a path from the
/// root of the collection, without one it is a name in any folder; `*` and `?` stop at slashes,
/// `**` does not; a folder stands for all that is in it. There is no negation. Matching is
/// sensitive to case, and `/` separates folders, on every system.
#[derive(Debug, Default)]
pub struct PathGlobs {
    globs: Vec<Glob>,
}

impl PathGlobs {
    /// Adds a glob.
    ///
    /// # Errors
    /// Says what is wrong with it, in lower case and without naming the glob.
    pub fn add(&mut self, glob: &str) -> Result<(), String> {
        self.globs.extend(compile(glob)?);
        Ok(())
    }

    /// The glob for the path itself, and not for what is in it.
    pub(super) fn without_contents(glob: &str) -> Result<Glob, String> {
        let [itself, _] = compile(glob)?;
        Ok(itself)
    }

    /// The set of what has been added, to be asked with paths from the root of the collection.
    ///
    /// # Errors
    /// If all globs together are too large.
    pub fn build(&self) -> Result<GlobSet, String> {
        let mut set = GlobSetBuilder::new();
        for glob in &self.globs {
            set.add(glob.clone());
        }
        set.build().map_err(|error| error.kind().to_string())
    }
}

/// Two globs: for the path itself, and for what is in it.
fn compile(glob: &str) -> Result<[Glob; 2], String> {
    if glob.starts_with('!') {
        return Err("a glob cannot be negated".to_owned());
    }
    if glob.split('/').any(|part| part == "..") {
        return Err("it leads out of the collection".to_owned());
    }
    let path = glob.strip_prefix("./").unwrap_or(glob);
    let path = path.strip_suffix('/').unwrap_or(path);
    let path = match path.strip_prefix('/') {
        Some(from_root) => from_root.to_owned(),
        None if path.contains('/') || glob.starts_with("./") => path.to_owned(),
        None => format!("**/{path}"),
    };
    if matches!(&*path, "" | "**/") {
        return Err("it is empty".to_owned());
    }
    let build = |path: &str| {
        GlobBuilder::new(path)
            .literal_separator(true)
            .backslash_escape(true)
            .build()
            .map_err(|error| error.kind().to_string())
    };
    Ok([build(&path)?, build(&format!("{path}/**"))?])
}

#[cfg(test)]
mod tests {
    use super::PathGlobs;

    fn matches(glob: &str, path: &str) -> bool {
        let mut globs = PathGlobs::default();
        globs
            .add(glob)
            .unwrap_or_else(|error| panic!("{glob}: {error}"));
        globs.build().is_ok_and(|globs| globs.is_match(path))
    }

    #[test]
    fn a_name_is_found_in_any_folder() {
        assert!(matches("*.md", "a.md"));
        assert!(matches("*.md", "docs/deep/a.md"));
        assert!(matches("drafts", "docs/drafts/a.md"));
        assert!(matches("drafts/", "docs/drafts"));
        assert!(matches("**", "docs/drafts/a.md"));
        assert!(!matches("drafts", "docs/drafts.md"));
    }

    #[test]
    fn a_path_begins_at_the_root() {
        assert!(matches("docs/*.md", "docs/a.md"));
        assert!(!matches("docs/*.md", "docs/deep/a.md"));
        assert!(!matches("docs/*.md", "old/docs/a.md"));
        assert!(matches("docs/**/*.md", "docs/deep/er/a.md"));
        assert!(matches("docs/**/*.md", "docs/a.md"));
        assert!(matches("/a.md", "a.md"));
        assert!(!matches("/a.md", "docs/a.md"));
        assert!(matches("./a.md", "a.md"));
        assert!(!matches("./a.md", "docs/a.md"));
    }

    #[test]
    fn what_matches_nothing_of_a_collection_is_refused() {
        for glob in [
            "",
            "/",
            "./",
            "..",
            "../a.md",
            "docs/../../a.md",
            "!a.md",
            "a[",
            "{a",
        ] {
            assert!(PathGlobs::default().add(glob).is_err(), "{glob}");
        }
    }
}
