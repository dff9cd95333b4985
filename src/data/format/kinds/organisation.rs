//! An institution, service, agency or government.

use super::prelude::*;

record! {
    /// An organisation, as it stands in `organisations`.
    Organisation<'a> {
        /// Unique among organisations.
        id: RawId<'a>, needed;
        /// Its full name.
        name: Clean<'a> as FieldRule::Name, needed;
        /// The name it is known by.
        short: Clean<'a>;
        /// What sort it is, in a word or two.
        kind: Clean<'a>;
        /// Other and former names.
        aliases: Items<Clean<'a>> as NAMES;
        /// The organisation it is part of.
        parent: RawId<'a> => Parent;
        /// The organisation whose work it took over.
        successor_of: RawId<'a> => SuccessorOf;
        /// What one should know of it.
        note: Prose<'a>;
        /// The sources that name it.
        sources: Items<RawId<'a>> => OrganisationSource;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>> => OrganisationSource;
    }
}

impl Entry for Organisation<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let names = Names {
            short: &self.short,
            aliases: &self.aliases,
            ..Names::default()
        };
        builder.record(Kind::Organisation, arrival, &self.id, &self.name, &names);
        self.link_fields(builder);
    }
}
