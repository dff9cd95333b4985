//! What is told of a meeting, fact by fact, each with the sources that it rests on.

use std::io;

use serde::Deserialize;

use crate::data::kinds::{Evidence, Meeting, Participant};
use crate::data::{
    Basis, Body, Dataset, FactBasis, IdOr, Kind, List, Object, Participation, RawId, RecordId,
    Relation, Weight,
};

/// What a fact rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Rests {
    /// Sources that are given for this very fact.
    Own(Vec<RecordId>),
    /// The sources of the whole record: at least one says so, and which one is not recorded.
    Record(Vec<RecordId>),
    /// No source is given.
    Nothing,
}

impl Rests {
    /// The sources, if there are any.
    pub(super) fn sources(&self) -> &[RecordId] {
        match self {
            Self::Own(sources) | Self::Record(sources) => sources,
            Self::Nothing => &[],
        }
    }

    /// Whether they are this fact's own, in a word.
    pub(super) fn level(&self) -> &'static str {
        match self {
            Self::Own(_) => "fact",
            Self::Record(_) => "record",
            Self::Nothing => "none",
        }
    }
}

/// What the facts of one record rest on.
#[derive(Clone, Debug, Default)]
pub(super) struct Ground {
    record: Vec<RecordId>,
    /// By field: its own sources, whether it was inferred, and why.
    fields: Vec<(String, Vec<RecordId>, bool, String)>,
}

impl Ground {
    pub(super) fn new(
        dataset: &Dataset,
        sources: &List<RawId<'_>>,
        evidence: &List<Object<Evidence<'_>>>,
    ) -> Self {
        let fields = evidence.iter().map(|entry| {
            (
                entry.field.to_string(),
                found(dataset, &entry.sources),
                entry.basis.0 == Some(FactBasis::Inferred),
                entry.note.to_string(),
            )
        });
        Self {
            record: found(dataset, sources),
            fields: fields.collect(),
        }
    }

    /// What a field rests on.
    pub(super) fn of(&self, field: &str) -> Rests {
        self.with(field, Vec::new())
    }

    /// What a fact of a field rests on that may have sources beside it.
    pub(super) fn with(&self, field: &str, mut own: Vec<RecordId>) -> Rests {
        let of_field = self.fields.iter().filter(|(name, ..)| name == field);
        for source in of_field.flat_map(|(_, sources, ..)| sources) {
            if !own.contains(source) {
                own.push(*source);
            }
        }
        match (own.is_empty(), self.record.is_empty()) {
            (false, _) => Rests::Own(own),
            (true, false) => Rests::Record(self.record.clone()),
            (true, true) => Rests::Nothing,
        }
    }

    /// What the record as a whole rests on.
    pub(super) fn whole(&self) -> Rests {
        if self.record.is_empty() {
            Rests::Nothing
        } else {
            Rests::Record(self.record.clone())
        }
    }

    /// Why a field was inferred, if it was; without a reason the text is empty.
    pub(super) fn inferred(&self, field: &str) -> Option<&str> {
        let mut of_field = self.fields.iter().filter(|(name, ..)| name == field);
        let found = of_field.find(|(_, _, inferred, _)| *inferred)?;
        Some(&found.3)
    }

    /// The fields that were inferred, with the reasons.
    pub(super) fn all_inferred(&self) -> impl Iterator<Item = (&str, &str)> {
        let inferred = self.fields.iter().filter(|(_, _, inferred, _)| *inferred);
        inferred.map(|(field, _, _, why)| (field.as_str(), why.as_str()))
    }
}

/// The texts of a record. An export without them would seem whole and not be so.
pub(super) fn body(dataset: &Dataset, id: RecordId) -> io::Result<Body<'_>> {
    dataset.body(id).map_err(io::Error::other)
}

