use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::link::{encode_path, relative};
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::LINKS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for own in &context.links.own {
        let link = own.link;
        // The front page is a page of the host, not a file.
        if own.path_range.is_empty() {
            continue;
        }
        let rest = &link.destination[own.path_range.end..];
        let rest = rest.find('#').map_or("", |hash| &rest[hash..]);
        let relative = match own.target == own.path && !rest.is_empty() {
            true => rest.to_owned(),
            false => format!("{}{rest}", encode_path(&relative(&own.path, &own.named))),
        };
        let primary = Label {
            file: own.file,
            span: link.span,
            message: String::new(),
        };
        let message = format!("{} is in this repository", quote(&own.named));
        let diagnostic = reporter.report(primary, message);
        diagnostic.target = Some(link.destination.clone());
        diagnostic.help(format!(
            "write {}, which works on every branch and in every copy",
            quote(&relative)
        ));
        // A bare URL has no text but itself.
        if !link.bare {
            diagnostic.fix(Fix {
                title: format!("link to {}", quote(&relative)),
                safety: Safety::Unsafe,
                edits: vec![Edit {
                    file: own.file,
                    span: link.span,
                    replacement: relative,
                }],
            });
        }
    }
}
