use schemars::JsonSchema;
use serde::Deserialize;

use crate::collection::near_duplicates;
use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{CollectionContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::collection(Needs::SKETCHES, check).with_options::<Options>();

#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Options {
    /// How many percent of two questions must be in both.
    #[schemars(range(min = 50, max = 100))]
    percent: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self { percent: 75 }
    }
}

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let options: Options = reporter.options();
    let least = f64::from(options.percent) / 100.0;
    for duplicate in near_duplicates(context.collection, least) {
        let (first, second) = (duplicate.first, duplicate.second);
        let message = match duplicate.names() {
            Some((first, second)) => format!("{second} says nearly the same as {first}"),
            None => format!(
                "question {} says nearly the same as {}",
                quote(&second.question.title),
                quote(&first.question.title)
            ),
        };
        let percent = (duplicate.likeness * 100.0).round();
        reporter
            .report(second.at(), message)
            .here(format!("about {percent} % of both is in both"))
            .label(first.file, first.question.place, "the other one")
            .help("make one question of them");
    }
}
