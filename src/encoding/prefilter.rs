//! The filter that lets nearly every text pass: ASCII is skipped block by block, and of other
//! characters only neighbours that a codec knows as a lead and a continuation byte are suspicious.

use super::beside;
use super::codec::{self, Codec, CodecSet, HAS_OF_THREE, NO_ROLES, ROLES_OF_TWO, row};
use super::double_byte;
use super::misread::CROSSINGS;
use super::order::{KIND_OF_TWO, Kind, Order, Strange, goes_on};
use super::reading::{Guess, Letter, sequence};
use super::start::{likely_starts, starts};

/// How many bytes of ASCII are skipped at a time.
const BLOCK: usize = 64;
/// How many bytes are looked at one by one word first: in most text that is not English the next
/// character beyond ASCII is near.
const NEAR_BY: usize = 32;

/// Where the first suspicious character at or after the byte `from` stands.
///
/// Suspicious is a character that may be the lead byte of UTF-8 in a codec in which its neighbour
/// may be a continuation byte, or whose neighbour is U+FFFD; a C1 control; and letters in an order
/// in which text hardly has them, but text in one legacy codec that was read as another does.
pub(super) fn next_suspicious(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at = next_beyond_ascii(bytes, at)?;
        match suspicious_in_run(text, at) {
            Ok(end) => at = end,
            Err(place) => return Some(place),
        }
    }
}

/// The end of the run of characters beyond ASCII at the byte `start`, or else where something
/// suspicious stands in it.
fn suspicious_in_run(text: &str, start: usize) -> Result<usize, usize> {
    let bytes = text.as_bytes();
    let ascii = start.checked_sub(1).and_then(|at| bytes.get(at));
    let mut order = Order::after(ascii.copied());
    // What lies before `start` has been dealt with.
    let mut last = NO_ROLES;
    let (mut at, mut before) = (start, start);
    while let Some(&first) = bytes.get(at)
        && !first.is_ascii()
    {
        let length = length_of(first);
        if at == start && length == 3 && text.get(at..).is_some_and(double_byte::is_suspicious) {
            return Err(at);
        }
        if first >= 0xF0 || length == 3 && !HAS_OF_THREE[usize::from(first & 0x0F)] {
            // No codec has this, and no order of letters knows it.
            last = NO_ROLES;
            order = Order::START;
            (before, at) = (at, at + length);
            continue;
        }
        let code = code_of(bytes, at);
        let (roles, kind) = if length == 2 {
            let index = (code as usize).wrapping_sub(0x80);
            match (ROLES_OF_TWO.get(index), KIND_OF_TWO.get(index)) {
                (Some(&roles), Some(&kind)) => (roles, kind),
                _ => (NO_ROLES, Kind::Other),
            }
        } else {
            (codec::roles(code), Kind::of_three(code))
        };
        let fitting = last.leads & roles.continues;
        if fitting != 0
            && fitting & (last.short | goes_on_as(bytes, at + length)) != 0
            && may_start(text, before, CodecSet::MAX, 0)
        {
            return Err(before);
        }
        if code == u32::from(char::REPLACEMENT_CHARACTER) && last.leads != 0 {
            return Err(before);
        }
        let is_strange = match order.step(kind) {
            Strange::No => false,
            Strange::Within => goes_on(bytes.get(at + length).copied()),
            Strange::Beside => {
                beside::tells(code_before(bytes, at), code, code_at(bytes, at + length))
            }
            Strange::Yes => true,
        };
        if is_strange {
            return Err(at);
        }
        last = roles;
        (before, at) = (at, at + length);
    }
    Ok(at)
}

/// The codecs in which the character at the byte `at` may be the third of a sequence, or hold the
/// place of one that is lost.
fn goes_on_as(bytes: &[u8], at: usize) -> CodecSet {
    match bytes.get(at) {
        None => 0,
        Some(b' ') => CodecSet::MAX,
        Some(first) if first.is_ascii() => 0,
        Some(0xE0..) => match code_of(bytes, at) {
            0xFFFD => CodecSet::MAX,
            code => codec::roles(code).continues,
        },
        Some(_) => codec::roles(code_of(bytes, at)).continues,
    }
}

