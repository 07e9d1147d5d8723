//! From what single addresses answer to what is to be said of a link.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use url::Url;

use super::Failure;
use super::judge::is_good;
use super::wanted::Wanted;
use crate::config::Online;
use crate::link::{Broken, Moved, Outcome, Unreachable, Verdict};

/// What became of asking for one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Hop {
    /// It has answered, and does not lead elsewhere: the status code.
    Status(u16),
    /// It leads to another address.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: u16,
        /// The address, without fragment.
        to: String,
        /// The fragment that the redirect names.
        fragment: Option<String>,
        /// Whether it sets a cookie.
        cookie: bool,
    },
    /// It leads to another scheme than `http` and `https`.
    RedirectScheme(String),
    /// It leads to what is no address, or does not say where it leads.
    BadRedirect,
    /// There was no answer.
    Failed(Failure),
}

/// What is known of one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Known {
    /// What became of asking.
    pub(super) hop: Hop,
    /// The anchors that were looked for in the page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sought: Vec<String>,
    /// Those of them that it surely does not have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) missing: Vec<String>,
    /// When it was asked, in seconds since 1970.
    pub(super) at: u64,
}

/// How many redirects are followed, one after the other.
pub(super) const MAX_REDIRECTS: usize = 10;

/// Follows the redirects from `start` as far as they are known: the address that they lead to, and
/// how many they are. `None` if they end, lead in a circle or are too many.
pub(super) fn frontier<'a>(
    start: &'a str,
    known: impl Fn(&str) -> Option<&'a Known>,
) -> Option<&'a str> {
    let mut at = start;
    for _ in 0..=MAX_REDIRECTS {
        match known(at) {
            None => return Some(at),
            Some(Known {
                hop: Hop::Redirect { to, .. },
                ..
            }) => at = to,
            Some(_) => return None,
        }
    }
    None
}

/// What is to be said of the link that asks for `wanted`; `None` if nothing is known of where it
/// leads.
pub(super) fn verdict(
    wanted: &Wanted,
    known: &HashMap<String, Known>,
    online: &Online,
) -> Option<Verdict> {
    let start = wanted.url.as_str();
    let mut at = start;
    let mut seen = HashSet::from([at]);
    let mut cookie = false;
    // The last address, and its fragment, that only redirects for good lead to.
    let mut moved: Option<(&str, Option<&str>)> = None;
    let mut for_good = true;
    let outcome = loop {
        let hop = &known.get(at)?.hop;
        let Hop::Redirect {
            status,
            to,
            fragment,
            cookie: sets_cookie,
        } = hop
        else {
            break outcome(hop, at == start, online)?;
        };
        cookie |= sets_cookie;
        for_good &= matches!(status, 301 | 308);
        if for_good {
            let before = moved.and_then(|(_, fragment)| fragment);
            moved = Some((to, fragment.as_deref().or(before)));
        }
        at = to;
        if !seen.insert(at) {
            // With the cookie it might not be a circle.
            break match cookie {
                true => Outcome::Blocked(*status),
                false => Outcome::Unreachable(Unreachable::Circle),
            };
        }
        if seen.len() > MAX_REDIRECTS + 1 {
            break Outcome::Unreachable(Unreachable::TooManyRedirects);
        }
    };
    let is_good = outcome == Outcome::Good;
    let sought = wanted.anchor.as_ref().filter(|_| is_good);
    let is_missing = |anchor: &String| known.get(at).is_some_and(|k| k.missing.contains(anchor));
    Some(Verdict {
        outcome,
        misses_anchor: at == start && sought.is_some_and(is_missing),
        moved: moved
            .filter(|_| is_good)
            .and_then(|(to, fragment)| self::moved(wanted, to, fragment)),
        at: (at != start).then(|| at.to_owned()),
    })
}

