use crate::collection::duplicates;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::FINGERPRINTS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for duplicate in duplicates(context.collection) {
        let (first, second) = (duplicate.first, duplicate.second);
        let message = match duplicate.names() {
            Some((first, second)) => format!("{second} says the same as {first}, word for word"),
            None => format!(
                "question {} stands here twice, word for word",
                quote(&second.question.title)
            ),
        };
        reporter
            .report(second.at(), message)
            .label(first.file, first.question.place, "the first time")
            .help("take one of them out");
    }
}
