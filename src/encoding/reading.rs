//! What could stand at a place: the characters that a sequence of UTF-8, misread as a codec, gives
//! when the misreading is undone.

use super::codec::{Codec, Row, SCRIPTS, is_continuation, is_lead, row};
use super::legacy::Legacy;
use super::misread::{Misread, Written};

/// The most misreadings on top of each other that are undone at once. Text that was saved wrongly
/// more often is peeled further in the next round.
pub(super) const MAX_LAYERS: usize = 6;

/// What a guessed byte costs, in nats: in a codec that the document has elected, and in others.
const GUESSED_BYTE: f32 = 3.0;
const GUESSED_ALONE: f32 = 6.0;
/// The same where the document shows that lost bytes have left something in their places.
const GUESSED_AGAINST: f32 = 10.0;
/// What a byte costs that is known to be lost, its place being held by U+FFFD.
const HELD_BYTE: f32 = 4.0;
/// What it costs to take a question mark, which mostly is one, for a lost byte.
const QUESTIONED_BYTE: f32 = 12.0;
/// The same where the document shows that lost bytes have left question marks.
const ASKED_BYTE: f32 = 3.0;
/// What it costs to take a straight quotation mark or a hyphen for the typographic one that a byte
/// was read as; some editors and formatters straighten what they take for punctuation.
const STRAIGHTENED_BYTE: f32 = 5.0;
/// What it costs to take U+FFFD for a byte that has a meaning in every codec.
const HELD_SPACE: f32 = 12.0;
/// What it costs to take a space for the no-break space that byte 0xA0 is.
const SPACE_FOR_A0: f32 = 3.0;
/// The same in a codec that the document has elected; and if it makes a no-break space, which is
/// the usual reason for `Â` before a space.
const SPACE_FOR_ELECTED_A0: f32 = 1.5;
const SPACE_FOR_NO_BREAK: f32 = -3.0;
/// What it costs to take a space for another lost byte.
const SPACED_BYTE: f32 = 8.0;
/// What it costs to take a space for one that swallowed byte 0xA0 before it.
const SWALLOWED_A0: f32 = 3.0;
/// The same if small letters follow, which they do not after a capital that stands alone.
const SWALLOWED_WITHIN: f32 = 1.0;
/// What it costs that a codec has many bytes that may be lost, for each time that it has `FEW`, on a
/// logarithmic scale, in nats.
const CHOICE: f32 = 2.0;
/// As many as Windows-1252 has.
const FEW: f32 = 5.0;
/// What each misreading below the first costs, in nats.
const LAYER: f32 = 2.0;

/// A character of the text with its row in the codec tables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Letter {
    pub(super) c: char,
    pub(super) row: Row,
    /// Whether it is a question mark that ends a question.
    pub(super) asks: bool,
}

impl Letter {
    pub(super) fn new(c: char) -> Letter {
        Letter {
            c,
            row: row(c),
            asks: false,
        }
    }
}

/// One way to read the letters at a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    /// How many letters it takes.
    pub(super) letters: usize,
    /// The character they stand for.
    pub(super) c: char,
    pub(super) layers: Layers,
    /// Whether a byte had to be guessed.
    pub(super) guessed: bool,
    /// What it costs beside the character itself, in nats.
    pub(super) cost: f32,
}

impl Reading {
    /// Whether it is an exact one of two bytes that in text would be a capital of Latin and a sign,
    /// which no text has side by side, and that stand for a letter or a mark of another script.
    pub(super) fn is_sign(&self, letters: &[Letter]) -> bool {
        let [lead, sign, ..] = letters else {
            return false;
        };
        self.is_of_usual_codec()
            && self.letters == 2
            && matches!(lead.c, 'Ì'..='Ï')
            && matches!(sign.c, '¡'..='ª' | '¬'..='º' | '¼'..='¾')
    }

    /// Whether it is an exact one of a sequence of three bytes or more, of text misread as what most
    /// text is misread as. Text hardly holds such letters side by side by chance.
    pub(super) fn is_usual(&self) -> bool {
        self.letters > 2 && self.is_of_usual_codec()
    }

    /// Whether it is an exact one of text misread as what most text is misread as.
    pub(super) fn is_of_usual_codec(&self) -> bool {
        let codec = self.layers.outer().utf_8_codec();
        !self.guessed && matches!(codec, Some(Codec::WINDOWS_1252 | Codec::LATIN_1))
    }

