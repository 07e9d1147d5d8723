//! Questions in headings.

use std::borrow::Cow;

use super::site::{Site, Written};
use super::tags::{self, Tag};
use crate::markdown::{Document, Heading};
use crate::source::TextRange;

/// The headings of the document, those of raw HTML too, in order.
pub(super) fn sites<'a>(text: &'a str, document: &'a Document) -> Vec<Site<'a>> {
    let mut sites: Vec<Site<'a>> = document
        .headings
        .iter()
        .map(|heading| site(document, heading))
        .collect();
    let of_html = html(text, document);
    if !of_html.is_empty() {
        sites.extend(of_html);
        sites.sort_by_key(|site| site.place.start);
    }
    sites
}

/// A heading of Markdown as a place.
pub(super) fn site<'a>(document: &'a Document, heading: &'a Heading) -> Site<'a> {
    Site {
        place: heading.range,
        level: heading.level,
        top_level: heading.top_level,
        text: Cow::Borrowed(&heading.text),
        content: heading.content,
        written: Written::Inlines(document.descendants(heading.node)),
        marker: None,
        list: 0,
        whole: None,
        behind: heading.range.end,
    }
}

/// `<h1>` to `<h6>`.
fn html<'a>(text: &'a str, document: &Document) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"</h").is_none()
        && memchr::memmem::find(text.as_bytes(), b"</H").is_none()
    {
        return sites;
    }
    let mut open: Option<Tag<'_>> = None;
    for tag in tags::tags(text, document, "h") {
        let Some(level) = level(tag.name) else {
            continue;
        };
        if !tag.closes {
            open = Some(tag);
            continue;
        }
        let Some(start) = open
            .take()
            .filter(|open| open.name.eq_ignore_ascii_case(tag.name))
        else {
            continue;
        };
        let content = TextRange::new(start.range.end, tag.range.start);
        let (read, written) = tags::content(text, content);
        sites.push(Site {
            place: start.range.cover(tag.range),
            level,
            top_level: true,
            text: read,
            content,
            written,
            marker: None,
            list: 0,
            whole: None,
            behind: tag.range.end,
        });
    }
    sites
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}
