//! Parts that several panes are made of.

pub mod cursor;
pub mod entry;
pub mod frame;
pub mod line;
