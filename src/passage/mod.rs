//! Texts to look for something in: the parts of a document that a [`Scope`] names, as a reader
//! sees them, with the way back to where they are written.

mod find;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::markdown::{Document, Needs, NodeKind};
use crate::qa::Question;
use crate::source::TextRange;

pub use find::passages;

/// In which parts of a file something is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(rename = "TextScope")]
pub enum Scope {
    /// What a reader sees, code left out.
    #[default]
    Prose,
    /// The titles of questions, code in them included.
    Title,
    /// What a reader sees of answers, code left out.
    Answer,
    /// Headings of all kinds, code in them included.
    Heading,
    /// Code, in blocks and in the text.
    Code,
    /// The texts of links.
    LinkText,
    /// Where links lead, as it is written.
    LinkTarget,
    /// The alternative texts of images.
    ImageText,
    /// The file as it is written, markup and all.
    Source,
}

impl Scope {
    /// The tables of the document that are needed for it.
    #[must_use]
    pub const fn needs(self) -> Needs {
        match self {
            Self::Title | Self::Answer => Needs::QUESTIONS,
            Self::LinkTarget => Needs::LINKS,
            _ => Needs::NODES,
        }
    }
}

/// What there is to look in.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// The text of the file as it was meant.
    pub text: &'a str,
    /// The text, parsed.
    pub document: &'a Document,
    /// Its questions.
    pub questions: &'a [Question],
}

/// A piece of text that belongs together, such as a paragraph, as a reader sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The text. U+FFFC stands for what was left out.
    pub text: String,
    /// Where its parts are written, in order.
    pieces: Vec<Piece>,
}

/// A part of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    /// Where it begins in the passage.
    at: usize,
    /// Where it is written.
    range: TextRange,
    /// Whether it is written as it reads.
    verbatim: bool,
}

/// Where a part of a passage is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// From its first to its last byte.
    pub range: TextRange,
    /// Whether it is written as it reads, with no markup in between, so that it can be replaced.
    pub verbatim: bool,
}

impl Passage {
    /// Where the part from `start` to `end` of the text is written.
    #[must_use]
    pub fn written(&self, start: usize, end: usize) -> Option<Written> {
        let piece_at = |at: usize| {
            let behind = self.pieces.partition_point(|piece| piece.at <= at);
            self.pieces.get(behind.checked_sub(1)?)
        };
        let (first, last) = (piece_at(start)?, piece_at(end.checked_sub(1)?.max(start))?);
        let offset = |piece: &Piece, at: usize| {
            piece.range.start + u32::try_from(at - piece.at).unwrap_or(u32::MAX)
        };
        let from = if first.verbatim {
            offset(first, start)
        } else {
            first.range.start
        };
        let to = if last.verbatim {
            offset(last, end)
        } else {
            last.range.end
        };
        Some(Written {
            range: TextRange::new(from, to.max(from)),
            verbatim: first == last && first.verbatim,
        })
    }

    fn push(&mut self, text: &str, range: TextRange, verbatim: bool) {
        self.pieces.push(Piece {
            at: self.text.len(),
            range,
            verbatim,
        });
        self.text.push_str(text);
    }
}

/// Whether a node is a block, so that the text before it and in it do not belong together.
fn is_block(kind: NodeKind) -> bool {
    !matches!(
        kind,
        NodeKind::Emphasis
            | NodeKind::Strong
            | NodeKind::Strikethrough
            | NodeKind::Link
            | NodeKind::Image
            | NodeKind::Text
            | NodeKind::DecodedText(_)
            | NodeKind::Code { .. }
            | NodeKind::InlineHtml
            | NodeKind::FootnoteReference
            | NodeKind::SoftBreak
            | NodeKind::HardBreak
            | NodeKind::TaskMarker { .. }
    )
}
