//! Who was named for which meeting, as what: people or organisations side by side, meeting by meeting.
//!
//! It claims no more than that they are named for one meeting. A list that is incomplete says nothing of who
//! is not on it.

mod words;

use std::cmp::Reverse;
use std::collections::HashMap;

use super::report::Unanswered;
use super::view::{StudyKind, answered};
use crate::data::{Completeness, Dataset, Date, Kind, RecordId, Relation};
use crate::facts::Tie;
use crate::facts::words::role_held;
use crate::text::fold;

/// Who was named for which meeting, as what.
pub static STUDY: StudyKind = StudyKind {
    name: "who",
    old_name: "compare",
    usage: "KIND/ID KIND/ID…",
    title: "Who was named when",
    of_meetings: true,
    records: (0, usize::MAX),
    check: |dataset, view| fit(dataset, &view.records),
    answer: |dataset, view, kept| match Compare::new(dataset, &view.records, kept) {
        Ok(compare) => Some(answered(compare)),
        Err(why) => Some(answered(Unanswered(why))),
    },
};

/// So many can be compared.
pub const FEWEST: usize = 2;
/// And no more.
pub const MOST: usize = 6;

/// What is known of one of them and a meeting.
#[derive(Clone, Debug, PartialEq)]
pub enum Naming {
    /// Named, in that way.
    Named(Tie),
    /// Not named; the list is that complete.
    NotNamed(Completeness),
}

impl Naming {
    /// In words; `·` is "complete list, not on it", `·?` is "not named, the list is incomplete or not known to
    /// be complete".
    pub fn in_short(&self, dataset: &Dataset) -> String {
        match self {
            Self::Named(tie) => tie.said(dataset),
            Self::NotNamed(Completeness::Complete) => "·".to_owned(),
            Self::NotNamed(_) => "·?".to_owned(),
        }
    }

    /// What it means when they are not named, in a line.
    pub const fn meaning(&self) -> &'static str {
        match self {
            Self::Named(_) => "named",
            Self::NotNamed(Completeness::Complete) => "not on the list, which is complete",
            Self::NotNamed(Completeness::Partial) => {
                "not named; the list is known to be incomplete"
            }
            Self::NotNamed(Completeness::Unknown) => {
                "not named; whether the list is complete is not known"
            }
        }
    }
}

/// A meeting that names one of them at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamingMeeting {
    pub meeting: RecordId,
    /// Which of them it names, a bit each.
    pub named: u8,
}

impl NamingMeeting {
    /// Whether it names the one of that number.
    pub const fn names(self, nth: usize) -> bool {
        self.named & (1 << nth) != 0
    }

    /// Whether it names two of them at least.
    pub const fn is_shared(self) -> bool {
        self.named.count_ones() > 1
    }
}

/// Two of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The numbers of the two.
    pub who: (usize, usize),
    /// For how many meetings both are named.
    pub together: usize,
}

/// Somebody who held a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    pub person: RecordId,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// A day on which it is known to be held.
    pub as_of: Option<Date>,
}

impl Holder {
    fn since(&self) -> Option<Date> {
        self.from.or(self.as_of).or(self.to)
    }

    /// `2008-10 … 2018-09`, in words where an end is not recorded.
    pub fn span(&self) -> String {
        role_held(self.from, self.to, self.as_of)
    }
}

/// A post that more than one held, in the order of their dates, as far as those are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub title: String,
    pub organisation: RecordId,
    pub holders: Vec<Holder>,
}

/// The comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    /// Who is compared, in the order in which they were named.
    pub who: Vec<RecordId>,
    /// The meetings that name one of them at least, in order of time.
    pub rows: Vec<NamingMeeting>,
    /// For how many meetings all are named.
    pub all_together: usize,
    pub pairs: Vec<Pair>,
    /// The topics of the meetings that name two of them at least, with the number of those meetings, the most
    /// frequent first.
    pub topics: Vec<(RecordId, usize)>,
    /// Posts that two of them held, with everybody on record who did.
    pub posts: Vec<Post>,
    /// Organisations among them of which the first took over the work of the second.
    pub succession: Vec<(RecordId, RecordId)>,
}

/// Whether these can be compared.
///
/// # Errors
/// What cannot be, in a sentence.
pub fn fit(dataset: &Dataset, who: &[RecordId]) -> Result<(), String> {
    let fits = |id: &&RecordId| !matches!(id.kind, Kind::Person | Kind::Organisation);
    if let Some(id) = who.iter().find(fits) {
        let key = dataset.key(*id);
        return Err(format!(
            "{key} is a {}: people and organisations can be compared",
            id.kind
        ));
    }
    let mut distinct = who.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    if distinct.len() < who.len() {
        return Err("each can be named once only".to_owned());
    }
    match who.len() {
        FEWEST..=MOST => Ok(()),
        1 => Err("one alone cannot be compared: two to six people or organisations can".to_owned()),
        0 => Err("two to six people or organisations can be compared".to_owned()),
        count => Err(format!("{count} are too many: two to six can be compared")),
    }
}

