//! The facts of a meeting.

use std::collections::HashMap;

use super::gather::{FactGatherer, Knowledge, NewFact};
use super::{Detail, OnDate, Presence, RoleIs, Sources, words};
use crate::data::kinds::{Meeting, Participant};
use crate::data::{Basis, Completeness, IdOr, Kind, Participation, RecordId, Relation, Weight};

impl FactGatherer<'_> {
    pub(super) fn meeting(&mut self, meeting: &Meeting<'_>) {
        self.rests_on(&meeting.sources, &meeting.evidence);
        let said = OnDate {
            earliest: meeting.earliest.to_string(),
            latest: meeting.latest.to_string(),
            note: meeting.date_note.to_string(),
            ..OnDate::default()
        };
        self.date(&meeting.date, said);
        match &*meeting.place {
            "" => self.absent("place", "not known"),
            place => self.text("place", place),
        }
        self.text("kind", &words::spoken(&meeting.kind));
        self.series(meeting);
        self.link("part_of", Kind::Meeting, &meeting.part_of);
        self.links("hosts", Kind::Organisation, &meeting.hosts);
        if meeting.hosts.iter().all(|id| id.is_empty()) {
            self.absent("hosts", "no host is named");
        }
        self.links("chairs", Kind::Person, &meeting.chairs);
        self.lead(meeting);
        self.people(meeting);
        self.links("organisations", Kind::Organisation, &meeting.organisations);
        self.topics(meeting);
        self.texts("aliases", meeting.aliases.iter().map(|alias| &**alias));
        self.text("relation", &meeting.relation);
        self.text("confidence", &meeting.confidence);
        self.text("summary", &meeting.summary);
        self.texts("outcomes", meeting.outcomes.iter().map(|text| &**text));
        self.text("note", &meeting.note);
    }

    fn series(&mut self, meeting: &Meeting<'_>) {
        let series = self.dataset.series_of(self.id);
        if let Some(series) = series {
            let name = self.dataset.series_name(series).into_owned();
            self.text("series", &name);
        } else if !meeting.series.is_empty() {
            let value = words::missing_series(&meeting.series);
            let coming = NewFact {
                known: Knowledge::InPart,
                ..NewFact::of(value)
            };
            self.push("series", coming);
        }
        if let Some(number) = self.dataset.ordinal(self.id) {
            let value = words::number(number, words::highest(self.dataset, self.id));
            self.text("ordinal", &value);
        }
    }

    fn lead(&mut self, meeting: &Meeting<'_>) {
        let Some(lead) = &meeting.lead else { return };
        if lead.organisation.is_empty() {
            return;
        }
        let coming = NewFact {
            inferred: lead.basis.starts_with("inferred"),
            notes: said(&lead.basis),
            ..self.to(Kind::Organisation, &lead.organisation, false)
        };
        self.push("lead", coming);
    }

    fn people(&mut self, meeting: &Meeting<'_>) {
        let many = meeting.participants.len() > 1;
        let dataset = self.dataset;
        let chairs: Vec<RecordId> = dataset.to(self.id, Relation::Chair).collect();
        let known = (0..).zip(dataset.participants(self.id));
        for (participant, (nth, known)) in meeting.participants.iter().zip(known) {
            let mut presence = self.presence(participant, &known, nth);
            presence.chair = known.person.is_some_and(|id| chairs.contains(&id));
            self.participant(participant, presence, many);
        }
        let chairs = meeting.chairs.iter().filter(|id| !id.is_empty());
        let nobody = meeting.participants.is_empty() && chairs.count() == 0;
        match dataset.attendance(self.id) {
            _ if nobody => self.absent("participants", "nobody is named"),
            Completeness::Partial => {
                self.absent("attendance", "the list of people is known to be incomplete");
            }
            Completeness::Unknown => {
                self.absent("attendance", "whether all people are listed is not known");
            }
            Completeness::Complete => self.text("attendance", "all are listed"),
        }
    }

    fn presence(&self, given: &Participant<'_>, known: &Participation<'_>, nth: usize) -> Presence {
        let names_organisation = !given.organisation.is_empty() && !is_alone(given);
        let is_missing = known.organisation.is_none() && names_organisation;
        Presence {
            // Somebody of whom there is no record is still no organisation.
            is_person: !given.person.is_empty(),
            came_for: known.organisation.filter(|_| names_organisation),
            came_for_missing: match &*given.organisation {
                id if is_missing => words::shown_id(id),
                _ => String::new(),
            },
            side: given.side.to_string(),
            note: given.note.to_string(),
            ..Presence::of(self.dataset, self.id, nth, known)
        }
    }

    fn participant(&mut self, given: &Participant<'_>, presence: Presence, one_of_many: bool) {
        let named = if !given.person.is_empty() {
            self.to(Kind::Person, &given.person, one_of_many)
        } else if is_alone(given) && !given.organisation.is_empty() {
            self.to(Kind::Organisation, &given.organisation, one_of_many)
        } else {
            let (value, known) = match &*given.name {
                "" => ("somebody who is not named", Knowledge::InPart),
                name => (name, Knowledge::Fully),
            };
            NewFact {
                known,
                one_of_many,
                ..NewFact::of(value)
            }
        };
        let (target, name) = (named.target, named.value.clone());
        let role = role_apart(&presence);
        let coming = NewFact {
            own: self.found(&given.sources),
            inferred: presence.basis == Some(Basis::Implied),
            known: if presence.came_for_missing.is_empty() {
                named.known
            } else {
                Knowledge::InPart
            },
            notes: said(&presence.note),
            detail: Detail::Presence(Box::new(presence)),
            ..named
        };
        self.push("participants", coming);
        if let Some((words, inferred, note)) = role.filter(|_| target.is_some()) {
            let coming = NewFact {
                detail: Detail::Words(words),
                target,
                inferred,
                known: if inferred {
                    Knowledge::Fully
                } else {
                    Knowledge::NotAtAll
                },
                notes: said(note),
                one_of_many: true,
                ..NewFact::of(name)
            };
            self.push("role", coming);
        }
    }

    fn topics(&mut self, meeting: &Meeting<'_>) {
        let mut named: Vec<NewFact> = Vec::new();
        let mut places = HashMap::new();
        for topic in &meeting.topics {
            let (id, weight, own) = match topic {
                IdOr::Id(id) => (id, Weight::Agenda, Sources::default()),
                IdOr::Full(subject) => (
                    &subject.topic,
                    subject.weight.0.unwrap_or_default(),
                    self.found(&subject.sources),
                ),
            };
            if id.is_empty() {
                continue;
            }
            let place = *places.entry(&**id).or_insert_with(|| {
                let mut coming = self.to(Kind::Topic, id, false);
                if let Some(topic) = coming.target {
                    self.dataset.short(topic).clone_into(&mut coming.value);
                }
                named.push(coming);
                named.len() - 1
            });
            let coming = &mut named[place];
            coming.own.extend(&own);
            // A topic that is named twice is on the agenda if it is there once.
            if coming.detail != Detail::Weight(Weight::Agenda) {
                coming.detail = Detail::Weight(weight);
            }
        }
        let (any, one_of_many) = (!named.is_empty(), named.len() > 1);
        for coming in named {
            let coming = NewFact {
                one_of_many,
                ..coming
            };
            self.push("topics", coming);
        }
        match self.dataset.agenda(self.id) {
            _ if !any => self.absent("topics", "no topic is listed"),
            Completeness::Partial => {
                self.absent("agenda", "the list of topics is known to be incomplete");
            }
            Completeness::Unknown => {
                self.absent("agenda", "whether all topics are listed is not known");
            }
            Completeness::Complete => self.text("agenda", "all topics are listed"),
        }
    }
}

/// Whether only an organisation is named, and no person.
fn is_alone(given: &Participant<'_>) -> bool {
    given.person.is_empty() && given.name.is_empty()
}

/// The role of a person, where it is not stated: a fact by itself, so that the presence stays as sure as it
/// is. In words, whether it was inferred, and why.
fn role_apart(presence: &Presence) -> Option<(String, bool, &'static str)> {
    let is_stated = !presence.role.is_empty() && !presence.role_is.is_inferred();
    if is_stated || !presence.is_person {
        return None;
    }
    let inferred = |note| Some((presence.role.clone(), true, note));
    match presence.role_is {
        RoleIs::Stated => {}
        RoleIs::Inferred => return inferred("taken from the dated roles of the person"),
        RoleIs::InferredFromOpen => {
            return inferred("taken from the dated roles of the person; no end of it is recorded");
        }
    }
    let words = match &*presence.possible {
        [] => "role not known".to_owned(),
        some => format!("role not known: {}", some.join(" or ")),
    };
    Some((words, false, ""))
}

/// A note, when there is one.
fn said(note: &str) -> Vec<String> {
    let note = Some(note).filter(|note| !note.is_empty());
    note.map(str::to_owned).into_iter().collect()
}
