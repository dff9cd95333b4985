//! `check` tells what is so: every flaw that the schema or a rule of the format finds, and no other; and a
//! dataset without errors comes back from an export as it was, every text to the byte.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngAlgorithm, RngSeed};
use serde_json::{Value, json};
use sommet::data::{Dataset, Kind, Level, load_text};
use sommet::export::{Format, Selection};

use crate::support::{Journey, bundled_json};

const FULL: &str = include_str!("../fixtures/full.json");

static WRITTEN: LazyLock<Value> = LazyLock::new(|| {
    let schema = include_str!("../../assets/dataset.schema.json");
    serde_json::from_str(schema).expect("the schema is JSON")
});

static SCHEMA: LazyLock<Validator> =
    LazyLock::new(|| jsonschema::draft202012::new(&WRITTEN).expect("a schema"));

fn full() -> Value {
    serde_json::from_str(FULL).expect("the fixture is JSON")
}

fn open(json: &str) -> Dataset {
    load_text(json.to_owned()).unwrap_or_else(|refusal| panic!("{refusal}: {json}"))
}

fn told(dataset: &Dataset, level: Level) -> Vec<String> {
    let problems = dataset.problems().iter();
    let problems = problems.filter(|problem| problem.level == level);
    problems
        .map(|problem| format!("{}: {}", problem.path, problem.text))
        .collect()
}

#[track_caller]
fn assert_errors(json: &str, expected: &[&str]) {
    let dataset = open(json);
    let errors = told(&dataset, Level::Error);
    assert_eq!(errors, expected, "{json}");
}

// The law of errors.

/// A judge of a dataset that knows nothing of the program: the schema, and what no schema can say.
fn is_flawless(json: &Value) -> bool {
    SCHEMA.is_valid(json) && Rules { json }.hold()
}

/// The rules of reference, id, cycle, order of dates and real day.
struct Rules<'j> {
    json: &'j Value,
}

/// Where ids stand and in which list what they name does: the list, the way to them in a record, the list.
const REFERENCES: [(&str, &[&str], &str); 37] = [
    ("sources", &["evidence", "sources"], "sources"),
    ("organisations", &["parent"], "organisations"),
    ("organisations", &["successor_of"], "organisations"),
    ("organisations", &["sources"], "sources"),
    ("organisations", &["evidence", "sources"], "sources"),
    ("people", &["sources"], "sources"),
    ("people", &["evidence", "sources"], "sources"),
    ("people", &["roles", "organisation"], "organisations"),
    ("people", &["roles", "sources"], "sources"),
    ("topics", &["broader"], "topics"),
    ("topics", &["related"], "topics"),
    ("topics", &["sources"], "sources"),
    ("agreements", &["parties"], "organisations"),
    ("agreements", &["signatories"], "people"),
    ("agreements", &["topics"], "topics"),
    ("agreements", &["follows"], "agreements"),
    ("agreements", &["amends"], "agreements"),
    ("agreements", &["meeting"], "meetings"),
    ("agreements", &["sources"], "sources"),
    ("series", &["agreement"], "agreements"),
    ("series", &["sources"], "sources"),
    ("series", &["frequency", "sources"], "sources"),
    ("meetings", &["series"], "series"),
    ("meetings", &["hosts"], "organisations"),
    ("meetings", &["chairs"], "people"),
    ("meetings", &["part_of"], "meetings"),
    ("meetings", &["participants", "person"], "people"),
    (
        "meetings",
        &["participants", "organisation"],
        "organisations",
    ),
    ("meetings", &["lead", "organisation"], "organisations"),
    ("meetings", &["organisations"], "organisations"),
    ("meetings", &["sources"], "sources"),
    ("conflicts", &["readings", "source"], "sources"),
    ("topics", &["evidence", "sources"], "sources"),
    ("agreements", &["evidence", "sources"], "sources"),
    ("series", &["evidence", "sources"], "sources"),
    ("meetings", &["evidence", "sources"], "sources"),
    ("meetings", &["participants", "sources"], "sources"),
];

const ONE_WAY: [(&str, &str); 6] = [
    ("organisations", "parent"),
    ("organisations", "successor_of"),
    ("topics", "broader"),
    ("agreements", "follows"),
    ("agreements", "amends"),
    ("meetings", "part_of"),
];

