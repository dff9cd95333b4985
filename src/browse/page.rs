//! All that is known of one record, in the order in which it is read: facts, texts, and links in groups.
//!
//! A page names its links by number and says how each belongs; the words are made for the rows that are
//! looked at. The screen and the shell show the same page.

mod agreement;
mod dataset;
mod meeting;
mod organisation;
mod person;
mod source;
mod topic;
mod words;

use std::borrow::Cow;
use std::sync::Arc;

use super::tally::tally;
use crate::data::{self, Dataset, Kind, RecordId, Relation, Unread};

pub use words::{Words, brief_date, cited, months_in_words, silence};

/// A record, or the dataset itself, as it is read.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The record; `None` for the dataset.
    pub about: Option<RecordId>,
    /// Its full name or title.
    pub title: String,
    /// Short lines under it: when, where, what sort.
    pub facts: Vec<String>,
    /// What follows, group by group.
    pub sections: Vec<Section>,
    /// Whether groups that look at every meeting of the record are left for later.
    hurried: bool,
    /// The rows of the meetings that a filter keeps; no others are counted.
    pub kept: Kept,
    /// The meetings of the record that the filter does not keep.
    pub outside: Vec<RecordId>,
}

/// The rows of the meetings that a filter keeps, in order; `None` without a filter.
pub type Kept = Option<Arc<Vec<u32>>>;

/// A group of a page.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is, in capitals; empty for the summary.
    pub heading: &'static str,
    /// What the right-hand column tells.
    pub aside: &'static str,
    /// What it holds.
    pub body: Body,
}

/// What a group holds.
#[derive(Clone, Debug)]
pub enum Body {
    /// Paragraphs of text.
    Prose(Vec<String>),
    /// One thing a line.
    List(Vec<Item>),
    /// Short links side by side.
    Names(Vec<Item>),
    /// What is still being gathered from the meetings of the record.
    Awaited,
}

/// One line of a list: a link, or a remark between links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Where it leads; nowhere when there is no record of it.
    pub id: Option<RecordId>,
    /// How it belongs to the record of the page.
    pub how: How,
}

