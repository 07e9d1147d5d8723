use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule, web};

pub(crate) const RULE: Rule = Rule::collection(Needs::WEB, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for found in context.web {
        if found.verdict.misses_anchor {
            web::report(reporter, found, "is a page without this place")
                .help("the page is there, but nothing in it has the name behind `#`");
        }
    }
}
