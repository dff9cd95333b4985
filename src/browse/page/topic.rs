//! The page of a topic: every meeting that discussed it.

use super::{How, Item, Page, dotted};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS};
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
    page.together("PEOPLE IN THOSE ROOMS", dataset, id, PEOPLE);
    page.together("ORGANISATIONS IN THOSE ROOMS", dataset, id, ORGANISATIONS);
    page.together("COMES WITH", dataset, id, TOPICS);
    let subject = dataset
        .from(id, Relation::Subject)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("AGREEMENTS", "", subject.collect());
    page
}
