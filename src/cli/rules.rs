//! `qalint rules`.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use qalint::config::{self, Selector};
use qalint::diagnostic::Safety;
use qalint::rules::RuleId;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Outcome, OutputError};

/// List the rules, with the severity and the fixes of each
#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// Only these: a group (`numbering`) or a rule (`numbering/gap`) [default: all]
    #[arg(value_name = "RULES")]
    rules: Option<Selector>,

    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ListFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people
    Table,
    /// An array of records
    Json,
}

/// A rule as the list has it.
#[derive(Debug, Serialize)]
struct Record {
    name: &'static str,
    /// What it reports, in one line.
    summary: &'static str,
    /// How much its findings matter unless the configuration says otherwise.
    severity: &'static str,
    /// The kinds of fixes that it offers.
    fixes: Vec<&'static str>,
    /// The JSON Schemas of its options.
    options: Map<String, Value>,
}

pub(super) fn run(args: &RulesArgs) -> miette::Result<Outcome> {
    let mut out = BufWriter::new(io::stdout().lock());
    let rules = args.rules.unwrap_or(Selector::All);
    match args.format {
        ListFormat::Table => table(rules, &mut out),
        ListFormat::Json => json(rules, &mut out),
    }
    .and_then(|()| out.flush())
    .map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}

/// The rules that `selector` names; `all` is really all of them.
fn records(selector: Selector) -> impl Iterator<Item = Record> {
    RuleId::all()
        .filter(move |&rule| selector == Selector::All || selector.includes(rule))
        .map(record)
}

fn record(rule: RuleId) -> Record {
    let page = rule.entry().page;
    let mut schema = config::rule_options(rule).unwrap_or_default();
    let options = match schema.get_mut("properties").map(Value::take) {
        Some(Value::Object(options)) => options,
        _ => Map::new(),
    };
    Record {
        name: rule.name(),
        summary: page.summary,
        severity: page.severity.map_or("off", |severity| severity.name()),
        fixes: page.fixes.iter().map(|safety| kind(*safety)).collect(),
        options,
    }
}

fn kind(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "safe",
        Safety::Unsafe => "unsafe",
    }
}

/// Writes the rules that `selector` names, a line each.
pub(super) fn table(selector: Selector, out: &mut impl Write) -> io::Result<()> {
    let records: Vec<Record> = records(selector).collect();
    let width = records.iter().map(|r| r.name.len()).max().unwrap_or(0);
    for record in &records {
        let fix = match record.fixes[..] {
            [] => "",
            ["safe", ..] => "fix",
            _ => "unsafe fix",
        };
        writeln!(
            out,
            "{:width$}  {:7}  {fix:10}  {}",
            record.name, record.severity, record.summary
        )?;
    }
    Ok(())
}

fn json(selector: Selector, out: &mut impl Write) -> io::Result<()> {
    let records: Vec<Record> = records(selector).collect();
    qalint::json::write_pretty(&mut *out, &records)?;
    writeln!(out)
}
