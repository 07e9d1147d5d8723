//! The document's vote: which misreadings its text went through. One garbled word may be an accident;
//! what explains many places of a document is cheap to assume at the next.

use super::codec::{CODECS, Codec, CodecSet};
use super::double_byte::ENCODINGS;
use super::finding::Find;
use super::lattice::{Entrant, Entrants};
use super::legacy::Legacy;
use super::misread::{CROSSINGS, Misread, Written};
use super::prefilter;
use super::reading::{Guess, Letter};
use super::start::all_starts;

/// What it costs to enter each codec when nothing in the document speaks for it, in nats.
fn prior(codec: Codec) -> f32 {
    match codec.name() {
        "Windows-1252" | "ISO-8859-1" => 7.0,
        "Windows-1254" => 8.0,
        "Windows-1251" | "Windows-1250" => 9.0,
        "ISO-8859-15" | "ISO-8859-9" => 8.5,
        _ => 10.0,
    }
}

/// The same for each crossing.
fn crossing_prior(misread: Misread) -> f32 {
    match misread.named() {
        // C1 controls, which text never holds: what they were is the question, not whether.
        named if named.read == "ISO-8859-1" => match named.written {
            "Windows-1252" => 0.0,
            _ => 9.0,
        },
        _ => 12.0,
    }
}

/// The same for each double-byte encoding.
const DOUBLE_BYTE_PRIOR: f32 = 10.0;
/// However strong the vote, entering a codec costs this much.
const LEAST: f32 = 1.5;
/// What a nat of the vote takes off the cost of entering.
const WORTH: f32 = 0.25;
/// A codec with less than this share of the strongest vote is not elected.
const SHARE: f32 = 0.2;
/// Bytes are guessed only in codecs with more votes than this.
const LOSSY: f32 = 6.0;
/// A crossing with more votes than this is looked for in every line that it would change.
const CROSSED: f32 = 40.0;
/// What a place counts that no text has of itself, in nats: it makes its codec as cheap to enter as
/// can be.
pub(super) const CERTAIN: f32 = 25.0;
/// What a place counts that hardly any text has of itself: it elects its codec.
pub(super) const LIKELY: f32 = LOSSY + 1.0;

/// How many misreadings stand for election.
const CANDIDATES: usize = DOUBLE_BYTE + ENCODINGS.len();
/// The place of the first double-byte encoding among them.
const DOUBLE_BYTE: usize = CODECS + CROSSINGS.len();

/// The gains, in nats, of what was found with each misreading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Votes {
    gains: [f32; CANDIDATES],
}

impl Default for Votes {
    fn default() -> Votes {
        Votes {
            gains: [0.0; CANDIDATES],
        }
    }
}

/// A line of more letters is hardly text, and what might be lost in all codecs is too much to weigh.
const LONG: usize = 4096;

/// Whether two codecs have the same bytes for all letters of a line.
fn are_same(letters: &[Letter], a: Codec, b: Codec) -> bool {
    let mut beyond_ascii = letters.iter().filter(|letter| !letter.c.is_ascii());
    beyond_ascii.all(|letter| a.byte(letter.row) == b.byte(letter.row))
}

/// Whether `other` is not worth trying in a line beside `one`: they have the same bytes for all of its
/// letters, and the same may be lost; in a long line also if only the one is what the document has
/// elected.
fn is_needless(letters: &[Letter], other: &Entrant, one: &Entrant) -> bool {
    let (Some(codec), Some(other_codec)) = (one.misread.utf_8_codec(), other.misread.utf_8_codec())
    else {
        return false;
    };
    let loses_no_more = match (one.guess, other.guess) {
        (Guess::Nothing, Guess::Nothing) => true,
        (Guess::Dropped, Guess::Remains) if letters.len() > LONG => true,
        (guess, same) => guess == same && codec.losable() == other_codec.losable(),
    };
    loses_no_more && one.enter <= other.enter && are_same(letters, codec, other_codec)
}

impl Votes {
    /// Counts a find for the outermost of its misreadings, and for each codec that explains it.
    pub(super) fn count_find(&mut self, find: &Find) {
        let gain = find.garbled.gain;
        let Some(misread) = find.misreads.first() else {
            return;
        };
        if let Written::Legacy(_) = misread.written {
            let crossing = (0..CROSSINGS.len()).find(|&i| Misread::crossing(i) == Some(*misread));
            self.add(crossing.map(|index| CODECS + index), gain);
        }
        if let Legacy::Multi(encoding) = misread.read {
            let index = ENCODINGS.iter().position(|&other| other == encoding);
            self.add(index.map(|index| DOUBLE_BYTE + index), gain);
        }
        for codec in Codec::members(find.equals) {
            self.add(Some(codec.index()), gain);
        }
    }

    /// Counts what is left of a character whose last byte is lost. Without this, what is left when
    /// the exact findings have been repaired would find no vote, and pass for clean.
    pub(super) fn count_remains(&mut self, codec: Codec, gain: f32) {
        self.add(Some(codec.index()), gain);
    }

