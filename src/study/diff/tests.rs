//! What changed between meetings of the bundled data.

use super::*;
use crate::data::{Origin, load, load_text};

fn diff(dataset: &Dataset, before: &str, after: &str) -> Diff {
    let id = |key: &str| dataset.find_key(key).expect(key);
    Diff::new(dataset, id(before), id(after))
}

fn keys(dataset: &Dataset, changes: &[Changed], change: ChangeKind) -> Vec<String> {
    let changes = changes.iter().filter(|it| it.change == change);
    changes.map(|it| dataset.raw_id(it.id).to_owned()).collect()
}

#[test]
fn from_the_first_meeting_to_the_second() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let diff = diff(&dataset, "meeting/som-01", "meeting/som-02");
    assert_eq!(
        keys(&dataset, &diff.topics, ChangeKind::Kept),
        ["climate-migration"]
    );
    let people = keys(&dataset, &diff.people, ChangeKind::Kept);
    assert_eq!(
        people,
        ["claus-sorensen", "william-lacy-swing", "laura-thompson"]
    );
    assert_eq!(diff.posts.len(), 1);
    let post = &diff.posts[0];
    let names = |ids: &[RecordId]| -> Vec<String> {
        ids.iter().map(|id| dataset.name(*id).to_owned()).collect()
    };
    assert_eq!(post.title, "Director General, DG HOME");
    assert_eq!(names(&post.before), ["Stefano Manservisi"]);
    assert_eq!(names(&post.after), ["Matthias Ruete"]);
    let back = keys(&dataset, &diff.topics, ChangeKind::Back);
    assert!(
        back.is_empty(),
        "{back:?}: the visit to EASO is of no series"
    );
    let new = keys(&dataset, &diff.topics, ChangeKind::New);
    assert!(new.contains(&"root-causes".to_owned()), "{new:?}");
    let dropped = diff
        .topics
        .iter()
        .filter(|it| it.change == ChangeKind::Gone);
    assert!(dropped.clone().count() > 0);
    assert!(
        dropped.into_iter().all(|it| it.unsure),
        "the agenda is not known to be complete"
    );
}

#[test]
fn the_meeting_before_is_that_of_the_series() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let before = |key: &str| {
        let meeting = dataset.find_key(key).expect(key);
        before_in_series(&dataset, meeting).map(|id| dataset.key(id))
    };
    assert_eq!(before("meeting/som-02").as_deref(), Some("meeting/som-01"));
    assert_eq!(before("meeting/som-01"), None);
    assert_eq!(before("meeting/ghent-2024"), None);
}

#[test]
fn the_same_meeting_changes_nothing() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let diff = diff(&dataset, "meeting/som-05", "meeting/som-05");
    let all = [&diff.topics, &diff.people, &diff.organisations];
    assert!(
        all.iter()
            .all(|it| it.iter().all(|it| it.change == ChangeKind::Kept))
    );
    assert!(diff.posts.is_empty());
}

#[test]
fn new_and_back_are_so_in_the_series() {
    let meeting = |id: &str, series: &str, topics: &str| {
        format!(
            r#"{{"id":"{id}","title":"{id}","series":"{series}","date":"20{}","topics":[{topics}]}}"#,
            id.trim_start_matches(char::is_alphabetic)
        )
    };
    let meetings = [
        meeting("v10", "v", r#""old""#),
        meeting("w11", "w", r#""budget""#),
        meeting("v12", "v", ""),
        meeting("w13", "w", r#""old","budget""#),
        meeting("v14", "v", r#""old","budget""#),
        meeting("x15", "", r#""old""#),
        meeting("x16", "", ""),
        meeting("x17", "", r#""old""#),
    ];
    let json = format!(
        r#"{{"format":"sommet/1","topics":[{{"id":"budget","name":"B"}},{{"id":"old","name":"O"}}],
        "series":[{{"id":"v","name":"V"}},{{"id":"w","name":"W"}}],"meetings":[{}]}}"#,
        meetings.join(",")
    );
    let dataset = load_text(json).expect("dataset");
    let told = |before: &str, after: &str| {
        let diff = diff(
            &dataset,
            &format!("meeting/{before}"),
            &format!("meeting/{after}"),
        );
        let last = |it: &Changed| {
            it.last
                .map(|id| dataset.raw_id(id).to_owned())
                .unwrap_or_default()
        };
        let told = diff
            .topics
            .iter()
            .map(|it| (dataset.raw_id(it.id).to_owned(), it.change, last(it)));
        told.collect::<Vec<_>>()
    };
    let of = |id: &str, change, last: &str| (id.to_owned(), change, last.to_owned());
    assert_eq!(
        told("v12", "v14"),
        [
            of("budget", ChangeKind::New, ""),
            of("old", ChangeKind::Back, "v10")
        ]
    );
    assert_eq!(
        told("w11", "w13"),
        [
            of("budget", ChangeKind::Kept, ""),
            of("old", ChangeKind::New, "")
        ]
    );
    // Of two series, or of none, everything on record counts.
    assert_eq!(
        told("v12", "w13"),
        [
            of("old", ChangeKind::Back, "v10"),
            of("budget", ChangeKind::Back, "w11")
        ]
    );
    assert_eq!(told("x16", "x17"), [of("old", ChangeKind::Back, "x15")]);
}