/// How a linked record belongs to the record of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By its name alone.
    Plain,
    /// The participant of that number of the page's meeting.
    Participant(u32),
    /// Chaired the page's meeting without being listed.
    Chair,
    /// A topic of the page's meeting: told with the other years that discussed it.
    Topic,
    /// An organisation that held the page's meeting.
    Host,
    /// The organisation that led at the page's meeting.
    Lead,
    /// A meeting of the page's record: told with the role on that day, or the weight.
    Meeting,
    /// A silence of so many months between two meetings.
    Silence(u32),
    /// Named together in so many meetings.
    Together(u32),
    /// The role of that number of the page's person.
    Role(u32),
    /// A person of the page's organisation: told with the roles held there.
    Member,
    /// An agreement, told with its date and a word for the relation.
    Agreement(&'static str),
    /// The meeting before in the series.
    Before,
    /// The meeting after in the series.
    After,
    /// A source of the page's record, by its number in the footnotes.
    Footnote(u32),
    /// The reading of that number, of the conflict of that number of the dataset.
    Reading(u32, u32),
    /// Another record, told by a word for the relation.
    Relation(&'static str),
}

impl Item {
    fn link(id: RecordId, how: How) -> Self {
        Self { id: Some(id), how }
    }
}

impl Page {
    /// The page of a record, or of the dataset itself.
    #[must_use]
    pub fn new(dataset: &Dataset, about: Option<RecordId>) -> Self {
        Self::written(dataset, about, None, false)
    }

    /// The same, of which a filter keeps some meetings.
    #[must_use]
    pub fn whole(dataset: &Dataset, about: Option<RecordId>, kept: Kept) -> Self {
        Self::written(dataset, about, kept, false)
    }

    /// As much of the page as can be had at once: of a record with many meetings, the groups that look at
    /// all of them are [`Body::Awaited`].
    #[must_use]
    pub fn first(dataset: &Dataset, about: Option<RecordId>, kept: Kept) -> Self {
        /// To look at so many meetings takes no noticeable time.
        const FEW: usize = 1_000;
        let count = about.map_or(dataset.count(Kind::Meeting), |id| dataset.meeting_count(id));
        Self::written(dataset, about, kept, count > FEW)
    }

    /// Whether nothing of it is awaited.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut bodies = self.sections.iter().map(|section| &section.body);
        !bodies.any(|body| matches!(body, Body::Awaited))
    }

    fn written(dataset: &Dataset, about: Option<RecordId>, kept: Kept, hurried: bool) -> Self {
        let mut page = Self {
            about,
            kept,
            hurried,
            ..Self::default()
        };
        let Some(id) = about else {
            dataset::write(&mut page, dataset);
            return page;
        };
        match id.kind {
            Kind::Meeting => meeting::write(&mut page, dataset, id),
            Kind::Person => person::write(&mut page, dataset, id),
            Kind::Organisation => organisation::write(&mut page, dataset, id),
            Kind::Topic => topic::write(&mut page, dataset, id),
            Kind::Agreement => agreement::write(&mut page, dataset, id),
            Kind::Source => source::write(&mut page, dataset, id),
        }
        dataset.name(id).clone_into(&mut page.title);
        page.conflicts(dataset, id);
        page.sources(dataset, id);
        page
    }

    /// Every record it links to, in reading order.
    pub fn links(&self) -> impl Iterator<Item = RecordId> {
        self.sections
            .iter()
            .flat_map(Section::items)
            .filter_map(|item| item.id)
    }

    /// The texts of what is shown; without them the page tells all that is in memory, and why no more.
    fn open<'d>(&mut self, body: Result<data::Body<'d>, Unread>) -> data::Body<'d> {
        body.unwrap_or_else(|unread| {
            let advice = match &unread {
                Unread::Changed => "; `R` reads it again",
                Unread::Failed(_) => "",
            };
            let fact = format!("! {unread}{advice}");
            if !self.facts.contains(&fact) {
                self.fact(fact);
            }
            data::Body::default()
        })
    }

    fn fact(&mut self, fact: impl Into<String>) {
        let fact = fact.into();
        if !fact.is_empty() {
            self.facts.push(fact);
        }
    }

    fn prose<'a>(&mut self, heading: &'static str, texts: impl IntoIterator<Item = &'a str>) {
        let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
        let texts: Vec<String> = texts.map(str::to_owned).collect();
        if !texts.is_empty() {
            self.push(heading, "", Body::Prose(texts));
        }
    }

    fn list(&mut self, heading: &'static str, aside: &'static str, items: Vec<Item>) {
        if !items.is_empty() {
            self.push(heading, aside, Body::List(items));
        }
    }

    fn names(&mut self, heading: &'static str, items: Vec<Item>) {
        if !items.is_empty() {
            self.push(heading, "", Body::Names(items));
        }
    }

    fn push(&mut self, heading: &'static str, aside: &'static str, body: Body) {
        self.sections.push(Section {
            heading,
            aside,
            body,
        });
    }

    /// The meetings of a record that the filter keeps.
    fn kept_of<'d>(&self, dataset: &'d Dataset, id: RecordId) -> Cow<'d, [u32]> {
        let meetings = dataset.meetings_of(id);
        match &self.kept {
            None => meetings,
            Some(kept) => {
                let is_kept = |row: &u32| kept.binary_search(row).is_ok();
                Cow::Owned(meetings.iter().copied().filter(is_kept).collect())
            }
        }
    }

    /// The meetings of the record, with the silences between them.
    fn meetings(&mut self, dataset: &Dataset, id: RecordId, aside: &'static str) {
        let mut items = Vec::new();
        let mut latest: Option<crate::data::Date> = None;
        let meetings = self.kept_of(dataset, id);
        if let Some(kept) = &self.kept {
            let all = dataset.meetings_of(id);
            let outside = all.iter().filter(|row| kept.binary_search(row).is_err());
            self.outside = outside.map(|row| RecordId::meeting(*row)).collect();
        }
        for row in meetings.iter() {
            let meeting = RecordId::meeting(*row);
            let date = dataset.date(meeting);
            let silence = latest.zip(date).and_then(|(a, b)| a.months_until(b));
            if let Some(months) = silence.filter(|months| *months >= LONG_SILENCE) {
                let how = How::Silence(months);
                items.push(Item { id: None, how });
            }
            latest = date.or(latest);
            items.push(Item::link(meeting, How::Meeting));
        }
        if self.outside.is_empty() {
            self.list("MEETINGS", aside, items);
        } else {
            self.push("MEETINGS", aside, Body::List(items));
        }
    }

    /// A group that looks at every meeting of the record, or its place while that is awaited.
    fn gathered(&mut self, heading: &'static str, write: impl FnOnce(&mut Self)) {
        if self.hurried {
            self.push(heading, "", Body::Awaited);
        } else {
            write(self);
        }
    }

    /// Records of one kind named for the same meetings, the most often named first.
    fn together(
        &mut self,
        heading: &'static str,
        dataset: &Dataset,
        id: RecordId,
        relations: &[Relation],
    ) {
        self.gathered(heading, |page| {
            let meetings = page.kept_of(dataset, id);
            let counts = tally(dataset, &meetings, relations);
            let others = counts.into_iter().filter(|(other, _)| *other != id);
            let items = others.map(|(other, count)| Item::link(other, How::Together(count)));
            page.list(heading, "meetings", items.collect());
        });
    }

    /// Links by one relation, from this record.
    fn to(&mut self, heading: &'static str, dataset: &Dataset, id: RecordId, relation: Relation) {
        let items = dataset
            .to(id, relation)
            .map(|to| Item::link(to, How::Plain));
        self.names(heading, items.collect());
    }

    /// Links by one relation, to this record.
    fn from(&mut self, heading: &'static str, dataset: &Dataset, id: RecordId, relation: Relation) {
        let items = dataset
            .from(id, relation)
            .map(|from| Item::link(from, How::Plain));
        self.names(heading, items.collect());
    }

    fn conflicts(&mut self, dataset: &Dataset, id: RecordId) {
        let ids = dataset.conflicts().iter().enumerate();
        for (nth, conflict) in ids.filter(|(_, conflict)| conflict.records.contains(&id)) {
            self.conflict(nth, conflict);
        }
    }

    fn conflict(&mut self, nth: usize, conflict: &crate::data::Conflict) {
        let why = conflict.readings.iter().map(|reading| reading.why.as_str());
        let texts = [conflict.about.as_str(), conflict.note.as_str()];
        self.prose("! CONTESTED", texts.into_iter().chain(why));
        let readings = conflict.readings.iter().enumerate();
        let items = readings.map(|(reading, known)| Item {
            id: known.source,
            how: How::Reading(number(nth), number(reading)),
        });
        self.list("", "", items.collect());
    }

    fn sources(&mut self, dataset: &Dataset, id: RecordId) {
        let sources = dataset.to(id, Relation::sources_of(id.kind)).enumerate();
        let items: Vec<Item> = sources
            .map(|(nth, source)| Item::link(source, How::Footnote(number(nth + 1))))
            .collect();
        if !items.is_empty() {
            self.list("SOURCES", "", items);
        } else if !matches!(id.kind, Kind::Source | Kind::Person) {
            self.prose("SOURCES", ["? no source is given"]);
        }
    }
}

impl Section {
    /// Its items; none for prose.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        match &self.body {
            Body::Prose(_) | Body::Awaited => [].iter(),
            Body::List(items) | Body::Names(items) => items.iter(),
        }
    }

    /// How many records it links to.
    #[must_use]
    pub fn count(&self) -> usize {
        self.items().filter(|item| item.id.is_some()).count()
    }
}

/// A silence of so many months is told between two meetings of a list.
const LONG_SILENCE: u32 = 12;

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A word of the data such as `high-level-bilateral`, as it is said.
fn spoken(word: &str) -> String {
    word.replace(['-', '_'], " ")
}

/// Parts of a line, told apart by a dot in the middle.
fn dotted(parts: impl IntoIterator<Item = String>) -> String {
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
