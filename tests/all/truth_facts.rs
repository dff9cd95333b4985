//! One model of a fact: the card, `evidence` and every export name the same sources and the same certainty,
//! what is not in the file is shown as such, and nothing derived is told as stated.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};
use sommet::browse::page::{Body, Page};
use sommet::data::{Dataset, Kind, Origin, RecordId, load, load_text};
use sommet::export::{Extent, Format, Selection};
use sommet::facts::words;
use sommet::query::{Matcher, Query};
use sommet::search::Index;
use sommet::study::evidence::Evidence;
use sommet::study::report::{Report, Study};

use crate::support::{all_records, bundled};

const FULL: &str = include_str!("../fixtures/full.json");

// What each of them says.

fn written(dataset: &Dataset, chosen: &Selection, format: Format) -> String {
    let mut bytes = Vec::new();
    let done = format.write(dataset, chosen, &mut bytes);
    done.expect("bytes take all");
    String::from_utf8(bytes).expect("UTF-8")
}

fn record(dataset: &Dataset, key: &str, format: Format) -> String {
    let id = dataset.find_key(key).expect(key);
    written(dataset, &Selection::records(dataset, &[id]), format)
}

fn everything(dataset: &Dataset, format: Format) -> String {
    written(dataset, &Selection::everything(dataset), format)
}

fn find(dataset: &Dataset, key: &str) -> RecordId {
    dataset.find_key(key).expect(key)
}

/// A row of what `evidence` writes: of which record, field, value, how sure, keys of sources, whose they are.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    of: String,
    field: String,
    value: String,
    sure: String,
    why: String,
    claim: Claim,
}

/// Whose sources (`fact`, `record`, `none`), and which.
type Claim = (String, BTreeSet<String>);

fn claim(whose: &str, keys: impl IntoIterator<Item = String>) -> Claim {
    (whose.to_owned(), keys.into_iter().collect())
}

fn evidence(dataset: &Dataset, id: RecordId) -> Vec<Row> {
    let mut bytes = Vec::new();
    write_evidence(dataset, id, &mut bytes).expect("readable, and bytes take all");
    let whole: Value = serde_json::from_slice(&bytes).expect("JSON");
    let items = whole["items"].as_array().expect("items").iter();
    let texts = |value: &Value| -> Vec<String> {
        let texts = value.as_array().expect("a list").iter();
        texts
            .map(|it| it.as_str().expect("a text").to_owned())
            .collect()
    };
    items
        .map(|item| {
            let cell = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
            Row {
                of: cell("record"),
                field: cell("fact").replace(' ', "_"),
                value: cell("value"),
                sure: cell("means"),
                why: texts(&item["why"]).join(" "),
                claim: claim(&cell("source_level"), texts(&item["sources"])),
            }
        })
        .collect()
}

/// What `evidence` writes of a record as JSON.
fn write_evidence(dataset: &Dataset, id: RecordId, out: &mut Vec<u8>) -> std::io::Result<()> {
    let study: Arc<dyn Study> = Arc::new(Evidence::new(dataset, id));
    let report = Report::new(dataset, &study, String::new());
    Format::Json.write_report(&report, dataset, Extent::WHOLE, out)
}

/// The facts that a record itself states.
fn own(dataset: &Dataset, id: RecordId) -> Vec<Row> {
    let key = dataset.key(id);
    let rows = evidence(dataset, id).into_iter();
    rows.filter(|row| row.of == key && !row.field.starts_with("series."))
        .collect()
}

/// The groups of fields that stand together in a text, with their names there.
const GROUPS: [(&str, &[&str]); 26] = [
    ("Date", &["date"]),
    ("Place", &["place"]),
    ("Kind", &["kind"]),
    ("Also known as", &["aliases"]),
    ("Sorted under", &["sort_name"]),
    ("Series", &["series"]),
    ("Number in the series", &["ordinal"]),
    ("Led by", &["lead"]),
    ("Part of", &["part_of", "parent", "broader"]),
    ("Relation", &["relation"]),
    ("Confidence in the record", &["confidence"]),
    ("Theme", &["theme"]),
    ("Took over the work of", &["successor_of"]),
    ("Related topics", &["related"]),
    ("Parties", &["parties"]),
    ("Signed by", &["signatories"]),
    ("About", &["topics"]),
    ("Follows", &["follows"]),
    ("Changes", &["amends"]),
    ("Made at", &["meeting"]),
    ("People", &["participants", "chairs"]),
    ("Topics", &["topics"]),
    ("Organisations", &["hosts", "organisations"]),
    ("Roles", &["roles"]),
    ("Summary", &["summary"]),
    ("Outcomes", &["outcomes"]),
];

/// What a text says of a record: by the name of a group, the claims of its sentences, and these themselves.
#[derive(Default)]
struct Text {
    claims: BTreeMap<String, BTreeSet<Claim>>,
    sentences: BTreeMap<String, Vec<String>>,
    of_lists: Vec<(String, Claim)>,
}

fn footnotes(text: &str) -> BTreeMap<String, Claim> {
    let notes = text
        .lines()
        .filter_map(|line| line.strip_prefix("[^")?.split_once("]: "));
    notes
        .map(|(number, said)| {
            let whose = match said {
                said if said.starts_with("Sources of this fact: ") => "fact",
                said if said.starts_with("Sources of the record as a whole") => "record",
                said if said.starts_with("No source is given") => "none",
                said => panic!("a footnote: {said}"),
            };
            let keys = said.split('`').skip(1).step_by(2);
            let keys = keys.filter(|key| key.starts_with("source/"));
            let missing = |key: &str| said.contains(&format!("`{key}`, which is not in this file"));

            let keys = keys.map(|key| {
                if missing(key) {
                    format!("? {key}")
                } else {
                    key.to_owned()
                }
            });
            (number.to_owned(), claim(whose, keys))
        })
        .collect()
}

