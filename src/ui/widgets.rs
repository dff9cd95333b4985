//! Parts that several panes are made of.

pub mod apart;
pub mod frame;
pub mod lane;
pub mod line;
pub mod prompt;
