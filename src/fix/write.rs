//! Writing a fixed file: wholly or not at all, and only over what was read.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::Change;

/// Why a file was not written. It is as it was.
#[derive(Debug)]
pub enum WriteError {
    /// It is not what was read any more.
    Changed,
    /// It lies outside the folder that may be written, by way of a symbolic link.
    Outside,
    /// The operating system said no.
    Io(io::Error),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed => f.write_str("was changed by someone else in the meantime"),
            Self::Outside => f.write_str("lies outside the collection"),
            Self::Io(error) => write!(f, "could not be written: {error}"),
        }
    }
}

impl std::error::Error for WriteError {}

/// Whether the file at `path` may be written: whether it lies inside `root`, symbolic links
/// resolved, and is not read-only.
///
/// # Errors
/// If not.
pub fn writable(path: &Path, root: &Path) -> Result<(), WriteError> {
    open(path, root).map(|_| ())
}

/// The real path of a file that may be written, and its permissions.
fn open(path: &Path, root: &Path) -> Result<(PathBuf, fs::Permissions), WriteError> {
    let real = fs::canonicalize(path).map_err(WriteError::Io)?;
    let root = fs::canonicalize(root).map_err(WriteError::Io)?;
    if !real.starts_with(&root) {
        return Err(WriteError::Outside);
    }
    let permissions = fs::metadata(&real).map_err(WriteError::Io)?.permissions();
    if permissions.readonly() {
        let error = io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only");
        return Err(WriteError::Io(error));
    }
    Ok((real, permissions))
}

/// Replaces the content of the file at `path` by [`Change::after`], if it still is
/// [`Change::before`]: a temporary file beside it is written, flushed and renamed, so that the
/// file is either the old or the new one at any moment. Keeps the permissions.
///
/// # Errors
/// If the file lies outside `root`, has changed, or cannot be written.
pub fn write(path: &Path, root: &Path, change: &Change) -> Result<(), WriteError> {
    let (real, permissions) = open(path, root)?;
    let folder = real.parent().ok_or(WriteError::Outside)?;
    // The name ends otherwise than Markdown, so that no run takes it for content.
    let mut temporary = tempfile::Builder::new()
        .prefix(".qalint-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(WriteError::Io)?;
    temporary.write_all(&change.after).map_err(WriteError::Io)?;
    temporary
        .as_file()
        .set_permissions(permissions)
        .map_err(WriteError::Io)?;
    temporary.as_file().sync_all().map_err(WriteError::Io)?;
    if fs::read(&real).map_err(WriteError::Io)? != *change.before {
        return Err(WriteError::Changed);
    }
    temporary
        .persist(&real)
        .map_err(|error| WriteError::Io(error.error))?;
    Ok(())
}
