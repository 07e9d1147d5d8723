//! Which lines of a file are new.

use std::ops::Range;

use similar::{DiffTag, TextDiff};

/// Lines of a file, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangedLines {
    /// The whole file is new.
    All,
    /// These; sorted, and none overlap.
    Some(Vec<Range<u32>>),
}

impl ChangedLines {
    /// Whether `line` is one of them.
    #[must_use]
    pub fn contain(&self, line: u32) -> bool {
        match self {
            Self::All => true,
            Self::Some(ranges) => {
                let behind = ranges.partition_point(|range| range.start <= line);
                let range = behind.checked_sub(1).and_then(|at| ranges.get(at));
                range.is_some_and(|range| line < range.end)
            }
        }
    }

    /// Where these lines of `before` are in `after`; lines that are new there are new, too.
    #[must_use]
    pub fn moved(&self, before: &[u8], after: &[u8]) -> Self {
        if *self == Self::All {
            return Self::All;
        }
        let mut moved: Vec<Range<u32>> = Vec::new();
        let diff = TextDiff::from_lines(before, after);
        for op in diff.ops() {
            let (old, new) = (op.old_range(), op.new_range());
            for (offset, line) in new.enumerate() {
                let is_new = op.tag() != DiffTag::Equal || self.contain(number(old.start + offset));
                if !is_new {
                    continue;
                }
                let line = number(line);
                match moved.last_mut() {
                    Some(last) if last.end == line => last.end = line + 1,
                    _ => moved.push(line..line + 1),
                }
            }
        }
        Self::Some(moved)
    }
}

/// The number of the line at `index`.
fn number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_found_again_after_edits() {
        let lines = ChangedLines::Some(vec![2..3, 5..6]);
        let found: Vec<u32> = (0..8).filter(|&line| lines.contain(line)).collect();
        assert_eq!(found, [2, 5]);
        let moved = lines.moved(b"a\nb\nc\nd\ne\n", b"a\nnew\nb\nC\nd\ne\n");
        assert_eq!(moved, ChangedLines::Some(vec![2..5, 6..7]));
    }
}
