use std::collections::HashMap;

use crate::collection::{Aim, Place};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::INDEXES, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for view in context.indexes {
        // Of each list, because a question may stand in the list of each topic.
        let mut first: HashMap<(u32, Place), usize> = HashMap::new();
        for (index, row, place) in view.listed() {
            // One that leads astray is broken.
            if !matches!(view.aims[index], Aim::Question { .. }) {
                continue;
            }
            let Some(question) = place.summary(context.collection) else {
                continue;
            };
            let Some(&earlier) = first.get(&(row.group, place)) else {
                first.insert((row.group, place), index);
                continue;
            };
            let other = view.row_label(earlier);
            let diagnostic = reporter.report(
                view.row_label(index),
                format!("{} stands in the index twice", question.name()),
            );
            diagnostic
                .label(other.file, other.span, "the first time")
                .help("take one of the rows out, or let it lead to the question that it is for");
            // Both say the same, and the rows behind keep their numbers.
            let says_the_same = view.summary.rows.get(earlier).is_some_and(|earlier| {
                row.destination == earlier.destination
                    && row.title == earlier.title
                    && row.number.map(|(number, _)| number)
                        == earlier.number.map(|(number, _)| number)
            });
            if let Some(lines) = row.lines.filter(|_| says_the_same) {
                diagnostic.fix(Fix {
                    title: "take the row out".to_owned(),
                    safety: Safety::Safe,
                    edits: vec![Edit {
                        file: view.file,
                        span: lines,
                        replacement: String::new(),
                    }],
                });
            }
        }
    }
}
