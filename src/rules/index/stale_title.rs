use crate::collection::{Aim, IndexRow, Place, QuestionSummary};
use crate::content::words;
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::INDEXES, check);

/// Of ten rows, how many must have the titles of their questions, for the others to be mistakes.
const OF_TEN: usize = 8;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for view in context.indexes {
        let mut stale: Vec<(&IndexRow, Place, &QuestionSummary)> = Vec::new();
        let mut rows = 0;
        for (index, row, place) in view.listed() {
            let (Aim::Question { .. }, Some(question)) =
                (view.aims[index], place.summary(context.collection))
            else {
                continue;
            };
            let (title, own) = (words(&row.title), words(&question.title));
            if title.is_empty() || own.is_empty() {
                continue;
            }
            rows += 1;
            if title != own {
                stale.push((row, place, question));
            }
        }
        // Many indexes have titles of their own, shorter ones.
        if (rows - stale.len()) * 10 < rows * OF_TEN {
            continue;
        }
        for (row, place, question) in stale {
            let primary = Label {
                file: view.file,
                span: row.title_span,
                message: String::new(),
            };
            let diagnostic = reporter.report(
                primary,
                format!(
                    "the index has another title for {}: {}",
                    question.name(),
                    quote(&row.title)
                ),
            );
            diagnostic
                .label(place.file, question.title_span, "the question")
                .help(format!("the question has {}", quote(&question.title)));
            if let Some(title) = as_text(row, question) {
                diagnostic.fix(Fix {
                    title: format!("write {}", quote(title)),
                    safety: Safety::Unsafe,
                    edits: vec![Edit {
                        file: view.file,
                        span: row.title_span,
                        replacement: title.to_owned(),
                    }],
                });
            }
        }
    }
}

/// The title of the question, if it can be written in the row as it reads.
fn as_text<'a>(row: &IndexRow, question: &'a QuestionSummary) -> Option<&'a str> {
    let title = question.title.as_str();
    let plain = |span: crate::source::Span, text: &str| span.len() as usize == text.len();
    let special = |c: char| matches!(c, '[' | ']' | '|' | '`' | '*' | '_' | '<' | '\\' | '&');
    (plain(row.title_span, &row.title)
        && plain(question.title_span, title)
        && !title.contains(special))
    .then_some(title)
}
