//! A finding: a run of repaired characters, with what is said of it.

use std::ops::Range;

use super::codec::{CODECS, Codec, CodecSet};
use super::edit::Edit;
use super::legacy::Legacy;
use super::line::{self, Cell};
use super::misread::{Misread, misread};
use super::plausibility::left;
use super::reading::{Guess, readings};
use super::sample::{Document, Place};
use super::{Certainty, Garbled};

/// How many other readings of a guess are named.
const ALTERNATIVES: usize = 5;

/// A finding whose codec is not settled yet.
#[derive(Clone, Debug)]
pub(super) struct Find {
    pub(super) garbled: Garbled,
    /// What was undone, the outermost misreading first.
    pub(super) misreads: Vec<Misread>,
    /// The codecs that explain the outermost misreading, if it was of UTF-8.
    pub(super) equals: CodecSet,
    /// Whether the document must vote for it.
    pub(super) unlikely: bool,
}

impl Find {
    pub(super) fn edit(&self) -> Edit<'_> {
        Edit {
            range: self.garbled.range.clone(),
            text: &self.garbled.meant,
        }
    }

    /// Whether C1 controls are taken for characters of another codec than Windows-1252.
    pub(super) fn is_control(&self) -> bool {
        let outer = self.misreads.first();
        outer.is_some_and(|misread| {
            let read_as_controls = misread.read == Legacy::Single(Codec::LATIN_1);
            self.equals == 0 && read_as_controls && *misread != Misread::CONTROLS
        })
    }

    pub(super) fn is_exact(&self) -> bool {
        self.garbled.certainty == Certainty::Exact
    }

    pub(super) fn place<'a>(&'a self, document: &'a Document<'a>) -> Place<'a> {
        Place {
            document,
            range: self.garbled.range.clone(),
            meant: &self.garbled.meant,
            gain: self.garbled.gain,
        }
    }
}

/// Adds a finding for each run of repaired cells of one kind.
pub(super) fn collect(text: &str, cells: &[Cell], found: &mut Vec<Find>) {
    let mut at = 0;
    while let Some(cell) = cells.get(at) {
        let Some(repair) = &cell.repair else {
            at += 1;
            continue;
        };
        let same = |other: &Cell| {
            other
                .repair
                .as_ref()
                .is_some_and(|r| r.misreads == repair.misreads)
        };
        let rest = cells.get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|cell| !same(cell))
            .unwrap_or(rest.len());
        found.extend(finding(text, cells, at..at + length, &repair.misreads));
        at += length;
    }
}

fn finding(text: &str, cells: &[Cell], run: Range<usize>, misreads: &[Misread]) -> Option<Find> {
    let here = cells.get(run.clone())?;
    let range = here.first()?.range.start..here.last()?.range.end;
    let raw = text.get(range.clone())?;
    let meant: String = here.iter().map(|cell| cell.c).collect();
    let equals = explaining(raw, misreads);
    let guessed = here
        .iter()
        .any(|cell| cell.repair.as_ref().is_some_and(|r| r.guessed));
    let exact = !guessed && misread(&meant, misreads).as_deref() == Some(raw);
    let before: [char; 2] = std::array::from_fn(|back| {
        (run.start + back)
            .checked_sub(2)
            .and_then(|at| cells.get(at))
            .map_or('\n', |cell| cell.c)
    });
    let after: Vec<char> = cells
        .iter()
        .skip(run.end)
        .take(2)
        .map(|cell| cell.c)
        .collect();
    let weigh = |text: &str| weight(before, text.chars().chain(after.iter().copied()));
    let cost = weigh(&meant);
    let gain = weigh(raw) - cost;
    let unlikely = is_unlikely_crossing(misreads, &meant, cost);
    let alternatives = if exact {
        Vec::new()
    } else {
        alternatives(text, here, weigh)
    };
    let certainty = if exact {
        Certainty::Exact
    } else {
        Certainty::Guessed
    };
    let garbled = Garbled {
        range,
        meant,
        misreadings: Vec::new(),
        certainty,
        gain,
        alternatives,
        is_evidence: false,
    };
    Some(Find {
        garbled,
        misreads: misreads.to_vec(),
        equals,
        unlikely,
    })
}

