//! `qalint.toml`: what it comes to, where it is found, and what is said of mistakes in it.

mod discovery;
mod effective;
mod mistakes;
mod reference;
mod schema;
mod select;
mod settings;

use std::path::Path;

use qalint::config::{Settings, parse};
use qalint::diagnostic::Severity;
use qalint::rules::RuleId;

fn settings(text: &str) -> Settings {
    parse(text, Path::new("qalint.toml")).unwrap_or_else(|error| panic!("{error:?}"))
}

fn rule(name: &str) -> RuleId {
    RuleId::by_name(name).unwrap_or_else(|| panic!("no rule {name}"))
}

/// The severity of the rule `name` for a file.
fn severity(settings: &Settings, file: &str, name: &str) -> Option<Severity> {
    settings.rules_for(file).severity(rule(name))
}
