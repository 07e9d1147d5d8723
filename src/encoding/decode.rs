//! Bytes that are not UTF-8, as text.

use std::ops::Range;

use super::legacy::Legacy;
use super::{Decoded, wide};

/// With at least this many sequences of UTF-8 for each stretch that is not, a file or a line is
/// taken for UTF-8 with stray bytes.
const UTF_8_MAJORITY: usize = 1;

/// See [`super::decode`].
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((wide, mark)) = wide::marked(bytes) {
        return wide.decode(bytes, mark);
    }
    if let Some(wide) = wide::unmarked(bytes) {
        return wide.decode(bytes, 0);
    }
    let whole = Census::of(bytes);
    let mixed = whole.sequences >= UTF_8_MAJORITY * whole.invalid;
    let broken = lines(bytes).filter(|line| std::str::from_utf8(line).is_err());
    let legacy = Legacy::likeliest(&broken);
    let mut building = Building::new(bytes.len(), if mixed { "UTF-8" } else { legacy.name() });
    for line in lines(bytes) {
        match std::str::from_utf8(line) {
            Ok(text) if mixed || text.is_ascii() => building.keep(text),
            _ => {
                let census = Census::of(line);
                if mixed && census.sequences >= UTF_8_MAJORITY * census.invalid {
                    building.mend(line, legacy);
                } else {
                    building.read(line, legacy);
                }
            }
        }
    }
    building.decoded
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    bytes.split_inclusive(|&byte| byte == b'\n')
}

/// How much of some bytes is UTF-8 and how much is not.
#[derive(Default)]
struct Census {
    /// Sequences of more than one byte.
    sequences: usize,
    /// Stretches that are not UTF-8.
    invalid: usize,
}

impl Census {
    fn of(bytes: &[u8]) -> Census {
        let mut census = Census::default();
        for chunk in bytes.utf8_chunks() {
            census.sequences += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            census.invalid += usize::from(!chunk.invalid().is_empty());
        }
        census
    }
}

struct Building {
    decoded: Decoded,
    at: usize,
}

impl Building {
    fn new(capacity: usize, encoding: &'static str) -> Building {
        let decoded = Decoded {
            text: String::with_capacity(capacity),
            encoding,
            pieces: Vec::new(),
            errors: Vec::new(),
        };
        Building { decoded, at: 0 }
    }

    /// Takes over what is UTF-8.
    fn keep(&mut self, text: &str) {
        self.decoded.text.push_str(text);
        self.at += text.len();
    }

    /// Takes over what is UTF-8 and reads the rest as `legacy`.
    fn mend(&mut self, bytes: &[u8], legacy: Legacy) {
        for chunk in bytes.utf8_chunks() {
            self.keep(chunk.valid());
            self.read(chunk.invalid(), legacy);
        }
    }

    /// Reads all of `bytes` as `legacy`.
    fn read(&mut self, bytes: &[u8], legacy: Legacy) {
        let start = self.at;
        let decoded = &mut self.decoded;
        legacy.each(bytes, |range, c| {
            let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
            decoded.text.push(c);
            let range = start + range.start..start + range.end;
            if bytes.get(range.start - start).is_some_and(u8::is_ascii) {
                return;
            }
            join(&mut decoded.errors, &range);
            decoded.pieces.push((range, c.len_utf8()));
        });
        self.at += bytes.len();
    }
}

/// Adds a range, to the last one if they touch.
fn join(ranges: &mut Vec<Range<usize>>, range: &Range<usize>) {
    match ranges.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => ranges.push(range.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `pieces` promise: between them bytes and text are the same.
    fn check(bytes: &[u8], decoded: &Decoded) {
        let (mut disk, mut text) = (0, 0);
        for (range, length) in &decoded.pieces {
            let alike = range.start - disk;
            assert_eq!(
                &bytes[disk..range.start],
                &decoded.text.as_bytes()[text..text + alike]
            );
            disk = range.end;
            text += alike + length;
        }
        assert_eq!(&bytes[disk..], &decoded.text.as_bytes()[text..]);
    }

    #[test]
    fn reads_utf_16_and_32() {
        let text = "Łódź is a city.\n📌 And so on.\n";
        let utf_16: Vec<u16> = text.encode_utf16().collect();
        let le: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let be: Vec<u8> = utf_16.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        let le_32: Vec<u8> = text
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        for (bytes, mark, encoding) in [
            (&le, &b"\xff\xfe"[..], "UTF-16LE"),
            (&be, b"\xfe\xff", "UTF-16BE"),
            (&le_32, b"\xff\xfe\0\0", "UTF-32LE"),
        ] {
            for mark in [mark, b""] {
                let bytes = [mark, bytes].concat();
                let decoded = decode(&bytes);
                assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
                assert_eq!(decoded.errors.len(), 1);
                check(&bytes, &decoded);
            }
        }
    }

    #[test]
    fn reads_legacy_encodings() {
        for (encoding, text) in [
            (
                encoding_rs::WINDOWS_1252,
                "Le café est fermé, voilà l’été.\n",
            ),
            (
                encoding_rs::WINDOWS_1251,
                "Съешь ещё этих мягких булок, да выпей чаю.\n",
            ),
            (
                encoding_rs::KOI8_R,
                "Съешь ещё этих мягких булок, да выпей чаю.\n",
            ),
            (
                encoding_rs::SHIFT_JIS,
                "これは日本語の文章です。カタカナもあります。\n",
            ),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = decode(&bytes);
            assert_eq!(decoded.text, text);
            check(&bytes, &decoded);
        }
    }

    #[test]
    fn mends_stray_bytes_in_utf_8() {
        let bytes =
            b"caf\xc3\xa9 and \xe2\x80\x9cquotes\xe2\x80\x9d\nd\xe9j\xe0 vu\nna\xc3\xafve\n";
        let decoded = decode(bytes);
        assert_eq!(decoded.text, "café and “quotes”\ndéjà vu\nnaïve\n");
        assert_eq!(decoded.encoding, "UTF-8");
        assert_eq!(decoded.errors, [24..25, 26..27]);
        check(bytes, &decoded);
    }
}
