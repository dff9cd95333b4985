//! The page of a topic: every meeting that discussed it.

use super::{How, Item, Page, dotted, organisations_at, people_at, topics_at};
use crate::data::kinds::Topic;
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn page(dataset: &Dataset, id: RecordId, hurried: bool) -> Page {
    let mut page = Page {
        hurried,
        ..Page::default()
    };
    let body = page.open(dataset.body(id));
    let topic: Topic<'_> = body.read().unwrap_or_default();
    page.fact(dotted([topic.theme.to_string()]));
    let aliases: Vec<&str> = dataset.aliases(id).collect();
    if !aliases.is_empty() {
        page.fact(format!("also {}", aliases.join(", ")));
    }
    page.prose("NOTE", [&*topic.note]);
    page.meetings(dataset, id, "as");
    page.together("PEOPLE IN THOSE ROOMS", dataset, id, |at| {
        people_at(dataset, at)
    });
    page.together("ORGANISATIONS IN THOSE ROOMS", dataset, id, |at| {
        organisations_at(dataset, at)
    });
    page.together("COMES WITH", dataset, id, |at| topics_at(dataset, at));
    let subject = dataset
        .from(id, Relation::Subject)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("AGREEMENTS", "", subject.collect());
    page
}
