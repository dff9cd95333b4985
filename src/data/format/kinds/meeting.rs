//! People met, on a day or in some span of time.

use super::SAYINGS;
use super::prelude::*;
use crate::data::columns::row;
use crate::data::model::dataset::MeetingRow;
use crate::data::{Basis, Bounds, Completeness, Date, Weight};

record! {
    /// A meeting, as it stands in `meetings`.
    Meeting<'a> in_order [earliest, latest] {
        /// Unique among meetings.
        id: RawId<'a>, needed;
        /// Its full title.
        title: Clean<'a> as FieldRule::Name, needed;
        /// A title for narrow places.
        short: Clean<'a>;
        /// What sort it is, in a word or two.
        kind: Clean<'a>;
        /// Other titles.
        aliases: Items<Clean<'a>> as NAMES;
        /// The series it belongs to.
        series: RawId<'a>;
        /// Its number in the series, from 1.
        ordinal: Option<u32>;
        /// When it was held (EDTF).
        date: Clean<'a> as FieldRule::Date;
        /// What one should know of the date.
        date_note: Prose<'a>;
        /// The first day it may have been held on (EDTF), if the date is not known better.
        earliest: Clean<'a> as FieldRule::Date;
        /// The last such day (EDTF).
        latest: Clean<'a> as FieldRule::Date;
        /// Where it was held.
        place: Clean<'a>;
        /// The organisations that held it.
        hosts: Items<RawId<'a>> => Host;
        /// The people who chaired it.
        chairs: Items<RawId<'a>> => Chair;
        /// The meeting it was part of.
        part_of: RawId<'a> => PartOf;
        /// Who was named for it, and as what.
        participants: Items<Participant<'a>> => MeetingSource;
        /// Whether the list of participants is complete.
        attendance: Worded<Completeness>;
        /// Whether the list of topics is complete.
        agenda: Worded<Completeness>;
        /// The organisation that led on its side.
        lead: Option<Lead<'a>>;
        /// What it has to do with the dialogue, if it is not part of it.
        relation: Clean<'a>;
        /// How sure the record is, in a word.
        confidence: Clean<'a>;
        /// The organisations that took part.
        organisations: Items<RawId<'a>> => Listed;
        /// What was discussed.
        topics: Items<IdOr<'a, Subject<'a>>> => MeetingSource;
        /// What happened, in a few sentences.
        summary: Prose<'a>;
        /// What came of it.
        outcomes: Items<Prose<'a>> as SAYINGS;
        /// What one should know of the record.
        note: Prose<'a>;
        /// The sources of the record.
        sources: Items<RawId<'a>> => MeetingSource;
        /// Where single fields come from.
        evidence: Items<FieldEvidence<'a>> => MeetingSource;
    }
}

record! {
    /// Somebody, or some organisation, named for a meeting.
    Participant<'a> one_of [person, name, organisation] {
        /// The person, if there is a record of them.
        person: RawId<'a>;
        /// A name in free text, when there is no record of the person.
        name: Clean<'a> as FieldRule::Name;
        /// The role at that meeting, as the source puts it.
        role: Clean<'a>;
        /// The organisation they came for.
        organisation: RawId<'a>;
        /// The side of the table.
        side: Clean<'a>;
        /// How we know.
        basis: Worded<Basis>;
        /// More, e.g. `opened the meeting`.
        note: Prose<'a>;
        /// The sources that name them.
        sources: Items<RawId<'a>>;
    }
}

record! {
    /// A topic of a meeting, with its weight and sources.
    Subject<'a> {
        /// The topic.
        topic: RawId<'a>, needed;
        /// Whether it was on the agenda or is named around it.
        weight: Worded<Weight>;
        /// The sources that say so.
        sources: Items<RawId<'a>>;
    }
}

record! {
    /// The organisation that led on its side, and how that is known.
    Lead<'a> {
        /// The organisation.
        organisation: RawId<'a>, needed;
        /// How that is known, in words.
        basis: Clean<'a>;
    }
}

impl Entry for Meeting<'_> {
    fn enter(&self, builder: &mut Builder, arrival: Arrival) {
        let date = Date::parse_lenient(&self.date);
        let bounds = Bounds {
            earliest: Date::parse_lenient(&self.earliest),
            latest: Date::parse_lenient(&self.latest),
        };
        builder.bounds(arrival.place, date, bounds);
        let names = Names {
            short: &self.short,
            aliases: &self.aliases,
            date,
            ..Names::default()
        };
        builder.record(Kind::Meeting, arrival, &self.id, &self.title, &names);
        if let Some(ordinal) = self.ordinal {
            builder.ordinals.push(row(builder.meetings.len()), ordinal);
        }
        builder.meetings.push(MeetingRow {
            kind: builder.texts.intern(&self.kind),
            place: builder.texts.intern(&self.place),
            series: builder.texts.intern(&self.series),
            attendance: self.attendance.0.unwrap_or_default(),
            agenda: self.agenda.0.unwrap_or_default(),
        });
        for participant in &self.participants {
            participant.enter(builder);
        }
        if let Some(lead) = &self.lead {
            builder.link(Relation::Lead, &lead.organisation);
        }
        for topic in &self.topics {
            let (topic, weight) = match topic {
                IdOr::Id(id) => (id, Weight::Agenda),
                IdOr::Full(subject) => (&subject.topic, subject.weight.0.unwrap_or_default()),
            };
            if !topic.is_empty() {
                builder.weights.push(weight);
                builder.link(Relation::Discussed, topic);
            }
        }
        self.link_fields(builder);
    }
}

impl Participant<'_> {
    fn enter(&self, builder: &mut Builder) {
        let participants = &mut builder.participants;
        if !self.name.is_empty() {
            let name = builder.texts.intern(&self.name);
            participants.names.push(row(participants.roles.len()), name);
        }
        participants.roles.push(builder.texts.intern(&self.role));
        participants.bases.push(self.basis.0);
        builder.link_or_gap(Relation::Participant, &self.person);
        builder.link_or_gap(Relation::CameFor, &self.organisation);
    }
}

impl EachId for IdOr<'_, Subject<'_>> {
    fn each_id(&self, each: &mut impl FnMut(&RawId<'_>)) {
        if let Self::Full(subject) = self {
            subject.each_id(each);
        }
    }
}
