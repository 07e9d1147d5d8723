//! Finding odd characters at nearly the speed of reading.

use super::kinds::{is_control, is_invisible};

/// A character that is worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Odd {
    /// Where it stands, in bytes of the text.
    pub at: usize,
    /// The character.
    pub c: char,
}

impl Odd {
    /// Where it ends.
    #[must_use]
    pub fn end(self) -> usize {
        self.at + self.c.len_utf8()
    }
}

/// How many bytes are looked at together. The compiler makes vector instructions of it.
const BLOCK: usize = 32;

/// The characters of `text` that do not show, and the two that stand for something else: U+FFFD
/// and U+FFFC. In order.
#[must_use]
pub fn odd(text: &str) -> Vec<Odd> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    // Each block is looked at with the two bytes behind it, to which a character may reach.
    while let Some(window) = bytes.get(at..at + BLOCK + 2) {
        if may_hold_odd(window) {
            decode(text, at, at + BLOCK, &mut found);
        }
        at += BLOCK;
    }
    decode(text, at, bytes.len(), &mut found);
    found
}

/// Whether a character that begins in the first [`BLOCK`] bytes of `window` may be odd.
fn may_hold_odd(window: &[u8]) -> bool {
    let (Some(first), Some(second), Some(third)) = (
        window.get(..BLOCK),
        window.get(1..=BLOCK),
        window.get(2..BLOCK + 2),
    ) else {
        return true;
    };
    let mut any = false;
    if first.is_ascii() {
        for &byte in first {
            any |= is_control_byte(byte);
        }
        return any;
    }
    for ((&a, &b), &c) in first.iter().zip(second).zip(third) {
        any |= is_control_byte(a) | begins_odd(a, b, c);
    }
    any
}

fn is_control_byte(byte: u8) -> bool {
    (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') | (byte == 0x7f)
}

/// Whether the first three bytes of a character beyond ASCII may be those of an odd one. Without
/// branches, so that many places are looked at together.
fn begins_odd(a: u8, b: u8, c: u8) -> bool {
    // C1, U+00AD
    (a == 0xc2) & ((b < 0xa0) | (b == 0xad))
        // U+061C
        | (a == 0xd8) & (b == 0x9c)
        // U+115F, U+1160; U+180E
        | (a == 0xe1) & (b == 0x85) & ((c == 0x9f) | (c == 0xa0))
        | (a == 0xe1) & (b == 0xa0) & (c == 0x8e)
        // U+200B to U+200F, U+2028 to U+202E; U+2060 to U+206F
        | (a == 0xe2) & (b == 0x80) & ((0x8b..=0x8f).contains(&c) | (0xa8..=0xae).contains(&c))
        | (a == 0xe2) & (b == 0x81) & (0xa0..=0xaf).contains(&c)
        // U+3164
        | (a == 0xe3) & (b == 0x85) & (c == 0xa4)
        // U+FE00 to U+FE0F; U+FEFF; U+FFA0; U+FFFC, U+FFFD
        | (a == 0xef) & (b == 0xb8) & (c <= 0x8f)
        | (a == 0xef) & (b == 0xbb) & (c == 0xbf)
        | (a == 0xef) & (b == 0xbe) & (c == 0xa0)
        | (a == 0xef) & (b == 0xbf) & ((c == 0xbc) | (c == 0xbd))
        // Tags and U+E0100 to U+E01EF
        | (a == 0xf3) & (b == 0xa0)
}

/// Adds the odd ones of the characters that begin at `start` to `end`.
fn decode(text: &str, start: usize, end: usize, found: &mut Vec<Odd>) {
    let mut start = start;
    while start < end && !text.is_char_boundary(start) {
        start += 1;
    }
    let rest = text.get(start..).unwrap_or_default();
    for (offset, c) in rest.char_indices() {
        let at = start + offset;
        if at >= end {
            break;
        }
        if is_control(c) || is_invisible(c) || matches!(c, '\u{fffc}' | '\u{fffd}') {
            found.push(Odd { at, c });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every character is found exactly if it is odd, wherever it stands in a block.
    #[test]
    fn finds_what_decoding_finds() {
        let mut all: String = ('\0'..=char::MAX).collect();
        let is_odd =
            |c: char| is_control(c) || is_invisible(c) || matches!(c, '\u{fffc}' | '\u{fffd}');
        for _ in 0..3 {
            let expected = all.char_indices().filter(|&(_, c)| is_odd(c));
            assert!(
                odd(&all)
                    .into_iter()
                    .map(|odd| (odd.at, odd.c))
                    .eq(expected)
            );
            all.insert_str(0, "–– é");
        }
    }

    #[test]
    fn finds_all_in_order() {
        let text = "a\u{8}".repeat(100) + &"\u{200b}x\u{ad}".repeat(100);
        let found = odd(&text);
        assert_eq!(found.len(), 300);
        assert!(found.is_sorted_by_key(|odd| odd.at));
        assert!(found.iter().all(|odd| text[odd.at..].starts_with(odd.c)));
    }
}
