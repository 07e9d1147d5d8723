//! How many questions a text says there are.

use std::sync::LazyLock;

use memchr::memmem;
use regex::Regex;

use super::Question;
use crate::markdown::{Document, Node, NodeId, NodeKind};
use crate::source::TextRange;

/// A number of questions that a text states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// How many there are said to be.
    pub count: u32,
    /// Its digits, or all of the paragraph, heading or row where they are not written as they read.
    pub place: TextRange,
    /// What has so many.
    pub of: StatedOf,
}

/// What is said to have so many questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StatedOf {
    /// The file, or the collection.
    Whole,
    /// What stands below the heading here.
    Below(TextRange),
    /// What a link in the same row or item leads to.
    Target(String),
}

/// `N questions`, with a few words between that do not say otherwise. `100+` states no number.
const COUNT: &str = r"(?<count>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,5})\s+(?:[\p{L}][\p{L}.&/'’-]*\s+){0,5}?questions\b";

/// Sentences that speak of all of a file or collection.
static WHOLE: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let patterns = [
        format!(
            r"(?i)\b(?:this|the|our)\s+(?:\w+\s+)?(?:project|repo|repository|collection|list|document|file|page|guide|quiz|book)\s+(?:currently\s+|now\s+)?(?:contains|has|includes|holds|lists|covers|consists\s+of|comprises)\s+(?:a\s+total\s+of\s+|exactly\s+)?{COUNT}"
        ),
        format!(r"(?i)\bthere\s+are\s+(?:currently\s+|now\s+|exactly\s+|a\s+total\s+of\s+)*{COUNT}"),
        format!(r"(?i)^\W*(?:an?\s+|the\s+)?(?:list|collection|set)\s+of\s+{COUNT}"),
        r"(?i)^\W*(?:total(?:\s+number)?(?:\s+of)?\s+questions|number\s+of\s+questions|total\s+questions)\s*[:=]\s*(?<count>[0-9]{1,5})\W*$".to_owned(),
    ];
    patterns.iter().filter_map(|p| Regex::new(p).ok()).collect()
});

/// What is behind a number of questions and says that only some are meant.
static ONLY_SOME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:per|each|every|a\s+(?:day|week|month)|from|at|in\s+(?:each|every|this|the|our)|on\s+(?:each|every|this|our)|for\s+(?:each|every)|left|missing|without)\b").ok()
});

/// `14 questions` in a cell or brackets of its own.
static ALONE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\W*(?<count>[0-9]{1,5})\s+questions?\W*$").ok());

/// `Title (14 questions)`.
static IN_BRACKETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)[(\[–—-]\s*(?<count>[0-9]{1,5})\s+questions?\s*[)\]]?\W*$").ok()
});

/// The numbers of questions that are stated outside of questions, in order: by the patterns `own`,
/// or else in the usual sentences. Headings and links must have been built.
#[must_use]
pub fn stated(
    text: &str,
    document: &Document,
    questions: &[Question],
    own: Option<&[Regex]>,
) -> Vec<Stated> {
    let finder = Finder { text, document };
    if let Some(own) = own {
        return finder.all_that(own, questions);
    }
    if memmem::find(text.as_bytes(), b"uestions").is_none() {
        return Vec::new();
    }
    let mut all = Vec::new();
    let first = questions.first().map_or(u32::MAX, |q| q.place.start);
    for (id, node) in document.children(None) {
        if !may_state(node.range.of(text)) {
            continue;
        }
        let is_before = node.range.start < first;
        match node.kind {
            NodeKind::Heading { .. } if !is_question(questions, node.range) => {
                all.extend(finder.heading(id, node));
            }
            NodeKind::Paragraph if is_before => all.extend(finder.sentence(id, node)),
            NodeKind::Table if is_before => all.extend(finder.table(id)),
            NodeKind::List { .. } if is_before => finder.list(id, &mut all),
            _ => {}
        }
    }
    all
}

/// How far before the word the number of questions can stand, in bytes: five words lie between at
/// most.
const BEFORE: usize = 120;

/// How far behind the word it can stand.
const BEHIND: usize = 16;

