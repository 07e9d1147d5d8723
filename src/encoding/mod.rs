//! Mojibake: finding text that was decoded with the wrong encoding, and giving it back as it was
//! meant. Pure functions on bytes and strings; nothing here knows of Markdown or of files.
//!
//! [`find`] is the whole of it for text; [`suspicious`] is the filter that lets nearly every text
//! pass at the speed of reading. Bytes that are not UTF-8 become text by [`decode`].
//!
//! ```
//! use qalint::encoding::{Certainty, Context, find};
//!
//! let text = "A cafÃ©, itâ€™s called â€œCentralâ€.";
//! let mut meant = String::new();
//! let mut at = 0;
//! for garbled in find(text, &Context::default()) {
//!     // Of the closing quotation mark the last byte is lost; the rest can be proved.
//!     let is_proved = garbled.certainty == Certainty::Exact;
//!     assert_eq!(is_proved, garbled.meant != "”");
//!     assert_eq!(garbled.how(), "UTF-8 read as Windows-1252");
//!     meant += &text[at..garbled.range.start];
//!     meant += &garbled.meant;
//!     at = garbled.range.end;
//! }
//! meant += &text[at..];
//! assert_eq!(meant, "A café, it’s called “Central”.");
//! ```
//!
//! # How it works
//!
//! A prefilter passes over text in which no codec knows two neighbours as a lead and a
//! continuation byte of UTF-8. What it stops at is weighed line by line: a lattice holds, at each
//! character, the choice to leave it or to undo a misreading, and a model of which characters
//! follow which in natural text says what each path costs. What is found so in a first pass elects
//! the codecs; in the second, what was elected is cheap to assume and may also explain lost bytes.
//! A finding is [exact](Certainty::Exact) if misreading the repaired text gives what stands there;
//! everything else is a guess. What is found is looked through again until nothing more is.

mod asking;
mod beside;
mod codec;
mod codec_tables;
mod decode;
mod double_byte;
mod doubt;
mod edit;
mod find;
mod finding;
mod lattice;
mod legacy;
mod line;
mod lines;
mod look;
mod lost;
mod misread;
mod model;
mod order;
mod plausibility;
mod prefilter;
mod price;
mod reading;
mod remains;
mod sample;
mod start;
mod vote;
mod wide;

use std::ops::Range;

/// What the caller knows about a text.
///
/// ```
/// use qalint::encoding::{Context, find};
///
/// // In prose it is damage, in code that nothing outside speaks for it is a sample.
/// let text = "Look for `Ã©` in it.";
/// assert_eq!(find(text, &Context::default()).len(), 1);
/// assert_eq!(find(text, &Context { code: &[9..15] }).len(), 0);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// Byte ranges of code in the text, sorted and apart. Code changes only on stronger evidence
    /// than prose, because samples of mojibake stand in code.
    pub code: &'a [Range<usize>],
}

/// How sure a repair is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// No byte was lost: encoding [`Garbled::meant`] and misreading it gives what stands there. Where
    /// parts of it were misread more often than others, each of them as often as it was.
    Exact,
    /// Bytes were lost, or the reading is not unique; [`Garbled::meant`] is the best guess.
    Guessed,
}

/// A stretch of text that was decoded with the wrong encoding.
#[derive(Clone, Debug, PartialEq)]
pub struct Garbled {
    /// Where it stands, in bytes of the text; on character boundaries.
    pub range: Range<usize>,
    /// The text as it was meant.
    pub meant: String,
    /// How it happened, from the first misreading to the last; never empty. Text that was saved
    /// wrongly twice has two.
    pub misreadings: Vec<Misreading>,
    /// Whether a byte had to be guessed.
    pub certainty: Certainty,
    /// How much likelier the repaired text is, in nats: the natural logarithm of the odds.
    pub gain: f32,
    /// For a guess, what else may have been meant, the likeliest first; without
    /// [`meant`](Self::meant).
    pub alternatives: Vec<String>,
    /// Whether guesses elsewhere in the text rest on this exact finding: if only what is exact were
    /// repaired, they would not be found any more, and the text would pass for clean.
    pub is_evidence: bool,
}

impl Garbled {
    /// How it happened, in words: `UTF-8 read as Windows-1254`, and so on for each time.
    #[must_use]
    pub fn how(&self) -> String {
        let mut how = String::new();
        for misreading in &self.misreadings {
            if !how.is_empty() {
                how.push_str(", then ");
            }
            how.push_str(misreading.written);
            how.push_str(" read as ");
            how.push_str(misreading.read);
        }
        how
    }
}

/// One wrong decoding: text that was written in one encoding and read in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Misreading {
    /// The encoding the bytes were in, by its usual name, such as `UTF-8`.
    pub written: &'static str,
    /// The encoding they were read as, such as `Windows-1254`.
    pub read: &'static str,
}

/// Bytes that were not UTF-8, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The name of the encoding it was most likely in.
    pub encoding: &'static str,
    /// Byte ranges whose text differs from the bytes, and the length of that text in bytes;
    /// sorted, and between them bytes and text run alike.
    pub pieces: Vec<(Range<usize>, usize)>,
    /// The byte ranges that are not UTF-8; sorted.
    pub errors: Vec<Range<usize>>,
}

/// Decodes bytes that are not UTF-8, in the encoding they are most likely in.
///
/// UTF-16 and UTF-32 are known by their byte order mark or by their shape. In a file that is
/// mostly UTF-8 only the bytes that are not are decoded otherwise. Bytes that mean nothing in the
/// encoding become U+FFFD.
#[must_use]
pub fn decode(bytes: &[u8]) -> Decoded {
    decode::decode(bytes)
}

/// Whether a text may hold something garbled. False for nearly every clean text, at the speed of
/// reading; never false for a text in which [`find`] finds something.
#[must_use]
pub fn suspicious(text: &str) -> bool {
    prefilter::next_suspicious(text, 0).is_some()
}

/// Finds what is garbled in a text, sorted and without overlaps.
///
/// A finding is one unbroken run of garbled characters. Applying the [exact](Certainty::Exact)
/// findings, or all of them, gives a text in which no more of the same are found.
#[must_use]
pub fn find(text: &str, context: &Context<'_>) -> Vec<Garbled> {
    find::find(text, || context.code.to_vec())
}

/// The same as [`find`], where it takes an effort to tell where code is: `code` gives the byte
/// ranges of code, and is only called if something is found.
#[must_use]
pub fn find_with(text: &str, code: impl FnOnce() -> Vec<Range<usize>>) -> Vec<Garbled> {
    find::find(text, code)
}
