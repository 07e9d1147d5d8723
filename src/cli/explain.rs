//! `qalint explain`.

use std::io::{self, BufWriter, Write as _};

use miette::miette;
use qalint::config::Selector;

use super::terminal::{ColorChoice, Stream};
use super::{Outcome, OutputError, page, rules, terminal};

/// Print the page of a rule, or list the rules
#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// A rule (`numbering/gap`) to explain, or a group (`numbering`) to list [default: list all]
    #[arg(value_name = "RULE")]
    rule: Option<Selector>,
}

pub(super) fn run(args: &ExplainArgs, color: ColorChoice) -> miette::Result<Outcome> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match args.rule {
        Some(Selector::Rule(rule)) => {
            let page = rule.entry().page;
            let options = terminal::report_options(color, Stream::Out);
            if options.color || Stream::Out.is_terminal() {
                out.write_all(page::render(page.body, &options).as_bytes())
            } else {
                out.write_all(page.body.as_bytes())
            }
        }
        Some(Selector::Custom(rule)) => {
            return Err(miette!(
                help =
                    "it is described where it stands: in `qalint.toml`, or in the folder `rules/`",
                "`{}` is a rule of the collection's own",
                rule.name()
            ));
        }
        several => rules::table(several.unwrap_or(Selector::All), &mut out),
    };
    written
        .and_then(|()| out.flush())
        .map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}
