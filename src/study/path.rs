//! How two records are connected: the shortest chains from one to the other through meetings.
//!
//! What is asked for is who knows whom, so chains through people are looked for first; where there is none,
//! organisations may stand between too, and topics last. A link of a chain says that both its ends are named
//! for one meeting, and no more.
//!
//! Of the shortest chains the rarest comes first. How common a chain is: of each of its meetings how many it names,
//! and of each record between two meetings how many of the meetings kept name it, all multiplied. A meeting of three
//! tells more than one of forty, and a topic of two meetings more than one of every agenda. So a chain of which every
//! number is smaller never comes later; of equals that comes first whose sum is smaller, then the one of which more
//! presences are reported, then the one whose records come first in the data.

mod words;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::options::Via;
use super::view::{StudyKind, View, answered};
use crate::data::{Basis, Dataset, Kind, ReadError, RecordId};
use crate::facts::{Fact, Tie, behind, named_at};

/// How two records are connected.
pub static STUDY: StudyKind = StudyKind {
    name: "connection",
    old_name: "path",
    usage: "KIND/ID KIND/ID",
    title: "Connection",
    of_meetings: true,
    records: (2, 2),
    check,
    answer: |dataset, view, kept| {
        let [from, to] = view.records[..] else {
            return None;
        };
        let question = Question {
            from,
            to,
            kept,
            without: &view.options.without,
            via: view.options.via,
            most: view.options.most.unwrap_or(CHAINS),
        };
        Some(answered(connection(dataset, &question)))
    },
};

/// So many chains are given where nothing else is asked for.
const CHAINS: usize = 9;

fn check(dataset: &Dataset, view: &mut View) -> Result<(), String> {
    let ends = &view.records;
    if ends.first() == ends.last() {
        let key = ends.first().map(|id| dataset.key(*id));
        let key = key.unwrap_or_default();
        return Err(format!("both ends are {key}: name two records"));
    }
    let mut without = view.options.without.iter();
    match without.find(|id| ends.contains(id)) {
        None => Ok(()),
        Some(end) => {
            let key = dataset.key(*end);
            Err(format!(
                "{key} is an end of the chain and cannot be left out"
            ))
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question<'q> {
    /// Where chains begin.
    pub from: RecordId,
    /// Where they end.
    pub to: RecordId,
    /// The rows of the meetings they may lead through, in order.
    pub kept: &'q [u32],
    /// The records that are left out.
    pub without: &'q [RecordId],
    /// What may stand between; `None` tries people first, then more.
    pub via: Option<Via>,
    /// How many chains are given, at the most.
    pub most: usize,
}

/// One chain: records and meetings in turn, from one end to the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    pub nodes: Vec<RecordId>,
    /// Of each: of a meeting, how many records that may stand between it names; of another record, how many of the
    /// meetings kept name it.
    pub numbers: Vec<u64>,
}

/// A link of a chain: a record, and a meeting that names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub meeting: RecordId,
    pub record: RecordId,
    /// As what it is named there.
    pub tie: Tie,
}

impl Link {
    /// The facts it rests on, with their sources.
    ///
    /// # Errors
    /// When their texts cannot be read any more.
    pub fn facts(&self, dataset: &Dataset) -> Result<Vec<Fact>, ReadError> {
        behind(dataset, self.meeting, self.record)
    }
}

/// A meeting of a chain, with the links to what stands before and behind it there.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainStep {
    pub meeting: RecordId,
    /// The record that comes before it, unless the chain begins with the meeting.
    pub from: Option<Link>,
    /// The record that comes behind it, unless the chain ends with the meeting.
    pub to: Option<Link>,
}

impl Chain {
    /// Its steps, one for each of its meetings, from one end to the other.
    pub fn steps(&self, dataset: &Dataset) -> Vec<ChainStep> {
        let link = |meeting: RecordId, record: Option<&RecordId>| {
            let record = *record?;
            let tie = Tie::new(dataset, meeting, record)?;
            Some(Link {
                meeting,
                record,
                tie,
            })
        };
        let nodes = self.nodes.iter().enumerate();
        let meetings = nodes.filter(|(_, id)| id.kind == Kind::Meeting);
        let steps = meetings.map(|(at, meeting)| ChainStep {
            meeting: *meeting,
            from: link(
                *meeting,
                at.checked_sub(1).and_then(|at| self.nodes.get(at)),
            ),
            to: link(*meeting, self.nodes.get(at + 1)),
        });
        steps.collect()
    }

    /// How many meetings it leads through.
    pub fn meetings(&self) -> usize {
        let meetings = self.nodes.iter().filter(|id| id.kind == Kind::Meeting);
        meetings.count()
    }

