//! What a destination says, before anything is looked up.

use std::borrow::Cow;

use super::percent;

/// The destination of a link, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// Leads to another place than the files of the repository.
    External {
        /// The scheme as written, without its colon: `https`, `mailto`, `data`. `None` for
        /// `//host/path`, which takes the scheme of the page.
        ///
        /// What browsers read as a scheme is one, known or not: `notes.md:12` has the scheme
        /// `notes.md`, and leads nowhere.
        scheme: Option<&'a str>,
    },
    /// A path of one computer: `C:\notes.md`, `c:/notes.md`, `\\server\share`.
    Machine,
    /// A file or folder of the repository, or a place in the file itself.
    Local(Local<'a>),
}

/// A destination inside the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Local<'a> {
    /// Percent-decoded, with `/` between names, without a leading `/`; empty for the file itself
    /// (or, if `rooted`, the root). Not normalised: it can hold `..`.
    pub path: Cow<'a, str>,
    /// Whether the path starts at the root of the repository.
    pub rooted: bool,
    /// What follows `?`, as written.
    pub query: Option<&'a str>,
    /// What follows `#`.
    pub fragment: Option<Fragment<'a>>,
    /// What is wrong with the path, or odd.
    pub flaws: Flaws,
}

/// What is wrong with a path as it was written. A flaw decides nothing by itself: the path is looked
/// up, and a flaw explains why it was not found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flaws {
    /// A `%` without two hexadecimal digits. It is taken as a percent sign, as browsers do.
    pub bad_escape: bool,
    /// The decoded path is not UTF-8. It is left as written.
    pub not_utf8: bool,
    /// The decoded path has a control character, NUL among them.
    pub control: bool,
    /// A `/` of the path was written as `%2F`. It separates all the same: what counts is that a
    /// path cannot hide its `..`.
    pub encoded_slash: bool,
    /// The path has a `\`. It is part of a name, as on GitHub, where only `/` separates.
    pub backslash: bool,
}

impl<'a> Target<'a> {
    /// Takes a destination apart: the text between the parentheses (or of the definition, or of the
    /// attribute) after the backslash escapes and entities of Markdown or HTML were decoded.
    ///
    /// White space and control characters around it do not count, as in browsers. Any text is a
    /// destination; nothing fails. Linear in its length, which is not limited.
    #[must_use]
    pub fn parse(destination: &'a str) -> Self {
        let destination = destination.trim_matches(|c: char| c <= ' ');
        if destination.starts_with("//") {
            return Self::External { scheme: None };
        }
        if destination.starts_with(r"\\") {
            return Self::Machine;
        }
        if let Some(scheme) = scheme(destination) {
            return if scheme.len() == 1 {
                Self::Machine
            } else {
                Self::External {
                    scheme: Some(scheme),
                }
            };
        }
        Self::Local(Local::parse(destination))
    }

    /// Whether the destination is on the web.
    #[must_use]
    pub fn is_web(&self) -> bool {
        match self {
            Self::External { scheme } => scheme.is_none_or(|scheme| {
                scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
            }),
            Self::Machine | Self::Local(_) => false,
        }
    }
}

/// The scheme of a URL (RFC 3986, section 3.1).
fn scheme(destination: &str) -> Option<&str> {
    let (scheme, rest) = destination.split_at(destination.find([':', '/', '?', '#'])?);
    if !rest.starts_with(':') {
        return None;
    }
    let mut bytes = scheme.bytes();
    let valid = bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    valid.then_some(scheme)
}

