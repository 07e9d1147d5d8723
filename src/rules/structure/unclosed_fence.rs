use crate::markdown::Needs;
use crate::rules::fences::Fault;
use crate::rules::quote::count;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for faulty in context.faulty_fences() {
        // That questions are in it says more, and is said by another rule.
        let Some(fault) = faulty.fault.filter(|_| faulty.swallowed.is_empty()) else {
            continue;
        };
        let fence = &faulty.fence;
        let lines = count(fence.content.of(context.text).lines().count(), "line");
        let (message, other, what) = match fault {
            Fault::Unclosed => (
                format!("the code fence is not closed: {lines} up to the end of the file are code"),
                None,
                "",
            ),
            Fault::HoldsOpening(next) => (
                "the code fence is not closed before the next one opens".to_owned(),
                Some(next),
                "the next one, which is code now",
            ),
            Fault::ClosedOutside(next) => (
                "the code fence is not closed in its list item or quote".to_owned(),
                Some(next),
                "stands outside, so it opens another block",
            ),
        };
        let diagnostic = reporter.report(context.at(fence.opening), message);
        diagnostic.help(match fault {
            Fault::ClosedOutside(_) => "indent the closing fence like the opening one",
            _ => "close it where the code ends; if this one was to close a block, the one before it is missing",
        });
        if let Some(other) = other {
            diagnostic.label(context.file, context.span(other), what);
        }
    }
}
