//! Where the links of a collection lead.

mod follow;
mod places;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Mutex;

use rayon::prelude::*;

pub use places::{Places, takes_in_others};

use self::follow::{Followed, Pending, Ways};
use super::{Collection, FileSummary, LinkSummary};
use crate::link::{
    AnchorIndex, Anchors, Fragment, LooseAnchors, Origin, Sites, Suggestions, Tree, nearby_anchors,
    submodules,
};
use crate::source::{FileId, Span};

/// How many links of one file, or to one file, get suggestions: each takes a look at many names.
pub(crate) const MOST_SUGGESTIONS: usize = 500;

/// The links of a collection that have something to be said of them.
#[derive(Clone, Debug, Default)]
pub struct Links<'a> {
    /// Those that lead nowhere, in the order of files and places.
    pub broken: Vec<BrokenLink<'a>>,
    /// URLs of pages of the repository's own files that are there, in the order of files and
    /// places.
    pub own: Vec<OwnLink<'a>>,
}

/// A link that leads nowhere.
#[derive(Clone, Debug)]
pub struct BrokenLink<'a> {
    /// The file it is in.
    pub file: FileId,
    /// The file's path from the root of the repository.
    pub path: String,
    /// The link.
    pub link: &'a LinkSummary,
    /// Where in the destination the path is written.
    pub path_range: Range<usize>,
    /// For a path with a leading `/`, and for a URL, the folder that it starts from.
    pub rooted: Option<String>,
    /// Whether it is a URL of the repository itself.
    pub is_url: bool,
    /// What is wrong with it.
    pub fault: Fault,
}

/// A URL of a file or folder of the repository itself.
#[derive(Clone, Debug)]
pub struct OwnLink<'a> {
    /// The file it is in.
    pub file: FileId,
    /// That file's path from the root of the repository.
    pub path: String,
    /// The link.
    pub link: &'a LinkSummary,
    /// What it names, from the root of the repository.
    pub named: String,
    /// The file that is shown; for a folder its README.
    pub target: String,
    /// Where in the destination the path is written.
    pub path_range: Range<usize>,
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file or folder.
    File {
        /// Where it leads, from the root of the repository.
        target: String,
        /// Paths from the root of the repository that may have been meant.
        nearby: Suggestions,
    },
    /// There is one whose name differs in upper and lower case only.
    Case {
        /// Its path from the root of the repository.
        actual: String,
    },
    /// It leads out of the repository.
    Outside {
        /// How many folders above its root; 0 if a symbolic link on the way leads out.
        levels: usize,
    },
    /// The file is there, but not the place in it.
    Anchor {
        /// The place, percent-decoded, without `#`.
        fragment: String,
        /// The file, from the root of the repository; `None` for the file of the link itself.
        target: Option<String>,
        /// Anchors that may have been meant.
        nearby: Suggestions,
    },
}

impl LinkSummary {
    /// The place on disk of the part `range` of the destination; `None` where the destination is
    /// written otherwise than it reads, with escapes or entities, so that no part of it can be
    /// told.
    #[must_use]
    pub fn part(&self, range: Range<usize>) -> Option<Span> {
        let range = Span::from_usize(range);
        (self.span.len() as usize == self.destination.len())
            .then(|| Span::new(self.span.start + range.start, self.span.start + range.end))
    }
}

