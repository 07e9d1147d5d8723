//! What makes a finding the same finding tomorrow, although lines have moved.

use std::collections::HashMap;

use super::Sources;
use crate::diagnostic::Diagnostic;

/// Bytes of a line on each side of the place that count. In a line of megabytes, what stands far
/// away has nothing to do with it.
const AROUND: usize = 256;

/// The fingerprint of a finding: of its path, its rule, what it says and the line it is in, but of
/// no line number and no number in its message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    /// 128 bits that findings share only if all that counts is the same.
    pub hash: u128,
    /// Which of the findings with this hash it is, from 1.
    pub occurrence: u32,
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:032x}:{}", self.hash, self.occurrence)
    }
}

/// Gives out fingerprints to findings in the order of the report.
#[derive(Debug, Default)]
pub struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding.
    pub fn next(&mut self, diagnostic: &Diagnostic, sources: &Sources<'_>) -> Fingerprint {
        let hash = hash(diagnostic, sources);
        let occurrence = self.seen.entry(hash).or_insert(0);
        *occurrence += 1;
        Fingerprint {
            hash,
            occurrence: *occurrence,
        }
    }
}

/// The part of a fingerprint that does not depend on other findings.
#[must_use]
pub fn hash(diagnostic: &Diagnostic, sources: &Sources<'_>) -> u128 {
    let place = &diagnostic.primary;
    let mut hash = Fnv::new();
    hash.text(&sources.entry(place.file).name);
    hash.text(&diagnostic.rule);
    hash.message(&diagnostic.message);
    if let Some(text) = sources.text(place.file) {
        let start = text.clamp(place.span).start;
        if let Some(line) = text.line(text.position(start).line) {
            let from = line.start.max(start.saturating_sub(AROUND)).min(line.end);
            let to = line.end.min(start.saturating_add(AROUND)).max(from);
            hash.line(&text.text().as_bytes()[from..to]);
        }
    }
    hash.0
}

/// FNV-1a with 128 bits: a few lines, the same on every machine and in every version. It is no
/// defence against collisions made on purpose; who may write the text could as well suppress the
/// finding.
struct Fnv(u128);

impl Fnv {
    const fn new() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    fn byte(&mut self, byte: u8) {
        self.0 ^= u128::from(byte);
        self.0 = self
            .0
            .wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }

    /// A whole text; nothing that follows can be taken for its end.
    fn text(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.byte(byte));
        self.byte(0xff);
    }

    /// A message: its numbers, with a comma in them or not, are all one.
    fn message(&mut self, message: &str) {
        let mut in_number = false;
        for byte in message.bytes() {
            let digit = byte.is_ascii_digit() || in_number && byte == b',';
            if !digit {
                self.byte(byte);
            } else if !in_number {
                self.byte(b'0');
            }
            in_number = digit;
        }
        self.byte(0xff);
    }

    /// A line: how much white space stands between words, and around them, does not count.
    fn line(&mut self, line: &[u8]) {
        for word in line
            .split(u8::is_ascii_whitespace)
            .filter(|word| !word.is_empty())
        {
            word.iter().for_each(|&byte| self.byte(byte));
            self.byte(b' ');
        }
        self.byte(0xff);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_function() {
        let mut hash = Fnv::new();
        "foobar".bytes().for_each(|byte| hash.byte(byte));
        assert_eq!(hash.0, 0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18);
    }

    #[test]
    fn numbers_of_messages_and_white_space_of_lines_do_not_count() {
        let message = |text: &str| {
            let mut hash = Fnv::new();
            hash.message(text);
            hash.0
        };
        assert_eq!(message("12 of 1,295 have"), message("1,300 of 7 have"));
        assert_ne!(message("12 of 1,295 have"), message("12 have"));
        let line = |text: &str| {
            let mut hash = Fnv::new();
            hash.line(text.as_bytes());
            hash.0
        };
        assert_eq!(line("\t a  b"), line("a b "));
        assert_ne!(line("ab"), line("a b"));
    }
}
