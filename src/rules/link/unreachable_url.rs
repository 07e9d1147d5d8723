use crate::link::{Outcome, Unreachable};
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule, web};

pub(crate) const RULE: Rule = Rule::collection(Needs::WEB, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for found in context.web {
        let Outcome::Unreachable(why) = &found.verdict.outcome else {
            continue;
        };
        let what = match why {
            Unreachable::Status(status) => web::answers(found, *status),
            why => {
                let what = what(why);
                match &found.verdict.at {
                    Some(at) => format!("leads to {}, which {what}", web::quote_url(at)),
                    None => what,
                }
            }
        };
        web::report(reporter, found, &what);
    }
}

fn what(why: &Unreachable) -> String {
    match why {
        Unreachable::Timeout => "does not answer in time".to_owned(),
        Unreachable::Tls(why) => format!("gives no secure connection: {why}"),
        Unreachable::Connection(why) => format!("gives no connection: {why}"),
        Unreachable::Lookup => "is on a host whose name cannot be looked up now".to_owned(),
        Unreachable::NoHttp => "does not answer in HTTP".to_owned(),
        Unreachable::Status(status) => format!("answers {status}"),
        Unreachable::Circle => "is redirected in a circle".to_owned(),
        Unreachable::TooManyRedirects => "is redirected on and on".to_owned(),
        Unreachable::RedirectScheme(scheme) => {
            format!(
                "is redirected to {}, which is not the web",
                quote(&format!("{scheme}:"))
            )
        }
        Unreachable::BadRedirect => "is redirected to what is no address".to_owned(),
        Unreachable::PrivateRedirect => {
            "is redirected to an address that is not public, which is not followed".to_owned()
        }
    }
}
