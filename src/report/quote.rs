//! The line that a label is in, cut around it, for formats that show text but draw nothing.

use super::escape::escape;
use super::source::{SourceText, ceil_char_boundary, floor_char_boundary};
use crate::source::{Position, Span};

/// A line with a mark in it, everything escaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quote {
    /// Where the mark begins.
    pub(super) start: Position,
    /// Where it ends, behind its last character.
    pub(super) end: Position,
    /// What stands before the mark.
    pub(super) before: String,
    /// The mark, as far as it lies in this line; may be empty.
    pub(super) marked: String,
    /// What stands behind it.
    pub(super) after: String,
}

/// The line in which `span` begins; `None` if the file is too short to have it. No more than
/// `most` bytes before the mark, of it, and behind it are quoted.
pub(super) fn quote(text: &SourceText, span: Span, most: usize) -> Option<Quote> {
    let range = text.range(span)?;
    let (start, end) = text.positions(span);
    let line = text.line(start.line)?;
    let whole = text.text();
    let from = range.start.clamp(line.start, line.end);
    let to = range.end.clamp(from, line.end);
    let begin = ceil_char_boundary(whole, line.start.max(from.saturating_sub(most)));
    let cut = floor_char_boundary(whole, to.min(from + most)).max(from);
    let finish = floor_char_boundary(whole, line.end.min(to + most)).max(to);
    let dots = |left_out: bool| if left_out { "…" } else { "" };
    Some(Quote {
        start,
        end,
        before: format!(
            "{}{}",
            dots(begin > line.start),
            escape(&whole[begin..from])
        ),
        marked: format!("{}{}", escape(&whole[from..cut]), dots(cut < to)),
        after: format!("{}{}", escape(&whole[to..finish]), dots(finish < line.end)),
    })
}

/// Line `number` of `text`, escaped and cut to `most` bytes.
pub(super) fn line(text: &SourceText, number: u32, most: usize) -> Option<String> {
    let line = text.line(number)?;
    let end = floor_char_boundary(text.text(), line.end.min(line.start + most)).max(line.start);
    let dots = if end < line.end { "…" } else { "" };
    Some(format!("{}{dots}", escape(&text.text()[line.start..end])))
}
