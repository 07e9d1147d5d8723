//! The decoded model: looking up, and how a cost is put together.

use std::sync::OnceLock;

use super::class::Class;
use super::read::{BLOCK_BITS, File};
use super::symbol::{SCRIPTS, STATES, Symbol, UNKNOWN};

/// How many classes there are.
pub(super) const CLASSES: usize = Class::Unassigned as usize + 1;
/// How many levels a share may have.
pub(super) const SHARE_LEVELS: usize = 64;

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

/// The contexts that end in one of the characters of a part of the file.
pub(super) struct Part {
    /// The number of the first of these characters.
    first: usize,
    /// By the number of the character before, less `first`.
    pub(super) bigrams: Vec<Row>,
    /// An open hash table of contexts of two (see [`context`]): the context in the upper 32 bits, its
    /// place in `rows` in the lower. Its length is a power of two.
    contexts: Vec<u64>,
    rows: Vec<Row>,
    /// The followers of all rows, by number.
    followers: Vec<u16>,
    /// The levels of their shares.
    levels: Vec<u8>,
}

impl Part {
    pub(super) fn new(first: usize) -> Self {
        Self {
            first,
            bigrams: Vec::new(),
            contexts: Vec::new(),
            rows: Vec::new(),
            followers: Vec::new(),
            levels: Vec::new(),
        }
    }

    /// Puts followers, numbers and levels, among the others.
    pub(super) fn keep_row(&mut self, row: &[(u16, u8)], rest: f32, scale: f32) -> Row {
        let start = u32::try_from(self.followers.len()).unwrap_or(u32::MAX);
        self.followers.extend(row.iter().map(|follower| follower.0));
        self.levels.extend(row.iter().map(|follower| follower.1));
        let len = u32::try_from(row.len()).unwrap_or(0);
        Row {
            start,
            len,
            rest,
            scale,
        }
    }

    /// Makes the table of contexts.
    pub(super) fn keep_contexts(&mut self, found: &[(u32, Row)]) {
        self.rows = found.iter().map(|&(_, row)| row).collect();
        self.contexts = vec![VACANT; (found.len() * 2).next_power_of_two()];
        let last = self.contexts.len() - 1;
        for (i, &(context, _)) in (0u64..).zip(found) {
            let mut at = slot(context, self.contexts.len());
            while self.contexts[at] != VACANT {
                at = (at + 1) & last;
            }
            self.contexts[at] = u64::from(context) << 32 | i;
        }
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

    /// The probability of `c` by a row, from that which is more general; `find` gives its place among
    /// the followers.
    fn interpolate(
        &self,
        row: &Row,
        powers: &[f32; SHARE_LEVELS],
        general: f32,
        find: impl FnOnce(&[u16]) -> Option<usize>,
    ) -> f32 {
        let (start, len) = (row.start as usize, row.len as usize);
        let followers = self.followers.get(start..start + len).unwrap_or_default();
        let share = find(followers)
            .and_then(|place| self.levels.get(start + place))
            .and_then(|&level| powers.get(usize::from(level)))
            .map_or(0.0, |power| power * row.scale);
        share + row.rest * general
    }
}

/// How many code points a block has.
const BLOCK: usize = 1 << BLOCK_BITS;
const BLOCKS: usize = 0x11_0000 / BLOCK;

/// The model, ready for looking up. What a text asks for is decoded when it does.
pub(super) struct Table {
    file: File<'static>,
    /// The symbols of each block of code points.
    blocks: Vec<OnceLock<Box<[Symbol]>>>,
    parts: Vec<OnceLock<Part>>,
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
    pub(super) fn read(data: &'static [u8]) -> Self {
        let file = File::read(data);
        let locks = |count: usize| std::iter::repeat_with(OnceLock::new).take(count);
        Self {
            blocks: locks(BLOCKS).collect(),
            parts: std::iter::repeat_with(OnceLock::new)
                .take(file.parts.len())
                .collect(),
            file,
        }
    }

    fn symbol(&self, c: char) -> Symbol {
        let point = u32::from(c) as usize;
        let block = self.blocks.get(point / BLOCK);
        let symbols = block.map(|block| block.get_or_init(|| self.symbols(point / BLOCK)));
        let symbol = symbols.and_then(|symbols| symbols.get(point % BLOCK));
        symbol.copied().unwrap_or_else(|| self.file.symbol(c))
    }

    #[cold]
    fn symbols(&self, block: usize) -> Box<[Symbol]> {
        (block * BLOCK..(block + 1) * BLOCK)
            .map(|point| {
                let c = u32::try_from(point).ok().and_then(char::from_u32);
                self.file.symbol(c.unwrap_or(char::REPLACEMENT_CHARACTER))
            })
            .collect()
    }

    fn part(&self, index: u16) -> Option<&Part> {
        let part = self.parts.get(usize::from(index))?;
        Some(part.get_or_init(|| self.file.part(usize::from(index))))
    }

    /// See [`known`](super::known).
    pub(super) fn knows(&self, c: char) -> bool {
        self.symbol(c).number != UNKNOWN
    }

    /// See [`cost`](super::cost).
    pub(super) fn cost(&self, before2: char, before1: char, c: char) -> f32 {
        let file = &self.file;
        let (a, b, c) = (self.symbol(before2), self.symbol(before1), self.symbol(c));
        let classes = file.class_row[a.class as usize * CLASSES + b.class as usize];
        let in_class = match file.unigrams.get(usize::from(c.number)) {
            Some(&share) => share,
            None => file.unknown[c.class as usize],
        };
        let mut p = file.class_rows[usize::from(classes)][c.class as usize] * in_class;
        if let Some(part) = self.part(b.part)
            && let Some(place) = usize::from(b.number).checked_sub(part.first)
            && let Some(row) = part.bigrams.get(place)
        {
            let powers = &file.levels.powers;
            // These are in the order of the numbers, and may be many; those of contexts of two are
            // few, and the likeliest stand first.
            p = part.interpolate(row, powers, p, |followers| {
                followers.binary_search(&c.number).ok()
            });
            let by_class = file.unigrams.len() + a.class as usize;
            for first in [by_class, usize::from(a.number)] {
                if let Some(row) = part.row(context(first, b.number)) {
                    p = part.interpolate(row, powers, p, |followers| {
                        followers.iter().position(|&follower| follower == c.number)
                    });
                }
            }
        }
        let mut cost = -p.ln();
        if c.digit {
            cost += std::f32::consts::LN_10;
        }
        if let Some(upper) = c.upper() {
            let place =
                (a.state as usize * STATES + b.state as usize) * SCRIPTS + c.script as usize;
            cost += file.case[place][usize::from(upper)];
        }
        cost
    }
}
