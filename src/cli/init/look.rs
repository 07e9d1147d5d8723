//! What a collection is like, in figures and words.

use std::collections::{BTreeMap, BTreeSet};

use qalint::check::Run;
use qalint::collection::{FileSummary, QuestionSummary};
use qalint::qa::Scope;
use qalint::report::escape;
use qalint::source::{self, FileId, Span};

/// What is known of a collection after looking at it.
#[derive(Debug, Default)]
pub(super) struct Look {
    /// How many Markdown files it has.
    pub(super) files: usize,
    /// How many of them have questions.
    with_questions: usize,
    questions: usize,
    numbered: usize,
    answered: usize,
    /// How most questions are written, with `n` for the number and `title` for the title.
    form: Option<String>,
    /// The heading or line that most answers stand under.
    answer: Option<String>,
    /// Within what the numbers run on.
    scope: Option<Scope>,
    /// The folders that files with questions are in.
    folders: usize,
    /// The file that lists the questions.
    index: Option<String>,
    /// The preset that its files follow.
    pub(super) preset: Option<&'static str>,
    /// How many findings there are today, by rule.
    pub(super) findings: BTreeMap<String, usize>,
}

/// How many files are read again to see how they are written.
const READ: usize = 32;

impl Look {
    pub(super) fn at(run: &Run) -> Self {
        let mut look = Self::default();
        let mut forms = BTreeMap::new();
        let mut answers = BTreeMap::new();
        let mut folders = BTreeSet::new();
        let summaries = || {
            let reported = run.files().iter().filter(|(_, entry)| entry.reported);
            reported.filter_map(|(id, entry)| Some((id, entry, run.summary(id)?)))
        };
        for (id, entry, summary) in summaries() {
            look.files += 1;
            if summary.questions.is_empty() {
                continue;
            }
            look.with_questions += 1;
            look.scope = Some(summary.numbering.scope);
            folders.insert(entry.name.rsplit_once('/').map_or("", |(folder, _)| folder));
            for question in &summary.questions {
                look.questions += 1;
                look.numbered += usize::from(question.number.is_some());
                look.answered += usize::from(question.answer.is_some());
            }
            if look.with_questions <= READ {
                count_forms(run, id, summary, &mut forms, &mut answers);
            }
        }
        look.folders = folders.len();
        let seen: usize = forms.values().sum();
        look.form = most(forms, seen);
        look.answer = most(answers, seen);
        let named: Vec<_> = summaries().map(|(_, entry, s)| (&*entry.name, s)).collect();
        look.index = index(&named);
        // Where files are written in several ways, no preset fits all of them, and what is
        // inferred file by file is better.
        let presets = run.styles().iter().map(qalint::check::Style::presets);
        look.preset = presets
            .flatten()
            .reduce(|one, _| one)
            .filter(|_| run.styles().iter().all(|style| style.presets().len() <= 1));
        for diagnostic in run.diagnostics() {
            *look
                .findings
                .entry(diagnostic.rule.into_owned())
                .or_default() += 1;
        }
        look
    }

    /// What was found, in sentences.
    pub(super) fn in_words(&self) -> String {
        let mut words = format!("{}\n", self.sentence());
        let findings: usize = self.findings.values().sum();
        if findings > 0 {
            let rules = counted(self.findings.len(), "rule", "rules");
            let findings = counted(findings, "finding", "findings");
            words.push_str(&format!("{findings} of {rules} today\n"));
        }
        words
    }

    /// What the collection is like.
    pub(super) fn sentence(&self) -> String {
        let files = counted(self.files, "Markdown file", "Markdown files");
        if self.questions == 0 {
            return format!("no questions recognised in {files}");
        }
        let mut parts = vec![format!(
            "{} in {}",
            counted(self.questions, "question", "questions"),
            counted(self.with_questions, "file", "files")
        )];
        if let Some(form) = &self.form {
            let mut written = format!("written as `{form}`");
            if let Some(answer) = &self.answer {
                written.push_str(&match answer.starts_with('#') {
                    true => format!(" with a `{answer}` heading"),
                    false => format!(" with `{answer}`"),
                });
            }
            parts.push(written);
        }
        if self.numbered * 10 >= self.questions * 9 {
            parts.push(
                match self.scope {
                    Some(Scope::Collection) => "numbered over the collection",
                    Some(Scope::Folder) if self.folders == 1 => "numbered over the collection",
                    Some(Scope::Folder) => "numbered over each folder",
                    Some(Scope::Section) => "numbered below each heading",
                    _ if self.with_questions == 1 => "numbered",
                    _ => "numbered in each file",
                }
                .to_owned(),
            );
        } else if self.numbered == 0 {
            parts.push("without numbers".to_owned());
        }
        if self.answered < self.questions {
            let without = self.questions - self.answered;
            parts.push(format!("{without} of them without an answer"));
        }
        if let Some(index) = &self.index {
            parts.push(format!("indexed in `{}`", escape(index)));
        }
        parts.join(", ")
    }
}

