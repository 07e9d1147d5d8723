//! The JSON Schema of `qalint.toml`, from the types that read it and the registry of rules.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use crate::rules::{Entry, OptionsOf, RULES, RuleId};

use super::file::{ConfigFile, RulesFile};
use super::presets;
use super::rules_table::{Level, RulesTable};
use super::select::groups;

/// The JSON Schema (draft 7, which editors know best) of `qalint.toml`.
#[must_use]
pub fn schema() -> Value {
    SchemaSettings::draft07()
        .with_transform(RecursiveTransform(as_toml))
        .into_generator()
        .into_root_schema_for::<ConfigFile>()
        .to_value()
}

/// The JSON Schema of a file in the folder `rules/` of a collection.
pub(super) fn rules_file() -> Value {
    SchemaSettings::draft07()
        .with_transform(RecursiveTransform(as_toml))
        .into_generator()
        .into_root_schema_for::<RulesFile>()
        .to_value()
}

/// The names of rules that collections make for themselves, in `[rules]`.
pub(super) const CUSTOM_RULES: &str = "^custom/[a-z][a-z0-9-]*$";

/// TOML has no null: what is optional is left out. And descriptions are not wrapped.
fn as_toml(schema: &mut Schema) {
    if schema.get("default").is_some_and(Value::is_null) {
        schema.remove("default");
    }
    let types = schema.get("type").and_then(Value::as_array);
    if let Some([only, Value::String(null)]) = types.map(Vec::as_slice)
        && null == "null"
    {
        let only = only.clone();
        schema.insert("type".to_owned(), only);
    }
    if let Some(Value::String(description)) = schema.get_mut("description") {
        let paragraphs = description
            .split("\n\n")
            .map(|text| text.replace('\n', " "));
        *description = paragraphs.collect::<Vec<_>>().join("\n\n");
    }
}

/// The schema of the key `preset`.
pub(super) fn preset(_: &mut SchemaGenerator) -> Schema {
    let presets: Vec<_> = presets::names()
        .map(|(name, summary)| {
            json_schema!({ "type": "string", "const": name, "description": summary })
        })
        .collect();
    json_schema!({ "oneOf": presets })
}

impl JsonSchema for RulesTable {
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let severity = generator.subschema_for::<Level>().to_value();
        let mut properties = Map::new();
        let mut several = |name: &str, description: String| {
            let schema = described(severity.clone(), description);
            properties.insert(name.to_owned(), schema);
        };
        several("all", "All rules that are on by default.".to_owned());
        for group in groups() {
            several(
                group,
                format!("The rules of `{group}` that are on by default."),
            );
        }
        for entry in RULES {
            properties.insert(entry.name.to_owned(), of_rule(entry, &severity));
        }
        json_schema!({
            "type": "object",
            "properties": properties,
            "patternProperties": { CUSTOM_RULES: severity },
            "additionalProperties": false,
        })
    }
}

/// What stands behind the name of a rule: a severity, or a table with it and the rule's options.
fn of_rule(entry: &Entry, severity: &Value) -> Value {
    let summary = entry.page.summary;
    let default = entry
        .page
        .severity
        .map_or("off", |severity| severity.name());
    let mut properties = Map::new();
    properties.insert("severity".to_owned(), severity.clone());
    if let Some(options) = entry.rule.options {
        let mut schema = options_schema(&options);
        if let Some(Value::Object(options)) = schema.get_mut("properties") {
            properties.append(options);
        }
    }
    let table = json_schema!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    });
    json_schema!({
        "description": format!("{summary} (default: {default})"),
        "anyOf": [severity, table],
    })
    .to_value()
}

/// The JSON Schema of the options of `rule`; `None` if it has none.
#[must_use]
pub fn rule_options(rule: RuleId) -> Option<Value> {
    rule.entry().rule.options.as_ref().map(options_schema)
}

/// The schema of a rule's own options. Nested types stand in place, because their names mean
/// nothing outside their modules.
pub(super) fn options_schema(options: &OptionsOf) -> Value {
    let mut inline = SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator();
    (options.schema)(&mut inline).to_value()
}

fn described(mut schema: Value, description: String) -> Value {
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), Value::String(description));
    }
    schema
}
