//! The page of an agreement, with the series of meetings held under it.

use super::{How, Item, Page, dotted};
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    page.fact(dotted([page.date(), page.the("kind")]));
    page.other_names();
    page.texts("", "summary");
    page.to("PARTIES", "parties", dataset, id, Relation::Party);
    page.to("SIGNED BY", "signatories", dataset, id, Relation::Signatory);
    page.to("TOPICS", "topics", dataset, id, Relation::Subject);
    related(page, dataset, id);
    page.meetings(dataset, id, "");
    let made_at = page.items("meeting", How::Named).into_iter();
    let missing = made_at.filter(|item| item.id.is_none());
    page.names("MADE AT", missing.collect());
    page.series(dataset, id, "SERIES UNDER IT");
    page.texts("NOTE", "note");
    page.on_the_date();
}

fn related(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let word = |word| move |to| Item::link(to, How::Agreement(word));
    let missing = ["follows", "amends"].map(|field| page.items(field, How::Fact));
    let missing = missing.into_iter().flatten();
    let items = dataset
        .to(id, Relation::Follows)
        .map(word("came before it"))
        .chain(
            dataset
                .from(id, Relation::Follows)
                .map(word("came after it")),
        )
        .chain(dataset.to(id, Relation::Amends).map(word("changed by it")))
        .chain(dataset.from(id, Relation::Amends).map(word("changes it")))
        .chain(missing.filter(|item| item.id.is_none()));
    page.list("OTHER AGREEMENTS", "", items.collect());
}
