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

/// A source of numbers. Data that the writer did not write gives meaningless numbers, never a
/// panic.
pub(super) struct Decoder<'a> {
    data: &'a [u8],
    state: u32,
    /// For each model and each value of the low bits of the state: the symbol in bits 0 to 7, its
    /// frequency less one in bits 8 to 19, where its range begins in bits 20 to 31.
    slots: Vec<[u32; 1 << BITS]>,
}

impl<'a> Decoder<'a> {
    /// Reads the tables of `models` models.
    pub(super) fn new(mut data: &'a [u8], models: usize) -> Self {
        let mut slots = vec![[0; 1 << BITS]; models];
        for table in &mut slots {
            let mut symbol = u32::MAX;
            let mut start = 0;
            for _ in 0..varint(&mut data) {
                symbol = symbol.wrapping_add(varint(&mut data)).wrapping_add(1);
                let frequency = varint(&mut data);
                let entry = symbol & 255 | (frequency.wrapping_sub(1) & 0xfff) << 8 | start << 20;
                let end = (start + frequency).min(1 << BITS);
                if let Some(range) = table.get_mut(start as usize..end as usize) {
                    range.fill(entry);
                }
                start = end;
            }
        }
        let mut decoder = Self {
            data,
            state: 0,
            slots,
        };
        for _ in 0..4 {
            decoder.state = decoder.state << 8 | decoder.byte();
        }
        decoder
    }

    fn byte(&mut self) -> u32 {
        let Some((&first, rest)) = self.data.split_first() else {
            return 0;
        };
        self.data = rest;
        u32::from(first)
    }

    fn symbol(&mut self, model: usize) -> u32 {
        let low = self.state & ((1 << BITS) - 1);
        let entry = self.slots.get(model).map_or(0, |table| table[low as usize]);
        let frequency = (entry >> 8 & 0xfff) + 1;
        self.state = frequency
            .wrapping_mul(self.state >> BITS)
            .wrapping_add(low.wrapping_sub(entry >> 20));
        for _ in 0..2 {
            if self.state < LOW {
                self.state = self.state << 8 | self.byte();
            }
        }
        entry & 255
    }

    /// The next number, which was written under `model`.
    pub(super) fn number(&mut self, model: usize) -> u32 {
        let symbol = self.symbol(model);
        if symbol != ESCAPE {
            return symbol;
        }
        (0..self.symbol(RAW).min(4)).fold(0, |number, i| number | self.symbol(RAW) << (8 * i))
    }

    /// The next number as a size or a place.
    pub(super) fn size(&mut self, model: usize) -> usize {
        self.number(model) as usize
    }

    /// The next number as a level, of which there are less than 255.
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

    // Written by `tools/model/coder.py`: 0 to 9 and 1000 under model 1, then 7 under model 2.
    const WRITTEN: &[u8] = &[
        3, 2, 214, 10, 0, 213, 10, 228, 1, 213, 10, 11, 0, 248, 2, 0, 244, 2, 0, 244, 2, 0, 244, 2,
        0, 244, 2, 0, 244, 2, 0, 244, 2, 0, 244, 2, 0, 244, 2, 0, 244, 2, 245, 1, 244, 2, 1, 7,
        128, 32, 3, 129, 16, 170, 3, 5, 52, 148, 3,
    ];

    #[test]
    fn numbers_come_back() {
        let mut decoder = Decoder::new(WRITTEN, 3);
        for number in (0..10).chain([1000]) {
            assert_eq!(decoder.number(1), number);
        }
        assert_eq!(decoder.number(2), 7);
    }

    #[test]
    fn damaged_data_gives_numbers() {
        for cut in 0..WRITTEN.len() {
            let mut decoder = Decoder::new(&WRITTEN[..cut], 3);
            for _ in 0..40 {
                decoder.number(1);
                decoder.number(2);
                decoder.number(3);
            }
        }
    }
}
