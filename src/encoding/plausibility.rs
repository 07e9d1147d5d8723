//! What characters cost in a path through the lattice: the model's costs, held within what it can
//! know.

use super::model::{Class, class, cost, known};

/// No character that stands there costs more than this, in nats: odd text is odder than a model
/// trained on prose believes, and that it is odd does not make it garbled.
const ODD: f32 = 12.0;

/// What it costs to leave a capital where text has none, in nats.
const CAPITAL: f32 = 4.0;

/// The cost of leaving `c` as it is.
pub(super) fn left(before2: char, before1: char, c: char) -> f32 {
    let cost = cost(before2, before1, c);
    match c {
        // Nor does a word in small letters end in these capitals, which UTF-8 misread is full of.
        'Â' | 'Ã' if before1.is_ascii_lowercase() => cost.min(ODD) + CAPITAL,
        // Nor is the one a word.
        ' ' if before1 == 'Ã' && !before2.is_uppercase() => cost.min(ODD) + CAPITAL,
        // But text never holds these.
        '\u{80}'..='\u{9f}' => cost + ODD,
        _ => cost.min(ODD),
    }
}

/// The scripts whose letters keep to themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Greek,
    Cyrillic,
    EastAsian,
    Other(Class),
}

/// The script of a letter that text of another script would not hold by itself, and what it costs
/// to have a single such letter decoded, in nats; without a script for characters that cost this
/// every time.
pub(super) fn foreign(c: char) -> Option<(Option<Script>, f32)> {
    // Latin as Europe writes it, which is most of all text.
    if ('\u{a0}'..'ſ').contains(&c) || c.is_ascii() {
        return None;
    }
    let class = class(c);
    let (script, cost) = match class {
        Class::Greek => (Script::Greek, 4.0),
        Class::Cyrillic | Class::CyrillicNational => (Script::Cyrillic, 5.0),
        Class::Cjk | Class::Hiragana | Class::Katakana => (Script::EastAsian, 8.0),
        // These stand beside letters of any script.
        Class::CjkPunctuation | Class::FullWidth => (Script::EastAsian, 4.0),
        Class::Armenian
        | Class::Hebrew
        | Class::Arabic
        | Class::Devanagari
        | Class::Bengali
        | Class::Gurmukhi
        | Class::Gujarati
        | Class::Oriya
        | Class::Tamil
        | Class::Telugu
        | Class::Kannada
        | Class::Malayalam
        | Class::Sinhala
        | Class::Thai
        | Class::Lao
        | Class::Tibetan
        | Class::Myanmar
        | Class::Georgian
        | Class::Ethiopic
        | Class::Khmer
        | Class::Hangul => (Script::Other(class), 9.0),
        Class::GreekRare | Class::CyrillicRare => return Some((None, 8.0)),
        Class::LatinExtended if c == 'ſ' => return Some((None, 14.0)),
        // Ligatures, and the blank of Braille that spaces what no space would.
        Class::LatinRare if ('ﬀ'..='ﬆ').contains(&c) => return None,
        Class::Braille if c == '\u{2800}' => return None,
        Class::LatinRare
        | Class::Phonetic
        | Class::Modifier
        | Class::ArabicRare
        | Class::OtherScript
        | Class::HalfWidth
        | Class::Bopomofo
        | Class::CjkRare
        | Class::Jamo
        | Class::PrivateUse
        | Class::Braille
        | Class::SymbolRare
        | Class::Technical
        | Class::C1
        | Class::Unassigned => return Some((None, if known(c) { 3.0 } else { 8.0 })),
        _ => return None,
    };
    Some((Some(script), cost))
}
