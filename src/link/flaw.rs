//! Destinations that were meant as URLs and are none.

use std::ops::Range;

use super::target::is_template;

/// What is wrong with a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What it is, to stand behind "the URL".
    pub what: FlawKind,
    /// Where in the destination.
    pub range: Range<usize>,
    /// What the destination probably was to be; `None` where that is not plain.
    pub meant: Option<String>,
}

/// The kinds of [`Flaw`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// `https://https://example.org`
    DoubledScheme,
    /// `htp://`, `https//:`, `https:/example.org`
    MisspeltScheme,
    /// `www.example.org`: without a scheme it is a file of that name.
    NoScheme,
    /// `somebody@example.org`: without `mailto:` it is a file of that name.
    NoMailto,
    /// `https:///path`
    NoHost,
    /// White space that is not percent-encoded.
    Space,
    /// A character that nobody sees, or that turns the direction of the text.
    Invisible,
    /// U+FFFD, which stands for what was lost.
    Lost,
    /// A bracket or quotation mark before the scheme.
    Bracket,
}

impl FlawKind {
    /// What it is, in words that follow "the URL".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::DoubledScheme => "has its scheme twice",
            Self::MisspeltScheme => "has a misspelt scheme",
            Self::NoScheme => "has no scheme, so it is taken for a file",
            Self::NoMailto => "has no `mailto:`, so it is taken for a file",
            Self::NoHost => "names no host",
            Self::Space => "has white space in it",
            Self::Invisible => "has an invisible character in it",
            Self::Lost => "has lost a character: it holds U+FFFD",
            Self::Bracket => "begins with a bracket or quotation mark",
        }
    }
}

/// What is wrong with `destination`, if it was meant as a URL: the first flaw. Says nothing of
/// paths. Linear in its length.
#[must_use]
pub fn flaw(destination: &str) -> Option<Flaw> {
    if is_template(destination) {
        return None;
    }
    let trimmed = destination.trim_matches(|c: char| c <= ' ');
    let offset = destination.len() - destination.trim_start_matches(|c: char| c <= ' ').len();
    let mut flaw = scheme_flaw(trimmed).or_else(|| character_flaw(trimmed))?;
    flaw.range = flaw.range.start + offset..flaw.range.end + offset;
    Some(flaw)
}

