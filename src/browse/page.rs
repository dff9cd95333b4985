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

use super::silence::{Quiet, Silence};
use super::tally::tally;
use crate::data::{Dataset, Kind, ReadError, RecordId, Relation};
use crate::facts::words::{dotted, joined, spoken};
use crate::facts::{
    Fact, Sources, Sure, Whose, behind, of_field, of_series, series_on, stated, the,
};

pub(crate) use crate::facts::words::cited;
pub use words::Words;
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
    pub kept: Kept,
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
    /// Another record, told by a word for the relation.
    Relation(&'static str),
}

impl Item {
    /// An item that leads to a record.
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
    pub(crate) fn whole(dataset: &Dataset, about: Option<RecordId>, kept: Kept) -> Self {
        Self::written(dataset, about, kept, false)
    }

    /// As much of the page as can be had at once: of a record with many meetings, the groups that look at
    /// all of them are [`Body::Awaited`].
    pub(crate) fn first(dataset: &Dataset, about: Option<RecordId>, kept: Kept) -> Self {
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

    fn written(dataset: &Dataset, about: Option<RecordId>, kept: Kept, hurried: bool) -> Self {
        let Some(id) = about else {
            let mut page = Self {
                hurried,
                kept,
                ..Self::default()
            };
            dataset::write(&mut page, dataset);
            return page;
        };
        let mut page = Self::of(dataset, id, hurried);
        page.kept = kept;
        match id.kind {
            Kind::Meeting => meeting::write(&mut page, dataset, id),
            Kind::Person => person::write(&mut page, dataset, id),
            Kind::Organisation => organisation::write(&mut page, dataset, id),
            Kind::Topic => topic::write(&mut page, dataset, id),
            Kind::Agreement => agreement::write(&mut page, dataset, id),
            Kind::Source => source::write(&mut page, dataset, id),
        }
        page.in_doubt();
        page.conflicts(dataset, id);
        if id.kind != Kind::Source || !page.numbered.is_empty() {
            page.sources(id);
        }
        page
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

    /// The page with the facts that its record states, and nothing on it.
    fn of(dataset: &Dataset, id: RecordId, hurried: bool) -> Self {
        let mut page = Self {
            about: Some(id),
            title: dataset.name(id).to_owned(),
            numbered: dataset.to(id, Relation::sources_of(id.kind)).collect(),
            hurried,
            ..Self::default()
        };
        page.own = page.read(stated(dataset, id));
        page
    }

    /// Facts, if they can be read; without them the page tells all that is in memory, and why no more.
    fn read(&mut self, facts: Result<Vec<Fact>, ReadError>) -> Vec<Fact> {
        facts.unwrap_or_else(|unread| {
            let advice = match &unread {
                ReadError::Changed => "; `R` reads it again",
                ReadError::Failed(_) => "",
            };
            let fact = format!("! {unread}{advice}");
            if !self.facts.contains(&fact) {
                self.fact(fact);
            }
            Vec::new()
        })
    }

    /// What a fact says for a line of its own, with its marks and the numbers of its sources.
    fn said(&self, fact: &Fact) -> String {
        let numbers = self.numbers(&fact.sources);
        joined([marked(fact, &fact.value), numbers], " ")
    }

    /// What the fact of a field says for a line of its own; nothing where there is none.
    fn the(&self, field: &str) -> String {
        the(&self.own, field).map_or_else(String::new, |fact| self.said(fact))
    }

    /// When: the date, or what stands in its place.
    fn date(&self) -> String {
        let Some(fact) = the(&self.own, "date") else {
            return String::new();
        };
        let said = match &*fact.on_date().unreadable {
            "" if fact.unknown => "date not known".to_owned(),
            // Its own mark says that it is in doubt, unless the record says more.
            "" if fact.why.is_none() => match fact.conflicts.len() {
                0 => fact.value.clone(),
                _ => format!("! {}", fact.value),
            },
            "" => marked(fact, &fact.value),
            odd => format!("! {odd}"),
        };
        joined([said, self.numbers(&fact.sources)], " ")
    }

    /// The numbers of sources that are a fact's own, where the record has several: `[1,3]`.
    fn numbers(&self, sources: &Sources) -> String {
        match sources.whose {
            Whose::Own if self.numbered.len() + sources.missing.len() > 1 => {
                self.all_numbers(sources)
            }
            Whose::Own | Whose::Record | Whose::Nothing => String::new(),
        }
    }

    fn all_numbers(&self, sources: &Sources) -> String {
        let number = |id| self.numbered.iter().position(|known| known == id);
        let mut numbers: Vec<usize> = sources.ids.iter().filter_map(number).collect();
        numbers.sort_unstable();
        let numbers = numbers.into_iter().map(|at| (at + 1).to_string());
        let missing = sources.missing.iter().map(|_| "?".to_owned());
        match joined(numbers.chain(missing), ",") {
            numbers if numbers.is_empty() => numbers,
            numbers => format!("[{numbers}]"),
        }
    }

    /// A line for the record's other names.
    fn other_names(&mut self) {
        let names = of_field(&self.own, "aliases").map(|fact| self.said(fact));
        let names = joined(names, ", ");
        let sorted = self.the("sort_name");
        self.fact(prefixed("also ", &names));
        self.fact(prefixed("sorted under ", &sorted));
    }

    /// The texts of a field.
    fn texts(&mut self, heading: &'static str, field: &str) {
        let texts: Vec<String> = of_field(&self.own, field)
            .map(|fact| self.said(fact))
            .collect();
        self.prose(heading, texts.iter().map(String::as_str));
    }

    /// What one should know of the date.
    fn on_the_date(&mut self) {
        let note = the(&self.own, "date").map(|fact| fact.on_date().note);
        self.prose("ON THE DATE", note.as_deref());
    }

    /// The series that are shown here, with what is known of each.
    fn series(&mut self, dataset: &Dataset, id: RecordId, heading: &'static str) {
        for series in series_on(dataset, id) {
            let facts = self.read(of_series(dataset, series, id));
            let mut texts: Vec<String> = Vec::new();
            for fact in &facts {
                let label = match &*fact.field {
                    "series.short" => "in short ",
                    "series.agreement" => "held under ",
                    _ => "",
                };
                let said = joined([fact.said(dataset), self.all_numbers(&fact.sources)], " ");
                texts.push(format!("{label}{}", marked(fact, &said)));
            }
            let apart = dataset
                .series_sources(series)
                .filter(|source| !self.numbered.contains(source));
            texts.extend(apart.map(|source| format!("source: {}", cited(dataset, source))));
            self.prose(heading, texts.iter().map(String::as_str));
        }
    }

    /// What is inferred of whole fields; what sources disagree on has its own place.
    fn in_doubt(&mut self) {
        let weak = self.own.iter().filter(|fact| fact.of_list);
        let weak = weak.filter(|fact| fact.sure() == Sure::Inferred);
        let texts: Vec<String> = weak
            .map(|fact| format!("~ {}: {}", spoken(&fact.field), self.said_of_list(fact)))
            .collect();
        self.prose("~ INFERRED", texts.iter().map(String::as_str));
    }

    fn said_of_list(&self, fact: &Fact) -> String {
        joined([fact.value.clone(), self.numbers(&fact.sources)], " ")
    }

    /// An item for each fact of a field that names something.
    fn items(&self, field: &str, how: fn(u32) -> How) -> Vec<Item> {
        let own = self.own.iter().enumerate();
        let own = own.filter(|(_, fact)| fact.field == field && !fact.of_list);
        let named = own.filter(|(_, fact)| fact.names() || fact.presence().is_some());
        named
            .map(|(nth, fact)| Item {
                id: fact.target,
                how: how(number(nth)),
            })
            .collect()
    }

    /// Links by the facts of a field; by what is in memory when those cannot be read.
    fn to(
        &mut self,
        heading: &'static str,
        field: &str,
        dataset: &Dataset,
        id: RecordId,
        relation: Relation,
    ) {
        let mut items = self.items(field, How::Named);
        if self.own.is_empty() {
            let to = dataset.to(id, relation);
            items = to.map(|to| Item::link(to, How::Plain)).collect();
        }
        self.names(heading, items);
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
        let rows = self.kept_of(dataset, id);
        if let Some(kept) = &self.kept {
            let all = dataset.meetings_of(id);
            let outside = all.iter().filter(|row| kept.binary_search(row).is_err());
            self.outside = outside.map(|row| RecordId::meeting(*row)).collect();
        }
        let meetings = || rows.iter().map(|row| RecordId::meeting(*row));
        let mut quiet = Quiet::before(dataset, meetings());
        for meeting in meetings() {
            let when = dataset.when(meeting);
            if let Some(silence) = when.and_then(|when| quiet.next(when)) {
                let how = How::Silence(silence);
                items.push(Item { id: None, how });
            }
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

    fn sources(&mut self, id: RecordId) {
        let sources = self.numbered.iter().enumerate();
        let mut items: Vec<Item> = sources
            .map(|(nth, source)| Item::link(*source, How::Footnote(number(nth + 1))))
            .collect();
        items.extend(self.items("sources", How::Fact));
        let is_unsourced = |fact: &Fact| fact.sure() == Sure::Unsourced && !fact.is_remark();
        if !items.is_empty() {
            self.list("SOURCES", "", items);
        } else if id.kind != Kind::Person || self.own.iter().any(is_unsourced) {
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

/// A text behind a word, if there is one.
fn prefixed(word: &str, text: &str) -> String {
    match text {
        "" => String::new(),
        text => format!("{word}{text}"),
    }
}
