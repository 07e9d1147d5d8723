//! The reference of the configuration in the book, made of the schema.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use qalint::config::{rule_options, schema};
use qalint::rules::RuleId;
use serde_json::Value;

#[test]
fn the_reference_is_that_of_this_version() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/src/configuration.md");
    let reference = reference(&schema());
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        fs::write(&path, &reference).expect("the reference");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == reference,
        "docs/src/configuration.md is out of date: run this test with UPDATE_SCHEMA=1"
    );
}

fn reference(schema: &Value) -> String {
    let mut out = format!(
        "# Configuration\n\n<!-- Made of the schema: UPDATE_SCHEMA=1 cargo test --test config -->\n\n{}\n",
        text(schema)
    );
    let mut sections = VecDeque::from([(String::new(), schema)]);
    while let Some((title, of)) = sections.pop_front() {
        if title == "[rules]" {
            rules(text(of), &mut out);
            continue;
        }
        if !title.is_empty() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\n## `{title}`\n\n{}\n", text(of));
        }
        out.push('\n');
        let of = resolved(of, schema);
        for (key, property) in properties(of) {
            if let Some((title, of)) = table(&title, key, property, schema) {
                let _ = writeln!(out, "- `{key}`: {} See `{title}` below.", text(property));
                sections.push_back((title, of));
                continue;
            }
            let _ = writeln!(
                out,
                "- `{key}` ({}): {}",
                kind(property, schema),
                text(property)
            );
            for (name, meaning) in names(property, schema) {
                let _ = writeln!(out, "  - `\"{name}\"`: {meaning}");
            }
        }
    }
    out
}

fn text(schema: &Value) -> &str {
    schema["description"].as_str().unwrap_or_default()
}

/// `schema` without the `null` that it may be, and with the reference that it consists of followed.
fn resolved<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    let several = schema["anyOf"].as_array().into_iter().flatten();
    let mut kinds = several.filter(|one| one["type"] != "null");
    let only = match (kinds.next(), kinds.next()) {
        (Some(only), None) => only,
        _ => schema.pointer("/allOf/0").unwrap_or(schema),
    };
    let target = only["$ref"]
        .as_str()
        .and_then(|at| root.pointer(at.strip_prefix('#')?));
    target.unwrap_or(only)
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// The table that `property` of the table `title` is, or whose list it is.
fn table<'s>(
    title: &str,
    key: &str,
    property: &'s Value,
    root: &'s Value,
) -> Option<(String, &'s Value)> {
    let below = title.trim_matches(['[', ']']);
    let name = if below.is_empty() {
        key.to_owned()
    } else {
        format!("{below}.{key}")
    };
    let items = resolved(&property["items"], root);
    if items["properties"].is_object() {
        return Some((format!("[[{name}]]"), items));
    }
    let is_rules = key == "rules";
    // The rules of an override are those of the collection.
    if is_rules && !below.is_empty() {
        return None;
    }
    let is_table = resolved(property, root)["properties"].is_object();
    is_table.then(|| {
        (
            format!("[{name}]"),
            if is_rules {
                property
            } else {
                resolved(property, root)
            },
        )
    })
}

/// The type and the default, in words.
fn kind(property: &Value, root: &Value) -> String {
    let of = resolved(property, root);
    let kind = types(of, root);
    let range = match (of["minimum"].as_i64(), of["maximum"].as_i64()) {
        (Some(least), Some(most)) => format!(", {least} to {most}"),
        _ => String::new(),
    };
    match &property["default"] {
        Value::Null => format!("{kind}{range}"),
        default => format!("{kind}{range}, default `{default}`"),
    }
}

/// The types that a value may have, in words.
fn types(of: &Value, root: &Value) -> String {
    let of = resolved(of, root);
    if let Some(several) = of["anyOf"].as_array() {
        let mut kinds: Vec<String> = several.iter().map(|one| types(one, root)).collect();
        kinds.dedup();
        return kinds.join(" or ");
    }
    match of["type"].as_str() {
        Some("array") => format!("list of {}s", types(&of["items"], root)),
        Some("object") => "table".to_owned(),
        Some(kind) => kind.to_owned(),
        None => "string".to_owned(),
    }
}

/// The strings that a property may be, with what they mean.
fn names<'s>(property: &'s Value, root: &'s Value) -> Vec<(&'s str, &'s str)> {
    let of = resolved(property, root);
    let several = of["oneOf"].as_array().into_iter().flatten();
    several
        .filter_map(|one| Some((one["const"].as_str()?, text(one))))
        .collect()
}

fn rules(what: &str, out: &mut String) {
    let _ = write!(
        out,
        "\n## `[rules]`\n\n{what}\n\nBehind a name stands a severity (`\"error\"`, `\"warning\"`, \
         `\"info\"` or `\"off\"`), or, behind that of a rule, a table with `severity` and the rule's \
         options.\n\n"
    );
    for rule in RuleId::all() {
        let page = rule.entry().page;
        let severity = page.severity.map_or("off", |severity| severity.name());
        let name = rule.name();
        let _ = writeln!(
            out,
            "- [`\"{name}\"`](../../rules/{name}.md) (default `\"{severity}\"`): {}",
            page.summary
        );
        let options = rule_options(rule).unwrap_or_default();
        for (key, option) in properties(&options) {
            let _ = writeln!(
                out,
                "  - `{key}` ({}): {}",
                kind(option, &options),
                text(option)
            );
        }
    }
}
