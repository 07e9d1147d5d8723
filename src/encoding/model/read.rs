//! From the bytes of the model file to [`Table`]. `tools/model/README.md` describes the file.

use super::class::class;
use super::coder::Decoder;
use super::symbol::{SCRIPTS, STATES, Symbol, UNKNOWN, upper};
use super::table::{CLASSES, Row, SHARE_LEVELS, SHORT, Table, VACANT, context, slot};

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
const MODELS: usize = 22;

/// A follower as it is in the file: its number and its level.
type Follower = (u16, u8);

/// The number of significant bits.
fn bits(n: usize) -> usize {
    (usize::BITS - n.leading_zeros()) as usize
}

/// A number of a character or class; the file has none beyond 16 bits.
fn number(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(UNKNOWN)
}

struct Reader<'a> {
    data: Decoder<'a>,
    powers: [f32; SHARE_LEVELS],
    rests: [f32; REST_LEVELS],
    rows: Vec<Row>,
    followers: Vec<u16>,
    levels: Vec<u8>,
    /// The row that is being read.
    row: Vec<Follower>,
}

impl Reader<'_> {
    /// The place of the next of `remaining` chosen ones among candidates of which `left` are left.
    fn gap(&mut self, left: usize, remaining: usize) -> usize {
        let ratio = left.checked_div(remaining).unwrap_or(0);
        self.data.size(GAP + bits(ratio).min(8))
    }

    fn rest(&mut self) -> f32 {
        let level = usize::from(self.data.level(REST));
        self.rests.get(level).copied().unwrap_or(1.0)
    }

    /// Reads `len` followers out of the candidates into `self.row`; gives the rest and the scale.
    fn read_row(&mut self, len: usize, candidates: &[u16]) -> (f32, f32) {
        let rest = self.rest();
        self.row.clear();
        let mut at = 0;
        for i in 0..len {
            at += self.gap(candidates.len().saturating_sub(at), len - i);
            let Some(&follower) = candidates.get(at) else {
                break;
            };
            self.row.push((follower, 0));
            at += 1;
        }
        let mut total = 1.0;
        if len > 1 {
            total = 0.0;
            let model = SHARE + (bits(len - 1) - 1).min(4);
            for (_, level) in &mut self.row {
                *level = self.data.level(model);
                total += self.powers.get(usize::from(*level)).copied().unwrap_or(0.0);
            }
        }
        (rest, (1.0 - rest) / f32::max(total, f32::MIN_POSITIVE))
    }

    /// Puts the row that was read among the others.
    fn keep_row(&mut self, rest: f32, scale: f32) -> Row {
        if self.row.len() > SHORT {
            self.row.sort_unstable();
        }
        let start = u32::try_from(self.followers.len()).unwrap_or(u32::MAX);
        self.followers.extend(self.row.iter().map(|f| f.0));
        self.levels.extend(self.row.iter().map(|f| f.1));
        let len = u32::try_from(self.row.len()).unwrap_or(0);
        Row {
            start,
            len,
            rest,
            scale,
        }
    }

    /// Reads a row of classes, if there is one: the probability of each class, from that which is
    /// more general.
    fn class_row(
        &mut self,
        general: &[f32; CLASSES],
        candidates: &[u16],
    ) -> Option<[f32; CLASSES]> {
        let len = self.data.size(COUNT);
        if len == 0 {
            return None;
        }
        let (rest, scale) = self.read_row(len, candidates);
        let mut row = general.map(|p| p * rest);
        for &(class, level) in &self.row {
            if let (Some(p), Some(power)) = (
                row.get_mut(usize::from(class)),
                self.powers.get(usize::from(level)),
            ) {
                *p += power * scale;
            }
        }
        Some(row)
    }
}

impl Table {
    /// Decodes the model file.
    pub(super) fn read(data: &[u8]) -> Self {
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
        let mut reader = Reader {
            data: Decoder::new(data, MODELS),
            powers,
            rests,
            rows: Vec::new(),
            followers: Vec::new(),
            levels: Vec::new(),
            row: Vec::new(),
        };

        let characters = read_characters(&mut reader.data);
        let (unigrams, unknown) = read_unigrams(&mut reader, &characters);
        let (class_row, class_rows) = read_classes(&mut reader);
        let (bigrams, contexts) = read_contexts(&mut reader, characters.len());
        let case = (0..STATES * STATES * SCRIPTS)
            .map(|_| {
                let odds = ((reader.data.number(RAW) as f32 - CASE_MIDDLE) * CASE_STEP).exp();
                [odds.ln_1p(), odds.recip().ln_1p()]
            })
            .collect();
        let (blocks, symbols) = index(&characters);
        Self {
            blocks,
            symbols,
            unigrams,
            unknown,
            class_row,
            class_rows,
            bigrams,
            contexts,
            rows: reader.rows,
            followers: reader.followers,
            levels: reader.levels,
            powers,
            case,
        }
    }
}

/// The characters that are known, by number, which is in order.
pub(super) fn characters(data: &[u8]) -> Vec<char> {
    read_characters(&mut Decoder::new(data, MODELS))
}

