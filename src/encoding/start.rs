//! Where garbled sequences may start: the question that is asked of every character outside ASCII
//! that is at all suspicious, so that hardly any clean text reaches the lattice.

use super::codec::{Codec, CodecSet, SCRIPTS, SPACED, is_continuation};
use super::plausibility::foreign;
use super::reading::{Guess, Letter, is_hole, is_remains, is_straight, sequence};

/// A letter of another script that would cost more than this, in nats, by itself is never what a
/// single sequence stands for.
const TOO_FOREIGN: f32 = 9.5;

/// The codecs among `active` in which a sequence may start at `at`, other than one that stands by
/// itself for a letter of another script, which is never right in a text that nothing else is wrong
/// with.
pub(super) fn likely_starts(
    letters: &[Letter],
    at: usize,
    active: CodecSet,
    lossy: CodecSet,
) -> CodecSet {
    let starting = starts(letters, at, active, Guess::Remains, lossy);
    let rest = letters.get(at..).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|at| letters.get(at));
    let likely = |codec: &Codec| match sequence(rest, *codec) {
        Some((c, taken)) if c >= '\u{a0}' && foreign(c).is_some_and(|(_, cost)| cost > NEAR) => {
            is_beside_sequence(before, rest, taken, *codec)
        }
        _ => true,
    };
    let likely = Codec::members(starting).filter(likely);
    likely.fold(0, |set, codec| set | codec.bit())
}

/// The codecs in which a sequence may start at each of the letters, as [`starts`] tells.
pub(super) fn all_starts(letters: &[Letter], guess: Guess, lossy: CodecSet) -> Vec<CodecSet> {
    let start = |at| starts(letters, at, CodecSet::MAX, guess, lossy);
    (0..letters.len()).map(start).collect()
}

/// The codecs among `active` in which a sequence may start at `at`. Sequences with a byte missing
/// count as `guess` says; those with a byte dropped only in the codecs of `lossy`.
pub(super) fn starts(
    letters: &[Letter],
    at: usize,
    active: CodecSet,
    guess: Guess,
    lossy: CodecSet,
) -> CodecSet {
    let Some(rest) = letters.get(at..) else {
        return 0;
    };
    let Some(first) = rest.first() else {
        return 0;
    };
    let leads = first.row.leads() & active;
    if leads == 0 {
        return 0;
    }
    let second = rest.get(1);
    let lossy = match leads & lossy {
        0 => 0,
        lossy => Codec::members(lossy)
            .filter(|codec| may_have_dropped(rest, *codec))
            .fold(0, |set, codec| set | codec.bit()),
    };
    let Some(second) = second else {
        return lossy;
    };
    let held = guess != Guess::Nothing;
    if held && is_hole(second) {
        let leads = if second.c == ' ' {
            leads & HELD_BY_SPACE
        } else {
            leads
        };
        // Of a sequence of three bytes or more the third has to follow.
        let third = rest.get(2).map_or(0, |third| third.row.continues());
        let may_hold = |codec: &Codec| match codec.byte(first.row) {
            Some(lead @ 0..0xE0) => second.c != ' ' || is_near(u32::from(lead & 0x1F) << 6 | 0x20),
            _ => third & codec.bit() != 0,
        };
        let held = Codec::members(leads).filter(may_hold);
        return held.fold(lossy, |set, codec| set | codec.bit());
    }
    let fitting = leads & second.row.continues() & !lossy;
    if fitting == 0 {
        return lossy;
    }
    let before = at.checked_sub(1).and_then(|at| letters.get(at));
    let fits = |codec: &Codec| {
        let (c, taken) = match sequence(rest, *codec) {
            Some(whole) => whole,
            None if held => {
                return has_hole(rest, *codec) || is_remains(before, rest, *codec);
            }
            None => return false,
        };
        // What is a C1 control here may be a byte of a misreading below.
        if c >= '\u{a0}' && foreign(c).is_some_and(|(_, cost)| cost > TOO_FOREIGN) {
            return false;
        }
        SCRIPTS & codec.bit() == 0 || is_made_of_sequences(before, rest, taken, *codec)
    };
    let fitting = Codec::members(fitting).filter(fits);
    fitting.fold(lossy, |set, codec| set | codec.bit())
}

