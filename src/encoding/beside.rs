//! Letters that text of Central Europe is full of when it was read as Windows-1252 or ISO 8859-1, and
//! Russian when one of its encodings was read as another. Each of them is a letter of right text, too,
//! but not beside the letters it stands beside then.

/// Letters, and what is telling before and after each: pairs that no language has but by rare chance.
const TELLING: [(char, &str, &str); 9] = [
    // Č, Ě, Ň, Ř and Ů
    ('è', "aeáíúšìù", "eíáýùìž"),
    ('ì', "šøèž", "žøšè"),
    ('ò', "žùáì", "ù"),
    ('ø', "aoáíìúéž", "iaíáýùìé"),
    ('ù', "mèøžšò", "zžšøòè"),
    // Ő and Ű
    ('õ', "yb", "bdf"),
    ('û', "y", "k"),
    // Ć and Ţ
    ('æ', "aiyšœ", "iuaš"),
    ('þ', "aeã", "ã"),
];

/// The letters of Latin-1 that may be among them, by code point.
const FIRST: u32 = 0xE0;
const COUNT: usize = 0x20;

/// What is telling before and after each letter: a bit for each neighbour that may be.
static BESIDE: [[u64; 2]; COUNT] = {
    let mut beside = [[0; 2]; COUNT];
    let mut at = 0;
    while at < TELLING.len() {
        let (letter, before, after) = TELLING[at];
        beside[(letter as u32 - FIRST) as usize] = [neighbours(before), neighbours(after)];
        at += 1;
    }
    beside
};

const fn neighbours(letters: &str) -> u64 {
    let bytes = letters.as_bytes();
    let (mut set, mut at) = (0, 0);
    while at < bytes.len() {
        let code = if bytes[at].is_ascii() {
            at += 1;
            bytes[at - 1] as u32
        } else {
            // None of them is beyond two bytes.
            at += 2;
            (bytes[at - 2] as u32 & 0x1F) << 6 | bytes[at - 1] as u32 & 0x3F
        };
        set |= neighbour(code);
    }
    set
}

/// The bit of a neighbour; none for those that tell nothing.
const fn neighbour(code: u32) -> u64 {
    match code {
        0x41..=0x5A | 0x61..=0x7A => 1 << ((code | 0x20) - 0x61),
        FIRST..=0xFF => 1 << (26 + code - FIRST),
        0x153 => 1 << 60,
        0x161 => 1 << 58,
        0x17E => 1 << 59,
        _ => 0,
    }
}

/// A short I is a consonant and stands behind vowels, a hard sign behind consonants.
const SHORT_I: u32 = 'Й' as u32;
const HARD_SIGN: u32 = 'Ъ' as u32;

/// Whether what stands before one of them is none of that, where all are capitals: small letters of
/// KOI8-R are capitals in Windows-1251, and the other way round.
fn tells_capitals(before: u32, letter: u32) -> bool {
    let before = char::from_u32(before);
    let vowel =
        before.is_some_and(|c| matches!(c, 'А' | 'Е' | 'И' | 'О' | 'У' | 'Ы' | 'Э' | 'Ю' | 'Я'));
    let capital = before.is_some_and(|c| matches!(c, 'А'..='Щ' | 'Ы' | 'Э'..='Я'));
    match letter {
        SHORT_I => capital && !vowel,
        _ => vowel,
    }
}

/// Whether there are neighbours that the letter with this code point does not stand beside.
pub(super) const fn may_tell(code: u32) -> bool {
    if code == SHORT_I || code == HARD_SIGN {
        return true;
    }
    let mut at = 0;
    while at < TELLING.len() {
        if TELLING[at].0 as u32 == code {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether what stands beside a letter tells that it is another, all of them by code point.
pub(super) fn tells(before: u32, letter: u32, after: u32) -> bool {
    if letter >= SHORT_I {
        return tells_capitals(before, letter);
    }
    let at = letter.wrapping_sub(FIRST) as usize;
    BESIDE
        .get(at)
        .is_some_and(|[telling_before, telling_after]| {
            telling_before & neighbour(before) | telling_after & neighbour(after) != 0
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tells_in(word: &str) -> bool {
        let codes: Vec<u32> = word.chars().map(|c| c as u32).collect();
        (0..codes.len()).any(|at| {
            let near = |at: Option<usize>| at.and_then(|at| codes.get(at)).map_or(0, |&code| code);
            tells(near(at.checked_sub(1)), codes[at], near(Some(at + 1)))
        })
    }

    #[test]
    fn neighbours_tell() {
        for word in [
            "pøíklad",
            "zaèátku",
            "moæi",
            "upravljaè",
            "mùže",
            "egyûtt",
            "œæ",
            "ФЙ",
            "ЮЪ",
        ] {
            assert!(tells_in(word), "{word}");
        }
        for word in [
            "père",
            "scène",
            "più",
            "città",
            "større",
            "træ",
            "Það",
            "où",
            "goût",
            "põhi",
            "razões",
            "qüència",
            "nghèo",
        ] {
            assert!(!tells_in(word), "{word}");
        }
    }
}