impl Rules<'_> {
    fn list(&self, name: &str) -> &[Value] {
        self.json[name].as_array().map_or(&[], Vec::as_slice)
    }

    fn ids(&self, list: &str) -> Vec<&str> {
        let records = self.list(list).iter();
        records.filter_map(|record| record["id"].as_str()).collect()
    }

    fn hold(&self) -> bool {
        let lists = [
            "sources",
            "organisations",
            "people",
            "topics",
            "agreements",
            "series",
            "meetings",
        ];
        lists.into_iter().all(|list| {
            let ids = self.ids(list);
            ids.iter().collect::<HashSet<_>>().len() == ids.len()
        }) && REFERENCES
            .iter()
            .all(|(list, way, to)| self.leads(list, way, to))
            && self.topics_are_there()
            && self.contested_are_there()
            && ONE_WAY
                .iter()
                .all(|(list, field)| self.never_returns(list, field))
            && dates_are_sound(self.json)
    }

    fn leads(&self, list: &str, way: &[&str], to: &str) -> bool {
        let ids: HashSet<&str> = self.ids(to).into_iter().collect();
        let mut found: Vec<&Value> = self.list(list).iter().collect();
        for step in way {
            let below = found.iter().flat_map(|value| flat(&value[*step]));
            found = below.collect();
        }
        let mut named = found.into_iter().filter_map(Value::as_str);
        named.all(|id| ids.contains(id))
    }

    fn topics_are_there(&self) -> bool {
        let (topics, sources) = (self.ids("topics"), self.ids("sources"));
        let meetings = self.list("meetings").iter();
        let mut entries = meetings.flat_map(|meeting| flat(&meeting["topics"]));
        entries.all(|entry| {
            let topic = entry.as_str().or_else(|| entry["topic"].as_str());
            let mut rests = flat(&entry["sources"])
                .into_iter()
                .filter_map(Value::as_str);
            topic.is_none_or(|id| topics.contains(&id)) && rests.all(|id| sources.contains(&id))
        })
    }

    fn contested_are_there(&self) -> bool {
        let keys = self.list("conflicts").iter();
        let mut keys = keys
            .flat_map(|conflict| flat(&conflict["records"]))
            .filter_map(Value::as_str);
        keys.all(|key| {
            let (kind, id) = key.split_once('/').expect("the schema has looked");
            let kind = Kind::from_word(kind).expect("the schema has looked");
            self.ids(kind.many()).contains(&id)
        })
    }

    /// Whether no record comes back to itself, by walking on from each as long as there are records.
    fn never_returns(&self, list: &str, field: &str) -> bool {
        let mut ways: HashMap<&str, Vec<&str>> = HashMap::new();
        for record in self.list(list) {
            let to = flat(&record[field]).into_iter().filter_map(Value::as_str);
            if let Some(id) = record["id"].as_str() {
                ways.insert(id, to.collect());
            }
        }
        ways.keys().all(|start| {
            let mut reached: HashSet<&str> = HashSet::new();
            let mut open: Vec<&str> = ways[start].clone();
            while let Some(id) = open.pop() {
                if reached.insert(id) {
                    open.extend(ways.get(id).into_iter().flatten());
                }
            }
            !reached.contains(start)
        })
    }
}

/// What stands there: nothing, one thing, or the things of a list.
fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}

/// Whether all days are real and all dates in their order, in a dataset that follows the schema.
fn dates_are_sound(json: &Value) -> bool {
    let at = |value: &Value| -> Option<String> { Some(value.as_str()?.to_owned()) };
    let mut texts: Vec<String> = at(&json["as_of"]).into_iter().collect();
    let mut pairs: Vec<[&Value; 2]> = Vec::new();
    for record in ["sources", "agreements", "meetings"]
        .into_iter()
        .flat_map(|list| flat(&json[list]))
    {
        texts.extend(at(&record["date"]));
    }
    for meeting in flat(&json["meetings"]) {
        let bounds = ["earliest", "latest"].map(|field| &meeting[field]);
        texts.extend(bounds.into_iter().filter_map(at));
        // The bounds are in order, and the date shares a day with them.
        pairs.extend([
            bounds,
            [&meeting["date"], bounds[1]],
            [bounds[0], &meeting["date"]],
        ]);
    }
    for role in flat(&json["people"])
        .into_iter()
        .flat_map(|person| flat(&person["roles"]))
    {
        texts.extend(
            ["from", "to", "as_of"]
                .into_iter()
                .filter_map(|field| at(&role[field])),
        );
        pairs.push([&role["from"], &role["to"]]);
    }
    for often in flat(&json["series"])
        .into_iter()
        .flat_map(|series| flat(&series["frequency"]))
    {
        texts.extend(at(&often["as_of"]));
    }
    let in_order = |[first, second]: &[&Value; 2]| {
        let ends = (at(first), at(second));
        let (Some(first), Some(second)) = ends else {
            return true;
        };
        let ends = (days(&first), days(&second));
        let (Some((first, _)), Some((_, last))) = ends else {
            return true;
        };
        first <= last
    };
    texts
        .iter()
        .all(|text| days(text).is_some_and(|(first, last)| first <= last))
        && pairs.iter().all(in_order)
}

type Day = (i32, u32, u32);

/// The first day and the last one that a date may stand for; nothing where one is not real.
fn days(text: &str) -> Option<(Day, Day)> {
    let (start, end) = text.split_once('/').unwrap_or((text, text));
    Some((end_of(start)?.0, end_of(end)?.1))
}

