//! From a text to what is garbled in it: looks at the text, and at what the repair makes of it, until
//! nothing more is found.

use std::cell::LazyCell;
use std::ops::Range;

use super::edit::{self, Edit};
use super::finding::{Find, explaining, name};
use super::lines::Lines;
use super::look::look;
use super::{Certainty, Garbled};

/// How often the repaired text is looked through for what the repair itself brought to light.
/// Text that was not made to defeat this needs one look.
const LOOKS: usize = 8;

/// Finds what is garbled in `text`, sorted, without overlaps; see [`Garbled`]. Where code is, is only
/// asked if something is found.
pub(super) fn find(text: &str, code: impl FnOnce() -> Vec<Range<usize>>) -> Vec<Garbled> {
    let mut lines = Lines::of(text);
    if lines.is_empty() {
        return Vec::new();
    }
    let code = LazyCell::new(code);
    let found = look(text, &mut lines, &code);
    if found.is_empty() {
        return Vec::new();
    }
    let whole = Whole {
        text,
        lines,
        code: &code,
    };
    name(whole.settled(found))
}

/// The text as it was at the first look.
struct Whole<'a> {
    text: &'a str,
    lines: Lines,
    code: &'a [Range<usize>],
}

/// What is found when what was found before is applied.
struct More {
    edited: String,
    /// In the edited text.
    found: Vec<Find>,
}

impl Whole<'_> {
    /// With the exact ones of the findings applied no more exact ones are found, and with all of
    /// them nothing more. None at all if that cannot be had.
    fn settled(&self, first: Vec<Find>) -> Vec<Find> {
        // The exact ones come first, so that they do not depend on what is guessed.
        let (exact, guesses): (Vec<Find>, Vec<Find>) = first.into_iter().partition(Find::is_exact);
        let Some((exact, left)) = self.settle(exact, Find::is_exact) else {
            return Vec::new();
        };
        let guesses = apart(guesses, &exact);
        if guesses.is_empty() && left.is_empty() {
            return exact;
        }
        let proved = exact.len();
        let is_evidence = !are_among(&guesses, &left);
        let mut found = exact;
        for find in &mut found {
            find.garbled.is_evidence = is_evidence;
        }
        found.extend(guesses);
        found.sort_by_key(|find| find.garbled.range.start);
        let Some((mut found, _)) = self.settle(found, |_| true) else {
            return Vec::new();
        };
        // What was found on top of guesses may have taken in what is exact. If there is more that
        // is exact without it, nothing here can be proved apart from the guesses.
        let exact: Vec<Find> = found
            .iter()
            .filter(|find| find.is_exact())
            .cloned()
            .collect();
        if exact.len() != proved && self.more(&exact).found.iter().any(Find::is_exact) {
            for find in &mut found {
                find.garbled.certainty = Certainty::Guessed;
                find.garbled.is_evidence = false;
            }
        }
        found
    }

    /// Adds to `found` what comes to light when it is applied, as far as `wanted` says yes to it,
    /// until nothing does. Also gives where something is found then that is not wanted. None if
    /// there is no end of it.
    fn settle(
        &self,
        mut found: Vec<Find>,
        wanted: fn(&Find) -> bool,
    ) -> Option<(Vec<Find>, Vec<Range<usize>>)> {
        for _ in 0..LOOKS {
            let more = self.more(&found);
            let (new, others): (Vec<Find>, Vec<Find>) = more.found.into_iter().partition(wanted);
            if new.is_empty() {
                let (below, above) = (edits(&found), edits(&others));
                let left = edit::compose(&more.edited, &below, &above);
                return Some((found, left.into_iter().map(|joint| joint.range).collect()));
            }
            found = compose(self.text, &more.edited, found, &new);
        }
        None
    }

    /// What is found with `found` applied.
    fn more(&self, found: &[Find]) -> More {
        let edits = edits(found);
        let edited = edit::apply(self.text, &edits);
        let mut lines = self.lines.after(&edits, &edited);
        let code = LazyCell::new(|| edit::shift(self.code, &edits));
        let found = look(&edited, &mut lines, &code);
        More { edited, found }
    }
}

fn edits(found: &[Find]) -> Vec<Edit<'_>> {
    found.iter().map(Find::edit).collect()
}

/// Those of `guesses` that do not overlap one of `found`.
fn apart(mut guesses: Vec<Find>, found: &[Find]) -> Vec<Find> {
    let ranges: Vec<Range<usize>> = found.iter().map(|f| f.garbled.range.clone()).collect();
    guesses.retain(|guess| !overlaps(&guess.garbled.range, &ranges));
    guesses
}

/// Whether each of `guesses` overlaps one of `ranges`.
fn are_among(guesses: &[Find], ranges: &[Range<usize>]) -> bool {
    guesses
        .iter()
        .all(|guess| overlaps(&guess.garbled.range, ranges))
}

/// Whether a range overlaps one of `others`, which are sorted and apart.
fn overlaps(range: &Range<usize>, others: &[Range<usize>]) -> bool {
    let at = others.partition_point(|other| other.end <= range.start);
    others.get(at).is_some_and(|other| other.start < range.end)
}

/// The findings in `text` that come to the same as `found`, which give `edited`, and after that
/// `more`, which are in `edited`.
fn compose(text: &str, edited: &str, found: Vec<Find>, more: &[Find]) -> Vec<Find> {
    // What was only found with guesses made rests on them.
    let on_guesses = !found.iter().all(Find::is_exact);
    let joints = edit::compose(edited, &edits(&found), &edits(more));
    let mut composed: Vec<Find> = Vec::with_capacity(found.len());
    let mut taken = 0;
    for joint in joints {
        composed.extend(found.iter().take(joint.below.start).skip(taken).cloned());
        taken = joint.below.end;
        let below = found.get(joint.below).unwrap_or_default();
        let above = more.get(joint.above).unwrap_or_default();
        let longest = |finds: &[Find]| {
            let misreads = finds.iter().map(|find| &find.misreads);
            let longest = misreads.max_by_key(|misreads| misreads.len());
            longest.cloned().unwrap_or_default()
        };
        let mut misreads = longest(below);
        misreads.extend(longest(above));
        // What is proved on top of what is proved is proved, also if parts of it were misread more
        // often than others.
        let exact = !on_guesses && above.iter().all(Find::is_exact);
        let alternatives = match above {
            [find] if find.garbled.meant == joint.text => find.garbled.alternatives.clone(),
            _ => Vec::new(),
        };
        let raw = text.get(joint.range.clone()).unwrap_or_default();
        composed.push(Find {
            equals: explaining(raw, &misreads),
            garbled: Garbled {
                range: joint.range,
                meant: joint.text,
                misreadings: Vec::new(),
                certainty: if exact {
                    Certainty::Exact
                } else {
                    Certainty::Guessed
                },
                gain: above.iter().map(|find| find.garbled.gain).sum(),
                alternatives,
                is_evidence: false,
            },
            misreads,
            unlikely: false,
        });
    }
    composed.extend(found.into_iter().skip(taken));
    composed
}
