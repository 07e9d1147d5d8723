//! The anchors of headings, as GitHub makes them.
//!
//! GitHub lower-cases the text of the heading, deletes what its expression `[^\p{Word}\- ]` (Ruby)
//! matches, and turns each space into a hyphen. `\p{Word}` is Alphabetic, Mark, `Decimal_Number`,
//! `Connector_Punctuation` and, since Ruby follows the Unicode regular expression standard (UTS 18),
//! `Join_Control`: U+200C and U+200D. The npm package `github-slugger` is the well-known description
//! of it, tested against GitHub when Unicode 13 was current.
//!
//! Where the two differ, this module follows GitHub:
//! - U+200C and U+200D are kept. Links copied from GitHub's pages (`#%E2%80%8D-development` for
//!   `## 👩‍💻 Development`) show it; `github-slugger` deletes them.
//! - Characters that came after Unicode 13 are judged by the tables of the Rust standard library and
//!   `unicode-properties`.
//!
//! Both keep U+FE0F, which is a Mark: `## ⚙️ Setup` has the anchor U+FE0F `-setup`. Nobody types
//! that, and some renderers drop it, so [`Anchors`](super::Anchors) also accepts a fragment without
//! the [invisible characters](is_invisible).

use std::borrow::Cow;
use std::collections::HashMap;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The anchor that a heading has if it is the first of its kind in its file.
///
/// `text` is the text of the heading as a reader sees it: markup gone, entities decoded, the content
/// of code spans and the text of links kept.
///
/// Lower case is Unicode's, full and without a locale: `İ` becomes `i` with U+0307, and a capital
/// sigma at the end of a word becomes `ς`.
#[must_use]
pub fn slug(text: &str) -> String {
    // Only the capital sigma depends on its neighbours, which `char::to_lowercase` does not see.
    if text.contains('Σ') {
        let mut out = String::with_capacity(text.len());
        for c in text.to_lowercase().chars() {
            push(&mut out, c);
        }
        return out;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            push(&mut out, c.to_ascii_lowercase());
        } else {
            for lower in c.to_lowercase() {
                push(&mut out, lower);
            }
        }
    }
    out
}

fn push(out: &mut String, c: char) {
    match c {
        ' ' => out.push('-'),
        'a'..='z' | '0'..='9' | '-' | '_' => out.push(c),
        _ if c.is_ascii() => {}
        _ if is_word(c) => out.push(c),
        _ => {}
    }
}

/// Whether Ruby's `\p{Word}` matches a character that is not ASCII.
fn is_word(c: char) -> bool {
    c.is_alphabetic()
        || matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark
                | GeneralCategory::SpacingMark
                | GeneralCategory::EnclosingMark
                | GeneralCategory::DecimalNumber
                | GeneralCategory::ConnectorPunctuation
        )
        || matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether an anchor can hold the character without anyone seeing it: variation selectors (U+FE00 to
/// U+FE0F) and joiners (U+200C, U+200D).
#[must_use]
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{200C}' | '\u{200D}')
}

/// The other accepted form of an anchor, without its [invisible characters](is_invisible); `None`
/// where it has none.
#[must_use]
pub fn without_invisible(anchor: &str) -> Option<String> {
    match visible(anchor) {
        Cow::Borrowed(_) => None,
        Cow::Owned(other) => Some(other),
    }
}

/// A text without its [invisible characters](is_invisible).
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_invisible) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
    }
}

/// Gives each heading of a file its anchor, so that no two are equal.
///
/// A slug that is taken gets `-1`, `-2`, … until it is free, and what was given out is taken too:
/// `foo`, `foo`, `foo-1` become `foo`, `foo-1`, `foo-1-1`. The empty slug counts like any other.
///
/// The last number tried is kept for each slug, and a numbered anchor belongs to one slug only, so
/// all headings together take time linear in their length.
#[derive(Clone, Debug, Default)]
pub struct Slugger {
    /// For each anchor given out, the last number tried for a heading that has it as its slug.
    taken: HashMap<String, u32>,
}

