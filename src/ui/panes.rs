//! The panes, and the lines around them.

mod card;
mod choice;
mod counts;
mod header;
mod help;
mod hints;
mod list;
mod progress;
mod spots;
mod study;
mod timeline;
mod years;

pub use card::Card;
pub use choice::Choice;
pub use counts::Counts;
pub use header::Header;
pub use help::Help;
pub use hints::Hints;
pub use progress::Progress;
pub use spots::{Spot, Spots};
pub use years::Years;

use super::pane::Pane;
use card::date_column as card_date;

/// The panes; a study stands in the place of the lists.
pub fn all() -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(timeline::TimelinePane::default()),
        Box::new(list::ListPane::default()),
        Box::new(Card::default()),
        Box::new(study::StudyPane::default()),
    ]
}
