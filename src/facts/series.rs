//! The facts of a series. It is no record: they are shown on the agreement it is held under, or else on its
//! meetings.

use super::gather::{FactGatherer, NewFact};
use super::{Detail, Fact, words};
use crate::data::kinds::Series;
use crate::data::{Dataset, Kind, ReadError, RecordId};

/// The series of which a record shows the facts: of an agreement, all that are held under it; of a meeting,
/// its own, unless that is held under an agreement.
pub(crate) fn series_on(dataset: &Dataset, id: RecordId) -> Vec<usize> {
    match id.kind {
        Kind::Agreement => dataset.series_under(id).collect(),
        Kind::Meeting => {
            let own = dataset.series_of(id).into_iter();
            own.filter(|series| dataset.series_agreement(*series).is_none())
                .collect()
        }
        Kind::Person | Kind::Organisation | Kind::Topic | Kind::Source => Vec::new(),
    }
}

/// The facts of a series, as the record states them on which it is shown. The sources of the series count as
/// those of a record.
///
/// # Errors
/// When its texts cannot be read any more.
pub(crate) fn of_series(
    dataset: &Dataset,
    series: usize,
    on: RecordId,
) -> Result<Vec<Fact>, ReadError> {
    let body = dataset.series_body(series)?;
    let known: Series<'_> = body.read()?;
    let mut gather = FactGatherer::without_conflicts(dataset, on);
    gather.rests_on(&known.sources, &known.evidence);
    gather.text("name", &dataset.series_name(series));
    gather.text("short", &known.short);
    gather.text("purpose", &known.purpose);
    let one_of_many = known.frequency.len() > 1;
    for frequency in &known.frequency {
        let value = words::how_often(frequency);
        if value.is_empty() {
            continue;
        }
        let own = gather.found(&frequency.sources);
        let per_year = frequency.per_year.map(|number| format!("{number} a year"));
        let coming = NewFact {
            own,
            one_of_many,
            detail: per_year.map_or(Detail::Nothing, Detail::Words),
            ..NewFact::of(value)
        };
        gather.push("frequency", coming);
    }
    if on.kind != Kind::Agreement {
        gather.link("agreement", Kind::Agreement, &known.agreement);
    }
    gather.text("note", &known.note);
    let mut facts = gather.finish();
    for fact in &mut facts {
        fact.field = format!("series.{}", fact.field).into();
    }
    Ok(facts)
}
