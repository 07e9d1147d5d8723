//! What strangers cannot make it do.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use qalint::link::online::Cache;
use qalint::link::{Outcome, Unreachable};

use crate::server::{Server, page};
use crate::support::{Folder, Ran, command};
use crate::{ask_with, impatient};

/// Ways to write the address of this computer.
const WAYS: [&str; 16] = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "0x7f.1",
    "0x7f000001",
    "2130706433",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "0.0.0.0",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "１２７.０.０.１",
];

/// Names that this computer resolves to itself, if they resolve at all.
const NAMES: [&str; 4] = ["localhost", "LOCALHOST", "localhost.", "a.localhost"];

#[test]
fn nothing_is_asked_of_this_computer_without_the_option() {
    let server = Server::start(|seen, _| Some(page(seen, 200, "", "")));
    let port = server.port;
    let mut text = String::new();
    for host in WAYS.iter().chain(&NAMES) {
        text.push_str(&format!("[a](http://{host}:{port}/) "));
        text.push_str(&format!("[a](//{host}:{port}/) "));
        text.push_str(&format!("[a](http://user:password@{host}:{port}/) "));
        text.push_str(&format!("[a](http://bakery.de@{host}:{port}/) "));
        text.push_str(&format!("[a](http:\\\\\\\\{host}:{port}/) "));
        text.push_str(&format!("<a href=\"http://{host}:{port}/#a\">a</a>\n"));
    }
    let folder = Folder::with([("README.md", &*text)]);
    let ran = folder.qalint(&[
        "check",
        "--online",
        "--no-cache",
        "--quiet",
        "--format",
        "concise",
        "--ignore",
        "link/malformed-url",
    ]);
    assert_eq!((ran.code, &*ran.stdout), (0, ""), "{ran:#?}");
    assert_eq!(server.requests(), [""; 0]);
    // The configuration cannot allow it.
    for key in [
        "allow-private-host = [\"127.0.0.1\"]",
        "headers = { a = \"b\" }",
    ] {
        folder.write("qalint.toml", format!("[online]\n{key}\n"));
        let ran = folder.qalint(&["check"]);
        assert!(
            ran.code == 2 && ran.stderr.contains("unknown key"),
            "{ran:#?}"
        );
    }
    // Proof that it would have come to something.
    folder.write("qalint.toml", "[online]\ninterval = 0\n");
    let ran = folder.qalint(&["check", "--no-cache", "--allow-private-host", "127.0.0.1"]);
    assert!(ran.code < 2, "{ran:#?}");
    assert!(!server.requests().is_empty());
}

#[test]
fn names_that_resolve_to_private_addresses_are_refused_when_they_have_been_resolved() {
    let server = Server::start(|seen, _| Some(page(seen, 200, "", "")));
    // What the text of an address tells is not looked at here: only what is connected to.
    use qalint::link::online::{Failure, Method, Network as _, Reply, Request, Web};
    let web = Web::new("qalint/test", Vec::new());
    for host in WAYS.iter().chain(&NAMES) {
        let Ok(url) = url::Url::parse(&format!("http://{host}:{}/", server.port)) else {
            continue;
        };
        let request = Request {
            url: &url,
            method: Method::Get,
            anchors: &[],
            headers: &[],
            timeout: impatient().timeout,
        };
        let reply = web.send(&request);
        // A name may also not resolve here.
        let Reply::Failure(failure) = reply else {
            panic!("{host}: {reply:?}");
        };
        let is_name = NAMES.contains(host);
        assert!(
            failure == Failure::Private || is_name,
            "{host}: {failure:?}"
        );
    }
    assert_eq!(server.requests(), [""; 0]);
}

