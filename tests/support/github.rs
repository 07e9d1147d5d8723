//! What GitHub's interface knows of comments, on this machine.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

/// A pull request with comments, behind a port.
pub(crate) struct GitHub {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    comments: Vec<Value>,
    /// `METHOD path` of each request.
    asked: Vec<String>,
    /// The status that writing gets.
    refused: Option<u16>,
}

impl GitHub {
    /// With comments, of which some users have written some.
    pub(crate) fn with(comments: &[(&str, &str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let numbered = (1..).zip(comments);
        let comments = numbered
            .map(|(id, (login, kind, body))| comment(id, login, kind, body))
            .collect();
        let state = Arc::new(Mutex::new(State {
            comments,
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &mut shared.lock().expect("no panic"));
            }
        });
        Self {
            url: format!("http://{address}"),
            state,
        }
    }

    /// Answers whoever wants to write something with this status.
    pub(crate) fn refusing(self, status: u16) -> Self {
        self.state.lock().expect("no panic").refused = Some(status);
        self
    }

    /// What all comments say.
    pub(crate) fn bodies(&self) -> Vec<String> {
        let state = self.state.lock().expect("no panic");
        let body = |one: &Value| one["body"].as_str().expect("text").to_owned();
        state.comments.iter().map(body).collect()
    }

    /// `METHOD path` of each request.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.state.lock().expect("no panic").asked.clone()
    }
}

fn comment(id: usize, login: &str, kind: &str, body: &str) -> Value {
    json!({ "id": id, "user": { "login": login, "type": kind }, "body": body })
}

/// Answers one request and hangs up.
fn answer(stream: TcpStream, state: &mut State) {
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) <= 2 {
            break;
        }
        head.push(line.trim_end().to_owned());
    }
    let header = |name: &str| {
        head.iter().find_map(|line| {
            let (known, value) = line.split_once(": ")?;
            known.eq_ignore_ascii_case(name).then_some(value)
        })
    };
    let length = header("content-length").map_or(0, |length| length.parse().expect("a length"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    let authorized = header("authorization") == Some("Bearer secret");
    let request = head.first().cloned().unwrap_or_default();
    let request = request.trim_end_matches(" HTTP/1.1").to_owned();
    state.asked.push(request.clone());
    let (status, said) = match authorized {
        true => reply(&request, &body, state),
        false => (401, json!({})),
    };
    let said = said.to_string();
    let location = match status {
        302 => "Location: http://127.0.0.1:1/elsewhere\r\n",
        _ => "",
    };
    let _ = write!(
        reader.into_inner(),
        "HTTP/1.1 {status} x\r\n{location}Content-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{said}",
        said.len()
    );
}

fn reply(request: &str, body: &[u8], state: &mut State) -> (u16, Value) {
    let text = || serde_json::from_slice::<Value>(body).expect("JSON")["body"].clone();
    let (method, path) = request.split_once(' ').expect("a request");
    match (method, path) {
        ("GET", "/user") => (403, json!({})),
        ("GET", path) => {
            let page = path
                .strip_prefix("/repos/o/r/issues/7/comments?per_page=100&page=")
                .expect("a page");
            let page: usize = page.parse().expect("a number");
            let from = state.comments.iter().skip((page - 1) * 100);
            (200, from.take(100).cloned().collect())
        }
        (_, _) if state.refused.is_some() => (state.refused.unwrap_or(500), json!({})),
        ("POST", "/repos/o/r/issues/7/comments") => {
            let id = state.comments.len() + 1;
            let text = text();
            let text = text.as_str().expect("text");
            let new = comment(id, "github-actions[bot]", "Bot", text);
            state.comments.push(new.clone());
            (201, new)
        }
        ("PATCH", path) => {
            let id = path.strip_prefix("/repos/o/r/issues/comments/");
            let id: usize = id.expect("a comment").parse().expect("a number");
            state.comments[id - 1]["body"] = text();
            (200, state.comments[id - 1].clone())
        }
        _ => (404, json!({})),
    }
}