/// Whether `text`, as it is written, may state a number of questions. To make the patterns that say
/// so takes longer than most checks.
fn may_state(text: &str) -> bool {
    let bytes = text.as_bytes();
    memmem::find_iter(bytes, "uestion").any(|at| {
        let end = bytes.len().min(at + BEHIND);
        let near = bytes.get(at.saturating_sub(BEFORE)..end);
        near.is_some_and(|near| near.iter().any(u8::is_ascii_digit))
    })
}

fn is_question(questions: &[Question], range: TextRange) -> bool {
    questions
        .binary_search_by_key(&range.start, |question| question.place.start)
        .is_ok()
}

struct Finder<'a> {
    text: &'a str,
    document: &'a Document,
}

impl Finder<'_> {
    /// What a reader sees of `nodes`.
    fn read(&self, nodes: &[Node]) -> String {
        let mut read = String::new();
        self.document.push_text(self.text, nodes, &mut read);
        read
    }

    /// What the paragraphs and headings outside of questions that `patterns` match say of all.
    fn all_that(&self, patterns: &[Regex], questions: &[Question]) -> Vec<Stated> {
        let outside = |range: TextRange| {
            let behind = questions.partition_point(|q| q.place.start <= range.start);
            let before = behind.checked_sub(1).and_then(|at| questions.get(at));
            before.is_none_or(|question| question.range.end <= range.start)
        };
        let blocks = self.document.children(None).filter(|(_, node)| {
            matches!(node.kind, NodeKind::Paragraph | NodeKind::Heading { .. })
                && outside(node.range)
        });
        blocks
            .filter_map(|(id, node)| {
                let read = self.read(self.document.descendants(id));
                let captures = patterns
                    .iter()
                    .find_map(|pattern| pattern.captures(&read))?;
                let digits = captures.name("count")?.as_str();
                Some(Stated {
                    count: digits.replace(',', "").parse().ok()?,
                    place: self.place(node.range, digits),
                    of: StatedOf::Whole,
                })
            })
            .collect()
    }

    fn heading(&self, id: NodeId, node: &Node) -> Option<Stated> {
        let read = self.read(self.document.descendants(id));
        let (count, digits) = count(&read, IN_BRACKETS.as_ref()?)?;
        Some(Stated {
            count,
            place: self.place(node.range, &digits),
            of: StatedOf::Below(node.range),
        })
    }

    fn sentence(&self, id: NodeId, node: &Node) -> Option<Stated> {
        let read = self.read(self.document.descendants(id));
        let (count, digits) = WHOLE.iter().find_map(|pattern| count(&read, pattern))?;
        Some(Stated {
            count,
            place: self.place(node.range, &digits),
            of: StatedOf::Whole,
        })
    }

    /// Of each row that links somewhere and has `N questions` in a cell of its own.
    fn table(&self, table: NodeId) -> Vec<Stated> {
        let rows = self.document.children(Some(table));
        let row = |(id, node): (NodeId, &Node)| {
            if node.kind != NodeKind::TableRow {
                return None;
            }
            let destination = self.only_link(node.range)?;
            let alone = ALONE.as_ref()?;
            let (count, cell, digits) =
                self.document.children(Some(id)).find_map(|(cell, node)| {
                    let read = self.read(self.document.descendants(cell));
                    let (count, digits) = count(&read, alone)?;
                    Some((count, node.range, digits))
                })?;
            Some(Stated {
                count,
                place: self.place(cell, &digits),
                of: StatedOf::Target(destination),
            })
        };
        rows.filter_map(row).collect()
    }

    /// Of each item that links somewhere and ends with `(N questions)`.
    fn list(&self, list: NodeId, all: &mut Vec<Stated>) {
        for (id, node) in self.document.children(Some(list)) {
            let nested = self
                .document
                .children(Some(id))
                .filter(|(_, node)| matches!(node.kind, NodeKind::List { .. }));
            let nested: Vec<(NodeId, TextRange)> = nested.map(|(id, n)| (id, n.range)).collect();
            let end = nested
                .first()
                .map_or(node.range.end, |(_, range)| range.start);
            let own = TextRange::new(node.range.start, end.max(node.range.start));
            all.extend(self.item(id, own));
            for (list, _) in nested {
                self.list(list, all);
            }
        }
    }

    fn item(&self, id: NodeId, own: TextRange) -> Option<Stated> {
        may_state(own.of(self.text)).then_some(())?;
        let inner = self.document.descendants(id);
        let inner = inner.get(..inner.partition_point(|node| node.range.start < own.end))?;
        let (count, digits) = count(&self.read(inner), IN_BRACKETS.as_ref()?)?;
        Some(Stated {
            count,
            place: self.place(own, &digits),
            of: StatedOf::Target(self.only_link(own)?),
        })
    }

    /// The destination of the link in `range`, if there is one only.
    fn only_link(&self, range: TextRange) -> Option<String> {
        let links = &self.document.links;
        let first = links.partition_point(|link| link.range.start < range.start);
        let mut inside = links[first..]
            .iter()
            .take_while(|link| link.range.start < range.end)
            .filter(|link| !link.image);
        match (inside.next(), inside.next()) {
            (Some(link), None) => Some(link.destination.clone()),
            _ => None,
        }
    }

    /// Where `digits` are written in `range`, if they are there once.
    fn place(&self, range: TextRange, digits: &str) -> TextRange {
        let written = range.of(self.text);
        let mut found = written.match_indices(digits).filter(|(at, _)| {
            let before = written[..*at].chars().next_back();
            let behind = written[at + digits.len()..].chars().next();
            ![before, behind]
                .iter()
                .any(|c| c.is_some_and(|c| c.is_ascii_digit()))
        });
        match (found.next(), found.next()) {
            (Some((at, _)), None) => {
                let start = range.start as usize + at;
                TextRange::from_usize(start..start + digits.len())
            }
            _ => range,
        }
    }
}

