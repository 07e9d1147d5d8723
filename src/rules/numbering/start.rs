use std::collections::HashMap;

use crate::collection::Sequence;
use crate::markdown::Needs;
use crate::qa::Scope;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

/// How many sequences there must be for the number that most begin with to be a norm.
const CASES: usize = 10;

/// How many of a hundred must begin with it.
const MAJORITY: usize = 90;

/// How many questions there must be in one that begins otherwise: what has only a few is a part of
/// something else.
const FEWEST: usize = 3;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let mut unconfigured: Vec<&Sequence> = Vec::new();
    for sequence in context.sequences {
        let summary = sequence
            .questions
            .first()
            .and_then(|question| context.collection.summary(question.file));
        let Some(summary) = summary else { continue };
        // Where only some files were given, the first may be in another.
        let is_whole = matches!(summary.numbering.scope, Scope::File | Scope::Section);
        if !is_whole && !context.collection.complete {
            continue;
        }
        match summary.numbering.start {
            Some(start) => report(sequence, start, "its shape says", reporter),
            None => unconfigured.push(sequence),
        }
    }
    let mut counts: HashMap<u32, usize> = HashMap::new();
    for (start, _) in unconfigured.iter().filter_map(|sequence| sequence.start()) {
        *counts.entry(start).or_default() += 1;
    }
    let most = counts.iter().max_by_key(|&(start, count)| (*count, *start));
    let all = unconfigured.len();
    let Some((&start, &count)) = most else { return };
    if all < CASES || count * 100 < all * MAJORITY {
        return;
    }
    let others = format!("{count} of {all} sequences do");
    for sequence in unconfigured {
        if sequence.questions.len() >= FEWEST {
            report(sequence, start, &others, reporter);
        }
    }
}

/// Reports a sequence that does not begin with `start`, as `why` wants it.
fn report(sequence: &Sequence, start: u32, why: &str, reporter: &mut Reporter<'_>) {
    let Some((number, first)) = sequence.start().filter(|&(number, _)| number != start) else {
        return;
    };
    reporter
        .report(
            first.at(format!("expected {start}")),
            format!("the numbers begin with {number}, not with {start} as {why}"),
        )
        .help("add what is missing, or renumber");
}