/// Whether a crossing gives text that is hardly likelier than what stands there. It changes all
/// letters, and of random letters some are always likelier in another script.
fn is_unlikely_crossing(misreads: &[Misread], meant: &str, cost: f32) -> bool {
    let crossing = misreads.last().is_some_and(|misread| misread.is_crossing());
    let letters = meant.chars().count() + 2;
    #[allow(clippy::cast_precision_loss)]
    let limit = UNLIKELY * letters as f32;
    crossing && cost > limit
}

/// What a letter of natural text costs at most, on average, in nats.
const UNLIKELY: f32 = 5.0;

/// The cost of characters after others.
fn weight(before: [char; 2], text: impl Iterator<Item = char>) -> f32 {
    let start = (before, 0.0);
    let (_, sum) = text.fold(start, |([before2, before1], sum), c| {
        ([before1, c], sum + left(before2, before1, c))
    });
    sum
}

/// The codecs that give the characters of `raw` the bytes that the outermost of `codecs` does.
pub(super) fn explaining(raw: &str, misreads: &[Misread]) -> CodecSet {
    let Some(codec) = misreads.first().and_then(|misread| misread.utf_8_codec()) else {
        return 0;
    };
    raw.chars()
        .filter(|c| !c.is_ascii() && *c != '\u{fffd}')
        .fold(CodecSet::MAX, |set, c| {
            let byte = codec.byte_of(c);
            let same = Codec::members(set).filter(|other| other.byte_of(c) == byte);
            same.fold(0, |set, codec| set | codec.bit())
        })
}

/// What else a guess may have been, the likeliest first: the other readings of its first guessed
/// character.
fn alternatives(text: &str, here: &[Cell], weigh: impl Fn(&str) -> f32) -> Vec<String> {
    let guess = here.iter().enumerate().find_map(|(at, cell)| {
        let repair = cell.repair.as_ref().filter(|repair| repair.guessed)?;
        Some((at, cell, *repair.misreads.first()?))
    });
    let Some((at, cell, undone)) = guess else {
        return Vec::new();
    };
    let Some(raw) = text.get(cell.range.clone()) else {
        return Vec::new();
    };
    let letters = line::letters(&line::cells(raw, 0));
    let mut others: Vec<(f32, String)> = Vec::new();
    readings(&letters, undone, Guess::Dropped, |reading| {
        if reading.letters == letters.len() && reading.c != cell.c {
            let other: String = here
                .iter()
                .enumerate()
                .map(|(index, cell)| if index == at { reading.c } else { cell.c })
                .collect();
            others.push((weigh(&other) + reading.cost, other));
        }
    });
    others.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    others.dedup_by(|a, b| a.1 == b.1);
    others.truncate(ALTERNATIVES);
    // Not in place: there may be many findings, and each would keep the room for all the others.
    let mut alternatives = Vec::with_capacity(others.len());
    alternatives.extend(others.into_iter().map(|(_, other)| other));
    alternatives
}

/// Names the codecs: of those that explain a finding, the one that explains the most of the
/// document, so that the same damage has the same name throughout.
pub(super) fn name(found: Vec<Find>) -> Vec<Garbled> {
    let mut explained = [0usize; CODECS];
    for find in &found {
        for codec in Codec::members(find.equals) {
            if let Some(count) = explained.get_mut(codec.index()) {
                *count += 1;
            }
        }
    }
    let explains = |codec: &Codec| explained.get(codec.index()).copied().unwrap_or_default();
    let named = |mut find: Find| {
        let outer = Codec::members(find.equals)
            // The last of the greatest is taken, the preferred codec stands first.
            .rev()
            .max_by_key(explains);
        let misreads = find.misreads.iter().enumerate().rev();
        find.garbled.misreadings = misreads
            .map(|(depth, &misread)| match outer.filter(|_| depth == 0) {
                Some(codec) => Misread::utf_8(codec).named(),
                None => misread.named(),
            })
            .collect();
        find.garbled
    };
    found.into_iter().map(named).collect()
}
