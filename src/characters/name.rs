//! What odd characters are called.

/// `U+200B`.
#[must_use]
pub fn code_point(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

/// The name of an odd character, in lower case and with its article.
#[must_use]
pub fn name(c: char) -> &'static str {
    match c {
        '\0' => "a null character",
        '\u{7}' => "a bell",
        '\u{8}' => "a backspace",
        '\u{b}' => "a vertical tab",
        '\u{c}' => "a form feed",
        '\u{1b}' => "an escape character",
        '\u{7f}' => "a delete character",
        '\u{85}' => "a next line character",
        '\u{ad}' => "a soft hyphen",
        '\u{61c}' => "an Arabic letter mark",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "a Hangul filler",
        '\u{180e}' => "a Mongolian vowel separator",
        '\u{200b}' => "a zero-width space",
        '\u{200c}' => "a zero-width non-joiner",
        '\u{200d}' => "a zero-width joiner",
        '\u{200e}' => "a left-to-right mark",
        '\u{200f}' => "a right-to-left mark",
        '\u{2028}' => "a line separator",
        '\u{2029}' => "a paragraph separator",
        '\u{202a}' => "a left-to-right embedding",
        '\u{202b}' => "a right-to-left embedding",
        '\u{202c}' => "a pop directional formatting",
        '\u{202d}' => "a left-to-right override",
        '\u{202e}' => "a right-to-left override",
        '\u{2060}' => "a word joiner",
        '\u{2066}' => "a left-to-right isolate",
        '\u{2067}' => "a right-to-left isolate",
        '\u{2068}' => "a first strong isolate",
        '\u{2069}' => "a pop directional isolate",
        '\u{206a}'..='\u{206f}' => "a deprecated format character",
        '\u{feff}' => "a byte order mark",
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => "a variation selector",
        '\u{e0000}'..='\u{e007f}' => "a tag character",
        '\u{2061}'..='\u{2064}' => "an invisible operator",
        c if c.is_control() => "a control character",
        _ => "a character",
    }
}
