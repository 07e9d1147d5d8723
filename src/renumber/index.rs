//! Bringing indexes up to date: rows for questions that have none, and rows that agree with their
//! questions.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use unicode_width::UnicodeWidthStr as _;

use super::Changes;
use crate::check::Run;
use crate::collection::{Collection, IndexRow, IndexView, Place, coverage, indexes};
use crate::content::words;
use crate::diagnostic::{Diagnostic, Edit, Safety};
use crate::fix::{ROUNDS, choose};
use crate::index::{IndexKind, retarget};
use crate::source::{FileId, Span};

/// What brings the indexes of the collection number `member` up to date: rows get the titles,
/// numbers and links of their questions, and questions that an index leaves out although it lists
/// nearly all get rows. The run, which keeps the bytes of its files, is afterwards as it was.
pub fn update_indexes(run: &mut Run, member: usize) -> Changes {
    let mut changes = Changes::default();
    for _ in 0..ROUNDS {
        let found: Vec<Diagnostic> = run
            .all_diagnostics()
            .into_iter()
            .filter(|found| found.rule.starts_with("index/"))
            .filter(|found| run.files().get(found.primary.file).collection == member)
            .collect();
        let chosen = choose(&found, Safety::Unsafe, |file| {
            run.overlay().get(&file).cloned()
        });
        let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        for edit in chosen.iter().flat_map(|(_, fix)| &fix.edits) {
            edits.entry(edit.file).or_default().push(edit.clone());
        }
        let step = Changes::new(run, edits, BTreeMap::new());
        if step.is_empty() {
            break;
        }
        step.show(run);
        changes = changes.then(step);
    }
    let rows = add_rows(run, member);
    rows.show(run);
    changes = changes.then(rows);
    changes.hide(run);
    changes
}

/// What gives each question that an index leaves out, although it lists nearly all, a row: behind
/// that of the question before it, and written as that one is.
#[must_use]
pub fn add_rows(run: &Run, member: usize) -> Changes {
    let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    run.collection(member, |collection| {
        let bytes = |file: FileId| run.overlay().get(&file).cloned();
        let views = indexes(collection);
        for views in views.chunk_by(|a, b| a.file == b.file) {
            for edit in missing_rows(collection, views, bytes) {
                edits.entry(edit.file).or_default().push(edit);
            }
        }
    });
    Changes::new(run, edits, BTreeMap::new())
}

/// Of so many questions one may be missing in an index that is to be completed: whoever asks for
/// that may have added many.
const MISSING_OF: usize = 3;

/// The insertion of a row behind that of question `before`, in each file that has an index with
/// one: for the question with this number and title, at this path from the root of the collection
/// and this anchor.
#[must_use]
pub fn row_behind(
    run: &Run,
    collection: &Collection<'_>,
    before: Place,
    (number, title): (Option<u32>, &str),
    (path, anchor): (&str, Option<&str>),
) -> Vec<Edit> {
    let views = indexes(collection);
    let mut edits = Vec::new();
    for views in views.chunk_by(|a, b| a.file == b.file) {
        let listed: Vec<Listed<'_, '_>> = views
            .iter()
            .flat_map(|view| view.listed().map(move |(_, row, place)| (view, row, place)))
            .collect();
        let Some(found) = listed.iter().rfind(|(_, _, place)| *place == before) else {
            continue;
        };
        let file = found.0.file;
        let Some(text) = run.overlay().get(&file) else {
            continue;
        };
        let templates = std::iter::once(found).chain(listed.iter().rev());
        let Some(template) = templates
            .into_iter()
            .find_map(|row| Template::of(row, text))
        else {
            continue;
        };
        let from = collection.path(file);
        let to = collection.path_of(path);
        let destination = retarget(template.destination, &from, &to, anchor);
        let row = template.row(number, title, &destination);
        edits.push(Edit {
            file,
            span: Span::empty(line_end(text, found.1.link.end)),
            replacement: format!("{}{row}", template.separator),
        });
    }
    edits
}

