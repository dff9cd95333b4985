//! The page of a source: what rests on it.

use super::{How, Item, Page, dotted};
use crate::data::kinds::Source;
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let body = page.open(dataset.body(id));
    let source: Source<'_> = body.read().unwrap_or_default();
    let date = match dataset.date(id) {
        Some(date) => date.in_words(),
        None if source.date.is_empty() => "date ?".to_owned(),
        None => format!("! {}", &*source.date),
    };
    page.fact(&*source.publisher);
    let language = match &*source.language {
        "" => String::new(),
        language => format!("language {language}"),
    };
    page.fact(dotted([date, language]));
    page.fact(match &*source.url {
        "" => "address ?",
        url => url,
    });
    page.prose("NOTE", [&*source.note]);
    page.meetings(dataset, id, "");
    let agreements = dataset
        .from(id, Relation::AgreementSource)
        .map(|agreement| Item::link(agreement, How::Agreement("")));
    page.list("AGREEMENTS", "", agreements.collect());
    page.from("PEOPLE", dataset, id, Relation::PersonSource);
    page.from("ORGANISATIONS", dataset, id, Relation::OrganisationSource);
    page.from("TOPICS", dataset, id, Relation::TopicSource);
    page.from("BEARS ON THE SOURCES", dataset, id, Relation::SourceSource);
}