fn markdown(text: &str) -> Text {
    let notes = footnotes(text);
    let (facts, _) = text.split_once("\n## Doubts\n").expect("doubts");
    let mut told = Text::default();
    let mut part = String::new();
    for line in facts.lines().skip(4) {
        let (line, claim) = match line
            .strip_suffix(']')
            .and_then(|line| line.rsplit_once("[^"))
        {
            Some((line, number)) => (line, Some(notes[number].clone())),
            None => (line, None),
        };
        if let Some(heading) = line.strip_prefix("**") {
            heading
                .split("**")
                .next()
                .unwrap_or_default()
                .clone_into(&mut part);
            let nothing = ["no agenda is known", "nobody is named"];
            if let Some(claim) = claim
                && nothing.iter().any(|nothing| line.contains(nothing))
            {
                told.claims.entry(part.clone()).or_default().insert(claim);
            }
            continue;
        }
        let Some(claim) = claim.filter(|_| !line.starts_with("[^")) else {
            continue;
        };
        let item = line.strip_prefix("- ");
        let named = item.and_then(|item| item.split_once(": "));
        if part == "On whole fields" {
            let field = named.expect("a field").0.replace(' ', "_");
            told.of_lists.push((field, claim));
            continue;
        }
        let in_part = GROUPS.iter().any(|(name, _)| *name == part)
            || (part == "Meetings" && line.contains("(`meeting/"));
        let name = match named {
            Some((name, _)) if !in_part => name,
            _ => part.as_str(),
        };
        told.claims
            .entry(name.to_owned())
            .or_default()
            .insert(claim);
        told.sentences
            .entry(name.to_owned())
            .or_default()
            .push(line.to_owned());
    }
    told
}

/// What a graph says: of each node its attributes, and of each edge its ends and attributes.
struct Graph {
    nodes: BTreeMap<String, BTreeMap<String, String>>,
    edges: Vec<BTreeMap<String, String>>,
}

fn graph(text: &str) -> Graph {
    let mut reader = Reader::from_str(text);
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    let mut graph = Graph {
        nodes: BTreeMap::new(),
        edges: Vec::new(),
    };
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut now: BTreeMap<String, String> = BTreeMap::new();
    let mut open = String::new();
    loop {
        let event = reader.read_event().expect("XML");
        let of = |element: &quick_xml::events::BytesStart<'_>, name: &str| {
            let found = element.try_get_attribute(name).expect("attributes");
            found.map(|it| it.value.into_owned()).unwrap_or_default()
        };
        match &event {
            Event::Eof => return graph,
            Event::Empty(element) if element.name().as_ref() == "key" => {
                keys.insert(of(element, "id"), of(element, "attr.name"));
            }
            Event::Start(element) => match element.name().as_ref() {
                "node" => now = BTreeMap::from([("id".to_owned(), of(element, "id"))]),
                "edge" => {
                    let end = |name| ids[&of(element, name)].clone();
                    now = BTreeMap::from([
                        ("one".to_owned(), end("source")),
                        ("other".to_owned(), end("target")),
                    ]);
                }
                "data" => open.clone_from(&keys[&of(element, "key")]),
                _ => {}
            },
            Event::Text(text) if !open.is_empty() => {
                now.entry(open.clone()).or_default().push_str(text);
            }
            Event::GeneralRef(name) if !open.is_empty() => {
                let sign = match &**name {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    name => panic!("{name}"),
                };
                now.entry(open.clone()).or_default().push(sign);
            }
            Event::End(element) => match element.name().as_ref() {
                "data" => open.clear(),
                "node" => {
                    ids.insert(now["id"].clone(), now["key"].clone());
                    graph.nodes.insert(now["key"].clone(), now.clone());
                }
                "edge" => graph.edges.push(now.clone()),
                _ => {}
            },
            _ => {}
        }
    }
}

fn relation(kind: Kind, field: &str) -> Option<&'static str> {
    Some(match (field, kind) {
        ("participants", _) => "named for",
        ("chairs", _) => "chaired",
        ("hosts", _) => "host",
        ("organisations", _) => "took part",
        ("lead", _) => "led",
        ("topics", Kind::Meeting) => "discussed",
        ("topics", _) => "about",
        ("parties", _) => "party",
        ("signatories", _) => "signed",
        ("meeting", _) => "made at",
        ("roles", _) => "held a role",
        ("part_of" | "parent" | "broader", _) => "part of",
        ("successor_of", _) => "took over from",
        ("related", _) => "related",
        ("follows", _) => "follows",
        ("amends", _) => "changes",
        _ => return None,
    })
}

fn word(meaning: &str) -> &'static str {
    use sommet::facts::Sure;
    let all = Sure::ALL.into_iter();
    let found = all.clone().find(|sure| sure.meaning() == meaning);
    found.map_or("", Sure::word)
}

// The law.

/// That a text in Markdown names the same sources as `evidence`, field by field.
fn markdown_agrees(dataset: &Dataset, id: RecordId) {
    let key = dataset.key(id);
    let rows = own(dataset, id);
    let text = record(dataset, &key, Format::Markdown);
    let told = markdown(&text);
    for (name, fields) in GROUPS {
        if (name == "Topics") != (id.kind == Kind::Meeting) && fields == ["topics"] {
            continue;
        }
        let of_group = rows
            .iter()
            .filter(|row| fields.contains(&row.field.as_str()));
        let told_if_absent = ["Date", "Place", "People", "Topics"].contains(&name);
        let stated: Vec<&Row> = of_group
            .filter(|row| told_if_absent || !is_absent(row))
            .collect();
        let mut entries: Vec<&&Row> = stated.iter().collect();
        for (field, claim) in &told.of_lists {
            let is_it = |row: &&&Row| row.field == *field && row.claim == *claim;
            if let Some(at) = entries.iter().position(is_it) {
                entries.remove(at);
            }
        }
        let expected: BTreeSet<Claim> = entries.iter().map(|row| row.claim.clone()).collect();
        let mut found = told.claims.get(name).cloned().unwrap_or_default();
        if name == "Organisations" {
            // Those somebody came for are told there too.
            found.retain(|claim| expected.contains(claim));
        }
        assert_eq!(found, expected, "{key}: {name}\n{text}");
        let sentences = told.sentences.get(name).cloned().unwrap_or_default();
        let all = sentences.join("\n");
        for row in stated {
            let inferred = row.sure == "inferred, not stated in a source";
            let words = ["inferred", "uncertain"];
            let is_said = words.iter().any(|word| text.contains(word));
            assert!(!inferred || is_said, "{key}: {name}: {all}");
            let contested = row.sure == "sources disagree";
            assert!(!contested || text.contains("— contested"), "{key}: {name}");
        }
    }
    for (field, claim) in &told.of_lists {
        let mut rows = rows.iter();
        assert!(
            rows.any(|row| row.field == *field && row.claim == *claim),
            "{key}: {field} {claim:?}"
        );
    }
}

/// Whether a fact says that nothing is stated.
fn is_absent(row: &Row) -> bool {
    row.sure == "not known"
        && row.claim.0 == "none"
        && !row.value.contains("not in this file")
        && [
            "not known",
            "no host is named",
            "nobody is named",
            "no topic is listed",
            "no party is named",
            "no address is known",
        ]
        .contains(&row.value.as_str())
}

