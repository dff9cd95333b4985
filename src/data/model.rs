//! What is known of who met whom: kinds of record, relations, dates, and the dataset that holds them.

pub mod dataset;
pub mod date;
pub mod key;
pub mod kind;
pub mod problem;
pub mod relation;
pub mod tenure;
pub mod terms;
pub mod when;
