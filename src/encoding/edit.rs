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

/// Edits that come to one.
#[derive(Clone, Debug)]
pub(super) struct Joint {
    /// In the text before all edits.
    pub(super) range: Range<usize>,
    pub(super) text: String,
    /// Which of the edits made first it takes the place of.
    pub(super) below: Range<usize>,
    /// Which of the edits made after them.
    pub(super) above: Range<usize>,
}

/// The edits `above` of `middle`, the text that the edits `below` give, as edits of the text before
/// those: together with what they touch of `below`, and with each other where they touch the same.
pub(super) fn compose(middle: &str, below: &[Edit<'_>], above: &[Edit<'_>]) -> Vec<Joint> {
    // Where the edits made first stand in the middle.
    let mut places: Vec<Range<usize>> = Vec::with_capacity(below.len());
    let (mut before, mut after) = (0, 0);
    for edit in below {
        let start = after + (edit.range.start - before);
        places.push(start..start + edit.text.len());
        (before, after) = (edit.range.end, start + edit.text.len());
    }
    // From a place in the middle that is in none of them, behind the first `count` of them.
    let origin = |place: usize, count: usize| {
        let last = count.checked_sub(1);
        match last.and_then(|last| Some((below.get(last)?, places.get(last)?))) {
            Some((edit, middle)) => place - middle.end + edit.range.end,
            None => place,
        }
    };
    let mut joints: Vec<Joint> = Vec::with_capacity(above.len());
    for (index, edit) in above.iter().enumerate() {
        let first = places.partition_point(|place| place.end <= edit.range.start);
        let last = places.partition_point(|place| place.start < edit.range.end);
        let touched = first..last.max(first);
        match joints.last_mut() {
            Some(joint) if !touched.is_empty() && touched.start < joint.below.end => {
                joint.below.end = touched.end;
                joint.above.end = index + 1;
            }
            _ => joints.push(Joint {
                range: 0..0,
                text: String::new(),
                below: touched,
                above: index..index + 1,
            }),
        }
    }
    for joint in &mut joints {
        let edits = above.get(joint.above.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (edits.first(), edits.last()) else {
            continue;
        };
        let (mut start, mut end) = (first.range.start, last.range.end);
        let touched = below.get(joint.below.clone()).unwrap_or_default();
        let middles = places.get(joint.below.clone()).unwrap_or_default();
        joint.range.start = match (touched.first(), middles.first()) {
            (Some(edit), Some(middle)) if middle.start <= start => {
                start = middle.start;
                edit.range.start
            }
            _ => origin(start, joint.below.start),
        };
        joint.range.end = match (touched.last(), middles.last()) {
            (Some(edit), Some(middle)) if middle.end >= end => {
                end = middle.end;
                edit.range.end
            }
            _ => origin(end, joint.below.end),
        };
        let mut at = start;
        for edit in edits {
            joint.text += middle.get(at..edit.range.start).unwrap_or_default();
            joint.text += edit.text;
            at = edit.range.end;
        }
        joint.text += middle.get(at..end).unwrap_or_default();
    }
    joints
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
    fn edits_of_edits_are_edits() {
        let text = "abcdefghij";
        fn edit(range: Range<usize>, text: &str) -> Edit<'_> {
            Edit { range, text }
        }
        let below = [edit(2..4, "xx"), edit(6..7, "yyy")];
        let middle = apply(text, &below);
        let is_right = |above: &[Edit<'_>]| {
            let joints = compose(&middle, &below, above);
            let mut both: Vec<Edit<'_>> = Vec::new();
            let mut taken = 0;
            for joint in &joints {
                both.extend_from_slice(&below[taken..joint.below.start]);
                both.push(edit(joint.range.clone(), &joint.text));
                taken = joint.below.end;
            }
            both.extend_from_slice(&below[taken..]);
            assert!(both.is_sorted_by_key(|edit| edit.range.start));
            assert_eq!(apply(text, &both), apply(&middle, above), "{above:?}");
        };
        for start in 0..middle.len() {
            for end in start + 1..=middle.len() {
                is_right(&[edit(start..end, "-")]);
                for next in end..middle.len() {
                    is_right(&[edit(start..end, "-"), edit(next..next + 1, "=")]);
                }
            }
        }
    }
}