fn scheme_flaw(url: &str) -> Option<Flaw> {
    let hidden = url.len() - url.trim_start_matches(is_hidden).len();
    if hidden > 0 {
        return web_scheme(&url[hidden..]).map(|_| Flaw {
            what: FlawKind::Invisible,
            range: 0..hidden,
            meant: Some(url.chars().filter(|c| !is_hidden(*c)).collect()),
        });
    }
    let opens = |c: char| matches!(c, '(' | '[' | '<' | '"' | '\'' | '`' | '“' | '”' | '‘');
    let open = url.find(|c: char| !opens(c))?;
    if open > 0 {
        let is_url = web_scheme(&url[open..]).is_some();
        let rest = url[open..].trim_end_matches([')', ']', '>', '"', '\'', '`', '“', '”', '’']);
        return is_url.then(|| Flaw {
            what: FlawKind::Bracket,
            range: 0..open,
            meant: Some(rest.to_owned())
                .filter(|rest| !rest.contains([' ', '<', '>', '[', ']', '('])),
        });
    }
    if let Some(first) = web_scheme(url) {
        let rest = &url[first..];
        if let Some(second) = web_scheme(rest) {
            return Some(Flaw {
                what: FlawKind::DoubledScheme,
                range: 0..first + second,
                meant: Some(rest.to_owned()),
            });
        }
        // `https://https//example.org`
        let stump = ["https//", "http//", "https:/", "http:/"]
            .into_iter()
            .find(|stump| starts_with(rest, stump));
        if let Some(stump) = stump {
            let host = rest[stump.len()..].trim_start_matches('/');
            return Some(Flaw {
                what: FlawKind::DoubledScheme,
                range: 0..first + stump.len(),
                meant: Some(format!("{}{host}", &url[..first])),
            });
        }
        return (rest.is_empty() || rest.starts_with(['/', '?', '#'])).then(|| {
            let host = rest.trim_start_matches('/');
            let names_host = host
                .split('/')
                .next()
                .is_some_and(|host| host.contains('.'));
            Flaw {
                what: FlawKind::NoHost,
                range: 0..first,
                meant: names_host.then(|| format!("{}{host}", &url[..first])),
            }
        });
    }
    let (wrong, scheme) = [
        ("http:/", "http://"),
        ("https:/", "https://"),
        ("http//:", "http://"),
        ("https//:", "https://"),
        ("http//", "http://"),
        ("https//", "https://"),
        ("htp://", "http://"),
        ("htps://", "https://"),
        ("httpss://", "https://"),
        ("htttp://", "http://"),
        ("htttps://", "https://"),
        ("hhttp://", "http://"),
        ("hhttps://", "https://"),
        ("hppts://", "https://"),
        ("htpps://", "https://"),
        ("hptts://", "https://"),
        ("httsp://", "https://"),
        ("ttp://", "http://"),
        ("ttps://", "https://"),
        ("http:\\\\", "http://"),
        ("https:\\\\", "https://"),
        ("https;//", "https://"),
        ("http;//", "http://"),
    ]
    .into_iter()
    .find(|(wrong, _)| starts_with(url, wrong))
    .unwrap_or_default();
    if !wrong.is_empty() {
        let rest = url[wrong.len()..].trim_start_matches(['/', ':', '\\']);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
        return (host.contains('.') || host == "localhost").then(|| Flaw {
            what: FlawKind::MisspeltScheme,
            range: 0..wrong.len(),
            meant: Some(format!("{scheme}{rest}")),
        });
    }
    without_scheme(url)
}

/// `www.example.org/path` and `somebody@example.org`.
fn without_scheme(url: &str) -> Option<Flaw> {
    let host = url.split(['/', '?', '#']).next()?;
    let is_domain = |domain: &str| {
        let mut labels = domain.split('.');
        labels.clone().count() > 1
            && labels.clone().all(|label| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-')
            })
            && labels
                .next_back()
                .is_some_and(|top| top.len() > 1 && top.bytes().all(|b| b.is_ascii_alphabetic()))
    };
    if starts_with(host, "www.") && is_domain(host) && host.split('.').count() > 2 {
        return Some(Flaw {
            what: FlawKind::NoScheme,
            range: 0..url.len(),
            meant: Some(format!("https://{url}")),
        });
    }
    let (name, domain) = url.split_once('@')?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+');
    // `logo@2x.png`
    const EXTENSIONS: [&str; 10] = [
        "gif", "htm", "html", "jpeg", "jpg", "md", "mdx", "png", "svg", "webp",
    ];
    let extension = domain.rsplit('.').next()?;
    if EXTENSIONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
    {
        return None;
    }
    (!name.is_empty() && name.bytes().all(plain) && is_domain(domain)).then(|| Flaw {
        what: FlawKind::NoMailto,
        range: 0..url.len(),
        meant: Some(format!("mailto:{url}")),
    })
}

/// Characters that no URL has.
fn character_flaw(url: &str) -> Option<Flaw> {
    web_scheme(url)?;
    let (at, c, what) = url.char_indices().find_map(|(at, c)| {
        let what = match c {
            '\u{FFFD}' => FlawKind::Lost,
            '\u{200B}'
            | '\u{200E}'
            | '\u{200F}'
            | '\u{2060}'
            | '\u{FEFF}'
            | '\u{AD}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}' => FlawKind::Invisible,
            _ if c.is_control() => FlawKind::Invisible,
            _ if c.is_whitespace() => FlawKind::Space,
            _ => return None,
        };
        Some((at, c, what))
    })?;
    let meant = match what {
        FlawKind::Space => {
            // A word behind the URL is a title without quotation marks, or a sentence.
            let host_ends = url[web_scheme(url)?..].find('/').map(|slash| slash < at);
            host_ends
                .filter(|in_path| *in_path)
                .map(|_| url.replace(' ', "%20").replace(['\t', '\n', '\r'], ""))
        }
        FlawKind::Invisible => Some(url.chars().filter(|c| !is_hidden(*c)).collect()),
        _ => None,
    };
    Some(Flaw {
        what,
        range: at..at + c.len_utf8(),
        meant,
    })
}

