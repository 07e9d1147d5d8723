//! What the web has said of the links of a collection.
//!
//! Plain data: who asks is `online`, which not every build has; rules read this in all of them.

use std::collections::HashMap;

/// What the web has said of links, by their destinations as documents have them (escapes and
/// entities of Markdown resolved). A destination that nobody has asked for is not in it.
pub type Verdicts = HashMap<String, Verdict>;

/// What the web has said of one link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How it ended.
    pub outcome: Outcome,
    /// The last address that was asked, if redirects led to another than that of the link.
    pub at: Option<String>,
    /// The new address, if the link is good and its address has changed for good.
    pub moved: Option<Moved>,
    /// Whether the page is there, but surely not the place in it that the link names.
    pub misses_anchor: bool,
}

/// How asking for a link ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It works.
    Good,
    /// It does not work, and will not work tomorrow.
    Broken(Broken),
    /// Somebody answers, but not to programs, or not to everybody: the status code.
    Blocked(u16),
    /// There was no answer that says anything.
    Unreachable(Unreachable),
}

/// Why a link is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// 404 or 410.
    Status(u16),
    /// The name of its host does not exist.
    NoSuchHost,
}

/// Why nothing is known of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// No answer within the time.
    Timeout,
    /// No encrypted connection, most often because of the certificate; in words of TLS.
    Tls(String),
    /// No connection, or one that was cut off.
    Connection(String),
    /// The name of its host could not be looked up, whether it exists or not.
    Lookup,
    /// What answers does not speak HTTP.
    NoHttp,
    /// A server's failure.
    Status(u16),
    /// Redirects lead in a circle.
    Circle,
    /// Too many redirects, one after the other.
    TooManyRedirects,
    /// A redirect leads to another scheme than `http` and `https`.
    RedirectScheme(String),
    /// A redirect without an address, or with one that is none.
    BadRedirect,
    /// A redirect leads to an address that is not public, which is not followed.
    PrivateRedirect,
}

/// A new address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The address, with the fragment of the link.
    pub to: String,
    /// Whether it leads to the front page of a site, though the link did not: what was linked may
    /// well be gone.
    pub to_front_page: bool,
}
