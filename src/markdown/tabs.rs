//! Closing fences that the parser does not take for such.

use std::borrow::Cow;

/// `text` with spaces for tabs behind the fences of code blocks. CommonMark (0.31.2, section 4.5)
/// lets spaces and tabs follow a closing fence, the parser only spaces; all the rest of a file would
/// be code. Nothing moves: each tab becomes one space.
pub(super) fn without_tabs(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let mut from = 0;
    while let Some(tab) = memchr::memchr(b'\t', &text.as_bytes()[from..]).map(|at| from + at) {
        let rest = &text.as_bytes()[tab..];
        let blank = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        from = tab + blank;
        let ends = matches!(text.as_bytes().get(from), None | Some(b'\n' | b'\r'));
        if !ends || !is_fence(text[..tab].trim_end_matches(' ')) {
            continue;
        }
        let out = out.get_or_insert_with(|| text.as_bytes().to_vec());
        if let Some(blank) = out.get_mut(tab..from) {
            blank.fill(b' ');
        }
    }
    match out.map(String::from_utf8) {
        Some(Ok(text)) => Cow::Owned(text),
        _ => Cow::Borrowed(text),
    }
}

/// Whether the last line of `text` ends with a fence and has nothing else but markers of containers.
fn is_fence(text: &str) -> bool {
    let before = text.trim_end_matches(['`', '~']);
    // What comes before a fence in its line is short, or it is none.
    let long_enough = text.len() - before.len() >= 3;
    let marker = before
        .bytes()
        .rev()
        .take_while(|byte| *byte != b'\n')
        .all(|byte| matches!(byte, b' ' | b'\t' | b'>'));
    long_enough && marker
}

#[cfg(test)]
mod tests {
    use super::without_tabs;

    #[test]
    fn tabs_behind_fences() {
        for (text, expected) in [
            ("```\na\n```\t\nb\n", "```\na\n``` \nb\n"),
            ("> ~~~~ \t \r\n", "> ~~~~   \r\n"),
            ("```\t", "``` "),
            ("```\trust\n", "```\trust\n"),
            ("a ```\t\n", "a ```\t\n"),
            ("``\t\n", "``\t\n"),
            ("a\t\n\tb", "a\t\n\tb"),
        ] {
            assert_eq!(without_tabs(text), expected, "{text:?}");
        }
    }
}
