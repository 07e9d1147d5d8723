//! Answers kept from run to run.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::Failure;
use super::judge::is_good;
use super::walk::{Hop, Known};
use crate::config::Online;

/// Answers of earlier runs, and of this one.
///
/// What is kept is what will most likely be the same tomorrow: pages that are there, pages and
/// hosts that are not, redirects, and sites that shut programs out. What may pass is not.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    known: HashMap<String, Known>,
    changed: bool,
}

/// The largest cache that is read, in bytes.
pub const MAX_CACHE_BYTES: u64 = 64 << 20;

/// The most answers that are written; the newest are.
const MAX_ANSWERS: usize = 100_000;

/// The longest that a configuration can keep an answer, so that no older one is worth anything.
const LONGEST: Duration = Duration::from_secs(30 * 24 * 3600);

/// A cache of another form has another number.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<K> {
    qalint_links: u32,
    answers: K,
}

impl Cache {
    /// Reads the cache at `path`. One that is not there, is too large, broken or of another
    /// program is an empty one.
    #[must_use]
    pub fn load(path: &Path) -> Self {
        let read = || {
            let mut text = String::new();
            let file = File::open(path).ok()?;
            file.take(MAX_CACHE_BYTES + 1)
                .read_to_string(&mut text)
                .ok()?;
            if text.len() as u64 > MAX_CACHE_BYTES {
                return None;
            }
            let stored: Stored<HashMap<String, Known>> = serde_json::from_str(&text).ok()?;
            (stored.qalint_links == VERSION).then_some(stored.answers)
        };
        Self {
            known: read().unwrap_or_default(),
            changed: false,
        }
    }

    /// Writes the cache to `path` if it has changed, with what another run has written there in
    /// the meantime; the folder is made. A reader finds it old or new.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self, path: &Path, now: SystemTime) -> io::Result<()> {
        if !self.changed {
            return Ok(());
        }
        let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
        fs::create_dir_all(folder)?;
        let others = Self::load(path);
        let now = seconds(now);
        let mut answers: HashMap<&str, &Known> = HashMap::new();
        for (url, known) in others.known.iter().chain(&self.known) {
            let is_newer = |old: &&Known| old.at <= known.at;
            let is_alive = known.at <= now && now - known.at <= LONGEST.as_secs();
            if is_alive && answers.get(&**url).is_none_or(is_newer) {
                answers.insert(url, known);
            }
        }
        let mut answers: Vec<(&str, &Known)> = answers.into_iter().collect();
        answers.sort_by_key(|(url, known)| (std::cmp::Reverse(known.at), *url));
        answers.truncate(MAX_ANSWERS);
        let answers: std::collections::BTreeMap<_, _> = answers.into_iter().collect();
        let stored = Stored {
            qalint_links: VERSION,
            answers,
        };
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&mut file, &stored)?;
        file.flush()?;
        file.persist(path)?;
        Ok(())
    }

    /// What is known of `url` and all of `anchors`, if it is not too old at the time `now`.
    pub(super) fn get(
        &self,
        url: &str,
        anchors: &[String],
        online: &Online,
        now: SystemTime,
    ) -> Option<&Known> {
        let known = self.known.get(url)?;
        let is_good = match &known.hop {
            Hop::Status(status) => is_good(*status, online) && known.missing.is_empty(),
            Hop::Redirect { .. } => true,
            _ => false,
        };
        let keep = match is_good {
            true => online.keep_good,
            false => online.keep_bad,
        };
        // What comes from the future is not to be believed.
        let age = seconds(now).checked_sub(known.at)?;
        let covers = anchors.iter().all(|anchor| known.sought.contains(anchor));
        (age < keep.as_secs() && covers).then_some(known)
    }

    /// Keeps what became of asking for `url`, if it is worth it.
    pub(super) fn insert(&mut self, url: &str, known: &Known) {
        let keeps = match &known.hop {
            Hop::Status(status) => matches!(status, 200..300 | 400..=428 | 430..500 | 999),
            Hop::Redirect { .. } | Hop::Failed(Failure::NoSuchHost) => true,
            _ => false,
        };
        if keeps {
            self.known.insert(url.to_owned(), known.clone());
            self.changed = true;
        }
    }
}

