//! Exports: what leaves the program is whole, can be read by others, and makes nothing more certain than
//! it is, whatever stands in the data.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Journey, bundled, bundled_json};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use sommet::app::Effect;
use sommet::data::{Dataset, Kind, RecordId, load_text};
use sommet::export::{COLUMNS, Format, Selection};

fn written(dataset: &Dataset, chosen: &Selection, format: Format) -> String {
    let mut bytes = Vec::new();
    format
        .write(dataset, chosen, &mut bytes)
        .expect("bytes take all");
    String::from_utf8(bytes).expect("UTF-8")
}

pub fn everything(dataset: &Dataset, format: Format) -> String {
    written(dataset, &Selection::everything(dataset), format)
}

fn id(dataset: &Dataset, key: &str) -> RecordId {
    dataset.find_key(key).expect(key)
}

pub fn record(dataset: &Dataset, key: &str, format: Format) -> String {
    let chosen = Selection::records(dataset, &[id(dataset, key)]);
    written(dataset, &chosen, format)
}

/// A dataset in which every text tries to be something else.
fn hostile() -> Dataset {
    let evil = "=cmd|' /C calc'!A0 ](javascript:alert(1)) <script>x</script> `b` **c** \u{1b}[31m \u{202e}a\u{0}\r\nEND:VCALENDAR\r\n}\n@misc{x,} | [^1]: y &lt; \"q\" 'r' \\u; \u{fffe}]]>--> $x$ ~a~";
    let long = format!("{evil}{}", "Ünïcode 東京 🙂 ".repeat(20));
    let ids = ["a\u{202e}b", "=1+1", "x\"]}<&>'`|", "ordinary"];
    let endless = "x😀".repeat(20_000);
    let text = |extra: &str| format!("{extra}{long}");
    let source = |id: &str| {
        serde_json::json!({"id": id, "title": text("@"), "publisher": text("+"), "date": "2013?",
            "url": "javascript:alert(1)", "language": text("-"), "note": long})
    };
    let dataset = serde_json::json!({
        "format": "sommet/1", "title": text("="), "version": text("-"), "as_of": text("+"), "licence": text("@"),
        "sources": ids.map(source),
        "organisations": [{"id": ids[0], "name": text("-"), "kind": long, "sources": [ids[0]]}],
        "people": [{"id": ids[2], "name": text("+"), "aliases": [long], "sources": ids,
            "roles": [{"title": text("@"), "organisation": ids[0], "from": "2012~", "sources": [ids[1]]}]}],
        "topics": [{"id": ids[1], "name": text("="), "theme": long}],
        "agreements": [{"id": ids[3], "title": text("# "), "date": "1999-12~", "summary": long, "parties": [ids[0]]}],
        "series": [{"id": ids[2], "name": long, "sources": [ids[2]]}],
        "meetings": [
            {"id": ids[0], "title": text("="), "kind": text("-"), "date": "2013-05", "place": text("@"), "series": ids[2],
             "participants": [{"person": ids[2], "side": long, "note": long, "basis": "announced", "sources": [ids[2]]},
                {"name": text("+"), "role": long, "organisation": ids[0]}],
             "chairs": [ids[2]], "hosts": [ids[0]], "lead": {"organisation": ids[0], "basis": long},
             "topics": [{"topic": ids[1], "weight": "context", "sources": [ids[1]]}],
             "summary": long, "outcomes": [text("- "), text("1. ")], "note": text("# "), "date_note": text("> "),
             "relation": long, "confidence": long, "earliest": "2013-05-01", "sources": ids,
             "evidence": [{"field": "date", "basis": "inferred", "note": long}]},
            {"id": ids[1], "title": text("-")},
            {"id": ids[2], "title": text("+"), "date": "-0044-03-15"},
            {"id": ids[3], "title": endless, "date": "9999-12-31"}],
        "conflicts": [{"about": long, "records": [format!("meeting/{}", ids[0])], "field": "date", "note": text("- "),
            "readings": [{"value": text("="), "source": ids[1], "chosen": true, "why": long}, {"value": long}]}],
        "gaps": [text("# ")]
    });
    load_text(dataset.to_string()).expect("it opens")
}

