//! `qalint init`.

mod files;
mod look;
mod shape;

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use miette::miette;
use qalint::check::{Mode, Run};
use qalint::config::FILE_NAME;
use qalint::report::escape;

use super::inputs::{InputArgs, absolute, relative_to_here, repository_of, slashed};
use super::{Outcome, OutputError};
use look::Look;

/// Look at a collection, say what it is like, and write a `qalint.toml` for it
///
/// At a terminal it asks before it writes; otherwise it writes what the arguments say. A file that
/// is there already is never replaced unasked.
#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// The folder of the collection [default: .]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// Write a `.pre-commit-config.yaml`, too
    #[arg(long)]
    pre_commit: bool,

    /// Write a workflow for GitHub Actions, too
    #[arg(long)]
    github: bool,

    /// Ask nothing
    #[arg(long, short)]
    yes: bool,
}

/// A file that can be written.
struct Offer {
    path: PathBuf,
    text: String,
    /// Whether it is to be written unless the user says no.
    wanted: bool,
    /// What it is for.
    what: &'static str,
}

pub(super) fn run(args: &InitArgs) -> miette::Result<Outcome> {
    let folder = args.folder.as_deref().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(miette!("`{}` is no folder", folder.display()));
    }
    let inputs = InputArgs::of(folder, None).find()?;
    let run = Run::new(
        inputs.files,
        inputs.members,
        inputs.overlay,
        Mode::default(),
    );
    let look = Look::at(&run);
    let mut out = io::stdout().lock();
    write!(out, "{}", look.in_words()).map_err(OutputError::from)?;
    drop(out);
    let asks = !args.yes && io::stdin().is_terminal() && io::stderr().is_terminal();
    let mut outcome = Outcome::Clean;
    for offer in offers(args, folder, &look, &shape::commented(&run)) {
        let wanted = if asks { ask(&offer)? } else { offer.wanted };
        if wanted && !write(&offer, asks)? {
            outcome = Outcome::Failed;
        }
    }
    Ok(outcome)
}

fn offers(args: &InitArgs, folder: &Path, look: &Look, shapes: &str) -> Vec<Offer> {
    let whole = absolute(folder);
    let repository = repository_of(&whole).unwrap_or_else(|| whole.clone());
    let within = slashed(whole.strip_prefix(&repository).unwrap_or(Path::new("")));
    let within = if within.is_empty() {
        ".".to_owned()
    } else {
        within
    };
    let here = |name: &str| relative_to_here(&repository.join(name));
    vec![
        Offer {
            path: relative_to_here(&whole.join(FILE_NAME)),
            text: files::configuration(look, shapes),
            wanted: true,
            what: "the configuration",
        },
        Offer {
            path: here(".pre-commit-config.yaml"),
            text: files::pre_commit(),
            wanted: args.pre_commit,
            what: "hooks for pre-commit",
        },
        Offer {
            path: here(".github/workflows/qalint.yml"),
            text: files::workflow(&within),
            wanted: args.github,
            what: "a workflow for GitHub Actions",
        },
    ]
}

/// Asks whether to write a file; the answer by default is what the arguments say.
fn ask(offer: &Offer) -> miette::Result<bool> {
    let default = if offer.wanted { "Y/n" } else { "y/N" };
    let shown = slashed(&offer.path);
    let question = format!("Write {}, `{}`? [{default}] ", offer.what, escape(&shown));
    confirm(&question, offer.wanted)
}

fn confirm(question: &str, default: bool) -> miette::Result<bool> {
    let mut err = io::stderr().lock();
    err.write_all(question.as_bytes())
        .and_then(|()| err.flush())
        .map_err(OutputError::from)?;
    let mut answer = String::new();
    let read = io::stdin()
        .read_line(&mut answer)
        .map_err(|error| miette!("no answer could be read: {error}"))?;
    let answer = answer.trim().to_lowercase();
    Ok(match answer.as_str() {
        // At the end of input nobody has said yes.
        "" => default && read > 0,
        answer => answer == "y" || answer == "yes",
    })
}

/// Writes a file; asks before it replaces one, and without somebody to ask leaves it.
fn write(offer: &Offer, asks: bool) -> miette::Result<bool> {
    let shown = slashed(&offer.path);
    let shown = escape(&shown);
    if offer.path.symlink_metadata().is_ok() {
        let question = format!("`{shown}` is there already. Replace it? [y/N] ");
        if !asks || !confirm(&question, false)? {
            let mut err = io::stderr().lock();
            let said = writeln!(err, "`{shown}` is there already, and stays as it is");
            said.map_err(OutputError::from)?;
            return Ok(false);
        }
    }
    let folder = offer
        .path
        .parent()
        .filter(|folder| *folder != Path::new(""));
    folder
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(&offer.path, &offer.text))
        .map_err(|error| miette!("`{shown}` could not be written: {error}"))?;
    writeln!(io::stdout().lock(), "wrote {}, `{shown}`", offer.what).map_err(OutputError::from)?;
    Ok(true)
}
