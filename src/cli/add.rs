//! `qalint add`.

use std::path::PathBuf;

use miette::miette;
use qalint::add::{Options, add};

use super::Outcome;
use super::edit::{self, EditArgs};
use super::inputs::InputArgs;
use super::renumber::find;
use super::terminal::ColorChoice;

/// Add a question, with its number, its file and its row in the index
///
/// It is written as the question before it is: heading, sections, options. Where each file holds
/// some questions and is named for them, a full file is followed by a new one.
#[derive(Debug, clap::Args)]
pub(super) struct AddArgs {
    /// What the question asks
    title: String,

    /// Behind the question with this number; the others move on [default: behind the last]
    #[arg(long, value_name = "N")]
    after: Option<u32>,

    /// In this file
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,

    #[command(flatten)]
    inputs: InputArgs,

    #[command(flatten)]
    edit: EditArgs,
}

pub(super) fn run(args: &AddArgs, color: ColorChoice) -> miette::Result<Outcome> {
    if args.title.trim().is_empty() {
        return Err(miette!("a question needs a title"));
    }
    let mut run = edit::run(&args.inputs)?;
    let to = args
        .to
        .as_deref()
        .map(|path| find(&run, path))
        .transpose()?;
    let options = Options {
        after: args.after,
        to,
    };
    // The collection of the file, or the one with most questions.
    let count = |member: usize| {
        run.collection(member, |collection| {
            collection
                .iter()
                .map(|(_, _, s)| s.questions.len())
                .sum::<usize>()
        })
    };
    let member = match to {
        Some(file) => run.files().get(file).collection,
        None => (0..run.members().len())
            .max_by_key(|&member| count(member))
            .ok_or_else(|| miette!("there are no files here"))?,
    };
    let changes = add(&mut run, member, &args.title, &options)
        .map_err(|problem| miette!(help = "nothing was changed", "{problem}"))?;
    edit::finish(&run, &[(member, changes)], args.edit, color)
}
