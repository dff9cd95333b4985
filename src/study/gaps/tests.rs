//! What is weak in the bundled data, and in a file with nothing but names.

use super::*;
use crate::data::{Origin, load, load_text};

const ALL: GapScope<'static> = GapScope {
    meetings: None,
    weakness: None,
    most: usize::MAX,
};

fn count(gaps: &Gaps, wanted: Weakness) -> usize {
    let counts = gaps.counts.iter();
    let wanted = counts.filter(|((weakness, _), _)| *weakness == wanted);
    wanted.map(|(_, count)| count).sum()
}

#[test]
fn the_bundled_data_tells_what_it_does_not_know() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let gaps = Gaps::new(&dataset, ALL);
    assert_eq!(gaps.total, gaps.listed.len());
    let counted = Weakness::ALL.iter().map(|sort| count(&gaps, *sort));
    assert_eq!(gaps.total, counted.sum::<usize>());
    assert_eq!(count(&gaps, Weakness::Said), dataset.about().gaps.len());
    let places = gaps.counts.get(&(Weakness::Unknown, "place".to_owned()));
    let without = dataset
        .all(Kind::Meeting)
        .filter(|id| dataset.place(*id).is_empty());
    assert_eq!(places.copied().unwrap_or_default(), without.count());
    for conflict in dataset.conflicts() {
        for id in &conflict.records {
            let mut told = gaps.listed.iter();
            assert!(told.any(|gap| gap.weakness == Weakness::Contested && gap.record == Some(*id)));
        }
    }
}

#[test]
fn one_sort_of_some_meetings() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let som = dataset.find_key("meeting/som-01").expect("som-01");
    let scope = GapScope {
        meetings: Some(&[som.row]),
        weakness: Some(Weakness::NotReported),
        most: 3,
    };
    let gaps = Gaps::new(&dataset, scope);
    assert_eq!((gaps.total, gaps.listed.len()), (7, 3));
    assert!(gaps.listed.iter().all(|gap| gap.record == Some(som)));
}

#[test]
fn names_alone_rest_on_nothing() {
    let dataset = load_text(r#"{"format":"sommet/1","meetings":[{"id":"m","title":"M"}]}"#);
    let gaps = Gaps::new(&dataset.expect("dataset"), ALL);
    let fields: Vec<&str> = gaps.listed.iter().map(|gap| gap.field.as_str()).collect();
    assert_eq!(fields, ["date", "place", "hosts", "participants", "topics"]);
}
