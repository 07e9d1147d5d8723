//! How the rows of an index are written, and new rows written like them.

use std::collections::HashMap;

use unicode_width::UnicodeWidthStr as _;

use super::IndexView;
use crate::collection::IndexRow;
use crate::index::IndexKind;
use crate::source::Span;

/// How the rows of a list or table are written.
#[derive(Clone, Debug)]
pub(super) struct Usual<'a> {
    kind: IndexKind,
    /// The rows that are written as most are, with their places among all rows of the index.
    rows: Vec<(usize, &'a IndexRow)>,
    /// Of a table, which cells hold neither number nor title nor link, and say the same in all
    /// rows.
    shared: Vec<bool>,
    /// Whether all rows of the table are equally wide.
    aligned: bool,
    /// How many digits numbers have at least, with leading zeros.
    digits: usize,
    /// Whether nearly all rows are written so, and nothing in it is said of one question only.
    certain: bool,
}

/// A row to write others after.
#[derive(Clone, Debug)]
pub(super) struct Form<'u, 'a> {
    usual: &'u Usual<'a>,
    row: &'a IndexRow,
    /// Its line.
    line: &'a str,
    /// Number, title and destination by their places in the line, in order.
    parts: Vec<(Part, Span)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Number,
    Title,
    Link,
}

/// Of ten rows, how many must be written alike for a new one to be surely written so.
const OF_TEN: usize = 9;

impl<'a> Usual<'a> {
    /// How most rows of the group number `group` are written. `None` if it is not known of any.
    pub(super) fn of(view: &IndexView<'a>, group: u32) -> Option<Self> {
        let kind = view.summary.kind;
        let listed = view.listed().filter(|(_, row, _)| row.group == group);
        let rows: Vec<(usize, &IndexRow)> = listed.map(|(at, row, _)| (at, row)).collect();
        let keyed: Vec<(usize, &IndexRow, String)> = rows
            .iter()
            // A link that leads nowhere shows no kind of destination.
            .filter(|(_, row)| !row.destination.is_empty())
            .filter_map(|&(at, row)| Some((at, row, key(kind, row)?)))
            .collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for (_, _, key) in &keyed {
            *counts.entry(key).or_default() += 1;
        }
        let usual = counts
            .into_iter()
            .max_by_key(|&(key, count)| (count, std::cmp::Reverse(key)));
        let (usual, count) = usual?;
        let usual = usual.to_owned();
        let alike = keyed.iter().filter(|(_, _, key)| *key == usual);
        let alike: Vec<(usize, &IndexRow)> = alike.map(|(at, row, _)| (*at, *row)).collect();
        let (_, first) = alike.first()?;
        let (shared, says_more) = match kind {
            IndexKind::Table => shared(&rows, &parts(first)?, &first.line.as_ref()?.1),
            _ => (Vec::new(), false),
        };
        let widths = rows.iter().filter_map(|(_, row)| row.line.as_ref());
        let mut widths: Vec<usize> = widths.map(|(_, line)| line.width()).collect();
        let all = widths.len();
        widths.dedup();
        let digits = rows.iter().filter_map(|(_, row)| row.number);
        let digits = digits.filter(|(number, span)| span.len() as usize > number.to_string().len());
        Some(Self {
            kind,
            rows: alike,
            shared,
            aligned: all > 1 && widths.len() == 1,
            digits: digits
                .map(|(_, span)| span.len() as usize)
                .min()
                .unwrap_or(0),
            certain: count * 10 >= rows.len() * OF_TEN && !says_more,
        })
    }

    /// The row of them that is nearest to row `near`.
    pub(super) fn near<'u>(&'u self, near: usize) -> Option<Form<'u, 'a>> {
        let behind = self.rows.partition_point(|(at, _)| *at < near);
        let neighbours = self.rows.get(behind.saturating_sub(1)..)?.iter().take(2);
        let (_, row) = neighbours.min_by_key(|(at, _)| (at.abs_diff(near), *at))?;
        Some(Form {
            usual: self,
            row,
            line: row.line.as_ref()?.1.as_ref(),
            parts: parts(row)?,
        })
    }

    /// Whether nearly all rows are written so, and nothing in them is said of one question only.
    pub(super) fn is_certain(&self) -> bool {
        self.certain
    }
}

