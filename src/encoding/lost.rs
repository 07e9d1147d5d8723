//! What lost bytes have left in their places. A program that replaces the bytes it cannot read does so
//! each time, so the incomplete sequences of a text say together what one of them may leave open.

use std::ops::Range;

use super::codec::{Codec, CodecSet};
use super::line;
use super::reading::{Guess, Letter, incomplete};

/// How the bytes that `lines` of `text` have lost are to be guessed, UTF-8 having been read as one of
/// `codecs`.
pub(super) fn guess(text: &str, lines: &[Range<usize>], codecs: CodecSet) -> Guess {
    let [asked, replaced, dropped] = count(text, lines, codecs);
    if replaced > dropped + asked {
        Guess::Replaced
    } else if asked > dropped {
        Guess::Asked
    } else {
        Guess::Dropped
    }
}

/// Whether sequences of UTF-8 read as ISO 8859-1 are incomplete, and more of them than if only the
/// few bytes were lost that Windows-1252 leaves undefined.
pub(super) fn are_controls(text: &str, lines: &[Range<usize>]) -> bool {
    let incomplete = count(text, lines, Codec::LATIN_1.bit());
    incomplete.into_iter().sum::<usize>() >= MANY
}

/// Fewer may be of the few bytes.
const MANY: usize = 3;

/// How many sequences lack a byte that left a question mark, U+FFFD, or nothing.
fn count(text: &str, lines: &[Range<usize>], codecs: CodecSet) -> [usize; 3] {
    let (mut asked, mut replaced, mut dropped) = (0, 0, 0);
    for line in lines {
        let content = text.get(line.clone()).unwrap_or_default();
        let letters = line::whole_letters(&line::cells(content, line.start));
        for at in 0..letters.len() {
            let rest = letters.get(at..).unwrap_or_default();
            match next(rest, codecs) {
                // Both may be: the byte was dropped, and the sentence asks.
                Some(next) if next.asks => {}
                Some(next) if next.c == '?' => asked += 1,
                Some(next) if next.c == char::REPLACEMENT_CHARACTER => replaced += 1,
                Some(_) => dropped += 1,
                None => {}
            }
        }
    }
    [asked, replaced, dropped]
}

/// What follows the sequence at the start of `letters`, if it is an incomplete one.
fn next(letters: &[Letter], codecs: CodecSet) -> Option<&Letter> {
    let leads = letters.first()?.row.leads() & codecs;
    let mut lengths = Codec::members(leads).filter_map(|codec| incomplete(letters, codec));
    lengths.find_map(|length| letters.get(length))
}
