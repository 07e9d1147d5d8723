//! The filter that lets nearly every text pass: ASCII is skipped block by block, and of other
//! characters only neighbours that a codec knows as a lead and a continuation byte are suspicious.

use super::codec::{Codec, CodecSet, Row, row};
use super::double_byte;
use super::misread::CROSSINGS;
use super::reading::{Guess, Letter, sequence};
use super::start::{likely_starts, starts};

/// How many bytes of ASCII are skipped at a time.
const BLOCK: usize = 64;

/// Where the first suspicious character at or after the byte `from` stands.
///
/// Suspicious is a character that may be the lead byte of UTF-8 in a codec in which its neighbour
/// may be a continuation byte, or whose neighbour is U+FFFD; a C1 control; and letters in an order
/// in which text hardly has them, but text in one legacy codec that was read as another does.
pub(super) fn next_suspicious(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    // What lies before `from` has been dealt with.
    let (mut start_before, mut end_before) = (0, usize::MAX);
    let mut before = Row::NONE;
    let mut order = Order::default();
    loop {
        at = next_beyond_ascii(bytes, at)?;
        let (c, length) = decode(bytes.get(at..)?)?;
        let here = row(c);
        if end_before == at {
            let fits = before.leads() & here.continues() != 0
                && may_start(text, start_before, CodecSet::MAX, 0);
            if fits || c == '\u{fffd}' && before.leads() != 0 {
                return Some(start_before);
            }
        } else {
            let ascii = at.checked_sub(1).and_then(|at| bytes.get(at));
            order = Order::after(ascii.copied().filter(u8::is_ascii));
            if length == 3 && text.get(at..).is_some_and(double_byte::is_suspicious) {
                return Some(at);
            }
        }
        let next = bytes.get(at + length).copied();
        if order.is_strange(c, next) {
            return Some(at);
        }
        before = here;
        start_before = at;
        at += length;
        end_before = at;
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

/// The letters just before a place, as far as their order may be strange.
#[derive(Clone, Copy, Default)]
struct Order {
    after_letter: bool,
    after_lower: bool,
    /// How many letters of Latin-1 beyond ASCII stand before the place without a break.
    accented: u32,
    cyrillic: Cyrillic,
}

/// The Cyrillic letters just before a place.
#[derive(Clone, Copy, Default)]
enum Cyrillic {
    #[default]
    None,
    Lower,
    LowerUpper,
}

impl Order {
    fn after(ascii: Option<u8>) -> Order {
        Order {
            after_letter: ascii.is_some_and(|byte| byte.is_ascii_alphabetic()),
            after_lower: ascii.is_some_and(|byte| byte.is_ascii_lowercase()),
            accented: 0,
            cyrillic: Cyrillic::None,
        }
    }

    /// Whether `c` is strange here, the byte `next` following; goes on to the place after it.
    fn is_strange(&mut self, c: char, next: Option<u8>) -> bool {
        let (mut lower, mut upper) = (false, false);
        let mut cyrillic = Cyrillic::None;
        let mut accented = 0;
        let mut strange = false;
        let mut after_letter = false;
        // ASCII, the letters of Latin-1 and Latin Extended-A, and Cyrillic by their first byte.
        let goes_on = next.is_some_and(|next| {
            next.is_ascii_alphabetic() || matches!(next, 0xC3..=0xC5 | 0xD0 | 0xD1)
        });
        match c {
            '\u{80}'..='\u{9f}' => strange = true,
            'à'..='ö' | 'ø'..='ÿ' | 'ß' => {
                lower = true;
                accented = self.accented + 1;
            }
            'À'..='Ö' | 'Ø'..='Þ' => {
                upper = true;
                accented = self.accented + 1;
            }
            'ž' | 'œ' | 'š' => lower = true,
            'Ž' | 'Œ' | 'Š' | 'Ÿ' => upper = true,
            'а'..='џ' => {
                cyrillic = Cyrillic::Lower;
                after_letter = true;
            }
            // One upper after a lower case letter is how units and brands are written.
            'Ѐ'..='Я' => match self.cyrillic {
                Cyrillic::Lower => cyrillic = Cyrillic::LowerUpper,
                Cyrillic::LowerUpper => strange = true,
                Cyrillic::None => {}
            },
            '¢'..='¦'
            | '¨'
            | '©'
            | 'ª'
            | '¬'
            | '®'
            | '¯'..='³'
            | '¸'..='º'
            | '¼'..='¿'
            | 'ƒ'
            | '‚'
            | '„'
            | '‡'
            | 'ˆ'
            | '‰'
            | '˜'
            | '‹' => {
                strange = self.after_letter && goes_on;
                // There may be more than one side by side.
                after_letter = self.after_letter;
            }
            _ => {}
        }
        strange |= accented >= 3 || upper && self.after_lower;
        *self = Order {
            after_letter: after_letter || lower || upper,
            after_lower: lower,
            accented,
            cyrillic,
        };
        strange
    }
}

/// The crossings, by index, that the order of the letters of a line speaks for. What may be a
/// sequence of UTF-8 does not: its order is as strange.
pub(super) fn crossings(letters: &[Letter]) -> impl Iterator<Item = usize> {
    let mut order = Order::default();
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
            order = Order::default();
            at += taken;
            continue;
        }
        let is_control = matches!(letter.c, '\u{80}'..='\u{9f}');
        let next = letters.get(at + 1).map(|next| first_byte(next.c));
        control |= is_control;
        strange |= order.is_strange(letter.c, next) && !is_control;
        at += 1;
    }
    let of_controls = |index: &usize| {
        CROSSINGS
            .get(*index)
            .is_some_and(|pair| pair.1 == "ISO-8859-1")
    };
    (0..CROSSINGS.len()).filter(move |index| if of_controls(index) { control } else { strange })
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
fn next_beyond_ascii(bytes: &[u8], mut at: usize) -> Option<usize> {
    // In text without ASCII the blocks would only be read twice.
    if bytes.get(at)? >= &0x80 {
        return Some(at);
    }
    while let Some(block) = bytes.get(at..at + BLOCK)
        && block.is_ascii()
    {
        at += BLOCK;
    }
    let rest = bytes.get(at..)?;
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