/// Nothing in a file may move, hide or reorder anything.
fn assert_harmless(text: &str, format: Format) {
    let odd = |c: char| {
        let line_end = c == '\n' || (c == '\r' && format == Format::Calendar);
        (c.is_control() && !line_end)
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}')
    };
    let found = text.char_indices().find(|(_, c)| odd(*c));
    assert_eq!(found, None, "{format:?}");
}

#[test]
fn hostile_text_is_harmless_in_every_format() {
    let dataset = hostile();
    for format in Format::ALL {
        let text = everything(&dataset, format);
        assert!(text.len() > 1_000, "{format:?}");
        assert_harmless(&text, format);
        assert_eq!(
            text,
            everything(&dataset, format),
            "{format:?}: the same again"
        );
        for kind in Kind::ALL {
            for id in dataset.all(kind).take(1) {
                let chosen = Selection::records(&dataset, &[id]);
                assert_harmless(&written(&dataset, &chosen, format), format);
            }
        }
    }
}

// JSON.

fn sorted(list: &Value) -> BTreeMap<String, Value> {
    let entries = list.as_array().expect("a list").iter();
    let id = |entry: &Value| match entry["id"].as_str() {
        Some(id) => id.to_owned(),
        None => entry.to_string(),
    };
    entries.map(|entry| (id(entry), entry.clone())).collect()
}

#[test]
fn everything_comes_back_as_it_was() {
    let dataset = bundled();
    let text = everything(&dataset, Format::Json);
    let (before, after) = (bundled_json(), serde_json::from_str::<Value>(&text));
    let after = after.expect("JSON");
    let lists = Kind::ALL.map(Kind::many);
    for list in lists.into_iter().chain(["series", "conflicts", "gaps"]) {
        assert_eq!(sorted(&before[list]), sorted(&after[list]), "{list}");
    }
    for fact in ["title", "version", "as_of", "licence", "language"] {
        assert_eq!(before[fact], after[fact], "{fact}");
    }
    let again = load_text(text).expect("it opens");
    assert_eq!(again.problems(), []);
    for kind in Kind::ALL {
        let keys = |dataset: &Dataset| {
            let ids = dataset.all(kind);
            ids.map(|id| (dataset.key(id), dataset.meeting_count(id)))
                .collect::<Vec<_>>()
        };
        assert_eq!(keys(&dataset), keys(&again));
    }
}

#[test]
fn a_record_can_be_taken_away_and_opened_again() {
    let dataset = bundled();
    for kind in Kind::ALL {
        for id in dataset.all(kind).step_by(4) {
            let key = dataset.key(id);
            let text = record(&dataset, &key, Format::Json);
            let again = load_text(text).expect("it opens");
            assert_eq!(again.problems(), [], "{key}");
            let there = again.find_key(&key).expect(&key);
            assert_eq!(again.name(there), dataset.name(id));
            assert!(
                again.meeting_count(there) >= dataset.meeting_count(id).min(1),
                "{key}"
            );
            let contested = |dataset: &Dataset, id| dataset.conflicts_of(id).count();
            assert_eq!(contested(&again, there), contested(&dataset, id), "{key}");
        }
    }
}

#[test]
fn hostile_ids_still_link_after_the_journey() {
    let dataset = hostile();
    let again = load_text(everything(&dataset, Format::Json)).expect("it opens");
    assert_eq!(again.problems().len(), dataset.problems().len());
    for kind in Kind::ALL {
        for id in dataset.all(kind) {
            let there = again.find(kind, dataset.raw_id(id)).expect("it is there");
            assert_eq!(again.meeting_count(there), dataset.meeting_count(id));
            assert_eq!(again.name(there), dataset.name(id));
        }
    }
}

// CSV.

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("names").clone();
    assert_eq!(
        names.iter().collect::<Vec<_>>(),
        COLUMNS.map(|(name, _)| name)
    );
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| {
        let cells = names.iter().zip(row.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
            .collect()
    })
    .collect()
}

