use crate::collection::{IndexRow, IndexView};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::index::IndexKind;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::Span;

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
                let first = before.or_else(|| rows.first().map(|(first, ..)| *first));
                let edits = first.and_then(|other| moved(view, index, other, before.is_none()));
                if let Some(edits) = edits {
                    diagnostic.fix(Fix {
                        title: "move the row".to_owned(),
                        safety: Safety::Unsafe,
                        edits: edits.into(),
                    });
                }
            }
        }
    }
}

/// The edits that move row `at` behind row `other`, or before it; `None` if either does not stand
/// on a line of its own, or the numbers of a list's markers would move along.
fn moved(view: &IndexView<'_>, at: usize, other: usize, is_before: bool) -> Option<[Edit; 2]> {
    // Its line ending goes along.
    let own_line = |row: &IndexRow| {
        let (line, _) = row.line.as_ref()?;
        row.own_line().filter(|lines| lines.end > line.end)
    };
    let rows = &view.summary.rows;
    let (row, other) = (rows.get(at)?, rows.get(other)?);
    let is_marker = view.summary.kind == IndexKind::List && row.number.is_some();
    let (from, to) = (own_line(row)?, own_line(other)?);
    let (_, text) = row.line.as_ref().filter(|_| !is_marker)?;
    let edit = |span: Span, replacement: String| Edit {
        file: view.file,
        span,
        replacement,
    };
    let to = if is_before { to.start } else { to.end };
    let inserted = format!("{text}{}", view.summary.between);
    Some([edit(from, String::new()), edit(Span::empty(to), inserted)])
}
