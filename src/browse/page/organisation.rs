//! The page of an organisation.

use std::cmp::Reverse;

use super::{How, Item, Page, dotted, spoken};
use crate::browse::tally::{ORGANISATIONS, PEOPLE, TOPICS, tally};
use crate::data::kinds::Organisation;
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn page(dataset: &Dataset, id: RecordId, hurried: bool) -> Page {
    let mut page = Page {
        hurried,
        ..Page::default()
    };
    let body = page.open(dataset.body(id));
    let organisation: Organisation<'_> = body.read().unwrap_or_default();
    let short = organisation.short.to_string();
    page.fact(dotted([short, spoken(&organisation.kind)]));
    let aliases: Vec<&str> = dataset.aliases(id).collect();
    if !aliases.is_empty() {
        page.fact(format!("also {}", aliases.join(", ")));
    }
    page.prose("NOTE", [&*organisation.note]);
    page.to("PART OF", dataset, id, Relation::Parent);
    page.from("ITS PARTS", dataset, id, Relation::Parent);
    page.to("TOOK OVER FROM", dataset, id, Relation::SuccessorOf);
    page.from("FOLLOWED BY", dataset, id, Relation::SuccessorOf);
    page.meetings(dataset, id, "as");
    page.gathered("NAMED WITH", |page| named_with(page, dataset, id));
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
    page
}

/// The other organisations and the people at its meetings, the most often met first.
fn named_with(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let meetings = dataset.meetings_of(id);
    let mut met = [ORGANISATIONS, PEOPLE]
        .map(|of| tally(dataset, &meetings, of))
        .concat();
    met.retain(|(other, _)| *other != id);
    met.sort_by_key(|(_, times)| Reverse(*times));
    let items = met
        .into_iter()
        .map(|(other, times)| Item::link(other, How::Together(times)));
    page.list("NAMED WITH", "meetings", items.collect());
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
