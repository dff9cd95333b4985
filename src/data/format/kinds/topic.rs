//! A subject of meetings and agreements.

use super::prelude::*;

record! {
    /// A topic, as it stands in `topics`.
    Topic<'a> {
        /// Unique among topics.
        id: RawId<'a>, needed;
        /// Its full name.
        name: Clean<'a> as FieldRule::Name, needed;
        /// A name for narrow places.
        short: Clean<'a>;
        /// Other names, abbreviations included.
        aliases: Items<Clean<'a>> as NAMES;
        /// The wider field it belongs to.
        theme: Clean<'a>;
        /// The wider topics that it is part of.
        broader: Items<RawId<'a>> => Broader;
        /// Topics beside it.
        related: Items<RawId<'a>> => Related;
        /// What one should know of it.
        note: Prose<'a>;
        /// The sources that name it.
        sources: Items<RawId<'a>> => TopicSource;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>> => TopicSource;
    }
}

impl Entry for Topic<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let names = Names {
            short: &self.short,
            aliases: &self.aliases,
            ..Names::default()
        };
        builder.record(Kind::Topic, arrival, &self.id, &self.name, &names);
        self.link_fields(builder);
    }
}
