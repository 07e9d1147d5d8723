//! What speaks against a finding: signs that are side by side by chance, letters beside it that were
//! never misread, and crossings that leave most of a line as it is.

use std::ops::Range;

use super::codec::Codec;
use super::finding::Find;
use super::misread::{Misread, misread};
use super::reading::{Letter, is_unharmed};
use super::sample::Place;
use super::vote::CERTAIN;

/// What the vote must be, in nats, for a single sequence that stands by itself to be taken for
/// damage in a codec that hardly anything is misread as.
pub(super) const ALONE: f32 = 20.0;

/// Whether a finding is no more than one sequence between spaces or signs, in a codec in which
/// signs that are side by side by chance often make one.
pub(super) fn is_doubtful(find: &Find, text: &str) -> bool {
    let common = Codec::WINDOWS_1252.bit() | Codec::LATIN_1.bit();
    let range = &find.garbled.range;
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let raw = text.get(range.clone()).unwrap_or_default();
    if letter(before) || letter(after) {
        return false;
    }
    // A control that was meant as a control, or is of a codec that nobody knows any more.
    find.is_control() && raw.chars().count() == 1
        || find.equals != 0 && find.equals & common == 0 && raw.chars().count() == 2
}

/// Whether a letter that the codec does not have stands right beside the finding. Letters side by
/// side were misread together, so that one was not, and the sequence is chance.
pub(super) fn is_beside_clean_letter(found: &[Find], at: usize, text: &str) -> bool {
    let Some(find) = found.get(at).filter(|find| find.equals != 0) else {
        return false;
    };
    let range = &find.garbled.range;
    let clean = |c: Option<char>| {
        c.is_some_and(|c| {
            let has = |codec: Codec| codec.byte_of(c).is_some();
            !c.is_ascii() && c.is_alphabetic() && !Codec::members(find.equals).any(has)
        })
    };
    let touches = |other: Option<&Find>, end: fn(&Range<usize>) -> usize, place: usize| {
        other.is_some_and(|other| end(&other.garbled.range) == place)
    };
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let previous = at.checked_sub(1).and_then(|at| found.get(at));
    clean(before) && !touches(previous, |range| range.end, range.start)
        || clean(after) && !touches(found.get(at + 1), |range| range.start, range.end)
}

/// Whether a finding is one sequence of two letters for a sign that the same line holds as it is.
pub(super) fn is_repeated_clean(find: &Find, place: &Place<'_>) -> bool {
    let mut meant = find.garbled.meant.chars();
    let (Some(sign), None) = (meant.next(), meant.next()) else {
        return false;
    };
    let line = place.line();
    let garbled = line
        .matches(['Â', sign].iter().collect::<String>().as_str())
        .count();
    !sign.is_alphanumeric()
        && !sign.is_whitespace()
        && find.garbled.range.len() == 4
        && line.matches(sign).count() > garbled
}

/// Whether a text of a few words, the only finding in which is one sequence of two letters, holds
/// something that would not be there if all of it had been misread.
pub(super) fn is_outweighed(find: &Find, text: &str) -> bool {
    let range = &find.garbled.range;
    let raw = text.get(range.clone()).unwrap_or_default();
    let is_short = text.len() <= FEW_WORDS && !text.trim_end().contains('\n');
    let clean = |c: char| {
        !c.is_ascii() && Codec::members(find.equals).any(|codec| codec.byte_of(c).is_some())
    };
    let around = [text.get(..range.start), text.get(range.end..)];
    is_short
        && find.garbled.gain < CERTAIN
        && raw.chars().count() == 2
        && around
            .into_iter()
            .flatten()
            .any(|text| text.contains(clean))
}

/// The length of a few words, in bytes.
const FEW_WORDS: usize = 40;

/// Whether a finding is what stands in right text: the last letter of a quotation and the mark that
/// ends it, or letters within a word for a sign that no word has.
pub(super) fn is_right(find: &Find, text: &str) -> bool {
    let range = &find.garbled.range;
    let before = text
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    let raw = text.get(range.clone()).unwrap_or_default();
    let mut letters = raw.chars();
    let is_quoted = match (before, letters.next(), letters.next(), letters.next()) {
        (Some('„' | '“' | '‚' | '‘' | '«'), Some(letter), Some(end), None) => {
            letter.is_alphabetic() && matches!(end, '“' | '”' | '‘' | '’' | '»')
        }
        _ => false,
    };
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let is_word = letter(before) && letter(after) && raw.chars().all(char::is_alphabetic);
    // Arrows, lines, and other signs.
    let signs = || {
        find.garbled
            .meant
            .chars()
            .all(|c| ('\u{2190}'..'\u{2c00}').contains(&c))
    };
    is_quoted || is_word && signs()
}

/// Drops the crossings of a line most of which they leave as it is: who takes one codec for another
/// does it for all of a text.
pub(super) fn drop_stray_crossings(found: &mut Vec<Find>, line: usize, content: &str) {
    let crossing = |find: &Find| find.misreads.iter().any(|m| m.is_crossing());
    let here = found.get(line..).unwrap_or_default();
    if !here.iter().any(crossing) {
        return;
    }
    let mut crossings: Vec<Misread> = Vec::new();
    for find in here.iter().filter(|find| crossing(find)) {
        crossings.extend(find.misreads.iter().filter(|m| m.is_crossing()));
    }
    let letters = |text: &str| {
        text.chars()
            .filter(|c| !c.is_ascii() && c.is_alphabetic())
            .count()
    };
    // What the crossing has changed, which may itself have been misread.
    let crossed = |find: &Find| {
        let depth = find.misreads.iter().position(|m| m.is_crossing())?;
        misread(&find.garbled.meant, find.misreads.get(depth..)?)
    };
    let changed: usize = here
        .iter()
        .filter_map(crossed)
        .map(|text| letters(&text))
        .sum();
    let harmed = content
        .chars()
        .filter(|c| !c.is_ascii() && c.is_alphabetic())
        .filter(|&c| {
            crossings
                .iter()
                .any(|&misread| !is_unharmed(&Letter::new(c), misread))
        })
        .count();
    if changed * 4 < harmed * 3 {
        let mut index = 0;
        found.retain(|find| {
            index += 1;
            index <= line || !crossing(find)
        });
    }
}
