//! The fences of code blocks.

use super::{Document, Node, NodeKind};
use crate::source::TextRange;

/// A fenced code block, by its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The whole block.
    pub range: TextRange,
    /// The fence that opens it, without what stands behind it.
    pub opening: TextRange,
    /// What stands behind that fence: the language, mostly.
    pub info: TextRange,
    /// The lines between the fences.
    pub content: TextRange,
    /// The fence that closes it; `None` if the end of the file, of a list item or of a quote does.
    pub closing: Option<TextRange>,
    /// Whether it stands directly in the document.
    pub top_level: bool,
}

/// What may stand on a line before a fence: indentation and the marks of quotes.
const BEFORE: [char; 3] = [' ', '\t', '>'];

impl Document {
    /// The fenced code blocks of the document, whose text is `text`, in order.
    pub fn fences<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Fence> + 'a {
        let mut behind = 0;
        self.nodes()
            .iter()
            .enumerate()
            .filter_map(move |(index, node)| {
                let top_level = index >= behind;
                if top_level {
                    behind = node.end.0 as usize;
                }
                fence(text, node, top_level)
            })
    }
}

fn fence(text: &str, node: &Node, top_level: bool) -> Option<Fence> {
    if node.kind != (NodeKind::CodeBlock { fenced: true }) {
        return None;
    }
    let base = node.range.start as usize;
    let written = node.range.of(text);
    let indent = written.len() - written.trim_start_matches(BEFORE).len();
    let first = written.get(indent..)?;
    let length = length(first)?;
    let line_end = memchr::memchr(b'\n', written.as_bytes()).unwrap_or(written.len());
    let info_end = written
        .get(..line_end)?
        .trim_end()
        .len()
        .max(indent + length);
    let range =
        |start: usize, end: usize| TextRange::from_usize(base + start..base + end.max(start));
    let body = written.trim_end();
    let last_line = memchr::memrchr(b'\n', body.as_bytes()).map(|newline| newline + 1);
    let closing = last_line.and_then(|start| {
        let line = body.get(start..)?;
        let at = start + line.len() - line.trim_start_matches(BEFORE).len();
        let closes = closes(body.get(at..)?, first, length);
        closes.then_some((start, at, body.len()))
    });
    let content_start = (line_end + 1).min(written.len());
    let content_end = closing.map_or(written.len(), |(start, ..)| start);
    Some(Fence {
        range: node.range,
        opening: range(indent, indent + length),
        info: range(indent + length, info_end),
        content: range(content_start, content_end),
        closing: closing.map(|(_, start, end)| range(start, end)),
        top_level,
    })
}

/// The length of the fence that `line` begins with, without indentation.
#[must_use]
pub fn length(line: &str) -> Option<usize> {
    let first = line
        .bytes()
        .next()
        .filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = line.bytes().take_while(|&byte| byte == first).count();
    (length >= 3).then_some(length)
}

/// Whether `line` closes the block that `opening` opened with a fence of this length.
fn closes(line: &str, opening: &str, length: usize) -> bool {
    line.as_bytes().first() == opening.as_bytes().first()
        && self::length(line).is_some_and(|own| own >= length && own == line.trim_end().len())
}

#[cfg(test)]
mod tests {
    use crate::markdown::{Needs, parse};

    /// Opening, information, content and closing of each block, and whether it is at top level.
    fn fences(text: &str) -> Vec<(&str, &str, &str, Option<&str>, bool)> {
        parse(text, Needs::NODES)
            .fences(text)
            .map(|fence| {
                (
                    fence.opening.of(text),
                    fence.info.of(text),
                    fence.content.of(text),
                    fence.closing.map(|closing| closing.of(text)),
                    fence.top_level,
                )
            })
            .collect()
    }

    #[test]
    fn parts_of_blocks() {
        assert_eq!(
            fences("```js\na\n```\n\n~~~~\nb\n```\n~~~~~  \n"),
            [
                ("```", "js", "a\n", Some("```"), true),
                ("~~~~", "", "b\n```\n", Some("~~~~~"), true),
            ]
        );
        assert_eq!(
            fences("```\r\na\r\n```\r\n"),
            [("```", "", "a\r\n", Some("```"), true)]
        );
        assert_eq!(
            fences("> ```js\n> a\n> ```\n\n1. b\n   ```\n   c\n   ```\n"),
            [
                ("```", "js", "> a\n", Some("```"), false),
                ("```", "", "   c\n", Some("```"), false),
            ]
        );
    }

    #[test]
    fn blocks_that_are_not_closed() {
        assert_eq!(fences("```"), [("```", "", "", None, true)]);
        assert_eq!(
            fences("```js\na\n\n## b\n"),
            [("```", "js", "a\n\n## b\n", None, true)]
        );
        assert_eq!(
            fences("````\na\n```\n```` b\n"),
            [("````", "", "a\n```\n```` b\n", None, true)]
        );
        assert_eq!(
            fences("- ```js\n  a\n```\nb\n"),
            [
                ("```", "js", "  a\n", None, false),
                ("```", "", "b\n", None, true)
            ]
        );
    }
}
