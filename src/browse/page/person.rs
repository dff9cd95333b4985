//! The page of a person.

use super::{How, Item, Page, number};
use crate::browse::tally::{PEOPLE, TOPICS};
use crate::data::kinds::Person;
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let body = page.open(dataset.body(id));
    let person: Person<'_> = body.read().unwrap_or_default();
    let aliases: Vec<&str> = dataset.aliases(id).collect();
    if !aliases.is_empty() {
        page.fact(format!("also {}", aliases.join(", ")));
    }
    roles(page, dataset, id);
    page.meetings(dataset, id, "named as");
    page.together("NAMED WITH", dataset, id, PEOPLE);
    page.together("TOPICS", dataset, id, TOPICS);
    let signed = dataset
        .from(id, Relation::Signatory)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("SIGNED", "", signed.collect());
    page.prose("NOTE", [&*person.note]);
}

fn roles(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let held = dataset.roles(id).enumerate();
    let items: Vec<Item> = held
        .map(|(nth, role)| Item {
            id: role.organisation,
            how: How::Role(number(nth)),
        })
        .collect();
    let with_role: Vec<RecordId> = items.iter().filter_map(|item| item.id).collect();
    page.list("ROLES", "from … to", items);
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
