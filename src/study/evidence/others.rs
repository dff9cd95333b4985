//! The facts of people, organisations, topics, agreements and sources.

use super::gather::{Coming, Gather, is_doubtful};
use crate::data::kinds::{Agreement, Organisation, Person, Role, Source, Topic};
use crate::data::{Date, Kind};

impl Gather<'_> {
    pub(super) fn person(&mut self, person: &Person<'_>) {
        self.rests_on(&person.sources, &person.evidence);
        let many = person.roles.len() > 1;
        let any_doubt = person.roles.iter().any(|role| has_doubt(role));
        for role in &person.roles {
            let coming = self.role(role, many);
            let doubtful = coming.inferred;
            let fact = self.push("roles", coming);
            // What is inferred of the roles concerns those whose dates are marked so, if any are.
            fact.inferred = doubtful || (fact.inferred && !any_doubt);
        }
    }

    fn role(&self, role: &Role<'_>, one_of_many: bool) -> Coming {
        let target = self.record(Kind::Organisation, &role.organisation);
        let title = match (&*role.title, target) {
            ("", Some(organisation)) => self.dataset.name(organisation),
            (title, _) => title,
        };
        let span = span(role);
        let unknown = span.is_empty();
        Coming {
            aside: if unknown {
                "when is not known".to_owned()
            } else {
                span
            },
            target,
            own: self.found(&role.sources),
            inferred: has_doubt(role),
            unknown,
            one_of_many,
            ..Coming::of(title)
        }
    }

    pub(super) fn organisation(&mut self, organisation: &Organisation<'_>) {
        self.rests_on(&organisation.sources, &organisation.evidence);
        self.text("kind", &organisation.kind.replace(['-', '_'], " "));
        self.link("parent", Kind::Organisation, &organisation.parent);
        self.link(
            "successor_of",
            Kind::Organisation,
            &organisation.successor_of,
        );
        self.text("note", &organisation.note);
    }

    pub(super) fn topic(&mut self, topic: &Topic<'_>) {
        self.rests_on(&topic.sources, &topic.evidence);
        self.text("theme", &topic.theme);
        self.links("broader", Kind::Topic, &topic.broader);
        self.links("related", Kind::Topic, &topic.related);
        self.text("note", &topic.note);
    }

    pub(super) fn agreement(&mut self, agreement: &Agreement<'_>) {
        self.rests_on(&agreement.sources, &agreement.evidence);
        self.date(&agreement.date, vec![agreement.date_note.to_string()]);
        self.links("parties", Kind::Organisation, &agreement.parties);
        if agreement.parties.is_empty() {
            self.unknown("parties", "no party is named");
        }
        self.links("signatories", Kind::Person, &agreement.signatories);
        self.link("meeting", Kind::Meeting, &agreement.meeting);
        self.link("follows", Kind::Agreement, &agreement.follows);
        self.link("amends", Kind::Agreement, &agreement.amends);
        self.links("topics", Kind::Topic, &agreement.topics);
        self.text("summary", &agreement.summary);
        self.text("note", &agreement.note);
    }

    pub(super) fn source(&mut self, source: &Source<'_>) {
        self.rests_on(&[], &source.evidence);
        self.date(&source.date, Vec::new());
        match &*source.publisher {
            "" => self.unknown("publisher", "not known"),
            publisher => self.text("publisher", publisher),
        }
        match &*source.url {
            "" => self.unknown("url", "no address is known"),
            url => self.text("url", url),
        }
    }
}

/// `2011-07-01 … 2015 · as of 2014-10-01`; empty when nothing is known.
fn span(role: &Role<'_>) -> String {
    let said = |text: &str| if text.is_empty() { "?" } else { text }.to_owned();
    let held = match (&*role.from, &*role.to) {
        ("", "") => String::new(),
        (from, to) => format!("{} … {}", said(from), said(to)),
    };
    let as_of = match &*role.as_of {
        "" => String::new(),
        day => format!("as of {day}"),
    };
    match (held.is_empty(), as_of.is_empty()) {
        (false, false) => format!("{held} · {as_of}"),
        _ => held + &as_of,
    }
}

/// Whether one of the dates of a role is marked as inferred.
fn has_doubt(role: &Role<'_>) -> bool {
    let dates = [&role.from, &role.to, &role.as_of];
    let mut read = dates.into_iter().filter_map(|text| Date::parse(text).ok());
    read.any(is_doubtful)
}
