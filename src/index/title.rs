//! Titles in indexes and the numbers before them.

/// What a row is called: a number, perhaps, and a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The number.
    pub number: Option<u32>,
    /// The digits of the number, by their place in the text; empty without a number.
    pub digits: (usize, usize),
    /// What stands behind the number, trimmed.
    pub title: &'a str,
}

/// Takes `Q12: title`, `12. title` or `title` apart.
#[must_use]
pub fn label(text: &str) -> Label<'_> {
    let none = Label {
        number: None,
        digits: (0, 0),
        title: text.trim(),
    };
    let rest = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let word = rest
        .trim_start_matches(|c: char| c.is_ascii_alphabetic())
        .len();
    let (name, rest) = rest.split_at(rest.len() - word);
    let is_name = ["", "q", "question", "no"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name));
    let rest = rest.trim_start_matches([' ', '.', '#', '\u{a0}']);
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let start = text.len() - rest.len();
    let Ok(number) = rest[..length].parse() else {
        return none;
    };
    let behind = rest[length..].trim_start();
    let separated = behind.strip_prefix([':', '.', ')', '-', '–', '—', '|']);
    match separated {
        // `3.5 is a number` has none before it, and neither has `2-3 trees`.
        Some(title) if is_name && (title.is_empty() || title.starts_with(char::is_whitespace)) => {
            Label {
                number: Some(number),
                digits: (start, start + length),
                title: title.trim(),
            }
        }
        _ if is_name && behind.is_empty() => Label {
            number: Some(number),
            digits: (start, start + length),
            title: "",
        },
        _ => none,
    }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels() {
        for (text, number, title) in [
            ("Q12: What is rye?", Some(12), "What is rye?"),
            ("12. What is rye?", Some(12), "What is rye?"),
            ("Question 3) Why", Some(3), "Why"),
            ("📌 Q. 7 – Why", Some(7), "Why"),
            ("Q34", Some(34), ""),
            ("34", Some(34), ""),
            ("34.", Some(34), ""),
            ("What is rye?", None, "What is rye?"),
            ("3.5 is a number", None, "3.5 is a number"),
            ("2-3 trees", None, "2-3 trees"),
            ("10 ways to bake", None, "10 ways to bake"),
            ("Python 3: what is new", None, "Python 3: what is new"),
            ("", None, ""),
        ] {
            let label = label(text);
            assert_eq!((label.number, label.title), (number, title), "{text}");
            if let Some(number) = number {
                assert_eq!(&text[label.digits.0..label.digits.1], number.to_string());
            }
        }
    }
}
