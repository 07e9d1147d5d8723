//! Showing text from files so that it can do nothing to the terminal, and hide nothing from the
//! reader.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_segmentation::UnicodeSegmentation;

/// The characters that stand in for clusters whose width the layout cannot work out; see
/// [`StandIns`](super::line::StandIns). They are not assigned and will hardly ever be.
pub(super) const STAND_INS: std::ops::RangeInclusive<char> = '\u{3f000}'..='\u{3ffff}';

/// Replaces what is dangerous to show by its code point, as in `<U+202E>`.
///
/// That is: control characters (the line feed too), bidirectional controls, and everything that
/// shows nothing, such as the zero-width space or tag characters. What belongs to the writing of a
/// language or of an emoji stays: combining marks, one variation selector behind what it varies,
/// and joiners between emoji or in scripts that need them.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_suspect) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut clusters = text.graphemes(true).peekable();
    while let Some(cluster) = clusters.next() {
        let next = clusters.peek().and_then(|next| next.chars().next());
        escaped.push_str(&escape_cluster(cluster, next));
    }
    Cow::Owned(escaped)
}

/// [`escape`] for one grapheme cluster that stands before the character `next`.
pub(super) fn escape_cluster(cluster: &str, next: Option<char>) -> Cow<'_, str> {
    if !cluster.chars().any(is_suspect) {
        return Cow::Borrowed(cluster);
    }
    let mut escaped = String::new();
    let mut previous = None;
    let mut chars = cluster.chars().peekable();
    let mut changed = false;
    while let Some(c) = chars.next() {
        let following = chars.peek().copied();
        if is_suspect(c) && !is_needed(c, previous, following, next) {
            changed = true;
            // Writing to a string cannot fail.
            let _ = write!(escaped, "<U+{:04X}>", c as u32);
            previous = None;
        } else {
            escaped.push(c);
            previous = Some(c);
        }
    }
    if changed {
        Cow::Owned(escaped)
    } else {
        Cow::Borrowed(cluster)
    }
}

/// Whether `c` shows nothing or controls something, unless its neighbours justify it.
fn is_suspect(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control();
    }
    match c {
        // Signs that enclose the digits that follow them are of category Cf, but show.
        '\u{600}'..='\u{605}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'
        | '\u{891}'
        | '\u{8e2}'
        | '\u{110bd}'
        | '\u{110cd}' => false,
        // What has the property Default_Ignorable_Code_Point but not the category Cf
        // (DerivedCoreProperties.txt of Unicode 16).
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2065}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        c if STAND_INS.contains(&c) => true,
        c => matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        ),
    }
}

/// Whether the suspect `c` is needed where it stands: behind `previous` and before `following` of
/// the same grapheme cluster, and before `next`, with which the next cluster begins.
fn is_needed(c: char, previous: Option<char>, following: Option<char>, next: Option<char>) -> bool {
    let Some(previous) = previous else {
        return false;
    };
    match c {
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' | '\u{180b}'..='\u{180d}' => {
            !is_suspect(previous) && (!previous.is_ascii() || is_keycap(previous))
        }
        // A cluster goes on behind a joiner only in an emoji sequence or an Indic conjunct (rules
        // GB9c and GB11 of UAX #29).
        '\u{200d}' if following.is_some() => true,
        '\u{200c}' | '\u{200d}' => {
            is_joining(previous) && following.or(next).is_some_and(is_joining)
        }
        _ => false,
    }
}

/// What becomes a key with U+20E3, or an emoji with U+FE0F.
fn is_keycap(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '#' | '*')
}

/// Whether `c` belongs to a script whose letters change with joiners: from Arabic to Mongolian in
/// the order of the code charts.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{18af}') && !is_suspect(c)
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn what_controls_or_hides_is_named() {
        assert_eq!(
            escape("a\x1b[31mb\0\r\n\t"),
            "a<U+001B>[31mb<U+0000><U+000D><U+000A><U+0009>"
        );
        assert_eq!(escape("â€\u{9d}"), "â€<U+009D>");
        assert_eq!(escape("\u{202e}gnp.exe\u{2066}"), "<U+202E>gnp.exe<U+2066>");
        assert_eq!(
            escape("pass\u{200b}word\u{ad}\u{feff}"),
            "pass<U+200B>word<U+00AD><U+FEFF>"
        );
        assert_eq!(escape("a\u{2028}b\u{3164}"), "a<U+2028>b<U+3164>");
        assert_eq!(escape("hi\u{e0041}\u{e0042}"), "hi<U+E0041><U+E0042>");
        assert_eq!(escape("\u{3f000}"), "<U+3F000>");
    }

    #[test]
    fn writing_stays_as_it_is() {
        for text in [
            "plain, `code` and 例え",
            "e\u{301} n\u{303}",
            "👨\u{200d}👩\u{200d}👧 🏳\u{fe0f}\u{200d}🌈 ❤\u{fe0f} 1\u{fe0f}\u{20e3} 👍🏽 🇩🇪",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "葛\u{e0100}",
            "non-breaking\u{a0}space",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn selectors_and_joiners_out_of_place_are_named() {
        assert_eq!(escape("a\u{fe0f}"), "a<U+FE0F>");
        assert_eq!(escape("❤\u{fe0f}\u{fe01}"), "❤\u{fe0f}<U+FE01>");
        assert_eq!(escape("a\u{200d}b"), "a<U+200D>b");
        assert_eq!(escape("pay\u{200c}pal"), "pay<U+200C>pal");
        assert_eq!(escape("👍\u{200d} x"), "👍<U+200D> x");
    }
}
