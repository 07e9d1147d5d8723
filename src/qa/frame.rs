//! What a file begins and ends with.

use crate::markdown::{Document, NodeKind};
use crate::source::TextRange;

/// How long, in bytes, a block may be that many files share.
const LONGEST: usize = 1000;

/// How many letters there must be in one.
const FEWEST_LETTERS: usize = 10;

/// The first and the last block of a document that say something, if they are short: what files
/// share stands there.
#[must_use]
pub fn frame(text: &str, document: &Document) -> (Option<TextRange>, Option<TextRange>) {
    let blocks: Vec<TextRange> = document
        .children(None)
        .filter(|(_, node)| node.kind != NodeKind::ThematicBreak)
        .map(|(_, node)| node.range)
        .filter(|range| has_letters(range.of(text)))
        .collect();
    let short = |range: &&TextRange| range.of(text).trim().len() <= LONGEST;
    (
        blocks.first().filter(short).copied(),
        blocks.last().filter(short).copied(),
    )
}

/// Whether there is more in `block` than tags and marks.
fn has_letters(block: &str) -> bool {
    let mut in_tag = false;
    block
        .chars()
        .filter(|&c| {
            in_tag = c == '<' || in_tag && c != '>';
            !in_tag && c.is_alphabetic()
        })
        .take(FEWEST_LETTERS)
        .count()
        == FEWEST_LETTERS
}
