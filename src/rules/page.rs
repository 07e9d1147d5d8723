//! The page of a rule: `rules/<group>/<name>.md`.

use crate::diagnostic::{Safety, Severity};

/// A rule's page, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// All of it.
    pub text: &'static str,
    /// What the rule reports, in one line.
    pub summary: &'static str,
    /// How much its findings matter unless the configuration says otherwise; `None` if it is off.
    pub severity: Option<Severity>,
    /// The kinds of fixes it offers.
    pub fixes: &'static [Safety],
    /// Whether the rule speaks only in runs that ask the web.
    pub online: bool,
    /// The page without its front matter.
    pub body: &'static str,
}

impl Page {
    /// Reads a page: front matter with the keys `summary`, `severity` (`error`, `warning`, `info`
    /// or `off`) and `fix` (`none`, `safe`, `unsafe` or `safe, unsafe`), and perhaps
    /// `online: true`, then Markdown.
    ///
    /// The compiler does it, so that a page with a mistake is an error of the build, and a run
    /// reads none.
    ///
    /// # Panics
    /// If a key is missing or has another value.
    pub const fn read(text: &'static str) -> Self {
        let (front, body) = parts(text);
        let severity = match required(front, b"severity: ").as_bytes() {
            b"error" => Some(Severity::Error),
            b"warning" => Some(Severity::Warning),
            b"info" => Some(Severity::Info),
            b"off" => None,
            _ => panic!("`severity` is none of `error`, `warning`, `info` and `off`"),
        };
        let fixes: &[Safety] = match required(front, b"fix: ").as_bytes() {
            b"none" => &[],
            b"safe" => &[Safety::Safe],
            b"unsafe" => &[Safety::Unsafe],
            b"safe, unsafe" => &[Safety::Safe, Safety::Unsafe],
            _ => panic!("`fix` is none of `none`, `safe`, `unsafe` and `safe, unsafe`"),
        };
        Self {
            text,
            summary: required(front, b"summary: "),
            severity,
            fixes,
            online: matches!(value(front, b"online: "), Some(online) if matches!(online.as_bytes(), b"true")),
            body,
        }
    }
}

/// The lines of the front matter, and what follows it.
const fn parts(text: &'static str) -> (&'static str, &'static str) {
    const FENCE: &[u8] = b"\n---\n";
    let bytes = text.as_bytes();
    assert!(
        starts_with(bytes, 0, b"---\n"),
        "the page does not begin with front matter"
    );
    let mut at = 3;
    while !starts_with(bytes, at, FENCE) {
        at += 1;
        assert!(at < bytes.len(), "the front matter does not end");
    }
    let mut body = at + FENCE.len();
    while body < bytes.len() && bytes[body] == b'\n' {
        body += 1;
    }
    let (front, _) = text.split_at(at);
    let (_, body) = text.split_at(body);
    (front, body)
}

const fn required(front: &'static str, key: &[u8]) -> &'static str {
    match value(front, key) {
        Some(value) => value,
        None => panic!("the front matter lacks `summary`, `severity` or `fix`"),
    }
}

/// What stands behind `key` at the beginning of a line.
const fn value(front: &'static str, key: &[u8]) -> Option<&'static str> {
    let bytes = front.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\n' && starts_with(bytes, at + 1, key) {
            let start = at + 1 + key.len();
            let mut end = start;
            while end < bytes.len() && bytes[end] != b'\n' {
                end += 1;
            }
            let (_, rest) = front.split_at(start);
            let (value, _) = rest.split_at(end - start);
            return Some(value);
        }
        at += 1;
    }
    None
}

const fn starts_with(bytes: &[u8], at: usize, start: &[u8]) -> bool {
    let mut index = 0;
    while index < start.len() {
        if at + index >= bytes.len() || bytes[at + index] != start[index] {
            return false;
        }
        index += 1;
    }
    true
}
