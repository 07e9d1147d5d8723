//! Document → questions and answers.
//!
//! One module per kind of place lists the places where a question may stand ([`Site`]); what
//! follows is the same for all: which of them are questions, where each ends, what is its answer.

mod answer;
mod bold;
mod file;
mod heading;
mod item;
mod item_heading;
mod options;
mod recognise;
mod sections;
mod site;
mod summary;
mod tags;

use recognise::Recognised;
pub(super) use site::Site;
use site::narrow;

use super::{AnswerIn, At, Question, Shape};
use crate::markdown::{Document, Heading};
use crate::source::TextRange;

/// Finds the questions of a document, whose headings have been built, in order. `name` is the
/// path of the file.
#[must_use]
pub fn find(text: &str, name: &str, document: &Document, shape: &Shape) -> Vec<Question> {
    let sites = sites(text, document, shape);
    let recognised: Vec<(Site<'_>, Recognised)> = {
        let mut context = recognise::Context::new(text, name, document, shape);
        sites
            .into_iter()
            .filter_map(|site| {
                let recognised = context.recognise(&site)?;
                Some((site, recognised))
            })
            .collect()
    };
    let mut headings = document.headings.iter().peekable();
    let details = match shape.answer.place {
        AnswerIn::Details => summary::details(text, document),
        _ => Vec::new(),
    };
    let mut questions = Vec::with_capacity(recognised.len());
    let mut rest = recognised.into_iter().peekable();
    while let Some((site, recognised)) = rest.next() {
        let next = rest.peek().map(|(next, _)| next.place.start);
        while headings
            .next_if(|heading| heading.range.start < site.behind)
            .is_some()
        {}
        let is_last = next.is_none();
        let end = end(text, &site, next, headings.clone(), shape);
        let range = TextRange::new(site.place.start, end.max(site.behind));
        let within = TextRange::new(site.behind, range.end);
        let answer = answer::answer(text, document, shape, within, &details, is_last);
        let options = match &shape.options {
            Some(options) => options::options(text, document, options, within, answer.as_ref()),
            None => options::Found::default(),
        };
        questions.push(Question {
            at: shape.at,
            place: site.place,
            level: site.level,
            number: recognised.number,
            title: recognised.title,
            title_range: recognised.title_range,
            prefix: recognised.prefix,
            near: recognised.near,
            range,
            answer,
            sections: sections::sections(headings.clone(), within),
            options: options.choices,
            told: options.told,
            tags: recognised.tags,
        });
    }
    questions
}

/// The places of a document where questions of `shape` may stand, in order.
fn sites<'a>(text: &'a str, document: &'a Document, shape: &Shape) -> Vec<Site<'a>> {
    match shape.at {
        At::Heading => heading::sites(text, document),
        At::ItemHeading => item_heading::sites(text, document),
        At::Item => item::sites(text, document),
        At::Summary => summary::sites(text, document),
        At::Bold => bold::sites(text, document),
        At::FrontMatter => file::front_matter(text, document, &shape.title_field)
            .into_iter()
            .collect(),
        At::File => file::first_heading(text, document).into_iter().collect(),
    }
}

/// Where the question at `site` ends, given where the next one begins and the headings behind it.
fn end<'a>(
    text: &str,
    site: &Site<'_>,
    next: Option<u32>,
    headings: impl Iterator<Item = &'a Heading>,
    shape: &Shape,
) -> u32 {
    if let Some(whole) = site.whole {
        // What holds one question and is never closed ends where the next one begins.
        let whole_end = next.filter(|_| whole.end as usize == text.len());
        return whole_end.unwrap_or(whole.end).min(whole.end);
    }
    let limit = next.unwrap_or(narrow(text.len()));
    // Below a bold line or an item, a heading begins something else; but answers of items leave
    // their items, headings and all.
    let level = match shape.at {
        At::Bold => 6,
        _ => site.level,
    };
    let mut marker = shape.answer.marker.as_ref();
    for heading in headings {
        if heading.range.start >= limit {
            break;
        }
        if marker.is_some_and(|marker| marker.is_match(&heading.text)) {
            marker = None;
            continue;
        }
        let until = shape.answer.until.as_ref();
        if heading.top_level && heading.level <= level
            || until.is_some_and(|until| until.is_match(&heading.text))
        {
            return heading.range.start;
        }
    }
    limit
}