#[test]
fn a_table_has_a_row_a_meeting_and_says_how_sure_it_is() {
    let dataset = bundled();
    let all = rows(&everything(&dataset, Format::Csv));
    assert_eq!(all.len(), dataset.count(Kind::Meeting));
    let row = |key: &str| all.iter().find(|row| row["meeting"] == key).expect(key);
    let sixth = row("meeting/som-06");
    assert_eq!(sixth["date"], "2019-06-04?");
    assert_eq!(sixth["date_precision"], "day");
    assert_eq!(sixth["date_doubts"], "inferred; uncertain; contested");
    assert_eq!(sixth["attendance"], "partial");
    assert!(sixth["people"].contains("implied"), "{}", sixth["people"]);
    let tenth = row("meeting/som-10");
    assert_eq!(tenth["date_precision"], "year");
    assert_eq!(
        (&*tenth["earliest"], &*tenth["latest"]),
        ("2023-10-01", "2024-04-30")
    );
    assert!(tenth["topics"].contains("[context, "));
    assert!(row("meeting/som-02")["people"].contains("announced"));
    for row in &all {
        assert!(row["dataset"].contains("2026.11") && row["licence"] == "CC0-1.0");
        assert!(row["export"].contains("everything"));
    }
}

/// The organisations of a meeting are its hosts, those listed, and those that somebody is stated to have come for: each
/// of them once, in this order.
#[test]
fn the_organisations_of_a_meeting_are_all_named_and_none_twice() {
    let all = rows(&everything(&bundled(), Format::Csv));
    let mut several = 0;
    for meeting in bundled_json()["meetings"].as_array().expect("meetings") {
        let list = |field: &str| meeting[field].as_array().cloned().unwrap_or_default();
        let people = list("participants").into_iter();
        let came_for = people.map(|person| person["organisation"].clone());
        let (hosts, listed) = (list("hosts"), list("organisations"));
        let mut expected: Vec<String> = Vec::new();
        for id in hosts.into_iter().chain(listed).chain(came_for) {
            let end = id.as_str().map(|id| format!("<organisation/{id}>"));
            expected.extend(end.filter(|end| !expected.contains(end)));
        }
        let key = format!("meeting/{}", meeting["id"].as_str().expect("an id"));
        let row = all.iter().find(|row| row["meeting"] == key).expect("a row");
        let told = row["organisations"].split("; ").filter(|it| !it.is_empty());
        let told: Vec<&str> = told
            .map(|it| it.find('<').and_then(|at| it.get(at..)).unwrap_or(it))
            .collect();
        assert_eq!(told, expected, "{key}");
        several += usize::from(expected.len() > 1);
    }
    assert!(several > 20, "{several}");
}

#[test]
fn no_cell_is_a_formula() {
    let dataset = hostile();
    for row in rows(&everything(&dataset, Format::Csv)) {
        for (name, cell) in row {
            assert!(
                !cell.trim_start().starts_with(['=', '+', '-', '@']),
                "{name}: {cell}"
            );
            assert!(!cell.contains(['\n', '\r', '\t']), "{name}");
        }
    }
}

// Markdown.

#[test]
fn every_sentence_made_from_data_has_a_footnote_that_is_there() {
    let dataset = bundled();
    for key in [
        "meeting/som-06",
        "meeting/som-10",
        "person/claus-sorensen",
        "topic/climate-migration",
        "organisation/iom",
        "agreement/framework-agreement-2011",
        "source/s-faq-2013",
    ] {
        let text = record(&dataset, key, Format::Markdown);
        let (facts, doubts) = text.split_once("\n## Doubts\n").expect("doubts");
        let mut sentences = 0;
        for line in facts.lines().skip(3) {
            let is_footnote = line.starts_with("[^") && line.contains("]: ");
            let is_heading = line.starts_with("**") && line.ends_with("**");
            if line.is_empty() || is_footnote || is_heading {
                continue;
            }
            sentences += 1;
            assert!(line.ends_with(']') && line.contains("[^"), "{key}: {line}");
        }
        assert!(sentences > 2, "{key}");
        assert!(!doubts.trim().is_empty());
        let marks: BTreeSet<&str> = text
            .split("[^")
            .skip(1)
            .filter_map(|rest| rest.split(']').next())
            .collect();
        for mark in marks {
            let notes = text.matches(&format!("\n[^{mark}]: ")).count();
            assert_eq!(notes, 1, "{key}: footnote {mark}");
        }
    }
}

