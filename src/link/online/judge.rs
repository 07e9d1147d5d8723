//! Whether a reply settles what became of an address.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, SystemTime};

use url::Url;

use super::walk::Hop;
use super::wanted::Wanted;
use super::{Answer, Failure, Method, Reply};
use crate::config::Online;

/// What to do after a reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It is settled.
    Settled(Hop),
    /// Ask as a browser would: many servers know no other way.
    Get,
    /// Ask again after this time.
    Again(Duration),
    /// The whole host wants to be left alone for this time; then ask again.
    AgainAfterRest(Duration),
    /// The host wants to be left alone for longer than anybody would wait.
    GiveUp(Hop),
}

/// What was tried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tried<'a> {
    pub(super) url: &'a Url,
    pub(super) method: Method,
    /// How often it was tried before.
    pub(super) before: u32,
}

/// What is decided by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judge<'a> {
    pub(super) online: &'a Online,
    /// The first time to wait before trying again.
    pub(super) backoff: Duration,
    /// Makes waiting times differ from run to run.
    pub(super) seed: u64,
    pub(super) now: SystemTime,
}

impl Judge<'_> {
    /// What to do after `reply`.
    pub(super) fn next(&self, tried: Tried<'_>, reply: &Reply) -> Next {
        match reply {
            Reply::Answer(answer) => self.after_answer(tried, answer),
            // Some servers hang up on what they do not know.
            Reply::Failure(Failure::Connection(_) | Failure::NoHttp)
                if tried.method == Method::Head =>
            {
                Next::Get
            }
            Reply::Failure(failure) => {
                let passes = match failure {
                    Failure::Private | Failure::NoSuchHost | Failure::Tls(_) => false,
                    Failure::Timeout
                    | Failure::Lookup
                    | Failure::Connection(_)
                    | Failure::NoHttp => true,
                };
                match passes && tried.before < self.online.retries {
                    true => Next::Again(self.backoff(tried)),
                    false => Next::Settled(Hop::Failed(failure.clone())),
                }
            }
        }
    }

    fn after_answer(&self, tried: Tried<'_>, answer: &Answer) -> Next {
        let status = answer.status;
        let settled = Hop::Status(status);
        if is_good(status, self.online) {
            return Next::Settled(settled);
        }
        match status {
            301 | 302 | 303 | 307 | 308 => Next::Settled(redirect(tried.url, answer)),
            // How long to wait counts for the host, whatever was asked for.
            429 | 503 => match self.rest(answer) {
                Some(rest) if rest > self.online.longest_wait => Next::GiveUp(settled),
                _ if tried.before >= self.online.retries => Next::Settled(settled),
                Some(rest) => Next::AgainAfterRest(rest.max(self.backoff(tried))),
                None if status == 429 => Next::AgainAfterRest(self.backoff(tried)),
                None => Next::Again(self.backoff(tried)),
            },
            _ if tried.method == Method::Head => Next::Get,
            500 | 502 | 504 | 520..=527 if tried.before < self.online.retries => {
                Next::Again(self.backoff(tried))
            }
            _ => Next::Settled(settled),
        }
    }

    /// For how long a host wants to be left alone: in seconds, or until a date.
    fn rest(&self, answer: &Answer) -> Option<Duration> {
        let text = answer.retry_after.as_deref()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        if text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty() {
            return Some(Duration::MAX);
        }
        let until = httpdate::parse_http_date(text).ok()?;
        Some(until.duration_since(self.now).unwrap_or_default())
    }

    /// Twice as long each time, and up to a half less, so that what failed together is not tried
    /// again together.
    fn backoff(&self, tried: Tried<'_>) -> Duration {
        let mut hasher = DefaultHasher::new();
        (tried.url.as_str(), tried.before, self.seed).hash(&mut hasher);
        let share = u32::try_from(hasher.finish() % 512).unwrap_or_default();
        let longest = self.backoff.saturating_mul(1 << tried.before.min(8));
        let less = longest / 1024 * share;
        (longest - less).min(self.online.longest_wait.max(self.backoff))
    }
}

