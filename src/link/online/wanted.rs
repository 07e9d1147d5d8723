//! What a destination asks for.

use url::{Host, Url};

use super::super::{Fragment, percent};
use super::PrivateHost;
use crate::config::Online;

/// What a destination asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The address, without fragment, name and password.
    pub(super) url: Url,
    /// What stands behind `#`, as written.
    pub(super) fragment: Option<String>,
    /// The anchor to look for in the page.
    pub(super) anchor: Option<String>,
}

/// The longest address that is asked for, in bytes. Servers take no more than that.
const LONGEST: usize = 8 << 10;

impl Wanted {
    /// What `destination` asks for; `None` if it is no address of the web, or one that is made up.
    pub(super) fn parse(destination: &str) -> Option<Self> {
        let destination = destination.trim();
        // `https://{host}/` and `https://example.org/<user>` are to be filled in.
        let is_template = destination.contains(['{', '}', '<', '>']);
        if destination.len() > LONGEST || is_template {
            return None;
        }
        let url = match destination.strip_prefix("//") {
            Some(rest) => Url::parse(&format!("https://{rest}")),
            None => Url::parse(destination),
        };
        Self::of(url.ok()?)
    }

    /// Where a redirect from `base` to `location` leads.
    ///
    /// # Errors
    /// The scheme, if it is another than `http` and `https`; nothing if it is no address.
    pub(super) fn redirect(base: &Url, location: &str) -> Result<Self, Option<String>> {
        if location.len() > LONGEST {
            return Err(None);
        }
        let url = base.join(location).map_err(|_| None)?;
        let scheme = url.scheme().to_owned();
        Self::of(url).ok_or_else(|| Some(scheme).filter(|scheme| !is_web(scheme)))
    }

    fn of(mut url: Url) -> Option<Self> {
        if !is_web(url.scheme()) || url.host_str().is_none_or(str::is_empty) {
            return None;
        }
        let fragment = url.fragment().map(str::to_owned);
        url.set_fragment(None);
        // Nobody logs in with what stands in a text.
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        let anchor = fragment.as_deref().and_then(anchor);
        Some(Self {
            url,
            fragment,
            anchor,
        })
    }
}

fn is_web(scheme: &str) -> bool {
    matches!(scheme, "http" | "https")
}

/// How many digits at the end of an anchor make it the name of a record, such as a comment, which
/// pages load when they are shown.
const RECORD_DIGITS: usize = 5;

/// The name to look for in the page of a URL with this fragment.
fn anchor(fragment: &str) -> Option<String> {
    let Fragment::Anchor { raw, .. } = Fragment::parse(fragment) else {
        return None;
    };
    let name = percent::decode(raw);
    // Routes of applications (`#/a`, `#!a`), and states (`#a=b`).
    let is_state = name.text.contains(['/', '!', '=', '&', '?', ',']);
    let digits = name.text.bytes().rev().take_while(u8::is_ascii_digit);
    let plain = !is_state && !name.not_utf8 && digits.count() < RECORD_DIGITS;
    plain.then(|| name.text.into_owned())
}

/// Ends of names that are reserved (RFC 2606, 6761, 6762, 7686, 9476), so that nobody's page can
/// be there.
const RESERVED: [&str; 13] = [
    "alt",
    "example",
    "example.com",
    "example.net",
    "example.org",
    "home.arpa",
    "internal",
    "invalid",
    "lan",
    "local",
    "localhost",
    "onion",
    "test",
];

/// Whether `url` is on the public web, as far as its text tells, or on one of the hosts `private`.
/// What its name resolves to is seen when it is asked.
pub(super) fn is_on_the_web(url: &Url, private: &[PrivateHost]) -> bool {
    let Some(host) = url.host() else {
        return false;
    };
    let is_private = private.iter().any(|private| private.is_of(url));
    let is_public = || match &host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            name.contains('.') && !RESERVED.iter().any(|end| is_below(name, end))
        }
        Host::Ipv4(address) => super::is_public((*address).into()),
        Host::Ipv6(address) => super::is_public((*address).into()),
    };
    // Ports that belong to other protocols, as browsers have it.
    let is_web_port = || {
        let port = url.port_or_known_default();
        port.is_some_and(|port| port >= 1024 || matches!(port, 80 | 443))
    };
    is_private || is_public() && is_web_port()
}

/// Whether the configuration wants `url` to be asked for.
pub(super) fn is_selected(url: &Url, online: &Online) -> bool {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let listed = |hosts: &[String]| hosts.iter().any(|end| is_below(host, end));
    let included = (online.include.is_empty() || online.include.is_match(url.as_str()))
        && (online.include_hosts.is_empty() || listed(&online.include_hosts));
    included && !online.exclude.is_match(url.as_str()) && !listed(&online.exclude_hosts)
}

