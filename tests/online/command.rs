//! What the command line makes of the web.

use std::net::TcpListener;

use crate::server::{Server, page};
use crate::support::{Folder, command};

fn git(folder: &Folder, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.current_dir(folder.path()).args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@example.org",
    ]);
    let output = command.args(arguments).output().expect("git runs");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn only_links_in_changed_lines_are_asked_for() {
    let server = Server::start(|seen, _| Some(page(seen, 404, "", "")));
    let folder = Folder::with([("a.md", format!("[old]({})\n\ntext\n", server.url("/old")))]);
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "a"]);
    let new = format!(
        "[old]({})\n\n[new]({})\n",
        server.url("/old"),
        server.url("/new")
    );
    folder.write("a.md", new);
    let ran = folder.qalint(&[
        "check",
        "--online",
        "--changed",
        "--no-cache",
        "--quiet",
        "--format",
        "concise",
        "--allow-private-host",
        "127.0.0.1",
    ]);
    let url = server.url("/new");
    ran.gives(
        1,
        &format!("a.md:3:7: error[link/broken-url] `{url}` answers 404 (not found)\n"),
    );
    assert_eq!(server.requests(), ["GET /new", "HEAD /new"]);
}

#[test]
fn where_nobody_answers_the_way_is_at_fault() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = closed.local_addr().expect("an address").port();
    drop(closed);
    let text = format!("[a](http://127.0.0.1:{port}/a) [b](http://localhost:{port}/b) [c](c.md)\n");
    let folder = Folder::with([("a.md", &*text), ("qalint.toml", "[online]\nretries = 0\n")]);
    let mut command = command(folder.path());
    command.args(["check", "--quiet", "--format", "concise", "--no-cache"]);
    command.args([
        "--allow-private-host",
        "127.0.0.1",
        "--allow-private-host",
        "localhost",
    ]);
    let ran = crate::support::Ran::of(&mut command);
    assert_eq!(ran.code, 2, "{ran:#?}");
    assert!(
        ran.stderr.contains("none of 2 hosts has answered"),
        "{ran:#?}"
    );
    // What needs no web is reported all the same, and nothing of what does.
    assert!(ran.stdout.contains("link/broken-file"), "{ran:#?}");
    assert!(!ran.stdout.contains("unreachable"), "{ran:#?}");
}

#[test]
fn mistakes_are_told() {
    let folder = Folder::with([("a.md", "a\n")]);
    let run = |arguments: &[&str]| {
        let mut all = vec!["check", "--online", "--no-cache"];
        all.extend(arguments);
        folder.qalint(&all)
    };
    run(&["--allow-private-host", "http://localhost/"])
        .fails(&["`--allow-private-host`", "is no host"]);
    for (table, told) in [
        ("timeout = 0", "`timeout` must be at least 1"),
        ("per-host = 100", "`per-host` must be at most 8"),
        ("accept = [5]", "an entry of `accept` must be at least 100"),
        ("exclude = ['(']", "bad pattern `(`"),
        (
            "exclude-hosts = ['https://a.de/']",
            "is not the name of a host",
        ),
        ("time-out = 5", "did you mean `timeout`?"),
    ] {
        folder.write("qalint.toml", format!("[online]\n{table}\n"));
        run(&[]).fails(&[told]);
    }
    folder.write("qalint.toml", "online = 1\n");
    run(&[]).fails(&["`online`", "boolean"]);
}
