//! What the character costs that a sequence was decoded to, as far as it is not what the model says.

use super::lattice::CONTEXT;
use super::model::{self, After};
use super::plausibility::foreign;
use super::reading::{Letter, Reading};

/// Whether a quotation is open after `c`.
pub(super) fn opens(open: bool, c: char) -> bool {
    match c {
        '“' | '„' => true,
        '”' => false,
        _ => open,
    }
}

/// How much likelier a quotation that was opened makes its end, in nats.
pub(super) fn pairing(open: bool, c: char) -> f32 {
    match c {
        '”' if open => 3.0,
        // Daggers are rarer than what is taken for them.
        '†' | '‡' => -4.0,
        _ => 0.0,
    }
}

/// No character costs more than this, in nats, in a codec that nearly all text is misread as: there
/// the sequence is evidence enough that some character was meant, however rare.
const RARE: f32 = 13.0;
/// The same of what was misread more than once, and what a letter of another script costs there.
const DEEP: f32 = 11.0;
pub(super) const DEEP_FOREIGN: f32 = 3.0;
/// The same of two letters that never stand side by side.
const SIGN: f32 = 9.0;
/// But for letters of scripts that cost more than this, in nats, by themselves.
const NEAR: f32 = 5.0;

/// What a single Greek letter costs in such a codec, in nats: science has them in any script.
pub(super) const GREEK: f32 = 1.0;

/// What it costs at most, in nats, that a letter of another script stands behind one of Latin that
/// looks like one of its own: such words begin with the wrong letter now and then.
const ALIKE: f32 = 6.0;

fn is_alike(c: char) -> bool {
    matches!(
        c,
        'A' | 'B'
            | 'C'
            | 'E'
            | 'H'
            | 'I'
            | 'K'
            | 'M'
            | 'O'
            | 'P'
            | 'T'
            | 'X'
            | 'Y'
            | 'a'
            | 'c'
            | 'e'
            | 'i'
            | 'o'
            | 'p'
            | 'u'
            | 'x'
            | 'y'
    )
}

/// The byte order mark.
const MARK: char = '\u{feff}';
pub(super) const NO_BREAK: char = '\u{a0}';
/// How much less likely a no-break space is than a space in the same place, at most, in nats.
const NOT_BROKEN: f32 = 3.0;

/// Costs that were asked for before: codecs that have the same bytes ask for the same, and what is
/// garbled is garbled in the same way throughout.
#[derive(Default)]
pub(super) struct Costs {
    /// Each at a place that its characters give; of two at the same place the last.
    known: Vec<([char; CONTEXT + 1], f32)>,
}

impl Costs {
    /// A power of two.
    const MOST: usize = 512;

    /// The cost of the last of the characters after the others, from `cost` if it is not known.
    fn get(&mut self, key: [char; CONTEXT + 1], cost: impl FnOnce(char) -> f32) -> f32 {
        let [before2, before1, c] = key;
        let mix = (c as u32) ^ (before1 as u32).rotate_left(11) ^ (before2 as u32).rotate_left(22);
        let place = (mix.wrapping_mul(0x9e37_79b9) >> 16) as usize % Costs::MOST;
        if self.known.is_empty() {
            // No text has a line feed behind two others in a line.
            self.known.resize(Costs::MOST, (['\n'; CONTEXT + 1], 0.0));
        }
        let known = &mut self.known[place];
        if known.0 != key || key == ['\n'; CONTEXT + 1] {
            *known = (key, cost(c));
        }
        known.1
    }

    /// The cost of the character of a reading of the first of `letters`; `after` is what is known of
    /// the character after those before, once it is.
    pub(super) fn decoded(
        &mut self,
        letters: &[Letter],
        before: [char; CONTEXT],
        after: &mut Option<After<'static>>,
        reading: &Reading,
    ) -> f32 {
        let [before2, before1] = before;
        let mut cost = self.get([before2, before1, reading.c], |c| {
            let after = after.get_or_insert_with(|| model::after(before2, before1));
            after.cost(c)
        });
        if !reading.guessed && is_alike(before1) && foreign(reading.c).is_some() {
            cost = cost.min(model::cost(' ', ' ', reading.c) + ALIKE);
        }
        let is_broken = || letters.first().is_some_and(|letter| letter.c == 'Â');
        match reading.c {
            MARK if before1 == '\n' => cost.min(SIGN),
            NO_BREAK if is_broken() => cost.min(model::cost(before2, before1, ' ') + NOT_BROKEN),
            _ if reading.is_deep() => cost.min(DEEP),
            _ if reading.is_crossing() => cost.min(RARE),
            _ if reading.is_sign(letters) => cost.min(SIGN),
            c if reading.is_usual() && foreign(c).is_none_or(|(_, odd)| odd <= NEAR) => {
                cost.min(RARE)
            }
            _ => cost,
        }
    }
}