fn end_of(text: &str) -> Option<(Day, Day)> {
    let text = text.trim_end_matches(['?', '~', '%']);
    let text = text.split_once('T').map_or(text, |(day, _)| day);
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let mut parts = text
        .split('-')
        .map(|part| part.parse::<u32>().expect("the schema has looked"));
    let year = sign * i32::try_from(parts.next()?).expect("four digits");
    let (month, day) = (parts.next(), parts.next());
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |month: u32| match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 31,
    };
    let last_month = month.unwrap_or(12);
    let last_day = day.unwrap_or(length(last_month));
    let first = (year, month.unwrap_or(1), day.unwrap_or(1));
    (last_day <= length(last_month)).then_some((first, (year, last_month, last_day)))
}

/// One way to spoil a dataset, or not.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Put(Value),
    /// What stands elsewhere, there.
    Copy(Index),
    /// An entry once more.
    Again,
    /// A field that nobody knows.
    Add(&'static str),
}

fn change() -> impl Strategy<Value = Change> {
    let texts = select(vec![
        "",
        " ",
        "x",
        "\u{a0}",
        "no-such",
        "agenda",
        "complete",
        "ada",
        "ben",
        "harbour",
        "city",
        "docks",
        "accord",
        "charter",
        "talks-1",
        "week",
        "s-report",
        "dredging",
        "tolls",
        "meeting/week",
        "meeting/",
        "person/nobody",
        "series/talks",
        "É\u{301}cole",
        "שלום",
        "a\u{200b}b",
        "\u{1b}[31m",
        "sommet/1.3",
    ]);
    let dates = select(vec![
        "2019",
        "2020-02",
        "2018-12-31",
        "2019-02-30",
        "2023-02-29",
        "2024-02-29?",
        "2024%",
        " 2024 ",
        "-0044",
        "2021/2020",
        "2020/2020-06~",
        "2019-03-01T10:00",
        "2019-03-01T25:00",
        "2019-13",
        "",
        "0000",
        "9999-12-31",
    ]);
    let values = select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1),
        json!(2.0),
        json!(1.5),
        json!(5_000_000_000_u64),
        json!([]),
        json!({}),
        json!([null]),
        json!(["x", "x"]),
        json!([[]]),
        json!({"x": 1}),
        json!([{"person": "ada"}, {"person": "ada"}]),
        json!([{"topic": "tolls"}, "tolls"]),
        json!(["tolls", {"topic": "dredging", "x": 1}, {"x": 2, "topic": "dredging"}]),
    ]);
    prop_oneof![
        2 => Just(Change::Drop),
        3 => texts.prop_map(|text| Change::Put(json!(text))),
        3 => dates.prop_map(|text| Change::Put(json!(text))),
        2 => values.prop_map(Change::Put),
        3 => any::<Index>().prop_map(Change::Copy),
        2 => Just(Change::Again),
        1 => select(vec!["x", "note", "id", "sources"]).prop_map(Change::Add),
    ]
}

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let path = format!("{at}/{name}");
                pointers(member, &path, found);
                found.push(path);
            }
        }
        Value::Array(items) => {
            for (nth, item) in items.iter().enumerate() {
                let path = format!("{at}/{nth}");
                pointers(item, &path, found);
                found.push(path);
            }
        }
        _ => {}
    }
}

fn apply(json: &mut Value, place: Index, change: &Change) {
    let mut all = Vec::new();
    pointers(json, "", &mut all);
    if all.is_empty() {
        return;
    }
    let path = place.get(&all);
    let (parent, name) = path.rsplit_once('/').expect("a pointer");
    let here = json.pointer(path).cloned().expect("it is there");
    match change {
        Change::Put(value) => *json.pointer_mut(path).expect("it is there") = value.clone(),
        Change::Copy(from) => {
            let other = json
                .pointer(from.get(&all).as_str())
                .cloned()
                .expect("it is there");
            *json.pointer_mut(path).expect("it is there") = other;
        }
        Change::Add(field) => {
            if let Some(members) = json.pointer_mut(path).and_then(Value::as_object_mut) {
                members.insert((*field).to_owned(), json!("y"));
            }
        }
        Change::Drop | Change::Again => match json.pointer_mut(parent) {
            Some(Value::Array(items)) => {
                let nth: usize = name.parse().expect("an index");
                match change {
                    Change::Again => items.push(here),
                    _ => drop(items.remove(nth)),
                }
            }
            Some(Value::Object(members)) if matches!(change, Change::Drop) => {
                members.remove(name);
            }
            _ => {}
        },
    }
}

fn seeded(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(11),
        max_shrink_iters: 2_000,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(seeded(800))]

    #[test]
    fn an_error_is_told_exactly_where_the_schema_or_a_rule_finds_one(
        changes in proptest::collection::vec((any::<Index>(), change()), 0..4),
    ) {
        let mut json = full();
        for (place, change) in &changes {
            apply(&mut json, *place, change);
        }
        let text = json.to_string();
        match load_text(text.clone()) {
            Ok(dataset) => {
                let errors = told(&dataset, Level::Error);
                prop_assert_eq!(errors.is_empty(), is_flawless(&json), "{:?}\n{}", errors, text);
                if errors.is_empty() {
                    assert_comes_back(&json, &dataset);
                }
            }
            Err(refusal) => prop_assert!(!SCHEMA.is_valid(&json), "{}\n{}", refusal, text),
        }
    }
}

