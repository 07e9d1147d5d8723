use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::forms::{Unlike, groups};
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for group in groups(context.collection) {
        let all = group.questions.len();
        for &(file, question) in &group.questions {
            let name = question.name();
            let message = match group.unlike(question) {
                Some(Unlike::Level { norm, of }) => format!(
                    "{name} is a heading of level {}, {of} of {all} are of level {norm}",
                    question.level
                ),
                // How a number is written is another rule's.
                Some(Unlike::Prefix { .. }) if question.number.is_some() => continue,
                None if question.number.is_some_and(|number| number.has_letters) => continue,
                Some(Unlike::Prefix { norm, of, .. }) => {
                    format!("{name} has no number, {of} of {all} begin such as `{norm}`")
                }
                None if question.near => {
                    format!("{name} is malformed: only `near` of its shape matches it")
                }
                None => continue,
            };
            let primary = Label {
                file,
                span: question.place,
                message: String::new(),
            };
            reporter
                .report(primary, message)
                .help("write it as the others are written");
        }
    }
}
