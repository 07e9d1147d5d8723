//! `qalint schema`.

use std::io::{self, Write as _};

use qalint::config;

use super::{Outcome, OutputError};

/// Print the JSON Schema of `qalint.toml`, for editors
#[derive(Debug, clap::Args)]
pub(super) struct SchemaArgs {}

pub(super) fn run(_: &SchemaArgs) -> miette::Result<Outcome> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:#}", config::schema()).map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}
