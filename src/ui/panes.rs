//! The list of panes, and the lines above and below them.

mod detail;
mod facets;
mod find;
mod header;
mod help;
mod hints;
mod progress;
mod spots;
mod status;
mod strip;
mod study;
mod timeline;

pub use facets::Facets;
pub use header::Header;
pub use help::Help;
pub use hints::Hints;
pub use progress::Progress;
pub use spots::{Spot, Spots};
pub use status::Status;
pub use strip::Strip;

use super::pane::Pane;

/// The panes from left to right; a study stands in the place of the lists.
pub fn all() -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(timeline::TimelinePane::default()),
        Box::new(detail::Detail::default()),
        Box::new(find::Find::default()),
        Box::new(study::StudyPane::default()),
    ]
}
