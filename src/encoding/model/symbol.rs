//! A character as the model sees it: folded, with its class and its case.

use super::class::{Class, class};

/// The number of a character that the model does not know.
pub(super) const UNKNOWN: u16 = u16::MAX;

/// What a character says about the case of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum State {
    LineBreak,
    NoLetter,
    Lower,
    Upper,
    Caseless,
}
/// How many states there are.
pub(super) const STATES: usize = 5;

/// Letters that change case alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Script {
    Ascii,
    Latin,
    Greek,
    Cyrillic,
    Other,
}
/// How many scripts are told apart.
pub(super) const SCRIPTS: usize = 5;

/// A character as the model sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Symbol {
    /// The number of the folded character, or [`UNKNOWN`].
    pub(super) number: u16,
    /// The part of the model with the contexts that end in the character, or [`UNKNOWN`].
    pub(super) part: u16,
    pub(super) class: Class,
    pub(super) state: State,
    pub(super) script: Script,
    /// Whether it is one of the ten characters that are folded to `0`.
    pub(super) digit: bool,
}

impl Symbol {
    /// The symbol of `c`, whose folded form has the number and stands in the part given.
    pub(super) fn new(c: char, folded: char, number: u16, part: u16) -> Self {
        let class = class(c);
        Self {
            number,
            part,
            class,
            state: state(c, folded, class),
            script: script(c),
            digit: c.is_ascii_digit(),
        }
    }

    /// Whether it is the upper case of a letter that has both; nothing if it is not such a letter.
    pub(super) fn upper(self) -> Option<bool> {
        match self.state {
            State::Upper => Some(true),
            State::Lower => Some(false),
            State::LineBreak | State::NoLetter | State::Caseless => None,
        }
    }
}

/// The single character that an iterator of case mapping gives.
fn single(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    mapped.next().filter(|_| mapped.next().is_none())
}

/// The lower case of a letter whose lower case leads back to it; `0` for a digit of ASCII; any
/// other character as it is.
pub(super) fn fold(c: char) -> char {
    if c.is_ascii() {
        return if c.is_ascii_digit() {
            '0'
        } else {
            c.to_ascii_lowercase()
        };
    }
    match single(c.to_lowercase()) {
        Some(lower) if lower != c && single(lower.to_uppercase()) == Some(c) => lower,
        _ => c,
    }
}

/// The upper case of a letter whose upper case leads back to it.
fn upper(c: char) -> Option<char> {
    single(c.to_uppercase()).filter(|&upper| upper != c && single(upper.to_lowercase()) == Some(c))
}

fn state(c: char, folded: char, class: Class) -> State {
    if c == '\n' {
        State::LineBreak
    } else if !c.is_ascii_digit() && folded != c {
        State::Upper
    } else if upper(c).is_some() {
        State::Lower
    } else if is_letters(class) {
        State::Caseless
    } else {
        State::NoLetter
    }
}

/// Whether the characters of a class are letters, as far as the case of their neighbours goes.
fn is_letters(class: Class) -> bool {
    use Class as C;
    !matches!(
        class,
        C::Control
            | C::Space
            | C::Punctuation
            | C::Digit
            | C::C1
            | C::NoBreakSpace
            | C::Latin1Punctuation
            | C::Latin1Symbol
            | C::Invisible
            | C::Modifier
            | C::Combining
            | C::Dash
            | C::Quote
            | C::Typographic
            | C::WideSpace
            | C::EmojiModifier
            | C::RegionalIndicator
            | C::Script
            | C::Currency
            | C::Letterlike
            | C::Arrow
            | C::Math
            | C::Technical
            | C::Box
            | C::Block
            | C::Geometric
            | C::Symbol
            | C::Braille
            | C::Emoji
            | C::SymbolRare
            | C::CjkPunctuation
            | C::FullWidth
            | C::PrivateUse
            | C::Replacement
            | C::Unassigned
    )
}

fn script(c: char) -> Script {
    match c {
        '\0'..'\u{80}' => Script::Ascii,
        '\u{80}'..'\u{370}' | '\u{1e00}'..'\u{1f00}' => Script::Latin,
        '\u{370}'..'\u{400}' | '\u{1f00}'..'\u{2000}' => Script::Greek,
        '\u{400}'..'\u{530}' => Script::Cyrillic,
        _ => Script::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_leads_back() {
        for (c, folded) in [
            ('A', 'a'),
            ('É', 'é'),
            ('Я', 'я'),
            ('Ω', 'ω'),
            ('Ÿ', 'ÿ'),
            ('7', '0'),
            // These share their lower or upper case with another letter.
            ('İ', 'İ'),
            ('ı', 'ı'),
            ('ß', 'ß'),
            ('ẞ', 'ẞ'),
            ('µ', 'µ'),
            ('ς', 'ς'),
            ('\u{212a}', '\u{212a}'),
            ('—', '—'),
        ] {
            assert_eq!(fold(c), folded, "{c}");
        }
    }

    #[test]
    fn every_character_has_a_state() {
        for (c, state) in [
            ('\n', State::LineBreak),
            (' ', State::NoLetter),
            ('7', State::NoLetter),
            ('“', State::NoLetter),
            ('é', State::Lower),
            ('É', State::Upper),
            ('ß', State::Caseless),
            ('א', State::Caseless),
            ('語', State::Caseless),
            ('🙏', State::NoLetter),
        ] {
            assert_eq!(
                Symbol::new(c, fold(c), UNKNOWN, UNKNOWN).state,
                state,
                "{c}"
            );
        }
    }
}
