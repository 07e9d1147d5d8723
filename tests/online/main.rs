//! Asking the web, with a server of our own as the web. Nothing here leaves this computer.

mod answers;
mod command;
mod graph;
mod pages;
mod security;
mod server;
#[path = "../support/mod.rs"]
mod support;

#[path = "../rule_pages/check.rs"]
mod check;
#[path = "../rule_pages/example.rs"]
mod example;

use std::time::{Duration, SystemTime};

use qalint::config::Online;
use qalint::link::Verdict;
use qalint::link::online::{self, Asked, Asker, Cache, PrivateHost, Web, secret_headers};

/// Impatient, so that the tests are fast.
fn impatient() -> Online {
    Online {
        timeout: Duration::from_millis(400),
        retries: 1,
        per_host: 8,
        interval: Duration::ZERO,
        longest_wait: Duration::from_secs(2),
        ..Online::default()
    }
}

/// What the web says of links, asked with these settings, and 127.0.0.1 allowed.
fn ask_with(
    online: &Online,
    headers: &str,
    private: &[&str],
    cache: &mut Cache,
    destinations: &[String],
) -> Asked {
    let private: Vec<PrivateHost> = private
        .iter()
        .map(|host| host.parse().expect("a host"))
        .collect();
    let headers = secret_headers(headers).expect("headers");
    let web = Web::new("qalint/test", private.clone());
    let asker = Asker {
        network: &web,
        private: &private,
        headers: &headers,
        threads: 8,
        backoff: Duration::from_millis(20),
        seed: 1,
        now: SystemTime::now(),
        progress: &|_, _| {},
    };
    online::ask(
        destinations.iter().map(String::as_str),
        online,
        &asker,
        cache,
    )
}

fn ask(destination: &str) -> Verdict {
    let destinations = [destination.to_owned()];
    let mut asked = ask_with(
        &impatient(),
        "",
        &["127.0.0.1"],
        &mut Cache::default(),
        &destinations,
    );
    asked.verdicts.remove(destination).expect("a verdict")
}