#[test]
fn doubts_are_said_in_words_in_the_text() {
    let dataset = bundled();
    let sixth = record(&dataset, "meeting/som-06", Format::Markdown);
    for words in [
        "contested; the readings are among the doubts",
        "inferred: The year is inferred",
        "the list is known to be incomplete",
        "being there is implied, not stated",
        "which of them says this is not recorded",
        "- Contested: Day of the sixth",
        "“officials met on 4 June",
        "“talks in the afternoon",
        "Data: EU–IOM strategic dialogue, version 2026.11.28, as of 2026-11-28; licence: CC0-1.0.",
    ] {
        assert!(sixth.contains(words), "{words}\n{sixth}");
    }
    let second = record(&dataset, "meeting/som-02", Format::Markdown);
    assert!(second.contains("Place: not known.") && second.contains("no proof of having come"));
    let person = record(&dataset, "person/claus-sorensen", Format::Markdown);
    assert!(
        person.contains("to 2015 (known to the year only)"),
        "{person}"
    );
}

#[test]
fn markdown_holds_no_marks_but_its_own() {
    let text = everything(&hostile(), Format::Markdown);
    for line in text.lines() {
        let unmarked = line.replace("\\]", "");
        assert!(!unmarked.contains("](javascript"), "{line}");
        assert!(!line.contains("<script"), "{line}");
        assert!(!line.contains(" **c**") && !line.contains(" `b`"), "{line}");
        assert!(
            !line.starts_with("@misc") && !line.starts_with("END:"),
            "{line}"
        );
        // Angle brackets stand around addresses of the web alone.
        for rest in line.split('<').skip(1) {
            assert!(rest.starts_with("http"), "{line}");
        }
    }
}

// iCalendar.

/// The content lines, unfolded, after a look at the folded ones.
fn content_lines(text: &str) -> Vec<String> {
    assert!(text.ends_with("\r\n"));
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    let unfolded = text.replace("\r\n ", "");
    unfolded
        .split_terminator("\r\n")
        .map(str::to_owned)
        .collect()
}

/// The events, each as its properties.
pub fn events(text: &str) -> Vec<BTreeMap<String, String>> {
    let lines = content_lines(text);
    assert_eq!(
        (&*lines[0], &**lines.last().expect("lines")),
        ("BEGIN:VCALENDAR", "END:VCALENDAR")
    );
    let mut events: Vec<BTreeMap<String, String>> = Vec::new();
    let mut inside = false;
    for line in &lines[1..lines.len() - 1] {
        let (name, value) = line.split_once(':').expect("a property");
        let name = name.split(';').next().expect("a name");
        assert!(
            name.bytes().all(|b| b.is_ascii_uppercase() || b == b'-'),
            "{line}"
        );
        match line.as_str() {
            "BEGIN:VEVENT" => {
                assert!(!inside);
                events.push(BTreeMap::new());
                inside = true;
            }
            "END:VEVENT" => inside = false,
            _ if inside => {
                let event = events.last_mut().expect("an event");
                assert_eq!(
                    event.insert(name.to_owned(), value.to_owned()),
                    None,
                    "{line}"
                );
            }
            _ => assert!(
                !name.starts_with("BEGIN") && !name.starts_with("END"),
                "{line}"
            ),
        }
    }
    assert!(!inside);
    for event in &events {
        for name in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP"] {
            assert!(event.contains_key(name), "{name}: {event:?}");
        }
    }
    let uids: BTreeSet<&str> = events.iter().map(|event| &*event["UID"]).collect();
    assert_eq!(uids.len(), events.len());
    events
}

#[test]
fn a_calendar_invents_no_day() {
    let dataset = bundled();
    let text = everything(&dataset, Format::Calendar);
    let all = events(&text);
    assert_eq!(all.len(), dataset.count(Kind::Meeting));
    let event = |key: &str| {
        all.iter()
            .find(|event| event["X-SOMMET-KEY"] == key)
            .expect(key)
    };
    let days = |key: &str| (event(key)["DTSTART"].clone(), event(key)["DTEND"].clone());
    assert_eq!(
        days("meeting/som-01"),
        ("20130503".to_owned(), "20130504".to_owned())
    );
    assert_eq!(
        days("meeting/som-10"),
        ("20231001".to_owned(), "20240501".to_owned()),
        "over its whole window"
    );
    let tenth = event("meeting/som-10");
    assert!(
        tenth["SUMMARY"].contains("[date known to the year only"),
        "{tenth:?}"
    );
    assert_eq!(tenth["STATUS"], "TENTATIVE");
    assert!(tenth["DESCRIPTION"].contains("Between 2023-10-01 and 2024-04-30."));
    let second = event("meeting/som-02");
    assert_eq!(
        (second.get("STATUS"), &*second["TRANSP"]),
        (None, "TRANSPARENT")
    );
    assert!(second["DESCRIPTION"].contains("announced\\, which is no proof of having come"));
    assert_eq!(second["DTSTAMP"], "20261128T000000Z");
}

