//! `qalint check --watch`.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use miette::{Context as _, IntoDiagnostic as _, miette};
use notify::{EventKind, RecursiveMode, Watcher as _};
use qalint::check::Run;
use qalint::config;
use qalint::source::{self, FileId};

use super::terminal::ColorChoice;
use super::{Outcome, OutputError, complain};

/// How long it must be quiet after a change: programs that save write several times.
const QUIET: Duration = Duration::from_millis(5);

/// How long changes may go on before they are looked at nevertheless.
const PATIENCE: Duration = Duration::from_millis(100);

/// Checks with `check`, and again after each change, until the process is ended. `check` is given
/// what is known of the files, or nothing if all of it is to be found out anew.
///
/// # Errors
/// If the first check fails, or the files cannot be watched.
pub(super) fn watch(
    check: impl Fn(Option<Run>) -> miette::Result<Run>,
    color: ColorChoice,
) -> miette::Result<Outcome> {
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // Nobody is left to be told when this ends.
        let _ = sender.send(event);
    })
    .into_diagnostic()
    .wrap_err("changes cannot be watched")?;
    let mut watched: BTreeSet<PathBuf> = BTreeSet::new();
    let mut run = Some(check(None)?);
    loop {
        for root in run.iter().flat_map(Run::members).map(|m| &m.settings.root) {
            if watched.insert(root.clone()) {
                watcher
                    .watch(root, RecursiveMode::Recursive)
                    .map_err(|error| miette!("changes cannot be watched: {error}"))?;
            }
        }
        tell(run.as_ref()).map_err(OutputError::from)?;
        let Some(changed) = next(&changes) else {
            return Ok(Outcome::Failed);
        };
        let begun = Instant::now();
        let known = run.take().and_then(|run| updated(run, changed));
        clear().map_err(OutputError::from)?;
        run = match check(known) {
            Ok(run) => Some(run),
            // A configuration that is being written has mistakes, now and then.
            Err(error) => {
                complain(&error, color);
                None
            }
        };
        let took = begun.elapsed().as_millis();
        writeln!(io::stderr(), "checked again in {took} ms").map_err(OutputError::from)?;
    }
}

/// What may have changed.
#[derive(Debug, Default)]
struct Changed {
    /// The files that were written.
    written: BTreeSet<PathBuf>,
    /// Whether there may be other files than before.
    others: bool,
}

impl Changed {
    fn add(&mut self, event: notify::Result<notify::Event>) {
        let Ok(event) = event else {
            self.others = true;
            return;
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        // Where too much has happened at once, nobody knows what.
        self.others |= event.need_rescan();
        let is_new = !matches!(event.kind, EventKind::Modify(kind) if !kind_is_name(kind));
        for path in event.paths.into_iter().filter(|path| !is_internal(path)) {
            self.others |= is_new && !path.is_file();
            self.written.insert(path);
        }
    }

    fn is_nothing(&self) -> bool {
        self.written.is_empty() && !self.others
    }
}

fn kind_is_name(kind: notify::event::ModifyKind) -> bool {
    matches!(kind, notify::event::ModifyKind::Name(_))
}

/// Whether a path is of no concern: git's own files, and those that are only there while a file is
/// being written.
fn is_internal(path: &Path) -> bool {
    let in_git = path.iter().any(|name| name == ".git");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    in_git || name.starts_with(".qalint-") || name.ends_with('~') || name.ends_with(".swp")
}

/// Waits for the next changes; none if there can be no more.
fn next(changes: &Receiver<notify::Result<notify::Event>>) -> Option<Changed> {
    let mut changed = Changed::default();
    while changed.is_nothing() {
        changed.add(changes.recv().ok()?);
    }
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        match changes.recv_timeout(QUIET) {
            Ok(event) => changed.add(event),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
    Some(changed)
}

/// The run after these changes, if nothing but the bytes of files that it knows has changed; other
/// files that links may lead to are looked up anew in any case.
fn updated(mut run: Run, changed: Changed) -> Option<Run> {
    if changed.others {
        return None;
    }
    let mut files: Vec<(FileId, Arc<[u8]>)> = Vec::new();
    for path in changed.written {
        let known = run
            .members()
            .iter()
            .enumerate()
            .find_map(|(index, member)| {
                let below = path.strip_prefix(&member.settings.root).ok()?;
                run.files().find(index, &super::inputs::slashed(below))
            });
        match known {
            Some(file) => files.push((file, source::read(&path).ok()?.into())),
            None if decides(&path) => return None,
            None => {}
        }
    }
    run.update(&files);
    Some(run)
}

/// Whether a file that is not in a run decides which files are, or how they are checked.
fn decides(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    let is = |other: &str| name == other;
    let is_rules = path
        .extension()
        .is_some_and(|extension| extension == "toml");
    source::is_markdown(path)
        || is_rules
        || is(config::FILE_NAME)
        || is(".gitignore")
        || is(".ignore")
        || is(".gitattributes")
        || is(qalint::baseline::FILE_NAME)
}

/// Says how much is watched.
fn tell(run: Option<&Run>) -> io::Result<()> {
    let mut err = io::stderr().lock();
    match run.map(|run| run.files().len()) {
        Some(1) => writeln!(err, "watching 1 file; Ctrl-C ends"),
        Some(files) => writeln!(err, "watching {files} files; Ctrl-C ends"),
        None => writeln!(err, "waiting for a change; Ctrl-C ends"),
    }
}

/// Clears the screen, if the output is one.
fn clear() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        out.write_all(b"\x1b[2J\x1b[3J\x1b[H")?;
    }
    out.flush()
}
