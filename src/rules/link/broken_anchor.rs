use crate::collection::{Fault, LinkSummary};
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::link::encode_path;
use crate::markdown::Needs;
use crate::rules::link_text::quote_path;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::FileId;

pub(crate) const RULE: Rule =
    Rule::collection(Needs::LINKS.and(Needs::ANCHORS).and(Needs::HEADINGS), check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for broken in &context.links.broken {
        let Fault::Anchor {
            fragment,
            target,
            nearby,
        } = &broken.fault
        else {
            continue;
        };
        let link = broken.link;
        let place = quote(&format!("#{fragment}"));
        let message = match target {
            Some(target) => format!("there is no place {place} in {}", quote_path(target)),
            None => format!("there is no place {place} in this file"),
        };
        let span = fragment_range(link).unwrap_or(link.span);
        let primary = Label {
            file: broken.file,
            span,
            message: String::new(),
        };
        let diagnostic = reporter.report(primary, message);
        diagnostic.target = Some(link.destination.clone());
        if !nearby.candidates.is_empty() {
            let nearby: Vec<_> = nearby
                .candidates
                .iter()
                .map(|anchor| quote(&format!("#{anchor}")))
                .collect();
            diagnostic.help(format!("did you mean {}?", nearby.join(" or ")));
        }
        if let Some(fix) = nearby
            .fix()
            .and_then(|anchor| fix_of(broken.file, link, anchor))
        {
            diagnostic.fix(fix);
        }
    }
}

/// The fragment on disk, with its `#`.
fn fragment_range(link: &LinkSummary) -> Option<crate::source::Span> {
    let hash = link.destination.find('#')?;
    link.part(hash..link.destination.len())
}

fn fix_of(file: FileId, link: &LinkSummary, anchor: &str) -> Option<Fix> {
    let replacement = format!("#{}", encode_path(anchor));
    Some(Fix {
        title: format!("link to {}", quote(&replacement)),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            file,
            span: fragment_range(link)?,
            replacement,
        }],
    })
}
