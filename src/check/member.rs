//! What a run knows of a collection before it looks at the files.

use std::path::PathBuf;

use crate::config::Settings;
use crate::source::{Attributes, LineEnding};

/// A collection that a run looks at.
#[derive(Clone, Debug)]
pub struct Member {
    /// What it wants.
    pub settings: Settings,
    /// The folder that links may not leave: the root of the repository, or of the collection
    /// where there is none.
    pub boundary: PathBuf,
    /// What the `.gitattributes` at the boundary says.
    pub attributes: Attributes,
    /// Whether the run's files are all files of the collection.
    pub complete: bool,
}

impl Member {
    /// The path from [`boundary`](Self::boundary) to the collection's root, with `/` behind each
    /// name; empty if they are the same.
    #[must_use]
    pub fn prefix(&self) -> String {
        let below = self.settings.root.strip_prefix(&self.boundary);
        below.map_or_else(
            |_| String::new(),
            |below| {
                let names = below.iter().map(|name| name.to_string_lossy());
                names.map(|name| format!("{name}/")).collect()
            },
        )
    }

    /// The line ending that `.gitattributes` asks for in the file with this path in the
    /// collection.
    pub(super) fn line_ending(&self, name: &str) -> Option<LineEnding> {
        self.attributes.line_ending(&(self.prefix() + name))
    }
}
