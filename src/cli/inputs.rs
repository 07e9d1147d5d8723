//! Paths → files and the collections they belong to.

use std::collections::HashMap;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use miette::{IntoDiagnostic as _, miette};

use qalint::check::Member;
use qalint::config::{self, Discovery, Settings};
use qalint::source::{self, Attributes, FileEntry, FileId, Files, Found};

/// The path that stands for standard input.
pub(super) const STDIN: &str = "-";

/// What a command is to look at.
#[derive(Debug)]
pub(super) struct Inputs {
    pub(super) files: Files,
    pub(super) members: Vec<Member>,
    /// The bytes of standard input, if it was asked for.
    pub(super) overlay: HashMap<FileId, Arc<[u8]>>,
}

/// Where inputs come from, as the command line says it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Files and folders to look at; `-` is standard input [default: .]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The path that standard input is said to have
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,

    /// Use this configuration instead of the `qalint.toml` files found upwards from each file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl InputArgs {
    /// One path, perhaps with a configuration.
    pub(super) fn of(path: &Path, config: Option<&Path>) -> Self {
        Self {
            paths: vec![path.to_owned()],
            stdin_filename: None,
            config: config.map(Path::to_owned),
        }
    }

    /// Whether standard input is asked for.
    pub(super) fn is_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(STDIN))
    }

    /// Finds the files. Those of a collection are all of it, even where only some were given,
    /// because what is said of these depends on the others.
    ///
    /// # Errors
    /// For the user's mistakes: a path that does not exist, a configuration that cannot be used.
    pub(super) fn find(&self) -> miette::Result<Inputs> {
        let mut finder = Finder::new(self.config.as_deref())?;
        let mut stdin = None;
        let here = [PathBuf::from(".")];
        let paths = if self.paths.is_empty() {
            &here[..]
        } else {
            &self.paths
        };
        for path in paths {
            if path == Path::new(STDIN) {
                let name = self
                    .stdin_filename
                    .clone()
                    .unwrap_or_else(|| "stdin.md".into());
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .take(source::MAX_FILE_BYTES + 1)
                    .read_to_end(&mut bytes)
                    .into_diagnostic()?;
                if bytes.len() as u64 > source::MAX_FILE_BYTES {
                    let error = source::ReadError::TooLarge(bytes.len() as u64);
                    return Err(miette!("standard input {error}"));
                }
                finder.file(&name)?;
                stdin = Some((name, bytes));
                continue;
            }
            match std::fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => finder.folder(path)?,
                Ok(_) => finder.file(path)?,
                // A broken symbolic link is there, though what it leads to is not.
                Err(_) if path.is_symlink() => finder.file(path)?,
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                    return Err(miette!(
                        help = "give files or folders that exist, or nothing for this folder",
                        "`{}` does not exist",
                        path.display()
                    ));
                }
                Err(error) => return Err(miette!("`{}`: {error}", path.display())),
            }
        }
        let (files, members) = finder.finish()?;
        let mut overlay = HashMap::new();
        if let Some((name, bytes)) = stdin {
            let disk = absolute(&name);
            let id = files
                .iter()
                .find(|(_, entry)| absolute(&entry.disk) == disk);
            if let Some((id, _)) = id {
                overlay.insert(id, bytes.into());
            }
        }
        Ok(Inputs {
            files,
            members,
            overlay,
        })
    }
}

/// Sorts files into collections.
struct Finder {
    fixed: Option<Settings>,
    discovery: Discovery,
    members: Vec<Member>,
    /// The collections by their absolute roots.
    by_root: HashMap<PathBuf, usize>,
    /// The collections by the folders of files: files come many to a folder.
    by_folder: HashMap<PathBuf, usize>,
    /// The roots of the repositories that folders are in.
    repositories: HashMap<PathBuf, Option<PathBuf>>,
    entries: HashMap<PathBuf, FileEntry>,
}

