//! The table `[links]` of `qalint.toml`.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::error::Mistake;
use crate::link::{AnchorStyle, LinkSettings, Origin};

/// Where links lead.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(super) struct LinksTable {
    /// The folder that a path with a leading `/` starts from, `.` for the root of the collection.
    /// By default such a path starts from the root of the repository, and is left alone where its
    /// first folder is not there.
    #[schemars(with = "Option<String>")]
    root: Option<Spanned<String>>,
    /// Which renderer's anchors the headings have. By default that of the host, and in the folder
    /// of a site generator what any of them makes.
    anchors: Option<AnchorStyle>,
    /// Where the repository is published: `OWNER/REPO` on GitHub, or a URL. By default what the
    /// remote `origin` says.
    #[schemars(with = "Option<String>")]
    repository: Option<Spanned<String>>,
    /// The branch that it is published from. By default the main branch of the remote `origin`,
    /// or else `main` and `master`.
    branch: Option<String>,
}

impl LinksTable {
    /// The settings that the table asks for.
    pub(super) fn settings(self, mistakes: &mut Vec<Mistake>) -> LinkSettings {
        LinkSettings {
            root: self.root.and_then(|root| folder(&root, mistakes)),
            anchors: self.anchors,
            repository: self
                .repository
                .and_then(|repository| origin(&repository, mistakes)),
            branch: self.branch,
        }
    }
}

fn folder(root: &Spanned<String>, mistakes: &mut Vec<Mistake>) -> Option<String> {
    let names: Vec<&str> = root
        .get_ref()
        .split('/')
        .filter(|name| !matches!(*name, "" | "."))
        .collect();
    if names.contains(&"..") || root.get_ref().contains('\\') {
        let message = format!("bad folder `{}`", root.get_ref());
        mistakes.push(
            Mistake::at(root.span(), message)
                .help("give a folder of the collection, with `/` between names"),
        );
        return None;
    }
    Some(names.join("/"))
}

fn origin(repository: &Spanned<String>, mistakes: &mut Vec<Mistake>) -> Option<Origin> {
    let text = repository.get_ref().as_str();
    let is_short = text.split('/').count() == 2 && !text.contains(':');
    let origin = if is_short {
        Origin::of_url(&format!("https://github.com/{text}"))
    } else {
        Origin::of_url(text)
    };
    if origin.is_none() {
        let message = format!("bad repository `{text}`");
        mistakes.push(Mistake::at(repository.span(), message).help(
            "give `OWNER/REPO`, or the URL of its page as in `https://gitlab.com/group/project`",
        ));
    }
    origin
}
