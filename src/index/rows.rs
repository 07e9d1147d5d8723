//! Document → blocks of links.

use super::title::label;
use super::{Index, IndexKind, Row};
use crate::markdown::{Document, Link, LinkKind, Node, NodeId, NodeKind};
use crate::source::TextRange;

/// How many rows a block of links must have to be one.
const FEWEST: usize = 3;

/// How long, in characters, the text beside the link may be in a line that is a row.
const MOST_BESIDE: usize = 16;

/// The blocks of links of a document, in order, whose links `wanted` agrees to.
#[must_use]
pub fn find(text: &str, document: &Document, wanted: impl Fn(&Link) -> bool) -> Vec<Index> {
    let mut links: Vec<&Link> = document
        .links
        .iter()
        .filter(|link| {
            !link.image
                && matches!(link.kind, LinkKind::Inline | LinkKind::Reference)
                && wanted(link)
        })
        .collect();
    if links.len() < FEWEST {
        return Vec::new();
    }
    links.sort_by_key(|link| link.range.start);
    let mut finder = Finder {
        text,
        document,
        links,
        indexes: Vec::new(),
        groups: 0,
    };
    let mut lines: Vec<Draft> = Vec::new();
    for (id, node) in document.children(None) {
        match node.kind {
            NodeKind::Paragraph => match finder.lines(id) {
                Some(more) => {
                    lines.extend(more);
                    continue;
                }
                None => finder.add(IndexKind::Lines, &mut lines),
            },
            NodeKind::Table => {
                finder.add(IndexKind::Lines, &mut lines);
                let mut rows = finder.table(id);
                finder.add(IndexKind::Table, &mut rows);
            }
            NodeKind::List { .. } => {
                finder.add(IndexKind::Lines, &mut lines);
                let mut rows = Vec::new();
                finder.list(id, &mut rows);
                finder.add(IndexKind::List, &mut rows);
            }
            // Comments between lines, such as markers, do not end them.
            NodeKind::HtmlBlock => {}
            _ => finder.add(IndexKind::Lines, &mut lines),
        }
    }
    finder.add(IndexKind::Lines, &mut lines);
    finder.indexes
}

/// A row before it is known which of its texts is the title.
struct Draft {
    range: TextRange,
    group: u32,
    /// The number of the list's marker.
    marker: Option<(u32, TextRange)>,
    link: Piece,
    /// The texts beside the link: the other cells, or what stands before the link.
    beside: Vec<Piece>,
    destination: String,
    written: TextRange,
}

/// The link of a row.
struct Lead {
    range: TextRange,
    piece: Piece,
    destination: String,
    written: TextRange,
}

/// A text as a reader sees it, and where it is written.
#[derive(Clone)]
struct Piece {
    text: String,
    range: TextRange,
}

struct Finder<'a> {
    text: &'a str,
    document: &'a Document,
    /// In the order of where they begin.
    links: Vec<&'a Link>,
    indexes: Vec<Index>,
    groups: u32,
}

