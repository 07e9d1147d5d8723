//! Following the links of one file, as far as that can be done without reading another.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::places::{are_unknown, is_reserved};
use super::{BrokenLink, Fault, MOST_SUGGESTIONS, OwnLink};
use crate::collection::{FileSummary, LinkSummary};
use crate::link::{
    Found, Fragment, Generator, Local, Origin, Resolved, Sites, Suggestions, Target, Tree,
    is_host_page, is_partial, is_template, nearby_files, resolve,
};
use crate::source::{self, FileId};

/// What the links of a collection lead through.
pub(super) struct Ways<'a> {
    pub(super) tree: &'a Tree,
    /// What the files of the collection say of themselves, by their paths from the root of the
    /// tree: that these are there need not be looked up.
    pub(super) files: HashMap<&'a str, &'a FileSummary>,
    pub(super) sites: Sites,
    /// The folder that a path with a leading `/` starts from, from the root of the tree, if the
    /// configuration names one.
    pub(super) root: Option<String>,
    pub(super) origin: Option<&'a Origin>,
    /// The folders that other repositories are put into.
    pub(super) submodules: Vec<String>,
    /// What is near targets that are not there: often many links lead to the same one.
    pub(super) near: Mutex<HashMap<String, Suggestions>>,
    /// Whether the root of the tree is that of a repository, so that what lies beyond is outside.
    pub(super) is_repository: bool,
}

/// A link with a fragment, and the file that it leads to.
pub(super) struct Pending<'a> {
    pub(super) file: FileId,
    pub(super) link: &'a LinkSummary,
    pub(super) fragment: Fragment<'a>,
    /// Whether it leads to a place in its own file.
    pub(super) own: bool,
    /// What makes a page of the file that the link stands in.
    pub(super) generator: Option<Generator>,
}

/// What following the links of one file has come to.
#[derive(Default)]
pub(super) struct Followed<'a> {
    pub(super) broken: Vec<BrokenLink<'a>>,
    /// Links to places, with the files that they lead to: whether the places are there is still
    /// to be seen.
    pub(super) places: Vec<(String, Pending<'a>)>,
    pub(super) own: Vec<OwnLink<'a>>,
}

/// A file whose links are followed.
#[derive(Clone, Copy)]
pub(super) struct Start<'a> {
    pub(super) file: FileId,
    /// From the root of the tree.
    pub(super) path: &'a str,
    pub(super) summary: &'a FileSummary,
    pub(super) generator: Option<Generator>,
}

