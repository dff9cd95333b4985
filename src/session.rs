//! What every pane may read and none may write.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use crate::browse::page::Page;
use crate::browse::query::{Matcher, Query};
use crate::browse::search::Index;
use crate::browse::timeline::Timeline;
use crate::data::{self, Dataset, Kind, Level, RecordId, Watch};
use crate::errand::Material;
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

/// Which meetings come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The latest one.
    #[default]
    Newest,
    /// The earliest one.
    Oldest,
}

impl Order {
    /// Both, the default first.
    pub const ALL: [Self; 2] = [Self::Newest, Self::Oldest];

    /// Its word in options and settings.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
        }
    }

    /// The order of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

/// A dataset on its way.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Where it comes from.
    pub origin: data::Origin,
    /// How far it is.
    pub watch: Watch,
    /// When it was begun.
    pub since: Instant,
    /// Whether nothing is shown before it is there.
    pub first: bool,
}

/// The dataset, where we are in it, and how it is shown.
pub struct Session {
    /// The data.
    pub dataset: Arc<Dataset>,
    /// What can be searched of it.
    pub index: Arc<Index>,
    /// Where we are.
    pub here: Here,
    /// The timeline under the filter that is here, or still under the one before.
    pub timeline: Arc<Timeline>,
    /// The filter that the timeline is under.
    pub narrowed: Query,
    /// The page of the record that is here; its longest groups may still be awaited.
    pub page: Arc<Page>,
    /// The records linked with the one that is held, or else with the one that is here; sorted.
    pub linked: Arc<Vec<RecordId>>,
    /// The record that these are linked with, once its page is whole.
    linked_with: Option<RecordId>,
    /// The dataset that is being read.
    pub reading: Option<Reading>,
    /// How many problems and how many notes the dataset has.
    pub flaws: (usize, usize),
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
    /// The start: nothing opened, nothing kept out but by the filter that the material is under.
    #[must_use]
    pub fn new(
        material: Material,
        filter: Query,
        keymap: Keymap,
        styles: Styles,
        glyphs: &'static Glyphs,
    ) -> Self {
        let mut session = Self {
            dataset: material.dataset,
            index: material.index,
            timeline: material.timeline,
            narrowed: filter,
            page: Arc::default(),
            linked: Arc::default(),
            linked_with: None,
            reading: None,
            flaws: (0, 0),
            here: Here::default(),
            marked: BTreeSet::new(),
            path: Vec::new(),
            message: None,
            pending: Vec::new(),
            keymap,
            styles,
            glyphs,
        };
        session.start();
        session
    }

    /// Goes to the first record of the timeline, as everything starts.
    fn start(&mut self) {
        self.count_flaws();
        let first = self.timeline.rows.iter().find_map(|row| row.record());
        self.go(Here {
            record: first,
            filter: self.narrowed.clone(),
            ..Here::default()
        });
    }

    /// Opens the first dataset that is there to be shown.
    pub fn open(&mut self, material: Material, filter: Query) {
        self.take_material(material, filter);
        self.start();
    }

    /// Whether no dataset is there yet.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.reading.as_ref().is_some_and(|reading| reading.first)
    }

    fn take_material(&mut self, material: Material, filter: Query) {
        self.dataset = material.dataset;
        self.index = material.index;
        self.timeline = material.timeline;
        self.narrowed = filter;
        self.page = Arc::default();
        self.linked_with = None;
    }

    fn count_flaws(&mut self) {
        let problems = self.dataset.problems();
        let errors = problems.iter().filter(|p| p.level == Level::Error).count();
        self.flaws = (errors, problems.len() - errors);
    }

    /// What errands are worked out from.
    #[must_use]
    pub fn material(&self) -> Material {
        Material {
            dataset: Arc::clone(&self.dataset),
            index: Arc::clone(&self.index),
            timeline: Arc::clone(&self.timeline),
        }
    }

    /// Goes somewhere: what follows from where we are is made anew, but for the timeline, which is sent for.
    pub fn go(&mut self, here: Here) {
        if self.page.about != here.record || self.page.title.is_empty() {
            self.page = Arc::new(Page::first(&self.dataset, here.record));
        }
        self.here = here;
        self.link();
    }

    /// Takes a timeline that was sent for, if it is still the one that is wanted.
    pub fn take_timeline(&mut self, filter: Query, timeline: Arc<Timeline>) {
        if filter == self.here.filter {
            self.narrowed = filter;
            self.timeline = timeline;
        }
    }

    /// Whether the timeline is that of the filter that is here.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.narrowed == self.here.filter
    }

    /// Takes a whole page, if it is still the one that is wanted.
    pub fn take_page(&mut self, page: Arc<Page>) {
        if page.about == self.here.record {
            self.page = page;
            self.link();
        }
    }

    /// Finds out what is linked with the record that is held or here.
    fn link(&mut self) {
        let with = self.here.held.map(|held| held.id).or(self.here.record);
        if with.is_some() && self.linked_with == with {
            return;
        }
        let mut links: Vec<RecordId> = if with == self.page.about {
            self.linked_with = with.filter(|_| self.page.is_whole());
            self.page.links().collect()
        } else {
            self.linked_with = with;
            Page::new(&self.dataset, with).links().collect()
        };
        links.sort_unstable();
        links.dedup();
        self.linked = Arc::new(links);
    }

    /// Takes another dataset in the place of this one. Where we are stays; whoever calls it maps the ids
    /// of that first.
    pub fn replace(&mut self, material: Material, filter: Query, here: Here) {
        self.take_material(material, filter);
        self.count_flaws();
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
