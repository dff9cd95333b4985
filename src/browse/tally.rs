//! Counting in how many of some meetings each record takes part.

use std::cmp::Reverse;
use std::ops::Range;

use crate::data::{Dataset, RecordId, Relation};
use crate::parallel::split;

/// Fewer meetings than these are looked at before another core is told of them.
const FEW: usize = 1 << 11;

/// So many meetings are looked at together.
const BLOCK: usize = 64;

/// How a meeting names its people.
pub const PEOPLE: &[Relation] = &[Relation::Participant, Relation::Chair];
/// How a meeting names its organisations.
pub const ORGANISATIONS: &[Relation] = &[Relation::Host, Relation::Listed, Relation::CameFor];
/// How a meeting names its topics.
pub const TOPICS: &[Relation] = &[Relation::Discussed];

/// In how many of these meetings each record is, by relations that lead from meetings to records of one
/// kind; the most frequent first, then in the order of the lists. A record that is named twice for a
/// meeting counts once.
///
/// It takes as long as there are meetings and names, and a few bytes for each record of the kind. The cores
/// share it.
pub(crate) fn tally(
    dataset: &Dataset,
    meetings: &[u32],
    relations: &[Relation],
) -> Vec<(RecordId, u32)> {
    let Some(kind) = relations.first().map(|relation| relation.to()) else {
        return Vec::new();
    };
    let count = |some: Range<usize>| {
        let mut column = vec![Tally::default(); dataset.count(kind)];
        let mut nth = 0;
        // To find out where the lists of some meetings lie before any is read keeps memory busy.
        let mut lists = Vec::with_capacity(BLOCK * relations.len());
        for block in meetings[some].chunks(BLOCK) {
            lists.clear();
            for row in block {
                let each = relations.iter();
                lists.extend(each.map(|relation| dataset.rows_to(*relation, *row as usize)));
            }
            for of_meeting in lists.chunks_mut(relations.len()) {
                nth += 1;
                let rows = of_meeting.iter_mut().flatten();
                rows.for_each(|row| meet(&mut column, row, nth));
            }
        }
        column
    };
    let mut parts = split(meetings.len(), FEW, count).into_iter();
    let mut column = parts.next().unwrap_or_default();
    for part in parts {
        for (here, there) in column.iter_mut().zip(part) {
            here.times += there.times;
        }
    }
    let rows = (0..).zip(column);
    let met = rows.filter(|(_, counted)| counted.times > 0);
    let mut counts: Vec<(RecordId, u32)> = met
        .map(|(row, counted)| (RecordId::new(kind, row), counted.times))
        .collect();
    counts.sort_by_key(|(_, times)| Reverse(*times));
    counts
}

/// Counts a record for a meeting, once.
fn meet(column: &mut [Tally], row: u32, meeting: u32) {
    // What has no record has no place here.
    if let Some(counted) = column.get_mut(row as usize) {
        counted.times += u32::from(counted.last != meeting);
        counted.last = meeting;
    }
}

/// How often a record was met, and in which meeting last, from 1.
#[derive(Clone, Copy, Default)]
struct Tally {
    times: u32,
    last: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load_text;

    #[test]
    fn many_meetings_are_counted_by_several_cores_alike() {
        let meetings: Vec<String> = (0..FEW * 5)
            .map(|nth| {
                let people = format!(r#"{{"person":"p{}"}},{{"person":"q"}}"#, nth % 3);
                format!(r#"{{"id":"m{nth}","title":"M","participants":[{people}]}}"#)
            })
            .collect();
        let people = ["p0", "p1", "p2", "q"].map(|id| format!(r#"{{"id":"{id}","name":"{id}"}}"#));
        let json = format!(
            r#"{{"people":[{}],"meetings":[{}]}}"#,
            people.join(","),
            meetings.join(",")
        );
        let dataset = load_text(json).expect("dataset");
        let all: Vec<u32> = (0..).take(FEW * 5).collect();
        let counted = tally(&dataset, &all, PEOPLE);
        let told: Vec<(&str, u32)> = counted
            .iter()
            .map(|(id, times)| (dataset.name(*id), *times))
            .collect();
        let expected = [("q", 10_240), ("p0", 3_414), ("p1", 3_413), ("p2", 3_413)];
        assert_eq!(told, expected);
    }

    #[test]
    fn named_twice_counts_once_and_the_most_frequent_comes_first() {
        let json = r#"{"format":"sommet/1",
            "people":[{"id":"a","name":"A"},{"id":"b","name":"B"},{"id":"c","name":"C"}],
            "meetings":[{"id":"1","title":"1","date":"2001","chairs":["c"],
                "participants":[{"person":"c"},{"person":"b"}]},
            {"id":"2","title":"2","date":"2002","participants":[{"person":"c"},{"person":"a"}]}]}"#;
        let dataset = load_text(json).expect("dataset");
        let counted = tally(&dataset, &[0, 1], PEOPLE);
        let told: Vec<(&str, u32)> = counted
            .iter()
            .map(|(id, times)| (dataset.name(*id), *times))
            .collect();
        assert_eq!(told, [("C", 2), ("A", 1), ("B", 1)]);
        assert!(tally(&dataset, &[], PEOPLE).is_empty());
    }
}
