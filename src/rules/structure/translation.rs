use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::collection::{FileSummary, QuestionSummary, Translation, translations};
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::qa::SubNumber;
use crate::rules::quote::{count, quote};
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::{FileId, Span};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check).with_options::<Options>();

/// How many numbered questions two files must share for one to be held against the other.
const CASES: usize = 10;

/// How many of a hundred must agree: where fewer do, the two have different questions.
const MAJORITY: usize = 90;

#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Options {
    /// Whether a translation must have all questions of its original.
    complete: bool,
}

/// The questions of a file by number; those whose number others have are left out.
type ByNumber<'a> = BTreeMap<(u32, Option<SubNumber>), Option<&'a QuestionSummary>>;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let options: Options = reporter.options();
    for Translation { file, base } in translations(context.collection) {
        let summary = |file| context.collection.summary(file);
        let (Some(own), Some(original)) = (summary(file), summary(base)) else {
            continue;
        };
        let name = quote(&context.collection.files.get(base).name);
        let (own, original) = (by_number(own), by_number(original));
        let common: Vec<(&QuestionSummary, &QuestionSummary)> = own
            .iter()
            .filter_map(|(number, question)| Some(((*question)?, (*original.get(number)?)?)))
            .collect();
        let differing = common
            .iter()
            .filter(|(one, other)| difference(one, other).is_some());
        let differing: Vec<_> = differing.collect();
        let agree = common.len() - differing.len();
        if common.len() < CASES || agree * 100 < common.len() * MAJORITY {
            continue;
        }
        for (one, other) in differing {
            let Some(what) = difference(one, other) else {
                continue;
            };
            let label = |file: FileId, question: &QuestionSummary| Label {
                file,
                span: question.place,
                message: String::new(),
            };
            reporter
                .report(
                    label(file, one),
                    format!("{} is not as in {name}: {what}", one.name()),
                )
                .label(base, other.place, "the original")
                .help("let both say the same");
        }
        if options.complete {
            missing(file, &own, &original, &name, reporter);
        }
    }
}

fn by_number(summary: &FileSummary) -> ByNumber<'_> {
    let mut questions: ByNumber<'_> = BTreeMap::new();
    for question in &summary.questions {
        if let Some(number) = question.number {
            questions
                .entry((number.value, number.sub))
                .and_modify(|other| *other = None)
                .or_insert(Some(question));
        }
    }
    questions
}

/// What a translation has otherwise than the original.
fn difference(own: &QuestionSummary, original: &QuestionSummary) -> Option<String> {
    if own.options != original.options {
        let options = count(usize::from(own.options), "option");
        return Some(format!("it has {options}, not {}", original.options));
    }
    match (own.told, original.told) {
        (Some(own), Some(original)) if own != original => {
            return Some(format!("its answer is {own}, not {original}"));
        }
        _ => {}
    }
    // Where nothing is checked, another rule says so.
    (own.checked != original.checked && own.checked != 0 && original.checked != 0)
        .then(|| "another option is marked correct".to_owned())
}

/// Reports the questions that a translation lacks.
fn missing(
    file: FileId,
    own: &ByNumber<'_>,
    original: &ByNumber<'_>,
    name: &str,
    reporter: &mut Reporter<'_>,
) {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for &(number, _) in original.keys().filter(|number| !own.contains_key(number)) {
        match runs.last_mut() {
            Some((_, last)) if number <= last.saturating_add(1) => *last = number,
            _ => runs.push((number, number)),
        }
    }
    if runs.is_empty() {
        return;
    }
    let shown = runs.iter().map(|&(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first} to {last}"),
    });
    let numbers = shown.collect::<Vec<_>>().join(", ");
    let start = Label {
        file,
        span: Span::empty(0),
        message: String::new(),
    };
    reporter
        .report(
            start,
            format!("the translation lacks questions of {name}: {numbers}"),
        )
        .help("translate them, or take them out of the original");
}
