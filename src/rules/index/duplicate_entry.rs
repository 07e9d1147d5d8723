use std::collections::HashMap;

use crate::collection::{Aim, Place};
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
            reporter
                .report(
                    view.row_label(index),
                    format!("{} stands in the index twice", question.name()),
                )
                .label(other.file, other.span, "the first time")
                .help("take one of the rows out, or let it lead to the question that it is for");
        }
    }
}
