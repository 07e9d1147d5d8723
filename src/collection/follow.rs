//! From a link to the file of the collection that it leads to.

use super::Collection;
use super::links::prefix;
use crate::link::{Fragment, Local, Resolved, Target, resolve};
use crate::source::{self, FileId};

/// Follows links to files of a collection, without a look at the disk.
#[derive(Clone, Debug)]
pub struct Follow<'a> {
    collection: Collection<'a>,
    /// The way from the root of the repository to that of the collection.
    prefix: String,
}

/// Where a link leads.
pub(super) enum Lead<'d> {
    /// To a file of the collection, and perhaps to a place in it.
    To(FileId, Option<Fragment<'d>>),
    /// To a Markdown file that the collection does not have.
    Nowhere,
    /// To something else.
    Elsewhere,
}

impl<'a> Follow<'a> {
    /// For the links of `collection`.
    #[must_use]
    pub fn new(collection: &Collection<'a>) -> Self {
        Self {
            collection: *collection,
            prefix: prefix(collection),
        }
    }

    /// The file of the collection that `destination`, in `file`, leads to, and the place in it.
    #[must_use]
    pub fn target<'d>(
        &self,
        file: FileId,
        destination: &'d str,
    ) -> Option<(FileId, Option<Fragment<'d>>)> {
        match self.lead(file, destination) {
            Lead::To(target, fragment) => Some((target, fragment)),
            Lead::Nowhere | Lead::Elsewhere => None,
        }
    }

    pub(super) fn lead<'d>(&self, file: FileId, destination: &'d str) -> Lead<'d> {
        let local = match Target::parse(destination) {
            Target::Local(local) => local,
            Target::Machine => return Lead::Elsewhere,
            Target::External { .. } => {
                let own = self.collection.origin.and_then(|o| o.own(destination));
                match own
                    .map(|own| own.local)
                    .or_else(|| page_of_host(destination))
                {
                    Some(local) => local,
                    None => return Lead::Elsewhere,
                }
            }
        };
        if local.is_same_file() {
            return Lead::To(file, local.fragment);
        }
        let path = format!("{}{}", self.prefix, self.collection.files.get(file).name);
        let Resolved::Inside(target) = resolve(&path, "", &local) else {
            return Lead::Elsewhere;
        };
        match self.file(&target) {
            Some(target) => Lead::To(target, local.fragment),
            None if source::is_markdown(target.as_ref()) => Lead::Nowhere,
            None => Lead::Elsewhere,
        }
    }

    /// The file with `path` from the root of the repository; of a folder its README.
    fn file(&self, path: &str) -> Option<FileId> {
        let name = path.strip_prefix(&self.prefix)?;
        let Collection { files, index, .. } = self.collection;
        files
            .find(index, name)
            .or_else(|| files.find(index, &format!("{name}/README.md")))
    }
}

/// The path in a repository that a page of a host shows: `https://host/owner/name/blob/main/path`.
/// Which repository it is nobody knows; whether its files are those of the collection shows.
fn page_of_host(destination: &str) -> Option<Local<'_>> {
    let (_, rest) = destination.split_once("/blob/")?;
    let (_, path) = rest.split_once('/')?;
    match Target::parse(path) {
        Target::Local(mut local) => {
            local.rooted = true;
            Some(local)
        }
        _ => None,
    }
}
