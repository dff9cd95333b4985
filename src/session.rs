//! What every pane may read and none may write.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use crate::browse::axis::Axis;
use crate::browse::listing::common;
use crate::browse::page::{How, Page, Section};
use crate::browse::timeline::Timeline;
use crate::data::{self, Dataset, Kind, Level, RecordId, Watch, count_of};
use crate::jobs::{Material, Save};
use crate::keymap::{Key, Keymap};
use crate::query::Query;
use crate::search::Index;
use crate::study::view::View;
use crate::theme::{Glyphs, Styles};

/// The list from which a record was opened, so that one can go on in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenedFrom {
    /// The timeline.
    Timeline,
    /// The people and topics list.
    List,
    /// The table of that number on the card of a record, or of the dataset.
    Section(Option<RecordId>, usize),
}

/// Where we are. All panes share this and no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The record that the card shows; `None` for the dataset itself.
    pub record: Option<RecordId>,
    /// The record that was opened or is previewed, which the cursor of the timeline follows.
    pub follow: Option<RecordId>,
    /// The record whose meetings are lit and walked through; never a meeting.
    pub held: Option<RecordId>,
    /// What narrows the timeline and all that counts meetings.
    pub filter: Query,
    /// Where the record was opened from.
    pub origin: Option<OpenedFrom>,
    /// The study that stands in the place of the lists.
    pub view: Option<View>,
}

/// The meetings that are lit in the picture of the years and in the timeline.
pub struct Highlight<'d> {
    /// The record whose meetings they are.
    pub about: Option<RecordId>,
    /// The rows of the meetings, in order.
    pub meetings: Cow<'d, [u32]>,
}

impl Highlight<'_> {
    /// Whether a meeting or an agreement is lit.
    #[must_use]
    pub fn has(&self, id: RecordId) -> bool {
        let is_meeting = id.kind == Kind::Meeting;
        self.about == Some(id) || is_meeting && self.meetings.binary_search(&id.row).is_ok()
    }

    /// Whether what is not lit is dimmed: not for a meeting alone.
    #[must_use]
    pub fn dims(&self) -> bool {
        self.about.is_some_and(|id| id.kind != Kind::Meeting)
    }
}

/// Which meetings come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// The latest one.
    #[default]
    Newest,
    /// The earliest one.
    Oldest,
}

impl DateOrder {
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

    /// The other one.
    #[must_use]
    pub const fn reversed(self) -> Self {
        match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
        }
    }

    /// The order of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

/// The reading of a dataset.
#[derive(Clone, Debug)]
pub struct Loading {
    /// Where it comes from.
    pub origin: data::Origin,
    /// How far it is.
    pub watch: Watch,
    /// When it was begun.
    pub since: Instant,
    /// Whether nothing is shown before it is there.
    pub first: bool,
}

impl Loading {
    /// A reading that begins now.
    #[must_use]
    pub fn begin(origin: data::Origin, first: bool) -> Self {
        Self {
            origin,
            watch: Watch::default(),
            since: Instant::now(),
            first,
        }
    }
}

