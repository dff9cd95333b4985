//! Records as they come in, in the order of the file, until all are there and can be linked.

mod append;

use std::borrow::Cow;

use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::columns::spans::{Json, Spans};
use crate::data::columns::sparse::Sparse;
use crate::data::columns::texts::{Interner, Text, Texts};
use crate::data::format::de::{Clean, RawId};
use crate::data::model::dataset::MeetingRow;
use crate::data::model::date::Date;
use crate::data::model::problem::{Problems, RecordPlace};
use crate::data::model::tenure::RoleRow;
use crate::data::model::terms::{Basis, Weight};
use crate::data::model::when::{Bounds, BoundsFlaw, When};
use crate::data::{Kind, Relation};

pub use append::Translation;

/// A thing that can enter a dataset from the file.
pub trait Entry {
    /// Tells the builder all that must be known of it without reading it again.
    fn enter(&self, builder: &mut Builder, arrival: Arrival);
}

/// The record that is entering.
#[derive(Debug)]
pub struct Arrival {
    /// Where it stands.
    pub place: RecordPlace<'static>,
    /// Its JSON.
    pub json: Json,
}

impl Arrival {
    /// Its id; by its place in the list where it has none.
    pub fn id_or_made_up<'r>(&self, id: &'r str) -> Cow<'r, str> {
        match id {
            "" => Cow::Owned(format!("#{}", self.place.index)),
            id => Cow::Borrowed(id),
        }
    }
}

/// What a record may have beside its id and its name.
#[derive(Debug, Default)]
pub struct Names<'r, 'a> {
    /// What it is sorted by, when that is not the name.
    pub sort: &'r str,
    /// A name for narrow places.
    pub short: &'r str,
    /// Other names.
    pub aliases: &'r [Clean<'a>],
    /// Its date.
    pub date: Option<Date>,
}

/// The records of one kind in the order of the file.
#[derive(Debug, Default)]
pub struct RecordDrafts {
    pub ids: Texts,
    pub names: Texts,
    pub sorts: Sparse<Text>,
    pub shorts: Sparse<Text>,
    pub aliases: Lists<Text>,
    pub dates: Vec<Option<Date>>,
    pub indices: Vec<u32>,
    pub spans: Spans,
}

impl RecordDrafts {
    pub fn count(&self) -> usize {
        self.indices.len()
    }

    /// The id of the record of that number.
    pub fn id(&self, number: u32) -> &str {
        self.ids.nth(number as usize + 1)
    }

    /// Its name.
    pub fn name(&self, number: u32) -> &str {
        match self.names.nth(number as usize + 1) {
            "" => self.ids.nth(number as usize + 1),
            name => name,
        }
    }

    /// Gives back what was reserved for more.
    pub fn shrink(&mut self) {
        self.ids.shrink();
        self.names.shrink();
        self.shorts.shrink();
        self.aliases.shrink();
        self.spans.shrink();
    }

    fn last(&self) -> u32 {
        row(self.count().saturating_sub(1))
    }
}

/// What is known of participants beside the people and the organisations.
#[derive(Debug, Default)]
pub struct ParticipantDrafts {
    pub roles: Vec<Text>,
    /// How it is known that they came.
    pub bases: Vec<Option<Basis>>,
    /// The names in free text.
    pub names: Sparse<Text>,
}

/// A series, its agreement still unresolved.
#[derive(Debug)]
pub struct SeriesDraft {
    pub id: Text,
    pub name: Text,
    pub short: Text,
    pub agreement: Text,
    pub sources: Vec<Text>,
    pub index: usize,
}

/// A conflict, its records and sources still unresolved.
#[derive(Debug)]
pub struct ConflictDraft {
    pub about: String,
    pub note: String,
    pub field: String,
    pub records: Vec<Text>,
    pub readings: Vec<ReadingDraft>,
    pub index: usize,
}

/// One reading of a conflict.
#[derive(Debug)]
pub struct ReadingDraft {
    pub value: String,
    pub source: Text,
    pub chosen: bool,
    pub why: String,
}

