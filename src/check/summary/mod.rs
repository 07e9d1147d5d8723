//! What a file leaves behind for the rules that look at more than one file.

mod indexes;
mod questions;

use regex::Regex;

use super::file::About;
use crate::collection::{
    Boilerplate, FileSummary, LinkSummary, Places, StatedCount, StatedSummary, StraySummary,
};
use crate::link::{Origin, Target};
use crate::markdown::{self, LinkKind, Needs, NodeKind};
use crate::qa::{self, Presence, Shape, StatedOf};
use crate::rules::FileContext;
use crate::source::{Span, TextRange};

/// What is left of a file that has been checked.
pub(super) fn summarise(context: &FileContext<'_>, about: About<'_>) -> FileSummary {
    let places = Places::of(context.text, context.document, about.style);
    let (links, web) = links(context, about);
    let (questions, section_names) = questions::summarise(context, &places, about.needs);
    let indexes = if about.needs.contain(Needs::INDEXES) {
        indexes::summarise(context, about)
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
        inferred: context.shape.is_some_and(|shape| shape.inferred),
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
