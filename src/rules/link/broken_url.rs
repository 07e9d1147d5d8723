use crate::link::{Broken, Outcome};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule, web};

pub(crate) const RULE: Rule = Rule::collection(Needs::WEB, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for found in context.web {
        let Outcome::Broken(broken) = &found.verdict.outcome else {
            continue;
        };
        let what = match (broken, &found.verdict.at) {
            (Broken::Status(status), _) => web::answers(found, *status),
            (Broken::NoSuchHost, None) => "leads to a host that does not exist".to_owned(),
            (Broken::NoSuchHost, Some(at)) => {
                format!(
                    "is redirected to {}, whose host does not exist",
                    web::quote_url(at)
                )
            }
        };
        web::report(reporter, found, &what)
            .help("link to where it is now, or to an archived copy, or take the link out");
    }
}
