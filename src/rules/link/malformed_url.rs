use std::collections::HashSet;

use crate::diagnostic::Safety;
use crate::link::{FlawKind, flaw};
use crate::markdown::{Link, LinkKind, Needs};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::LINKS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    for link in &context.document.links {
        // What references share is said once; an autolink is what it says.
        if matches!(link.kind, LinkKind::Autolink | LinkKind::Bare) {
            continue;
        }
        let Some(flaw) = flaw(&link.destination) else {
            continue;
        };
        if !seen.insert(link.written) {
            continue;
        }
        let written = link.written.of(context.text);
        // With escapes or entities in it, no part of it can be told.
        let is_plain = written == link.destination;
        let place = if is_plain {
            let at = |offset: usize| link.written.start + u32::try_from(offset).unwrap_or(0);
            TextRange::new(at(flaw.range.start), at(flaw.range.end))
        } else {
            link.written
        };
        let message = format!("the URL {} {}", quote(&link.destination), flaw.what.words());
        let diagnostic = reporter.report(context.at(place), message);
        diagnostic.target = Some(link.destination.clone());
        let Some(meant) = flaw.meant else { continue };
        diagnostic.help(format!("did you mean {}?", quote(&meant)));
        if is_plain && may_stand_bare(link, &meant) && flaw.what != FlawKind::Lost {
            diagnostic.fix(context.replace(
                link.written,
                meant.clone(),
                Safety::Unsafe,
                format!("link to {}", quote(&meant)),
            ));
        }
    }
}

/// Whether `meant` is a destination without more ado where the link's is written.
fn may_stand_bare(link: &Link, meant: &str) -> bool {
    let balanced = meant.matches('(').count() == meant.matches(')').count();
    link.kind == LinkKind::Html || balanced && !meant.contains([' ', '<', '>', '\\'])
}
