//! How two records are connected: the shortest chains from one to the other through meetings.
//!
//! What is asked for is who knows whom, so chains through people are looked for first; where there is none,
//! organisations may stand between too, and topics last. A link of a chain says that both its ends are named
//! for one meeting, and no more.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::data::{Basis, Dataset, Kind, RecordId, Unread};
use crate::facts::{Fact, Tie, behind, named_at};

/// What may stand between two meetings of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// People alone.
    People,
    /// People and organisations.
    Organisations,
    /// People, organisations and topics.
    Topics,
}

impl Via {
    /// Every one, in the order in which they are tried.
    pub const ALL: [Self; 3] = [Self::People, Self::Organisations, Self::Topics];

    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Organisations => "people and organisations",
            Self::Topics => "people, organisations and topics",
        }
    }

    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::People => &[Kind::Person],
            Self::Organisations => &[Kind::Person, Kind::Organisation],
            Self::Topics => &[Kind::Person, Kind::Organisation, Kind::Topic],
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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Chain {
    /// The records and meetings.
    pub nodes: Vec<RecordId>,
}

/// A link of a chain: a record, and a meeting that names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The meeting.
    pub meeting: RecordId,
    /// The record.
    pub record: RecordId,
    /// As what it is named there.
    pub tie: Tie,
}

impl Link {
    /// The facts it rests on, with their sources.
    ///
    /// # Errors
    /// When their texts cannot be read any more.
    pub fn facts(&self, dataset: &Dataset) -> Result<Vec<Fact>, Unread> {
        behind(dataset, self.meeting, self.record)
    }
}

/// A meeting of a chain, with the links to what stands before and behind it there.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// The meeting.
    pub meeting: RecordId,
    /// The record that comes before it, unless the chain begins with the meeting.
    pub from: Option<Link>,
    /// The record that comes behind it, unless the chain ends with the meeting.
    pub to: Option<Link>,
}

impl Chain {
    /// Its hops, one for each of its meetings, from one end to the other.
    #[must_use]
    pub fn hops(&self, dataset: &Dataset) -> Vec<Hop> {
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
        let hops = meetings.map(|(at, meeting)| Hop {
            meeting: *meeting,
            from: link(
                *meeting,
                at.checked_sub(1).and_then(|at| self.nodes.get(at)),
            ),
            to: link(*meeting, self.nodes.get(at + 1)),
        });
        hops.collect()
    }

    /// Its links, from one end to the other.
    #[must_use]
    pub fn links(&self, dataset: &Dataset) -> Vec<Link> {
        let hops = self.hops(dataset).into_iter();
        hops.flat_map(|hop| [hop.from, hop.to]).flatten().collect()
    }

    /// How many meetings it leads through.
    #[must_use]
    pub fn meetings(&self) -> usize {
        let meetings = self.nodes.iter().filter(|id| id.kind == Kind::Meeting);
        meetings.count()
    }

    /// How many of its links rest on a presence that was not reported.
    fn doubts(&self, dataset: &Dataset) -> usize {
        let reported = |link: &Link| matches!(link.tie.basis(), None | Some(Basis::Reported));
        let links = self.links(dataset);
        links.iter().filter(|link| !reported(link)).count()
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
    /// Some of the chains, those whose presences were all reported first.
    pub chains: Vec<Chain>,
    /// How many shortest chains there are.
    pub count: u64,
}

/// The shortest chains between two records, or `None` when there is none.
#[must_use]
pub fn connection(dataset: &Dataset, question: &Question<'_>) -> Option<Connection> {
    let tried = match &question.via {
        Some(via) => std::slice::from_ref(via),
        None => &Via::ALL,
    };
    tried
        .iter()
        .find_map(|via| Walk::new(dataset, question, *via).connection())
}

/// So many chains are weighed against each other before some of them are given.
const WEIGHED: usize = 200;

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
        let mut chains = Vec::new();
        self.trace(&mut vec![to], &mut chains, most.max(WEIGHED));
        chains.sort_by_cached_key(|chain: &Chain| (chain.doubts(self.dataset), chain.clone()));
        chains.truncate(most);
        Some(Connection {
            from,
            to,
            via: self.via,
            chains,
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
                    let known = &mut self.ways[other.kind as usize][other.index()];
                    *known = known.saturating_add(ways);
                }
            }
        }
        next
    }

    /// Goes back from the end, each step nearer to the start.
    fn trace(&self, tail: &mut Vec<RecordId>, chains: &mut Vec<Chain>, most: usize) {
        let Some(last) = tail.last().copied() else {
            return;
        };
        if last == self.question.from {
            let nodes = tail.iter().rev().copied().collect();
            chains.push(Chain { nodes });
            return;
        }
        let far = self.far(last);
        for other in self.beside(last) {
            if chains.len() >= most {
                return;
            }
            if self.far(other) != FAR && self.far(other) + 1 == far {
                tail.push(other);
                self.trace(tail, chains, most);
                tail.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests;
