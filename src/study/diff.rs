//! What changed from one meeting to another: topics, people, organisations, and posts in other hands.
//!
//! What is on the first list and not on the second is *gone* only as far as the second list is known to be
//! complete; each change says so.

use super::tie::{Tie, named_at};
use crate::data::{Completeness, Dataset, Kind, RecordId};
use crate::text::fold;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// At both.
    Kept,
    /// At the first and not at the second.
    Gone,
    /// At the second, and at no meeting on record before it.
    New,
    /// At the second and not at the first, but at a meeting before it.
    Back,
}

impl Change {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Gone, Self::New, Self::Back];

    /// The word for it; a topic is dropped rather than gone.
    #[must_use]
    pub const fn word(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::Kept, _) => "kept",
            (Self::Gone, Kind::Topic) => "dropped",
            (Self::Gone, _) => "not named",
            (Self::New, _) => "new",
            (Self::Back, _) => "back",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// What it is about.
    pub id: RecordId,
    /// What became of it.
    pub change: Change,
    /// How it belonged to the first meeting.
    pub before: Option<Tie>,
    /// How it belongs to the second.
    pub after: Option<Tie>,
    /// Of what is back: the last meeting before the second that names it.
    pub last: Option<RecordId>,
    /// Whether the list on which it is missing is not known to be complete, so that it may have been there.
    pub unsure: bool,
}

/// A post that somebody else has.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    /// What it is called.
    pub title: String,
    /// Where.
    pub organisation: RecordId,
    /// Who came as that to the first meeting.
    pub before: Vec<RecordId>,
    /// Who came as that to the second.
    pub after: Vec<RecordId>,
    /// Whether one of the roles was taken from the dated roles of a person.
    pub inferred: bool,
}

/// The difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// The first meeting.
    pub before: RecordId,
    /// The second.
    pub after: RecordId,
    /// Topics, by what became of them.
    pub topics: Vec<Changed>,
    /// People likewise.
    pub people: Vec<Changed>,
    /// Organisations likewise.
    pub organisations: Vec<Changed>,
    /// Posts in other hands.
    pub posts: Vec<Handover>,
}

/// The meeting before another in its series.
#[must_use]
pub fn before_in_series(dataset: &Dataset, meeting: RecordId) -> Option<RecordId> {
    let series = dataset.series_of(meeting)?;
    let meetings = dataset.series_meetings(series);
    let here = meetings.partition_point(|row| *row < meeting.row);
    let before = meetings.get(here.checked_sub(1)?)?;
    Some(RecordId::meeting(*before))
}

impl Diff {
    /// What changed from one meeting to another.
    #[must_use]
    pub fn new(dataset: &Dataset, before: RecordId, after: RecordId) -> Self {
        let changes = |kind, list: fn(&Dataset, RecordId) -> Completeness| {
            changes(dataset, before, after, kind, list)
        };
        Self {
            before,
            after,
            topics: changes(Kind::Topic, Dataset::agenda),
            people: changes(Kind::Person, Dataset::attendance),
            organisations: changes(Kind::Organisation, Dataset::attendance),
            posts: handovers(dataset, before, after),
        }
    }
}

fn changes(
    dataset: &Dataset,
    before: RecordId,
    after: RecordId,
    kind: Kind,
    list: fn(&Dataset, RecordId) -> Completeness,
) -> Vec<Changed> {
    let (first, second) = (
        named_at(dataset, before, kind),
        named_at(dataset, after, kind),
    );
    let is_open = |meeting| list(dataset, meeting) != Completeness::Complete;
    let told = |id: RecordId, change, last| Changed {
        id,
        change,
        before: Tie::new(dataset, before, id),
        after: Tie::new(dataset, after, id),
        last,
        unsure: match change {
            Change::Kept => false,
            Change::Gone => is_open(after),
            Change::New | Change::Back => is_open(before),
        },
    };
    let gone = first.iter().filter(|id| !second.contains(id));
    let gone = gone.map(|id| told(*id, Change::Gone, None));
    let came = second.iter().map(|id| {
        if first.contains(id) {
            return told(*id, Change::Kept, None);
        }
        match last_before(dataset, *id, after) {
            Some(last) => told(*id, Change::Back, Some(last)),
            None => told(*id, Change::New, None),
        }
    });
    let mut all: Vec<Changed> = came.chain(gone).collect();
    all.sort_by_key(|it| it.change);
    all
}

/// The last meeting before another, in the order of the timeline, that names a record.
fn last_before(dataset: &Dataset, id: RecordId, meeting: RecordId) -> Option<RecordId> {
    let meetings = dataset.meetings_of(id);
    let here = meetings.partition_point(|row| *row < meeting.row);
    let last = meetings.get(here.checked_sub(1)?)?;
    Some(RecordId::meeting(*last))
}

/// A post as somebody came to a meeting.
struct Held<'d> {
    key: (String, RecordId),
    title: &'d str,
    person: RecordId,
    inferred: bool,
}

fn posts_at(dataset: &Dataset, meeting: RecordId) -> Vec<Held<'_>> {
    let named = dataset.participants(meeting).filter_map(|known| {
        let (person, organisation) = (known.person?, known.organisation?);
        (!known.role.is_empty()).then(|| Held {
            key: (fold(known.role).into_owned(), organisation),
            title: known.role,
            person,
            inferred: known.role_inferred,
        })
    });
    named.collect()
}

fn handovers(dataset: &Dataset, before: RecordId, after: RecordId) -> Vec<Handover> {
    let (first, second) = (posts_at(dataset, before), posts_at(dataset, after));
    let mut handovers: Vec<Handover> = Vec::new();
    let mut seen: Vec<&(String, RecordId)> = Vec::new();
    for held in &first {
        if seen.contains(&&held.key) {
            continue;
        }
        seen.push(&held.key);
        let of = |list: &[Held<'_>]| -> Vec<(RecordId, bool)> {
            let same = list.iter().filter(|other| other.key == held.key);
            same.map(|other| (other.person, other.inferred)).collect()
        };
        let (was, is) = (of(&first), of(&second));
        let only = |these: &[(RecordId, bool)], those: &[(RecordId, bool)]| -> Vec<RecordId> {
            let is_there = |id: RecordId| those.iter().any(|(other, _)| *other == id);
            let here = these.iter().map(|(id, _)| *id);
            here.filter(|id| !is_there(*id)).collect()
        };
        let (gone, came) = (only(&was, &is), only(&is, &was));
        if !gone.is_empty() && !came.is_empty() {
            handovers.push(Handover {
                title: held.title.to_owned(),
                organisation: held.key.1,
                before: gone,
                after: came,
                inferred: was.iter().chain(&is).any(|(_, inferred)| *inferred),
            });
        }
    }
    handovers
}

#[cfg(test)]
mod tests;