/// Whether nobody sees the character, but for what it does to the direction of the text.
fn is_hidden(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'
            ..='\u{202E}' | '\u{2060}' | '\u{2066}'
            ..='\u{2069}' | '\u{FEFF}'
    ) || (c.is_control() && !c.is_whitespace())
}

/// The length of the scheme of the web that `url` begins with, `://` included.
fn web_scheme(url: &str) -> Option<usize> {
    ["https://", "http://"]
        .into_iter()
        .find(|scheme| starts_with(url, scheme))
        .map(str::len)
}

fn starts_with(text: &str, start: &str) -> bool {
    text.as_bytes()
        .get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_meant() {
        use FlawKind::*;

        for (url, what, meant) in [
            (
                "https://https://a.org/x",
                DoubledScheme,
                Some("https://a.org/x"),
            ),
            ("http://https://a.org", DoubledScheme, Some("https://a.org")),
            ("https://https//a.org", DoubledScheme, Some("https://a.org")),
            ("https:/a.org/x", MisspeltScheme, Some("https://a.org/x")),
            ("HTTPS//a.org", MisspeltScheme, Some("https://a.org")),
            ("htps://a.org", MisspeltScheme, Some("https://a.org")),
            ("www.a.org/x", NoScheme, Some("https://www.a.org/x")),
            ("a.b@c.org", NoMailto, Some("mailto:a.b@c.org")),
            ("https:///a.org/x", NoHost, Some("https://a.org/x")),
            ("https://", NoHost, None),
            ("https://a.org/b c", Space, Some("https://a.org/b%20c")),
            (
                "https://a.org/\u{202e}b",
                Invisible,
                Some("https://a.org/b"),
            ),
            ("https://a.org/\u{200b}", Invisible, Some("https://a.org/")),
            ("\u{200b}https://a.org/", Invisible, Some("https://a.org/")),
            ("https://a.org/\u{fffd}", Lost, None),
            ("(https://a.org/x)", Bracket, Some("https://a.org/x")),
            ("“https://a.org”", Bracket, Some("https://a.org")),
        ] {
            let flaw = flaw(url).unwrap_or_else(|| panic!("{url}"));
            assert_eq!((flaw.what, flaw.meant.as_deref()), (what, meant), "{url}");
        }
    }

    #[test]
    fn sound_destinations() {
        for destination in [
            "https://example.org/a?b=https://c.org#d",
            "https://web.archive.org/web/2020/https://example.org/",
            "http://localhost:8080/",
            "https://münchen.example/größe",
            "mailto:a@b.org",
            "a@2x.png",
            "node_modules/@types/x@1.0.md",
            "@user",
            "www.md",
            "https://example.org/{{ version }}/a b",
            "(a) b.md",
            "http/server.md",
            "httpx.md",
            "https:",
            "",
            " a.md ",
        ] {
            assert_eq!(flaw(destination), None, "{destination}");
        }
    }

    proptest! {
        #[test]
        fn any_destination(destination in "(https?:?/{0,2}|[a.@ /(\u{202e}é])*") {
            if let Some(flaw) = flaw(&destination) {
                prop_assert!(destination.get(flaw.range).is_some());
                if let Some(meant) = flaw.meant {
                    prop_assert!(meant.len() <= destination.len() * 3 + 16);
                }
            }
        }
    }
}
