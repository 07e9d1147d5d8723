//! Letters in an order that no language has: what one legacy codec read as another looks like.

use super::beside;
use super::codec::TWO_BYTES;

/// What a character is to the order of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Other,
    Control,
    /// A small letter of Latin-1.
    Accented,
    /// One of them that may tell by what it stands beside.
    Telling,
    /// A capital of Latin-1.
    AccentedCapital,
    /// Other letters of Windows-1252.
    Small,
    Capital,
    Cyrillic,
    CyrillicCapital,
    /// One of them that may tell by what it stands beside.
    TellingCapital,
    /// The capital that languages of the Caucasus write within words.
    Palochka,
    /// A sign that no word has within.
    Sign,
}
const KINDS: usize = Kind::Sign as usize + 1;

pub(super) static KIND_OF_TWO: [Kind; TWO_BYTES] = {
    let mut kinds = [Kind::Other; TWO_BYTES];
    let mut code = 0x80;
    while code < 0x800 {
        kinds[code as usize - 0x80] = Kind::of(code);
        code += 1;
    }
    kinds
};

/// Those of the only block of characters of three bytes that has others than `Kind::Other`.
static KIND_OF_PUNCTUATION: [Kind; 64] = {
    let mut kinds = [Kind::Other; 64];
    let mut at = 0;
    while at < 64 {
        kinds[at as usize] = Kind::of(0x2000 + at);
        at += 1;
    }
    kinds
};

impl Kind {
    /// That of a character of three bytes.
    pub(super) fn of_three(code: u32) -> Kind {
        let place = (code as usize).wrapping_sub(0x2000);
        let kind = KIND_OF_PUNCTUATION.get(place);
        kind.copied().unwrap_or(Kind::Other)
    }

    pub(super) const fn of(code: u32) -> Kind {
        let Some(c) = char::from_u32(code) else {
            return Kind::Other;
        };
        match c {
            '\u{80}'..='\u{9f}' => Kind::Control,
            'à'..='ö' | 'ø'..='ÿ' | 'ß' if beside::may_tell(code) => Kind::Telling,
            'à'..='ö' | 'ø'..='ÿ' | 'ß' => Kind::Accented,
            'À'..='Ö' | 'Ø'..='Þ' => Kind::AccentedCapital,
            'ž' | 'œ' | 'š' => Kind::Small,
            'Ž' | 'Œ' | 'Š' | 'Ÿ' => Kind::Capital,
            'а'..='џ' => Kind::Cyrillic,
            'І' => Kind::Palochka,
            'Ѐ'..='Я' if beside::may_tell(code) => Kind::TellingCapital,
            'Ѐ'..='Я' => Kind::CyrillicCapital,
            '¢'..='¬'
            | '®'..='³'
            | '¶'
            | '¸'..='º'
            | '¼'..='¿'
            | 'ƒ'
            | '‚'
            | '„'
            | '‡'
            | 'ˆ'
            | '‰'
            | '˜'
            | '‹' => Kind::Sign,
            _ => Kind::Other,
        }
    }
}

/// Whether the order of letters is strange at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Strange {
    No,
    /// If a word goes on after it.
    Within,
    /// If what stands beside it tells so.
    Beside,
    Yes,
}

/// The letters just before a place, as far as their order may be strange: a state of a machine
/// that is stepped for each character beyond ASCII.
#[derive(Clone, Copy)]
pub(super) struct Order(u8);

// The state: whether a letter, and whether a small one, stands before the place; how many letters
// of Latin-1 beyond ASCII without a break, up to two; and of Cyrillic, whether one small letter
// stands there or more, and whether a capital after it.
const AFTER_LETTER: u8 = 1;
const AFTER_SMALL: u8 = 2;
const ACCENTED: u8 = 4;
const ACCENTED_MOST: u8 = 2;
const CYRILLIC: u8 = 16;
const ONE_SMALL: u8 = 1;
const SMALLS: u8 = 2;
const ONE_SMALL_CAPITAL: u8 = 3;
const SMALLS_CAPITAL: u8 = 4;
const ORDERS: usize = 80;

