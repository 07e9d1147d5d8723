//! What the commands that edit a collection share: showing what they would do, and doing it.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use miette::miette;
use qalint::check::{Mode, Run};
use qalint::fix::{Fixed, Transaction};
use qalint::renumber::Changes;
use qalint::report::escape;
use qalint::source::FileId;

use super::inputs::{InputArgs, Inputs};
use super::terminal::ColorChoice;
use super::{Outcome, OutputError, diff};

/// How a command that edits goes about it.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct EditArgs {
    /// Show what would change, and change nothing
    #[arg(long)]
    diff: bool,

    /// Change nothing, and exit with 1 if anything would change
    #[arg(long)]
    check: bool,
}

/// The run of a command that edits, which keeps the bytes of all files.
///
/// # Errors
/// For the user's mistakes, standard input among them: nothing of a collection could be there.
pub(super) fn run(inputs: &InputArgs) -> miette::Result<Run> {
    if inputs.is_stdin() {
        return Err(miette!(
            "a collection is edited in its folder, not on standard input"
        ));
    }
    let Inputs {
        files,
        members,
        overlay,
        ..
    } = inputs.find()?;
    Ok(Run::new(files, members, overlay, Mode { keep: true }))
}

/// Shows or writes the changes of each collection.
pub(super) fn finish(
    run: &Run,
    changes: &[(usize, Changes)],
    args: EditArgs,
    color: ColorChoice,
) -> miette::Result<Outcome> {
    for problem in changes.iter().flat_map(|(_, changes)| &changes.left) {
        let mut err = io::stderr().lock();
        writeln!(err, "left as it is: {}", escape(&problem.to_string()))
            .map_err(OutputError::from)?;
    }
    let changes: Vec<&(usize, Changes)> = changes
        .iter()
        .filter(|(_, changes)| !changes.is_empty())
        .collect();
    if args.diff {
        for (_, changes) in &changes {
            show(run, changes, color)?;
        }
    }
    if args.diff || args.check {
        return Ok(if changes.is_empty() {
            Outcome::Clean
        } else {
            Outcome::Found
        });
    }
    for (member, changes) in &changes {
        write(run, *member, changes)?;
    }
    tell(run, &changes).map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}

fn show(run: &Run, changes: &Changes, color: ColorChoice) -> miette::Result<()> {
    let mut out = io::stdout().lock();
    for (file, name) in &changes.renames {
        let old = &run.files().get(*file).name;
        writeln!(out, "rename from {}", escape(old))
            .and_then(|()| writeln!(out, "rename to {}", escape(name)))
            .map_err(OutputError::from)?;
    }
    drop(out);
    let fixed = Fixed {
        files: changes.files.clone(),
        ..Fixed::default()
    };
    diff::write(run, &fixed, color)?;
    let mut out = io::stdout().lock();
    for (name, bytes) in &changes.created {
        let text = String::from_utf8_lossy(bytes);
        writeln!(out, "--- /dev/null\n+++ b/{}", escape(name)).map_err(OutputError::from)?;
        for line in text.lines() {
            writeln!(out, "+{}", escape(line)).map_err(OutputError::from)?;
        }
    }
    Ok(())
}

fn write(run: &Run, member: usize, changes: &Changes) -> miette::Result<()> {
    let root = &run.members()[member].settings.root;
    let disk = |file: &FileId| run.files().get(*file).disk.clone();
    let transaction = Transaction {
        changes: changes
            .files
            .iter()
            .map(|(file, change)| (disk(file), change.clone()))
            .collect(),
        renames: renames(run, root, changes),
        created: changes
            .created
            .iter()
            .map(|(name, bytes)| (root.join(name), bytes.clone()))
            .collect(),
    };
    transaction.commit(root).map_err(|(path, error)| {
        miette!(
            help = "nothing was changed",
            "`{}` {error}",
            escape(&path.to_string_lossy())
        )
    })
}

fn renames(run: &Run, root: &Path, changes: &Changes) -> BTreeMap<PathBuf, PathBuf> {
    changes
        .renames
        .iter()
        .map(|(file, name)| (run.files().get(*file).disk.clone(), root.join(name)))
        .collect()
}

/// Says on standard output what was changed.
fn tell(run: &Run, changes: &[&(usize, Changes)]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if changes.is_empty() {
        return writeln!(out, "nothing to change");
    }
    for (_, changes) in changes {
        for file in changes.files.keys() {
            writeln!(out, "changed {}", escape(&run.files().get(*file).shown))?;
        }
        for (file, name) in &changes.renames {
            let old = &run.files().get(*file).name;
            writeln!(out, "renamed {} to {}", escape(old), escape(name))?;
        }
        for (name, _) in &changes.created {
            writeln!(out, "created {}", escape(name))?;
        }
    }
    Ok(())
}
