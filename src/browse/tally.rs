//! Counting in how many of some meetings each record takes part.

use std::cmp::Reverse;

use crate::data::{Dataset, Kind, RecordId};

/// In how many of these meetings each record is, by what `of` says of a meeting; the most frequent first,
/// then in the order of the lists. A record that is named twice for a meeting counts once.
///
/// It takes as long as there are meetings and names, and a few bytes for each record of the kinds counted.
pub fn tally<I: IntoIterator<Item = RecordId>>(
    dataset: &Dataset,
    meetings: &[u32],
    of: impl Fn(RecordId) -> I,
) -> Vec<(RecordId, u32)> {
    let mut columns = Kind::ALL.map(|_| Vec::<Counted>::new());
    for (nth, row) in (1..).zip(meetings) {
        for id in of(RecordId::meeting(*row)) {
            let column = &mut columns[id.kind as usize];
            if column.is_empty() {
                column.resize(dataset.count(id.kind), Counted::default());
            }
            let counted = &mut column[id.index()];
            if counted.last != nth {
                counted.last = nth;
                counted.times += 1;
            }
        }
    }
    let mut counts = Vec::new();
    for (kind, column) in Kind::ALL.into_iter().zip(&columns) {
        let rows = (0..).zip(column);
        let met = rows.filter(|(_, counted)| counted.times > 0);
        counts.extend(met.map(|(row, counted)| (RecordId::new(kind, row), counted.times)));
    }
    counts.sort_by_key(|(_, times)| Reverse(*times));
    counts
}

/// How often a record was met, and in which meeting last, from 1.
#[derive(Clone, Copy, Default)]
struct Counted {
    times: u32,
    last: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load_text;

    #[test]
    fn named_twice_counts_once_and_the_most_frequent_comes_first() {
        let json = r#"{"format":"sommet/1",
            "people":[{"id":"a","name":"A"},{"id":"b","name":"B"},{"id":"c","name":"C"}],
            "meetings":[{"id":"1","title":"1","date":"2001","chairs":["c"],
                "participants":[{"person":"c"},{"person":"b"}]},
            {"id":"2","title":"2","date":"2002","participants":[{"person":"c"},{"person":"a"}]}]}"#;
        let dataset = load_text(json).expect("dataset");
        let counted = tally(&dataset, &[0, 1], |id| dataset.people_at(id));
        let told: Vec<(&str, u32)> = counted
            .iter()
            .map(|(id, times)| (dataset.name(*id), *times))
            .collect();
        assert_eq!(told, [("C", 2), ("A", 1), ("B", 1)]);
        assert!(tally(&dataset, &[], |id| dataset.people_at(id)).is_empty());
    }
}
