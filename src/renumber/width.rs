//! Tables whose columns keep their widths.

use std::collections::{BTreeMap, HashMap};

use unicode_width::UnicodeWidthStr as _;

use crate::collection::{IndexRow, IndexView, cells};
use crate::diagnostic::Edit;
use crate::index::IndexKind;
use crate::source::{FileId, Span};

/// Of ten rows of a table, how many must be equally wide for its columns to have a width.
const OF_TEN: usize = 8;

/// Lets cells of indexes in which `edits` make something longer or shorter have fewer or more
/// spaces, so that what stands behind them stays where it is.
pub(super) fn keep(views: &[IndexView<'_>], edits: &mut BTreeMap<FileId, Vec<Edit>>) {
    for view in views
        .iter()
        .filter(|view| view.summary.kind == IndexKind::Table)
    {
        let Some(of_file) = edits.get_mut(&view.file) else {
            continue;
        };
        of_file.sort_by_key(|edit| edit.span);
        let rows = &view.summary.rows;
        let mut spaces = Vec::new();
        for rows in rows.chunk_by(|a, b| a.group == b.group) {
            if let Some(usual) = usual_width(rows) {
                for row in rows {
                    row_spaces(view.file, row, usual, of_file, &mut spaces);
                }
            }
        }
        of_file.extend(spaces);
    }
}

/// How wide nearly all of `rows` are.
fn usual_width(rows: &[IndexRow]) -> Option<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for (_, line) in rows.iter().filter_map(|row| row.line.as_ref()) {
        *counts.entry(line.width()).or_default() += 1;
    }
    let (width, count) = counts
        .into_iter()
        .max_by_key(|&(width, count)| (count, width))?;
    (count > 1 && count * 10 >= rows.len() * OF_TEN).then_some(width)
}

/// The edits of the spaces at the ends of the cells of `row` that others of the sorted `edits` make
/// longer or shorter.
fn row_spaces(file: FileId, row: &IndexRow, usual: usize, edits: &[Edit], spaces: &mut Vec<Edit>) {
    let Some((place, line)) = &row.line else {
        return;
    };
    let first = edits.partition_point(|edit| edit.span.start < place.start);
    let inside = edits[first..]
        .iter()
        .take_while(|edit| edit.span.end <= place.end);
    let inside: Vec<&Edit> = inside.filter(|edit| !edit.span.is_empty()).collect();
    if inside.is_empty() {
        return;
    }
    for (start, end) in cells(line) {
        let cell = Span::from_usize(place.start as usize + start..place.start as usize + end);
        let (mut old, mut new) = (0, 0);
        for edit in inside.iter().filter(|edit| cell.encloses(edit.span)) {
            let from = (edit.span.start - place.start) as usize;
            let written = line.get(from..from + edit.span.len() as usize);
            old += written.unwrap_or_default().width();
            new += edit.replacement.width();
        }
        let content = line[start..end].trim_end_matches(' ').len();
        let free = (end - start - content).saturating_sub(1);
        let end = cell.end;
        let edit = |span: Span, replacement: String| Edit {
            file,
            span,
            replacement,
        };
        if new > old {
            let fewer = free.min(new - old);
            let fewer_from = end - u32::try_from(fewer).unwrap_or(0);
            if fewer > 0 {
                spaces.push(edit(Span::new(fewer_from, end), String::new()));
            }
        } else if new < old && line.width() == usual {
            spaces.push(edit(Span::empty(end), " ".repeat(old - new)));
        }
    }
}
