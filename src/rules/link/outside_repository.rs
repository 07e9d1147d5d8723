use crate::collection::Fault;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::LINKS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for broken in &context.links.broken {
        let Fault::Outside { levels } = &broken.fault else {
            continue;
        };
        let written = quote(&broken.link.destination);
        let message = match levels {
            0 => format!("a symbolic link on the way of {written} leads out of the repository"),
            1 => format!("{written} leads out of the repository, to the folder it is in"),
            levels => format!("{written} leads {levels} folders above the repository"),
        };
        let primary = Label {
            file: broken.file,
            span: broken.link.span,
            message: String::new(),
        };
        let diagnostic = reporter.report(primary, message);
        diagnostic.target = Some(broken.link.destination.clone());
        diagnostic.help("nobody else has what is there; link to it by its URL");
    }
}
