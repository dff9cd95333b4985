//! The panes, and the lines around them.

mod card;
mod choice;
mod counts;
mod header;
mod help;
mod hints;
mod list;
pub mod progress;
mod study;
mod targets;
mod timeline;
mod years;

pub use card::Card;
pub use choice::Choice;
pub use counts::CountsPane;
pub use header::Header;
pub use help::Help;
pub use hints::Hints;
pub use targets::{ClickTarget, ClickTargets};
pub use years::YearsChart;

use super::pane::Pane;

/// The panes; a study stands in the place of the lists.
pub fn all() -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(timeline::TimelinePane::default()),
        Box::new(list::RecordList::default()),
        Box::new(Card::default()),
        Box::new(study::StudyPane::default()),
    ]
}
