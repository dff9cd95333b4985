//! The invented datasets are datasets: whole, without flaws, and the same every time.

#[path = "../../examples/generate/chance.rs"]
mod chance;
#[path = "../../examples/generate/names.rs"]
mod names;
#[path = "../../examples/generate/world.rs"]
mod world;

use sommet::data::{Kind, Level, load_text};
use world::{Plan, World};

pub fn json(meetings: u32, seed: u64) -> String {
    let world = World::new(Plan::for_meetings(meetings, seed));
    serde_json::to_string(&world).expect("it can be written")
}

#[test]
fn an_invented_dataset_has_no_problems_and_all_its_records() {
    for meetings in [0, 1, 7, 1_000] {
        let dataset = load_text(json(meetings, 46)).expect("a dataset");
        // Invented people may share a name, which is worth a note.
        let errors = dataset.problems().iter();
        let errors = errors.filter(|problem| problem.level == Level::Error);
        assert_eq!(errors.count(), 0, "{meetings} meetings");
        assert_eq!(dataset.count(Kind::Meeting), meetings as usize);
    }
    let dataset = load_text(json(1_000, 46)).expect("a dataset");
    let counts = [Kind::Person, Kind::Organisation, Kind::Topic].map(|kind| dataset.count(kind));
    assert_eq!(counts, [400, 120, 100]);
}

#[test]
fn the_same_seed_gives_the_same_world_and_another_seed_another() {
    assert_eq!(json(50, 1), json(50, 1));
    assert_ne!(json(50, 1), json(50, 2));
}

#[test]
fn a_pretty_printed_world_is_the_same_world() {
    let world = World::new(Plan::for_meetings(20, 46));
    let pretty = serde_json::to_string_pretty(&world).expect("it can be written");
    let [one, other] = [&json(20, 46), &pretty]
        .map(|text| serde_json::from_str::<serde_json::Value>(text).expect("JSON"));
    assert_eq!(one, other);
}

#[test]
fn a_million_meetings_take_a_few_people_far_more_often_than_most() {
    let dataset = load_text(json(2_000, 46)).expect("a dataset");
    let mut counts: Vec<usize> = dataset
        .all(Kind::Person)
        .map(|person| dataset.meeting_count(person))
        .collect();
    counts.sort_unstable();
    let (median, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
    assert!(most > 20 * median, "{median} at the median, {most} at most");
}
