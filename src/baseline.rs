//! The findings of a day, written down so that only those that come later are reported.
//!
//! A finding is known again by its fingerprint, which no moved line and no other number in its
//! message changes, and by how many there are of it: a fourth one where three were written down is
//! new.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::report::{Sources, hash};

/// What the file is called in the root of a collection.
pub const FILE_NAME: &str = ".qalint-baseline.json";

/// The version of the format.
pub const VERSION: u32 = 1;

/// What is reported in any case: nobody must take a file that cannot be checked for one that has
/// been looked at and found no worse than before.
const NEVER_KNOWN: &str = "file/unreadable";

/// What was written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// The version of the format.
    version: u32,
    /// The findings by their files, whose paths are from the root of the collection.
    files: BTreeMap<String, Vec<Entry>>,
}

/// A finding, or several that are alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Entry {
    /// The rule.
    pub rule: String,
    /// What it said; for people.
    pub message: String,
    /// Its fingerprint in hexadecimal digits.
    pub fingerprint: String,
    /// How many there were.
    pub count: usize,
}

/// A file that is not a baseline of this version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotABaseline(String);

impl std::fmt::Display for NotABaseline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotABaseline {}

/// Findings, told apart by a baseline.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    /// Those that are not in it.
    pub new: Vec<Diagnostic>,
    /// How many are in it.
    pub known: usize,
    /// How many are in it that there are no more, by file.
    pub stale: BTreeMap<String, usize>,
}

impl Default for Baseline {
    fn default() -> Self {
        Self {
            version: VERSION,
            files: BTreeMap::new(),
        }
    }
}

impl Baseline {
    /// Writes `diagnostics` down.
    #[must_use]
    pub fn of<'d>(
        diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
        sources: &Sources<'_>,
    ) -> Self {
        let mut files: BTreeMap<String, BTreeMap<u128, Entry>> = BTreeMap::new();
        for diagnostic in diagnostics {
            if diagnostic.rule == NEVER_KNOWN {
                continue;
            }
            let name = &sources.entry(diagnostic.primary.file).name;
            let hash = hash(diagnostic, sources);
            let entry = files
                .entry(name.clone())
                .or_default()
                .entry(hash)
                .or_insert_with(|| Entry {
                    rule: diagnostic.rule.to_string(),
                    message: diagnostic.message.clone(),
                    fingerprint: format!("{hash:032x}"),
                    count: 0,
                });
            entry.count += 1;
        }
        let sorted = |entries: BTreeMap<u128, Entry>| {
            let mut entries: Vec<Entry> = entries.into_values().collect();
            entries.sort();
            entries
        };
        let files = files
            .into_iter()
            .map(|(name, entries)| (name, sorted(entries)));
        Self {
            version: VERSION,
            files: files.collect(),
        }
    }

    /// Reads what [`to_json`](Self::to_json) has written.
    ///
    /// # Errors
    /// If it is something else, or of a later version.
    pub fn parse(text: &[u8]) -> Result<Self, NotABaseline> {
        let baseline: Self =
            serde_json::from_slice(text).map_err(|error| NotABaseline(error.to_string()))?;
        match baseline.version {
            VERSION => Ok(baseline),
            later => Err(NotABaseline(format!(
                "it has version {later}, and this qalint knows {VERSION}"
            ))),
        }
    }

    /// The file's text: an entry to a line, sorted, so that a change of it is easy to review.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut text = format!("{{\n  \"version\": {},\n  \"files\": {{", self.version);
        let mut before = "\n";
        for (name, entries) in &self.files {
            // Writing to a string cannot fail.
            let _ = write!(text, "{before}    {}: [", json(name.as_str()));
            before = ",\n";
            let mut before_entry = "\n";
            for entry in entries {
                let _ = write!(text, "{before_entry}      {}", json(entry));
                before_entry = ",\n";
            }
            text.push_str("\n    ]");
        }
        text.push_str(if self.files.is_empty() {
            "}\n}\n"
        } else {
            "\n  }\n}\n"
        });
        text
    }

    /// How many findings it holds, and of how many files.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let count = |entries: &Vec<Entry>| entries.iter().map(|entry| entry.count).sum::<usize>();
        (self.files.values().map(count).sum(), self.files.len())
    }

    /// Tells the findings of one collection apart. `looked_at` says of a path whether all findings
    /// of that file are among `diagnostics`, or whether it is no more; `runs` says so of a rule.
    #[must_use]
    pub fn sort(
        &self,
        diagnostics: Vec<Diagnostic>,
        sources: &Sources<'_>,
        looked_at: impl Fn(&str) -> bool,
        runs: impl Fn(&str) -> bool,
    ) -> Sorted {
        let mut left: HashMap<(&str, u128), usize> = HashMap::new();
        for (name, entry, hash) in self.entries() {
            *left.entry((name, hash)).or_default() += entry.count;
        }
        let mut sorted = Sorted::default();
        for diagnostic in diagnostics {
            let name = sources.entry(diagnostic.primary.file).name.as_str();
            match left.get_mut(&(name, hash(&diagnostic, sources))) {
                Some(count) if *count > 0 && diagnostic.rule != NEVER_KNOWN => {
                    *count -= 1;
                    sorted.known += 1;
                }
                _ => sorted.new.push(diagnostic),
            }
        }
        for (name, entry, hash) in self.entries() {
            if !looked_at(name) || !runs(&entry.rule) {
                continue;
            }
            let gone = left.remove(&(name, hash)).unwrap_or(0);
            if gone > 0 {
                *sorted.stale.entry(name.to_owned()).or_default() += gone;
            }
        }
        sorted
    }

    /// Takes out what does not occur any more, in files and of rules that have been looked at;
    /// takes nothing in. `now` is what occurs.
    pub fn prune(
        &mut self,
        now: &Self,
        looked_at: impl Fn(&str) -> bool,
        runs: impl Fn(&str) -> bool,
    ) {
        for (name, entries) in &mut self.files {
            if !looked_at(name) {
                continue;
            }
            let current: HashMap<&str, usize> = now
                .files
                .get(name)
                .into_iter()
                .flatten()
                .map(|entry| (entry.fingerprint.as_str(), entry.count))
                .collect();
            for entry in entries.iter_mut().filter(|entry| runs(&entry.rule)) {
                let occurs = current.get(entry.fingerprint.as_str()).copied();
                entry.count = entry.count.min(occurs.unwrap_or(0));
            }
            entries.retain(|entry| entry.count > 0);
        }
        self.files.retain(|_, entries| !entries.is_empty());
    }

    /// Takes over from `old` what `looked_at` and `runs` say nothing was looked for of.
    pub fn keep(
        &mut self,
        old: &Self,
        looked_at: impl Fn(&str) -> bool,
        runs: impl Fn(&str) -> bool,
    ) {
        for (name, entry, _) in old.entries() {
            if !looked_at(name) || !runs(&entry.rule) {
                let entries = self.files.entry(name.to_owned()).or_default();
                entries.push(entry.clone());
                entries.sort();
            }
        }
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Entry, u128)> {
        self.files.iter().flat_map(|(name, entries)| {
            entries.iter().filter_map(move |entry| {
                let hash = u128::from_str_radix(&entry.fingerprint, 16).ok()?;
                Some((name.as_str(), entry, hash))
            })
        })
    }
}

/// `value` on one line.
fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut line = Vec::new();
    // What is written has only names and numbers in it, which JSON can hold.
    let written = crate::json::write(&mut line, value);
    debug_assert!(written.is_ok());
    String::from_utf8(line).unwrap_or_default()
}
