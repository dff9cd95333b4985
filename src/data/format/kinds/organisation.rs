//! An institution, service, agency or government.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, IDS, NAMES, NO_FIELDS, evidence_sources};
use crate::data::build::{Builder, Entry, Named};
use crate::data::format::de::{Clean, List, Object, Prose, RawId};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};
use crate::data::{Kind, Relation};

/// An organisation, as it stands in `organisations`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Organisation<'a> {
    /// Unique among organisations.
    pub id: RawId<'a>,
    /// Its full name.
    pub name: Clean<'a>,
    /// The name it is known by.
    pub short: Clean<'a>,
    /// What sort it is, in a word or two.
    pub kind: Clean<'a>,
    /// Other and former names.
    pub aliases: List<Clean<'a>>,
    /// The organisation it is part of.
    pub parent: RawId<'a>,
    /// The organisation whose work it took over.
    pub successor_of: RawId<'a>,
    /// What one should know of it.
    pub note: Prose<'a>,
    /// The sources that name it.
    pub sources: List<RawId<'a>>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// The fields of an organisation.
pub const ORGANISATION: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("name", Rule::Name),
        may("short", Rule::Line),
        may("kind", Rule::Line),
        may("aliases", NAMES),
        may("parent", Rule::Id),
        may("successor_of", Rule::Id),
        may("note", Rule::Prose),
        may("sources", IDS),
        EVIDENCE,
    ],
    ..NO_FIELDS
};

impl Entry for Organisation<'_> {
    fn enter(&self, to: &mut Builder) {
        to.record(&Named {
            kind: Kind::Organisation,
            id: &self.id,
            name: &self.name,
            short: &self.short,
            aliases: &self.aliases,
            ..Named::default()
        });
        to.link(Relation::Parent, &self.parent);
        to.link(Relation::SuccessorOf, &self.successor_of);
        to.link_all(Relation::OrganisationSource, &self.sources);
        to.link_all(
            Relation::OrganisationSource,
            evidence_sources(&self.evidence),
        );
    }
}
