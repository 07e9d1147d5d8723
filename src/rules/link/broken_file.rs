use schemars::JsonSchema;
use serde::Deserialize;

use crate::collection::{BrokenLink, Fault};
use crate::diagnostic::{Edit, Fix, Safety};
use crate::markdown::Needs;
use crate::rules::link_text::{at_path, quote_path, rewritten};
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::LINKS, check).with_options::<Options>();

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Options {
    /// Destinations, as they are written, that are made later, when the site is built.
    allow: Vec<String>,
}

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let options: Options = reporter.options();
    for broken in &context.links.broken {
        let Fault::File { target, nearby } = &broken.fault else {
            continue;
        };
        let link = broken.link;
        if options.allow.contains(&link.destination) || is_no_path(&link.destination) {
            continue;
        }
        let what = if link.image { "image" } else { "file" };
        let message = format!("there is no {what} {}", quote_path(target));
        let diagnostic = reporter.report(at_path(broken), message);
        diagnostic.target = Some(link.destination.clone());
        if !nearby.candidates.is_empty() {
            let nearby: Vec<_> = nearby
                .candidates
                .iter()
                .map(|path| quote_path(&rewritten(broken, path)))
                .collect();
            diagnostic.help(format!("did you mean {}?", nearby.join(" or ")));
        }
        if let Some(fix) = nearby.fix().and_then(|path| fix_of(broken, path)) {
            diagnostic.fix(fix);
        }
    }
}

/// Whether `link/malformed-url` says what is wrong.
fn is_no_path(destination: &str) -> bool {
    crate::link::flaw(destination).is_some()
}

fn fix_of(broken: &BrokenLink<'_>, path: &str) -> Option<Fix> {
    let replacement = rewritten(broken, path);
    Some(Fix {
        title: format!("link to {}", quote_path(&replacement)),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            file: broken.file,
            span: broken.link.part(broken.path_range.clone())?,
            replacement,
        }],
    })
}
