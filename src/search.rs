//! Finding records by the words of their names, and by those of what they are linked with.
//!
//! The door is [`find`]: a query in, the records that match out, the best first. Everything else here makes that
//! quick enough for a million meetings while somebody types, and needs no visit: `reference.rs`, among the
//! tests, says in plain words what must be found, looking at every text of every record; `equivalence.rs` holds
//! the two together.
//!
//! Query and texts are folded alike, so that `sorensen` finds Sørensen. Every word of the query must be
//! found in a record, in any order. A word ranks by how it stands there ([`Rank`]), a record by the worst
//! of its words.
//!
//! A record is searched in its own names: name, short name, aliases. People are found through their roles
//! and the organisations of these, meetings through the names of their people, topics and organisations,
//! sources through their publisher; but only by words that stand there whole or begin a word, and after
//! records that match by their own names equally well. `order.rs` says what is listed first. Where few records
//! match letter for letter, letters may be left out; where none does, the words of the query may be mistyped too.
//! Links are followed from the few records whose names match to the meetings and people they lead to, never the
//! other way round.
//!
//! A [`Hit`] is small. Why a record was found (`reasons.rs`) and which letters to mark (`marks.rs`) is worked out
//! for the rows that are shown.

mod approximate;
mod bisect;
mod bits;
mod engine;
#[cfg(test)]
pub(crate) mod equivalence;
mod exact;
mod field_ref;
mod find;
mod fuzzy;
mod index;
mod letter_mask;
mod marks;
mod near;
mod order;
mod packed;
mod rank;
mod reasons;
#[cfg(test)]
mod reference;
mod spellings;
mod term;
mod token;
mod top_k;
mod vocabulary;
mod word;

pub use crate::parallel::Stop;
pub(crate) use bisect::first_where_not;
pub(crate) use bits::Bits;
pub(crate) use engine::{FindRequest, WithTerm, rows_with};
pub(crate) use find::find_among;
pub use find::{Found, find};
pub use index::Index;
pub(crate) use order::Newest;
pub use rank::{Hit, Rank};
pub(crate) use term::{Ends, Term};

#[cfg(test)]
mod tests;
