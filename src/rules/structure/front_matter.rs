use crate::markdown::Needs;
use crate::qa::FieldType;
use crate::qa::front_matter::{Field, Value, fields};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};
use crate::source::TextRange;

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(shape) = context.shape.filter(|shape| !shape.front_matter.is_empty()) else {
        return;
    };
    let range = context.document.front_matter;
    let fields = range.map_or_else(Vec::new, |range| fields(context.text, range));
    for (name, wanted) in &shape.front_matter {
        let field = fields.iter().find(|field| field.name == *name);
        let Some(field) = field.filter(|field| field.value != Value::Empty) else {
            if wanted.required {
                let place = field.map(|field| field.name_range);
                let place = place.or(range.map(|range| TextRange::empty(range.start)));
                reporter
                    .report(
                        context.at(place.unwrap_or(TextRange::empty(0))),
                        format!("the front matter has no `{name}`"),
                    )
                    .help("add the field");
            }
            continue;
        };
        let written = quote(field.range.of(context.text));
        if !fits(wanted.kind, field) {
            reporter
                .report(
                    context.at(field.range),
                    format!("`{name}` is to be {}, and is {written}", noun(wanted.kind)),
                )
                .help("write it as the shape has it");
        } else if let Some(value) = field.value.as_str()
            && !wanted.values.is_empty()
            && !wanted.values.iter().any(|allowed| allowed == value)
        {
            reporter
                .report(
                    context.at(field.range),
                    format!("`{name}` may not be {written}"),
                )
                .help(format!("it may be {}", wanted.values.join(", ")));
        }
    }
}

fn fits(kind: FieldType, field: &Field) -> bool {
    let (value, quoted) = match &field.value {
        Value::Scalar(value, quoted) => (value.as_str(), *quoted),
        Value::List(_) => return matches!(kind, FieldType::Any | FieldType::List),
        _ => return kind == FieldType::Any,
    };
    match kind {
        FieldType::Any => true,
        FieldType::String => {
            quoted || value.parse::<f64>().is_err() && !matches!(value, "true" | "false" | "null")
        }
        FieldType::Integer => !quoted && value.parse::<i64>().is_ok(),
        FieldType::Number => !quoted && value.parse::<f64>().is_ok(),
        FieldType::Boolean => !quoted && matches!(value, "true" | "false"),
        FieldType::Date => is_date(value),
        FieldType::List => false,
    }
}

/// Whether `value` begins with a date such as 2024-02-29.
fn is_date(value: &str) -> bool {
    let mut parts = value.get(..10).unwrap_or_default().split('-');
    let mut part = |len: usize| parts.next().filter(|p| p.len() == len)?.parse::<u32>().ok();
    match (part(4), part(2), part(2)) {
        (Some(_), Some(month), Some(day)) => (1..=12).contains(&month) && (1..=31).contains(&day),
        _ => false,
    }
}

const fn noun(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Any => "anything",
        FieldType::String => "text",
        FieldType::Integer => "a whole number",
        FieldType::Number => "a number",
        FieldType::Boolean => "`true` or `false`",
        FieldType::Date => "a date such as `2024-02-29`",
        FieldType::List => "a list",
    }
}
