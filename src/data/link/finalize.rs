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
pub(super) type SideLinks = Vec<(u32, u32)>;

impl Linker<'_> {
    /// All links, and the weights that run beside those to topics.
    pub(super) fn link_both_ways(&mut self, resolved: Resolved) -> (Vec<Linked>, Vec<Weight>) {
        let side_links = std::mem::take(&mut self.side_links);
        let all = Relation::ALL
            .into_iter()
            .zip(resolved.into_iter().zip(side_links));
        let linker = &*self;
        let finalized = each(self.workers, all, |(relation, (lists, side_links))| {
            let (forward, weights) = linker.finalize(relation, lists, side_links);
            let backward = if found_by_meetings(relation) {
                Lists::default()
            } else {
                linker.backward(relation, &forward)
            };
            (Linked { forward, backward }, weights)
        });
        let mut weights = Vec::new();
        let links = finalized.into_iter().map(|(linked, beside)| {
            if !beside.is_empty() {
                weights = beside;
            }
            linked
        });
        (links.collect(), weights)
    }

    /// The links of a relation by row, in the order of the file, each once where it is a set.
    fn finalize(
        &self,
        relation: Relation,
        mut lists: Lists<u32>,
        side_links: SideLinks,
    ) -> (Links, Vec<Weight>) {
        let mut weights = Vec::new();
        if relation.is_set() {
            (lists, weights) = self.each_once(relation, &lists, side_links);
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
        mut side_links: SideLinks,
    ) -> (Lists<u32>, Vec<Weight>) {
        side_links.sort_by_key(|(number, _)| *number);
        let mut side_links = side_links.into_iter().peekable();
        let mut once = Once::new(self.draft(relation.to()).count());
        let mut finalized = Lists::with_room(0, lists.items().len() + side_links.len());
        let mut weights = Weights::beside(relation, &self.builder.weights);
        for number in 0..row(self.draft(relation.from()).count()) {
            if self.watch.is_stopped() {
                break;
            }
            let range = lists.range(number as usize);
            let links = range.clone().zip(lists.of(number as usize).iter().copied());
            let side_link = std::iter::from_fn(|| side_links.next_if(|(from, _)| *from == number));
            let side_link = side_link.map(|(_, to)| (usize::MAX, to));
            for (nth, to) in links.chain(side_link).filter(|(_, to)| *to != NONE) {
                if let Some(first) = once.first(number, to, finalized.items().len()) {
                    weights.strengthen(first, nth);
                } else {
                    weights.push(nth);
                    finalized.push(number, to);
                }
            }
        }
        (finalized, weights.finalized)
    }

    fn backward(&self, relation: Relation, forward: &Links) -> Lists<u32> {
        let (from, to) = (self.draft(relation.from()), self.draft(relation.to()));
        if forward.count() == 0 {
            return Lists::default();
        }
        Lists::from_walk(to.count(), |visit| {
            let mut last = vec![NONE; to.count()];
            for row in 0..row(from.count()) {
                for to in forward.over(forward.range(row as usize)) {
                    if to != NONE && last[to as usize] != row {
                        last[to as usize] = row;
                        visit(to, row);
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

/// The weights of links as they are finalized; nothing where links have none.
struct Weights<'b> {
    of: &'b [Weight],
    finalized: Vec<Weight>,
}

impl<'b> Weights<'b> {
    fn beside(relation: Relation, weights: &'b [Weight]) -> Self {
        let of = match relation {
            Relation::Discussed => weights,
            _ => &[],
        };
        Self {
            of,
            finalized: Vec::with_capacity(of.len()),
        }
    }

    fn push(&mut self, nth: usize) {
        self.finalized.extend(self.of.get(nth));
    }

    /// A topic that is named twice is on the agenda if it is there once.
    fn strengthen(&mut self, first: usize, nth: usize) {
        if let Some(first) = self.finalized.get_mut(first)
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
