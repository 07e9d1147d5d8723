//! The lines that a diagnostic is about, laid out for miette.

use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::escape::escape;
use super::line::{Room, ShownLine, StandIns};
use super::mark::{LEAST_WIDTH, Mark, focus, group};
use super::source::{SourceText, Sources};
use crate::diagnostic::{Diagnostic, Label};
use crate::source::Position;

/// How many labels of one diagnostic are shown beside the primary one.
const FURTHER_LABELS: usize = 8;

/// A [`SourceCode`] that holds just the lines to show: cut to the width of the terminal, escaped,
/// and with their places already worked out by the files' line indices. miette's own sources scan
/// the file from its start for each label.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    /// In the order of `text`, which they cover.
    pieces: Vec<Piece>,
    labels: Vec<Placed>,
    stand_ins: StandIns,
    /// The labels that have no excerpt.
    unread: Vec<Unread>,
    /// How many labels were too many.
    left_out: usize,
}

/// Some lines of one file that follow one another.
#[derive(Debug)]
struct Piece {
    /// Bytes of the excerpt's text.
    range: Range<usize>,
    /// The path, escaped.
    name: String,
    /// From 1.
    first_line: u32,
    line_count: u32,
}

/// A label in the excerpt.
#[derive(Debug)]
struct Placed {
    /// Bytes of the excerpt's text.
    range: Range<usize>,
    /// Where it begins in the file.
    position: Position,
    /// Escaped, in lines that fit.
    message: String,
    primary: bool,
}

/// A label in a file that cannot be quoted.
#[derive(Debug)]
pub(super) struct Unread {
    /// The path, escaped.
    pub(super) name: String,
    /// Escaped.
    pub(super) message: String,
    pub(super) primary: bool,
}

impl Excerpt {
    /// Lays out what `diagnostic` points at for a terminal of `room`: the primary label first,
    /// then the others by place.
    pub(super) fn new(diagnostic: &Diagnostic, sources: &Sources<'_>, room: Room) -> Self {
        let further = diagnostic.labels.iter().take(FURTHER_LABELS);
        let mut excerpt = Self {
            left_out: diagnostic.labels.len().saturating_sub(FURTHER_LABELS),
            ..Self::default()
        };
        let home = diagnostic.primary.file;
        let mut labels = vec![(&diagnostic.primary, true)];
        labels.extend(further.map(|label| (label, false)));
        labels
            .sort_by_key(|(label, primary)| (label.file != home, label.file, label.span, !primary));
        labels.dedup_by(|(a, primary), (b, _)| !*primary && a == b);
        for in_file in labels.chunk_by(|(a, _), (b, _)| a.file == b.file) {
            let Some(&(Label { file, .. }, _)) = in_file.first() else {
                continue;
            };
            let name = escape(&sources.entry(*file).shown).into_owned();
            let text = sources.text(*file);
            let mut marks = Vec::new();
            for &(label, primary) in in_file {
                match text
                    .as_ref()
                    .and_then(|text| Mark::new(label, primary, text))
                {
                    Some(mark) => marks.push(mark),
                    None => {
                        let message = escape(&label.message).into_owned();
                        excerpt.unread.push(Unread {
                            name: name.clone(),
                            message,
                            primary,
                        });
                    }
                }
            }
            if let Some(text) = text {
                let mut groups = group(marks, &text, room.width);
                groups.sort_by_key(|marks| !marks.iter().any(|mark| mark.primary));
                for marks in groups {
                    excerpt.push(&marks, &name, &text, room);
                }
            }
        }
        excerpt.unread.sort_by_key(|label| !label.primary);
        excerpt
    }

