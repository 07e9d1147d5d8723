use std::collections::BTreeMap;

use crate::collection::{FileSummary, QuestionSummary};
use crate::diagnostic::Label;
use crate::markdown::Needs;
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::FileId;

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

/// How many questions there must be for what most of them have to be a norm.
const CASES: usize = 20;

/// How many of a hundred must have it.
const MAJORITY: usize = 95;

/// Questions that are written together: of one file if it has many, otherwise of one folder.
type Group<'a> = Vec<(FileId, &'a FileSummary, &'a QuestionSummary)>;

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    let mut groups: BTreeMap<(&str, Option<FileId>), Group<'_>> = BTreeMap::new();
    for (file, name, summary) in context.collection.iter() {
        // What the configuration says counts, not what others do.
        if !summary.required_sections.is_empty() {
            required(file, summary, reporter);
            continue;
        }
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let own = (summary.questions.len() >= CASES).then_some(file);
        let questions = summary
            .questions
            .iter()
            .map(|question| (file, summary, question));
        groups.entry((folder, own)).or_default().extend(questions);
    }
    for questions in groups.values().filter(|questions| questions.len() >= CASES) {
        group(questions, reporter);
    }
}

/// Reports what lacks a section that the shape requires.
fn required(file: FileId, summary: &FileSummary, reporter: &mut Reporter<'_>) {
    for question in &summary.questions {
        for (name, all) in &summary.required_sections {
            if names(summary, question).any(|other| all.iter().any(|name| name == other)) {
                continue;
            }
            let primary = Label {
                file,
                span: question.place,
                message: String::new(),
            };
            reporter
                .report(
                    primary,
                    format!("{} has no section `{name}`", question.name()),
                )
                .help("write the section");
        }
    }
}

fn group(questions: &Group<'_>, reporter: &mut Reporter<'_>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, summary, question) in questions {
        let mut names: Vec<&str> = names(summary, question).collect();
        names.sort_unstable();
        names.dedup();
        for name in names {
            *counts.entry(name).or_default() += 1;
        }
    }
    let all = questions.len();
    for (&name, &count) in &counts {
        if count == all || count * 100 < all * MAJORITY {
            continue;
        }
        for (file, summary, question) in questions {
            // What has no answer at all is another rule's.
            if question.answer.is_none() || names(summary, question).any(|other| other == name) {
                continue;
            }
            let primary = Label {
                file: *file,
                span: question.place,
                message: String::new(),
            };
            reporter
                .report(
                    primary,
                    format!(
                        "{} has no section `{name}`, {count} of {all} questions have one",
                        question.name()
                    ),
                )
                .help("write the section, or say in `qalint.toml` that it may be missing");
        }
    }
}

fn names<'a>(
    summary: &'a FileSummary,
    question: &'a QuestionSummary,
) -> impl Iterator<Item = &'a str> {
    question
        .sections
        .iter()
        .filter_map(|(index, _)| summary.section_names.get(usize::from(*index)))
        .map(String::as_str)
}
