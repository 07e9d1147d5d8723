//! What a collection says of its links.

use super::origin::Origin;
use super::style::AnchorStyle;

/// What a collection says of its links; nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkSettings {
    /// The folder of the collection that a path with a leading `/` starts from; by default the
    /// root of the repository.
    pub root: Option<String>,
    /// Which renderer's anchors its headings have; by default that of the host or of the site.
    pub anchors: Option<AnchorStyle>,
    /// Where it is published; by default what git says.
    pub repository: Option<Origin>,
    /// The branch that it is published from.
    pub branch: Option<String>,
}

impl LinkSettings {
    /// The style of the anchors of a collection that is published at `origin`.
    #[must_use]
    pub fn style(&self, origin: Option<&Origin>) -> AnchorStyle {
        let by_host = || match origin {
            Some(origin) if origin.host.contains("gitlab") => AnchorStyle::GitLab,
            _ => AnchorStyle::GitHub,
        };
        self.anchors.unwrap_or_else(by_host)
    }

    /// Where a collection is published whose repository git says `found` of.
    #[must_use]
    pub fn origin(&self, found: Option<Origin>) -> Option<Origin> {
        let mut origin = match &self.repository {
            Some(named) => {
                let mut named = named.clone();
                let branches = found.map_or_else(
                    || vec!["main".to_owned(), "master".to_owned()],
                    |found| found.branches,
                );
                for branch in &branches {
                    named.add_branch(branch);
                }
                named
            }
            None => found?,
        };
        if let Some(branch) = &self.branch {
            origin.add_branch(branch);
        }
        Some(origin)
    }
}
