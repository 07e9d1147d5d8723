use std::sync::LazyLock;

use regex::Regex;

use crate::markdown::Needs;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

/// A heading that has the number of a question and nothing else.
static NUMBER_ALONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\W*(?i:Q|Question)\W{0,2}(?<number>[0-9]{1,6})\W*$").ok());

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for question in context.questions.iter().filter(|q| is_empty(&q.title)) {
        let what = match question.number {
            Some(_) => format!("{} has no title", question.name()),
            None => "a question has no title".to_owned(),
        };
        reporter
            .report(context.at(question.place), what)
            .help("write what is asked");
    }
    // Where the shape asks for a title, a question without one is none.
    let Some(number_alone) = &*NUMBER_ALONE else {
        return;
    };
    let is_question = |range: TextRange| {
        let near = context
            .questions
            .partition_point(|q| q.place.start < range.start);
        context
            .questions
            .get(near)
            .is_some_and(|q| q.place == range)
    };
    for heading in context.document.headings.iter().filter(|h| h.top_level) {
        if let Some(found) = number_alone.captures(&heading.text)
            && !is_question(heading.range)
        {
            let number = &found["number"];
            reporter
                .report(
                    context.at(heading.range),
                    format!("question {number} has no title"),
                )
                .help("write what is asked");
        }
    }
}

/// Whether a title has no letter, digit or symbol that would say something.
fn is_empty(title: &str) -> bool {
    title.trim().is_empty()
}