fn graph_agrees(dataset: &Dataset) {
    let graph = graph(&everything(dataset, Format::GraphMl));
    for id in all_records(dataset) {
        if id.kind == Kind::Source {
            continue;
        }
        let key = dataset.key(id);
        let rows = own(dataset, id);
        let node = &graph.nodes[&key];
        let event = matches!(id.kind, Kind::Meeting | Kind::Agreement);
        let is_of_it = |edge: &&BTreeMap<String, String>| {
            let by_itself = ["held a role", "part of", "took over from", "related"];
            let kind = |end: &str| edge[end].split('/').next().unwrap_or_default().to_owned();
            if event {
                return edge["other"] == key;
            }
            edge["one"] == key
                && by_itself.contains(&&*edge["relation"])
                && kind("other") != "meeting"
        };
        let of_it: Vec<&BTreeMap<String, String>> = graph.edges.iter().filter(is_of_it).collect();
        let said = node.get("evidence").map_or("", String::as_str);
        let mut relations: BTreeMap<&str, BTreeSet<(String, Claim)>> = BTreeMap::new();
        for row in &rows {
            let sure = word(&row.sure);
            let told_at_node = || {
                let keys: Vec<&str> = row.claim.1.iter().map(String::as_str).collect();
                sure == "record"
                    || said.contains(&format!("[{sure}"))
                        && keys.iter().all(|key| said.contains(key))
            };
            match relation(id.kind, &row.field) {
                Some(relation) => {
                    relations
                        .entry(relation)
                        .or_default()
                        .insert((sure.to_owned(), row.claim.clone()));
                }
                None if row.field == "role" => {}
                None => assert!(told_at_node(), "{key}: {row:?}\n{said}"),
            }
        }
        for edge in of_it {
            let Some(sure) = edge.get("sure") else {
                continue;
            };
            let keys = edge.get("sources").map_or("", String::as_str);
            let keys = keys.split("; ").filter(|key| !key.is_empty());
            let claim = claim(&edge["source_level"], keys.map(str::to_owned));
            let known = relations.get(&*edge["relation"]);
            let known = known.is_some_and(|known| known.contains(&(sure.clone(), claim.clone())));
            assert!(known, "{key}: {edge:?}\n{relations:#?}");
        }
        // Every fact that leads to a record is an edge; one that leads to none is told at its node.
        for (relation, claims) in relations {
            for (sure, claim) in claims {
                let found = graph.edges.iter().any(|edge| {
                    let keys = edge.get("sources").map_or("", String::as_str);
                    let keys: BTreeSet<String> = keys
                        .split("; ")
                        .filter(|key| !key.is_empty())
                        .map(str::to_owned)
                        .collect();
                    edge[if event { "other" } else { "one" }] == key
                        && edge["relation"] == relation
                        && edge.get("sure") == Some(&sure)
                        && keys == claim.1
                });
                let told = said.contains(&format!("[{sure}"))
                    && claim.1.iter().all(|key| said.contains(key));
                assert!(
                    found || told || sure == "record",
                    "{key}: {relation} {claim:?}\n{said}"
                );
            }
        }
    }
}

fn table_agrees(dataset: &Dataset) {
    let text = everything(dataset, Format::Csv);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("names").clone();
    for row in reader.records() {
        let row = row.expect("a row");
        let cell = |name: &str| {
            let at = names.iter().position(|it| it == name).expect(name);
            row[at].to_owned()
        };
        let key = cell("meeting");
        let Ok(id) = dataset.find_key(&key) else {
            continue;
        };
        let told: String = ["people", "topics", "evidence"].map(&cell).join("\n");
        for row in own(dataset, id) {
            let keys = || row.claim.1.iter();
            if row.claim.0 == "fact" {
                assert!(
                    keys().all(|key| told.contains(key)),
                    "{key}: {row:?}\n{told}"
                );
            }
            if row.claim.0 == "record" && matches!(&*row.field, "participants" | "topics") {
                let all = cell("sources");
                assert!(keys().all(|key| all.contains(key)), "{key}: {row:?}\n{all}");
            }
            if row.sure == "sources disagree" {
                assert!(told.contains("contested"), "{key}: {row:?}\n{told}");
            }
        }
    }
}

fn calendar_agrees(dataset: &Dataset) {
    let text = everything(dataset, Format::Calendar).replace("\r\n ", "");
    for event in text.split("BEGIN:VEVENT").skip(1) {
        let line = |name: &str| {
            let mut lines = event.lines();
            let found = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            found.unwrap_or_default().to_owned()
        };
        let id = find(dataset, &line("X-SOMMET-KEY"));
        let said = line("DESCRIPTION").replace("\\,", ",").replace("\\;", ";");
        for key in own(dataset, id).iter().flat_map(|row| &row.claim.1) {
            let cited = match key.strip_prefix("? source/") {
                Some(id) => format!("? source not in this file: {id}"),
                None => words::cited(dataset, find(dataset, key)),
            };
            assert!(said.contains(&cited), "{key}\n{said}");
        }
    }
}

/// The sources of a card by their numbers, and in each section the numbers of its lines.
fn card(dataset: &Dataset, id: RecordId) -> (Vec<String>, BTreeMap<String, BTreeSet<String>>) {
    let page = Page::new(dataset, Some(id));
    let mut sources = Vec::new();
    let mut numbers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |heading: &str, text: &str| {
        let found = text
            .strip_suffix(']')
            .and_then(|text| text.rsplit_once('['));
        let found = found.map(|(_, found)| found);
        let is_number = |text: &str| {
            text.split(',')
                .all(|it| it == "?" || it.parse::<usize>().is_ok())
        };
        let number = found.filter(|found| is_number(found)).unwrap_or_default();
        numbers
            .entry(heading.to_owned())
            .or_default()
            .insert(number.to_owned());
    };
    for section in &page.sections {
        if let Body::Prose(texts) = &section.body {
            for text in texts {
                add(section.heading, text);
            }
        }
        for item in section.items() {
            let words = item.words(dataset, &page);
            if section.heading == "SOURCES" {
                sources.push(item.id.map_or_else(
                    || {
                        words
                            .name
                            .replace("? source not in this file: ", "? source/")
                    },
                    |id| dataset.key(id),
                ));
                continue;
            }
            add(section.heading, &words.name);
        }
    }
    (sources, numbers)
}

