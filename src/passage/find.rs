//! Document → passages.

use super::{Passage, Place, Scope, is_block};
use crate::markdown::{Document, Node, NodeKind};
use crate::source::TextRange;

/// Stands for what was left out, so that what was before and after it does not meet.
const LEFT_OUT: &str = "\u{fffc}";

/// The passages of a file that `scope` names, in order.
#[must_use]
pub fn passages(place: &Place<'_>, scope: Scope) -> Vec<Passage> {
    let Place { text, document, .. } = *place;
    let nodes = document.nodes();
    let reader = Reader { text, document };
    match scope {
        Scope::Source => {
            let mut whole = Passage::default();
            whole.push(text, TextRange::from_usize(0..text.len()), true);
            vec![whole]
        }
        Scope::Prose => reader.blocks(nodes, false),
        Scope::Answer => answers(place)
            .flat_map(|answer| reader.blocks(within(nodes, answer), false))
            .collect(),
        Scope::Title => place
            .questions
            .iter()
            .flat_map(|question| {
                let heading = reader.blocks(within(nodes, question.place), true);
                heading
                    .into_iter()
                    .filter_map(|passage| passage.only(&question.title))
            })
            .collect(),
        Scope::Heading => reader.inner(nodes, |kind| matches!(kind, NodeKind::Heading { .. })),
        Scope::LinkText => reader.inner(nodes, |kind| kind == NodeKind::Link),
        Scope::ImageText => reader.inner(nodes, |kind| kind == NodeKind::Image),
        Scope::Code => code(text, nodes),
        Scope::LinkTarget => {
            let links = document.links.iter().map(|link| link.written);
            let definitions = document.definitions.iter().map(|d| d.written);
            let mut written: Vec<TextRange> = links.chain(definitions).collect();
            written.sort_unstable();
            written.dedup();
            written
                .into_iter()
                .map(|range| {
                    let mut passage = Passage::default();
                    passage.push(range.of(text), range, true);
                    passage
                })
                .collect()
        }
    }
}

/// The answers of a file: what the questions' answers are, or else all below their titles.
fn answers<'a>(place: &'a Place<'_>) -> impl Iterator<Item = TextRange> + 'a {
    place
        .questions
        .iter()
        .filter_map(|question| question.answer.as_ref().map(|answer| answer.body))
}

/// The nodes that begin within `range`.
fn within(nodes: &[Node], range: TextRange) -> &[Node] {
    let first = nodes.partition_point(|node| node.range.start < range.start);
    let last = nodes.partition_point(|node| node.range.start < range.end);
    nodes.get(first..last).unwrap_or_default()
}

fn code(text: &str, nodes: &[Node]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut block_end = 0;
    for node in nodes {
        match node.kind {
            NodeKind::Code { content } => {
                let mut passage = Passage::default();
                passage.push(content.of(text), content, true);
                passages.push(passage);
            }
            NodeKind::CodeBlock { .. } => {
                passages.push(Passage::default());
                block_end = node.range.end;
            }
            // The lines of a block; those of one in a quote have markers between them.
            NodeKind::Text if node.range.end <= block_end => {
                if let Some(passage) = passages.last_mut() {
                    passage.push(node.range.of(text), node.range, true);
                }
            }
            _ => {}
        }
    }
    passages
}

struct Reader<'a> {
    text: &'a str,
    document: &'a Document,
}

impl Reader<'_> {
    /// What a reader sees of `nodes`, block by block.
    fn blocks(&self, nodes: &[Node], with_code: bool) -> Vec<Passage> {
        let mut passages = Vec::new();
        let mut current = Passage::default();
        let mut flush = |current: &mut Passage| {
            if !current.text.is_empty() {
                passages.push(std::mem::take(current));
            }
        };
        let mut skip_to = 0;
        for node in nodes {
            if node.range.start < skip_to {
                continue;
            }
            if is_block(node.kind) {
                flush(&mut current);
                if matches!(node.kind, NodeKind::CodeBlock { .. } | NodeKind::HtmlBlock) {
                    skip_to = node.range.end;
                }
                continue;
            }
            match node.kind {
                NodeKind::Image => {
                    current.push(LEFT_OUT, node.range, false);
                    skip_to = node.range.end;
                }
                NodeKind::Code { .. } if !with_code => current.push(LEFT_OUT, node.range, false),
                _ => self.push(node, &mut current),
            }
        }
        flush(&mut current);
        passages
    }

    /// What a reader sees of each node of one kind, code included.
    fn inner(&self, nodes: &[Node], wanted: impl Fn(NodeKind) -> bool) -> Vec<Passage> {
        let mut passages = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if !wanted(node.kind) {
                continue;
            }
            let mut passage = Passage::default();
            let end = node.end.0 as usize;
            for inner in nodes.get(index + 1..end).unwrap_or_default() {
                self.push(inner, &mut passage);
            }
            passages.push(passage);
        }
        passages
    }

    fn push(&self, node: &Node, passage: &mut Passage) {
        match node.kind {
            NodeKind::Text => passage.push(node.range.of(self.text), node.range, true),
            NodeKind::Code { content } => passage.push(content.of(self.text), content, true),
            NodeKind::SoftBreak | NodeKind::HardBreak => passage.push(" ", node.range, false),
            NodeKind::DecodedText(_) => {
                let mut decoded = String::new();
                let nodes = std::slice::from_ref(node);
                self.document.push_text(self.text, nodes, &mut decoded);
                passage.push(&decoded, node.range, false);
            }
            _ => {}
        }
    }
}

