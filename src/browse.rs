//! Ways through a dataset: what to keep, in what order, what belongs to a record, what was found, and
//! the path that led here. Nothing in here draws.

pub mod apart;
pub mod axis;
pub mod facets;
pub mod headline;
pub mod listing;
pub mod page;
pub mod silence;
pub mod tally;
pub mod timeline;
pub mod trail;
pub mod years;
