//! The meetings of every record, found once when a dataset is linked.

use crate::data::columns::lists::Lists;
use crate::data::columns::row;
use crate::data::model::dataset::{Dataset, NONE};
use crate::data::{Kind, Relation};

/// The meetings of every record of a kind; see [`Dataset::meetings_of`].
pub(super) fn meetings_by_record(dataset: &Dataset, kind: Kind) -> Lists<u32> {
    let relations: &[Relation] = match kind {
        Kind::Meeting => return Lists::default(),
        Kind::Agreement => return meetings_of_agreements(dataset),
        Kind::Person => &[Relation::Participant, Relation::Chair],
        Kind::Organisation => &[Relation::Listed, Relation::Host, Relation::CameFor],
        Kind::Topic => &[Relation::Discussed],
        Kind::Source => &[Relation::MeetingSource],
    };
    let count = dataset.count(kind);
    let relations = relations.iter().copied();
    let relations: Vec<Relation> = relations
        .filter(|relation| dataset.has_links(*relation))
        .collect();
    Lists::from_walk(count, |visit| {
        let mut last = vec![NONE; count];
        for meeting in 0..row(dataset.count(Kind::Meeting)) {
            let relations = relations.iter();
            let rows = relations.flat_map(|relation| dataset.rows_to(*relation, meeting as usize));
            for linked in rows {
                if linked != NONE && last[linked as usize] != meeting {
                    last[linked as usize] = meeting;
                    visit(linked, meeting);
                }
            }
        }
    })
}

fn meetings_of_agreements(dataset: &Dataset) -> Lists<u32> {
    let mut lists = Lists::default();
    let series = (0..dataset.series_count()).filter_map(|series| {
        let agreement = dataset.series_agreement(series)?;
        Some((agreement.row, series))
    });
    let mut series: Vec<(u32, usize)> = series.collect();
    series.sort_unstable();
    for agreement in dataset.all(Kind::Agreement) {
        let start = series.partition_point(|(row, _)| *row < agreement.row);
        let these = series.iter().skip(start);
        let under = these
            .take_while(|(row, _)| *row == agreement.row)
            .flat_map(|(_, series)| dataset.series_meetings(*series).iter().copied());
        let made_at = dataset.to(agreement, Relation::MadeAt).map(|id| id.row);
        let mut rows: Vec<u32> = under.chain(made_at).collect();
        rows.sort_unstable();
        rows.dedup();
        for meeting in rows {
            lists.push(agreement.row, meeting);
        }
    }
    lists
}
