//! The decoded model: looking up, and how a cost is put together.

use super::class::Class;
use super::symbol::{SCRIPTS, STATES, Symbol, UNKNOWN};

/// How many classes there are.
pub(super) const CLASSES: usize = Class::Unassigned as usize + 1;
/// How many levels a share may have.
pub(super) const SHARE_LEVELS: usize = 64;

/// Rows up to this length are searched from front to back; longer ones are sorted.
pub(super) const SHORT: usize = 16;

/// A slot of [`Table::contexts`] that is free.
pub(super) const VACANT: u64 = u64::MAX;

/// The followers of a context that have a share of their own.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Where they begin in [`Table::followers`].
    pub(super) start: u32,
    /// How many they are.
    pub(super) len: u32,
    /// What is left to the more general level.
    pub(super) rest: f32,
    /// What a share at the highest level is worth.
    pub(super) scale: f32,
}

impl Row {
    /// The row of a context that the model does not know.
    pub(super) const EMPTY: Self = Self {
        start: 0,
        len: 0,
        rest: 1.0,
        scale: 0.0,
    };
}

/// The model, ready for looking up.
pub(super) struct Table {
    /// For each block of 256 code points, which of `symbols` it has; 0 where none is known.
    pub(super) blocks: Vec<u16>,
    pub(super) symbols: Vec<[Option<Symbol>; 256]>,
    /// By number: the share of the character within its class.
    pub(super) unigrams: Vec<f32>,
    /// By class: the share of each character of it that is not known.
    pub(super) unknown: [f32; CLASSES],
    /// By the classes of the two before: which of `class_rows`.
    pub(super) class_row: Vec<u16>,
    /// Probability of each class.
    pub(super) class_rows: Vec<[f32; CLASSES]>,
    /// By the number of the character before.
    pub(super) bigrams: Vec<Row>,
    /// An open hash table: the context (see [`context`]) in the upper 32 bits, its place in `rows`
    /// in the lower. Its length is a power of two.
    pub(super) contexts: Vec<u64>,
    pub(super) rows: Vec<Row>,
    /// The followers of all rows, by number.
    pub(super) followers: Vec<u16>,
    /// The levels of their shares.
    pub(super) levels: Vec<u8>,
    /// What a level is worth, before scaling.
    pub(super) powers: [f32; SHARE_LEVELS],
    /// By the states of the two before and the script: the costs of lower and of upper case.
    pub(super) case: Vec<[f32; 2]>,
}

/// The key of a context of two. What comes first is the number of a character, or the number of
/// characters and that of a class.
pub(super) fn context(first: usize, before: u16) -> u32 {
    u32::try_from(first).unwrap_or(u32::MAX) << 16 | u32::from(before)
}

/// Where in a hash table of a length that is a power of two a context is looked for first.
pub(super) fn slot(context: u32, len: usize) -> usize {
    // Fibonacci hashing: the upper bits of the product depend on all bits of the key.
    let product = u64::from(context).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (product >> 32) as usize & len.wrapping_sub(1)
}

impl Table {
    fn symbol(&self, c: char) -> Symbol {
        let point = u32::from(c) as usize;
        let block = self
            .blocks
            .get(point >> 8)
            .map_or(0, |&block| usize::from(block));
        self.symbols
            .get(block)
            .and_then(|symbols| symbols[point & 255])
            .unwrap_or_else(|| Symbol::new(c, UNKNOWN))
    }

    /// See [`cost`](super::cost).
    pub(super) fn cost(&self, before2: char, before1: char, c: char) -> f32 {
        let (a, b, c) = (self.symbol(before2), self.symbol(before1), self.symbol(c));
        let classes = self.class_row[a.class as usize * CLASSES + b.class as usize];
        let in_class = match self.unigrams.get(usize::from(c.number)) {
            Some(&share) => share,
            None => self.unknown[c.class as usize],
        };
        let mut p = self.class_rows[usize::from(classes)][c.class as usize] * in_class;
        if let Some(row) = self.bigrams.get(usize::from(b.number)) {
            p = self.interpolate(row, c.number, p);
            let by_class = self.unigrams.len() + a.class as usize;
            if let Some(row) = self.row(context(by_class, b.number)) {
                p = self.interpolate(row, c.number, p);
            }
            if let Some(row) = self.row(context(usize::from(a.number), b.number)) {
                p = self.interpolate(row, c.number, p);
            }
        }
        let mut cost = -p.ln();
        if c.digit {
            cost += std::f32::consts::LN_10;
        }
        if let Some(upper) = c.upper() {
            let place =
                (a.state as usize * STATES + b.state as usize) * SCRIPTS + c.script as usize;
            cost += self.case[place][usize::from(upper)];
        }
        cost
    }

    fn interpolate(&self, row: &Row, c: u16, general: f32) -> f32 {
        let (start, len) = (row.start as usize, row.len as usize);
        let followers = self.followers.get(start..start + len).unwrap_or_default();
        let place = if len <= SHORT {
            followers.iter().position(|&f| f == c)
        } else {
            followers.binary_search(&c).ok()
        };
        let share = place
            .and_then(|place| self.levels.get(start + place))
            .and_then(|&level| self.powers.get(usize::from(level)))
            .map_or(0.0, |power| power * row.scale);
        share + row.rest * general
    }

    fn row(&self, context: u32) -> Option<&Row> {
        let mut at = slot(context, self.contexts.len());
        loop {
            let entry = *self.contexts.get(at)?;
            if entry == VACANT {
                return None;
            }
            if entry >> 32 == u64::from(context) {
                return self.rows.get((entry & 0xffff_ffff) as usize);
            }
            at = (at + 1) & (self.contexts.len() - 1);
        }
    }
}
