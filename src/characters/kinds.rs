//! Kinds of odd characters.

/// Whether `c` is a control character that means nothing in text: of C0 all but tab, line feed
/// and carriage return, of C1 all, and the two separators of Unicode that nearly no program reads
/// as line endings.
#[must_use]
pub fn is_control(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{2028}' | '\u{2029}' => true,
        c => c.is_control(),
    }
}

/// Whether `c` begins an embedding, in which text runs in another direction.
#[must_use]
pub fn is_embedding(c: char) -> bool {
    matches!(c, '\u{202a}' | '\u{202b}')
}

/// Whether `c` begins an override, which shows characters against their own direction.
#[must_use]
pub fn is_override(c: char) -> bool {
    matches!(c, '\u{202d}' | '\u{202e}')
}

/// Whether `c` begins an isolate, in which text runs in another direction.
#[must_use]
pub fn is_isolate(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

/// Whether `c` is of the tag block: a copy of ASCII that shows nothing.
#[must_use]
pub fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Whether `c` selects a variant of the character before it.
#[must_use]
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether `c` shows nothing: joiners, marks of direction, places to break or not to break a line,
/// byte order marks, fillers, selectors and tags. Not spaces, nor what [`is_control`].
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
    ) || is_selector(c)
        || is_tag(c)
}
