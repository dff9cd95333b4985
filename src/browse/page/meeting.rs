//! Parts of the card of a meeting that are put together in a way of their own.

use super::gathered::plain;
use super::{How, Item, Page, joined};
use crate::data::{Completeness, Dataset, RecordId, Relation, Weight};
use crate::facts::{Detail, Fact, of_field, the};

/// The series in short, whose name stands with what else is known of it, and the number there.
pub(super) fn number_in_series(page: &Page, dataset: &Dataset, id: RecordId) -> String {
    let series = match (the(&page.own, "series"), dataset.series_of(id)) {
        (Some(_), Some(series)) => dataset.series_short(series).into_owned(),
        (Some(_), None) => page.the("series"),
        (None, _) => String::new(),
    };
    joined([series, page.the("ordinal")], " ")
}

/// Those who were named, and those who chaired without being listed. The organisations of whom nobody is named
/// have a group of their own.
pub(super) fn people(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let (alone, mut items) = page.parted("participants", How::Fact, Fact::is_organisation);
    for chair in page.items("chairs", How::Fact) {
        let is_listed = items.iter().any(|item| item.id == chair.id);
        if chair.id.is_none() || !is_listed {
            items.push(chair);
        }
    }
    if page.own.is_empty() {
        items = plain(dataset.people_at(id));
    }
    let known = completeness(dataset.attendance(id));
    page.list_or("PEOPLE NAMED", known, items, "? nobody is named");
    page.list("NAMED WITHOUT A PERSON", known, alone);
}

pub(super) fn topics(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let is_context = |fact: &Fact| fact.detail == Detail::Weight(Weight::Context);
    let (context, mut agenda) = page.parted("topics", How::Topic, is_context);
    if page.own.is_empty() {
        agenda = plain(dataset.topics(id).map(|(topic, _)| topic));
    }
    let known = completeness(dataset.agenda(id));
    page.list_or("TOPICS", known, agenda, "? no agenda is known");
    page.list("TOPICS IN CONTEXT", "", context);
}

fn completeness(list: Completeness) -> &'static str {
    match list {
        Completeness::Complete => "the list is complete",
        Completeness::Partial => "the list is incomplete",
        Completeness::Unknown => "list may be incomplete",
    }
}

/// Hosts, those listed, those that somebody came for, each once.
pub(super) fn organisations(page: &mut Page, dataset: &Dataset, id: RecordId) {
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

pub(super) fn lead(page: &mut Page, _: &Dataset, _: RecordId) {
    let lead = page.items("lead", How::Fact);
    page.list("LED BY", "how we know", lead);
}

/// Before and after in the series.
pub(super) fn neighbours(page: &mut Page, dataset: &Dataset, id: RecordId) {
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

/// The agreements made at a meeting, and the one that its series is held under.
pub(super) fn agreements(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let made_here = dataset.from(id, Relation::MadeAt);
    let mut items: Vec<Item> = made_here
        .map(|agreement| Item::link(agreement, How::Agreement("made here")))
        .collect();
    let series = dataset.series_of(id);
    if let Some(agreement) = series.and_then(|series| dataset.series_agreement(series))
        && !items.iter().any(|item| item.id == Some(agreement))
    {
        items.push(Item::link(agreement, How::Agreement("held under it")));
    }
    page.list("AGREEMENTS", "", items);
}