#[test]
fn an_event_covers_its_window_and_known_days_are_no_doubt() {
    let json = r#"{"format":"sommet/1","meetings":[
        {"id":"days","title":"A","date":"2013-10-03/2013-10-04"},
        {"id":"bounds","title":"B","earliest":"2014-02","latest":"2014-06-10"},
        {"id":"one","title":"C","date":"2014","earliest":"2014-03-05","latest":"2014-03-05"},
        {"id":"half","title":"D","date":"2015","latest":"2015-03"},
        {"id":"open","title":"E","earliest":"2014-02"}]}"#;
    let dataset = load_text(json).expect("a dataset");
    let text = everything(&dataset, Format::Calendar);
    let all = events(&text);
    let told = |event: &BTreeMap<String, String>| {
        let of = |name: &str| event.get(name).cloned().unwrap_or_default();
        ["X-SOMMET-KEY", "DTSTART", "DTEND", "STATUS", "SUMMARY"]
            .map(of)
            .join(" ")
    };
    assert_eq!(
        all.iter().map(told).collect::<Vec<String>>(),
        [
            "meeting/days 20131003 20131005  A",
            "meeting/bounds 20140201 20140611 TENTATIVE B [date not known]",
            "meeting/one 20140305 20140306  C",
            "meeting/half 20150101 20150401 TENTATIVE D [date known to the year only]",
        ]
    );
    assert!(
        text.contains("X-SOMMET-LEFT-OUT:meeting/open (2014-02..): E"),
        "{text}"
    );
}

#[test]
fn what_a_calendar_cannot_hold_is_named() {
    let dataset = hostile();
    let text = everything(&dataset, Format::Calendar);
    let lines = content_lines(&text);
    let left_out = lines
        .iter()
        .filter(|line| line.starts_with("X-SOMMET-LEFT-OUT:"));
    assert_eq!(left_out.count(), 3, "undated, before our era, and too late");
    assert_eq!(events(&text).len(), 1);
}

// Sources.

#[test]
fn sources_are_cited_as_precisely_as_they_are_known() {
    let dataset = bundled();
    let items: Value = serde_json::from_str(&everything(&dataset, Format::CslJson)).expect("JSON");
    let items = items.as_array().expect("a list");
    assert_eq!(items.len(), dataset.count(Kind::Source));
    let item = |id: &str| items.iter().find(|item| item["id"] == id).expect(id);
    assert_eq!(
        item("s-faq-2013")["issued"]["date-parts"],
        serde_json::json!([[2013]])
    );
    assert_eq!(
        item("s-eeas-2014")["issued"]["date-parts"],
        serde_json::json!([[2014, 10, 1]])
    );
    assert_eq!(item("s-euromesco-2019").get("issued"), None);

    let of_one = record(&dataset, "meeting/som-02", Format::Bibtex);
    assert!(of_one.contains("@misc{s-eeas-2014,\n"), "{of_one}");
    assert!(of_one.contains("  date = {2014-10-01},\n"));
    let all = dataset.count(Kind::Source);
    let text = everything(&dataset, Format::Bibtex);
    assert_eq!(text.matches("\n@misc{").count(), all);
}

