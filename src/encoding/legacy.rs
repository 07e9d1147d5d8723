//! Legacy encodings: cutting bytes into characters, and choosing the encoding in which they are
//! the likeliest text.

use std::ops::Range;

use encoding_rs::{BIG5, EUC_JP, EUC_KR, Encoding, GBK, SHIFT_JIS};

use super::codec::Codec;
use super::model::cost;

/// A legacy encoding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Legacy {
    /// A byte a character.
    Single(Codec),
    /// A byte or more a character.
    Multi(&'static Encoding),
}

/// How many bytes of text are weighed.
const SAMPLE: usize = 1 << 14;
/// What a byte costs that means nothing in an encoding, in nats.
const MEANINGLESS: f32 = 15.0;

impl Legacy {
    fn all() -> impl Iterator<Item = Legacy> {
        let multi = [SHIFT_JIS, GBK, EUC_KR, BIG5, EUC_JP]
            .into_iter()
            .map(Legacy::Multi);
        Codec::all().map(Legacy::Single).chain(multi)
    }

    /// The usual name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Legacy::Single(codec) => codec.name(),
            Legacy::Multi(encoding) => encoding.name(),
        }
    }

    /// How unlikely the encoding is before a byte is read, in nats: Windows-1252 is what a file is
    /// in that nobody has thought about.
    fn prior(self) -> f32 {
        match self.name() {
            "Windows-1252" => 0.0,
            "ISO-8859-1" => 0.5,
            "Windows-1250" | "Windows-1251" | "GBK" | "Shift_JIS" => 2.0,
            "EUC-KR" | "Big5" | "Windows-1254" | "KOI8-R" => 2.5,
            _ => 4.0,
        }
    }

    /// The encoding in which `lines`, none of them UTF-8, are the likeliest text.
    pub(super) fn likeliest<'a>(lines: &(impl Iterator<Item = &'a [u8]> + Clone)) -> Legacy {
        let weigh = |legacy: Legacy| {
            let mut left = SAMPLE;
            let mut sum = legacy.prior();
            for line in lines.clone() {
                sum += legacy.weigh(line);
                left = left.saturating_sub(line.len());
                if left == 0 {
                    break;
                }
            }
            (sum, legacy)
        };
        Legacy::all()
            .map(weigh)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map_or(Legacy::Single(Codec::WINDOWS_1252), |(_, legacy)| legacy)
    }

    /// How unlikely `bytes` are as text in this encoding, in nats.
    fn weigh(self, bytes: &[u8]) -> f32 {
        let mut before = ['\n'; 2];
        let mut sum = 0.0;
        self.each(bytes, |_, c| {
            sum += match c {
                Some(c) => cost(before[0], before[1], c),
                None => MEANINGLESS,
            };
            before = [before[1], c.unwrap_or(char::REPLACEMENT_CHARACTER)];
        });
        sum
    }

    /// Calls `found` for each character with its byte range; None stands for bytes that mean
    /// nothing.
    pub(super) fn each(self, bytes: &[u8], mut found: impl FnMut(Range<usize>, Option<char>)) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii() {
                found(at..at + 1, Some(char::from(byte)));
                at += 1;
                continue;
            }
            let (c, taken) = match self {
                Legacy::Single(codec) => (codec.char_of(byte), 1),
                Legacy::Multi(encoding) => multi(encoding, bytes.get(at..).unwrap_or_default()),
            };
            found(at..at + taken, c);
            at += taken;
        }
    }
}

/// The first character of `bytes`, None if they mean nothing, and how many bytes it takes.
fn multi(encoding: &'static Encoding, bytes: &[u8]) -> (Option<char>, usize) {
    // No encoding here has longer sequences.
    for length in 1..=bytes.len().min(4) {
        let mut buffer = [0; 16];
        let sequence = bytes.get(..length).unwrap_or_default();
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let (result, read, written) =
            decoder.decode_to_utf8_without_replacement(sequence, &mut buffer, true);
        if result == encoding_rs::DecoderResult::InputEmpty && read == length {
            let text = buffer
                .get(..written)
                .and_then(|text| std::str::from_utf8(text).ok());
            let mut chars = text.unwrap_or_default().chars();
            if let (Some(c), None) = (chars.next(), chars.next()) {
                return (Some(c), length);
            }
        }
    }
    (None, 1)
}
