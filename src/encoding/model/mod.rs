//! How likely a character is after the two before it.
//!
//! The model interpolates, from the most particular to the most general: the character after the
//! two characters before it; after the class of the one and the character of the other; after the
//! one before it; and by classes alone. Letters are folded to lower case and pay for their case
//! apart; ASCII digits are all the same. `tools/model/` trains it and describes the file.

mod class;
mod coder;
mod read;
mod symbol;
mod table;

use std::sync::LazyLock;

pub(crate) use class::{Class, class};
pub(crate) use table::After;
use table::Table;

const FILE: &[u8] = include_bytes!("model.bin");

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(FILE));

/// The cost of `c` after `before2` and `before1`, in nats: the negative natural logarithm of its
/// probability. Never infinite, for any characters at all. A text begins after two line feeds.
///
/// What has not been asked for before is decoded first.
pub(crate) fn cost(before2: char, before1: char, c: char) -> f32 {
    after(before2, before1).cost(c)
}

/// What is known of the character after two others, for those who ask for the costs of several.
pub(crate) fn after(before2: char, before1: char) -> After<'static> {
    TABLE.after(before2, before1)
}

/// Whether the model has seen the character, in either case; what it has not is only known by its
/// class.
pub(crate) fn known(c: char) -> bool {
    TABLE.knows(c)
}

#[cfg(test)]
mod tests;