#[test]
fn hostile_sources_keep_bibtex_balanced() {
    let text = everything(&hostile(), Format::Bibtex);
    let (mut depth, mut entries) = (0, 0);
    for (nth, line) in text.lines().enumerate() {
        if depth == 0 {
            assert!(
                nth == 0 || line.is_empty() || line.starts_with("@misc{"),
                "{line}"
            );
            assert_eq!(
                line.matches('@').count(),
                usize::from(line.starts_with("@misc{"))
            );
            entries += usize::from(line.starts_with('@'));
        }
        for character in line.chars().filter(|_| nth > 0) {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            assert!(depth >= 0, "{line}");
        }
    }
    assert_eq!((depth, entries), (0, 4));
    let keys = text.lines().filter(|line| line.starts_with("@misc{"));
    assert!(keys.clone().all(str::is_ascii));
    assert_eq!(keys.collect::<BTreeSet<_>>().len(), 4);
}

// GraphML.

/// The nodes and the ends of the edges, and all texts.
pub fn graph(text: &str) -> (BTreeSet<String>, Vec<(String, String)>, Vec<String>) {
    let mut reader = Reader::from_str(text);
    let (mut nodes, mut edges, mut texts) = (BTreeSet::new(), Vec::new(), Vec::new());
    let mut open: Vec<String> = Vec::new();
    loop {
        let event = reader.read_event().expect("XML");
        let of = |element: &quick_xml::events::BytesStart<'_>, name: &str| {
            let found = element
                .try_get_attribute(name)
                .expect("attributes")
                .expect(name);
            found.value.into_owned()
        };
        match &event {
            Event::Eof => break,
            Event::Start(element) => {
                let name = element.name().as_ref().to_owned();
                match name.as_str() {
                    "node" => assert!(nodes.insert(of(element, "id")), "each once"),
                    "edge" => edges.push((of(element, "source"), of(element, "target"))),
                    _ => {}
                }
                open.push(name);
            }
            Event::End(_) => {
                open.pop().expect("opened");
            }
            Event::Text(text) if open.last().is_some_and(|name| name == "data") => {
                texts.push(text.to_string());
            }
            _ => {}
        }
    }
    assert!(open.is_empty());
    (nodes, edges, texts)
}

#[test]
fn every_edge_of_the_graph_has_two_ends() {
    for dataset in [bundled(), hostile()] {
        let (nodes, edges, _) = graph(&everything(&dataset, Format::GraphMl));
        assert_eq!(nodes.len(), dataset.total() - dataset.count(Kind::Source));
        assert!(!edges.is_empty());
        for (from, to) in &edges {
            assert!(nodes.contains(from) && nodes.contains(to), "{from} {to}");
        }
    }
}

#[test]
fn the_graph_tells_roles_weights_and_how_they_are_known() {
    let dataset = bundled();
    let text = record(&dataset, "meeting/som-10", Format::GraphMl);
    let (nodes, edges, texts) = graph(&text);
    assert!(nodes.contains("person:amy-pope") && nodes.contains("topic:climate-migration"));
    let pair = ("person:amy-pope".to_owned(), "meeting:som-10".to_owned());
    assert!(edges.contains(&pair));
    for word in [
        "quoted",
        "context",
        "2024?",
        "inferred; uncertain",
        "Director General, IOM",
        "record",
    ] {
        assert!(texts.iter().any(|text| text == word), "{word}");
    }
}

// By keys.

/// The name of the file that keys ask for, and what it holds.
#[track_caller]
fn taken(journey: &mut Journey, keys: &str) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    journey.app.write_into(folder.path().to_owned());
    journey.keys(keys);
    let mut files = std::fs::read_dir(folder.path()).expect("a folder");
    let Some(file) = files.next() else {
        panic!("{keys}: no file\n{}", journey.screen());
    };
    let name = file.expect("an entry").file_name();
    let name = name.into_string().expect("plain");
    assert!(journey.screen().contains(&format!("written: ./{name}")));
    let text = std::fs::read_to_string(folder.path().join(&name)).expect("UTF-8");
    (name, text)
}