fn card_agrees(dataset: &Dataset, id: RecordId) {
    let key = dataset.key(id);
    let rows = own(dataset, id);
    let (sources, numbers) = card(dataset, id);
    let named: BTreeSet<String> = rows.iter().flat_map(|row| row.claim.1.clone()).collect();
    let shown: BTreeSet<String> = sources.iter().cloned().collect();
    if id.kind != Kind::Source {
        // A source of the fact's own that is not in the file stands with the fact, as `?`.
        let lost = named
            .difference(&shown)
            .filter(|key| !key.starts_with("? "));
        assert_eq!(lost.collect::<Vec<_>>(), Vec::<&String>::new(), "{key}");
    }
    if sources.len() < 2 {
        return;
    }
    for (heading, fields) in [
        ("PEOPLE", &["participants", "chairs"][..]),
        ("PARTIES", &["parties"]),
        ("SIGNED BY", &["signatories"]),
        ("ROLES", &["roles"]),
        ("LED BY", &["lead"]),
        ("PART OF", &["part_of", "parent", "broader"]),
        ("TOOK OVER FROM", &["successor_of"]),
        ("OUTCOMES", &["outcomes"]),
    ] {
        let of_field = rows
            .iter()
            .filter(|row| fields.contains(&row.field.as_str()));
        let of_field = of_field.filter(|row| row.claim.0 == "fact");
        let Some(shown) = numbers.get(heading) else {
            continue;
        };
        let shown = shown.iter().filter(|numbers| !numbers.is_empty());
        for numbers in shown {
            let keys: BTreeSet<String> = numbers
                .split(',')
                .filter_map(|number| sources.get(number.parse::<usize>().ok()? - 1).cloned())
                .collect();
            let mut rows = of_field.clone();
            let known = |row: &Row| {
                let claimed = row.claim.1.iter().filter(|key| !key.starts_with("? "));
                claimed.cloned().collect::<BTreeSet<String>>() == keys
            };
            assert!(
                rows.any(known),
                "{key}: {heading} {numbers}\n{rows:#?}",
                rows = of_field.clone().collect::<Vec<_>>()
            );
        }
    }
}

fn all_agree(dataset: &Dataset) {
    for id in all_records(dataset) {
        markdown_agrees(dataset, id);
        card_agrees(dataset, id);
    }
    graph_agrees(dataset);
    table_agrees(dataset);
    calendar_agrees(dataset);
}

#[test]
fn all_that_is_told_of_the_bundled_data_names_the_same_sources_and_the_same_certainty() {
    all_agree(&bundled());
}

#[test]
fn a_dataset_taken_away_has_the_same_evidence() {
    let dataset = load_text(FULL.to_owned()).expect("a dataset");
    let again = load_text(everything(&dataset, Format::Json)).expect("a dataset");
    for id in all_records(&dataset) {
        let there = find(&again, &dataset.key(id));
        assert_eq!(evidence(&dataset, id), evidence(&again, there));
    }
}

// Random data.

const NAMES: [&str; 12] = [
    "Ann Lee",
    "ÅSE EK",
    "Zoé O’Neil-Smith",
    "ש\"ס",
    "李 明",
    "e\u{301}cole",
    "Ann Lee",
    "\"Quoted\"",
    "Κώστας",
    "J.R.R. Halden",
    "van der Berg",
    "Äh & Co",
];

fn of<T: Clone + std::fmt::Debug + 'static>(some: &[T]) -> impl Strategy<Value = T> + use<T> {
    proptest::sample::select(some.to_vec())
}

/// Ids of records that there are, some twice, and some that there are none of.
fn ids(letter: &'static str) -> impl Strategy<Value = String> {
    (0..6_u8).prop_map(move |nth| match nth {
        5 => format!("{letter}none"),
        nth => format!("{letter}{nth}"),
    })
}

fn list(letter: &'static str, most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(ids(letter), 0..=most)
}

fn evidences(fields: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let entry = (
        of(fields),
        list("s", 2),
        of(&["stated", "inferred", ""]),
        of(&["", "Page 1."]),
    );
    let entry = entry.prop_map(|(field, sources, basis, note)| {
        let mut entry = json!({"field": field, "sources": sources, "note": note});
        if !basis.is_empty() {
            entry["basis"] = basis.into();
        }
        entry
    });
    proptest::collection::vec(entry, 0..3).prop_map(Value::from)
}

fn dates() -> impl Strategy<Value = &'static str> {
    of(&[
        "",
        "2013",
        "2013-05-03",
        "2014?",
        "2015-06~",
        "2016-01-01/2016-02",
        "soon",
    ])
}

fn participant() -> impl Strategy<Value = Value> {
    let who = (
        of(&["person", "name", "organisation", "none"]),
        ids("p"),
        ids("o"),
        of(&NAMES),
    );
    let how = (
        of(&["", "Head", "Chair"]),
        of(&["", "reported", "announced", "quoted", "implied"]),
    );
    (who, how, list("s", 2), proptest::option::of(ids("o"))).prop_map(
        |((sort, person, organisation, name), (role, basis), sources, came_for)| {
            let mut entry = json!({"role": role, "sources": sources});
            match sort {
                "person" => entry["person"] = person.into(),
                "name" => entry["name"] = name.into(),
                "organisation" => entry["organisation"] = organisation.into(),
                _ => {}
            }
            if sort != "organisation"
                && let Some(came_for) = came_for
            {
                entry["organisation"] = came_for.into();
            }
            if !basis.is_empty() {
                entry["basis"] = basis.into();
            }
            entry
        },
    )
}

fn meeting() -> impl Strategy<Value = Value> {
    let lists = (
        list("o", 2),
        list("p", 2),
        list("o", 2),
        list("t", 3),
        list("s", 3),
    );
    let rest = (
        dates(),
        of(&["", "Hall \"A\""]),
        proptest::option::of(ids("r")),
        0..4_u32,
    );
    let fields = &[
        "date",
        "place",
        "hosts",
        "chairs",
        "participants",
        "topics",
        "ordinal",
        "kind",
    ];
    let people = proptest::collection::vec(participant(), 0..4);
    (lists, rest, people, evidences(fields), ids("m")).prop_map(
        |((hosts, chairs, listed, topics, sources), rest, people, evidence, part_of)| {
            let (date, place, series, ordinal) = rest;
            json!({"title": "M", "date": date, "place": place, "hosts": hosts, "chairs": chairs,
                "organisations": listed, "topics": topics, "sources": sources, "series": series,
                "ordinal": (ordinal > 0).then_some(ordinal), "participants": people,
                "evidence": evidence, "part_of": part_of, "summary": "What was said.",
                "lead": {"organisation": "o1", "basis": if ordinal == 1 { "inferred: by its seat" } else { "" }}})
        },
    )
}

fn person() -> impl Strategy<Value = Value> {
    let role = (
        of(&["Head", "member", ""]),
        ids("o"),
        dates(),
        dates(),
        list("s", 2),
    );
    let role = role.prop_map(|(title, organisation, from, to, sources)| {
        json!({"title": title, "organisation": organisation, "from": from, "to": to, "sources": sources})
    });
    let roles = proptest::collection::vec(role, 0..3);
    (of(&NAMES), roles, list("s", 2), evidences(&["roles", "name", "note"])).prop_map(
        |(name, roles, sources, evidence)| {
            json!({"name": name, "roles": roles, "sources": sources, "evidence": evidence, "note": "N."})
        },
    )
}

