//! `online`: whether links to the web are asked for, which, and how.

use std::time::Duration;

use regex::{RegexSet, RegexSetBuilder};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};

use super::error::Mistake;

/// How links to the web are checked.
///
/// Nothing here lets a configuration, which a stranger's change can bring along, reach what the
/// web cannot reach, or send a secret anywhere: both are said on the command line and in the
/// environment only.
#[derive(Clone, Debug)]
pub struct Online {
    /// Patterns of URLs to ask for; empty for all.
    pub include: RegexSet,
    /// Patterns of URLs not to ask for.
    pub exclude: RegexSet,
    /// Hosts to ask, with their subdomains, in lower case; empty for all.
    pub include_hosts: Vec<String>,
    /// Hosts not to ask, with their subdomains, in lower case.
    pub exclude_hosts: Vec<String>,
    /// Status codes that are as good as 200.
    pub accept: Vec<u16>,
    /// How long a request may take, its redirects not counted.
    pub timeout: Duration,
    /// How often a request is made again when there was no answer, or one to try again later.
    pub retries: u32,
    /// How many requests one host gets at the same time.
    pub per_host: usize,
    /// The least time between the beginnings of two requests to one host.
    pub interval: Duration,
    /// The longest time that is waited when a host asks for it.
    pub longest_wait: Duration,
    /// For how long a good answer is believed.
    pub keep_good: Duration,
    /// For how long a bad answer is believed.
    pub keep_bad: Duration,
}

impl Default for Online {
    fn default() -> Self {
        let seconds = |limits: &Limits| Duration::from_secs(limits.default.into());
        let hours = |limits: &Limits| Duration::from_secs(u64::from(limits.default) * 3600);
        Self {
            include: RegexSet::empty(),
            exclude: RegexSet::empty(),
            include_hosts: Vec::new(),
            exclude_hosts: Vec::new(),
            accept: Vec::new(),
            timeout: seconds(&TIMEOUT),
            retries: RETRIES.default,
            per_host: PER_HOST.default as usize,
            interval: Duration::from_millis(INTERVAL.default.into()),
            longest_wait: seconds(&LONGEST_WAIT),
            keep_good: hours(&KEEP_GOOD),
            keep_bad: hours(&KEEP_BAD),
        }
    }
}

/// The default, the least and the greatest of a number.
struct Limits {
    default: u32,
    least: u32,
    most: u32,
}

const fn limits(default: u32, least: u32, most: u32) -> Limits {
    Limits {
        default,
        least,
        most,
    }
}

// The greatest values are what keeps a stranger's configuration from making a run last for ever or
// a host suffer.
const TIMEOUT: Limits = limits(20, 1, 120);
const RETRIES: Limits = limits(2, 0, 5);
const PER_HOST: Limits = limits(2, 1, 8);
const INTERVAL: Limits = limits(100, 0, 10_000);
const LONGEST_WAIT: Limits = limits(60, 0, 300);
const KEEP_GOOD: Limits = limits(24, 0, 24 * 30);
const KEEP_BAD: Limits = limits(1, 0, 24 * 30);
const ACCEPT: Limits = limits(200, 100, 999);

/// How links to the web are checked. The table switches it on; `--offline` switches it off for a
/// run.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct OnlineTable {
    /// Whether links to the web are asked for (default: true). `--online` does so in any case.
    enabled: Option<bool>,
    /// Regular expressions of URLs to ask for; if there are any, no others are.
    #[schemars(with = "Vec<String>")]
    include: Vec<Spanned<String>>,
    /// Regular expressions of URLs not to ask for.
    #[schemars(with = "Vec<String>")]
    exclude: Vec<Spanned<String>>,
    /// Hosts to ask, with their subdomains; if there are any, no others are.
    #[schemars(with = "Vec<String>")]
    include_hosts: Vec<Spanned<String>>,
    /// Hosts not to ask, with their subdomains.
    #[schemars(with = "Vec<String>")]
    exclude_hosts: Vec<Spanned<String>>,
    /// Status codes that count as good besides 200 to 299.
    #[schemars(with = "Vec<u16>", inner(range(min = ACCEPT.least, max = ACCEPT.most)))]
    accept: Vec<Spanned<u32>>,
    /// Seconds that a request may take (default: 20).
    #[schemars(with = "Option<u32>", range(min = TIMEOUT.least, max = TIMEOUT.most))]
    timeout: Option<Spanned<u32>>,
    /// How often a request is made again after no answer, 429 or 5xx (default: 2).
    #[schemars(with = "Option<u32>", range(min = RETRIES.least, max = RETRIES.most))]
    retries: Option<Spanned<u32>>,
    /// How many requests one host gets at the same time (default: 2).
    #[schemars(with = "Option<u32>", range(min = PER_HOST.least, max = PER_HOST.most))]
    per_host: Option<Spanned<u32>>,
    /// Milliseconds between two requests to one host (default: 100).
    #[schemars(with = "Option<u32>", range(min = INTERVAL.least, max = INTERVAL.most))]
    interval: Option<Spanned<u32>>,
    /// Seconds that are waited at most when a host asks for it (default: 60).
    #[schemars(with = "Option<u32>", range(min = LONGEST_WAIT.least, max = LONGEST_WAIT.most))]
    longest_wait: Option<Spanned<u32>>,
    /// Hours for which a good answer is believed (default: 24).
    #[schemars(with = "Option<u32>", range(min = KEEP_GOOD.least, max = KEEP_GOOD.most))]
    keep_good: Option<Spanned<u32>>,
    /// Hours for which a bad answer is believed (default: 1).
    #[schemars(with = "Option<u32>", range(min = KEEP_BAD.least, max = KEEP_BAD.most))]
    keep_bad: Option<Spanned<u32>>,
}