#[test]
fn keys_take_away_what_is_shown() {
    let mut journey = Journey::new("80x24");
    let dataset = bundled();
    let (name, text) = taken(&mut journey, "Ec");
    assert_eq!(name, "sommet-eu-iom-strategic-dialogue.csv");
    assert_eq!(text, everything(&dataset, Format::Csv));

    journey.keys("/climate and<Enter>m");
    let (name, text) = taken(&mut journey, "Ei");
    assert_eq!(name, "sommet-meetings-where-topic-climate-migration.ics");
    assert_eq!(events(&text).len(), 7);

    let mut journey = Journey::new("80x24").at("person/claus-sorensen");
    for (keys, ending, format) in [
        ("Em", "md", Format::Markdown),
        ("Ej", "json", Format::Json),
        ("Eb", "bib", Format::Bibtex),
        ("Er", "csl.json", Format::CslJson),
        ("Eg", "graphml", Format::GraphMl),
    ] {
        let (name, text) = taken(&mut journey, keys);
        assert_eq!(name, format!("sommet-person-claus-sorensen.{ending}"));
        assert_eq!(text, record(&dataset, "person/claus-sorensen", format));
    }
    // What is marked goes before what is shown.
    let mut journey = Journey::new("120x36");
    journey.until("j", "meeting/som-06").keys(" ");
    journey.until("j", "meeting/som-02").keys(" ");
    let (name, text) = taken(&mut journey, "Ec");
    assert_eq!(name, "sommet-2-records.csv");
    assert_eq!(rows(&text).len(), 2);
}

#[test]
fn the_screen_is_taken_away_as_it_is_shown() {
    let mut journey = Journey::new("80x24").at("person/claus-sorensen");
    let shown = journey.screen();
    let (name, text) = taken(&mut journey, "Et");
    assert_eq!((&*name, text), ("sommet-screen.txt", shown));
    let (name, text) = taken(&mut journey, "Es");
    assert_eq!(name, "sommet-screen.svg");
    assert!(text.starts_with("<svg ") && text.contains("Claus Sørensen"));
}

#[test]
fn what_has_no_meetings_makes_no_table() {
    let mut journey = Journey::of(
        r#"{"format":"sommet/1","people":[{"id":"a","name":"Ann"}]}"#,
        "80x24",
    );
    let folder = tempfile::tempdir().expect("a folder");
    journey.app.write_into(folder.path().to_owned());
    assert_eq!(journey.press("Ec"), None);
    journey.look();
    assert!(journey.screen().contains("there are no meetings here"));
    let (name, text) = taken(&mut journey.at("person/a"), "Em");
    assert_eq!(name, "sommet-person-a.md");
    assert!(text.starts_with("# Ann\n"), "{text}");
}

#[test]
fn keys_copy_a_record_in_many_forms() {
    let mut journey = Journey::new("80x24").at("meeting/som-06");
    journey.keys("gm").until("j", "meeting/som-06");
    let copied = |journey: &mut Journey, keys: &str| match journey.press(keys) {
        Some(Effect::Copy(text)) => text,
        other => panic!("{keys}: {other:?}"),
    };
    assert_eq!(
        copied(&mut journey, "yt"),
        "6th EU–IOM Senior Officials Meeting"
    );
    let text = copied(&mut journey, "ym");
    assert!(
        text.starts_with("# 6th EU–IOM") && text.contains("[^1]: "),
        "{text}"
    );
    let json: Value = serde_json::from_str(&copied(&mut journey, "yj")).expect("JSON");
    let all = bundled_json();
    let mut meetings = all["meetings"].as_array().expect("a list").iter();
    assert_eq!(
        Some(&json),
        meetings.find(|meeting| meeting["id"] == "som-06")
    );
    assert_eq!(
        journey.press("yf"),
        None,
        "a row of the timeline is no fact"
    );
    journey.look();
    assert!(journey.screen().contains("no fact is here"));

    let mut journey = journey.at("source/s-eeas-2014");
    let note = copied(&mut journey, "yf");
    assert!(
        note.starts_with("[^s-eeas-2014]: [EU and IOM continue"),
        "{note}"
    );
    assert!(
        note.contains("](<https://denederlandsegrondwet.nl/"),
        "{note}"
    );
}

#[test]
fn a_study_that_is_shown_is_what_is_taken_away() {
    let mut journey = Journey::new("120x36").at("meeting/som-06");
    journey.keys("e");
    let (name, text) = taken(&mut journey, "Em");
    assert!(name.contains("evidence"), "{name}");
    assert!(text.contains("inferred"), "{text}");
    journey.keys("at");
    let (_, text) = taken(&mut journey, "Ec");
    let climate = text.lines().find(|line| line.contains("climate-migration"));
    assert!(climate.is_some(), "{text}");
    // A calendar has no place for it, which is said.
    assert_eq!(journey.press("Ei"), None);
    journey.look();
    assert!(
        journey.screen().contains("Markdown, CSV or JSON"),
        "{}",
        journey.screen()
    );
}

