//! Titles of questions as texts of links.

use crate::qa::Question;

/// The title of `question` as the text of a link, if that is not how it reads: with its markup,
/// but for what cannot stand in a link.
#[must_use]
pub fn link_text(text: &str, question: &Question) -> Option<String> {
    let written = question.title_range.of(text);
    if written == question.title {
        // It reads as it is written, so only brackets could end the link.
        return (!is_balanced(written)).then(|| written.replace('[', "\\[").replace(']', "\\]"));
    }
    let is_usable = !written.is_empty() && !written.contains('\n') && !holds_link(written);
    if is_usable {
        return Some(written.to_owned());
    }
    let escaped = escaped(&question.title);
    (escaped != question.title).then_some(escaped)
}

/// Whether brackets or tags stand in `text` outside of code.
fn holds_link(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = rest.find(['`', '[', ']', '<', '\\']) {
        let found = &rest[at..];
        match found.as_bytes().first() {
            Some(b'\\') => rest = found.get(2..).unwrap_or_default(),
            Some(b'`') => {
                let fence = found.len() - found.trim_start_matches('`').len();
                let (fence, inside) = found.split_at(fence);
                // Without its end, it is no code.
                rest = match inside.find(fence) {
                    Some(end) => &inside[end + fence.len()..],
                    None => inside,
                };
            }
            _ => return true,
        }
    }
    false
}

/// Whether each bracket that is opened in `text` is closed, and no other.
fn is_balanced(text: &str) -> bool {
    let mut open = 0_u32;
    for byte in text.bytes() {
        match byte {
            b'[' => open += 1,
            b']' => match open.checked_sub(1) {
                Some(less) => open = less,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0
}

/// `text` with what would be markup escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if matches!(c, '[' | ']' | '<' | '`' | '*' | '\\' | '_') {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::holds_link;

    #[test]
    fn code_holds_no_links() {
        assert!(!holds_link("What is `[]` in `` a`<b> ``?"));
        assert!(!holds_link(r"What is \[a\]?"));
        assert!(holds_link("What is [a](b)?"));
        assert!(holds_link("What is `a? <a name=b></a>"));
    }
}