/// A row of one of the indexes of a file.
type Listed<'v, 'a> = (&'v IndexView<'a>, &'a IndexRow, Place);

/// The insertions of rows that are missing in the indexes of one file.
fn missing_rows(
    collection: &Collection<'_>,
    views: &[IndexView<'_>],
    bytes: impl Fn(FileId) -> Option<Arc<[u8]>>,
) -> Vec<Edit> {
    let Some(text) = views.first().and_then(|view| bytes(view.file)) else {
        return Vec::new();
    };
    let named: HashSet<(Vec<u64>, Option<u32>)> = views
        .iter()
        .flat_map(|view| &view.summary.rows)
        .map(|row| (words(&row.title), row.number.map(|(number, _)| number)))
        .collect();
    let mut listed: Vec<Listed<'_, '_>> = views
        .iter()
        .flat_map(|view| view.listed().map(move |(_, row, place)| (view, row, place)))
        .collect();
    listed.sort_by_key(|(_, row, place)| (*place, row.span));
    // By where they go, because several can go behind one row.
    let mut insertions: BTreeMap<u32, (Span, String)> = BTreeMap::new();
    for place in coverage(collection, views, MISSING_OF).missing {
        let Some(question) = place.summary(collection) else {
            continue;
        };
        let number = question.number.map(|number| number.value);
        if named.contains(&(words(&question.title), number)) {
            continue;
        }
        let behind = listed.partition_point(|(_, _, other)| *other < place);
        let before = listed[..behind].iter().rev();
        let template = before
            .clone()
            .chain(&listed[behind..])
            .find_map(|listed| Template::of(listed, &text));
        let title = bytes(place.file)
            .and_then(|bytes| Some(bytes.get(question.title_span.to_usize())?.to_vec()))
            .and_then(|title| String::from_utf8(title).ok());
        let (Some(template), Some(title)) = (template, title) else {
            continue;
        };
        let from = collection.path(template.file);
        let to = collection.path(place.file);
        let destination = retarget(template.destination, &from, &to, place.anchor(collection));
        let row = template.row(number, &title, &destination);
        let (at, insertion) = match listed[..behind].last() {
            Some((_, before, _)) => {
                let end = line_end(&text, before.link.end);
                (end, format!("{}{row}", template.separator))
            }
            None => {
                let start = line_start(&text, listed[0].1.link.start);
                (start, format!("{row}{}", template.separator))
            }
        };
        insertions
            .entry(at)
            .and_modify(|(_, text)| text.push_str(&insertion))
            .or_insert((Span::empty(at), insertion));
    }
    let file = views[0].file;
    insertions
        .into_values()
        .map(|(span, replacement)| Edit {
            file,
            span,
            replacement,
        })
        .collect()
}

/// A row to write others after.
struct Template<'a> {
    file: FileId,
    kind: IndexKind,
    /// Its line, without the line ending.
    line: &'a str,
    /// What stands between it and the next row.
    separator: String,
    /// Number, title and destination, by their places in the line, in order.
    parts: Vec<(Part, Span)>,
    destination: &'a str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Number,
    Title,
    Link,
}

impl<'a> Template<'a> {
    /// The row as a template, if it is one line in which each part has its place.
    fn of(&(view, row, _): &Listed<'_, 'a>, text: &'a [u8]) -> Option<Self> {
        let start = line_start(text, row.link.start);
        let end = line_end(text, row.link.end);
        let mut parts = vec![(Part::Title, row.title_span), (Part::Link, row.link)];
        parts.extend(row.number.map(|(_, span)| (Part::Number, span)));
        parts.sort_by_key(|(_, span)| *span);
        let apart = parts
            .windows(2)
            .all(|pair| pair[0].1.end <= pair[1].1.start);
        let within = parts
            .iter()
            .all(|(_, span)| start <= span.start && span.end <= end);
        if !apart || !within {
            return None;
        }
        for (_, span) in &mut parts {
            *span = Span::new(span.start - start, span.end - start);
        }
        let line = std::str::from_utf8(text.get(start as usize..end as usize)?).ok()?;
        let behind = text.get(end as usize..).unwrap_or_default();
        let ending = if behind.starts_with(b"\r\n") {
            "\r\n"
        } else {
            "\n"
        };
        let is_apart = view.summary.kind == IndexKind::Lines
            && behind
                .strip_prefix(ending.as_bytes())
                .is_some_and(|rest| rest.starts_with(ending.as_bytes()));
        Some(Self {
            file: view.file,
            kind: view.summary.kind,
            line,
            separator: ending.repeat(if is_apart { 2 } else { 1 }),
            parts,
            destination: &row.destination,
        })
    }

    /// A row like this for another question.
    fn row(&self, number: Option<u32>, title: &str, destination: &str) -> String {
        let is_table = self.kind == IndexKind::Table;
        let mut row = String::new();
        let mut at = 0;
        for (part, span) in &self.parts {
            let (start, end) = (span.start as usize, span.end as usize);
            row.push_str(&self.line[at..start]);
            let old = &self.line[start..end];
            let new = match (part, number) {
                (Part::Number, Some(number)) => number.to_string(),
                (Part::Number, None) => old.to_owned(),
                (Part::Title, _) if is_table => escaped(title),
                (Part::Title, _) => title.to_owned(),
                (Part::Link, _) => destination.to_owned(),
            };
            row.push_str(&new);
            at = end;
            if is_table {
                at += pad(&self.line[end..], old.width(), new.width(), &mut row);
            }
        }
        row.push_str(&self.line[at..]);
        row
    }
}

/// Keeps the width of a cell in which `new` columns stand for `old`, as far as its spaces allow:
/// appends what stands between the part and the spaces that are given up or added, and returns how
/// much of `rest` that was.
fn pad(rest: &str, old: usize, new: usize, row: &mut String) -> usize {
    let cell = rest.find('|').unwrap_or(0);
    let content = rest[..cell].trim_end_matches(' ').len();
    let spaces = cell - content;
    // A cell that is not padded has one space, or none.
    if spaces == 0 || (spaces == 1 && new <= old) || rest[..content].contains("](") {
        return 0;
    }
    row.push_str(&rest[..content]);
    let wanted = (spaces + old).saturating_sub(new).max(1);
    row.push_str(&" ".repeat(wanted));
    cell
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

fn line_start(text: &[u8], at: u32) -> u32 {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    u32::try_from(start).unwrap_or(u32::MAX)
}

/// The end of the line, before its line ending.
fn line_end(text: &[u8], at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    let mut end = at as usize + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    if end > at as usize && text.get(end - 1) == Some(&b'\r') {
        end -= 1;
    }
    u32::try_from(end).unwrap_or(u32::MAX)
}