/// How many bytes a character beyond ASCII has of which this is the first.
fn length_of(first: u8) -> usize {
    match first {
        0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The code point of the character of two or three bytes at the byte `at`.
fn code_of(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at..) {
        Some(&[lead @ ..0xE0, second, ..]) => {
            u32::from(lead & 0x1F) << 6 | u32::from(second & 0x3F)
        }
        Some(&[lead, second, third, ..]) => {
            u32::from(lead & 0x0F) << 12 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F)
        }
        _ => 0,
    }
}

/// The code point of the character at the byte `at`, if it is of one or two bytes.
fn code_at(bytes: &[u8], at: usize) -> u32 {
    match bytes.get(at) {
        Some(&ascii @ 0..0x80) => u32::from(ascii),
        Some(0..0xE0) => code_of(bytes, at),
        _ => 0,
    }
}

/// The same of the character before it.
fn code_before(bytes: &[u8], at: usize) -> u32 {
    match at.checked_sub(1).and_then(|at| bytes.get(at)) {
        Some(&ascii @ 0..0x80) => u32::from(ascii),
        _ => at.checked_sub(2).map_or(0, |at| code_at(bytes, at)),
    }
}

/// Whether a sequence in one of `codecs` may start at the character at `at`.
fn may_start(text: &str, at: usize, codecs: CodecSet, lossy: CodecSet) -> bool {
    let mut letters = [Letter::new('\n'); NEAR];
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let here = text.get(at..).unwrap_or_default();
    let near = before.or(Some('\n')).into_iter().chain(here.chars());
    for (letter, c) in letters.iter_mut().zip(near) {
        *letter = Letter::new(c);
    }
    likely_starts(&letters, 1, codecs, lossy) != 0
}

/// How many letters around the start of a sequence decide whether it is one: the one before, the
/// longest sequence, which is of two surrogates, and two more.
const NEAR: usize = 9;

/// The crossings, by index, that the order of the letters of a line speaks for. What may be a
/// sequence of UTF-8 does not: its order is as strange.
pub(super) fn crossings(letters: &[Letter]) -> Vec<usize> {
    let mut order = Order::START;
    let (mut control, mut strange) = (false, false);
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if let Ok(byte) = u8::try_from(letter.c)
            && byte.is_ascii()
        {
            order = Order::after(Some(byte));
            at += 1;
            continue;
        }
        let starting = starts(letters, at, CodecSet::MAX, Guess::Nothing, 0);
        let rest = letters.get(at..).unwrap_or_default();
        if let Some((_, taken)) = Codec::members(starting).find_map(|codec| sequence(rest, codec)) {
            order = Order::START;
            at += taken;
            continue;
        }
        let next = letters.get(at + 1);
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let code = |letter: Option<&Letter>| letter.map_or(0, |letter| letter.c as u32);
        let kind = Kind::of(letter.c as u32);
        match order.step(kind) {
            _ if kind == Kind::Control => control = true,
            Strange::Yes => strange = true,
            Strange::Within => strange |= goes_on(next.map(|next| first_byte(next.c))),
            Strange::Beside => {
                strange |= beside::tells(code(before), letter.c as u32, code(next));
            }
            Strange::No => {}
        }
        at += 1;
    }
    let of_controls = |index: &usize| {
        CROSSINGS
            .get(*index)
            .is_some_and(|pair| pair.1 == "ISO-8859-1")
    };
    (0..CROSSINGS.len())
        .filter(|index| if of_controls(index) { control } else { strange })
        .collect()
}

/// The first byte of a character in UTF-8.
fn first_byte(c: char) -> u8 {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer).as_bytes()[0]
}

