//! `qalint.toml`: what a collection wants of itself.
//!
//! [`Discovery`] finds it, [`load`] and [`parse`] read it, [`Settings`] is what it comes to.
//! Nothing in it reaches beyond the collection: globs match only paths in it, no value names a
//! file or is expanded from the environment.

mod custom;
mod discovery;
mod effective;
mod error;
mod escape;
mod explain;
mod file;
mod links;
mod online;
mod presets;
mod rules_table;
mod schema;
mod select;
mod settings;
mod suggest;

pub use custom::CustomName;
pub use discovery::{Discovery, FILE_NAME, load};
pub use effective::{Effective, Origin, RuleSetting, Setting, effective};
pub use error::{ConfigError, Mistake};
pub use file::parse;
pub use online::Online;
pub use presets::{Preset, preset, presets};
pub use schema::{rule_options, schema};
pub use select::{Selector, UnknownSelector, groups};
pub use settings::{CustomChange, Override, RuleChanges, RuleSettings, Settings, SeverityChange};
pub(crate) use suggest::nearest;