    /// Whether it is an exact one of several misreadings, for a sign: capitals before signs are there
    /// by chance, but they hardly make another sign.
    pub(super) fn is_deep(&self) -> bool {
        self.is_of_usual_codec() && self.layers.below > 0 && !self.c.is_alphabetic()
    }

    /// Whether it is of one legacy codec read as another.
    pub(super) fn is_crossing(&self) -> bool {
        matches!(self.layers.outer().written, Written::Legacy(_))
    }
}

/// Misreadings on top of each other, the outermost (the last) first. All below it are of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Layers {
    outer: Misread,
    inner: [Codec; MAX_LAYERS - 1],
    /// How many of `inner` there are.
    below: usize,
}

impl Layers {
    pub(super) fn one(outer: Misread) -> Layers {
        Layers {
            outer,
            inner: [Codec::WINDOWS_1252; MAX_LAYERS - 1],
            below: 0,
        }
    }

    fn and(mut self, codec: Codec) -> Option<Layers> {
        *self.inner.get_mut(self.below)? = codec;
        self.below += 1;
        Some(self)
    }

    fn outer(&self) -> Misread {
        self.outer
    }

    pub(super) fn misreads(&self) -> impl Iterator<Item = Misread> {
        let inner = self.inner.get(..self.below).unwrap_or_default();
        std::iter::once(self.outer).chain(inner.iter().map(|&codec| Misread::utf_8(codec)))
    }

    /// The codec that UTF-8 was read as in the misreading with this index.
    fn codec(&self, index: usize) -> Option<Codec> {
        match index.checked_sub(1) {
            None => self.outer.utf_8_codec(),
            Some(below) => self.inner.get(below).copied(),
        }
    }
}

/// Which bytes may be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Guess {
    /// None.
    Nothing,
    /// Those whose place is held by U+FFFD or a space, and those that were dropped from a sign or an
    /// emoji whose other bytes stand where no text has them.
    Remains,
    /// Also those that were dropped or replaced by a question mark.
    Dropped,
    /// The same where lost bytes have left question marks.
    Asked,
    /// The same where they have left U+FFFD.
    Replaced,
}

impl Guess {
    /// What a dropped byte costs, in nats.
    fn dropped(self) -> f32 {
        match self {
            Guess::Asked | Guess::Replaced => GUESSED_AGAINST,
            Guess::Dropped => GUESSED_BYTE,
            Guess::Nothing | Guess::Remains => GUESSED_ALONE,
        }
    }

    /// What it costs to take a question mark for a lost byte, in nats.
    fn asked(self) -> f32 {
        match self {
            Guess::Asked => ASKED_BYTE,
            _ => QUESTIONED_BYTE,
        }
    }
}

/// The readings of the letters from the first on, `misread` being undone, by way of `found`.
pub(super) fn readings(
    letters: &[Letter],
    misread: Misread,
    guess: Guess,
    mut found: impl FnMut(Reading),
) {
    let Some(first) = letters.first() else { return };
    let Legacy::Single(read) = misread.read else {
        return;
    };
    if let Written::Legacy(_) = misread.written {
        if let Some(c) = crossed(first, misread).filter(|&c| c != first.c) {
            found(Reading {
                letters: 1,
                c,
                layers: Layers::one(misread),
                guessed: false,
                cost: 0.0,
            });
        }
        return;
    }
    let Some(lead) = first.byte(read).filter(|&byte| is_lead(byte)) else {
        return;
    };
    if let Some(c) = surrogates(letters, lead, read) {
        let layers = Layers::one(Misread {
            written: Written::Cesu8,
            ..misread
        });
        found(Reading {
            letters: 6,
            c,
            layers,
            guessed: false,
            cost: 0.0,
        });
        return;
    }
    // An exact reading rules out guesses at the same place.
    match sequence(letters, read) {
        Some((c, taken)) => exact(letters, c, taken, read, &mut found),
        None if guess == Guess::Nothing => {}
        None => guesses(letters, lead, read, guess, &mut found),
    }
}

