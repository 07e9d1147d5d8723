//! What is wrong with the structure of a configuration, told from its schema: all of it, with
//! places and the names that exist.

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use super::Selector;
use super::error::Mistake;
use super::schema::CUSTOM_RULES;
use super::select::groups;

/// What TOML says of text that is not TOML.
pub(super) fn syntax(errors: &[toml::de::Error], text: &str) -> Vec<Mistake> {
    let mut errors: Vec<_> = errors.iter().collect();
    let start = |error: &&toml::de::Error| error.span().map_or(0, |span| span.start);
    errors.sort_by_key(start);
    errors.dedup_by_key(|error| start(error));
    // Where a bracket is not closed, the parser takes all that follows for what is within.
    let bracket = |error: &&toml::de::Error| {
        let message = error.message();
        message.contains("array") || message.contains("inline table")
    };
    let last = errors.iter().position(bracket);
    errors.truncate(last.map_or(errors.len(), |last| last + 1));
    errors
        .iter()
        .map(|error| syntax_error(error, text))
        .collect()
}

fn syntax_error(error: &toml::de::Error, text: &str) -> Mistake {
    let mistake = Mistake::of_toml(error);
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.and_then(|before| before.rsplit('\n').next());
    let name = line.unwrap_or_default().trim();
    if !name.is_empty() && groups().contains(&name) {
        return mistake.help("names with a slash stand in quotes: `\"numbering/gap\"`");
    }
    mistake
}

/// Takes what `schema` does not allow out of `document`, and says what it was. Says nothing of
/// what it does not understand of the schema.
pub(super) fn against_schema(document: &mut Spanned<DeValue<'_>>, schema: &Value) -> Vec<Mistake> {
    let mut walk = Walk {
        schema,
        path: Vec::new(),
        within_array: false,
        mistakes: Vec::new(),
    };
    walk.value(document, schema);
    walk.mistakes
}

struct Walk<'s> {
    schema: &'s Value,
    /// The keys that lead to the value.
    path: Vec<String>,
    /// Whether it is an element of the array that they lead to.
    within_array: bool,
    mistakes: Vec<Mistake>,
}

impl<'s> Walk<'s> {
    /// Whether `value` can stay, perhaps without some of what is in it.
    fn value(&mut self, value: &mut Spanned<DeValue<'_>>, schema: &'s Value) -> bool {
        let mut branches = Vec::new();
        self.branches(schema, &mut branches);
        let kind = value.get_ref().type_str();
        let fitting: Vec<_> = branches
            .iter()
            .copied()
            .filter(|b| accepts(b, kind))
            .collect();
        if fitting.is_empty() {
            self.wrong_type(value, &branches);
            return false;
        }
        let span = value.span();
        match (value.get_mut(), &fitting[..]) {
            (DeValue::String(text), _) => {
                let names = names(&fitting);
                if names.is_empty() || names.contains(&&**text) {
                    return true;
                }
                let message = self.unknown_value(text);
                self.mistakes
                    .push(Mistake::at(span, message).suggest(text, &names));
                false
            }
            (DeValue::Table(table), [schema]) => {
                let missing = self.table(table, schema);
                if let Some(key) = missing {
                    self.mistakes
                        .push(Mistake::at(span, format!("`{key}` is missing")));
                }
                missing.is_none() && required(schema).all(|key| table.contains_key(key))
            }
            (DeValue::Array(array), [schema]) => {
                let Some(items) = schema.get("items") else {
                    return true;
                };
                self.within_array = true;
                *array = std::mem::replace(array, DeArray::new())
                    .into_iter()
                    .filter_map(|mut element| self.value(&mut element, items).then_some(element))
                    .collect();
                self.within_array = false;
                true
            }
            (DeValue::Integer(number), [schema]) => {
                let number = i64::from_str_radix(number.as_str(), number.radix());
                let (least, most) = limits(schema);
                let limit = match number {
                    Ok(number) if least.is_some_and(|least| number < least) => least,
                    Ok(number) if most.is_some_and(|most| number > most) => most,
                    _ => return true,
                };
                let side = if limit == least { "least" } else { "most" };
                let limit = limit.unwrap_or_default();
                let message = format!("{} must be at {side} {limit}", self.subject());
                self.mistakes.push(Mistake::at(span, message));
                false
            }
            _ => true,
        }
    }

