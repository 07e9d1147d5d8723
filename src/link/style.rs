//! The anchors that other renderers than GitHub give to headings.

use std::collections::HashMap;

use super::slug::{self, Slugger};

/// Which renderer's anchors the headings of a collection have.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum AnchorStyle {
    /// GitHub's, which Forgejo and most editors share.
    #[default]
    GitHub,
    /// GitLab's: runs of hyphens are one, and a heading of digits only becomes `anchor-1`.
    GitLab,
    /// mdBook's: white space becomes hyphens, ids can be stated as `{#id}`.
    MdBook,
    /// Docusaurus': GitHub's, but a stated id replaces the heading's.
    Docusaurus,
    /// kramdown's: ASCII only, what stands before the first letter is dropped.
    Kramdown,
}

/// Gives each heading of a file its anchors in one style: more than one where versions or
/// settings of the renderer disagree.
#[derive(Debug)]
pub(crate) struct Anchorer {
    style: AnchorStyle,
    slugger: Slugger,
    counts: HashMap<String, u32>,
}

impl Anchorer {
    pub(crate) fn new(style: AnchorStyle) -> Self {
        Self {
            style,
            slugger: Slugger::new(),
            counts: HashMap::new(),
        }
    }

    /// The anchors of the next heading of the file, whose text is `text`.
    pub(crate) fn push(&mut self, text: &str, out: &mut Vec<String>) {
        let own = own_id(text);
        match (self.style, own) {
            // A renderer that does not know the notation makes an anchor of the whole text.
            (AnchorStyle::GitHub, Some((title, id))) => {
                out.push(self.slugger.anchor(text));
                out.push(id.to_owned());
                out.push(slug::slug(title));
            }
            (AnchorStyle::GitHub, None) => out.push(self.slugger.anchor(text)),
            (AnchorStyle::GitLab, _) => {
                let slug = gitlab(text);
                let anchor = self.count(slug, "");
                out.push(anchor);
            }
            (_, Some((_, id))) => out.push(id.to_owned()),
            (AnchorStyle::Docusaurus, None) => out.push(self.slugger.anchor(text)),
            (AnchorStyle::MdBook, None) => {
                let slug = mdbook(text);
                let anchor = self.count(slug, "");
                // Version 0.5 makes all letters lower case, older ones those of ASCII.
                let lower = anchor.to_lowercase();
                if lower != anchor {
                    out.push(lower);
                }
                out.push(anchor);
            }
            (AnchorStyle::Kramdown, None) => {
                let anchor = self.count(kramdown(text), "section");
                out.push(anchor);
                // Its GFM parser, which Jekyll uses, makes GitHub's.
                out.push(self.slugger.anchor(text));
            }
        }
    }

    /// `slug`, numbered if it has been there; the numbered form is not looked at again, as in
    /// these renderers.
    fn count(&mut self, slug: String, empty: &str) -> String {
        let slug = if slug.is_empty() {
            empty.to_owned()
        } else {
            slug
        };
        let count = self.counts.entry(slug.clone()).or_default();
        *count += 1;
        match *count {
            1 => slug,
            n => format!("{slug}-{}", n - 1),
        }
    }
}

fn gitlab(text: &str) -> String {
    let slug = slug::slug(text.trim());
    let mut out = String::with_capacity(slug.len());
    for c in slug.chars() {
        if c != '-' || !out.ends_with('-') {
            out.push(c);
        }
    }
    if !out.is_empty() && out.bytes().all(|b| b.is_ascii_digit()) {
        return format!("anchor-{out}");
    }
    out
}

fn mdbook(text: &str) -> String {
    text.trim()
        .chars()
        .filter_map(|c| match c {
            _ if c.is_alphanumeric() || matches!(c, '_' | '-') => Some(c.to_ascii_lowercase()),
            _ if c.is_whitespace() => Some('-'),
            _ => None,
        })
        .collect()
}

fn kramdown(text: &str) -> String {
    text.trim_start_matches(|c: char| !c.is_ascii_alphabetic())
        .chars()
        .filter_map(|c| match c {
            'a'..='z' | '0'..='9' | '-' => Some(c),
            'A'..='Z' => Some(c.to_ascii_lowercase()),
            ' ' => Some('-'),
            _ => None,
        })
        .collect()
}

/// The text and the id of a heading that states its own, as kramdown, Python-Markdown, mdBook and
/// Docusaurus have it: `Title {#id}`, or `Title {/*id*/}` in MDX.
fn own_id(text: &str) -> Option<(&str, &str)> {
    let (title, braces) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let braces = braces.trim_start_matches(':').trim();
    let id = match braces.strip_prefix('#') {
        Some(attributes) => attributes.split_whitespace().next()?,
        // Markdown takes the asterisks of `/*id*/` for emphasis.
        None => {
            let comment = braces.strip_prefix('/')?.strip_suffix('/')?;
            let comment = comment.trim_matches('*').trim();
            comment.strip_prefix('#').unwrap_or(comment)
        }
    };
    Some((title.trim_end(), id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(style: AnchorStyle, headings: &[&str]) -> Vec<String> {
        let mut anchorer = Anchorer::new(style);
        let mut out = Vec::new();
        for heading in headings {
            anchorer.push(heading, &mut out);
        }
        out
    }

    #[test]
    fn gitlab() {
        // From its documentation on Markdown.
        assert_eq!(
            anchors(
                AnchorStyle::GitLab,
                &[
                    "This heading has spaces in it",
                    "This heading has a 😄 in it",
                    "This heading has Unicode in it: 한글",
                    "This heading has spaces in it",
                    "This heading has spaces in it",
                    "This heading has 3.5 in it (and parentheses)",
                    "This heading has  multiple spaces and --- hyphens",
                    "12",
                ]
            ),
            [
                "this-heading-has-spaces-in-it",
                "this-heading-has-a-in-it",
                "this-heading-has-unicode-in-it-한글",
                "this-heading-has-spaces-in-it-1",
                "this-heading-has-spaces-in-it-2",
                "this-heading-has-35-in-it-and-parentheses",
                "this-heading-has-multiple-spaces-and-hyphens",
                "anchor-12",
            ]
        );
    }

    #[test]
    fn mdbook() {
        assert_eq!(
            anchors(
                AnchorStyle::MdBook,
                &[
                    "The `a_b` Trait",
                    "A  b",
                    "Über",
                    "Fn!",
                    "Fn",
                    "X {#own .c}"
                ]
            ),
            ["the-a_b-trait", "a--b", "über", "Über", "fn", "fn-1", "own"]
        );
    }

    #[test]
    fn docusaurus() {
        assert_eq!(
            anchors(
                AnchorStyle::Docusaurus,
                &["A & b", "C {#d}", "C", "E {/* #f */}"]
            ),
            ["a--b", "d", "c", "f"]
        );
    }

    #[test]
    fn kramdown() {
        assert_eq!(
            anchors(
                AnchorStyle::Kramdown,
                &["1. Größe, x", "!?", "!?", "A {: #b}"]
            ),
            ["gre-x", "1-größe-x", "section", "", "section-1", "-1", "b"]
        );
    }

    #[test]
    fn stated_ids() {
        for (text, expected) in [
            ("A b {#c .d}", Some(("A b", "c"))),
            ("E {/*f*/}", Some(("E", "f"))),
            ("G {h}", None),
            ("G }", None),
        ] {
            assert_eq!(own_id(text), expected, "{text}");
        }
    }
}
