use crate::collection::duplicates;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::FINGERPRINTS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for duplicate in duplicates(context.collection) {
        let (first, second) = (duplicate.first, duplicate.second);
        let primary = Label {
            file: second.file,
            span: second.question.place,
            message: String::new(),
        };
        let message = match (first.question.number, second.question.number) {
            (Some(one), Some(two)) if (one.value, one.sub) != (two.value, two.sub) => {
                let (first, second) = (first.question.name(), second.question.name());
                format!("{second} says the same as {first}, word for word")
            }
            _ => format!(
                "question {} stands here twice, word for word",
                quote(&second.question.title)
            ),
        };
        reporter
            .report(primary, message)
            .label(first.file, first.question.place, "the first time")
            .help("take one of them out");
    }
}
