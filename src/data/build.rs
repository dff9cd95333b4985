//! Records as they come in, in the order of the file, until all are there and can be linked.

mod facts;

use std::ops::Range;

use super::date::{Date, DateFlaw};
use super::door::{Clean, RawId};
use super::problem::{Place, Problems};
use super::terms::{Basis, Completeness, Weight};
use super::texts::{Interner, Text};
use super::{Kind, Relation};

pub use facts::{
    ConflictFacts, MeetingFacts, Named, ParticipantFacts, ReadingFacts, RoleFacts, SeriesFacts,
};

/// A thing that can enter a dataset from the file.
pub trait Entry {
    /// Tells the builder all that must be known of it without reading it again.
    fn enter(&self, to: &mut Builder);
}

/// Where the JSON of a record can be read again.
#[derive(Clone, Debug)]
pub enum Json {
    /// Between two offsets of the file.
    InFile(Range<usize>),
    /// Here, because what stands in the file has flaws.
    Mended(Box<str>),
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
    pub(super) ids: Vec<Text>,
    pub(super) names: Vec<Text>,
    pub(super) sorts: Vec<Text>,
    pub(super) shorts: Vec<Text>,
    pub(super) aliases: Vec<(u32, Text)>,
    pub(super) dates: Vec<Option<Date>>,
    pub(super) indices: Vec<u32>,
    pub(super) json: Vec<Json>,
}

impl Draft {
    pub(super) fn count(&self) -> usize {
        self.ids.len()
    }

    fn last(&self) -> u32 {
        row(self.ids.len().saturating_sub(1))
    }
}

/// What is known of a meeting beside its name, date and links.
#[derive(Clone, Copy, Debug)]
pub struct MeetingDraft {
    pub(super) kind: Text,
    pub(super) place: Text,
    pub(super) series: Text,
    pub(super) ordinal: Option<u32>,
    pub(super) attendance: Completeness,
    pub(super) agenda: Completeness,
}

/// What is known of a participant beside the person and the organisation.
#[derive(Clone, Copy, Debug)]
pub struct ParticipantDraft {
    pub(super) role: Text,
    pub(super) name: Text,
    pub(super) basis: Basis,
}

/// A role with its dates.
#[derive(Clone, Copy, Debug)]
pub struct RoleDraft {
    pub(super) title: Text,
    pub(super) from: Option<Date>,
    pub(super) to: Option<Date>,
    pub(super) as_of: Option<Date>,
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
    pub(super) json: Json,
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
    pub(super) texts: Interner,
    pub(super) drafts: [Draft; Kind::ALL.len()],
    /// By relation: the row that points (in file order), and the id it points to.
    pub(super) links: [Vec<(u32, Text)>; Relation::ALL.len()],
    pub(super) meetings: Vec<MeetingDraft>,
    /// Beside the links of [`Relation::Participant`] and [`Relation::CameFor`].
    pub(super) participants: Vec<ParticipantDraft>,
    /// Beside the links of [`Relation::Discussed`].
    pub(super) weights: Vec<Weight>,
    /// Beside the links of [`Relation::RoleAt`].
    pub(super) roles: Vec<RoleDraft>,
    pub(super) publishers: Vec<Text>,
    pub(super) series: Vec<SeriesDraft>,
    pub(super) conflicts: Vec<ConflictDraft>,
    pub(super) problems: Problems,
    arrival: Option<Arrival>,
}

/// A row number; there are never more than 2³² − 1 records, since each takes three bytes of a file that
/// is bounded well below that.
pub(super) fn row(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

impl Builder {
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
        let empty = Json::InFile(0..0);
        match &mut self.arrival {
            Some(arrival) => std::mem::replace(&mut arrival.json, empty),
            None => empty,
        }
    }

    /// Enters the record itself; its links come after.
    pub fn record(&mut self, named: &Named<'_, '_>) {
        let place = self.place();
        let id = self.id_or_made_up(named.id, place);
        let name = if named.name.trim().is_empty() {
            self.problems
                .error(place.path(""), "has no name; shown as its id");
            let clean = Clean::new(self.texts.get(id)).to_string();
            self.texts.intern(&clean)
        } else {
            self.texts.intern(named.name)
        };
        let sorted_by = self.texts.intern(named.sort);
        let short = self.texts.intern(named.short);
        let json = self.take_json();
        let draft = &mut self.drafts[named.kind as usize];
        let number = row(draft.count());
        draft.ids.push(id);
        draft.names.push(name);
        draft.sorts.push(sorted_by);
        draft.shorts.push(short);
        draft.dates.push(named.date);
        draft.indices.push(row(place.index));
        draft.json.push(json);
        for alias in named.aliases.iter().filter(|alias| !alias.is_empty()) {
            let alias = self.texts.intern(alias);
            self.drafts[named.kind as usize]
                .aliases
                .push((number, alias));
        }
    }

    fn id_or_made_up(&mut self, id: &str, place: Place<'_>) -> Text {
        if !id.is_empty() {
            return self.texts.intern(id);
        }
        let made_up = format!("#{}", place.index);
        let text = format!("has no id; known here as `{made_up}`");
        self.problems.error(place.path("id"), text);
        self.texts.intern(&made_up)
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
        self.links[relation as usize].push((from, to));
    }

    /// Reads a date; one that cannot be read is a problem and stays a text in the record.
    pub fn date(&mut self, field: &str, text: &Clean<'_>) -> Option<Date> {
        if text.is_empty() {
            return None;
        }
        let path = || self.place().path(field);
        match Date::parse(text) {
            Ok(date) => Some(date),
            Err(DateFlaw::Unreadable) => {
                let text = format!(
                    "`{}` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text",
                    &**text
                );
                let path = path();
                self.problems.error(path, text);
                None
            }
            Err(DateFlaw::EndsBeforeStart(start)) => {
                let text = format!("`{}` ends before it starts; {start} is used", &**text);
                let path = path();
                self.problems.error(path, text);
                Some(start)
            }
        }
    }

    /// Enters what only a meeting has.
    pub fn meeting(&mut self, facts: &MeetingFacts<'_>) {
        let draft = MeetingDraft {
            kind: self.texts.intern(facts.kind),
            place: self.texts.intern(facts.place),
            series: self.texts.intern(facts.series),
            ordinal: facts.ordinal,
            attendance: facts.attendance,
            agenda: facts.agenda,
        };
        self.meetings.push(draft);
    }

    /// Enters a participant of the meeting that came in last.
    pub fn participant(&mut self, facts: &ParticipantFacts<'_>) {
        let draft = ParticipantDraft {
            role: self.texts.intern(facts.role),
            name: self.texts.intern(facts.name),
            basis: facts.basis,
        };
        self.participants.push(draft);
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
        let nth = facts.nth;
        let mut date = |field: &str, text| self.date(&format!("roles[{nth}].{field}"), text);
        let (from, to, as_of) = (
            date("from", facts.from),
            date("to", facts.to),
            date("as_of", facts.as_of),
        );
        let title = self.texts.intern(facts.title);
        self.roles.push(RoleDraft {
            title,
            from,
            to,
            as_of,
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
        let draft = SeriesDraft {
            id: self.id_or_made_up(facts.id, place),
            name: self.texts.intern(facts.name),
            short: self.texts.intern(facts.short),
            agreement: self.texts.intern(facts.agreement),
            sources,
            index: place.index,
            json: self.take_json(),
        };
        self.series.push(draft);
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
    }
}
