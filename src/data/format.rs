//! What the JSON of a dataset is: the fields of each kind of record, how they are read, and what is said of
//! those that are not as they should be.

pub mod de;
pub mod fields;
pub mod kinds;
pub mod walk;
