//! The page of an organisation.

use super::{How, Item, Page, dotted};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS};
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let short = match dataset.short(id) {
        short if short == dataset.name(id) => "",
        short => short,
    };
    page.fact(dotted([short.to_owned(), page.the("kind")]));
    page.other_names();
    page.texts("NOTE", "note");
    page.to("PART OF", "parent", dataset, id, Relation::Parent);
    page.from("ITS PARTS", dataset, id, Relation::Parent);
    page.to(
        "TOOK OVER FROM",
        "successor_of",
        dataset,
        id,
        Relation::SuccessorOf,
    );
    page.from("FOLLOWED BY", dataset, id, Relation::SuccessorOf);
    page.meetings(dataset, id, "as");
    page.named_with(dataset, id, [ORGANISATIONS, PEOPLE]);
    let led = dataset
        .from(id, Relation::Lead)
        .map(|meeting| Item::link(meeting, How::Agreement("")));
    page.list("LED", "", led.collect());
    page.gathered("PEOPLE", |page| people(page, dataset, id));
    page.together("TOPICS", dataset, id, TOPICS);
    let party = dataset
        .from(id, Relation::Party)
        .map(|agreement| Item::link(agreement, How::Agreement("party")));
    page.list("AGREEMENTS", "", party.collect());
}

/// Those who held a role in it and those who came for it.
fn people(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let with_role = dataset.from(id, Relation::RoleAt);
    let meetings = dataset.meetings_of(id);
    let came = meetings.iter().flat_map(|row| {
        let participants = dataset.participants(RecordId::meeting(*row));
        participants.filter(|known| known.organisation == Some(id))
    });
    let mut people: Vec<RecordId> = with_role
        .chain(came.filter_map(|known| known.person))
        .collect();
    people.sort_unstable();
    people.dedup();
    let items = people.into_iter().map(|id| Item::link(id, How::Member));
    page.list("PEOPLE", "as", items.collect());
}
