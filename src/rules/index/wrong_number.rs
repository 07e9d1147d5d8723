use std::collections::HashSet;

use crate::collection::{IndexRow, IndexView, Place, QuestionSummary};
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::index::IndexKind;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::Span;

pub(crate) const RULE: Rule = Rule::collection(Needs::INDEXES, check);

/// Of so many rows, one may begin a run of wrong numbers; more are not mistakes but another way
/// of counting.
const RUN_OF: usize = 8;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for view in context.indexes {
        let rows = numbered(context, view, &view.in_order());
        if rows.len() < 3 {
            count(view, reporter);
            continue;
        }
        let mut seen = HashSet::new();
        let unique = rows.iter().all(|row| seen.insert(row.own));
        let right = rows.iter().filter(|row| row.offset() == 0).count();
        let runs: Vec<&[Numbered<'_>]> = rows
            .chunk_by(|a, b| a.offset() == b.offset())
            .filter(|run| run[0].offset() != 0)
            .collect();
        // Numbers that begin anew, or that are of another kind.
        if !unique || right == 0 || runs.len() > (rows.len() / RUN_OF).max(1) {
            continue;
        }
        for run in runs {
            report(view, reporter, run);
        }
    }
}

/// A row with a number that leads to a question with one.
struct Numbered<'a> {
    place: Place,
    question: &'a QuestionSummary,
    /// What the row says, and where.
    number: (u32, Span),
    /// What the question says.
    own: u32,
}

impl Numbered<'_> {
    fn offset(&self) -> i64 {
        i64::from(self.number.0) - i64::from(self.own)
    }
}

/// The rows to compare: each question once, and nothing next to a row that is out of order, whose
/// number may well be right where it belongs.
fn numbered<'a>(
    context: &CollectionContext<'a>,
    view: &IndexView<'a>,
    in_order: &[bool],
) -> Vec<Numbered<'a>> {
    let mut seen = HashSet::new();
    let is_misplaced = |index: usize| {
        let first = index.saturating_sub(2);
        in_order
            .iter()
            .skip(first)
            .take(index + 3 - first)
            .any(|in_order| !in_order)
    };
    view.listed()
        .filter(|(_, row, place)| !is_marker(view, row) && seen.insert(*place))
        .filter(|(index, _, _)| !is_misplaced(*index))
        .filter_map(|(_, row, place)| {
            let question = place.summary(context.collection)?;
            let own = question.number.filter(|number| number.sub.is_none())?;
            Some(Numbered {
                place,
                question,
                number: row.number?,
                own: own.value,
            })
        })
        .collect()
}

/// Whether the number is that of a list's marker, which readers do not see: lists count from the
/// number of their first item.
fn is_marker(view: &IndexView<'_>, row: &IndexRow) -> bool {
    view.summary.kind == IndexKind::List
        && row
            .number
            .is_some_and(|(_, span)| span.start == row.span.start)
}

fn report(view: &IndexView<'_>, reporter: &mut Reporter<'_>, run: &[Numbered<'_>]) {
    let (Some(first), Some(last)) = (run.first(), run.last()) else {
        return;
    };
    let message = if run.len() == 1 {
        format!(
            "the index has the number {} for {}",
            first.number.0,
            first.question.name()
        )
    } else {
        let way = if first.offset() > 0 {
            "ahead"
        } else {
            "behind"
        };
        format!(
            "rows {} to {} of the index are {} {way} from here",
            first.number.0,
            last.number.0,
            first.offset().unsigned_abs()
        )
    };
    let primary = Label {
        file: view.file,
        span: first.number.1,
        message: format!("expected {}", first.own),
    };
    let edits = run
        .iter()
        .map(|row| Edit {
            file: view.file,
            span: row.number.1,
            replacement: row.own.to_string(),
        })
        .collect();
    let fix = Fix {
        title: "give the rows the numbers of their questions".to_owned(),
        safety: Safety::Safe,
        edits,
    };
    let diagnostic = reporter.report(primary, message);
    diagnostic
        .label(first.place.file, first.question.place, "the question")
        .help("give the rows the numbers of their questions");
    // Digits that are written otherwise than they read cannot be replaced.
    let verbatim =
        |row: &Numbered<'_>| row.number.1.len() as usize == row.number.0.to_string().len();
    if run.iter().all(verbatim) {
        diagnostic.fix(fix);
    }
}

/// Questions without numbers: whether the rows of the index count on.
fn count(view: &IndexView<'_>, reporter: &mut Reporter<'_>) {
    let rows: Vec<(u32, Span)> = view
        .summary
        .rows
        .iter()
        .filter(|row| !is_marker(view, row))
        .filter_map(|row| row.number)
        .collect();
    let breaks: Vec<usize> = (1..rows.len())
        .filter(|&at| rows[at].0 != rows[at - 1].0 + 1 && rows[at].0 > 1)
        .collect();
    if rows.len() < 3 || rows[0].0 > 1 || breaks.len() > (rows.len() / RUN_OF).max(1) {
        return;
    }
    for at in breaks {
        let ((before, span), (number, here)) = (rows[at - 1], rows[at]);
        let primary = Label {
            file: view.file,
            span: here,
            message: format!("expected {}", before + 1),
        };
        reporter
            .report(primary, format!("in the index, {number} follows {before}"))
            .label(view.file, span, "the number before")
            .help("number the rows anew");
    }
}
