//! Records as they come in, in the order of the file, until all are there and can be linked.

mod append;
mod facts;

use std::borrow::Cow;

use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::columns::spans::{Json, Spans};
use crate::data::columns::sparse::Sparse;
use crate::data::columns::store::Span;
use crate::data::columns::texts::{Interner, Text, Texts};
use crate::data::format::de::{Clean, RawId};
use crate::data::model::date::Date;
use crate::data::model::problem::{Place, Problems};
use crate::data::model::tenure::RoleRow;
use crate::data::model::terms::{Basis, Completeness, Weight};
use crate::data::model::when::{Bounds, BoundsFlaw, When};
use crate::data::{Kind, Relation};

pub use append::Words;
pub use facts::{
    ConflictFacts, MeetingFacts, Named, ParticipantFacts, ReadingFacts, RoleFacts, SeriesFacts,
};

/// A thing that can enter a dataset from the file.
pub trait Entry {
    /// Tells the builder all that must be known of it without reading it again.
    fn enter(&self, to: &mut Builder);
}

/// The record that is entering.
#[derive(Debug)]
pub struct Arrival {
    /// The list that it stands in.
    pub section: &'static str,
    /// Its index there, from 0.
    pub index: usize,
    /// Its JSON.
    pub json: Json,
}

impl Arrival {
    pub(super) fn place(&self) -> Place<'static> {
        Place {
            section: self.section,
            index: self.index,
        }
    }
}

/// The records of one kind in the order of the file.
#[derive(Debug, Default)]
pub struct Draft {
    pub(super) ids: Texts,
    pub(super) names: Texts,
    pub(super) sorts: Sparse<Text>,
    pub(super) shorts: Sparse<Text>,
    pub(super) aliases: Lists<Text>,
    pub(super) dates: Vec<Option<Date>>,
    pub(super) indices: Vec<u32>,
    pub(super) spans: Spans,
}

impl Draft {
    pub(super) fn count(&self) -> usize {
        self.indices.len()
    }

    /// The id of the record of that number.
    pub(super) fn id(&self, number: u32) -> &str {
        self.ids.nth(number as usize + 1)
    }

    /// Its name.
    pub(super) fn name(&self, number: u32) -> &str {
        match self.names.nth(number as usize + 1) {
            "" => self.ids.nth(number as usize + 1),
            name => name,
        }
    }

    /// Gives back what was reserved for more.
    pub(super) fn shrink(&mut self) {
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

/// What is known of a meeting beside its name, date, number in the series and links.
#[derive(Clone, Copy, Debug)]
pub struct MeetingDraft {
    pub(super) kind: Text,
    pub(super) place: Text,
    pub(super) series: Text,
    pub(super) attendance: Completeness,
    pub(super) agenda: Completeness,
}

/// What is known of participants beside the people and the organisations.
#[derive(Debug, Default)]
pub struct ParticipantDrafts {
    pub(super) roles: Vec<Text>,
    /// How it is known that they came.
    pub(super) bases: Vec<Option<Basis>>,
    /// The names in free text.
    pub(super) names: Sparse<Text>,
}

/// A series, its agreement still unresolved.
#[derive(Debug)]
pub struct SeriesDraft {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) short: Text,
    pub(super) agreement: Text,
    pub(super) sources: Vec<Text>,
    pub(super) index: usize,
}

/// A conflict, its records and sources still unresolved.
#[derive(Debug)]
pub struct ConflictDraft {
    pub(super) about: String,
    pub(super) note: String,
    pub(super) field: String,
    pub(super) records: Vec<String>,
    pub(super) readings: Vec<ReadingDraft>,
    pub(super) index: usize,
}

/// One reading of a conflict.
#[derive(Debug)]
pub struct ReadingDraft {
    pub(super) value: String,
    pub(super) source: Text,
    pub(super) chosen: bool,
    pub(super) why: String,
}

/// Everything that has entered so far.
#[derive(Debug, Default)]
pub struct Builder {
    /// Ids that are pointed to, and all texts that many share. Ids and names of the records themselves
    /// stand in their drafts, since each is there once.
    pub(super) texts: Interner,
    pub(super) drafts: [Draft; Kind::ALL.len()],
    /// By relation: the ids that each record points to (in file order).
    pub(super) links: [Lists<Text>; Relation::ALL.len()],
    pub(super) meetings: Vec<MeetingDraft>,
    pub(super) ordinals: Sparse<u32>,
    /// Of meetings whose date gives no days.
    pub(super) bounds: Sparse<Bounds>,
    /// Beside the links of [`Relation::Participant`] and [`Relation::CameFor`].
    pub(super) participants: ParticipantDrafts,
    /// Beside the links of [`Relation::Discussed`].
    pub(super) weights: Vec<Weight>,
    /// Beside the links of [`Relation::RoleAt`].
    pub(super) roles: Vec<RoleRow>,
    pub(super) publishers: Vec<Text>,
    pub(super) series: Vec<SeriesDraft>,
    pub(super) series_spans: Spans,
    pub(super) conflicts: Vec<ConflictDraft>,
    pub(super) conflict_spans: Spans,
    pub(super) problems: Problems,
    arrival: Option<Arrival>,
    /// Whether there was more text than can be numbered.
    full: bool,
}

impl Builder {
    /// Nothing yet, but those texts.
    pub(super) fn with_texts(texts: Interner) -> Self {
        Self {
            texts,
            ..Self::default()
        }
    }

