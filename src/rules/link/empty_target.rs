use crate::markdown::{LinkKind, Needs};
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::LINKS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for link in &context.document.links {
        if !link.destination.trim().is_empty() || link.kind == LinkKind::Reference {
            continue;
        }
        let (what, effect) = match link.image {
            true => ("image", "it shows nothing"),
            false => ("link", "it leads to the page that it stands on"),
        };
        // Nothing can be underlined where nothing is written.
        let at = match link.written.is_empty() {
            true => link.range,
            false => link.written,
        };
        reporter
            .report(context.at(at), format!("the {what} has no destination"))
            .help(format!(
                "{effect}; say where it leads, or make it plain text"
            ));
    }
}
