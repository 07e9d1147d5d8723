use std::collections::HashSet;

use crate::collection::{IndexView, Place, coverage, new_rows};
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
        for run in missing.chunk_by(follows) {
            report(context, reporter, views, run);
        }
    }
}

/// Reports questions that follow each other and are not in the index.
fn report(
    context: &CollectionContext<'_>,
    reporter: &mut Reporter<'_>,
    views: &[IndexView<'_>],
    run: &[Place],
) {
    let collection = context.collection;
    let (Some(&first), Some(&last)) = (run.first(), run.last()) else {
        return;
    };
    let (Some(from), Some(to)) = (first.summary(collection), last.summary(collection)) else {
        return;
    };
    let file = views.first().map_or(first.file, |view| view.file);
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
    // The row behind which it belongs.
    let before = views
        .iter()
        .flat_map(|view| view.listed().map(move |(row, _, place)| (view, row, place)))
        .filter(|(_, _, place)| *place < first)
        .max_by_key(|(_, _, place)| *place);
    if let Some((view, row, _)) = before {
        let at = view.row_label(row);
        diagnostic.label(at.file, at.span, "it belongs behind this row");
    }
    diagnostic.help("add a row for it");
    let rows = new_rows(collection, views, run);
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