// The law of the way back.

fn exported(dataset: &Dataset) -> String {
    let mut bytes = Vec::new();
    let everything = Selection::everything(dataset);
    Format::Json
        .write(dataset, &everything, &mut bytes)
        .expect("written to memory");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Without what the schema does not know, and how many such fields there were.
fn known(value: &Value, schema: &Value, whole: &Value, unknown: &mut u64) -> Value {
    let mut schema = schema;
    while let Some(to) = schema["$ref"].as_str() {
        schema = whole.pointer(to.trim_start_matches('#')).expect(to);
    }
    match value {
        Value::Array(items) => {
            let items = items.iter();
            items
                .map(|item| known(item, &schema["items"], whole, unknown))
                .collect()
        }
        Value::Object(members) => {
            let options = schema["anyOf"].as_array().into_iter().flatten();
            let with_fields = options
                .chain([schema])
                .find(|it| it["properties"].is_object());
            let fields = &with_fields.expect("the schema has looked")["properties"];
            let mut kept = serde_json::Map::new();
            for (name, member) in members {
                match fields.get(name) {
                    Some(field) => {
                        kept.insert(name.clone(), known(member, field, whole, unknown));
                    }
                    None => *unknown += 1,
                }
            }
            Value::Object(kept)
        }
        other => other.clone(),
    }
}

/// Whether what is exported is what was read, but for what the format does not know, and stays so.
#[track_caller]
fn assert_comes_back(json: &Value, dataset: &Dataset) {
    let whole = &*WRITTEN;
    let mut left_out = json["exported"]["left_out"].as_u64().unwrap_or_default();
    let mut before = known(json, whole, whole, &mut left_out);
    let text = exported(dataset);
    assert!(
        text.bytes().all(|byte| byte == b'\n' || byte >= b' '),
        "{text:?}"
    );
    let mut after: Value = serde_json::from_str(&text).expect("JSON");
    let said = after["exported"]["left_out"].as_u64().unwrap_or_default();
    assert_eq!(said, left_out, "{text}");
    let again = open(&text);
    assert_eq!(told(&again, Level::Error), Vec::<String>::new(), "{text}");
    assert_eq!(exported(&again), text, "a second export is the first");
    for value in [&mut before, &mut after] {
        let members = value.as_object_mut().expect("an object");
        members.remove("exported");
        // A list of nothing is none, and the format is said as this program writes it.
        members.retain(|name, member| name != "format" && *member != json!([]));
    }
    let numbers = |value: &Value| as_numbers(value);
    assert_eq!(numbers(&before), numbers(&after));
}

/// Whole numbers that are written as `2.0` are `2`.
fn as_numbers(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(items) => items.iter().map(as_numbers).collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, it)| (name.clone(), as_numbers(it)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// Texts that have broken exports: quotes, controls, scripts from the right, halves of pairs, marks.
fn any_text() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "a",
        "É",
        "e\u{301}",
        "\"",
        "\\",
        "\\u0041",
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\u{1b}[31m",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{202e}",
        "\u{2066}",
        "\u{200f}",
        "ש",
        "م",
        "\u{200c}",
        "क्",
        "葛\u{e0100}",
        "😀",
        "\u{feff}",
        "\u{ad}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10ffff}",
        "\u{e000}",
        "</script>",
        "%41",
        " ",
        "'",
        "İ",
        "ß",
        "2024",
    ]);
    let piece =
        prop_oneof![5 => pieces.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// Puts a text behind every free text, and behind every id and what names it.
fn dressed(value: &Value, name: &str, text: &str, tail: &str) -> Value {
    const FREE: [&str; 24] = [
        "title",
        "description",
        "version",
        "licence",
        "language",
        "publisher",
        "url",
        "note",
        "name",
        "short",
        "kind",
        "sort_name",
        "aliases",
        "theme",
        "date_note",
        "summary",
        "purpose",
        "level",
        "text",
        "role",
        "side",
        "outcomes",
        "why",
        "value",
    ];
    const IDS: [&str; 22] = [
        "id",
        "sources",
        "source",
        "organisation",
        "organisations",
        "parent",
        "successor_of",
        "parties",
        "signatories",
        "topics",
        "topic",
        "broader",
        "related",
        "follows",
        "amends",
        "meeting",
        "agreement",
        "series",
        "hosts",
        "chairs",
        "part_of",
        "person",
    ];
    match value {
        Value::String(own) if FREE.contains(&name) => json!(format!("{own}{text}")),
        Value::String(own) if IDS.contains(&name) || name == "records" => {
            json!(format!("{own}{tail}"))
        }
        Value::Array(items) => items
            .iter()
            .map(|item| dressed(item, name, text, tail))
            .collect(),
        Value::Object(members) => {
            let members = members.iter();
            Value::Object(
                members
                    .map(|(name, it)| (name.clone(), dressed(it, name, text, tail)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(seeded(120))]

    #[test]
    fn every_text_and_id_comes_back_to_the_byte(text in any_text(), tail in any_text()) {
        let json = dressed(&full(), "", &text, &tail);
        let dataset = open(&json.to_string());
        prop_assert_eq!(told(&dataset, Level::Error), Vec::<String>::new());
        assert_comes_back(&json, &dataset);
        // A key that is shown leads back, and is one harmless word.
        for id in Kind::ALL.into_iter().flat_map(|kind| dataset.all(kind)) {
            let key = dataset.key(id);
            prop_assert_eq!(dataset.find_key(&key), Ok(id), "{}", key);
            prop_assert!(!key.contains(char::is_whitespace));
        }
    }
}

#[test]
fn the_bundled_dataset_has_nothing_to_be_told_and_comes_back() {
    let json = bundled_json();
    let dataset = open(&json.to_string());
    assert_eq!(dataset.problems(), []);
    assert!(is_flawless(&json));
    assert_comes_back(&json, &dataset);
}

#[test]
fn the_judge_is_no_friend_of_everything() {
    for (path, wrong) in [
        ("/organisations/0/parent", json!("harbour")),
        ("/meetings/0/date", json!("2019-02-30")),
        ("/meetings/0/earliest", json!("2019-05")),
        ("/meetings/1/id", json!("talks-1")),
        ("/meetings/0/topics/1", json!("toll")),
        ("/conflicts/0/records/0", json!("meeting/x")),
        ("/people/0/roles/0/from", json!("2021")),
    ] {
        let mut json = full();
        assert!(is_flawless(&json));
        *json.pointer_mut(path).expect(path) = wrong;
        assert!(!is_flawless(&json), "{path}");
    }
}

// Each kind of fault by its smallest input.

#[test]
fn what_is_missing_within_a_record_is_told() {
    assert_errors(
        r#"{"format":"sommet/1","people":[{"id":"p","name":"P","roles":[{},{"title":" "}]}],
            "series":[{"id":"s","name":"S","frequency":[{"per_year":-1}]}],
            "meetings":[{"id":"m","title":"M","participants":[{},{"role":"Chair"},{"person":""}],"lead":{},
            "hosts":[""],"evidence":[{}],"topics":[{"weight":"x"}],"ordinal":0,"agenda":"all"}],
            "conflicts":[{},{"about":"a","records":["m","series/s","meeting/"],"readings":[{}]}],"gaps":[""]}"#,
        &[
            "gaps[0]: is empty; left out",
            "people[0].roles[0].title: is missing",
            "people[0].roles[1].title: is empty; left out",
            "series[0].frequency[0].per_year: `-1` is not a number from 0; left out",
            "series[0].frequency[0].text: is missing",
            "meetings[0].participants[0]: has none of person, name, organisation",
            "meetings[0].participants[1]: has none of person, name, organisation",
            "meetings[0].participants[2].person: is empty; left out",
            "meetings[0].lead.organisation: is missing",
            "meetings[0].hosts[0]: is empty; left out",
            "meetings[0].evidence[0].field: is missing",
            "meetings[0].topics[0].weight: `x` is none of agenda, context; left out",
            "meetings[0].topics[0].topic: is missing",
            "meetings[0].ordinal: `0` is not a whole number from 1 to 4294967295; left out",
            "meetings[0].agenda: `all` is none of complete, partial, unknown; left out",
            "conflicts[0].about: is missing",
            "conflicts[0].readings: is missing",
            "conflicts[1].records[0]: `m` is no record of this dataset: write its kind and its id, as in meeting/som-02",
            "conflicts[1].records[1]: `series/s` is no record of this dataset: write its kind and its id, as in meeting/som-02",
            "conflicts[1].records[2]: `meeting/` is no record of this dataset: write its kind and its id, as in meeting/som-02",
            "conflicts[1].readings[0].value: is missing",
        ],
    );
}

#[test]
fn the_seventh_kind_is_checked_as_the_six_are() {
    assert_errors(
        r#"{"format":"sommet/1","series":[{"id":"s","name":"A"},{"id":"s","name":"B"},{"name":"C"},{"id":"t"},
            {"id":"u","name":"U","agreement":"a","sources":["x"],"frequency":[{"text":"t","sources":["x"]}]}]}"#,
        &[
            "series[2].id: is missing",
            "series[3].name: is missing",
            "series[1].id: `s` is used twice; links go to the first",
            "series[4].agreement: there is no agreement `a`; the link is left out",
            "series[4].sources[0]: there is no source `x`; the link is left out",
            "series[4].frequency[0].sources[0]: there is no source `x`; the link is left out",
        ],
    );
}

#[test]
fn dates_out_of_order_and_days_that_are_none_are_told() {
    assert_errors(
        r#"{"format":"sommet/1","as_of":"2024-02-30","people":[{"id":"p","name":"P","roles":[
            {"title":"A","from":"2022","to":"2019"},{"title":"B","from":"2019-05","to":"2019"}]}],
            "meetings":[{"id":"m","title":"M","earliest":"2025","latest":"2024-12"},
            {"id":"n","title":"N","date":"2020/2019"},{"id":"o","title":"O","date":"-0001"},
            {"id":"q","title":"Q","date":"2020","earliest":"2025"}],
            "series":[{"id":"s","name":"S","frequency":[{"text":"t","as_of":"now"}]}]}"#,
        &[
            "as_of: `2024-02-30` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text",
            "people[0].roles[0].to: 2019 is before `from`, which is 2022",
            "series[0].frequency[0].as_of: `now` is no date like 2013, 2013-05, 2013-05-03 or 2013-05-03/2013-05-04; kept as text",
            "meetings[0].latest: 2024-12 is before `earliest`, which is 2025",
            "meetings[1].date: `2020/2019` ends before it starts; 2020 is used",
            "meetings[3].date: shares no day with `earliest` and `latest`; the date is used",
        ],
    );
}

