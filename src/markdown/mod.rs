//! Markdown, parsed once: pulldown-cmark's events as a [`Document`] that rules and shapes ask.
//!
//! All ranges are in the text as it was meant.

mod bare;
mod comments;
mod destination;
mod document;
mod fence;
mod front_matter;
pub mod html;
mod html_heading;
mod links;
mod parse;
mod references;
mod tabs;
mod text;

pub use comments::comments;
pub use document::{
    Anchor, Definition, Document, Heading, HtmlHeading, Link, LinkKind, Needs, Node, NodeId,
    NodeKind, Undefined, UndefinedKind,
};
pub use fence::{Fence, length as fence_length};
pub use parse::{options, parse};