impl<'a> Local<'a> {
    pub(super) fn parse(destination: &'a str) -> Self {
        let (rest, fragment) = match destination.split_once('#') {
            Some((rest, fragment)) => (rest, Some(Fragment::parse(fragment))),
            None => (destination, None),
        };
        let (path, query) = match rest.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (rest, None),
        };
        let (path, rooted) = match path.strip_prefix('/') {
            Some(path) => (path, true),
            None => (path, false),
        };
        if path.bytes().all(is_plain) {
            return Self {
                path: Cow::Borrowed(path),
                rooted,
                query,
                fragment,
                flaws: Flaws::default(),
            };
        }
        let decoded = percent::decode(path);
        let slashes = |text: &str| text.bytes().filter(|b| *b == b'/').count();
        let flaws = Flaws {
            bad_escape: decoded.bad_escape,
            not_utf8: decoded.not_utf8,
            control: decoded.text.contains(char::is_control),
            encoded_slash: slashes(&decoded.text) != slashes(path),
            backslash: decoded.text.contains('\\'),
        };
        Self {
            path: decoded.text,
            rooted,
            query,
            fragment,
            flaws,
        }
    }

    /// Whether the destination is in the file that the link stands in.
    #[must_use]
    pub fn is_same_file(&self) -> bool {
        self.path.is_empty() && !self.rooted
    }
}

/// Whether a byte of a path stands for itself and is nothing odd, as nearly all are.
const fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_control() && !matches!(byte, b'%' | b'\\')
}

/// What follows the `#` of a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fragment<'a> {
    /// Leads to the top of the page wherever it stands: empty, or `top` in any case (HTML, "scroll
    /// to the fragment"). A heading `Top` is found all the same.
    Top,
    /// Lines of a file as GitHub and GitLab show it: `L10`, `L10-L20`, `L10-20`, `L10C2-L20C4`.
    Lines,
    /// Only a text directive: `:~:text=…`. The browser looks for the text.
    Text,
    /// The name of an anchor, without a text directive that may follow it.
    Anchor {
        /// As written.
        raw: &'a str,
        /// Percent-decoded; as written where that does not give UTF-8.
        name: Cow<'a, str>,
    },
}

impl<'a> Fragment<'a> {
    /// Takes apart what follows the `#`.
    #[must_use]
    pub fn parse(fragment: &'a str) -> Self {
        let (raw, directive) = match fragment.split_once(":~:") {
            Some((raw, _)) => (raw, true),
            None => (fragment, false),
        };
        if raw.is_empty() {
            return if directive { Self::Text } else { Self::Top };
        }
        if raw.eq_ignore_ascii_case("top") {
            return Self::Top;
        }
        if is_lines(raw) {
            return Self::Lines;
        }
        Self::Anchor {
            raw,
            name: percent::decode(raw).text,
        }
    }
}

fn is_lines(fragment: &str) -> bool {
    let position = |text: &str, marked: bool| {
        let Some(text) = text.strip_prefix('L').or((!marked).then_some(text)) else {
            return false;
        };
        let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        match text.split_once('C') {
            Some((line, column)) => number(line) && number(column),
            None => number(text),
        }
    };
    match fragment.split_once('-') {
        Some((from, to)) => position(from, true) && position(to, false),
        None => position(fragment, true),
    }
}

