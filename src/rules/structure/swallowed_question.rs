use crate::markdown::Needs;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

/// How many of the questions are pointed at.
const SHOWN: usize = 3;

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for faulty in context.faulty_fences() {
        let (fence, found) = (&faulty.fence, &faulty.swallowed);
        let Some(first) = found.first() else { continue };
        let name = first.name();
        let message = match found.len() {
            1 => format!("{name} is code: it stands in a block that is not closed before it"),
            n => format!(
                "{name} and {} more are code: they stand in a block that is not closed before them",
                n - 1
            ),
        };
        let diagnostic = reporter.report(context.at(fence.opening), message);
        diagnostic
            .here("opens the block")
            .help("close the block where its code ends; if this fence was to close one, the one before it is missing");
        for question in found.iter().take(SHOWN) {
            diagnostic.label(context.file, context.span(question.place), question.name());
        }
    }
}
