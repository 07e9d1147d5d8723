//! Tags in raw HTML, found the way a browser's tokenizer finds them, as far as links and anchors
//! need it.

use crate::source::TextRange;

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// Whether it is an end tag.
    pub is_end: bool,
    /// Where the tag stands, from `<` to behind `>`.
    pub range: TextRange,
    /// Everything between the name and `>`.
    attributes: &'a str,
    /// The offset of `attributes`.
    offset: usize,
}

/// An attribute of a tag that has a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attribute<'a> {
    /// The name as it is written.
    pub name: &'a str,
    /// The value as it is written, without quotation marks.
    pub value: &'a str,
    /// Where the value stands.
    pub range: TextRange,
}

/// The start tags in `html`, which begins at `offset` of the text. Comments are passed over.
pub fn tags(html: &str, offset: u32) -> impl Iterator<Item = Tag<'_>> {
    start_and_end_tags(html, offset).filter(|tag| !tag.is_end)
}

/// The tags in `html`, which begins at `offset` of the text. Comments are passed over.
pub fn start_and_end_tags(html: &str, offset: u32) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += memchr::memchr(b'<', html.as_bytes().get(at..)?)?;
            let rest = &html[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                at += 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
                continue;
            }
            let is_end = rest.starts_with("</");
            let lead = if is_end { 2 } else { 1 };
            let name_len = rest[lead..]
                .bytes()
                .position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-'))
                .unwrap_or(rest.len() - lead);
            let is_tag = rest[lead..].starts_with(|c: char| c.is_ascii_alphabetic());
            let name_end = lead + name_len;
            let name = &rest[lead..name_end];
            if !is_tag {
                at += 1;
                continue;
            }
            // As in a browser, a tag that is never closed swallows the rest.
            let length = tag_length(rest)?;
            let start = at;
            at += length;
            // Their content is not HTML.
            if !is_end && RAW_TEXT.iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
                at += end_tag(&html[at..], name);
            }
            let end = start + length;
            let base = offset as usize;
            return Some(Tag {
                name,
                is_end,
                range: TextRange::from_usize(base + start..base + end),
                attributes: &html[start + name_end..end - 1],
                offset: base + start + name_end,
            });
        }
    })
}

/// Elements whose content is text for other programs.
const RAW_TEXT: [&str; 3] = ["script", "style", "textarea"];

/// The offset of the end tag `</name` in `html`; its end if there is none.
fn end_tag(html: &str, name: &str) -> usize {
    memchr::memmem::find_iter(html.as_bytes(), b"</")
        .find(|at| {
            html.as_bytes()
                .get(at + 2..at + 2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        })
        .unwrap_or(html.len())
}

/// The length of the tag that `rest` begins with; quotation marks may hold a `>`.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            // A quotation mark only opens a value behind `=`.
            (None, b'"' | b'\'') if rest[..at].trim_end().ends_with('=') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

impl<'a> Tag<'a> {
    /// Whether this is a tag `name`, whatever the case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The attributes that have a value, in order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> {
        let (attributes, offset) = (self.attributes, self.offset);
        let is_space = |c: char| c.is_ascii_whitespace() || c == '/';
        let mut at = 0;
        std::iter::from_fn(move || {
            loop {
                let rest = &attributes[at..];
                at += rest.len() - rest.trim_start_matches(is_space).len();
                let rest = &attributes[at..];
                if rest.is_empty() {
                    return None;
                }
                // A stray `=` begins a name.
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let name_len = first
                    + rest[first..]
                        .find(|c: char| is_space(c) || c == '=')
                        .unwrap_or(rest.len() - first);
                let name = &rest[..name_len];
                at += name_len;
                let rest = &attributes[at..];
                let Some(value) = rest.trim_start().strip_prefix('=') else {
                    continue;
                };
                let value = value.trim_start();
                at = attributes.len() - value.len();
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let (skip, length) = match quote {
                    Some(quote) => (1, value[1..].find(quote).unwrap_or(value.len() - 1)),
                    None => (
                        0,
                        value
                            .find(|c: char| c.is_ascii_whitespace())
                            .unwrap_or(value.len()),
                    ),
                };
                let start = at + skip;
                at = (start + length + skip).min(attributes.len());
                return Some(Attribute {
                    name,
                    value: &attributes[start..start + length],
                    range: TextRange::from_usize(offset + start..offset + start + length),
                });
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(html: &str) -> Vec<String> {
        tags(html, 0)
            .map(|tag| {
                let attributes: Vec<_> = tag
                    .attributes()
                    .map(|a| {
                        assert_eq!(a.range.of(html), a.value);
                        format!("{}={}", a.name, a.value)
                    })
                    .collect();
                format!("{} {}", tag.name, attributes.join(" "))
            })
            .collect()
    }

    #[test]
    fn tags_and_attributes() {
        assert_eq!(
            seen(r#"<a name="x" href='y>z' hidden><br/>"#),
            ["a name=x href=y>z", "br "]
        );
        assert_eq!(seen("<a href=x/y id = z>"), ["a href=x/y id=z"]);
        assert_eq!(
            seen("</a><!-- <a href=b> --> a < b <img src=\"c\"/>"),
            ["img src=c"]
        );
        assert_eq!(
            seen("<script>a('<a href=x>')</script><b id=c><STYLE><i>"),
            ["script ", "b id=c", "STYLE "]
        );
        assert_eq!(seen("<a href"), [""; 0]);
        assert_eq!(seen("<a = x>"), ["a "]);
    }
}
