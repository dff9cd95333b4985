//! All records and links, published whole, once, and never changed.

mod parts;
mod whole;

use std::borrow::Cow;
use std::ops::Range;

use crate::data::columns::body::{Body, ReadError};
use crate::data::columns::codes::Codes;
use crate::data::columns::links::Links;
use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::columns::spans::Spans;
use crate::data::columns::sparse::Sparse;
use crate::data::columns::store::Store;
use crate::data::columns::texts::{Text, Texts};
use crate::data::model::date::Date;
use crate::data::model::key::{read as read_written, written};
use crate::data::model::problem::Problem;
use crate::data::model::tenure::{RoleRow, fitting};
use crate::data::model::terms::{Completeness, Weight};
use crate::data::model::when::{Bounds, TimeOrder, When};
use crate::data::{Kind, RecordId, Relation};
use crate::text::clean_line;

pub use parts::{About, Conflict, ConflictReading, Participation, RoleHeld};
pub use parts::{Inferred, KindTable, Linked, MeetingRow, Participants, RoleThen, SeriesRow};

/// No row: a participant without a person, a meeting without a series.
pub const NONE: u32 = u32::MAX;

/// A whole dataset; the default is one with nothing in it.
#[derive(Debug, Default)]
pub struct Dataset {
    pub(in crate::data) about: About,
    pub(in crate::data) texts: Texts,
    pub(in crate::data) store: Store,
    pub(in crate::data) tables: [KindTable; Kind::ALL.len()],
    pub(in crate::data) links: Vec<Linked>,
    pub(in crate::data) participants: Participants,
    pub(in crate::data) weights: Vec<Weight>,
    pub(in crate::data) roles: Vec<RoleRow>,
    pub(in crate::data) meetings: Codes<MeetingRow>,
    pub(in crate::data) ordinals: Sparse<u32>,
    /// Of meetings whose date gives no days.
    pub(in crate::data) bounds: Sparse<Bounds>,
    pub(in crate::data) publishers: Vec<Text>,
    /// Which rows name by which relation what is not in the file, in order.
    pub(in crate::data) missing: Vec<(Relation, u32)>,
    pub(in crate::data) series: Vec<SeriesRow>,
    pub(in crate::data) series_spans: Spans,
    /// By kind: the meetings of each record, in the order of the timeline. Empty for meetings, whose
    /// meetings follow from series and parts.
    pub(in crate::data) meetings_of: Vec<Lists<u32>>,
    pub(in crate::data) conflicts: Vec<Conflict>,
    pub(in crate::data) conflict_spans: Spans,
    pub(in crate::data) conflicts_of: Vec<(RecordId, u32)>,
    pub(in crate::data) problems: Vec<Problem>,
}

impl Dataset {
    /// What the file says of itself.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// The flaws that were found.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// All conflicts.
    #[must_use]
    pub fn conflicts(&self) -> &[Conflict] {
        &self.conflicts
    }

    /// The conflicts that concern a record.
    pub fn conflicts_of(&self, id: RecordId) -> impl Iterator<Item = &Conflict> {
        self.numbered_conflicts_of(id).map(|(_, conflict)| conflict)
    }

    /// The same, each with its number in [`conflicts`](Self::conflicts).
    pub fn numbered_conflicts_of(&self, id: RecordId) -> impl Iterator<Item = (usize, &Conflict)> {
        let start = self.conflicts_of.partition_point(|(of, _)| *of < id);
        self.conflicts_of
            .iter()
            .skip(start)
            .take_while(move |(of, _)| *of == id)
            .map(|(_, nth)| (*nth as usize, &self.conflicts[*nth as usize]))
    }