    /// Gives the texts back.
    pub(super) fn take_texts(&mut self) -> Interner {
        std::mem::take(&mut self.texts)
    }

    /// Takes in one record.
    pub fn take(&mut self, arrival: Arrival, entry: &impl Entry) {
        self.arrival = Some(arrival);
        entry.enter(self);
        self.arrival = None;
    }

    fn place(&self) -> Place<'static> {
        self.arrival.as_ref().map_or(
            Place {
                section: "",
                index: 0,
            },
            Arrival::place,
        )
    }

    fn take_json(&mut self) -> Json {
        let empty = Json::InFile(Span::default());
        match &mut self.arrival {
            Some(arrival) => std::mem::replace(&mut arrival.json, empty),
            None => empty,
        }
    }

    /// Enters the record itself; its links come after.
    pub fn record(&mut self, named: &Named<'_, '_>) {
        let place = self.place();
        let id = Self::id_or_made_up(named.id, place);
        let shown;
        let name: &str = if !named.name.trim().is_empty() {
            named.name
        } else if named.id.is_empty() {
            // It is called by the id that was made up for it.
            ""
        } else {
            shown = Clean::new(&id);
            &shown
        };
        let (sorted_by, short) = (
            self.texts.intern(named.sort),
            self.texts.intern(named.short),
        );
        let json = self.take_json();
        let draft = &mut self.drafts[named.kind as usize];
        let number = row(draft.count());
        self.full |= draft.ids.push(&id).is_none() || draft.names.push(name).is_none();
        for (column, text) in [(&mut draft.sorts, sorted_by), (&mut draft.shorts, short)] {
            if !text.is_empty() {
                column.push(number, text);
            }
        }
        draft.dates.push(named.date);
        draft.indices.push(row(place.index));
        draft.spans.push(json);
        for alias in named.aliases.iter().filter(|alias| !alias.is_empty()) {
            let alias = self.texts.intern(alias);
            self.drafts[named.kind as usize].aliases.push(number, alias);
        }
    }

    fn id_or_made_up<'r>(id: &'r str, place: Place<'_>) -> Cow<'r, str> {
        match id {
            "" => Cow::Owned(format!("#{}", place.index)),
            id => Cow::Borrowed(id),
        }
    }

    /// Whether there was more text than can be numbered (4 GiB of one sort).
    pub(super) fn is_full(&self) -> bool {
        self.full || self.texts.is_full()
    }

    /// Links the record that came in last to another; an empty id is no link.
    pub fn link(&mut self, relation: Relation, to: &RawId<'_>) {
        if !to.is_empty() {
            self.link_or_gap(relation, to);
        }
    }

