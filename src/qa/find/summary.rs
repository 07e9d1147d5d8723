//! Questions in the `<summary>` of `<details>`.

use super::site::{Site, narrow};
use super::tags;
use crate::markdown::Document;
use crate::source::TextRange;

/// The summaries, in order.
pub(super) fn sites<'a>(text: &'a str, document: &Document) -> Vec<Site<'a>> {
    let details = details(text, document);
    let mut sites = Vec::new();
    for element in details {
        let Some(summary) = element.summary else {
            continue;
        };
        let (read, written) = tags::content(text, summary.content);
        sites.push(Site {
            place: summary.range,
            level: 0,
            top_level: true,
            text: read,
            content: summary.content,
            written,
            marker: None,
            list: 0,
            whole: Some(TextRange::new(
                element.start.min(summary.range.start),
                element.end.max(summary.range.end),
            )),
            behind: summary.range.end,
        });
    }
    sites.sort_by_key(|site| site.place.start);
    sites
}

/// A `<details>` element.
#[derive(Clone, Copy, Debug)]
pub(in crate::qa) struct Details {
    /// Where it begins.
    pub(in crate::qa) start: u32,
    /// Where it ends, behind its end tag.
    pub(in crate::qa) end: u32,
    /// Where the content ends, before the end tag.
    pub(in crate::qa) content_end: u32,
    /// Its first summary.
    pub(in crate::qa) summary: Option<Summary>,
}

/// A `<summary>` element.
#[derive(Clone, Copy, Debug)]
pub(in crate::qa) struct Summary {
    /// With its tags.
    pub(in crate::qa) range: TextRange,
    /// Without its tags.
    pub(in crate::qa) content: TextRange,
}

/// The `<details>` of a text; also summaries that stand in none. One that is not closed ends where
/// the next one begins that is not within another, or with the text.
pub(in crate::qa) fn details(text: &str, document: &Document) -> Vec<Details> {
    if memchr::memmem::find(text.as_bytes(), b"ummary").is_none() {
        return Vec::new();
    }
    let mut tags = tags::tags(text, document, "details");
    tags.extend(tags::tags(text, document, "summary"));
    tags.sort_by_key(|tag| tag.range.start);
    let mut all: Vec<Details> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut summary: Option<TextRange> = None;
    for tag in tags {
        let is_details = tag.name.eq_ignore_ascii_case("details");
        if !is_details && !tag.name.eq_ignore_ascii_case("summary") {
            continue;
        }
        match (is_details, tag.closes) {
            (true, false) => {
                open.push(all.len());
                all.push(Details {
                    start: tag.range.start,
                    end: narrow(text.len()),
                    content_end: narrow(text.len()),
                    summary: None,
                });
                summary = None;
            }
            (true, true) => {
                if let Some(closed) = open.pop().and_then(|index| all.get_mut(index)) {
                    closed.end = tag.range.end;
                    closed.content_end = tag.range.start;
                }
            }
            (false, false) => summary = Some(tag.range),
            (false, true) => {
                let Some(start) = summary.take() else {
                    continue;
                };
                let found = Summary {
                    range: start.cover(tag.range),
                    content: TextRange::new(start.end, tag.range.start),
                };
                match open.last().and_then(|&index| all.get_mut(index)) {
                    Some(element) if element.summary.is_none() => element.summary = Some(found),
                    _ => all.push(Details {
                        start: start.start,
                        end: narrow(text.len()),
                        content_end: narrow(text.len()),
                        summary: Some(found),
                    }),
                }
            }
        }
    }
    all
}
