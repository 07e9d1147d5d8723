//! Headings of raw HTML, `<h1>` to `<h6>`, whose text may go on over several blocks of Markdown.

use super::document::HtmlHeading;
use super::parse::decode_entities;
use crate::source::TextRange;

/// Collects the headings of raw HTML of a document, piece by piece.
#[derive(Debug, Default)]
pub(super) struct HtmlHeadings {
    open: Option<Open>,
    pub(super) done: Vec<HtmlHeading>,
}

#[derive(Debug)]
struct Open {
    level: u8,
    start: u32,
    text: String,
}

impl HtmlHeadings {
    /// Text of Markdown within a heading of raw HTML.
    pub(super) fn text(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(text);
        }
    }

    /// A piece of raw HTML that begins at `offset`.
    pub(super) fn html(&mut self, html: &str, offset: u32) {
        let mut at = 0;
        while let Some(tag) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|next| at + next) {
            self.raw_text(&html[at..tag]);
            let rest = &html[tag..];
            if rest.starts_with("<!--") {
                at = tag + rest.find("-->").map_or(rest.len(), |end| end + 3);
                continue;
            }
            let Some(length) = rest.find('>') else {
                return;
            };
            at = tag + length + 1;
            let end = offset + u32::try_from(at).unwrap_or(u32::MAX);
            match (heading_level(rest, "</"), heading_level(rest, "<")) {
                (Some(level), _) => self.end(level, end),
                (_, Some(level)) if self.open.is_none() => {
                    self.open = Some(Open {
                        level,
                        start: offset + u32::try_from(tag).unwrap_or(u32::MAX),
                        text: String::new(),
                    });
                }
                _ => {}
            }
        }
        self.raw_text(&html[at..]);
    }

    fn raw_text(&mut self, text: &str) {
        if let Some(open) = &mut self.open {
            open.text.push_str(&decode_entities(text));
        }
    }

    fn end(&mut self, level: u8, end: u32) {
        if let Some(open) = self.open.take_if(|open| open.level == level) {
            self.done.push(HtmlHeading {
                range: TextRange::new(open.start, end),
                text: open.text,
            });
        }
    }
}

/// The level of the heading whose tag `text` begins with.
fn heading_level(text: &str, open: &str) -> Option<u8> {
    let [b'h' | b'H', level @ b'1'..=b'6', next, ..] = text.strip_prefix(open)?.as_bytes() else {
        return None;
    };
    (next.is_ascii_whitespace() || matches!(next, b'>' | b'/')).then_some(level - b'0')
}
