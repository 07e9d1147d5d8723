//! `qalint questions`.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use qalint::check::{Mode, Run};
use qalint::collection::QuestionSummary;
use qalint::report::{Sources, escape};
use qalint::source::FileId;
use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use super::inputs::{InputArgs, Inputs};
use super::{Outcome, OutputError};

/// List the questions that qalint finds, to see that it reads the collection as you do
#[derive(Debug, clap::Args)]
pub(super) struct QuestionsArgs {
    #[command(flatten)]
    inputs: InputArgs,

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
    /// A record per line
    Jsonl,
}

/// A question as the list has it.
#[derive(Debug, Serialize)]
struct Record<'a> {
    /// The path from the root of the collection, with `/`.
    path: &'a str,
    /// The path as it was given.
    #[serde(skip)]
    shown: &'a str,
    /// The line of its heading, from 1.
    line: u32,
    number: Option<u32>,
    title: &'a str,
    /// How long its answer is, in bytes; `null` without an answer.
    answer_size: Option<u32>,
}

pub(super) fn run(args: &QuestionsArgs) -> miette::Result<Outcome> {
    let Inputs {
        files,
        members,
        overlay,
    } = args.inputs.find()?;
    let run = Run::new(files, members, overlay, Mode::default());
    let sources = Sources::new(run.files(), run.overlay());
    let mut out = BufWriter::new(io::stdout().lock());
    let records = run
        .files()
        .iter()
        .filter(|(_, entry)| entry.reported)
        .flat_map(|(id, _)| run.summary(id).map(|summary| (id, summary)))
        .flat_map(|(id, summary)| summary.questions.iter().map(move |question| (id, question)))
        .map(|(id, question)| record(&run, &sources, id, question));
    write(args.format, records, &mut out)
        .and_then(|()| out.flush())
        .map_err(OutputError::from)?;
    Ok(Outcome::Clean)
}

fn record<'a>(
    run: &'a Run,
    sources: &Sources<'_>,
    id: FileId,
    question: &'a QuestionSummary,
) -> Record<'a> {
    Record {
        path: &run.files().get(id).name,
        shown: &run.files().get(id).shown,
        line: sources.positions(id, question.place).0.line,
        number: question.number.map(|number| number.value),
        title: &question.title,
        answer_size: question.answer,
    }
}

fn write<'a>(
    format: ListFormat,
    mut records: impl Iterator<Item = Record<'a>>,
    out: &mut impl Write,
) -> io::Result<()> {
    match format {
        ListFormat::Table => table(&records.collect::<Vec<_>>(), out),
        ListFormat::Json => {
            write!(out, "[")?;
            let mut separator = "\n  ";
            for record in records {
                write!(out, "{separator}{}", serde_json::to_string(&record)?)?;
                separator = ",\n  ";
            }
            writeln!(out, "\n]")
        }
        ListFormat::Jsonl => {
            records.try_for_each(|record| writeln!(out, "{}", serde_json::to_string(&record)?))
        }
    }
}

fn table(records: &[Record<'_>], out: &mut impl Write) -> io::Result<()> {
    let places: Vec<String> = records
        .iter()
        .map(|record| escape(&format!("{}:{}", record.shown, record.line)).into_owned())
        .collect();
    let width = places.iter().map(|place| place.width()).max().unwrap_or(0);
    for (record, place) in records.iter().zip(&places) {
        let number = record
            .number
            .map_or_else(String::new, |number| number.to_string());
        let answer = match record.answer_size {
            Some(size) => format!("{size} bytes"),
            None => "no answer".to_owned(),
        };
        let padding = " ".repeat(width - place.width());
        writeln!(
            out,
            "{place}{padding}  {number:>5}  {answer:>12}  {}",
            escape(record.title)
        )?;
    }
    let answered = records
        .iter()
        .filter(|record| record.answer_size.is_some())
        .count();
    writeln!(
        out,
        "{} questions, {answered} of them with an answer",
        records.len()
    )
}
