//! The facts of people, organisations, topics, agreements and sources.

use super::gather::{FactGatherer, Knowledge, NewFact, is_doubtful};
use super::{Detail, OnDate, RoleDetail, words};
use crate::data::kinds::{Agreement, Organisation, Person, Role, Source, Topic};
use crate::data::{Date, Kind};

impl FactGatherer<'_> {
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
        self.texts("aliases", person.aliases.iter().map(|alias| &**alias));
        self.text("sort_name", &person.sort_name);
        self.text("note", &person.note);
    }

    fn role(&self, role: &Role<'_>, one_of_many: bool) -> NewFact {
        let at = match &*role.organisation {
            "" => NewFact::default(),
            id => self.to(Kind::Organisation, id, false),
        };
        let mut value = words::role_at(self.dataset, &role.title, at.target);
        if at.missing.is_some() {
            value = words::joined([value, format!("? {}", at.value)], ", ");
        }
        let held = RoleDetail {
            title: role.title.to_string(),
            from: role.from.to_string(),
            to: role.to.to_string(),
            as_of: role.as_of.to_string(),
        };
        NewFact {
            value,
            own: self.found(&role.sources),
            inferred: has_doubt(role),
            known: if held.is_undated() {
                Knowledge::InPart
            } else {
                Knowledge::Fully
            },
            one_of_many,
            detail: Detail::Held(Box::new(held)),
            ..at
        }
    }

    pub(super) fn organisation(&mut self, organisation: &Organisation<'_>) {
        self.rests_on(&organisation.sources, &organisation.evidence);
        self.text("kind", &words::spoken(&organisation.kind));
        self.link("parent", Kind::Organisation, &organisation.parent);
        self.link(
            "successor_of",
            Kind::Organisation,
            &organisation.successor_of,
        );
        self.texts("aliases", organisation.aliases.iter().map(|alias| &**alias));
        self.text("note", &organisation.note);
    }

    pub(super) fn topic(&mut self, topic: &Topic<'_>) {
        self.rests_on(&topic.sources, &topic.evidence);
        self.text("theme", &topic.theme);
        self.links("broader", Kind::Topic, &topic.broader);
        self.links("related", Kind::Topic, &topic.related);
        self.texts("aliases", topic.aliases.iter().map(|alias| &**alias));
        self.text("note", &topic.note);
    }

    pub(super) fn agreement(&mut self, agreement: &Agreement<'_>) {
        self.rests_on(&agreement.sources, &agreement.evidence);
        let said = OnDate {
            note: agreement.date_note.to_string(),
            ..OnDate::default()
        };
        self.date(&agreement.date, said);
        self.text("kind", &words::spoken(&agreement.kind));
        self.links("parties", Kind::Organisation, &agreement.parties);
        if agreement.parties.iter().all(|id| id.is_empty()) {
            self.absent("parties", "no party is named");
        }
        self.links("signatories", Kind::Person, &agreement.signatories);
        self.link("meeting", Kind::Meeting, &agreement.meeting);
        self.link("follows", Kind::Agreement, &agreement.follows);
        self.link("amends", Kind::Agreement, &agreement.amends);
        self.links("topics", Kind::Topic, &agreement.topics);
        self.texts("aliases", agreement.aliases.iter().map(|alias| &**alias));
        self.text("summary", &agreement.summary);
        self.text("note", &agreement.note);
    }

    pub(super) fn source(&mut self, source: &Source<'_>) {
        self.rests_on(&[], &source.evidence);
        self.date(&source.date, OnDate::default());
        match &*source.publisher {
            "" => self.absent("publisher", "not known"),
            publisher => self.text("publisher", publisher),
        }
        match &*source.url {
            "" => self.absent("url", "no address is known"),
            url => self.text("url", url),
        }
        self.text("language", &source.language);
        self.text("note", &source.note);
    }
}

impl RoleDetail {
    /// `2011-07-01 … 2015`, in words where an end is not recorded.
    pub(crate) fn when(&self) -> String {
        words::held(&self.from, &self.to, &self.as_of)
    }

    fn is_undated(&self) -> bool {
        [&self.from, &self.to, &self.as_of]
            .iter()
            .all(|text| text.is_empty())
    }
}

/// Whether one of the dates of a role is marked as inferred.
fn has_doubt(role: &Role<'_>) -> bool {
    let dates = [&role.from, &role.to, &role.as_of];
    let mut read = dates.into_iter().filter_map(|text| Date::parse(text).ok());
    read.any(is_doubtful)
}
