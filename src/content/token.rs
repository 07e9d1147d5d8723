//! Texts as sequences of what counts in them.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::hash::{of, of_alphanumeric};

/// A word, a number, or a symbol that changes the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// Of what it says; of words in lower case.
    pub(super) hash: u64,
    /// Whether it is a number, or a word that holds one.
    pub(super) number: bool,
}

/// The tokens of `text` in order. Letters are compared without their case; white space,
/// punctuation and the marks of Markdown do not count, other symbols do: `C`, `C#` and `C++` are
/// different things, and so are `=`, `==` and `!=`, `5` and `-5`.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut tokens = Tokens {
        rest: text,
        before: ' ',
    };
    std::iter::from_fn(move || tokens.next())
}

struct Tokens<'a> {
    rest: &'a str,
    /// The last character that was taken.
    before: char,
}

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        loop {
            if let Some(word) = self.plain_word() {
                return Some(word);
            }
            let mut chars = self.rest.chars();
            let c = chars.next()?;
            if is_alphanumeric(c) {
                return Some(self.word());
            }
            self.rest = chars.as_str();
            let before = std::mem::replace(&mut self.before, c);
            let next = self.rest.chars().next();
            let is_minus = c == '-'
                && !before.is_alphanumeric()
                && next.is_some_and(|next| next.is_ascii_digit());
            // Not as in `a = b!`, but as in `!b`.
            let is_not = c == '!' && next.is_some_and(|next| next == '=' || next.is_alphanumeric());
            if is_minus || is_not || is_symbol(c) {
                return Some(Token {
                    hash: of(c.encode_utf8(&mut [0; 4]).as_bytes()),
                    number: false,
                });
            }
        }
    }

    /// The word of ASCII letters and digits that comes next, as most words are.
    fn plain_word(&mut self) -> Option<Token> {
        let bytes = self.rest.as_bytes();
        let length = bytes
            .iter()
            .position(|byte| !byte.is_ascii_alphanumeric())
            .unwrap_or(bytes.len());
        // Before another character the word may go on.
        if length == 0 || bytes.get(length).is_some_and(|next| !next.is_ascii()) {
            return None;
        }
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.before = 'a';
        Some(Token {
            hash: of_alphanumeric(word.as_bytes()),
            number: word.bytes().any(|byte| byte.is_ascii_digit()),
        })
    }

    /// The word that comes next.
    fn word(&mut self) -> Token {
        let mut number = false;
        let mut length = 0;
        let mut is_cased = false;
        for c in self.rest.chars() {
            let alone = is_written_without_spaces(c);
            if length > 0 && (alone || !is_alphanumeric(c)) {
                break;
            }
            length += c.len_utf8();
            number |= !is_ideograph(c) && c.is_numeric();
            is_cased |= !alone;
            if alone {
                break;
            }
        }
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        self.before = 'a';
        let hash = match is_cased {
            true => of(word.to_lowercase().as_bytes()),
            false => of(word.as_bytes()),
        };
        Token { hash, number }
    }
}

/// What a text says but for case, punctuation and decoration, as hashes of its words, numbers and
/// symbols in order.
#[must_use]
pub fn words(text: &str) -> Vec<u64> {
    tokens(text).map(|token| token.hash).collect()
}

/// [`char::is_alphanumeric`], quick where texts are Chinese or Japanese.
fn is_alphanumeric(c: char) -> bool {
    is_ideograph(c) || c.is_alphanumeric()
}

/// Whether the character is of the block of CJK Unified Ideographs, all of which are letters without
/// case.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Whether the character belongs to a script that puts no spaces between words, so that each
/// character has to count as one: Thai, Lao, Chinese, Japanese.
fn is_written_without_spaces(c: char) -> bool {
    matches!(
        c,
        '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..
    )
}

fn is_symbol(c: char) -> bool {
    if c.is_ascii() {
        return matches!(
            c,
            '#' | '$' | '%' | '&' | '+' | '/' | '<' | '=' | '@' | '^' | '{' | '}'
        );
    }
    matches!(
        c.general_category(),
        GeneralCategory::MathSymbol | GeneralCategory::CurrencySymbol
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        tokens(a).eq(tokens(b))
    }

    #[test]
    fn what_counts() {
        assert!(same("What is *JSX*?", "what is `jsx`"));
        assert!(same("a – b, c.", "a\n- b c"));
        assert!(!same("C", "C++"));
        assert!(!same("C#", "C"));
        assert!(!same("a == b", "a === b"));
        assert!(!same("a = b", "a != b"));
        assert!(!same("5 °C", "-5 °C"));
        assert!(!same("a ≤ b", "a ≥ b"));
        assert!(!same("1 and 2", "2 and 1"));
        assert!(
            tokens("a 1 b2 三Ⅲ")
                .map(|t| t.number)
                .eq([false, true, true, false, true])
        );
        assert_eq!(tokens("酸种面包").count(), 4);
    }
}
