use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::collection::NumberFault;
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
    let allowed: HashSet<u32> = options.allow.iter().copied().collect();
    for sequence in context.sequences {
        for fault in &sequence.faults {
            let NumberFault::Gap {
                before,
                after,
                mut first,
                mut last,
            } = *fault
            else {
                continue;
            };
            while first <= last && allowed.contains(&first) {
                first += 1;
            }
            while first <= last && allowed.contains(&last) {
                last -= 1;
            }
            if first > last {
                continue;
            }
            let (before, after) = (&sequence.questions[before], &sequence.questions[after]);
            let missing = if first == last {
                format!("question {first} is missing")
            } else {
                format!("questions {first} to {last} are missing")
            };
            reporter
                .report(
                    after.at(format!("expected {first}")),
                    format!("{missing}: {} follows {}", after.number, before.number),
                )
                .label(before.file, before.span, "the number before")
                .help("add what is missing, renumber, or allow the gap in `qalint.toml`");
        }
    }
}
