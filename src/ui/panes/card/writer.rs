//! What a card is written from: the page, the room for it, and which folds are open.

use super::text::CardText;
use crate::browse::page::Page;
use crate::data::Dataset;
use crate::session::Session;

/// Writes a card; what it writes stands in the files beside this one.
#[derive(Clone, Copy)]
pub struct CardWriter<'s> {
    pub session: &'s Session,
    /// What is known of the record.
    pub page: &'s Page,
    /// The room, in columns.
    pub width: usize,
    /// The room, in lines.
    pub height: usize,
    /// The folds that are open: how many rows more each shows.
    pub open: &'s [(usize, usize)],
}

impl CardWriter<'_> {
    pub(super) fn dataset(&self) -> &Dataset {
        &self.session.dataset
    }

    /// How many of all rows a fold shows: some at first, and as many more as it was opened for.
    pub fn shown(&self, fold: usize, at_first: usize, all: usize) -> usize {
        let more = self.open.iter().find(|(open, _)| *open == fold);
        (at_first + more.map_or(0, |(_, more)| *more)).min(all)
    }

    /// Whether a fold is open.
    pub fn is_open(&self, fold: usize) -> bool {
        self.open.iter().any(|(open, _)| *open == fold)
    }

    /// The number of a fold, unless it is open.
    pub fn unless_open(&self, fold: usize) -> Option<usize> {
        (!self.is_open(fold)).then_some(fold)
    }

    /// An empty card of that width.
    pub fn text(&self, width: usize) -> CardText {
        CardText::new(width, self.session.glyphs.ellipsis)
    }
}

/// What there is more than what is shown, and the fold that shows it.
pub fn more(shown: usize, all: usize, fold: usize) -> Option<(String, usize)> {
    (shown < all).then(|| (format!("{} more", all - shown), fold))
}