impl Finder {
    fn new(config: Option<&Path>) -> miette::Result<Self> {
        let fixed = config.map(config::load).transpose()?;
        Ok(Self {
            fixed,
            discovery: Discovery::default(),
            members: Vec::new(),
            by_root: HashMap::new(),
            by_folder: HashMap::new(),
            repositories: HashMap::new(),
            entries: HashMap::new(),
        })
    }

    /// Takes up all Markdown files below `folder`.
    fn folder(&mut self, folder: &Path) -> miette::Result<()> {
        let start = absolute(folder);
        for found in source::walk(folder) {
            let (path, failed) = match found {
                Found::File(path) => (path, None),
                Found::Failed(path, error) => (path, Some(error.to_string())),
            };
            let whole = match path.strip_prefix(folder) {
                Ok(below) => start.join(below),
                Err(_) => absolute(&path),
            };
            let collection = self.collection_of(&whole, &start)?;
            let member = &mut self.members[collection];
            // Without a configuration, what was given is the collection.
            let is_whole =
                member.settings.file.is_none() || member.settings.root.starts_with(&start);
            member.complete |= is_whole;
            let given = Given::Walked { reported: true };
            self.add(&path, whole, collection, given, failed);
        }
        Ok(())
    }

    /// Takes up one file.
    fn file(&mut self, file: &Path) -> miette::Result<()> {
        let whole = absolute(file);
        let collection = self.collection_of(&whole, whole.parent().unwrap_or(&whole))?;
        self.add(file, whole, collection, Given::Named, None);
        Ok(())
    }

    /// The collection of `file`, an absolute path. Where there is no configuration, its root is the
    /// repository's, or else `start`, an absolute path.
    fn collection_of(&mut self, file: &Path, start: &Path) -> miette::Result<usize> {
        let folder = file.parent().unwrap_or(file);
        if let Some(&index) = self.by_folder.get(folder) {
            return Ok(index);
        }
        let found = match &self.fixed {
            Some(_) => None,
            None => self.discovery.collection_of(folder)?,
        };
        let repository = self.repository_of(folder);
        let settings = self.fixed.as_ref().or(found.as_deref());
        let root = match (settings, &repository) {
            (Some(settings), _) => absolute(&settings.root),
            (None, Some(repository)) => repository.clone(),
            (None, None) => start.to_path_buf(),
        };
        let index = match self.by_root.get(&root) {
            Some(&index) => index,
            None => {
                let settings = settings.map_or_else(
                    || Settings::new(root.clone()),
                    |settings| Settings {
                        root: root.clone(),
                        ..settings.clone()
                    },
                );
                let boundary = repository.filter(|boundary| root.starts_with(boundary));
                let boundary = boundary.unwrap_or_else(|| root.clone());
                self.members.push(Member {
                    attributes: attributes_in(&boundary),
                    boundary,
                    settings,
                    complete: false,
                });
                self.by_root.insert(root, self.members.len() - 1);
                self.members.len() - 1
            }
        };
        self.by_folder.insert(folder.to_path_buf(), index);
        Ok(index)
    }

    /// The root of the repository that `folder` is in, looked for once.
    fn repository_of(&mut self, folder: &Path) -> Option<PathBuf> {
        let mut on_the_way = Vec::new();
        let mut found = None;
        for above in folder.ancestors() {
            if let Some(known) = self.repositories.get(above) {
                found.clone_from(known);
                break;
            }
            on_the_way.push(above);
            if is_repository(above) {
                found = Some(above.to_path_buf());
                break;
            }
        }
        for above in on_the_way {
            self.repositories.insert(above.to_path_buf(), found.clone());
        }
        found
    }