/// Goes through the suspicious places of a text.
pub(super) struct Places<'t> {
    text: &'t str,
    /// The codecs in which bytes were dropped.
    lossy: CodecSet,
    /// The next place that is suspicious whether or not bytes were dropped, once it is known.
    suspicious: Option<Option<usize>>,
}

impl<'t> Places<'t> {
    pub(super) fn new(text: &'t str, lossy: CodecSet) -> Places<'t> {
        Places {
            text,
            lossy,
            suspicious: None,
        }
    }

    /// The first suspicious place at or after the byte `from`, which never goes back.
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        let suspicious = match self.suspicious {
            Some(place) if place.is_none_or(|place| place >= from) => place,
            _ => next_suspicious(self.text, from),
        };
        self.suspicious = Some(suspicious);
        if self.lossy == 0 {
            return suspicious;
        }
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(place) = next_beyond_ascii(bytes, at) {
            if suspicious.is_some_and(|suspicious| suspicious <= place) {
                break;
            }
            let (c, length) = decode(bytes.get(place..)?)?;
            if row(c).leads() & self.lossy != 0
                && may_start(self.text, place, self.lossy, self.lossy)
            {
                return Some(place);
            }
            at = place + length;
        }
        suspicious
    }
}

/// The first byte at or after `at` that is not ASCII.
fn next_beyond_ascii(bytes: &[u8], at: usize) -> Option<usize> {
    let mut rest = bytes.get(at..)?;
    let near = rest.get(..NEAR_BY).unwrap_or(rest);
    for (index, word) in near.chunks_exact(8).enumerate() {
        let word = u64::from_le_bytes(word.try_into().unwrap_or_default()) & 0x8080_8080_8080_8080;
        if word != 0 {
            return Some(at + index * 8 + word.trailing_zeros() as usize / 8);
        }
    }
    let mut at = at + near.len() / 8 * 8;
    rest = bytes.get(at..)?;
    while let Some((block, others)) = rest.split_at_checked(BLOCK)
        && block.is_ascii()
    {
        at += BLOCK;
        rest = others;
    }
    Some(at + rest.iter().position(|&byte| byte >= 0x80)?)
}

/// The first character of valid UTF-8 that does not start with ASCII, and its length.
fn decode(bytes: &[u8]) -> Option<(char, usize)> {
    let bits = |at: usize| bytes.get(at).map(|&byte| u32::from(byte & 0x3F));
    let lead = u32::from(*bytes.first()?);
    let (code, length) = match lead {
        0..0xE0 => ((lead & 0x1F) << 6 | bits(1)?, 2),
        0xE0..0xF0 => ((lead & 0x0F) << 12 | bits(1)? << 6 | bits(2)?, 3),
        _ => (
            (lead & 0x07) << 18 | bits(1)? << 12 | bits(2)? << 6 | bits(3)?,
            4,
        ),
    };
    Some((char::from_u32(code)?, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_clean_text() {
        for text in [
            "",
            "plain",
            "caf\u{e9}, na\u{ef}ve, Stra\u{df}e",
            "\u{201c}quoted\u{201d} \u{2014} and so on",
            "\u{1f4cc} pinned \u{2705}",
            "\u{41f}\u{440}\u{438}\u{432}\u{435}\u{442}",
        ] {
            assert_eq!(next_suspicious(text, 0), None, "{text}");
        }
    }

    #[test]
    fn stops_at_garbled_text() {
        let padding = "x".repeat(200);
        assert!(next_suspicious("caf\u{c3}\u{a9}", 0).is_some());
        assert!(next_suspicious(&format!("{padding}\u{c3}\u{a9}"), 0) >= Some(197));
        assert!(next_suspicious("\u{e2}\u{fffd}", 0).is_some());
        assert!(next_suspicious("it\u{92}s", 0).is_some());
        assert!(next_suspicious("Ïðèâåò", 0).is_some());
        assert!(next_suspicious("рТЙЧЕФ", 0).is_some());
    }
}
