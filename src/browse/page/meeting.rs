//! The page of a meeting.

use super::{Body, How, Item, Page, dotted, joined, prefixed, spoken};
use crate::data::{Completeness, Dataset, RecordId, Relation, Weight};
use crate::facts::{Detail, Fact, of_field, the};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let place = match the(&page.own, "place") {
        Some(fact) if fact.unknown => "place not known".to_owned(),
        _ => page.the("place"),
    };
    let number = joined([series(page, dataset, id), page.the("ordinal")], " ");
    page.fact(dotted([page.date(), number.clone(), place]));
    page.number = number;
    let confidence = spoken(&page.the("confidence"));
    page.fact(dotted([
        page.the("kind"),
        prefixed("confidence ", &confidence),
    ]));
    let window = the(&page.own, "date").map(|fact| fact.on_date().window());
    page.fact(prefixed("? ", &window.unwrap_or_default()));
    page.other_names();
    page.fact(page.the("relation"));
    neighbours(page, dataset, id);
    page.texts("", "summary");
    people(page, dataset, id);
    topics(page, dataset, id);
    organisations(page, dataset, id);
    let lead = page.items("lead", How::Fact);
    page.list("LED BY", "how we know", lead);
    page.series(dataset, id, "THE SERIES");
    page.to("PART OF", "part_of", dataset, id, Relation::PartOf);
    page.from("PARTS", dataset, id, Relation::PartOf);
    agreements(page, dataset, id);
    page.texts("OUTCOMES", "outcomes");
    page.texts("NOTE", "note");
    page.on_the_date();
}

/// The series in short; its name stands with what else is known of it.
fn series(page: &Page, dataset: &Dataset, id: RecordId) -> String {
    match (the(&page.own, "series"), dataset.series_of(id)) {
        (Some(_), Some(series)) => dataset.series_short(series).into_owned(),
        (Some(_), None) => page.the("series"),
        (None, _) => String::new(),
    }
}

/// Those who were named, and those who chaired without being listed. The organisations of whom nobody is named
/// have a group of their own.
fn people(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let is_alone = |item: &Item| page.own_fact(item.how).is_some_and(Fact::is_organisation);
    let named = page.items("participants", How::Fact).into_iter();
    let (alone, mut items): (Vec<Item>, Vec<Item>) = named.partition(is_alone);
    for chair in page.items("chairs", How::Fact) {
        let is_listed = items.iter().any(|item| item.id == chair.id);
        if chair.id.is_none() || !is_listed {
            items.push(chair);
        }
    }
    if page.own.is_empty() {
        let people = dataset.people_at(id).into_iter();
        items = people.map(|id| Item::link(id, How::Plain)).collect();
    }
    let aside = match dataset.attendance(id) {
        Completeness::Complete => "the list is complete",
        Completeness::Partial => "the list is incomplete",
        Completeness::Unknown => "list may be incomplete",
    };
    if items.is_empty() {
        page.prose("PEOPLE NAMED", ["? nobody is named"]);
    } else {
        page.list("PEOPLE NAMED", aside, items);
    }
    page.list("NAMED WITHOUT A PERSON", aside, alone);
}

fn topics(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let is_context = |item: &Item| {
        let weight = page.own_fact(item.how).map(|fact| &fact.detail);
        weight == Some(&Detail::Weight(Weight::Context))
    };
    let all = page.items("topics", How::Topic).into_iter();
    let (context, mut agenda): (Vec<Item>, Vec<Item>) = all.partition(is_context);
    if page.own.is_empty() {
        let topics = dataset.topics(id).map(|(topic, _)| topic);
        agenda = topics.map(|id| Item::link(id, How::Plain)).collect();
    }
    let aside = match dataset.agenda(id) {
        Completeness::Partial => "the list is incomplete",
        Completeness::Complete => "the list is complete",
        Completeness::Unknown => "list may be incomplete",
    };
    if agenda.is_empty() {
        page.prose("TOPICS", ["? no agenda is known"]);
    } else {
        page.list("TOPICS", aside, agenda);
    }
    page.list("TOPICS IN CONTEXT", "", context);
}

/// Hosts, those listed, those that somebody came for, each once.
fn organisations(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let mut items = page.items("hosts", How::Named);
    for listed in page.items("organisations", How::Named) {
        if listed.id.is_none() || !items.iter().any(|item| item.id == listed.id) {
            items.push(listed);
        }
    }
    let is_alone = |id| {
        let mut named = of_field(&page.own, "participants");
        named.any(|fact| fact.target == Some(id))
    };
    for organisation in dataset.organisations_at(id) {
        let is_there = items.iter().any(|item| item.id == Some(organisation));
        if !is_there && !is_alone(organisation) {
            items.push(Item::link(organisation, How::Plain));
        }
    }
    page.names("ORGANISATIONS", items);
}

/// Before and after in the series.
fn neighbours(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let Some(series) = dataset.series_of(id) else {
        return;
    };
    let meetings = dataset.series_meetings(series);
    let here = meetings.partition_point(|row| *row < id.row);
    let before = here.checked_sub(1).and_then(|at| meetings.get(at));
    let neighbours = [(before, How::Before), (meetings.get(here + 1), How::After)];
    let items = neighbours
        .into_iter()
        .filter_map(|(row, how)| Some(Item::link(RecordId::meeting(*row?), how)));
    page.names("IN THE SERIES", items.collect());
}

fn agreements(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let made_here = dataset
        .from(id, Relation::MadeAt)
        .map(|agreement| Item::link(agreement, How::Agreement("made here")));
    let mut items: Vec<Item> = made_here.collect();
    let series = dataset.series_of(id);
    if let Some(agreement) = series.and_then(|series| dataset.series_agreement(series))
        && !items.iter().any(|item| item.id == Some(agreement))
    {
        items.push(Item::link(agreement, How::Agreement("held under it")));
    }
    if !items.is_empty() {
        page.push("AGREEMENTS", "", Body::List(items));
    }
}
