//! What a dataset is made of, and what it gives out.

use crate::data::RecordId;
use crate::data::by_id::ById;
use crate::data::codes::Codes;
use crate::data::date::Date;
use crate::data::links::Links;
use crate::data::lists::Lists;
use crate::data::spans::Spans;
use crate::data::sparse::Sparse;
use crate::data::terms::{Basis, Completeness};
use crate::data::texts::{Text, Texts};
use crate::data::walk::Tree;

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
    pub given: Vec<(&'static str, Tree)>,
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
    /// What each source says.
    pub readings: Vec<Reading>,
}

/// One reading of a contested fact.
#[derive(Clone, Debug)]
pub struct Reading {
    /// What is said.
    pub value: String,
    /// Who says it.
    pub source: Option<RecordId>,
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
    /// The organisation they came for on that day.
    pub organisation: Option<RecordId>,
    /// The name in free text, where there is no record.
    pub name: &'a str,
    /// The role on that day.
    pub role: &'a str,
    /// Whether the role is taken from the person's roles, not from the meeting's sources.
    pub role_inferred: bool,
    /// How it is known that they took part.
    pub basis: Basis,
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
}

/// A series of meetings.
#[derive(Clone, Debug)]
pub(in crate::data) struct SeriesRow {
    pub id: Text,
    pub name: Text,
    pub short: Text,
    pub agreement: Option<u32>,
    pub meetings: Vec<u32>,
}

/// The records of one kind, a column a fact. What is only read record by record stays in the order of
/// the file, so that it need not be moved.
#[derive(Debug, Default)]
pub(in crate::data) struct Table {
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

/// One meeting's facts beside its name, date, number in the series and links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::data) struct MeetingRow {
    pub kind: Text,
    pub place: Text,
    pub series: u32,
    pub attendance: Completeness,
    pub agenda: Completeness,
}

/// One relation, found from both ends.
#[derive(Debug, Default)]
pub(in crate::data) struct Linked {
    pub forward: Links,
    pub backward: Lists<u32>,
}

/// What is known of participants beside the people and the organisations.
#[derive(Debug, Default)]
pub(in crate::data) struct Participants {
    pub roles: Codes<RoleThen>,
    /// The names in free text.
    pub names: Sparse<Text>,
}

/// A participant's role on that day, and how it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::data) struct RoleThen {
    pub role: Text,
    pub basis: Basis,
    pub inferred: bool,
}
