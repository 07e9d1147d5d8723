//! Where what runs have found is kept for later ones: `.qalint-cache/` in the collection.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use qalint::cache::{self, Cache, Key, MAX_BYTES, Secret};

/// The folder in the root of a collection.
const FOLDER: &str = ".qalint-cache";

/// The file in it.
const FILE: &str = "results";

/// The file in the user's cache folder that holds the secret by which they are sealed.
const SECRET_FILE: &str = "secret";

/// Of fewer files than these nothing is kept: checking them takes less time than anyone notices.
pub(super) const FEWEST: usize = 100;

/// A place to keep what runs have found.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    secret: Secret,
}

impl Store {
    /// The store of the collection at `root`; `None` if its user has no place for a secret, or if
    /// it is no folder of the collection's own.
    pub(super) fn new(root: &Path, cache_folder: &Path) -> Option<Self> {
        let folder = root.join(FOLDER);
        // A symbolic link may lead anywhere.
        let is_own = fs::symlink_metadata(&folder).map_or_else(
            |error| error.kind() == io::ErrorKind::NotFound,
            |metadata| metadata.is_dir(),
        );
        let secret = is_own.then(|| secret(cache_folder).ok()).flatten()?;
        Some(Self { folder, secret })
    }

    /// What earlier runs have left; nothing if that is damaged, or not from this user.
    pub(super) fn load(&self) -> Cache {
        let path = self.folder.join(FILE);
        let metadata = fs::symlink_metadata(&path);
        let is_sound =
            metadata.is_ok_and(|m| m.is_file() && m.len() <= MAX_BYTES.try_into().unwrap_or(0));
        let bytes = is_sound.then(|| fs::read(&path).ok()).flatten();
        bytes
            .and_then(|bytes| Cache::read(bytes, self.secret))
            .unwrap_or_default()
    }

    /// Leaves `entries` to later runs. A run at the same time may do so, too: the last one counts.
    ///
    /// # Errors
    /// If the folder cannot be written, which only makes the next run slower.
    pub(super) fn save(&self, entries: &[(Key, Vec<u8>)]) -> io::Result<()> {
        let Some(bytes) = cache::write(entries, self.secret) else {
            return Ok(());
        };
        if let Err(error) = fs::create_dir(&self.folder) {
            if error.kind() != io::ErrorKind::AlreadyExists {
                return Err(error);
            }
        } else {
            // Neither git nor backups need it.
            fs::write(self.folder.join(".gitignore"), "*\n")?;
            fs::write(self.folder.join("CACHEDIR.TAG"), TAG)?;
        }
        let mut temporary = tempfile::NamedTempFile::new_in(&self.folder)?;
        temporary.write_all(&bytes)?;
        temporary.persist(self.folder.join(FILE))?;
        Ok(())
    }
}

/// What marks a folder as a cache (bford.info/cachedir).
const TAG: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# What qalint has found, for its next run.\n";

/// Tells programs apart that may find different things: another version, or another build of it.
pub(super) fn stamp() -> Vec<u8> {
    let program = std::env::current_exe().and_then(fs::metadata);
    let built = program.and_then(|m| Ok((m.len(), m.modified()?)));
    let built = built.unwrap_or((0, SystemTime::UNIX_EPOCH));
    format!("{} {built:?}", env!("CARGO_PKG_VERSION")).into_bytes()
}

/// The secret in the user's cache folder, made when it is first needed.
fn secret(folder: &Path) -> io::Result<Secret> {
    let path = folder.join(SECRET_FILE);
    if let Ok(known) = read_secret(&path) {
        return Ok(known);
    }
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(io::Error::other)?;
    fs::create_dir_all(folder)?;
    // Only its owner may read a temporary file.
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(&secret)?;
    match temporary.persist_noclobber(&path) {
        Ok(_) => Ok(Secret(secret)),
        // Another run was quicker.
        Err(_) => read_secret(&path),
    }
}

fn read_secret(path: &Path) -> io::Result<Secret> {
    let bytes = fs::read(path)?;
    let secret = bytes.try_into().map_err(|_| io::ErrorKind::InvalidData)?;
    Ok(Secret(secret))
}
