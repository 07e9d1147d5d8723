//! Links. Inside a repository: the anchors that headings get, what a destination means, and what
//! stands where it points. Knows nothing of Markdown, diagnostics or output.
//!
//! The way of a link: [`Target::parse`] reads the destination, [`resolve`] turns its path into one
//! from the root of the repository, [`Tree`] says what is there, [`Anchors`] whether a fragment
//! leads anywhere. [`nearby_files`] and [`nearby_anchors`] name what was probably meant.

mod anchor;
mod flaw;
mod nearby;
#[cfg(feature = "online")]
pub mod online;
mod origin;
mod percent;
mod resolve;
mod settings;
mod site;
mod slug;
mod style;
mod suggest;
mod target;
mod tree;
mod verdict;

pub use anchor::{AnchorMatch, Anchors, LooseAnchors};
pub use flaw::{Flaw, FlawKind, flaw};
pub use nearby::nearby_files;
pub use origin::{Origin, OwnUrl, submodules};
pub use percent::encode_path;
pub use resolve::{Resolved, is_host_page, relative, resolve};
pub use settings::LinkSettings;
pub use site::{Generator, Sites, is_partial};
pub use slug::{Slugger, is_invisible, slug, without_invisible};
pub use style::AnchorStyle;
pub(crate) use style::Anchorer;
pub use suggest::{AnchorIndex, Suggestions, nearby_anchors};
pub use target::{Flaws, Fragment, Local, Target, is_template};
pub use tree::{Found, Tree};
pub use verdict::{Broken, Moved, Outcome, Unreachable, Verdict, Verdicts};
