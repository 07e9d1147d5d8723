//! From the bytes of the model file to what [`Table`](super::table::Table) looks up.
//! `tools/model/model_file.py` writes them.

use std::ops::Range;

use super::class::{Class, class};
use super::coder::{Coded, Decoder};
use super::symbol::{SCRIPTS, STATES, Symbol, UNKNOWN, fold};
use super::table::{CLASSES, Part, Row, SHARE_LEVELS, context};

/// The block of a code point is what is left of it without so many low bits.
pub(super) const BLOCK_BITS: u32 = 7;

/// Neighbouring levels of a share differ by this factor.
const RATIO: f32 = 0.6;
/// Levels of a rest. Its odds against the shares are powers of [`RATIO`], the middle one is even.
const REST_LEVELS: usize = 48;
const REST_MIDDLE: i32 = 24;
/// Costs of classes are multiples of this, in nats.
const STEP: f32 = 1.0 / 16.0;
/// Logarithms of the odds of upper against lower case are multiples of this, in nats; at the middle
/// level they are even.
const CASE_STEP: f32 = 1.0 / 10.0;
const CASE_MIDDLE: f32 = 127.0;

// The coder's statistical models, as in `tools/model/model_file.py`.
const RAW: usize = 0;
const COUNT: usize = 1;
const CHARACTER: usize = 2;
const UNIGRAM: usize = 3;
const REST: usize = 7;
const GAP: usize = 8;
const SHARE: usize = 17;
const BEFORE: usize = 22;
const MODELS: usize = 31;

/// What the levels in the file are worth.
pub(super) struct Levels {
    pub(super) powers: [f32; SHARE_LEVELS],
    rests: [f32; REST_LEVELS],
}

impl Levels {
    fn new() -> Self {
        let mut powers = [1.0; SHARE_LEVELS];
        for level in 1..SHARE_LEVELS {
            powers[level] = powers[level - 1] * RATIO;
        }
        let mut odds = RATIO.powi(-REST_MIDDLE);
        let rests = [(); REST_LEVELS].map(|()| {
            let rest = odds / (1.0 + odds);
            odds *= RATIO;
            rest
        });
        Self { powers, rests }
    }

    fn power(&self, level: u8) -> f32 {
        self.powers.get(usize::from(level)).copied().unwrap_or(0.0)
    }

    fn rest(&self, data: &mut Decoder<'_>) -> f32 {
        let level = usize::from(data.level(REST));
        self.rests.get(level).copied().unwrap_or(1.0)
    }
}

/// The number of significant bits.
fn bits(n: usize) -> usize {
    (usize::BITS - n.leading_zeros()) as usize
}

/// A number of a character or class; the file has none beyond 16 bits.
fn number(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(UNKNOWN)
}

/// Which of the coder's models of gaps is that for the next of `remaining` among `left`: by the
/// number of bits of their ratio. No division, of which there would be one for each follower.
fn gap(left: usize, remaining: usize) -> usize {
    let (left_bits, bits) = (bits(left), bits(remaining));
    let width = match left_bits.checked_sub(bits) {
        None => 0,
        Some(_) if remaining == 0 => 0,
        Some(width) => width + usize::from(left >> width >= remaining),
    };
    width.min(8)
}

/// The file: what concerns all characters, and the parts that have not been asked for yet.
pub(super) struct File<'a> {
    data: Coded<'a>,
    pub(super) levels: Levels,
    /// The characters that are known, by number, which is in order.
    pub(super) characters: Vec<char>,
    /// The numbers of the characters of each part.
    pub(super) parts: Vec<Range<usize>>,
    /// By number, the share of the character within its class.
    pub(super) unigrams: Vec<f32>,
    /// By class, the share of each character of it that is not known.
    pub(super) unknown: [f32; CLASSES],
    /// By the classes of the two before: which of `class_rows`.
    pub(super) class_row: Vec<u16>,
    /// Probability of each class.
    pub(super) class_rows: Vec<[f32; CLASSES]>,
    /// By the states of the two before and the script: the costs of lower and of upper case.
    pub(super) case: Vec<[f32; 2]>,
}

