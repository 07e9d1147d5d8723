//! What a file leaves behind for the rules that look at more than one file.

use std::collections::HashMap;

use regex::Regex;

use super::file::About;
use crate::collection::{
    Boilerplate, Content, FileSummary, IndexRow, IndexSummary, LinkSummary, NumberSummary, Places,
    QuestionSummary, StatedCount, StatedSummary, StraySummary,
};
use crate::content::Fingerprint;
use crate::index::{self, IndexKind};
use crate::link::{Origin, Target};
use crate::markdown::{self, Link, LinkKind, Needs, NodeKind};
use crate::qa::{self, Presence, Question, Shape, StatedOf};
use crate::rules::FileContext;
use crate::source::{Span, TextRange};

/// What is left of a file that has been checked.
pub(super) fn summarise(context: &FileContext<'_>, about: About<'_>) -> FileSummary {
    let places = Places::of(context.text, context.document, about.style);
    let (links, web) = links(context, about);
    let (mut questions, section_names) = questions(context);
    if about.needs.contain(Needs::FINGERPRINTS) {
        let sections = sections(context);
        for ((summary, question), section) in
            questions.iter_mut().zip(context.questions).zip(sections)
        {
            summary.content = Some(content(context, question, section, about.needs));
        }
    }
    let indexes = if about.needs.contain(Needs::INDEXES) {
        name_anchors(context, &places, &mut questions);
        for (summary, question) in questions.iter_mut().zip(context.questions) {
            summary.link_text = index::link_text(context.text, question).map(Into::into);
        }
        indexes(context, about)
    } else {
        Vec::new()
    };
    let stated = if about.needs.contain(Needs::STATED) {
        stated(context, &places)
    } else {
        Vec::new()
    };
    let (header, footer) = if about.needs.contain(Needs::FRAME) {
        frame(context)
    } else {
        (None, None)
    };
    let fits = |of: fn(&Shape) -> Option<&Regex>, block: &Option<Boilerplate>| {
        let own = of(context.shape?)?;
        let text = block.as_ref().map_or("", |block| &*block.text);
        Some(context.questions.is_empty() || own.is_match(text))
    };
    let header_fits = fits(|shape| shape.header.as_ref(), &header);
    let footer_fits = fits(|shape| shape.footer.as_ref(), &footer);
    let swallowed = context
        .faulty_fences()
        .iter()
        .flat_map(|fence| &fence.swallowed);
    let swallowed = swallowed.filter_map(|question| Some(question.number?.value));
    FileSummary {
        questions,
        hidden: hidden(context, about),
        swallowed: swallowed.collect(),
        strays: strays(context),
        stated,
        header,
        footer,
        frame_fits: (header_fits, footer_fits),
        restarts: restarts(context),
        original: original(context),
        numbering: context
            .shape
            .map(|shape| shape.numbering.clone())
            .unwrap_or_default(),
        required_sections: required_sections(context),
        section_names,
        anchors: places.anchors,
        takes_in_others: places.open,
        has_front_matter: context.document.front_matter.is_some(),
        links,
        web,
        suppressions: Vec::new(),
        indexes,
    }
}

/// The places that would be in the file if its blocks of code were closed where they should be.
fn hidden(context: &FileContext<'_>, about: About<'_>) -> Vec<String> {
    let contents = context
        .faulty_fences()
        .iter()
        .map(|faulty| faulty.content());
    let anchors = contents.flat_map(|content| {
        let text = content.of(context.text);
        let document = markdown::parse(text, Needs::HEADINGS.and(Needs::ANCHORS));
        Places::of(text, &document, about.style).anchors
    });
    anchors.collect()
}

/// What was meant for a question, but is not written as one.
fn strays(context: &FileContext<'_>) -> Vec<StraySummary> {
    qa::strays(context.text, context.document, context.questions)
        .into_iter()
        .map(|stray| StraySummary {
            number: stray.number,
            kind: stray.kind,
            span: context.span(stray.place),
        })
        .collect()
}

/// What the file begins and ends with, if it has questions.
fn frame(context: &FileContext<'_>) -> (Option<Boilerplate>, Option<Boilerplate>) {
    if context.questions.is_empty() {
        return (None, None);
    }
    let (header, footer) = qa::frame(context.text, context.document);
    let boilerplate = |range: TextRange| {
        let words: Vec<&str> = range.of(context.text).split_whitespace().collect();
        Boilerplate {
            text: words.join(" ").into(),
            span: context.span(range),
        }
    };
    (header.map(boilerplate), footer.map(boilerplate))
}

