use crate::collection::{NumberFault, Sequence};
use crate::diagnostic::{Fix, Safety};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for sequence in context.sequences {
        for fault in &sequence.faults {
            match *fault {
                NumberFault::Misplaced {
                    first,
                    last,
                    before,
                } => misplaced(sequence, (first, last), before, reporter),
                NumberFault::Mistyped { first, last, meant } => {
                    mistyped(sequence, (first, last), meant, reporter);
                }
                _ => {}
            }
        }
    }
}

/// Reports questions, most often a single one, that stand out of order.
fn misplaced(
    sequence: &Sequence,
    (first, last): (usize, usize),
    before: Option<usize>,
    reporter: &mut Reporter<'_>,
) {
    let (question, other) = (&sequence.questions[first], &sequence.questions[last]);
    let before = before.map(|before| &sequence.questions[before]);
    let (subject, object) = if first == last {
        (format!("question {} stands", question.shown()), "question")
    } else {
        let (one, other) = (question.number, other.number);
        (format!("questions {one} to {other} stand"), "questions")
    };
    let message = match before {
        Some(before) => format!("{subject} behind question {}", before.number),
        None => format!("{subject} before smaller numbers"),
    };
    let diagnostic = reporter.report(question.at(""), message);
    if let Some(before) = before {
        diagnostic.label(before.file, before.span, "the number before");
    }
    if first != last {
        diagnostic.label(other.file, other.span, "the last of them");
    }
    diagnostic.help(format!("move the {object}, or renumber"));
}

/// Reports questions, most often a single one, that stand where others are missing.
fn mistyped(
    sequence: &Sequence,
    (first, last): (usize, usize),
    meant: u32,
    reporter: &mut Reporter<'_>,
) {
    let run = &sequence.questions[first..=last];
    let more = u32::try_from(last - first).unwrap_or(0);
    let message = match run {
        [one] => format!(
            "question {} stands where question {meant} is missing",
            one.shown()
        ),
        [one, .., other] => format!(
            "questions {} to {} stand where {meant} to {} are missing",
            one.number,
            other.number,
            meant + more
        ),
        [] => return,
    };
    let diagnostic = reporter.report(run[0].at(format!("most likely {meant}")), message);
    if let Some(before) = first
        .checked_sub(1)
        .map(|before| &sequence.questions[before])
    {
        diagnostic.label(before.file, before.span, "the number before");
    }
    diagnostic.help("renumber, or move it and add what is missing");
    let edits: Option<Vec<_>> = run
        .iter()
        .zip(meant..)
        .map(|(question, number)| {
            question
                .renumbered(number)
                .filter(|_| question.sub.is_none())
        })
        .collect();
    if let Some(edits) = edits {
        let title = if more == 0 {
            format!("renumber it to {meant}")
        } else {
            format!("renumber them to {meant} to {}", meant + more)
        };
        diagnostic.fix(Fix {
            title,
            safety: Safety::Unsafe,
            edits,
        });
    }
}
