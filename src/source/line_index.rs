//! Lines and columns, worked out only when something is reported.

/// A place as people count: both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Finds the line and the column of an offset.
///
/// Lines end at `\n`, `\r\n` or a lone `\r`, as CommonMark has it.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// The offset at which each line begins.
    starts: Vec<u32>,
    /// How many scalar values begin before each block of [`BLOCK`] bytes, so that a column in a
    /// line of megabytes costs no more than one in a short line.
    counts: Vec<u32>,
}

const BLOCK: usize = 1024;

impl LineIndex {
    /// Indexes `text`, which is at most 4 GiB.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(narrow(at + 1));
        }
        let mut counts = Vec::with_capacity(bytes.len() / BLOCK + 1);
        let mut count = 0;
        for block in bytes.chunks(BLOCK) {
            counts.push(narrow(count));
            count += scalar_values(block);
        }
        Self { starts, counts }
    }

    /// How many lines there are; an empty text has one.
    #[must_use]
    pub fn line_count(&self) -> u32 {
        narrow(self.starts.len())
    }

    /// The place of the byte at `offset` of `text`, the text that was indexed. An offset past the
    /// end counts as the end.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let offset = offset.min(narrow(text.len()));
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = self.starts[line - 1];
        let column = self.count_before(text, offset) - self.count_before(text, start) + 1;
        Position {
            line: narrow(line),
            column,
        }
    }

    /// The byte range of line `line` (from 1) without its line ending; `None` if there is no such
    /// line.
    #[must_use]
    pub fn line_range(&self, text: &str, line: u32) -> Option<std::ops::Range<usize>> {
        let index = (line as usize).checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let end = self
            .starts
            .get(index + 1)
            .map_or(text.len(), |&next| next as usize);
        let line = text.get(start..end)?;
        Some(start..start + line.trim_end_matches(['\n', '\r']).len())
    }

    fn count_before(&self, text: &str, offset: u32) -> u32 {
        let offset = offset as usize;
        let block = offset / BLOCK;
        match self.counts.get(block) {
            Some(&count) => count + narrow(scalar_values(&text.as_bytes()[block * BLOCK..offset])),
            // The very end of a text whose length is a multiple of the block.
            None => match self.counts.last() {
                Some(&count) => {
                    count + narrow(scalar_values(&text.as_bytes()[(block - 1) * BLOCK..offset]))
                }
                None => 0,
            },
        }
    }
}

/// How many scalar values begin in `bytes`.
fn scalar_values(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (u32, u32) {
        let Position { line, column } = LineIndex::new(text).position(text, offset);
        (line, column)
    }

    #[test]
    fn columns_count_scalar_values() {
        assert_eq!(at("", 0), (1, 1));
        assert_eq!(at("a\né📌x", 2), (2, 1));
        assert_eq!(at("a\né📌x", 8), (2, 3));
        assert_eq!(at("a\n", 2), (2, 1));
    }

    #[test]
    fn every_line_ending_counts_once() {
        let text = "a\r\nb\rc\nd";
        assert_eq!(at(text, 3), (2, 1));
        assert_eq!(at(text, 5), (3, 1));
        assert_eq!(at(text, 7), (4, 1));
        let index = LineIndex::new(text);
        let lines: Vec<_> = (1..=4)
            .map(|n| &text[index.line_range(text, n).unwrap()])
            .collect();
        assert_eq!(lines, ["a", "b", "c", "d"]);
        assert_eq!(index.line_range(text, 5), None);
    }

    #[test]
    fn long_lines_count_by_blocks() {
        let text = "é".repeat(BLOCK * 3);
        assert_eq!(at(&text, 2 * 2500), (1, 2501));
        assert_eq!(at(&text, narrow(text.len())), (1, 3 * 1024 + 1));
    }
}