/// The schema of the key `online`.
pub(super) fn schema(_: &mut SchemaGenerator) -> Schema {
    // In place, because nothing else refers to it.
    let mut inline = schemars::generate::SchemaSettings::draft07()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator();
    let table = inline.subschema_for::<OnlineTable>();
    json_schema!({ "anyOf": [{ "type": "boolean" }, table] })
}

/// Reads the value of `online`: what it says, and whether it switches online checks on.
pub(super) fn read(
    value: &Spanned<DeValue<'_>>,
    mistakes: &mut Vec<Mistake>,
) -> Option<(bool, Online)> {
    let table = match value.get_ref() {
        DeValue::Boolean(on) => return Some((*on, Online::default())),
        DeValue::Table(_) => OnlineTable::deserialize(ValueDeserializer::from(value.clone())),
        _ => {
            let message = "`online` must be a boolean or a table";
            mistakes.push(Mistake::at(value.span(), message));
            return None;
        }
    };
    let table = match table {
        Ok(table) => table,
        Err(error) => {
            mistakes.push(Mistake::of_toml(&error));
            return None;
        }
    };
    let before = mistakes.len();
    let mut number = |key: &str, value: Option<Spanned<u32>>, limits: &Limits| {
        let Some(value) = value else {
            return limits.default;
        };
        within(key, &value, limits, mistakes)
    };
    let seconds = |seconds: u32| Duration::from_secs(seconds.into());
    let hours = |hours: u32| Duration::from_secs(u64::from(hours) * 3600);
    let mut online = Online {
        timeout: seconds(number("timeout", table.timeout, &TIMEOUT)),
        retries: number("retries", table.retries, &RETRIES),
        per_host: number("per-host", table.per_host, &PER_HOST) as usize,
        interval: Duration::from_millis(number("interval", table.interval, &INTERVAL).into()),
        longest_wait: seconds(number("longest-wait", table.longest_wait, &LONGEST_WAIT)),
        keep_good: hours(number("keep-good", table.keep_good, &KEEP_GOOD)),
        keep_bad: hours(number("keep-bad", table.keep_bad, &KEEP_BAD)),
        ..Online::default()
    };
    for status in &table.accept {
        let status = within("accept", status, &ACCEPT, mistakes);
        online.accept.extend(u16::try_from(status));
    }
    online.include = patterns(&table.include, mistakes);
    online.exclude = patterns(&table.exclude, mistakes);
    online.include_hosts = hosts(&table.include_hosts, mistakes);
    online.exclude_hosts = hosts(&table.exclude_hosts, mistakes);
    (mistakes.len() == before).then_some((table.enabled.unwrap_or(true), online))
}

fn within(key: &str, value: &Spanned<u32>, limits: &Limits, mistakes: &mut Vec<Mistake>) -> u32 {
    let number = *value.get_ref();
    let limit = match number {
        number if number < limits.least => format!("least {}", limits.least),
        number if number > limits.most => format!("most {}", limits.most),
        _ => return number,
    };
    let subject = match key {
        "accept" => "an entry of `accept`".to_owned(),
        key => format!("`{key}`"),
    };
    let message = format!("{subject} must be at {limit}");
    mistakes.push(Mistake::at(value.span(), message));
    limits.default
}

/// How large the automaton of all patterns of a list may become, in bytes.
const PATTERNS_SIZE: usize = 1 << 22;

fn patterns(patterns: &[Spanned<String>], mistakes: &mut Vec<Mistake>) -> RegexSet {
    let build = |patterns: &[&str]| {
        RegexSetBuilder::new(patterns)
            .size_limit(PATTERNS_SIZE)
            .build()
    };
    let before = mistakes.len();
    for pattern in patterns {
        if let Err(error) = build(&[pattern.get_ref()]) {
            mistakes.push(bad_pattern(pattern, &error));
        }
    }
    let all: Vec<&str> = patterns.iter().map(|p| p.get_ref().as_str()).collect();
    match build(&all) {
        Ok(set) => set,
        Err(_) if mistakes.len() > before => RegexSet::empty(),
        Err(_) => {
            let span = patterns.first().map_or(0..0, Spanned::span);
            mistakes.push(Mistake::at(span, "these patterns are too much together"));
            RegexSet::empty()
        }
    }
}

fn bad_pattern(pattern: &Spanned<String>, error: &regex::Error) -> Mistake {
    let reason = match error {
        regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
        // The last line says what is wrong, those above show the pattern again.
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.trim_start_matches("error: ").to_owned()
        }
    };
    let message = format!("bad pattern `{}`: {reason}", pattern.get_ref());
    Mistake::at(pattern.span(), message)
}

fn hosts(hosts: &[Spanned<String>], mistakes: &mut Vec<Mistake>) -> Vec<String> {
    let mut all = Vec::new();
    for host in hosts {
        let name = host.get_ref();
        let plain = name.trim_start_matches("*.");
        if plain.is_empty() || plain.contains(['/', ':', '*', '@', '?', '#', ' ']) {
            let message = format!("`{name}` is not the name of a host");
            mistakes.push(
                Mistake::at(host.span(), message)
                    .help("a host stands without scheme, port and path: `example.org`"),
            );
        }
        all.push(plain.to_lowercase());
    }
    all
}