#[test]
fn ways_that_lead_back_are_told_once_each_and_every_page_can_be_drawn() {
    let json = r#"{"format":"sommet/1","organisations":[{"id":"a","name":"A","parent":"c","successor_of":"a"},
        {"id":"b","name":"B","parent":"a"},{"id":"c","name":"C","parent":"b"},{"id":"d","name":"D","parent":"a"}],
        "topics":[{"id":"t","name":"T","broader":["u","v"]},{"id":"u","name":"U","broader":["t"]},
        {"id":"v","name":"V","broader":["t"]}],
        "agreements":[{"id":"x","title":"X","follows":"y","amends":"x"},{"id":"y","title":"Y","follows":"x"}],
        "meetings":[{"id":"m","title":"M","part_of":"n"},{"id":"n","title":"N","part_of":"m"}]}"#;
    assert_errors(
        json,
        &[
            "meetings[0].part_of: is part of itself: `m` → `n` → `m`",
            "organisations[0].parent: is part of itself: `a` → `c` → `b` → `a`",
            "organisations[0].successor_of: took over from itself: `a` → `a`",
            "topics[0].broader: is wider than itself: `t` → `u` → `t`",
            "topics[0].broader: is wider than itself: `t` → `v` → `t`",
            "agreements[0].follows: comes after itself: `x` → `y` → `x`",
            "agreements[0].amends: changes itself: `x` → `x`",
        ],
    );
    let mut journey = Journey::of(json, "80x24");
    for id in crate::support::all_records(journey.dataset()) {
        journey.app.start_at(id);
        journey.keys("j");
    }
    // A long one is found in time that grows with its length.
    let ring = |nth: usize| json!({"id": format!("m{nth}"), "title": "M", "part_of": format!("m{}", (nth + 1) % 50_000)});
    let json = json!({"format": "sommet/1", "meetings": (0..50_000).map(ring).collect::<Vec<_>>()});
    assert_eq!(told(&open(&json.to_string()), Level::Error).len(), 1);
}

