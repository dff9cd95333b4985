//! The page of a topic: every meeting that discussed it.

use super::{How, Item, Page, dotted};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS};
use crate::data::kinds::Topic;
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let body = page.open(dataset.body(id));
    let topic: Topic<'_> = body.read().unwrap_or_default();
    page.fact(dotted([topic.theme.to_string()]));
    let aliases: Vec<&str> = dataset.aliases(id).collect();
    if !aliases.is_empty() {
        page.fact(format!("also {}", aliases.join(", ")));
    }
    page.meetings(dataset, id, "weight");
    page.together("PEOPLE NAMED", dataset, id, PEOPLE);
    page.together("TOGETHER WITH", dataset, id, TOPICS);
    page.together("ORGANISATIONS NAMED", dataset, id, ORGANISATIONS);
    page.to("PART OF", dataset, id, Relation::Broader);
    page.from("NARROWER TOPICS", dataset, id, Relation::Broader);
    page.names("RELATED TOPICS", beside(dataset, id));
    let subject = dataset
        .from(id, Relation::Subject)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("AGREEMENTS", "", subject.collect());
    page.prose("NOTE", [&*topic.note]);
}

/// The topics beside this one, whichever of the two names the other; each once.
fn beside(dataset: &Dataset, id: RecordId) -> Vec<Item> {
    let mut topics: Vec<RecordId> = dataset.to(id, Relation::Related).collect();
    for other in dataset.from(id, Relation::Related) {
        if !topics.contains(&other) {
            topics.push(other);
        }
    }
    let topics = topics.into_iter();
    topics.map(|topic| Item::link(topic, How::Plain)).collect()
}
