//! From a text to what is garbled in it: the suspicious lines vote on the codecs, then each is
//! decoded in the light of the vote, and what was decoded side by side becomes one finding.

use std::ops::Range;

use super::codec::{CODECS, Codec, CodecSet, is_continuation};
use super::edit::{self, Edit};
use super::lattice;
use super::legacy::Legacy;
use super::line::{self, Cell};
use super::misread::{Misread, misread};
use super::plausibility::left;
use super::prefilter::{self, Places};
use super::reading::{Guess, Letter, is_unharmed, readings};
use super::sample::{Evidence, Place, is_table};
use super::vote::{CERTAIN, LIKELY, REMAINS, Votes};
use super::{Certainty, Context, Garbled};

/// Longer lines are worked through in parts of about this many bytes, so that memory stays bounded.
const LONGEST_LINE: usize = 1 << 16;
/// How many bytes of suspicious lines vote; beyond that the vote is settled.
const ELECTORATE: usize = 1 << 20;
/// How many other readings of a guess are named.
const ALTERNATIVES: usize = 5;

/// How often the repaired text is looked through for what the repair itself brought to light.
/// Text that was not made to defeat this needs one look.
const LOOKS: usize = 8;

/// Finds what is garbled in `text`, sorted, without overlaps; see [`Garbled`].
pub(super) fn find(text: &str, context: &Context<'_>) -> Vec<Garbled> {
    let first = look(text, context);
    if first.is_empty() {
        return Vec::new();
    }
    // With the exact findings applied no more exact ones may be found, and with all of them nothing
    // more. The exact ones come first, so that they do not depend on what is guessed.
    let (exact, guesses): (Vec<Find>, Vec<Find>) = first.into_iter().partition(Find::is_exact);
    let (mut found, left) = settle(text, context, exact, Find::is_exact);
    let apart = |guess: &Find| {
        let range = &guess.garbled.range;
        !found.iter().any(|find| overlap(&find.garbled.range, range))
    };
    let guesses: Vec<Find> = guesses.into_iter().filter(apart).collect();
    mark_evidence(&mut found, &guesses, &left);
    found.extend(guesses);
    found.sort_by_key(|find| find.garbled.range.start);
    name(settle(text, context, found, |_| true).0)
}

/// Marks the exact findings on which those of `guesses` rest that are not among `left`, which is
/// what would still be found without them.
fn mark_evidence(exact: &mut [Find], guesses: &[Find], left: &[Range<usize>]) {
    let lost = guesses.iter().filter(|guess| {
        let range = &guess.garbled.range;
        let at = left.partition_point(|left| left.end <= range.start);
        left.get(at).is_none_or(|left| left.start >= range.end)
    });
    for guess in lost {
        let outer = guess.misreads.first();
        let same = |find: &Find| find.equals & guess.equals != 0 || find.misreads.first() == outer;
        for find in exact.iter_mut().filter(|find| same(find)) {
            find.garbled.is_evidence = true;
        }
    }
}

/// Adds to `found` what comes to light when it is applied, as far as `wanted` says yes to it. Also
/// gives the ranges of what is found then and not wanted.
fn settle(
    text: &str,
    context: &Context<'_>,
    mut found: Vec<Find>,
    wanted: fn(&Find) -> bool,
) -> (Vec<Find>, Vec<Range<usize>>) {
    let mut left = Vec::new();
    for _ in 0..LOOKS {
        if found.is_empty() {
            break;
        }
        let edits: Vec<Edit<'_>> = found.iter().map(Find::edit).collect();
        let more = look_again(text, context, &edits);
        let (more, others): (Vec<Find>, Vec<Find>) = more.into_iter().partition(wanted);
        let origin = |find: &Find| edit::compose(text, &edits, &find.edit()).0;
        left = others.iter().map(origin).collect();
        if more.is_empty() {
            break;
        }
        found = compose(text, found, more);
    }
    (found, left)
}

/// Looks through the text as it is after `edits`.
fn look_again(text: &str, context: &Context<'_>, edits: &[Edit<'_>]) -> Vec<Find> {
    let repaired = edit::apply(text, edits);
    let code = edit::shift(context.code, edits);
    look(&repaired, &Context { code: &code })
}