impl Finder<'_> {
    fn group(&mut self) -> u32 {
        self.groups += 1;
        self.groups
    }

    /// The first link among `nodes`; or else what was meant for one in the text at `range`.
    fn row_link(&self, nodes: &[Node], range: TextRange) -> Option<Lead> {
        if let Some((link, piece)) = self.link_in(nodes) {
            return Some(Lead {
                range: link.range,
                piece,
                destination: link.destination.clone(),
                written: link.written,
            });
        }
        // A space ends a destination, so this is no link: `[title](#a title)`.
        let text = range.of(self.text);
        let middle = text.find("](#")?;
        let open = text.get(..middle)?.rfind('[')?;
        let destination = middle + 2;
        let close = destination + text.get(destination..)?.find([')', '\n'])?;
        let start = range.start as usize;
        let at = |from: usize, to: usize| TextRange::from_usize(start + from..start + to);
        Some(Lead {
            range: at(open, close),
            piece: Piece {
                text: text.get(open + 1..middle)?.to_owned(),
                range: at(open + 1, middle),
            },
            destination: text.get(destination..close)?.to_owned(),
            written: at(destination, close),
        })
    }

    /// The link that begins at `start`.
    fn link_at(&self, start: u32) -> Option<&Link> {
        let found = self.links.binary_search_by_key(&start, |l| l.range.start);
        self.links.get(found.ok()?).copied()
    }

    /// The first link among `nodes`.
    fn link_in(&self, nodes: &[Node]) -> Option<(&Link, Piece)> {
        let (at, link) = nodes.iter().enumerate().find_map(|(at, node)| {
            let link = (node.kind == NodeKind::Link).then(|| self.link_at(node.range.start));
            Some((at, link.flatten()?))
        })?;
        let inner: Vec<Node> = nodes
            .get(at + 1..)?
            .iter()
            .take_while(|node| link.range.encloses(node.range))
            .copied()
            .collect();
        Some((link, self.piece(&inner)))
    }

    fn piece(&self, nodes: &[Node]) -> Piece {
        let mut text = String::new();
        self.document.push_text(self.text, nodes, &mut text);
        let start = nodes.iter().map(|node| node.range.start).min();
        let end = nodes.iter().map(|node| node.range.end).max();
        Piece {
            text,
            range: TextRange::new(start.unwrap_or(0), end.unwrap_or(0)),
        }
    }

    fn table(&mut self, table: NodeId) -> Vec<Draft> {
        let group = self.group();
        let mut rows = Vec::new();
        for (row, node) in self.document.children(Some(table)) {
            if node.kind != NodeKind::TableRow {
                continue;
            }
            let Some(link) = self.row_link(self.document.descendants(row), node.range) else {
                continue;
            };
            let link_start = link.range.start;
            let beside = self
                .document
                .children(Some(row))
                .map(|(cell, node)| match node.range.start <= link_start {
                    true if link_start < node.range.end => Piece {
                        text: String::new(),
                        range: node.range,
                    },
                    _ => self.piece(self.document.descendants(cell)),
                })
                .collect();
            rows.push(Draft {
                range: node.range,
                group,
                marker: None,
                link: link.piece,
                beside,
                destination: link.destination,
                written: link.written,
            });
        }
        rows
    }

    fn list(&mut self, list: NodeId, rows: &mut Vec<Draft>) {
        let group = self.group();
        let ordered = matches!(
            self.document.node(list).map(|node| node.kind),
            Some(NodeKind::List { ordered: true })
        );
        let first = rows.len();
        for (item, node) in self.document.children(Some(list)) {
            let nested: Vec<NodeId> = self
                .document
                .children(Some(item))
                .filter(|(_, node)| matches!(node.kind, NodeKind::List { .. }))
                .map(|(id, _)| id)
                .collect();
            let own_end = nested
                .first()
                .and_then(|id| self.document.node(*id))
                .map_or(node.range.end, |nested| nested.range.start);
            let inner = self.document.descendants(item);
            let own = inner.partition_point(|node| node.range.start < own_end);
            let own = inner.get(..own).unwrap_or_default();
            // An item that holds more than a line is an entry of something else.
            let is_row = !own.iter().any(|node| {
                matches!(
                    node.kind,
                    NodeKind::CodeBlock { .. } | NodeKind::Heading { .. } | NodeKind::BlockQuote
                )
            });
            let own_text = TextRange::new(node.range.start, own_end.max(node.range.start));
            if let Some(link) = self.row_link(own, own_text).filter(|_| is_row) {
                let before: Vec<Node> = own
                    .iter()
                    .filter(|node| node.range.end <= link.range.start)
                    .copied()
                    .collect();
                let length = own_text.of(self.text).trim_end().len();
                rows.push(Draft {
                    range: TextRange::from_usize(
                        own_text.start as usize..own_text.start as usize + length,
                    ),
                    group,
                    marker: ordered.then(|| self.marker(node.range)).flatten(),
                    link: link.piece,
                    beside: vec![self.piece(&before)],
                    destination: link.destination,
                    written: link.written,
                });
            }
            for list in nested {
                self.list(list, rows);
            }
        }
        // Markers that are all the same count nothing.
        let rows = rows.get_mut(first..).unwrap_or_default();
        let mut numbers = rows
            .iter()
            .filter(|row| row.group == group)
            .map(|row| row.marker);
        let same = numbers
            .next()
            .is_some_and(|first| numbers.all(|n| n.map(|n| n.0) == first.map(|n| n.0)));
        if same {
            for row in rows.iter_mut().filter(|row| row.group == group) {
                row.marker = None;
            }
        }
    }

    /// The number of the marker that the item at `range` begins with.
    fn marker(&self, range: TextRange) -> Option<(u32, TextRange)> {
        let written = range.of(self.text);
        let length = written.bytes().take_while(u8::is_ascii_digit).count();
        let number = written.get(..length)?.parse().ok()?;
        let start = range.start as usize;
        Some((number, TextRange::from_usize(start..start + length)))
    }

    /// The lines of a paragraph, if each is a link and little else.
    fn lines(&mut self, paragraph: NodeId) -> Option<Vec<Draft>> {
        let nodes = self.document.descendants(paragraph);
        let is_break = |node: &Node| match node.kind {
            NodeKind::SoftBreak | NodeKind::HardBreak => true,
            NodeKind::InlineHtml => {
                let tag = node.range.of(self.text).to_ascii_lowercase();
                tag.starts_with("<br")
            }
            _ => false,
        };
        let mut rows = Vec::new();
        for line in nodes.split(is_break).filter(|line| !line.is_empty()) {
            let (link, piece) = self.link_in(line)?;
            let whole = self.piece(line);
            let beside = whole.text.trim().chars().count();
            if beside > piece.text.trim().chars().count() + MOST_BESIDE {
                return None;
            }
            let before: Vec<Node> = line
                .iter()
                .filter(|node| node.range.end <= link.range.start)
                .copied()
                .collect();
            rows.push(Draft {
                range: whole.range,
                group: 0,
                marker: None,
                link: piece,
                beside: vec![self.piece(&before)],
                destination: link.destination.clone(),
                written: link.written,
            });
        }
        (!rows.is_empty()).then_some(rows)
    }

    /// Makes an index of `rows`, if there are enough, and empties them.
    fn add(&mut self, kind: IndexKind, rows: &mut Vec<Draft>) {
        let rows = std::mem::take(rows);
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return;
        };
        if rows.len() < FEWEST {
            return;
        }
        let range = TextRange::new(first.range.start, last.range.end.max(first.range.start));
        let title = title_column(&rows);
        let rows = rows.into_iter().map(|row| finish(row, title)).collect();
        self.indexes.push(Index { kind, range, rows });
    }
}

