//! A request and what becomes of it: the border between what decides and what sends.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::SecretHeader;

/// Sends single requests: the web, or in a test what stands for it.
pub trait Network: Sync {
    /// Sends `request`, follows no redirect and tries nothing again.
    fn send(&self, request: &Request<'_>) -> Reply;
}

/// A request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The address: `http` or `https`, without fragment, name and password.
    pub url: &'a Url,
    /// What is asked for.
    pub method: Method,
    /// The anchors to look for in the body.
    pub anchors: &'a [String],
    /// What the host gets with it.
    pub headers: &'a [&'a SecretHeader],
    /// How long all of it may take.
    pub timeout: Duration,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Whether the page is there.
    Head,
    /// The page.
    Get,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Somebody has answered.
    Answer(Answer),
    /// Nobody has.
    Failure(Failure),
}

/// An answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where a redirect leads, as the answer has it.
    pub location: Option<String>,
    /// When to ask again, as the answer has it.
    pub retry_after: Option<String>,
    /// Whether it sets a cookie.
    pub sets_cookie: bool,
    /// The anchors of the request that the page surely does not have.
    pub missing: Vec<String>,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The address is not public: nothing was sent.
    Private,
    /// The name of the host does not exist.
    NoSuchHost,
    /// The name of the host could not be looked up.
    Lookup,
    /// The time was up.
    Timeout,
    /// There is no encrypted connection.
    Tls(String),
    /// There is no connection, or it was cut off.
    Connection(String),
    /// The answer is not HTTP.
    NoHttp,
}