fn agreement() -> impl Strategy<Value = Value> {
    let lists = (list("o", 3), list("p", 2), list("t", 2), list("s", 2));
    let links = (ids("a"), ids("a"), ids("m"), dates());
    let fields = &["parties", "date", "signatories", "summary"];
    (lists, links, evidences(fields)).prop_map(
        |((parties, signatories, topics, sources), (follows, amends, meeting, date), evidence)| {
            json!({"title": "A", "parties": parties, "signatories": signatories, "topics": topics,
                "sources": sources, "follows": follows, "amends": amends, "meeting": meeting,
                "date": date, "evidence": evidence, "summary": "S."})
        },
    )
}

fn other(of_kind: &'static str) -> impl Strategy<Value = Value> {
    (
        of(&NAMES),
        ids(of_kind),
        list(of_kind, 2),
        list("s", 2),
        evidences(&["parent", "note"]),
    )
        .prop_map(move |(name, one, some, sources, evidence)| match of_kind {
            "o" => json!({"name": name, "parent": one, "successor_of": some.first(),
                "sources": sources, "evidence": evidence}),
            _ => json!({"name": name, "broader": some, "related": [one], "sources": sources}),
        })
}

fn conflicts() -> impl Strategy<Value = Value> {
    let records = of(&["meeting/m0", "person/p1", "agreement/a0", "meeting/mnone"]);
    let conflict = (
        of(&["date", "hosts", "participants", "", "parties"]),
        records,
        list("s", 2),
    );
    let conflict = conflict.prop_map(|(field, record, sources)| {
        let readings = sources.iter().map(|id| json!({"value": "V", "source": id}));
        json!({"about": "Which", "field": field, "records": [record, "person/p0"],
            "readings": readings.collect::<Vec<Value>>()})
    });
    proptest::collection::vec(conflict, 0..3).prop_map(Value::from)
}

/// Records with ids of a letter and a number each.
fn numbered(letter: &'static str, records: Vec<Value>) -> Value {
    let records = records.into_iter().enumerate();
    let records = records.map(|(nth, mut record)| {
        record["id"] = format!("{letter}{nth}").into();
        record
    });
    records.collect()
}

fn dataset() -> impl Strategy<Value = Dataset> {
    let some = |of: BoxedStrategy<Value>| proptest::collection::vec(of, 5);
    (
        some(meeting().boxed()),
        some(person().boxed()),
        some(agreement().boxed()),
        some(other("o").boxed()),
        some(other("t").boxed()),
        conflicts(),
    )
        .prop_map(|(meetings, people, agreements, organisations, topics, conflicts)| {
            let sources = (0..5).map(|nth| json!({"id": format!("s{nth}"), "title": format!("Source {nth}")}));
            let series = [
                json!({"id": "r0", "name": "Round", "sources": ["s0"], "frequency": [{"text": "yearly", "sources": ["snone"]}]}),
                json!({"id": "r1", "name": "Table", "agreement": "a0", "purpose": "P.", "sources": ["s1"]}),
            ];
            let whole = json!({"format": "sommet/1", "sources": sources.collect::<Vec<Value>>(),
                "series": series, "meetings": numbered("m", meetings), "people": numbered("p", people),
                "agreements": numbered("a", agreements), "organisations": numbered("o", organisations),
                "topics": numbered("t", topics), "conflicts": conflicts});
            load_text(whole.to_string()).expect("a dataset")
        })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(1951),
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_that_is_told_of_random_data_names_the_same_sources(dataset in dataset()) {
        all_agree(&dataset);
    }
}

// Smallest inputs.

fn opened(json: &Value) -> Dataset {
    load_text(json.to_string()).expect("a dataset")
}

/// All lines of a card.
fn shown(dataset: &Dataset, key: &str) -> String {
    let page = Page::new(dataset, dataset.find_key(key).ok());
    let mut lines = page.facts.clone();
    for section in &page.sections {
        lines.push(section.heading.to_owned());
        if let Body::Prose(texts) = &section.body {
            lines.extend(texts.iter().cloned());
        }
        for item in section.items() {
            let words = item.words(dataset, &page);
            lines.push(format!("{} {}  {}", words.lead, words.name, words.detail));
        }
    }
    lines.join("\n")
}

fn evidence_text(dataset: &Dataset, key: &str) -> String {
    let rows = evidence(dataset, find(dataset, key)).into_iter();
    let rows = rows.map(|row| format!("{} | {} | {} | {}", row.of, row.field, row.value, row.sure));
    rows.collect::<Vec<String>>().join("\n")
}

#[test]
fn a_signature_is_exported_with_the_sources_that_evidence_names() {
    let dataset = bundled();
    let text = record(&dataset, "person/cecilia-malmstrom", Format::Markdown);
    let told = markdown(&text);
    let signed = told.claims.get("Signed").expect("signed");
    let rows = evidence(&dataset, find(&dataset, "person/cecilia-malmstrom"));
    let row = rows
        .iter()
        .find(|row| row.field == "signatories")
        .expect("a signature");
    assert!(row.claim.1.len() >= 6, "{row:?}");
    assert_eq!(signed, &BTreeSet::from([row.claim.clone()]));
}

#[test]
fn what_is_said_of_a_list_is_not_said_of_each_entry() {
    let dataset = bundled();
    let key = "agreement/strategic-framework-2012";
    let rows = own(&dataset, find(&dataset, key));
    let parties = rows.iter().filter(|row| row.field == "parties");
    let of_each = parties
        .clone()
        .filter(|row| row.claim.0 == "record")
        .count();
    assert_eq!(of_each, 5);
    assert!(parties.count() > 5, "and of the list");
    let graph = graph(&everything(&dataset, Format::GraphMl));
    let edges = graph.edges.iter();
    let edges = edges.filter(|edge| edge["other"] == key && edge["relation"] == "party");
    let levels: Vec<&str> = edges.map(|edge| &*edge["source_level"]).collect();
    assert_eq!(levels, ["record"; 5]);
    assert!(
        graph.nodes[key]["evidence"]
            .contains("parties [several, of the whole: source/s-faq-2013, source/s-eeas-2014]")
    );
}

