//! The way through the house: files in, diagnostics out.

mod cached;
mod file;
mod found;
mod look;
mod member;
mod run;
mod style;
mod summary;
mod suppress;

pub use look::Looked;
pub use member::Member;
pub use run::{Mode, Run};
pub use style::Style;
