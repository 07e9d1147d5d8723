//! Finding the configuration that governs a folder, and reading it.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Settings;
use super::error::{ConfigError, Mistake};
use super::file::{parse_rules, parse_with};
use crate::cache::Digest;

/// What a configuration is called.
pub const FILE_NAME: &str = "qalint.toml";

/// The largest configuration that is read, in bytes.
const MAX_BYTES: u64 = 1024 * 1024;

/// Finds the collections that folders belong to, and reads each configuration once.
///
/// The collection of a folder is that of the nearest `qalint.toml` in it or above, up to the root
/// of the file system, whatever else lies between (a repository's root, say). A `qalint.toml`
/// below another begins a collection of its own and inherits nothing.
#[derive(Debug, Default)]
pub struct Discovery {
    known: HashMap<PathBuf, Found>,
}

type Found = Result<Option<Arc<Settings>>, ConfigError>;

impl Discovery {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The settings of the collection that `folder` belongs to; `None` if no configuration
    /// governs it. Looks only at the names that `folder` is made of: give it absolute and without
    /// `..`. [`Settings::root`] is `folder` or what it begins with.
    ///
    /// # Errors
    /// If the nearest `qalint.toml` has mistakes, is not readable, or is not a file: a symbolic
    /// link is not followed, since it may lead out of the collection.
    pub fn collection_of(&mut self, folder: &Path) -> Result<Option<Arc<Settings>>, ConfigError> {
        let mut on_the_way = Vec::new();
        let mut found = Ok(None);
        for above in folder.ancestors() {
            if let Some(known) = self.known.get(above) {
                found = known.clone();
                break;
            }
            on_the_way.push(above);
            if let Some(here) = look(&above.join(FILE_NAME)) {
                found = here.map(|settings| Some(Arc::new(settings)));
                break;
            }
        }
        for above in on_the_way {
            self.known.insert(above.to_owned(), found.clone());
        }
        found
    }
}

/// The settings of the configuration at `path`; `None` if there is nothing.
fn look(path: &Path) -> Option<Result<Settings, ConfigError>> {
    let kind = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata.file_type(),
        Err(error) if is_nothing(&error) => return None,
        Err(error) => return Some(Err(ConfigError::unreadable(path, reason(&error)))),
    };
    if kind.is_symlink() {
        let error = ConfigError::unreadable(path, "it is a symbolic link");
        return Some(Err(
            error.help("put the file itself there, or name it with `--config`")
        ));
    }
    if !kind.is_file() && !kind.is_dir() {
        return Some(Err(ConfigError::unreadable(path, "it is not a file")));
    }
    Some(load(path))
}

fn is_nothing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Reads the configuration at `path`, also through a symbolic link, and the files of the folder
/// `rules/` beside it. The collection is the folder of `path`; for a configuration from elsewhere,
/// set [`Settings::root`] afterwards.
///
/// # Errors
/// If it cannot be read, is larger than 1 MiB, is not UTF-8, or has mistakes.
pub fn load(path: &Path) -> Result<Settings, ConfigError> {
    let text = read_text(path)?;
    let mut rules = Vec::new();
    let mut digest = Digest::default();
    digest.add(text.as_bytes());
    for file in rules_files(&path.with_file_name(RULES_FOLDER)) {
        let text = read_text(&file)?;
        digest.add(text.as_bytes());
        parse_rules(&text, &file, &mut rules)?;
    }
    Ok(Settings {
        digest: digest.finish(),
        ..parse_with(&text, path, rules)?
    })
}

/// The folder beside a configuration that holds further rules of the collection's own.
const RULES_FOLDER: &str = "rules";

/// The TOML files in `folder`, sorted. No symbolic links: they may lead out of the collection.
fn rules_files(folder: &Path) -> Vec<PathBuf> {
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir());
    let entries = is_folder.then(|| fs::read_dir(folder).ok()).flatten();
    let mut files: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "toml")
        })
        .collect();
    files.sort();
    files
}

/// The text of the configuration at `path`.
fn read_text(path: &Path) -> Result<String, ConfigError> {
    // Opening a folder fails in another way on each system.
    if path.is_dir() {
        return Err(ConfigError::unreadable(path, "it is a folder"));
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    match read {
        Ok(_) if bytes.len() as u64 > MAX_BYTES => {
            return Err(ConfigError::unreadable(path, "it is larger than 1 MiB"));
        }
        Ok(_) => {}
        Err(error) => return Err(ConfigError::unreadable(path, reason(&error))),
    }
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let valid = String::from_utf8_lossy(&bytes);
            let start = error.valid_up_to();
            // In the text that is shown, U+FFFD stands for what is not UTF-8.
            let shown = start..start + char::REPLACEMENT_CHARACTER.len_utf8();
            let mistake = Mistake::at(shown, format!("byte {start} is not UTF-8"));
            let mistake = mistake.help("save the file as UTF-8");
            Err(ConfigError::new(path, &valid, vec![mistake]))
        }
    }
}

/// Why something could not be read, as the end of a sentence.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "no permission".to_owned(),
        _ => error.to_string(),
    }
}
