use regex::{Regex, RegexBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::markdown::Needs;
use crate::passage::{Place, Scope, passages};
use crate::rules::quote::quote;
use crate::rules::{FileContext, Reporter, Rule};

// Links are needed if the option `scope` says so.
pub(crate) const RULE: Rule =
    Rule::file(Needs::QUESTIONS.and(Needs::LINKS), check).with_options::<Options>();

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Options {
    /// Words and phrases that must not be there. One without capital letters is found in any case.
    #[schemars(with = "Vec<String>")]
    texts: Vec<Literal>,
    /// Regular expressions for what must not be there.
    #[schemars(with = "Vec<String>")]
    patterns: Vec<Pattern>,
    /// Where it must not be.
    scope: Scope,
}

/// A text, as an expression that finds it as a word of its own.
#[derive(Clone, Debug)]
struct Literal(Regex);

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let words: Vec<String> = text.split_whitespace().map(regex::escape).collect();
        let edge = |c: Option<char>| {
            if c.is_some_and(char::is_alphanumeric) {
                r"\b"
            } else {
                ""
            }
        };
        let (first, last) = (text.trim().chars().next(), text.trim().chars().next_back());
        if first.is_none() {
            return Err(serde::de::Error::custom("an empty text is everywhere"));
        }
        let pattern = format!("{}{}{}", edge(first), words.join(r"\s+"), edge(last));
        RegexBuilder::new(&pattern)
            .case_insensitive(!text.contains(char::is_uppercase))
            .build()
            .map(Self)
            .map_err(|_| serde::de::Error::custom("this text is too long"))
    }
}

/// A regular expression.
#[derive(Clone, Debug)]
struct Pattern(Regex);

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pattern = String::deserialize(deserializer)?;
        let regex = Regex::new(&pattern).map_err(|error| {
            let text = error.to_string();
            let reason = text.rsplit("error: ").next().unwrap_or(&text).trim();
            serde::de::Error::custom(format!("not a regular expression: {reason}"))
        })?;
        if regex.is_match("") {
            return Err(serde::de::Error::custom(
                "this expression matches nothing at all, which is everywhere",
            ));
        }
        Ok(Self(regex))
    }
}

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let options: Options = reporter.options();
    let texts = options.texts.iter().map(|Literal(regex)| regex);
    let patterns = options.patterns.iter().map(|Pattern(regex)| regex);
    let forbidden: Vec<&Regex> = texts.chain(patterns).collect();
    if forbidden.is_empty() {
        return;
    }
    let place = Place {
        text: context.text,
        document: context.document,
        questions: context.questions,
    };
    for passage in passages(&place, options.scope) {
        for regex in &forbidden {
            for found in regex
                .find_iter(&passage.text)
                .filter(|found| !found.is_empty())
            {
                if let Some(written) = passage.written(found.start(), found.end()) {
                    let message = format!("{} must not stand here", quote(found.as_str()));
                    reporter.report(context.at(written.range), message);
                }
            }
        }
    }
}
