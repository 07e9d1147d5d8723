//! Rows for questions that an index leaves out.

use std::collections::BTreeMap;

use super::{Form, IndexView, Order, Place};
use crate::collection::{Collection, IndexRow};
use crate::index::{IndexKind, retarget};
use crate::source::{FileId, Span};

/// Rows that go to one place of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// The file.
    pub file: FileId,
    /// Where they go, on disk; nothing is replaced.
    pub at: Span,
    /// The rows with their line endings.
    pub text: String,
    /// How many there are.
    pub rows: usize,
    /// Whether they are surely written as the others are.
    pub certain: bool,
    /// Whether they have numbers that are not those of questions, so that all rows have to be
    /// counted anew.
    pub uncounted: bool,
}

/// A question that a row is to be written for.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'e> {
    /// Its number.
    pub number: Option<u32>,
    /// Its title as the text of a link.
    pub title: &'e str,
    /// The path of its file from the root of the repository.
    pub path: &'e str,
    /// Its place in the file.
    pub anchor: Option<&'e str>,
}

/// A row that leads to a question: its view, its place among the view's rows, itself.
#[derive(Clone, Copy)]
struct Listed<'v, 'a> {
    view: &'v IndexView<'a>,
    at: usize,
    row: &'a IndexRow,
    place: Place,
}

/// The rows for the questions `missing`, in their order, in the indexes `views` of one file: in
/// each that lists the questions before and behind and half of the file, or else behind the row of
/// the last question before that has one.
#[must_use]
pub fn new_rows(
    collection: &Collection<'_>,
    views: &[IndexView<'_>],
    missing: &[Place],
) -> Vec<NewRow> {
    let order = Order::of(collection);
    let all = listed(views, &order);
    let of_views: Vec<Vec<Listed<'_, '_>>> = views
        .iter()
        .map(|view| listed(std::slice::from_ref(view), &order))
        .collect();
    // By where they go, because several can go to one place.
    let mut rows: BTreeMap<u32, NewRow> = BTreeMap::new();
    let follows = |a: &Place, b: &Place| a.file == b.file && a.question + 1 == b.question;
    for run in missing.chunk_by(follows) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            continue;
        };
        let neighbours = [first.question.checked_sub(1), last.question.checked_add(1)];
        let neighbours = neighbours.map(|question| {
            Some(Place {
                file: first.file,
                question: question?,
            })
        });
        let count = collection
            .summary(first.file)
            .map_or(0, |summary| summary.questions.len());
        let surrounds = |listed: &&Vec<Listed<'_, '_>>| {
            let has = |place: Option<Place>| {
                let key = |place| order.key(place);
                place.is_some_and(|place| {
                    listed
                        .binary_search_by_key(&key(place), |other| key(other.place))
                        .is_ok()
                })
            };
            let of_file = listed.iter().filter(|other| other.place.file == first.file);
            of_file.count() * 2 >= count && neighbours.into_iter().all(has)
        };
        let mut into: Vec<&Vec<Listed<'_, '_>>> = of_views.iter().filter(surrounds).collect();
        if into.is_empty() {
            into.push(&all);
        }
        for listed in into {
            for new in run
                .iter()
                .filter_map(|&place| new_row(collection, &order, listed, place))
            {
                rows.entry(new.at.start)
                    .and_modify(|rows| {
                        rows.text.push_str(&new.text);
                        rows.rows += 1;
                        rows.certain &= new.certain;
                        rows.uncounted |= new.uncounted;
                    })
                    .or_insert(new);
            }
        }
    }
    rows.into_values().collect()
}

