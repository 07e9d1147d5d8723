//! Where the links of a collection lead.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::{Collection, FileSummary, LinkSummary};
use crate::link::{
    AnchorIndex, Anchors, Found, Fragment, Resolved, Slugger, Suggestions, Target, Tree,
    nearby_anchors, nearby_files, resolve, slug,
};
use crate::markdown::{self, Document, Needs};
use crate::source::{self, FileId, Span};

/// The links of a collection that lead nowhere.
#[derive(Clone, Debug, Default)]
pub struct Links<'a> {
    /// In the order of files and places.
    pub broken: Vec<BrokenLink<'a>>,
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
    /// What is wrong with it.
    pub fault: Fault,
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
    pub fn part(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let range = Span::from_usize(range);
        (self.span.len() as usize == self.destination.len())
            .then(|| Span::new(self.span.start + range.start, self.span.start + range.end))
    }
}

/// The names that links to places of `document` can have: the anchors that its headings get, and
/// those that raw HTML names. Needs headings and anchors.
#[must_use]
pub fn anchors(document: &Document) -> Vec<String> {
    let mut slugger = Slugger::default();
    let mut anchors = Vec::with_capacity(document.headings.len() + document.anchors.len());
    for heading in &document.headings {
        match own_id(&heading.text) {
            // Renderers that do not know the notation make an anchor of the whole text.
            Some((text, id)) => {
                anchors.push(slugger.anchor(&heading.text));
                anchors.push(id.to_owned());
                anchors.push(slug(text));
            }
            None => anchors.push(slugger.anchor(&heading.text)),
        }
    }
    anchors.extend(document.anchors.iter().map(|anchor| anchor.name.clone()));
    anchors
}

/// The text and the id of a heading that states its own, as kramdown, Python-Markdown and
/// Docusaurus have it: `Title {#id}`, or `Title {/*id*/}` in MDX.
fn own_id(text: &str) -> Option<(&str, &str)> {
    let (title, braces) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let id = match braces.trim().strip_prefix('#') {
        Some(attributes) => attributes.split_whitespace().next()?,
        // Markdown takes the asterisks of `/*id*/` for emphasis.
        None => {
            let comment = braces.trim().strip_prefix('/')?.strip_suffix('/')?;
            comment.trim_matches('*').trim()
        }
    };
    Some((title.trim_end(), id))
}

/// Whether a destination is only made when the site is built: it holds a placeholder.
fn is_template(destination: &str) -> bool {
    destination.contains('{') && destination.contains('}')
}

/// A link with a fragment, and the file that it leads to.
struct Pending<'a> {
    file: FileId,
    link: &'a LinkSummary,
    fragment: Fragment<'a>,
    /// Whether it leads to a place in its own file.
    own: bool,
}

impl<'a> Links<'a> {
    /// Follows all links of `collection` to files and places below the root of `tree`, which is
    /// the collection's boundary.
    #[must_use]
    pub fn resolve(collection: &Collection<'a>, tree: &Tree) -> Self {
        let mut prefix = String::new();
        if let Ok(below) = collection.root.strip_prefix(collection.boundary) {
            for name in below {
                prefix.push_str(&name.to_string_lossy());
                prefix.push('/');
            }
        }
        let members: Vec<(FileId, String, &FileSummary)> = collection
            .iter()
            .map(|(file, name, summary)| (file, format!("{prefix}{name}"), summary))
            .collect();
        let followed: Vec<Followed<'a>> = members
            .par_iter()
            .map(|(file, path, summary)| follow(tree, *file, path, summary))
            .collect();
        let mut links = Self::default();
        let mut pending: BTreeMap<String, Vec<Pending<'a>>> = BTreeMap::new();
        for Followed { broken, places } in followed {
            links.broken.extend(broken);
            for (target, place) in places {
                pending.entry(target).or_default().push(place);
            }
        }
        let paths: HashMap<&str, FileId> = members
            .iter()
            .map(|(file, path, _)| (path.as_str(), *file))
            .collect();
        let broken_anchors: Vec<Vec<BrokenLink<'a>>> = pending
            .into_par_iter()
            .map(|(target, pending)| {
                let summary = paths
                    .get(target.as_str())
                    .and_then(|file| collection.summary(*file));
                match summary {
                    Some(summary) => {
                        broken(&prefix, collection, &target, &summary.anchors, pending)
                    }
                    None => match read_anchors(tree, &target) {
                        Some(anchors) => broken(&prefix, collection, &target, &anchors, pending),
                        None => Vec::new(),
                    },
                }
            })
            .collect();
        links.broken.extend(broken_anchors.into_iter().flatten());
        links
            .broken
            .sort_by_key(|broken| (broken.file, broken.link.span));
        links
    }
}

