//! Roles: those at a meeting, taken from the dated ones of the person where the meeting gives none.

use super::{Linker, Resolved};
use crate::data::columns::codes::Codes;
use crate::data::columns::links::Places;
use crate::data::columns::row;
use crate::data::columns::texts::Text;
use crate::data::model::dataset::{Inferred, NONE, Participants, RoleThen};
use crate::data::model::tenure::RoleRow;
use crate::data::model::tenure::{MOST_HELD, fitting};
use crate::data::model::when::When;
use crate::data::{Kind, Relation};

/// A participant whose role is not given.
struct Unspecified {
    /// Its place among all participants, in the order of the file.
    nth: usize,
    /// The row of the person.
    person: u32,
    when: When,
}

impl Linker<'_> {
    /// What runs beside the links of participants, in the order of the lists: with each role that the meeting
    /// does not give and that follows from the dated roles of the person.
    pub(super) fn participants(&mut self, resolved: &Resolved) -> Participants {
        let known = std::mem::take(&mut self.builder.participants);
        let then = known.roles.iter().zip(&known.bases);
        let mut then: Vec<RoleThen> = then
            .map(|(role, basis)| RoleThen {
                role: *role,
                basis: *basis,
                inferred: None,
                stray: false,
            })
            .collect();
        for (nth, _) in self.strays_of(Relation::CameFor) {
            then[*nth].stray = true;
        }
        self.infer_roles(resolved, &mut then);
        self.note_too_many_roles(resolved);
        let places = self.places(Relation::Participant, resolved);
        let roles = Codes::gather(then.len(), then.into_iter());
        Participants {
            roles: roles.moved(|nth| places.at(nth)),
            names: known.names.renumbered(|nth| row(places.at(nth as usize))),
        }
    }

    fn infer_roles(&self, resolved: &Resolved, then: &mut [RoleThen]) {
        let named = &resolved[Relation::Participant as usize];
        for meeting in 0..row(self.draft(Kind::Meeting).count()) {
            if self.watch.is_stopped() {
                return;
            }
            let Some(when) = self.builder.when(Kind::Meeting, meeting) else {
                continue;
            };
            for nth in named.range(meeting as usize) {
                let person = named.items()[nth];
                if person != NONE && then[nth].role.is_empty() {
                    let who = Unspecified { nth, person, when };
                    self.infer_role(resolved, &who, &mut then[nth]);
                }
            }
        }
    }

    fn note_too_many_roles(&mut self, resolved: &Resolved) {
        for person in 0..row(self.draft(Kind::Person).count()) {
            let count = resolved[Relation::RoleAt as usize]
                .range(person as usize)
                .len();
            if count > MOST_HELD {
                let path = self.place(Kind::Person, person).path("roles");
                let text =
                    format!("are {count}; of more than {MOST_HELD} none is inferred for meetings");
                self.builder.problems.note(path, text);
            }
        }
    }

    fn infer_role(&self, resolved: &Resolved, who: &Unspecified, then: &mut RoleThen) {
        let number = self.order[Kind::Person as usize][who.person as usize];
        let roles_at = &resolved[Relation::RoleAt as usize];
        let held = roles_at.range(number as usize);
        let roles = self.builder.roles.get(held.clone()).unwrap_or_default();
        let organisations = roles_at.of(number as usize);
        let is_same = |a: usize, b: usize| {
            organisations[a] == organisations[b] && roles[a].is_same(&roles[b], &self.builder.texts)
        };
        let Some(only) = fitting(roles.iter().copied(), who.when, 2, is_same).only else {
            return;
        };
        let came_for = resolved[Relation::CameFor as usize].items()[who.nth];
        let (role, organisation) = (&roles[only.nth], organisations[only.nth]);
        // What is stated is never contradicted: a role for another organisation is none here.
        let fits_stated = match (then.stray, came_for) {
            (true, _) => role.stray == self.stray(Relation::CameFor, who.nth),
            (false, NONE) => true,
            (false, stated) => stated == organisation,
        };
        if fits_stated && !role.title.is_empty() {
            let is_stated = then.stray || came_for != NONE;
            then.role = role.title;
            then.inferred = Some(Inferred {
                organisation: if is_stated { NONE } else { organisation },
                open: only.open,
            });
        }
    }

    /// The roles of people, in the order of the lists.
    pub(super) fn roles(&mut self, resolved: &Resolved) -> Vec<RoleRow> {
        let roles = std::mem::take(&mut self.builder.roles);
        self.places(Relation::RoleAt, resolved).spread(&roles)
    }

    /// Tells roles whose organisation has no record apart by its id.
    pub(super) fn mark_stray_roles(&mut self) {
        let strays = self.strays_of(Relation::RoleAt).to_vec();
        for (nth, id) in strays {
            self.builder.roles[nth].stray = id;
        }
    }

    /// The id that a link leads to in vain; empty for a link that leads somewhere.
    fn stray(&self, relation: Relation, nth: usize) -> Text {
        let strays = self.strays_of(relation);
        let at = strays.binary_search_by_key(&nth, |(nth, _)| *nth);
        at.map_or(Text::EMPTY, |at| strays[at].1)
    }

    /// The places of the links of a relation in the order of the lists.
    fn places(&self, relation: Relation, resolved: &Resolved) -> Places {
        let rows = &self.rows[relation.from() as usize];
        Places::of(&resolved[relation as usize], rows)
    }
}
