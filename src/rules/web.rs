//! What the rules about links to the web have in common.

use super::Reporter;
use super::quote::quote_up_to;
use crate::collection::WebLink;
use crate::diagnostic::{Diagnostic, Label};

/// How many Unicode scalar values of an address a message repeats: what tells one from another
/// often stands at the end.
const LONGEST: usize = 100;

/// An address in backticks.
pub(super) fn quote_url(url: &str) -> String {
    quote_up_to(LONGEST, url)
}

/// Reports that `what` is the matter with `found`: `` `https://…` answers 404 ``.
pub(super) fn report<'r>(
    reporter: &'r mut Reporter<'_>,
    found: &WebLink<'_>,
    what: &str,
) -> &'r mut Diagnostic {
    let primary = Label {
        file: found.file,
        span: found.link.span,
        message: String::new(),
    };
    let message = format!("{} {what}", quote_url(&found.link.destination));
    let diagnostic = reporter.report(primary, message);
    diagnostic.target = Some(found.link.destination.clone());
    diagnostic
}

/// `answers 404 (not found)`; with where the redirects led, if they did.
pub(super) fn answers(found: &WebLink<'_>, status: u16) -> String {
    let status = match phrase(status) {
        Some(phrase) => format!("{status} ({phrase})"),
        None => status.to_string(),
    };
    match &found.verdict.at {
        Some(at) => format!("leads to {}, which answers {status}", quote_url(at)),
        None => format!("answers {status}"),
    }
}

/// What status codes mean (RFC 9110, section 15, and what servers have added to it).
fn phrase(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        407 => "proxy authentication required",
        408 => "request timeout",
        410 => "gone",
        421 => "misdirected request",
        429 => "too many requests",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        999 => "request denied",
        _ => return None,
    })
}
