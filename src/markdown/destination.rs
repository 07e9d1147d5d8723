//! Where the destination of a link is written. The parser says what a destination is, but not
//! where.

use crate::source::TextRange;

/// The destination of the inline link that ends at `end`, given the offset `after_text` at which
/// its text ends (at or before the `]`).
pub(super) fn of_inline(text: &str, after_text: u32, end: u32) -> Option<TextRange> {
    let rest = text.get(after_text as usize..end as usize)?;
    let open = rest.find("](")? + 2;
    at(text, after_text as usize + open, end as usize)
}

/// The destination of the link reference definition at `range`.
pub(super) fn of_definition(text: &str, range: TextRange) -> Option<TextRange> {
    let whole = range.of(text);
    // A label holds no unescaped bracket.
    let mut escaped = false;
    let close = whole.bytes().position(|byte| {
        let closes = byte == b']' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    let colon = whole.get(close..)?.strip_prefix("]:").map(|_| close + 2)?;
    at(text, range.start as usize + colon, range.end as usize)
}

/// The link destination (CommonMark 0.31.2, section 6.3) that follows white space at `start`.
fn at(text: &str, start: usize, end: usize) -> Option<TextRange> {
    let rest = text.get(start..end)?;
    // A definition in a quote has its markers on each line.
    let begin = start + (rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '>']).len());
    let rest = text.get(begin..end)?;
    if rest.starts_with('<') {
        let mut escaped = false;
        let close = rest.bytes().position(|byte| {
            let closes = byte == b'>' && !escaped;
            escaped = byte == b'\\' && !escaped;
            closes
        })?;
        return Some(TextRange::from_usize(begin + 1..begin + close));
    }
    let (mut depth, mut escaped) = (0_usize, false);
    let length = rest
        .bytes()
        .position(|byte| {
            let stop = match byte {
                _ if escaped => false,
                b'(' => {
                    depth += 1;
                    false
                }
                b')' if depth == 0 => true,
                b')' => {
                    depth -= 1;
                    false
                }
                _ => byte == b' ' || byte.is_ascii_control(),
            };
            escaped = byte == b'\\' && !escaped;
            stop
        })
        .unwrap_or(rest.len());
    Some(TextRange::from_usize(begin..begin + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline(link: &str) -> &str {
        let after_text = u32::try_from(link.find(']').unwrap()).unwrap();
        of_inline(link, after_text, u32::try_from(link.len()).unwrap())
            .unwrap()
            .of(link)
    }

    #[test]
    fn inline_destinations() {
        assert_eq!(inline("[a](b.md)"), "b.md");
        assert_eq!(inline("[a]( b.md 'title' )"), "b.md");
        assert_eq!(inline("[a](<b c.md> \"t\")"), "b c.md");
        assert_eq!(inline("[a](b(c)d)"), "b(c)d");
        assert_eq!(inline(r"[a](b\)c)"), r"b\)c");
        assert_eq!(inline("[a]()"), "");
        assert_eq!(inline("[a](<>)"), "");
    }

    #[test]
    fn definitions() {
        for (definition, expected) in [
            ("[a]: b.md", "b.md"),
            ("[a]:\n  <b c>\n 'title'", "b c"),
            (r"[a\]]: b", "b"),
        ] {
            let range = TextRange::from_usize(0..definition.len());
            assert_eq!(
                of_definition(definition, range).unwrap().of(definition),
                expected
            );
        }
    }
}
