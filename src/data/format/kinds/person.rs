//! Somebody who was named for a meeting, held a role or signed.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, IDS, NAMES, NO_FIELDS, evidence_sources};
use crate::data::build::{Builder, Entry, Named, RoleFacts};
use crate::data::format::de::{Clean, List, Object, Prose, RawId};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};
use crate::data::{Kind, Relation};

/// A person, as it stands in `people`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Person<'a> {
    /// Unique among people.
    pub id: RawId<'a>,
    /// The name as it is shown.
    pub name: Clean<'a>,
    /// The name as it is sorted, if that differs.
    pub sort_name: Clean<'a>,
    /// Other spellings and names.
    pub aliases: List<Clean<'a>>,
    /// What one should know of the person.
    pub note: Prose<'a>,
    /// The sources that name the person.
    pub sources: List<RawId<'a>>,
    /// The roles held, with dates.
    pub roles: List<Object<Role<'a>>>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// A role that a person held.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Role<'a> {
    /// The role, e.g. `Director General, DG ECHO`.
    pub title: Clean<'a>,
    /// The organisation it is held in.
    pub organisation: RawId<'a>,
    /// Since when (EDTF).
    pub from: Clean<'a>,
    /// Until when (EDTF).
    pub to: Clean<'a>,
    /// A day on which it is known to be held (EDTF).
    pub as_of: Clean<'a>,
    /// The sources that say so.
    pub sources: List<RawId<'a>>,
}

/// The fields of a person.
pub const PERSON: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("name", Rule::Name),
        may("sort_name", Rule::Line),
        may("aliases", NAMES),
        may("note", Rule::Prose),
        may("sources", IDS),
        may("roles", Rule::List(&Rule::Object(&ROLE))),
        EVIDENCE,
    ],
    ..NO_FIELDS
};

const ROLE: Fields = Fields {
    fields: &[
        needed("title", Rule::Name),
        may("organisation", Rule::Id),
        may("from", Rule::Date),
        may("to", Rule::Date),
        may("as_of", Rule::Date),
        may("sources", IDS),
    ],
    in_order: &["from", "to"],
    ..NO_FIELDS
};

impl Entry for Person<'_> {
    fn enter(&self, to: &mut Builder) {
        to.record(&Named {
            kind: Kind::Person,
            id: &self.id,
            name: &self.name,
            sort: &self.sort_name,
            aliases: &self.aliases,
            ..Named::default()
        });
        for role in &self.roles {
            to.role(&RoleFacts {
                title: &role.title,
                organisation: &role.organisation,
                from: &role.from,
                to: &role.to,
                as_of: &role.as_of,
            });
            to.link_all(Relation::PersonSource, &role.sources);
        }
        to.link_all(Relation::PersonSource, &self.sources);
        to.link_all(Relation::PersonSource, evidence_sources(&self.evidence));
    }
}
