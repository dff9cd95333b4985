//! All that is known of one record, in the order in which it is read: facts, texts, and links in groups.
//!
//! A page names its links by number and says how each belongs; the words are made for the rows that are
//! looked at. The screen and the shell show the same page.

mod dataset;
mod gathered;
mod kinds;
mod meeting;
mod words;
mod writer;

use std::sync::Arc;

use super::silence::Silence;
use crate::data::{Dataset, Kind, ReadError, RecordId};
use crate::facts::words::joined;
use crate::facts::{Fact, Sources, behind};

pub(crate) use crate::facts::words::cited;
pub use words::ItemText;
pub(crate) use words::silence;

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
    /// The facts that the record states, by whose numbers items are told; none when it cannot be read.
    own: Vec<Fact>,
    /// The record's sources, in the order of their numbers.
    numbered: Vec<RecordId>,
    /// Whether groups that look at every meeting of the record are left for later.
    hurried: bool,
    /// The number of a meeting in its series, in words; the first fact tells it too.
    pub number: String,
    /// The rows of the meetings that a filter keeps; no others are counted.
    pub kept: KeptRows,
    /// The meetings of the record that the filter does not keep.
    pub outside: Vec<RecordId>,
    /// Of the dataset: what is less than reported or certain, each with the meetings it is found in.
    pub weak: Vec<Weak>,
}

/// A way in which meetings are known less well.
#[derive(Clone, Debug)]
pub struct Weak {
    /// How often, in words.
    pub text: String,
    /// The latest meetings of it, newest first; at most [`Weak::LISTED`].
    pub latest: Vec<RecordId>,
}

impl Weak {
    /// Nobody goes through more by eye; a filter finds the rest.
    pub const LISTED: usize = 20;
}

/// The rows of the meetings that a filter keeps, in order; `None` without a filter.
pub type KeptRows = Option<Arc<Vec<u32>>>;

/// A group of a page.
#[derive(Clone, Debug)]
pub struct Section {
    /// What it is, in capitals; empty for the summary.
    pub heading: &'static str,
    /// What the right-hand column tells.
    pub column: &'static str,
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
    /// By the fact of that number of the page's record, in full.
    Fact(u32),
    /// By the fact of that number, in short, as one name among others in a line.
    Named(u32),
    /// By the fact of that number, which names a topic of the page's meeting: told with the other years that
    /// discussed it.
    Topic(u32),
    /// A meeting of the page's record: told with the role on that day, or the weight.
    Meeting,
    /// A silence between two meetings.
    Silence(Silence),
    /// Named together in so many meetings.
    Together(u32),
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
}

impl Item {
    pub(crate) fn link(id: RecordId, how: How) -> Self {
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
    pub(crate) fn whole(dataset: &Dataset, about: Option<RecordId>, kept: KeptRows) -> Self {
        Self::written(dataset, about, kept, false)
    }

    /// As much of the page as can be had at once: of a record with many meetings, the groups that look at
    /// all of them are [`Body::Awaited`].
    pub(crate) fn first(dataset: &Dataset, about: Option<RecordId>, kept: KeptRows) -> Self {
        /// To look at so many meetings takes no noticeable time.
        const FEW: usize = 1_000;
        let all = dataset.count(Kind::Meeting);
        let count = about.map_or(all, |id| dataset.meeting_count(id));
        Self::written(dataset, about, kept, count > FEW)
    }

    /// Whether nothing of it is awaited.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let mut bodies = self.sections.iter().map(|section| &section.body);
        !bodies.any(|body| matches!(body, Body::Awaited))
    }

    /// About so many bytes as it takes.
    pub(crate) fn bytes(&self) -> usize {
        /// With its sources and notes a fact takes about so many.
        const FACT: usize = 256;
        let items: usize = self
            .sections
            .iter()
            .map(|section| section.items().size_hint().0)
            .sum();
        let ids = self.numbered.len() + self.outside.len();
        items * size_of::<Item>() + ids * size_of::<RecordId>() + self.own.len() * FACT
    }

    /// Every record it links to, in reading order.
    pub fn links(&self) -> impl Iterator<Item = RecordId> {
        self.sections
            .iter()
            .flat_map(Section::items)
            .filter_map(|item| item.id)
    }

    /// What a link of a group rests on: the facts that name the record, of the page's record or of the other one. Nothing
    /// where it is counted, not stated.
    ///
    /// # Errors
    /// When the other record cannot be read any more.
    pub(crate) fn behind(
        &self,
        dataset: &Dataset,
        section: usize,
        id: RecordId,
    ) -> Result<Vec<Sources>, ReadError> {
        let Some(about) = self.about else {
            return Ok(Vec::new());
        };
        let items = self.sections.get(section).into_iter();
        let items = items.flat_map(Section::items);
        let items: Vec<&Item> = items.filter(|item| item.id == Some(id)).collect();
        let stated = items.iter().filter_map(|item| self.own_fact(item.how));
        let stated: Vec<Sources> = stated.map(|fact| fact.sources.clone()).collect();
        let is_counted = |item: &&Item| matches!(item.how, How::Together(_));
        if !stated.is_empty() || items.iter().any(is_counted) {
            return Ok(stated);
        }
        let own = self.own.iter().filter(|fact| fact.is_about(id)).cloned();
        let others = behind(dataset, id, about)?;
        let all = own.chain(others.into_iter().filter(|fact| fact.of == id));
        Ok(all.map(|fact| fact.sources).collect())
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

    /// How many things it names, be there a record of them or not.
    #[must_use]
    pub fn count(&self) -> usize {
        let is_named = |item: &&Item| !matches!(item.how, How::Silence(_) | How::Reading(..));
        let items = self.items();
        items
            .filter(|item| item.id.is_some() || is_named(item))
            .count()
    }
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// A text with the marks of a fact before it: `!` contested, `~` inferred, `?` unknown.
fn marked(fact: &Fact, text: &str) -> String {
    let mut marks = fact.marks();
    if !fact.unknown {
        marks = marks.replace('?', "");
    }
    joined([marks, text.to_owned()], " ")
}