/// Whether a status code says that a page is there.
pub(super) fn is_good(status: u16, online: &Online) -> bool {
    (200..300).contains(&status) || online.accept.contains(&status)
}

fn redirect(from: &Url, answer: &Answer) -> Hop {
    let Some(location) = &answer.location else {
        return Hop::BadRedirect;
    };
    match Wanted::redirect(from, location) {
        Ok(to) => Hop::Redirect {
            status: answer.status,
            to: to.url.into(),
            fragment: to.fragment,
            cookie: answer.sets_cookie,
        },
        Err(Some(scheme)) => Hop::RedirectScheme(scheme),
        Err(None) => Hop::BadRedirect,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(method: Method, before: u32, answer: Answer) -> Next {
        let url = Url::parse("https://bakery.de/a").unwrap();
        let judge = Judge {
            online: &Online::default(),
            backoff: Duration::from_secs(1),
            seed: 1,
            now: SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777),
        };
        let tried = Tried {
            url: &url,
            method,
            before,
        };
        judge.next(tried, &Reply::Answer(answer))
    }

    fn status(status: u16) -> Answer {
        Answer {
            status,
            ..Answer::default()
        }
    }

    #[test]
    fn codes() {
        let settled = |code| Next::Settled(Hop::Status(code));
        assert_eq!(next(Method::Head, 0, status(204)), settled(204));
        for code in [400, 403, 404, 405, 410, 418, 500, 501, 999] {
            assert_eq!(next(Method::Head, 0, status(code)), Next::Get, "{code}");
        }
        for code in [401, 404, 410, 451, 501, 999] {
            assert_eq!(next(Method::Get, 0, status(code)), settled(code));
        }
        for code in [500, 502, 503, 504] {
            let again = next(Method::Get, 0, status(code));
            assert!(matches!(again, Next::Again(_)), "{code}: {again:?}");
            assert_eq!(next(Method::Get, 2, status(code)), settled(code));
        }
        assert_eq!(
            next(Method::Get, 0, status(302)),
            Next::Settled(Hop::BadRedirect)
        );
    }

    #[test]
    fn hosts_say_how_long_to_wait() {
        let after = |text: &str| {
            let answer = Answer {
                retry_after: Some(text.to_owned()),
                ..status(429)
            };
            next(Method::Get, 0, answer)
        };
        let rest = |seconds| Next::AgainAfterRest(Duration::from_secs(seconds));
        assert_eq!(after("7"), rest(7));
        assert_eq!(after("60"), rest(60));
        assert_eq!(after("61"), Next::GiveUp(Hop::Status(429)));
        assert_eq!(after(&"9".repeat(50)), Next::GiveUp(Hop::Status(429)));
        // The time is that of the example in RFC 9110.
        assert_eq!(after("Sun, 06 Nov 1994 08:49:47 GMT"), rest(10));
        for text in ["Sun, 06 Nov 1994 08:49:27 GMT", "", "-1", "soon"] {
            let Next::AgainAfterRest(rest) = after(text) else {
                panic!("{text}");
            };
            assert!(rest <= Duration::from_secs(1), "{text}");
        }
    }

    #[test]
    fn waiting_grows_and_differs() {
        let online = Online {
            retries: 9,
            ..Online::default()
        };
        let url = Url::parse("https://bakery.de/a").unwrap();
        let wait = |before, seed| {
            let judge = Judge {
                online: &online,
                backoff: Duration::from_secs(1),
                seed,
                now: SystemTime::UNIX_EPOCH,
            };
            let tried = Tried {
                url: &url,
                method: Method::Get,
                before,
            };
            match judge.next(tried, &Reply::Failure(Failure::Timeout)) {
                Next::Again(wait) => wait,
                other => panic!("{other:?}"),
            }
        };
        for before in 0..9 {
            let longest = Duration::from_secs(1 << before).min(online.longest_wait);
            let waits: Vec<_> = (0..50).map(|seed| wait(before, seed)).collect();
            assert!(waits.iter().all(|wait| *wait <= longest));
            assert!(waits.iter().all(|wait| *wait >= longest / 2));
        }
        assert!((0..50).any(|seed| wait(0, seed) != wait(0, seed + 1)));
    }
}