/// Whether `letters` begin with what is left of a sign or an emoji from which one byte was dropped:
/// its lead byte and at least one more.
pub(super) fn is_remains(before: Option<&Letter>, letters: &[Letter], codec: Codec) -> bool {
    let Some(first) = letters.first() else {
        return false;
    };
    let length = match first.byte(codec) {
        // General punctuation and symbols; variation selectors.
        Some(0xE2 | 0xEF) => 3,
        Some(0xF0) => 4,
        _ => return false,
    };
    let rest = letters.get(1..).unwrap_or_default();
    let left = rest
        .iter()
        .take(length)
        .take_while(|letter| continuation(letter, codec).is_some())
        .count();
    // A letter of a script goes on with what was before it.
    let within = SCRIPTS & codec.bit() != 0
        && before.is_some_and(|before| !before.c.is_ascii() && before.c.is_alphabetic());
    left + 2 == length && !within && !codec.losable().is_empty()
}

/// How many letters at the start are of a sequence that lacks some: at least two, or the first of a
/// sequence of two.
pub(super) fn incomplete(letters: &[Letter], codec: Codec) -> Option<usize> {
    let lead = letters.first()?.byte(codec).filter(|&byte| is_lead(byte))?;
    let length = length_of(lead);
    let rest = letters.get(1..).unwrap_or_default();
    let continued = rest.iter().take(length - 1);
    let there = 1 + continued
        .take_while(|letter| continuation(letter, codec).is_some())
        .count();
    (there < length && (length == 2 || there > 1)).then_some(there)
}

/// Whether the letter means the same in what was written and in what it was read as.
pub(super) fn is_unharmed(letter: &Letter, misread: Misread) -> bool {
    if letter.c.is_ascii() {
        return true;
    }
    let (Written::Legacy(written), Legacy::Single(read)) = (misread.written, misread.read) else {
        return false;
    };
    letter.byte(read).is_some() && letter.byte(read) == letter.byte(written)
}

/// Whether the letter is another when `misread`, of a legacy codec, is undone.
pub(super) fn changes(letter: &Letter, misread: Misread) -> bool {
    crossed(letter, misread).is_some_and(|c| c != letter.c)
}

/// What the letter was written as, if `misread` is of a legacy codec.
fn crossed(letter: &Letter, misread: Misread) -> Option<char> {
    let (Written::Legacy(written), Legacy::Single(read)) = (misread.written, misread.read) else {
        return None;
    };
    let meant = letter.byte(read).and_then(|byte| written.char_of(byte));
    meant.filter(|&c| c >= '\u{a0}')
}

/// Whether two letters side by side are letters of one word in what was written, if `misread` is of a
/// legacy codec.
pub(super) fn is_one_word(first: &Letter, second: &Letter, misread: Misread) -> bool {
    let (Written::Legacy(written), Legacy::Single(read)) = (misread.written, misread.read) else {
        return false;
    };
    let is_letter = |letter: &Letter| {
        letter
            .byte(read)
            .is_some_and(|byte| written.is_letter(byte))
    };
    is_letter(first) && is_letter(second)
}

impl Letter {
    fn byte(&self, codec: Codec) -> Option<u8> {
        codec.byte(self.row)
    }
}

/// The character of two surrogates, each a sequence of three bytes.
fn surrogates(letters: &[Letter], lead: u8, codec: Codec) -> Option<char> {
    if lead != 0xED {
        return None;
    }
    let mut units = [0; 2];
    for (unit, letters) in units.iter_mut().zip(letters.get(..6)?.chunks_exact(3)) {
        let [lead, high, low] = letters else {
            return None;
        };
        if lead.byte(codec) != Some(0xED) {
            return None;
        }
        *unit = 0xD000 | continuation(high, codec)? << 6 | continuation(low, codec)?;
    }
    match units {
        [high @ 0xD800..0xDC00, low @ 0xDC00..0xE000] => {
            char::from_u32(0x1_0000 + ((high & 0x3FF) << 10 | low & 0x3FF))
        }
        _ => None,
    }
}

fn exact(letters: &[Letter], c: char, taken: usize, codec: Codec, found: &mut impl FnMut(Reading)) {
    let mut layers = Layers::one(Misread::utf_8(codec));
    let mut reading = Reading {
        letters: taken,
        c,
        layers,
        guessed: false,
        cost: 0.0,
    };
    loop {
        // Text never held a C1 control, but one misreading of several may have.
        if reading.c >= '\u{a0}' {
            found(reading);
        }
        // The codec may stand for another that has the same bytes here, but not below.
        let deeper = std::iter::once(codec)
            .chain(Codec::REPEATED)
            .find_map(|inner| {
                let deeper = layers.and(inner)?;
                let known = (reading.c, reading.letters);
                let (c, taken) = peeled_on(letters, &deeper, deeper.below, known)?;
                Some((deeper, c, taken))
            });
        let Some((deeper, c, taken)) = deeper else {
            break;
        };
        layers = deeper;
        reading = Reading {
            letters: taken,
            c,
            layers,
            cost: reading.cost + LAYER,
            ..reading
        };
    }
}