impl<'a> File<'a> {
    pub(super) fn read(data: &'a [u8]) -> Self {
        let levels = Levels::new();
        let coded = Coded::new(data, MODELS);
        let mut reader = Reader {
            data: coded.part(0),
            levels: &levels,
            row: Vec::new(),
        };
        let characters = characters(&mut reader.data);
        let (unigrams, unknown) = unigrams(&mut reader.data, &levels, &characters);
        let (class_row, class_rows) = classes(&mut reader);
        let case = (0..STATES * STATES * SCRIPTS)
            .map(|_| {
                let odds = ((reader.data.number(RAW) as f32 - CASE_MIDDLE) * CASE_STEP).exp();
                [odds.ln_1p(), odds.recip().ln_1p()]
            })
            .collect();
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (i, &c) in characters.iter().enumerate() {
            let block = |c: char| u32::from(c) >> BLOCK_BITS;
            match parts.last_mut() {
                Some(part) if block(characters[part.start]) == block(c) => part.end = i + 1,
                _ => parts.push(i..i + 1),
            }
        }
        Self {
            data: coded,
            levels,
            characters,
            parts,
            unigrams,
            unknown,
            class_row,
            class_rows,
            case,
        }
    }

    /// What the model sees of a character.
    pub(super) fn symbol(&self, c: char) -> Symbol {
        let folded = fold(c);
        let number_of = |c: char| self.characters.binary_search(&c).ok();
        let place = number_of(folded).or_else(|| (folded != c).then(|| number_of(c))?);
        let Some(place) = place else {
            return Symbol::new(c, folded, UNKNOWN, UNKNOWN);
        };
        let part = self.parts.partition_point(|part| part.end <= place);
        Symbol::new(c, folded, number(place), number(part))
    }

    /// Decodes the contexts that end in one of the characters of a part.
    pub(super) fn part(&self, index: usize) -> Part {
        let numbers = self.parts.get(index).cloned().unwrap_or_default();
        let mut part = Part {
            first: numbers.start,
            ..Part::default()
        };
        let mut reader = Reader {
            data: self.data.part(index + 1),
            levels: &self.levels,
            row: Vec::new(),
        };
        let known = self.characters.len();
        let mut contexts: Vec<u32> = Vec::new();
        for b in numbers {
            let mut followers = 0;
            let bigram = match reader.data.size(COUNT) {
                0 => Row::EMPTY,
                len => {
                    let row = reader.read_row(len, known, part.followers.len());
                    part.followers
                        .extend(reader.row.iter().map(|follower| follower.0));
                    part.levels
                        .extend(reader.row.iter().map(|follower| follower.1));
                    reader.rank(&mut part.ranks);
                    followers = reader.row.len();
                    row
                }
            };
            part.bigrams.push(bigram);
            // What comes first is a class or a character.
            for (firsts, base) in [(CLASSES, known), (known, 0)] {
                let len = reader.data.size(COUNT);
                let mut at = 0;
                for i in 0..len {
                    let left = firsts.saturating_sub(at);
                    at += reader.data.size(BEFORE + gap(left, len - i));
                    let size = reader.data.size(COUNT) + 1;
                    let row = reader.read_row(size, followers, part.ranked.len());
                    part.ranked
                        .extend(reader.row.iter().map(|follower| follower.0));
                    part.ranked_levels
                        .extend(reader.row.iter().map(|follower| follower.1));
                    part.rows.push(row);
                    contexts.push(context(base + at, number(b)));
                    at += 1;
                }
            }
        }
        part.index(&contexts);
        part
    }
}

struct Reader<'a> {
    data: Decoder<'a>,
    levels: &'a Levels,
    /// The row that was read last: numbers and levels.
    row: Vec<(u16, u8)>,
}