#[test]
fn redirects_do_not_lead_to_what_is_private() {
    let inner = Server::start(|seen, _| Some(page(seen, 200, "", "secret")));
    let to = inner.port;
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let outer = Server::start(move |seen, _| {
        count.fetch_add(1, Ordering::Relaxed);
        let ways: Vec<&&str> = WAYS.iter().chain(&NAMES).collect();
        let way = seen
            .path
            .trim_start_matches('/')
            .parse::<usize>()
            .unwrap_or(0);
        let location = format!("Location: http://{}:{to}/\r\n", ways[way % ways.len()]);
        Some(page(seen, 302, &location, ""))
    });
    let destinations: Vec<String> = (0..WAYS.len() + NAMES.len())
        .map(|way| outer.url(&format!("/{way}")))
        .collect();
    // The first hop is allowed, at its port only.
    let allowed = format!("127.0.0.1:{}", outer.port);
    let asked_for = ask_with(
        &impatient(),
        "",
        &[&allowed],
        &mut Cache::default(),
        &destinations,
    );
    for destination in &destinations {
        let outcome = &asked_for.verdicts[destination].outcome;
        let refused = [Unreachable::PrivateRedirect, Unreachable::BadRedirect];
        let is_refused = refused
            .iter()
            .any(|why| *outcome == Outcome::Unreachable(why.clone()));
        assert!(is_refused, "{outcome:?}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), destinations.len());
    assert_eq!(inner.requests(), [""; 0]);
}

#[test]
fn secrets_go_to_their_host_only() {
    let other = Server::start(|seen, _| Some(page(seen, 200, "", "")));
    let location = format!("Location: http://localhost:{}/there\r\n", other.port);
    let server = Server::start(move |seen, _| match &*seen.path {
        "/away" => Some(page(seen, 302, &location, "")),
        "/here" => Some(page(seen, 302, "Location: /end\r\n", "")),
        _ => Some(page(seen, 404, "", "")),
    });
    let folder = Folder::with([(
        "README.md",
        format!(
            "[a]({}) [b]({})\n",
            server.url("/away"),
            server.url("/here")
        ),
    )]);
    let run = |headers: &str| {
        let mut command = command(folder.path());
        command
            .env("QALINT_HEADERS", headers)
            .args(["check", "--online", "--no-cache", "-v"]);
        command.args([
            "--allow-private-host",
            "127.0.0.1",
            "--allow-private-host",
            "localhost",
        ]);
        Ran::of(&mut command)
    };
    let ran = run("127.0.0.1 Authorization: Bearer s3cr3t\n");
    assert!(ran.stdout.contains("link/broken-url"), "{ran:#?}");
    assert!(
        !ran.stdout.contains("s3cr3t") && !ran.stderr.contains("s3cr3t"),
        "{ran:#?}"
    );
    let seen = server.seen();
    assert!(seen.len() >= 3);
    for request in &seen {
        let sent = request.headers.get("authorization").map(String::as_str);
        assert_eq!(sent, Some("Bearer s3cr3t"), "{request:?}");
        assert!(request.headers["user-agent"].starts_with("qalint/"));
    }
    assert!(!other.seen().is_empty());
    assert!(
        other
            .seen()
            .iter()
            .all(|seen| !seen.headers.contains_key("authorization"))
    );
    let ran = run("127.0.0.1 Bearer s3cr3t");
    ran.fails(&["QALINT_HEADERS", "line 1"]);
    assert!(!ran.stderr.contains("s3cr3t"), "{ran:#?}");
}

#[test]
fn the_environment_names_no_proxy() {
    let proxy = Server::start(|seen, _| Some(page(seen, 200, "", "")));
    let server = Server::start(|seen, _| Some(page(seen, 404, "", "")));
    let folder = Folder::with([("README.md", format!("[a]({})\n", server.url("/a")))]);
    let mut command = command(folder.path());
    for name in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, proxy.url(""));
    }
    command.args([
        "check",
        "--online",
        "--no-cache",
        "--allow-private-host",
        "127.0.0.1",
    ]);
    let ran = Ran::of(&mut command);
    assert_eq!(ran.code, 1, "{ran:#?}");
    assert_eq!(proxy.requests(), [""; 0]);
}

#[test]
fn offline_is_offline() {
    let server = Server::start(|seen, _| Some(page(seen, 404, "", "")));
    let folder = Folder::with([("README.md", format!("[a]({})\n", server.url("/a")))]);
    let allow = ["--allow-private-host", "127.0.0.1", "--no-cache", "--quiet"];
    let run = |arguments: &[&str]| {
        let mut all = vec!["check"];
        all.extend(arguments);
        all.extend(allow);
        folder.qalint(&all)
    };
    run(&[]).gives(0, "");
    folder.write("qalint.toml", "[online]\nenabled = false\n");
    run(&[]).gives(0, "");
    folder.write("qalint.toml", "online = true\n");
    run(&["--offline"]).gives(0, "");
    assert_eq!(server.requests(), [""; 0]);
    assert_eq!(run(&[]).code, 1);
    folder.write("qalint.toml", "[online]\nexclude = ['/a$']\n");
    run(&[]).gives(0, "");
    assert_eq!(server.requests().len(), 2);
}
