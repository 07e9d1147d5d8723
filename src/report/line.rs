//! One line of a file, as a terminal shows it.

use std::borrow::Cow;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::escape::{self, STAND_INS};
use super::source::{ceil_char_boundary, floor_char_boundary};

/// Columns between tab stops.
const TAB: usize = 4;

/// How much of a line is looked at for each column there is to fill, so that a line of megabytes,
/// or one of nothing but combining marks, costs no more than another.
const BYTES_PER_COLUMN: usize = 16;

/// Room for an excerpt, and how to say that there was not enough.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// Columns.
    pub(super) width: usize,
    /// What stands for the parts left out; one column for each byte or, if not ASCII, one.
    pub(super) ellipsis: &'static str,
}

/// What must be seen of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Focus {
    /// Bytes of the line, on character boundaries.
    pub(super) range: Range<usize>,
    /// How many columns are needed from the start of the range on, for the range or for what is
    /// said below it.
    pub(super) columns: usize,
}

/// Clusters that the layout would take for wider or narrower than they are, because it adds up the
/// widths of their characters: emoji with modifiers, joiners or selectors. While laid out each is
/// replaced by one character of two columns; [`restore`](Self::restore) puts it back.
#[derive(Debug, Default)]
pub(super) struct StandIns(Vec<String>);

impl StandIns {
    fn push(&mut self, cluster: &str) -> Option<char> {
        let index = u32::try_from(self.0.len()).ok()?;
        let c = char::from_u32(*STAND_INS.start() as u32 + index)?;
        STAND_INS.contains(&c).then(|| {
            self.0.push(cluster.to_owned());
            c
        })
    }

    /// Puts the clusters back into what was laid out.
    pub(super) fn restore(&self, laid_out: String) -> String {
        if self.0.is_empty() {
            return laid_out;
        }
        let mut restored = String::with_capacity(laid_out.len());
        for c in laid_out.chars() {
            let cluster = (c as u32)
                .checked_sub(*STAND_INS.start() as u32)
                .and_then(|index| self.0.get(index as usize));
            match cluster {
                Some(cluster) => restored.push_str(cluster),
                None => restored.push(c),
            }
        }
        restored
    }
}

/// A line cut to the room there is, with everything hostile escaped and tabs spread.
#[derive(Debug)]
pub(super) struct ShownLine {
    /// What is shown, without a line ending.
    pub(super) text: String,
    /// Where each cluster begins, in the line and in [`text`](Self::text); the last one is where
    /// the part that is shown ends.
    cells: Vec<(usize, usize)>,
}

impl ShownLine {
    /// Shows `line` (without its ending), and of a line too long the part around `focus`, so that
    /// `focus.columns` stay free from its start to the right edge.
    pub(super) fn new(line: &str, focus: &Focus, room: Room, stand_ins: &mut StandIns) -> Self {
        let window = window(line, focus, room);
        let mut text = String::new();
        let mut cells = Vec::new();
        let mut column = 0;
        if window.start > 0 {
            text.push_str(room.ellipsis);
            column += room.ellipsis.width();
        }
        let mut clusters = line[window.clone()].grapheme_indices(true).peekable();
        while let Some((at, cluster)) = clusters.next() {
            cells.push((window.start + at, text.len()));
            if cluster == "\t" {
                let spaces = TAB - column % TAB;
                text.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
                continue;
            }
            let next = clusters.peek().and_then(|(_, next)| next.chars().next());
            let shown = escape::escape_cluster(cluster, next);
            column += shown.width();
            match stand_in(&shown).then(|| stand_ins.push(&shown)).flatten() {
                Some(c) => text.push(c),
                None => text.push_str(&shown),
            }
        }
        cells.push((window.end, text.len()));
        if window.end < line.len() {
            text.push_str(room.ellipsis);
        }
        Self { text, cells }
    }