/// Whether `host` is `end` or a subdomain of it.
fn is_below(host: &str, end: &str) -> bool {
    host.strip_suffix(end)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(destination: &str) -> Option<String> {
        Wanted::parse(destination).map(|wanted| wanted.url.to_string())
    }

    #[test]
    fn addresses() {
        for (destination, expected) in [
            ("https://bakery.de", "https://bakery.de/"),
            ("//bakery.de/a", "https://bakery.de/a"),
            ("HTTP://Bakery.DE:80/A?b#c", "http://bakery.de/A?b"),
            ("https://bäckerei.de/ü", "https://xn--bckerei-5wa.de/%C3%BC"),
            ("https://u:p@bakery.de/", "https://bakery.de/"),
            ("https://bakery.de@127.0.0.1/", "https://127.0.0.1/"),
            ("http://0x7f.1", "http://127.0.0.1/"),
            ("http://2130706433", "http://127.0.0.1/"),
            ("http://0177.0.0.01/", "http://127.0.0.1/"),
            ("http://127.1/", "http://127.0.0.1/"),
            ("http://１２７.0.0.1/", "http://127.0.0.1/"),
            ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
            (
                "https://bakery.de/\u{202e}fdp",
                "https://bakery.de/%E2%80%AEfdp",
            ),
        ] {
            assert_eq!(url(destination).as_deref(), Some(expected), "{destination}");
        }
        for none in [
            "",
            "mailto:a@b.de",
            "ftp://bakery.de",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "https://",
            "https://{host}/",
            "https://bakery.de/<user>",
            "https://a b.de/",
            "https://bakery.de:99999/",
            "bakery.de",
            "https://\u{202e}/",
            "https://256.1.1.1/",
        ] {
            assert_eq!(url(none), None, "{none}");
        }
        assert_eq!(
            url(&format!("https://bakery.de/{}", "a".repeat(100_000))),
            None
        );
    }

    #[test]
    fn anchors() {
        let anchor = |fragment: &str| {
            let wanted = Wanted::parse(&format!("https://bakery.de/#{fragment}")).unwrap();
            wanted.anchor
        };
        assert_eq!(anchor("rye-1").as_deref(), Some("rye-1"));
        assert_eq!(anchor("r%C3%BCbe").as_deref(), Some("rübe"));
        for none in [
            "",
            "top",
            "L10-L20",
            ":~:text=a",
            "/a",
            "!a",
            "a=b",
            "comment-12345",
            "%FF",
        ] {
            assert_eq!(anchor(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_asked() {
        let asked = |destination: &str, online: &Online, private: &[PrivateHost]| {
            let url = Wanted::parse(destination).unwrap().url;
            is_on_the_web(&url, private) && is_selected(&url, online)
        };
        let all = Online::default();
        assert!(asked("https://bakery.de./a", &all, &[]));
        for none in [
            "http://localhost/",
            "http://localhost./",
            "http://a.localhost/",
            "http://intranet/",
            "https://example.org/a",
            "https://www.example.com",
            "https://bakery.test",
            "http://printer.local",
            "http://metadata.google.internal/",
            "http://127.0.0.1:8000",
            "http://169.254.169.254/latest",
            "http://[fd00:ec2::254]/",
            "http://bakery.de:22/",
            "http://bakery.de:25/",
        ] {
            assert!(!asked(none, &all, &[]), "{none}");
        }
        assert!(asked("https://notexample.com", &all, &[]));
        let private = ["localhost:22".parse().unwrap()];
        assert!(asked("http://localhost:22/", &all, &private));
        assert!(!asked("http://localhost:23/", &all, &private));
        let some = Online {
            exclude: regex::RegexSet::new(["/private/"]).unwrap(),
            include_hosts: vec!["bakery.de".to_owned()],
            exclude_hosts: vec!["shop.bakery.de".to_owned()],
            ..Online::default()
        };
        assert!(asked("https://www.bakery.de", &some, &[]));
        assert!(!asked("https://other.de", &some, &[]));
        assert!(!asked("https://a.shop.bakery.de", &some, &[]));
        assert!(!asked("https://bakery.de/private/a", &some, &[]));
    }

    #[test]
    fn redirects() {
        let base = Url::parse("https://bakery.de/a/b?c").unwrap();
        let to =
            |location: &str| Wanted::redirect(&base, location).map(|wanted| wanted.url.to_string());
        assert_eq!(to("/d").as_deref(), Ok("https://bakery.de/d"));
        assert_eq!(to("d#e").as_deref(), Ok("https://bakery.de/a/d"));
        assert_eq!(to("//u@evil.de/").as_deref(), Ok("https://evil.de/"));
        assert_eq!(to(""), Ok("https://bakery.de/a/b?c".to_owned()));
        assert_eq!(to("file:///etc/passwd"), Err(Some("file".to_owned())));
        assert_eq!(to("gopher://a:70/_x"), Err(Some("gopher".to_owned())));
        assert_eq!(to("http://"), Err(None));
        assert_eq!(to(&"a".repeat(100_000)), Err(None));
    }

    proptest! {
        /// Whatever a text holds: what is asked for is of the web, and names no secret.
        #[test]
        fn anything_is_an_address_or_none(
            start in "(https?:)?/?/?(u(:p)?@)?",
            rest in "[a-z0-9.:/\\\\#?%@\\[\\]x~ \u{0}\t\u{202e}é。１]*",
        ) {
            if let Some(wanted) = Wanted::parse(&format!("{start}{rest}")) {
                let url = &wanted.url;
                prop_assert!(matches!(url.scheme(), "http" | "https"));
                prop_assert!(url.fragment().is_none());
                prop_assert!(url.username().is_empty() && url.password().is_none());
                // What the client will read is the same address.
                let again = Wanted::parse(url.as_str()).map(|wanted| wanted.url);
                prop_assert_eq!(again.as_ref(), Some(url));
                if let Ok(uri) = ureq::http::Uri::try_from(url.as_str()) {
                    prop_assert_eq!(uri.host(), url.host_str());
                    prop_assert_eq!(uri.port_u16(), url.port());
                }
            }
        }

        #[test]
        fn redirects_lead_to_the_web_or_nowhere(location in any::<String>()) {
            let base = Url::parse("https://bakery.de/a").unwrap();
            if let Ok(wanted) = Wanted::redirect(&base, &location) {
                prop_assert!(matches!(wanted.url.scheme(), "http" | "https"));
            }
        }
    }
}
