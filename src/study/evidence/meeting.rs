//! The facts of a meeting.

use super::gather::{Coming, Gather};
use crate::data::kinds::{Meeting, Participant};
use crate::data::{Basis, Completeness, IdOr, Kind, Participation, Weight};

impl Gather<'_> {
    pub(super) fn meeting(&mut self, meeting: &Meeting<'_>) {
        self.rests_on(&meeting.sources, &meeting.evidence);
        let notes = vec![window(meeting), meeting.date_note.to_string()];
        self.date(&meeting.date, notes);
        match &*meeting.place {
            "" => self.unknown("place", "not known"),
            place => self.text("place", place),
        }
        self.series(meeting);
        self.link("part_of", Kind::Meeting, &meeting.part_of);
        if meeting.hosts.is_empty() {
            self.unknown("hosts", "no host is named");
        }
        self.links("hosts", Kind::Organisation, &meeting.hosts);
        self.links("chairs", Kind::Person, &meeting.chairs);
        self.lead(meeting);
        self.people(meeting);
        self.links("organisations", Kind::Organisation, &meeting.organisations);
        self.topics(meeting);
        for outcome in &meeting.outcomes {
            let coming = Coming {
                one_of_many: meeting.outcomes.len() > 1,
                ..Coming::of(&**outcome)
            };
            self.push("outcomes", coming);
        }
    }

    fn series(&mut self, meeting: &Meeting<'_>) {
        let series = self.dataset.series_of(self.id);
        let name = series.map(|series| self.dataset.series_name(series).into_owned());
        if let Some(number) = self.dataset.ordinal(self.id) {
            let count = series.map(|series| self.dataset.series_meetings(series).len());
            let of = count.map_or_else(String::new, |count| format!(" of {count}"));
            let coming = Coming {
                aside: name.unwrap_or_default(),
                ..Coming::of(format!("no. {number}{of}"))
            };
            self.push("ordinal", coming);
        } else if let Some(name) = name {
            self.text("series", &name);
        } else if !meeting.series.is_empty() {
            self.unknown("series", "not in this dataset");
        }
    }

    fn lead(&mut self, meeting: &Meeting<'_>) {
        let Some(lead) = &meeting.lead else { return };
        let Some(target) = self.record(Kind::Organisation, &lead.organisation) else {
            return;
        };
        let coming = Coming {
            target: Some(target),
            inferred: lead.basis.starts_with("inferred"),
            notes: said(&lead.basis),
            ..Coming::of(self.dataset.name(target))
        };
        self.push("lead", coming);
    }

    fn people(&mut self, meeting: &Meeting<'_>) {
        let many = meeting.participants.len() > 1;
        let dataset = self.dataset;
        let known = dataset.participants(self.id);
        for (participant, known) in meeting.participants.iter().zip(known) {
            self.participant(participant, &known, many);
        }
        match dataset.attendance(self.id) {
            _ if meeting.participants.is_empty() => self.unknown("participants", "nobody is named"),
            Completeness::Partial => {
                self.unknown("attendance", "the list of people is known to be incomplete");
            }
            Completeness::Unknown => {
                self.unknown("attendance", "whether all people are listed is not known");
            }
            Completeness::Complete => self.text("attendance", "all are listed"),
        }
    }

    fn participant(
        &mut self,
        participant: &Participant<'_>,
        known: &Participation<'_>,
        one_of_many: bool,
    ) {
        let name = match (known.person, known.organisation) {
            (Some(person), _) => self.dataset.name(person),
            (None, Some(organisation)) if known.name.is_empty() => self.dataset.name(organisation),
            _ => known.name,
        };
        let stated = if known.role_inferred { "" } else { known.role };
        let asides = [stated, basis_word(known.basis)];
        let asides: Vec<&str> = asides.into_iter().filter(|it| !it.is_empty()).collect();
        let target = known.person.or(known.organisation);
        let coming = Coming {
            aside: asides.join(" · "),
            target,
            own: self.found(&participant.sources),
            inferred: known.basis == Basis::Implied,
            notes: said(&participant.note),
            one_of_many,
            ..Coming::of(name)
        };
        let fact = self.push("participants", coming);
        fact.basis = Some(known.basis);
        fact.came_for = known.organisation.filter(|_| known.person.is_some());
        if known.person.is_some() && (known.role_inferred || known.role.is_empty()) {
            let (aside, note) = if known.role_inferred {
                (known.role, "taken from the dated roles of the person")
            } else {
                ("role not known", "")
            };
            let coming = Coming {
                aside: aside.to_owned(),
                target,
                inferred: known.role_inferred,
                unknown: !known.role_inferred,
                notes: said(note),
                one_of_many: true,
                ..Coming::of(name)
            };
            self.push("role", coming);
        }
    }

    fn topics(&mut self, meeting: &Meeting<'_>) {
        for topic in &meeting.topics {
            let (id, weight, own) = match topic {
                IdOr::Id(id) => (id, Weight::Agenda, Vec::new()),
                IdOr::Full(subject) => (
                    &subject.topic,
                    subject.weight.0.unwrap_or_default(),
                    self.found(&subject.sources),
                ),
            };
            let Some(target) = self.record(Kind::Topic, id) else {
                continue;
            };
            let coming = Coming {
                aside: weight_word(weight).to_owned(),
                target: Some(target),
                own,
                one_of_many: meeting.topics.len() > 1,
                ..Coming::of(self.dataset.short(target))
            };
            self.push("topics", coming);
        }
        match self.dataset.agenda(self.id) {
            _ if meeting.topics.is_empty() => self.unknown("topics", "no topic is listed"),
            Completeness::Partial => {
                self.unknown("agenda", "the list of topics is known to be incomplete");
            }
            Completeness::Unknown => {
                self.unknown("agenda", "whether all topics are listed is not known");
            }
            Completeness::Complete => self.text("agenda", "all topics are listed"),
        }
    }
}

/// A note, when there is one.
fn said(note: &str) -> Vec<String> {
    let note = Some(note).filter(|note| !note.is_empty());
    note.map(str::to_owned).into_iter().collect()
}

/// The word for a weight.
#[must_use]
pub const fn weight_word(weight: Weight) -> &'static str {
    match weight {
        Weight::Agenda => "agenda",
        Weight::Context => "context",
    }
}

/// The word for how somebody's presence is known.
#[must_use]
pub const fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Reported => "reported",
        other => basis_word(other),
    }
}

/// The word for how somebody's presence is known; empty when it was reported.
#[must_use]
pub const fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Reported => "",
        Basis::Announced => "announced",
        Basis::Quoted => "quoted",
        Basis::Implied => "implied",
    }
}

/// The days between which the meeting was held, where its date is not known better.
fn window(meeting: &Meeting<'_>) -> String {
    match (&*meeting.earliest, &*meeting.latest) {
        ("", "") => String::new(),
        (earliest, "") => format!("not before {earliest}"),
        ("", latest) => format!("not after {latest}"),
        (earliest, latest) => format!("between {earliest} and {latest}"),
    }
}
