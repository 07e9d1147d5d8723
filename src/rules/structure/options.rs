use std::borrow::Cow;
use std::collections::HashMap;

use crate::markdown::Needs;
use crate::qa::{Choice, OptionStyle, Question};
use crate::rules::{FileContext, Reporter, Rule};

pub(crate) const RULE: Rule = Rule::file(Needs::QUESTIONS, check);

/// How many of a hundred questions with boxes must have one checked for it to be a norm.
const MAJORITY: usize = 80;

fn check(context: &FileContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(shape) = context.shape.and_then(|shape| shape.options.as_ref()) else {
        return;
    };
    let with_options = || {
        context
            .questions
            .iter()
            .filter(|question| question.options.len() > 1)
    };
    let solved = with_options()
        .filter(|question| correct(question) > 0)
        .count();
    let norm = solved * 100 >= with_options().count() * MAJORITY;
    for question in context.questions {
        let name = question.name();
        let at = context.at(question.place);
        if question.options.is_empty() {
            if !shape.optional {
                reporter
                    .report(at, format!("{name} has no options"))
                    .help("list what there is to choose from");
            }
            continue;
        }
        repeated(context, question, reporter);
        match shape.style {
            OptionStyle::Task => {
                let count = correct(question);
                let least = shape
                    .correct_min
                    .unwrap_or(u32::from(norm && question.options.len() > 1));
                if count < least as usize {
                    let message = match (count, least) {
                        (0, 0 | 1) => format!("no option of {name} is marked correct"),
                        _ => format!("{count} options of {name} are marked correct, not {least}"),
                    };
                    reporter
                        .report(at, message)
                        .help("check the box of the correct one: `[x]`");
                } else if let Some(most) = shape.correct_max.filter(|&most| count > most as usize) {
                    reporter
                        .report(
                            at,
                            format!("{count} options of {name} are marked correct, {most} may be"),
                        )
                        .help("check only the boxes of the correct ones");
                }
            }
            OptionStyle::Lettered => told(context, question, reporter),
        }
    }
}

fn correct(question: &Question) -> usize {
    let checked = |choice: &&Choice| choice.checked == Some(true);
    question.options.iter().filter(checked).count()
}

/// Reports options that are there twice.
fn repeated(context: &FileContext<'_>, question: &Question, reporter: &mut Reporter<'_>) {
    let mut seen: HashMap<Cow<'_, str>, &Choice> = HashMap::new();
    for choice in &question.options {
        let said = said(choice.range.of(context.text));
        if says_nothing(&said) || goes_on(context.text, choice) {
            continue;
        }
        if let Some(first) = seen.get(&said) {
            let first = context.span(first.range);
            reporter
                .report(
                    context.at(choice.range),
                    format!("{} has this option twice", question.name()),
                )
                .label(context.file, first, "the first time")
                .help("write what it was meant to be, or take it out");
        } else {
            seen.insert(said, choice);
        }
    }
}

/// Whether an option is yet to be written, or an image.
fn says_nothing(said: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_alphanumeric();
    match said.contains('&') {
        false => !said.contains(is_letter),
        true => {
            let said = said.replace("&shy;", "").replace("&nbsp;", "");
            !said.contains(is_letter)
        }
    }
}

/// Whether code or an image follows that belongs to the option, though it left the item.
fn goes_on(text: &str, choice: &Choice) -> bool {
    let behind = text.get(choice.range.end as usize..).unwrap_or_default();
    behind.trim_start().starts_with(['`', '~', '!', '<'])
}

/// What an option says, without its bullet, its box and its letter.
fn said(item: &str) -> Cow<'_, str> {
    let text = item.trim_start_matches(['-', '*', '+', ' ']);
    let text = match text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        Some((inside, rest)) if inside.trim().chars().count() <= 1 => rest,
        _ => {
            let mut chars = text.chars();
            let letter = chars.next().is_some_and(char::is_alphabetic);
            match chars.as_str().strip_prefix([':', ')', '.']) {
                Some(rest) if letter => rest,
                _ => text,
            }
        }
    };
    let text = text.trim();
    let is_spaced = |c: char| c.is_whitespace() && c != ' ';
    if !text.contains(is_spaced) && !text.contains("  ") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Reports an answer that tells a letter which no option has, and letters that two have.
fn told(context: &FileContext<'_>, question: &Question, reporter: &mut Reporter<'_>) {
    let mut letters: HashMap<char, &Choice> = HashMap::new();
    for choice in &question.options {
        let Some(letter) = choice.letter else {
            continue;
        };
        if let Some(first) = letters.insert(letter, choice) {
            let first = context.span(first.range);
            reporter
                .report(
                    context.at(choice.range),
                    format!(
                        "two options of {} have the letter {letter}",
                        question.name()
                    ),
                )
                .label(context.file, first, "the other one")
                .help("give each its own letter");
        }
    }
    let Some((letter, place)) = question.told else {
        return;
    };
    if !letters.is_empty() && !letters.contains_key(&letter) {
        let place = context.at(place);
        reporter
            .report(
                place,
                format!(
                    "the answer of {} is {letter}, which none of its options is",
                    question.name()
                ),
            )
            .help("name the letter of the correct option");
    }
}