/// Whether a destination is only made when the site is built: it holds a placeholder.
#[must_use]
pub fn is_template(destination: &str) -> bool {
    let is_part = |byte| matches!(byte, b'{' | b'<' | b'%');
    if !destination.bytes().any(is_part) {
        return false;
    }
    let has = |open, close| {
        destination
            .find(open)
            .is_some_and(|at| destination[at..].contains(close))
    };
    has('{', '}') || has('<', '>') || destination.contains("%7B%7B")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn local(destination: &str) -> Local<'_> {
        match Target::parse(destination) {
            Target::Local(local) => local,
            other => panic!("{destination:?} is {other:?}"),
        }
    }

    #[test]
    fn what_leads_elsewhere() {
        for (destination, scheme) in [
            ("https://example.org/a#b", Some("https")),
            ("HTTP://EXAMPLE.ORG", Some("HTTP")),
            ("mailto:a@example.org", Some("mailto")),
            ("data:image/png;base64,AAAA", Some("data")),
            ("tel:+1", Some("tel")),
            ("notes.md:12", Some("notes.md")),
            ("//example.org/a", None),
            ("  https://example.org\n", Some("https")),
        ] {
            assert_eq!(
                Target::parse(destination),
                Target::External { scheme },
                "{destination}"
            );
        }
        for destination in [r"C:\a.md", "c:/a.md", "C:", r"\\server\share\a.md"] {
            assert_eq!(Target::parse(destination), Target::Machine, "{destination}");
        }
        assert!(Target::parse("//example.org").is_web());
        assert!(Target::parse("Https:x").is_web());
        assert!(!Target::parse("mailto:x").is_web());
    }

    #[test]
    fn paths() {
        for (destination, path, rooted) in [
            ("", "", false),
            ("#a", "", false),
            ("?a", "", false),
            ("/", "", true),
            ("/docs/a.md", "docs/a.md", true),
            ("./a%20b.md", "./a b.md", false),
            ("../a.md?plain=1#L3", "../a.md", false),
            ("1:2", "1:2", false),
            ("a/b:c", "a/b:c", false),
            (":a", ":a", false),
            ("a.md#b?c", "a.md", false),
            (r"a\b.md", r"a\b.md", false),
            ("%2e%2e/a", "../a", false),
            ("a b.md", "a b.md", false),
        ] {
            let local = local(destination);
            assert_eq!(local.path, path, "{destination}");
            assert_eq!(local.rooted, rooted, "{destination}");
        }
        assert_eq!(local("a.md?x=1#b").query, Some("x=1"));
        assert_eq!(local("a.md#b?x").query, None);
        assert!(local("#x").is_same_file() && local("").is_same_file());
        assert!(!local("/").is_same_file());
    }

    #[test]
    fn flaws() {
        assert_eq!(local("a/b.md").flaws, Flaws::default());
        assert!(local("100%.md").flaws.bad_escape);
        assert!(local("%E9.md").flaws.not_utf8);
        assert!(local("a%00b").flaws.control);
        assert!(local("a%2Fb%2f../c").flaws.encoded_slash);
        assert_eq!(local("a%2F..%2fb").path, "a/../b");
        assert!(local(r"a\b").flaws.backslash && local("a%5Cb").flaws.backslash);
    }

    #[test]
    fn fragments() {
        for top in ["", "top", "TOP"] {
            assert_eq!(Fragment::parse(top), Fragment::Top, "{top}");
        }
        for lines in ["L1", "L10-L20", "L10-20", "L1C2-L3C4", "L1C2"] {
            assert_eq!(Fragment::parse(lines), Fragment::Lines, "{lines}");
        }
        assert_eq!(Fragment::parse(":~:text=a%20b"), Fragment::Text);
        for (written, raw, name) in [
            ("a%20b", "a%20b", "a b"),
            ("%EF%B8%8F-x", "%EF%B8%8F-x", "\u{FE0F}-x"),
            ("%FF", "%FF", "%FF"),
            ("part:~:text=x", "part", "part"),
            ("l10", "l10", "l10"),
            ("L", "L", "L"),
            ("L1-", "L1-", "L1-"),
            ("Lx-L2", "Lx-L2", "Lx-L2"),
            ("a#b", "a#b", "a#b"),
        ] {
            let name = Cow::Borrowed(name);
            assert_eq!(
                Fragment::parse(written),
                Fragment::Anchor { raw, name },
                "{written}"
            );
        }
    }

    #[test]
    fn long_destinations() {
        let long = "a/%2e%2e/".repeat(100_000);
        assert_eq!(local(&long).path.len(), 500_000);
    }

    proptest! {
        #[test]
        fn anything_is_a_destination(destination in "[a-z:/\\\\#?%0-9L.~ \u{0}é👩]*") {
            if let Target::Local(local) = Target::parse(&destination) {
                prop_assert!(local.path.len() <= destination.len());
            }
        }

        #[test]
        fn anything_at_all_is_a_destination(destination in any::<String>()) {
            let target = Target::parse(&destination);
            let without_scheme = !destination.contains(':');
            let has_scheme = matches!(target, Target::External { scheme: Some(_) });
            prop_assert!(!(without_scheme && has_scheme));
        }
    }
}