#[test]
fn a_basis_that_is_not_given_is_given_nowhere() {
    let data = json!({"format": "sommet/1", "organisations": [{"id": "m", "name": "Minister"},
        {"id": "t", "name": "Northline"}], "people": [{"id": "p", "name": "Ann"}],
        "meetings": [{"id": "1", "title": "Update", "date": "2018-01-01", "hosts": ["m"],
        "participants": [{"organisation": "t"}, {"person": "p"}, {"name": "Guest"}]}]});
    let dataset = opened(&data);
    for format in Format::ALL {
        let text = everything(&dataset, format);
        assert!(!text.contains("reported"), "{format:?}: {text}");
    }
    let graph = graph(&everything(&dataset, Format::GraphMl));
    assert!(graph.edges.iter().all(|edge| !edge.contains_key("basis")));
    let data = data.to_string().replace(
        r#"{"name":"Guest"}"#,
        r#"{"name":"Guest","basis":"reported"}"#,
    );
    let dataset = load_text(data).expect("a dataset");
    let text = everything(&dataset, Format::Csv);
    assert!(text.contains("Guest [reported]"), "{text}");
}

/// Every link of the format, leading nowhere.
fn dangling() -> Value {
    json!({"format": "sommet/1",
        "people": [{"id": "p", "name": "P", "roles": [{"title": "member", "organisation": "x/role-at"}], "sources": ["x/person-source"]}],
        "organisations": [{"id": "o", "name": "O", "parent": "x/parent", "successor_of": "x/successor", "sources": ["x/organisation-source"]}],
        "topics": [{"id": "t", "name": "T", "broader": ["x/broader"], "related": ["x/related"], "sources": ["x/topic-source"]}],
        "agreements": [{"id": "a", "title": "A", "parties": ["x/party"], "signatories": ["x/signatory"], "topics": ["x/subject"],
            "follows": "x/follows", "amends": "x/amends", "meeting": "x/made-at", "sources": ["x/agreement-source"]}],
        "sources": [{"id": "s", "title": "S", "evidence": [{"field": "date", "sources": ["x/source-source"]}]}],
        "meetings": [{"id": "m", "title": "Session", "date": "2021-03-14", "hosts": ["x/host"], "chairs": ["x/chair"],
            "participants": [{"person": "x/person", "role": "Chair"}, {"organisation": "x/alone"},
                {"name": "Guest", "organisation": "x/came-for"}, {"name": "Other", "sources": ["x/participant-source"]}],
            "topics": ["x/topic"], "organisations": ["x/listed"], "series": "x/series", "part_of": "x/part-of",
            "lead": {"organisation": "x/lead"}, "sources": ["x/meeting-source"],
            "evidence": [{"field": "place", "sources": ["x/place-source"]}]}]})
}

#[test]
fn what_is_not_in_the_file_is_shown_everywhere_and_no_absence_is_claimed() {
    let data = dangling();
    let dataset = opened(&data);
    let lists = [
        "people",
        "organisations",
        "topics",
        "agreements",
        "sources",
        "meetings",
    ];
    let kinds = [
        "person",
        "organisation",
        "topic",
        "agreement",
        "source",
        "meeting",
    ];
    let mut tried = 0;
    for (list, kind) in lists.into_iter().zip(kinds) {
        let written = data[list].to_string();
        let key = format!("{kind}/{}", data[list][0]["id"].as_str().expect("an id"));
        let text = record(&dataset, &key, Format::Markdown);
        let told = [
            ("card", shown(&dataset, &key)),
            ("evidence", evidence_rows(&dataset, &key)),
            ("markdown", text.replace('\\', "")),
        ];
        for id in written.split('"').filter(|text| text.starts_with("x/")) {
            tried += 1;
            for (where_, text) in &told {
                let own_source = id.ends_with("participant-source")
                    || id.ends_with("place-source")
                    || id.ends_with("source-source");
                // On a card the source of one fact alone that is not there is a `?` behind the fact.
                let is_there = text.contains(id) || (own_source && *where_ == "card");
                assert!(is_there, "{key}: {id} on {where_}:\n{text}");
            }
        }
    }
    assert!(tried > 28, "{tried}");
    let index = Index::new(&dataset);
    let matcher = Matcher::new(&dataset, &index);
    for known in ["topic", "org", "host", "chair", "person", "source"] {
        let query = Query::parse(&format!("-has:{known}")).expect("a query");
        assert!(matcher.keep(&query).is_empty(), "{known} is named");
    }
    let card = shown(&dataset, "meeting/m");
    for words in [
        "? person not in this file: x/person",
        "? topic not in this file: x/topic",
    ] {
        assert!(card.contains(words), "{words}\n{card}");
    }
    let text = record(&dataset, "meeting/m", Format::Markdown);
    let csv = everything(&dataset, Format::Csv);
    let calendar = everything(&dataset, Format::Calendar).replace("\r\n ", "");
    let graph = graph(&everything(&dataset, Format::GraphMl));
    let missing = &graph.nodes["meeting/m"]["missing"];
    for id in [
        "x/person",
        "x/topic",
        "x/host",
        "x/chair",
        "x/alone",
        "x/listed",
        "x/came-for",
    ] {
        for (what, text) in [("csv", &csv), ("calendar", &calendar)] {
            let has_no_place =
                what == "calendar" && ["x/host", "x/listed", "x/came-for"].contains(&id);
            assert!(has_no_place || text.contains(id), "{id} in {what}: {text}");
        }
        assert!(
            id == "x/came-for" || missing.contains(id),
            "{id}: {missing}"
        );
    }
    let doubts = text.split("## Doubts").nth(1).expect("doubts");
    for absence in [
        "no agenda is known",
        "nobody is named",
        "no source is given",
        "No source is given",
    ] {
        assert!(
            !card.contains(absence) && !doubts.contains(absence),
            "{absence}\n{card}\n{text}"
        );
    }
    assert!(
        !text.contains("Chair (") && !csv.contains("Chair <"),
        "a role is no name"
    );
}

fn evidence_rows(dataset: &Dataset, key: &str) -> String {
    let rows = evidence(dataset, find(dataset, key));
    format!("{rows:?}")
}

