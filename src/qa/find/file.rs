//! Questions that are files.

use std::borrow::Cow;

use super::heading;
use super::site::{Site, Written, narrow};
use crate::markdown::Document;
use crate::qa::front_matter;
use crate::source::TextRange;

/// The field `name` of the front matter.
pub(in crate::qa) fn front_matter<'a>(
    text: &'a str,
    document: &Document,
    name: &str,
) -> Option<Site<'a>> {
    let range = document.front_matter?;
    let field = front_matter::fields(text, range)
        .into_iter()
        .find(|field| field.name == name)?;
    let title = field.value.as_str()?.to_owned();
    let written = field.range.of(text);
    let alike = written.find(&title).map_or(Written::Otherwise, |at| {
        Written::Alike(field.range.start + narrow(at))
    });
    Some(Site {
        place: TextRange::new(
            field.name_range.start,
            field.range.end.max(field.name_range.end),
        ),
        level: 0,
        top_level: true,
        text: Cow::Owned(title),
        content: field.range,
        written: alike,
        marker: None,
        list: 0,
        whole: Some(TextRange::new(0, narrow(text.len()))),
        behind: range.end,
    })
}

/// The first heading.
pub(super) fn first_heading<'a>(text: &'a str, document: &'a Document) -> Option<Site<'a>> {
    let mut site = heading::site(document, document.headings.first()?);
    site.whole = Some(TextRange::new(0, narrow(text.len())));
    Some(site)
}
