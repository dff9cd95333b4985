//! A text on which facts rest: a press release, a page, a report.

use super::prelude::*;
use crate::data::Date;

record! {
    /// A source, as it stands in `sources`.
    Source<'a> {
        /// Unique among sources.
        id: RawId<'a>, needed;
        /// Its title in its own language.
        title: Clean<'a> as FieldRule::Name, needed;
        /// Who published it.
        publisher: Clean<'a>;
        /// When (EDTF).
        date: Clean<'a> as FieldRule::Date;
        /// Its address.
        url: Clean<'a>;
        /// Its language, as a BCP 47 tag.
        language: Clean<'a>;
        /// What one should know of it.
        note: Prose<'a>;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>> => SourceSource;
    }
}

impl Entry for Source<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let names = Names {
            date: Date::parse_lenient(&self.date),
            ..Names::default()
        };
        builder.record(Kind::Source, arrival, &self.id, &self.title, &names);
        let publisher = builder.texts.intern(&self.publisher);
        builder.publishers.push(publisher);
        self.link_fields(builder);
    }
}
