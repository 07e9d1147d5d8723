//! The command line: one module per subcommand, its arguments beside what it runs.

mod add;
mod baseline;
mod cache;
mod check;
mod config;
mod diff;
mod edit;
mod environment;
mod explain;
mod focus;
mod generate;
mod index;
mod init;
mod inputs;
mod online;
mod output;
mod page;
mod questions;
mod renumber;
mod repair;
mod rules;
mod schema;
mod terminal;
mod watch;

use std::fmt;
use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};

use environment::Environment;
use terminal::ColorChoice;

/// Keeps Markdown question-and-answer collections correct
///
/// Finds the questions and answers in Markdown files and checks structure, numbering, encoding
/// (mojibake) and links. Repairs what can be repaired.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Whether to colour the output
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        display_order = 100
    )]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
    Baseline(baseline::BaselineArgs),
    Init(init::InitArgs),
    Questions(questions::QuestionsArgs),
    Add(add::AddArgs),
    Renumber(renumber::RenumberArgs),
    Index(index::IndexArgs),
    Repair(repair::RepairArgs),
    Explain(explain::ExplainArgs),
    Rules(rules::RulesArgs),
    Config(config::ConfigArgs),
    Schema(schema::SchemaArgs),
    Completions(generate::CompletionsArgs),
    Man(generate::ManArgs),
}

/// How a command ended, when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to report.
    Clean,
    /// Something was reported that is to fail the run.
    Found,
    /// Something could not be done; the user has been told.
    Failed,
}

/// Runs the command that the process was started with.
pub(crate) fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let color = arguments.color;
    let outcome = match &arguments.command {
        Command::Check(args) => {
            let environment = Environment::of(|name| std::env::var_os(name));
            check::run(args, color, &environment)
        }
        Command::Baseline(args) => baseline::run(args),
        Command::Questions(args) => questions::run(args),
        Command::Init(args) => init::run(args),
        Command::Explain(args) => explain::run(args, color),
        Command::Rules(args) => rules::run(args),
        Command::Config(args) => config::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => generate::completions(args, Arguments::command()),
        Command::Man(args) => generate::man(args, Arguments::command()),
        Command::Add(args) => add::run(args, color),
        Command::Renumber(args) => renumber::run(args, color),
        Command::Index(args) => index::run(args, color),
        Command::Repair(args) => repair::run(args, color),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Ok(Outcome::Failed) => ExitCode::from(2),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error, color);
            ExitCode::from(2)
        }
    }
}

/// Whether whoever read the output has seen enough, as in `qalint check | head`.
fn is_broken_pipe(error: &miette::Report) -> bool {
    error
        .downcast_ref::<OutputError>()
        .is_some_and(|OutputError(error)| error.kind() == io::ErrorKind::BrokenPipe)
}

/// Output that could not be written.
#[derive(Debug)]
struct OutputError(io::Error);

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the output could not be written: {}", self.0)
    }
}

impl std::error::Error for OutputError {}

impl miette::Diagnostic for OutputError {}

impl From<io::Error> for OutputError {
    fn from(error: io::Error) -> Self {
        Self(error)
    }
}

/// Tells the user what went wrong, on standard error.
fn complain(error: &miette::Report, color: ColorChoice) {
    let report = terminal::render(error.as_ref(), color);
    // Where standard error is closed there is nobody left to tell.
    let _ = io::stderr().lock().write_all(report.as_bytes());
}