impl Compare {
    /// Compares people and organisations over some meetings, given by their rows in order.
    ///
    /// # Errors
    /// A sentence, when there are too few or too many, or of another kind.
    pub fn new(dataset: &Dataset, who: &[RecordId], kept: &[u32]) -> Result<Self, String> {
        fit(dataset, who)?;
        let rows = rows(dataset, who, kept);
        let every = (1u8 << who.len()) - 1;
        let mut pairs = Vec::new();
        for one in 0..who.len() {
            for other in one + 1..who.len() {
                let both = |row: &&NamingMeeting| row.names(one) && row.names(other);
                pairs.push(Pair {
                    who: (one, other),
                    together: rows.iter().filter(both).count(),
                });
            }
        }
        Ok(Self {
            all_together: rows.iter().filter(|row| row.named == every).count(),
            pairs,
            topics: topics(dataset, &rows),
            posts: posts(dataset, who),
            succession: succession(dataset, who),
            who: who.to_vec(),
            rows,
        })
    }

    /// What is known of the one of that number and a meeting.
    pub fn presence(&self, dataset: &Dataset, row: NamingMeeting, nth: usize) -> Naming {
        let tie = self
            .who
            .get(nth)
            .and_then(|id| Tie::new(dataset, row.meeting, *id));
        tie.map_or_else(
            || Naming::NotNamed(dataset.attendance(row.meeting)),
            Naming::Named,
        )
    }
}

fn rows(dataset: &Dataset, who: &[RecordId], kept: &[u32]) -> Vec<NamingMeeting> {
    let mut named: Vec<(u32, u8)> = Vec::new();
    for (nth, id) in who.iter().enumerate() {
        let meetings = dataset.meetings_of(*id);
        named.extend(meetings.iter().map(|row| (*row, 1 << nth)));
    }
    named.sort_unstable();
    let mut rows: Vec<NamingMeeting> = Vec::new();
    for (row, bit) in named {
        let meeting = RecordId::meeting(row);
        match rows.last_mut() {
            Some(last) if last.meeting == meeting => last.named |= bit,
            _ => rows.push(NamingMeeting {
                meeting,
                named: bit,
            }),
        }
    }
    rows.retain(|row| kept.binary_search(&row.meeting.row).is_ok());
    rows
}

fn topics(dataset: &Dataset, rows: &[NamingMeeting]) -> Vec<(RecordId, usize)> {
    let mut counts: HashMap<RecordId, usize> = HashMap::new();
    for row in rows.iter().filter(|row| row.is_shared()) {
        for (topic, _) in dataset.topics(row.meeting) {
            *counts.entry(topic).or_default() += 1;
        }
    }
    let mut topics: Vec<(RecordId, usize)> = counts.into_iter().collect();
    topics.sort_unstable_by_key(|(topic, count)| (Reverse(*count), *topic));
    topics
}

/// A post by what tells it from others.
type PostKey = (String, RecordId);

fn posts(dataset: &Dataset, who: &[RecordId]) -> Vec<Post> {
    let mut held: Vec<(PostKey, RecordId)> = Vec::new();
    for person in who.iter().filter(|id| id.kind == Kind::Person) {
        for role in dataset.roles(*person) {
            if let (Some(organisation), false) = (role.organisation, role.title.is_empty()) {
                let post = ((fold(role.title).into_owned(), organisation), *person);
                if !held.contains(&post) {
                    held.push(post);
                }
            }
        }
    }
    let mut keys: Vec<PostKey> = Vec::new();
    for (key, _) in &held {
        let holders = held.iter().filter(|(other, _)| other == key).count();
        if holders > 1 && !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    keys.into_iter()
        .map(|(title, organisation)| holders(dataset, &title, organisation))
        .collect()
}

/// Everybody on record who held a post.
fn holders(dataset: &Dataset, title: &str, organisation: RecordId) -> Post {
    let mut post = Post {
        title: String::new(),
        organisation,
        holders: Vec::new(),
    };
    let mut people: Vec<RecordId> = dataset.from(organisation, Relation::RoleAt).collect();
    people.sort_unstable();
    people.dedup();
    for person in people {
        for role in dataset.roles(person) {
            if role.organisation == Some(organisation) && fold(role.title) == title {
                role.title.clone_into(&mut post.title);
                post.holders.push(Holder {
                    person,
                    from: role.from,
                    to: role.to,
                    as_of: role.as_of,
                });
            }
        }
    }
    post.holders
        .sort_by_key(|holder| (holder.since().is_none(), holder.since()));
    post
}

fn succession(dataset: &Dataset, who: &[RecordId]) -> Vec<(RecordId, RecordId)> {
    let organisations = who.iter().filter(|id| id.kind == Kind::Organisation);
    let pairs = organisations.flat_map(|id| {
        let before = dataset.to(*id, Relation::SuccessorOf);
        before.map(|before| (*id, before))
    });
    pairs.filter(|(_, before)| who.contains(before)).collect()
}

#[cfg(test)]
mod tests;