impl<'a> Links<'a> {
    /// Follows all links of `collection` to files and places below the root of `tree`, which is
    /// the collection's boundary.
    #[must_use]
    pub fn resolve(collection: &Collection<'a>, tree: &Tree) -> Self {
        let prefix = prefix(collection);
        let members = members(collection, &prefix);
        let ways = Ways {
            tree,
            files: members
                .iter()
                .map(|(_, path, summary)| (path.as_str(), *summary))
                .collect(),
            sites: Sites::default(),
            root: collection.links.root.as_ref().map(|root| {
                let root = format!("{prefix}{root}");
                root.trim_end_matches('/').to_owned()
            }),
            origin: collection.origin,
            submodules: submodules(tree.root()),
            near: Mutex::default(),
            is_repository: collection.boundary.join(".git").exists(),
        };
        let style = collection.links.style(collection.origin);
        let followed: Vec<Followed<'a>> = members
            .par_iter()
            .map(|(file, path, summary)| ways.follow(*file, path, summary))
            .collect();
        let mut links = Self::default();
        let mut pending: BTreeMap<String, Vec<Pending<'a>>> = BTreeMap::new();
        for Followed {
            broken,
            places,
            own,
        } in followed
        {
            links.broken.extend(broken);
            links.own.extend(own);
            for (target, place) in places {
                pending.entry(target).or_default().push(place);
            }
        }
        let by_id: HashMap<FileId, &str> = members
            .iter()
            .map(|(file, path, _)| (*file, path.as_str()))
            .collect();
        let broken_anchors: Vec<Vec<BrokenLink<'a>>> = pending
            .into_par_iter()
            .map(|(target, pending)| {
                let aim = Aim {
                    target: &target,
                    by_id: &by_id,
                    is_loose: collection.links.anchors.is_none(),
                };
                match ways.files.get(target.as_str()) {
                    Some(summary) if summary.takes_in_others => Vec::new(),
                    Some(summary) => aim.broken(&summary.anchors, &summary.hidden, pending),
                    None => match Places::read(tree, &target, style) {
                        Some(places) if !places.open => aim.broken(&places.anchors, &[], pending),
                        _ => Vec::new(),
                    },
                }
            })
            .collect();
        links.broken.extend(broken_anchors.into_iter().flatten());
        links
            .broken
            .sort_by_key(|broken| (broken.file, broken.link.span));
        // References share the destination of their definition: what is wrong with it is said once.
        links
            .broken
            .dedup_by(|a, b| (a.file, a.link.span, &a.fault) == (b.file, b.link.span, &b.fault));
        links
            .own
            .dedup_by(|a, b| (a.file, a.link.span) == (b.file, b.link.span));
        links
    }

    /// Whether `destination` is a URL of a file of the repository itself, which is looked up in
    /// the working tree rather than on the web.
    #[must_use]
    pub fn is_own(origin: Option<&Origin>, destination: &str) -> bool {
        origin.is_some_and(|origin| origin.own(destination).is_some())
    }
}

/// The way from the root of the repository to that of the collection, with `/` at its end unless
/// it is empty.
pub(super) fn prefix(collection: &Collection<'_>) -> String {
    let mut prefix = String::new();
    if let Ok(below) = collection.root.strip_prefix(collection.boundary) {
        for name in below {
            prefix.push_str(&name.to_string_lossy());
            prefix.push('/');
        }
    }
    prefix
}

/// The files of `collection`, with their paths from the root of the repository.
fn members<'a>(
    collection: &Collection<'a>,
    prefix: &str,
) -> Vec<(FileId, String, &'a FileSummary)> {
    collection
        .iter()
        .map(|(file, name, summary)| (file, format!("{prefix}{name}"), summary))
        .collect()
}

/// A file that links with fragments lead to.
struct Aim<'t> {
    target: &'t str,
    /// The paths of all files of the collection.
    by_id: &'t HashMap<FileId, &'t str>,
    /// Whether the anchors of pages of a site need only be near: nobody has said how its
    /// generator makes them.
    is_loose: bool,
}

impl Aim<'_> {
    /// Those of `pending` that lead to none of `anchors`, nor to what an unclosed block of code
    /// hides.
    fn broken<'a>(
        &self,
        anchors: &[String],
        hidden: &[String],
        pending: Vec<Pending<'a>>,
    ) -> Vec<BrokenLink<'a>> {
        let hidden = Anchors::new(hidden.iter().map(String::as_str));
        let known = Anchors::new(anchors.iter().map(String::as_str));
        let mut loose = None;
        let mut index = None;
        let mut broken: Vec<BrokenLink<'a>> = Vec::new();
        for pending in pending {
            let Fragment::Anchor { name, .. } = &pending.fragment else {
                continue;
            };
            let is_there = |anchors: &Anchors<'_>| anchors.find(&pending.fragment).is_some();
            if is_there(&known) || is_there(&hidden) {
                continue;
            }
            let all = || anchors.iter().map(String::as_str);
            if self.is_loose && pending.generator.is_some() {
                let loose = loose.get_or_insert_with(|| LooseAnchors::new(all()));
                if loose.contains(name) {
                    continue;
                }
            }
            let nearby = if broken.len() < MOST_SUGGESTIONS {
                nearby_anchors(name, index.get_or_insert_with(|| AnchorIndex::new(all())))
            } else {
                Suggestions::default()
            };
            let path = self.by_id.get(&pending.file);
            broken.push(BrokenLink {
                file: pending.file,
                path: path.copied().unwrap_or_default().to_owned(),
                link: pending.link,
                path_range: 0..0,
                rooted: None,
                is_url: false,
                fault: Fault::Anchor {
                    fragment: name.clone().into_owned(),
                    target: (!pending.own).then(|| self.target.to_owned()),
                    nearby,
                },
            });
        }
        broken
    }
}
