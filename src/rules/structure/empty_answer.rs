use std::collections::HashSet;

use super::accidental_heading::accidents;
use crate::markdown::Needs;
use crate::qa::{At, Question, Shape};
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let is_empty = |question: &&Question| question.answer.is_some_and(|answer| answer.empty);
    if !context.questions.iter().any(|question| is_empty(&question)) {
        return;
    }
    // Text that has become a heading by accident, which is another rule's, ends the question that
    // it answers.
    let accidents: HashSet<u32> = accidents(context)
        .iter()
        .map(|accident| accident.heading.range.start)
        .collect();
    let all = context.questions;
    for (at, question) in all.iter().enumerate() {
        let Some(answer) = question.answer.filter(|answer| answer.empty) else {
            continue;
        };
        let by_accident =
            accidents.contains(&question.range.end) || accidents.contains(&question.place.start);
        let before = at.checked_sub(1).and_then(|before| all.get(before));
        let next = all.get(at + 1);
        if by_accident
            || is_listed(context, before, question, next)
            || shares_the_next(context, question, next)
        {
            continue;
        }
        let diagnostic = reporter.report(
            context.at(answer.marker.unwrap_or(question.place)),
            format!("the answer of {} is empty", question.name()),
        );
        diagnostic
            .here("nothing follows")
            .help("write the answer, or take the question out");
        if answer.marker.is_some() {
            let at = context.span(question.place);
            diagnostic.label(context.file, at, "the question");
        }
    }
}

/// Whether two questions ask for one answer: headings without numbers, one directly below the
/// other, of which the second is answered.
fn shares_the_next(
    context: &FileContext<'_>,
    question: &Question,
    next: Option<&Question>,
) -> bool {
    let inferred = |shape: &Shape| shape.inferred && shape.unmarked;
    let Some(next) = next.filter(|_| context.shape.is_some_and(inferred)) else {
        return false;
    };
    question.level > 0
        && question.number.is_none()
        && are_adjacent(context, question, next)
        && next.answer.is_some_and(|answer| !answer.empty)
}

/// Whether a question is an item of a list of several, which only asks, in a collection whose items
/// mostly are answered below.
fn is_listed(
    context: &FileContext<'_>,
    before: Option<&Question>,
    question: &Question,
    next: Option<&Question>,
) -> bool {
    question.at == At::Item
        && context.shape.is_some_and(|shape| shape.inferred)
        && (before.is_some_and(|before| are_adjacent(context, before, question))
            || next.is_some_and(|next| are_adjacent(context, question, next)))
}

/// Whether `next` begins in the line behind `question`, or is the next item of its list.
fn are_adjacent(context: &FileContext<'_>, question: &Question, next: &Question) -> bool {
    // The place of a heading ends behind its line.
    let place = question.place.of(context.text).trim_end();
    let end = question.place.start as usize + place.len();
    let start = TextRange::from_usize(end..end).start.min(next.place.start);
    let between = TextRange::new(start, next.place.start).of(context.text);
    // The marker of an item stands between, too, and in loose lists an empty line.
    let most = if question.at == At::Item { 2 } else { 1 };
    between.matches('\n').count() <= most && !between.contains(char::is_alphabetic)
}