/// Whether the first name of `path` stands in the root of the repository.
fn starts_in(tree: &Tree, path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(first, _)| !matches!(tree.find(first), Found::Missing | Found::WrongCase(_)))
}

/// What following the links of one file has come to.
#[derive(Default)]
struct Followed<'a> {
    broken: Vec<BrokenLink<'a>>,
    /// Links to places, with the files that they lead to: whether the places are there is still
    /// to be seen.
    places: Vec<(String, Pending<'a>)>,
}

/// Follows the links of one file.
fn follow<'a>(tree: &Tree, file: FileId, path: &str, summary: &'a FileSummary) -> Followed<'a> {
    let mut followed = Followed::default();
    for link in &summary.links {
        let Target::Local(local) = Target::parse(&link.destination) else {
            continue;
        };
        if is_template(&link.destination) {
            continue;
        }
        let own = local.is_same_file();
        let found = match resolve(path, "", &local) {
            Resolved::Inside(target) if own => Ok(target),
            Resolved::Inside(target) => match tree.find(&target) {
                Found::File(found) => Ok(found),
                Found::Folder(folder) => Ok(tree.index_of(&folder).unwrap_or_default()),
                Found::WrongCase(actual) => Err(Fault::Case { actual }),
                // A path of the site that the files become, not of the repository.
                Found::Missing if local.rooted && !starts_in(tree, &target) => continue,
                Found::Missing => {
                    let nearby = nearby_files(tree, &target);
                    Err(Fault::File { target, nearby })
                }
                Found::Outside | Found::Unreadable => continue,
            },
            Resolved::Outside { .. } => continue,
        };
        match (found, local.fragment) {
            (Ok(target), Some(fragment @ Fragment::Anchor { .. })) => {
                followed.places.push((
                    target,
                    Pending {
                        file,
                        link,
                        fragment,
                        own,
                    },
                ));
            }
            (Ok(_), _) => {}
            (Err(fault), _) => {
                followed.broken.push(BrokenLink {
                    file,
                    path: path.to_owned(),
                    link,
                    fault,
                });
            }
        }
    }
    followed
}

/// The anchors of a Markdown file that is not one of the run's; `None` for other files, whose
/// places nobody knows.
fn read_anchors(tree: &Tree, target: &str) -> Option<Vec<String>> {
    let path = tree.root().join(target);
    if !source::is_markdown(&path) {
        return None;
    }
    let bytes = source::read(&path).ok()?;
    let decoded = source::decode(&bytes).ok()?;
    Some(anchors(&markdown::parse(
        &decoded.text,
        Needs::HEADINGS.and(Needs::ANCHORS),
    )))
}

fn broken<'a>(
    prefix: &str,
    collection: &Collection<'a>,
    target: &str,
    anchors: &[String],
    pending: Vec<Pending<'a>>,
) -> Vec<BrokenLink<'a>> {
    let known = Anchors::new(anchors.iter().map(String::as_str));
    let mut index = None;
    pending
        .into_iter()
        .filter(|pending| known.find(&pending.fragment).is_none())
        .map(
            |Pending {
                 file,
                 link,
                 fragment,
                 own,
             }| {
                let fragment = match fragment {
                    Fragment::Anchor { name, .. } => name.into_owned(),
                    _ => String::new(),
                };
                let index = index
                    .get_or_insert_with(|| AnchorIndex::new(anchors.iter().map(String::as_str)));
                let nearby = nearby_anchors(&fragment, index);
                let target = (!own).then(|| target.to_owned());
                BrokenLink {
                    file,
                    path: format!("{prefix}{}", collection.files.get(file).name),
                    link,
                    fault: Fault::Anchor {
                        fragment,
                        target,
                        nearby,
                    },
                }
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_may_state_their_own_ids() {
        let text = "# A b {#c .d}\n\n## E {/*f*/}\n\n## G {h}\n\n## G {h}\n";
        let document = markdown::parse(text, Needs::ALL);
        let expected = ["a-b-c-d", "c", "a-b", "e-f", "f", "e", "g-h", "g-h-1"];
        assert_eq!(anchors(&document), expected);
    }
}
