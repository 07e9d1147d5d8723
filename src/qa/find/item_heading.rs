//! Questions in headings that begin an item of a list.

use super::site::Site;
use super::{heading, item};
use crate::markdown::{Document, NodeId, NodeKind};

/// The headings that begin an item, and those of the document itself, which are malformed if they
/// are questions at all.
pub(super) fn sites<'a>(text: &'a str, document: &'a Document) -> Vec<Site<'a>> {
    let mut sites = Vec::new();
    for heading in &document.headings {
        let mut site = heading::site(document, heading);
        // In preorder the item stands directly before its first child.
        let before = heading.node.0.checked_sub(1).map(NodeId);
        let item = before.and_then(|before| document.node(before));
        match item.filter(|node| node.kind == NodeKind::Item && !heading.top_level) {
            Some(item) => site.marker = item::marker(text, item.range),
            None if heading.top_level => {}
            None => continue,
        }
        sites.push(site);
    }
    sites
}
