//! The likeliest way to read a line: a path through a lattice of which characters to leave and
//! which sequences to decode in which codec, found by Viterbi's algorithm.
//!
//! The states are "clean" and one for each codec. It costs to enter a codec and little to stay, so
//! that the evidence of a whole line counts together. Text just after a codec was left has states
//! of its own: it has other letters before it than text that was clean all along, and which of the
//! two is better shows only once the letters after it have been weighed. Only places near a possible sequence are
//! worked through; clean text in between costs the same on every path and is skipped.

use super::codec::CodecSet;
use super::misread::{Misread, Written};
use super::model::{After, Class, class};
use super::plausibility::{Script, foreign, left};
use super::price::{Costs, DEEP_FOREIGN, GREEK, NO_BREAK, opens, pairing};
use super::reading::{
    Guess, Layers, Letter, Reading, is_one_word, is_unharmed, readings, sequence,
};

/// What it costs to leave a codec, in nats.
const LEAVE: f32 = 1.0;
/// What it costs to enter a codec right where another was left, and one letter after that, in nats.
const SWITCH: f32 = 4.0;
const SWITCH_SOON: f32 = 1.5;
/// What it costs to enter a codec behind a sequence of it that was left as it is, in nats: letters
/// side by side were misread together.
const SKIPPED: f32 = 8.0;
/// More than it ever costs to go from one state to another, in nats.
const HOPELESS: f32 = 24.0;
/// How many letters of unbroken candidates are worked through before the best path so far is kept
/// and the others are dropped; bounds memory on hostile text.
const LONGEST_ISLAND: usize = 4096;
/// How many letters before a place the model looks at.
pub(super) const CONTEXT: usize = 2;

/// How one misreading takes part.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entrant {
    pub(super) misread: Misread,
    /// What it costs to enter, in nats.
    pub(super) enter: f32,
    /// Which bytes may be guessed.
    pub(super) guess: Guess,
}

impl Entrant {
    fn is_crossing(&self) -> bool {
        matches!(self.misread.written, Written::Legacy(_))
    }

    fn codecs(&self) -> CodecSet {
        self.misread.utf_8_codec().map_or(0, |codec| codec.bit())
    }
}

/// All that take part in a line.
pub(super) struct Entrants {
    pub(super) them: Vec<Entrant>,
    /// In which codecs a sequence may start at each of the letters, whether they take part or not.
    pub(super) starts: Vec<CodecSet>,
}

/// A sequence that the best path decodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoding {
    /// The index of its first letter.
    pub(super) at: usize,
    pub(super) letters: usize,
    pub(super) c: char,
    pub(super) layers: Layers,
    pub(super) guessed: bool,
}

/// The states of clean text: with clean letters before it as far as the model looks, just after a
/// codec was left, and one letter later.
const CLEAN: usize = 0;
const LEFT: usize = 1;
const LEFT_BEFORE: usize = 2;
/// The state of the first codec.
const CODECS: usize = 3;

#[derive(Clone, Copy)]
struct Node {
    cost: f32,
    before: [char; CONTEXT],
    /// The script of the last letters that are of one that keeps to itself.
    script: Option<Script>,
    /// What was paid for such a letter being alone, to be given back if the next is of its kind.
    paid: f32,
    /// Whether a typographic quotation was opened and not closed yet.
    open: bool,
    /// The last decoding on the way here: index into the trail, or none.
    trail: Option<usize>,
}

struct Step {
    decoding: Decoding,
    before: Option<usize>,
}

/// The decodings on the likeliest path through `letters`, in order.
pub(super) fn decode(letters: &[Letter], entrants: &Entrants) -> Vec<Decoding> {
    let Entrants { them, starts } = entrants;
    let entrants = them.as_slice();
    if entrants.is_empty() {
        return Vec::new();
    }
    let mut walk = Walk {
        letters,
        entrants,
        starts,
        active: entrants.iter().fold(0, |set, e| set | e.codecs()),
        crossing: entrants.iter().any(Entrant::is_crossing),
        rows: Vec::new(),
        here: Vec::new(),
        costs: Costs::default(),
        base: 0,
        trail: Vec::new(),
        done: Vec::new(),
    };
    let mut states = vec![None; CODECS + entrants.len()];
    if let Some(clean) = states.get_mut(CLEAN) {
        *clean = Some(Node {
            cost: 0.0,
            before: ['\n'; CONTEXT],
            script: None,
            paid: 0.0,
            open: false,
            trail: None,
        });
    }
    let mut at = 0;
    while let Some(start) = walk.next_start(at) {
        let clean_break = letters
            .get(at..start)
            .is_some_and(|gap| gap.iter().any(|l| !l.c.is_ascii()));
        let before = context(letters, start);
        let script = script_before(letters, at, start);
        for state in states.iter_mut().flatten() {
            state.before = before;
            state.script = script.or(state.script);
        }
        settle(&mut states, clean_break);
        at = walk.island(start, &mut states);
    }
    if let Some(best) = best(&states) {
        walk.keep(best.trail);
    }
    walk.done
}

