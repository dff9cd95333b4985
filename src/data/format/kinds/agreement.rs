//! A treaty, framework, letter or programme.

use super::prelude::*;
use crate::data::Date;

record! {
    /// An agreement, as it stands in `agreements`.
    Agreement<'a> {
        /// Unique among agreements.
        id: RawId<'a>, needed;
        /// Its full title.
        title: Clean<'a> as FieldRule::Name, needed;
        /// A title for narrow places.
        short: Clean<'a>;
        /// What sort it is, in a word or two.
        kind: Clean<'a>;
        /// Other titles.
        aliases: Items<Clean<'a>> as NAMES;
        /// When it was made (EDTF).
        date: Clean<'a> as FieldRule::Date;
        /// What one should know of the date.
        date_note: Prose<'a>;
        /// The organisations that made it or joined it.
        parties: Items<RawId<'a>> => Party;
        /// The people who signed.
        signatories: Items<RawId<'a>> => Signatory;
        /// What it is about.
        topics: Items<RawId<'a>> => Subject;
        /// What it does, in a few sentences.
        summary: Prose<'a>;
        /// The agreement it came after.
        follows: RawId<'a> => Follows;
        /// The agreement it changes.
        amends: RawId<'a> => Amends;
        /// The meeting at which it was made.
        meeting: RawId<'a> => MadeAt;
        /// What one should know of it.
        note: Prose<'a>;
        /// The sources that name it.
        sources: Items<RawId<'a>> => AgreementSource;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>> => AgreementSource;
    }
}

impl Entry for Agreement<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let names = Names {
            short: &self.short,
            aliases: &self.aliases,
            date: Date::parse_lenient(&self.date),
            ..Names::default()
        };
        builder.record(Kind::Agreement, arrival, &self.id, &self.title, &names);
        self.link_fields(builder);
    }
}
