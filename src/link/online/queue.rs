//! When which address is asked: fair to hosts, and quick.
//!
//! Pure: the time is an argument.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::{Duration, Instant};

/// Jobs, by the hosts that they ask.
#[derive(Debug)]
pub(super) struct Queue<J> {
    per_host: usize,
    interval: Duration,
    hosts: BTreeMap<String, Host<J>>,
    /// The hosts that could take a job, and from when on; of several entries of a host the one that
    /// it knows of counts.
    ready: BinaryHeap<Reverse<(Instant, String)>>,
    /// Numbers jobs, so that of those that are due the first that came is the first.
    next: u64,
    running: usize,
}

#[derive(Debug)]
struct Host<J> {
    waiting: BinaryHeap<Waiting<J>>,
    running: usize,
    /// It is left alone until then.
    not_before: Option<Instant>,
    /// The time of its entry among those that are ready.
    ready_from: Option<Instant>,
}

/// A job and the time before which it is not due; the soonest is the greatest.
#[derive(Debug)]
struct Waiting<J> {
    not_before: Instant,
    number: u64,
    job: J,
}

/// What to do next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn<J> {
    /// This job; [`Queue::done`] is to be told when it is done.
    Job(J),
    /// Wait until then, or until a job is done.
    Until(Instant),
    /// Wait until a job is done.
    Busy,
    /// There is nothing left.
    Empty,
}

impl<J> Queue<J> {
    /// A queue in which a host gets `per_host` jobs at the same time, and `interval` lies between
    /// their beginnings.
    pub(super) fn new(per_host: usize, interval: Duration) -> Self {
        Self {
            per_host: per_host.max(1),
            interval,
            hosts: BTreeMap::new(),
            ready: BinaryHeap::new(),
            next: 0,
            running: 0,
        }
    }

    /// Adds a job for `host` that is not due before `not_before`.
    pub(super) fn add(&mut self, host: &str, job: J, not_before: Instant) {
        let number = self.next;
        self.next += 1;
        let entry = self.hosts.entry(host.to_owned()).or_insert_with(|| Host {
            waiting: BinaryHeap::new(),
            running: 0,
            not_before: None,
            ready_from: None,
        });
        entry.waiting.push(Waiting {
            not_before,
            number,
            job,
        });
        self.make_ready(host);
    }

    /// Leaves `host` alone until `until`.
    pub(super) fn hold(&mut self, host: &str, until: Instant) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.not_before = host.not_before.max(Some(until));
        }
    }

    /// Takes all jobs that wait for `host`.
    pub(super) fn drain(&mut self, host: &str) -> Vec<J> {
        let waiting = self
            .hosts
            .get_mut(host)
            .map(|host| std::mem::take(&mut host.waiting));
        let mut waiting = waiting.unwrap_or_default().into_vec();
        waiting.sort_by_key(|waiting| waiting.number);
        waiting.into_iter().map(|waiting| waiting.job).collect()
    }

    /// A job on `host` is done.
    pub(super) fn done(&mut self, host: &str) {
        self.running = self.running.saturating_sub(1);
        if let Some(entry) = self.hosts.get_mut(host) {
            entry.running = entry.running.saturating_sub(1);
        }
        self.make_ready(host);
    }

    /// The job whose turn is `now`.
    pub(super) fn turn(&mut self, now: Instant) -> Turn<J> {
        while let Some(Reverse((from, name))) = self.ready.peek() {
            let (from, name) = (*from, name.clone());
            let host = self.hosts.get_mut(&name);
            let Some(host) = host.filter(|host| host.ready_from == Some(from)) else {
                // Something sooner has come in its place.
                self.ready.pop();
                continue;
            };
            if from > now {
                return Turn::Until(from);
            }
            self.ready.pop();
            host.ready_from = None;
            // It may have been held, or drained, since it became ready.
            let job = match host.due() {
                Some(due) if due <= now => host.waiting.pop(),
                _ => None,
            };
            if job.is_some() {
                host.running += 1;
                host.not_before = Some(now + self.interval);
                self.running += 1;
            }
            self.make_ready(&name);
            if let Some(waiting) = job {
                return Turn::Job(waiting.job);
            }
        }
        match self.running {
            0 => Turn::Empty,
            _ => Turn::Busy,
        }
    }

    /// Sees to it that the host called `name` has its turn when its next job is due.
    fn make_ready(&mut self, name: &str) {
        let Some(host) = self.hosts.get_mut(name) else {
            return;
        };
        let Some(due) = host.due().filter(|_| host.running < self.per_host) else {
            return;
        };
        if host.ready_from.is_none_or(|from| due < from) {
            host.ready_from = Some(due);
            self.ready.push(Reverse((due, name.to_owned())));
        }
    }
}

