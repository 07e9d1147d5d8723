//! Percent-encoding.

use std::borrow::Cow;

/// What decoding came upon.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded<'a> {
    /// The text with every escape decoded. If the bytes are not UTF-8, the text as it was.
    pub(super) text: Cow<'a, str>,
    /// Some `%` has no two hexadecimal digits behind it. It stands for itself, as in browsers.
    pub(super) bad_escape: bool,
    /// The decoded bytes are not UTF-8.
    pub(super) not_utf8: bool,
}

pub(super) fn decode(text: &str) -> Decoded<'_> {
    if !text.contains('%') {
        return Decoded {
            text: Cow::Borrowed(text),
            bad_escape: false,
            not_utf8: false,
        };
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut bad_escape = false;
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        if let [high, low, tail @ ..] = rest
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            bytes.push(high << 4 | low);
            rest = tail;
        } else {
            bad_escape = true;
            bytes.push(b'%');
        }
    }
    match String::from_utf8(bytes) {
        Ok(decoded) => Decoded {
            text: Cow::Owned(decoded),
            bad_escape,
            not_utf8: false,
        },
        Err(_) => Decoded {
            text: Cow::Borrowed(text),
            bad_escape,
            not_utf8: true,
        },
    }
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// A path as it can be written as the destination of a Markdown link without `<` and `>`.
///
/// White space, control characters, brackets, quotes and what has a meaning in a URL become `%XX` of
/// their UTF-8 bytes, and so does a colon in the first name, which would end a scheme. Everything
/// else, ASCII or not, stays readable.
#[must_use]
pub fn encode_path(path: &str) -> String {
    use std::fmt::Write as _;

    let mut out = String::with_capacity(path.len());
    // A colon in the first segment would be read as the end of a scheme.
    let colon_ends = path.find('/').unwrap_or(path.len());
    for (at, c) in path.char_indices() {
        let special = c.is_whitespace()
            || c.is_control()
            || matches!(
                c,
                '%' | '#' | '?' | '\\' | '<' | '>' | '(' | ')' | '[' | ']' | '"' | '`'
            )
            || (c == ':' && at < colon_ends);
        if special {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes() {
        for (text, expected, bad_escape, not_utf8) in [
            ("plain", "plain", false, false),
            ("a%20b", "a b", false, false),
            ("%C3%BC%c3%bc", "üü", false, false),
            ("100%", "100%", true, false),
            ("%zz%41", "%zzA", true, false),
            ("%4", "%4", true, false),
            ("%2541", "%41", false, false),
            ("%E9.md", "%E9.md", false, true),
            ("%ü", "%ü", true, false),
        ] {
            let decoded = decode(text);
            assert_eq!(decoded.text, expected, "{text}");
            assert_eq!(decoded.bad_escape, bad_escape, "{text}");
            assert_eq!(decoded.not_utf8, not_utf8, "{text}");
        }
    }

    #[test]
    fn a_path_stays_readable() {
        assert_eq!(encode_path("docs/größe (1).md"), "docs/größe%20%281%29.md");
        assert_eq!(encode_path("a:b/c:d"), "a%3Ab/c:d");
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(path in ".*") {
            let encoded = encode_path(&path);
            let decoded = decode(&encoded);
            prop_assert_eq!(decoded.text, path);
            prop_assert!(!decoded.bad_escape && !decoded.not_utf8);
        }
    }
}
