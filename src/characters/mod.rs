//! Characters that do not show, that reorder what shows, or that look like others: finding them,
//! naming them, and knowing in which company they serve a purpose. Pure functions on text.

mod kinds;
mod lookalikes;
mod name;
mod odd;
mod script;

pub use kinds::{
    is_control, is_embedding, is_invisible, is_isolate, is_override, is_selector, is_tag,
};
pub use lookalikes::lookalike;
pub use name::{code_point, name};
pub use odd::{Odd, odd};
pub use script::{Alphabet, breaks_without_spaces, is_joining, is_right_to_left, is_symbol};
