use crate::collection::{Aim, Collection, IndexRow, IndexView, Place};
use crate::content::words;
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::index::retarget;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::INDEXES, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let collection = context.collection;
    for view in context.indexes {
        for (row, aim) in view.summary.rows.iter().zip(&view.aims) {
            let (meant, leads) = match *aim {
                Aim::Lost { meant } => (meant, None),
                Aim::Other { leads, meant } => (meant, Some(leads)),
                Aim::Question { .. } | Aim::Gone { .. } | Aim::Elsewhere => continue,
            };
            let Some(question) = meant.summary(collection) else {
                continue;
            };
            let title = quote(&row.title);
            let message = match leads {
                None => format!("the row {title} leads nowhere"),
                Some(Some(other)) if has_title(collection, other, &question.title) => {
                    format!("the row {title} leads to another question with the same title")
                }
                Some(Some(other)) => {
                    let other = other.summary(collection).map(|other| other.name());
                    format!("the row {title} leads to {}", other.unwrap_or_default())
                }
                Some(None) => {
                    format!("the row {title} leads to a file that does not have the question")
                }
            };
            let primary = Label {
                file: view.file,
                span: row.link,
                message: String::new(),
            };
            let destination = new_destination(collection, view, row, meant);
            let diagnostic = reporter.report(primary, message);
            diagnostic.target = Some(row.destination.clone());
            diagnostic.label(meant.file, question.place, "the question");
            let Some(destination) = destination else {
                continue;
            };
            diagnostic.help(format!("it is at {}", quote(&destination)));
            diagnostic.fix(Fix {
                title: format!("link to {}", quote(&destination)),
                safety: Safety::Safe,
                edits: vec![Edit {
                    file: view.file,
                    span: row.link,
                    replacement: destination,
                }],
            });
        }
    }
}

fn has_title(collection: &Collection<'_>, place: Place, title: &str) -> bool {
    let question = place.summary(collection);
    question.is_some_and(|question| words(&question.title) == words(title))
}

/// The destination that leads to `meant`; `None` where it cannot be said, or put in the place of
/// the present one.
fn new_destination(
    collection: &Collection<'_>,
    view: &IndexView<'_>,
    row: &IndexRow,
    meant: Place,
) -> Option<String> {
    let verbatim = row.link.len() as usize == row.destination.len();
    let anchor = meant.anchor(collection);
    if !verbatim || row.destination.contains('#') && anchor.is_none() {
        return None;
    }
    let from = collection.path(view.file);
    let to = collection.path(meant.file);
    Some(retarget(&row.destination, &from, &to, anchor))
}
