//! The columns of a list of a page: dates or numbers, names, and how each belongs.

use crate::browse::page::{How, Item, Page, Words};
use crate::session::Session;
use crate::text::{columns, wrap};

/// So many items decide how wide the columns of a list are.
const SAMPLED: usize = 200;

/// Blank columns between two columns.
pub(super) const GAP: usize = 2;

/// An aside of so many columns always stands beside its name.
const SHORT_ASIDE: usize = 10;

/// Where the columns of a list begin and how wide they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) lead: usize,
    pub(super) name: usize,
    aside: usize,
    /// Where the names begin.
    pub(super) name_at: usize,
    /// Where the asides begin: beside the names, or below them when they do not fit beside.
    pub(super) aside_at: usize,
    /// Whether asides stand below their names.
    pub(super) stacked: bool,
}

impl Columns {
    pub(super) fn of(items: &[Item], page: &Page, session: &Session, width: usize) -> Self {
        let name_at = columns(session.glyphs.link) + 1;
        let mut widest = (0, 0, 0);
        for item in items.iter().take(SAMPLED).filter(|item| item.id.is_some()) {
            let words = item.words(&session.dataset, page);
            widest.0 = widest.0.max(columns(&words.lead));
            widest.1 = widest.1.max(columns(&words.name));
            widest.2 = widest.2.max(columns(&words.aside));
        }
        let (lead, name, aside) = widest;
        let gap = |width: usize| if width > 0 { GAP } else { 0 };
        let name_at = name_at + lead + gap(lead);
        let room = width.saturating_sub(name_at);
        let for_aside = aside + gap(aside);
        // A short aside stays beside its name, which then may take two lines; a long one goes below.
        let stacked = name + for_aside > room && aside > (room / 4).max(SHORT_ASIDE);
        let name = if stacked {
            room
        } else {
            name.min(room.saturating_sub(for_aside))
        };
        let aside_at = if stacked {
            name_at
        } else {
            name_at + name + gap(aside)
        };
        Self {
            lead,
            name,
            aside: width.saturating_sub(aside_at),
            name_at,
            aside_at,
            stacked,
        }
    }

    /// One line an item, whatever has to be cut for it.
    pub(super) fn side_by_side(&mut self, width: usize) {
        if self.stacked {
            let room = width.saturating_sub(self.name_at);
            self.stacked = false;
            self.name = room * 3 / 5;
            self.aside_at = self.name_at + self.name + GAP;
            self.aside = width.saturating_sub(self.aside_at);
        }
    }

    /// The lines of an item: name and aside, each wrapped within its column.
    pub(super) fn lines<'w>(&self, item: &Item, words: &'w Words<'_>) -> Vec<(&'w str, &'w str)> {
        if matches!(item.how, How::Silence(_)) {
            return vec![(&words.name, "")];
        }
        let names = wrap(&words.name, self.name.max(1));
        let asides = wrap(&words.aside, self.aside.max(1));
        if self.stacked {
            let below = asides.into_iter().filter(|aside| !aside.is_empty());
            let names = names.into_iter().map(|name| (name, ""));
            return names.chain(below.map(|aside| ("", aside))).collect();
        }
        let height = names.len().max(asides.len()).max(1);
        let at = |lines: &[&'w str], n: usize| lines.get(n).copied().unwrap_or_default();
        (0..height)
            .map(|n| (at(&names, n), at(&asides, n)))
            .collect()
    }
}
