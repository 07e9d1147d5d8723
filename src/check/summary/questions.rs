//! What a file leaves behind of its questions.

use std::collections::HashMap;

use crate::collection::{Content, NumberSummary, Places, QuestionSummary};
use crate::content::{Fingerprint, points_at_something};
use crate::index;
use crate::markdown::{Needs, Node, NodeKind};
use crate::qa::{self, Question};
use crate::rules::FileContext;
use crate::source::TextRange;

/// The summaries of the questions of a file, as far as `needs` asks for it, and the titles of their
/// sections.
pub(super) fn summarise(
    context: &FileContext<'_>,
    places: &Places,
    needs: Needs,
) -> (Vec<QuestionSummary>, Vec<String>) {
    let (mut questions, section_names) = questions(context);
    if needs.contain(Needs::FINGERPRINTS) {
        let sections = sections(context);
        for ((summary, question), section) in
            questions.iter_mut().zip(context.questions).zip(sections)
        {
            if !points_at_nothing(context, question) {
                summary.content = Some(content(context, question, section, needs));
            }
        }
    }
    if needs.contain(Needs::INDEXES) {
        name_anchors(context, places, &mut questions);
        for (summary, question) in questions.iter_mut().zip(context.questions) {
            summary.link_text = index::link_text(context.text, question).map(Into::into);
        }
    }
    (questions, section_names)
}

/// The summaries of the questions of a file, and the titles of their sections.
fn questions(context: &FileContext<'_>) -> (Vec<QuestionSummary>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut index_of: HashMap<String, u16> = HashMap::new();
    let mut headings = context.document.headings.iter().peekable();
    // The headings that the question stands below, the nearest last.
    let mut open: Vec<(u8, TextRange)> = Vec::new();
    let mut summaries = Vec::with_capacity(context.questions.len());
    for question in context.questions {
        while let Some(heading) = headings.next_if(|h| h.range.start < question.place.start) {
            open.retain(|&(level, _)| level < heading.level);
            open.push((heading.level, heading.range));
        }
        let own = if question.level == 0 {
            7
        } else {
            question.level
        };
        let below = open.iter().rev().find(|&&(level, _)| level < own);
        let sections = question.sections.iter().filter_map(|section| {
            let name = qa::plain(&section.title);
            let index = match index_of.get(&name) {
                Some(&index) => index,
                None => {
                    let index = u16::try_from(names.len()).ok()?;
                    names.push(name.clone());
                    index_of.insert(name, index);
                    index
                }
            };
            Some((index, context.span(section.place)))
        });
        let sections = sections.collect();
        summaries.push(QuestionSummary {
            below: below.map(|&(_, range)| context.span(range)),
            sections,
            ..summary(context, question)
        });
    }
    (summaries, names)
}

fn summary(context: &FileContext<'_>, question: &Question) -> QuestionSummary {
    let span = |range: TextRange| context.span(range);
    let filled = question.answer.filter(|answer| !answer.empty);
    QuestionSummary {
        at: question.at,
        level: question.level,
        number: question.number.map(|number| NumberSummary {
            value: number.value,
            sub: number.sub,
            span: span(number.range),
            has_letters: number.has_letters(context.text),
        }),
        title: question.title.clone(),
        title_span: span(question.title_range),
        link_text: None,
        prefix: question.prefix.clone(),
        near: question.near && context.shape.is_some_and(|shape| !shape.inferred),
        place: span(question.place),
        below: None,
        answer: filled.map(|answer| {
            let body = answer.body.of(context.text);
            u32::try_from(body.trim().len()).unwrap_or(u32::MAX)
        }),
        sections: Box::default(),
        options: u8::try_from(question.options.len()).unwrap_or(u8::MAX),
        checked: question
            .options
            .iter()
            .take(32)
            .enumerate()
            .filter(|(_, option)| option.checked == Some(true))
            .fold(0, |checked, (at, _)| checked | 1 << at),
        told: question.told.map(|(letter, _)| letter),
        content: None,
        anchors: Box::default(),
    }
}

/// For each question under which heading it stands, counted from the top: the last one before it
/// that is not part of a question.
fn sections(context: &FileContext<'_>) -> Vec<u32> {
    let mut headings = context.document.headings.iter().peekable();
    let (mut seen, mut current, mut inside) = (0, 0, 0);
    let mut sections = Vec::with_capacity(context.questions.len());
    for question in context.questions {
        let start = question.place.start;
        while let Some(heading) = headings.next_if(|heading| heading.range.start < start) {
            seen += 1;
            if heading.range.start >= inside {
                current = seen;
            }
        }
        inside = question.range.end;
        sections.push(current);
    }
    sections
}

/// Whether the title asks about something that should be shown below it, and nothing is: then the
/// question is not all here, and cannot be compared.
fn points_at_nothing(context: &FileContext<'_>, question: &Question) -> bool {
    if !points_at_something(&question.title) {
        return false;
    }
    let nodes = context.document.nodes();
    let first = nodes.partition_point(|node| node.range.start < question.place.end);
    let shows = |node: &Node| {
        matches!(
            node.kind,
            NodeKind::CodeBlock { .. }
                | NodeKind::Code { .. }
                | NodeKind::Image
                | NodeKind::Table
                | NodeKind::List { .. }
        ) || node.kind == NodeKind::HtmlBlock && node.range.of(context.text).contains("<pre")
    };
    !nodes[first..]
        .iter()
        .take_while(|node| node.range.start < question.range.end)
        .any(shows)
}

/// What a question says below its title, in a few bytes.
fn content(context: &FileContext<'_>, question: &Question, section: u32, needs: Needs) -> Content {
    let start = question.place.end;
    let body = TextRange::new(start, question.range.end.max(start));
    let nodes = context.document.nodes();
    let first = nodes.partition_point(|node| node.range.start < body.start);
    let code = nodes[first..]
        .iter()
        .take_while(|node| node.range.start < body.end)
        .filter_map(|node| match node.kind {
            NodeKind::CodeBlock { .. } => Some(node.range.of(context.text)),
            NodeKind::Code { content } => Some(content.of(context.text)),
            _ => None,
        });
    let (fingerprint, sketch) = Fingerprint::new(
        &question.title,
        body.of(context.text),
        code,
        needs.contain(Needs::SKETCHES),
    );
    Content {
        fingerprint,
        sketch,
        section,
    }
}

/// Says of each question which anchors lead to it: those of its heading, and those that raw HTML
/// names in it or right before it.
fn name_anchors(context: &FileContext<'_>, places: &Places, questions: &mut [QuestionSummary]) {
    let mut by_start: Vec<(u32, u32)> = places.starts.iter().copied().zip(0..).collect();
    by_start.sort_unstable();
    for (summary, question) in questions.iter_mut().zip(context.questions) {
        let place = question.place;
        let first = by_start.partition_point(|&(start, _)| start < place.start);
        let inside = by_start[first..]
            .iter()
            .take_while(|&&(start, _)| start < place.end);
        let between_is_bare = |start: u32| {
            let between = TextRange::new(start, place.start).of(context.text);
            let mut in_tag = false;
            between.chars().all(|c| {
                in_tag = c == '<' || in_tag && c != '>';
                in_tag || c == '>' || c.is_whitespace()
            })
        };
        let before = by_start[..first]
            .iter()
            .rev()
            .take_while(|&&(start, _)| place.start - start < NEAR && between_is_bare(start));
        summary.anchors = inside.chain(before).map(|&(_, index)| index).collect();
    }
}

/// How far before a question, in bytes, a tag can stand that names it.
const NEAR: u32 = 200;
