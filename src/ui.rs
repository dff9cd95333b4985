//! The screen: which panes stand where, what each shows, and what it answers to a command.

pub mod list;
pub mod pane;
pub(crate) mod panes;
pub mod stage;
mod widgets;
