//! What a broken link probably meant: what every suggestion has in common, and the nearest anchor.

use std::cmp::Ordering;

use super::slug::{slug, visible};

/// What was probably meant, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// At most [`Suggestions::MOST`], best first; empty where nothing is near.
    pub candidates: Vec<String>,
    /// Whether the first candidate is the only plausible one, so that it can be offered as a fix.
    pub only_one: bool,
}

impl Suggestions {
    /// The most candidates that are kept: more are no help.
    pub const MOST: usize = 3;

    /// The one candidate that must have been meant.
    #[must_use]
    pub fn certain(candidate: String) -> Self {
        Self {
            candidates: vec![candidate],
            only_one: true,
        }
    }

    /// The candidate that can be offered as a fix.
    #[must_use]
    pub fn fix(&self) -> Option<&str> {
        self.candidates
            .first()
            .filter(|_| self.only_one)
            .map(String::as_str)
    }

    /// Ranks what is near. A score is from 0 to 1; what is below [`PLAUSIBLE`] falls away.
    pub(super) fn rank(mut scored: Vec<(f64, String)>) -> Self {
        scored.retain(|(score, _)| *score >= PLAUSIBLE);
        scored.sort_by(|a, b| {
            let by_score = b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal);
            by_score.then_with(|| a.1.cmp(&b.1))
        });
        scored.dedup_by(|a, b| a.1 == b.1);
        let best = scored.first().map_or(0.0, |(score, _)| *score);
        let second = scored.get(1).map_or(0.0, |(score, _)| *score);
        Self {
            only_one: best >= SURE && best - second >= MARGIN,
            candidates: scored
                .into_iter()
                .take(Self::MOST)
                .map(|(_, candidate)| candidate)
                .collect(),
        }
    }
}

/// The least score of a candidate that is worth showing.
const PLAUSIBLE: f64 = 0.6;
/// The least score of a candidate that can be a fix.
const SURE: f64 = 0.75;
/// How far the next candidate must be behind a fix.
const MARGIN: f64 = 0.1;

/// The least likeness of spelling that counts: about one typing mistake in five letters. Below it,
/// words that merely look alike (`token`, `tokenizer`) would be taken for each other.
const SPELLING: f64 = 0.8;

/// The most anchors that are compared one by one with a broken fragment. Longer files only get
/// suggestions whose words are all the same.
const MAX_COMPARED: usize = 2_000;

/// The anchors of one file, prepared for [`nearby_anchors`].
#[derive(Clone, Debug, Default)]
pub struct AnchorIndex<'a> {
    anchors: Vec<(&'a str, Words)>,
}

impl<'a> AnchorIndex<'a> {
    /// Prepares the anchors of a file, in any order.
    pub fn new(anchors: impl IntoIterator<Item = &'a str>) -> Self {
        let anchors = anchors.into_iter().map(|a| (a, Words::of(a))).collect();
        Self { anchors }
    }
}

/// The anchors that a broken fragment (percent-decoded, without `#`) probably meant.
///
/// Near is, in this order: the same words (recased, hyphens forgotten or doubled, an emoji left in);
/// the same words under another number; the same number at the start (`q35-…`, `step-3-…`) with
/// other words; most words the same, counted by their length; a typing mistake; the start of
/// something longer. Another number at the start with other words is never near, and another number
/// elsewhere (`notes-2023`, `notes-2024`) is never near enough for a fix.
#[must_use]
pub fn nearby_anchors(fragment: &str, index: &AnchorIndex<'_>) -> Suggestions {
    let wanted = Words::of(fragment);
    if wanted.all.is_empty() {
        return Suggestions::default();
    }
    let few = index.anchors.len() <= MAX_COMPARED;
    let scored = index.anchors.iter().filter_map(|(anchor, words)| {
        if words.all == wanted.all {
            Some((1.0, (*anchor).to_owned()))
        } else if few {
            let score = wanted.likeness(words);
            (score >= PLAUSIBLE).then(|| (score, (*anchor).to_owned()))
        } else {
            None
        }
    });
    Suggestions::rank(scored.collect())
}

/// An anchor or fragment taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Words {
    /// All words in order, numbers among them, with one `-` between.
    all: String,
    /// What numbers it, at its start: `q35`, `3`, `step3` for `step-3`.
    label: Option<String>,
    /// The numbers behind the label, in order.
    numbers: Vec<String>,
    /// The words without digits behind the label, sorted.
    words: Vec<String>,
    /// The same words in order, with one `-` between.
    text: String,
    /// How often each letter comes in `text`, by the low bits of the character.
    letters: [u16; 32],
    /// The length of `text` in characters.
    chars: usize,
}