impl<J> Host<J> {
    /// When its next job is due.
    fn due(&self) -> Option<Instant> {
        let first = self.waiting.peek()?;
        Some(
            self.not_before
                .unwrap_or(first.not_before)
                .max(first.not_before),
        )
    }
}

impl<J> Waiting<J> {
    fn key(&self) -> Reverse<(Instant, u64)> {
        Reverse((self.not_before, self.number))
    }
}

impl<J> PartialEq for Waiting<J> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl<J> Eq for Waiting<J> {}

impl<J> PartialOrd for Waiting<J> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<J> Ord for Waiting<J> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_host_has_its_pace() {
        let start = Instant::now();
        let mut queue = Queue::new(2, 10 * MS);
        for job in 0..4 {
            queue.add("a", job, start);
        }
        queue.add("b", 4, start);
        assert_eq!(queue.turn(start), Turn::Job(0));
        assert_eq!(queue.turn(start), Turn::Job(4));
        assert_eq!(queue.turn(start), Turn::Until(start + 10 * MS));
        assert_eq!(queue.turn(start + 10 * MS), Turn::Job(1));
        assert_eq!(queue.turn(start + 50 * MS), Turn::Busy, "two are running");
        queue.done("a");
        queue.hold("a", start + 90 * MS);
        assert_eq!(queue.turn(start + 50 * MS), Turn::Until(start + 90 * MS));
        assert_eq!(queue.turn(start + 90 * MS), Turn::Job(2));
        assert_eq!(queue.drain("a"), [3]);
        for host in ["a", "a"] {
            assert_eq!(queue.turn(start + 900 * MS), Turn::Busy);
            queue.done(host);
        }
        queue.done("b");
        assert_eq!(queue.turn(start + 900 * MS), Turn::Empty);
    }

    #[test]
    fn what_is_due_later_does_not_hold_up_what_is_due_now() {
        let start = Instant::now();
        let mut queue = Queue::new(1, MS);
        queue.add("a", 0, start + 100 * MS);
        queue.add("a", 1, start);
        assert_eq!(queue.turn(start), Turn::Job(1));
        queue.done("a");
        assert_eq!(queue.turn(start + MS), Turn::Until(start + 100 * MS));
    }

    proptest! {
        /// Every job has its turn, no host more at the same time or sooner than it may.
        #[test]
        fn all_have_their_turn(
            jobs in prop::collection::vec((0_usize..3, 0_u32..50), 0..60),
            per_host in 1_usize..4,
            lasts in prop::collection::vec(1_u32..40, 60),
            holds in prop::collection::vec(0_u32..80, 60),
        ) {
            let names = ["a", "b", "c"];
            let start = Instant::now();
            let mut queue = Queue::new(per_host, 5 * MS);
            for (job, (host, from)) in jobs.iter().enumerate() {
                queue.add(names[*host], job, start + MS * *from);
            }
            let mut now = start;
            // The ends of running jobs, and their hosts.
            let mut running: Vec<(Instant, usize)> = Vec::new();
            let mut begun: Vec<Vec<Instant>> = vec![Vec::new(); 3];
            let mut seen = vec![false; jobs.len()];
            loop {
                match queue.turn(now) {
                    Turn::Job(job) => {
                        let (host, from) = jobs[job];
                        prop_assert!(!std::mem::replace(&mut seen[job], true));
                        prop_assert!(now >= start + MS * from);
                        let last = begun[host].last();
                        prop_assert!(last.is_none_or(|last| now >= *last + 5 * MS));
                        begun[host].push(now);
                        running.push((now + MS * lasts[job], host));
                        let at_once = running.iter().filter(|(_, other)| *other == host).count();
                        prop_assert!(at_once <= per_host);
                        if holds[job] > 70 {
                            queue.hold(names[host], now + MS * holds[job]);
                        }
                    }
                    Turn::Empty => break,
                    turn => {
                        let ends = running.iter().map(|(end, _)| *end).min();
                        now = match turn {
                            Turn::Until(until) => until.min(ends.unwrap_or(until)),
                            _ => ends.expect("something is running"),
                        };
                        let (over, still): (Vec<_>, _) =
                            running.into_iter().partition(|(end, _)| *end <= now);
                        running = still;
                        for (_, host) in over {
                            queue.done(names[host]);
                        }
                    }
                }
            }
            prop_assert!(seen.into_iter().all(|seen| seen));
        }
    }
}