    /// Takes up the file at `path`, which is `whole` from the file system's root.
    fn add(
        &mut self,
        path: &Path,
        whole: PathBuf,
        collection: usize,
        given: Given,
        failed: Option<String>,
    ) {
        let settings = &self.members[collection].settings;
        let name = slashed(whole.strip_prefix(&settings.root).unwrap_or(&whole));
        let reported = match given {
            Given::Named => true,
            Given::Walked { reported } => {
                let wanted = source::is_markdown(path) || settings.include.is_match(&name);
                if failed.is_none() && !wanted || settings.exclude.is_match(&name) {
                    return;
                }
                reported
            }
        };
        let shown = slashed(path.strip_prefix(".").unwrap_or(path));
        let entry = FileEntry {
            disk: path.to_path_buf(),
            name,
            shown,
            collection,
            reported,
            failed,
        };
        self.entries
            .entry(whole)
            .and_modify(|known| known.reported |= reported)
            .or_insert(entry);
    }

    /// Completes the collections of which only some files were given: those that are configured,
    /// and those that are a repository. Of others nobody knows where they end.
    fn finish(mut self) -> miette::Result<(Files, Vec<Member>)> {
        for index in 0..self.members.len() {
            let member = &self.members[index];
            let ends = member.settings.file.is_some() || is_repository(&member.boundary);
            if member.complete || !ends {
                continue;
            }
            let root = member.settings.root.clone();
            self.members[index].complete = true;
            for found in source::walk(&relative_to_here(&root)) {
                let Found::File(path) = found else { continue };
                let whole = absolute(&path);
                if self.collection_of(&whole, &root)? == index {
                    let given = Given::Walked { reported: false };
                    self.add(&path, whole, index, given, None);
                }
            }
        }
        let files = Files::new(self.entries.into_values().collect());
        Ok((files, self.members))
    }
}

/// How a file came into the run.
#[derive(Clone, Copy)]
enum Given {
    /// The user named it: it is looked at whatever the configuration says.
    Named,
    /// It was found in a folder.
    Walked { reported: bool },
}

/// The folder of `file`, absolute.
pub(super) fn parent(file: &Path) -> PathBuf {
    let mut folder = absolute(file);
    folder.pop();
    folder
}

/// What the `.gitattributes` in `folder` says; nothing if there is none that can be read.
fn attributes_in(folder: &Path) -> Attributes {
    let text = source::read(&folder.join(".gitattributes"));
    text.map_or_else(
        |_| Attributes::default(),
        |text| Attributes::parse(&String::from_utf8_lossy(&text)),
    )
}

/// The root of the repository that `folder` is in: the nearest folder upwards that holds `.git`.
pub(super) fn repository_of(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .find(|folder| is_repository(folder))
        .map(Path::to_path_buf)
}

/// Whether `folder` is the root of a repository.
pub(super) fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// `path` from the file system's root, `.` and `..` resolved as written; symbolic links are not
/// followed.
pub(super) fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut resolved = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                resolved.pop();
            }
            other => resolved.push(other),
        }
    }
    resolved
}

/// `path`, which is absolute, from the working directory, if it is below it.
pub(super) fn relative_to_here(path: &Path) -> PathBuf {
    let here = absolute(Path::new("."));
    match path.strip_prefix(&here) {
        Ok(below) if below.as_os_str().is_empty() => PathBuf::from("."),
        Ok(below) => below.to_path_buf(),
        Err(_) => path.to_path_buf(),
    }
}

/// `path` with `/`; what is not Unicode is replaced by U+FFFD.
pub(super) fn slashed(path: &Path) -> String {
    // Nearly all paths are found in folders, and need no second look at each name.
    let is_plain = |text: &str| {
        std::path::is_separator('/')
            && !std::path::is_separator('\\')
            && !text.starts_with("./")
            && !text.ends_with(['/', '.'])
            && !text.contains("//")
            && !text.contains("/./")
    };
    if let Some(text) = path.to_str().filter(|text| is_plain(text)) {
        return text.to_owned();
    }
    let names: Vec<_> = path
        .components()
        .map(|c| c.as_os_str().to_string_lossy())
        .collect();
    names.join("/").replacen("//", "/", 1)
}
