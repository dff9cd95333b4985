//! The page of the dataset itself: what it is, and what is known to be wrong, contested or unknown.

use super::{How, Item, Page};
use crate::data::{Dataset, Kind, Problem};

/// So many problems are told on the page; who has more has them in a file.
const MOST_PROBLEMS: usize = 500;

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
    let problems = dataset.problems();
    let told = problems.iter().take(MOST_PROBLEMS).map(Problem::to_string);
    let left = problems.len().saturating_sub(MOST_PROBLEMS);
    let more = (left > 0).then(|| format!("and {left} more, which `sommet check` lists"));
    let problems: Vec<String> = told.chain(more).collect();
    page.prose("! PROBLEMS", problems.iter().map(String::as_str));
    for (nth, conflict) in dataset.conflicts().iter().enumerate() {
        page.conflict(nth, conflict);
        let records = conflict.records.iter();
        let concerned = records.map(|id| Item::link(*id, How::Plain));
        page.names("concerns", concerned.collect());
    }
    page.prose("? UNKNOWN", about.gaps.iter().map(String::as_str));
    page
}