fn context(letters: &[Letter], at: usize) -> [char; CONTEXT] {
    let letter = |back: usize| {
        at.checked_sub(back)
            .and_then(|at| letters.get(at))
            .map_or('\n', |letter| letter.c)
    };
    [letter(2), letter(1)]
}

/// How far back of a place it is looked for which script the text is of.
const SCRIPT_BACK: usize = 24;

/// The script of the last letters from `from` to `to` that are of one that keeps to itself.
fn script_before(letters: &[Letter], from: usize, to: usize) -> Option<Script> {
    let gap = letters.get(from.max(to.saturating_sub(SCRIPT_BACK))..to)?;
    let beyond_ascii = gap.iter().rev().filter(|letter| !letter.c.is_ascii());
    beyond_ascii
        .filter_map(|letter| foreign(letter.c))
        .find_map(|(script, _)| script)
}

/// Makes one of the states of clean text, which all have the same letters before them now; of the
/// others too if they were all left.
fn settle(states: &mut [Option<Node>], left: bool) {
    let best = best(if left {
        states
    } else {
        states.get(..CODECS).unwrap_or_default()
    });
    let stale = if left { states.len() } else { CODECS };
    states
        .iter_mut()
        .take(stale)
        .for_each(|state| *state = None);
    if let Some(clean) = states.get_mut(CLEAN) {
        *clean = best;
    }
}

/// The cheapest way to have left every codec.
fn best(states: &[Option<Node>]) -> Option<Node> {
    let (clean, codecs) = states.split_at_checked(CODECS).unwrap_or((states, &[]));
    let left = cheapest(codecs).map(|node| Node {
        cost: node.cost + LEAVE,
        ..node
    });
    cheapest(&[cheapest(clean), left])
}

fn cheapest(states: &[Option<Node>]) -> Option<Node> {
    states
        .iter()
        .copied()
        .flatten()
        .min_by(|a, b| a.cost.total_cmp(&b.cost))
}

/// Drops the states that cost so much more than the cheapest that leaving it for them would have
/// cost less.
fn prune(row: &mut [Option<Node>]) {
    let Some(cheapest) = cheapest(row) else {
        return;
    };
    for state in row {
        state.take_if(|node| node.cost > cheapest.cost + HOPELESS);
    }
}

/// Whether an exact sequence ends where a codec would be entered, which was left as it is.
fn is_after_sequence(letters: &[Letter], at: usize, entrant: &Entrant) -> bool {
    let Some(codec) = entrant.misread.utf_8_codec() else {
        return false;
    };
    [2, 3].into_iter().any(|length| {
        let before = at
            .checked_sub(length)
            .and_then(|from| letters.get(from..at));
        before
            .and_then(|before| sequence(before, codec))
            .is_some_and(|(_, taken)| taken == length)
    })
}

fn improve(slot: &mut Option<Node>, node: Node) -> bool {
    let better = slot.is_none_or(|old| node.cost < old.cost);
    if better {
        *slot = Some(node);
    }
    better
}

struct Walk<'a> {
    letters: &'a [Letter],
    entrants: &'a [Entrant],
    /// In which codecs a sequence may start at each of the letters.
    starts: &'a [CodecSet],
    /// The codecs that take part.
    active: CodecSet,
    /// Whether a crossing takes part, which may start at any letter outside ASCII.
    crossing: bool,
    /// The states at each place of the island, place by place.
    rows: Vec<Option<Node>>,
    /// The row that is being worked on.
    here: Vec<Option<Node>>,
    costs: Costs,
    /// The place of the first row.
    base: usize,
    trail: Vec<Step>,
    done: Vec<Decoding>,
}

