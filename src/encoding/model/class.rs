//! Character classes: what the model falls back on where it has not seen the characters
//! themselves.

/// A class of characters that stand in the same places: a script or the part of one that modern
/// text uses, or a kind of punctuation or symbol.
///
/// A class is finer than a Unicode block where mojibake makes the difference matter (the letters
/// and the signs of Latin-1 alternate in garbled text and hardly meet in any other), and coarser
/// than a script where text of that script is rare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Class {
    /// C0 controls but tab, line feed and carriage return; delete.
    Control,
    /// Space, tab, line feed, carriage return.
    Space,
    /// ASCII punctuation and symbols.
    Punctuation,
    /// ASCII digits.
    Digit,
    /// ASCII letters.
    Letter,
    /// C1 controls.
    C1,
    /// No-break spaces.
    NoBreakSpace,
    /// Punctuation of Latin-1: `¡ § « ¶ · » ¿`.
    Latin1Punctuation,
    /// Every other sign of Latin-1, among them `ª` and `º`.
    Latin1Symbol,
    /// Characters without width or ink, soft hyphen and bidirectional controls among them.
    Invisible,
    /// Letters of Latin-1.
    Latin1Letter,
    /// Latin letters of European orthographies beyond Latin-1.
    LatinExtended,
    /// Latin letters that only Vietnamese uses.
    LatinVietnamese,
    /// Latin letters of African and American languages and of transliteration.
    LatinRare,
    /// Letters of the International Phonetic Alphabet.
    Phonetic,
    /// Modifier letters.
    Modifier,
    /// Combining marks that belong to no script.
    Combining,
    /// Letters of modern Greek.
    Greek,
    /// Polytonic and Coptic letters of the Greek blocks.
    GreekRare,
    /// Letters of Russian.
    Cyrillic,
    /// Letters that Ukrainian, Belarusian, Serbian and Macedonian add.
    CyrillicNational,
    /// Every other Cyrillic letter.
    CyrillicRare,
    /// Armenian.
    Armenian,
    /// Hebrew.
    Hebrew,
    /// Arabic.
    Arabic,
    /// Arabic of the supplements and the presentation forms.
    ArabicRare,
    /// Devanagari.
    Devanagari,
    /// Bengali.
    Bengali,
    /// Gurmukhi.
    Gurmukhi,
    /// Gujarati.
    Gujarati,
    /// Oriya.
    Oriya,
    /// Tamil.
    Tamil,
    /// Telugu.
    Telugu,
    /// Kannada.
    Kannada,
    /// Malayalam.
    Malayalam,
    /// Sinhala.
    Sinhala,
    /// Thai.
    Thai,
    /// Lao.
    Lao,
    /// Tibetan.
    Tibetan,
    /// Myanmar.
    Myanmar,
    /// Georgian.
    Georgian,
    /// Ethiopic.
    Ethiopic,
    /// Khmer.
    Khmer,
    /// Any other script.
    OtherScript,
    /// Hyphens and dashes of general punctuation.
    Dash,
    /// Typographic quotation marks.
    Quote,
    /// Every other sign of general punctuation.
    Typographic,
    /// Typographic spaces of a certain width.
    WideSpace,
    /// What modifies an emoji or joins two: variation selectors, ZWJ, keycap, skin tones.
    EmojiModifier,
    /// Regional indicators, two of which are a flag.
    RegionalIndicator,
    /// Superscripts and subscripts.
    Script,
    /// Currency signs.
    Currency,
    /// Letterlike symbols and number forms.
    Letterlike,
    /// Arrows.
    Arrow,
    /// Mathematical operators.
    Math,
    /// Technical symbols and enclosed alphanumerics.
    Technical,
    /// Box drawings.
    Box,
    /// Block elements.
    Block,
    /// Geometric shapes.
    Geometric,
    /// Miscellaneous symbols, dingbats, and the emoji among them.
    Symbol,
    /// Braille patterns.
    Braille,
    /// Emoji of the supplementary planes.
    Emoji,
    /// Symbols of the supplementary planes, and others that text hardly uses.
    SymbolRare,
    /// Punctuation of Chinese, Japanese and Korean.
    CjkPunctuation,
    /// Full-width forms of ASCII.
    FullWidth,
    /// Half-width katakana and hangul.
    HalfWidth,
    /// Hiragana.
    Hiragana,
    /// Katakana.
    Katakana,
    /// Bopomofo.
    Bopomofo,
    /// Unified ideographs of the first block.
    Cjk,
    /// Ideographs of the extensions, of compatibility and radicals; enclosed forms.
    CjkRare,
    /// Hangul syllables.
    Hangul,
    /// Hangul jamo.
    Jamo,
    /// Private use.
    PrivateUse,
    /// U+FFFD.
    Replacement,
    /// Not assigned when the table was made, or not a character.
    Unassigned,
}