#[test]
fn what_others_state_of_a_record_is_told_with_their_sources() {
    let dataset = opened(&json!({"format": "sommet/1",
        "sources": [{"id": "s", "title": "S"}],
        "people": [{"id": "p", "name": "P", "roles": [{"title": "head", "organisation": "o", "sources": ["s"]}]}],
        "organisations": [{"id": "o", "name": "O"}, {"id": "part", "name": "Part", "parent": "o"}, {"id": "heir", "name": "Heir", "successor_of": "o"}],
        "topics": [{"id": "t", "name": "T"}, {"id": "narrow", "name": "N", "broader": ["t"]}, {"id": "beside", "name": "B", "related": ["t"]}],
        "agreements": [{"id": "a", "title": "A", "parties": ["o"], "signatories": ["p"], "topics": ["t"], "meeting": "m", "sources": ["s"]},
            {"id": "later", "title": "Later", "follows": "a"}, {"id": "change", "title": "Change", "amends": "a"}],
        "meetings": [{"id": "m", "title": "M", "chairs": ["p"], "hosts": ["o"], "topics": ["t"], "lead": {"organisation": "o"}},
            {"id": "part", "title": "Part", "part_of": "m", "sources": ["s"]}]}));
    for (key, expected) in [
        (
            "person/p",
            &[("meeting/m", "chairs"), ("agreement/a", "signatories")][..],
        ),
        (
            "organisation/o",
            &[
                ("meeting/m", "hosts"),
                ("meeting/m", "lead"),
                ("agreement/a", "parties"),
                ("organisation/part", "parent"),
                ("organisation/heir", "successor_of"),
                ("person/p", "roles"),
            ],
        ),
        (
            "topic/t",
            &[
                ("meeting/m", "topics"),
                ("agreement/a", "topics"),
                ("topic/narrow", "broader"),
                ("topic/beside", "related"),
            ],
        ),
        (
            "meeting/m",
            &[("agreement/a", "meeting"), ("meeting/part", "part_of")],
        ),
        (
            "agreement/a",
            &[
                ("agreement/later", "follows"),
                ("agreement/change", "amends"),
            ],
        ),
        (
            "source/s",
            &[
                ("agreement/a", "parties"),
                ("meeting/part", "date"),
                ("person/p", "roles"),
            ],
        ),
    ] {
        let rows = evidence(&dataset, find(&dataset, key));
        let text = record(&dataset, key, Format::Markdown);
        for (of, field) in expected {
            let row = rows.iter().find(|row| row.of == *of && row.field == *field);
            // Of a record without a date that is all there is to say of its date.
            if *field == "date" {
                continue;
            }
            let row = row.unwrap_or_else(|| panic!("{key}: {of} {field}\n{rows:#?}"));
            let source = row.claim.1.contains("source/s");
            let states_source = !matches!(
                *of,
                "meeting/m"
                    | "organisation/part"
                    | "organisation/heir"
                    | "topic/narrow"
                    | "topic/beside"
                    | "agreement/later"
                    | "agreement/change"
            );
            assert_eq!(source, states_source, "{key}: {row:?}");
            assert!(
                key == "source/s" || text.contains(&format!("`{of}`")),
                "{key}: {of}\n{text}"
            );
        }
    }
}

#[test]
fn a_number_is_of_so_many_only_where_that_is_known() {
    let of = |numbers: &[i64]| {
        let meetings = numbers.iter().enumerate().map(|(nth, number)| {
            let mut meeting = json!({"id": format!("m{nth}"), "title": "M", "date": format!("{}", 2001 + nth), "series": "s"});
            if *number >= 0 {
                meeting["ordinal"] = (*number).into();
            }
            meeting
        });
        let dataset = opened(
            &json!({"format": "sommet/1", "series": [{"id": "s", "name": "Round"}],
            "meetings": meetings.collect::<Vec<Value>>()}),
        );
        let card = shown(&dataset, "meeting/m0");
        let told = evidence_text(&dataset, "meeting/m0");
        let said = card
            .lines()
            .next()
            .unwrap_or_default()
            .split(" · ")
            .nth(1)
            .unwrap_or_default()
            .trim_start_matches("Round ")
            .to_owned();
        assert!(
            told.contains(&format!("ordinal | {said}")),
            "{said}\n{told}"
        );
        said
    };
    assert_eq!(of(&[12, 3]), "no. 12");
    assert_eq!(of(&[2, 1, 3]), "no. 2 of 3");
    assert_eq!(of(&[1, 3]), "no. 1", "one between is not there");
    assert_eq!(of(&[1, 1]), "no. 1", "one of them is wrong");
    assert_eq!(of(&[1, -1]), "no. 1", "one has no number");
    assert_eq!(of(&[1]), "no. 1 of 1");
}

#[test]
fn a_series_is_shown_with_all_that_is_known_of_it() {
    let series = |agreement: &str| {
        json!({"id": "s", "name": "Harbour round", "short": "HR", "purpose": "Talks on the quay",
        "note": "NOTE-TEXT", "agreement": agreement, "sources": ["x"], "frequency": [{"level": "masters", "text": "twice a year", "per_year": 2}]})
    };
    let data = |agreement: &str| {
        json!({"format": "sommet/1", "sources": [{"id": "x", "title": "Paper"}],
        "agreements": [{"id": "a", "title": "A"}], "series": [series(agreement)],
        "meetings": [{"id": "m", "title": "M", "series": "s", "date": "2024"}]})
    };
    let words = [
        "Harbour round",
        "HR",
        "Talks on the quay",
        "NOTE-TEXT",
        "twice a year",
        "masters",
        "2 a year",
        "Paper",
    ];
    for (agreement, key) in [
        ("", "meeting/m"),
        ("a", "agreement/a"),
        ("none", "meeting/m"),
    ] {
        let dataset = opened(&data(agreement));
        let told = [
            shown(&dataset, key),
            record(&dataset, key, Format::Markdown),
        ];
        for text in told {
            for word in words {
                assert!(text.contains(word), "{agreement}: {word}\n{text}");
            }
            assert!(
                agreement != "none" || text.contains("agreement not in this file: none"),
                "{text}"
            );
        }
    }
    let dataset = opened(&data("a"));
    assert!(shown(&dataset, "meeting/m").contains("HR"));
    assert!(
        shown(&dataset, "meeting/m").contains("held under it"),
        "where the rest stands"
    );
}

#[test]
fn a_role_is_named_with_its_organisation_and_never_runs_on_by_itself() {
    let dataset = opened(
        &json!({"format": "sommet/1", "organisations": [{"id": "a", "name": "National Assembly"},
        {"id": "b", "name": "Orange Party", "short": "OP"}],
        "people": [{"id": "p", "name": "Ada", "roles": [{"title": "member", "organisation": "a", "from": "2015"},
            {"title": "member", "organisation": "b", "to": "2018"}, {"title": "speaker of OP", "organisation": "b"}]}],
        "meetings": [{"id": "m", "title": "M", "participants": [{"person": "p", "role": "Speaker", "organisation": "b"}]}]}),
    );
    let card = shown(&dataset, "person/p");
    for line in [
        "member, National Assembly  from 2015, end not recorded",
        "member, OP  until 2018, start not recorded",
        "speaker of OP  when ?",
        "M  Speaker, OP",
    ] {
        assert!(card.contains(line), "{line}\n{card}");
    }
    assert!(shown(&dataset, "meeting/m").contains("Ada  Speaker, OP"));
    let told = evidence_text(&dataset, "person/p");
    assert!(
        told.contains("member, National Assembly · from 2015, end not recorded"),
        "{told}"
    );
    let text = record(&dataset, "person/p", Format::Markdown);
    assert!(
        text.contains("from 2015 (known to the year only), end not recorded"),
        "{text}"
    );
    // On the page of the organisation its name would say nothing.
    assert!(shown(&dataset, "organisation/a").contains("Ada  member"));
}

