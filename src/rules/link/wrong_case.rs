use crate::collection::Fault;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::markdown::Needs;
use crate::rules::link_text::{at_path, quote_path, rewritten};
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::LINKS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for broken in &context.links.broken {
        let Fault::Case { actual } = &broken.fault else {
            continue;
        };
        let replacement = rewritten(broken, actual);
        let written = quote_path(&replacement);
        let message = format!("upper and lower case differ: the path is {written}");
        let diagnostic = reporter.report(at_path(broken), message);
        diagnostic.target = Some(broken.link.destination.clone());
        if let Some(span) = broken.link.part(broken.path_range.clone()) {
            diagnostic.fix(Fix {
                title: format!("link to {written}"),
                safety: Safety::Safe,
                edits: vec![Edit {
                    file: broken.file,
                    span,
                    replacement,
                }],
            });
        }
    }
}
