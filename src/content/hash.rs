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

/// A hash of a piece of text (FNV-1a, mixed).
#[derive(Clone, Copy, Debug)]
pub(super) struct Text(u64);

impl Text {
    pub(super) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(super) fn push(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3);
    }

    pub(super) fn finish(self) -> u64 {
        mix(self.0)
    }
}

/// The hash of `text`, character by character.
pub(super) fn of(text: &str) -> u64 {
    let mut hash = Text::new();
    text.chars().for_each(|c| hash.push(c));
    hash.finish()
}