    /// What stands between its meetings, each with how many of the meetings kept name it.
    pub fn hubs(&self) -> impl Iterator<Item = (RecordId, u64)> {
        let between = self.nodes.iter().copied().zip(self.numbers.iter().copied());
        let inner = self.nodes.len().saturating_sub(1);
        between
            .take(inner)
            .skip(1)
            .filter(|(id, _)| id.kind != Kind::Meeting)
    }
}

/// The shortest chains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// Where they begin.
    pub from: RecordId,
    /// Where they end.
    pub to: RecordId,
    /// What was let stand between.
    pub via: Via,
    /// Whether there is none with fewer kinds between.
    pub is_widened: bool,
    /// Whether some of the meetings alone were looked at.
    pub of_some: bool,
    /// Some of the chains, the rarest first.
    pub chains: Vec<Chain>,
    /// How many shortest chains there are.
    pub count: u64,
}

/// The shortest chains between two records; without a chain where there is none.
pub fn connection(dataset: &Dataset, question: &Question<'_>) -> Connection {
    let tried = match &question.via {
        Some(via) => std::slice::from_ref(via),
        None => Via::ALL,
    };
    let walk = |via: &Via| Walk::new(dataset, question, *via).connection();
    tried.iter().find_map(walk).unwrap_or_else(|| Connection {
        from: question.from,
        to: question.to,
        via: question.via.unwrap_or(Via::Topics),
        is_widened: false,
        of_some: question.kept.len() < dataset.count(Kind::Meeting),
        chains: Vec::new(),
        count: 0,
    })
}

/// How common a chain is: the product of its numbers, as far as that can be held; their sum; how many of its
/// presences are not known to be reported.
type Common = (u128, u64, u32);

/// The beginning of a chain, up to some record or meeting.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Beginning {
    common: Common,
    nodes: Vec<RecordId>,
}

/// Not reached.
const FAR: u32 = u32::MAX;

/// A walk in ever larger circles around the start.
struct Walk<'d, 'q> {
    dataset: &'d Dataset,
    question: &'q Question<'q>,
    via: Via,
    /// The meetings of the start and of the end, in order.
    at_start: Cow<'d, [u32]>,
    at_end: Cow<'d, [u32]>,
    without: HashSet<RecordId>,
    /// By kind and row: how far it is from the start, and on how many ways it is reached.
    far: Vec<Vec<u32>>,
    ways: Vec<Vec<u64>>,
}

impl<'d, 'q> Walk<'d, 'q> {
    fn new(dataset: &'d Dataset, question: &'q Question<'q>, via: Via) -> Self {
        let far = Kind::ALL.map(|kind| vec![FAR; dataset.count(kind)]);
        let ways = Kind::ALL.map(|kind| vec![0; dataset.count(kind)]);
        let meetings = |id: RecordId| match id.kind {
            Kind::Meeting => Cow::Borrowed(&[][..]),
            _ => dataset.meetings_of(id),
        };
        Self {
            dataset,
            question,
            via,
            at_start: meetings(question.from),
            at_end: meetings(question.to),
            without: question.without.iter().copied().collect(),
            far: far.into(),
            ways: ways.into(),
        }
    }

    fn far(&self, id: RecordId) -> u32 {
        self.far[id.kind as usize][id.index()]
    }

    /// Whether a chain may lead through it.
    fn is_open(&self, id: RecordId) -> bool {
        if id == self.question.from || id == self.question.to {
            return true;
        }
        let kept = id.kind != Kind::Meeting || self.question.kept.binary_search(&id.row).is_ok();
        kept && !self.without.contains(&id)
    }

