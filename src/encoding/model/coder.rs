//! Reading the entropy-coded numbers of the model file: static range coding by asymmetric numeral
//! systems, after J. Duda, “Asymmetric numeral systems” (2013), with a state of 32 bits that is
//! renormalised by bytes. `tools/model/coder.py` writes them.

/// Frequencies of one statistical model add up to two to this power.
const BITS: u32 = 12;
/// The state is never below this.
const LOW: u32 = 1 << 23;
/// Announces a number that does not fit one symbol.
const ESCAPE: u32 = 255;
/// The model of the bytes of numbers that do not fit one symbol.
const RAW: usize = 0;
/// More parts than there are blocks of code points.
const MOST_PARTS: u32 = 1 << 14;

/// Coded numbers, in parts that are read each by itself.
pub(super) struct Coded<'a> {
    models: Vec<Model>,
    parts: Vec<&'a [u8]>,
}

/// A statistical model.
#[derive(Clone)]
struct Model {
    /// For each value of the low bits of the state, the symbol.
    symbols: [u8; 1 << BITS],
    /// Where the range of each symbol begins, and its frequency.
    ranges: [(u16, u16); 256],
}

impl<'a> Coded<'a> {
    /// Reads the tables of `models` models.
    pub(super) fn new(mut data: &'a [u8], models: usize) -> Self {
        let none = Model {
            symbols: [0; 1 << BITS],
            ranges: [(0, 1); 256],
        };
        let mut models = vec![none; models];
        for model in &mut models {
            let mut symbol = u32::MAX;
            let mut start = 0;
            for _ in 0..varint(&mut data) {
                symbol = symbol.wrapping_add(varint(&mut data)).wrapping_add(1) & 255;
                let frequency = varint(&mut data).clamp(1, 1 << BITS);
                let end = (start + frequency).min(1 << BITS);
                let [symbol, ..] = symbol.to_le_bytes();
                if let Some(range) = model.symbols.get_mut(start as usize..end as usize) {
                    range.fill(symbol);
                }
                let narrow = |n: u32| u16::try_from(n).unwrap_or(1);
                model.ranges[usize::from(symbol)] = (narrow(start), narrow(frequency));
                start = end;
            }
        }
        let mut lengths: Vec<usize> = Vec::new();
        for _ in 0..varint(&mut data).min(MOST_PARTS) {
            lengths.push(varint(&mut data) as usize);
        }
        let mut parts = Vec::with_capacity(lengths.len());
        for length in lengths {
            let (part, rest) = data.split_at_checked(length).unwrap_or((data, &[]));
            parts.push(part);
            data = rest;
        }
        Self { models, parts }
    }

    /// The numbers of a part, from its first.
    pub(super) fn part(&self, index: usize) -> Decoder<'_> {
        let mut decoder = Decoder {
            data: self.parts.get(index).copied().unwrap_or_default(),
            state: 0,
            models: &self.models,
        };
        for _ in 0..4 {
            decoder.state = decoder.state << 8 | decoder.byte();
        }
        decoder
    }
}

/// A source of numbers. Data that the writer did not write gives meaningless numbers, never a
/// panic.
pub(super) struct Decoder<'a> {
    data: &'a [u8],
    state: u32,
    models: &'a [Model],
}

impl Decoder<'_> {
    fn byte(&mut self) -> u32 {
        let Some((&first, rest)) = self.data.split_first() else {
            return 0;
        };
        self.data = rest;
        u32::from(first)
    }

    #[inline]
    fn symbol(&mut self, model: usize) -> u32 {
        let Some(model) = self.models.get(model) else {
            return 0;
        };
        let low = self.state & ((1 << BITS) - 1);
        let symbol = model.symbols[low as usize];
        let (start, frequency) = model.ranges[usize::from(symbol)];
        self.state = u32::from(frequency)
            .wrapping_mul(self.state >> BITS)
            .wrapping_add(low.wrapping_sub(u32::from(start)));
        if self.state < LOW {
            self.state = self.state << 8 | self.byte();
            if self.state < LOW {
                self.state = self.state << 8 | self.byte();
            }
        }
        u32::from(symbol)
    }

    /// The next number, which was written under `model`.
    #[inline]
    pub(super) fn number(&mut self, model: usize) -> u32 {
        match self.symbol(model) {
            ESCAPE => self.escaped(),
            symbol => symbol,
        }
    }

    #[cold]
    fn escaped(&mut self) -> u32 {
        (0..self.symbol(RAW).min(4)).fold(0, |number, i| number | self.symbol(RAW) << (8 * i))
    }

    /// The next number as a size or a place.
    #[inline]
    pub(super) fn size(&mut self, model: usize) -> usize {
        self.number(model) as usize
    }

    /// The next number as a level, of which there are less than 255.
    #[inline]
    pub(super) fn level(&mut self, model: usize) -> u8 {
        u8::try_from(self.number(model)).unwrap_or(u8::MAX)
    }
}

fn varint(data: &mut &[u8]) -> u32 {
    let mut number = 0;
    for shift in [0, 7, 14, 21] {
        let Some((&first, rest)) = data.split_first() else {
            break;
        };
        *data = rest;
        number |= u32::from(first & 127) << shift;
        if first < 128 {
            break;
        }
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    // Written by `tools/model/coder.py`: 0 to 9 and 1000 under model 1; in a second part 7 under
    // model 2 and 3 under model 1.
    const WRITTEN: &[u8] = &[
        3, 2, 214, 10, 0, 213, 10, 228, 1, 213, 10, 11, 0, 213, 2, 0, 213, 2, 0, 213, 2, 0, 174, 5,
        0, 213, 2, 0, 213, 2, 0, 213, 2, 0, 213, 2, 0, 213, 2, 0, 213, 2, 245, 1, 213, 2, 1, 7,
        128, 32, 2, 9, 4, 4, 149, 112, 110, 177, 26, 162, 243, 3, 2, 252, 68, 199,
    ];

    #[test]
    fn numbers_come_back() {
        let coded = Coded::new(WRITTEN, 3);
        let mut second = coded.part(1);
        assert_eq!([second.number(2), second.number(1)], [7, 3]);
        let mut first = coded.part(0);
        for number in (0..10).chain([1000]) {
            assert_eq!(first.number(1), number);
        }
    }

    #[test]
    fn damaged_data_gives_numbers() {
        for cut in 0..WRITTEN.len() {
            let coded = Coded::new(&WRITTEN[..cut], 3);
            for part in 0..3 {
                let mut decoder = coded.part(part);
                for _ in 0..40 {
                    decoder.number(1);
                    decoder.number(2);
                    decoder.number(3);
                }
            }
        }
    }
}
