//! Questions and answers: how they are written ([`Shape`]), where they stand ([`find`]), and how
//! a collection that says nothing of it writes them ([`infer`]).

mod content;
mod find;
mod frame;
pub mod front_matter;
mod infer;
mod lead;
mod marks;
mod pattern;
mod plain;
mod question;
mod shape;
mod stated;
mod strays;
mod table;

pub use content::{ContentShape, ContentTable};
pub use find::find;
pub use frame::frame;
pub use infer::{Candidate, Form, Inference, PRESETS, Survey, Tally, infer};
pub use lead::Lead;
pub use marks::{Marker, Placeholders};
pub use pattern::Pattern;
pub use plain::plain_text;
pub use question::{Answer, Choice, Number, Question, Section, SubNumber, name};
pub use shape::{AnswerShape, OptionsShape, SectionShape, Shape, ShapeError, plain};
pub use stated::{Stated, StatedOf, stated};
pub use strays::{Stray, StrayKind, strays};
pub use table::{
    AnswerIn, AnswerTable, At, CAPTURES, FieldTable, FieldType, NumberFrom, NumberingShape,
    OptionStyle, OptionsTable, Presence, Scope, SectionTable, ShapeTable, TranslationTable,
};
