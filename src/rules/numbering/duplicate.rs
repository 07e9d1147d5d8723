use crate::collection::{NumberFault, Sequence};
use crate::diagnostic::{Fix, Safety};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for sequence in context.sequences {
        for fault in &sequence.faults {
            match *fault {
                NumberFault::Duplicate { at, keeper, meant } => {
                    one(sequence, at, keeper, meant, reporter);
                }
                NumberFault::Repeated { first, last } => repeated(sequence, first, last, reporter),
                NumberFault::Shifted {
                    first,
                    last,
                    ahead,
                    missing,
                    other,
                } => shifted(sequence, (first, last), (ahead, missing, other), reporter),
                _ => {}
            }
        }
    }
}

/// Reports one question whose number another has.
fn one(
    sequence: &Sequence,
    at: usize,
    keeper: Option<usize>,
    meant: Option<u32>,
    reporter: &mut Reporter<'_>,
) {
    let question = &sequence.questions[at];
    let message = format!("two questions have the number {}", question.shown());
    let here = meant.map_or_else(String::new, |meant| format!("most likely {meant}"));
    let diagnostic = reporter.report(question.at(here), message);
    if let Some(keeper) = keeper.map(|keeper| &sequence.questions[keeper]) {
        diagnostic.label(keeper.file, keeper.span, "the other one");
    }
    let Some(meant) = meant else {
        diagnostic.help("give one of them another number");
        return;
    };
    diagnostic.help(format!(
        "there is no question {meant}, and this one stands where it belongs"
    ));
    if let Some(edit) = question.renumbered(meant) {
        diagnostic.fix(Fix {
            title: format!("renumber it to {meant}"),
            safety: Safety::Unsafe,
            edits: vec![edit],
        });
    }
}

/// Reports several questions, one behind the other, whose numbers are there already.
fn repeated(sequence: &Sequence, first: usize, last: usize, reporter: &mut Reporter<'_>) {
    let (from, to) = (&sequence.questions[first], &sequence.questions[last]);
    let before = first
        .checked_sub(1)
        .map(|before| &sequence.questions[before])
        .filter(|before| before.number >= from.number);
    let by = before.map(|before| before.number + 1 - from.number);
    let behind = by.map_or_else(String::new, |by| {
        format!(": from here they are {by} behind")
    });
    let here = by.map_or_else(String::new, |by| format!("expected {}", from.number + by));
    let diagnostic = reporter.report(
        from.at(here),
        format!(
            "the numbers {} to {} are there twice{behind}",
            from.number, to.number
        ),
    );
    if let Some(before) = before {
        diagnostic.label(before.file, before.span, "the number before");
    }
    diagnostic
        .label(to.file, to.span, "the last of them")
        .help("renumber from here on");
}

/// Reports questions whose numbers one slip has moved.
fn shifted(
    sequence: &Sequence,
    (first, last): (usize, usize),
    (ahead, missing, other): (bool, u32, usize),
    reporter: &mut Reporter<'_>,
) {
    let (from, to) = (&sequence.questions[first], &sequence.questions[last]);
    let other = &sequence.questions[other];
    let (way, expected) = if ahead {
        ("ahead", from.number - 1)
    } else {
        ("behind", from.number + 1)
    };
    reporter
        .report(
            from.at(format!("expected {expected}")),
            format!(
                "the numbers {} to {} are one {way}: {} is there twice, and {missing} is missing",
                from.number, to.number, other.number
            ),
        )
        .label(to.file, to.span, "the last of them")
        .label(other.file, other.span, "the other one")
        .help("`qalint renumber` gives them their numbers, and the links to them");
}