/// Where each run of characters of one class begins; a run ends where the next begins. After the
/// blocks of the Unicode Character Database, split as the classes say. `tools/model/train.py`
/// reads this table.
const RUNS: &[(u32, Class)] = &[
    (0x0000, Class::Control),
    (0x0009, Class::Space),
    (0x000B, Class::Control),
    (0x000D, Class::Space),
    (0x000E, Class::Control),
    (0x0020, Class::Space),
    (0x0021, Class::Punctuation),
    (0x0030, Class::Digit),
    (0x003A, Class::Punctuation),
    (0x0041, Class::Letter),
    (0x005B, Class::Punctuation),
    (0x0061, Class::Letter),
    (0x007B, Class::Punctuation),
    (0x007F, Class::Control),
    (0x0080, Class::C1),
    (0x00A0, Class::NoBreakSpace),
    (0x00A1, Class::Latin1Punctuation),
    (0x00A2, Class::Latin1Symbol),
    (0x00A7, Class::Latin1Punctuation),
    (0x00A8, Class::Latin1Symbol),
    (0x00AB, Class::Latin1Punctuation),
    (0x00AC, Class::Latin1Symbol),
    (0x00AD, Class::Invisible),
    (0x00AE, Class::Latin1Symbol),
    (0x00B6, Class::Latin1Punctuation),
    (0x00B8, Class::Latin1Symbol),
    (0x00BB, Class::Latin1Punctuation),
    (0x00BC, Class::Latin1Symbol),
    (0x00BF, Class::Latin1Punctuation),
    (0x00C0, Class::Latin1Letter),
    (0x00D7, Class::Latin1Symbol),
    (0x00D8, Class::Latin1Letter),
    (0x00F7, Class::Latin1Symbol),
    (0x00F8, Class::Latin1Letter),
    (0x0100, Class::LatinExtended),
    (0x0180, Class::LatinRare),
    (0x0192, Class::LatinExtended),
    (0x0193, Class::LatinRare),
    (0x01A0, Class::LatinVietnamese),
    (0x01A2, Class::LatinRare),
    (0x01AF, Class::LatinVietnamese),
    (0x01B1, Class::LatinRare),
    (0x0218, Class::LatinExtended),
    (0x021C, Class::LatinRare),
    (0x0250, Class::Phonetic),
    (0x02B0, Class::Modifier),
    (0x0300, Class::Combining),
    (0x0370, Class::GreekRare),
    (0x037E, Class::Greek),
    (0x037F, Class::GreekRare),
    (0x0384, Class::Greek),
    (0x03CF, Class::GreekRare),
    (0x0400, Class::CyrillicNational),
    (0x0401, Class::Cyrillic),
    (0x0402, Class::CyrillicNational),
    (0x0410, Class::Cyrillic),
    (0x0450, Class::CyrillicNational),
    (0x0451, Class::Cyrillic),
    (0x0452, Class::CyrillicNational),
    (0x0460, Class::CyrillicRare),
    (0x0490, Class::CyrillicNational),
    (0x0492, Class::CyrillicRare),
    (0x0530, Class::Armenian),
    (0x0590, Class::Hebrew),
    (0x0600, Class::Arabic),
    (0x0700, Class::OtherScript),
    (0x0750, Class::ArabicRare),
    (0x0780, Class::OtherScript),
    (0x0860, Class::ArabicRare),
    (0x0900, Class::Devanagari),
    (0x0980, Class::Bengali),
    (0x0A00, Class::Gurmukhi),
    (0x0A80, Class::Gujarati),
    (0x0B00, Class::Oriya),
    (0x0B80, Class::Tamil),
    (0x0C00, Class::Telugu),
    (0x0C80, Class::Kannada),
    (0x0D00, Class::Malayalam),
    (0x0D80, Class::Sinhala),
    (0x0E00, Class::Thai),
    (0x0E80, Class::Lao),
    (0x0F00, Class::Tibetan),
    (0x1000, Class::Myanmar),
    (0x10A0, Class::Georgian),
    (0x1100, Class::Jamo),
    (0x1200, Class::Ethiopic),
    (0x13A0, Class::OtherScript),
    (0x1780, Class::Khmer),
    (0x1800, Class::OtherScript),
    (0x1AB0, Class::Combining),
    (0x1B00, Class::OtherScript),
    (0x1C80, Class::CyrillicRare),
    (0x1C90, Class::Georgian),
    (0x1CC0, Class::OtherScript),
    (0x1CD0, Class::Devanagari),
    (0x1D00, Class::Phonetic),
    (0x1DC0, Class::Combining),
    (0x1E00, Class::LatinRare),
    (0x1EA0, Class::LatinVietnamese),
    (0x1EFA, Class::LatinRare),
    (0x1F00, Class::GreekRare),
    (0x2000, Class::WideSpace),
    (0x200B, Class::Invisible),
    (0x200D, Class::EmojiModifier),
    (0x200E, Class::Invisible),
    (0x2010, Class::Dash),
    (0x2016, Class::Typographic),
    (0x2018, Class::Quote),
    (0x2020, Class::Typographic),
    (0x2028, Class::Invisible),
    (0x202F, Class::NoBreakSpace),
    (0x2030, Class::Typographic),
    (0x2039, Class::Quote),
    (0x203B, Class::Typographic),
    (0x205F, Class::WideSpace),
    (0x2060, Class::Invisible),
    (0x2070, Class::Script),
    (0x20A0, Class::Currency),
    (0x20D0, Class::Combining),
    (0x20E3, Class::EmojiModifier),
    (0x20E4, Class::Combining),
    (0x2100, Class::Letterlike),
    (0x2190, Class::Arrow),
    (0x2200, Class::Math),
    (0x2300, Class::Technical),
    (0x2500, Class::Box),
    (0x2580, Class::Block),
    (0x25A0, Class::Geometric),
    (0x2600, Class::Symbol),
    (0x27C0, Class::Math),
    (0x27F0, Class::Arrow),
    (0x2800, Class::Braille),
    (0x2900, Class::Arrow),
    (0x2980, Class::Math),
    (0x2B00, Class::Symbol),
    (0x2B60, Class::SymbolRare),
    (0x2C00, Class::OtherScript),
    (0x2C60, Class::LatinRare),
    (0x2C80, Class::GreekRare),
    (0x2D00, Class::Georgian),
    (0x2D30, Class::OtherScript),
    (0x2D80, Class::Ethiopic),
    (0x2DE0, Class::CyrillicRare),
    (0x2E00, Class::SymbolRare),
    (0x2E80, Class::CjkRare),
    (0x3000, Class::CjkPunctuation),
    (0x3040, Class::Hiragana),
    (0x30A0, Class::Katakana),
    (0x3100, Class::Bopomofo),
    (0x3130, Class::Jamo),
    (0x3190, Class::CjkRare),
    (0x31A0, Class::Bopomofo),
    (0x31C0, Class::CjkRare),
    (0x31F0, Class::Katakana),
    (0x3200, Class::CjkRare),
    (0x4E00, Class::Cjk),
    (0xA000, Class::OtherScript),
    (0xA640, Class::CyrillicRare),
    (0xA6A0, Class::OtherScript),
    (0xA700, Class::Modifier),
    (0xA720, Class::LatinRare),
    (0xA800, Class::OtherScript),
    (0xA8E0, Class::Devanagari),
    (0xA900, Class::OtherScript),
    (0xA960, Class::Jamo),
    (0xA980, Class::OtherScript),
    (0xA9E0, Class::Myanmar),
    (0xAA00, Class::OtherScript),
    (0xAA60, Class::Myanmar),
    (0xAA80, Class::OtherScript),
    (0xAB00, Class::Ethiopic),
    (0xAB30, Class::LatinRare),
    (0xAB70, Class::OtherScript),
    (0xAC00, Class::Hangul),
    (0xD7A4, Class::Jamo),
    // Surrogates, which are no characters.
    (0xD800, Class::Unassigned),
    (0xE000, Class::PrivateUse),
    (0xF900, Class::CjkRare),
    (0xFB00, Class::LatinRare),
    (0xFB13, Class::Armenian),
    (0xFB1D, Class::Hebrew),
    (0xFB50, Class::ArabicRare),
    (0xFE00, Class::EmojiModifier),
    (0xFE10, Class::CjkPunctuation),
    (0xFE20, Class::Combining),
    (0xFE30, Class::CjkPunctuation),
    (0xFE70, Class::ArabicRare),
    (0xFEFF, Class::Invisible),
    (0xFF00, Class::FullWidth),
    (0xFF61, Class::HalfWidth),
    (0xFFE0, Class::FullWidth),
    (0xFFE8, Class::HalfWidth),
    (0xFFF0, Class::Unassigned),
    (0xFFF9, Class::Invisible),
    (0xFFFC, Class::SymbolRare),
    (0xFFFD, Class::Replacement),
    (0xFFFE, Class::Unassigned),
    (0x10000, Class::OtherScript),
    (0x1D000, Class::SymbolRare),
    (0x1D400, Class::Letterlike),
    (0x1D800, Class::OtherScript),
    (0x1F000, Class::SymbolRare),
    (0x1F1E6, Class::RegionalIndicator),
    (0x1F200, Class::SymbolRare),
    (0x1F300, Class::Emoji),
    (0x1F3FB, Class::EmojiModifier),
    (0x1F400, Class::Emoji),
    (0x1F650, Class::SymbolRare),
    (0x1F680, Class::Emoji),
    (0x1F700, Class::SymbolRare),
    (0x1F7E0, Class::Emoji),
    (0x1F7EC, Class::SymbolRare),
    (0x1F900, Class::Emoji),
    (0x1FA00, Class::SymbolRare),
    (0x1FA70, Class::Emoji),
    (0x1FB00, Class::SymbolRare),
    (0x1FC00, Class::Unassigned),
    (0x20000, Class::CjkRare),
    (0x323B0, Class::Unassigned),
    (0xE0000, Class::Invisible),
    (0xE0100, Class::EmojiModifier),
    (0xE01F0, Class::Unassigned),
    (0xF0000, Class::PrivateUse),
];

