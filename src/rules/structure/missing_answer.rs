use crate::markdown::Needs;
use crate::qa::{AnswerIn, Shape};
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let asks_for_none = |shape: &Shape| {
        shape.answer.optional || matches!(shape.answer.place, AnswerIn::None | AnswerIn::Item)
    };
    if context.shape.is_none_or(asks_for_none) {
        return;
    }
    // The heading that the other questions of the file have above their answers.
    let marker = context
        .questions
        .iter()
        .find_map(|question| question.answer?.marker)
        .map_or("### Answer", |marker| marker.of(context.text));
    for question in context
        .questions
        .iter()
        .filter(|question| question.answer.is_none())
    {
        reporter
            .report(
                context.at(question.place),
                format!("{} has no answer", question.name()),
            )
            .help(format!("write the answer under a heading `{marker}`"));
    }
}