/// The row for the question `place`: behind that of the question before it, or before that of the
/// next one where that stands below the same heading and the one before does not.
fn new_row(
    collection: &Collection<'_>,
    order: &Order,
    listed: &[Listed<'_, '_>],
    place: Place,
) -> Option<NewRow> {
    let question = place.summary(collection)?;
    let path = collection.path(place.file);
    let entry = Entry {
        number: question.number.map(|number| number.value),
        title: question.link_text(),
        path: &path,
        anchor: place.anchor(collection),
    };
    let behind = listed.partition_point(|other| order.key(other.place) < order.key(place));
    let (before, next) = (listed[..behind].last(), listed[behind..].first());
    let below = |other: &Listed<'_, '_>| {
        let is_of_file = other.place.file == place.file;
        is_of_file.then(|| other.place.summary(collection).map(|other| other.below))?
    };
    match (before, next) {
        (Some(before), Some(next)) => {
            let other_group =
                before.row.group != next.row.group || !std::ptr::eq(before.view, next.view);
            let belongs_to_next = other_group
                && below(next) == Some(question.below)
                && below(before) != Some(question.below);
            match belongs_to_next {
                true => row_before(collection, next, entry),
                false => row_behind(collection, before, entry),
            }
        }
        (Some(before), None) => row_behind(collection, before, entry),
        (None, Some(next)) => row_before(collection, next, entry),
        (None, None) => None,
    }
}

/// The row for `entry` behind that of the question `before`, in each file that has an index with
/// one.
#[must_use]
pub fn rows_behind(
    collection: &Collection<'_>,
    views: &[IndexView<'_>],
    before: Place,
    entry: Entry<'_>,
) -> Vec<NewRow> {
    let order = Order::of(collection);
    views
        .chunk_by(|a, b| a.file == b.file)
        .filter_map(|views| {
            let listed = listed(views, &order);
            let found = listed.iter().rfind(|listed| listed.place == before)?;
            row_behind(collection, found, entry)
        })
        .collect()
}

fn listed<'v, 'a>(views: &'v [IndexView<'a>], order: &Order) -> Vec<Listed<'v, 'a>> {
    let mut listed: Vec<Listed<'v, 'a>> = views
        .iter()
        .flat_map(|view| {
            view.listed().map(move |(at, row, place)| Listed {
                view,
                at,
                row,
                place,
            })
        })
        .collect();
    listed.sort_by_key(|listed| (order.key(listed.place), listed.row.span));
    listed
}

fn written(
    collection: &Collection<'_>,
    listed: &Listed<'_, '_>,
    entry: Entry<'_>,
) -> Option<(String, bool, bool)> {
    let form = Form::near(listed.view, listed.at)?;
    let from = collection.path(listed.view.file);
    let destination = retarget(form.destination(), &from, entry.path, entry.anchor);
    let uncounted = entry.number.is_none() && form.is_numbered();
    (!destination.is_empty()).then(|| {
        let row = form.write(entry.number, entry.title, &destination);
        (row, form.certain, uncounted)
    })
}

fn row_before(
    collection: &Collection<'_>,
    next: &Listed<'_, '_>,
    entry: Entry<'_>,
) -> Option<NewRow> {
    let (row, certain, uncounted) = written(collection, next, entry)?;
    let between = &next.view.summary.between;
    Some(NewRow {
        file: next.view.file,
        at: Span::empty(next.row.line.as_ref()?.0.start),
        text: format!("{row}{between}"),
        rows: 1,
        certain,
        uncounted,
    })
}

fn row_behind(
    collection: &Collection<'_>,
    before: &Listed<'_, '_>,
    entry: Entry<'_>,
) -> Option<NewRow> {
    let (row, certain, uncounted) = written(collection, before, entry)?;
    let between = &before.view.summary.between;
    // Lists in an item belong to it.
    let rows = &before.view.summary.rows;
    let inner = rows[before.at + 1..]
        .iter()
        .take_while(|other| other.group > before.row.group);
    let last = inner.last().unwrap_or(before.row);
    let line = last.line.as_ref().map(|(line, _)| *line);
    let (at, text) = match (last.lines, line) {
        (Some(lines), line) if line.is_none_or(|line| line.end < lines.end) => {
            (lines.end, format!("{row}{between}"))
        }
        // What else is in the item would be in the new one.
        (None, _) if before.view.summary.kind == IndexKind::List => return None,
        (_, Some(line)) => (line.end, format!("{between}{row}")),
        (_, None) => return None,
    };
    Some(NewRow {
        file: before.view.file,
        at: Span::empty(at),
        text,
        rows: 1,
        certain,
        uncounted,
    })
}
