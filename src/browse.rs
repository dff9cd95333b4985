//! Ways through a dataset: what to keep, in what order, what belongs to a record, what was found, and
//! the path that led here. Nothing in here draws.

pub(crate) mod apart;
pub(crate) mod axis;
pub mod facets;
pub(crate) mod headline;
pub(crate) mod listing;
pub mod page;
pub(crate) mod silence;
pub(crate) mod tally;
pub mod timeline;
pub(crate) mod trail;
pub(crate) mod years;
