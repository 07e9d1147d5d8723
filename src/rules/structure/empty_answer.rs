use std::collections::HashSet;

use super::accidental_heading::accidents;
use crate::markdown::Needs;
use crate::qa::Question;
use crate::rules::{FileContext, Reporter, Rule};

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
    for question in context.questions.iter().filter(is_empty) {
        let by_accident =
            accidents.contains(&question.range.end) || accidents.contains(&question.place.start);
        let Some(answer) = question.answer.filter(|_| !by_accident) else {
            continue;
        };
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
