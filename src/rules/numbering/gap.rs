use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::collection::Numbered;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check).with_options::<Options>();

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Options {
    /// Numbers that may be missing, such as those of questions that were withdrawn.
    allow: Vec<u32>,
}

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let options: Options = reporter.options();
    let of_shapes: Vec<u32> = context
        .collection
        .iter()
        .flat_map(|(_, _, summary)| summary.numbering.gaps.iter().copied())
        .collect();
    for sequence in context.sequences {
        // A number that a duplicate was meant to have is not missing.
        let meant = (0..sequence.questions.len()).filter_map(|index| sequence.meant(index));
        let allowed: HashSet<u32> = options
            .allow
            .iter()
            .chain(&of_shapes)
            .copied()
            .chain(meant)
            .collect();
        let mut questions = sequence.questions.clone();
        questions.sort_by_key(|question| question.number);
        // Where only some files were given, the others may hold what is missing here.
        let comparable =
            |a: &Numbered, b: &Numbered| context.collection.complete || a.file == b.file;
        for pair in questions.windows(2) {
            let [before, after] = pair else { continue };
            if !comparable(before, after) {
                continue;
            }
            let (mut first, mut last) = (
                before.number.saturating_add(1),
                after.number.saturating_sub(1),
            );
            while first <= last && allowed.contains(&first) {
                first += 1;
            }
            while first <= last && allowed.contains(&last) {
                last -= 1;
            }
            if first > last {
                continue;
            }
            let message = if first == last {
                format!(
                    "question {first} is missing: {} follows {}",
                    after.number, before.number
                )
            } else {
                format!(
                    "questions {first} to {last} are missing: {} follows {}",
                    after.number, before.number
                )
            };
            let primary = Label {
                file: after.file,
                span: after.span,
                message: format!("expected {first}"),
            };
            reporter
                .report(primary, message)
                .label(before.file, before.span, "the number before")
                .help("add what is missing, renumber, or allow the gap in `qalint.toml`");
        }
    }
}
