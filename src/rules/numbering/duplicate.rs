use std::collections::HashMap;

use crate::collection::{Numbered, Sequence};
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::qa::SubNumber;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for sequence in context.sequences {
        // The one that keeps its number: the first that is not obviously meant to have another.
        let mut keepers: HashMap<(u32, Option<SubNumber>), &Numbered> = HashMap::new();
        for (index, question) in sequence.questions.iter().enumerate() {
            if sequence.is_duplicate(question) && sequence.meant(index).is_none() {
                keepers
                    .entry((question.number, question.sub))
                    .or_insert(question);
            }
        }
        let again: Vec<usize> = (0..sequence.questions.len())
            .filter(|&index| {
                let question = &sequence.questions[index];
                sequence.is_duplicate(question)
                    && keepers.get(&(question.number, question.sub)).copied() != Some(question)
            })
            .collect();
        for run in again.chunk_by(|&one, &next| shifted(sequence, one, next)) {
            match run {
                [index] => one(sequence, *index, &keepers, reporter),
                [first, .., last] => shift(sequence, *first, *last, reporter),
                [] => {}
            }
        }
    }
}

/// Whether the numbers at `one` and `next`, both there for the second time, go on from each other:
/// then one mistake has moved both.
fn shifted(sequence: &Sequence, one: usize, next: usize) -> bool {
    let (Some(first), Some(second)) = (sequence.questions.get(one), sequence.questions.get(next))
    else {
        return false;
    };
    next == one + 1
        && first.file == second.file
        && first.number.checked_add(1) == Some(second.number)
        && sequence.meant(one).is_none()
        && sequence.meant(next).is_none()
}

/// Reports one question whose number another has.
fn one(
    sequence: &Sequence,
    index: usize,
    keepers: &HashMap<(u32, Option<SubNumber>), &Numbered>,
    reporter: &mut Reporter<'_>,
) {
    let Some(question) = sequence.questions.get(index) else {
        return;
    };
    let number = question.number;
    let primary = Label {
        file: question.file,
        span: question.span,
        message: String::new(),
    };
    let shown = question.sub.map_or_else(String::new, |sub| sub.to_string());
    let message = format!("two questions have the number {number}{shown}");
    let diagnostic = reporter.report(primary, message);
    if let Some(keeper) = keepers.get(&(number, question.sub)) {
        diagnostic.label(keeper.file, keeper.span, "the other one");
    }
    let Some(meant) = sequence.meant(index) else {
        diagnostic.help("give one of them another number");
        return;
    };
    diagnostic
        .here(format!("most likely {meant}"))
        .help(format!(
            "there is no question {meant}, and this one stands where it belongs"
        ));
    diagnostic.fix(Fix {
        title: format!("renumber it to {meant}"),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            file: question.file,
            span: question.span,
            replacement: meant.to_string(),
        }],
    });
}

/// Reports several questions, one behind the other, whose numbers are there already.
fn shift(sequence: &Sequence, first: usize, last: usize, reporter: &mut Reporter<'_>) {
    let (Some(from), Some(to)) = (sequence.questions.get(first), sequence.questions.get(last))
    else {
        return;
    };
    let before = first
        .checked_sub(1)
        .and_then(|before| sequence.questions.get(before))
        .filter(|before| before.number >= from.number);
    let by = before.map(|before| before.number + 1 - from.number);
    let behind = by.map_or_else(String::new, |by| {
        format!(": from here they are {by} behind")
    });
    let primary = Label {
        file: from.file,
        span: from.span,
        message: by.map_or_else(String::new, |by| format!("expected {}", from.number + by)),
    };
    let diagnostic = reporter.report(
        primary,
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
