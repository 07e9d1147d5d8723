//! Finding the files to look at.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// The extensions that mark a file as Markdown, in lower case.
pub const MARKDOWN_EXTENSIONS: [&str; 5] = ["md", "markdown", "mdown", "mkd", "mkdn"];

/// Whether the name of a file says that it is Markdown.
#[must_use]
pub fn is_markdown(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|extension| {
        MARKDOWN_EXTENSIONS
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known))
    })
}

/// What a walk came upon.
#[derive(Debug)]
pub enum Found {
    /// A file.
    File(PathBuf),
    /// A folder or file that could not be entered, and why.
    Failed(PathBuf, std::io::Error),
}

/// Lists the files below `folder`, in no particular order.
///
/// Leaves out what `.gitignore` and `.ignore` name, hidden files and folders, and symbolic links:
/// what they lead to is either found under its own name or outside.
#[must_use]
pub fn walk(folder: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in WalkBuilder::new(folder)
        .require_git(false)
        .follow_links(false)
        .build()
    {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file {
                    found.push(Found::File(entry.into_path()));
                }
            }
            Err(error) => {
                if let Some((path, error)) = failed(&error, folder) {
                    found.push(Found::Failed(path, error));
                }
            }
        }
    }
    found
}

/// Where a walk failed and why; `None` for what only concerns an ignore file's own lines.
fn failed(error: &ignore::Error, folder: &Path) -> Option<(PathBuf, std::io::Error)> {
    let path = path_of(error).unwrap_or(folder).to_path_buf();
    let error = error.io_error()?;
    // The innermost error says why; those around it say again where.
    let mut why: &dyn std::error::Error = error;
    while let Some(source) = why.source() {
        why = source;
    }
    let why = why.to_string();
    Some((path, std::io::Error::new(error.kind(), why)))
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}