/// Where numbers begin anew because the shape says so.
fn restarts(context: &FileContext<'_>) -> Vec<Span> {
    let Some(pattern) = context.shape.and_then(|shape| shape.restart_at.as_ref()) else {
        return Vec::new();
    };
    let headings = context.document.headings.iter();
    headings
        .filter(|heading| pattern.is_match(heading.text.trim()))
        .map(|heading| context.span(heading.range))
        .collect()
}

/// The path of the file that this one is a translation of, if the shape says so.
fn original(context: &FileContext<'_>) -> Option<String> {
    let (path, of) = context.shape?.translation.as_ref()?;
    let captures = path.captures(context.name)?;
    let mut original = String::new();
    captures.expand(of, &mut original);
    (original != context.name).then_some(original)
}

/// How many questions the file says there are.
fn stated(context: &FileContext<'_>, places: &Places) -> Vec<StatedSummary> {
    let own = context.shape.and_then(|shape| shape.stated.as_deref());
    let stated = qa::stated(context.text, context.document, context.questions, own);
    let of = |of: StatedOf| match of {
        StatedOf::Whole => Some(StatedCount::Whole),
        StatedOf::Below(heading) => section(context, heading.start),
        StatedOf::Target(destination) => match destination.strip_prefix('#') {
            None => Some(StatedCount::File(destination)),
            Some(fragment) => {
                let at = places
                    .anchors
                    .iter()
                    .position(|anchor| anchor == fragment)?;
                section(context, *places.starts.get(at)?)
            }
        },
    };
    stated
        .into_iter()
        .filter_map(|stated| {
            Some(StatedSummary {
                count: stated.count,
                span: context.span(stated.place),
                of: of(stated.of)?,
            })
        })
        .collect()
}

/// How many questions stand below the heading that begins at `start`, or that holds this place.
fn section(context: &FileContext<'_>, start: u32) -> Option<StatedCount> {
    let headings = &context.document.headings;
    let at = headings.partition_point(|heading| heading.range.end <= start);
    let heading = headings
        .get(at)
        .filter(|heading| heading.range.start <= start)?;
    let end = headings[at + 1..]
        .iter()
        .find(|other| other.top_level && other.level <= heading.level)
        .map_or(u32::MAX, |other| other.range.start);
    let before = |place: u32| {
        let questions = context.questions;
        questions.partition_point(|question| question.place.start < place)
    };
    let count = before(end).saturating_sub(before(heading.range.end));
    let title = heading.text.trim().to_owned();
    Some(StatedCount::Section(title, u32::try_from(count).ok()?))
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

/// The blocks of links of a file that may be indexes of questions.
fn indexes(context: &FileContext<'_>, about: About<'_>) -> Vec<IndexSummary> {
    let text = context.text;
    let may_be_own = |link: &Link| match Target::parse(&link.destination) {
        Target::Local(_) => true,
        Target::External { .. } => {
            let is_own = about
                .origin
                .map(|origin| origin.own(&link.destination).is_some());
            is_own.unwrap_or_else(|| link.destination.contains("/blob/"))
        }
        Target::Machine => false,
    };
    let span = |range: TextRange| context.span(range);
    index::find(text, context.document, may_be_own)
        .into_iter()
        .map(|index| IndexSummary {
            kind: index.kind,
            span: span(index.range),
            between: between(text, &index).into(),
            rows: index
                .rows
                .into_iter()
                .map(|row| IndexRow {
                    line: line(context, &row),
                    span: span(row.range),
                    number: row.number.map(|(number, range)| (number, span(range))),
                    title: row.title,
                    title_span: span(row.title_range),
                    destination: row.destination,
                    link: span(row.written),
                    group: row.group,
                    lines: lines(text, index.kind, row.range).map(span),
                })
                .collect(),
        })
        .collect()
}

/// The line that the link of a row stands in, if number, title and link have their places in it.
fn line(context: &FileContext<'_>, row: &index::Row) -> Option<(Span, Box<str>)> {
    let text = context.text;
    let at = row.written.start as usize;
    let start = text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
    let end = text
        .get(at..)?
        .find('\n')
        .map_or(text.len(), |end| at + end);
    let line = text.get(start..end)?.trim_end_matches('\r');
    let range = TextRange::from_usize(start..start + line.len());
    let mut parts = vec![row.title_range, row.written];
    parts.extend(row.number.map(|(_, range)| range));
    parts.sort_unstable();
    let apart = parts.windows(2).all(|pair| pair[0].end <= pair[1].start);
    let within = parts.iter().all(|&part| range.encloses(part));
    let usable = apart && within && line.len() <= LONGEST_LINE && context.is_as_on_disk(range);
    usable.then(|| (context.span(range), line.into()))
}

/// How long, in bytes, the line of a row can be for others to be written after it.
const LONGEST_LINE: usize = 2000;

/// What stands between two rows of an index: a line ending, or two between lines of their own.
fn between(text: &str, index: &index::Index) -> &'static str {
    let first = index.rows.first().map_or(0, |row| row.range.end as usize);
    let behind = text.get(first..).unwrap_or_default();
    let behind = behind.find('\n').map_or("", |end| &behind[end..]);
    let before = text.get(..text.len() - behind.len()).unwrap_or_default();
    let is_apart = index.kind == IndexKind::Lines
        && behind
            .get(1..)
            .is_some_and(|next| next.starts_with('\n') || next.starts_with("\r\n"));
    match (before.ends_with('\r'), is_apart) {
        (false, false) => "\n",
        (true, false) => "\r\n",
        (false, true) => "\n\n",
        (true, true) => "\r\n\r\n",
    }
}

