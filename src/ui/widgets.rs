//! Parts that several panes are made of.

pub mod canvas;
pub mod lane;
pub mod line;
pub mod prompt;
pub mod titles;