/// The character and the number of letters of the exact sequence at the start.
pub(super) fn sequence(letters: &[Letter], codec: Codec) -> Option<(char, usize)> {
    let lead = letters.first()?.byte(codec).filter(|&byte| is_lead(byte))?;
    if let Some(c) = surrogates(letters, lead, codec) {
        return Some((c, 6));
    }
    let length = length_of(lead);
    let mut code = lead_bits(lead);
    for letter in letters.get(1..length)? {
        code = code << 6 | continuation(letter, codec)?;
    }
    Some((scalar(code, length)?, length))
}

/// What it costs, in nats, that `à` and the letters after it are one word: it mostly is one by
/// itself, but for what Portuguese makes of it and what follows.
fn joined(after: &[Letter]) -> f32 {
    let word: String = after
        .iter()
        .map(|letter| letter.c)
        .take_while(|c| c.is_alphabetic())
        .take(LONGEST_JOINED)
        .collect();
    let elided = matches!(
        after.get(word.chars().count()),
        Some(Letter {
            c: '\'' | '’', ..
        })
    );
    match word.as_str() {
        "" => 0.0,
        _ if elided => JOINED,
        "c" | "ch" | "i" | "m" | "n" | "ng" | "nh" | "o" | "p" | "t" | "u" | "y"
            if is_vietnamese(after) =>
        {
            -JOINED
        }
        // No word by themselves.
        "s" | "quele" | "queles" | "quela" | "quelas" | "quilo" => -2.0 * JOINED,
        _ => JOINED,
    }
}

const JOINED: f32 = 4.0;

/// Whether letters of Vietnamese follow, where `à` is mostly within a word.
fn is_vietnamese(letters: &[Letter]) -> bool {
    let near = letters.iter().take(NEAR_BY);
    near.filter(|letter| matches!(letter.c, '\u{1ea0}'..='\u{1ef9}'))
        .count()
        > 1
}

/// How many letters are near.
const NEAR_BY: usize = 80;
/// A letter more than the longest of them.
const LONGEST_JOINED: usize = 7;

/// Whether a sign may be one that was typographic and has been straightened.
pub(super) fn is_straight(c: char) -> bool {
    matches!(c, '"' | '\'' | '-')
}

/// The bytes that are a typographic form of `c` in the codec.
fn straightened(c: char, codec: Codec) -> impl Iterator<Item = u8> {
    let typographic = match c {
        '"' => ['“', '”'],
        '\'' => ['‘', '’'],
        _ => ['–', '—'],
    };
    typographic
        .into_iter()
        .filter_map(move |c| codec.byte_of(c))
        .filter(|&byte| is_continuation(byte))
}

/// Whether the letter may stand in the place of a byte that was lost.
pub(super) fn is_hole(letter: &Letter) -> bool {
    matches!(letter.c, ' ' | '\u{fffd}')
}

/// The character that stands at the start of the text after the first `count` of `layers`, of UTF-8,
/// are undone, and how many letters it takes.
fn peeled(letters: &[Letter], layers: &Layers, count: usize) -> Option<(char, usize)> {
    let Some(outer) = count.checked_sub(1) else {
        return Some((letters.first()?.c, 1));
    };
    let first = peeled(letters, layers, outer)?;
    peeled_on(letters, layers, outer, first)
}

/// The same after one layer more than `outer`, where it is known what stands there after `outer` of
/// them.
fn peeled_on(
    letters: &[Letter],
    layers: &Layers,
    outer: usize,
    (first, mut taken): (char, usize),
) -> Option<(char, usize)> {
    let codec = layers.codec(outer)?;
    let lead = codec.byte_of(first).filter(|&byte| is_lead(byte))?;
    let length = length_of(lead);
    let mut code = lead_bits(lead);
    for _ in 1..length {
        let (c, more) = peeled(letters.get(taken..)?, layers, outer)?;
        code = code << 6 | continuation(&Letter::new(c), codec)?;
        taken += more;
    }
    Some((scalar(code, length)?, taken))
}

