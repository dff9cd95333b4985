//! Parts that several panes are made of.

pub mod cursor;
pub mod entry;
pub mod frame;
pub mod hop;
pub mod line;
pub mod prompt;
pub mod sight;
