use crate::link::Outcome;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule, web};

pub(crate) const RULE: Rule = Rule::collection(Needs::WEB, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for found in context.web {
        if let Outcome::Blocked(status) = found.verdict.outcome {
            web::report(reporter, found, &web::answers(found, status)).help(
                "whether it works must be seen in a browser; `exclude` of `[online]` leaves it out",
            );
        }
    }
}
