//! The single-byte codecs: from byte to character by table, from character to the bytes of all
//! codecs at once by one look-up, which is what both the prefilter and the lattice need.

use std::sync::LazyLock;

use super::codec_tables::{CHARS, COUNT, LOSABLE, NAMES, NEVER_UTF_8};

pub(super) use super::codec_tables::COUNT as CODECS;
pub(super) use super::codec_tables::SCRIPTS;

/// A set of single-byte codecs, a bit for each.
pub(super) type CodecSet = u32;

/// A single-byte codec.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Codec(u8);

#[allow(clippy::cast_possible_truncation)]
const COUNT_U8: u8 = COUNT as u8;

impl Codec {
    pub(super) const WINDOWS_1252: Codec = Codec(0);
    pub(super) const LATIN_1: Codec = Codec(1);
    const WINDOWS_1254: Codec = Codec(2);
    const WINDOWS_1250: Codec = Codec(5);
    /// The codecs that text is read as again and again.
    pub(super) const REPEATED: [Codec; 4] = [
        Codec::WINDOWS_1252,
        Codec::LATIN_1,
        Codec::WINDOWS_1250,
        Codec::WINDOWS_1254,
    ];

    /// All codecs, in order of preference.
    pub(super) fn all() -> impl DoubleEndedIterator<Item = Codec> {
        (0..COUNT_U8).map(Codec)
    }

    /// The codecs of `set`, in order of preference.
    pub(super) fn members(set: CodecSet) -> impl DoubleEndedIterator<Item = Codec> {
        Codec::all().filter(move |codec| set & codec.bit() != 0)
    }

    /// The codec of this name.
    pub(super) fn named(name: &str) -> Option<Codec> {
        Codec::all().find(|codec| codec.name() == name)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    pub(super) fn bit(self) -> CodecSet {
        1 << self.0
    }

    /// The usual name, such as `Windows-1252`.
    pub(super) fn name(self) -> &'static str {
        NAMES[self.index()]
    }

    /// The character of a byte from 0x80, if the codec has one.
    pub(super) fn char_of(self, byte: u8) -> Option<char> {
        let at = usize::from(byte).checked_sub(0x80)?;
        match CHARS[self.index()][at] {
            0 => None,
            unit => char::from_u32(u32::from(unit)),
        }
    }

    /// The byte of a character outside ASCII, if the codec has it.
    pub(super) fn byte_of(self, c: char) -> Option<u8> {
        self.byte(row(c))
    }

    /// The byte of the character with this row, if the codec has it.
    pub(super) fn byte(self, row: Row) -> Option<u8> {
        match BYTES[usize::from(row.0)][self.index()] {
            0 => None,
            byte => Some(byte),
        }
    }

    /// Whether a byte from 0x80 is a letter.
    pub(super) fn is_letter(self, byte: u8) -> bool {
        let at = u32::from(byte).wrapping_sub(0x80);
        LETTERS[self.index()].checked_shr(at).unwrap_or(0) & 1 != 0
    }

    /// The bytes that programs drop or replace when they read text in this codec.
    pub(super) fn losable(self) -> &'static [u8] {
        LOSABLE[self.index()]
    }
}

/// The bytes from 0x80 that are letters in each codec, a bit for each.
static LETTERS: LazyLock<[u128; COUNT]> = LazyLock::new(|| {
    let is_letter = |unit: u16| char::from_u32(u32::from(unit)).is_some_and(char::is_alphabetic);
    CHARS.map(|units| {
        let letters = (0..).zip(units).filter(|&(_, unit)| is_letter(unit));
        letters.fold(0, |set, (at, _)| set | 1 << at)
    })
});

/// The codecs in which byte 0xA0 is the no-break space, which becomes a space so easily.
pub(super) const SPACED: CodecSet = {
    let mut set = 0;
    let mut codec = 0;
    while codec < COUNT {
        if CHARS[codec][0xA0 - 0x80] == 0xA0 {
            set |= 1 << codec;
        }
        codec += 1;
    }
    set
};

/// Where a character stands in the tables; row 0 is for characters that no codec has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row(u16);

/// The row of a character. ASCII has none.
pub(super) fn row(c: char) -> Row {
    let code = c as usize;
    match PAGE_OF.get(code >> PAGE_BITS) {
        Some(&page) => Row(ROW_OF[usize::from(page)][code & (PAGE_SIZE - 1)]),
        None => Row(0),
    }
}