/// What comes of each state with each kind of character.
static STEPS: [[(Order, Strange); KINDS]; ORDERS] = {
    let mut steps = [[(Order(0), Strange::No); KINDS]; ORDERS];
    let mut state = 0;
    while state < ORDERS {
        let kinds = [
            Kind::Other,
            Kind::Control,
            Kind::Accented,
            Kind::Telling,
            Kind::AccentedCapital,
            Kind::Small,
            Kind::Capital,
            Kind::Cyrillic,
            Kind::CyrillicCapital,
            Kind::TellingCapital,
            Kind::Palochka,
            Kind::Sign,
        ];
        let mut at = 0;
        while at < KINDS {
            #[allow(clippy::cast_possible_truncation)]
            let order = Order(state as u8);
            steps[state][kinds[at] as usize] = order.stepped(kinds[at]);
            at += 1;
        }
        state += 1;
    }
    steps
};

impl Order {
    pub(super) const START: Order = Order(0);

    /// After a character of ASCII, or at the start of a text.
    pub(super) fn after(ascii: Option<u8>) -> Order {
        Order(match ascii {
            Some(b'a'..=b'z') => AFTER_LETTER | AFTER_SMALL,
            Some(b'A'..=b'Z') => AFTER_LETTER,
            _ => 0,
        })
    }

    /// Goes on to the place after a character of this kind.
    pub(super) fn step(&mut self, kind: Kind) -> Strange {
        let Some(&(next, strange)) = STEPS
            .get(usize::from(self.0))
            .and_then(|steps| steps.get(kind as usize))
        else {
            return Strange::No;
        };
        *self = next;
        strange
    }

    const fn stepped(self, kind: Kind) -> (Order, Strange) {
        let after_letter = self.0 & AFTER_LETTER;
        let after_small = self.0 & AFTER_SMALL != 0;
        let accented = self.0 / ACCENTED % 4;
        let cyrillic = self.0 / CYRILLIC;
        let more = if accented < ACCENTED_MOST {
            accented + 1
        } else {
            ACCENTED_MOST
        } * ACCENTED;
        let many = accented == ACCENTED_MOST;
        let (next, strange) = match kind {
            Kind::Other => (0, false),
            Kind::Control => (0, true),
            Kind::Telling if !many => {
                return (Order(AFTER_LETTER | AFTER_SMALL | more), Strange::Beside);
            }
            Kind::Accented | Kind::Telling => (AFTER_LETTER | AFTER_SMALL | more, many),
            Kind::AccentedCapital => (AFTER_LETTER | more, many || after_small),
            Kind::Small => (AFTER_LETTER | AFTER_SMALL, false),
            Kind::Capital => (AFTER_LETTER, after_small),
            Kind::Cyrillic => {
                let smalls = match cyrillic {
                    ONE_SMALL | SMALLS | SMALLS_CAPITAL => SMALLS,
                    _ => ONE_SMALL,
                };
                let strange = cyrillic == SMALLS_CAPITAL;
                (AFTER_LETTER | (smalls * CYRILLIC), strange)
            }
            Kind::Palochka if cyrillic == ONE_SMALL || cyrillic == SMALLS => (self.0, false),
            Kind::Palochka => (AFTER_LETTER, false),
            Kind::TellingCapital if cyrillic == 0 => {
                return (Order(AFTER_LETTER), Strange::Beside);
            }
            // One capital after a small letter is how units are written.
            Kind::CyrillicCapital | Kind::TellingCapital => match cyrillic {
                ONE_SMALL => (AFTER_LETTER | (ONE_SMALL_CAPITAL * CYRILLIC), false),
                SMALLS => (AFTER_LETTER | (SMALLS_CAPITAL * CYRILLIC), false),
                _ => (AFTER_LETTER, cyrillic != 0),
            },
            // There may be more than one side by side.
            Kind::Sign if after_letter != 0 => return (Order(AFTER_LETTER), Strange::Within),
            Kind::Sign => (0, false),
        };
        let strange = if strange { Strange::Yes } else { Strange::No };
        (Order(next), strange)
    }
}

/// Whether a word goes on with a character that begins with this byte: a letter of ASCII, of
/// Latin-1, of Latin Extended-A or of Cyrillic.
pub(super) fn goes_on(next: Option<u8>) -> bool {
    next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, 0xC3..=0xC5 | 0xD0..=0xD2))
}
