//! UTF-8 read as an encoding of Chinese, Japanese or Korean, which takes its bytes two at a time
//! across the boundaries of characters: unlike in single-byte codecs, only a whole run of letters
//! gives whole characters.

use std::sync::LazyLock;

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, SHIFT_JIS};

use super::codec::{is_continuation, is_lead};
use super::legacy::Legacy;
use super::misread::{Misread, Written};
use super::model::cost;
use super::plausibility::left;
use super::reading::Letter;

/// The encodings.
pub(super) const ENCODINGS: [&Encoding; 4] = [GBK, SHIFT_JIS, EUC_KR, BIG5];

/// UTF-8 read as the encoding with this index.
pub(super) fn misread(index: usize) -> Option<Misread> {
    Some(Misread {
        written: Written::Utf8,
        read: Legacy::Multi(ENCODINGS.get(index)?),
    })
}

/// The first character that letters of these encodings which UTF-8 begins with may be.
const FIRST: char = '\u{2e80}';
/// How many letters of a run are looked at to see whether it may be garbled.
const GLANCE: usize = 16;
/// What a byte costs that is lost, in nats.
const LOST: f32 = 3.0;
/// What it costs to take a single letter for garbled, in nats.
const SINGLE: f32 = 4.0;
/// The longest run that is decoded at once, in letters.
const LONGEST_RUN: usize = 4096;

/// The bytes of each character of the BMP in one encoding: 0 for none.
type Bytes = Vec<u16>;

/// A table for each encoding, made when it is first asked for.
static BYTES: [LazyLock<Bytes>; 4] = [
    LazyLock::new(|| bytes(GBK)),
    LazyLock::new(|| bytes(SHIFT_JIS)),
    LazyLock::new(|| bytes(EUC_KR)),
    LazyLock::new(|| bytes(BIG5)),
];

fn bytes(encoding: &'static Encoding) -> Bytes {
    let mut table = vec![0; 0x1_0000];
    let mut put = |unit: u16, code: u16| {
        if unit != REPLACEMENT
            && let Some(slot) = table.get_mut(usize::from(unit))
            && *slot == 0
        {
            *slot = code;
        }
    };
    let (separator, _, _) = encoding.encode("\u{ff01}");
    let &[first, second] = &*separator else {
        return table;
    };
    put(SEPARATOR, u16::from_be_bytes([first, second]));
    // All pairs of bytes with the same lead, each before a separator, are decoded in one go.
    let mut pairs = [[0, 0, first, second]; TRAILS];
    let mut units = [0; 4 * TRAILS];
    for lead in 0x81..=0xFE_u8 {
        // Some bytes are characters by themselves.
        let mut decoder = encoding.new_decoder_without_bom_handling();
        if let (_, _, 1, false) = decoder.decode_to_utf16(&[lead], &mut units, true) {
            put(units[0], u16::from(lead));
            continue;
        }
        for (pair, trail) in pairs.iter_mut().zip(FIRST_TRAIL..) {
            let is_separator = [lead, trail] == [first, second];
            [pair[0], pair[1]] = if is_separator { *b"  " } else { [lead, trail] };
        }
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (_, _, written, _) = decoder.decode_to_utf16(pairs.as_flattened(), &mut units, true);
        let units = units.get(..written).unwrap_or_default();
        // Where this is no lead, its trail takes the separator for its own.
        if units.iter().filter(|&&unit| unit == SEPARATOR).count() != TRAILS {
            continue;
        }
        let codes = u16::from_be_bytes([lead, FIRST_TRAIL])..;
        for (pair, code) in units.split(|&unit| unit == SEPARATOR).zip(codes) {
            // No lone unit is a surrogate.
            if let [unit] = *pair {
                put(unit, code);
            }
        }
    }
    table
}

/// A character that all of the encodings write in two bytes, to stand between others: ASCII would
/// cost a decoder more.
const SEPARATOR: u16 = 0xFF01;
/// What decoders give for bytes that mean nothing.
const REPLACEMENT: u16 = 0xFFFD;
/// The first byte that may be the second of a pair, and how many there are.
const FIRST_TRAIL: u8 = 0x40;
const TRAILS: usize = 0xFF - FIRST_TRAIL as usize;

/// The bytes of a character, the first 0 if it takes one.
fn encode(table: &Bytes, c: char) -> Option<[u8; 2]> {
    match table.get(c as usize) {
        None | Some(0) => None,
        Some(code) => Some(code.to_be_bytes()),
    }
}