impl Row {
    /// The codecs in which the character is the first byte of a sequence in UTF-8.
    pub(super) fn leads(self) -> CodecSet {
        LEADS[usize::from(self.0)]
    }

    /// The codecs in which the character is a later byte of a sequence in UTF-8.
    pub(super) fn continues(self) -> CodecSet {
        CONTINUES[usize::from(self.0)]
    }
}

/// Whether a byte starts a sequence of two to four bytes in UTF-8.
pub(super) const fn is_lead(byte: u8) -> bool {
    matches!(byte, 0xC2..=0xF4)
}

/// Whether a byte continues a sequence in UTF-8.
pub(super) const fn is_continuation(byte: u8) -> bool {
    matches!(byte, 0x80..=0xBF)
}

/// What a character may be in sequences of UTF-8.
#[derive(Clone, Copy)]
pub(super) struct Roles {
    /// The codecs in which it is a lead byte.
    pub(super) leads: CodecSet,
    /// The codecs in which it is a continuation byte.
    pub(super) continues: CodecSet,
    /// The codecs in which it is a lead byte that a single continuation byte behind it makes
    /// suspicious: of two bytes, or of a sign, of which one byte may be lost.
    pub(super) short: CodecSet,
}

/// No codec has the character.
pub(super) const NO_ROLES: Roles = Roles {
    leads: 0,
    continues: 0,
    short: 0,
};
/// How many characters take two bytes in UTF-8.
pub(super) const TWO_BYTES: usize = 0x800 - 0x80;

/// The roles of each character that takes two bytes in UTF-8, from U+0080 on.
pub(super) static ROLES_OF_TWO: [Roles; TWO_BYTES] = {
    let mut roles = [NO_ROLES; TWO_BYTES];
    let mut at = 0;
    while at < TWO_BYTES {
        let code = at + 0x80;
        let page = LAYOUT.page_of[code >> PAGE_BITS] as usize;
        let row = INVERSE.row_of[page][code & (PAGE_SIZE - 1)] as usize;
        roles[at] = Roles {
            leads: INVERSE.leads[row],
            continues: INVERSE.continues[row],
            short: INVERSE.short[row],
        };
        at += 1;
    }
    roles
};

/// The roles of the character with this code point.
pub(super) fn roles(code: u32) -> Roles {
    let code = code as usize;
    match PAGE_OF.get(code >> PAGE_BITS) {
        None | Some(0) => NO_ROLES,
        Some(&page) => {
            let row = usize::from(ROW_OF[usize::from(page)][code & (PAGE_SIZE - 1)]);
            Roles {
                leads: LEADS[row],
                continues: CONTINUES[row],
                short: SHORT[row],
            }
        }
    }
}

/// Whether a codec has a character of three bytes of which this is the first, by its low bits.
pub(super) static HAS_OF_THREE: [bool; 16] = {
    let mut has = [false; 16];
    let mut page = 0x800 >> PAGE_BITS;
    while page < BMP_PAGES {
        has[page >> (12 - PAGE_BITS)] |= LAYOUT.page_of[page] != 0;
        page += 1;
    }
    has
};

// From here on the inverse of `CHARS`, made at compile time: two levels by code point, so that
// the characters of all codecs, strewn over the BMP, take some kilobytes.

const PAGE_BITS: usize = 6;
const PAGE_SIZE: usize = 1 << PAGE_BITS;
const BMP_PAGES: usize = 0x1_0000 >> PAGE_BITS;

struct Layout {
    page_of: [u8; BMP_PAGES],
    pages: usize,
    rows: usize,
}

const fn lay_out() -> Layout {
    let mut page_of = [0u8; BMP_PAGES];
    let mut seen = [false; 0x1_0000];
    // Page 0 and row 0 are those of characters that no codec has.
    let mut pages = 1;
    let mut rows = 1;
    let mut codec = 0;
    while codec < COUNT {
        let mut at = 0;
        while at < 128 {
            let unit = CHARS[codec][at] as usize;
            if unit != 0 && !seen[unit] {
                seen[unit] = true;
                rows += 1;
                if page_of[unit >> PAGE_BITS] == 0 {
                    assert!(pages < 256);
                    #[allow(clippy::cast_possible_truncation)]
                    {
                        page_of[unit >> PAGE_BITS] = pages as u8;
                    }
                    pages += 1;
                }
            }
            at += 1;
        }
        codec += 1;
    }
    Layout {
        page_of,
        pages,
        rows,
    }
}