impl Reader<'_> {
    /// Reads a row of `len` out of so many candidates, which is to stand at `start`.
    fn read_row(&mut self, len: usize, candidates: usize, start: usize) -> Row {
        let rest = self.levels.rest(&mut self.data);
        self.row.clear();
        let mut at = 0;
        for i in 0..len {
            let left = candidates.saturating_sub(at);
            at += self.data.size(GAP + gap(left, len - i));
            if at >= candidates {
                break;
            }
            self.row.push((number(at), 0));
            at += 1;
        }
        let mut total = 1.0;
        if len > 1 {
            total = 0.0;
            let model = SHARE + (bits(len - 1) - 1).min(4);
            for (_, level) in &mut self.row {
                *level = self.data.level(model);
                total += self.levels.power(*level);
            }
        }
        Row {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            len: u32::try_from(self.row.len()).unwrap_or(0),
            rest,
            scale: (1.0 - rest) / f32::max(total, f32::MIN_POSITIVE),
        }
    }

    /// Which of the row that was read last each follower is, those with the largest share first, equal
    /// ones by number.
    fn rank(&self, out: &mut Vec<u16>) {
        let place = |level: u8| usize::from(level).min(SHARE_LEVELS - 1);
        let mut next = [0u16; SHARE_LEVELS + 1];
        for &(_, level) in &self.row {
            next[place(level) + 1] += 1;
        }
        for level in 0..SHARE_LEVELS {
            next[level + 1] += next[level];
        }
        out.extend(self.row.iter().map(|&(_, level)| {
            let next = &mut next[place(level)];
            *next += 1;
            *next - 1
        }));
    }

    /// Reads a row of classes, if there is one: the probability of each class, from that which is
    /// more general.
    fn class_row(&mut self, general: &[f32; CLASSES]) -> Option<[f32; CLASSES]> {
        let len = self.data.size(COUNT);
        if len == 0 {
            return None;
        }
        let Row { rest, scale, .. } = self.read_row(len, CLASSES, 0);
        let mut row = general.map(|p| p * rest);
        for &(class, level) in &self.row {
            if let (Some(p), Some(power)) = (
                row.get_mut(usize::from(class)),
                self.levels.powers.get(usize::from(level)),
            ) {
                *p += power * scale;
            }
        }
        Some(row)
    }
}

fn characters(data: &mut Decoder<'_>) -> Vec<char> {
    let mut point = u32::MAX;
    (0..data.size(RAW))
        .map(|_| {
            point = point.wrapping_add(data.number(CHARACTER)).wrapping_add(1);
            char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER)
        })
        .collect()
}

/// By number, the share of the character within its class; by class, that of each character that
/// is not known.
fn unigrams(
    data: &mut Decoder<'_>,
    levels: &Levels,
    characters: &[char],
) -> (Vec<f32>, [f32; CLASSES]) {
    let classes: Vec<Class> = characters.iter().map(|&c| class(c)).collect();
    let mut total = [0.0; CLASSES];
    let mut known = [0; CLASSES];
    let mut unigrams: Vec<f32> = characters
        .iter()
        .zip(&classes)
        .map(|(&c, &class)| {
            let model = UNIGRAM + usize::from(c >= '\u{3400}') + usize::from(c >= '\u{ac00}');
            let power = levels.power(data.level(model));
            total[class as usize] += power;
            known[class as usize] += 1;
            power
        })
        .collect();
    let sizes = super::class::sizes();
    let mut unknown = [0; CLASSES].map(|_: u8| levels.rest(data));
    for (&class, share) in classes.iter().zip(&mut unigrams) {
        let class = class as usize;
        *share *= (1.0 - unknown[class]) / f32::max(total[class], f32::MIN_POSITIVE);
    }
    for (class, rest) in unknown.iter_mut().enumerate() {
        *rest /= u32::max(1, sizes[class].saturating_sub(known[class])) as f32;
    }
    (unigrams, unknown)
}

/// By the classes of the two before, a row; the rows, with the probability of each class.
fn classes(reader: &mut Reader<'_>) -> (Vec<u16>, Vec<[f32; CLASSES]>) {
    let alone = [(); CLASSES].map(|()| (-(reader.data.number(RAW) as f32) * STEP).exp());
    let sum: f32 = alone.iter().sum();
    let alone = alone.map(|p| p / sum);
    let mut rows: Vec<[f32; CLASSES]> = (0..CLASSES)
        .map(|_| reader.class_row(&alone).unwrap_or(alone))
        .collect();
    let mut which = Vec::with_capacity(CLASSES * CLASSES);
    for _ in 0..CLASSES {
        for before in 0..CLASSES {
            let general = rows[before];
            which.push(match reader.class_row(&general) {
                Some(row) => {
                    rows.push(row);
                    number(rows.len() - 1)
                }
                None => number(before),
            });
        }
    }
    (which, rows)
}
