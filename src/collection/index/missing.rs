//! Rows for questions that an index leaves out.

use std::collections::{BTreeMap, HashMap};

use super::{IndexView, Order, Place, Usual};
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

/// Rows that lead to questions, in the order of these.
struct InOrder<'v, 'a> {
    rows: Vec<Listed<'v, 'a>>,
    /// How many lead to questions of each file.
    of_file: HashMap<FileId, usize>,
}

/// Writes rows for the indexes of one file.
pub struct RowWriter<'v, 'a> {
    collection: &'v Collection<'a>,
    order: Order,
    views: &'v [IndexView<'a>],
    of_views: Vec<InOrder<'v, 'a>>,
    all: InOrder<'v, 'a>,
    /// How the rows of each group are written, found out when one is to be written so.
    usual: HashMap<(u32, u32), Option<Usual<'a>>>,
}

impl<'v, 'a> RowWriter<'v, 'a> {
    /// For the indexes `views` of one file.
    #[must_use]
    pub fn new(collection: &'v Collection<'a>, views: &'v [IndexView<'a>]) -> Self {
        let order = Order::of(collection);
        Self {
            collection,
            views,
            of_views: views
                .iter()
                .map(|view| InOrder::of(std::slice::from_ref(view), &order))
                .collect(),
            all: InOrder::of(views, &order),
            order,
            usual: HashMap::new(),
        }
    }

    /// The file of the indexes.
    #[must_use]
    pub fn file(&self) -> Option<FileId> {
        self.views.first().map(|view| view.file)
    }

    /// The rows for the questions `missing`, in their order: in each index that lists the questions
    /// before and behind and half of the file, or else behind the row of the last question before
    /// that has one.
    #[must_use]
    pub fn rows_for(&mut self, missing: &[Place]) -> Vec<NewRow> {
        // By where they go, because several can go to one place.
        let mut rows: BTreeMap<u32, NewRow> = BTreeMap::new();
        let follows = |a: &Place, b: &Place| a.file == b.file && a.question + 1 == b.question;
        for run in missing.chunk_by(follows) {
            for which in self.surrounding(run) {
                for &place in run {
                    let Some(new) = self.row(which, place) else {
                        continue;
                    };
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

    /// The indexes that list what stands around the questions `run`, which follow each other;
    /// `None` stands for all of them together.
    fn surrounding(&self, run: &[Place]) -> Vec<Option<usize>> {
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            return Vec::new();
        };
        let neighbours = [first.question.checked_sub(1), last.question.checked_add(1)];
        let count = self
            .collection
            .summary(first.file)
            .map_or(0, |summary| summary.questions.len());
        let surrounds = |of_view: &InOrder<'_, '_>| {
            let of_file = of_view.of_file.get(&first.file).copied().unwrap_or(0);
            of_file * 2 >= count
                && neighbours.into_iter().all(|question| {
                    question.is_some_and(|question| {
                        let file = first.file;
                        of_view.has(Place { file, question }, &self.order)
                    })
                })
        };
        let views = self.of_views.iter().enumerate();
        let into: Vec<_> = views
            .filter(|(_, of_view)| surrounds(of_view))
            .map(|(at, _)| Some(at))
            .collect();
        match into.is_empty() {
            true => vec![None],
            false => into,
        }
    }

    /// The row for the question `place` in the index `which`: behind that of the question before
    /// it, or before that of the next one where that stands below the same heading and the one
    /// before does not.
    fn row(&mut self, which: Option<usize>, place: Place) -> Option<NewRow> {
        let question = place.summary(self.collection)?;
        let path = self.collection.path(place.file);
        let entry = Entry {
            number: question.number.map(|number| number.value),
            title: question.link_text(),
            path: &path,
            anchor: place.anchor(self.collection),
        };
        let listed = match which {
            Some(at) => &self.of_views.get(at)?.rows,
            None => &self.all.rows,
        };
        let order = &self.order;
        let behind = listed.partition_point(|other| order.key(other.place) < order.key(place));
        let (before, next) = (
            listed[..behind].last().copied(),
            listed[behind..].first().copied(),
        );
        let below = |other: &Listed<'_, '_>| {
            let is_of_file = other.place.file == place.file;
            is_of_file.then(|| {
                other
                    .place
                    .summary(self.collection)
                    .map(|other| other.below)
            })?
        };
        match (before, next) {
            (Some(before), Some(next)) => {
                let other_group =
                    before.row.group != next.row.group || !std::ptr::eq(before.view, next.view);
                let belongs_to_next = other_group
                    && below(&next) == Some(question.below)
                    && below(&before) != Some(question.below);
                match belongs_to_next {
                    true => self.row_before(&next, entry),
                    false => self.row_behind(&before, entry),
                }
            }
            (Some(before), None) => self.row_behind(&before, entry),
            (None, Some(next)) => self.row_before(&next, entry),
            (None, None) => None,
        }
    }

    /// The row for `entry` behind that of the question `before`, if that has one.
    #[must_use]
    pub fn behind(&mut self, before: Place, entry: Entry<'_>) -> Option<NewRow> {
        let listed = &self.all.rows;
        let end =
            listed.partition_point(|listed| self.order.key(listed.place) <= self.order.key(before));
        let found = *listed[..end]
            .last()
            .filter(|listed| listed.place == before)?;
        self.row_behind(&found, entry)
    }

    fn written(
        &mut self,
        listed: &Listed<'v, 'a>,
        entry: Entry<'_>,
    ) -> Option<(String, bool, bool)> {
        let (view, group) = (listed.view, listed.row.group);
        let usual = self
            .usual
            .entry((view.summary.span.start, group))
            .or_insert_with(|| Usual::of(view, group))
            .as_ref()?;
        let form = usual.near(listed.at)?;
        let from = self.collection.path(view.file);
        let destination = retarget(form.destination(), &from, entry.path, entry.anchor);
        let uncounted = entry.number.is_none() && form.is_numbered();
        (!destination.is_empty()).then(|| {
            let row = form.write(entry.number, entry.title, &destination);
            (row, usual.is_certain(), uncounted)
        })
    }

    fn row_before(&mut self, next: &Listed<'v, 'a>, entry: Entry<'_>) -> Option<NewRow> {
        let (row, certain, uncounted) = self.written(next, entry)?;
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

    fn row_behind(&mut self, before: &Listed<'v, 'a>, entry: Entry<'_>) -> Option<NewRow> {
        let (row, certain, uncounted) = self.written(before, entry)?;
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
}

impl<'v, 'a> InOrder<'v, 'a> {
    fn of(views: &'v [IndexView<'a>], order: &Order) -> Self {
        let mut rows: Vec<Listed<'v, 'a>> = views
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
        rows.sort_by_key(|listed| (order.key(listed.place), listed.row.span));
        let mut of_file: HashMap<FileId, usize> = HashMap::new();
        for listed in &rows {
            *of_file.entry(listed.place.file).or_default() += 1;
        }
        Self { rows, of_file }
    }

    fn has(&self, place: Place, order: &Order) -> bool {
        self.rows
            .binary_search_by_key(&order.key(place), |listed| order.key(listed.place))
            .is_ok()
    }
}
