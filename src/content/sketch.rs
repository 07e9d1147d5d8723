//! MinHash: the likeness of two texts from a few bytes of each.

use super::hash::{self, Sequence};
use super::token::Token;

/// How many hashes a sketch keeps. The likeness of two texts that share nine tenths is told to
/// within three hundredths.
pub const BINS: usize = 128;

/// How many tokens that follow each other make a shingle.
const SHINGLE: usize = 3;

/// How many shingles a text must have; of fewer nothing reliable can be told.
const FEWEST: usize = 12;

/// A MinHash sketch of a text's shingles: the share of hashes in which two sketches agree is about
/// the share of shingles that the texts have in common.
///
/// One pass with one hash for each shingle, whose upper bits choose the bin (one-permutation
/// hashing); bins that stay empty borrow from others, the same for all texts (Shrivastava, "Optimal
/// Densification for Fast and Accurate Minwise Hashing", 2017).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<u16>", into = "Vec<u16>")]
pub struct Sketch(Box<[u16; BINS]>);

impl From<Sketch> for Vec<u16> {
    fn from(Sketch(bins): Sketch) -> Self {
        bins.to_vec()
    }
}

impl TryFrom<Vec<u16>> for Sketch {
    type Error = &'static str;

    fn try_from(bins: Vec<u16>) -> Result<Self, Self::Error> {
        let bins = bins.into_boxed_slice().try_into();
        bins.map(Self).map_err(|_| "another number of hashes")
    }
}

impl Sketch {
    /// The sketch of a question; `None` if it is too short for one.
    pub(super) fn new<'t>(title: &'t [Token], body: &'t [Token]) -> Option<Self> {
        // The edges count as tokens, so that a short title weighs something.
        let edge = std::iter::repeat_n(0, SHINGLE - 1);
        let hashes = |tokens: &'t [Token]| tokens.iter().map(|token| token.hash);
        // Between the title and the body there is an edge, too.
        if title.len() + 1 + body.len() + SHINGLE - 1 < FEWEST {
            return None;
        }
        let all = edge
            .clone()
            .chain(hashes(title))
            .chain([1])
            .chain(hashes(body))
            .chain(edge);
        let mut least = [u64::MAX; BINS];
        let (mut first, mut second) = (0_u64, 0_u64);
        for (at, third) in all.enumerate() {
            // Hashes of tokens are spread already, so that a sum keeps them apart, and in order.
            let hash = hash::mix(
                first
                    .wrapping_mul(0xa076_1d64_78bd_642f)
                    .wrapping_add(second.wrapping_mul(0xe703_7ed1_a0b4_28db))
                    .wrapping_add(third),
            );
            (first, second) = (second, third);
            if at + 1 < SHINGLE {
                continue;
            }
            let bin = &mut least[(hash >> 57) as usize % BINS];
            *bin = (*bin).min(hash);
        }
        let mut bins = [0; BINS];
        for (index, bin) in bins.iter_mut().enumerate() {
            let mut from = index;
            let mut attempt = 0;
            // Each attempt hits one of the filled bins, of which there is at least one, by chance.
            while least[from] == u64::MAX {
                attempt += 1;
                from = (hash::mix((index as u64) << 32 | attempt) >> 57) as usize % BINS;
            }
            // Least hashes have their upper bits in common, so they are spread again.
            *bin = (hash::mix(least[from]) >> 48) as u16;
        }
        Some(Self(Box::new(bins)))
    }

    /// About how much of both texts is in both, from 0 to 1.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        let same = self.0.iter().zip(other.0.iter()).filter(|(a, b)| a == b);
        let same = u32::try_from(same.count()).unwrap_or(0);
        f64::from(same) / BINS as f64
    }

    /// The hashes of `BINS / rows` bands of `rows` hashes each.
    pub(super) fn bands(&self, rows: usize) -> impl Iterator<Item = u64> {
        self.0.chunks(rows).map(|band| {
            let mut hash = Sequence::default();
            band.iter().for_each(|&bin| hash.push(bin.into()));
            hash.finish()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn sketch(title: &str, body: &str) -> Sketch {
        let tokens = |text| tokens(text).collect::<Vec<_>>();
        Sketch::new(&tokens(title), &tokens(body)).unwrap()
    }

    #[test]
    fn likeness_is_the_share_of_common_shingles() {
        let words: Vec<String> = (0..1000).map(|n| format!("w{n}")).collect();
        let text = |range: std::ops::Range<usize>| words[range].join(" ");
        let base = sketch("title", &text(0..500));
        assert!((base.likeness(&base) - 1.0).abs() < f64::EPSILON);
        for (range, share) in [
            (0..450, 0.9),
            (0..400, 0.8),
            (250..750, 0.333),
            (500..1000, 0.0),
        ] {
            let likeness = base.likeness(&sketch("title", &text(range)));
            assert!((likeness - share).abs() < 0.12, "{likeness} for {share}");
        }
    }

    #[test]
    fn order_counts() {
        let one = sketch(
            "rye over wheat",
            "one is better than the other because of its taste",
        );
        let two = sketch(
            "wheat over rye",
            "one is better than the other because of its taste",
        );
        assert!(one.likeness(&two) < 0.8);
    }

    #[test]
    fn short_texts_have_none() {
        assert!(Sketch::new(&[], &tokens("two words").collect::<Vec<_>>()).is_none());
    }
}
