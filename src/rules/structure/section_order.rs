use crate::markdown::Needs;
use crate::qa::plain;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(shape) = context.shape.filter(|shape| shape.sections.len() > 1) else {
        return;
    };
    for question in context.questions {
        let mut before: Option<(usize, &str)> = None;
        for section in &question.sections {
            let name = plain(&section.title);
            let place = shape
                .sections
                .iter()
                .position(|known| known.names.contains(&name));
            let Some(place) = place else { continue };
            match before {
                Some((last, title)) if place < last => {
                    reporter
                        .report(
                            context.at(section.place),
                            format!(
                                "the section {} of {} stands behind {}",
                                quote(&section.title),
                                question.name(),
                                quote(title)
                            ),
                        )
                        .help("move it to where the shape has it");
                }
                _ => before = Some((place, &section.title)),
            }
        }
    }
}
