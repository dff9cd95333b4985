//! People met, on a day or in some span of time.

use serde::Deserialize;

use super::{EVIDENCE, Evidence, IDS, NAMES, NO_FIELDS, evidence_sources};
use crate::data::build::{Builder, Entry, MeetingFacts, Named, ParticipantFacts};
use crate::data::format::de::{Clean, IdOr, List, Object, Prose, RawId, Worded};
use crate::data::format::fields::{Object as Fields, Rule, may, needed};
use crate::data::model::date::Date;
use crate::data::model::terms;
use crate::data::{Basis, Completeness, Kind, Relation, Weight};

/// A meeting, as it stands in `meetings`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Meeting<'a> {
    /// Unique among meetings.
    pub id: RawId<'a>,
    /// Its full title.
    pub title: Clean<'a>,
    /// A title for narrow places.
    pub short: Clean<'a>,
    /// What sort it is, in a word or two.
    pub kind: Clean<'a>,
    /// Other titles.
    pub aliases: List<Clean<'a>>,
    /// The series it belongs to.
    pub series: RawId<'a>,
    /// Its number in the series, from 1.
    pub ordinal: Option<u32>,
    /// When it was held (EDTF).
    pub date: Clean<'a>,
    /// What one should know of the date.
    pub date_note: Prose<'a>,
    /// The first day it may have been held on (EDTF), if the date is not known better.
    pub earliest: Clean<'a>,
    /// The last such day (EDTF).
    pub latest: Clean<'a>,
    /// Where it was held.
    pub place: Clean<'a>,
    /// The organisations that held it.
    pub hosts: List<RawId<'a>>,
    /// The people who chaired it.
    pub chairs: List<RawId<'a>>,
    /// The meeting it was part of.
    pub part_of: RawId<'a>,
    /// Who was named for it, and as what.
    pub participants: List<Object<Participant<'a>>>,
    /// Whether the list of participants is complete.
    pub attendance: Worded<Completeness>,
    /// Whether the list of topics is complete.
    pub agenda: Worded<Completeness>,
    /// The organisation that led on its side.
    pub lead: Option<Object<Lead<'a>>>,
    /// What it has to do with the dialogue, if it is not part of it.
    pub relation: Clean<'a>,
    /// How sure the record is, in a word.
    pub confidence: Clean<'a>,
    /// The organisations that took part.
    pub organisations: List<RawId<'a>>,
    /// What was discussed.
    pub topics: List<IdOr<'a, Subject<'a>>>,
    /// What happened, in a few sentences.
    pub summary: Prose<'a>,
    /// What came of it.
    pub outcomes: List<Prose<'a>>,
    /// What one should know of the record.
    pub note: Prose<'a>,
    /// The sources of the record.
    pub sources: List<RawId<'a>>,
    /// Where single fields come from.
    pub evidence: List<Object<Evidence<'a>>>,
}

/// Somebody, or some organisation, named for a meeting.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Participant<'a> {
    /// The person, if there is a record of them.
    pub person: RawId<'a>,
    /// A name in free text, when there is no record of the person.
    pub name: Clean<'a>,
    /// The role at that meeting, as the source puts it.
    pub role: Clean<'a>,
    /// The organisation they came for.
    pub organisation: RawId<'a>,
    /// The side of the table.
    pub side: Clean<'a>,
    /// How we know.
    pub basis: Worded<Basis>,
    /// More, e.g. `opened the meeting`.
    pub note: Prose<'a>,
    /// The sources that name them.
    pub sources: List<RawId<'a>>,
}

/// A topic of a meeting, with its weight and sources.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Subject<'a> {
    /// The topic.
    pub topic: RawId<'a>,
    /// Whether it was on the agenda or is named around it.
    pub weight: Worded<Weight>,
    /// The sources that say so.
    pub sources: List<RawId<'a>>,
}

/// The organisation that led on its side, and how that is known.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, bound(deserialize = "'de: 'a"))]
pub struct Lead<'a> {
    /// The organisation.
    pub organisation: RawId<'a>,
    /// How that is known, in words.
    pub basis: Clean<'a>,
}

