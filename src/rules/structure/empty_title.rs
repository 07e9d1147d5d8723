use crate::markdown::Needs;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

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
        if let Some(number) = number_alone(&heading.text)
            && !is_question(heading.range)
        {
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

/// The number in a title that has the number of a question, such as `Q7` or `Question 7:`, and
/// nothing else.
fn number_alone(title: &str) -> Option<&str> {
    let is_no_word = |c: char| !c.is_alphanumeric() && c != '_';
    let text = title.trim_matches(is_no_word);
    let word = ["question", "q"].into_iter().find(|word| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })?;
    let rest = text.get(word.len()..)?;
    let number = rest.trim_start_matches(is_no_word);
    let between = rest.len() - number.len();
    let is_near = rest[..between].chars().count() <= 2;
    let is_number = (1..=6).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    (is_near && is_number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::number_alone;

    #[test]
    fn numbers_without_a_title() {
        for title in ["Q7", "📌 q7:", "Question 7", "**Q. 7**", "QUESTION: 7."] {
            assert_eq!(number_alone(title), Some("7"), "{title}");
        }
        for title in [
            "7", "Q", "Q7 Why?", "Q-- 7", "FAQ 7", "Q1234567", "Q7b", "Question",
        ] {
            assert_eq!(number_alone(title), None, "{title}");
        }
    }
}
