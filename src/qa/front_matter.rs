//! The fields of front matter: as much of YAML and TOML as metadata uses.

use crate::source::TextRange;

/// A field at the top of the front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub name_range: TextRange,
    /// What it holds.
    pub value: Value,
    /// Where that is written, quotation marks included.
    pub range: TextRange,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// A scalar, and whether it is quoted.
    Scalar(String, bool),
    /// A list of scalars.
    List(Vec<String>),
    /// Something else.
    Other,
}

impl Value {
    /// The scalar, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Scalar(text, _) => Some(text),
            _ => None,
        }
    }
}

/// The fields of the front matter at `range`, its fences included.
#[must_use]
pub fn fields(text: &str, range: TextRange) -> Vec<Field> {
    let written = range.of(text);
    let toml = written.starts_with("+++");
    let separator = if toml { '=' } else { ':' };
    let mut fields: Vec<Field> = Vec::new();
    let mut at = range.start as usize;
    for line in written.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end();
        if matches!(content, "---" | "+++" | "...") || content.starts_with('#') {
            continue;
        }
        if content.is_empty() {
            continue;
        }
        let is_nested = content.starts_with([' ', '\t']) || content.starts_with("- ");
        if is_nested {
            if let Some(field) = fields.last_mut() {
                continues(field, content, start);
            }
            continue;
        }
        let Some((name, value)) = content.split_once(separator) else {
            continue;
        };
        let skipped = value.len() - value.trim_start().len();
        let begin = start + name.len() + 1 + skipped;
        let value = value.trim();
        fields.push(Field {
            name: name.trim().trim_matches(['"', '\'']).to_owned(),
            name_range: TextRange::from_usize(start..start + name.trim_end().len()),
            value: scalar(value),
            range: TextRange::from_usize(begin..begin + value.len()),
        });
    }
    fields
}

/// Takes a line that is indented to the field before.
fn continues(field: &mut Field, line: &str, start: usize) {
    let trimmed = line.trim();
    if let Some(item) = trimmed.strip_prefix("- ") {
        let item = scalar(item.trim());
        let item = item.as_str().unwrap_or_default().to_owned();
        match &mut field.value {
            Value::List(items) => items.push(item),
            Value::Empty => field.value = Value::List(vec![item]),
            _ => {}
        }
    } else {
        match &mut field.value {
            Value::Scalar(text, quoted) => {
                let block =
                    !*quoted && matches!(text.as_str(), "|" | ">" | "|-" | ">-" | "|+" | ">+");
                if block {
                    text.clear();
                } else {
                    text.push(' ');
                }
                text.push_str(trimmed);
                // The first line of a quoted scalar has its opening mark only.
                if let Some(open) = text.chars().next().filter(|c| matches!(c, '"' | '\''))
                    && text.len() > 1
                    && text.ends_with(open)
                {
                    *text = unquote(text, open);
                    *quoted = true;
                }
            }
            value => *value = Value::Other,
        }
    }
    field.range.end = TextRange::from_usize(start..start + line.trim_end().len()).end;
}

fn scalar(value: &str) -> Value {
    if value.is_empty() {
        return Value::Empty;
    }
    if let Some(open) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        if value.len() > 1 && value.ends_with(open) {
            return Value::Scalar(unquote(value, open), true);
        }
        return Value::Scalar(value.to_owned(), false);
    }
    if let Some(list) = value
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
    {
        let items = list
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty());
        return Value::List(
            items
                .map(|item| scalar(item).as_str().unwrap_or_default().to_owned())
                .collect(),
        );
    }
    if value.starts_with('{') {
        return Value::Other;
    }
    let end = value.find(" #").unwrap_or(value.len());
    Value::Scalar(value[..end].trim_end().to_owned(), false)
}

fn unquote(value: &str, mark: char) -> String {
    let inner = &value[1..value.len() - 1];
    if mark == '\'' {
        return inner.replace("''", "'");
    }
    inner.replace("\\\"", "\"").replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::{Value, fields};
    use crate::source::TextRange;

    #[test]
    fn fields_and_what_they_hold() {
        let text = "---\nid: 7f\nquestion: 'AWS: ''x'''\ntags:\n  - a\n  - \"b c\"\nmore: [x, y]\n\
                    long: >-\n  one\n  two\nnone:\n# comment\nn: 5 # five\n---\n";
        let fields = fields(text, TextRange::from_usize(0..text.len()));
        let held: Vec<_> = fields
            .iter()
            .map(|field| {
                (
                    field.name.as_str(),
                    field.value.clone(),
                    field.range.of(text),
                )
            })
            .collect();
        let scalar = |text: &str, quoted| Value::Scalar(text.to_owned(), quoted);
        let list = |items: &[&str]| Value::List(items.iter().map(|&i| i.to_owned()).collect());
        assert_eq!(
            held,
            [
                ("id", scalar("7f", false), "7f"),
                ("question", scalar("AWS: 'x'", true), "'AWS: ''x'''"),
                ("tags", list(&["a", "b c"]), "\n  - a\n  - \"b c\""),
                ("more", list(&["x", "y"]), "[x, y]"),
                ("long", scalar("one two", false), ">-\n  one\n  two"),
                ("none", Value::Empty, ""),
                ("n", scalar("5", false), "5 # five"),
            ]
        );
    }
}
