//! One language to ask with, on the screen and in the shell: words, fields, times. The filter of the
//! timeline is a query too, each part of it a chip.

mod complete;
mod explain;
mod expression;
mod field;
mod filter;
mod find;
mod kept;
mod matcher;
mod number;
mod parse;
mod shared_text;
mod simplify;
mod span;
mod windows;

pub use complete::Completion;
pub(crate) use complete::complete;
pub(crate) use explain::left_out_words;
pub(crate) use expression::years_text;
pub use expression::{Expr, Query};
pub use field::{DateFit, Field};
pub use find::{Answer, QueryCache};
pub use kept::Kept;
pub use matcher::Matcher;
pub use number::Number;
pub use parse::QueryError;
pub(crate) use shared_text::whole;

#[cfg(test)]
mod tests;
