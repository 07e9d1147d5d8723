//! The way through the house: files in, diagnostics out.

mod cached;
mod file;
mod run;
mod style;
mod summary;
mod suppress;

pub use run::{Looked, Member, Mode, Run};
pub use style::Style;
