//! `qalint completions` and `qalint man`: what is made of the arguments' definitions.

use std::io::{self, Write as _};

use clap_complete::Shell;
use miette::miette;

use super::{Outcome, OutputError};

/// Print a script that completes qalint's arguments in a shell
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Print the manual page of qalint, or of a command, for `man`
#[derive(Debug, clap::Args)]
pub(super) struct ManArgs {
    /// The command
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

pub(super) fn completions(
    args: &CompletionsArgs,
    mut all: clap::Command,
) -> miette::Result<Outcome> {
    // The generator cannot say that it could not write.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut all, "qalint", &mut script);
    write(&script)
}

pub(super) fn man(args: &ManArgs, mut all: clap::Command) -> miette::Result<Outcome> {
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => {
            let known = all.get_subcommands().find(|c| c.get_name() == name);
            let names: Vec<_> = all.get_subcommands().map(clap::Command::get_name).collect();
            let help = format!("the commands are {}", names.join(", "));
            let unknown = || miette!(help = help, "there is no command `{name}`");
            known.cloned().ok_or_else(unknown)?
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut page)
        .map_err(OutputError::from)?;
    write(&page)
}

fn write(text: &[u8]) -> miette::Result<Outcome> {
    let mut out = io::stdout().lock();
    out.write_all(text).map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}
