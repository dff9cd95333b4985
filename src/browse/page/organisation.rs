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
    page.meetings(dataset, id, "named for it");
    page.together("NAMED WITH", dataset, id, ORGANISATIONS);
    page.together("TOPICS", dataset, id, TOPICS);
    page.together("PEOPLE NAMED", dataset, id, PEOPLE);
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
    let led = dataset
        .from(id, Relation::Lead)
        .map(|meeting| Item::link(meeting, How::Agreement("")));
    page.list("LED", "", led.collect());
    page.gathered("ITS PEOPLE", |page| people(page, dataset, id));
    let party = dataset
        .from(id, Relation::Party)
        .map(|agreement| Item::link(agreement, How::Agreement("party")));
    page.list("AGREEMENTS", "", party.collect());
    page.texts("NOTE", "note");
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
    page.list("ITS PEOPLE", "as", items.collect());
}
