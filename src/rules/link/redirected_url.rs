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
