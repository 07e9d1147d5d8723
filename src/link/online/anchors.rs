//! Looking for anchors in a page of HTML as it comes in.

use std::collections::HashSet;

use memchr::{memchr, memmem};

/// Whether to read on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scan {
    /// Some anchor has not been seen yet.
    More,
    /// All have.
    Found,
}

/// A search for anchors: `id` of any element, `name` of some.
#[derive(Debug)]
pub(super) struct Search {
    /// What is looked for and was not seen yet.
    wanted: Vec<String>,
    /// The names that the page has.
    ids: HashSet<Vec<u8>>,
    /// The names that the page links to in itself.
    own: HashSet<Vec<u8>>,
    /// What came in and was not looked at, because its end is missing.
    rest: Vec<u8>,
    within: Within,
}

/// What the next bytes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Text,
    Comment,
    /// An element whose content is not markup, with this end tag.
    Raw(&'static [u8]),
}

/// The longest tag that is looked at, in bytes. So much of a longer one is skipped.
const LONGEST_TAG: usize = 64 << 10;

/// How many names of each kind are kept: enough to see that a page is written with its places.
const MAX_NAMES: usize = 10_000;

/// What some sites put before the ids that texts of users ask for.
const PREFIX: &str = "user-content-";

impl Search {
    pub(super) fn new(wanted: &[String]) -> Self {
        Self {
            wanted: wanted.to_vec(),
            ids: HashSet::new(),
            own: HashSet::new(),
            rest: Vec::new(),
            within: Within::Text,
        }
    }

    /// Takes the next bytes of the page. Takes linear time, whatever they are.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Scan {
        let mut rest = std::mem::take(&mut self.rest);
        rest.extend_from_slice(bytes);
        let read = self.scan(&rest);
        rest.drain(..read);
        self.rest = rest;
        match self.wanted.is_empty() {
            true => Scan::Found,
            false => Scan::More,
        }
    }

    /// The anchors that the page, which has been read to its end, surely does not have. None where
    /// a program may make them when the page is shown: it is only sure that places are written in
    /// the page if it has some that it links to itself.
    pub(super) fn missing(self) -> Vec<String> {
        match self.own.is_disjoint(&self.ids) {
            true => Vec::new(),
            false => self.wanted,
        }
    }

    /// Looks at `bytes`, and returns how many of them have been dealt with.
    fn scan(&mut self, bytes: &[u8]) -> usize {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let done = match self.within {
                Within::Text => self.text(rest),
                Within::Comment => self.until(rest, b"-->"),
                Within::Raw(end) => self.until(rest, end),
            };
            match done {
                0 => break,
                done => at += done,
            }
        }
        at
    }

    /// Skips what is no markup; 0 if all but a possible beginning of `end` has been skipped.
    fn until(&mut self, bytes: &[u8], end: &'static [u8]) -> usize {
        let found = match end {
            b"-->" => memmem::find(bytes, end),
            end => find_ignoring_case(bytes, end),
        };
        if let Some(found) = found {
            self.within = Within::Text;
            return found + end.len();
        }
        bytes.len().saturating_sub(end.len() - 1)
    }

    fn text(&mut self, bytes: &[u8]) -> usize {
        let Some(start) = memchr(b'<', bytes) else {
            return bytes.len();
        };
        if start > 0 {
            return start;
        }
        if bytes.len() < 4 && b"<!--".starts_with(bytes) {
            return 0;
        }
        if bytes.starts_with(b"<!--") {
            self.within = Within::Comment;
            // `<!-->` is a whole comment.
            return 2;
        }
        match bytes.get(1) {
            None => return 0,
            Some(byte) if byte.is_ascii_alphabetic() => {}
            Some(_) => return 1,
        }
        match end_of_tag(bytes.get(..LONGEST_TAG).unwrap_or(bytes)) {
            Some(end) => {
                self.tag(bytes.get(1..end).unwrap_or_default());
                end + 1
            }
            None if bytes.len() >= LONGEST_TAG => LONGEST_TAG,
            None => 0,
        }
    }

    /// Looks at a start tag, without its brackets.
    fn tag(&mut self, tag: &[u8]) {
        let length = tag.iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let (name, mut rest) = tag.split_at(length);
        while let Some((attribute, value, after)) = next_attribute(rest) {
            rest = after;
            if attribute.eq_ignore_ascii_case(b"id") || attribute.eq_ignore_ascii_case(b"name") {
                self.found(value);
            } else if attribute.eq_ignore_ascii_case(b"href")
                && let Some(own) = value.strip_prefix(b"#")
                && self.own.len() < MAX_NAMES
                && !own.is_empty()
            {
                self.own.insert(own.to_vec());
            }
        }
        for (element, end) in [
            (&b"script"[..], &b"</script"[..]),
            (b"style", b"</style"),
            (b"textarea", b"</textarea"),
            (b"title", b"</title"),
        ] {
            if name.eq_ignore_ascii_case(element) && !tag.ends_with(b"/") {
                self.within = Within::Raw(end);
            }
        }
    }

    fn found(&mut self, name: &[u8]) {
        let plain = name.strip_prefix(PREFIX.as_bytes()).unwrap_or(name);
        // Some sites find their places whatever the case is.
        self.wanted.retain(|wanted| {
            let wanted = wanted.as_bytes();
            !wanted.eq_ignore_ascii_case(name) && !wanted.eq_ignore_ascii_case(plain)
        });
        if self.ids.len() < MAX_NAMES && !plain.is_empty() {
            self.ids.insert(plain.to_vec());
        }
    }
}

