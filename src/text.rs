//! Text: what may reach a terminal, how it is compared, measured, cut, wrapped and typed.
//!
//! This is the ground floor; it knows nothing of meetings. Text from outside comes in through
//! [`clean`], which turns whatever could move, hide or reorder something on a terminal into a
//! visible mark. [`fold`](mod@fold) makes the form in which texts are compared, so that `sorensen`
//! finds `Sørensen`. [`width`] is the one place that measures and cuts, by grapheme (what a reader
//! calls one character) and in columns (what a terminal counts). [`wrap`](mod@wrap) breaks prose
//! into lines, [`edit`] is a text field of one line, and [`excerpt`](mod@excerpt) is for messages.
//!
//! The parts above expect text that was cleaned: clean before measuring, wrapping or
//! drawing.

pub mod clean;
pub mod edit;
pub mod excerpt;
pub mod fold;
pub mod width;
pub mod wrap;

mod character;
#[cfg(test)]
mod hostile;

pub use clean::{clean_line, clean_prose};
pub use edit::Edit;
pub use excerpt::{Nearest, differ_in_digits_alone, excerpt, nearest};
pub use fold::{
    Folded, fold, fold_into, fold_own, initials, is_of_other_script, lower_case, second_form,
    sort_key, words,
};
pub use width::{columns, cut, cut_middle, fit, fits, share, split_at_column};
pub use wrap::wrap;
