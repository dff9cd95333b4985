//! What changed from one meeting to another: topics, people, organisations, and posts in other hands.
//!
//! What is on the first list and not on the second is *gone* only as far as the second list is known to be
//! complete; each change says so.

mod words;

use std::collections::{HashMap, HashSet};

use super::view::{StudyKind, View, answered};
use crate::data::{Completeness, Dataset, Kind, RecordId};
use crate::facts::{Tie, named_at};
use crate::text::fold;

/// What changed from one meeting to another.
pub static STUDY: StudyKind = StudyKind {
    name: "changes",
    old_name: "diff",
    usage: "meeting/ID meeting/ID",
    title: "What changed",
    records: (1, 2),
    check,
    answer: |dataset, view, _| match view.records[..] {
        [before, after] => Some(answered(Diff::new(dataset, before, after))),
        _ => None,
    },
    ..StudyKind::BARE
};

/// One meeting alone is compared with the one before it in its series.
fn check(dataset: &Dataset, view: &mut View) -> Result<(), String> {
    let ids = &mut view.records;
    if let Some(id) = ids.iter().find(|id| id.kind != Kind::Meeting) {
        let key = dataset.key(*id);
        return Err(format!(
            "{key} is no meeting: only meetings can be told apart"
        ));
    }
    if let [after] = ids[..] {
        let before = before_in_series(dataset, after).ok_or_else(|| {
            let key = dataset.key(after);
            format!("no meeting comes before {key} in a series: name two meetings")
        })?;
        ids.insert(0, before);
    }
    Ok(())
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    Kept,
    /// At the first and not at the second.
    Gone,
    /// At the second, and at no meeting before it: of their series, where both are of one, else on record.
    New,
    /// At the second and not at the first, but at such a meeting before it.
    Back,
}

impl ChangeKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Gone, Self::New, Self::Back];

    /// The word for it; a topic is dropped rather than gone.
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
    pub change: ChangeKind,
    /// Of what is back: the last meeting before the second that names it.
    pub last: Option<RecordId>,
    /// Whether the list on which it is missing is not known to be complete, so that it may have been there.
    pub unsure: bool,
}

/// A post that somebody else has.
#[derive(Clone, Debug, PartialEq)]
pub struct Handover {
    pub title: String,
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
    pub before: RecordId,
    pub after: RecordId,
    pub topics: Vec<Changed>,
    pub people: Vec<Changed>,
    pub organisations: Vec<Changed>,
    /// Posts in other hands.
    pub posts: Vec<Handover>,
}

/// The meeting before another in its series.
pub fn before_in_series(dataset: &Dataset, meeting: RecordId) -> Option<RecordId> {
    let series = dataset.series_of(meeting)?;
    let meetings = dataset.series_meetings(series);
    let here = meetings.partition_point(|row| *row < meeting.row);
    let before = meetings.get(here.checked_sub(1)?)?;
    Some(RecordId::meeting(*before))
}

impl Diff {
    /// How a record belonged to the first meeting, and how it belongs to the second.
    pub fn ties(&self, dataset: &Dataset, id: RecordId) -> [Option<Tie>; 2] {
        [self.before, self.after].map(|meeting| Tie::new(dataset, meeting, id))
    }

    /// What changed from one meeting to another.
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
    let lists = [before, after].map(|meeting| named_at(dataset, meeting, kind));
    let sets = lists
        .each_ref()
        .map(|ids| ids.iter().collect::<HashSet<_>>());
    let is_open = |meeting| list(dataset, meeting) != Completeness::Complete;
    let changed = |id: RecordId, change, seen| Changed {
        id,
        change,
        last: seen,
        unsure: match change {
            ChangeKind::Kept => false,
            ChangeKind::Gone => is_open(after),
            ChangeKind::New | ChangeKind::Back => is_open(before),
        },
    };
    let gone = lists[0].iter().filter(|id| !sets[1].contains(id));
    let gone = gone.map(|id| changed(*id, ChangeKind::Gone, None));
    let came = lists[1].iter().map(|id| {
        if sets[0].contains(id) {
            return changed(*id, ChangeKind::Kept, None);
        }
        match last_before(dataset, *id, before, after) {
            Some(seen) => changed(*id, ChangeKind::Back, Some(seen)),
            None => changed(*id, ChangeKind::New, None),
        }
    });
    let mut all: Vec<Changed> = came.chain(gone).collect();
    all.sort_by_key(|it| it.change);
    all
}

/// The last meeting before the second, in the order of the timeline, that names a record. What another series
/// took up is neither new nor back in this one.
fn last_before(
    dataset: &Dataset,
    id: RecordId,
    before: RecordId,
    after: RecordId,
) -> Option<RecordId> {
    let meetings = dataset.meetings_of(id);
    let here = meetings.partition_point(|row| *row < after.row);
    let series = dataset.series_of(after);
    let both = series.filter(|_| series == dataset.series_of(before));
    let earlier = meetings
        .iter()
        .take(here)
        .map(|row| RecordId::meeting(*row));
    let mut earlier =
        earlier.filter(|meeting| both.is_none() || dataset.series_of(*meeting) == both);
    earlier.next_back()
}

/// Those who came to a meeting in some post, each with whether the role was inferred.
type Holders = Vec<(RecordId, bool)>;

/// The posts in which people came to a meeting: by the folded title and the organisation, with the title as
/// it is written, in the order of the list.
fn posts_at(dataset: &Dataset, meeting: RecordId) -> Vec<((String, RecordId), &str, Holders)> {
    let mut posts: Vec<((String, RecordId), &str, Holders)> = Vec::new();
    let mut places: HashMap<(String, RecordId), usize> = HashMap::new();
    for participant in dataset.participants(meeting) {
        // Of an inferred role that of the role, which is inferred with it.
        let organisation = participant
            .organisation
            .or(participant.inferred_organisation);
        let (Some(person), Some(organisation)) = (participant.person, organisation) else {
            continue;
        };
        if participant.role.is_empty() {
            continue;
        }
        let key = (fold(participant.role).into_owned(), organisation);
        let place = *places.entry(key.clone()).or_insert_with(|| {
            posts.push((key, participant.role, Vec::new()));
            posts.len() - 1
        });
        posts[place].2.push((person, participant.role_inferred));
    }
    posts
}

fn handovers(dataset: &Dataset, before: RecordId, after: RecordId) -> Vec<Handover> {
    let second: HashMap<(String, RecordId), Holders> = posts_at(dataset, after)
        .into_iter()
        .map(|(key, _, holders)| (key, holders))
        .collect();
    let first = posts_at(dataset, before).into_iter();
    let handed = first.filter_map(|(key, title, was)| {
        let is = second.get(&key)?;
        let (gone, came) = (only(&was, is), only(is, &was));
        (!gone.is_empty() && !came.is_empty()).then(|| Handover {
            title: title.to_owned(),
            organisation: key.1,
            before: gone,
            after: came,
            inferred: was.iter().chain(is).any(|(_, inferred)| *inferred),
        })
    });
    handed.collect()
}

/// Those who are in one list and not in the other.
fn only(list: &[(RecordId, bool)], other: &[(RecordId, bool)]) -> Vec<RecordId> {
    let others: HashSet<RecordId> = other.iter().map(|(id, _)| *id).collect();
    let ids = list.iter().map(|(id, _)| *id);
    ids.filter(|id| !others.contains(id)).collect()
}

#[cfg(test)]
mod tests;
