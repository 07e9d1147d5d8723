//! qalint keeps Markdown question-and-answer collections correct.

pub mod add;
pub mod baseline;
pub mod cache;
pub mod changes;
pub mod characters;
pub mod check;
pub mod collection;
pub mod config;
pub mod content;
pub mod custom;
pub mod diagnostic;
pub mod encoding;
pub mod fix;
pub mod index;
pub mod json;
pub mod link;
pub mod markdown;
pub mod passage;
pub mod qa;
pub mod renumber;
pub mod repair;
pub mod report;
pub mod rules;
pub mod source;
