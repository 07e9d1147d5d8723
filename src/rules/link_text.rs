//! What rules about links have in common: where the parts of a destination stand, and how a path
//! is written in its place.

use crate::collection::BrokenLink;
use crate::diagnostic::Label;
use crate::link::{encode_path, relative};

/// The path of a broken link, or all of its destination where the path cannot be told.
pub(super) fn at_path(broken: &BrokenLink<'_>) -> Label {
    let span = match broken.is_url {
        true => broken.link.part(broken.path_range.clone()),
        false => None,
    };
    Label {
        file: broken.file,
        span: span.unwrap_or(broken.link.span),
        message: String::new(),
    }
}

/// How the path of the broken link would be written if it led to `path`, which is from the root of
/// the repository: as what it was, a relative path, one with a leading `/`, or part of a URL.
pub(super) fn rewritten(broken: &BrokenLink<'_>, path: &str) -> String {
    let Some(root) = &broken.rooted else {
        return encode_path(&relative(&broken.path, path));
    };
    if broken.is_url {
        return encode_path(path);
    }
    let below = path
        .strip_prefix(root.as_str())
        .filter(|rest| root.is_empty() || rest.starts_with('/'));
    match below {
        Some(path) => format!("/{}", encode_path(path.trim_start_matches('/'))),
        None => encode_path(&relative(&broken.path, path)),
    }
}

/// How many Unicode scalar values of a path a message repeats.
const LONGEST: usize = 80;

/// `path` in backticks; of a long one the end, which tells paths of one folder apart.
pub(super) fn quote_path(path: &str) -> String {
    let count = path.chars().count();
    if count <= LONGEST {
        return format!("`{path}`");
    }
    let cut = path
        .char_indices()
        .nth(count - LONGEST)
        .map_or(0, |(at, _)| at);
    format!("`…{}`", &path[cut..])
}
