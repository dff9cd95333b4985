//! The page of the dataset itself: what it is, and what is known to be wrong, contested or unknown.

use super::{How, Item, Page};
use crate::data::{Dataset, Kind, Problem};

/// Nobody reads more problems than so many on the screen, and to lay out a million would take seconds.
const LISTED: usize = 1_000;

pub(super) fn page(dataset: &Dataset) -> Page {
    let about = dataset.about();
    let mut page = Page {
        title: about.title.clone(),
        ..Page::default()
    };
    let named = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{name} {value}"),
    };
    page.fact(super::dotted([
        named("version", &about.version),
        named("as of", &about.as_of),
        named("licence", &about.licence),
    ]));
    let counts = Kind::ALL.map(|kind| {
        let count = dataset.count(kind);
        format!("{count} {}", kind.counted(count))
    });
    page.fact(counts.join(" · "));
    page.prose("", [about.description.as_str()]);
    let all = dataset.problems();
    let mut problems: Vec<String> = all.iter().take(LISTED).map(Problem::to_string).collect();
    if all.len() > LISTED {
        let more = all.len() - LISTED;
        problems.push(format!("and {more} more, which `sommet check` tells"));
    }
    page.prose("! PROBLEMS", problems.iter().map(String::as_str));
    for (nth, conflict) in dataset.conflicts().iter().enumerate() {
        page.conflict(nth, conflict);
        let records = conflict.records.iter();
        let concerned = records.map(|id| Item::link(*id, How::Plain));
        page.names("concerns", concerned.collect());
        let missing = conflict.missing.iter();
        let missing: Vec<String> = missing
            .map(|key| format!("? not in this file: {key}"))
            .collect();
        page.prose("", missing.iter().map(String::as_str));
    }
    page.prose("? UNKNOWN", about.gaps.iter().map(String::as_str));
    page
}