/// What an answer that leads nowhere else means; `None` if it says nothing.
fn outcome(hop: &Hop, is_first: bool, online: &Online) -> Option<Outcome> {
    let unreachable = |why| Some(Outcome::Unreachable(why));
    match hop {
        Hop::Status(status) if is_good(*status, online) => Some(Outcome::Good),
        Hop::Status(status @ (404 | 410)) => Some(Outcome::Broken(Broken::Status(*status))),
        Hop::Status(status @ (400..500 | 600..)) => Some(Outcome::Blocked(*status)),
        Hop::Status(status) => unreachable(Unreachable::Status(*status)),
        Hop::RedirectScheme(scheme) => unreachable(Unreachable::RedirectScheme(scheme.clone())),
        Hop::BadRedirect | Hop::Redirect { .. } => unreachable(Unreachable::BadRedirect),
        Hop::Failed(failure) => match failure {
            // Whoever links to a private address knows why.
            Failure::Private if is_first => None,
            Failure::Private => unreachable(Unreachable::PrivateRedirect),
            Failure::NoSuchHost => Some(Outcome::Broken(Broken::NoSuchHost)),
            Failure::Lookup => unreachable(Unreachable::Lookup),
            Failure::Timeout => unreachable(Unreachable::Timeout),
            Failure::Tls(why) => unreachable(Unreachable::Tls(why.clone())),
            Failure::Connection(why) => unreachable(Unreachable::Connection(why.clone())),
            Failure::NoHttp => unreachable(Unreachable::NoHttp),
        },
    }
}

/// The new address `to` of `wanted`, if it is worth telling.
fn moved(wanted: &Wanted, to: &str, fragment: Option<&str>) -> Option<Moved> {
    let mut new = Url::parse(to).ok()?;
    if new == wanted.url || only_adds_language(&wanted.url, &new) {
        return None;
    }
    let is_front = |url: &Url| url.path() == "/" && url.query().is_none();
    let to_front_page = is_front(&new) && !is_front(&wanted.url);
    // A browser keeps the fragment, too.
    new.set_fragment(fragment.or(wanted.fragment.as_deref()));
    Some(Moved {
        to: new.into(),
        to_front_page,
    })
}

/// Whether `new` is `old` with the language of the reader before its path: `/rye` and `/en/rye`.
/// The address without it is the better one for readers of all languages.
fn only_adds_language(old: &Url, new: &Url) -> bool {
    let Some((language, rest)) = new.path().trim_start_matches('/').split_once('/') else {
        return is_language(new.path().trim_start_matches('/')) && old.path() == "/";
    };
    let same = |path: &str| path.trim_matches('/') == old.path().trim_matches('/');
    is_language(language) && same(rest)
}

