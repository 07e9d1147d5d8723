//! Labels in the text of a file, before it is known how much of their lines is shown.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::escape::escape;
use super::line::{self, Focus, Room};
use super::source::SourceText;
use crate::diagnostic::Label;
use crate::source::Position;

/// How many lines of a label are shown; of a longer one only the first.
const LABEL_LINES: u32 = 4;

/// How many lines may lie between two labels that are shown in one piece.
const GAP: u32 = 1;

/// How many columns miette draws between the middle of an underline and the message; and one,
/// because an underline is longer than its mark where that ends within a cluster.
const HOOK: usize = 5;

/// Messages are not wrapped to fewer columns than these.
const LEAST_MESSAGE: usize = 10;

/// Fewer columns than these are not worth showing.
pub(super) const LEAST_WIDTH: usize = 20;

/// A label in the text of its file.
pub(super) struct Mark {
    /// Bytes of the text; neither end lies in a line ending.
    pub(super) range: Range<usize>,
    pub(super) first_line: u32,
    pub(super) last_line: u32,
    pub(super) position: Position,
    /// Escaped.
    pub(super) message: String,
    pub(super) primary: bool,
}

impl Mark {
    /// `None` if the file is too short for `label`.
    pub(super) fn new(label: &Label, primary: bool, text: &SourceText) -> Option<Self> {
        let range = text.range(label.span)?;
        let position = text.position(range.start);
        let first_line = position.line;
        // Empty lines at the end show nothing.
        let marked = text.text().get(range.clone())?;
        let end = range.start + marked.trim_end_matches(['\n', '\r']).len();
        let mut last_line = match end > range.start {
            true => text.position(end - 1).line,
            false => first_line,
        };
        let mut message = escape(&label.message).into_owned();
        if last_line - first_line >= LABEL_LINES {
            if !message.is_empty() {
                message.push(' ');
            }
            message.push_str(&format!("(to line {last_line})"));
            last_line = first_line;
        }
        let start = range.start.min(text.line(first_line)?.end);
        let end = end.min(text.line(last_line)?.end).max(start);
        Some(Self {
            range: start..end,
            first_line,
            last_line,
            position,
            message,
            primary,
        })
    }

    /// The columns from the start of the mark to where miette begins its message, which hangs from
    /// the middle of the underline; for a mark of several lines it stands close to the margin.
    fn indent(&self, text: &str, width: usize) -> usize {
        if self.first_line < self.last_line {
            return 2;
        }
        let marked = text.get(self.range.clone()).unwrap_or_default();
        columns_of(marked, width) / 2 + HOOK
    }

    /// The message in lines that fit beside the mark, although the line cannot be cut behind
    /// where the first of `marks` begins in it, and may be cut before.
    pub(super) fn wrapped(&self, marks: &[Self], text: &SourceText, room: Room) -> String {
        let width = room.width.saturating_sub(room.ellipsis.width());
        let first = self.first_beside(marks, text);
        let before = text.text().get(first..self.range.start);
        let before = before.map_or(0, |before| columns_of(before, width));
        let columns = width
            .saturating_sub(before + self.indent(text.text(), width))
            .max(LEAST_MESSAGE);
        if line::fits(&self.message, columns) {
            return self.message.clone();
        }
        let options = textwrap::Options::new(columns)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        textwrap::fill(&self.message, options)
    }

    /// Whether the underlines of the two, which are sorted, would overlap.
    const fn collides(&self, next: &Self) -> bool {
        let in_line = self.first_line == self.last_line && next.first_line == next.last_line;
        in_line && (next.range.start < self.range.end || next.range.start == self.range.start)
    }

    /// Where the first of `marks` begins in the line in which this one does.
    fn first_beside(&self, marks: &[Self], text: &SourceText) -> usize {
        let line_start = text.line(self.first_line).map_or(0, |line| line.start);
        marks
            .iter()
            .filter(|mark| mark.first_line <= self.first_line && self.first_line <= mark.last_line)
            .map(|mark| mark.range.start.max(line_start))
            .fold(self.range.start, usize::min)
    }

    /// How many columns the wrapped `message` needs from the start of the mark on.
    pub(super) fn columns(&self, text: &str, message: &str, width: usize) -> usize {
        let longest = message.lines().map(line::measure).max().unwrap_or(0);
        match longest {
            0 => 0,
            _ if self.first_line < self.last_line => 0,
            longest => self.indent(text, width) + longest,
        }
    }
}

/// What must be seen of the line `content`, given the range and the columns of each mark in it.
pub(super) fn focus(
    content: &str,
    marks: impl Iterator<Item = (Range<usize>, usize)> + Clone,
    width: usize,
) -> Focus {
    let ranges = marks.clone().map(|(range, _)| range);
    let Some(range) = ranges.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)) else {
        return Focus::default();
    };
    let columns = marks.map(|(mark, columns)| {
        let before = content.get(range.start..mark.start).unwrap_or_default();
        columns_of(before, width) + columns
    });
    Focus {
        columns: columns.max().unwrap_or(0),
        range,
    }
}

/// How many columns `text` takes, or `width` if it takes more.
fn columns_of(text: &str, width: usize) -> usize {
    if line::fits(text, width) {
        line::measure(text)
    } else {
        width
    }
}

/// Puts together the marks, sorted by place, that fit into one piece of `width` columns.
pub(super) fn group(marks: Vec<Mark>, text: &SourceText, width: usize) -> Vec<Vec<Mark>> {
    let mut groups: Vec<Vec<Mark>> = Vec::new();
    for mark in marks {
        let joined = groups.last_mut().filter(|group| {
            let last_line = group.iter().map(|mark| mark.last_line).max().unwrap_or(0);
            if mark.first_line > last_line + GAP + 1 {
                return false;
            }
            // miette puts underlines that overlap beside each other.
            if group.iter().any(|other| other.collides(&mark)) {
                return false;
            }
            // What is marked in one line must not be too long to show it together.
            let first = mark.first_beside(group, text);
            let covered = text.text().get(first..mark.range.end).unwrap_or_default();
            let message = line::measure(&mark.message).min(width / 2);
            first == mark.range.start
                || line::fits(covered, width.saturating_sub(LEAST_WIDTH + message))
        });
        match joined {
            Some(group) => group.push(mark),
            None => groups.push(vec![mark]),
        }
    }
    groups
}
