//! Front matter: metadata between fences at the very beginning of a file. It is not part of
//! CommonMark, but GitHub and every site generator read it so.

/// The length in bytes of the front matter that `text` begins with, its closing fence and line
/// ending included: YAML between `---` and `---` or `...`, or TOML between `+++` and `+++`.
///
/// A first line `---` that is never closed is a thematic break, and no front matter.
pub(super) fn length(text: &str) -> Option<usize> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let fence = match first.trim_end() {
        "---" => "---",
        "+++" => "+++",
        _ => return None,
    };
    let mut length = first.len();
    for (index, line) in lines.enumerate() {
        length += line.len();
        let content = line.trim_end();
        if content == fence || (fence == "---" && content == "...") {
            return Some(length);
        }
        // Prose after a thematic break: metadata does not begin with an empty line.
        if index == 0 && content.is_empty() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn only_closed_fences_at_the_start_count() {
        assert_eq!(length("---\ntitle: x\n---\ntext"), Some(17));
        assert_eq!(length("---\r\ntitle: x\r\n---\r\n"), Some(20));
        assert_eq!(length("+++\na = 1\n+++"), Some(13));
        assert_eq!(length("---\n---\n"), Some(8));
        assert_eq!(length("---\n\ntext\n\n---\n"), None);
        assert_eq!(length("---\ntext\n"), None);
        assert_eq!(length("text\n---\n---\n"), None);
        assert_eq!(length(""), None);
    }
}