/// For each character of the BMP, in which of the encodings, a bit for each, its bytes may begin a
/// sequence of UTF-8.
static FIRSTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut firsts = vec![0; 0x1_0000];
    for (index, table) in BYTES.iter().enumerate() {
        for (first, &code) in firsts.iter_mut().zip(&**table) {
            let [lead, next] = code.to_be_bytes();
            let may_begin = is_lead(lead) && is_continuation(next) || lead == 0 && is_lead(next);
            *first |= u8::from(may_begin) << index;
        }
    }
    firsts
});

/// The encodings in which garbled text may begin with `c`, a bit for each.
fn encodings_begun_by(c: char) -> u8 {
    FIRSTS.get(c as usize).copied().unwrap_or_default()
}

/// Whether the run of letters at the start of `text`, before which ASCII stands, may be garbled.
pub(super) fn is_suspicious(text: &str) -> bool {
    let first = text.chars().next().filter(|&c| c >= FIRST);
    let encodings = first.map_or(0, encodings_begun_by);
    encodings != 0
        && (0..BYTES.len()).any(|index| {
            encodings & 1 << index != 0 && BYTES.get(index).is_some_and(|t| begins_garbled(text, t))
        })
}

/// The same in one encoding.
fn begins_garbled(text: &str, table: &Bytes) -> bool {
    let mut expected = 0;
    let mut whole = 0;
    for c in text.chars().take(GLANCE) {
        if c.is_ascii() {
            return (expected == 0 || c == '?') && whole > 0;
        }
        if c == char::REPLACEMENT_CHARACTER {
            return whole > 0 || expected > 0;
        }
        let Some(bytes) = encode(table, c) else {
            return false;
        };
        for byte in bytes.into_iter().skip_while(|&byte| byte == 0) {
            if expected > 0 && is_continuation(byte) {
                expected -= 1;
                whole += usize::from(expected == 0);
            } else if expected == 0 && is_lead(byte) {
                expected = length(byte) - 1;
            } else if expected > 0 || !byte.is_ascii() {
                return false;
            }
        }
    }
    whole > 0
}

fn length(lead: u8) -> usize {
    match lead {
        0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// A run that may be decoded.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// The index of its first letter.
    pub(super) at: usize,
    pub(super) letters: usize,
    pub(super) text: Vec<char>,
    pub(super) guessed: bool,
    /// What is gained, in nats.
    pub(super) gain: f32,
}

/// The runs of `letters` that are likelier text when UTF-8 was read as the encoding with this
/// index.
pub(super) fn runs(letters: &[Letter], index: usize) -> Vec<Run> {
    let Some(table) = BYTES.get(index) else {
        return Vec::new();
    };
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        if letter.c < FIRST || letter.c == char::REPLACEMENT_CHARACTER {
            at += 1;
            continue;
        }
        let rest = letters.get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .take(LONGEST_RUN)
            .position(|letter| letter.c.is_ascii())
            .unwrap_or(rest.len().min(LONGEST_RUN));
        if encodings_begun_by(letter.c) & 1 << index != 0 {
            runs.extend(run(letters, at, length, table));
        }
        at += length;
    }
    runs
}

/// A byte of a run; none where it was lost.
type Unit = Option<u8>;

fn run(letters: &[Letter], at: usize, length: usize, table: &Bytes) -> Option<Run> {
    let here = letters.get(at..at + length)?;
    let mut units: Vec<Unit> = Vec::with_capacity(2 * length);
    for letter in here {
        if letter.c == char::REPLACEMENT_CHARACTER {
            units.push(None);
        } else {
            let bytes = encode(table, letter.c)?;
            units.extend(bytes.into_iter().skip_while(|&byte| byte == 0).map(Some));
        }
    }
    // A question mark after what is not whole stands for the byte that is missing.
    let question = letters
        .get(at + length)
        .is_some_and(|letter| letter.c == '?');
    let before = context(letters, at);
    let mut decoded = Decoded {
        text: Vec::new(),
        before,
        cost: 0.0,
        lost: 0,
    };
    let mut question_taken = false;
    let mut place = 0;
    while let Some(&unit) = units.get(place) {
        let lead = unit?;
        if lead.is_ascii() {
            decoded.push(char::from(lead));
            place += 1;
            continue;
        }
        if !is_lead(lead) {
            return None;
        }
        let wanted = self::length(lead);
        let mut sequence: Vec<Unit> = units
            .get(place..(place + wanted).min(units.len()))?
            .to_vec();
        place += sequence.len();
        if sequence.len() + 1 == wanted && question {
            question_taken = true;
            sequence.push(None);
        }
        decoded.sequence(&sequence, wanted)?;
    }
    let length = length + usize::from(question_taken);
    let raw = letters.get(at..at + length)?;
    let after: Vec<char> = letters
        .iter()
        .skip(at + length)
        .take(2)
        .map(|l| l.c)
        .collect();
    let mut raw_cost = 0.0;
    let mut raw_before = before;
    for c in raw
        .iter()
        .map(|letter| letter.c)
        .chain(after.iter().copied())
    {
        raw_cost += left(raw_before[0], raw_before[1], c);
        raw_before = [raw_before[1], c];
    }
    let text = decoded.text.clone();
    for &c in &after {
        decoded.cost += left(decoded.before[0], decoded.before[1], c);
        decoded.before = [decoded.before[1], c];
    }
    // No word is written so, but many have an accent there.
    let within =
        before[1].is_ascii_alphabetic() && after.first().is_some_and(char::is_ascii_lowercase);
    let single = if length == 1 && !within { SINGLE } else { 0.0 };
    #[allow(clippy::cast_precision_loss)]
    let gain = raw_cost - decoded.cost - LOST * decoded.lost as f32 - single;
    (decoded.lost * 2 <= text.len() + 1).then_some(Run {
        at,
        letters: length,
        text,
        guessed: decoded.lost > 0,
        gain,
    })
}

