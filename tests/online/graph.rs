//! Webs of any form, without a network: what must hold whatever they are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use qalint::config::Online;
use qalint::link::Verdicts;
use qalint::link::online::{Answer, Asker, Cache, Failure, Method, Network, Reply, Request, ask};

/// What an address does.
#[derive(Clone, Debug)]
enum Does {
    Answers(u16),
    RedirectsTo(u16, String),
    Fails(Failure),
    /// It answers only if it is asked for the body.
    WantsGet,
    /// It answers 503 the first time.
    IsBusyOnce,
}

/// A web that writes down what it is asked.
#[derive(Debug, Default)]
struct Made {
    pages: BTreeMap<String, Does>,
    asked: Mutex<Vec<(String, Method)>>,
}

impl Network for Made {
    fn send(&self, request: &Request<'_>) -> Reply {
        let url = request.url.as_str().to_owned();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let before = asked.iter().filter(|(other, _)| *other == url).count();
        asked.push((url.clone(), request.method));
        let answer = |status| Answer {
            status,
            ..Answer::default()
        };
        Reply::Answer(match self.pages.get(&url) {
            None => answer(404),
            Some(Does::Answers(status)) => answer(*status),
            Some(Does::RedirectsTo(status, to)) => Answer {
                location: Some(to.clone()),
                ..answer(*status)
            },
            Some(Does::Fails(failure)) => return Reply::Failure(failure.clone()),
            Some(Does::WantsGet) if request.method == Method::Get => answer(200),
            Some(Does::WantsGet) => answer(405),
            Some(Does::IsBusyOnce) => answer(if before == 0 { 503 } else { 200 }),
        })
    }
}

fn url(page: usize) -> String {
    format!("https://h{}.bakery.de/{page}", page % 3)
}

fn does(pages: usize) -> impl Strategy<Value = Does> {
    let target = prop_oneof![
        6 => (0..pages).prop_map(url),
        1 => Just("/elsewhere".to_owned()),
        1 => Just("http://127.0.0.1/".to_owned()),
        1 => Just("http://localhost/".to_owned()),
        1 => Just("file:///etc/passwd".to_owned()),
        1 => Just("http://[".to_owned()),
    ];
    let redirect = (
        prop::sample::select(vec![301_u16, 302, 303, 307, 308]),
        target,
    );
    prop_oneof![
        3 => prop::sample::select(vec![200_u16, 204, 400, 403, 404, 410, 429, 500, 503, 999])
            .prop_map(Does::Answers),
        6 => redirect.prop_map(|(status, to)| Does::RedirectsTo(status, to)),
        1 => prop::sample::select(vec![
            Failure::Timeout,
            Failure::NoHttp,
            Failure::Connection("x".to_owned()),
        ])
        .prop_map(Does::Fails),
        1 => Just(Does::WantsGet),
        1 => Just(Does::IsBusyOnce),
    ]
}

fn ask_made(web: &Made, links: &[String], threads: usize, cache: &mut Cache) -> Verdicts {
    let online = Online {
        retries: 1,
        per_host: 4,
        interval: Duration::ZERO,
        longest_wait: Duration::ZERO,
        ..Online::default()
    };
    let asker = Asker {
        network: web,
        private: &[],
        headers: &[],
        threads,
        backoff: Duration::ZERO,
        seed: 7,
        now: SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000),
        progress: &|settled, all| assert!(settled <= all),
    };
    ask(links.iter().map(String::as_str), &online, &asker, cache).verdicts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_web_comes_to_an_end(
        pages in prop::collection::vec(does(12), 12),
        links in prop::collection::vec(0_usize..14, 1..10),
    ) {
        let pages: BTreeMap<String, Does> =
            pages.into_iter().enumerate().map(|(page, does)| (url(page), does)).collect();
        let links: Vec<String> = links.into_iter().map(url).collect();
        let made = |pages: &BTreeMap<String, Does>| Made {
            pages: pages.clone(),
            asked: Mutex::default(),
        };
        let web = made(&pages);
        let mut cache = Cache::default();
        let verdicts = ask_made(&web, &links, 4, &mut cache);
        let asked = web.asked.into_inner().unwrap_or_else(PoisonError::into_inner);

        // Nothing but the public web is asked.
        prop_assert!(asked.iter().all(|(url, _)| url.contains(".bakery.de/")), "{asked:?}");
        // Each address is asked once with each method, and tried again once.
        for (url, method) in asked.iter().collect::<BTreeSet<&(String, Method)>>() {
            let times = asked.iter().filter(|other| (&other.0, &other.1) == (url, method)).count();
            prop_assert!(times <= 2, "{url} {times} times");
        }
        // Every link is settled.
        let all: BTreeSet<&String> = links.iter().collect();
        prop_assert_eq!(verdicts.keys().collect::<BTreeSet<_>>(), all);

        // What has been found out is not asked again, and says the same. Failures are no part of
        // that: how many of them a host gets to show depends on what came in between.
        let fails = pages.values().any(|does| matches!(does, Does::Fails(_) | Does::Answers(429 | 500..)));
        if !fails {
            let alone = ask_made(&made(&pages), &links, 1, &mut Cache::default());
            prop_assert_eq!(&alone, &verdicts);
            let again = made(&pages);
            prop_assert_eq!(&ask_made(&again, &links, 4, &mut cache), &verdicts);
            let asked = again.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
            prop_assert!(asked.is_empty() || pages.values().any(|does| {
                // What leads nowhere is not kept.
                matches!(does, Does::RedirectsTo(_, to) if !to.starts_with("https") && to != "/elsewhere")
            }), "{asked:?}");
        }
    }
}
