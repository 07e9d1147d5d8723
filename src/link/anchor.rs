//! Whether a fragment leads to an anchor.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::Fragment;
use super::slug::visible;

/// How a fragment leads to an anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorMatch<'a> {
    /// As written or percent-decoded, which is what browsers try.
    Exact,
    /// Once it is in lower case, which the script of GitHub's pages does and other renderers do not.
    /// The anchor is given.
    Case(&'a str),
    /// But for [characters that nobody sees](super::is_invisible), or a `σ` where the other has a
    /// `ς`: renderers disagree about both. The anchor is given.
    Form(&'a str),
}

/// The anchors of one file, to look fragments up in.
///
/// Browsers compare a fragment with ids byte for byte, first as it is and then percent-decoded. On
/// GitHub's pages every id of a document has the prefix `user-content-`, so that never succeeds
/// there, and a script looks for the prefixed name instead: in lower case in the versions that are
/// known (`#Setup` finds the heading `Setup`). An id of the author's own, `<a id="Setup">`, keeps
/// its case, so `#setup` does not find it. `find` accepts what either a browser or the script finds,
/// and says which, so that nothing that works somewhere is called broken.
#[derive(Clone, Debug, Default)]
pub struct Anchors<'a> {
    all: Vec<&'a str>,
    exact: HashSet<&'a str>,
    /// By [`form`], the first anchor that has it. Most files are never asked for it.
    forms: OnceCell<HashMap<Cow<'a, str>, &'a str>>,
}

/// The prefix that GitHub puts before every id of a document.
const PREFIX: &str = "user-content-";

impl<'a> Anchors<'a> {
    /// The anchors of a file: of its headings and what ids and names its HTML has.
    pub fn new(anchors: impl IntoIterator<Item = &'a str>) -> Self {
        let all: Vec<&str> = anchors.into_iter().collect();
        Self {
            exact: all.iter().copied().collect(),
            all,
            forms: OnceCell::new(),
        }
    }

    fn forms(&self) -> &HashMap<Cow<'a, str>, &'a str> {
        self.forms.get_or_init(|| {
            let mut forms = HashMap::with_capacity(self.all.len());
            for anchor in &self.all {
                forms.entry(form(anchor)).or_insert(*anchor);
            }
            forms
        })
    }

    /// How the fragment leads to one of the anchors; `None` if it is broken.
    ///
    /// What leads somewhere in any file ([`Fragment::Top`], [`Fragment::Lines`],
    /// [`Fragment::Text`]) is [`AnchorMatch::Exact`].
    #[must_use]
    pub fn find(&self, fragment: &Fragment<'_>) -> Option<AnchorMatch<'a>> {
        let Fragment::Anchor { raw, name } = fragment else {
            return Some(AnchorMatch::Exact);
        };
        if self.exact.contains(raw) {
            return Some(AnchorMatch::Exact);
        }
        let unprefixed = name.strip_prefix(PREFIX);
        [Some(name.as_ref()), unprefixed]
            .into_iter()
            .flatten()
            .find_map(|name| self.find_name(name))
    }

    fn find_name(&self, name: &str) -> Option<AnchorMatch<'a>> {
        if self.exact.contains(name) {
            return Some(AnchorMatch::Exact);
        }
        let lower = name.to_lowercase();
        if let Some(anchor) = self.exact.get(lower.as_str()) {
            return Some(AnchorMatch::Case(anchor));
        }
        [form(name), form(&lower)]
            .iter()
            .find_map(|form| self.forms().get(form.as_ref()))
            .map(|anchor| AnchorMatch::Form(anchor))
    }
}

/// The anchors of one file by what all renderers agree about: their letters and digits.
#[derive(Clone, Debug, Default)]
pub struct LooseAnchors {
    letters: HashSet<String>,
    /// Whether one has neither letters nor digits of its own.
    has_bare: bool,
}

impl LooseAnchors {
    /// The anchors of a file.
    pub fn new<'a>(anchors: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for anchor in anchors {
            let letters = letters(anchor);
            all.has_bare |= letters.bytes().all(|b| b.is_ascii_digit());
            if !letters.is_ascii() {
                // Some renderers drop what is not ASCII.
                all.letters
                    .insert(letters.chars().filter(char::is_ascii).collect());
            }
            all.letters.insert(letters);
        }
        all
    }

    /// Whether `name` may be one of them, made by another renderer. A number at its end may count
    /// equal headings, and what nothing is left of gets a word or a number.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        let wanted = letters(name);
        let uncounted = wanted.trim_end_matches(|c: char| c.is_ascii_digit());
        self.letters.contains(&wanted)
            || (!uncounted.is_empty() && self.letters.contains(uncounted))
            || (self.has_bare && matches!(uncounted, "" | "section" | "heading"))
    }
}

/// The letters and digits of an anchor in lower case.
fn letters(anchor: &str) -> String {
    anchor
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A text in which forms of the same anchor are equal.
fn form(anchor: &str) -> Cow<'_, str> {
    let visible = visible(anchor);
    if visible.contains('ς') {
        Cow::Owned(visible.replace('ς', "σ"))
    } else {
        visible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'a>(anchors: &[&'a str], fragment: &str) -> Option<AnchorMatch<'a>> {
        Anchors::new(anchors.iter().copied()).find(&Fragment::parse(fragment))
    }

    #[test]
    fn other_renderers_agree_about_letters() {
        let anchors = LooseAnchors::new(["a--b_c", "größe", "12-setup", "-1"]);
        for like in [
            "a-b-c",
            "a-bc",
            "gre",
            "grße",
            "_12-setup",
            "a-b-c-2",
            "section",
            "section-1",
        ] {
            assert_eq!(anchors.contains(like), like != "grße", "{like}");
        }
        assert!(!anchors.contains("a-b"));
        assert!(!LooseAnchors::new(["a"]).contains("section"));
    }

    #[test]
    fn fragments_find_anchors() {
        use AnchorMatch::{Case, Exact, Form};

        let anchors = [
            "setup",
            "größe",
            "\u{FE0F}-gear",
            "\u{200D}-code",
            "Own",
            "100%",
            "σασ",
            "",
            "-1",
        ];
        for (fragment, expected) in [
            ("setup", Some(Exact)),
            ("Setup", Some(Case("setup"))),
            ("user-content-setup", Some(Exact)),
            ("user-content-Setup", Some(Case("setup"))),
            ("gr%C3%B6%C3%9Fe", Some(Exact)),
            ("GR%C3%96%C3%9FE", Some(Case("größe"))),
            ("%EF%B8%8F-gear", Some(Exact)),
            ("-gear", Some(Form("\u{FE0F}-gear"))),
            ("-Gear", Some(Form("\u{FE0F}-gear"))),
            ("-code", Some(Form("\u{200D}-code"))),
            ("%E2%80%8D%EF%B8%8F-code", Some(Form("\u{200D}-code"))),
            ("Own", Some(Exact)),
            ("own", None),
            ("100%", Some(Exact)),
            ("σας", Some(Form("σασ"))),
            ("", Some(Exact)),
            ("TOP", Some(Exact)),
            ("L3-L4", Some(Exact)),
            ("-1", Some(Exact)),
            ("-2", None),
            ("set", None),
            ("user-content-", Some(Exact)),
        ] {
            assert_eq!(find(&anchors, fragment), expected, "{fragment}");
        }
    }
}
