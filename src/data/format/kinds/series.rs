//! Meetings that are held again and again under one name. A series is no record: it is shown on its
//! meetings and on the agreement it is held under.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, IDS, NO_FIELDS};
use crate::data::build::{Builder, Entry, SeriesFacts};
use crate::data::format::de::{Clean, List, Object, Prose, RawId};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};

/// A series, as it stands in `series`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Series<'a> {
    /// Unique among series.
    pub id: RawId<'a>,
    /// Its full name.
    pub name: Clean<'a>,
    /// An abbreviation.
    pub short: Clean<'a>,
    /// What it is for.
    pub purpose: Prose<'a>,
    /// What one should know of it.
    pub note: Prose<'a>,
    /// The agreement it is held under.
    pub agreement: RawId<'a>,
    /// The sources that name it.
    pub sources: List<RawId<'a>>,
    /// How often it and the meetings beside it are said to be held.
    pub frequency: List<Object<Frequency<'a>>>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// How often meetings of some level are said to be held.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Frequency<'a> {
    /// Which meetings, e.g. `Heads of Unit`.
    pub level: Clean<'a>,
    /// How often, in words.
    pub text: Clean<'a>,
    /// How often a year, if a number is given.
    pub per_year: Option<f64>,
    /// When this was said (EDTF).
    pub as_of: Clean<'a>,
    /// Who says so.
    pub sources: List<RawId<'a>>,
}

/// The fields of a series.
pub const SERIES: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("name", Rule::Name),
        may("short", Rule::Line),
        may("purpose", Rule::Prose),
        may("note", Rule::Prose),
        may("agreement", Rule::Id),
        may("sources", IDS),
        may("frequency", Rule::List(&Rule::Object(&FREQUENCY))),
        EVIDENCE,
    ],
    ..NO_FIELDS
};

const FREQUENCY: Fields = Fields {
    fields: &[
        may("level", Rule::Line),
        needed("text", Rule::Name),
        may("per_year", Rule::Amount),
        may("as_of", Rule::Date),
        may("sources", IDS),
    ],
    ..NO_FIELDS
};

impl Entry for Series<'_> {
    fn enter(&self, to: &mut Builder) {
        let frequencies = self.frequency.iter().flat_map(|f| f.sources.iter());
        let evidence = self.evidence.iter().flat_map(|e| e.sources.iter());
        let sources = self.sources.iter().chain(frequencies).chain(evidence);
        to.series(&SeriesFacts {
            id: &self.id,
            name: &self.name,
            short: &self.short,
            agreement: &self.agreement,
            sources: sources.collect(),
        });
    }
}
