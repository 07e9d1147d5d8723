//! Misreadings: what text was written in, what it was read as, and doing it again.

use super::Misreading;
use super::codec::Codec;
use super::legacy::Legacy;

/// What bytes were written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Written {
    Utf8,
    /// UTF-8 with two sequences of three bytes, one for each surrogate, in place of each sequence
    /// of four.
    Cesu8,
    Legacy(Codec),
}

/// One wrong decoding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Misread {
    pub(super) written: Written,
    pub(super) read: Legacy,
}

/// Pairs of legacy codecs that are taken for each other, what was written first.
pub(super) const CROSSINGS: &[(&str, &str)] = &[
    ("Windows-1252", "ISO-8859-1"),
    ("MacRoman", "ISO-8859-1"),
    ("Windows-1251", "Windows-1252"),
    ("KOI8-R", "Windows-1252"),
    ("Windows-1253", "Windows-1252"),
    ("Windows-1250", "Windows-1252"),
    ("Windows-1254", "Windows-1252"),
    ("Windows-1255", "Windows-1252"),
    ("Windows-1256", "Windows-1252"),
    ("ISO-8859-2", "Windows-1252"),
    ("IBM850", "Windows-1252"),
    ("MacRoman", "Windows-1252"),
    ("Windows-1252", "MacRoman"),
    ("KOI8-R", "Windows-1251"),
    ("Windows-1251", "KOI8-R"),
    ("Windows-1252", "Windows-1251"),
    ("IBM866", "Windows-1251"),
    ("IBM866", "Windows-1252"),
];

impl Misread {
    /// UTF-8 read as `codec`.
    pub(super) const fn utf_8(codec: Codec) -> Misread {
        Misread {
            written: Written::Utf8,
            read: Legacy::Single(codec),
        }
    }

    /// Windows-1252 read as ISO 8859-1, which leaves C1 controls.
    pub(super) const CONTROLS: Misread = Misread {
        written: Written::Legacy(Codec::WINDOWS_1252),
        read: Legacy::Single(Codec::LATIN_1),
    };

    /// The crossing with this index.
    pub(super) fn crossing(index: usize) -> Option<Misread> {
        let &(written, read) = CROSSINGS.get(index)?;
        Some(Misread {
            written: Written::Legacy(Codec::named(written)?),
            read: Legacy::Single(Codec::named(read)?),
        })
    }

    /// The single-byte codec that UTF-8 was read as, if it is that.
    pub(super) fn utf_8_codec(self) -> Option<Codec> {
        match (self.written, self.read) {
            (Written::Utf8, Legacy::Single(codec)) => Some(codec),
            _ => None,
        }
    }

    /// Whether it is of one legacy codec read as another and changes letters, not only C1 controls.
    pub(super) fn is_crossing(self) -> bool {
        matches!(self.written, Written::Legacy(_)) && self.read != Legacy::Single(Codec::LATIN_1)
    }

    /// As it is reported.
    pub(super) fn named(self) -> Misreading {
        let written = match self.written {
            Written::Utf8 => "UTF-8",
            Written::Cesu8 => "CESU-8",
            Written::Legacy(codec) => codec.name(),
        };
        Misreading {
            written,
            read: self.read.name(),
        }
    }

    /// Writes `text` and reads it wrongly; None if either cannot be done.
    fn again(self, text: &str) -> Option<String> {
        let bytes = match self.written {
            Written::Utf8 => text.as_bytes().to_vec(),
            Written::Cesu8 => cesu_8(text),
            Written::Legacy(codec) => text
                .chars()
                .map(|c| match u8::try_from(c) {
                    Ok(byte) if byte.is_ascii() => Some(byte),
                    _ => codec.byte_of(c),
                })
                .collect::<Option<_>>()?,
        };
        let mut read = String::with_capacity(bytes.len());
        let mut whole = true;
        self.read.each(&bytes, |_, c| match c {
            Some(c) => read.push(c),
            None => whole = false,
        });
        whole.then_some(read)
    }
}

/// What stands there after all of `misreads`, the last of them first, were done to `meant`.
pub(super) fn misread(meant: &str, misreads: &[Misread]) -> Option<String> {
    misreads
        .iter()
        .rev()
        .try_fold(meant.to_owned(), |text, misread| misread.again(&text))
}

fn cesu_8(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 2);
    for unit in text.chars() {
        let mut units = [0; 2];
        let units = unit.encode_utf16(&mut units);
        if let [high, low] = *units {
            for unit in [high, low] {
                let [top, bottom] = unit.to_be_bytes();
                bytes.push(0xE0 | top >> 4);
                bytes.push(0x80 | (top << 2 & 0x3C) | bottom >> 6);
                bytes.push(0x80 | bottom & 0x3F);
            }
        } else {
            bytes.extend_from_slice(unit.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_known() {
        for (index, crossing) in CROSSINGS.iter().enumerate() {
            assert!(Misread::crossing(index).is_some(), "{crossing:?}");
        }
    }

    #[test]
    fn writes_surrogates_apart() {
        assert_eq!(cesu_8("a😍"), b"a\xed\xa0\xbd\xed\xb8\x8d");
    }
}
