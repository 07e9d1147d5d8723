use std::collections::HashMap;

use crate::collection::Numbered;
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for sequence in context.sequences {
        // The one that keeps its number: the first that is not obviously meant to have another.
        let mut keepers: HashMap<u32, &Numbered> = HashMap::new();
        for (index, question) in sequence.questions.iter().enumerate() {
            if sequence.is_duplicate(question) && sequence.meant(index).is_none() {
                keepers.entry(question.number).or_insert(question);
            }
        }
        for (index, question) in sequence.questions.iter().enumerate() {
            let number = question.number;
            let meant = sequence.meant(index);
            let keeper = keepers.get(&number).copied();
            if !sequence.is_duplicate(question) || keeper == Some(question) {
                continue;
            }
            let primary = Label {
                file: question.file,
                span: question.span,
                message: String::new(),
            };
            let diagnostic =
                reporter.report(primary, format!("two questions have the number {number}"));
            if let Some(keeper) = keeper {
                diagnostic.label(keeper.file, keeper.span, "the other one");
            }
            let Some(meant) = meant else {
                diagnostic.help("give one of them another number");
                continue;
            };
            diagnostic
                .here(format!("most likely {meant}"))
                .help(format!(
                    "there is no question {meant}, and this one stands where it belongs"
                ));
            diagnostic.fix(Fix {
                title: format!("renumber it to {meant}"),
                safety: Safety::Unsafe,
                edits: vec![Edit {
                    file: question.file,
                    span: question.span,
                    replacement: meant.to_string(),
                }],
            });
        }
    }
}
