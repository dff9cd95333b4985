//! Records, links and dates: what is known of who met whom, when, and about what.
//!
//! A file becomes a [`Dataset`] in three steps: `load` reads it by the rules of the `format`, `build` keeps
//! the records in the order of the file, `link` puts them in order and resolves their links so that both
//! ends find them. The `model` is what comes out. What is wanted of every record at any time (names, dates,
//! links) is kept in flat `columns`; all else is read again from the record's own JSON when it is opened.
//! [`kinds`] has one file a kind of record.

mod build;
mod columns;
mod format;
mod link;
mod load;
mod model;
mod watch;

pub use columns::body::{Body, ReadError};
pub(crate) use columns::lists::Lists;
pub use columns::row;
pub(crate) use columns::texts::{Interner, Text, Texts};
pub use format::de::{Clean, IdOr, Items, Prose, RawId, Worded};
pub use format::kinds;
pub use format::walk::Walked;
pub use load::{LoadError, Origin, load, load_text, load_watched};
pub use model::dataset::{About, Conflict, ConflictReading, Dataset, Participation, RoleHeld};
pub use model::date::{Date, DateFlaw, Day, Doubt, Moment, Year, day_after, months_between};
pub use model::kind::{Kind, RecordId};
pub use model::problem::{Level, Problem, count_of};
pub use model::relation::Relation;
pub use model::terms::{Basis, Completeness, FactBasis, Keyword, Weight};
pub use model::when::{Bounds, Overlap, TimeOrder, When, year_runs};
pub use watch::Watch;
