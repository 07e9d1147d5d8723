//! What is left of a character whose last byte is lost: what no text has of itself, and so evidence.

use std::ops::Range;

use super::codec::{Codec, is_continuation};
use super::vote::{CERTAIN, LIKELY};

/// The beginnings of general punctuation and of emoji, misread, and the codecs they tell of.
const REMAINS: [(&str, &str); 9] = [
    ("â€", "Windows-1252"),
    ("ðŸ", "Windows-1252"),
    ("ğŸ", "Windows-1254"),
    ("đź", "Windows-1250"),
    ("вЂ", "Windows-1251"),
    ("рџ", "Windows-1251"),
    ("β€", "Windows-1253"),
    ("ā€", "Windows-1257"),
    ("đŸ", "Windows-1258"),
];

/// Where `line` holds what is left of a character whose last byte is lost, of which codec that
/// tells, and what it counts.
pub(super) fn remains(line: &str) -> impl Iterator<Item = (Codec, Range<usize>, f32)> {
    // `à` at the end of a word, its last byte turned into a space. No word in small letters ends in
    // a capital.
    let ends = line.match_indices("Ã ").filter_map(|(at, end)| {
        let before = line.get(..at)?.chars().next_back()?;
        let range = at..at + end.len();
        before
            .is_lowercase()
            .then_some((Codec::WINDOWS_1252, range, LIKELY))
    });
    ends.chain(beginnings(line))
}

/// Where `line` holds the beginning of a character whose last bytes are lost.
fn beginnings(line: &str) -> impl Iterator<Item = (Codec, Range<usize>, f32)> {
    REMAINS.iter().flat_map(move |&(begin, name)| {
        let codec = Codec::named(name);
        line.match_indices(begin).filter_map(move |(at, begin)| {
            let codec = codec?;
            let end = at + begin.len();
            let before = line.get(..at)?.chars().next_back();
            let within = before.is_some_and(|c| !c.is_ascii() && c.is_alphabetic());
            let next = line.get(end..)?.chars();
            let follow = next
                .take_while(|&c| codec.byte_of(c).is_some_and(is_continuation))
                .count();
            // Two of three bytes of punctuation, or two or three of four of an emoji.
            let lead = begin.chars().next().and_then(|lead| codec.byte_of(lead));
            let most = if lead == Some(0xE2) { 0 } else { 1 };
            (follow <= most && !within).then_some((codec, at..end, CERTAIN))
        })
    })
}
