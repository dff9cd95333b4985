//! A subject of meetings and agreements.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, IDS, NAMES, NO_FIELDS, evidence_sources};
use crate::data::build::{Builder, Entry, Named};
use crate::data::format::de::{Clean, List, Object, Prose, RawId};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};
use crate::data::{Kind, Relation};

/// A topic, as it stands in `topics`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Topic<'a> {
    /// Unique among topics.
    pub id: RawId<'a>,
    /// Its full name.
    pub name: Clean<'a>,
    /// A name for narrow places.
    pub short: Clean<'a>,
    /// Other names, abbreviations included.
    pub aliases: List<Clean<'a>>,
    /// The wider field it belongs to.
    pub theme: Clean<'a>,
    /// The wider topics that it is part of.
    pub broader: List<RawId<'a>>,
    /// Topics beside it.
    pub related: List<RawId<'a>>,
    /// What one should know of it.
    pub note: Prose<'a>,
    /// The sources that name it.
    pub sources: List<RawId<'a>>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// The fields of a topic.
pub const TOPIC: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("name", Rule::Name),
        may("short", Rule::Line),
        may("aliases", NAMES),
        may("theme", Rule::Line),
        may("broader", IDS),
        may("related", IDS),
        may("note", Rule::Prose),
        may("sources", IDS),
        EVIDENCE,
    ],
    ..NO_FIELDS
};

impl Entry for Topic<'_> {
    fn enter(&self, to: &mut Builder) {
        to.record(&Named {
            kind: Kind::Topic,
            id: &self.id,
            name: &self.name,
            short: &self.short,
            aliases: &self.aliases,
            ..Named::default()
        });
        to.link_all(Relation::Broader, &self.broader);
        to.link_all(Relation::Related, &self.related);
        to.link_all(Relation::TopicSource, &self.sources);
        to.link_all(Relation::TopicSource, evidence_sources(&self.evidence));
    }
}
