//! How a dataset is held so that a million records fit into memory: flat columns with few bytes a row, and
//! where the JSON of a record is read again.

pub mod body;
pub mod by_id;
pub mod codes;
pub mod links;
pub mod lists;
pub mod narrow;
pub mod spans;
pub mod sparse;
pub mod store;
pub mod texts;

/// A row number; there are never more than 2³² − 1 records, since each takes three bytes of a file that
/// is bounded well below that.
#[must_use]
pub fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