    /// What stands beside it in a chain.
    fn beside(&self, id: RecordId) -> Vec<RecordId> {
        let (from, to) = (self.question.from, self.question.to);
        let mut beside: Vec<RecordId> = if id.kind == Kind::Meeting {
            let kinds = self.via.kinds().iter();
            let named = kinds.flat_map(|kind| named_at(self.dataset, id, *kind));
            let mut named: Vec<RecordId> = named.collect();
            let ends = [(from, &self.at_start), (to, &self.at_end)];
            let is_there =
                |(_, rows): &(RecordId, &Cow<'_, [u32]>)| rows.binary_search(&id.row).is_ok();
            let ends = ends.into_iter().filter(is_there);
            named.extend(ends.map(|(end, _)| end));
            named
        } else {
            let rows = self.dataset.meetings_of(id);
            rows.iter().map(|row| RecordId::meeting(*row)).collect()
        };
        beside.retain(|other| *other != id && self.is_open(*other));
        beside.sort_unstable();
        beside.dedup();
        beside
    }

    fn connection(mut self) -> Option<Connection> {
        let Question { from, to, most, .. } = *self.question;
        self.far[from.kind as usize][from.index()] = 0;
        self.ways[from.kind as usize][from.index()] = 1;
        let mut circle = vec![from];
        let mut distance = 0;
        while !circle.is_empty() && self.far(to) == FAR {
            distance += 1;
            circle = self.widen(&circle, distance);
        }
        if self.far(to) == FAR || from == to {
            return None;
        }
        let chains = self.rarest(most).into_iter().map(|nodes| Chain {
            numbers: nodes.iter().map(|id| self.number(*id)).collect(),
            nodes,
        });
        Some(Connection {
            from,
            to,
            via: self.via,
            is_widened: self.question.via.is_none() && self.via != Via::People,
            of_some: self.question.kept.len() < self.dataset.count(Kind::Meeting),
            chains: chains.collect(),
            count: self.ways[to.kind as usize][to.index()],
        })
    }

    /// The next circle: what is reached from this one for the first time.
    fn widen(&mut self, circle: &[RecordId], distance: u32) -> Vec<RecordId> {
        let mut next = Vec::new();
        for id in circle {
            let ways = self.ways[id.kind as usize][id.index()];
            for other in self.beside(*id) {
                let far = &mut self.far[other.kind as usize][other.index()];
                if *far == FAR {
                    *far = distance;
                    next.push(other);
                }
                if *far == distance {
                    let all = &mut self.ways[other.kind as usize][other.index()];
                    *all = all.saturating_add(ways);
                }
            }
        }
        next
    }

    /// How many a meeting names that may stand between, or how many of the meetings kept name a record.
    fn number(&self, id: RecordId) -> u64 {
        if id.kind == Kind::Meeting {
            let kinds = self.via.kinds().iter();
            let named = kinds.map(|kind| named_at(self.dataset, id, *kind).len());
            return named.sum::<usize>() as u64;
        }
        let meetings = self.dataset.meetings_of(id);
        let kept = |row: &&u32| self.question.kept.binary_search(row).is_ok();
        meetings.iter().filter(kept).count() as u64
    }

    /// What lies on a shortest chain, by how far it is from the start, each with what comes before it there.
    fn layers(&self) -> Vec<Vec<(RecordId, Vec<RecordId>)>> {
        let mut steps = Vec::new();
        let mut circle = vec![self.question.to];
        while !circle.is_empty() {
            let mut before: Vec<RecordId> = Vec::new();
            let step = circle.into_iter().map(|id| {
                let far = self.far(id);
                let mut nearer = self.beside(id);
                nearer.retain(|other| self.far(*other) != FAR && self.far(*other) + 1 == far);
                before.extend(&nearer);
                (id, nearer)
            });
            steps.push(step.collect());
            before.sort_unstable();
            before.dedup();
            circle = before;
        }
        steps.reverse();
        steps
    }

    /// The rarest chains, by their nodes. Whatever is rarest up to some record stays so however it goes on, so that
    /// no more beginnings than are wanted need be kept for each.
    fn rarest(&self, most: usize) -> Vec<Vec<RecordId>> {
        let Question { from, to, .. } = *self.question;
        let start = Beginning {
            common: (1, 0, 0),
            nodes: vec![from],
        };
        let mut reached = HashMap::from([(from, vec![start])]);
        for step in self.layers().into_iter().skip(1) {
            let mut next = HashMap::new();
            for (id, nearer) in step {
                let number = if id == to { 1 } else { self.number(id).max(1) };
                let mut beginnings: Vec<Beginning> = Vec::new();
                for before in nearer {
                    let shorter = reached.get(&before).map_or(&[][..], Vec::as_slice);
                    let doubt = u32::from(self.is_doubtful(before, id));
                    beginnings.extend(shorter.iter().map(|it| it.with(id, number, doubt)));
                    beginnings.sort_unstable();
                    beginnings.truncate(most);
                }
                next.insert(id, beginnings);
            }
            reached = next;
        }
        let chains = reached.remove(&to).unwrap_or_default().into_iter();
        chains.map(|chain| chain.nodes).collect()
    }

    /// Whether a link rests on a presence that is not known to be reported.
    fn is_doubtful(&self, one: RecordId, other: RecordId) -> bool {
        let (meeting, id) = match one.kind {
            Kind::Meeting => (one, other),
            _ => (other, one),
        };
        let basis = Tie::new(self.dataset, meeting, id).and_then(|tie| tie.basis());
        !matches!(basis, None | Some(Basis::Reported))
    }
}

impl Beginning {
    /// The same, one step further.
    fn with(&self, id: RecordId, number: u64, doubt: u32) -> Self {
        let (product, sum, doubts) = self.common;
        let mut nodes = self.nodes.clone();
        nodes.push(id);
        Self {
            common: (
                product.saturating_mul(u128::from(number)),
                sum.saturating_add(number),
                doubts + doubt,
            ),
            nodes,
        }
    }
}

#[cfg(test)]
mod tests;
