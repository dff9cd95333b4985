//! Links in the order of the lists, found from both ends.

use super::{Linker, Resolved};
use crate::data::Relation;
use crate::data::columns::links::{Links, Places};
use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::model::dataset::{Linked, NONE};
use crate::data::model::terms::Weight;
use crate::parallel::each;

/// Links to sources that came by way of a series or a conflict: from which number to which row.
pub(super) type Asides = Vec<(u32, u32)>;

impl Linker<'_> {
    /// All links, and the weights that run beside those to topics.
    pub(super) fn link_both_ways(&mut self, resolved: Resolved) -> (Vec<Linked>, Vec<Weight>) {
        let asides = std::mem::take(&mut self.asides);
        let all = Relation::ALL
            .into_iter()
            .zip(resolved.into_iter().zip(asides));
        let linker = &*self;
        let settled = each(self.hands, all, |(relation, (lists, asides))| {
            let (forward, weights) = linker.settle(relation, lists, asides);
            let backward = if found_by_meetings(relation) {
                Lists::default()
            } else {
                linker.backward(relation, &forward)
            };
            (Linked { forward, backward }, weights)
        });
        let mut weights = Vec::new();
        let links = settled.into_iter().map(|(linked, beside)| {
            if !beside.is_empty() {
                weights = beside;
            }
            linked
        });
        (links.collect(), weights)
    }

    /// The links of a relation by row, in the order of the file, each once where it is a set.
    fn settle(
        &self,
        relation: Relation,
        mut lists: Lists<u32>,
        asides: Asides,
    ) -> (Links, Vec<Weight>) {
        let mut weights = Vec::new();
        if relation.is_set() {
            (lists, weights) = self.each_once(relation, &lists, asides);
        }
        let rows = &self.rows[relation.from() as usize];
        let places = Places::of(&lists, rows);
        let weights = places.spread(&weights);
        let targets = self.draft(relation.to()).count();
        let mut links = Links::new(lists.items(), places, targets);
        if relation.in_step_with() != relation {
            links.forget_lists();
        }
        (links, weights)
    }

    /// The links that lead somewhere, each once, with those from elsewhere behind them.
    fn each_once(
        &self,
        relation: Relation,
        lists: &Lists<u32>,
        mut asides: Asides,
    ) -> (Lists<u32>, Vec<Weight>) {
        asides.sort_by_key(|(number, _)| *number);
        let mut asides = asides.into_iter().peekable();
        let mut once = Once::new(self.draft(relation.to()).count());
        let mut settled = Lists::with_room(lists.items().len() + asides.len());
        let mut weights = Weights::beside(relation, &self.builder.weights);
        for number in 0..row(self.draft(relation.from()).count()) {
            if self.watch.is_stopped() {
                break;
            }
            let range = lists.range(number as usize);
            let links = range.clone().zip(lists.of(number as usize).iter().copied());
            let aside = std::iter::from_fn(|| asides.next_if(|(from, _)| *from == number));
            let aside = aside.map(|(_, to)| (usize::MAX, to));
            for (nth, to) in links.chain(aside).filter(|(_, to)| *to != NONE) {
                if let Some(first) = once.first(number, to, settled.items().len()) {
                    weights.strengthen(first, nth);
                } else {
                    weights.push(nth);
                    settled.push(number, to);
                }
            }
        }
        (settled, weights.settled)
    }

    fn backward(&self, relation: Relation, forward: &Links) -> Lists<u32> {
        let (from, to) = (self.draft(relation.from()), self.draft(relation.to()));
        if forward.count() == 0 {
            return Lists::default();
        }
        Lists::from_walk(to.count(), |tell| {
            let mut last = vec![NONE; to.count()];
            for row in 0..row(from.count()) {
                for to in forward.over(forward.range(row as usize)) {
                    if to != NONE && last[to as usize] != row {
                        last[to as usize] = row;
                        tell(to, row);
                    }
                }
            }
        })
    }
}

/// Whether the record at the other end finds these meetings by `meetings_of`.
fn found_by_meetings(relation: Relation) -> bool {
    matches!(
        relation,
        Relation::Participant
            | Relation::Chair
            | Relation::Host
            | Relation::Listed
            | Relation::CameFor
            | Relation::Discussed
            | Relation::MeetingSource
    )
}

/// The weights of links as they are settled; nothing where links have none.
struct Weights<'b> {
    of: &'b [Weight],
    settled: Vec<Weight>,
}

impl<'b> Weights<'b> {
    fn beside(relation: Relation, weights: &'b [Weight]) -> Self {
        let of = match relation {
            Relation::Discussed => weights,
            _ => &[],
        };
        Self {
            of,
            settled: Vec::with_capacity(of.len()),
        }
    }

    fn push(&mut self, nth: usize) {
        self.settled.extend(self.of.get(nth));
    }

    /// A topic that is named twice is on the agenda if it is there once.
    fn strengthen(&mut self, first: usize, nth: usize) {
        if let Some(first) = self.settled.get_mut(first)
            && self.of.get(nth) == Some(&Weight::Agenda)
        {
            *first = Weight::Agenda;
        }
    }
}

/// Tells whether a link between the same two records came before, in time linear in the links.
struct Once {
    seen: Vec<(u32, u32)>,
}

impl Once {
    fn new(targets: usize) -> Self {
        Self {
            seen: vec![(NONE, 0); targets],
        }
    }

    /// The position of the first link of the two, if this is not it. Links of one record come together.
    fn first(&mut self, from: u32, to: u32, position: usize) -> Option<usize> {
        let seen = &mut self.seen[to as usize];
        if seen.0 == from {
            return Some(seen.1 as usize);
        }
        *seen = (from, row(position));
        None
    }
}
