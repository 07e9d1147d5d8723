use std::collections::{BTreeMap, HashMap};

use crate::collection::QuestionSummary;
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::qa::{At, Scope};
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::FileId;

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

/// How many questions there must be for the form of most of them to be a norm.
const CASES: usize = 10;

/// How many of a hundred must have it.
const MAJORITY: usize = 90;

/// A question and the file that it stands in.
type Stands<'a> = (FileId, &'a QuestionSummary);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    // Questions that are numbered together are written alike.
    let mut groups: BTreeMap<(&str, Option<FileId>), Vec<Stands<'_>>> = BTreeMap::new();
    for (file, name, summary) in context.collection.iter() {
        if summary.questions.is_empty() {
            continue;
        }
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let key = match summary.numbering.scope {
            Scope::Collection => ("", None),
            Scope::Folder => (folder, None),
            Scope::File | Scope::Section => ("", Some(file)),
        };
        let questions = summary.questions.iter().map(|question| (file, question));
        groups.entry(key).or_default().extend(questions);
    }
    for questions in groups.values() {
        group(questions, reporter);
    }
}

/// The level and the prefix that questions are written with.
type Form = (u8, String);

fn form(question: &QuestionSummary) -> Form {
    let visible = |c: &char| !c.is_whitespace() && !('\u{200b}'..='\u{200f}').contains(c);
    (
        question.level,
        question.prefix.chars().filter(visible).collect(),
    )
}

fn group(questions: &[Stands<'_>], reporter: &mut Reporter<'_>) {
    let mut counts: HashMap<Form, usize> = HashMap::new();
    for (_, question) in questions {
        *counts.entry(form(question)).or_default() += 1;
    }
    let Some((norm, _)) = counts
        .iter()
        .max_by_key(|&(form, count)| (*count, form.clone()))
    else {
        return;
    };
    let all = questions.len();
    let of_level = questions
        .iter()
        .filter(|(_, question)| question.level == norm.0)
        .count();
    let of_prefix = counts
        .iter()
        .filter(|(form, _)| form.1 == norm.1)
        .map(|(_, n)| n)
        .sum::<usize>();
    let is_norm = |count: usize| all >= CASES && count * 100 >= all * MAJORITY;
    for &(file, question) in questions {
        let (level, prefix) = form(question);
        // A sub-number is part of the number, and without numbers a prefix is only decoration.
        let is_numbered = norm.1.contains('0');
        let other_level = is_norm(of_level) && level != norm.0 && question.at == At::Heading;
        let other_prefix = is_numbered
            && is_norm(of_prefix)
            && prefix != norm.1
            && question.number.is_none_or(|number| number.sub.is_none());
        if !other_level && !other_prefix {
            continue;
        }
        let name = question.name();
        let shown = |prefix: &str| {
            let number = question.number.map_or(0, |number| number.value);
            prefix.replace('0', &number.to_string())
        };
        let message = if other_level {
            format!(
                "{name} is a heading of level {level}, {of_level} of {all} are of level {}",
                norm.0
            )
        } else if prefix.is_empty() {
            format!(
                "{name} has no number, {of_prefix} of {all} begin such as `{}`",
                norm.1
            )
        } else {
            format!(
                "{name} begins with `{}`, not `{}` as {of_prefix} of {all} do",
                shown(&prefix),
                shown(&norm.1)
            )
        };
        let primary = Label {
            file,
            span: question.place,
            message: String::new(),
        };
        reporter
            .report(primary, message)
            .help("write it as the others are written");
    }
}