    /// A conflict's own JSON, by its number among all.
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub fn conflict_body(&self, conflict: usize) -> Result<Body<'_>, ReadError> {
        let number = row(conflict);
        self.conflict_spans.fetch(number, &self.store)
    }

    /// All records of that kind, in the order of the file.
    #[must_use]
    pub fn in_file_order(&self, kind: Kind) -> Vec<RecordId> {
        let numbers = &self.table(kind).numbers;
        let mut ids: Vec<RecordId> = self.all(kind).collect();
        ids.sort_unstable_by_key(|id| numbers[id.index()]);
        ids
    }

    fn table(&self, kind: Kind) -> &KindTable {
        &self.tables[kind as usize]
    }

    /// The table of a record, and its number there.
    fn of(&self, id: RecordId) -> (&KindTable, u32) {
        let table = self.table(id.kind);
        (table, table.numbers[id.index()])
    }

    /// How many records of that kind there are.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.table(kind).numbers.len()
    }

    /// How many records there are in all.
    #[must_use]
    pub fn total(&self) -> usize {
        Kind::ALL.into_iter().map(|kind| self.count(kind)).sum()
    }

    /// All records of that kind, in the order of their list.
    #[must_use]
    pub fn all(&self, kind: Kind) -> impl DoubleEndedIterator<Item = RecordId> + ExactSizeIterator {
        let count = self.count(kind);
        (0..count).map(move |index| RecordId::new(kind, row(index)))
    }

    /// The record with that id, exactly as the file writes it.
    #[must_use]
    pub fn find(&self, kind: Kind, id: &str) -> Option<RecordId> {
        let row = self.table(kind).by_id.find(id, |row| {
            let record = RecordId::new(kind, row);
            self.raw_id(record)
        })?;
        Some(RecordId::new(kind, row))
    }

    /// The record written as `kind/id`.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the key and what comes nearest.
    pub fn find_key(&self, key: &str) -> Result<RecordId, String> {
        let Some((word, id)) = key.split_once('/') else {
            return Err(format!(
                "`{}` is no record: write its kind and its id, as in person/claus-sorensen",
                clean_line(key)
            ));
        };
        let Some(kind) = Kind::from_word(word) else {
            let words = Kind::ALL.map(Kind::one).join(", ");
            let word = clean_line(word);
            return Err(format!("`{word}` is no kind of record: use one of {words}"));
        };
        self.find_written(kind, id).ok_or_else(|| {
            let ids = self.all(kind).map(|id| self.raw_id(id));
            let hint = crate::text::nearest(id, ids)
                .map(|near| format!("; did you mean {kind}/{}?", written(near)));
            let hint = hint.unwrap_or_default();
            format!("there is no {kind} with the id `{}`{hint}", clean_line(id))
        })
    }

    /// The record with that id, as [`written_id`](Self::written_id) writes it or exactly as the file does.
    #[must_use]
    pub fn find_written(&self, kind: Kind, id: &str) -> Option<RecordId> {
        let escaped = read_written(id).and_then(|id| self.find(kind, &id));
        escaped.or_else(|| self.find(kind, id))
    }

    /// The id as it stands in the file, which is not fit to be shown.
    #[must_use]
    pub fn raw_id(&self, id: RecordId) -> &str {
        let (table, number) = self.of(id);
        table.ids.nth(number as usize + 1)
    }

    /// The id as it is shown and typed: harmless, one word, and found again.
    #[must_use]
    pub fn written_id(&self, id: RecordId) -> Cow<'_, str> {
        written(self.raw_id(id))
    }

    /// The record as `kind/id`, as it is shown and typed.
    #[must_use]
    pub fn key(&self, id: RecordId) -> String {
        format!("{}/{}", id.kind, self.written_id(id))
    }

    /// Its name or title.
    #[must_use]
    pub fn name(&self, id: RecordId) -> &str {
        let (table, number) = self.of(id);
        match table.names.nth(number as usize + 1) {
            "" => table.ids.nth(number as usize + 1),
            name => name,
        }
    }

    /// Whether it has neither name nor id: it is called by its place in the file, `#12`, which nobody looks for.
    #[must_use]
    pub fn is_nameless(&self, id: RecordId) -> bool {
        let (table, number) = self.of(id);
        table.names.nth(number as usize + 1).is_empty()
    }

    /// Its name for narrow places, or else its name.
    #[must_use]
    pub fn short(&self, id: RecordId) -> &str {
        let (table, number) = self.of(id);
        match table.shorts.get(number) {
            None => self.name(id),
            Some(short) => self.texts.get(*short),
        }
    }

    /// Its other names.
    pub fn aliases(&self, id: RecordId) -> impl Iterator<Item = &str> {
        let (table, number) = self.of(id);
        let aliases = table.aliases.of(number as usize).iter();
        aliases.map(|&text| self.texts.get(text))
    }

    /// Its date: of a meeting, an agreement or a source.
    #[must_use]
    pub fn date(&self, id: RecordId) -> Option<Date> {
        *self.table(id.kind).dates.at(id.index())
    }

    /// When a meeting was, or may have been: its date and its bounds in one. An agreement and a source have a
    /// date alone. `None` where nothing says when.
    #[must_use]
    pub fn when(&self, id: RecordId) -> Option<When> {
        When::new(self.date(id), self.bounds(id))
    }

    /// Where it stands in the order of time.
    #[must_use]
    pub fn order(&self, id: RecordId) -> TimeOrder {
        self.when(id).map_or(TimeOrder::UNDATED, When::order)
    }

    /// Whether any meeting has bounds that say more than its date.
    #[must_use]
    pub fn has_bounds(&self) -> bool {
        !self.bounds.is_empty()
    }

    /// The bounds that stand beside a meeting's date, where they hold and say more than the date.
    #[must_use]
    pub fn bounds(&self, id: RecordId) -> Bounds {
        let bounds = (id.kind == Kind::Meeting).then(|| self.bounds.get(id.row));
        bounds.flatten().copied().unwrap_or_default()
    }

    /// The record's own JSON, for its summary, its notes and all else that is not kept ready.
    ///
    /// # Errors
    /// [`ReadError`] when the file has changed since the dataset was read, or cannot be read any more.
    pub fn body(&self, id: RecordId) -> Result<Body<'_>, ReadError> {
        let (table, number) = self.of(id);
        table.spans.fetch(number, &self.store)
    }

    // Links.

    fn forward(&self, relation: Relation) -> &Links {
        &self.links[relation as usize].forward
    }

    /// The places of the links of a relation that lead from a row.
    fn places(&self, relation: Relation, from: usize) -> Range<usize> {
        self.forward(relation.in_step_with()).range(from)
    }

    /// The rows to which a relation leads from a row; one that is no row stands for what has no record.
    pub fn rows_to(&self, relation: Relation, from: usize) -> impl Iterator<Item = u32> {
        self.forward(relation).over(self.places(relation, from))
    }

    pub(in crate::data) fn has_links(&self, relation: Relation) -> bool {
        self.forward(relation).count() > 0
    }

    /// The records that this one points to, in the order of the file.
    pub fn to(&self, id: RecordId, relation: Relation) -> impl Iterator<Item = RecordId> {
        let places = if relation.from() == id.kind {
            self.places(relation, id.index())
        } else {
            0..0
        };
        rows_of(self.forward(relation).over(places), relation.to())
    }

    /// Whether it names, by a relation, a record that is not in the file: then that it points to none, or to a
    /// few, does not say that there is none, or no other.
    #[must_use]
    pub fn names_missing(&self, id: RecordId, relation: Relation) -> bool {
        relation.from() == id.kind && self.missing.binary_search(&(relation, id.row)).is_ok()
    }

    /// The records that point to this one. Meetings are found by [`meetings_of`](Self::meetings_of).
    pub fn from(&self, id: RecordId, relation: Relation) -> impl Iterator<Item = RecordId> {
        let lists = &self.links[relation as usize].backward;
        let rows = if relation.to() == id.kind {
            lists.of(id.index())
        } else {
            &[]
        };
        rows_of(rows.iter().copied(), relation.from())
    }

    /// The rows of the meetings of a record, in the order of the timeline: of a person, those they were
    /// named for or chaired; of an organisation, those that list it, that it held, or for which somebody
    /// came for it; of a topic, those that discussed it; of a meeting, its series, or else its parts,
    /// with itself; of an agreement, the one at which it was made and those of a series under it; of a
    /// source, those that rest on it anywhere.
    #[must_use]
    pub fn meetings_of(&self, id: RecordId) -> Cow<'_, [u32]> {
        if id.kind != Kind::Meeting {
            return Cow::Borrowed(self.meetings_of[id.kind as usize].of(id.index()));
        }
        match self.meetings.at(id.index()).series {
            NONE => {
                let parts = self.from(id, Relation::PartOf).map(|part| part.row);
                let mut rows: Vec<u32> = parts.chain([id.row]).collect();
                rows.sort_unstable();
                rows.dedup();
                Cow::Owned(rows)
            }
            series => Cow::Borrowed(&self.series[series as usize].meetings),
        }
    }

    /// How many meetings a record has.
    #[must_use]
    pub fn meeting_count(&self, id: RecordId) -> usize {
        // Most meetings stand alone, and a list of one need not be gathered.
        if id.kind == Kind::Meeting && self.series_of(id).is_none() {
            let mut parts = self.from(id, Relation::PartOf);
            if parts.next().is_none() {
                return 1;
            }
        }
        self.meetings_of(id).len()
    }

    // Meetings.

    /// Where a meeting was held; empty when that is not known.
    #[must_use]
    pub fn place(&self, meeting: RecordId) -> &str {
        self.texts.get(self.meetings.at(meeting.index()).place)
    }

    /// What sort of meeting it is.
    #[must_use]
    pub fn meeting_kind(&self, meeting: RecordId) -> &str {
        self.texts.get(self.meetings.at(meeting.index()).kind)
    }

    /// The number of a meeting in its series, from 1.
    #[must_use]
    pub fn ordinal(&self, meeting: RecordId) -> Option<u32> {
        self.ordinals.get(meeting.row).copied()
    }

    /// Whether its list of participants is complete.
    #[must_use]
    pub fn attendance(&self, meeting: RecordId) -> Completeness {
        self.meetings.at(meeting.index()).attendance
    }

    /// Whether its list of topics is complete.
    #[must_use]
    pub fn agenda(&self, meeting: RecordId) -> Completeness {
        self.meetings.at(meeting.index()).agenda
    }

    /// Who was named for a meeting, in the order of the file.
    pub fn participants(&self, meeting: RecordId) -> impl Iterator<Item = Participation<'_>> {
        let places = self.places(Relation::Participant, meeting.index());
        places.map(|nth| self.participation(nth))
    }

    /// One of those named for a meeting, by its number; however many stand before it.
    #[must_use]
    pub fn participant(&self, meeting: RecordId, nth: usize) -> Option<Participation<'_>> {
        let mut places = self.places(Relation::Participant, meeting.index());
        places.nth(nth).map(|nth| self.participation(nth))
    }

    fn participation(&self, nth: usize) -> Participation<'_> {
        let end = |relation: Relation| some_row(self.forward(relation).at(nth), relation.to());
        let known = &self.participants;
        let name = known.names.get(row(nth));
        let then = known.roles.at(nth);
        Participation {
            person: end(Relation::Participant),
            organisation: end(Relation::CameFor),
            name: name.map_or("", |name| self.texts.get(*name)),
            role: self.texts.get(then.role),
            role_inferred: then.inferred.is_some(),
            inferred_organisation: then
                .inferred
                .and_then(|inferred| some_row(inferred.organisation, Kind::Organisation)),
            role_open: then.inferred.is_some_and(|inferred| inferred.open),
            basis: then.basis,
        }
    }

    /// The roles that somebody named for a meeting may have had there, where neither the meeting gives one
    /// nor one alone can be inferred; in the order of the file, each once. `nth` counts the participants.
    #[must_use]
    pub fn possible_roles(&self, meeting: RecordId, nth: usize) -> Vec<RoleHeld<'_>> {
        /// Nobody reads more of them.
        const MOST_NAMED: usize = 100;
        let place = self.places(Relation::Participant, meeting.index()).nth(nth);
        let (Some(place), Some(when)) = (place, self.when(meeting)) else {
            return Vec::new();
        };
        let known = self.participation(place);
        let Some(person) = known.person.filter(|_| known.role.is_empty()) else {
            return Vec::new();
        };
        if self.participants.roles.at(place).stray {
            return Vec::new();
        }
        let held: Vec<usize> = self.places(Relation::RoleAt, person.index()).collect();
        let is_same = |a: usize, b: usize| self.is_same_role(held[a], held[b]);
        let drafts = held.iter().map(|nth| self.roles[*nth]);
        let fitting = fitting(drafts, when, MOST_NAMED, is_same).some.into_iter();
        let possible = fitting.map(|nth| self.role(held[nth]));
        let stated = known.organisation;
        possible
            .filter(|role| !role.title.is_empty())
            .filter(|role| stated.is_none() || role.organisation == stated)
            .collect()
    }

    fn is_same_role(&self, one: usize, other: usize) -> bool {
        let at = |nth| self.forward(Relation::RoleAt).at(nth);
        at(one) == at(other) && self.roles[one].is_same(&self.roles[other], &self.texts)
    }

    /// What a meeting discussed, with the weight, in the order of the file.
    pub fn topics(&self, meeting: RecordId) -> impl Iterator<Item = (RecordId, Weight)> {
        let places = self.places(Relation::Discussed, meeting.index());
        let rows = self.rows_to(Relation::Discussed, meeting.index());
        rows_of(rows, Kind::Topic).zip(places.map(|nth| self.weights[nth]))
    }

    /// The weight of a topic at a meeting.
    #[must_use]
    pub fn weight(&self, meeting: RecordId, topic: RecordId) -> Option<Weight> {
        let mut topics = self.topics(meeting);
        topics
            .find(|(id, _)| *id == topic)
            .map(|(_, weight)| weight)
    }

    /// Every organisation that took part, each once: hosts, those listed, those somebody came for.
    #[must_use]
    pub fn organisations_at(&self, meeting: RecordId) -> Vec<RecordId> {
        let relations = [Relation::Host, Relation::Listed, Relation::CameFor];
        distinct(relations.into_iter().flat_map(|r| self.to(meeting, r)))
    }

    /// Every person who was named or chaired, each once.
    #[must_use]
    pub fn people_at(&self, meeting: RecordId) -> Vec<RecordId> {
        let relations = [Relation::Participant, Relation::Chair];
        distinct(relations.into_iter().flat_map(|r| self.to(meeting, r)))
    }

    // Series.

    /// The series of a meeting, by its row.
    #[must_use]
    pub fn series_of(&self, meeting: RecordId) -> Option<usize> {
        match self.meetings.at(meeting.index()).series {
            NONE => None,
            series => Some(series as usize),
        }
    }

    /// The series held under an agreement, by their rows.
    pub fn series_under(&self, agreement: RecordId) -> impl Iterator<Item = usize> {
        let rows = self.series.iter().enumerate();
        rows.filter(move |(_, series)| series.agreement == Some(agreement.row))
            .map(|(row, _)| row)
    }

    /// How many series there are.
    #[must_use]
    pub fn series_count(&self) -> usize {
        self.series.len()
    }

    /// The id of a series as the file writes it.
    #[must_use]
    pub fn series_id(&self, series: usize) -> &str {
        self.texts.get(self.series[series].id)
    }

    /// The name of a series, or else its id.
    #[must_use]
    pub fn series_name(&self, series: usize) -> Cow<'_, str> {
        match self.series[series].name {
            Text::EMPTY => clean_line(self.series_id(series)),
            name => Cow::Borrowed(self.texts.get(name)),
        }
    }

    /// The abbreviation of a series, or else its name.
    #[must_use]
    pub fn series_short(&self, series: usize) -> Cow<'_, str> {
        match self.series[series].short {
            Text::EMPTY => self.series_name(series),
            short => Cow::Borrowed(self.texts.get(short)),
        }
    }

    /// The agreement that a series is held under.
    #[must_use]
    pub fn series_agreement(&self, series: usize) -> Option<RecordId> {
        let row = self.series[series].agreement?;
        Some(RecordId::new(Kind::Agreement, row))
    }

    /// The highest number of the meetings of a series; `None` unless they are numbered from 1 on, without a
    /// hole and none twice, so that it says how many there are.
    #[must_use]
    pub fn series_highest(&self, series: usize) -> Option<u32> {
        self.series[series].highest
    }

    /// The sources that a series names anywhere.
    pub fn series_sources(&self, series: usize) -> impl Iterator<Item = RecordId> {
        let sources = self.series[series].sources.iter();
        sources.map(|row| RecordId::new(Kind::Source, *row))
    }

    /// The meetings of a series, in the order of the timeline.
    #[must_use]
    pub fn series_meetings(&self, series: usize) -> &[u32] {
        &self.series[series].meetings
    }

    /// A series' own JSON: a [`Series`](crate::data::format::kinds::Series).
    ///
    /// # Errors
    /// As [`body`](Self::body).
    pub fn series_body(&self, series: usize) -> Result<Body<'_>, ReadError> {
        self.series_spans.fetch(row(series), &self.store)
    }

    // People and sources.

    /// The roles of a person, in the order of the file.
    pub fn roles(&self, person: RecordId) -> impl Iterator<Item = RoleHeld<'_>> {
        let places = self.places(Relation::RoleAt, person.index());
        places.map(|nth| self.role(nth))
    }

    fn role(&self, nth: usize) -> RoleHeld<'_> {
        let organisation = self.forward(Relation::RoleAt).at(nth);
        let draft = &self.roles[nth];
        RoleHeld {
            title: self.texts.get(draft.title),
            organisation: some_row(organisation, Kind::Organisation),
            from: draft.from,
            to: draft.to,
            as_of: draft.as_of,
            unreadable: draft.unreadable,
        }
    }

    /// Who published a source; empty when that is not known.
    #[must_use]
    pub fn publisher(&self, source: RecordId) -> &str {
        self.texts.get(self.publishers[source.index()])
    }
}

fn some_row(row: u32, kind: Kind) -> Option<RecordId> {
    (row != NONE).then_some(RecordId::new(kind, row))
}

fn rows_of(rows: impl Iterator<Item = u32>, kind: Kind) -> impl Iterator<Item = RecordId> {
    rows.filter_map(move |row| some_row(row, kind))
}

/// Each record once, in the order of its first mention; for lists as short as a meeting's.
fn distinct(ids: impl Iterator<Item = RecordId>) -> Vec<RecordId> {
    let mut seen = std::collections::HashSet::new();
    ids.filter(|id| seen.insert(*id)).collect()
}