fn find_ignoring_case(bytes: &[u8], end: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"</").find(|&at| {
        let there = bytes.get(at..at + end.len());
        there.is_some_and(|there| there.eq_ignore_ascii_case(end))
    })
}

/// Where the `>` of the start tag at the beginning of `bytes` is.
fn end_of_tag(bytes: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut before_value = false;
    for (at, &byte) in bytes.iter().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            // Only the value of an attribute is quoted.
            (None, b'"' | b'\'') if before_value => quote = Some(byte),
            (None, b'>') => return Some(at),
            (None, _) => {}
        }
        before_value = byte == b'=' || before_value && byte.is_ascii_whitespace();
    }
    None
}

/// The first attribute, its value, and what follows.
fn next_attribute(tag: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let is_between = |byte: &u8| byte.is_ascii_whitespace() || *byte == b'/';
    let start = tag.iter().position(|byte| !is_between(byte))?;
    let rest = tag.get(start..)?;
    let ends_name = |byte: &u8| is_between(byte) || *byte == b'=';
    // An equals sign at the beginning belongs to the name.
    let length = rest
        .iter()
        .skip(1)
        .position(ends_name)
        .map_or(rest.len(), |at| at + 1);
    let (name, rest) = rest.split_at(length);
    let trimmed = rest.trim_ascii_start();
    let Some(value) = trimmed.strip_prefix(b"=") else {
        return Some((name, b"", rest));
    };
    let value = value.trim_ascii_start();
    match value.first() {
        Some(quote @ (b'"' | b'\'')) => {
            let value = value.get(1..)?;
            let end = memchr(*quote, value).unwrap_or(value.len());
            Some((
                name,
                value.get(..end)?,
                value.get(end + 1..).unwrap_or_default(),
            ))
        }
        _ => {
            let end = value.iter().position(u8::is_ascii_whitespace);
            let (value, rest) = value.split_at(end.unwrap_or(value.len()));
            Some((name, value, rest))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn missing(page: &str, wanted: &[&str], chunk: usize) -> Vec<String> {
        let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
        let mut search = Search::new(&wanted);
        for bytes in page.as_bytes().chunks(chunk) {
            if search.read(bytes) == Scan::Found {
                return Vec::new();
            }
        }
        search.missing()
    }

    const PAGE: &str = "<!doctype html><title>a < b <p id=no1></title>\
        <!-- <p id=no2> --><!--><p id=yes1>\
        <SCRIPT>if (a<b) '<p id=no3>'</Script>\
        <a href='#yes2'>a</a><h1 class=\"x > y\" ID = \"yes2\">A</h1>\
        <a name=yes3></a><p data-id=no4 title='id=no5'><input/id='user-content-yes4'/>\
        <p id=Yes5><p id=\"größe\">";

    #[test]
    fn anchors_are_found() {
        let yes = ["yes1", "yes2", "yes3", "yes4", "yes5", "größe"];
        let no = ["no1", "no2", "no3", "no4", "no5", "yes"];
        for chunk in 1..PAGE.len() {
            assert_eq!(missing(PAGE, &yes, chunk), [""; 0], "{chunk}");
            assert_eq!(missing(PAGE, &no, chunk), no, "{chunk}");
        }
    }

    #[test]
    fn nothing_is_said_of_pages_that_programs_fill() {
        let page = "<div id=app></div><a href=\"#a\">a</a><script src=app.js></script>";
        assert_eq!(missing(page, &["b"], 7), [""; 0]);
    }

    #[test]
    fn endless_tags_take_linear_time() {
        for part in ["<a href='", "<a ", "<!--", "<script>", "<", "<a b=c ", "</"] {
            let page = part.repeat(4_000_000 / part.len());
            assert_eq!(missing(&page, &["b"], 16 << 10), [""; 0], "{part}");
        }
    }

    proptest! {
        #[test]
        fn chunks_do_not_matter(page in "([<>!/='\" a-]|id|href=#|-->|<!--|<script|</script>)*") {
            let whole = missing(&page, &["id", "a"], page.len().max(1));
            for chunk in [1, 2, 3, 7] {
                prop_assert_eq!(missing(&page, &["id", "a"], chunk), whole.clone());
            }
        }
    }
}
