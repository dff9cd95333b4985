//! What every pane may read and none may write.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::browse::page::Page;
use crate::browse::query::{Matcher, Query};
use crate::browse::search::Index;
use crate::browse::timeline::Timeline;
use crate::data::{Dataset, Kind, RecordId};
use crate::keymap::{Key, Keymap};
use crate::study::view::View;
use crate::theme::{Glyphs, Styles};

/// The list from which a record was opened, so that one can go on in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The timeline.
    Timeline,
    /// Find.
    Find,
    /// The group of that number on the page of a record, or of the dataset.
    Section(Option<RecordId>, usize),
}

/// The record whose links are being hopped along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The record.
    pub id: RecordId,
    /// Which of the linked rows the cursor is on, from 1.
    pub nth: usize,
    /// How many linked rows the list has.
    pub of: usize,
}

/// Where we are. All panes share this and no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// The record that Detail shows; `None` for the dataset itself.
    pub record: Option<RecordId>,
    /// The record that was opened last and is still shown; a list's cursor may follow it.
    pub opened: Option<RecordId>,
    /// What narrows the timeline.
    pub filter: Query,
    /// The record held by `n` and `N`.
    pub held: Option<Held>,
    /// Where the record was opened from.
    pub origin: Option<Origin>,
    /// The study that stands in the place of the lists.
    pub view: Option<View>,
}

/// The dataset, where we are in it, and how it is shown.
pub struct Session {
    /// The data.
    pub dataset: Rc<Dataset>,
    /// What can be searched of it.
    pub index: Rc<Index>,
    /// Where we are.
    pub here: Here,
    /// The timeline under the filter that is here.
    pub timeline: Rc<Timeline>,
    /// The page of the record that is here.
    pub page: Rc<Page>,
    /// The records linked with the one that is held, or else with the one that is here; sorted.
    pub linked: Rc<Vec<RecordId>>,
    /// Records marked for an analysis.
    pub marked: BTreeSet<RecordId>,
    /// The names of the views on the trail, the oldest first, the one that is here last.
    pub path: Vec<String>,
    /// Something to be told until the next key.
    pub message: Option<String>,
    /// Keys typed so far of a longer sequence.
    pub pending: Vec<Key>,
    /// Which keys ask for what.
    pub keymap: Keymap,
    /// How the parts look.
    pub styles: Styles,
    /// The signs.
    pub glyphs: &'static Glyphs,
}

impl Session {
    /// The start: nothing opened, nothing kept out.
    #[must_use]
    pub fn new(dataset: Dataset, keymap: Keymap, styles: Styles, glyphs: &'static Glyphs) -> Self {
        let dataset = Rc::new(dataset);
        let index = Rc::new(Index::new(&dataset));
        let mut session = Self {
            timeline: Rc::new(Timeline::new(&dataset, &index, &Query::default())),
            index,
            page: Rc::default(),
            linked: Rc::default(),
            here: Here::default(),
            marked: BTreeSet::new(),
            path: Vec::new(),
            message: None,
            pending: Vec::new(),
            dataset,
            keymap,
            styles,
            glyphs,
        };
        let first = session.timeline.rows.iter().find_map(|row| row.record());
        session.go(Here {
            record: first,
            ..Here::default()
        });
        session
    }

    /// Goes somewhere: what follows from where we are is made anew.
    pub fn go(&mut self, here: Here) {
        let held = here.held.map(|held| held.id).or(here.record);
        let page_changes = self.page.about != here.record || self.page.title.is_empty();
        if self.here.filter != here.filter {
            self.timeline = Rc::new(Timeline::new(&self.dataset, &self.index, &here.filter));
        }
        if page_changes {
            self.page = Rc::new(Page::new(&self.dataset, here.record));
        }
        self.here = here;
        self.linked = Rc::new(self.links_of(held));
    }

    fn links_of(&self, id: Option<RecordId>) -> Vec<RecordId> {
        let mut links: Vec<RecordId> = if id == self.page.about {
            self.page.links().collect()
        } else {
            Page::new(&self.dataset, id).links().collect()
        };
        links.sort_unstable();
        links.dedup();
        links
    }

    /// Takes another dataset in the place of this one. Where we are stays; whoever calls it maps the ids
    /// of that first.
    pub fn replace_dataset(&mut self, dataset: Rc<Dataset>, here: Here) {
        self.index = Rc::new(Index::new(&dataset));
        self.dataset = dataset;
        self.timeline = Rc::new(Timeline::new(&self.dataset, &self.index, &here.filter));
        self.page = Rc::new(Page::new(&self.dataset, here.record));
        self.here = here.clone();
        self.go(here);
    }

    /// Asks the dataset.
    #[must_use]
    pub fn matcher(&self) -> Matcher<'_> {
        Matcher::new(&self.dataset, &self.index)
    }

    /// Whether a row of a list is linked with the record held or shown.
    #[must_use]
    pub fn is_linked(&self, id: RecordId) -> bool {
        self.linked.binary_search(&id).is_ok()
    }

    /// How many records of a kind there are, with the word: `38 people`.
    #[must_use]
    pub fn counted(&self, kind: Kind) -> String {
        let count = self.dataset.count(kind);
        format!("{count} {}", kind.counted(count))
    }
}
