//! Telling records apart that would read the same in a list: namesakes, committees of one name, meetings of one
//! title.

use std::collections::HashMap;

use crate::data::{Dataset, Date, Kind, RecordId, Relation, RoleHeld};
use crate::facts::words::dated;
use crate::text::clean_line;

/// What has to be added to each row of a list so that no two read the same; nothing where a row is like no other.
///
/// A row is a record with all that is read of it. To people their role is added, to organisations what they are part
/// of, to meetings and agreements their date, to sources who published them; where that does not help, the id.
pub(crate) fn apart(dataset: &Dataset, rows: &[(RecordId, String)]) -> Vec<String> {
    let mut added = vec![String::new(); rows.len()];
    let ways: [fn(&Dataset, RecordId) -> String; 2] = [difference, id];
    for way in ways {
        for nth in alike(rows, &added) {
            let more = rows.get(nth).map(|(record, _)| way(dataset, *record));
            if let (Some(added), Some(more)) = (added.get_mut(nth), more) {
                let comma = if added.is_empty() || more.is_empty() {
                    ""
                } else {
                    ", "
                };
                *added = format!("{added}{comma}{more}");
            }
        }
    }
    // One id stands twice.
    let mut times: HashMap<String, usize> = HashMap::new();
    for nth in alike(rows, &added) {
        if let Some(added) = added.get_mut(nth) {
            let times = times.entry(added.clone()).or_default();
            *times += 1;
            *added = format!("{added} ({times})");
        }
    }
    added
}

/// The rows that read as another does.
fn alike(rows: &[(RecordId, String)], added: &[String]) -> Vec<usize> {
    let read = || {
        rows.iter()
            .zip(added)
            .map(|((_, text), more)| (text.as_str(), more.as_str()))
    };
    let mut times: HashMap<(&str, &str), usize> = HashMap::new();
    for row in read() {
        *times.entry(row).or_default() += 1;
    }
    let rows = read().enumerate();
    let alike = rows.filter(|(_, row)| times.get(row).is_some_and(|times| *times > 1));
    alike.map(|(nth, _)| nth).collect()
}

/// What is likely to differ between two records of one name.
fn difference(dataset: &Dataset, id: RecordId) -> String {
    let short = |id: RecordId| dataset.short(id).to_owned();
    match id.kind {
        Kind::Person => role(dataset, id),
        Kind::Organisation => dataset
            .to(id, Relation::Parent)
            .map(short)
            .next()
            .unwrap_or_default(),
        Kind::Meeting | Kind::Agreement => dated(dataset, id),
        Kind::Source => dataset.publisher(id).to_owned(),
        Kind::Topic => String::new(),
    }
}

/// The role that a person held last, as far as dates tell, and where.
fn role(dataset: &Dataset, person: RecordId) -> String {
    let Some(held) = latest_role(dataset, person) else {
        return String::new();
    };
    let organisation = held.organisation.map_or("", |id| dataset.short(id));
    if held.title.contains(organisation) {
        return held.title.to_owned();
    }
    let comma = if held.title.is_empty() { "" } else { ", " };
    format!("{}{comma}{organisation}", held.title)
}

/// The role that a person held last, as far as dates tell.
pub(crate) fn latest_role(dataset: &Dataset, person: RecordId) -> Option<RoleHeld<'_>> {
    let since = |held: &RoleHeld<'_>| {
        let known = [held.from, held.as_of, held.to];
        known.into_iter().flatten().map(Date::start).next()
    };
    dataset.roles(person).max_by_key(since)
}

fn id(dataset: &Dataset, id: RecordId) -> String {
    clean_line(dataset.raw_id(id)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::load_text;

    fn told(json: &str, kind: Kind) -> Vec<String> {
        let dataset = load_text(format!(r#"{{"format":"sommet/1",{json}}}"#)).expect("it opens");
        let rows: Vec<_> = dataset
            .all(kind)
            .map(|id| (id, dataset.name(id).to_owned()))
            .collect();
        let added = apart(&dataset, &rows);
        let mut all: Vec<String> = rows
            .iter()
            .zip(added)
            .map(|((_, name), more)| format!("{name}|{more}"))
            .collect();
        all.sort();
        all
    }

    #[test]
    fn namesakes_differ_by_role_or_by_id() {
        let organisations = r#""organisations":[{"id":"o","name":"Senate"}]"#;
        let people = r#""people":[{"id":"x","name":"C. Bos","roles":[{"title":"Councillor","organisation":"o"}]},
            {"id":"y","name":"C. Bos"},{"id":"z","name":"C. Bos"},{"id":"a","name":"Ann"},
            {"id":"b","name":"B","roles":[{"title":"Clerk, Senate","organisation":"o"}]},{"id":"c","name":"B"}]"#;
        assert_eq!(
            told(&format!("{organisations},{people}"), Kind::Person),
            [
                "Ann|",
                "B|",
                "B|Clerk, Senate",
                "C. Bos|Councillor, Senate",
                "C. Bos|y",
                "C. Bos|z"
            ]
        );
    }

    #[test]
    fn committees_differ_by_what_they_are_part_of() {
        let json = r#""organisations":[{"id":"s","name":"Senate Agriculture","short":"SSAF"},{"id":"h","name":"House"},
            {"id":"1","name":"Nutrition","parent":"s"},{"id":"2","name":"Nutrition","parent":"h"}]"#;
        assert_eq!(
            told(json, Kind::Organisation),
            [
                "House|",
                "Nutrition|House",
                "Nutrition|SSAF",
                "Senate Agriculture|"
            ]
        );
    }

    #[test]
    fn meetings_differ_by_date_then_by_id_then_by_number() {
        let json = r#""meetings":[{"id":"1","title":"Council","date":"2021-01-26"},{"id":"2","title":"Council"},
            {"id":"3","title":"Council","date":"2021-02-23"},{"id":"4","title":"Council","date":"2021-02-23"},
            {"id":"4","title":"Council","date":"2021-02-23"}]"#;
        assert_eq!(
            told(json, Kind::Meeting),
            [
                "Council|2021-01-26",
                "Council|2021-02-23, 3",
                "Council|2021-02-23, 4 (1)",
                "Council|2021-02-23, 4 (2)",
                "Council|undated"
            ]
        );
    }

    #[test]
    fn sources_and_topics_are_told_apart_too() {
        let json = r#""sources":[{"id":"1","title":"Report","publisher":"A"},{"id":"2","title":"Report","publisher":"B"}],
            "topics":[{"id":"t","name":"Budget"},{"id":"u","name":"Budget"}]"#;
        assert_eq!(told(json, Kind::Source), ["Report|A", "Report|B"]);
        assert_eq!(told(json, Kind::Topic), ["Budget|t", "Budget|u"]);
    }
}