#[test]
fn what_stands_twice_in_a_record_is_told_and_shown_once() {
    let json = r#"{"format":"sommet/1","people":[{"id":"p","name":"P","aliases":["Q","Q",""]}],
        "topics":[{"id":"t","name":"T"}],"sources":[{"id":"s","title":"S"}],"organisations":[{"id":"o","name":"O"}],
        "meetings":[{"id":"m","title":"M","hosts":["o","o"],"chairs":["p","p"],"topics":["t","t"],"sources":["s","s"],
        "participants":[{"person":"p"},{"person":"p"},{"person":"p","role":"Chair"}],"outcomes":["x","x"]}]}"#;
    let twice = "stands in this list twice; shown once";
    let mut expected = vec![
        format!("people[0].aliases[1]: {twice}"),
        "people[0].aliases[2]: is empty; left out".to_owned(),
    ];
    let lists = [
        "hosts",
        "chairs",
        "topics",
        "sources",
        "participants",
        "outcomes",
    ];
    expected.extend(lists.map(|list| format!("meetings[0].{list}[1]: {twice}")));
    let dataset = open(json);
    assert_eq!(told(&dataset, Level::Error), expected);
    let meeting = dataset.find_key("meeting/m").expect("m");
    // The same person in another role is another entry.
    assert_eq!(dataset.participants(meeting).count(), 2);
    assert_eq!(dataset.topics(meeting).count(), 1);
    let text = exported(&dataset);
    let again: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(again["meetings"][0]["hosts"], json!(["o"]));
    assert_eq!(again["meetings"][0]["outcomes"], json!(["x"]));
}

