//! Records, links and dates: what is known of who met whom, when, and about what.
//!
//! A file becomes a [`Dataset`] in three steps, one module each: `load` reads it and lets every record
//! in by the `door`, `build` keeps the records in the order of the file, `link` puts them in order and
//! resolves their links so that both ends find them. What is wanted of every record at any time (names,
//! dates, links) is kept in flat columns; all else is read again from the record's own JSON when it is
//! opened. [`kinds`] has one file a kind of record.

mod body;
mod build;
mod by_id;
mod codes;
mod dataset;
mod date;
mod door;
mod key;
mod kind;
pub mod kinds;
mod link;
mod links;
mod lists;
mod load;
mod narrow;
mod problem;
mod relation;
mod rule;
mod spans;
mod sparse;
mod store;
mod tenure;
mod terms;
mod texts;
mod walk;
mod when;

pub use body::{Body, ReadError};
pub use build::row;
pub use dataset::{About, Conflict, Dataset, Participation, Reading, RoleHeld};
pub use date::{Date, DateFlaw, Day, Doubt, Moment, Year, day_after, months_between};
pub use door::{Clean, IdOr, List, Object, Prose, RawId, Word, Worded};
pub use kind::{Kind, RecordId};
pub use load::{LoadError, Origin, Watch, load, load_text, load_watched};
pub use problem::{Level, Problem, count_of};
pub use relation::Relation;
pub use terms::{Basis, Completeness, FactBasis, Weight};
pub use walk::{Finding, Tree, Walked, What};
pub use when::{Bounds, Held, Order, When, years_told};