/// The fields of a meeting.
pub const MEETING: Fields = Fields {
    fields: &[
        needed("id", Rule::Id),
        needed("title", Rule::Name),
        may("short", Rule::Line),
        may("kind", Rule::Line),
        may("aliases", NAMES),
        may("series", Rule::Id),
        may("ordinal", Rule::Ordinal),
        may("date", Rule::Date),
        may("date_note", Rule::Prose),
        may("earliest", Rule::Date),
        may("latest", Rule::Date),
        may("place", Rule::Line),
        may("hosts", IDS),
        may("chairs", IDS),
        may("part_of", Rule::Id),
        may("participants", Rule::List(&Rule::Object(&PARTICIPANT))),
        may("attendance", Rule::Word(&terms::COMPLETENESS)),
        may("agenda", Rule::Word(&terms::COMPLETENESS)),
        may("lead", Rule::Object(&LEAD)),
        may("relation", Rule::Line),
        may("confidence", Rule::Line),
        may("organisations", IDS),
        may("topics", Rule::List(&Rule::IdOr(&SUBJECT))),
        may("summary", Rule::Prose),
        may("outcomes", Rule::List(&Rule::Saying)),
        may("note", Rule::Prose),
        may("sources", IDS),
        EVIDENCE,
    ],
    in_order: &["earliest", "latest"],
    ..NO_FIELDS
};

const PARTICIPANT: Fields = Fields {
    fields: &[
        may("person", Rule::Id),
        may("name", Rule::Name),
        may("role", Rule::Line),
        may("organisation", Rule::Id),
        may("side", Rule::Line),
        may("basis", Rule::Word(&terms::BASIS)),
        may("note", Rule::Prose),
        may("sources", IDS),
    ],
    one_of: &["person", "name", "organisation"],
    ..NO_FIELDS
};

const SUBJECT: Fields = Fields {
    fields: &[
        needed("topic", Rule::Id),
        may("weight", Rule::Word(&terms::WEIGHT)),
        may("sources", IDS),
    ],
    ..NO_FIELDS
};

const LEAD: Fields = Fields {
    fields: &[needed("organisation", Rule::Id), may("basis", Rule::Line)],
    ..NO_FIELDS
};

impl Entry for Meeting<'_> {
    fn enter(&self, to: &mut Builder) {
        let date = Date::parse_lenient(&self.date);
        to.bounds(date, &self.earliest, &self.latest);
        to.record(&Named {
            kind: Kind::Meeting,
            id: &self.id,
            name: &self.title,
            short: &self.short,
            aliases: &self.aliases,
            date,
            ..Named::default()
        });
        to.meeting(&MeetingFacts {
            kind: &self.kind,
            place: &self.place,
            series: &self.series,
            ordinal: self.ordinal,
            attendance: self.attendance.0.unwrap_or_default(),
            agenda: self.agenda.0.unwrap_or_default(),
        });
        self.enter_people(to);
        self.enter_topics(to);
        to.link_all(Relation::MeetingSource, &self.sources);
        to.link_all(Relation::MeetingSource, evidence_sources(&self.evidence));
    }
}

impl Meeting<'_> {
    fn enter_people(&self, to: &mut Builder) {
        for participant in &self.participants {
            to.participant(&ParticipantFacts {
                person: &participant.person,
                organisation: &participant.organisation,
                name: &participant.name,
                role: &participant.role,
                basis: participant.basis.0,
            });
            to.link_all(Relation::MeetingSource, &participant.sources);
        }
        to.link_all(Relation::Chair, &self.chairs);
        to.link_all(Relation::Host, &self.hosts);
        to.link_all(Relation::Listed, &self.organisations);
        if let Some(lead) = &self.lead {
            to.link(Relation::Lead, &lead.organisation);
        }
        to.link(Relation::PartOf, &self.part_of);
    }

    fn enter_topics(&self, to: &mut Builder) {
        for topic in &self.topics {
            match topic {
                IdOr::Id(id) => to.topic(id, Weight::Agenda),
                IdOr::Full(subject) => {
                    to.topic(&subject.topic, subject.weight.0.unwrap_or_default());
                    to.link_all(Relation::MeetingSource, &subject.sources);
                }
            }
        }
    }
}
