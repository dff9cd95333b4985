//! The meetings of every record, found once when a dataset is linked.

use crate::data::dataset::{Dataset, NONE};
use crate::data::lists::Lists;
use crate::data::{Kind, Relation};

/// The meetings of every record of a kind; see [`Dataset::meetings_of`].
pub(super) fn meetings_by_record(dataset: &Dataset, kind: Kind) -> Lists<u32> {
    let count = dataset.count(kind);
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    match kind {
        Kind::Meeting => return Lists::default(),
        Kind::Agreement => {
            for agreement in dataset.all(kind) {
                let under = dataset
                    .series_under(agreement)
                    .flat_map(|series| dataset.series_meetings(series).iter().copied());
                let made_at = dataset.to(agreement, Relation::MadeAt).map(|id| id.row);
                let mut rows: Vec<u32> = under.chain(made_at).collect();
                rows.sort_unstable();
                rows.dedup();
                pairs.extend(rows.into_iter().map(|row| (agreement.row, row)));
            }
        }
        Kind::Person | Kind::Organisation | Kind::Topic | Kind::Source => {
            let relations: &[Relation] = match kind {
                Kind::Person => &[Relation::Participant, Relation::Chair],
                Kind::Organisation => &[Relation::Listed, Relation::Host, Relation::CameFor],
                Kind::Topic => &[Relation::Discussed],
                _ => &[Relation::MeetingSource],
            };
            let mut last = vec![NONE; count];
            for meeting in dataset.all(Kind::Meeting) {
                let linked = relations.iter().flat_map(|r| dataset.to(meeting, *r));
                for id in linked {
                    let last = &mut last[id.index()];
                    if *last != meeting.row {
                        *last = meeting.row;
                        pairs.push((id.row, meeting.row));
                    }
                }
            }
        }
    }
    Lists::from_pairs(count, pairs.into_iter())
}
