//! `qalint renumber`.

use std::path::{Path, PathBuf};

use miette::miette;
use qalint::check::Run;
use qalint::renumber::{Options, renumber_with_rows};
use qalint::source::FileId;

use super::Outcome;
use super::edit::{self, EditArgs};
use super::inputs::InputArgs;
use super::terminal::ColorChoice;

/// Number the questions anew, with all that names them by number
///
/// A question that was put between others gets its number and its row in the index, and the
/// numbers behind it, the rows of indexes, anchors and the links to them, and files that are named
/// for the questions in them follow. Everything is changed, or nothing.
#[derive(Debug, clap::Args)]
pub(super) struct RenumberArgs {
    #[command(flatten)]
    inputs: InputArgs,

    /// Only from this number on
    #[arg(long, value_name = "N")]
    from: Option<u32>,

    /// Only the questions of this file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Keep the numbers that are there, and give a question whose number is taken the next one
    /// behind the last
    #[arg(long, conflicts_with = "from")]
    append: bool,

    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &RenumberArgs, color: ColorChoice) -> miette::Result<Outcome> {
    let mut run = edit::run(&args.inputs)?;
    let file = args
        .file
        .as_deref()
        .map(|path| find(&run, path))
        .transpose()?;
    let options = Options {
        from: args.from,
        file,
        append: args.append,
    };
    let mut changes = Vec::new();
    for member in 0..run.members().len() {
        let others = file.is_some_and(|file| run.files().get(file).collection != member);
        if others {
            continue;
        }
        let of_member = renumber_with_rows(&mut run, member, &options)
            .map_err(|problem| miette!(help = "nothing was changed", "{problem}"))?;
        changes.push((member, of_member));
    }
    edit::finish(&run, &changes, args.edit, color)
}

/// The file of the run at `path`.
pub(super) fn find(run: &Run, path: &Path) -> miette::Result<FileId> {
    let wanted = std::fs::canonicalize(path).ok();
    let mut files = run.files().iter();
    let found = files
        .find(|(_, entry)| wanted.is_some() && std::fs::canonicalize(&entry.disk).ok() == wanted);
    found.map(|(file, _)| file).ok_or_else(|| {
        miette!(
            help = "give a Markdown file of the collection",
            "`{}` is none of its files",
            path.display()
        )
    })
}
