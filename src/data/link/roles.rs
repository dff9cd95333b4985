//! Roles: those at a meeting, taken from the dated ones of the person where the meeting gives none.

use super::{Linker, Resolved};
use crate::data::build::{RoleDraft, row};
use crate::data::codes::Codes;
use crate::data::dataset::{NONE, Participants, RoleThen};
use crate::data::date::Date;
use crate::data::links::Places;
use crate::data::{Kind, Relation};

impl Linker<'_> {
    /// Takes a participant's role and organisation on that day from their dated roles, where the meeting
    /// does not give them.
    pub(super) fn infer_roles(&mut self, resolved: &mut Resolved) {
        for meeting in 0..self.draft(Kind::Meeting).count() {
            let Some(date) = self.draft(Kind::Meeting).dates[meeting] else {
                continue;
            };
            for nth in resolved[Relation::Participant as usize].range(meeting) {
                let person = resolved[Relation::Participant as usize].items()[nth];
                if person != NONE && self.builder.participants.roles[nth].is_empty() {
                    self.infer_role(resolved, nth, person, date);
                }
            }
        }
    }

    fn infer_role(&mut self, resolved: &mut Resolved, nth: usize, person: u32, date: Date) {
        let number = self.order[Kind::Person as usize][person as usize];
        let roles_at = &resolved[Relation::RoleAt as usize];
        let mut held = roles_at.range(number as usize);
        let Some(held) = held.find(|held| held_on(&self.builder.roles[*held], date)) else {
            return;
        };
        let organisation = roles_at.items()[held];
        self.builder.participants.roles[nth] = self.builder.roles[held].title;
        self.builder.participants.bases[nth].1 = true;
        let came_for = &mut resolved[Relation::CameFor as usize].items_mut()[nth];
        if *came_for == NONE {
            *came_for = organisation;
        }
    }

    /// What runs beside the links of participants, in the order of the lists.
    pub(super) fn participants(&mut self, resolved: &Resolved) -> Participants {
        let known = std::mem::take(&mut self.builder.participants);
        let places = self.places(Relation::Participant, resolved);
        let then = known.roles.iter().zip(&known.bases);
        let then = then.map(|(role, (basis, inferred))| RoleThen {
            role: *role,
            basis: *basis,
            inferred: *inferred,
        });
        let roles = Codes::gather(known.roles.len(), then);
        Participants {
            roles: roles.moved(|nth| places.at(nth)),
            names: known.names.renumbered(|nth| row(places.at(nth as usize))),
        }
    }

    /// The roles of people, in the order of the lists.
    pub(super) fn roles(&mut self, resolved: &Resolved) -> Vec<RoleDraft> {
        let roles = std::mem::take(&mut self.builder.roles);
        self.places(Relation::RoleAt, resolved).spread(&roles)
    }

    /// The places of the links of a relation in the order of the lists.
    fn places(&self, relation: Relation, resolved: &Resolved) -> Places {
        let rows = &self.rows[relation.from() as usize];
        Places::of(&resolved[relation as usize], rows)
    }
}

fn held_on(role: &RoleDraft, date: Date) -> bool {
    let day = date.start().latest();
    match (role.from, role.to) {
        (None, None) => role.as_of.is_some_and(|as_of| {
            date.may_fall_within(as_of.start().earliest(), as_of.end().latest())
        }),
        (from, to) => {
            from.is_none_or(|from| from.start().earliest() <= day)
                && to.is_none_or(|to| date.start().earliest() <= to.end().latest())
        }
    }
}
