//! What tables, graphs and calendars say of a meeting alike: who was named, what speaks against the date, and
//! what else has sources of its own or is in doubt.

use crate::data::{Dataset, Doubt, Kind, RecordId, Relation};
use crate::facts::{Fact, Sources, Sure, of_field, the};

/// Whoever is named for a meeting, and whoever chaired it without being listed.
pub(super) fn people(facts: &[Fact]) -> impl Iterator<Item = &Fact> {
    let named = of_field(facts, "participants").filter(|fact| fact.presence().is_some());
    let is_listed = |chair: &Fact| {
        let mut listed = of_field(facts, "participants");
        chair.target.is_some() && listed.any(|fact| fact.target == chair.target)
    };
    named.chain(of_field(facts, "chairs").filter(move |fact| !is_listed(fact)))
}

/// The organisations of a meeting, each once, with what that rests on: hosts, those listed, those that are
/// stated to have had somebody there. What follows from a role is none of them.
pub(super) fn organisations(facts: &[Fact]) -> Vec<(RecordId, &'static str, Sources)> {
    let mut all: Vec<(RecordId, &'static str, Sources)> = Vec::new();
    let mut add = |id: RecordId, relation, sources: &dyn Fn() -> Sources| {
        if !all.iter().any(|(listed, ..)| *listed == id) {
            all.push((id, relation, sources()));
        }
    };
    for (field, relation) in [("hosts", "host"), ("organisations", "took part")] {
        for fact in of_field(facts, field) {
            if let Some(id) = fact.target {
                add(id, relation, &|| fact.sources.clone());
            }
        }
    }
    let people = of_field(facts, "participants");
    for id in people.clone().filter_map(Fact::came_for) {
        let came = || people.clone().filter(|fact| fact.came_for() == Some(id));
        add(id, "took part", &|| Sources::of_all(came()));
    }
    all
}

/// What speaks against a date as it is written, in a few fixed words.
pub(super) fn doubts_of_date(dataset: &Dataset, id: RecordId, facts: &[Fact]) -> Vec<&'static str> {
    let Some(fact) = the(facts, "date") else {
        return Vec::new();
    };
    let date = dataset.date(id);
    let doubt = date.map(crate::data::Date::doubt);
    let uncertain = matches!(doubt, Some(Doubt::Uncertain | Doubt::Both));
    let doubts = [
        (fact.why.is_some(), "inferred"),
        (uncertain, "uncertain"),
        (
            matches!(doubt, Some(Doubt::Approximate | Doubt::Both)),
            "approximate",
        ),
        (!fact.conflicts.is_empty(), "contested"),
        (!fact.on_date().unreadable.is_empty(), "unreadable"),
    ];
    let doubts = doubts.into_iter().filter(|(is, _)| *is);
    doubts.map(|(_, word)| word).collect()
}

/// Facts that have sources of their own or are in doubt, in one text: `date [inferred: source/a, source/b]`.
pub(super) fn evidence<'f>(dataset: &Dataset, facts: impl Iterator<Item = &'f Fact>) -> String {
    let shown = facts.filter(|fact| fact.sure() != Sure::Record && fact.field != "role");
    let shown = shown.map(|fact| {
        let value = match fact.target {
            Some(id) => format!(" {}", dataset.key(id)),
            None if fact.missing.is_some() => format!(" ? {}", fact.value),
            None => String::new(),
        };
        let list = if fact.of_list { ", of the whole" } else { "" };
        let keys = fact.sources.keys(dataset).join(", ");
        let colon = if keys.is_empty() { "" } else { ": " };
        let sure = fact.sure().word();
        format!("{}{value} [{sure}{list}{colon}{keys}]", fact.field).replace(';', ",")
    });
    shown.collect::<Vec<String>>().join("; ")
}

/// The keys of the sources of a record, its own first, then those that its facts alone have.
pub(super) fn source_keys(dataset: &Dataset, id: RecordId, facts: &[Fact]) -> Vec<String> {
    let own = dataset.to(id, Relation::sources_of(id.kind));
    let mut keys: Vec<String> = own.map(|id| dataset.key(id)).collect();
    let of_facts = facts.iter().filter(|_| id.kind != Kind::Source);
    for key in of_facts.flat_map(|fact| fact.sources.keys(dataset)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}
