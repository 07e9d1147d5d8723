//! The decoded model: looking up, and how a cost is put together.

use std::ops::Range;
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
    /// Where they begin among those of all rows of the kind.
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

    fn range(&self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.len as usize
    }

    /// The probability of the follower at `place` of the row, from that which is more general.
    fn interpolate(
        &self,
        place: Option<usize>,
        levels: &[u8],
        powers: &[f32; SHARE_LEVELS],
        general: f32,
    ) -> f32 {
        let level = place.and_then(|place| levels.get(self.start as usize + place));
        let power = level.and_then(|&level| powers.get(usize::from(level)));
        power.map_or(0.0, |power| power * self.scale) + self.rest * general
    }
}

/// The contexts that end in one of the characters of a part of the file.
#[derive(Default)]
pub(super) struct Part {
    /// The number of the first of these characters.
    pub(super) first: usize,
    /// By the number of the character before, less `first`.
    pub(super) bigrams: Vec<Row>,
    /// The followers of these rows, by number, in order.
    pub(super) followers: Vec<u16>,
    /// Which of the row each is, the likeliest first.
    pub(super) ranks: Vec<u16>,
    /// The levels of their shares.
    pub(super) levels: Vec<u8>,
    /// An open hash table of contexts of two (see [`context`]): the context in the upper 32 bits, its
    /// place in `rows` in the lower. Its length is a power of two.
    pub(super) contexts: Vec<u64>,
    pub(super) rows: Vec<Row>,
    /// The followers of these rows, by their rank after the second of the two alone, in order: what
    /// does not follow one does not follow two.
    pub(super) ranked: Vec<u16>,
    /// The levels of their shares.
    pub(super) ranked_levels: Vec<u8>,
}

impl Part {
    /// Makes the table of contexts, which are in the order of `rows`.
    pub(super) fn index(&mut self, contexts: &[u32]) {
        self.contexts = vec![VACANT; (contexts.len() * 2).next_power_of_two()];
        let last = self.contexts.len() - 1;
        for (i, &context) in (0u64..).zip(contexts) {
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

    /// What is known of the character after two others.
    pub(super) fn after(&self, before2: char, before1: char) -> After<'_> {
        let file = &self.file;
        let (a, b) = (self.symbol(before2), self.symbol(before1));
        let class_row = file.class_row[a.class as usize * CLASSES + b.class as usize];
        let bigram = |part: &'_ Part| {
            let place = usize::from(b.number).checked_sub(part.first)?;
            part.bigrams.get(place).copied()
        };
        let rows = self.part(b.part).and_then(|part| {
            let by_class = file.unigrams.len() + a.class as usize;
            let row = |first: usize| part.row(context(first, b.number)).copied();
            Some(Rows {
                part,
                bigram: bigram(part)?,
                contexts: [row(by_class), row(usize::from(a.number))],
            })
        });
        After {
            table: self,
            class_row: &file.class_rows[usize::from(class_row)],
            rows,
            case: (a.state as usize * STATES + b.state as usize) * SCRIPTS,
        }
    }
}

/// Two characters, and what is known of the next.
#[derive(Clone, Copy)]
pub(crate) struct After<'a> {
    table: &'a Table,
    class_row: &'a [f32; CLASSES],
    /// None if the second character is not known.
    rows: Option<Rows<'a>>,
    /// Where the costs of case of each script begin.
    case: usize,
}

#[derive(Clone, Copy)]
struct Rows<'a> {
    part: &'a Part,
    bigram: Row,
    /// After the class of the first and the second, and after both.
    contexts: [Option<Row>; 2],
}

impl Rows<'_> {
    /// The probability of the character with this number, from that which is more general.
    fn interpolate(&self, number: u16, powers: &[f32; SHARE_LEVELS], general: f32) -> f32 {
        let Self {
            part,
            bigram,
            contexts,
        } = self;
        let range = bigram.range();
        let followers = part.followers.get(range.clone()).unwrap_or_default();
        let place = followers.binary_search(&number).ok();
        let mut p = bigram.interpolate(place, &part.levels, powers, general);
        let rank = place.and_then(|place| part.ranks.get(range.start + place));
        for row in contexts.iter().flatten() {
            let ranked = part.ranked.get(row.range()).unwrap_or_default();
            let place = rank.and_then(|rank| ranked.binary_search(rank).ok());
            p = row.interpolate(place, &part.ranked_levels, powers, p);
        }
        p
    }
}

impl After<'_> {
    /// See [`cost`](super::cost).
    pub(crate) fn cost(&self, c: char) -> f32 {
        let file = &self.table.file;
        let c = self.table.symbol(c);
        let in_class = match file.unigrams.get(usize::from(c.number)) {
            Some(&share) => share,
            None => file.unknown[c.class as usize],
        };
        let mut p = self.class_row[c.class as usize] * in_class;
        if let Some(rows) = &self.rows {
            p = rows.interpolate(c.number, &file.levels.powers, p);
        }
        let mut cost = -p.ln();
        if c.digit {
            cost += std::f32::consts::LN_10;
        }
        if let Some(upper) = c.upper() {
            cost += file.case[self.case + c.script as usize][usize::from(upper)];
        }
        cost
    }
}
