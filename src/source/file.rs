//! The files of a run and their bytes.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::MAX_FILE_BYTES;

/// A file of a run: an index into its [`Files`], which are sorted by path, so that sorting by
/// `FileId` sorts by path.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct FileId(pub u32);

impl FileId {
    /// The id of the file at `index` among all files of its run.
    pub(crate) fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
}

/// One file that a run looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Where to open it.
    pub disk: PathBuf,
    /// The path from the root of its collection, with `/`; what is not Unicode in it is replaced
    /// by U+FFFD.
    pub name: String,
    /// The path as people are shown it: from the working directory, as they wrote it.
    pub shown: String,
    /// Which collection of the run it belongs to: an index into the run's collections.
    pub collection: usize,
    /// Whether its diagnostics are reported. The others are read because what is reported
    /// depends on them.
    pub reported: bool,
    /// Why it is already known to be unreadable, such as a folder that could not be entered.
    pub failed: Option<String>,
}

/// The files of a run, sorted by collection and name, so that the order of [`FileId`]s is the
/// order of the report.
#[derive(Clone, Debug, Default)]
pub struct Files {
    entries: Vec<FileEntry>,
}

impl Files {
    /// Sorts `entries` and drops the second of two that are the same file.
    #[must_use]
    pub fn new(mut entries: Vec<FileEntry>) -> Self {
        entries.sort_by(|a, b| {
            (a.collection, &a.name, &a.disk).cmp(&(b.collection, &b.name, &b.disk))
        });
        entries.dedup_by(|a, b| a.collection == b.collection && a.disk == b.disk);
        Self { entries }
    }

    /// The entry of `file`.
    ///
    /// # Panics
    /// If `file` comes from another run.
    #[must_use]
    pub fn get(&self, file: FileId) -> &FileEntry {
        &self.entries[file.0 as usize]
    }

    /// All files in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &FileEntry)> {
        self.entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (FileId::at(index), entry))
    }

    /// The file of `collection` with the path `name` from its root.
    #[must_use]
    pub fn find(&self, collection: usize, name: &str) -> Option<FileId> {
        self.entries
            .binary_search_by(|entry| {
                (entry.collection, entry.name.as_str()).cmp(&(collection, name))
            })
            .ok()
            .map(FileId::at)
    }

    /// How many files there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// It is larger than [`MAX_FILE_BYTES`]; holds its size in bytes.
    TooLarge(u64),
    /// It is a folder, a pipe, a socket or a device.
    NotAFile,
    /// It holds bytes that no text in any encoding would.
    Binary,
    /// The operating system said no.
    Io(io::Error),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(size) => write!(
                f,
                "is too large: {} MiB, of which qalint reads at most {}",
                size / (1024 * 1024),
                MAX_FILE_BYTES / (1024 * 1024)
            ),
            Self::NotAFile => f.write_str("is not a regular file"),
            Self::Binary => f.write_str("is not text"),
            Self::Io(error) => match error.kind() {
                io::ErrorKind::NotFound => f.write_str("does not exist"),
                io::ErrorKind::PermissionDenied => f.write_str("may not be read"),
                _ => write!(f, "could not be read: {error}"),
            },
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads the whole of a regular file, as long as it is when it is opened.
///
/// # Errors
/// If it is not a regular file (a pipe would block the run), too large, or not readable.
pub fn read(path: &Path) -> Result<Vec<u8>, ReadError> {
    let metadata = fs::metadata(path).map_err(ReadError::Io)?;
    if !metadata.is_file() {
        return Err(ReadError::NotAFile);
    }
    if metadata.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge(metadata.len()));
    }
    // One call for the whole of it; `read_to_end` would ask in small steps, and for the end.
    let mut bytes = vec![0; usize::try_from(metadata.len()).unwrap_or(0)];
    let mut file = File::open(path).map_err(ReadError::Io)?;
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(ReadError::Io(error)),
        }
    }
    // It may have shrunk since its size was taken.
    bytes.truncate(filled);
    Ok(bytes)
}