#[test]
fn of_a_name_given_twice_the_first_is_used_wherever_it_stands() {
    let json = r#"{"format":"sommet/1","title":"a","title":"b","people":[{"id":"p","name":"A","name":"B",
        "roles":[{"title":"X","title":"Y"}]}],"people":[{"id":"q","name":"Q"}],"gaps":["g"],"gaps":[],
        "x":1,"x":2}"#;
    assert_errors(
        json,
        &[
            "title: is given twice; the first is used",
            "people: is given twice; the first is used",
            "gaps: is given twice; the first is used",
            "x: is given twice; the first is used",
            "people[0].name: is given twice; the first is used",
            "people[0].roles[0].title: is given twice; the first is used",
        ],
    );
    let dataset = open(json);
    let person = dataset.find_key("person/p").expect("p");
    assert_eq!(
        (dataset.about().title.as_str(), dataset.name(person)),
        ("a", "A")
    );
    assert_eq!(dataset.about().gaps, ["g"]);
    assert_eq!(
        dataset.roles(person).next().map(|role| role.title),
        Some("X")
    );
    assert!(dataset.find_key("person/q").is_err());
}

#[test]
fn half_a_character_costs_that_character_alone() {
    let json = r#"{"format":"sommet/1","title":"t\ud800","x\udfff":1,"people":[{"id":"p\udfff","name":"x\udfff","note":"kept"},
        {"id":"q","name":"Q"}],"meetings":[{"id":"m","title":"M","participants":[{"person":"p\udfff","role":"r\udfff"},{"person":"q"}]}]}"#;
    let half = "holds half a character only (a lone surrogate), read as `�`";
    let places = [
        "title",
        "people[0].id",
        "people[0].name",
        "meetings[0].participants[0].person",
        "meetings[0].participants[0].role",
    ];
    let expected = places.map(|place| format!("{place}: {half}"));
    let dataset = open(json);
    assert_eq!(told(&dataset, Level::Error), expected);
    let person = dataset.find_key("person/p�").expect("the record stays");
    assert_eq!(
        (dataset.name(person), dataset.about().title.as_str()),
        ("x�", "t�")
    );
    assert_eq!(dataset.meeting_count(person), 1);
}

#[test]
fn people_of_one_name_are_noted_name_by_name() {
    let dataset = open(
        r#"{"format":"sommet/1","people":[{"id":"a","name":"Ann Løe"},{"id":"b","name":"Bo"},{"id":"c","name":"ann loe"},
            {"id":"d","name":"ANN LOE"},{"id":"e","name":"Bo"},{"id":"e","name":"Bo"}]}"#,
    );
    assert_eq!(
        told(&dataset, Level::Note),
        [
            "people[0].name: `Ann Løe` is the name of `a` and of `c`, `d` too",
            "people[1].name: `Bo` is the name of `b` and of `e` too",
        ]
    );
    assert_eq!(told(&dataset, Level::Error).len(), 1);
}

#[test]
fn a_time_of_day_is_not_cut_off_without_a_word() {
    let dataset = open(
        r#"{"format":"sommet/1","meetings":[{"id":"a","title":"A","date":"2021-01-19T19:00:00+01:00"},
            {"id":"b","title":"B","date":"2021-01-19T09:00/2021-01-20T17:00Z"},
            {"id":"c","title":"C","date":"2021-01-19T99:99"}]}"#,
    );
    assert_eq!(
        told(&dataset, Level::Note),
        ["meetings[0].date: the time of day is not read yet; the day is, here and once more"]
    );
    assert_eq!(
        told(&dataset, Level::Error),
        [
            "meetings[2].date: `2021-01-19T99:99` has no time of day like T19:00 or T19:00+01:00; 2021-01-19 is used"
        ]
    );
    let days = dataset
        .all(Kind::Meeting)
        .map(|id| dataset.date(id).map(|date| date.to_string()));
    let days: Vec<String> = days.flatten().collect();
    assert_eq!(days, ["2021-01-19", "2021-01-19/2021-01-20", "2021-01-19"]);
}

#[test]
fn what_is_not_shown_is_noted_and_comes_back() {
    let json = json!({"format": "sommet/1", "people": [
        {"id": "a", "name": "Minister\u{ad}präsident", "note": "x\u{202e}y\ttab\r\nend"},
        {"id": "b", "name": "ראש\u{200f} (א)"}, {"id": "c", "name": "葛\u{e0100}城"},
    ]});
    let dataset = open(&json.to_string());
    assert_eq!(told(&dataset, Level::Error), Vec::<String>::new());
    assert_eq!(
        told(&dataset, Level::Note),
        [
            "people[0].name: U+00AD is not shown",
            "people[0].note: U+0009 is shown as a blank",
            "people[0].note: U+202E is shown as `�`",
        ]
    );
    let person = dataset.find_key("person/a").expect("a");
    assert_eq!(dataset.name(person), "Ministerpräsident");
    let text = exported(&dataset);
    assert!(text.contains(r"Minister\u00adpr\u00e4sident"), "{text}");
    assert!(!text.contains('\u{202e}'), "{text}");
    assert_comes_back(&json, &dataset);
}

