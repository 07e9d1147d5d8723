//! A web server that answers as it is told, on this computer only.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// A request that came in.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    /// The headers, their names in lower case.
    pub(crate) headers: HashMap<String, String>,
    pub(crate) at: Instant,
}

pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers each request with what `answer` returns, or leaves it as `answer` did.
    pub(crate) fn start(
        answer: impl Fn(&Seen, &mut TcpStream) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (Arc::new(answer), seen.clone());
        // It ends with the process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, log) = (answer.clone(), log.clone());
                thread::spawn(move || serve(stream, &*answer, &log));
            }
        });
        Self { port, seen }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        let seen = self.seen.lock();
        seen.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// `GET /a` for each request, sorted.
    pub(crate) fn requests(&self) -> Vec<String> {
        let mut requests: Vec<String> = self
            .seen()
            .iter()
            .map(|seen| format!("{} {}", seen.method, seen.path))
            .collect();
        requests.sort();
        requests
    }
}

fn serve(
    stream: TcpStream,
    answer: &(dyn Fn(&Seen, &mut TcpStream) -> Option<String> + Send + Sync),
    log: &Mutex<Vec<Seen>>,
) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut stream = stream;
    loop {
        let mut line = String::new();
        reader
            .read_line(&mut line)
            .ok()
            .filter(|length| *length > 0)?;
        let mut words = line.split_whitespace();
        let mut seen = Seen {
            method: words.next()?.to_owned(),
            path: words.next()?.to_owned(),
            headers: HashMap::new(),
            at: Instant::now(),
        };
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok()?;
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            seen.headers
                .insert(name.to_lowercase(), value.trim().to_owned());
        }
        log.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(seen.clone());
        let text = answer(&seen, &mut stream)?;
        stream.write_all(text.as_bytes()).ok()?;
    }
}

/// An answer with a body, as HTML; without it for `HEAD`.
pub(crate) fn page(seen: &Seen, status: u16, headers: &str, body: &str) -> String {
    let sent = if seen.method == "HEAD" { "" } else { body };
    format!(
        "HTTP/1.1 {status} x\r\nContent-Type: text/html; charset=utf-8\r\n{headers}Content-Length: \
         {}\r\n\r\n{sent}",
        body.len()
    )
}
