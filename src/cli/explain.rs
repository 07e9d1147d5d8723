//! `qalint explain`.

use std::io::{self, BufWriter, Write};

use miette::miette;
use qalint::config::Selector;
use qalint::diagnostic::Safety;
use qalint::rules::{Page, RULES, RuleId};

use super::{Outcome, OutputError};

/// Print the page of a rule, or list the rules
#[derive(Debug, clap::Args)]
pub(super) struct ExplainArgs {
    /// A rule (`numbering/gap`) to explain, or a group (`numbering`) to list [default: list all]
    #[arg(value_name = "RULE")]
    rule: Option<Selector>,
}

pub(super) fn run(args: &ExplainArgs) -> miette::Result<Outcome> {
    let mut out = BufWriter::new(io::stdout().lock());
    let written = match args.rule {
        Some(Selector::Rule(rule)) => {
            let page = Page::parse(rule.entry().page).map_err(|error| miette!("{error}"))?;
            write!(out, "{}", page.body)
        }
        None | Some(Selector::All) => list(RuleId::all(), &mut out),
        Some(group) => list(RuleId::all().filter(|&rule| group.includes(rule)), &mut out),
    };
    written
        .and_then(|()| out.flush())
        .map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}

fn list(rules: impl Iterator<Item = RuleId>, out: &mut impl Write) -> io::Result<()> {
    let width = RULES
        .iter()
        .map(|entry| entry.name.len())
        .max()
        .unwrap_or(0);
    for rule in rules {
        let Ok(page) = Page::parse(rule.entry().page) else {
            continue;
        };
        let severity = page.severity.map_or("off", |severity| severity.name());
        let fix = match page.fixes {
            [] => "",
            [Safety::Safe, ..] => "fix",
            [Safety::Unsafe, ..] => "unsafe fix",
        };
        writeln!(
            out,
            "{:width$}  {severity:7}  {fix:10}  {}",
            rule.name(),
            page.summary
        )?;
    }
    Ok(())
}