impl Words {
    fn of(anchor: &str) -> Self {
        let slug = slug(visible(anchor).trim());
        let mut all: Vec<&str> = slug.split(['-', '_']).filter(|w| !w.is_empty()).collect();
        let joined = all.join("-");
        let has_digit = |word: &str| word.contains(char::is_numeric);
        let is_number = |word: &str| word.chars().all(char::is_numeric);
        let label = match all.as_slice() {
            [first, ..] if has_digit(first) => {
                let letters = first.trim_end_matches(char::is_numeric);
                let short = letters.chars().count() <= 8 && !has_digit(letters);
                short.then(|| ((*first).to_owned(), 1))
            }
            // With nothing behind it, the number counts equal headings.
            [first, second, _, ..] if is_number(second) => Some((format!("{first}{second}"), 2)),
            _ => None,
        };
        if let Some((_, words)) = &label {
            all.drain(..*words);
        }
        let (numbers, words): (Vec<&str>, Vec<&str>) = all.iter().partition(|w| has_digit(w));
        let text = words.join("-");
        let mut letters = [0_u16; 32];
        let mut chars = 0;
        for c in text.chars() {
            chars += 1;
            if let Some(count) = letters.get_mut(c as usize % 32) {
                *count = count.saturating_add(1);
            }
        }
        let mut words: Vec<String> = words.into_iter().map(str::to_owned).collect();
        words.sort();
        Self {
            all: joined,
            label: label.map(|(label, _)| label),
            numbers: numbers.into_iter().map(str::to_owned).collect(),
            words,
            text,
            letters,
            chars,
        }
    }

    /// How near `other` is, from 0 to 1.
    fn likeness(&self, other: &Self) -> f64 {
        let text = self.text_likeness(other);
        let numbers = match (self.numbers.is_empty(), other.numbers.is_empty()) {
            _ if self.numbers == other.numbers => 1.0,
            (false, false) => 0.65,
            _ => 0.7,
        };
        let labels = match (&self.label, &other.label) {
            (Some(a), Some(b)) if a == b => 0.6 + 0.4 * text,
            (None, None) => text,
            // Numbered otherwise: only the words can say that it is the same.
            (Some(_), Some(_)) if text < SPELLING => 0.0,
            _ => 0.95 * text,
        };
        labels * numbers
    }

    fn text_likeness(&self, other: &Self) -> f64 {
        if self.text.is_empty() || other.text.is_empty() {
            return 0.0;
        }
        if self.text == other.text {
            return 1.0;
        }
        let shared = self.shared_words(other);
        let beginning = self.beginning(other);
        let spelling = if self.may_be_misspelt(other) {
            strsim::normalized_damerau_levenshtein(&self.text, &other.text)
        } else {
            0.0
        };
        let spelling = if spelling < SPELLING { 0.0 } else { spelling };
        shared.max(beginning).max(spelling)
    }

    /// The part of both texts that is words they share, by length: short words are mostly those that
    /// every title has.
    fn shared_words(&self, other: &Self) -> f64 {
        let length = |words: &[String]| words.iter().map(String::len).sum::<usize>();
        let (mut a, mut b) = (self.words.iter().peekable(), other.words.iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                Ordering::Less => drop(a.next()),
                Ordering::Greater => drop(b.next()),
                Ordering::Equal => {
                    shared += x.len();
                    a.next();
                    b.next();
                }
            }
        }
        ratio(2 * shared, length(&self.words) + length(&other.words))
    }

    /// Whether one is the beginning of the other: some words of it, or a long piece of a single word
    /// (`install` of `installation`).
    fn beginning(&self, other: &Self) -> f64 {
        let (short, long) = if self.text.len() <= other.text.len() {
            (self, other)
        } else {
            (other, self)
        };
        let Some(rest) = long.text.strip_prefix(&short.text) else {
            return 0.0;
        };
        let whole_words = rest.starts_with('-') && short.chars >= 4;
        let single_word = short.words.len() == 1 && long.words.len() == 1 && short.chars >= 5;
        if whole_words || single_word {
            0.6 + 0.4 * ratio(short.chars, long.chars)
        } else {
            0.0
        }
    }

    /// Whether the spelling of the two can be as near as [`SPELLING`]: each edit changes at most one
    /// letter on each side. Spares most pairs the comparison, which is quadratic.
    fn may_be_misspelt(&self, other: &Self) -> bool {
        let longest = self.chars.max(other.chars);
        let (mut more, mut less) = (0_usize, 0_usize);
        for (a, b) in self.letters.iter().zip(&other.letters) {
            more += usize::from(a.saturating_sub(*b));
            less += usize::from(b.saturating_sub(*a));
        }
        longest <= 200 && 1.0 - ratio(more.max(less), longest) >= SPELLING
    }
}

