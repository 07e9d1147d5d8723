use crate::markdown::Needs;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

/// Words that a question begins with and a request does not.
const ASKING: [&str; 14] = [
    "what", "how", "why", "when", "where", "which", "who", "whose", "is", "are", "does", "do",
    "can", "should",
];

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for question in context.questions {
        let title = question.title.trim();
        let first = title
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_lowercase();
        if !ASKING.contains(&first.as_str()) || title.contains(['?', '？', '؟']) {
            continue;
        }
        let end = question.title_range.end;
        reporter
            .report(
                context.at(question.title_range),
                format!(
                    "the title of {} asks without a question mark",
                    question.name()
                ),
            )
            .fix(context.replace(
                crate::source::TextRange::empty(end),
                "?",
                crate::diagnostic::Safety::Unsafe,
                "add a question mark",
            ))
            .help("end it with a question mark");
    }
}
