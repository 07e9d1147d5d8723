//! HTML tags in a text, wherever they stand outside code: a block of raw HTML may begin in one
//! place and end in the middle of a paragraph far below.

use std::borrow::Cow;

use super::site::{Written, narrow};
use crate::markdown::Document;
use crate::source::TextRange;

/// A start or end tag.
#[derive(Clone, Copy, Debug)]
pub(in crate::qa) struct Tag<'a> {
    /// Its name as it is written.
    pub(in crate::qa) name: &'a str,
    /// Whether it is an end tag.
    pub(in crate::qa) closes: bool,
    /// From `<` to behind `>`.
    pub(in crate::qa) range: TextRange,
}

/// The tags whose names begin with `prefix` (in lower case), in order, outside code and comments.
pub(in crate::qa) fn tags<'a>(text: &'a str, document: &Document, prefix: &str) -> Vec<Tag<'a>> {
    let bytes = text.as_bytes();
    let mut tags = Vec::new();
    let mut code = document.code().peekable();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..).unwrap_or_default()) {
        let start = at + found;
        at = start + 1;
        let rest = text.get(at..).unwrap_or_default();
        let (closes, rest) = match rest.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let is_comment = rest.starts_with("!--");
        let begins = rest.as_bytes().get(..prefix.len());
        if !is_comment && !begins.is_some_and(|name| name.eq_ignore_ascii_case(prefix.as_bytes())) {
            continue;
        }
        while code.next_if(|code| code.end as usize <= start).is_some() {}
        if let Some(code) = code.peek().filter(|code| code.start as usize <= start) {
            at = code.end as usize;
            continue;
        }
        if is_comment {
            match rest.find("-->") {
                Some(end) => at = text.len() - rest.len() + end + 3,
                None => break,
            }
            continue;
        }
        let name_len = rest
            .bytes()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        let Some(end) = memchr::memchr(b'>', rest.as_bytes()) else {
            break;
        };
        let end = text.len() - rest.len() + end + 1;
        at = end;
        tags.push(Tag {
            name: rest.get(..name_len).unwrap_or_default(),
            closes,
            range: TextRange::from_usize(start..end),
        });
    }
    tags
}

/// What a reader sees of the HTML in `range`, and where it is written.
pub(in crate::qa) fn content(text: &str, range: TextRange) -> (Cow<'_, str>, Written<'_>) {
    let inner = range.of(text);
    let trimmed = inner.trim();
    if !trimmed.contains(['<', '&', '\n', '\r']) {
        let skipped = inner.len() - inner.trim_start().len();
        let start = range.start + narrow(skipped);
        return (Cow::Borrowed(trimmed), Written::Alike(start));
    }
    // What stands before the first tag within is written as it reads; so is all of it where it is
    // only wrapped in tags.
    let (mut open, mut close) = (trimmed, "");
    while let Some(rest) = open.strip_prefix('<') {
        let Some(end) = rest.find('>') else { break };
        open = rest[end + 1..].trim_start();
    }
    while let Some(rest) = open.strip_suffix('>') {
        let Some(start) = rest
            .rfind('<')
            .filter(|&start| rest[start..].starts_with("</"))
        else {
            break;
        };
        close = &open[start..];
        open = rest[..start].trim_end();
    }
    let _ = close;
    let mut read = String::with_capacity(open.len());
    let mut rest = open;
    while let Some(at) = rest.find('<') {
        read.push_str(&rest[..at]);
        let tag = &rest[at..];
        let is_tag =
            tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
        match tag.find('>').filter(|_| is_tag) {
            Some(end) => {
                if tag[..end].to_ascii_lowercase().starts_with("<br") {
                    read.push(' ');
                }
                rest = &tag[end + 1..];
            }
            None => {
                read.push('<');
                rest = &tag[1..];
            }
        }
    }
    read.push_str(rest);
    let decoded = entities(&read);
    let joined = decoded.split_whitespace().collect::<Vec<_>>().join(" ");
    let start = range.start + narrow(open.as_ptr() as usize - inner.as_ptr() as usize);
    (Cow::Owned(joined), Written::Alike(start))
}

/// Resolves the entities that titles hold.
fn entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}
