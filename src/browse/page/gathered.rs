//! Parts of a card that are put together in a way of their own: roles, members, what stands around an agreement or
//! beside a topic.

use super::{How, Item, Page, number};
use crate::data::{Dataset, Participation, RecordId, Relation};
use crate::facts::Detail;

/// The roles that a person held.
pub(super) fn roles(page: &mut Page, _: &Dataset, _: RecordId) {
    let own = page.own.iter().enumerate();
    let held = own.filter(|(_, fact)| matches!(fact.detail, Detail::Held(_)));
    let items = held.map(|(nth, fact)| Item {
        id: fact.target,
        how: How::Fact(number(nth)),
    });
    page.list("ROLES", "from … to", items.collect());
}

/// The organisations that a person came for without a role there.
pub(super) fn came_for(page: &mut Page, dataset: &Dataset, id: RecordId) {
    page.gathered("CAME FOR", |page| {
        let came = participations(dataset, id, |named| named.person == Some(id));
        let mut organisations = sorted(came.filter_map(|named| named.organisation));
        organisations.retain(|organisation| {
            !dataset
                .to(id, Relation::RoleAt)
                .any(|at| at == *organisation)
        });
        page.names("CAME FOR", plain(organisations));
    });
}

/// Those who held a role in an organisation and those who came for it.
pub(super) fn members(page: &mut Page, dataset: &Dataset, id: RecordId) {
    page.gathered("ITS PEOPLE", |page| {
        let came = participations(dataset, id, |named| named.organisation == Some(id));
        let with_role = dataset.from(id, Relation::RoleAt);
        let people = sorted(with_role.chain(came.filter_map(|named| named.person)));
        let items = people.into_iter().map(|id| Item::link(id, How::Member));
        page.list("ITS PEOPLE", "as", items.collect());
    });
}

/// How a record was named for its meetings, as far as the participations are those wanted.
fn participations<'d>(
    dataset: &'d Dataset,
    id: RecordId,
    wanted: impl Fn(&Participation<'d>) -> bool,
) -> impl Iterator<Item = Participation<'d>> {
    let meetings = dataset.meetings_of(id).into_owned().into_iter();
    let all = meetings.flat_map(|row| dataset.participants(RecordId::meeting(row)));
    all.filter(wanted)
}

/// Each once, in the order of the lists.
fn sorted(ids: impl Iterator<Item = RecordId>) -> Vec<RecordId> {
    let mut ids: Vec<RecordId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Links told by their names alone.
pub(super) fn plain(ids: impl IntoIterator<Item = RecordId>) -> Vec<Item> {
    let ids = ids.into_iter();
    ids.map(|id| Item::link(id, How::Plain)).collect()
}

/// The agreements before and after one, and those that change it.
pub(super) fn around(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let mut items: Vec<Item> = Vec::new();
    for (relation, to, from) in [
        (Relation::Follows, "came before it", "came after it"),
        (Relation::Amends, "changed by it", "changes it"),
    ] {
        items.extend(
            dataset
                .to(id, relation)
                .map(|to_it| Item::link(to_it, How::Agreement(to))),
        );
        items.extend(
            dataset
                .from(id, relation)
                .map(|of_it| Item::link(of_it, How::Agreement(from))),
        );
    }
    for field in ["follows", "amends"] {
        items.extend(page.missing(field, How::Fact));
    }
    page.list("OTHER AGREEMENTS", "", items);
}

/// The meeting at which an agreement was made, where that is not in this file.
pub(super) fn missing_meeting(page: &mut Page, _: &Dataset, _: RecordId) {
    let items = page.missing("meeting", How::Named);
    page.names("MADE AT", items);
}

/// The topics beside one, whichever of the two names the other; each once.
pub(super) fn related_topics(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let mut items = page.items("related", How::Named);
    let both = dataset.to(id, Relation::Related);
    for other in both.chain(dataset.from(id, Relation::Related)) {
        if !items.iter().any(|item| item.id == Some(other)) {
            items.push(Item::link(other, How::Plain));
        }
    }
    page.names("RELATED TOPICS", items);
}