/// The sources of these ids that there are.
pub(super) fn found(dataset: &Dataset, ids: &[RawId<'_>]) -> Vec<RecordId> {
    let ids = ids.iter().filter_map(|id| dataset.find(Kind::Source, id));
    ids.collect()
}

/// Somebody named for a meeting.
#[derive(Clone, Debug)]
pub(super) struct Presence {
    /// The person, or else the organisation.
    pub id: Option<RecordId>,
    /// Their name.
    pub name: String,
    /// The role on that day.
    pub role: String,
    /// Whether it is taken from the person's roles.
    pub role_inferred: bool,
    /// The organisation a person came for.
    pub came_for: Option<RecordId>,
    /// The side of the table.
    pub side: String,
    /// How it is known that they took part; nothing for a chair who is not listed.
    pub basis: Option<Basis>,
    /// Whether they chaired.
    pub chair: bool,
    /// More.
    pub note: String,
    /// What it rests on.
    pub rests: Rests,
}

/// A meeting with all its facts.
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    /// What its facts rest on.
    pub ground: Ground,
    /// The date as the file writes it, if that is no date.
    pub odd_date: String,
    /// The first and last day it may have been held on.
    pub window: (String, String),
    /// Whoever was named or chaired.
    pub people: Vec<Presence>,
    /// What was discussed.
    pub topics: Vec<(RecordId, Weight, Rests)>,
    /// The organisation that led, and how that is known.
    pub lead: Option<(RecordId, String)>,
    /// How sure the record is.
    pub confidence: String,
    /// What it has to do with the dialogue.
    pub relation: String,
    /// What happened, what came of it, what one should know: a name and a text each.
    pub texts: Vec<(&'static str, String)>,
}

impl Account {
    /// Reads a meeting in full.
    pub(super) fn of(dataset: &Dataset, id: RecordId) -> io::Result<Self> {
        let body = body(dataset, id)?;
        let meeting: Meeting<'_> = body.read().unwrap_or_default();
        let ground = Ground::new(dataset, &meeting.sources, &meeting.evidence);
        let odd_date = match dataset.date(id) {
            Some(_) => String::new(),
            None => meeting.date.to_string(),
        };
        let lead = dataset.to(id, Relation::Lead).next().map(|lead| {
            let basis = meeting.lead.as_ref().map(|lead| lead.basis.to_string());
            (lead, basis.unwrap_or_default())
        });
        Ok(Self {
            odd_date,
            window: (meeting.earliest.to_string(), meeting.latest.to_string()),
            people: people(dataset, id, &meeting, &ground),
            topics: topics(dataset, id, &meeting, &ground),
            lead,
            confidence: meeting.confidence.to_string(),
            relation: meeting.relation.to_string(),
            texts: texts(&meeting),
            ground,
        })
    }
}

fn texts(meeting: &Meeting<'_>) -> Vec<(&'static str, String)> {
    let outcomes = meeting.outcomes.iter().map(|text| ("outcomes", &**text));
    let texts = [("summary", &*meeting.summary)].into_iter().chain(outcomes);
    let notes = [("note", &*meeting.note), ("date_note", &*meeting.date_note)];
    texts
        .chain(notes)
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(name, text)| (name, text.to_owned()))
        .collect()
}

fn people(
    dataset: &Dataset,
    id: RecordId,
    meeting: &Meeting<'_>,
    ground: &Ground,
) -> Vec<Presence> {
    let chairs: Vec<RecordId> = dataset.to(id, Relation::Chair).collect();
    let named = dataset.participants(id).zip(&meeting.participants);
    let mut people: Vec<Presence> = named
        .map(|(known, given)| named_for(dataset, &known, given, &chairs, ground))
        .collect();
    for chair in chairs {
        if !people.iter().any(|known| known.id == Some(chair)) {
            people.push(Presence {
                id: Some(chair),
                name: dataset.name(chair).to_owned(),
                role: String::new(),
                role_inferred: false,
                came_for: None,
                side: String::new(),
                basis: None,
                chair: true,
                note: String::new(),
                rests: ground.of("chairs"),
            });
        }
    }
    people
}

fn named_for(
    dataset: &Dataset,
    known: &Participation<'_>,
    given: &Participant<'_>,
    chairs: &[RecordId],
    ground: &Ground,
) -> Presence {
    let alone = known.person.is_none() && known.name.is_empty();
    let id = known.person.or(known.organisation.filter(|_| alone));
    let name = match id {
        Some(id) => dataset.name(id).to_owned(),
        None => known.name.to_owned(),
    };
    Presence {
        id,
        name,
        role: known.role.to_owned(),
        role_inferred: known.role_inferred,
        came_for: known.organisation.filter(|_| !alone),
        side: given.side.to_string(),
        basis: Some(known.basis),
        chair: id.is_some_and(|id| chairs.contains(&id)),
        note: given.note.to_string(),
        rests: ground.with("participants", found(dataset, &given.sources)),
    }
}

fn topics(
    dataset: &Dataset,
    id: RecordId,
    meeting: &Meeting<'_>,
    ground: &Ground,
) -> Vec<(RecordId, Weight, Rests)> {
    let own = |topic: RecordId| {
        let mut own = Vec::new();
        for entry in &meeting.topics {
            if let IdOr::Full(subject) = entry
                && &*subject.topic == dataset.raw_id(topic)
            {
                own.extend(found(dataset, &subject.sources));
            }
        }
        own
    };
    dataset
        .topics(id)
        .map(|(topic, weight)| (topic, weight, ground.with("topics", own(topic))))
        .collect()
}

/// What the facts of a record rest on.
pub(super) fn ground_of(dataset: &Dataset, id: RecordId) -> io::Result<Ground> {
    /// The two fields that every record has.
    #[derive(Default, Deserialize)]
    #[serde(default, bound(deserialize = "'de: 'a"))]
    struct Grounds<'a> {
        sources: List<RawId<'a>>,
        evidence: List<Object<Evidence<'a>>>,
    }
    let body = body(dataset, id)?;
    let grounds: Grounds<'_> = body.read().unwrap_or_default();
    Ok(Ground::new(dataset, &grounds.sources, &grounds.evidence))
}
