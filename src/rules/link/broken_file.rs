use schemars::JsonSchema;
use serde::Deserialize;

use crate::collection::{BrokenLink, Fault};
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::link::{encode_path, relative};
use crate::markdown::Needs;
use crate::rules::quote::quote;
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
        let link = broken.link;
        if options.allow.contains(&link.destination) {
            continue;
        }
        let (message, nearby, fix) = match &broken.fault {
            Fault::File { target, nearby } => {
                let what = if link.image { "image" } else { "file" };
                let message = format!("there is no {what} {}", quote(target));
                (message, &nearby.candidates[..], nearby.fix())
            }
            Fault::Case { actual } => {
                let message = format!(
                    "the file is called {}: upper and lower case differ",
                    quote(actual)
                );
                (message, &[][..], Some(actual.as_str()))
            }
            Fault::Anchor { .. } => continue,
        };
        let primary = Label {
            file: broken.file,
            span: link.span,
            message: String::new(),
        };
        let diagnostic = reporter.report(primary, message);
        diagnostic.target = Some(link.destination.clone());
        if !nearby.is_empty() {
            let nearby: Vec<_> = nearby
                .iter()
                .map(|path| quote(&written(broken, path)))
                .collect();
            diagnostic.help(format!("did you mean {}?", nearby.join(" or ")));
        }
        if let Some(fix) = fix.and_then(|path| fix_of(broken, path)) {
            diagnostic.fix(fix);
        }
    }
}

/// A link from the broken one's file to the file at `path`.
fn written(broken: &BrokenLink<'_>, path: &str) -> String {
    encode_path(&relative(&broken.path, path))
}

fn fix_of(broken: &BrokenLink<'_>, path: &str) -> Option<Fix> {
    let link = broken.link;
    let path_end = link
        .destination
        .find(['?', '#'])
        .unwrap_or(link.destination.len());
    let replacement = written(broken, path);
    Some(Fix {
        title: format!("link to {}", quote(&replacement)),
        safety: Safety::Unsafe,
        edits: vec![Edit {
            file: broken.file,
            span: link.part(0..path_end)?,
            replacement,
        }],
    })
}
