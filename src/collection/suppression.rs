//! Comments by which a text asks not to be told of something.

use std::ops::Range;

use memchr::{memchr, memmem, memrchr};

use crate::markdown::{self, Document};
use crate::source::{OffsetMap, Span, TextRange};

/// What all of them begin with.
const PREFIX: &str = "qalint-";

/// A comment `<!-- qalint-disable-next-line link/broken-file: reason -->`, or one of its kind.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Suppression {
    /// What it does.
    pub kind: SuppressionKind,
    /// The comment on disk.
    pub comment: Span,
    /// The word that says what it does.
    pub word: Span,
    /// The rules that it names; none stands for all.
    pub names: Vec<Named>,
    /// What it covers on disk. A block covers everything to the end of the file; where it ends
    /// before, an [`Enable`](SuppressionKind::Enable) follows.
    pub covers: Span,
    /// How to remove it.
    pub removal: Removal,
}

/// What a suppression does.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum SuppressionKind {
    /// `qalint-disable-line`, `qalint-disable-next-line`: covers a line.
    Line,
    /// `qalint-disable`: covers everything from here on.
    Disable,
    /// `qalint-enable`: ends what `qalint-disable` began.
    Enable,
    /// `qalint-disable-file`: covers the file.
    File,
    /// A word that is none of these.
    Unknown(String),
}

/// The name of a rule, of a group, or `all`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// The name and what separates it from another.
    pub removal: Span,
}

/// An edit that removes a comment, and its line if nothing else is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Removal {
    /// The bytes to replace by nothing.
    pub span: Span,
}

impl SuppressionKind {
    /// The words for them, behind `qalint-`.
    pub const WORDS: [&'static str; 5] = [
        "disable",
        "disable-file",
        "disable-line",
        "disable-next-line",
        "enable",
    ];
}

/// The suppressions of a file in order.
#[must_use]
pub fn suppressions(text: &str, document: &Document, map: &OffsetMap) -> Vec<Suppression> {
    if memmem::find(text.as_bytes(), PREFIX.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut lines = Lines::new(text);
    markdown::comments(text, document)
        .into_iter()
        .filter_map(|comment| read(text, comment.to_usize(), map, &mut lines))
        .collect()
}

fn read(
    text: &str,
    comment: Range<usize>,
    map: &OffsetMap,
    lines: &mut Lines<'_>,
) -> Option<Suppression> {
    let inner = comment.start + "<!--".len()..comment.end - "-->".len();
    let content = text.get(inner.clone())?;
    let trimmed = content.trim_start();
    let start = inner.end - trimmed.len();
    let rest = trimmed.strip_prefix(PREFIX)?;
    let length = rest
        .find(|c: char| c.is_whitespace() || c == ':')
        .unwrap_or(rest.len());
    let (word, arguments) = rest.split_at(length);
    let span = |range: Range<usize>| map.to_disk(TextRange::from_usize(range));
    let word_end = start + PREFIX.len() + length;
    let line = lines.around(&comment);
    let (kind, covers) = match word {
        "disable-next-line" => (SuppressionKind::Line, line.next.clone()),
        "disable-line" => (SuppressionKind::Line, line.own.clone()),
        "disable" => (SuppressionKind::Disable, comment.end..text.len()),
        "enable" => (SuppressionKind::Enable, comment.start..comment.start),
        "disable-file" => (SuppressionKind::File, 0..text.len()),
        // The markers of an index.
        "index" | "index-end" => return None,
        other => (SuppressionKind::Unknown(other.to_owned()), 0..0),
    };
    Some(Suppression {
        kind,
        word: span(start..word_end),
        names: names(arguments, word_end)
            .into_iter()
            .map(|(name, own, removal)| Named {
                name,
                span: span(own),
                removal: span(removal),
            })
            .collect(),
        covers: span(covers),
        removal: Removal {
            span: span(removal(text, &comment, &line)),
        },
        comment: span(comment),
    })
}

/// The names in what follows the word, up to a colon, behind which the reason stands: each with
/// its range and the range to remove it by.
fn names(arguments: &str, offset: usize) -> Vec<(String, Range<usize>, Range<usize>)> {
    let list = arguments.split(':').next().unwrap_or_default();
    let is_separator = |c: char| c.is_whitespace() || c == ',';
    let mut names: Vec<(String, Range<usize>, Range<usize>)> = Vec::new();
    let mut at = 0;
    for part in list.split(is_separator) {
        let range = offset + at..offset + at + part.len();
        at += part.len();
        at += list[at..].chars().next().map_or(0, char::len_utf8);
        if part.is_empty() {
            continue;
        }
        // The first goes with what separates it from the second, the others with what stands
        // before them.
        let removal = match names.last_mut() {
            Some((_, own, removal)) => {
                if removal.start == own.start {
                    removal.end = range.start;
                }
                own.end..range.end
            }
            None => range.clone(),
        };
        names.push((part.to_owned(), range, removal));
    }
    names
}

/// What to remove so that the comment is gone: with it the spaces before it if it ends its line,
/// and the whole line if it stands alone in it. A line between two others stays as an empty one:
/// they would become one paragraph.
fn removal(text: &str, comment: &Range<usize>, line: &Line) -> Range<usize> {
    let before = &text[line.own.start..comment.start];
    let after = &text[comment.end..line.own.end];
    if !after.trim().is_empty() {
        return comment.clone();
    }
    if !before.trim().is_empty() {
        return line.own.start + before.trim_end().len()..line.own.end;
    }
    let below_is_blank = line.next.start != line.behind;
    let is_apart = line.above_is_blank || below_is_blank || line.behind == text.len();
    match is_apart {
        true => line.own.start..line.behind,
        false => line.own.clone(),
    }
}

/// The lines that a comment stands in, without their last ending, and what is around them.
#[derive(Clone, Debug)]
struct Line {
    own: Range<usize>,
    /// Where the line below begins.
    behind: usize,
    /// Whether the line above is blank, or there is none.
    above_is_blank: bool,
    /// The next line below that is not blank, without its ending.
    next: Range<usize>,
}

/// Finds lines, and remembers the last one: a line may hold many comments.
struct Lines<'a> {
    text: &'a str,
    last: Option<Line>,
}

