//! What `.gitattributes` says of line endings.

use globset::{GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::Deserialize;

use super::globs::PathGlobs;

/// What ends a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LineEnding {
    /// A line feed.
    Lf,
    /// A carriage return and a line feed.
    CrLf,
}

impl LineEnding {
    /// The bytes.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::CrLf => "\r\n",
        }
    }

    /// `LF` or `CRLF`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lf => "LF",
            Self::CrLf => "CRLF",
        }
    }
}

/// The lines of a `.gitattributes` that concern line endings.
#[derive(Clone, Debug, Default)]
pub struct Attributes {
    lines: Vec<(GlobSet, Option<LineEnding>)>,
}

impl Attributes {
    /// Reads the text of a `.gitattributes`. What is not understood is passed over, as git does.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            lines: text.lines().filter_map(line).collect(),
        }
    }

    /// The line ending that is asked for in the file with this path, which begins at the folder of
    /// the `.gitattributes` and has `/` between folders.
    #[must_use]
    pub fn line_ending(&self, path: &str) -> Option<LineEnding> {
        // The last line that matches counts.
        let mut lines = self.lines.iter().rev();
        lines.find(|(globs, _)| globs.is_match(path))?.1
    }
}

fn line(line: &str) -> Option<(GlobSet, Option<LineEnding>)> {
    let mut words = line.split_ascii_whitespace();
    let pattern = words
        .next()
        .filter(|word| !word.starts_with(['#', '!', '"']))?;
    let mut ending = None;
    for word in words {
        ending = match word {
            "eol=lf" => Some(Some(LineEnding::Lf)),
            "eol=crlf" => Some(Some(LineEnding::CrLf)),
            "-eol" | "!eol" | "-text" | "binary" => Some(None),
            _ => ending,
        };
    }
    let ending = ending?;
    // A pattern of git's does not stand for what is in a folder of that name.
    let globs = PathGlobs::without_contents(pattern).ok()?;
    let mut set = GlobSetBuilder::new();
    set.add(globs);
    Some((set.build().ok()?, ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_matches_counts() {
        let attributes = Attributes::parse(
            "# all\n* text=auto eol=lf\n*.bat text eol=crlf\ndocs/win/** eol=crlf\n*.png binary\n\n[attr]x y\n",
        );
        let ending = |path| attributes.line_ending(path).map(LineEnding::name);
        assert_eq!(ending("a/b.md"), Some("LF"));
        assert_eq!(ending("a/b.bat"), Some("CRLF"));
        assert_eq!(ending("docs/win/a/b.md"), Some("CRLF"));
        assert_eq!(ending("a/docs/win/b.md"), Some("LF"));
        assert_eq!(ending("a.png"), None);
        assert_eq!(Attributes::parse("").line_ending("a.md"), None);
    }
}