/// The characters up to this have a table of their own; most text has no others.
const NEAR: usize = 0x3000;

static NEAR_CLASSES: [Class; NEAR] = {
    let mut classes = [Class::Unassigned; NEAR];
    let (mut run, mut at) = (0, 0);
    while at < NEAR {
        if run + 1 < RUNS.len() && RUNS[run + 1].0 as usize <= at {
            run += 1;
        }
        classes[at] = RUNS[run].1;
        at += 1;
    }
    classes
};

/// The class of a character.
pub(crate) fn class(c: char) -> Class {
    if let Some(&class) = NEAR_CLASSES.get(c as usize) {
        return class;
    }
    let after = RUNS.partition_point(|&(start, _)| start <= u32::from(c));
    RUNS.get(after.saturating_sub(1))
        .map_or(Class::Unassigned, |&(_, class)| class)
}

/// How many code points each class has, by its number.
pub(super) fn sizes() -> [u32; Class::Unassigned as usize + 1] {
    let mut sizes = [0; Class::Unassigned as usize + 1];
    let ends = RUNS
        .iter()
        .skip(1)
        .map(|&(start, _)| start)
        .chain([0x11_0000]);
    for (&(start, class), end) in RUNS.iter().zip(ends) {
        sizes[class as usize] += end - start;
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_sorted_and_begin_at_zero() {
        assert_eq!(RUNS[0].0, 0);
        assert!(RUNS.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 != w[1].1));
    }

    #[test]
    fn characters_are_in_their_class() {
        for (class_, characters) in [
            (Class::Space, " \t\n\r"),
            (Class::Control, "\0\u{7f}\u{1b}"),
            (Class::C1, "\u{80}\u{9f}"),
            (Class::Latin1Punctuation, "¡§«¶·»¿"),
            (Class::Latin1Symbol, "¢£©®°±²½×÷µªº"),
            (Class::Invisible, "\u{ad}\u{200b}\u{feff}\u{202e}"),
            (Class::Latin1Letter, "ÀÖØöøÿß"),
            (Class::LatinExtended, "ĀſȘțƒ"),
            (Class::LatinVietnamese, "ơƯạỹ"),
            (Class::Cyrillic, "АяЁё"),
            (Class::CyrillicNational, "ЂЇіґҐџ"),
            (Class::CyrillicRare, "ҚәѢ"),
            (Class::Quote, "‘’“”„‹›"),
            (Class::Dash, "‐–—"),
            (Class::Typographic, "†•…‰"),
            (Class::EmojiModifier, "\u{200d}\u{fe0f}\u{20e3}\u{1f3fd}"),
            (Class::RegionalIndicator, "🇦🇿"),
            (Class::Box, "─│├└╬"),
            (Class::Arrow, "←→⇒⟶"),
            (Class::Symbol, "☕✅✗❌⚠⭐⬆"),
            (Class::Emoji, "📌🙏🤦"),
            (Class::Hangul, "가힣"),
            (Class::Cjk, "一龠"),
            (Class::HalfWidth, "ｱﾟ"),
            (Class::Replacement, "\u{fffd}"),
            (Class::PrivateUse, "\u{e000}\u{f8ff}\u{10ffff}"),
        ] {
            for c in characters.chars() {
                assert_eq!(class(c), class_, "U+{:04X}", u32::from(c));
            }
        }
    }
}