fn context(letters: &[Letter], at: usize) -> [char; 2] {
    [2, 1].map(|back| {
        at.checked_sub(back)
            .and_then(|at| letters.get(at))
            .map_or('\n', |letter| letter.c)
    })
}

struct Decoded {
    text: Vec<char>,
    before: [char; 2],
    cost: f32,
    lost: usize,
}

impl Decoded {
    fn push(&mut self, c: char) {
        self.cost += cost(self.before[0], self.before[1], c);
        self.before = [self.before[1], c];
        self.text.push(c);
    }

    /// Decodes one sequence, filling in one lost byte with the likeliest.
    fn sequence(&mut self, units: &[Unit], wanted: usize) -> Option<()> {
        if units.len() != wanted {
            return None;
        }
        let holes = units.iter().filter(|unit| unit.is_none()).count();
        if holes == 0 {
            let bytes: Vec<u8> = units.iter().copied().flatten().collect();
            let c = one(&bytes)?;
            self.push(c);
            return Some(());
        }
        if holes > 1 {
            return None;
        }
        let [before2, before1] = self.before;
        let filled = (0x80..=0xBF_u8).filter_map(|byte| {
            let bytes: Vec<u8> = units.iter().map(|unit| unit.unwrap_or(byte)).collect();
            one(&bytes)
        });
        let best = filled
            .min_by(|&a, &b| cost(before2, before1, a).total_cmp(&cost(before2, before1, b)))?;
        self.lost += 1;
        self.push(best);
        Some(())
    }
}

/// The one character that the bytes are.
fn one(bytes: &[u8]) -> Option<char> {
    let mut chars = std::str::from_utf8(bytes).ok()?.chars();
    chars.next().filter(|&c| c >= '\u{a0}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_not_suspicious() {
        for text in [
            "汉字和标点，都没有问题。",
            "日本語の文章です",
            "한국어 문장입니다",
        ] {
            assert!(!is_suspicious(text), "{text}");
        }
    }

    #[test]
    fn garbled_text_is_suspicious() {
        for (text, encoding) in [
            ("可以了", GBK),
            ("한국어", GBK),
            ("これは日本語", SHIFT_JIS),
        ] {
            let (read, _) = encoding.decode_without_bom_handling(text.as_bytes());
            assert!(is_suspicious(&read), "{read}");
        }
    }

    #[test]
    fn tables_hold_what_the_encodings_do() {
        for (encoding, table) in ENCODINGS.iter().zip(&BYTES) {
            for pair in (0x8140..=0xFEFE_u16).map(u16::to_be_bytes) {
                let (text, _, malformed) = encoding.decode(&pair);
                let mut chars = text.chars();
                if let (Some(c), None, false) = (chars.next(), chars.next(), malformed)
                    && u16::try_from(u32::from(c)).is_ok()
                {
                    let bytes = encode(table, c).unwrap_or_default();
                    assert_eq!(encoding.decode(&bytes).0, text, "{} {c}", encoding.name());
                }
            }
        }
    }

    #[test]
    fn runs_come_back() {
        let (read, _) = GBK.decode_without_bom_handling("don’t “quote”".as_bytes());
        let letters: Vec<Letter> = read.chars().map(Letter::new).collect();
        let texts: Vec<String> = runs(&letters, 0)
            .into_iter()
            .map(|run| run.text.into_iter().collect())
            .collect();
        assert_eq!(
            texts.get(..2),
            Some(&["’t".to_owned(), "“q".to_owned()][..]),
            "{read}"
        );
    }
}
