//! The page of a person.

use super::{How, Item, Page, number};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS};
use crate::data::{Dataset, RecordId, Relation};
use crate::facts::Detail;

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    page.other_names();
    roles(page, dataset, id);
    page.meetings(dataset, id, "named as");
    page.together("NAMED WITH", dataset, id, PEOPLE);
    page.together("TOPICS", dataset, id, TOPICS);
    page.together("ORGANISATIONS NAMED WITH", dataset, id, ORGANISATIONS);
    let signed = dataset
        .from(id, Relation::Signatory)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("SIGNED", "", signed.collect());
    page.texts("NOTE", "note");
}

fn roles(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let own = page.own.iter().enumerate();
    let held = own.filter(|(_, fact)| matches!(fact.detail, Detail::Held(_)));
    let items = held.map(|(nth, fact)| Item {
        id: fact.target,
        how: How::Fact(number(nth)),
    });
    page.list("ROLES", "from … to", items.collect());
    let with_role: Vec<RecordId> = dataset.to(id, Relation::RoleAt).collect();
    page.gathered("CAME FOR", |page| {
        let also = came_for(dataset, id).filter(|organisation| !with_role.contains(organisation));
        let also = also.map(|organisation| Item::link(organisation, How::Plain));
        page.names("CAME FOR", also.collect());
    });
}

/// The organisations a person came for, each once, in the order of the lists.
pub(super) fn came_for(
    dataset: &Dataset,
    person: RecordId,
) -> impl Iterator<Item = RecordId> + use<> {
    let meetings = dataset.meetings_of(person);
    let named = meetings.iter().flat_map(|row| {
        let participants = dataset.participants(RecordId::meeting(*row));
        participants.filter(|known| known.person == Some(person))
    });
    let mut organisations: Vec<RecordId> = named.filter_map(|known| known.organisation).collect();
    organisations.sort_unstable();
    organisations.dedup();
    organisations.into_iter()
}
