use crate::collection::WebLink;
use crate::diagnostic::{Edit, Fix, Safety};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule, web};

pub(crate) const RULE: Rule = Rule::collection(Needs::WEB, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for found in context.web {
        let Some(moved) = &found.verdict.moved else {
            continue;
        };
        if is_bare_name(found, &moved.to) {
            continue;
        }
        if moved.to_front_page {
            web::report(reporter, found, "leads to the front page now")
                .help("what was linked may be gone: look for it, or for an archived copy");
            continue;
        }
        let what = format!("has moved to {}", web::quote_url(&moved.to));
        let fix = fix(found, &moved.to);
        let diagnostic = web::report(reporter, found, &what);
        if let Some(fix) = fix {
            diagnostic.fix(fix);
        }
    }
}

/// Whether the link is written without a scheme, and only that has changed: `www.bakery.example`
/// says no wrong one.
fn is_bare_name(found: &WebLink<'_>, to: &str) -> bool {
    let link = found.link;
    let is_as_written = link.part(0..link.destination.len()).is_some();
    let plain = |url: &str, scheme: &str| {
        let rest = url.strip_prefix(scheme)?;
        Some(rest.trim_end_matches('/').to_owned())
    };
    let (old, new) = (plain(&link.destination, "http://"), plain(to, "https://"));
    !is_as_written && old.is_some() && old == new
}

/// Replaces the destination, if the new one reads the same wherever a destination can stand.
fn fix(found: &WebLink<'_>, to: &str) -> Option<Fix> {
    let link = found.link;
    is_plain(to).then_some(())?;
    Some(Fix {
        title: format!("link to {}", web::quote_url(to)),
        safety: Safety::Safe,
        edits: vec![Edit {
            file: found.file,
            // Where the destination is not written as it reads the new one would be as odd.
            span: link.part(0..link.destination.len())?,
            replacement: to.to_owned(),
        }],
    })
}

/// The longest address that a fix writes, in bytes. Longer ones carry the state of a visit.
const LONGEST: usize = 1000;

/// Whether `url` reads the same between parentheses, in angle brackets, in a definition, in an
/// attribute, in a cell of a table and bare in the text.
fn is_plain(url: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&+,;=%".contains(&byte);
    url.len() <= LONGEST
        && url.bytes().all(plain)
        // What looks like an entity would be read as one.
        && !url.split('&').skip(1).any(|part| part.contains(';'))
        // Behind a bare URL punctuation is not taken for a part of it.
        && url.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '='))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collection::LinkSummary;
    use crate::link::{Outcome, Verdict};
    use crate::source::{FileId, Span};

    #[test]
    fn a_bare_name_says_no_wrong_scheme() {
        let verdict = Verdict {
            outcome: Outcome::Good,
            at: None,
            moved: None,
            misses_anchor: false,
        };
        let is_bare = |length: u32, to: &str| {
            let link = LinkSummary {
                destination: "http://www.bakery.de".to_owned(),
                span: Span::new(0, length),
                image: false,
                html: false,
                bare: true,
            };
            let found = WebLink {
                file: FileId(0),
                link: &link,
                verdict: &verdict,
            };
            is_bare_name(&found, to)
        };
        // `www.bakery.de` and `http://www.bakery.de`.
        assert!(is_bare(13, "https://www.bakery.de/"));
        assert!(!is_bare(20, "https://www.bakery.de/"));
        assert!(!is_bare(13, "https://bakery.de/"));
        assert!(!is_bare(13, "https://www.bakery.de/shop"));
    }

    #[test]
    fn new_addresses_are_plain_or_no_fix() {
        for url in [
            "https://bakery.de/",
            "https://bakery.de/a?b=c&d=e#f",
            "https://bakery.de/%C3%BC",
        ] {
            assert!(is_plain(url), "{url}");
        }
        for url in [
            "https://bakery.de/a(b)",
            "https://bakery.de/a|b",
            "https://bakery.de/a'b",
            "https://bakery.de/?a&copy;b",
            "https://bakery.de/a.",
            "https://bakery.de/a*b*",
            "https://bakery.de/[a]",
            "https://bakery.de/`",
            "https://bakery.de/a b",
        ] {
            assert!(!is_plain(url), "{url}");
        }
    }
}
