use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::INDEXES, check);

/// How many rows an index must have before it can be said to follow an order.
const FEWEST: usize = 6;

/// Of so many rows, one may be out of order in an index that follows the order of the questions.
const OUT_OF_ORDER_OF: usize = 20;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for view in context.indexes {
        let in_order = view.in_order();
        let listed: Vec<_> = view.listed().collect();
        for rows in listed.chunk_by(|a, b| a.1.group == b.1.group && a.2.file == b.2.file) {
            let out = rows.iter().filter(|(index, ..)| !in_order[*index]).count();
            if rows.len() < FEWEST || out > (rows.len() / OUT_OF_ORDER_OF).max(1) {
                continue;
            }
            for &(index, _, place) in rows.iter().filter(|(index, ..)| !in_order[*index]) {
                let Some(question) = place.summary(context.collection) else {
                    continue;
                };
                // The row of the question that it follows.
                let before = rows
                    .iter()
                    .filter(|(other, _, at)| in_order[*other] && *at < place)
                    .map(|(other, ..)| *other)
                    .next_back();
                let diagnostic = reporter.report(
                    view.row_label(index),
                    format!("the row of {} is out of order", question.name()),
                );
                if let Some(before) = before {
                    let at = view.row_label(before);
                    diagnostic.label(at.file, at.span, "it belongs behind this row");
                }
                diagnostic.help("move the row, or the question");
            }
        }
    }
}