/// `en`, `pt-br`, `zh_Hans`: the forms that occur in paths.
fn is_language(segment: &str) -> bool {
    let (language, region) = segment.split_once(['-', '_']).unwrap_or((segment, "xx"));
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
    language.len() == 2 && letters(language) && (2..=4).contains(&region.len()) && letters(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(hops: &[(&str, Hop)]) -> HashMap<String, Known> {
        let known = |hop: &Hop| Known {
            hop: hop.clone(),
            sought: Vec::new(),
            missing: Vec::new(),
            at: 0,
        };
        hops.iter()
            .map(|(url, hop)| ((*url).to_owned(), known(hop)))
            .collect()
    }

    fn to(status: u16, to: &str) -> Hop {
        let (to, fragment) = match to.split_once('#') {
            Some((to, fragment)) => (to, Some(fragment.to_owned())),
            None => (to, None),
        };
        Hop::Redirect {
            status,
            to: to.to_owned(),
            fragment,
            cookie: false,
        }
    }

    fn ask(destination: &str, hops: &[(&str, Hop)]) -> Option<Verdict> {
        verdict(
            &Wanted::parse(destination).unwrap(),
            &known(hops),
            &Online::default(),
        )
    }

    fn moved_to(destination: &str, hops: &[(&str, Hop)]) -> Option<String> {
        let moved = ask(destination, hops).unwrap().moved;
        moved
            .filter(|moved| !moved.to_front_page)
            .map(|moved| moved.to)
    }

    #[test]
    fn new_addresses() {
        let good = ("https://a.de/c", Hop::Status(200));
        let b = "https://a.de/b";
        let moved = |hop: Hop, more: &[(&str, Hop)]| {
            let mut hops = vec![(b, hop), good.clone()];
            hops.extend(more.iter().cloned());
            moved_to("https://a.de/b#x", &hops)
        };
        assert_eq!(
            moved(to(301, good.0), &[]).as_deref(),
            Some("https://a.de/c#x")
        );
        let own = moved(to(308, "https://a.de/c#y"), &[]);
        assert_eq!(own.as_deref(), Some("https://a.de/c#y"));
        assert_eq!(moved(to(302, good.0), &[]), None);
        let (d, then) = ("https://a.de/d", to(302, good.0));
        assert_eq!(
            moved(to(301, d), &[(d, then)]).as_deref(),
            Some("https://a.de/d#x")
        );
        assert_eq!(moved(to(301, d), &[(d, Hop::Status(404))]), None);
        let en = "https://a.de/en-US/b/";
        assert_eq!(moved(to(301, en), &[(en, Hop::Status(200))]), None);
        let front = "https://a.de/";
        let hops = [(b, to(301, front)), (front, Hop::Status(200))];
        assert!(ask(b, &hops).unwrap().moved.unwrap().to_front_page);
        let hops = [("http://a.de/", to(301, front)), (front, Hop::Status(200))];
        assert_eq!(moved_to("http://a.de", &hops).as_deref(), Some(front));
    }

    #[test]
    fn redirects_that_lead_nowhere() {
        let outcome = |hops: &[(&str, Hop)]| ask(hops[0].0, hops).map(|verdict| verdict.outcome);
        let (a, b) = ("https://a.de/a", "https://a.de/b");
        let circle = outcome(&[(a, to(302, b)), (b, to(301, a))]);
        assert_eq!(circle, Some(Outcome::Unreachable(Unreachable::Circle)));
        assert_eq!(
            outcome(&[(a, to(302, b))]),
            None,
            "nothing is known of the end"
        );
        let private = Hop::Failed(Failure::Private);
        assert_eq!(outcome(&[(a, private.clone())]), None);
        let redirected = outcome(&[(a, to(302, b)), (b, private)]);
        assert_eq!(
            redirected,
            Some(Outcome::Unreachable(Unreachable::PrivateRedirect))
        );
        let urls: Vec<String> = (0..20).map(|n| format!("https://a.de/{n}")).collect();
        let chain = |length: usize| {
            let mut hops: Vec<(&str, Hop)> = (0..length)
                .map(|n| (&*urls[n], to(302, &urls[n + 1])))
                .collect();
            hops.push((&urls[length], Hop::Status(200)));
            outcome(&hops)
        };
        assert_eq!(chain(MAX_REDIRECTS), Some(Outcome::Good));
        let many = Some(Outcome::Unreachable(Unreachable::TooManyRedirects));
        assert_eq!(chain(MAX_REDIRECTS + 1), many);
    }

    #[test]
    fn the_frontier_is_what_is_to_be_asked() {
        let (a, b, c) = ("https://a.de/a", "https://a.de/b", "https://a.de/c");
        let known = known(&[(a, to(302, b)), (b, to(302, c))]);
        assert_eq!(frontier(a, |url| known.get(url)), Some(c));
        let circle = self::known(&[(a, to(302, b)), (b, to(302, a))]);
        assert_eq!(frontier(a, |url| circle.get(url)), None);
        let done = self::known(&[(a, Hop::Status(404))]);
        assert_eq!(frontier(a, |url| done.get(url)), None);
    }

    #[test]
    fn codes() {
        let a = "https://a.de/a";
        for (code, expected) in [
            (404, "Broken"),
            (410, "Broken"),
            (400, "Blocked"),
            (401, "Blocked"),
            (429, "Blocked"),
            (451, "Blocked"),
            (999, "Blocked"),
            (500, "Unreachable"),
            (503, "Unreachable"),
            (304, "Unreachable"),
            (204, "Good"),
        ] {
            let outcome = ask(a, &[(a, Hop::Status(code))]).unwrap().outcome;
            assert!(
                format!("{outcome:?}").starts_with(expected),
                "{code}: {outcome:?}"
            );
        }
    }
}
