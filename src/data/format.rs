//! What the JSON of a dataset is: the fields of each kind of record, how they are read, and how flaws in
//! them are named.

pub mod de;
pub mod fields;
pub mod kinds;
pub mod walk;
