//! Links to the web, with what the web has said of them.

use super::{Collection, LinkSummary};
use crate::link::{Verdict, Verdicts};
use crate::source::FileId;

/// A link to the web that something is known of.
#[derive(Clone, Copy, Debug)]
pub struct WebLink<'a> {
    /// The file it is in.
    pub file: FileId,
    /// The link.
    pub link: &'a LinkSummary,
    /// What is known of it.
    pub verdict: &'a Verdict,
}

/// The links of `collection` that `verdicts` has something to say of, in the order of files and
/// places. A destination that several links share by a definition is there once.
#[must_use]
pub fn web_links<'a>(collection: &Collection<'a>, verdicts: &'a Verdicts) -> Vec<WebLink<'a>> {
    if verdicts.is_empty() {
        return Vec::new();
    }
    let mut links: Vec<WebLink<'a>> = collection
        .iter()
        .flat_map(|(file, _, summary)| summary.web.iter().map(move |link| (file, link)))
        .filter_map(|(file, link)| {
            let verdict = verdicts.get(&link.destination)?;
            Some(WebLink {
                file,
                link,
                verdict,
            })
        })
        .collect();
    links.sort_by_key(|found| (found.file, found.link.span));
    links.dedup_by_key(|found| (found.file, found.link.span));
    links
}