/// The number that `pattern` captures in `read`, and how it is written, if it speaks of all.
fn count(read: &str, pattern: &Regex) -> Option<(u32, String)> {
    let captures = pattern.captures(read)?;
    let behind = read.get(captures.get(0)?.end()..)?;
    if ONLY_SOME.as_ref().is_some_and(|some| some.is_match(behind)) {
        return None;
    }
    let written = captures.name("count")?;
    if ends_a_range(read.get(..written.start())?) {
        return None;
    }
    let digits = written.as_str();
    let count = digits.replace(',', "").parse().ok()?;
    Some((count, digits.to_owned()))
}

/// Whether what stands `before` a number makes it the end of a range: `21-40 questions`.
fn ends_a_range(before: &str) -> bool {
    let before = before.trim_end();
    let from = before
        .strip_suffix(['-', '–', '—', '~'])
        .or_else(|| before.strip_suffix("to"));
    from.is_some_and(|from| from.trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Needs, parse};

    #[test]
    fn only_what_surely_speaks_of_all() {
        for (text, expected) in [
            (
                "This project contains **284** test questions and answers.",
                Some(284),
            ),
            (
                "There are currently **2,624** exercises and questions",
                Some(2624),
            ),
            ("List of 300 VueJS Interview Questions", Some(300)),
            ("Total questions: 40", Some(40)),
            (
                "This repository includes 100+ LLM interview questions.",
                None,
            ),
            ("There are over 100 questions.", None),
            ("There are 3 questions per file.", None),
            ("There are 10 questions in each quiz.", None),
            ("Practice 280 questions in the browser.", None),
            ("This book answers 100 questions.", None),
            ("100 Essential React Interview Questions", None),
            ("## Beginner (20 Questions)", Some(20)),
            ("## Intermediate (21-40 Questions)", None),
        ] {
            let document = parse(text, Needs::ALL);
            let found = stated(text, &document, &[], None);
            assert_eq!(found.first().map(|found| found.count), expected, "{text}");
        }
        let own = [Regex::new("(?<count>[0-9,]+) Fragen").unwrap()];
        let text = "Das sind 1,200 Fragen.";
        let found = stated(text, &parse(text, Needs::ALL), &[], Some(&own));
        let found: Vec<_> = found.iter().map(|f| (f.count, f.place.of(text))).collect();
        assert_eq!(found, [(1200, "1,200")]);
    }
}
