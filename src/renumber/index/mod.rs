//! Bringing indexes up to date: rows for questions that have none, none for questions that are
//! gone, and rows that agree with their questions and stand in their order.

mod count;
mod fill;
mod gone;
mod order;

use std::collections::{BTreeMap, HashSet};

use super::{Changes, width};
use crate::check::Run;
use crate::collection::{
    Collection, Entry, IndexView, NewRow, Place, RowWriter, coverage, indexes,
};
use crate::content::words;
use crate::diagnostic::{Diagnostic, Edit, Safety};
use crate::fix::{ROUNDS, choose};
use crate::source::FileId;

/// What brings the indexes of the collection number `member` up to date: markers with nothing
/// between them get an index, rows get the titles, numbers and links of their questions, and
/// [`update_rows`]. The run, which keeps the bytes of
/// its files, is afterwards as it was.
pub fn update_indexes(run: &mut Run, member: usize) -> Changes {
    let mut changes = steps(run, member, &[fill::edits]);
    changes.show(run);
    for _ in 0..ROUNDS {
        let found: Vec<Diagnostic> = run
            .all_diagnostics()
            .into_iter()
            .filter(|found| UPDATED.contains(&&*found.rule))
            .filter(|found| run.files().get(found.primary.file).collection == member)
            .collect();
        let chosen = choose(&found, Safety::Unsafe, |file| {
            run.overlay().get(&file).cloned()
        });
        let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        for edit in chosen.iter().flat_map(|(_, fix)| &fix.edits) {
            edits.entry(edit.file).or_default().push(edit.clone());
        }
        run.collection(member, |collection| {
            width::keep(&indexes(collection), &mut edits);
        });
        let step = Changes::new(run, edits, BTreeMap::new());
        if step.is_empty() {
            break;
        }
        step.show(run);
        changes = changes.then(step);
    }
    let rows = update_rows(run, member);
    rows.show(run);
    changes = changes.then(rows);
    changes.hide(run);
    changes
}

/// The rules whose fixes let rows agree with their questions.
const UPDATED: [&str; 4] = [
    "index/broken-entry",
    "index/duplicate-entry",
    "index/stale-title",
    "index/wrong-number",
];

/// What gives each question that an index leaves out, although it lists most, a row, takes out the
/// rows of questions that are gone, puts rows where their questions are, where most are in order,
/// and counts them anew where their numbers are not those of questions. The run is afterwards as
/// it was.
pub fn update_rows(run: &mut Run, member: usize) -> Changes {
    steps(
        run,
        member,
        &[gone::edits, missing, order::edits, count::edits],
    )
}

/// What is to be edited in the files of a collection with these indexes.
type Step = fn(&Run, &Collection<'_>, &[IndexView<'_>]) -> Vec<Edit>;

/// The changes of `steps` one after the other. The run is afterwards as it was.
fn steps(run: &mut Run, member: usize, steps: &[Step]) -> Changes {
    let mut changes = Changes::default();
    for step in steps {
        let edits = run.collection(member, |collection| {
            let views = indexes(collection);
            step(run, collection, &views)
        });
        let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        for edit in edits {
            by_file.entry(edit.file).or_default().push(edit);
        }
        run.collection(member, |collection| {
            width::keep(&indexes(collection), &mut by_file);
        });
        let step = Changes::new(run, by_file, BTreeMap::new());
        step.show(run);
        changes = changes.then(step);
    }
    changes.hide(run);
    changes
}

/// Of so many questions one may be missing in an index that is to be completed: whoever asks for
/// that may have added many.
const MISSING_OF: usize = 3;

/// The rows of questions that indexes leave out.
fn missing(_: &Run, collection: &Collection<'_>, views: &[IndexView<'_>]) -> Vec<Edit> {
    let of_file = |views: &[IndexView<'_>]| {
        let rows = || views.iter().flat_map(|view| &view.summary.rows);
        let named: HashSet<(Vec<u64>, Option<u32>)> = rows()
            .map(|row| (words(&row.title), row.number.map(|(number, _)| number)))
            .collect();
        let titles: HashSet<Vec<u64>> = rows().map(|row| words(&row.title)).collect();
        // One of two with the same title is in the index; of those without numbers nobody can say
        // that the other one should be, too.
        let is_named = |place: &Place| {
            place.summary(collection).is_none_or(|question| {
                let title = words(&question.title);
                match question.number {
                    Some(number) => named.contains(&(title, Some(number.value))),
                    None => titles.contains(&title),
                }
            })
        };
        let mut missing = coverage(collection, views, MISSING_OF).missing;
        missing.retain(|place| !is_named(place));
        RowWriter::new(collection, views).rows_for(&missing)
    };
    let rows = views.chunk_by(|a, b| a.file == b.file).flat_map(of_file);
    rows.map(edit).collect()
}

fn edit(row: NewRow) -> Edit {
    Edit {
        file: row.file,
        span: row.at,
        replacement: row.text,
    }
}

/// The insertion of a row for `entry` behind that of question `before`, in each file that has an
/// index with one.
#[must_use]
pub fn row_behind(collection: &Collection<'_>, before: Place, entry: Entry<'_>) -> Vec<Edit> {
    let views = indexes(collection);
    views
        .chunk_by(|a, b| a.file == b.file)
        .filter_map(|views| RowWriter::new(collection, views).behind(before, entry))
        .map(edit)
        .collect()
}