/// `part / whole` of small numbers; 0 if there is no whole.
pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    let float = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if whole == 0 {
        0.0
    } else {
        float(part) / float(whole)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ANCHORS: [&str; 12] = [
        "-q34-what-is-a-token",
        "-q35-how-does-speculative-decoding-work",
        "-q36-what-is-quantization",
        "-q36-what-is-quantization-1",
        "installation",
        "setup-on-windows",
        "setup-on-linux",
        "\u{FE0F}-configuration",
        "references",
        "größe-und-länge",
        "快速开始",
        "step-3-build-the-index",
    ];

    fn near(fragment: &str) -> Suggestions {
        nearby_anchors(fragment, &AnchorIndex::new(ANCHORS))
    }

    #[test]
    fn one_plausible_anchor() {
        for (fragment, expected) in [
            // The leading hyphen of an emoji is forgotten, or the emoji is left in.
            ("q34-what-is-a-token", "-q34-what-is-a-token"),
            ("📌-q34-what-is-a-token", "-q34-what-is-a-token"),
            ("Q34: What is a token?", "-q34-what-is-a-token"),
            ("q34--what-is-a-token", "-q34-what-is-a-token"),
            // Reworded under the same number, renumbered with the same words, number left out.
            (
                "q35-how-does-speculative-sampling-work",
                "-q35-how-does-speculative-decoding-work",
            ),
            (
                "-q41-how-does-speculative-decoding-work",
                "-q35-how-does-speculative-decoding-work",
            ),
            (
                "how-does-speculative-decoding-work",
                "-q35-how-does-speculative-decoding-work",
            ),
            ("step-3-build-an-index", "step-3-build-the-index"),
            ("installaton", "installation"),
            ("install", "installation"),
            ("Größe_und_Länge", "größe-und-länge"),
            ("configurations", "\u{FE0F}-configuration"),
            ("快速开始-", "快速开始"),
        ] {
            assert_eq!(near(fragment).fix(), Some(expected), "{fragment}");
        }
    }

    #[test]
    fn several_plausible_anchors() {
        let near = near("setup");
        assert_eq!(near.candidates, ["setup-on-linux", "setup-on-windows"]);
        assert_eq!(near.fix(), None);
        // The number stays the same, the words do not: worth showing, not worth fixing.
        let near = super::nearby_anchors(
            "q34-unrelated-title",
            &AnchorIndex::new(["-q34-what-is-a-token"]),
        );
        assert_eq!(near.candidates, ["-q34-what-is-a-token"]);
        assert_eq!(near.fix(), None);
    }

    #[test]
    fn nothing_silly() {
        for fragment in [
            "what-is-a-tokenizer",
            "q37-what-is-distillation",
            "q99",
            "a",
            "-",
            "",
            "📌",
            "license",
            "ref",
            "on-linux-kernels-and-their-schedulers",
        ] {
            assert_eq!(near(fragment), Suggestions::default(), "{fragment}");
        }
        let versions = AnchorIndex::new(["130", "v1-3", "2024-01-02"]);
        for fragment in ["120", "v1-2", "2023-01-02"] {
            assert_eq!(
                nearby_anchors(fragment, &versions),
                Suggestions::default(),
                "{fragment}"
            );
        }
    }

    #[test]
    fn the_last_of_equal_headings_was_removed() {
        let index = AnchorIndex::new(["example", "example-1"]);
        let near = nearby_anchors("example-2", &index);
        assert_eq!(near.candidates, ["example", "example-1"]);
        assert_eq!(near.fix(), None);
    }

    #[test]
    fn long_files_get_the_same_words_only() {
        let many: Vec<String> = (0..5_000).map(|n| format!("-q{n}-a-title")).collect();
        let index = AnchorIndex::new(many.iter().map(String::as_str));
        assert_eq!(
            nearby_anchors("q7-a-title", &index).fix(),
            Some("-q7-a-title")
        );
        assert!(nearby_anchors("q7-a-titel", &index).candidates.is_empty());
    }

    proptest! {
        #[test]
        fn anything_can_be_near(fragment in any::<String>(), anchor in any::<String>()) {
            let near = nearby_anchors(&fragment, &AnchorIndex::new([anchor.as_str()]));
            prop_assert!(near.candidates.len() <= 1);
        }

        #[test]
        fn likeness_is_a_ratio(a in "[a-c0-9-]{0,12}", b in "[a-c0-9-]{0,12}") {
            let (a, b) = (Words::of(&a), Words::of(&b));
            prop_assert!((0.0..=1.0).contains(&a.likeness(&b)));
            if strsim::normalized_damerau_levenshtein(&a.text, &b.text) >= SPELLING {
                prop_assert!(a.may_be_misspelt(&b));
            }
        }
    }
}