/// Which of the texts beside the links are the titles; `None` if the links are.
fn title_column(rows: &[Draft]) -> Option<usize> {
    let mut texts: Vec<&str> = rows.iter().map(|row| row.link.text.trim()).collect();
    texts.sort_unstable();
    texts.dedup();
    // Links that all say `Answer` say nothing.
    let numbers = rows.iter().all(|row| {
        let label = label(&row.link.text);
        label.number.is_some() && label.title.is_empty()
    });
    if texts.len() * 2 > rows.len() && !numbers {
        return None;
    }
    let columns = rows.iter().map(|row| row.beside.len()).max()?;
    let length = |column: usize| -> usize {
        rows.iter()
            .filter_map(|row| row.beside.get(column))
            .map(|piece| piece.text.trim().chars().count())
            .sum()
    };
    (0..columns)
        .max_by_key(|&column| length(column))
        .filter(|&column| length(column) > rows.len())
}

fn finish(row: Draft, title_column: Option<usize>) -> Row {
    let title = title_column
        .and_then(|column| row.beside.get(column))
        .unwrap_or(&row.link);
    let own = label(&title.text);
    // Digits are where they read only if nothing before them is written otherwise.
    let digits_of = |piece: &Piece| {
        let label = label(&piece.text);
        let number = label.number?;
        let start = piece.range.start as usize;
        let range = TextRange::from_usize(start + label.digits.0..start + label.digits.1);
        Some((number, range))
    };
    let number = digits_of(title).or(row.marker).or_else(|| {
        row.beside
            .iter()
            .enumerate()
            .filter(|(column, _)| Some(*column) != title_column)
            .chain(title_column.map(|_| (usize::MAX, &row.link)))
            .filter(|(_, piece)| label(&piece.text).title.is_empty())
            .find_map(|(_, piece)| digits_of(piece))
    });
    // Without the number, where the title is written as it reads.
    let mut title_range = title.range;
    if title_range.len() as usize == title.text.len() && !own.title.is_empty() {
        let before = title.text.rfind(own.title).unwrap_or(0);
        let start = title.range.start as usize + before;
        title_range = TextRange::from_usize(start..start + own.title.len());
    }
    Row {
        range: row.range,
        number,
        title: own.title.to_owned(),
        title_range,
        destination: row.destination,
        written: row.written,
        group: row.group,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Needs, parse};

    fn rows(text: &str) -> Vec<(IndexKind, Vec<String>)> {
        let document = parse(text, Needs::ALL);
        find(text, &document, |_| true)
            .into_iter()
            .map(|index| {
                let rows = index.rows.iter().map(|row| {
                    let number = row.number.map_or_else(String::new, |(number, range)| {
                        assert_eq!(range.of(text), number.to_string());
                        format!("{number} ")
                    });
                    assert_eq!(row.written.of(text), row.destination);
                    format!("{number}{} {}", row.title, row.destination)
                });
                (index.kind, rows.collect())
            })
            .collect()
    }

    fn one(kind: IndexKind, rows: [&str; 3]) -> Vec<(IndexKind, Vec<String>)> {
        vec![(kind, rows.map(str::to_owned).to_vec())]
    }

    #[test]
    fn tables() {
        let text = "| # | Question | Answer |\n|---|---|---|\n\
            | Q1 | What *is* a? | [Answer](a.md) |\n\
            | | **Section** | |\n\
            | Q2 | What is b? | [Answer](b.md)\n\
            | Q3 | c | [Answer](b.md) |\n";
        let expected = ["1 What is a? a.md", "2 What is b? b.md", "3 c b.md"];
        assert_eq!(rows(text), one(IndexKind::Table, expected));
        let text = "| No. | Questions |\n|--|--|\n\
            | 1 | [a `b`](#a-b) | x |\n| 2 | [c](#c) | y |\n| 3 | [d](#d) | z |\n";
        let expected = ["1 a b #a-b", "2 c #c", "3 d #d"];
        assert_eq!(rows(text), one(IndexKind::Table, expected));
    }

    #[test]
    fn lists() {
        let text = "1. [a](#a)\n2. [b](#b)\n3. [c](#c)\n";
        assert_eq!(
            rows(text),
            one(IndexKind::List, ["1 a #a", "2 b #b", "3 c #c"])
        );
        let text = "1. [a](#a)\n1. [b](#b)\n1. [c](#c)\n";
        assert_eq!(rows(text), one(IndexKind::List, ["a #a", "b #b", "c #c"]));
        let text = "+ [Section](#s) ![icon][i]\n  - [Q1: a](#a)\n  - [Q2: b](#b)\n\n[i]: i.png\n";
        assert_eq!(
            rows(text),
            one(IndexKind::List, ["Section #s", "1 a #a", "2 b #b"])
        );
        let text = "- a: [Answer](#a)\n- b: [Answer](#b)\n- c: [Answer](#c)\n";
        assert_eq!(
            rows(text),
            one(IndexKind::List, ["a: #a", "b: #b", "c: #c"])
        );
        assert!(rows("- [a](#a)\n- [b](#b)\n").is_empty());
    }

    #[test]
    fn lines() {
        let text = "[a](#a)\n\n[b](#b)<br>\n[c](#c)\n\n# a\n";
        assert_eq!(rows(text), one(IndexKind::Lines, ["a #a", "b #b", "c #c"]));
        let prose = "See [a](#a) for more than can be said.\n\n[b](#b)\n\n[c](#c)\n";
        assert!(rows(prose).is_empty());
    }
}