    /// The same, but that of the findings, given with the codecs that explain each, those that the
    /// codec with the most votes explains count for no other: one misreading is likelier than two.
    ///
    /// Windows-1252 is ISO 8859-1 with signs in the place of controls. Where none of the signs is
    /// found, but `controls` says that many have been lost, it was not Windows-1252.
    pub(super) fn focused(
        mut self,
        explained: &[(CodecSet, f32)],
        controls: impl FnOnce() -> bool,
    ) -> Votes {
        // The last of the greatest is taken, the preferred codec stands first.
        let gain = |codec: &Codec| self.get(codec.index());
        let top = Codec::all()
            .rev()
            .max_by(|a, b| gain(a).total_cmp(&gain(b)));
        let Some(mut top) = top.filter(|top| gain(top) > 0.0) else {
            return self;
        };
        let is_either = gain(&Codec::LATIN_1) >= gain(&Codec::WINDOWS_1252);
        if top == Codec::WINDOWS_1252 && is_either && controls() {
            top = Codec::LATIN_1;
        }
        for &(codecs, gain) in explained
            .iter()
            .filter(|(codecs, _)| codecs & top.bit() != 0)
        {
            for codec in Codec::members(codecs & !top.bit()) {
                self.add(Some(codec.index()), -gain);
            }
        }
        self
    }

    fn add(&mut self, candidate: Option<usize>, gain: f32) {
        if let Some(sum) = candidate.and_then(|index| self.gains.get_mut(index)) {
            *sum += gain;
        }
    }

    fn get(&self, candidate: usize) -> f32 {
        self.gains.get(candidate).copied().unwrap_or_default()
    }

    /// The vote for a misreading, of UTF-8 read as any of `equals` or otherwise this one.
    pub(super) fn of(&self, misread: Option<Misread>, equals: CodecSet) -> f32 {
        let crossing = misread.and_then(|misread| {
            (0..CROSSINGS.len()).find(|&index| Misread::crossing(index) == Some(misread))
        });
        let crossing = crossing.map_or(0.0, |index| self.get(CODECS + index));
        Codec::members(equals)
            .map(|codec| self.get(codec.index()))
            .fold(crossing, f32::max)
    }

    fn relief(&self, candidate: usize) -> f32 {
        let top = self.gains.iter().copied().fold(0.0, f32::max);
        let gain = self.get(candidate);
        if top > 0.0 && gain >= SHARE * top {
            WORTH * gain
        } else {
            0.0
        }
    }

    /// What it costs to take a run for UTF-8 read as the double-byte encoding with this index.
    pub(super) fn double_byte(&self, index: usize) -> f32 {
        (DOUBLE_BYTE_PRIOR - self.relief(DOUBLE_BYTE + index)).max(LEAST)
    }

    /// The codecs in which bytes may be guessed.
    pub(super) fn lossy(&self) -> CodecSet {
        Codec::all()
            .filter(|&codec| self.relief(codec.index()) > WORTH * LOSSY)
            .fold(0, |set, codec| set | codec.bit())
    }

    /// The crossings, by index, that the whole document may have gone through.
    pub(super) fn crossed(&self) -> impl Iterator<Item = usize> {
        let elected = |index: &usize| self.relief(CODECS + index) > WORTH * CROSSED;
        (0..CROSSINGS.len())
            .filter(elected)
            .filter(|&index| Misread::crossing(index).is_some_and(Misread::is_crossing))
    }

    /// The misreadings that may be undone somewhere in a line, bytes being guessed as `guess` says.
    ///
    /// A vote only ever makes a misreading cheaper: what is left alone under a vote is then left
    /// alone without one, so that text that has been repaired stays as it is.
    pub(super) fn entrants(&self, letters: &[Letter], guess: Guess) -> Entrants {
        let lossy = match guess {
            Guess::Nothing | Guess::Remains => 0,
            _ => self.lossy(),
        };
        let starts = all_starts(letters, guess, lossy);
        let starting = starts.iter().fold(0, |set, starts| set | starts);
        let codecs = Codec::members(starting).map(|codec| Entrant {
            misread: Misread::utf_8(codec),
            enter: (prior(codec) - self.relief(codec.index())).max(LEAST),
            guess: if lossy & codec.bit() != 0 {
                guess
            } else {
                guess.min(Guess::Remains)
            },
        });
        let strange = prefilter::crossings(letters);
        let elected = self.crossed().filter(|index| !strange.contains(index));
        let crossings = strange.iter().copied().chain(elected).filter_map(|index| {
            let misread = Misread::crossing(index)?;
            let relief = self.relief(CODECS + index);
            Some(Entrant {
                misread,
                enter: (crossing_prior(misread) - relief).max(LEAST.min(crossing_prior(misread))),
                guess: Guess::Nothing,
            })
        });
        let mut entrants: Vec<Entrant> = Vec::new();
        for entrant in codecs {
            if !entrants
                .iter()
                .any(|one| is_needless(letters, &entrant, one))
            {
                entrants.retain(|other| !is_needless(letters, other, &entrant));
                entrants.push(entrant);
            }
        }
        entrants.extend(crossings);
        Entrants {
            starts,
            them: entrants,
        }
    }
}