    /// Looks at the entries of a table. Returns a key that must be there and never was.
    fn table(&mut self, table: &mut DeTable<'_>, schema: &'s Value) -> Option<&'s str> {
        let missing = required(schema).find(|key| !table.contains_key(*key));
        let properties = schema.get("properties");
        let others = schema.get("additionalProperties");
        let by_prefix = schema
            .get("patternProperties")
            .and_then(|p| p.get(CUSTOM_RULES));
        let stays = |walk: &mut Self, key: &Spanned<DeString<'_>>, value: &mut _| {
            let name = &**key.get_ref();
            let known = properties.and_then(|properties| properties.get(name));
            let custom = by_prefix.filter(|_| matches!(name.parse(), Ok(Selector::Custom(_))));
            let others_too = others.filter(|others| others.is_object());
            let Some(schema) = known.or(custom).or(others_too) else {
                let closed = others == Some(&Value::Bool(false));
                if closed {
                    let mistake = walk.unknown_key(key, properties);
                    walk.mistakes.push(mistake);
                }
                return !closed;
            };
            walk.path.push(name.to_owned());
            let within_array = std::mem::take(&mut walk.within_array);
            let stays = walk.value(value, schema);
            walk.within_array = within_array;
            walk.path.pop();
            stays
        };
        *table = std::mem::take(table)
            .into_iter()
            .filter_map(|(key, mut value)| stays(self, &key, &mut value).then_some((key, value)))
            .collect();
        missing
    }

    /// The alternatives that `schema` consists of, with references followed.
    fn branches(&self, schema: &'s Value, into: &mut Vec<&'s Value>) {
        let list = |key: &str| schema.get(key).and_then(Value::as_array);
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference
                .strip_prefix('#')
                .and_then(|at| self.schema.pointer(at));
            if let Some(target) = target {
                self.branches(target, into);
            }
        } else if let Some([only]) = list("allOf").map(Vec::as_slice) {
            self.branches(only, into);
        } else if let Some(some) = list("anyOf").or_else(|| list("oneOf")) {
            for schema in some {
                self.branches(schema, into);
            }
        } else {
            into.push(schema);
        }
    }

    /// The key that the value stands behind, or that of the array it is in.
    fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    /// The value as messages name it.
    fn subject(&self) -> String {
        let name = self.name();
        if self.within_array {
            format!("an entry of `{name}`")
        } else {
            format!("`{name}`")
        }
    }

    /// The rule or group whose settings the keys lead to.
    fn rule(&self) -> Option<&str> {
        match &self.path[..] {
            [.., table, rule] if table == "rules" => Some(rule),
            _ => None,
        }
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, branches: &[&Value]) {
        let mut expected: Vec<_> = branches.iter().flat_map(|branch| types(branch)).collect();
        expected.dedup();
        let expected: Vec<_> = expected.iter().map(|kind| with_article(kind)).collect();
        let kind = with_article(value.get_ref().type_str());
        let message = format!(
            "{} must be {}, not {kind}",
            self.subject(),
            expected.join(" or ")
        );
        let mistake = Mistake::at(value.span(), message);
        let wants_array = branches.iter().all(|branch| types(branch) == ["array"]);
        let mistake = match (self.rule(), value.get_ref()) {
            (Some(group), DeValue::Table(_)) => mistake.help(format!(
                "a group has a severity and no options; name a rule of it as `\"{group}/…\"`"
            )),
            (None, DeValue::Table(_)) if wants_array => {
                let name = self.name();
                mistake.help(format!("there may be several: write `[[{name}]]`"))
            }
            (None, DeValue::String(_)) if wants_array => mistake.help("put it in brackets"),
            _ => mistake.suggest("", &names(branches)),
        };
        self.mistakes.push(mistake);
    }

    fn unknown_value(&self, text: &str) -> String {
        match self.name() {
            "preset" => format!("unknown preset `{text}`"),
            name if name == "severity" || self.rule().is_some() => {
                format!("unknown severity `{text}`")
            }
            name => format!("unknown value `{text}` of `{name}`"),
        }
    }

    fn unknown_key(&self, key: &Spanned<DeString<'_>>, known: Option<&Value>) -> Mistake {
        let name = key.get_ref();
        let known: Vec<&str> = known
            .and_then(Value::as_object)
            .into_iter()
            .flat_map(|known| known.keys().map(String::as_str))
            .collect();
        if self.name() == "rules" {
            let message = format!("no rule or group is called `{name}`");
            let mistake = Mistake::at(key.span(), message).suggest(name, &known);
            return mistake.or_help("`qalint explain` lists all rules");
        }
        if let Some(rule) = self.rule() {
            let mistake = Mistake::at(key.span(), format!("unknown option `{name}` of `{rule}`"));
            return match known[..] {
                ["severity"] => mistake.help("this rule has no options, only a `severity`"),
                _ => mistake.suggest(name, &known),
            };
        }
        let mistake = Mistake::at(key.span(), format!("unknown key `{name}`"));
        if self.path.is_empty() && name.parse::<Selector>().is_ok() {
            return mistake.help("the settings of rules stand in `[rules]`");
        }
        mistake.suggest(name, &known)
    }
}

/// The strings that `branches` allow; none if they allow any.
fn names<'s>(branches: &[&'s Value]) -> Vec<&'s str> {
    let mut names = Vec::new();
    for branch in branches.iter().filter(|branch| accepts(branch, "string")) {
        if let Some(only) = branch.get("const").and_then(Value::as_str) {
            names.push(only);
        } else if let Some(some) = branch.get("enum").and_then(Value::as_array) {
            names.extend(some.iter().filter_map(Value::as_str));
        } else {
            return Vec::new();
        }
    }
    names
}

/// The least and the greatest number that `schema` allows.
fn limits(schema: &Value) -> (Option<i64>, Option<i64>) {
    let limit = |key: &str| schema.get(key).and_then(Value::as_i64);
    let format = schema.get("format").and_then(Value::as_str);
    let largest = match format {
        Some("uint8") => Some(u8::MAX.into()),
        Some("uint16") => Some(u16::MAX.into()),
        Some("uint32") => Some(u32::MAX.into()),
        _ => None,
    };
    (limit("minimum"), limit("maximum").or(largest))
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    let required = schema.get("required").and_then(Value::as_array);
    required.into_iter().flatten().filter_map(Value::as_str)
}

/// The types of TOML that `schema` names; none if it allows any.
fn types(schema: &Value) -> Vec<&str> {
    let types = match schema.get("type") {
        Some(Value::String(only)) => vec![only.as_str()],
        Some(Value::Array(some)) => some.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    types
        .into_iter()
        .filter(|kind| *kind != "null")
        .map(|kind| if kind == "object" { "table" } else { kind })
        .collect()
}

/// Whether a value of the TOML type `kind` may be what `schema` describes.
fn accepts(schema: &Value, kind: &str) -> bool {
    let types = types(schema);
    types.is_empty()
        || types.contains(&kind)
        || (types.contains(&"number") && matches!(kind, "integer" | "float"))
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'i', 'o']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}
