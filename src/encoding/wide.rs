//! UTF-16 and UTF-32: knowing them without being told, and reading them.

use super::Decoded;

/// An encoding in units of two or four bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wide {
    unit: Unit,
    big_endian: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Two,
    Four,
}

const UTF_16LE: Wide = Wide {
    unit: Unit::Two,
    big_endian: false,
};
const UTF_16BE: Wide = Wide {
    unit: Unit::Two,
    big_endian: true,
};
const UTF_32LE: Wide = Wide {
    unit: Unit::Four,
    big_endian: false,
};
const UTF_32BE: Wide = Wide {
    unit: Unit::Four,
    big_endian: true,
};

/// How many bytes are looked at to tell the encoding.
const SAMPLE: usize = 1 << 16;
/// Text that is this seldom one of a line end, a space or a digit is not taken for UTF-16 on the
/// ground of those alone: one in so many units.
const SPACING: usize = 64;

/// The encoding that a byte order mark names, and the length of the mark.
pub(super) fn marked(bytes: &[u8]) -> Option<(Wide, usize)> {
    Some(match bytes {
        // The mark of UTF-16LE followed by U+0000 is no text, so UTF-32LE comes first.
        [0xFF, 0xFE, 0, 0, ..] => (UTF_32LE, 4),
        [0, 0, 0xFE, 0xFF, ..] => (UTF_32BE, 4),
        [0xFF, 0xFE, ..] => (UTF_16LE, 2),
        [0xFE, 0xFF, ..] => (UTF_16BE, 2),
        _ => return None,
    })
}

/// The encoding of bytes without a mark, if it is one of these.
///
/// All text has ASCII in it, at least its spaces and line ends, and in UTF-16 and UTF-32 these
/// have zero bytes on one side, which text in other encodings has none of.
pub(super) fn unmarked(bytes: &[u8]) -> Option<Wide> {
    if bytes.len() < 4 || memchr::memchr(0, bytes.get(..SAMPLE).unwrap_or(bytes)).is_none() {
        return None;
    }
    let found = |wide: &Wide| {
        let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
        let size = wide.size();
        if !bytes.len().is_multiple_of(size) {
            return false;
        }
        let (mut units, mut spacing) = (0, 0);
        let mut at = 0;
        while let Some((c, taken)) = wide.next(sample.get(at..).unwrap_or_default()) {
            // A pair of surrogates that the sample cuts in two says nothing.
            if c.is_none() && at + 4 < sample.len() {
                return false;
            }
            match c {
                Some('\0') => return false,
                Some(' ' | '\n' | '\r' | '\t' | '0'..='9' | 'a'..='z') => spacing += 1,
                _ => {}
            }
            units += 1;
            at += taken;
        }
        spacing * SPACING >= units
    };
    [UTF_32LE, UTF_32BE, UTF_16LE, UTF_16BE]
        .into_iter()
        .find(found)
}

impl Wide {
    fn name(self) -> &'static str {
        match (self.unit, self.big_endian) {
            (Unit::Two, false) => "UTF-16LE",
            (Unit::Two, true) => "UTF-16BE",
            (Unit::Four, false) => "UTF-32LE",
            (Unit::Four, true) => "UTF-32BE",
        }
    }

    const fn size(self) -> usize {
        match self.unit {
            Unit::Two => 2,
            Unit::Four => 4,
        }
    }

    fn unit(self, bytes: &[u8], at: usize) -> Option<u32> {
        let unit = bytes.get(at..at + self.size())?;
        let push = |code: u32, &byte: &u8| code << 8 | u32::from(byte);
        Some(if self.big_endian {
            unit.iter().fold(0, push)
        } else {
            unit.iter().rev().fold(0, push)
        })
    }

    /// The first character, None if it is no character, and how many bytes it takes.
    fn next(self, bytes: &[u8]) -> Option<(Option<char>, usize)> {
        let size = self.size();
        if bytes.is_empty() {
            return None;
        }
        let Some(unit) = self.unit(bytes, 0) else {
            return Some((None, bytes.len()));
        };
        if self.unit == Unit::Two
            && let 0xD800..0xDC00 = unit
            && let Some(low @ 0xDC00..0xE000) = self.unit(bytes, size)
        {
            let code = 0x1_0000 + ((unit & 0x3FF) << 10 | low & 0x3FF);
            return Some((char::from_u32(code), 2 * size));
        }
        Some((char::from_u32(unit), size))
    }

    /// Decodes bytes, the first `mark` of which are a byte order mark.
    pub(super) fn decode(self, bytes: &[u8], mark: usize) -> Decoded {
        let mut text = String::with_capacity(bytes.len() / self.size());
        let mut pieces = Vec::new();
        if mark > 0 {
            pieces.push((0..mark, 0));
        }
        let mut at = mark;
        while let Some((c, taken)) = self.next(bytes.get(at..).unwrap_or_default()) {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            text.push(c);
            pieces.push((at..at + taken, c.len_utf8()));
            at += taken;
        }
        let whole = 0..bytes.len();
        Decoded {
            text,
            encoding: self.name(),
            pieces,
            errors: vec![whole],
        }
    }
}
