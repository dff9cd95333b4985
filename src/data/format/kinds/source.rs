//! A text on which facts rest: a press release, a page, a report.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, NO_FIELDS, evidence_sources};
use crate::data::build::{Builder, Entry, Named};
use crate::data::format::de::{Clean, List, Object, Prose, RawId};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};
use crate::data::model::date::Date;
use crate::data::{Kind, Relation};

/// A source, as it stands in `sources`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Source<'a> {
    /// Unique among sources.
    pub id: RawId<'a>,
    /// Its title in its own language.
    pub title: Clean<'a>,
    /// Who published it.
    pub publisher: Clean<'a>,
    /// When (EDTF).
    pub date: Clean<'a>,
    /// Its address.
    pub url: Clean<'a>,
    /// Its language, as a BCP 47 tag.
    pub language: Clean<'a>,
    /// What one should know of it.
    pub note: Prose<'a>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// The fields of a source.
pub const SOURCE: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("title", Rule::Name),
        may("publisher", Rule::Line),
        may("date", Rule::Date),
        may("url", Rule::Line),
        may("language", Rule::Line),
        may("note", Rule::Prose),
        EVIDENCE,
    ],
    ..NO_FIELDS
};

impl Entry for Source<'_> {
    fn enter(&self, to: &mut Builder) {
        to.record(&Named {
            kind: Kind::Source,
            id: &self.id,
            name: &self.title,
            date: Date::parse_lenient(&self.date),
            ..Named::default()
        });
        to.publisher(&self.publisher);
        to.link_all(Relation::SourceSource, evidence_sources(&self.evidence));
    }
}
