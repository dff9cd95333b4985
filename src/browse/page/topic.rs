//! The page of a topic: every meeting that discussed it.

use super::{How, Item, Page, dotted};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS};
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let short = match dataset.short(id) {
        short if short == dataset.name(id) => "",
        short => short,
    };
    page.fact(dotted([short.to_owned(), page.the("theme")]));
    page.other_names();
    page.meetings(dataset, id, "weight");
    page.together("PEOPLE NAMED", dataset, id, PEOPLE);
    page.together("TOGETHER WITH", dataset, id, TOPICS);
    page.together("ORGANISATIONS NAMED", dataset, id, ORGANISATIONS);
    page.to("PART OF", "broader", dataset, id, Relation::Broader);
    page.from("NARROWER TOPICS", dataset, id, Relation::Broader);
    let related = beside(page, dataset, id);
    page.names("RELATED TOPICS", related);
    let subject = dataset
        .from(id, Relation::Subject)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("AGREEMENTS", "", subject.collect());
    page.texts("NOTE", "note");
}

/// The topics beside this one, whichever of the two names the other; each once.
fn beside(page: &Page, dataset: &Dataset, id: RecordId) -> Vec<Item> {
    let mut items = page.items("related", How::Named);
    let both = dataset.to(id, Relation::Related);
    for other in both.chain(dataset.from(id, Relation::Related)) {
        if !items.iter().any(|item| item.id == Some(other)) {
            items.push(Item::link(other, How::Plain));
        }
    }
    items
}
