//! From offsets in the text as it was meant to offsets on disk, and back.

use super::{Span, TextRange};

/// Where text and disk differ: `text` stands for `disk`, and between two pieces both run alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Range in the text as it was meant.
    pub text: TextRange,
    /// Range on disk that it came from.
    pub disk: Span,
}

/// Maps offsets of a text to offsets of the bytes it was made from.
///
/// Costs nothing where nothing differs: the identity is an empty list.
///
/// Invariant: pieces are sorted, do not overlap, and between them both sides advance by the same
/// number of bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    pieces: Vec<Piece>,
}

impl OffsetMap {
    /// The map of a text that is what stands on disk.
    #[must_use]
    pub const fn identity() -> Self {
        Self { pieces: Vec::new() }
    }

    /// Whether text and disk are the same.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The places where text and disk differ, sorted.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Appends a place where the text differs: `len` bytes of text stand for `disk`.
    ///
    /// Pieces are pushed in order; what lies between the last one and this one is alike.
    pub fn push(&mut self, disk: Span, len: u32) {
        let start = match self.pieces.last() {
            Some(last) => last.text.end + (disk.start - last.disk.end),
            None => disk.start,
        };
        self.pieces.push(Piece {
            text: TextRange::new(start, start + len),
            disk,
        });
    }

    /// The bytes on disk that `range` came from.
    ///
    /// A range that begins or ends inside a replaced piece is widened to the whole piece, because
    /// no single byte on disk stands for a part of it.
    #[must_use]
    pub fn to_disk(&self, range: TextRange) -> Span {
        let (start, end) = self.translate(range.start, range.end, Piece::text, Piece::disk);
        Span::new(start, end)
    }

    /// The range of the text that stands for the bytes of `span`, widened like [`to_disk`].
    ///
    /// [`to_disk`]: Self::to_disk
    #[must_use]
    pub fn to_text(&self, span: Span) -> TextRange {
        let (start, end) = self.translate(span.start, span.end, Piece::disk, Piece::text);
        TextRange::new(start, end)
    }

    fn translate(&self, start: u32, end: u32, from: Side, to: Side) -> (u32, u32) {
        // A start belongs to the last piece that begins at or before it; an end that touches the
        // beginning of a piece belongs to what stands before that piece.
        let at_start = self.pieces.partition_point(|piece| from(piece).0 <= start);
        let new_start = self.offset(start, at_start, from, to, |(start, _)| start);
        if start == end {
            return (new_start, new_start);
        }
        let at_end = self.pieces.partition_point(|piece| from(piece).0 < end);
        let new_end = self.offset(end, at_end, from, to, |(_, end)| end);
        (new_start, new_end.max(new_start))
    }

    /// Where `offset` leads, given that `count` pieces begin before it; `inside` picks the edge
    /// of a piece for an offset within it.
    fn offset(
        &self,
        offset: u32,
        count: usize,
        from: Side,
        to: Side,
        inside: fn((u32, u32)) -> u32,
    ) -> u32 {
        let Some(piece) = count.checked_sub(1).and_then(|last| self.pieces.get(last)) else {
            return offset;
        };
        match offset.checked_sub(from(piece).1) {
            Some(beyond) => to(piece).1 + beyond,
            None => inside(to(piece)),
        }
    }

    /// The map of a text that was made in two steps: `self` leads from it to a text in between,
    /// `below` from there to the disk.
    #[must_use]
    pub fn over(self, below: &Self) -> Self {
        if below.is_identity() {
            return self;
        }
        let mut merged = Self::identity();
        let mut upper = self.pieces.iter().peekable();
        let mut lower = below.pieces.iter().peekable();
        loop {
            // Begin with whichever piece comes first in the text between, and take in every
            // piece of either side that overlaps what has been taken.
            let begin = match (upper.peek(), lower.peek()) {
                (Some(a), Some(b)) => a.disk.start.min(b.text.start),
                (Some(a), None) => a.disk.start,
                (None, Some(b)) => b.text.start,
                (None, None) => return merged,
            };
            let mut between = TextRange::empty(begin);
            let (mut grown, mut shrunk) = (0, 0);
            let mut disk: Option<Span> = None;
            let joins = |between: TextRange, start: u32| start == begin || start < between.end;
            loop {
                if let Some(piece) = upper.next_if(|piece| joins(between, piece.disk.start)) {
                    between.end = between.end.max(piece.disk.end);
                    grown += piece.text.len();
                    shrunk += piece.disk.len();
                } else if let Some(piece) = lower.next_if(|piece| joins(between, piece.text.start))
                {
                    between.end = between.end.max(piece.text.end);
                    disk = Some(disk.map_or(piece.disk, |disk| disk.cover(piece.disk)));
                } else {
                    break;
                }
            }
            let reached = below.to_disk(between);
            merged.push(
                disk.map_or(reached, |disk| disk.cover(reached)),
                between.len() + grown - shrunk,
            );
        }
    }
}

/// Start and end of one side of a piece.
type Side = fn(&Piece) -> (u32, u32);

impl Piece {
    fn text(&self) -> (u32, u32) {
        (self.text.start, self.text.end)
    }

    fn disk(&self) -> (u32, u32) {
        (self.disk.start, self.disk.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(pieces: &[(u32, u32, u32)]) -> OffsetMap {
        let mut map = OffsetMap::identity();
        for &(start, end, len) in pieces {
            map.push(Span::new(start, end), len);
        }
        map
    }

    #[test]
    fn identity_leads_to_itself() {
        assert_eq!(
            OffsetMap::identity().to_disk(TextRange::new(3, 9)),
            Span::new(3, 9)
        );
    }

    #[test]
    fn ranges_shift_behind_a_piece_and_widen_inside_it() {
        // Eight bytes on disk became four.
        let map = map(&[(10, 18, 4)]);
        assert_eq!(map.to_disk(TextRange::new(2, 10)), Span::new(2, 10));
        assert_eq!(map.to_disk(TextRange::new(10, 14)), Span::new(10, 18));
        assert_eq!(map.to_disk(TextRange::new(11, 13)), Span::new(10, 18));
        assert_eq!(map.to_disk(TextRange::new(14, 20)), Span::new(18, 24));
        assert_eq!(map.to_text(Span::new(18, 24)), TextRange::new(14, 20));
        assert_eq!(map.to_text(Span::new(12, 13)), TextRange::new(10, 14));
    }

    #[test]
    fn a_byte_order_mark_is_before_everything() {
        let map = map(&[(0, 3, 0)]);
        assert_eq!(map.to_disk(TextRange::new(0, 2)), Span::new(3, 5));
        assert_eq!(map.to_text(Span::new(3, 5)), TextRange::new(0, 2));
    }

    #[test]
    fn maps_compose() {
        // On disk: a mark of three bytes, then a legacy byte at 13 that became two bytes.
        let below = map(&[(0, 3, 0), (13, 14, 2)]);
        // In the text between: eight bytes at 6..14 became three; they hold the legacy byte.
        let upper = map(&[(6, 14, 3), (20, 22, 1)]);
        let both = upper.over(&below);
        assert_eq!(both, map(&[(0, 3, 0), (9, 16, 3), (22, 24, 1)]),);
    }
}
