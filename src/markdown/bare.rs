//! Bare URLs, which GFM makes links of (its "extended autolinks", section 6.9) and the parser does
//! not.

use std::ops::Range;

/// A URL in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BareUrl {
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// Whether it begins with `www.`, so that the destination gets `http://` before it.
    pub(super) is_www: bool,
}

/// The bare URLs of `text`, which is one run of text that stands as it is written, without line
/// endings. `before` is the character before it.
pub(super) fn urls(text: &str, before: Option<char>) -> Vec<BareUrl> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((at, prefix)) = next_start(text, from) {
        from = at + prefix;
        let before = text[..at].chars().next_back().or(before);
        let may_begin =
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('));
        let is_www = text[at..].starts_with(['w', 'W']);
        let domain = if is_www { at } else { at + prefix };
        if !may_begin {
            continue;
        }
        let Some(domain_length) = domain_length(&text[domain..], is_www) else {
            continue;
        };
        let rest = &text[domain..];
        let length = rest
            .find(|c: char| c.is_whitespace() || c == '<')
            .unwrap_or(rest.len());
        let length = without_trailing(&rest[..length]).max(domain_length);
        let end = domain + length;
        found.push(BareUrl {
            range: at..end,
            is_www,
        });
        from = end;
    }
    found
}

/// The next place where a URL may begin, and the length of its scheme or `www.`.
fn next_start(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        // The `:` of a scheme or the `.` of `www.`, whichever comes first.
        at += memchr::memchr2(b':', b'.', bytes.get(at..)?)?;
        let ends_with = |start: &str, end: usize| {
            end.checked_sub(start.len())
                .filter(|begin| *begin >= from)
                .and_then(|begin| bytes.get(begin..end))
                .is_some_and(|found| found.eq_ignore_ascii_case(start.as_bytes()))
        };
        if bytes[at] == b':' {
            if bytes[at..].starts_with(b"://") {
                let scheme = ["https", "http", "ftp"]
                    .into_iter()
                    .find(|scheme| ends_with(scheme, at));
                if let Some(scheme) = scheme {
                    return Some((at - scheme.len(), scheme.len() + 3));
                }
            }
        } else if ends_with("www", at) {
            return Some((at - 3, 4));
        }
        at += 1;
    }
}

/// The length of the domain that `text` begins with: names of letters, digits, `-` and `_` with
/// dots between them, no `_` in the last two. `www.` asks for a dot, a scheme does not.
fn domain_length(text: &str, needs_dot: bool) -> Option<usize> {
    let length = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(text.len());
    let domain = text[..length].trim_end_matches('.');
    let last_two = domain.rsplit('.').take(2);
    let sound = !domain.is_empty()
        && !domain.starts_with('.')
        && last_two.clone().all(|name| !name.contains('_'))
        && (!needs_dot || domain.contains('.'));
    sound.then_some(domain.len())
}

/// The length of `url` without the punctuation at its end that belongs to the sentence.
fn without_trailing(url: &str) -> usize {
    let bytes = url.as_bytes();
    let (mut opened, mut closed) = (0_usize, 0_usize);
    for byte in bytes {
        opened += usize::from(*byte == b'(');
        closed += usize::from(*byte == b')');
    }
    let mut end = bytes.len();
    while let Some(last) = end.checked_sub(1).map(|at| bytes[at]) {
        match last {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' if closed > opened => {
                closed -= 1;
                end -= 1;
            }
            b';' => {
                // An entity reference at the end is not part of it.
                let name = bytes[..end - 1]
                    .iter()
                    .rev()
                    .take_while(|b| b.is_ascii_alphanumeric())
                    .count();
                let start = end - 1 - name;
                if name > 0 && start > 0 && bytes[start - 1] == b'&' {
                    end = start - 1;
                } else {
                    end -= 1;
                }
            }
            _ => break,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let urls = urls(text, None);
        urls.into_iter().map(|url| &text[url.range]).collect()
    }

    #[test]
    fn as_the_specification_has_it() {
        for (text, expected) in [
            ("www.commonmark.org", vec!["www.commonmark.org"]),
            (
                "Visit www.commonmark.org/help for more",
                vec!["www.commonmark.org/help"],
            ),
            ("Visit www.commonmark.org.", vec!["www.commonmark.org"]),
            (
                "Visit www.commonmark.org/a.b.",
                vec!["www.commonmark.org/a.b"],
            ),
            (
                "www.google.com/search?q=Markup+(business)",
                vec!["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                vec!["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "(www.google.com/search?q=Markup+(business))",
                vec!["www.google.com/search?q=Markup+(business)"],
            ),
            (
                "www.google.com/search?q=(business))+ok",
                vec!["www.google.com/search?q=(business))+ok"],
            ),
            (
                "www.google.com/search?q=commonmark&hl=en",
                vec!["www.google.com/search?q=commonmark&hl=en"],
            ),
            (
                "www.google.com/search?q=commonmark&hl;",
                vec!["www.google.com/search?q=commonmark"],
            ),
            ("www.commonmark.org/he<lp", vec!["www.commonmark.org/he"]),
            ("http://commonmark.org", vec!["http://commonmark.org"]),
            (
                "(Visit https://encrypted.google.com/search?q=Markup+(business))",
                vec!["https://encrypted.google.com/search?q=Markup+(business)"],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_url() {
        for text in [
            "www.",
            "www",
            "http://",
            "https://.",
            "xhttps://a.org",
            "a.www.b",
            "x:https://a.org",
            "awww.b.org",
            "http:/a.org",
            "www.a_b.org",
            "git+https://a.org",
            "\"https://a.org\"",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
        assert_eq!(
            found("HTTPS://A.org, *http://localhost:80/*"),
            ["HTTPS://A.org", "http://localhost:80/"]
        );
        assert_eq!(urls("www.a.org", Some('x')), []);
    }

    proptest! {
        #[test]
        fn any_text(text in "(https?://|www\\.|[a.;&() é_\"])*") {
            for url in urls(&text, None) {
                prop_assert!(text.get(url.range).is_some_and(|url| !url.contains(' ')));
            }
        }
    }
}