#[test]
fn what_may_be_taken_away_is_shown_once_it_is_asked_for() {
    for size in ["120x36", "80x24", "50x16"] {
        let mut journey = Journey::new(size);
        journey.keys("E");
        insta::assert_snapshot!(format!("export-keys-{size}"), journey.screen());
    }
}

/// The footnotes that `y f` copies, without their numbers.
fn footnotes(journey: &mut Journey) -> Vec<String> {
    match journey.press("yf") {
        Some(Effect::Copy(text)) => { text.lines() }
            .map(|line| line.split_once(": ").expect("a footnote").1.to_owned())
            .collect(),
        other => {
            assert_eq!(other, None);
            Vec::new()
        }
    }
}

#[test]
fn the_footnote_of_a_fact_on_the_card_is_that_of_the_export() {
    let mut journey = Journey::new("120x36");
    let mut copied = 0;
    for meeting in [
        "som-02",
        "som-06",
        "task-force-2023-03",
        "valletta-summit-2015",
    ] {
        journey.at_record(&format!("meeting/{meeting}"));
        let Some(Effect::Copy(exported)) = journey.press("ym") else {
            panic!("{meeting}");
        };
        let mut seen = Vec::new();
        for _ in 0..40 {
            for note in footnotes(&mut journey) {
                let is_source = !note.starts_with("Sources of ");
                assert!(
                    is_source || exported.contains(&note),
                    "{meeting}: {note}\n{exported}"
                );
                copied += usize::from(!is_source);
                seen.push(note);
            }
            journey.keys("j");
        }
        assert!(!seen.is_empty(), "{meeting}");
    }
    assert!(copied > 40, "{copied}");
}

#[test]
fn of_a_row_that_is_counted_there_is_no_footnote() {
    let mut journey = Journey::new("120x36");
    journey.at_record("person/antonio-vitorino");
    // A meeting that names the person states it.
    journey.until("j", "meeting/task-force-2023-03");
    let notes = footnotes(&mut journey);
    assert!(
        notes.iter().any(|note| note.starts_with("Sources of ")),
        "{notes:?}"
    );
    // Who was named when a topic was on the table is counted.
    journey.at_record("topic/libya");
    journey.until("j", "person/federica-mogherini");
    assert_eq!(footnotes(&mut journey), [""; 0]);
    journey.look();
    assert!(
        journey.screen().contains("it has no footnote"),
        "{}",
        journey.screen()
    );
}

#[test]
fn evidence_gives_the_footnote_of_every_fact_and_leads_to_its_source() {
    let mut journey = Journey::new("120x36");
    journey.at_record("meeting/som-02");
    journey.keys("e");
    let mut own = 0;
    let mut record = 0;
    for _ in 0..60 {
        for note in footnotes(&mut journey) {
            own += usize::from(note.starts_with("Sources of this fact: "));
            record += usize::from(note.starts_with("Sources of the record as a whole; "));
        }
        journey.keys("j");
    }
    assert!(
        own > 0 && record + own > 10,
        "{own} own, {record} of the record"
    );
    let json = r#"{"format":"sommet/1","sources":[{"id":"s","title":"The minutes"}],
        "meetings":[{"id":"m","title":"First","date":"2013","place":"Brussels","sources":["s"],
        "outcomes":["A plan"]},{"id":"n","title":"Second","date":"2014","place":"Paris"}]}"#;
    let mut journey = Journey::of(json, "120x36");
    journey.at_record("meeting/m");
    journey.keys("e").until_line("place").keys("<Enter>");
    assert_eq!(journey.record().as_deref(), Some("source/s"));
    journey.at_record("meeting/n");
    journey.keys("e").until_line("place");
    assert_eq!(footnotes(&mut journey), [""; 0]);
    journey.look();
    assert!(
        journey.screen().contains("no source is given for this"),
        "{}",
        journey.screen()
    );
    journey.keys("<Enter>");
    assert!(
        journey
            .screen()
            .contains("this row leads nowhere, and no source is given")
    );
}