const LAYOUT: Layout = lay_out();
const PAGES: usize = LAYOUT.pages;
const ROWS: usize = LAYOUT.rows;
static PAGE_OF: [u8; BMP_PAGES] = LAYOUT.page_of;

struct Inverse {
    row_of: [[u16; PAGE_SIZE]; PAGES],
    bytes: [[u8; COUNT]; ROWS],
    leads: [CodecSet; ROWS],
    continues: [CodecSet; ROWS],
    short: [CodecSet; ROWS],
}

const fn invert() -> Inverse {
    let mut inverse = Inverse {
        row_of: [[0; PAGE_SIZE]; PAGES],
        bytes: [[0; COUNT]; ROWS],
        leads: [0; ROWS],
        continues: [0; ROWS],
        short: [0; ROWS],
    };
    let mut rows = 1u16;
    let mut codec = 0;
    while codec < COUNT {
        let mut byte = 0x80u8;
        loop {
            let unit = CHARS[codec][byte as usize - 0x80] as usize;
            if unit != 0 {
                let page = LAYOUT.page_of[unit >> PAGE_BITS] as usize;
                let slot = unit & (PAGE_SIZE - 1);
                if inverse.row_of[page][slot] == 0 {
                    inverse.row_of[page][slot] = rows;
                    rows += 1;
                }
                let row = inverse.row_of[page][slot] as usize;
                inverse.bytes[row][codec] = byte;
                let is_utf_8 = NEVER_UTF_8 & 1 << codec == 0;
                if is_lead(byte) && is_utf_8 {
                    inverse.leads[row] |= 1 << codec;
                    if byte < 0xE0 || matches!(byte, 0xE2 | 0xEF) {
                        inverse.short[row] |= 1 << codec;
                    }
                }
                if is_continuation(byte) && is_utf_8 {
                    inverse.continues[row] |= 1 << codec;
                }
            }
            if byte == 0xFF {
                break;
            }
            byte += 1;
        }
        codec += 1;
    }
    inverse
}

const INVERSE: Inverse = invert();
static ROW_OF: [[u16; PAGE_SIZE]; PAGES] = INVERSE.row_of;
static BYTES: [[u8; COUNT]; ROWS] = INVERSE.bytes;
static LEADS: [CodecSet; ROWS] = INVERSE.leads;
static CONTINUES: [CodecSet; ROWS] = INVERSE.continues;
static SHORT: [CodecSet; ROWS] = INVERSE.short;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_what_they_are_called() {
        let names = Codec::REPEATED.map(Codec::name);
        let expected = ["Windows-1252", "ISO-8859-1", "Windows-1250", "Windows-1254"];
        assert_eq!(names, expected);
    }

    #[test]
    fn every_byte_comes_back() {
        for codec in Codec::all() {
            for byte in 0x80..=0xFF {
                if let Some(c) = codec.char_of(byte) {
                    assert_eq!(codec.byte_of(c), Some(byte), "{} {byte:#x}", codec.name());
                }
            }
        }
    }

    #[test]
    fn agrees_with_the_encoding_standard() {
        for (name, standard) in [
            ("Windows-1250", encoding_rs::WINDOWS_1250),
            ("Windows-1251", encoding_rs::WINDOWS_1251),
            ("Windows-1252", encoding_rs::WINDOWS_1252),
            ("Windows-1253", encoding_rs::WINDOWS_1253),
            ("Windows-1254", encoding_rs::WINDOWS_1254),
            ("Windows-1256", encoding_rs::WINDOWS_1256),
            ("Windows-1257", encoding_rs::WINDOWS_1257),
            ("Windows-1258", encoding_rs::WINDOWS_1258),
            ("ISO-8859-2", encoding_rs::ISO_8859_2),
            ("ISO-8859-15", encoding_rs::ISO_8859_15),
            ("MacRoman", encoding_rs::MACINTOSH),
            ("KOI8-R", encoding_rs::KOI8_R),
        ] {
            let codec = Codec::all().find(|codec| codec.name() == name).expect(name);
            for byte in 0x80..=0xFF {
                let (text, _) = standard.decode_without_bom_handling(std::slice::from_ref(&byte));
                let theirs = text.chars().next().filter(|&c| c != '\u{fffd}');
                assert_eq!(codec.char_of(byte), theirs, "{name} {byte:#x}");
            }
        }
    }
}
