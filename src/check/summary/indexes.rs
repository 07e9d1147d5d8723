//! What a file leaves behind of its indexes.

use crate::check::file::About;
use crate::collection::{IndexRow, IndexSummary};
use crate::index::{self, IndexKind};
use crate::link::Target;
use crate::markdown::Link;
use crate::rules::FileContext;
use crate::source::{Span, TextRange};

/// The blocks of links of a file that may be indexes of questions.
pub(super) fn summarise(context: &FileContext<'_>, about: About<'_>) -> Vec<IndexSummary> {
    let text = context.text;
    let may_be_own = |link: &Link| match Target::parse(&link.destination) {
        Target::Local(_) => true,
        Target::External { .. } => {
            let is_own = about
                .origin
                .map(|origin| origin.own(&link.destination).is_some());
            is_own.unwrap_or_else(|| link.destination.contains("/blob/"))
        }
        Target::Machine => false,
    };
    let span = |range: TextRange| context.span(range);
    index::find(text, context.document, may_be_own)
        .into_iter()
        .map(|index| IndexSummary {
            kind: index.kind,
            span: span(index.range),
            between: between(text, &index).into(),
            rows: index
                .rows
                .into_iter()
                .map(|row| IndexRow {
                    line: line(context, &row),
                    span: span(row.range),
                    number: row.number.map(|(number, range)| (number, span(range))),
                    title: row.title,
                    title_span: span(row.title_range),
                    destination: row.destination,
                    link: span(row.written),
                    group: row.group,
                    lines: lines(text, index.kind, row.range).map(span),
                })
                .collect(),
        })
        .collect()
}

/// The line that the link of a row stands in, if number, title and link have their places in it.
fn line(context: &FileContext<'_>, row: &index::Row) -> Option<(Span, Box<str>)> {
    let text = context.text;
    let at = row.written.start as usize;
    let start = text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text
        .get(at..)?
        .find('\n')
        .map_or(text.len(), |end| at + end);
    let line = text.get(start..end)?.trim_end_matches('\r');
    let range = TextRange::from_usize(start..start + line.len());
    let mut parts = vec![row.title_range, row.written];
    parts.extend(row.number.map(|(_, range)| range));
    parts.sort_unstable();
    let apart = parts.windows(2).all(|pair| pair[0].end <= pair[1].start);
    let within = parts.iter().all(|&part| range.encloses(part));
    let usable = apart && within && line.len() <= LONGEST_LINE && context.is_as_on_disk(range);
    usable.then(|| (context.span(range), line.into()))
}

/// How long, in bytes, the line of a row can be for others to be written after it.
const LONGEST_LINE: usize = 2000;

/// What stands between two rows of an index: a line ending, or two between lines of their own.
fn between(text: &str, index: &index::Index) -> &'static str {
    let first = index.rows.first().map_or(0, |row| row.range.end as usize);
    let behind = text.get(first..).unwrap_or_default();
    let behind = behind.find('\n').map_or("", |end| &behind[end..]);
    let before = text.get(..text.len() - behind.len()).unwrap_or_default();
    let is_apart = index.kind == IndexKind::Lines
        && behind
            .get(1..)
            .is_some_and(|next| next.starts_with('\n') || next.starts_with("\r\n"));
    match (before.ends_with('\r'), is_apart) {
        (false, false) => "\n",
        (true, false) => "\r\n",
        (false, true) => "\n\n",
        (true, true) => "\r\n\r\n",
    }
}

/// The lines of a row, with the last line ending, if nothing else stands there.
fn lines(text: &str, kind: IndexKind, row: TextRange) -> Option<TextRange> {
    let start = text[..row.start as usize]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let end = row.end as usize;
    let end = match text[..end].ends_with('\n') {
        true => end,
        false => text[end..].find('\n').map_or(text.len(), |at| end + at + 1),
    };
    let before = text.get(start..row.start as usize)?;
    let behind = text.get(row.end as usize..end)?;
    // An item with others below it ends before them.
    let is_alone = before.trim().is_empty() && behind.trim().is_empty();
    let is_item_of_its_own = kind != IndexKind::List
        || text[end..]
            .lines()
            .next()
            .is_none_or(|next| next.len() - next.trim_start().len() <= before.len());
    // Of lines with blank ones between them, each takes the one behind it along.
    let is_blank = |line: &str| line.trim().is_empty();
    let is_apart =
        kind == IndexKind::Lines && text[..start].lines().next_back().is_none_or(is_blank);
    let blank = text[end..]
        .split_inclusive('\n')
        .next()
        .filter(|next| is_apart && is_blank(next))
        .map_or(0, str::len);
    (is_alone && is_item_of_its_own).then(|| TextRange::from_usize(start..end + blank))
}