pub(super) fn counted(n: usize, one: &str, several: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { several })
}

/// Counts how the questions of a file are written, and what their answers stand under.
fn count_forms(
    run: &Run,
    id: FileId,
    summary: &FileSummary,
    forms: &mut BTreeMap<String, usize>,
    answers: &mut BTreeMap<String, usize>,
) {
    let Ok(bytes) = source::read(&run.files().get(id).disk) else {
        return;
    };
    for question in &summary.questions {
        let Some(form) = form(&bytes, question) else {
            continue;
        };
        *forms.entry(form).or_default() += 1;
        let first = question.sections.first();
        let line = first.and_then(|(_, span)| text(&bytes, *span));
        if let Some(line) = line {
            *answers.entry(line.to_owned()).or_default() += 1;
        }
    }
}

/// How a question is written: its place with `n` for the number and `title` for the title.
fn form(bytes: &[u8], question: &QuestionSummary) -> Option<String> {
    let title = question.title_span;
    let before = Span {
        end: title.start,
        ..question.place
    };
    let mut form = match question.number.map(|number| number.span) {
        Some(number) if number.end <= title.start && number.start >= before.start => {
            let lead = text(
                bytes,
                Span {
                    end: number.start,
                    ..before
                },
            )?;
            let rest = text(
                bytes,
                Span {
                    start: number.end,
                    ..before
                },
            )?;
            format!("{lead}n{rest}")
        }
        _ => text(bytes, before)?.to_owned(),
    };
    form.push_str("title");
    form.push_str(text(
        bytes,
        Span {
            start: title.end,
            ..question.place
        },
    )?);
    let form = form.trim();
    let plain = form.lines().count() == 1 && form.chars().count() <= LONGEST;
    plain.then(|| escape(form).into_owned())
}

/// More characters than this are no form.
const LONGEST: usize = 60;

/// What stands at `span`, if it is text as it was meant to be.
fn text(bytes: &[u8], span: Span) -> Option<&str> {
    let bytes = bytes.get(span.start as usize..span.end as usize)?;
    std::str::from_utf8(bytes).ok()
}

/// What occurs most, if most of `all` are so.
fn most(counts: BTreeMap<String, usize>, all: usize) -> Option<String> {
    let (most, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 2 > all).then_some(most)
}

/// The file that has links to most of the files with questions, or to most of its own questions'
/// places.
fn index(summaries: &[(&str, &FileSummary)]) -> Option<String> {
    let with_questions: BTreeSet<&str> = summaries
        .iter()
        .filter(|(_, summary)| !summary.questions.is_empty())
        .map(|(name, _)| *name)
        .collect();
    let linked = |&(name, summary): &(&str, &FileSummary)| {
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let targets: BTreeSet<String> = summary
            .links
            .iter()
            .filter_map(|link| target(folder, &link.destination))
            .filter(|target| *target != name && with_questions.contains(target.as_str()))
            .collect();
        (targets.len(), name.to_owned())
    };
    let (most, name) = summaries
        .iter()
        .map(linked)
        .max_by_key(|(linked, _)| *linked)?;
    (most >= 2 && most * 10 >= with_questions.len() * 8).then_some(name)
}

/// The file in the collection that a link from `folder` leads to.
fn target(folder: &str, destination: &str) -> Option<String> {
    let path = destination.split(['#', '?']).next()?;
    if path.is_empty() || path.starts_with('/') || path.contains("://") {
        return None;
    }
    let path = path.replace("%20", " ");
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}