#[test]
fn an_organisation_that_follows_from_a_role_did_not_take_part() {
    let dataset = opened(
        &json!({"format": "sommet/1", "organisations": [{"id": "a", "name": "Orange Party"}],
        "people": [{"id": "p", "name": "Ada", "roles": [{"title": "treasurer", "organisation": "a", "from": "2015", "to": "2020"}]}],
        "meetings": [{"id": "m", "title": "Book club", "date": "2016-02-01", "participants": [{"person": "p"}]}]}),
    );
    assert!(shown(&dataset, "meeting/m").contains("Ada  ~ treasurer, Orange Party"));
    let graph = graph(&everything(&dataset, Format::GraphMl));
    assert!(
        graph
            .edges
            .iter()
            .all(|edge| edge["relation"] != "took part"),
        "{:?}",
        graph.edges
    );
    let named = graph
        .edges
        .iter()
        .find(|edge| edge["relation"] == "named for")
        .expect("an edge");
    assert_eq!(named["role_inferred"], "true");
    assert_eq!(named.get("for"), None);
    assert_eq!(named["organisation_inferred"], "organisation/a");
    let csv = everything(&dataset, Format::Csv);
    assert!(
        csv.contains("treasurer [role inferred, of organisation/a (inferred)]"),
        "{csv}"
    );
    let text = record(&dataset, "meeting/m", Format::Markdown);
    assert!(
        text.contains("organisation of that role, inferred: Orange Party"),
        "{text}"
    );
    assert!(!text.contains("**Organisations**"), "{text}");
}

#[test]
fn a_text_that_cannot_be_read_again_is_no_empty_text() {
    let path = std::env::temp_dir().join(format!("sommet-facts-{}.json", std::process::id()));
    std::fs::write(&path, FULL).expect("a file");
    let dataset = load(&Origin::File(path.clone())).expect("a dataset");
    let other = FULL.replace("Harbour", "Airport");
    std::fs::write(&path, other).expect("a file");
    let all = Selection::everything(&dataset);
    for format in Format::ALL {
        let failed = format.write(&dataset, &all, &mut Vec::new());
        assert!(failed.is_err(), "{format:?}");
    }
    let id = find(&dataset, "meeting/talks-1");
    assert!(write_evidence(&dataset, id, &mut Vec::new()).is_err());
    assert!(
        shown(&dataset, "meeting/talks-1").contains("! the file has changed since it was read")
    );
    let _ = std::fs::remove_file(path);
}

/// Every text, number and word of a value, but for the marks of the format.
fn leaves(value: &Value, path: &str, all: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, value)| leaves(value, &format!("{path}.{name}"), all)),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, path, all)),
        Value::String(text) => all.push((path.to_owned(), text.clone())),
        Value::Number(number) => all.push((path.to_owned(), number.to_string())),
        Value::Null | Value::Bool(_) => {}
    }
}

#[test]
fn every_field_of_the_format_is_seen_somewhere() {
    let dataset = load_text(FULL.to_owned()).expect("a dataset");
    let whole: Value = serde_json::from_str(FULL).expect("JSON");
    let mut told = String::new();
    for id in all_records(&dataset) {
        let key = dataset.key(id);
        told += &shown(&dataset, &key);
        told += &evidence_rows(&dataset, &key);
        told += &record(&dataset, &key, Format::Markdown).replace('\\', "");
    }
    let page = Page::new(&dataset, None);
    let _ = write!(told, "{page:?}");
    let mut all = Vec::new();
    leaves(&whole, "", &mut all);
    assert!(all.len() > 150, "{}", all.len());
    for (path, text) in all {
        let said = match (path.as_str(), text.as_str()) {
            (".format" | ".language", _) => continue,
            (path, _) if path.starts_with(".exported.") => continue,
            // What a source states is told as it is; only what is inferred is marked.
            (path, "stated") if path.ends_with(".evidence.basis") => continue,
            (".meetings.attendance", "partial") => "known to be incomplete".to_owned(),
            (".meetings.agenda", "complete") => "the list is complete".to_owned(),
            (".meetings.participants.basis", "reported") => continue,
            (".meetings.lead.basis", "stated") => "stated".to_owned(),
            (path, id) if is_link(path) => dataset_name(&whole, id),
            (_, date) if sommet::data::Date::parse(date).is_ok() => {
                let date = sommet::data::Date::parse(date).expect("a date");
                if told.contains(&text) {
                    text.clone()
                } else {
                    date.in_words()
                }
            }
            (_, text) => text.to_owned(),
        };
        assert!(told.contains(&said), "{path}: {said}");
    }
}

/// Whether ids of other records stand there.
fn is_link(path: &str) -> bool {
    let links = [
        "sources",
        "source",
        "parent",
        "successor_of",
        "organisation",
        "organisations",
        "parties",
        "signatories",
        "topics",
        "topic",
        "follows",
        "amends",
        "meeting",
        "agreement",
        "series",
        "hosts",
        "chairs",
        "part_of",
        "person",
        "records",
        "broader",
        "related",
        "id",
    ];
    path.rsplit('.')
        .next()
        .is_some_and(|name| links.contains(&name))
}

/// The name of the record with that id, or key.
fn dataset_name(whole: &Value, id: &str) -> String {
    let id = id.rsplit('/').next().unwrap_or(id);
    let lists = whole.as_object().expect("an object").values();
    let mut records = lists.filter_map(Value::as_array).flatten();
    let found = records.find(|record| record["id"] == id);
    let found = found.and_then(|record| record["name"].as_str().or(record["title"].as_str()));
    found.expect(id).to_owned()
}

#[test]
fn a_series_is_found_by_its_name() {
    let dataset = opened(
        &json!({"format": "sommet/1", "series": [{"id": "s", "name": "Harbour round"}],
        "meetings": [{"id": "m", "title": "M", "series": "s"}, {"id": "n", "title": "N"}]}),
    );
    let index = sommet::search::Index::new(&dataset);
    let query = sommet::query::Query::parse("harbour").expect("a query");
    let rows = sommet::query::Matcher::new(&dataset, &index).keep(&query);
    assert_eq!(rows, [find(&dataset, "meeting/m").row]);
}
