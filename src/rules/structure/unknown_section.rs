use crate::markdown::Needs;
use crate::qa::{Presence, plain};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(shape) = context.shape.filter(|shape| !shape.sections.is_empty()) else {
        return;
    };
    for question in context.questions {
        let mut seen: Vec<&str> = Vec::new();
        // Headings below a section belong to it.
        let level = question.sections.iter().map(|section| section.level).min();
        for section in question
            .sections
            .iter()
            .filter(|section| Some(section.level) == level)
        {
            let name = plain(&section.title);
            let known = shape
                .sections
                .iter()
                .find(|known| known.names.contains(&name));
            let title = quote(&section.title);
            let message = match known {
                None if !shape.other_sections => {
                    format!(
                        "{} has a section {title}, which the shape does not know",
                        question.name()
                    )
                }
                Some(known) if known.presence == Presence::Forbidden => {
                    format!(
                        "{} has a section {title}, which must not be there",
                        question.name()
                    )
                }
                Some(known) if !known.repeated && seen.contains(&known.name.as_str()) => {
                    format!("{} has its section {title} twice", question.name())
                }
                other => {
                    seen.extend(other.map(|known| known.name.as_str()));
                    continue;
                }
            };
            reporter
                .report(context.at(section.place), message)
                .label(context.file, context.span(question.place), "the question")
                .help("rename it or take it out, or list it in `sections`");
        }
    }
}