impl<'a> Form<'_, 'a> {
    /// The destination of the row that others are written after.
    pub(super) fn destination(&self) -> &'a str {
        &self.row.destination
    }

    /// Whether rows have numbers.
    pub(super) fn is_numbered(&self) -> bool {
        self.row.number.is_some()
    }

    /// A row for another question. Without a `number`, it has that of the row that it is written
    /// after.
    pub(super) fn write(&self, number: Option<u32>, title: &str, destination: &str) -> String {
        let number = number.map(|number| format!("{number:0width$}", width = self.usual.digits));
        let new = |part: Part, old: &str| match part {
            Part::Number => number.clone().unwrap_or_else(|| old.to_owned()),
            Part::Title if self.usual.kind == IndexKind::Table => escaped(title),
            Part::Title => title.to_owned(),
            Part::Link => destination.to_owned(),
        };
        let pieces: Vec<(usize, usize)> = match self.usual.kind {
            IndexKind::Table => cells(self.line),
            _ => vec![(0, self.line.len())],
        };
        let mut row = String::new();
        for (at, &(start, end)) in pieces.iter().enumerate() {
            let old = &self.line[start..end];
            let mut cell = String::new();
            let mut from = start;
            let mut holds_part = false;
            for (part, span) in &self.parts {
                let (part_start, part_end) = (span.start as usize, span.end as usize);
                if start <= part_start && part_end <= end {
                    holds_part = true;
                    cell.push_str(&self.line[from..part_start]);
                    cell.push_str(&new(*part, &self.line[part_start..part_end]));
                    from = part_end;
                }
            }
            cell.push_str(&self.line[from..end]);
            if self.usual.kind == IndexKind::Table {
                if !holds_part && !self.usual.shared.get(at).copied().unwrap_or(true) {
                    cell = " ".repeat(old.width().max(1));
                } else if holds_part {
                    cell = fitted(&cell, old, self.usual.aligned);
                }
                if at > 0 {
                    row.push('|');
                }
            }
            row.push_str(&cell);
        }
        row
    }
}

/// `cell`, which stands for `old`, with so many spaces behind it that the column keeps its width,
/// if there are that many.
#[must_use]
pub fn fitted(cell: &str, old: &str, aligned: bool) -> String {
    let content = cell.trim_end_matches(' ');
    let spaces = old.len() - old.trim_end_matches(' ').len();
    let room = old.width().saturating_sub(content.width());
    let padded = aligned || spaces > 1;
    let spaces = if padded {
        room.max(spaces.min(1))
    } else {
        spaces
    };
    format!("{content}{}", " ".repeat(spaces))
}

/// The parts of `row` by their places in its line, in order.
fn parts(row: &IndexRow) -> Option<Vec<(Part, Span)>> {
    let (line, text) = row.line.as_ref()?;
    let mut parts = vec![(Part::Title, row.title_span), (Part::Link, row.link)];
    parts.extend(row.number.map(|(_, span)| (Part::Number, span)));
    parts.sort_by_key(|(_, span)| *span);
    for (_, span) in &mut parts {
        let (start, end) = (
            span.start.checked_sub(line.start)?,
            span.end.checked_sub(line.start)?,
        );
        text.get(start as usize..end as usize)?;
        *span = Span::new(start, end);
    }
    Some(parts)
}

/// What rows have in common that are written alike: the line without its parts, and of a table
/// only the cells that hold one.
fn key(kind: IndexKind, row: &IndexRow) -> Option<String> {
    let line = row.line.as_ref()?.1.as_ref();
    let parts = parts(row)?;
    let mut key = String::new();
    let mut at = 0;
    for (part, span) in &parts {
        key.push_str(&line[at..span.start as usize]);
        key.push(match part {
            Part::Number => '\u{1}',
            Part::Title => '\u{2}',
            Part::Link => '\u{3}',
        });
        at = span.end as usize;
    }
    key.push_str(&line[at..]);
    if kind != IndexKind::Table {
        return Some(key);
    }
    let cells = cells(&key);
    let cells = cells.iter().map(|&(start, end)| key[start..end].trim());
    let own = cells.map(|cell| {
        if cell.contains(['\u{1}', '\u{2}', '\u{3}']) {
            cell
        } else {
            ""
        }
    });
    Some(own.collect::<Vec<_>>().join("|"))
}

/// Which cells of `line` without a part say the same in all `rows`, and whether others say
/// something.
fn shared(rows: &[(usize, &IndexRow)], own: &[(Part, Span)], line: &str) -> (Vec<bool>, bool) {
    let cells_of = |row: &'_ IndexRow| -> Option<Vec<String>> {
        let line = row.line.as_ref()?.1.as_ref();
        let cells = cells(line);
        Some(
            cells
                .iter()
                .map(|&(start, end)| line[start..end].trim().to_owned())
                .collect(),
        )
    };
    let all: Vec<Vec<String>> = rows.iter().filter_map(|(_, row)| cells_of(row)).collect();
    let mut says_more = false;
    let shared = cells(line)
        .iter()
        .enumerate()
        .map(|(at, &(start, end))| {
            let holds_part = own
                .iter()
                .any(|(_, part)| start <= part.start as usize && part.end as usize <= end);
            let text = line[start..end].trim();
            let same = all
                .iter()
                .all(|cells| cells.get(at).map_or("", String::as_str) == text);
            says_more |= !holds_part && !same;
            same || holds_part
        })
        .collect();
    (shared, says_more)
}

/// The cells of a table's `line`: what stands between the pipes that are not escaped.
#[must_use]
pub fn cells(line: &str) -> Vec<(usize, usize)> {
    let mut cells = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'|' && !escaped {
            cells.push((start, at));
            start = at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.push((start, line.len()));
    cells
}

/// `title` with the pipes escaped that would end a cell.
fn escaped(title: &str) -> String {
    let mut escaped = String::with_capacity(title.len());
    let mut before = ' ';
    for c in title.chars() {
        if c == '|' && before != '\\' {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}