impl<'a> Lines<'a> {
    const fn new(text: &'a str) -> Self {
        Self { text, last: None }
    }

    fn around(&mut self, comment: &Range<usize>) -> Line {
        let known = self
            .last
            .as_ref()
            .filter(|line| line.own.start <= comment.start && comment.end <= line.own.end);
        if let Some(line) = known {
            return line.clone();
        }
        let bytes = self.text.as_bytes();
        let start = memrchr(b'\n', &bytes[..comment.start]).map_or(0, |at| at + 1);
        let (end, behind) = self.end_of(comment.end);
        let above = bytes[..start].strip_suffix(b"\n").map(|above| {
            let from = memrchr(b'\n', above).map_or(0, |at| at + 1);
            above[from..].trim_ascii().is_empty()
        });
        let mut next = behind;
        let mut line = self.end_of(next);
        while line.1 > next && bytes[next..line.0].trim_ascii().is_empty() {
            next = line.1;
            line = self.end_of(next);
        }
        let found = Line {
            own: start..end,
            behind,
            above_is_blank: above.unwrap_or(true),
            next: next..line.0,
        };
        self.last = Some(found.clone());
        found
    }

    /// The end of the line that `at` is in, without and with its ending.
    fn end_of(&self, at: usize) -> (usize, usize) {
        let rest = &self.text.as_bytes()[at..];
        match memchr(b'\n', rest) {
            Some(0) => (at, at + 1),
            Some(length) if rest[length - 1] == b'\r' => (at + length - 1, at + length + 1),
            Some(length) => (at + length, at + length + 1),
            None => (self.text.len(), self.text.len()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Needs, parse};

    fn found(text: &str) -> Vec<Suppression> {
        suppressions(text, &parse(text, Needs::NODES), &OffsetMap::identity())
    }

    fn of(text: &str, span: Span) -> &str {
        &text[span.to_usize()]
    }

    #[test]
    fn names_stand_before_the_reason() {
        let text = "<!--qalint-disable-next-line a/b, c  d: because e/f -->\n\nnext\r\nlast";
        let [one] = &found(text)[..] else {
            panic!("one is there");
        };
        assert_eq!(one.kind, SuppressionKind::Line);
        assert_eq!(of(text, one.word), "qalint-disable-next-line");
        assert_eq!(of(text, one.covers), "next");
        let names: Vec<_> = one
            .names
            .iter()
            .map(|n| (&*n.name, of(text, n.removal)))
            .collect();
        assert_eq!(names, [("a/b", "a/b, "), ("c", ", c"), ("d", "  d")]);
        let bare = found("<!-- qalint-enable: x -->");
        assert_eq!(
            (bare[0].names.len(), &bare[0].kind),
            (0, &SuppressionKind::Enable)
        );
    }

    #[test]
    fn a_comment_is_removed_with_its_line_where_that_changes_nothing() {
        for (text, left) in [
            ("a\n\n<!-- qalint-disable -->\nb", "a\n\nb"),
            ("<!-- qalint-disable -->\nb", "b"),
            ("a\n<!-- qalint-disable -->\n\nb", "a\n\nb"),
            ("a\n<!-- qalint-disable -->\nb", "a\n\nb"),
            ("a <!-- qalint-disable -->\r\nb", "a\r\nb"),
            ("a <!-- qalint-disable --> b", "a  b"),
            ("a\n\n  <!-- qalint-disable -->", "a\n\n"),
            ("a\n<!-- qalint-disable -->\n", "a\n"),
        ] {
            let span = found(text)[0].removal.span;
            let mut without = text.to_owned();
            without.replace_range(span.to_usize(), "");
            assert_eq!(without, left, "{text:?}");
        }
    }

    #[test]
    fn many_in_one_line_take_no_more_than_their_share_of_time() {
        let line = "<!-- qalint-disable-next-line a -->".repeat(20_000);
        let text = format!("{line}{}end", "\n".repeat(1_000_000));
        let found = found(&text);
        assert_eq!(found.len(), 20_000);
        assert_eq!(of(&text, found[19_999].covers), "end");
    }
}
