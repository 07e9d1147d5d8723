//! What becomes of links, by what the web does.

use std::io::{Read as _, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::sleep;
use std::time::{Duration, Instant};

use qalint::config::Online;
use qalint::link::online::Cache;
use qalint::link::{Broken, Outcome, Unreachable};

use crate::server::{Server, page};
use crate::{ask, ask_with, impatient};

#[test]
fn codes() {
    let server = Server::start(|seen, _| {
        let status = seen.path.trim_start_matches('/').parse().expect("a status");
        Some(page(seen, status, "", ""))
    });
    let outcome = |status: u16| ask(&server.url(&format!("/{status}"))).outcome;
    for status in [200, 201, 204, 206, 299] {
        assert_eq!(outcome(status), Outcome::Good, "{status}");
    }
    for status in [404, 410] {
        assert_eq!(outcome(status), Outcome::Broken(Broken::Status(status)));
    }
    for status in [400, 401, 402, 403, 405, 406, 418, 429, 451, 999] {
        assert_eq!(outcome(status), Outcome::Blocked(status));
    }
    for status in [300, 304, 500, 501, 502, 503, 504, 521, 599] {
        let expected = Outcome::Unreachable(Unreachable::Status(status));
        assert_eq!(outcome(status), expected);
    }
    for status in [301, 302, 303, 307, 308] {
        let expected = Outcome::Unreachable(Unreachable::BadRedirect);
        assert_eq!(outcome(status), expected, "{status} without an address");
    }
    // Whoever is there is asked without the body; a bad answer is confirmed with it.
    let requests = server.requests();
    let of = |path: &str| {
        requests
            .iter()
            .filter(|r| r.ends_with(path))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("/200"), ["HEAD /200"]);
    assert_eq!(of("/404"), ["GET /404", "HEAD /404"]);
    assert_eq!(of("/500"), ["GET /500", "GET /500", "HEAD /500"]);
}

#[test]
fn servers_that_do_not_know_head() {
    let server = Server::start(|seen, _| match (&*seen.method, &*seen.path) {
        // The connection is closed without a word.
        ("HEAD", "/closed") => None,
        ("HEAD", path) => {
            let status = path.trim_start_matches('/').parse().expect("a status");
            Some(page(seen, status, "", ""))
        }
        _ => Some(page(seen, 200, "", "here")),
    });
    for path in ["/closed", "/403", "/404", "/405", "/500", "/501"] {
        assert_eq!(ask(&server.url(path)).outcome, Outcome::Good, "{path}");
    }
}

#[test]
fn redirects() {
    let port = Arc::new(OnceLock::new());
    let own = port.clone();
    let server = Server::start(move |seen, _| {
        let to =
            |status: u16, to: &str| Some(page(seen, status, &format!("Location: {to}\r\n"), ""));
        let number = |path: &str| path.trim_start_matches("/n").parse::<u32>().unwrap_or(0);
        match &*seen.path {
            "/old" => to(301, "/newer"),
            "/newer" => to(308, &format!("http://localhost:{}/new#place", own.wait())),
            "/new" => Some(page(seen, 200, "", "")),
            "/today" => to(302, "/new"),
            "/today-gone" => to(307, "/gone"),
            "/gone" => Some(page(seen, 410, "", "")),
            "/circle" => to(302, "/elcric"),
            "/elcric" => to(302, "/circle"),
            "/self" => to(301, "/self#x"),
            "/consent" => to(302, "/consent\r\nSet-Cookie: a=b"),
            "/ftp" => to(302, "ftp://127.0.0.1/"),
            "/file" => to(302, "file:///etc/passwd"),
            "/bad" => to(302, "http://"),
            path => to(302, &format!("/n{}", number(path) + 1)),
        }
    });
    port.set(server.port).expect("once");
    let destination = server.url("/old#x");
    let hosts = ["127.0.0.1", "localhost"];
    let asked = ask_with(
        &impatient(),
        "",
        &hosts,
        &mut Cache::default(),
        std::slice::from_ref(&destination),
    );
    let verdict = &asked.verdicts[&destination];
    let new = format!("http://localhost:{}/new#place", server.port);
    assert_eq!(verdict.moved.as_ref().map(|moved| &moved.to), Some(&new));
    assert_eq!(asked.hosts, 2);

    let outcome = |path: &str| ask(&server.url(path)).outcome;
    assert_eq!(outcome("/today"), Outcome::Good);
    assert_eq!(ask(&server.url("/today")).moved, None);
    assert_eq!(outcome("/today-gone"), Outcome::Broken(Broken::Status(410)));
    assert_eq!(
        ask(&server.url("/today-gone")).at,
        Some(server.url("/gone"))
    );
    for path in ["/circle", "/self"] {
        assert_eq!(
            outcome(path),
            Outcome::Unreachable(Unreachable::Circle),
            "{path}"
        );
    }
    assert_eq!(outcome("/consent"), Outcome::Blocked(302));
    for scheme in ["ftp", "file"] {
        let expected = Unreachable::RedirectScheme(scheme.to_owned());
        assert_eq!(
            outcome(&format!("/{scheme}")),
            Outcome::Unreachable(expected)
        );
    }
    assert_eq!(
        outcome("/bad"),
        Outcome::Unreachable(Unreachable::BadRedirect)
    );
    assert_eq!(
        outcome("/n0"),
        Outcome::Unreachable(Unreachable::TooManyRedirects)
    );
    let endless = server
        .requests()
        .iter()
        .filter(|request| request.contains("/n"))
        .count();
    assert!(endless < 20, "{endless} requests");
    // Nothing sends a cookie back.
    assert!(
        server
            .seen()
            .iter()
            .all(|seen| !seen.headers.contains_key("cookie"))
    );
}

#[test]
fn servers_that_keep_one_waiting() {
    let server = Server::start(|seen, stream| {
        match &*seen.path {
            "/never" => sleep(Duration::from_secs(3)),
            "/headers" => {
                for byte in b"HTTP/1.1 200 OK\r\nX-A: ".iter().chain([&b'a'; 60]) {
                    stream.write_all(&[*byte]).ok()?;
                    sleep(Duration::from_millis(40));
                }
            }
            "/body" => {
                let start = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p id=";
                stream.write_all(start.as_bytes()).ok()?;
                while stream.write_all(b"a").is_ok() {
                    sleep(Duration::from_millis(40));
                }
            }
            _ => {}
        }
        None
    });
    let once = Online {
        retries: 0,
        ..impatient()
    };
    let start = Instant::now();
    let paths = ["/never", "/headers", "/body#x", "/body"];
    let destinations: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    let asked = ask_with(
        &once,
        "",
        &["127.0.0.1"],
        &mut Cache::default(),
        &destinations,
    );
    let outcome = |index: usize| &asked.verdicts[&destinations[index]].outcome;
    let late = Outcome::Unreachable(Unreachable::Timeout);
    assert_eq!((outcome(0), outcome(1)), (&late, &late));
    // The page is there. Of the place in it nothing is known.
    assert_eq!((outcome(2), outcome(3)), (&Outcome::Good, &Outcome::Good));
    assert!(!asked.verdicts[&destinations[2]].misses_anchor);
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn bodies_are_read_no_further_than_needed() {
    let sent = Arc::new(AtomicUsize::new(0));
    let count = sent.clone();
    let server = Server::start(move |seen, stream| {
        let start = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<a href=#a>a</a><p id=a>";
        stream.write_all(start.as_bytes()).ok()?;
        if seen.method == "GET" {
            for _ in 0..2000 {
                stream.write_all(&[b'x'; 64 << 10]).ok()?;
                count.fetch_add(64 << 10, Ordering::Relaxed);
            }
        }
        None
    });
    assert_eq!(ask(&server.url("/")).outcome, Outcome::Good);
    assert_eq!(sent.load(Ordering::Relaxed), 0);
    assert!(!ask(&server.url("/#a")).misses_anchor);
    // What fits into the buffers of two sockets is sent, whether it is read or not.
    let found = sent.swap(0, Ordering::Relaxed);
    assert!(
        found < 16 << 20,
        "{found} bytes to find an anchor at the beginning"
    );
    let slow = Online {
        timeout: Duration::from_secs(5),
        ..impatient()
    };
    let destination = server.url("/#b");
    let cache = &mut Cache::default();
    let asked = ask_with(
        &slow,
        "",
        &["127.0.0.1"],
        cache,
        std::slice::from_ref(&destination),
    );
    let all = sent.load(Ordering::Relaxed);
    assert!(all < 24 << 20, "{all} bytes of a page of 128 MB");
    assert!(
        !asked.verdicts[&destination].misses_anchor,
        "it was not read to its end"
    );
}

#[test]
fn anchors() {
    let server = Server::start(|seen, _| match &*seen.path {
        "/text" => Some("HTTP/1.1 200 x\r\nContent-Length: 2\r\n\r\nab".to_owned()),
        "/gzip" => Some(page(
            seen,
            200,
            "Content-Encoding: gzip\r\n",
            "<p id=a><a href=#a>",
        )),
        "/app" => Some(page(seen, 200, "", "<div id=app>")),
        "/cut" => Some(
            "HTTP/1.1 200 x\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n\
                        <p id=a><a href=#a>"
                .to_owned(),
        ),
        "/moved" => Some(page(seen, 302, "Location: /page\r\n", "")),
        _ => Some(page(
            seen,
            200,
            "",
            "<p id=a><a href='#a'><p id=\"user-content-b\">",
        )),
    });
    let paths = [
        "/page#a",
        "/page#b",
        "/page#c",
        "/page",
        "/page#comment-123456",
        "/page#L10",
        "/page#:~:text=x",
        "/page#/route",
        "/text#a",
        "/gzip#c",
        "/app#c",
        "/moved#c",
    ];
    let destinations: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    let cache = &mut Cache::default();
    let asked = ask_with(&impatient(), "", &["127.0.0.1"], cache, &destinations);
    let missing: Vec<&str> = paths
        .iter()
        .zip(&destinations)
        .filter(|(_, destination)| asked.verdicts[*destination].misses_anchor)
        .map(|(path, _)| *path)
        .collect();
    assert_eq!(missing, ["/page#c"]);
    assert!(
        asked
            .verdicts
            .values()
            .all(|verdict| verdict.outcome == Outcome::Good)
    );
    let expected = [
        "GET /app",
        "GET /gzip",
        "GET /moved",
        "GET /page",
        "GET /text",
    ];
    assert_eq!(server.requests(), expected, "each address once");
    assert!(!ask(&server.url("/cut#c")).misses_anchor);
}

#[test]
fn connections_that_fail() {
    let server = Server::start(|seen, stream| {
        match &*seen.path {
            "/garbage" => stream.write_all(b"SSH-2.0-x\r\n\r\n").ok()?,
            "/half" => stream.write_all(b"HTTP/1.1 200 OK\r\nX").ok()?,
            "/big" => stream.write_all(&[b'a'; 1 << 20]).ok()?,
            _ => {}
        }
        None
    });
    let why = |url: &str| match ask(url).outcome {
        Outcome::Unreachable(why) => why,
        other => panic!("{url}: {other:?}"),
    };
    assert_eq!(why(&server.url("/garbage")), Unreachable::NoHttp);
    assert!(matches!(
        why(&server.url("/closed")),
        Unreachable::Connection(_)
    ));
    assert!(matches!(
        why(&server.url("/half")),
        Unreachable::Connection(_) | Unreachable::NoHttp
    ));
    assert!(matches!(
        why(&server.url("/big")),
        Unreachable::Connection(_) | Unreachable::NoHttp
    ));
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = closed.local_addr().expect("an address").port();
    drop(closed);
    let refused = Unreachable::Connection("refused".to_owned());
    assert_eq!(why(&format!("http://127.0.0.1:{port}/")), refused);
    // Where TLS is wanted, this server speaks something else.
    let raw = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = raw.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in raw.incoming().flatten() {
            let mut stream = stream;
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
    });
    let tls = why(&format!("https://127.0.0.1:{port}/"));
    assert_eq!(tls, Unreachable::Tls("it does not speak TLS".to_owned()));
}

#[test]
fn servers_that_ask_for_patience() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |seen, _| {
        let n = asked.fetch_add(1, Ordering::Relaxed);
        let answer = |status: u16, after: &str| {
            Some(page(seen, status, &format!("Retry-After: {after}\r\n"), ""))
        };
        match &*seen.path {
            "/soon" if n == 0 => answer(429, "1"),
            "/long" => answer(429, "86400"),
            _ => Some(page(seen, 200, "", "")),
        }
    });
    assert_eq!(ask(&server.url("/soon")).outcome, Outcome::Good);
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen[1].at - seen[0].at >= Duration::from_millis(950));
    // Nobody waits for a day, and nothing else is asked of that host.
    let one = Online {
        per_host: 1,
        ..impatient()
    };
    let destinations: Vec<String> = ["/long", "/other"].map(|path| server.url(path)).to_vec();
    let asked = ask_with(
        &one,
        "",
        &["127.0.0.1"],
        &mut Cache::default(),
        &destinations,
    );
    for destination in &destinations {
        assert_eq!(asked.verdicts[destination].outcome, Outcome::Blocked(429));
    }
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn a_host_is_asked_at_its_pace() {
    let at_once = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (now, peak) = (at_once, most.clone());
    let server = Server::start(move |seen, _| {
        peak.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        sleep(Duration::from_millis(30));
        now.fetch_sub(1, Ordering::SeqCst);
        Some(page(seen, 200, "", ""))
    });
    let online = Online {
        per_host: 2,
        interval: Duration::from_millis(10),
        ..impatient()
    };
    let destinations: Vec<String> = (0..12).map(|n| server.url(&format!("/{n}"))).collect();
    ask_with(
        &online,
        "",
        &["127.0.0.1"],
        &mut Cache::default(),
        &destinations,
    );
    assert!(most.load(Ordering::SeqCst) <= 2);
    let mut times: Vec<Instant> = server.seen().iter().map(|seen| seen.at).collect();
    times.sort();
    assert_eq!(times.len(), 12);
    assert!(*times.last().expect("a time") - times[0] >= Duration::from_millis(90));
}

#[test]
fn answers_are_kept() {
    let server = Server::start(|seen, _| Some(page(seen, 404, "", "")));
    let mut cache = Cache::default();
    let destinations = [server.url("/a"), server.url("/a#x")];
    for _ in 0..2 {
        // What is not public is nobody else's, and is not kept.
        ask_with(&impatient(), "", &["127.0.0.1"], &mut cache, &destinations);
    }
    assert_eq!(server.requests(), ["GET /a", "GET /a"]);
}
