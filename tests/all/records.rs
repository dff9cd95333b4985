//! Every record of the bundled dataset: opened, linked both ways, counted alike everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Journey, SIZES, all_records, bundled};
use sommet::browse::page::{How, Page};
use sommet::data::{Dataset, Kind, RecordId};
use sommet::query::{Expr, Matcher, Query};
use sommet::search::Index;

#[test]
fn every_record_opens_at_every_size() {
    for size in SIZES {
        let mut journey = Journey::new(size);
        let records = all_records(journey.dataset());
        for id in records {
            let key = journey.dataset().key(id);
            let name = journey.dataset().name(id).to_owned();
            journey.app.start_at(id);
            journey.press("G");
            // The end of the page, then its beginning.
            journey.keys("<Home>");
            let word = name.split_whitespace().next().unwrap_or_default();
            let word: String = word.chars().take(20).collect();
            let shown = journey.screen();
            assert!(shown.contains(&word), "{key} at {size}:\n{shown}");
            assert_eq!(journey.record().as_deref(), Some(key.as_str()));
        }
    }
}

/// On the way down a long text is read line by line; to a link that is just below one goes at once, and passes over no
/// more than half of what is in sight.
#[test]
fn a_step_down_a_card_passes_over_nothing_unread() {
    let words: Vec<String> = (0..400).map(|nth| format!("word{nth:03}")).collect();
    let json = format!(
        r#"{{"format":"sommet/1","people":[{{"id":"a","name":"Ann"}}],
            "meetings":[{{"id":"m","title":"Talk","date":"2001","summary":"{}","participants":[{{"person":"a"}}]}}]}}"#,
        words.join(" ")
    );
    for size in ["50x16", "50x30"] {
        let mut journey = Journey::of(&json, size);
        journey.at_record("meeting/m");
        journey.keys("k<Enter>");
        let mut before = journey.card_rows();
        let height = before.len();
        let (mut lines, mut jumps) = (0, 0);
        while journey.under_cursor().as_deref() != Some("person/a") {
            journey.keys("j");
            let rows = journey.card_rows();
            // The bar at the right end moves by itself.
            let text = |row: &String| row.trim_end_matches(['▐', ' ']).to_owned();
            let first = text(&rows[1]);
            let from = before.iter().position(|row| text(row) == first);
            let passed = from.unwrap_or_else(|| panic!("{size}: {first} was not seen")) - 1;
            assert!(
                passed <= height / 2 + 1,
                "{size}: {passed} of {height} lines"
            );
            lines += usize::from(passed == 1);
            jumps += usize::from(passed > 1);
            assert!(lines < 200, "{}", journey.screen());
            before = rows;
        }
        assert!(
            lines > 20 && jumps == 1,
            "{size}: {lines} lines, {jumps} jumps"
        );
    }
}

/// A card begins at what is looked for most; what stands above it, as the role of a person, is one step up.
#[test]
fn the_first_link_of_a_card_that_was_just_opened_is_one_step_up() {
    let mut journey = Journey::new("120x36");
    for id in all_records(journey.dataset()) {
        let key = journey.dataset().key(id);
        journey.at_record(&key);
        journey.keys("k");
        let one_step = journey.under_cursor();
        journey.keys("kkkkkkkk");
        assert_eq!(one_step, journey.under_cursor(), "{key}");
    }
}

/// The records that each record lists.
fn listed(dataset: &Dataset) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
    let records = all_records(dataset).into_iter();
    records
        .map(|id| (id, Page::new(dataset, Some(id)).links().collect()))
        .collect()
}

#[test]
fn each_link_is_listed_by_its_other_end() {
    let dataset = bundled();
    let listed = listed(&dataset);
    let mut one_way = Vec::new();
    for (id, links) in &listed {
        for link in links {
            if !listed[link].contains(id) {
                one_way.push(format!("{} → {}", dataset.key(*id), dataset.key(*link)));
            }
        }
    }
    assert!(
        one_way.is_empty(),
        "{}:\n{}",
        one_way.len(),
        one_way.join("\n")
    );
    let links: usize = listed.values().map(BTreeSet::len).sum();
    assert!(links > 2_000, "the dialogue is well linked: {links}");
}

