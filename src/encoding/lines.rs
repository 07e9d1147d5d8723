//! The lines of a text in which there is something suspicious: all that the lattice ever sees.

use std::ops::Range;

use super::codec::CodecSet;
use super::edit::{self, Edit};
use super::misread::Misread;
use super::prefilter::Places;
use super::reading::{Letter, changes};

/// Longer lines are worked through in parts of about this many bytes, so that memory stays bounded.
const LONGEST_LINE: usize = 1 << 16;

/// The suspicious lines of a text, in order.
pub(super) struct Lines {
    /// Those that are suspicious whether or not bytes were dropped.
    suspicious: Vec<Range<usize>>,
    /// Also those that are if bytes were dropped in the codecs of the set, and perhaps others.
    lossy: Option<(CodecSet, Vec<Range<usize>>)>,
    /// Whether what is changed may lie without them, or within parts of a very long line.
    cut: bool,
}

impl Lines {
    pub(super) fn of(text: &str) -> Lines {
        let mut lines = Lines {
            suspicious: Vec::new(),
            lossy: None,
            cut: false,
        };
        lines.suspicious = lines.scan(text, 0);
        lines
    }

    pub(super) fn is_empty(&self) -> bool {
        self.suspicious.is_empty()
    }

    /// Those that are suspicious whether or not bytes were dropped.
    pub(super) fn suspicious(&self) -> &[Range<usize>] {
        &self.suspicious
    }

    /// Also those that are if bytes were dropped in `codecs`.
    pub(super) fn lossy(&mut self, text: &str, codecs: CodecSet) -> &[Range<usize>] {
        if codecs == 0 {
            return &self.suspicious;
        }
        let lines = match self.lossy.take() {
            Some((known, lines)) if codecs & !known == 0 => (known, lines),
            _ => (codecs, self.scan(text, codecs)),
        };
        &self.lossy.insert(lines).1
    }

    /// Those of [`lossy`](Self::lossy), and all others in which one of `crossings` would change
    /// something.
    pub(super) fn crossed(
        &mut self,
        text: &str,
        codecs: CodecSet,
        crossings: &[Misread],
    ) -> Vec<Range<usize>> {
        let suspicious = self.lossy(text, codecs).to_vec();
        if crossings.is_empty() {
            return suspicious;
        }
        // What is changed is not within the lines that are known.
        self.cut = true;
        let changed = |line: &Range<usize>| {
            let text = text.get(line.clone()).unwrap_or_default();
            let short = text.len() <= LONGEST_LINE;
            let mut beyond_ascii = text.chars().filter(|c| !c.is_ascii() && short);
            beyond_ascii.any(|c| {
                let letter = Letter::new(c);
                crossings.iter().any(|&crossing| changes(&letter, crossing))
            })
        };
        let mut lines: Vec<Range<usize>> = Vec::new();
        let mut known = suspicious.into_iter().peekable();
        let mut at = 0;
        for content in text.split_inclusive('\n') {
            let line = at..at + content.len();
            at = line.end;
            let before = lines.len();
            while let Some(part) = known.next_if(|part| part.start < line.end) {
                lines.push(part);
            }
            if lines.len() == before && changed(&line) {
                lines.push(line);
            }
        }
        lines
    }

    /// Those of `edited`, which is what `text` becomes by the edits: what is changed lies within
    /// suspicious lines, and no other line gets suspicious by it.
    pub(super) fn after(&self, edits: &[Edit<'_>], edited: &str) -> Lines {
        if self.cut {
            return Lines::of(edited);
        }
        let still = |lines: Vec<Range<usize>>, codecs: CodecSet| {
            let mut lines = lines;
            lines.retain(|line| {
                let text = edited.get(..line.end).unwrap_or_default();
                Places::new(text, codecs).next(line.start).is_some()
            });
            lines
        };
        Lines {
            suspicious: still(edit::shift(&self.suspicious, edits), 0),
            lossy: self
                .lossy
                .as_ref()
                .map(|(codecs, lines)| (*codecs, still(edit::shift(lines, edits), *codecs))),
            cut: false,
        }
    }

    fn scan(&mut self, text: &str, codecs: CodecSet) -> Vec<Range<usize>> {
        let mut places = Places::new(text, codecs);
        let mut lines = Vec::new();
        let mut at = 0;
        while let Some(line) = next_line(text, at, &mut places, &mut self.cut) {
            at = line.end;
            lines.push(line);
        }
        lines
    }
}

/// The part of a line, at most [`LONGEST_LINE`] or so, in which there is a suspicious place.
fn next_line(
    text: &str,
    from: usize,
    places: &mut Places<'_>,
    cut: &mut bool,
) -> Option<Range<usize>> {
    let place = places.next(from)?;
    let bytes = text.as_bytes();
    let newline = memchr::memrchr(b'\n', bytes.get(from..place)?);
    let start = from + newline.map_or(0, |at| at + 1);
    let rest = bytes.get(place..)?;
    let end = place + memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    if end - start <= LONGEST_LINE {
        return Some(start..end);
    }
    *cut = true;
    // A part of a very long line: from a little before the place, to where ASCII stands that no
    // sequence runs over, if there is any.
    let start = boundary(text, place.saturating_sub(CONTEXT_BYTES).max(start));
    let most = boundary(text, (start + LONGEST_LINE).min(end));
    let part = bytes.get(place..most)?;
    let ascii = part
        .iter()
        .rposition(|byte| matches!(byte, b'\n' | b'\t' | b'.' | b',' | b';' | b'A'..=b'z'));
    Some(start..ascii.map_or(most, |at| place + at + 1))
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}

/// How much of a very long line before a suspicious place is looked at.
const CONTEXT_BYTES: usize = 16;