/// The dataset, where we are in it, and how it is shown.
pub struct Session {
    /// The data.
    pub dataset: Arc<Dataset>,
    /// What can be searched of it.
    pub index: Arc<Index>,
    /// Where we are.
    pub here: Location,
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
    pub loading: Option<Loading>,
    /// What is being saved or copied.
    pub saving: Option<Save>,
    /// How many problems and how many notes the dataset has.
    pub flaws: (usize, usize),
    /// Records marked for an analysis.
    pub marked: BTreeSet<RecordId>,
    /// The names of the views on the trail, the oldest first, the one that is here last.
    pub path: Vec<String>,
    /// Shown until the next key.
    pub message: Option<String>,
    /// Keys typed so far of a longer sequence.
    pub pending: Vec<Key>,
    /// The words, folded, that are searched for within what is shown.
    pub find_words: Option<String>,
    /// Which meetings stand first, in the timeline and on cards.
    pub order: DateOrder,
    /// The axis of the picture of the years.
    pub axis: Option<Axis>,
    /// How many of the lit meetings are kept.
    pub highlight_count: usize,
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
            loading: None,
            saving: None,
            flaws: (0, 0),
            here: Location::default(),
            marked: BTreeSet::new(),
            path: Vec::new(),
            message: None,
            pending: Vec::new(),
            find_words: None,
            order: DateOrder::default(),
            axis: None,
            highlight_count: 0,
            keymap,
            styles,
            glyphs,
        };
        session.begin_at(Location {
            filter: session.narrowed.clone(),
            ..Location::default()
        });
        session
    }

    /// Begins with a dataset: what follows from it alone is made.
    fn begin_at(&mut self, here: Location) {
        let problems = self.dataset.problems();
        let levels = [Level::Error, Level::Note];
        self.flaws = levels.map(|level| count_of(problems, level)).into();
        self.axis = Axis::of(&self.dataset);
        self.go(here);
    }

    /// Opens the first dataset that is there to be shown.
    pub fn open(&mut self, material: Material, filter: Query) {
        let here = Location {
            filter: filter.clone(),
            ..Location::default()
        };
        self.replace(material, filter, here);
    }

    /// Whether no dataset is there yet.
    #[must_use]
    pub fn is_opening(&self) -> bool {
        self.loading.as_ref().is_some_and(|loading| loading.first)
    }

    /// What jobs are worked out from.
    #[must_use]
    pub fn material(&self) -> Material {
        Material {
            dataset: Arc::clone(&self.dataset),
            index: Arc::clone(&self.index),
            timeline: Arc::clone(&self.timeline),
        }
    }

    /// Goes somewhere: what follows from where we are is made anew, but for the timeline, which is a job.
    pub fn go(&mut self, here: Location) {
        if self.page.about != here.record || self.page.title.is_empty() {
            self.turn_to(here.record);
        }
        self.here = here;
        self.link();
        self.count_highlighted();
    }

    /// Takes a timeline that was worked out, if it is still the one that is wanted.
    pub fn take_timeline(&mut self, filter: Query, timeline: Arc<Timeline>) {
        if filter == self.here.filter {
            self.narrowed = filter;
            self.timeline = timeline;
            self.count_highlighted();
            if !self.is_under_filter(&self.page) {
                self.turn_to(self.here.record);
                self.linked_with = None;
                self.link();
            }
        }
    }

    fn turn_to(&mut self, about: Option<RecordId>) {
        let kept = self.timeline.rows_kept.clone();
        self.page = Arc::new(Page::first(&self.dataset, about, kept));
    }

    /// Whether a page counts the meetings that the timeline keeps, and no others.
    fn is_under_filter(&self, page: &Page) -> bool {
        match (&page.kept, &self.timeline.rows_kept) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }

    /// Whether the timeline is that of the filter that is here.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        self.narrowed == self.here.filter
    }

    /// Takes a whole page, if it is still the one that is wanted.
    pub fn take_page(&mut self, page: Arc<Page>) {
        if page.about == self.here.record && self.is_under_filter(&page) {
            self.page = page;
            self.link();
        }
    }

    /// Finds out what is linked with the record that is held or here, beside its meetings, which are lit.
    fn link(&mut self) {
        let with = self.here.held.or(self.here.record);
        if with.is_none() {
            (self.linked, self.linked_with) = (Arc::default(), None);
            return;
        }
        if self.linked_with == with {
            return;
        }
        let other;
        let page = if with == self.page.about {
            &self.page
        } else {
            let kept = self.timeline.rows_kept.clone();
            other = Arc::new(Page::first(&self.dataset, with, kept));
            &other
        };
        let items = page.sections.iter().flat_map(Section::items);
        let links = items.filter(|item| item.how != How::Meeting);
        let mut links: Vec<RecordId> = links.filter_map(|item| item.id).collect();
        links.sort_unstable();
        links.dedup();
        let is_known = with != self.page.about || page.is_whole();
        self.linked_with = with.filter(|_| is_known);
        self.linked = Arc::new(links);
    }

    fn count_highlighted(&mut self) {
        let highlight = self.highlight();
        self.highlight_count = match &self.timeline.rows_kept {
            None => highlight.meetings.len(),
            Some(kept) => common(&highlight.meetings, kept),
        };
    }

    /// What is lit: the meetings of the record that is held, or else the meeting that was opened.
    #[must_use]
    pub fn highlight(&self) -> Highlight<'_> {
        let about = self.here.held.or(self.here.follow);
        let meetings = match about {
            None => Cow::Borrowed(&[][..]),
            Some(id) if id.kind == Kind::Meeting => Cow::Owned(vec![id.row]),
            Some(id) => self.dataset.meetings_of(id),
        };
        Highlight { about, meetings }
    }

    /// Takes another dataset in the place of this one. Where we are stays; whoever calls it maps the ids
    /// of that first.
    pub fn replace(&mut self, material: Material, filter: Query, here: Location) {
        self.dataset = material.dataset;
        self.index = material.index;
        self.timeline = material.timeline;
        self.narrowed = filter;
        self.page = Arc::default();
        self.linked_with = None;
        self.begin_at(here);
    }

    /// An empty dataset with the built-in keys, without colours.
    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        let keymap = Keymap::built_in().expect("keymap");
        let styles = Styles::named("mono").expect("theme");
        let nothing = Material::default();
        Self::new(nothing, Query::default(), keymap, styles, &Glyphs::UNICODE)
    }

    /// Whether a row of a list is linked with the record held or shown.
    #[must_use]
    pub fn is_linked(&self, id: RecordId) -> bool {
        self.linked.binary_search(&id).is_ok()
    }
}