impl Slugger {
    /// A slugger for the start of a file.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The anchor of the next heading of the file, from its text (see [`slug`]).
    pub fn anchor(&mut self, text: &str) -> String {
        let slug = slug(text);
        let Some(&last) = self.taken.get(&slug) else {
            self.taken.insert(slug.clone(), 0);
            return slug;
        };
        let mut number = last;
        let anchor = loop {
            number = number.saturating_add(1);
            let anchor = format!("{slug}-{number}");
            if !self.taken.contains_key(&anchor) {
                break anchor;
            }
        };
        self.taken.insert(slug, number);
        self.taken.insert(anchor.clone(), 0);
        anchor
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn slugs() {
        for (text, expected) in [
            ("", ""),
            ("Hello, World!", "hello-world"),
            ("two  spaces", "two--spaces"),
            (" edges ", "-edges-"),
            ("tab\there", "tabhere"),
            ("no\u{a0}break", "nobreak"),
            ("snake_case‿tie", "snake_case‿tie"),
            ("en–dash", "endash"),
            ("📌 Q1: What is UTF-8?", "-q1-what-is-utf-8"),
            ("⚙️ Setup", "\u{FE0F}-setup"),
            ("👩‍💻 Code", "\u{200D}-code"),
            ("İstanbul", "i\u{307}stanbul"),
            ("ΟΔΟΣ ΣΑΣ", "οδος-σας"),
            ("STRASSE Straße ẞ", "strasse-straße-ß"),
            ("Ⅷ and ⅷ", "ⅷ-and-ⅷ"),
            ("x² ½ ①", "x--"),
            ("Ⓐ", "ⓐ"),
            ("٣ ३ ๓", "٣-३-๓"),
            ("ｆｕｌｌ　ｗｉｄｔｈ", "ｆｕｌｌｗｉｄｔｈ"),
        ] {
            assert_eq!(slug(text), expected, "{text:?}");
        }
    }

    #[test]
    fn duplicates_are_numbered_and_numbered_anchors_are_taken() {
        let mut slugger = Slugger::new();
        let anchors = ["foo", "foo", "foo-1", "Foo", "foo-1", "🎉", "🎊", "-1"]
            .map(|text| slugger.anchor(text));
        assert_eq!(
            anchors,
            [
                "foo", "foo-1", "foo-1-1", "foo-2", "foo-1-2", "", "-1", "-1-1"
            ]
        );
    }

    #[test]
    fn names_of_object_members_are_slugs_like_others() {
        let mut slugger = Slugger::new();
        assert_eq!(slugger.anchor("constructor"), "constructor");
        assert_eq!(slugger.anchor("__proto__"), "__proto__");
        assert_eq!(slugger.anchor("__proto__"), "__proto__-1");
    }

    #[test]
    fn many_equal_headings_take_linear_time() {
        let mut slugger = Slugger::new();
        let last = (0..100_000).map(|_| slugger.anchor("Same")).last();
        assert_eq!(last.as_deref(), Some("same-99999"));
        for n in 0..100_000 {
            slugger.anchor(&format!("other-{n}"));
        }
        slugger.anchor("other");
        assert_eq!(slugger.anchor("other"), "other-100000");
        assert_eq!(slugger.anchor("other"), "other-100001");
    }

    #[test]
    fn the_other_form() {
        assert_eq!(without_invisible("-setup"), None);
        assert_eq!(without_invisible("ünïcode"), None);
        assert_eq!(
            without_invisible("\u{200D}\u{FE0F}-run").as_deref(),
            Some("-run")
        );
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(text in "\\PC*") {
            let once = slug(&text);
            prop_assert_eq!(&slug(&once), &once);
            prop_assert!(!once.contains([' ', '#', '/', '%']));
        }

        #[test]
        fn anchors_are_unique(texts in prop::collection::vec("[ab]{0,2}(-[12]){0,2}", 0..40)) {
            let mut slugger = Slugger::new();
            let mut anchors: Vec<_> = texts.iter().map(|text| slugger.anchor(text)).collect();
            anchors.sort();
            anchors.dedup();
            prop_assert_eq!(anchors.len(), texts.len());
        }
    }
}
