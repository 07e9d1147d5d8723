use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for question in context.questions {
        let Some(placeholder) = question.answer.and_then(|answer| answer.placeholder) else {
            continue;
        };
        let said = quote(placeholder.of(context.text).trim());
        reporter
            .report(
                context.at(placeholder),
                format!(
                    "the answer of {} is still to be written: {said}",
                    question.name()
                ),
            )
            .label(context.file, context.span(question.place), "the question")
            .help("write the answer, or take the question out");
    }
}
