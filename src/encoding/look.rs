//! One look at a text: the suspicious lines vote on the codecs, then each is decoded in the light of
//! the vote, and what was decoded side by side becomes one finding.

use std::cell::LazyCell;
use std::ops::Range;

use super::codec::Codec;
use super::doubt::{
    ALONE, drop_stray_crossings, is_beside_clean_letter, is_doubtful, is_outweighed,
    is_repeated_clean, is_right,
};
use super::finding::{Find, collect};
use super::lattice;
use super::line;
use super::lines::Lines;
use super::lost;
use super::misread::Misread;
use super::reading::Guess;
use super::remains::remains;
use super::sample::{Document, Evidence, Place, is_table};
use super::vote::Votes;

/// How many bytes of suspicious lines vote; beyond that the vote is settled.
const ELECTORATE: usize = 1 << 20;

/// Finds what is garbled in `text` at one look. Where code is, is only asked if something is found.
pub(super) fn look<F>(
    text: &str,
    lines: &mut Lines,
    code: &LazyCell<Vec<Range<usize>>, F>,
) -> Vec<Find>
where
    F: FnOnce() -> Vec<Range<usize>>,
{
    let votes = election(text, lines)
        .map(|ballots| ballots.count(&Document::new(text, code), lines.suspicious()));
    let lossy = votes.as_ref().map_or(0, Votes::lossy);
    let guess = match lossy {
        0 => Guess::Dropped,
        _ => lost::guess(text, lines.suspicious(), lossy),
    };
    let mut found = Vec::new();
    let crossed: Vec<Misread> = votes
        .iter()
        .flat_map(Votes::crossed)
        .filter_map(Misread::crossing)
        .collect();
    for line in lines.crossed(text, lossy, &crossed) {
        let content = text.get(line.clone()).unwrap_or_default();
        let cells = line::cells(content, line.start);
        // Where the election found nothing, nothing is to be found but what needs a guess.
        let cells = match &votes {
            Some(votes) => line::settle(cells, votes, guess),
            None => line::guess(cells, &Votes::default(), guess),
        };
        let before = found.len();
        collect(text, &cells, &mut found);
        drop_stray_crossings(&mut found, before, content);
    }
    if !found.is_empty() {
        let document = Document::new(text, code);
        judge(&document, &votes.unwrap_or_default(), &mut found);
    }
    found
}

/// Drops what is not damage but chance, or shown on purpose.
fn judge(document: &Document<'_>, votes: &Votes, found: &mut Vec<Find>) {
    let text = document.text;
    let shown = found
        .iter()
        .filter(|find| find.place(document).is_shown_with_the_right_form())
        .count();
    if is_table(shown, found.len()) {
        found.clear();
    }
    if let [find] = found.as_slice()
        && is_outweighed(find, text)
    {
        found.clear();
    }
    let beside: Vec<bool> = (0..found.len())
        .map(|at| is_beside_clean_letter(found, at, text))
        .collect();
    let mut beside = beside.into_iter();
    let in_prose = found
        .iter()
        .filter(|find| !find.place(document).in_code())
        .count();
    found.retain(|find| {
        let vote = votes.of(find.misreads.first().copied(), find.equals);
        let place = find.place(document);
        let beside = beside.next().unwrap_or_default();
        let doubtful =
            find.unlikely || beside || is_doubtful(find, text) || is_repeated_clean(find, &place);
        // What a finding says for itself is not the document's vote.
        let others = vote - find.garbled.gain.max(0.0);
        let elected = others >= ALONE || vote >= ALONE && !find.is_control();
        !place.is_sample(Evidence { vote, in_prose })
            && (elected || !doubtful)
            && !is_right(find, text)
    });
}

/// What may vote.
struct Ballots {
    found: Vec<Find>,
    remains: Vec<(Codec, Range<usize>, f32)>,
}

/// What is found in `lines` without any vote; none if nothing is.
fn election(text: &str, lines: &Lines) -> Option<Ballots> {
    let none = Votes::default();
    let mut ballots = Ballots {
        found: Vec::new(),
        remains: Vec::new(),
    };
    let mut counted = 0;
    for line in lines.suspicious() {
        let content = text.get(line.clone()).unwrap_or_default();
        let cells = line::cells(content, line.start);
        let cells = line::undo_double_byte(cells, &none);
        let letters = line::whole_letters(&cells);
        let decodings = lattice::decode(&letters, &none.entrants(&letters, Guess::Nothing));
        let repaired = line::apply(&cells, &decodings);
        let before = ballots.found.len();
        collect(text, &repaired, &mut ballots.found);
        drop_stray_crossings(&mut ballots.found, before, content);
        let here = |(codec, range, gain): (Codec, Range<usize>, f32)| {
            let place = line.start + range.start..line.start + range.end;
            (codec, place, gain)
        };
        ballots.remains.extend(remains(content).map(here));
        counted += content.len();
        if counted > ELECTORATE {
            return Some(ballots);
        }
    }
    (!ballots.found.is_empty() || !ballots.remains.is_empty()).then_some(ballots)
}

impl Ballots {
    fn count(self, document: &Document<'_>, lines: &[Range<usize>]) -> Votes {
        let mut votes = Votes::default();
        let mut in_code = Vec::new();
        let mut explained = Vec::new();
        let mut outside = 0;
        for find in self.found {
            let place = find.place(document);
            let counts = find.garbled.gain > 0.0
                && !find.unlikely
                && !is_repeated_clean(&find, &place)
                && !is_right(&find, document.text);
            if !counts || place.is_talked_of() {
                continue;
            }
            if place.in_code() {
                in_code.push(find);
            } else {
                outside += 1;
                explained.push((find.equals, find.garbled.gain));
                votes.count_find(&find);
            }
        }
        for (codec, range, gain) in self.remains {
            let place = Place {
                document,
                range,
                meant: "",
                gain: 0.0,
            };
            if !place.in_code() && !place.is_talked_of() {
                outside += 1;
                votes.count_remains(codec, gain);
            }
        }
        if outside == 0 && is_throughout(document.text, &in_code) {
            in_code.iter().for_each(|find| votes.count_find(find));
            explained.extend(in_code.iter().map(|find| (find.equals, find.garbled.gain)));
        }
        votes.focused(&explained, || lost::are_controls(document.text, lines))
    }
}

/// Whether findings, all of them in code, are hardly samples: there is much, and next to nothing
/// beyond ASCII in the text that is not garbled.
fn is_throughout(text: &str, found: &[Find]) -> bool {
    let gain: f32 = found.iter().map(|find| find.garbled.gain).sum();
    let much = found.len() >= MANY_IN_CODE || gain > MUCH_IN_CODE;
    if !much || !found.iter().all(Find::is_exact) {
        return false;
    }
    let beyond_ascii = |text: &str| text.bytes().filter(|byte| !byte.is_ascii()).count();
    let garbled = found.iter().map(|find| {
        let raw = text.get(find.garbled.range.clone());
        beyond_ascii(raw.unwrap_or_default())
    });
    garbled.sum::<usize>() * 10 >= beyond_ascii(text) * 9
}

/// Fewer samples than this may be all that there is in a text.
const MANY_IN_CODE: usize = 5;
/// What some sentences gain, in nats: who shows samples keeps them short.
const MUCH_IN_CODE: f32 = 200.0;
