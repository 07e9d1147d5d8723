use crate::markdown::Needs;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for question in context.questions {
        let Some(answer) = question.answer.filter(|answer| answer.empty) else {
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
