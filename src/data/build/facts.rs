//! What the builder is told of a thing that enters: plain texts and ids, not yet linked.

use crate::data::Kind;
use crate::data::format::de::{Clean, RawId};
use crate::data::model::date::Date;
use crate::data::model::terms::{Basis, Completeness};

/// What every record has. `Default` gives an unnamed meeting, to be filled in.
#[derive(Debug)]
pub struct Named<'r, 'a> {
    /// What it is.
    pub kind: Kind,
    /// Its id as it stands in the file.
    pub id: &'r RawId<'a>,
    /// Its name or title.
    pub name: &'r Clean<'a>,
    /// What it is sorted by, when that is not the name.
    pub sort: &'r str,
    /// A name for narrow places.
    pub short: &'r str,
    /// Other names.
    pub aliases: &'r [Clean<'a>],
    /// Its date.
    pub date: Option<Date>,
}

impl Default for Named<'_, '_> {
    fn default() -> Self {
        const NO_ID: &RawId<'static> = &RawId::EMPTY;
        const NO_NAME: &Clean<'static> = &Clean::EMPTY;
        Self {
            kind: Kind::Meeting,
            id: NO_ID,
            name: NO_NAME,
            sort: "",
            short: "",
            aliases: &[],
            date: None,
        }
    }
}

/// What a meeting has beside its name, date and links.
#[derive(Debug)]
pub struct MeetingFacts<'r> {
    /// What sort it is.
    pub kind: &'r str,
    /// Where it was held.
    pub place: &'r str,
    /// The id of its series.
    pub series: &'r str,
    /// Its number there.
    pub ordinal: Option<u32>,
    /// Whether the list of participants is complete.
    pub attendance: Completeness,
    /// Whether the list of topics is complete.
    pub agenda: Completeness,
}

/// Somebody named for a meeting.
#[derive(Debug)]
pub struct ParticipantFacts<'r> {
    /// The id of the person; empty when there is no record of them.
    pub person: &'r str,
    /// The id of the organisation they came for.
    pub organisation: &'r str,
    /// The name in free text.
    pub name: &'r str,
    /// The role on that day.
    pub role: &'r str,
    /// How we know, if that is given.
    pub basis: Option<Basis>,
}

/// A role of a person.
#[derive(Debug)]
pub struct RoleFacts<'r, 'a> {
    /// What it is called.
    pub title: &'r str,
    /// The id of the organisation.
    pub organisation: &'r str,
    /// Since when.
    pub from: &'r Clean<'a>,
    /// Until when.
    pub to: &'r Clean<'a>,
    /// A day on which it is known to be held.
    pub as_of: &'r Clean<'a>,
}

/// A series of meetings.
#[derive(Debug)]
pub struct SeriesFacts<'r, 'a> {
    /// Its id.
    pub id: &'r str,
    /// Its name.
    pub name: &'r str,
    /// Its abbreviation.
    pub short: &'r str,
    /// The id of the agreement it is held under.
    pub agreement: &'r str,
    /// Every source that it names anywhere.
    pub sources: Vec<&'r RawId<'a>>,
}

/// A conflict.
#[derive(Debug)]
pub struct ConflictFacts<'r, 'a> {
    /// What it is about.
    pub about: &'r str,
    /// More about it.
    pub note: &'r str,
    /// The field concerned.
    pub field: &'r str,
    /// The keys of the records concerned.
    pub records: &'r [RawId<'a>],
    /// What each source says.
    pub readings: Vec<ReadingFacts<'r>>,
}

/// One reading of a conflict.
#[derive(Debug)]
pub struct ReadingFacts<'r> {
    /// What is said.
    pub value: &'r str,
    /// The id of the source.
    pub source: &'r str,
    /// Whether the record follows it.
    pub chosen: bool,
    /// Why, or why not.
    pub why: &'r str,
}