    /// Links it to several others.
    pub fn link_all<'r, 'a: 'r>(
        &mut self,
        relation: Relation,
        to: impl IntoIterator<Item = &'r RawId<'a>>,
    ) {
        for id in to {
            self.link(relation, id);
        }
    }

    /// Links it to another, or keeps the place empty so that columns run beside the links.
    fn link_or_gap(&mut self, relation: Relation, to: &str) {
        let from = self.drafts[relation.from() as usize].last();
        let to = self.texts.intern(to);
        self.links[relation as usize].push(from, to);
    }

    /// Reads the bounds of the meeting that comes in next, and keeps them where they matter: where its date
    /// gives no days. Bounds that contradict each other, which is told as a flaw of theirs, or the date, do
    /// not hold.
    pub fn bounds(&mut self, date: Option<Date>, earliest: &Clean<'_>, latest: &Clean<'_>) {
        let bounds = Bounds {
            earliest: Date::parse_lenient(earliest),
            latest: Date::parse_lenient(latest),
        };
        if bounds == Bounds::default() {
            return;
        }
        match bounds.flaw(date) {
            Some(BoundsFlaw::Reversed) => {}
            Some(BoundsFlaw::Apart) => {
                let path = self.place().path("date");
                let text = "shares no day with `earliest` and `latest`; the date is used";
                self.problems.error(path, text);
            }
            None if date.is_some_and(Date::gives_days) => {}
            None => self.bounds.push(row(self.meetings.len()), bounds),
        }
    }

    /// When the record of that number was, or may have been.
    pub(super) fn when(&self, kind: Kind, number: u32) -> Option<When> {
        let date = *self.drafts[kind as usize].dates.get(number as usize)?;
        let bounds = match kind {
            Kind::Meeting => self.bounds.get(number).copied(),
            _ => None,
        };
        When::new(date, bounds.unwrap_or_default())
    }

    /// Enters what only a meeting has.
    pub fn meeting(&mut self, facts: &MeetingFacts<'_>) {
        let draft = MeetingDraft {
            kind: self.texts.intern(facts.kind),
            place: self.texts.intern(facts.place),
            series: self.texts.intern(facts.series),
            attendance: facts.attendance,
            agenda: facts.agenda,
        };
        if let Some(ordinal) = facts.ordinal {
            self.ordinals.push(row(self.meetings.len()), ordinal);
        }
        self.meetings.push(draft);
    }

    /// Enters a participant of the meeting that came in last.
    pub fn participant(&mut self, facts: &ParticipantFacts<'_>) {
        let known = &mut self.participants;
        if !facts.name.is_empty() {
            let name = self.texts.intern(facts.name);
            known.names.push(row(known.roles.len()), name);
        }
        known.roles.push(self.texts.intern(facts.role));
        known.bases.push(facts.basis);
        self.link_or_gap(Relation::Participant, facts.person);
        self.link_or_gap(Relation::CameFor, facts.organisation);
    }

    /// Enters a topic of the meeting that came in last.
    pub fn topic(&mut self, topic: &RawId<'_>, weight: Weight) {
        if !topic.is_empty() {
            self.weights.push(weight);
            self.link_or_gap(Relation::Discussed, topic);
        }
    }

    /// Enters a role of the person that came in last.
    pub fn role(&mut self, facts: &RoleFacts<'_, '_>) {
        let dates = [facts.from, facts.to, facts.as_of];
        let [from, to, as_of] = dates.map(|text| Date::parse_lenient(text));
        let unreadable = dates
            .into_iter()
            .zip([from, to, as_of])
            .any(|(text, date)| date.is_none() && !text.is_empty());
        let title = self.texts.intern(facts.title);
        self.roles.push(RoleRow {
            title,
            stray: Text::EMPTY,
            from,
            to,
            as_of,
            unreadable,
        });
        self.link_or_gap(Relation::RoleAt, facts.organisation);
    }

    /// Enters the publisher of the source that came in last.
    pub fn publisher(&mut self, publisher: &Clean<'_>) {
        let publisher = self.texts.intern(publisher);
        self.publishers.push(publisher);
    }

    /// Enters a series.
    pub fn series(&mut self, facts: &SeriesFacts<'_, '_>) {
        let place = self.place();
        let sources = facts.sources.iter().map(|id| self.texts.intern(id));
        let sources = sources.collect();
        let id = Self::id_or_made_up(facts.id, place);
        let draft = SeriesDraft {
            id: self.texts.intern(&id),
            name: self.texts.intern(facts.name),
            short: self.texts.intern(facts.short),
            agreement: self.texts.intern(facts.agreement),
            sources,
            index: place.index,
        };
        self.series.push(draft);
        let json = self.take_json();
        self.series_spans.push(json);
    }

    /// Enters a conflict.
    pub fn conflict(&mut self, facts: &ConflictFacts<'_, '_>) {
        let readings = facts.readings.iter().map(|reading| ReadingDraft {
            value: reading.value.to_owned(),
            source: self.texts.intern(reading.source),
            chosen: reading.chosen,
            why: reading.why.to_owned(),
        });
        let draft = ConflictDraft {
            readings: readings.collect(),
            about: facts.about.to_owned(),
            note: facts.note.to_owned(),
            field: facts.field.to_owned(),
            records: facts.records.iter().map(|id| id.to_string()).collect(),
            index: self.place().index,
        };
        self.conflicts.push(draft);
        let json = self.take_json();
        self.conflict_spans.push(json);
    }
}