fn read_characters(data: &mut Decoder<'_>) -> Vec<char> {
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
fn read_unigrams(reader: &mut Reader<'_>, characters: &[char]) -> (Vec<f32>, [f32; CLASSES]) {
    let mut total = [0.0; CLASSES];
    let mut unigrams: Vec<f32> = characters
        .iter()
        .map(|&c| {
            let model = UNIGRAM + usize::from(c >= '\u{3400}') + usize::from(c >= '\u{ac00}');
            let level = usize::from(reader.data.level(model));
            let power = reader.powers.get(level).copied().unwrap_or(0.0);
            total[class(c) as usize] += power;
            power
        })
        .collect();
    let sizes = super::class::sizes();
    let mut unknown = [0; CLASSES].map(|_: u8| reader.rest());
    for (c, share) in characters.iter().zip(&mut unigrams) {
        let class = class(*c) as usize;
        *share *= (1.0 - unknown[class]) / f32::max(total[class], f32::MIN_POSITIVE);
    }
    let mut known = [0; CLASSES];
    for &c in characters {
        known[class(c) as usize] += 1;
    }
    for (class, rest) in unknown.iter_mut().enumerate() {
        *rest /= u32::max(1, sizes[class].saturating_sub(known[class])) as f32;
    }
    (unigrams, unknown)
}

/// By the classes of the two before, a row; the rows, with the probability of each class.
fn read_classes(reader: &mut Reader<'_>) -> (Vec<u16>, Vec<[f32; CLASSES]>) {
    let candidates: Vec<u16> = (0..CLASSES).map(number).collect();
    let alone = [(); CLASSES].map(|()| (-(reader.data.number(RAW) as f32) * STEP).exp());
    let sum: f32 = alone.iter().sum();
    let alone = alone.map(|p| p / sum);
    let mut rows: Vec<[f32; CLASSES]> = (0..CLASSES)
        .map(|_| reader.class_row(&alone, &candidates).unwrap_or(alone))
        .collect();
    let mut which = Vec::with_capacity(CLASSES * CLASSES);
    for _ in 0..CLASSES {
        for before in 0..CLASSES {
            let general = rows[before];
            which.push(match reader.class_row(&general, &candidates) {
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

/// Rows by the character before; the hash table of the contexts of two, whose rows go to the
/// reader.
fn read_contexts(reader: &mut Reader<'_>, characters: usize) -> (Vec<Row>, Vec<u64>) {
    let everything: Vec<u16> = (0..characters).map(number).collect();
    let mut bigrams = Vec::with_capacity(characters);
    // What precedes each character, in the order of the numbers.
    let mut before = vec![Vec::new(); characters];
    for b in 0..characters {
        let len = reader.data.size(COUNT);
        if len == 0 {
            bigrams.push(Row::EMPTY);
            continue;
        }
        let (rest, scale) = reader.read_row(len, &everything);
        for &(c, _) in &reader.row {
            if let Some(before) = before.get_mut(usize::from(c)) {
                before.push(number(b));
            }
        }
        bigrams.push(reader.keep_row(rest, scale));
    }
    let classes: Vec<u16> = (0..CLASSES).map(number).collect();
    let mut found = Vec::new();
    let mut candidates = Vec::new();
    for by_class in [true, false] {
        for b in 0..characters {
            let len = reader.data.size(COUNT);
            if len == 0 {
                continue;
            }
            likeliest_first(reader, bigrams[b], &mut candidates);
            let first = if by_class { &classes } else { &before[b] };
            let mut at = 0;
            for i in 0..len {
                at += reader.gap(first.len().saturating_sub(at), len - i);
                let size = reader.data.size(COUNT) + 1;
                let (rest, scale) = reader.read_row(size, &candidates);
                let row = reader.keep_row(rest, scale);
                let first = first.get(at).map_or(characters, |&a| usize::from(a));
                let first = first + if by_class { characters } else { 0 };
                found.push(context(first, number(b)));
                reader.rows.push(row);
                at += 1;
            }
        }
    }
    let mut contexts = vec![VACANT; (found.len() * 2).next_power_of_two()];
    for (i, &context) in (0u64..).zip(&found) {
        let mut at = slot(context, contexts.len());
        while contexts[at] != VACANT {
            at = (at + 1) & (contexts.len() - 1);
        }
        contexts[at] = u64::from(context) << 32 | i;
    }
    (bigrams, contexts)
}

/// The followers of a row, those with the largest share first, equal ones by number.
fn likeliest_first(reader: &Reader<'_>, row: Row, out: &mut Vec<u16>) {
    let range = row.start as usize..(row.start + row.len) as usize;
    let followers = reader.followers.get(range.clone()).unwrap_or_default();
    let levels = reader.levels.get(range).unwrap_or_default();
    let mut starts = [0usize; SHARE_LEVELS + 1];
    for &level in levels {
        starts[(usize::from(level) + 1).min(SHARE_LEVELS)] += 1;
    }
    for level in 0..SHARE_LEVELS {
        starts[level + 1] += starts[level];
    }
    out.clear();
    out.resize(followers.len(), 0);
    for (&follower, &level) in followers.iter().zip(levels) {
        let start = &mut starts[usize::from(level).min(SHARE_LEVELS)];
        if let Some(place) = out.get_mut(*start) {
            *place = follower;
        }
        *start += 1;
    }
}

/// For each block of 256 code points, which table of symbols it has; the tables.
fn index(characters: &[char]) -> (Vec<u16>, Vec<[Option<Symbol>; 256]>) {
    let mut blocks = vec![0; 0x1100];
    let mut symbols = vec![[None; 256]];
    let mut put = |c: char, number: u16| {
        let point = u32::from(c) as usize;
        let block: &mut u16 = &mut blocks[point >> 8];
        if *block == 0 {
            let Ok(next) = u16::try_from(symbols.len()) else {
                return;
            };
            *block = next;
            symbols.push([None; 256]);
        }
        symbols[usize::from(*block)][point & 255] = Some(Symbol::new(c, number));
    };
    for (i, &c) in characters.iter().enumerate() {
        put(c, number(i));
        if let Some(upper) = upper(c) {
            put(upper, number(i));
        }
        if c == '0' {
            for digit in '1'..='9' {
                put(digit, number(i));
            }
        }
    }
    (blocks, symbols)
}