// Through the program itself.

fn sommet(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // What is refused need not be read to its end.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn json_of_others_is_refused_with_what_it_looks_like() {
    for (json, word) in [
        (r#"{"persons":[{"id":"1","name":"A"}]}"#, "Popolo"),
        (
            r#"{"type":"https://schema.oparl.org/1.1/System","oparlVersion":"x"}"#,
            "OParl",
        ),
        (r#"{"type":"FeatureCollection","features":[]}"#, "GeoJSON"),
        (r#"{"name":"x","dependencies":{}}"#, "package.json"),
        ("{}", "an empty object"),
        (
            r#"{"a":1,"b\u001b":2,"c":3,"d":4,"e":5}"#,
            "`a`, `b␛`, `c`, `d`, …",
        ),
        ("{\"a\":1}\n{\"a\":2}\n", "JSON Lines"),
        ("id,name\n1,Ann\n", "CSV"),
        ("<?xml version=\"1.0\"?><a/>", "XML"),
        ("SQLite format 3\0", "SQLite"),
    ] {
        let output = sommet(&["list", "people", "--data", "-"], json.as_bytes());
        let error = text_of(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{json}: {error}");
        assert_eq!(
            (error.lines().count(), output.stdout.len()),
            (1, 0),
            "{error}"
        );
        assert!(error.contains(word), "{word}: {error}");
        assert!(error.contains("a dataset is one JSON object"), "{error}");
    }
    // A list of ours is enough to be opened, and a format is.
    let output = sommet(
        &["list", "people", "--data", "-"],
        br#"{"people":[{"id":"1","name":"Ann"}]}"#,
    );
    assert!(text_of(&output.stdout).contains("person/1"));
    assert_errors(
        r#"{"people":[{"id":"1","name":"Ann"}]}"#,
        &["format: is missing; read as \"sommet/1\""],
    );
    assert_errors(r#"{"format":"sommet/1"}"#, &[]);
}

#[test]
fn an_odd_id_is_written_so_that_it_leads_back() {
    let json = r#"{"format":"sommet/1","people":[{"id":"a\tb","name":"Tab"},{"id":"50% $(id)","name":"Blank"}],
        "meetings":[{"id":"m","title":"M","participants":[{"person":"a\tb"}]}]}"#;
    for (key, name) in [
        ("person/a%09b", "Tab"),
        ("person/a\tb", "Tab"),
        ("person/50%25%20$(id)", "Blank"),
        ("person/50% $(id)", "Blank"),
    ] {
        let output = sommet(&["show", key, "--data", "-"], json.as_bytes());
        assert!(
            text_of(&output.stdout).contains(name),
            "{key}: {}",
            text_of(&output.stderr)
        );
    }
    let listed = text_of(
        &sommet(
            &["list", "people", "--data", "-", "--format", "jsonl"],
            json.as_bytes(),
        )
        .stdout,
    );
    assert!(
        listed.contains("person/a%09b") && listed.contains("person/50%25%20$(id)"),
        "{listed}"
    );
    let kept = sommet(
        &["list", "meetings", "--data", "-", "--where", "person:a%09b"],
        json.as_bytes(),
    );
    assert!(
        text_of(&kept.stdout).contains("meeting/m"),
        "{}",
        text_of(&kept.stderr)
    );
    let mut journey = Journey::of(json, "120x36").at("person/a%09b");
    journey.keys("yc");
    let copied = format!("{:?}", journey.effect());
    assert!(copied.contains("person/a%09b"), "{copied}");
}

#[test]
fn what_is_left_out_of_an_export_is_said_and_counted() {
    let json = r#"{"format":"sommet/1","title":"T","description":"D","colour":"red","exported":{"asked":"x","left_out":2},
        "people":[{"id":"a","name":"A","x":1,"roles":[{"title":"R","y":2}]}]}"#;
    let once = sommet(
        &["export", "--format", "json", "--data", "-"],
        json.as_bytes(),
    );
    assert_eq!(
        text_of(&once.stderr),
        "sommet: 3 fields are left out that the format does not know\n"
    );
    let value: Value = serde_json::from_slice(&once.stdout).expect("JSON");
    assert_eq!(value["description"], "D");
    assert_eq!(
        (&value["exported"]["left_out"], &value["exported"]["asked"]),
        (&json!(5), &json!("everything"))
    );
    let twice = sommet(&["export", "--format", "json", "--data", "-"], &once.stdout);
    assert_eq!(
        (text_of(&twice.stderr), &twice.stdout),
        (String::new(), &once.stdout)
    );
    assert_eq!(
        told(&open(&text_of(&once.stdout)), Level::Note),
        Vec::<String>::new()
    );
}
