//! Asking for many addresses with a few threads.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use url::Url;

use super::cache::seconds;
use super::judge::{Judge, Next, Tried};
use super::queue::{Queue, Turn};
use super::walk::{Hop, Known, MAX_REDIRECTS, frontier, verdict};
use super::wanted::{Wanted, is_on_the_web, is_selected};
use super::{Cache, Failure, Method, Network, PrivateHost, Reply, Request, SecretHeader};
use crate::config::Online;
use crate::link::Verdicts;

/// How to ask, beyond what a configuration says.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// Who sends the requests.
    pub network: &'a dyn Network,
    /// Hosts that may be asked although they are not public. The network has to know them, too.
    pub private: &'a [PrivateHost],
    /// What single hosts get with each request.
    pub headers: &'a [SecretHeader],
    /// The most threads.
    pub threads: usize,
    /// The first time to wait before asking again.
    pub backoff: Duration,
    /// Makes waiting times differ from run to run.
    pub seed: u64,
    /// The time, for the ages of what is known already.
    pub now: SystemTime,
    /// Is told how many addresses are settled, and how many there are by now.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What came of asking.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// What is to be said of the destinations.
    pub verdicts: Verdicts,
    /// How many hosts were asked.
    pub hosts: usize,
    /// How many of them have answered anything at all.
    pub answering: usize,
}

/// After so many addresses of a host in a row that gave no answer, the others are taken for the
/// same: no host can keep a run waiting for ever.
const MAX_FAILURES: u32 = 3;

/// The same for a host that has answered something before.
const MAX_FAILURES_OF_ANSWERING: u32 = 10;

/// Asks the web for `destinations`, each address once. What `cache` knows and is not too old is
/// not asked for, and what is found out comes into it.
pub fn ask<'d>(
    destinations: impl IntoIterator<Item = &'d str>,
    online: &Online,
    asker: &Asker<'_>,
    cache: &mut Cache,
) -> Asked {
    let wanted: Vec<(&str, Wanted)> = destinations
        .into_iter()
        .filter_map(|destination| Some((destination, Wanted::parse(destination)?)))
        .filter(|(_, wanted)| is_on_the_web(&wanted.url, asker.private))
        .collect();
    let mut anchors: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (_, wanted) in &wanted {
        let anchors = anchors.entry(wanted.url.as_str()).or_default();
        anchors.extend(wanted.anchor.as_deref());
    }
    let pool = Pool {
        online,
        asker,
        cache,
        anchors: &anchors,
        state: Mutex::new(State::new(online)),
        changed: Condvar::new(),
    };
    pool.run(&wanted);
    let state = pool
        .state
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    for (url, known) in &state.known {
        let is_shared = |url: &Url| {
            !asker.private.iter().any(|host| host.is_of(url))
                && !asker.headers.iter().any(|header| header.is_for(url, &[]))
        };
        // What is known from the cache itself does not become younger.
        let is_new = state.asked.contains(url);
        if is_new && Url::parse(url).is_ok_and(|url| is_shared(&url)) {
            cache.insert(url, known);
        }
    }
    let verdicts = wanted.iter().filter_map(|(destination, wanted)| {
        let verdict = verdict(wanted, &state.known, online)?;
        Some(((*destination).to_owned(), verdict))
    });
    Asked {
        verdicts: verdicts.collect(),
        hosts: state.hosts.len(),
        answering: state.hosts.values().filter(|host| host.answers).count(),
    }
}

struct Pool<'a> {
    online: &'a Online,
    asker: &'a Asker<'a>,
    cache: &'a Cache,
    /// The anchors to look for, by the addresses of links.
    anchors: &'a BTreeMap<&'a str, BTreeSet<&'a str>>,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    queue: Queue<Job>,
    known: HashMap<String, Known>,
    /// All addresses that have been in the queue.
    asked: HashSet<String>,
    settled: usize,
    hosts: HashMap<String, Host>,
}

/// What has been seen of a host.
#[derive(Default)]
struct Host {
    /// How many addresses in a row gave no answer.
    failures: u32,
    /// Whether it has answered anything.
    answers: bool,
    /// What is taken for its answer to all that is still asked of it.
    closed: Option<Hop>,
}