    /// The labels, for miette.
    pub(super) fn labels(&self) -> impl Iterator<Item = LabeledSpan> + '_ {
        self.labels.iter().map(|label| {
            let message = (!label.message.is_empty()).then(|| label.message.clone());
            let span = (label.range.start, label.range.len());
            if label.primary {
                LabeledSpan::new_primary_with_span(message, span)
            } else {
                LabeledSpan::new_with_span(message, span)
            }
        })
    }

    /// Whether each label, in the order in which miette styles them, is the primary one.
    pub(super) fn primaries(&self) -> Vec<bool> {
        let mut labels: Vec<&Placed> = self.labels.iter().collect();
        labels.sort_by_key(|label| label.range.start);
        labels.iter().map(|label| label.primary).collect()
    }

    /// The labels whose files cannot be quoted (any more).
    pub(super) fn unread(&self) -> &[Unread] {
        &self.unread
    }

    /// How many labels are not shown because there are so many.
    pub(super) const fn left_out(&self) -> usize {
        self.left_out
    }

    /// Completes what miette made of this source.
    pub(super) fn restore(&self, rendered: String) -> String {
        self.stand_ins.restore(rendered)
    }

    /// Adds the lines of `marks`, which are sorted.
    fn push(&mut self, marks: &[Mark], name: &str, text: &SourceText, room: Room) {
        let (Some(first), Some(last)) = (
            marks.iter().map(|mark| mark.first_line).min(),
            marks.iter().map(|mark| mark.last_line).max(),
        ) else {
            return;
        };
        let multi_line = marks
            .iter()
            .filter(|mark| mark.first_line < mark.last_line)
            .count();
        let frame = last.to_string().len() + 4 + if multi_line > 0 { multi_line + 3 } else { 0 };
        let room = Room {
            width: room.width.saturating_sub(frame).max(LEAST_WIDTH),
            ..room
        };
        // Beside others, miette draws a line to a message even where there is none.
        let silent = if marks.len() > 1 { "here" } else { "" };
        let messages: Vec<String> = marks
            .iter()
            .map(|mark| match mark.message.is_empty() {
                true => silent.to_owned(),
                false => mark.wrapped(marks, text, room),
            })
            .collect();
        let begin = self.text.len();
        let mut placed: Vec<Range<usize>> = vec![begin..begin; marks.len()];
        for number in first..=last {
            let Some(line) = text.line(number) else {
                break;
            };
            let content = &text.text()[line.clone()];
            let inside = |offset: usize| offset.clamp(line.start, line.end) - line.start;
            let here = |mark: &Mark| mark.first_line <= number && number <= mark.last_line;
            let parts = marks
                .iter()
                .zip(&messages)
                .filter(|(mark, _)| here(mark))
                .map(|(mark, message)| {
                    let range = inside(mark.range.start)..inside(mark.range.end);
                    let columns = mark.columns(text.text(), message, room.width);
                    (range, columns)
                });
            let focus = focus(content, parts, room.width);
            let shown = ShownLine::new(content, &focus, room, &mut self.stand_ins);
            let offset = self.text.len();
            for (mark, placed) in marks.iter().zip(&mut placed) {
                if here(mark) {
                    let part = shown.place(inside(mark.range.start)..inside(mark.range.end));
                    if mark.first_line == number {
                        placed.start = offset + part.start;
                    }
                    placed.end = offset + part.end;
                }
            }
            self.text.push_str(&shown.text);
            self.text.push('\n');
        }
        for ((mark, message), range) in marks.iter().zip(messages).zip(placed) {
            self.labels.push(Placed {
                range,
                position: mark.position,
                message,
                primary: mark.primary,
            });
        }
        self.pieces.push(Piece {
            range: begin..self.text.len(),
            name: name.to_owned(),
            first_line: first,
            line_count: last - first + 1,
        });
    }
}

impl SourceCode for Excerpt {
    /// The whole piece that `span` lies in, whatever context is asked for: in Markdown the lines
    /// around a place are seldom about it. No context at all is how miette asks for the name and place to put above.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        context_lines_before: usize,
        context_lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let end = span.offset() + span.len();
        let piece = self
            .pieces
            .iter()
            .find(|piece| piece.range.contains(&span.offset()))
            .filter(|piece| end <= piece.range.end)
            .ok_or(MietteError::OutOfBounds)?;
        let label = self
            .labels
            .iter()
            .filter(|label| label.range.start == span.offset())
            .max_by_key(|label| label.primary);
        let (line, column) = match label {
            Some(label) if context_lines_before == 0 && context_lines_after == 0 => {
                (label.position.line, label.position.column)
            }
            _ => (piece.first_line, 1),
        };
        Ok(Box::new(MietteSpanContents::new_named(
            piece.name.clone(),
            &self.text.as_bytes()[piece.range.clone()],
            (piece.range.start, piece.range.len()).into(),
            line as usize - 1,
            column as usize - 1,
            piece.line_count as usize,
        )))
    }
}
