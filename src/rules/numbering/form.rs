use crate::collection::{NumberFault, QuestionSummary, Sequence, StraySummary};
use crate::diagnostic::{Edit, Fix, Label, Safety};
use crate::markdown::Needs;
use crate::qa::StrayKind;
use crate::rules::forms::{Unlike, groups};
use crate::rules::{CollectionContext, Reporter, Rule};
use crate::source::{FileId, Span};

pub(crate) const RULE: Rule = Rule::collection(Needs::QUESTIONS, check);

fn check(context: &CollectionContext<'_>, reporter: &mut Reporter<'_>) {
    for group in groups(context.collection) {
        let all = group.questions.len();
        for &(file, question) in &group.questions {
            if question.number.is_some_and(|number| number.has_letters) {
                letters(file, question, reporter);
            } else if let Some(Unlike::Prefix { own, norm, of }) = group.unlike(question)
                && question.number.is_some()
            {
                prefix(file, question, (&own, norm), (of, all), reporter);
            }
        }
    }
    for sequence in context.sequences {
        for fault in &sequence.faults {
            if let NumberFault::Unread {
                before,
                first,
                last,
            } = *fault
            {
                unread(sequence, before, (first, last), reporter);
            }
        }
    }
}

/// Reports a number in which letters stand for digits.
fn letters(file: FileId, question: &QuestionSummary, reporter: &mut Reporter<'_>) {
    let Some(number) = question.number else {
        return;
    };
    let label = Label {
        file,
        span: number.span,
        message: format!("meant to be {}", number.value),
    };
    reporter
        .report(
            label,
            format!(
                "the number of {} is written with letters that look like digits",
                question.name()
            ),
        )
        .help("write digits")
        .fix(Fix {
            title: format!("write {}", number.value),
            safety: Safety::Unsafe,
            edits: vec![Edit {
                file,
                span: number.span,
                replacement: number.value.to_string(),
            }],
        });
}

/// Reports a question whose number is written otherwise than nearly all others.
fn prefix(
    file: FileId,
    question: &QuestionSummary,
    (own, norm): (&str, &str),
    (of, all): (usize, usize),
    reporter: &mut Reporter<'_>,
) {
    let Some(number) = question.number else {
        return;
    };
    let shown = |prefix: &str| prefix.replacen('0', &number.value.to_string(), 1);
    let primary = Label {
        file,
        span: question.place,
        message: String::new(),
    };
    let diagnostic = reporter.report(
        primary,
        format!(
            "{} begins with `{}`, not `{}` as {of} of {all} do",
            question.name(),
            shown(own),
            shown(norm)
        ),
    );
    diagnostic.help("write it as the others are written");
    let between = (number.span.end, question.title_span.start);
    if let Some(replacement) = separator(own, norm, between) {
        diagnostic.fix(Fix {
            title: format!("write `{}`", shown(norm)),
            safety: Safety::Safe,
            edits: vec![Edit {
                file,
                span: Span::new(between.0, between.1),
                replacement,
            }],
        });
    }
}

/// What is to stand between number and title, if only punctuation there is unlike the others, and
/// nothing else stands there: no anchor counts it.
fn separator(own: &str, norm: &str, (start, end): (u32, u32)) -> Option<String> {
    let (before, behind) = own.split_once('0')?;
    let (norm_before, norm_behind) = norm.split_once('0')?;
    let is_plain = |text: &str| text.bytes().all(|byte| matches!(byte, b'.' | b':' | b')'));
    let written = end.checked_sub(start)? as usize;
    (before == norm_before
        && !norm_behind.is_empty()
        && is_plain(behind)
        && is_plain(norm_behind)
        && written == behind.len() + 1)
        .then(|| format!("{norm_behind} "))
}

/// Reports what was meant for questions, but is not written as such.
fn unread(
    sequence: &Sequence,
    before: Option<usize>,
    (first, last): (StraySummary, StraySummary),
    reporter: &mut Reporter<'_>,
) {
    // The question that shows how the others are written.
    let other = &sequence.questions[before.unwrap_or(0)];
    let single = first.number == last.number;
    let why = match (first.kind, single) {
        (StrayKind::Nested, true) => "its heading stands in a list or quote",
        (StrayKind::Nested, false) => "their headings stand in a list or quote",
        (StrayKind::Heading, true) => "its heading is of another form",
        (StrayKind::Heading, false) => "their headings are of another form",
        (StrayKind::Text, true) => "it is plain text",
        (StrayKind::Text, false) => "they are plain text",
        (StrayKind::Html, true) => "it stands in a block of HTML, where Markdown does not count",
        (StrayKind::Html, false) => "they stand in a block of HTML, where Markdown does not count",
    };
    let message = if single {
        format!(
            "question {} is not written as the others are: {why}",
            first.number
        )
    } else {
        let (first, last) = (first.number, last.number);
        format!("questions {first} to {last} are not written as the others are: {why}")
    };
    let label = |stray: StraySummary| Label {
        file: other.file,
        span: stray.span,
        message: String::new(),
    };
    let diagnostic = reporter.report(label(first), message);
    if !single {
        diagnostic.label(other.file, last.span, "the last of them");
    }
    diagnostic
        .label(
            other.file,
            other.span,
            format!("question {}, which is", other.number),
        )
        .help("write it as the others are written");
}
