use std::collections::HashMap;

use crate::markdown::Needs;
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::REFERENCES, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let document = context.document;
    if document.duplicates.is_empty() {
        return;
    }
    let first: HashMap<String, _> = document
        .definitions
        .iter()
        .map(|definition| (definition.label.to_lowercase(), definition))
        .collect();
    for duplicate in &document.duplicates {
        let Some(first) = first.get(&duplicate.label.to_lowercase()) else {
            continue;
        };
        if first.is_comment() || duplicate.is_comment() {
            continue;
        }
        let label = quote(&format!("[{}]", duplicate.label));
        let message = if first.destination == duplicate.destination {
            format!("{label} is defined twice, to the same destination")
        } else {
            format!(
                "{label} is defined already, so that it never leads to {}",
                quote(&duplicate.destination)
            )
        };
        let at_first = context.span(first.range);
        reporter
            .report(context.at(duplicate.range), message)
            .label(context.file, at_first, "the definition that counts")
            .help("remove one of them, or give it another label");
    }
}
