//! Writing several files: all of them or none.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Change, WriteError, writable, write};

/// Files that are to be written together; all paths are on disk.
#[derive(Clone, Debug, Default)]
pub struct Transaction {
    /// Files that change.
    pub changes: BTreeMap<PathBuf, Change>,
    /// Files that get another name, after they have changed.
    pub renames: BTreeMap<PathBuf, PathBuf>,
    /// New files.
    pub created: BTreeMap<PathBuf, Vec<u8>>,
}

/// What has been done and can be undone.
enum Done {
    Written(PathBuf, Change),
    Renamed(PathBuf, PathBuf),
    Created(PathBuf),
}

impl Transaction {
    /// Writes everything inside `root`. If something fails, what was done is undone.
    ///
    /// # Errors
    /// With the file that could not be written, and why.
    pub fn commit(&self, root: &Path) -> Result<(), (PathBuf, WriteError)> {
        // Most of what can go wrong is known beforehand.
        for path in self.changes.keys().chain(self.renames.keys()) {
            writable(path, root).map_err(|error| (path.clone(), error))?;
        }
        let mut done = Vec::new();
        let result = self.run(root, &mut done);
        if result.is_err() {
            for step in done.into_iter().rev() {
                undo(step, root);
            }
        }
        result
    }

    fn run(&self, root: &Path, done: &mut Vec<Done>) -> Result<(), (PathBuf, WriteError)> {
        for (path, change) in &self.changes {
            write(path, root, change).map_err(|error| (path.clone(), error))?;
            done.push(Done::Written(path.clone(), change.clone()));
        }
        for (path, bytes) in &self.created {
            create(path, root, bytes).map_err(|error| (path.clone(), error))?;
            done.push(Done::Created(path.clone()));
        }
        // Through names of their own, because one file may get the name that another has now.
        let mut waiting = Vec::new();
        for (index, (from, to)) in self.renames.iter().enumerate() {
            let between =
                from.with_file_name(format!(".qalint-{}-{index}.tmp", std::process::id()));
            rename(from, &between).map_err(|error| (from.clone(), error))?;
            done.push(Done::Renamed(from.clone(), between.clone()));
            waiting.push((between, to));
        }
        for (between, to) in waiting {
            rename(&between, to).map_err(|error| (to.clone(), error))?;
            done.push(Done::Renamed(between, to.clone()));
        }
        Ok(())
    }
}

/// Undoes a step. What cannot be undone stays: there is nothing else to try.
fn undo(step: Done, root: &Path) {
    match step {
        Done::Written(path, change) => {
            let back = Change {
                before: change.after,
                after: change.before,
            };
            let _ = write(&path, root, &back);
        }
        Done::Renamed(from, to) => {
            let _ = rename(&to, &from);
        }
        Done::Created(path) => {
            let _ = fs::remove_file(path);
        }
    }
}

/// Renames a file to a name that nothing has.
fn rename(from: &Path, to: &Path) -> Result<(), WriteError> {
    if fs::symlink_metadata(to).is_ok() {
        return Err(WriteError::Io(io::ErrorKind::AlreadyExists.into()));
    }
    fs::rename(from, to).map_err(WriteError::Io)
}

/// Makes a file that is not there yet.
fn create(path: &Path, root: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let folder = path.parent().ok_or(WriteError::Outside)?;
    let folder = fs::canonicalize(folder).map_err(WriteError::Io)?;
    let root = fs::canonicalize(root).map_err(WriteError::Io)?;
    if !folder.starts_with(root) {
        return Err(WriteError::Outside);
    }
    let mut file = fs::File::create_new(path).map_err(WriteError::Io)?;
    io::Write::write_all(&mut file, bytes)
        .and_then(|()| file.sync_all())
        .map_err(WriteError::Io)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(before: &str, after: &str) -> Change {
        Change {
            before: before.as_bytes().into(),
            after: after.as_bytes().into(),
        }
    }

    #[test]
    fn names_may_be_exchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "a").unwrap();
        fs::write(path("b"), "b").unwrap();
        let transaction = Transaction {
            changes: BTreeMap::from([(path("a"), change("a", "A"))]),
            renames: BTreeMap::from([(path("a"), path("b")), (path("b"), path("c"))]),
            created: BTreeMap::from([(path("d"), b"d".to_vec())]),
        };
        transaction.commit(folder.path()).unwrap();
        let read = |name: &str| fs::read_to_string(path(name)).unwrap_or_default();
        assert_eq!(
            [read("a"), read("b"), read("c"), read("d")],
            ["", "A", "b", "d"]
        );
    }

    #[test]
    fn what_fails_leaves_everything_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "a").unwrap();
        fs::write(path("b"), "b").unwrap();
        fs::write(path("taken"), "t").unwrap();
        let transaction = Transaction {
            changes: BTreeMap::from([(path("a"), change("a", "A"))]),
            renames: BTreeMap::from([(path("a"), path("x")), (path("b"), path("taken"))]),
            created: BTreeMap::from([(path("d"), b"d".to_vec())]),
        };
        let (failed, _) = transaction.commit(folder.path()).unwrap_err();
        assert_eq!(failed, path("taken"));
        let read = |name: &str| fs::read_to_string(path(name)).unwrap_or_default();
        assert_eq!([read("a"), read("b"), read("taken")], ["a", "b", "t"]);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }
}
