//! Finding the texts that are much alike among many, without comparing each with each.

use super::Sketch;

/// How many hashes of a sketch make a band: texts that agree in a whole band are compared. Of
/// texts that share [`LEAST`] of their shingles, 999 in 1,000 are.
const ROWS: usize = 8;

/// Two texts that are much alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The earlier, by its place among the sketches.
    pub first: usize,
    /// The later.
    pub second: usize,
    /// About how much of both is in both, from 0 to 1.
    pub likeness: f64,
}

/// For each of `sketches` the earlier one that it is most like, if the likeness is at least
/// `least` and `may_pair` agrees. Sorted by `second`.
///
/// Locality-sensitive hashing by bands: of those that agree in a band, each is compared with the
/// first and with the one before, so the time grows with the number of texts, however many are
/// alike.
pub fn near_pairs(
    sketches: &[&Sketch],
    least: f64,
    may_pair: impl Fn(usize, usize) -> bool,
) -> Vec<Pair> {
    let mut best: Vec<Option<Pair>> = vec![None; sketches.len()];
    let mut compare = |first: usize, second: usize| {
        if best[second].is_some_and(|pair| pair.first == first) || !may_pair(first, second) {
            return;
        }
        let likeness = sketches[first].likeness(sketches[second]);
        let better = best[second].is_none_or(|pair| pair.likeness < likeness);
        if likeness >= least && better {
            best[second] = Some(Pair {
                first,
                second,
                likeness,
            });
        }
    };
    let bands: Vec<Vec<u64>> = sketches.iter().map(|s| s.bands(ROWS).collect()).collect();
    for band in 0..super::BINS / ROWS {
        let mut by_hash: Vec<(u64, usize)> = bands
            .iter()
            .enumerate()
            .map(|(index, bands)| (bands[band], index))
            .collect();
        by_hash.sort_unstable();
        for alike in by_hash.chunk_by(|a, b| a.0 == b.0) {
            for (at, &(_, second)) in alike.iter().enumerate().skip(1) {
                compare(alike[0].1, second);
                compare(alike[at - 1].1, second);
            }
        }
    }
    best.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::super::Fingerprint;
    use super::*;

    fn sketch(body: &str) -> Sketch {
        Fingerprint::new("title", body, std::iter::empty(), true)
            .1
            .unwrap()
    }

    #[test]
    fn alike_are_found_among_many() {
        let text = |seed: usize| {
            let words = (0..60).map(|n| format!("w{}", seed * 1000 + n * (seed % 7 + 1)));
            words.collect::<Vec<_>>().join(" ")
        };
        let mut all: Vec<Sketch> = (0..200).map(|seed| sketch(&text(seed))).collect();
        all.push(sketch(&text(17).replace("w17003", "other")));
        let all: Vec<&Sketch> = all.iter().collect();
        let pairs = near_pairs(&all, 0.8, |_, _| true);
        let found: Vec<_> = pairs.iter().map(|pair| (pair.first, pair.second)).collect();
        assert_eq!(found, [(17, 200)]);
        assert!(near_pairs(&all, 0.8, |_, _| false).is_empty());
    }

    #[test]
    fn equal_texts_in_any_number_take_linear_time() {
        let one = sketch("all of these are the same, word for word, again and again and again");
        let all = vec![&one; 20_000];
        assert_eq!(near_pairs(&all, 0.9, |_, _| true).len(), 19_999);
    }
}
