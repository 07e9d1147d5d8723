//! Pieces of the text in messages.

/// How many Unicode scalar values of a piece of text a message repeats.
const LONGEST: usize = 40;

/// `text` in backticks, its end left out if it is long.
pub(super) fn quote(text: &str) -> String {
    quote_up_to(LONGEST, text)
}

/// `text` in backticks, without what goes beyond `longest` Unicode scalar values.
pub(super) fn quote_up_to(longest: usize, text: &str) -> String {
    let text = text.trim_matches(['\n', '\r']);
    let Some((cut, _)) = text.char_indices().nth(longest) else {
        return format!("`{text}`");
    };
    format!("`{}…`", &text[..cut])
}

/// `1 question`, `2 questions`.
pub(super) fn count(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}
