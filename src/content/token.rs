//! Texts as sequences of what counts in them.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::hash::{Text, of};

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
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            let previous = std::mem::replace(&mut before, c);
            if c.is_alphanumeric() {
                let mut hash = Text::new();
                let mut number = false;
                let mut next = Some(c);
                while let Some(c) = next {
                    number |= c.is_numeric();
                    before = c;
                    if c.is_ascii() {
                        hash.push(c.to_ascii_lowercase());
                    } else {
                        c.to_lowercase().for_each(|c| hash.push(c));
                    }
                    let alone = is_written_without_spaces(c);
                    next = chars.next_if(|&c| {
                        c.is_alphanumeric() && !alone && !is_written_without_spaces(c)
                    });
                }
                let hash = hash.finish();
                return Some(Token { hash, number });
            }
            let is_minus = c == '-'
                && !previous.is_alphanumeric()
                && chars.peek().is_some_and(char::is_ascii_digit);
            // Not as in `a = b!`, but as in `!b`.
            let is_not = c == '!'
                && chars
                    .peek()
                    .is_some_and(|&next| next == '=' || next.is_alphanumeric());
            if is_minus || is_not || is_symbol(c) {
                let hash = of(c.encode_utf8(&mut [0; 4]));
                return Some(Token {
                    hash,
                    number: false,
                });
            }
        }
    })
}

/// What a text says but for case, punctuation and decoration, as hashes of its words, numbers and
/// symbols in order.
#[must_use]
pub fn words(text: &str) -> Vec<u64> {
    tokens(text).map(|token| token.hash).collect()
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
