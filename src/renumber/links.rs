//! Links to questions whose anchors change, and to files whose names do.

use std::collections::{BTreeMap, HashMap};

use super::Problem;
use crate::collection::{Collection, FileSummary, Follow};
use crate::diagnostic::Edit;
use crate::link::{AnchorMatch, Anchors, Fragment, encode_path};
use crate::source::{FileId, Span};

/// What links lead to that is elsewhere afterwards.
pub(super) struct Moved<'a> {
    /// Of each file whose anchors change, the old ones and the new ones, in the same order.
    anchors: HashMap<FileId, (Anchors<'a>, HashMap<&'a str, &'a str>)>,
    /// The new names of files, without their folders.
    names: HashMap<FileId, &'a str>,
}

impl<'a> Moved<'a> {
    pub(super) fn new(
        before: &'a HashMap<FileId, FileSummary>,
        after: &'a HashMap<FileId, FileSummary>,
        renames: &'a BTreeMap<FileId, String>,
        collection: &Collection<'_>,
    ) -> Self {
        let mut anchors = HashMap::new();
        for (file, after) in after {
            let Some(before) = before.get(file) else {
                continue;
            };
            // Digits were replaced by digits, so the places are the same.
            if before.anchors.len() != after.anchors.len() {
                continue;
            }
            let changed: HashMap<&str, &str> = before
                .anchors
                .iter()
                .zip(&after.anchors)
                .filter(|(old, new)| old != new)
                .map(|(old, new)| (old.as_str(), new.as_str()))
                .collect();
            if !changed.is_empty() {
                let old = Anchors::new(before.anchors.iter().map(String::as_str));
                anchors.insert(*file, (old, changed));
            }
        }
        let names = renames
            .iter()
            .filter(|(file, _)| collection.files.get(**file).collection == collection.index)
            .map(|(file, path)| (*file, path.rsplit('/').next().unwrap_or(path)))
            .collect();
        Self { anchors, names }
    }

    fn is_empty(&self) -> bool {
        self.anchors.is_empty() && self.names.is_empty()
    }
}

/// The edits that let links lead to where they led.
pub(super) fn edits(collection: &Collection<'_>, moved: &Moved<'_>) -> Result<Vec<Edit>, Problem> {
    let mut edits = Vec::new();
    if moved.is_empty() {
        return Ok(edits);
    }
    let follow = Follow::new(collection);
    for (file, name, summary) in collection.iter() {
        let links = summary
            .links
            .iter()
            .map(|link| (&link.destination, link.span));
        // URLs of pages of the repository, which only indexes are known to have.
        let rows = summary.indexes.iter().flat_map(|index| &index.rows);
        let rows = rows.map(|row| (&row.destination, row.link));
        let mut all: Vec<(&String, Span)> = links.chain(rows).collect();
        all.sort_by_key(|(_, span)| *span);
        all.dedup_by_key(|(_, span)| *span);
        for (destination, span) in all {
            let Some((target, fragment)) = follow.target(file, destination) else {
                continue;
            };
            let new = new_destination(moved, destination, target, fragment.as_ref());
            let Some(replacement) = new.filter(|new| new != destination) else {
                continue;
            };
            if span.len() as usize != destination.len() {
                return Err(Problem::Link {
                    file: name.to_owned(),
                    destination: destination.clone(),
                });
            }
            edits.push(Edit {
                file,
                span,
                replacement,
            });
        }
    }
    Ok(edits)
}

/// What `destination`, which leads to `fragment` in `target`, becomes.
fn new_destination(
    moved: &Moved<'_>,
    destination: &str,
    target: FileId,
    fragment: Option<&Fragment<'_>>,
) -> Option<String> {
    let (base, old_fragment) = match destination.split_once('#') {
        Some((base, fragment)) => (base, Some(fragment)),
        None => (destination, None),
    };
    let mut new_base = base.to_owned();
    if let Some(name) = moved.names.get(&target).filter(|_| !base.is_empty()) {
        let (path, query) = match base.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (base, None),
        };
        let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
        let query = query.map_or(String::new(), |query| format!("?{query}"));
        new_base = format!("{folder}{}{query}", encode_path(name));
    }
    let new_fragment = fragment.and_then(|fragment| {
        let (anchors, changed) = moved.anchors.get(&target)?;
        let Fragment::Anchor { raw, name } = fragment else {
            return None;
        };
        match anchors.find(fragment)? {
            AnchorMatch::Exact => changed.get(raw).or_else(|| changed.get(name.as_ref())),
            AnchorMatch::Case(anchor) | AnchorMatch::Form(anchor) => changed.get(anchor),
        }
        .copied()
    });
    let fragment = match (new_fragment, old_fragment) {
        (Some(new), _) => format!("#{}", encode_path(new)),
        (None, Some(old)) => format!("#{old}"),
        (None, None) => String::new(),
    };
    Some(format!("{new_base}{fragment}"))
}