impl Walk<'_> {
    fn next_start(&self, from: usize) -> Option<usize> {
        (from..self.letters.len()).find(|&at| {
            let here = self.letters.get(at);
            if here.is_none_or(|letter| letter.c.is_ascii()) {
                return false;
            }
            self.crossing || self.starting(at) != 0
        })
    }

    /// The codecs that take part in which a sequence may start at `at`.
    fn starting(&self, at: usize) -> CodecSet {
        self.starts.get(at).copied().unwrap_or_default() & self.active
    }

    fn width(&self) -> usize {
        CODECS + self.entrants.len()
    }

    fn row(&mut self, at: usize) -> &mut [Option<Node>] {
        let from = (at - self.base) * self.width();
        let to = from + self.width();
        if self.rows.len() < to {
            self.rows.resize(to, None);
        }
        self.rows.get_mut(from..to).unwrap_or_default()
    }

    fn slot(&mut self, at: usize, state: usize) -> &mut Option<Node> {
        let place = (at - self.base) * self.width() + state;
        if place >= self.rows.len() {
            self.row(at);
        }
        &mut self.rows[place]
    }

    /// Works through the letters from `start` to where the last sequence that may be decoded, and
    /// the letters whose cost depends on it, are over. Returns that place.
    fn island(&mut self, start: usize, states: &mut [Option<Node>]) -> usize {
        self.rows.clear();
        self.base = start;
        self.row(start).copy_from_slice(states);
        let mut at = start;
        let mut landing = start;
        while at < self.letters.len() && at < landing + CONTEXT || at == start {
            if at - self.base > LONGEST_ISLAND {
                self.cut(at);
            }
            landing = landing.max(self.advance(at));
            at += 1;
        }
        let end = at.min(self.letters.len());
        let row = self.row(end).to_vec();
        states.copy_from_slice(&row);
        end
    }

    /// Keeps only the best path to `at`.
    fn cut(&mut self, at: usize) {
        let row = self.row(at).to_vec();
        let Some(best) = best(&row) else { return };
        self.keep(best.trail);
        self.trail.clear();
        self.rows.clear();
        self.base = at;
        if let Some(clean) = self.row(at).get_mut(CLEAN) {
            *clean = Some(Node {
                trail: None,
                ..best
            });
        }
    }

    /// Extends every path at `at`; returns how far the farthest decoding reaches.
    fn advance(&mut self, at: usize) -> usize {
        let (letters, entrants) = (self.letters, self.entrants);
        let Some(rest) = letters.get(at..) else {
            return at;
        };
        let Some(here) = rest.first() else { return at };
        let starting = self.starting(at);
        let mut row = std::mem::take(&mut self.here);
        row.clear();
        row.extend_from_slice(self.row(at));
        prune(&mut row);
        // A crossing takes whole words: none begins or ends within letters that it would have
        // changed.
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let within = |entrant: &Entrant| {
            before.is_some_and(|before| is_one_word(before, here, entrant.misread))
        };
        let ended = row.iter().skip(CODECS).zip(entrants);
        let ended = ended.filter(|(_, entrant)| !entrant.misread.is_crossing() || !within(entrant));
        let ended = ended.filter_map(|(node, _)| *node);
        if let Some(left) = ended.min_by(|a, b| a.cost.total_cmp(&b.cost))
            && let Some(slot) = row.get_mut(LEFT)
        {
            *slot = Some(Node {
                cost: left.cost + LEAVE,
                ..left
            });
        }
        let crossing = self.crossing && !here.c.is_ascii();
        let may_start = |entrant: &Entrant| {
            starting & entrant.codecs() != 0 || crossing && entrant.is_crossing()
        };
        if starting != 0 || crossing {
            // Bytes side by side were misread together: one codec hardly begins where another
            // ends.
            let outside = [(CLEAN, 0.0), (LEFT, SWITCH), (LEFT_BEFORE, SWITCH_SOON)]
                .into_iter()
                .filter_map(|(state, cost)| {
                    let node = (*row.get(state)?)?;
                    Some(Node {
                        cost: node.cost + cost,
                        ..node
                    })
                })
                .min_by(|a, b| a.cost.total_cmp(&b.cost));
            for (slot, entrant) in row.iter_mut().skip(CODECS).zip(entrants) {
                if entrant.misread.is_crossing() && within(entrant) {
                    continue;
                }
                if let Some(outside) = outside.filter(|_| may_start(entrant)) {
                    let skipped = is_after_sequence(letters, at, entrant);
                    let cost = outside.cost + entrant.enter + if skipped { SKIPPED } else { 0.0 };
                    improve(slot, Node { cost, ..outside });
                }
            }
        }
        let script = foreign(here.c).and_then(|(script, _)| script);
        // Most states have the same letters before them.
        let mut known: Option<([char; CONTEXT], f32)> = None;
        for (state, node) in row.iter().enumerate() {
            let Some(node) = node else { continue };
            let entrant = state
                .checked_sub(CODECS)
                .and_then(|index| entrants.get(index));
            if entrant.is_some_and(|entrant| !is_unharmed(here, entrant.misread)) {
                continue;
            }
            let [before2, before1] = node.before;
            let cost = match known {
                Some((before, cost)) if before == node.before => cost,
                _ => left(before2, before1, here.c),
            };
            known = Some((node.before, cost));
            let next = Node {
                cost: node.cost + cost,
                before: [before1, here.c],
                script: script.or(node.script),
                paid: 0.0,
                open: opens(node.open, here.c),
                ..*node
            };
            let next_state = match state {
                LEFT => LEFT_BEFORE,
                LEFT_BEFORE => CLEAN,
                _ => state,
            };
            if let Some(slot) = self.row(at + 1).get_mut(next_state) {
                improve(slot, next);
            }
        }
        let mut reach = at;
        // As above.
        let mut known: Option<([char; CONTEXT], Option<After<'static>>)> = None;
        for (index, (node, entrant)) in row.iter().skip(CODECS).zip(entrants).enumerate() {
            let Some(node) = node else { continue };
            if !may_start(entrant) {
                continue;
            }
            known.take_if(|(before, _)| *before != node.before);
            let (_, after) = known.get_or_insert((node.before, None));
            readings(rest, entrant.misread, entrant.guess, |reading| {
                reach = reach.max(at + reading.letters);
                self.follow(at, CODECS + index, node, &reading, after);
            });
        }
        self.here = row;
        reach
    }

    /// Goes on from `node`, at `at`, by a reading; `after` is what is known of the character after
    /// those before, once it is.
    fn follow(
        &mut self,
        at: usize,
        state: usize,
        node: &Node,
        reading: &Reading,
        after: &mut Option<After<'static>>,
    ) {
        let [_, before1] = node.before;
        let cost = node.cost + reading.cost;
        let pairing = pairing(node.open, reading.c);
        let slot = self.slot(at + reading.letters, state);
        let best = slot.map_or(f32::INFINITY, |node| node.cost);
        // The character itself never costs less than nothing.
        if cost - node.paid - pairing >= best {
            return;
        }
        // A crossing goes from one script to another as a whole.
        let kept = foreign(reading.c).filter(|_| !reading.is_crossing());
        let (script, paid, refund) = match kept {
            None => (node.script, 0.0, 0.0),
            Some((None, _)) if reading.is_usual() && class(reading.c) == Class::Technical => {
                (node.script, 0.0, 0.0)
            }
            Some((Some(Script::Greek), odd)) if reading.is_of_usual_codec() => {
                (Some(Script::Greek), odd.min(GREEK), 0.0)
            }
            Some((None, odd)) if reading.is_deep() => (node.script, odd.min(DEEP_FOREIGN), 0.0),
            Some((None, odd)) => (node.script, odd, 0.0),
            Some((script, _)) if node.script == script => (script, 0.0, node.paid),
            Some((script, alone)) => (script, alone, 0.0),
        };
        if cost + paid - refund - pairing >= best {
            return;
        }
        let here = self.letters.get(at..).unwrap_or_default();
        let next = Node {
            cost: cost + self.costs.decoded(here, node.before, after, reading) + paid
                - refund
                - pairing,
            // What follows a no-break space is what follows a space.
            before: [
                before1,
                if reading.c == NO_BREAK {
                    ' '
                } else {
                    reading.c
                },
            ],
            script,
            paid: if script.is_some() { paid } else { 0.0 },
            open: opens(node.open, reading.c),
            trail: Some(self.trail.len()),
        };
        let slot = self.slot(at + reading.letters, state);
        if improve(slot, next) {
            let decoding = Decoding {
                at,
                letters: reading.letters,
                c: reading.c,
                layers: reading.layers,
                guessed: reading.guessed,
            };
            self.trail.push(Step {
                decoding,
                before: node.trail,
            });
        }
    }

    /// Adds the decodings of a path to those that are settled.
    fn keep(&mut self, mut trail: Option<usize>) {
        let from = self.done.len();
        while let Some(step) = trail.and_then(|index| self.trail.get(index)) {
            self.done.push(step.decoding);
            trail = step.before;
        }
        if let Some(new) = self.done.get_mut(from..) {
            new.reverse();
        }
    }
}
