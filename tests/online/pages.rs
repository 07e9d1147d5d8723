//! The pages of the rules that ask the web, with the web that their examples have.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use qalint::rules::RULES;

use crate::check::{self, Web};
use crate::example;
use crate::server::{Server, page};
use crate::support::{Folder, Ran, command};

/// The hosts of examples, each with the port of the server that stands for it on this computer.
/// `https://bakery.example/` is as long as `http://127.0.0.1:54321/`, so that all columns stay.
type Hosts = BTreeMap<String, u16>;

fn local(text: &str, hosts: &Hosts) -> String {
    let mut local = text.to_owned();
    for (host, port) in hosts {
        let (from, to) = (
            format!("https://{host}/"),
            format!("http://127.0.0.1:{port}/"),
        );
        assert_eq!(from.len(), to.len(), "{from} and {to}");
        local = local.replace(&from, &to);
    }
    local
}

/// The lines of the `web` blocks of a page, by host and path: the status, and for redirects where
/// they lead, else the body.
type Said = BTreeMap<String, BTreeMap<String, (u16, String)>>;

fn web_of(text: &'static str) -> Said {
    let page = example::parse(text).expect("a page");
    let webs = page
        .examples
        .iter()
        .filter_map(|example| example.web.as_deref());
    let mut web = Said::new();
    for line in webs.flat_map(str::lines) {
        let mut words = line.splitn(3, ' ');
        let url = words
            .next()
            .and_then(|url| url.strip_prefix("https://"))
            .expect("a URL");
        let (host, path) = url.split_once('/').expect("a path");
        let status = words
            .next()
            .and_then(|status| status.parse().ok())
            .expect("a status");
        let said = (status, words.next().unwrap_or_default().to_owned());
        let host = web.entry(host.to_owned()).or_default();
        let before = host.insert(format!("/{path}"), said.clone());
        assert!(
            before.is_none_or(|before| before == said),
            "{url} is two things"
        );
    }
    web
}

fn failures_of(name: &str, text: &'static str) -> Vec<String> {
    let hosts: Arc<OnceLock<Hosts>> = Arc::default();
    let mut ports = Hosts::new();
    for (host, paths) in web_of(text) {
        let all = hosts.clone();
        let server = Server::start(move |seen, _| {
            let Some((status, rest)) = paths.get(&seen.path) else {
                return Some(page(seen, 599, "", ""));
            };
            let header = match status {
                300..400 => format!("Location: {}\r\n", local(rest, all.wait())),
                _ => String::new(),
            };
            Some(page(seen, *status, &header, rest))
        });
        ports.insert(host, server.port);
    }
    let text = local(text, &ports);
    hosts.set(ports).expect("once");
    let program = |folder: &Folder, arguments: &[&str]| {
        let online = [
            "--online",
            "--no-cache",
            "--allow-private-host",
            "127.0.0.1",
        ];
        Ran::of(command(folder.path()).args(arguments).args(online))
    };
    check::page(name, text.leak(), &program, Web::Asked)
}

#[test]
fn every_example_is_as_its_page_says() {
    let pages = RULES.iter().filter(|entry| entry.page.online);
    // Most of the time goes by with waiting for servers.
    let failures: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = pages
            .map(|entry| scope.spawn(|| failures_of(entry.name, entry.page.text)))
            .collect();
        running
            .into_iter()
            .flat_map(|page| page.join().expect("no panic"))
            .collect()
    });
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
}
