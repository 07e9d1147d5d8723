use std::collections::HashSet;

use crate::diagnostic::Safety;
use crate::link::{FlawKind, flaw, is_template};
use crate::markdown::{Link, LinkKind, Needs};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::LINKS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let mut seen = HashSet::new();
    for link in &context.document.links {
        if link.kind == LinkKind::Bare {
            broken_by_space(context, link, reporter);
        }
        // An autolink is what it says.
        if matches!(link.kind, LinkKind::Autolink | LinkKind::Bare) {
            continue;
        }
        let Some(flaw) = flaw(&link.destination) else {
            continue;
        };
        // Between `<` and `>`, and in HTML, it becomes `%20`.
        if flaw.what == FlawKind::Space {
            continue;
        }
        // What references share is said once.
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

/// `[text](https://example.org/a b)`, which is no link, because a destination ends at white space:
/// only the URL up to there is one.
fn broken_by_space(context: &FileContext<'_>, link: &Link, reporter: &mut Reporter<'_>) {
    let (start, end) = (link.range.start as usize, link.range.end as usize);
    let (before, after) = (&context.text[..start], &context.text[end..]);
    let line = before.rsplit('\n').next().unwrap_or_default();
    if !line.ends_with("](") || !line.contains('[') || !after.starts_with(' ') {
        return;
    }
    let line = after.split(['\n', '\r']).next().unwrap_or_default();
    let Some(close) = line.find(')') else { return };
    let rest = &line[..close];
    // With quotation marks it is a title, and something is wrong with that.
    if rest.trim().is_empty() || rest.contains(['"', '\'', '(', '[', '<', '“', '”']) {
        return;
    }
    let whole = TextRange::from_usize(start..end + close);
    let written = whole.of(context.text);
    if is_template(written) {
        return;
    }
    let message = format!(
        "the URL {} {}, so that this is no link",
        quote(written),
        FlawKind::Space.words()
    );
    let meant = written.trim_end().replace(' ', "%20");
    let diagnostic = reporter.report(context.at(whole), message);
    diagnostic.target = Some(written.to_owned());
    diagnostic
        .help(format!("did you mean {}?", quote(&meant)))
        .fix(context.replace(
            whole,
            meant.clone(),
            Safety::Unsafe,
            format!("link to {}", quote(&meant)),
        ));
}

/// Whether `meant` is a destination without more ado where the link's is written.
fn may_stand_bare(link: &Link, meant: &str) -> bool {
    let balanced = meant.matches('(').count() == meant.matches(')').count();
    link.kind == LinkKind::Html || balanced && !meant.contains([' ', '<', '>', '\\'])
}
