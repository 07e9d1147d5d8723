//! Questions and answers: how they are written ([`Shape`]), where they stand ([`find`]), and how
//! a collection that says nothing of it writes them ([`infer`]).

mod find;
mod infer;
mod shape;

pub use find::{Answer, Number, Question, find};
pub use infer::{Candidate, infer};
pub use shape::{
    AnswerShape, AnswerTable, At, CAPTURES, NumberingShape, Scope, Shape, ShapeError, ShapeTable,
};
