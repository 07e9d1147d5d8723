//! Which writing a character belongs to, as far as rules about odd characters ask.

/// The alphabets that have letters which look alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alphabet {
    /// English, Turkish, Vietnamese, …
    Latin,
    /// Greek and Coptic.
    Greek,
    /// Russian, Ukrainian, Serbian, …
    Cyrillic,
}

impl Alphabet {
    /// The alphabet of the letter `c`; `None` for all others and for what is no letter.
    #[must_use]
    pub fn of(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' => Some(Self::Latin),
            // The micro sign is a unit, not a letter of a word.
            '\u{b5}' => None,
            _ if c.is_ascii() || !c.is_alphabetic() => None,
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Some(Self::Latin),
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Self::Greek),
            '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{2de0}'..='\u{2dff}' => {
                Some(Self::Cyrillic)
            }
            _ => None,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Latin => "Latin",
            Self::Greek => "Greek",
            Self::Cyrillic => "Cyrillic",
        }
    }
}

/// Whether `c` is of a script that runs from right to left.
#[must_use]
pub fn is_right_to_left(c: char) -> bool {
    let strong = matches!(
        c,
        '\u{590}'..='\u{8ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{10fff}'
            | '\u{1e800}'..='\u{1efff}'
    );
    // The mark U+061C is what is being asked about.
    strong && c != '\u{61c}'
}

/// Whether `c` is of a script whose letters change with the joiners beside them, from Hebrew to
/// Mongolian in the order of the code charts and beyond. Generous: to whom it is a foreign script
/// cannot say what serves nothing there.
#[must_use]
pub fn is_joining(c: char) -> bool {
    matches!(
        c,
        '\u{590}'..='\u{18af}'
            | '\u{1900}'..='\u{1cff}'
            | '\u{a800}'..='\u{abff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
            | '\u{10800}'..='\u{11fff}'
            | '\u{1e800}'..='\u{1efff}'
    )
}

/// Whether `c` is of a script that is written without spaces between words, where a zero-width
/// space says where a line may break.
#[must_use]
pub fn breaks_without_spaces(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{109f}'
            | '\u{1100}'..='\u{11ff}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{1900}'..='\u{1cff}'
            | '\u{2e80}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe4f}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{11000}'..='\u{11fff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Whether `c` is a picture or another sign beyond ASCII that an emoji sequence can be made of.
#[must_use]
pub fn is_symbol(c: char) -> bool {
    matches!(
        c,
        '\u{a9}'
            | '\u{ae}'
            | '\u{203c}'
            | '\u{2049}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{2100}'..='\u{2bff}'
            | '\u{3000}'..='\u{303f}'
            | '\u{3297}'
            | '\u{3299}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{1f000}'..='\u{1fbff}'
            | '\u{e0020}'..='\u{e007f}'
    )
}