/// Seconds since 1970.
pub(super) fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://bakery.de/";

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn known(hop: Hop, at: u64) -> Known {
        Known {
            hop,
            sought: vec!["a".to_owned()],
            missing: Vec::new(),
            at,
        }
    }

    fn cache(hop: Hop, at: u64) -> Cache {
        let mut cache = Cache::default();
        cache.insert(URL, &known(hop, at));
        cache
    }

    #[test]
    fn good_and_bad_answers_have_their_ages() {
        let online = Online::default();
        let is_known = |hop: Hop, now: u64| {
            let cache = cache(hop, 1_000_000);
            cache.get(URL, &[], &online, at(now)).is_some()
        };
        let hour = 3600;
        for (hop, hours) in [
            (Hop::Status(200), 24),
            (Hop::Status(404), 1),
            (Hop::Status(403), 1),
            (Hop::Failed(Failure::NoSuchHost), 1),
        ] {
            assert!(is_known(hop.clone(), 1_000_000));
            assert!(
                is_known(hop.clone(), 1_000_000 + hours * hour - 1),
                "{hop:?}"
            );
            assert!(!is_known(hop.clone(), 1_000_000 + hours * hour), "{hop:?}");
            assert!(!is_known(hop, 999_999), "the future");
        }
        for hop in [
            Hop::Status(429),
            Hop::Status(503),
            Hop::Failed(Failure::Timeout),
            Hop::Failed(Failure::Private),
            Hop::BadRedirect,
        ] {
            assert!(!is_known(hop.clone(), 1_000_000), "{hop:?}");
        }
        let never = Online {
            keep_good: Duration::ZERO,
            ..online
        };
        assert!(
            cache(Hop::Status(200), 5)
                .get(URL, &[], &never, at(5))
                .is_none()
        );
    }

    #[test]
    fn an_answer_counts_for_the_anchors_that_were_sought() {
        let (cache, online) = (cache(Hop::Status(200), 5), Online::default());
        let get = |anchors: &[&str]| {
            let anchors: Vec<String> = anchors.iter().map(|&a| a.to_owned()).collect();
            cache.get(URL, &anchors, &online, at(5)).is_some()
        };
        assert!(get(&[]) && get(&["a"]) && !get(&["a", "b"]));
    }

    #[test]
    fn it_is_written_and_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/links.json");
        cache(Hop::Status(200), 5).save(&path, at(6)).unwrap();
        let mut other = Cache::default();
        other.insert("https://other.de/", &known(Hop::Status(404), 6));
        other.save(&path, at(6)).unwrap();
        let both = Cache::load(&path);
        assert_eq!(both.known.len(), 2);
        assert_eq!(both.known[URL], known(Hop::Status(200), 5));
        let files = fs::read_dir(path.parent().unwrap()).unwrap().count();
        assert_eq!(files, 1, "no temporary file is left");
        let later = 6 + LONGEST.as_secs() + 1;
        let mut third = Cache::default();
        third.insert("https://third.de/", &known(Hop::Status(200), later));
        third.save(&path, at(later)).unwrap();
        assert_eq!(Cache::load(&path).known.len(), 1, "old answers are dropped");
    }

    #[test]
    fn what_is_no_cache_is_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("links.json");
        assert!(Cache::load(&path).known.is_empty());
        for text in [
            "",
            "{",
            "[]",
            "{\"answers\":{}}",
            "{\"qalint_links\":2,\"answers\":{\"https://a.de/\":{\"hop\":{\"status\":200},\"at\":1}}}",
            "{\"qalint_links\":1,\"answers\":{\"https://a.de/\":{\"hop\":\"x\",\"at\":1}}}",
            "{\"qalint_links\":1,\"answers\":{},\"more\":1}",
            "\u{0}",
        ] {
            fs::write(&path, text).unwrap();
            assert!(Cache::load(&path).known.is_empty(), "{text}");
        }
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(Cache::load(&path).known.is_empty());
        assert!(Cache::load(folder.path()).known.is_empty(), "a folder");
        // It is replaced all the same.
        cache(Hop::Status(200), 5).save(&path, at(6)).unwrap();
        assert_eq!(Cache::load(&path).known.len(), 1);
    }
}
