//! Records that are part of themselves, or come after themselves, by way of others.

use super::{Linker, Resolved};
use crate::data::dataset::NONE;
use crate::data::key::written;
use crate::data::{Kind, Relation};

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
            for cycle in self.cycles(relation, resolved) {
                self.report_cycle(relation, meaning, &cycle);
            }
        }
    }

    fn report_cycle(&mut self, relation: Relation, meaning: &str, cycle: &[u32]) {
        let (Some(first), kind) = (cycle.first(), relation.from()) else {
            return;
        };
        let draft = self.draft(kind);
        let id = |number: &u32| format!("`{}`", written(draft.id(*number)));
        let mut way: Vec<String> = cycle.iter().take(NAMED).map(id).collect();
        if cycle.len() > NAMED {
            way.push("…".to_owned());
        }
        way.push(id(first));
        let text = format!("{meaning}: {}", way.join(" → "));
        let path = self.place(kind, *first).path(relation.fields()[0]);
        self.builder.problems.error(path, text);
    }

    /// The numbers of the records on each way that leads back, the lowest first. Each link is looked at once.
    fn cycles(&self, relation: Relation, resolved: &Resolved) -> Vec<Vec<u32>> {
        let (kind, links) = (relation.from(), &resolved[relation as usize]);
        if links.items().is_empty() {
            return Vec::new();
        }
        let mut cycles = Vec::new();
        let mut places = vec![Place::New; self.draft(kind).count()];
        for start in 0..places.len() {
            if places[start] == Place::New {
                self.walk_from(kind, start, &mut places, links, &mut cycles);
            }
        }
        cycles
    }

    fn walk_from(
        &self,
        kind: Kind,
        start: usize,
        places: &mut [Place],
        links: &crate::data::lists::Lists<u32>,
        cycles: &mut Vec<Vec<u32>>,
    ) {
        let order = &self.order[kind as usize];
        // The way to where we are: each record with the number of its links that were followed.
        let mut way = vec![(start, 0)];
        places[start] = Place::OnTheWay(0);
        while let Some((number, followed)) = way.last_mut() {
            let here = *number;
            let Some(row) = links.of(here).get(*followed) else {
                places[here] = Place::Done;
                way.pop();
                continue;
            };
            *followed += 1;
            if *row == NONE {
                continue;
            }
            let next = order[*row as usize] as usize;
            match places[next] {
                Place::New => {
                    places[next] = Place::OnTheWay(way.len());
                    way.push((next, 0));
                }
                Place::OnTheWay(from) => {
                    let there = way.iter().skip(from).map(|(number, _)| *number);
                    cycles.push(lowest_first(there.map(crate::data::build::row).collect()));
                }
                Place::Done => {}
            }
        }
    }
}

/// Where a record is while the ways are walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    New,
    /// Its place on the way.
    OnTheWay(usize),
    Done,
}

fn lowest_first(mut cycle: Vec<u32>) -> Vec<u32> {
    let lowest = cycle.iter().enumerate().min_by_key(|(_, number)| **number);
    let at = lowest.map_or(0, |(at, _)| at);
    cycle.rotate_left(at);
    cycle
}
