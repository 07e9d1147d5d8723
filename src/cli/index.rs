//! `qalint index`.

use qalint::renumber::update_indexes;

use super::Outcome;
use super::edit::{self, EditArgs};
use super::inputs::InputArgs;
use super::terminal::ColorChoice;

/// Write the indexes of questions, or bring them up to date
///
/// Questions that have no row get one, rows of questions that are gone are taken out, and the
/// titles, numbers, links and order of rows become those of their questions. New rows are written
/// as the rows around them are. Between `<!-- qalint-index -->` and `<!-- qalint-index-end -->`
/// an index is written where there is none yet. Everything else stays as it is.
#[derive(Debug, clap::Args)]
pub(super) struct IndexArgs {
    #[command(flatten)]
    inputs: InputArgs,

    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &IndexArgs, color: ColorChoice) -> miette::Result<Outcome> {
    let mut run = edit::run(&args.inputs)?;
    let mut changes = Vec::new();
    for member in 0..run.members().len() {
        changes.push((member, update_indexes(&mut run, member)));
    }
    edit::finish(&run, &changes, args.edit, color)
}
