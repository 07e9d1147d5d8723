use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::REFERENCES, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    for definition in &context.document.definitions {
        if definition.is_used || definition.is_comment() {
            continue;
        }
        reporter
            .report(
                context.at(definition.range),
                format!(
                    "no link refers to {}",
                    quote(&format!("[{}]", definition.label))
                ),
            )
            .help("remove the definition, or refer to it");
    }
}
