//! A fast hash that is the same everywhere and always, so that what was computed can be kept.

/// Spreads every bit of `n` over all bits (the finalizer of `SplitMix64`).
pub(super) const fn mix(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// A hash of a sequence of hashes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sequence(u64);

impl Sequence {
    pub(super) fn push(&mut self, hash: u64) {
        self.0 = mix(self.0.rotate_left(5) ^ hash);
    }

    pub(super) fn finish(self) -> u64 {
        self.0
    }
}

/// The hash of `bytes`, eight at a time.
pub(super) const fn of(bytes: &[u8]) -> u64 {
    of_cased(bytes, 0)
}

/// The hash of ASCII letters and digits without their case: that of what they are in lower case.
pub(super) const fn of_alphanumeric(bytes: &[u8]) -> u64 {
    // The bit that makes a letter small is set in all digits.
    of_cased(bytes, 0x2020_2020_2020_2020)
}

/// The hash of `bytes` with the bits of `case` set in each eight of them.
const fn of_cased(mut bytes: &[u8], case: u64) -> u64 {
    // What is read past the end is zero, so the length has to count.
    let mut hash = bytes.len() as u64;
    while let Some((chunk, rest)) = bytes.split_first_chunk::<8>() {
        hash = absorb(hash, u64::from_le_bytes(*chunk) | case);
        bytes = rest;
    }
    let (mut last, mut at) = (0, 0);
    while at < bytes.len() {
        last |= (bytes[at] as u64 | case & 0xff) << (8 * at);
        at += 1;
    }
    mix(absorb(hash, last))
}

/// One step of wyhash's kind: both halves of a product of 128 bits.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the lower half is what is wanted"
)]
const fn absorb(hash: u64, chunk: u64) -> u64 {
    let product = (hash ^ 0x9e37_79b9_7f4a_7c15) as u128 * (chunk ^ 0xe703_7ed1_a0b4_28db) as u128;
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_left_out_where_it_is_asked_for() {
        for word in ["a", "Levain", "SourDough2024", "abcdefgh", "ABCDEFGHI"] {
            let lower = word.to_lowercase();
            assert_eq!(
                of_alphanumeric(word.as_bytes()),
                of(lower.as_bytes()),
                "{word}"
            );
            assert_eq!(of(word.as_bytes()) == of(lower.as_bytes()), word == lower);
        }
    }

    #[test]
    fn every_byte_counts() {
        let text = b"ten thousand questions";
        for length in 0..text.len() {
            let part = &text[..length];
            assert_ne!(of(part), of(&text[..length + 1]));
            for at in 0..length {
                let mut other = part.to_vec();
                other[at] ^= 1;
                assert_ne!(of(part), of(&other));
            }
        }
        assert_ne!(of(b"a"), of(b"a\0"));
    }
}