/// Everything that has entered so far.
#[derive(Debug, Default)]
pub struct Builder {
    /// Ids that are pointed to, and all texts that many share. Ids and names of the records themselves
    /// stand in their drafts, since each is there once.
    pub texts: Interner,
    pub drafts: [RecordDrafts; Kind::ALL.len()],
    /// By relation: the ids that each record points to (in file order).
    pub links: [Lists<Text>; Relation::ALL.len()],
    pub meetings: Vec<MeetingRow<Text>>,
    pub ordinals: Sparse<u32>,
    /// Of meetings whose date gives no days.
    pub bounds: Sparse<Bounds>,
    /// Beside the links of [`Relation::Participant`] and [`Relation::CameFor`].
    pub participants: ParticipantDrafts,
    /// Beside the links of [`Relation::Discussed`].
    pub weights: Vec<Weight>,
    /// Beside the links of [`Relation::RoleAt`].
    pub roles: Vec<RoleRow>,
    pub publishers: Vec<Text>,
    pub series: Vec<SeriesDraft>,
    pub series_spans: Spans,
    pub conflicts: Vec<ConflictDraft>,
    pub conflict_spans: Spans,
    pub problems: Problems,
    /// Whether there was more text than can be numbered.
    pub full: bool,
}

impl Builder {
    /// Enters the record itself; its links come after.
    pub fn record(
        &mut self,
        kind: Kind,
        arrival: Arrival,
        id: &RawId<'_>,
        name: &Clean<'_>,
        names: &Names<'_, '_>,
    ) {
        let entered = arrival.id_or_made_up(id);
        let shown;
        let name: &str = if !name.trim().is_empty() {
            name
        } else if id.is_empty() {
            // It is called by the id that was made up for it.
            ""
        } else {
            shown = Clean::new(&entered);
            &shown
        };
        let [sorted_by, narrow] = [names.sort, names.short].map(|name| self.texts.intern(name));
        let draft = &mut self.drafts[kind as usize];
        let number = row(draft.count());
        self.full |= draft.ids.push(&entered).is_none() || draft.names.push(name).is_none();
        for (column, text) in [(&mut draft.sorts, sorted_by), (&mut draft.shorts, narrow)] {
            if !text.is_empty() {
                column.push(number, text);
            }
        }
        draft.dates.push(names.date);
        draft.indices.push(row(arrival.place.index));
        draft.spans.push(arrival.json);
        for alias in names.aliases.iter().filter(|alias| !alias.is_empty()) {
            draft.aliases.push(number, self.texts.intern(alias));
        }
    }

    /// Whether there was more text than can be numbered (4 GiB of one sort).
    pub fn is_full(&self) -> bool {
        self.full || self.texts.is_full()
    }

    /// Links the record that came in last to another; an empty id is no link.
    pub fn link(&mut self, relation: Relation, to: &RawId<'_>) {
        if !to.is_empty() {
            self.link_or_gap(relation, to);
        }
    }

    /// Links it to another, or keeps the place empty so that columns run beside the links.
    pub fn link_or_gap(&mut self, relation: Relation, to: &str) {
        let from = self.drafts[relation.from() as usize].last();
        let to = self.texts.intern(to);
        self.links[relation as usize].push(from, to);
    }

    /// Keeps the bounds of the meeting that comes in next where they matter: where its date
    /// gives no days. Bounds that contradict each other (a flaw of theirs) or the date are
    /// dropped.
    pub fn bounds(&mut self, place: RecordPlace<'_>, date: Option<Date>, bounds: Bounds) {
        if bounds == Bounds::default() {
            return;
        }
        match bounds.flaw(date) {
            Some(BoundsFlaw::Reversed) => {}
            Some(BoundsFlaw::Apart) => {
                let text = "shares no day with `earliest` and `latest`; the date is used";
                self.problems.error(place.path("date"), text);
            }
            None if date.is_some_and(Date::gives_days) => {}
            None => self.bounds.push(row(self.meetings.len()), bounds),
        }
    }

    /// When the record of that number was, or may have been.
    pub fn when(&self, kind: Kind, number: u32) -> Option<When> {
        let date = *self.drafts[kind as usize].dates.get(number as usize)?;
        let bounds = match kind {
            Kind::Meeting => self.bounds.get(number).copied(),
            _ => None,
        };
        When::new(date, bounds.unwrap_or_default())
    }
}
