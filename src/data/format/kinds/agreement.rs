//! A treaty, framework, letter or programme.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, IDS, NAMES, NO_FIELDS, evidence_sources};
use crate::data::build::{Builder, Entry, Named};
use crate::data::format::de::{Clean, List, Object, Prose, RawId};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};
use crate::data::model::date::Date;
use crate::data::{Kind, Relation};

/// An agreement, as it stands in `agreements`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Agreement<'a> {
    /// Unique among agreements.
    pub id: RawId<'a>,
    /// Its full title.
    pub title: Clean<'a>,
    /// A title for narrow places.
    pub short: Clean<'a>,
    /// What sort it is, in a word or two.
    pub kind: Clean<'a>,
    /// Other titles.
    pub aliases: List<Clean<'a>>,
    /// When it was made (EDTF).
    pub date: Clean<'a>,
    /// What one should know of the date.
    pub date_note: Prose<'a>,
    /// The organisations that made it or joined it.
    pub parties: List<RawId<'a>>,
    /// The people who signed.
    pub signatories: List<RawId<'a>>,
    /// What it is about.
    pub topics: List<RawId<'a>>,
    /// What it does, in a few sentences.
    pub summary: Prose<'a>,
    /// What one should know of it.
    pub note: Prose<'a>,
    /// The agreement it came after.
    pub follows: RawId<'a>,
    /// The agreement it changes.
    pub amends: RawId<'a>,
    /// The meeting at which it was made.
    pub meeting: RawId<'a>,
    /// The sources that name it.
    pub sources: List<RawId<'a>>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// The fields of an agreement.
pub const AGREEMENT: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("title", Rule::Name),
        may("short", Rule::Line),
        may("kind", Rule::Line),
        may("aliases", NAMES),
        may("date", Rule::Date),
        may("date_note", Rule::Prose),
        may("parties", IDS),
        may("signatories", IDS),
        may("topics", IDS),
        may("summary", Rule::Prose),
        may("follows", Rule::Id),
        may("amends", Rule::Id),
        may("meeting", Rule::Id),
        may("note", Rule::Prose),
        may("sources", IDS),
        EVIDENCE,
    ],
    ..NO_FIELDS
};

impl Entry for Agreement<'_> {
    fn enter(&self, to: &mut Builder) {
        to.record(&Named {
            kind: Kind::Agreement,
            id: &self.id,
            name: &self.title,
            short: &self.short,
            aliases: &self.aliases,
            date: Date::parse_lenient(&self.date),
            ..Named::default()
        });
        to.link_all(Relation::Party, &self.parties);
        to.link_all(Relation::Signatory, &self.signatories);
        to.link_all(Relation::Subject, &self.topics);
        to.link(Relation::Follows, &self.follows);
        to.link(Relation::Amends, &self.amends);
        to.link(Relation::MadeAt, &self.meeting);
        to.link_all(Relation::AgreementSource, &self.sources);
        to.link_all(Relation::AgreementSource, evidence_sources(&self.evidence));
    }
}
