//! `qalint questions`.

use std::io::{self, BufWriter, Write};

use clap::ValueEnum;
use qalint::check::{Mode, Run};
use qalint::collection::QuestionSummary;
use qalint::json;
use qalint::markdown::Document;
use qalint::qa::{Question, plain_text};
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
    /// A row each, for spreadsheets
    Csv,
    /// One document with all questions and answers
    Markdown,
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
    /// The `b` of `17b`.
    #[serde(skip_serializing_if = "Option::is_none")]
    subnumber: Option<String>,
    title: &'a str,
    /// How long its answer is, in bytes; `null` without an answer.
    answer_size: Option<u32>,
    /// What else it says; not in the table.
    #[serde(flatten)]
    content: Option<Content>,
}

/// What a question says.
#[derive(Debug, Serialize)]
struct Content {
    /// Its answer, as Markdown.
    answer: Option<String>,
    /// Its answer, as a reader sees it.
    answer_text: Option<String>,
    sections: Vec<Part>,
    options: Vec<Choice>,
    tags: Vec<String>,
}

/// A section.
#[derive(Debug, Serialize)]
struct Part {
    title: String,
    level: u8,
    markdown: String,
}

/// An option of a quiz.
#[derive(Debug, Serialize)]
struct Choice {
    letter: Option<char>,
    text: String,
    /// Whether it is the correct one; `null` if nothing says so.
    correct: Option<bool>,
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
    let with_content = args.format != ListFormat::Table;
    let records = run
        .files()
        .iter()
        .filter(|(_, entry)| entry.reported)
        .flat_map(|(id, _)| run.summary(id).map(|summary| (id, summary)))
        .flat_map(|(id, summary)| {
            let contents = with_content.then(|| contents(&run, id)).flatten();
            let mut contents = contents.unwrap_or_default().into_iter();
            let questions = summary.questions.iter();
            questions.map(move |question| (id, question, contents.next()))
        })
        .map(|(id, question, content)| record(&run, &sources, id, question, content));
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
    content: Option<Content>,
) -> Record<'a> {
    Record {
        path: &run.files().get(id).name,
        shown: &run.files().get(id).shown,
        line: sources.positions(id, question.place).0.line,
        number: question.number.map(|number| number.value),
        subnumber: question
            .number
            .and_then(|number| Some(number.sub?.to_string())),
        title: &question.title,
        answer_size: question.answer,
        content,
    }
}

/// What the questions of `file` say.
fn contents(run: &Run, file: FileId) -> Option<Vec<Content>> {
    run.look(file, |looked| {
        let questions = looked.questions.iter();
        questions
            .map(|question| content(looked.text, looked.document, question))
            .collect()
    })
}

fn content(text: &str, document: &Document, question: &Question) -> Content {
    let body = question
        .answer
        .filter(|answer| !answer.empty)
        .map(|answer| answer.body);
    let told = question.told.map(|(letter, _)| letter);
    Content {
        answer: body.map(|body| body.of(text).trim().to_owned()),
        answer_text: body.map(|body| plain_text(text, document, body)),
        sections: question
            .sections
            .iter()
            .map(|section| Part {
                title: section.title.clone(),
                level: section.level,
                markdown: section.body.of(text).trim().to_owned(),
            })
            .collect(),
        options: question
            .options
            .iter()
            .map(|choice| Choice {
                letter: choice.letter,
                text: choice.text.clone(),
                correct: choice.checked.or_else(|| Some(told? == choice.letter?)),
            })
            .collect(),
        tags: question.tags.clone(),
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
                write!(out, "{separator}")?;
                json::write(&mut *out, &record)?;
                separator = ",\n  ";
            }
            writeln!(out, "\n]")
        }
        ListFormat::Jsonl => records.try_for_each(|record| {
            json::write(&mut *out, &record)?;
            writeln!(out)
        }),
        ListFormat::Csv => csv(records, out),
        ListFormat::Markdown => records.try_for_each(|record| markdown(&record, out)),
    }
}

/// Rows as RFC 4180 has them. What a spreadsheet would take for a formula begins with an apostrophe.
fn csv<'a>(mut records: impl Iterator<Item = Record<'a>>, out: &mut impl Write) -> io::Result<()> {
    write!(
        out,
        "path,line,number,title,answer,answer_text,options,correct,tags\r\n"
    )?;
    records.try_for_each(|record| {
        let number = match (record.number, &record.subnumber) {
            (Some(number), sub) => format!("{number}{}", sub.as_deref().unwrap_or_default()),
            (None, _) => String::new(),
        };
        let content = record.content.as_ref();
        let options = content.map_or(&[][..], |content| &content.options);
        let texts = |wanted: fn(&&Choice) -> bool| {
            let texts = options.iter().filter(wanted).map(|choice| &*choice.text);
            texts.collect::<Vec<_>>().join("\n")
        };
        let fields = [
            record.path.to_owned(),
            record.line.to_string(),
            number,
            record.title.to_owned(),
            content
                .and_then(|content| content.answer.clone())
                .unwrap_or_default(),
            content
                .and_then(|content| content.answer_text.clone())
                .unwrap_or_default(),
            texts(|_| true),
            texts(|choice| choice.correct == Some(true)),
            content.map_or_else(String::new, |content| content.tags.join("\n")),
        ];
        let row: Vec<String> = fields.iter().map(|field| cell(field)).collect();
        write!(out, "{}\r\n", row.join(","))
    })
}

fn cell(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if formula {
        format!("'{field}")
    } else {
        field.to_owned()
    };
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field
    }
}

/// A question with all that belongs to it, under a heading.
fn markdown(record: &Record<'_>, out: &mut impl Write) -> io::Result<()> {
    let title = record
        .title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    match (record.number, &record.subnumber) {
        (Some(number), Some(sub)) => writeln!(out, "## {number}{sub}. {title}\n")?,
        (Some(number), None) => writeln!(out, "## {number}. {title}\n")?,
        (None, _) => writeln!(out, "## {title}\n")?,
    }
    match record
        .content
        .as_ref()
        .and_then(|content| content.answer.as_deref())
    {
        Some(answer) => writeln!(out, "{answer}\n"),
        None => Ok(()),
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