/// The findings in `text` that come to the same as `found` and after that `more`, the ranges of
/// which are in the text that `found` gives.
fn compose(text: &str, found: Vec<Find>, more: Vec<Find>) -> Vec<Find> {
    let edits: Vec<Edit<'_>> = found.iter().map(Find::edit).collect();
    let mut composed: Vec<Find> = Vec::new();
    let mut below = vec![false; found.len()];
    // What was only found with guesses made rests on them.
    let on_guesses = !found.iter().all(Find::is_exact);
    for find in more {
        let (range, taken, meant) = edit::compose(text, &edits, &find.edit());
        let mut misreads = Vec::new();
        let mut guessed = on_guesses || !find.is_exact();
        for (find, below) in found
            .iter()
            .zip(&mut below)
            .take(taken.end)
            .skip(taken.start)
        {
            *below = true;
            guessed |= !find.is_exact();
            if find.misreads.len() > misreads.len() {
                misreads.clone_from(&find.misreads);
            }
        }
        misreads.extend_from_slice(&find.misreads);
        // Two findings may rest on one of those below.
        if let Some(last) = composed.last_mut()
            && overlap(&last.garbled.range, &range)
        {
            continue;
        }
        let raw = text.get(range.clone()).unwrap_or_default();
        // What is proved on top of what is proved is proved, also if parts of it were misread more
        // often than others.
        let exact = !guessed;
        composed.push(Find {
            equals: explaining(raw, &misreads),
            garbled: Garbled {
                range,
                meant,
                certainty: if exact {
                    Certainty::Exact
                } else {
                    Certainty::Guessed
                },
                ..find.garbled
            },
            misreads,
            unlikely: false,
        });
    }
    let rest = found.into_iter().zip(below).filter(|(_, below)| !below);
    composed.extend(rest.map(|(find, _)| find));
    composed.sort_by_key(|find| find.garbled.range.start);
    composed
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Finds what is garbled in `text` at one look.
fn look(text: &str, context: &Context<'_>) -> Vec<Find> {
    if prefilter::next_suspicious(text, 0).is_none() {
        return Vec::new();
    }
    let (votes, any) = election(text, context);
    let lossy = votes.lossy();
    let mut found = Vec::new();
    let mut at = 0;
    let mut places = Places::new(text, lossy);
    while let Some(line) = next_line(text, at, &mut places) {
        at = line.end;
        let Some(content) = text.get(line.clone()) else {
            break;
        };
        let cells = line::cells(content, line.start);
        // Where the election found nothing, nothing is to be found but what needs a guess.
        let cells = if any {
            line::settle(cells, &votes)
        } else {
            line::guess(cells, &votes)
        };
        let before = found.len();
        collect(text, &cells, &mut found);
        drop_stray_crossings(&mut found, before, content);
    }
    let shown = found
        .iter()
        .filter(|find| find.place(text, context).is_shown_with_the_right_form())
        .count();
    if is_table(shown, found.len()) {
        return Vec::new();
    }
    let beside: Vec<bool> = (0..found.len())
        .map(|at| is_beside_clean_letter(&found, at, text))
        .collect();
    let mut beside = beside.into_iter();
    let in_prose = found
        .iter()
        .filter(|find| !find.place(text, context).in_code())
        .count();
    found.retain(|find| {
        let vote = votes.of(find.misreads.first().copied(), find.equals);
        let place = find.place(text, context);
        let beside = beside.next().unwrap_or_default();
        let doubtful =
            find.unlikely || beside || is_doubtful(find, text) || is_repeated_clean(find, &place);
        // What a finding says for itself is not the document's vote.
        let others = vote - find.garbled.gain.max(0.0);
        let elected = others >= ALONE || vote >= ALONE && !find.is_control();
        !place.is_sample(Evidence { vote, in_prose }) && (elected || !doubtful)
    });
    found
}

/// What the vote must be, in nats, for a single sequence that stands by itself to be taken for
/// damage in a codec that hardly anything is misread as.
const ALONE: f32 = 20.0;

/// Whether a finding is no more than one sequence between spaces or signs, in a codec in which
/// signs that are side by side by chance often make one.
fn is_doubtful(find: &Find, text: &str) -> bool {
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
fn is_beside_clean_letter(found: &[Find], at: usize, text: &str) -> bool {
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
fn is_repeated_clean(find: &Find, place: &Place<'_>) -> bool {
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

/// The part of a line, at most [`LONGEST_LINE`] or so, in which there is a suspicious place.
fn next_line(text: &str, from: usize, places: &mut Places<'_>) -> Option<Range<usize>> {
    let place = places.next(from)?;
    let bytes = text.as_bytes();
    let newline = memchr::memrchr(b'\n', bytes.get(from..place)?);
    let start = from + newline.map_or(0, |at| at + 1);
    let rest = bytes.get(place..)?;
    let end = place + memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
    if end - start <= LONGEST_LINE {
        return Some(start..end);
    }
    // A part of a very long line: from a little before the place, to where ASCII stands that no
    // sequence runs over, if there is any.
    let start = boundary(text, place.saturating_sub(CONTEXT_BYTES).max(start));
    let most = boundary(text, (start + LONGEST_LINE).min(end));
    let part = bytes.get(place..most)?;
    let cut = part
        .iter()
        .rposition(|byte| matches!(byte, b'\n' | b'\t' | b'.' | b',' | b';' | b'A'..=b'z'));
    Some(start..cut.map_or(most, |at| place + at + 1))
}

/// The last character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or_default()
}

/// How much of a very long line before a suspicious place is looked at.
const CONTEXT_BYTES: usize = 16;

/// Where `line` holds what is left of a character whose last byte is lost, of which codec that
/// tells, and what it counts.
fn remains(line: &str) -> impl Iterator<Item = (Codec, Range<usize>, f32)> {
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

/// The votes of what is found without any, and whether anything is.
fn election(text: &str, context: &Context<'_>) -> (Votes, bool) {
    let mut votes = Votes::default();
    let mut any = false;
    let none = Votes::default();
    let mut counted = 0;
    let mut at = 0;
    let mut places = Places::new(text, 0);
    while let Some(line) = next_line(text, at, &mut places) {
        at = line.end;
        let Some(content) = text.get(line.clone()) else {
            break;
        };
        let cells = line::cells(content, line.start);
        let cells = line::undo_double_byte(cells, &none);
        let letters = line::whole_letters(&cells);
        let decodings = lattice::decode(&letters, &none.entrants(&letters, Guess::Nothing));
        let repaired = line::apply(&cells, &decodings);
        let mut found = Vec::new();
        collect(text, &repaired, &mut found);
        drop_stray_crossings(&mut found, 0, content);
        any |= !found.is_empty();
        for find in found {
            let place = find.place(text, context);
            let counts =
                find.garbled.gain > 0.0 && !find.unlikely && !is_repeated_clean(&find, &place);
            if counts
                && !place.in_code()
                && !place.is_talked_of()
                && let Some(&misread) = find.misreads.first()
            {
                votes.count(misread, find.equals, find.garbled.gain);
            }
        }
        for (codec, range, gain) in remains(content) {
            let place = Place {
                text,
                context,
                range: line.start + range.start..line.start + range.end,
                meant: "",
                gain: 0.0,
            };
            if !place.in_code() && !place.is_talked_of() {
                votes.count_remains(codec, gain);
                any = true;
            }
        }
        counted += content.len();
        if counted > ELECTORATE {
            any = true;
            break;
        }
    }
    (votes, any)
}

/// A finding whose codec is not settled yet.
#[derive(Clone, Debug)]
struct Find {
    garbled: Garbled,
    /// What was undone, the outermost misreading first.
    misreads: Vec<Misread>,
    /// The codecs that explain the outermost misreading, if it was of UTF-8.
    equals: CodecSet,
    /// Whether the document must vote for it.
    unlikely: bool,
}

impl Find {
    fn edit(&self) -> Edit<'_> {
        Edit {
            range: self.garbled.range.clone(),
            text: &self.garbled.meant,
        }
    }

    /// Whether C1 controls are taken for characters of another codec than Windows-1252.
    fn is_control(&self) -> bool {
        let outer = self.misreads.first();
        outer.is_some_and(|misread| {
            let read_as_controls = misread.read == Legacy::Single(Codec::LATIN_1);
            self.equals == 0 && read_as_controls && *misread != Misread::CONTROLS
        })
    }

    fn is_exact(&self) -> bool {
        self.garbled.certainty == Certainty::Exact
    }

    fn place<'a>(&'a self, text: &'a str, context: &'a Context<'a>) -> Place<'a> {
        Place {
            text,
            context,
            range: self.garbled.range.clone(),
            meant: &self.garbled.meant,
            gain: self.garbled.gain,
        }
    }
}

/// Adds a finding for each run of repaired cells of one kind.
fn collect(text: &str, cells: &[Cell], found: &mut Vec<Find>) {
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

/// Drops the crossings of a line most of which they leave as it is: who takes one codec for another
/// does it for all of a text.
fn drop_stray_crossings(found: &mut Vec<Find>, line: usize, content: &str) {
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
    let changed: usize = here
        .iter()
        .filter(|find| crossing(find))
        .map(|find| letters(&find.garbled.meant))
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
    let gain = weigh(raw) - weigh(&meant);
    let unlikely = is_unlikely_crossing(misreads, &meant, weigh(&meant));
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
fn explaining(raw: &str, misreads: &[Misread]) -> CodecSet {
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
    others
        .into_iter()
        .map(|(_, other)| other)
        .take(ALTERNATIVES)
        .collect()
}

/// Names the codecs: of those that explain a finding, the one that explains the most of the
/// document, so that the same damage has the same name throughout.
fn name(found: Vec<Find>) -> Vec<Garbled> {
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
