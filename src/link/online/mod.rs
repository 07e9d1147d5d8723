//! Asking the web for the links to it.
//!
//! The way of a link: `wanted` says which address it asks for, `queue` when its turn is, a
//! [`Network`] asks, `judge` decides whether that settles it, and when all addresses are settled
//! `walk` follows the redirects between them to a [`Verdict`].
//! So every address is asked once, whether links or redirects lead to it.
//!
//! What is asked for comes from strangers. Three walls keep their requests to the public web: only
//! `http` and `https` addresses of public-looking hosts come into the queue, also those that
//! redirects lead to; [`Web`] looks at the addresses that a name resolves to, and connects to no
//! others; secrets belong to one host, and are said in the environment only.
//!
//! [`Verdict`]: super::Verdict

mod anchors;
mod cache;
mod failure;
mod hosts;
mod judge;
mod pool;
mod public;
mod queue;
mod reply;
mod walk;
mod wanted;
mod web;

pub use cache::{Cache, MAX_CACHE_BYTES};
pub use hosts::{HeadersError, PrivateHost, SecretHeader, secret_headers};
pub use pool::{Asked, Asker, ask};
pub use public::is_public;
pub use reply::{Answer, Failure, Method, Network, Reply, Request};
pub use web::Web;