impl Ways<'_> {
    /// Follows the links of one file.
    pub(super) fn follow<'a>(
        &self,
        file: FileId,
        path: &str,
        summary: &'a FileSummary,
    ) -> Followed<'a> {
        let mut followed = Followed::default();
        let start = Start {
            file,
            path,
            summary,
            generator: self.sites.generator_of(self.tree, path),
        };
        for link in &summary.links {
            self.follow_link(start, link, &mut followed);
        }
        followed
    }

    fn follow_link<'a>(
        &self,
        start: Start<'_>,
        link: &'a LinkSummary,
        followed: &mut Followed<'a>,
    ) {
        let destination = link.destination.as_str();
        if is_template(destination) {
            return;
        }
        let (local, url_path) = match Target::parse(destination) {
            Target::Local(local) => (local, None),
            Target::External { .. } => {
                match self.origin.and_then(|origin| origin.own(destination)) {
                    Some(own) => (own.local, Some((own.path, own.raw))),
                    None => return,
                }
            }
            Target::Machine => return,
        };
        let is_url = url_path.is_some();
        let raw = url_path.as_ref().is_some_and(|(_, raw)| *raw);
        let path_range = match url_path {
            Some((range, _)) => range,
            None => 0..destination.find(['?', '#']).unwrap_or(destination.len()),
        };
        let own_file = local.is_same_file();
        let root = match &self.root {
            Some(root) if !is_url => root.as_str(),
            _ => "",
        };
        let trusted = is_url || self.is_trusted(start, link, &local);
        let broken = |fault| BrokenLink {
            file: start.file,
            path: start.path.to_owned(),
            link,
            path_range: path_range.clone(),
            rooted: local.rooted.then(|| root.to_owned()),
            is_url,
            fault,
        };
        let resolved = resolve(start.path, root, &local);
        let named = match &resolved {
            Resolved::Inside(named) if is_url => named.clone(),
            _ => String::new(),
        };
        let target = match resolved {
            Resolved::Inside(target) if own_file || self.files.contains_key(target.as_str()) => {
                target
            }
            Resolved::Inside(target) => match self.tree.find(&target) {
                Found::File(found) => found,
                Found::Folder(folder) => self.tree.index_of(&folder).unwrap_or_default(),
                _ if !trusted => return,
                // Microsoft's sites, which are made so, take both cases for the same.
                Found::WrongCase(actual)
                    if !is_url && start.generator == Some(Generator::DocFx) =>
                {
                    actual
                }
                Found::WrongCase(actual) => {
                    followed.broken.push(broken(Fault::Case { actual }));
                    return;
                }
                // A path of the site that the files become, not of the repository.
                Found::Missing
                    if !is_url
                        && local.rooted
                        && self.root.is_none()
                        && !starts_in(self.tree, &target)
                        && (start.summary.has_front_matter
                            || !source::is_markdown(std::path::Path::new(&target))) =>
                {
                    return;
                }
                Found::Missing if self.is_in_submodule(&target) => return,
                Found::Missing => {
                    let nearby = if followed.broken.len() < MOST_SUGGESTIONS {
                        self.nearby(start.path, &local, &target)
                    } else {
                        Suggestions::default()
                    };
                    followed.broken.push(broken(Fault::File { target, nearby }));
                    return;
                }
                Found::Outside => {
                    followed.broken.push(broken(Fault::Outside { levels: 0 }));
                    return;
                }
                Found::Unreadable => return,
            },
            Resolved::Outside { levels, rest } => {
                if trusted && self.is_repository && !is_host_page(levels, &rest) {
                    followed.broken.push(broken(Fault::Outside { levels }));
                }
                return;
            }
        };
        if is_url && !raw {
            followed.own.push(OwnLink {
                file: start.file,
                path: start.path.to_owned(),
                link,
                named,
                target: target.clone(),
                path_range: path_range.clone(),
            });
        }
        if let Some(fragment @ Fragment::Anchor { .. }) = local.fragment.clone()
            && self.has_known_places(start, &local, is_url, &target, &fragment)
        {
            let pending = Pending {
                file: start.file,
                link,
                fragment,
                own: own_file,
                generator: start.generator.filter(|_| !is_url),
            };
            followed.places.push((target, pending));
        }
    }

    /// What is near `target`, looked for once.
    fn near(&self, target: &str) -> Suggestions {
        let known = |near: &Mutex<HashMap<String, Suggestions>>| {
            // Never left half changed, so a panic of another thread does no harm.
            near.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .get(target)
                .cloned()
        };
        known(&self.near).unwrap_or_else(|| {
            let found = nearby_files(self.tree, target);
            self.near
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(target.to_owned(), found.clone());
            found
        })
    }

    /// What the path of a link that leads to nothing at `target` may have meant.
    fn nearby(&self, path: &str, local: &Local<'_>, target: &str) -> Suggestions {
        if !local.flaws.backslash {
            return self.near(target);
        }
        // Only Windows takes `\` for `/`.
        let slashed = Local {
            path: local.path.replace('\\', "/").into(),
            ..local.clone()
        };
        let root = self.root.as_deref().unwrap_or_default();
        match resolve(path, root, &slashed) {
            Resolved::Inside(meant) => match self.tree.find(&meant) {
                Found::File(_) | Found::Folder(_) => Suggestions::certain(meant),
                _ => self.near(&meant),
            },
            Resolved::Outside { .. } => Suggestions::default(),
        }
    }

    fn is_in_submodule(&self, target: &str) -> bool {
        self.submodules.iter().any(|folder| {
            target
                .strip_prefix(folder.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether a path that leads nowhere in the repository leads nowhere at all: not if a site is
    /// made of the file, and only its generator knows what the path means.
    fn is_trusted(&self, start: Start<'_>, link: &LinkSummary, local: &Local<'_>) -> bool {
        if local.rooted && self.root.is_some() {
            return true;
        }
        let is_markdown = source::is_markdown(std::path::Path::new(&*local.path));
        let Some(generator) = start.generator else {
            // Metadata at the top is for a generator elsewhere, which names pages by other paths.
            return is_markdown || link.image || !start.summary.has_front_matter;
        };
        if local.rooted || local.path.starts_with(['~', '@', '$', '!', '|']) {
            return false;
        }
        if is_partial(start.path) && generator != Generator::DocFx {
            return false;
        }
        if generator == Generator::Hugo && in_another_language(self.tree, start.path, local) {
            return false;
        }
        let name = local.path.rsplit('/').next().unwrap_or_default();
        is_markdown && !link.html
            || generator.resolves_files()
                && !link.html
                && name.contains('.')
                && !name.ends_with(".html")
                && !name.ends_with('.')
    }

    /// Whether what a link to a place of `target` can name is known.
    fn has_known_places(
        &self,
        start: Start<'_>,
        local: &Local<'_>,
        is_url: bool,
        target: &str,
        fragment: &Fragment<'_>,
    ) -> bool {
        let Fragment::Anchor { name, .. } = fragment else {
            return false;
        };
        if is_reserved(name, start.generator) || are_unknown(&self.sites, self.tree, target) {
            return false;
        }
        if start.generator.is_none() || is_url {
            return true;
        }
        let is_markdown = source::is_markdown(std::path::Path::new(&*local.path));
        !is_partial(start.path) && (local.is_same_file() || (is_markdown && !local.rooted))
    }
}

/// Whether the file that a link of a page of Hugo names is there in another language:
/// `content/de/a.md` may take what is in `content/en`.
fn in_another_language(tree: &Tree, path: &str, local: &Local<'_>) -> bool {
    let Resolved::Inside(target) = resolve(path, "", local) else {
        return true;
    };
    let Some((before, rest)) = target.split_once("content/") else {
        return false;
    };
    let Some((language, rest)) = rest.split_once('/') else {
        return false;
    };
    tree.names(&format!("{before}content"))
        .iter()
        .filter(|other| *other != language)
        .any(|other| {
            matches!(
                tree.find(&format!("{before}content/{other}/{rest}")),
                Found::File(_) | Found::Folder(_)
            )
        })
}

/// Whether the first name of `path` stands in the root of the repository.
fn starts_in(tree: &Tree, path: &str) -> bool {
    path.split_once('/')
        .is_some_and(|(first, _)| !matches!(tree.find(first), Found::Missing | Found::WrongCase(_)))
}
