use std::collections::HashSet;

use crate::collection::{IndexView, Place, RowWriter, coverage};
use crate::content::words;
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::INDEXES, check);

/// Of so many questions one may be missing in an index that is meant to list all.
const MISSING_OF: usize = 10;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    // Where only some files were given, what the index lists may be in the others.
    if !context.collection.complete {
        return;
    }
    for views in context.indexes.chunk_by(|a, b| a.file == b.file) {
        let named: HashSet<Vec<u64>> = views
            .iter()
            .flat_map(|view| view.summary.rows.iter().map(|row| words(&row.title)))
            .collect();
        let missing: Vec<Place> = coverage(context.collection, views, MISSING_OF)
            .missing
            .into_iter()
            .filter(|place| {
                // One of two with the same title is in the index, if not the right one.
                let question = place.summary(context.collection);
                question.is_some_and(|question| !named.contains(&words(&question.title)))
            })
            .collect();
        let follows = |a: &Place, b: &Place| a.file == b.file && a.question + 1 == b.question;
        if missing.is_empty() {
            continue;
        }
        let mut listed: Vec<(Place, &IndexView<'_>, usize)> = views
            .iter()
            .flat_map(|view| view.listed().map(move |(row, _, place)| (place, view, row)))
            .collect();
        listed.sort_by_key(|&(place, _, _)| place);
        let mut writer = RowWriter::new(context.collection, views);
        for run in missing.chunk_by(follows) {
            // The row behind which it belongs.
            let before = listed.partition_point(|(place, _, _)| Some(place) < run.first());
            let before = listed[..before].last();
            let before = before.map(|(_, view, row)| view.row_label(*row));
            report(context, reporter, &mut writer, run, before);
        }
    }
}

/// Reports questions that follow each other and are not in the index.
fn report(
    context: &CollectionContext<'_>,
    reporter: &mut Reporter<'_>,
    writer: &mut RowWriter<'_, '_>,
    run: &[Place],
    before: Option<Label>,
) {
    let collection = context.collection;
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else {
        return;
    };
    let (Some(from), Some(to)) = (first.summary(collection), last.summary(collection)) else {
        return;
    };
    let file = writer.file().unwrap_or(first.file);
    let index = if file == first.file {
        "the index".to_owned()
    } else {
        format!("the index in `{}`", collection.files.get(file).name)
    };
    let message = match (run.len(), from.number, to.number) {
        (1, ..) => format!("{} is not in {index}", from.name()),
        (_, Some(from), Some(to)) => {
            format!(
                "questions {} to {} are not in {index}",
                from.value, to.value
            )
        }
        (count, ..) => format!("{count} questions from here on are not in {index}"),
    };
    let primary = Label {
        file: first.file,
        span: from.place,
        message: String::new(),
    };
    let diagnostic = reporter.report(primary, message);
    if let Some(at) = before {
        diagnostic.label(at.file, at.span, "it belongs behind this row");
    }
    diagnostic.help("add a row for it");
    let rows = writer.rows_for(run);
    // Numbers that are not those of questions would have to be counted anew.
    if rows.is_empty() || rows.iter().any(|row| row.uncounted) {
        return;
    }
    let count: usize = rows.iter().map(|row| row.rows).sum();
    let certain = rows.iter().all(|row| row.certain) && count >= run.len();
    diagnostic.fix(Fix {
        title: match count {
            1 => "add a row".to_owned(),
            count => format!("add {count} rows"),
        },
        safety: match certain {
            true => Safety::Safe,
            false => Safety::Unsafe,
        },
        edits: rows
            .into_iter()
            .map(|row| Edit {
                file: row.file,
                span: row.at,
                replacement: row.text,
            })
            .collect(),
    });
}