fn length_of(lead: u8) -> usize {
    match lead {
        0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

fn lead_bits(lead: u8) -> u32 {
    u32::from(match lead {
        0..0xE0 => lead & 0x1F,
        0xE0..0xF0 => lead & 0x0F,
        _ => lead & 0x07,
    })
}

fn continuation(letter: &Letter, codec: Codec) -> Option<u32> {
    letter
        .byte(codec)
        .filter(|&byte| is_continuation(byte))
        .map(|byte| u32::from(byte & 0x3F))
}

/// The scalar value, unless the sequence was overlong.
fn scalar(code: u32, length: usize) -> Option<char> {
    let least = match length {
        2 => 0x80,
        3 => 0x800,
        _ => 0x1_0000,
    };
    if code < least {
        None
    } else {
        char::from_u32(code)
    }
}

/// The readings in which one byte of the sequence is lost: dropped, or held by a space, `?` or
/// U+FFFD.
fn guesses(
    letters: &[Letter],
    lead: u8,
    codec: Codec,
    guess: Guess,
    found: &mut impl FnMut(Reading),
) {
    let lossy = guess >= Guess::Dropped;
    let (dropped, asked) = (guess.dropped(), guess.asked());
    let remains = guess == Guess::Remains && is_remains(None, letters, codec);
    let length = length_of(lead);
    let mut before = lead_bits(lead);
    // The more bytes may have been lost, the less is known of the one that was.
    #[allow(clippy::cast_precision_loss)]
    let choice = CHOICE * (codec.losable().len() as f32 / FEW).ln().max(0.0);
    for place in 1..length {
        let after = length - place - 1;
        let next = letters.get(place).map(|letter| letter.c);
        let mut guess = |byte: u8, held: bool, cost: f32| {
            let mut code = before << 6 | u32::from(byte & 0x3F);
            let rest = place + usize::from(held);
            let Some(rest) = letters.get(rest..rest + after) else {
                return;
            };
            for letter in rest {
                let Some(bits) = continuation(letter, codec) else {
                    return;
                };
                code = code << 6 | bits;
            }
            if let Some(c) = scalar(code, length).filter(|&c| c >= '\u{a0}') {
                let letters = place + usize::from(held) + after;
                found(Reading {
                    letters,
                    c,
                    layers: Layers::one(Misread::utf_8(codec)),
                    guessed: true,
                    cost,
                });
            }
        };
        match next {
            Some(' ') => {
                let cost = if !lossy {
                    SPACE_FOR_A0
                } else if letters.first().is_some_and(|letter| letter.c == 'Â') {
                    SPACE_FOR_NO_BREAK
                } else if lead == 0xC3 {
                    SPACE_FOR_ELECTED_A0 + joined(letters.get(2..).unwrap_or_default())
                } else {
                    SPACE_FOR_ELECTED_A0
                };
                guess(0xA0, true, cost);
                if lossy {
                    for &byte in codec.losable() {
                        guess(byte, true, SPACED_BYTE + choice);
                    }
                }
            }
            Some('?') if lossy => {
                let asks =
                    letters.get(place).is_some_and(|letter| letter.asks) && asked > ASKED_BYTE;
                for &byte in codec.losable().iter().filter(|_| !asks) {
                    guess(byte, true, asked + choice);
                }
            }
            Some('\u{fffd}') => {
                for &byte in codec.losable() {
                    guess(byte, true, HELD_BYTE + choice);
                }
                for byte in [0xA0, 0xAD] {
                    guess(byte, true, HELD_SPACE);
                }
            }
            Some(c) if lossy && is_straight(c) => {
                for byte in straightened(c, codec) {
                    guess(byte, true, STRAIGHTENED_BYTE);
                }
            }
            _ => {}
        }
        if lossy || remains {
            for &byte in codec.losable() {
                guess(byte, false, dropped + choice);
            }
        }
        if lossy {
            // Words end in `à`, and the no-break space that is its second byte, read as a space,
            // gets lost beside the space that follows.
            if lead == 0xC3 && next == Some(' ') && letters.get(2).is_none_or(|l| l.c != ' ') {
                let word = letters.get(2).is_some_and(|letter| letter.c.is_lowercase());
                let cost = if word { SWALLOWED_WITHIN } else { SWALLOWED_A0 };
                guess(0xA0, false, cost);
            }
        }
        let Some(bits) = letters
            .get(place)
            .and_then(|letter| continuation(letter, codec))
        else {
            return;
        };
        before = before << 6 | bits;
    }
}
