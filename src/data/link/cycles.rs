//! Records that are part of themselves, or come after themselves, by way of others.

use super::{Linker, Resolved};
use crate::data::columns::row;
use crate::data::model::dataset::NONE;
use crate::data::model::key::written;
use crate::data::model::problem::MOST_LISTED;
use crate::data::{Kind, Relation};
use crate::text::excerpt;

/// The relations that may not lead back to where they began, and what it would mean.
const ORDERED: [(Relation, &str); 6] = [
    (Relation::PartOf, "is part of itself"),
    (Relation::Parent, "is part of itself"),
    (Relation::SuccessorOf, "took over from itself"),
    (Relation::Broader, "is wider than itself"),
    (Relation::Follows, "comes after itself"),
    (Relation::Amends, "changes itself"),
];

/// No more ids of a cycle are named.
const NAMED: usize = 6;

impl Linker<'_> {
    /// Tells each way that leads back to where it began. The links stay.
    pub(super) fn report_cycles(&mut self, resolved: &Resolved) {
        for (relation, meaning) in ORDERED {
            let mut cycles = Cycles::default();
            self.find_cycles(relation, resolved, &mut cycles);
            for cycle in &cycles.found {
                self.report_cycle(relation, meaning, cycle, cycles.more);
            }
        }
    }

    fn report_cycle(&mut self, relation: Relation, meaning: &str, cycle: &Cycle, more: usize) {
        let (Some(first), kind) = (cycle.named.first(), relation.from()) else {
            return;
        };
        let draft = self.draft(kind);
        let id = |number: &u32| format!("`{}`", excerpt(&written(draft.id(*number))));
        let mut way: Vec<String> = cycle.named.iter().map(id).collect();
        if cycle.is_longer {
            way.push("…".to_owned());
        }
        way.push(id(first));
        let text = format!("{meaning}: {}", way.join(" → "));
        let path = self.place(kind, *first).path(relation.fields()[0]);
        if cycle.is_last {
            let rest = self.builder.problems.last_of_sort(path, text);
            self.builder.problems.more(rest, more);
        } else {
            self.builder.problems.error(path, text);
        }
    }

    /// Each link is looked at once.
    fn find_cycles(&self, relation: Relation, resolved: &Resolved, cycles: &mut Cycles) {
        let (kind, links) = (relation.from(), &resolved[relation as usize]);
        if links.items().is_empty() {
            return;
        }
        let mut places = vec![Visit::New; self.draft(kind).count()];
        for start in 0..places.len() {
            if places[start] == Visit::New {
                self.walk_from(kind, start, &mut places, links, cycles);
            }
        }
    }

    fn walk_from(
        &self,
        kind: Kind,
        start: usize,
        places: &mut [Visit],
        links: &crate::data::columns::lists::Lists<u32>,
        cycles: &mut Cycles,
    ) {
        let order = &self.order[kind as usize];
        // The way to where we are: each record with the number of its links that were followed.
        let mut way = vec![(start, 0)];
        places[start] = Visit::OnTheWay(0);
        while let Some((number, followed)) = way.last_mut() {
            let here = *number;
            let Some(row) = links.of(here).get(*followed) else {
                places[here] = Visit::Done;
                way.pop();
                continue;
            };
            *followed += 1;
            if *row == NONE {
                continue;
            }
            let next = order[*row as usize] as usize;
            match places[next] {
                Visit::New => {
                    places[next] = Visit::OnTheWay(way.len());
                    way.push((next, 0));
                }
                Visit::OnTheWay(from) => cycles.add(&way[from..]),
                Visit::Done => {}
            }
        }
    }
}

/// Where a record is while the ways are walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    /// Its place on the way.
    OnTheWay(usize),
    Done,
}

/// A way that leads back: those of its records that are named.
struct Cycle {
    named: Vec<u32>,
    is_longer: bool,
    /// Whether the others are counted with it.
    is_last: bool,
}

#[derive(Default)]
struct Cycles {
    found: Vec<Cycle>,
    /// How many there are beyond those.
    more: usize,
}

impl Cycles {
    /// In a cycle that is longer, the lowest number is not looked for: there may be as many long ones as there
    /// are links.
    const LONG: usize = 100;

    /// Adds the cycle on the way from there to its end, the lowest number first.
    fn add(&mut self, there: &[(usize, usize)]) {
        if self.found.len() > MOST_LISTED {
            self.more += 1;
            return;
        }
        let numbers = || there.iter().map(|(number, _)| row(*number));
        let lowest = numbers().take(Self::LONG + 1).enumerate();
        let lowest = lowest.min_by_key(|(_, number)| *number);
        let at = lowest.filter(|_| there.len() <= Self::LONG);
        let from = at.map_or(0, |(at, _)| at);
        let turned = numbers().skip(from).chain(numbers().take(from));
        self.found.push(Cycle {
            named: turned.take(NAMED).collect(),
            is_longer: there.len() > NAMED,
            is_last: self.found.len() == MOST_LISTED,
        });
    }
}
