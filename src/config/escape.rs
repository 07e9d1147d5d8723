//! Showing text that may be hostile.

use std::ops::Range;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Whether a terminal may do something else with `c` than show it: control characters, bidi
/// controls and other invisible formatting. Not tabs, line feeds, and the joiners that emoji and
/// several scripts are written with.
fn is_hostile(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\u{200c}' | '\u{200d}')
        && matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

/// `text` with its hostile characters written as `\u{…}`.
pub(super) fn escape(text: &str) -> String {
    Escaped::new(text).text
}

/// A text with its hostile characters written as `\u{…}`.
#[derive(Debug)]
pub(super) struct Escaped {
    /// The escaped text.
    pub(super) text: String,
    /// The original offset behind each escaped character, and how many bytes longer the text is
    /// from there on.
    shifts: Vec<(usize, usize)>,
}

impl Escaped {
    pub(super) fn new(text: &str) -> Self {
        let mut escaped = String::with_capacity(text.len());
        let mut shifts = Vec::new();
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let ends_line = c == '\r' && chars.peek().is_some_and(|&(_, next)| next == '\n');
            if ends_line || !is_hostile(c) {
                escaped.push(c);
                continue;
            }
            escaped.extend(c.escape_unicode());
            let behind = at + c.len_utf8();
            shifts.push((behind, escaped.len() - behind));
        }
        Self {
            text: escaped,
            shifts,
        }
    }

    /// The range in the escaped text of a range of the original.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        self.offset(range.start)..self.offset(range.end)
    }

    fn offset(&self, at: usize) -> usize {
        let before = self.shifts.partition_point(|&(behind, _)| behind <= at);
        let shift = before
            .checked_sub(1)
            .and_then(|index| self.shifts.get(index));
        let at = at + shift.map_or(0, |&(_, shift)| shift);
        at.min(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn spans_follow_the_text() {
        let text = "a\u{1b}[31m \u{202e}key\u{202c} = 1\r\n\ttab 👩\u{200d}💻\r";
        let escaped = Escaped::new(text);
        assert_eq!(
            escaped.text,
            "a\\u{1b}[31m \\u{202e}key\\u{202c} = 1\r\n\ttab 👩\u{200d}💻\\u{d}"
        );
        let key = text.find("key").unwrap_or_default();
        let range = escaped.range(&(key..key + 3));
        assert_eq!(&escaped.text[range], "key");
        let end = escaped.range(&(text.len()..text.len()));
        assert_eq!(end.start, escaped.text.len());
    }
}