#[test]
fn no_record_is_an_island() {
    let dataset = bundled();
    let listed = listed(&dataset);
    let alone = listed.iter().filter(|(_, links)| links.is_empty());
    let alone: Vec<String> = alone.map(|(id, _)| dataset.key(*id)).collect();
    assert_eq!(alone, Vec::<String>::new());
}

/// The meetings that the page of a record lists under MEETINGS, if it does.
fn meetings_section(page: &Page) -> Option<Vec<RecordId>> {
    let mut sections = page.sections.iter();
    let section = sections.find(|section| section.heading == "MEETINGS")?;
    let items = section.items().filter(|item| item.how == How::Meeting);
    let meetings: Vec<RecordId> = items.filter_map(|item| item.id).collect();
    assert_eq!(section.count(), meetings.len(), "the number in the heading");
    Some(meetings)
}

#[test]
fn the_list_the_page_and_the_filter_count_alike() {
    let dataset = bundled();
    let index = Index::new(&dataset);
    let matcher = Matcher::new(&dataset, &index);
    let mut pages = 0;
    for id in all_records(&dataset) {
        let key = dataset.key(id);
        let count = dataset.meeting_count(id);
        let query = Query::of(vec![Expr::meetings_of(&dataset, id)]);
        let kept = matcher.keep(&query);
        assert_eq!(kept.len(), count, "{key}: list and filter");
        let page = Page::new(&dataset, Some(id));
        match meetings_section(&page) {
            Some(meetings) => {
                let rows: Vec<u32> = meetings.iter().map(|id| id.row).collect();
                assert_eq!(rows, kept, "{key}: page and filter");
                pages += 1;
            }
            // A meeting tells its series in other words; whoever has no meeting has no section.
            None => assert!(id.kind == Kind::Meeting || count == 0, "{key}: {count}"),
        }
    }
    assert!(pages > 100, "{pages}");
}

#[test]
fn find_shows_the_same_numbers() {
    for (keys, kind) in [
        ("gp", Kind::Person),
        ("gt", Kind::Topic),
        ("go", Kind::Organisation),
        ("ga", Kind::Agreement),
        ("gs", Kind::Source),
    ] {
        let mut journey = Journey::new("112x240");
        journey.keys(keys);
        let rows = journey.list();
        let dataset = journey.dataset();
        let shown: Vec<usize> = rows
            .iter()
            .skip(1)
            .map(|row| row.trim_end_matches(['▐', ' ']))
            .filter(|row| !row.is_empty())
            .map(|row| row.rsplit(' ').next().unwrap_or_default())
            .map(|number| number.parse().expect(number))
            .collect();
        let mut counted: Vec<usize> = dataset
            .all(kind)
            .map(|id| dataset.meeting_count(id))
            .collect();
        counted.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
        counted.truncate(shown.len());
        assert!(shown.len() > 5, "{rows:?}");
        assert_eq!(shown, counted, "{kind}");
    }
}

/// The same question asked of the JSON alone.
#[test]
fn the_meetings_of_a_person_and_a_topic_are_those_of_the_file() {
    let dataset = bundled();
    let json = crate::support::bundled_json();
    let meetings = json["meetings"].as_array().expect("meetings");
    for id in dataset.all(Kind::Person).chain(dataset.all(Kind::Topic)) {
        let raw = dataset.raw_id(id);
        let named = |meeting: &&serde_json::Value| {
            let list = |name: &str| meeting[name].as_array().cloned().unwrap_or_default();
            match id.kind {
                Kind::Person => {
                    list("participants").iter().any(|one| one["person"] == raw)
                        || list("chairs").iter().any(|one| one == raw)
                }
                _ => list("topics")
                    .iter()
                    .any(|one| one == raw || one["topic"] == raw),
            }
        };
        let expected = meetings.iter().filter(named).count();
        assert_eq!(dataset.meeting_count(id), expected, "{}", dataset.key(id));
    }
}
