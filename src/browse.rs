//! Ways through a dataset: what to keep, in what order, what belongs to a record, what was found, and
//! the path that led here. Nothing in here draws.

pub mod apart;
pub mod facets;
pub mod page;
pub mod query;
pub mod search;
pub mod tally;
pub mod timeline;
pub mod trail;
