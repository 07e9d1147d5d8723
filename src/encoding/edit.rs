//! Edits of a text, and what they do to places in it.

use std::ops::Range;

/// A replacement of a byte range of a text.
#[derive(Clone, Debug)]
pub(super) struct Edit<'a> {
    pub(super) range: Range<usize>,
    pub(super) text: &'a str,
}

/// The text with the edits, which are sorted and do not overlap, made.
pub(super) fn apply(text: &str, edits: &[Edit<'_>]) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        edited.push_str(text.get(at..edit.range.start).unwrap_or_default());
        edited.push_str(edit.text);
        at = edit.range.end;
    }
    edited.push_str(text.get(at..).unwrap_or_default());
    edited
}

/// Where `ranges`, which are sorted and apart, are after the edits. An edit at the edge of a range
/// does not belong to it if it lies outside.
pub(super) fn shift(ranges: &[Range<usize>], edits: &[Edit<'_>]) -> Vec<Range<usize>> {
    let mut places = Places {
        edits,
        next: 0,
        before: 0,
        after: 0,
    };
    let shifted = |range: &Range<usize>| {
        let start = places.after(range.start);
        start..places.after(range.end).max(start)
    };
    ranges.iter().map(shifted).collect()
}

/// Walks along the edits as places are asked for in order.
struct Places<'a> {
    edits: &'a [Edit<'a>],
    next: usize,
    /// The end of the last edit passed, in the text before and after.
    before: usize,
    after: usize,
}

impl Places<'_> {
    fn after(&mut self, place: usize) -> usize {
        while let Some(edit) = self
            .edits
            .get(self.next)
            .filter(|edit| edit.range.end <= place)
        {
            self.after += edit.range.start - self.before + edit.text.len();
            self.before = edit.range.end;
            self.next += 1;
        }
        match self
            .edits
            .get(self.next)
            .filter(|edit| edit.range.start < place)
        {
            Some(edit) => self.after + (edit.range.start - self.before),
            None => self.after + (place - self.before),
        }
    }
}

/// An edit in the text that `edits` give, as an edit of `text`: its range, which of `edits` it
/// takes the place of, and its text.
pub(super) fn compose(
    text: &str,
    edits: &[Edit<'_>],
    edit: &Edit<'_>,
) -> (Range<usize>, Range<usize>, String) {
    // Walk both texts along, until past the end of the edit.
    let (mut before, mut after) = (0, 0);
    let mut start = None;
    let mut meant = String::new();
    let mut taken = 0..0;
    for (index, below) in edits.iter().enumerate() {
        let after_start = after + (below.range.start - before);
        let after_end = after_start + below.text.len();
        if after_start >= edit.range.end {
            break;
        }
        if after_end > edit.range.start {
            if start.is_none() {
                taken.start = index;
                let from = if after_start <= edit.range.start {
                    let kept = below.text.get(..edit.range.start - after_start);
                    meant.push_str(kept.unwrap_or_default());
                    below.range.start
                } else {
                    below.range.start - (after_start - edit.range.start)
                };
                start = Some(from);
            }
            taken.end = index + 1;
        }
        before = below.range.end;
        after = after_end;
    }
    let start = start.unwrap_or_else(|| before + edit.range.start.saturating_sub(after));
    meant.push_str(edit.text);
    let end = if after > edit.range.end {
        let last = taken.end.checked_sub(1).and_then(|last| edits.get(last));
        let kept =
            last.and_then(|last| last.text.get(last.text.len() - (after - edit.range.end)..));
        meant.push_str(kept.unwrap_or_default());
        before
    } else {
        before + (edit.range.end - after)
    };
    (start..end.min(text.len()), taken, meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_edits() {
        let edits = [
            Edit {
                range: 2..4,
                text: "x",
            },
            Edit {
                range: 6..7,
                text: "yyy",
            },
        ];
        assert_eq!(apply("abcdefghij", &edits), "abxefyyyhij");
        assert_eq!(shift(&[0..2, 2..5, 6..9], &edits), [0..2, 2..4, 5..10]);
    }

    #[test]
    fn an_edit_of_an_edit_is_an_edit() {
        let text = "abcdefghij";
        let edits = [
            Edit {
                range: 2..4,
                text: "xx",
            },
            Edit {
                range: 6..7,
                text: "yyy",
            },
        ];
        let between = apply(text, &edits);
        for start in 0..between.len() {
            for end in start + 1..=between.len() {
                let above = Edit {
                    range: start..end,
                    text: "-",
                };
                let (range, taken, meant) = compose(text, &edits, &above);
                let mut both = edits[..taken.start].to_vec();
                both.push(Edit {
                    range,
                    text: &meant,
                });
                both.extend_from_slice(&edits[taken.end..]);
                both.sort_by_key(|edit| edit.range.start);
                assert_eq!(
                    apply(text, &both),
                    apply(&between, &[above]),
                    "{start}..{end}"
                );
            }
        }
    }
}