    /// The range of what is shown that stands for `range` of the line.
    pub(super) fn place(&self, range: Range<usize>) -> Range<usize> {
        let before = self.cells.partition_point(|&(at, _)| at <= range.start);
        let start = match before.checked_sub(1).and_then(|last| self.cells.get(last)) {
            Some(&(_, shown)) => shown,
            None => 0,
        };
        if range.is_empty() {
            return start..start;
        }
        let after = self.cells.partition_point(|&(at, _)| at < range.end);
        let end = self
            .cells
            .get(after)
            .map_or(self.text.len(), |&(_, shown)| shown);
        start..end.max(start)
    }
}

/// Whether the widths of the characters of a cluster do not add up to its own.
fn stand_in(cluster: &str) -> bool {
    cluster.chars().nth(1).is_some()
        && cluster.width() == 2
        && cluster
            .chars()
            .map(|c| c.width().unwrap_or(0))
            .sum::<usize>()
            != 2
}

/// How many columns `text` takes; if it has tabs, at most.
pub(super) fn measure(text: &str) -> usize {
    widths(text).sum()
}

/// Whether `text` takes no more than `width` columns.
pub(super) fn fits(text: &str, width: usize) -> bool {
    text.len() <= width * BYTES_PER_COLUMN && measure(text) <= width
}

/// The columns of each cluster of `text`.
fn widths(text: &str) -> impl DoubleEndedIterator<Item = usize> {
    text.graphemes(true).map(cluster_width)
}

fn cluster_width(cluster: &str) -> usize {
    match cluster {
        "\t" => TAB,
        _ => match escape::escape_cluster(cluster, None) {
            Cow::Borrowed(cluster) => cluster.width(),
            Cow::Owned(escaped) => escaped.width(),
        },
    }
}

/// The part of `line` to show.
fn window(line: &str, focus: &Focus, room: Room) -> Range<usize> {
    let Focus { range, columns } = focus;
    let head = &line[..range.start];
    if fits(line, room.width) && fits(head, room.width.saturating_sub(*columns)) {
        return 0..line.len();
    }
    let reach = room.width * BYTES_PER_COLUMN;
    let mark = room.ellipsis.width();
    let focus_end = floor_char_boundary(line, range.end.min(range.start + reach));
    let focused = measure(&line[range.start..focus_end]).min(room.width);
    let start = if fits(
        head,
        room.width.saturating_sub((focused + mark).max(*columns)),
    ) {
        0
    } else {
        let spare = room.width.saturating_sub(2 * mark + focused);
        let after_end = floor_char_boundary(line, focus_end + reach);
        let after = measure(&line[focus_end..after_end]).min(spare);
        // A third of the room before, but all of it where nothing comes after.
        let lead = (spare / 3).max(spare - after);
        let most = room.width.saturating_sub(mark + columns);
        let chunk = ceil_char_boundary(line, range.start.saturating_sub(reach));
        back(line, chunk..range.start, lead.min(most))
    };
    let width = room.width.saturating_sub(if start > 0 { mark } else { 0 });
    start..forward(line, start, width, mark, reach)
}

/// Where the last clusters of `line[chunk]` that fit into `width` begin.
fn back(line: &str, chunk: Range<usize>, width: usize) -> usize {
    let mut start = chunk.end;
    let mut used = 0;
    for cluster in line[chunk].graphemes(true).rev() {
        used += cluster_width(cluster);
        if used > width {
            break;
        }
        start -= cluster.len();
    }
    start
}

/// Where the clusters of `line` from `start` on that fit into `width` end; if that is not the end
/// of the line, `mark` columns are left free.
fn forward(line: &str, start: usize, width: usize, mark: usize, reach: usize) -> usize {
    let limit = floor_char_boundary(line, start + reach);
    let mut end = start;
    let mut marked_end = start;
    let mut used = 0;
    for cluster in line[start..limit].graphemes(true) {
        used += cluster_width(cluster);
        if used > width {
            return marked_end;
        }
        end += cluster.len();
        if used + mark <= width {
            marked_end = end;
        }
    }
    if end == line.len() { end } else { marked_end }
}