/// The lines of a row of a table or list, with the last line ending, if nothing else stands there.
fn lines(text: &str, kind: IndexKind, row: TextRange) -> Option<TextRange> {
    let start = text[..row.start as usize]
        .rfind('\n')
        .map_or(0, |at| at + 1);
    let end = row.end as usize;
    let end = match text[..end].ends_with('\n') {
        true => end,
        false => text[end..].find('\n').map_or(text.len(), |at| end + at + 1),
    };
    let before = text.get(start..row.start as usize)?;
    let behind = text.get(row.end as usize..end)?;
    // An item with others below it ends before them.
    let is_alone = before.trim().is_empty() && behind.trim().is_empty();
    let is_item_of_its_own = kind != IndexKind::List
        || text[end..]
            .lines()
            .next()
            .is_none_or(|next| next.len() - next.trim_start().len() <= before.len());
    (kind != IndexKind::Lines && is_alone && is_item_of_its_own)
        .then(|| TextRange::from_usize(start..end))
}

/// The links to the repository, and if they are asked for those to the web.
fn links(context: &FileContext<'_>, about: About<'_>) -> (Vec<LinkSummary>, Vec<LinkSummary>) {
    let contributors = contributors(context);
    let (mut links, mut web) = (Vec::new(), Vec::new());
    for link in &context.document.links {
        let summary = || LinkSummary {
            destination: link.destination.clone(),
            span: context.span(link.written),
            image: link.image,
            html: link.kind == LinkKind::Html,
            bare: matches!(link.kind, LinkKind::Autolink | LinkKind::Bare),
        };
        let target = Target::parse(&link.destination);
        if matches!(target, Target::Local(_)) {
            let dangles = link.destination.starts_with('#')
                && contributors.is_some_and(|table| table.encloses(link.range));
            if !dangles {
                links.push(summary());
            }
        } else if target.is_web() {
            // What a change adds to the repository is there before it is on the web.
            let own = |origin: &Origin| origin.own(&link.destination).is_some();
            if about.origin.is_some_and(own) {
                links.push(summary());
            } else if about.needs.contain(Needs::WEB) {
                web.push(summary());
            }
        }
    }
    (links, web)
}

/// The table that the bot of all-contributors keeps. Its links `#content-NAME` only give icons a
/// title; they lead nowhere on purpose.
fn contributors(context: &FileContext<'_>) -> Option<TextRange> {
    let comment = |mark: &str| {
        context
            .document
            .nodes()
            .iter()
            .filter(|node| node.kind == NodeKind::HtmlBlock)
            .find(|node| node.range.of(context.text).contains(mark))
    };
    let start = comment("ALL-CONTRIBUTORS-LIST:START")?.range.start;
    let end = comment("ALL-CONTRIBUTORS-LIST:END").map(|node| node.range.end);
    Some(TextRange::new(start, end.filter(|&end| end >= start)?))
}

/// The sections that the shape of the file requires.
fn required_sections(context: &FileContext<'_>) -> Vec<(String, Vec<String>)> {
    let sections = context.shape.map_or(&[][..], |shape| &shape.sections);
    sections
        .iter()
        .filter(|section| section.presence == Presence::Required)
        .map(|section| (section.name.clone(), section.names.clone()))
        .collect()
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