/// Whether the sequence at the start of `letters` may have lost a byte for good. Of a long one the
/// others must be there, but for what the lost byte has left in its place; of one of two bytes
/// nothing is left, but few lost bytes give a letter that text is likely to hold.
fn may_have_dropped(letters: &[Letter], codec: Codec) -> bool {
    let bit = codec.bit();
    let Some(lead) = letters.first().and_then(|first| codec.byte(first.row)) else {
        return false;
    };
    let continued = |letter: &&Letter| letter.row.continues() & bit != 0;
    if lead >= 0xE0 {
        let wanted = if lead >= 0xF0 { 2 } else { 1 };
        let rest = letters.get(1..).unwrap_or_default();
        let first = rest.iter().take(wanted).take_while(continued).count();
        if first == wanted {
            return true;
        }
        let held = rest
            .get(first)
            .is_some_and(|next| is_hole(next) || next.c == '?' || is_straight(next.c));
        let then = rest.iter().skip(first + 1).take(wanted - first);
        return held && then.take_while(continued).count() == wanted - first;
    }
    let dropped = codec.losable().iter().copied().chain([0xA0]);
    dropped
        .filter(|&byte| is_continuation(byte))
        .any(|byte| is_near(u32::from(lead & 0x1F) << 6 | u32::from(byte & 0x3F)))
}

/// Whether text is likely to hold the character with this code point.
fn is_near(code: u32) -> bool {
    let c = char::from_u32(code).filter(|&c| c >= '\u{a0}');
    c.is_some_and(|c| foreign(c).is_none_or(|(_, cost)| cost <= NEAR))
}

/// The codecs in which a space may hold the place of a byte although nothing is elected.
const HELD_BY_SPACE: CodecSet = SPACED & !SCRIPTS;

/// Whether something may be found in a line by guessing although nothing is elected: the place of a
/// byte may be held somewhere, or there may be remains.
pub(super) fn may_be_guessed(letters: &[Letter]) -> bool {
    (0..letters.len()).any(|at| {
        let rest = letters.get(at..).unwrap_or_default();
        let [first, second, ..] = rest else {
            return false;
        };
        let leads = first.row.leads();
        if leads == 0 {
            return false;
        }
        if is_hole(second) {
            return starts(letters, at, leads, Guess::Remains, 0) != 0;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        Codec::members(leads & second.row.continues()).any(|codec| {
            sequence(rest, codec).is_none()
                && (has_hole(rest, codec) || is_remains(before, rest, codec))
        })
    })
}

/// What a letter of a script near enough costs by itself, in nats.
const NEAR: f32 = 5.0;

/// Whether a letter that a byte may be missing in the place of follows the first bytes of a
/// sequence.
fn has_hole(letters: &[Letter], codec: Codec) -> bool {
    let continued = |letter: &&Letter| letter.row.continues() & codec.bit() != 0;
    let length = 1 + letters.iter().skip(1).take(3).take_while(continued).count();
    letters
        .get(length)
        .is_some_and(|hole| is_hole(hole) && (hole.c != ' ' || HELD_BY_SPACE & codec.bit() != 0))
}

/// Whether a sequence stands beside that at the start of `letters`: a single letter of another
/// script is never right.
fn is_beside_sequence(
    before: Option<&Letter>,
    letters: &[Letter],
    taken: usize,
    codec: Codec,
) -> bool {
    let bit = codec.bit();
    let next = letters
        .get(taken)
        .is_some_and(|next| next.row.leads() & bit != 0);
    let after = letters.get(taken + 1);
    before.is_some_and(|before| before.row.continues() & bit != 0)
        || next && after.is_none_or(|after| is_hole(after) || after.row.continues() & bit != 0)
}

/// Whether the letters beside the sequence at the start of `letters` may be of sequences too.
fn is_made_of_sequences(
    before: Option<&Letter>,
    letters: &[Letter],
    taken: usize,
    codec: Codec,
) -> bool {
    let letter = |letter: &&Letter| !letter.c.is_ascii() && letter.c.is_alphabetic();
    let bit = codec.bit();
    let ends = before
        .filter(letter)
        .is_none_or(|before| before.row.continues() & bit != 0);
    let goes_on = letters.get(taken).filter(letter).is_none_or(|next| {
        let after = letters.get(taken + 1);
        let continued =
            after.is_none_or(|after| is_hole(after) || after.row.continues() & bit != 0);
        next.row.leads() & bit != 0 && continued
    });
    ends && goes_on
}
