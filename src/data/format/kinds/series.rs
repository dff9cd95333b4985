//! Meetings that are held again and again under one name. A series is no record: it is shown on its
//! meetings and on the agreement it is held under.

use super::prelude::*;
use crate::data::build::SeriesDraft;

record! {
    /// A series, as it stands in `series`.
    Series<'a> {
        /// Unique among series.
        id: RawId<'a>, needed;
        /// Its full name.
        name: Clean<'a> as FieldRule::Name, needed;
        /// An abbreviation.
        short: Clean<'a>;
        /// What it is for.
        purpose: Prose<'a>;
        /// What one should know of it.
        note: Prose<'a>;
        /// The agreement it is held under.
        agreement: RawId<'a>;
        /// The sources that name it.
        sources: Items<RawId<'a>>;
        /// How often it and the meetings beside it are said to be held.
        frequency: Items<Frequency<'a>>;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>>;
    }
}

record! {
    /// How often meetings of some level are said to be held.
    Frequency<'a> {
        /// Which meetings, e.g. `Heads of Unit`.
        level: Clean<'a>;
        /// How often, in words.
        text: Clean<'a> as FieldRule::Name, needed;
        /// How often a year, if a number is given.
        per_year: Option<f64>;
        /// When this was said (EDTF).
        as_of: Clean<'a> as FieldRule::Date;
        /// Who says so.
        sources: Items<RawId<'a>>;
    }
}

impl Entry for Series<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let id = arrival.id_or_made_up(&self.id);
        let mut sources = Vec::new();
        let mut add = |id: &RawId<'_>| sources.push(builder.texts.intern(id));
        self.sources.each_id(&mut add);
        self.frequency.each_id(&mut add);
        self.evidence.each_id(&mut add);
        builder.series.push(SeriesDraft {
            id: builder.texts.intern(&id),
            name: builder.texts.intern(&self.name),
            short: builder.texts.intern(&self.short),
            agreement: builder.texts.intern(&self.agreement),
            sources,
            index: arrival.place.index,
        });
        builder.series_spans.push(arrival.json);
    }
}