impl Passage {
    /// The part of it that reads `text`, if it holds it: the last such part.
    fn only(mut self, text: &str) -> Option<Self> {
        let start = self.text.rfind(text)?;
        let end = start + text.len();
        self.text.truncate(end);
        self.pieces.retain(|piece| piece.at < end);
        let first = self.pieces.partition_point(|piece| piece.at <= start);
        self.pieces.drain(..first.saturating_sub(1));
        for piece in &mut self.pieces {
            if piece.at < start {
                let cut = u32::try_from(start - piece.at).ok()?;
                if piece.verbatim {
                    piece.range.start += cut;
                }
                piece.at = 0;
            } else {
                piece.at -= start;
            }
        }
        self.text.drain(..start);
        Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Needs, parse};

    fn texts(text: &str, scope: Scope) -> Vec<String> {
        let document = parse(text, Needs::ALL);
        let place = Place {
            text,
            document: &document,
            questions: &[],
        };
        let passages = passages(&place, scope);
        for passage in &passages {
            for (start, c) in passage.text.char_indices() {
                let end = start + c.len_utf8();
                let written = passage.written(start, end).unwrap();
                if written.verbatim {
                    assert_eq!(written.range.of(text), &passage.text[start..end]);
                }
            }
        }
        passages.into_iter().map(|passage| passage.text).collect()
    }

    const TEXT: &str = "# A `b` c\n\nd *e*&amp;f\ng `h` [i *j*](k) ![l](m)\n\n\
        > - n\n> - o\n\n```\np\n```\n\n| q | r |\n| - | - |\n| s | t |\n\n<p>u</p>\n";

    #[test]
    fn scopes() {
        let prose = [
            "A \u{fffc} c",
            "d e&f g \u{fffc} i j \u{fffc}",
            "n",
            "o",
            "q",
            "r",
            "s",
            "t",
        ];
        assert_eq!(texts(TEXT, Scope::Prose), prose);
        assert_eq!(texts(TEXT, Scope::Heading), ["A b c"]);
        assert_eq!(texts(TEXT, Scope::Code), ["b", "h", "p\n"]);
        assert_eq!(texts(TEXT, Scope::LinkText), ["i j"]);
        assert_eq!(texts(TEXT, Scope::LinkTarget), ["k", "m"]);
        assert_eq!(texts(TEXT, Scope::ImageText), ["l"]);
        assert_eq!(texts(TEXT, Scope::Source), [TEXT]);
    }

    #[test]
    fn what_runs_over_markup_is_not_verbatim() {
        let text = "we **sim**ply do";
        let document = parse(text, Needs::NODES);
        let place = Place {
            text,
            document: &document,
            questions: &[],
        };
        let passage = passages(&place, Scope::Prose).remove(0);
        let at = passage.text.find("simply").unwrap();
        let written = passage.written(at, at + 6).unwrap();
        assert_eq!(written.range.of(text), "sim**ply");
        assert!(!written.verbatim);
        assert!(passage.written(0, 2).unwrap().verbatim);
    }

    #[test]
    fn a_part_keeps_its_places() {
        let text = "## Q1: What is *rye*?";
        let document = parse(text, Needs::NODES);
        let place = Place {
            text,
            document: &document,
            questions: &[],
        };
        let passage = passages(&place, Scope::Prose).remove(0);
        let title = passage.only("What is rye?").unwrap();
        assert_eq!(title.text, "What is rye?");
        assert_eq!(title.written(8, 11).unwrap().range.of(text), "rye");
        assert_eq!(title.written(0, 4).unwrap().range.of(text), "What");
    }
}
