//! What questions say, compared: whether two say the same, or nearly. Pure functions on texts;
//! knows nothing of Markdown, files or output.

mod fingerprint;
mod hash;
mod near;
mod pointing;
mod sketch;
mod token;

pub use fingerprint::Fingerprint;
pub use near::{Pair, near_pairs};
pub use pointing::points_at_something;
pub use sketch::{BINS, Sketch};
pub use token::words;
