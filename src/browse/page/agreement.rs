//! The page of an agreement, with the series of meetings held under it.

use super::{How, Item, Page, dotted, spoken};
use crate::data::kinds::{Agreement, Frequency, Series};
use crate::data::{Dataset, RecordId, Relation};

pub(super) fn write(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let body = page.open(dataset.body(id));
    let agreement: Agreement<'_> = body.read().unwrap_or_default();
    let date = match dataset.date(id) {
        Some(date) => date.in_words(),
        None if agreement.date.is_empty() => "date ?".to_owned(),
        None => format!("! {}", &*agreement.date),
    };
    page.fact(dotted([date, spoken(&agreement.kind)]));
    page.prose("", [&*agreement.summary]);
    page.to("PARTIES", dataset, id, Relation::Party);
    page.to("SIGNED BY", dataset, id, Relation::Signatory);
    page.to("TOPICS", dataset, id, Relation::Subject);
    related(page, dataset, id);
    page.meetings(dataset, id, "");
    for series in dataset.series_under(id) {
        under_it(page, dataset, series);
    }
    page.prose("NOTE", [&*agreement.note]);
    page.prose("ON THE DATE", [&*agreement.date_note]);
}

fn related(page: &mut Page, dataset: &Dataset, id: RecordId) {
    let word = |word| move |to| Item::link(to, How::Agreement(word));
    let items = dataset
        .to(id, Relation::Follows)
        .map(word("came before it"))
        .chain(
            dataset
                .from(id, Relation::Follows)
                .map(word("came after it")),
        )
        .chain(dataset.to(id, Relation::Amends).map(word("changed by it")))
        .chain(dataset.from(id, Relation::Amends).map(word("changes it")));
    page.list("OTHER AGREEMENTS", "", items.collect());
}

fn under_it(page: &mut Page, dataset: &Dataset, series: usize) {
    let body = page.open(dataset.series_body(series));
    let known: Series<'_> = body.read().unwrap_or_default();
    let often = known.frequency.iter().map(|frequency| how_often(frequency));
    let texts: Vec<String> = [
        dataset.series_name(series).into_owned(),
        known.purpose.to_string(),
        known.note.to_string(),
    ]
    .into_iter()
    .chain(often)
    .collect();
    page.prose("SERIES UNDER IT", texts.iter().map(String::as_str));
}

/// `Heads of Unit: two meetings each year (as of 2013)`.
fn how_often(frequency: &Frequency<'_>) -> String {
    let as_of = match &*frequency.as_of {
        "" => String::new(),
        as_of => format!(" (as of {as_of})"),
    };
    let level = match &*frequency.level {
        "" => String::new(),
        level => format!("{level}: "),
    };
    format!("{level}{}{as_of}", &*frequency.text)
}