/// An address to ask for.
struct Job {
    url: Url,
    host: String,
    anchors: Vec<String>,
    method: Method,
    /// How often it was tried before.
    before: u32,
    /// How many redirects led to it.
    depth: usize,
}

impl State {
    fn new(online: &Online) -> Self {
        Self {
            queue: Queue::new(online.per_host, online.interval),
            known: HashMap::new(),
            asked: HashSet::new(),
            settled: 0,
            hosts: HashMap::new(),
        }
    }
}

impl Pool<'_> {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self, wanted: &[(&str, Wanted)]) {
        loop {
            let mut state = self.lock();
            let before = state.asked.len();
            for (_, wanted) in wanted {
                let next = frontier(wanted.url.as_str(), |url| state.known.get(url));
                if let Some(next) = next.map(str::to_owned) {
                    self.want(&mut state, &next, 0);
                }
            }
            let new = state.asked.len() - before;
            drop(state);
            // A second round is rare: for what was first met at the end of a long chain.
            if new == 0 {
                return;
            }
            std::thread::scope(|scope| {
                for _ in 0..self.asker.threads.clamp(1, new) {
                    scope.spawn(|| self.work());
                }
            });
        }
    }

    /// Sees to it that something becomes known of `url`, and of where it leads.
    fn want(&self, state: &mut State, url: &str, depth: usize) {
        let mut next = url.to_owned();
        for depth in depth..=MAX_REDIRECTS {
            if !state.known.contains_key(&next) && !self.look_up(state, &next, depth) {
                return;
            }
            match state.known.get(&next) {
                Some(Known {
                    hop: Hop::Redirect { to, .. },
                    ..
                }) => next = to.clone(),
                _ => return,
            }
        }
    }

    /// Whether something is known of `url` without asking; otherwise it comes into the queue, if
    /// it may.
    fn look_up(&self, state: &mut State, url: &str, depth: usize) -> bool {
        if state.asked.contains(url) {
            return false;
        }
        let nothing = |hop: Hop| Known {
            hop,
            sought: Vec::new(),
            missing: Vec::new(),
            at: seconds(self.asker.now),
        };
        let wanted =
            Wanted::parse(url).filter(|wanted| is_on_the_web(&wanted.url, self.asker.private));
        let Some(Wanted { url: parsed, .. }) = wanted else {
            let known = nothing(Hop::Failed(Failure::Private));
            state.known.insert(url.to_owned(), known);
            return true;
        };
        if !is_selected(&parsed, self.online) {
            return false;
        }
        let anchors = self.anchors.get(url).into_iter().flatten();
        let anchors: Vec<String> = anchors.map(|&anchor| anchor.to_owned()).collect();
        if let Some(known) = self.cache.get(url, &anchors, self.online, self.asker.now) {
            state.known.insert(url.to_owned(), known.clone());
            return true;
        }
        state.asked.insert(url.to_owned());
        let host = host_of(&parsed);
        if let Some(hop) = &state.hosts.entry(host.clone()).or_default().closed {
            let known = nothing(hop.clone());
            state.known.insert(url.to_owned(), known);
            state.settled += 1;
            return true;
        }
        let method = match anchors.is_empty() {
            true => Method::Head,
            false => Method::Get,
        };
        let job = Job {
            url: parsed,
            host: host.clone(),
            anchors,
            method,
            before: 0,
            depth,
        };
        state.queue.add(&host, job, Instant::now());
        false
    }

    /// Takes jobs until there are none left.
    fn work(&self) {
        while let Some(job) = self.next_job() {
            let reply = self.send(&job);
            let mut state = self.lock();
            state.queue.done(&job.host);
            self.take(&mut state, job, reply);
            let (settled, all) = (state.settled, state.asked.len());
            drop(state);
            self.changed.notify_all();
            (self.asker.progress)(settled, all);
        }
    }

    fn next_job(&self) -> Option<Job> {
        let mut state = self.lock();
        loop {
            let now = Instant::now();
            state = match state.queue.turn(now) {
                Turn::Job(job) => return Some(job),
                Turn::Empty => return None,
                Turn::Busy => {
                    let waited = self.changed.wait(state);
                    waited.unwrap_or_else(PoisonError::into_inner)
                }
                Turn::Until(until) => {
                    let wait = until.saturating_duration_since(now);
                    let waited = self.changed.wait_timeout(state, wait);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    fn send(&self, job: &Job) -> Reply {
        let headers = self.asker.headers.iter();
        let headers: Vec<&SecretHeader> = headers
            .filter(|header| header.is_for(&job.url, self.asker.private))
            .collect();
        let request = Request {
            url: &job.url,
            method: job.method,
            anchors: &job.anchors,
            headers: &headers,
            timeout: self.online.timeout,
        };
        // A thread that is gone would leave the others waiting for its job.
        catch_unwind(AssertUnwindSafe(|| self.asker.network.send(&request)))
            .unwrap_or(Reply::Failure(Failure::NoHttp))
    }

    /// Takes what became of `job`.
    fn take(&self, state: &mut State, mut job: Job, reply: Reply) {
        let judge = Judge {
            online: self.online,
            backoff: self.asker.backoff,
            seed: self.asker.seed,
            now: self.asker.now,
        };
        let tried = Tried {
            url: &job.url,
            method: job.method,
            before: job.before,
        };
        let now = Instant::now();
        let host = state.hosts.entry(job.host.clone()).or_default();
        host.answers |= matches!(reply, Reply::Answer(_));
        let due = match judge.next(tried, &reply) {
            Next::Settled(hop) => {
                self.settle(state, &job, hop, reply);
                return;
            }
            Next::GiveUp(hop) => {
                host.closed = Some(hop.clone());
                self.settle(state, &job, hop, reply);
                return;
            }
            // What has failed without a body may do better with one.
            Next::Get => now,
            Next::Again(wait) => {
                job.before += 1;
                now + wait
            }
            Next::AgainAfterRest(rest) => {
                job.before += 1;
                state.queue.hold(&job.host, now + rest);
                now + rest
            }
        };
        job.method = Method::Get;
        let closed = state
            .hosts
            .get(&job.host)
            .and_then(|host| host.closed.clone());
        match closed {
            Some(hop) => self.settle(state, &job, hop, Reply::Failure(Failure::Timeout)),
            None => state.queue.add(&job.host.clone(), job, due),
        }
    }

    fn settle(&self, state: &mut State, job: &Job, hop: Hop, reply: Reply) {
        let host = state.hosts.entry(job.host.clone()).or_default();
        match &hop {
            // One name resolves to the same for all.
            Hop::Failed(Failure::NoSuchHost | Failure::Private) => host.closed = Some(hop.clone()),
            Hop::Failed(_) => {
                host.failures += 1;
                let most = match host.answers {
                    true => MAX_FAILURES_OF_ANSWERING,
                    false => MAX_FAILURES,
                };
                if host.failures >= most {
                    host.closed = Some(hop.clone());
                }
            }
            _ => host.failures = 0,
        }
        let closed = host.closed.clone();
        let missing = match reply {
            Reply::Answer(answer) => answer.missing,
            Reply::Failure(_) => Vec::new(),
        };
        let at = seconds(self.asker.now);
        let redirects = matches!(hop, Hop::Redirect { .. });
        let known = Known {
            hop,
            sought: job.anchors.clone(),
            missing,
            at,
        };
        state.known.insert(job.url.as_str().to_owned(), known);
        state.settled += 1;
        if let Some(hop) = closed {
            for job in state.queue.drain(&job.host) {
                let known = Known {
                    hop: hop.clone(),
                    sought: Vec::new(),
                    missing: Vec::new(),
                    at,
                };
                state.known.insert(job.url.as_str().to_owned(), known);
                state.settled += 1;
            }
        }
        if redirects {
            self.want(state, job.url.as_str(), job.depth);
        }
    }
}

/// What shares limits: the host with its port.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port_or_known_default() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
