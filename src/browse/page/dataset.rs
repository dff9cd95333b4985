//! The page of the dataset itself: what it is, and what is known to be wrong, contested or unknown.

use super::gathered::plain;
use super::{How, Item, Page, Weak};
use crate::browse::tally::{TOPICS, tally};
use crate::data::{Basis, Dataset, Doubt, Kind, Problem, RecordId};
use crate::facts::words::dotted;

/// Nobody reads more problems than so many on the screen, and to lay out a million would take seconds.
const LISTED: usize = 1_000;

pub(super) fn write(page: &mut Page, dataset: &Dataset) {
    let about = dataset.about();
    about.title.clone_into(&mut page.title);
    let named = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("{name} {value}"),
    };
    page.fact(dotted([
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
    latest(page, dataset);
    page.gathered("MOST DISCUSSED", |page| most_discussed(page, dataset));
    let all = dataset.problems();
    let mut problems: Vec<String> = all.iter().take(LISTED).map(Problem::to_string).collect();
    if all.len() > LISTED {
        let more: usize = all.iter().skip(LISTED).map(|problem| problem.times).sum();
        problems.push(format!("and {more} more, which `sommet check` tells"));
    }
    page.prose("! PROBLEMS", problems);
    for (nth, conflict) in dataset.conflicts().iter().enumerate() {
        page.conflict(nth, conflict);
        page.names("concerns", plain(conflict.records.iter().copied()));
        let missing = conflict.missing.iter();
        let missing = missing.map(|key| format!("? not in this file: {key}"));
        page.prose("", missing);
    }
    page.prose("? UNKNOWN", about.gaps.iter().map(String::as_str));
    page.gathered("HOW IT IS KNOWN", |page| how_known(page, dataset));
}

/// The last meetings that are kept and have a date.
fn latest(page: &mut Page, dataset: &Dataset) {
    /// So many tell what is new.
    const LATEST: usize = 3;
    let count = dataset.count(Kind::Meeting);
    let rows = (0..crate::data::row(count)).rev();
    let kept = rows.filter(|row| {
        let kept = page.kept.as_ref();
        kept.is_none_or(|kept| kept.binary_search(row).is_ok())
    });
    let dated = kept
        .map(RecordId::meeting)
        .filter(|id| dataset.when(*id).is_some());
    let latest: Vec<Item> = dated
        .take(LATEST)
        .map(|id| Item::link(id, How::Meeting))
        .collect();
    page.list("LATEST", "", latest);
}

fn most_discussed(page: &mut Page, dataset: &Dataset) {
    /// So many are shown.
    const MOST: usize = 4;
    let all: Vec<u32>;
    let rows = if let Some(kept) = &page.kept {
        kept.as_slice()
    } else {
        all = (0..crate::data::row(dataset.count(Kind::Meeting))).collect();
        &all
    };
    let counts = tally(dataset, rows, TOPICS).into_iter().take(MOST);
    let items = counts.map(|(topic, count)| Item::link(topic, How::Together(count)));
    page.list("MOST DISCUSSED", "meetings", items.collect());
}

/// How often somebody's presence is not reported, a role is inferred, a date is uncertain; and where.
fn how_known(page: &mut Page, dataset: &Dataset) {
    let mut found = [
        ("times not reported", 0, Vec::new()),
        ("roles are inferred", 0, Vec::new()),
        ("dates are uncertain", 0, Vec::new()),
    ];
    for row in (0..crate::data::row(dataset.count(Kind::Meeting))).rev() {
        let id = RecordId::meeting(row);
        let (mut unreported, mut inferred) = (0, 0);
        for known in dataset.participants(id) {
            unreported += usize::from(!matches!(known.basis, None | Some(Basis::Reported)));
            inferred += usize::from(known.role_inferred);
        }
        let date = dataset.date(id);
        let uncertain = usize::from(date.is_none_or(|date| date.doubt() != Doubt::None));
        for ((_, count, latest), here) in found.iter_mut().zip([unreported, inferred, uncertain]) {
            *count += here;
            if here > 0 && latest.len() < Weak::LISTED {
                latest.push(id);
            }
        }
    }
    let found = found.into_iter().filter(|(_, count, _)| *count > 0);
    page.weak = found
        .map(|(what, count, latest)| Weak {
            text: format!("{count} {what}"),
            latest,
        })
        .collect();
    let texts: Vec<String> = page.weak.iter().map(|weak| weak.text.clone()).collect();
    page.prose("HOW IT IS KNOWN", texts);
}
