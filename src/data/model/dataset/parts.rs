//! What a dataset is made of, and what it gives out.

use serde_json::Value;

use crate::data::RecordId;
use crate::data::columns::by_id::ById;
use crate::data::columns::codes::Codes;
use crate::data::columns::links::Links;
use crate::data::columns::lists::Lists;
use crate::data::columns::spans::Spans;
use crate::data::columns::sparse::Sparse;
use crate::data::columns::texts::{Text, Texts};
use crate::data::model::date::Date;
use crate::data::model::terms::{Basis, Completeness};

/// What the file says of itself. Every text is clean; empty when it is not given.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the dataset, or the name of its file.
    pub title: String,
    /// What it is, in a few sentences.
    pub description: String,
    /// Its version.
    pub version: String,
    /// The day up to which it was kept (EDTF).
    pub as_of: String,
    /// What others may do with it.
    pub licence: String,
    /// The language of its own texts.
    pub language: String,
    /// What is known to be unknown, one sentence each.
    pub gaps: Vec<String>,
    /// How many members of the object on top there are that the format does not know.
    pub unknown: u64,
    /// All of it as it stands in the file, by the names there; only what is of use.
    pub given: Vec<(&'static str, Value)>,
}

/// Two or more readings of one fact.
#[derive(Clone, Debug)]
pub struct Conflict {
    /// What they disagree on.
    pub about: String,
    /// More about it.
    pub note: String,
    /// The field concerned, if it is one.
    pub field: String,
    /// The records concerned.
    pub records: Vec<RecordId>,
    /// The keys of those that are not in the file, fit to be shown.
    pub missing: Vec<String>,
    /// What each source says.
    pub readings: Vec<ConflictReading>,
}

/// One reading of a contested fact.
#[derive(Clone, Debug)]
pub struct ConflictReading {
    /// What is said.
    pub value: String,
    /// Who says it.
    pub source: Option<RecordId>,
    /// The id of who says it, fit to be shown, when that source is not in the file.
    pub missing: Option<String>,
    /// Whether the record follows this reading.
    pub chosen: bool,
    /// Why it was chosen, or not.
    pub why: String,
}

/// Somebody named for a meeting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Participation<'a> {
    /// The person, if there is a record of them.
    pub person: Option<RecordId>,
    /// The organisation they came for, as the file states it.
    pub organisation: Option<RecordId>,
    /// The name in free text, where there is no record.
    pub name: &'a str,
    /// The role on that day.
    pub role: &'a str,
    /// Whether the role is taken from the person's roles, not from the meeting's sources.
    pub role_inferred: bool,
    /// The organisation of an inferred role, where the file states none that they came for. That somebody
    /// came for it is no more than a guess, and it never counts as having taken part.
    pub inferred_organisation: Option<RecordId>,
    /// Of an inferred role: whether no end of it is recorded.
    pub role_open: bool,
    /// How it is known that they took part; `None` where the file does not say.
    pub basis: Option<Basis>,
}

/// A role that a person held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoleHeld<'a> {
    /// The role.
    pub title: &'a str,
    /// The organisation it is held in.
    pub organisation: Option<RecordId>,
    /// Since when.
    pub from: Option<Date>,
    /// Until when.
    pub to: Option<Date>,
    /// A day on which it is known to be held.
    pub as_of: Option<Date>,
    /// Whether a date is given that cannot be read; nothing is inferred from the role alone then.
    pub unreadable: bool,
}

impl RoleHeld<'_> {
    /// Whether it has a beginning and no end is recorded: it may be running, or nobody wrote the end down.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.from.is_some() && self.to.is_none() && !self.unreadable
    }
}

/// A series of meetings.
#[derive(Clone, Debug)]
pub struct SeriesRow {
    pub id: Text,
    pub name: Text,
    pub short: Text,
    pub agreement: Option<u32>,
    /// The rows of the sources that it names anywhere.
    pub sources: Vec<u32>,
    pub meetings: Vec<u32>,
    /// The highest number of its meetings, if these are numbered from 1 on without a hole.
    pub highest: Option<u32>,
}

/// The records of one kind, a column a fact. What is only read record by record stays in the order of
/// the file, so that it need not be moved.
#[derive(Debug, Default)]
pub struct KindTable {
    /// By row: the number of the record in the file, by which all but the dates are found.
    pub numbers: Vec<u32>,
    pub ids: Texts,
    pub names: Texts,
    pub shorts: Sparse<Text>,
    pub aliases: Lists<Text>,
    pub spans: Spans,
    /// By row.
    pub dates: Codes<Option<Date>>,
    /// Which row an id has.
    pub by_id: ById,
}

/// One meeting's facts beside its name, date, number in the series and links; of its series the row, or the id
/// before it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MeetingRow<S = u32> {
    pub kind: Text,
    pub place: Text,
    pub series: S,
    pub attendance: Completeness,
    pub agenda: Completeness,
}

/// One relation, found from both ends.
#[derive(Debug, Default)]
pub struct Linked {
    pub forward: Links,
    pub backward: Lists<u32>,
}

/// What is known of participants beside the people and the organisations.
#[derive(Debug, Default)]
pub struct Participants {
    pub roles: Codes<RoleThen>,
    /// The names in free text.
    pub names: Sparse<Text>,
}

/// A participant's role on that day, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoleThen {
    pub role: Text,
    pub basis: Option<Basis>,
    pub inferred: Option<Inferred>,
    /// Whether they came for an organisation that has no record.
    pub stray: bool,
}

/// What an inferred role brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Inferred {
    /// The row of its organisation, where none is stated.
    pub organisation: u32,
    /// Whether no end of the role is recorded.
    pub open: bool,
}
