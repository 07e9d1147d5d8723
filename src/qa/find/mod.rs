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

pub(super) use file::front_matter;
use recognise::Recognised;
use site::narrow;
pub(super) use site::{Site, nodes_in};

use super::infer::{is_structure, likeness, retain_asking};
use super::{AnswerIn, At, Marker, NumberFrom, Question, Shape};
use crate::markdown::{Document, Heading, NodeKind};
use crate::source::TextRange;

/// Finds the questions of a document, whose headings have been built, in order. `name` is the
/// path of the file.
#[must_use]
pub fn find(text: &str, name: &str, document: &Document, shape: &Shape) -> Vec<Question> {
    let mut sites = match shape.at {
        At::FrontMatter => Vec::from_iter(front_matter(text, document, &shape.title_field)),
        at => sites(text, document, at),
    };
    if shape.inferred && shape.at == At::Item {
        retain_asking(&mut sites);
    }
    if shape.number == NumberFrom::Marker && shape.at == At::Item {
        item::forget_equal_markers(&mut sites);
    }
    let recognised: Vec<(Site<'_>, Recognised)> = {
        let mut context = recognise::Context::new(text, name, document, shape);
        let mut recognised = Vec::new();
        let mut rest = sites.into_iter().peekable();
        while let Some(site) = rest.next() {
            let Some(found) = context.recognise(&site) else {
                continue;
            };
            let other = match shape.at {
                At::Heading if found.number.is_none() => {
                    is_other(text, document, shape, &site, &found.title, rest.peek())
                }
                At::Heading => {
                    is_row(text, document, shape, &site)
                        || is_chapter(text, document, shape, &site, rest.peek())
                }
                At::Item => is_row(text, document, shape, &site),
                At::Summary => is_group(text, document, shape, &site, &found.title, rest.peek()),
                _ => false,
            };
            if other {
                continue;
            }
            recognised.push((site, found));
        }
        recognised
    };
    let mut headings = document.headings.iter().peekable();
    let details = match shape.answer.place {
        AnswerIn::Details => summary::details(text, document),
        _ => Vec::new(),
    };
    // Below the only question of a file, a thematic break begins no footer.
    let is_whole = shape.inferred
        && matches!(&recognised[..], [(site, _)] if site.level == 1 || shape.at == At::File);
    let mut questions = Vec::with_capacity(recognised.len());
    let mut rest = recognised.into_iter().peekable();
    while let Some((site, recognised)) = rest.next() {
        let next = rest.peek().map(|(next, _)| next.place.start);
        while headings
            .next_if(|heading| heading.range.start < site.behind)
            .is_some()
        {}
        let is_last = next.is_none() && !is_whole;
        let end = end(text, document, &site, next, headings.clone(), shape);
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
    settle_letters(text, &mut questions);
    questions
}

/// Of numbers in which letters stand that look like digits, `3O` is 30 unless it stands where 3
/// belongs: then the letter is there by mistake.
fn settle_letters(text: &str, questions: &mut [Question]) {
    let mut before: Option<u32> = None;
    for number in questions
        .iter_mut()
        .filter_map(|question| question.number.as_mut())
    {
        let written = number.range.of(text);
        let digits = written.bytes().take_while(u8::is_ascii_digit).count();
        if number.has_letters(text)
            && let Ok(value) = written[..digits].parse::<u32>()
            && before.map_or(1, |before| before.saturating_add(1)) == value
        {
            number.value = value;
        }
        before = Some(number.value);
    }
}

/// The places of a document where questions may stand that stand in `at`, in order. Front matter
/// is asked for by the name of a field: [`front_matter`].
pub(super) fn sites<'a>(text: &'a str, document: &'a Document, at: At) -> Vec<Site<'a>> {
    match at {
        At::Heading => heading::sites(text, document),
        At::ItemHeading => item_heading::sites(text, document),
        At::Item => item::sites(text, document),
        At::Summary => summary::sites(text, document),
        At::Bold => bold::sites(text, document),
        At::FrontMatter => Vec::new(),
        At::File => file::first_heading(text, document).into_iter().collect(),
    }
}

/// Whether the heading `site` without a number is none of a question, but above a table of
/// contents, or, as far as one can tell without a configuration, above other questions, or a row
/// of an index.
fn is_other(
    text: &str,
    document: &Document,
    shape: &Shape,
    site: &Site<'_>,
    title: &str,
    next: Option<&Site<'_>>,
) -> bool {
    let end = next.map_or(narrow(text.len()), |next| next.place.start);
    let section = TextRange::new(site.behind, end.max(site.behind));
    if next.is_some() && is_contents(text, document, section) {
        return true;
    }
    if !shape.unmarked || !answer::is_empty(text, document, section, next.is_none()) {
        return false;
    }
    let above = next.is_none_or(|next| next.level <= site.level) && likeness(title) < 0.3;
    above || first_link(document, text, site).is_some_and(|link| ends_with(text, site, link))
}

/// Whether no word stands behind `link` in the place `site`.
fn ends_with(text: &str, site: &Site<'_>, link: TextRange) -> bool {
    let end = site.content.end;
    words(text, TextRange::new(link.end.min(end), end)) == 0
}

/// Whether the heading or item `site` is all link to another place of its file, as those of tables
/// of contents are.
fn is_row(text: &str, document: &Document, shape: &Shape, site: &Site<'_>) -> bool {
    let link = first_link(document, text, site).filter(|_| shape.inferred);
    link.is_some_and(|link| link.of(text).contains("](#") && ends_with(text, site, link))
}

/// Whether the numbered heading `site` only stands above deeper ones with numbers of their own, in
/// a file that has questions on several levels: `## 3. Lists` above `### 3.1 …`.
fn is_chapter(
    text: &str,
    document: &Document,
    shape: &Shape,
    site: &Site<'_>,
    next: Option<&Site<'_>>,
) -> bool {
    let below = next.filter(|next| {
        shape.inferred
            && shape.levels.len() > 1
            && next.level > site.level
            && shape.has_level(next.level)
            && shape.pattern.read(&next.text).is_some()
    });
    below.is_some_and(|next| holds_nothing_before(text, document, site, next))
}

/// Whether the summary `site`, which asks nothing, only hides other questions.
fn is_group(
    text: &str,
    document: &Document,
    shape: &Shape,
    site: &Site<'_>,
    title: &str,
    next: Option<&Site<'_>>,
) -> bool {
    let inside = next.filter(|next| {
        let whole = site.whole.unwrap_or(site.place);
        shape.inferred && next.place.end < whole.end && (whole.end as usize) < text.len()
    });
    inside.is_some_and(|next| {
        likeness(title) < 0.3 && holds_nothing_before(text, document, site, next)
    })
}

fn holds_nothing_before(text: &str, document: &Document, site: &Site<'_>, next: &Site<'_>) -> bool {
    let between = TextRange::new(site.behind, next.place.start.max(site.behind));
    answer::is_empty(text, document, between, false)
}

/// The link that a place begins with, but for a number.
pub(super) fn first_link(document: &Document, text: &str, site: &Site<'_>) -> Option<TextRange> {
    let nodes = nodes_in(document, site.content);
    let link = nodes.iter().find(|node| node.kind == NodeKind::Link)?;
    let start = link.range.start.max(site.content.start);
    (words(text, TextRange::new(site.content.start, start)) <= 3).then_some(link.range)
}

/// How many letters and digits stand in `range`.
fn words(text: &str, range: TextRange) -> usize {
    range
        .of(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .count()
}

/// Whether what stands in `range` is a table of contents and nothing else: links to places of the
/// same document.
pub(super) fn is_contents(text: &str, document: &Document, range: TextRange) -> bool {
    let mut links = 0;
    let mut end = range.start;
    for node in nodes_in(document, range) {
        if node.kind == NodeKind::ThematicBreak {
            break;
        }
        match node.kind {
            NodeKind::Link => {
                let written = node.range.of(text);
                let leads = written.contains("](#") || written.contains(".md");
                links += usize::from(leads && !answer::leads_back(written));
                end = end.max(node.range.end);
            }
            NodeKind::Text | NodeKind::Code { .. } | NodeKind::DecodedText(_)
                if node.range.start >= end =>
            {
                let says = node
                    .range
                    .of(text)
                    .chars()
                    .filter(|c| c.is_alphabetic())
                    .count();
                if says > 0 {
                    return false;
                }
            }
            NodeKind::CodeBlock { .. } | NodeKind::Image | NodeKind::TaskMarker { .. } => {
                return false;
            }
            _ => {}
        }
    }
    links >= 1
}

/// Where the question at `site` ends, given where the next one begins and the headings behind it.
fn end<'a>(
    text: &str,
    document: &Document,
    site: &Site<'_>,
    next: Option<u32>,
    headings: impl Iterator<Item = &'a Heading> + Clone,
    shape: &Shape,
) -> u32 {
    let whole = site
        .whole
        .filter(|_| shape.at != At::Item || shape.answer.place != AnswerIn::Section);
    if let Some(whole) = whole {
        // What holds one question and is never closed ends where the next one begins.
        let whole_end = next.filter(|_| whole.end as usize == text.len());
        return whole_end.unwrap_or(whole.end).min(whole.end);
    }
    let limit = next.unwrap_or(narrow(text.len()));
    // Below a bold line or an item, a heading begins something else; but answers of items leave
    // their items, headings and all.
    let level = match shape.at {
        At::Bold | At::Item => 6,
        _ => site.level,
    };
    let mut marker = shape.answer.marker.as_ref();
    // Where nothing says so, other headings of the same level may stand between a question and its
    // answer.
    let within = |heading: &&Heading| {
        heading.range.start < limit && !(heading.top_level && heading.level < level)
    };
    let answered = marker.filter(|_| shape.inferred).and_then(|marker| {
        let mut below = headings.clone().take_while(within);
        below.find(|heading| answer::is_above(marker, &heading.text))
    });
    let mut level = level;
    let mut goes_on = shape.inferred && goes_on_below_headings(shape);
    for heading in headings {
        if heading.range.start >= limit {
            break;
        }
        if answered.is_some_and(|answered| {
            heading.range.start < answered.range.start
                || answered.level == level && heading.level == level
        }) {
            continue;
        }
        let above = |marker: &Marker| match shape.inferred {
            true => answer::is_above(marker, &heading.text),
            false => marker.is_match(&heading.text),
        };
        if marker.is_some_and(above) {
            marker = None;
            continue;
        }
        let until = shape.answer.until.as_ref();
        if until.is_some_and(|until| until.is_match(&heading.text)) {
            return heading.range.start;
        }
        if heading.top_level && heading.level <= level {
            let same = shape.at == At::Bold || heading.level == level;
            if goes_on && same && is_continued(text, document, site, heading, limit) {
                goes_on = false;
                level = heading.level;
                continue;
            }
            return heading.range.start;
        }
    }
    limit
}

/// Whether a heading that is no question may be part of one of `shape` although it is not below it:
/// where nothing but what they say tells questions from other headings, all are questions.
fn goes_on_below_headings(shape: &Shape) -> bool {
    match shape.at {
        At::Heading => !shape.unmarked,
        At::Bold => true,
        _ => false,
    }
}

/// Whether the answer of the question at `site` stands below `heading`: nothing stands before it,
/// and something below it, before `limit`.
fn is_continued(
    text: &str,
    document: &Document,
    site: &Site<'_>,
    heading: &Heading,
    limit: u32,
) -> bool {
    let before = TextRange::new(site.behind, heading.range.start.max(site.behind));
    let below = TextRange::new(heading.range.end, limit.max(heading.range.end));
    let next = answer::headings_in(document, below)
        .iter()
        .find(|next| next.level <= heading.level);
    let end = next.map_or(below.end, |next| next.range.start);
    let below = TextRange::new(below.start, end);
    !is_structure(&heading.text)
        && answer::is_empty(text, document, before, false)
        && !answer::is_empty(text, document, below, false)
}
