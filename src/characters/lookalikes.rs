//! Letters that look alike in most typefaces.

use super::Alphabet;

/// The letter of the alphabet `into` that looks like `c`, a letter of another.
///
/// Of Greek only what is never meant as a symbol: a formula has ρ and ν, but nobody writes the
/// capital alpha or omicron where the Latin letter would not be read.
#[must_use]
pub fn lookalike(c: char, into: Alphabet) -> Option<char> {
    let column = |row: &[char; 3]| match into {
        Alphabet::Latin => row[0],
        Alphabet::Greek => row[1],
        Alphabet::Cyrillic => row[2],
    };
    let row = ROWS.iter().find(|row| row.contains(&c))?;
    let is_rare = into == Alphabet::Cyrillic && RARE.contains(&column(row));
    Some(column(row)).filter(|&other| other != NONE && other != c && !is_rare)
}

/// Letters of a few languages only. A Latin letter in a Cyrillic word is hardly one of them.
const RARE: [char; 12] = ['Ј', 'Ѕ', 'Ү', 'ԁ', 'һ', 'ј', 'ԛ', 'ѕ', 'ԝ', 'Ӧ', 'ӓ', 'Ї'];

const NONE: char = '\0';

/// Latin, Greek, Cyrillic.
const ROWS: [[char; 3]; 38] = [
    ['A', 'Α', 'А'],
    ['B', 'Β', 'В'],
    ['C', NONE, 'С'],
    ['E', 'Ε', 'Е'],
    ['H', 'Η', 'Н'],
    ['I', 'Ι', 'І'],
    ['J', NONE, 'Ј'],
    ['K', 'Κ', 'К'],
    ['M', 'Μ', 'М'],
    ['N', 'Ν', NONE],
    ['O', 'Ο', 'О'],
    ['P', 'Ρ', 'Р'],
    ['S', NONE, 'Ѕ'],
    ['T', 'Τ', 'Т'],
    ['X', 'Χ', 'Х'],
    ['Y', 'Υ', 'Ү'],
    ['Z', 'Ζ', NONE],
    ['a', NONE, 'а'],
    ['c', NONE, 'с'],
    ['d', NONE, 'ԁ'],
    ['e', NONE, 'е'],
    ['h', NONE, 'һ'],
    ['i', NONE, 'і'],
    ['j', NONE, 'ј'],
    ['o', 'ο', 'о'],
    ['p', NONE, 'р'],
    ['q', NONE, 'ԛ'],
    ['s', NONE, 'ѕ'],
    ['w', NONE, 'ԝ'],
    ['x', NONE, 'х'],
    ['y', NONE, 'у'],
    ['ë', NONE, 'ё'],
    ['ï', NONE, 'ї'],
    ['Ë', NONE, 'Ё'],
    ['Ï', 'Ϊ', 'Ї'],
    ['ó', 'ό', NONE],
    ['Ö', NONE, 'Ӧ'],
    ['ä', NONE, 'ӓ'],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_is_in_its_column_and_in_one_row() {
        let columns = [Alphabet::Latin, Alphabet::Greek, Alphabet::Cyrillic];
        let mut seen = std::collections::HashSet::new();
        for row in ROWS {
            for (c, alphabet) in row.into_iter().zip(columns).filter(|(c, _)| *c != NONE) {
                assert_eq!(Alphabet::of(c), Some(alphabet), "{c}");
                assert!(seen.insert(c), "{c}");
            }
        }
    }

    #[test]
    fn looks_alike() {
        assert_eq!(lookalike('с', Alphabet::Latin), Some('c'));
        assert_eq!(lookalike('c', Alphabet::Cyrillic), Some('с'));
        assert_eq!(lookalike('Α', Alphabet::Latin), Some('A'));
        assert_eq!(lookalike('α', Alphabet::Latin), None);
        assert_eq!(lookalike('Z', Alphabet::Cyrillic), None);
        assert_eq!(lookalike('a', Alphabet::Latin), None);
        assert_eq!(lookalike('ѕ', Alphabet::Latin), Some('s'));
        assert_eq!(lookalike('s', Alphabet::Cyrillic), None);
    }
}
