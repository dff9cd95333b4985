//! The page of a source: what rests on it.

use super::{How, Item, Page, dotted, prefixed};
use crate::data::{Dataset, RecordId, Relation};
use crate::facts::the;

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let known = |field: &str, unknown: &str| match the(&page.own, field) {
        Some(fact) if fact.unknown => unknown.to_owned(),
        _ => page.the(field),
    };
    let publisher = known("publisher", "publisher ?");
    let url = known("url", "address ?");
    let language = prefixed("language ", &page.the("language"));
    page.fact(publisher);
    page.fact(dotted([page.date(), language]));
    page.fact(url);
    page.texts("NOTE", "note");
    page.meetings(dataset, id, "");
    let agreements = dataset
        .from(id, Relation::AgreementSource)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("AGREEMENTS", "", agreements.collect());
    page.from("PEOPLE", dataset, id, Relation::PersonSource);
    page.from("ORGANISATIONS", dataset, id, Relation::OrganisationSource);
    page.from("TOPICS", dataset, id, Relation::TopicSource);
    page.from("BEARS ON THE SOURCES", dataset, id, Relation::SourceSource);
}
