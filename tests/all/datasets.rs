//! Datasets of others: good, poor, broken and hostile ones open or are refused in one clear sentence.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::{Journey, all_records, bundled_json};
use serde_json::{Value, json};
use sommet::data::{Dataset, Kind, Level, load_text};
use sommet::theme::Glyphs;

const FULL: &str = include_str!("../fixtures/full.json");

fn full() -> Value {
    serde_json::from_str(FULL).expect("the fixture is JSON")
}

fn load(json: &Value) -> Dataset {
    let text = json.to_string();
    load_text(text.clone()).unwrap_or_else(|refusal| panic!("{refusal}: {text}"))
}

/// Opens a dataset and looks at everything in it.
fn look_through(dataset: Dataset) -> Journey {
    let mut journey = Journey::with(dataset, "80x24", &Glyphs::UNICODE);
    let records = all_records(journey.dataset());
    // A large one is looked at here and there.
    let step = (records.len() / 40).max(1);
    for id in records.into_iter().step_by(step) {
        journey.app.start_at(id);
        journey.keys("j");
    }
    journey.keys("gd");
    journey
}

#[test]
fn a_dataset_may_be_read_by_several_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Dataset>();
}

#[test]
fn the_full_fixture_follows_the_schema_has_no_problem_and_leaves_no_field_out() {
    let schema: Value =
        serde_json::from_str(include_str!("../../assets/dataset.schema.json")).expect("schema");
    assert!(jsonschema::draft202012::is_valid(&schema, &full()));
    assert_eq!(load(&full()).problems(), []);
    let mut used = BTreeSet::new();
    names(&full(), &mut used);
    let properties = schema["$defs"].as_object().expect("definitions").values();
    for known in properties
        .chain([&schema])
        .filter_map(|part| part["properties"].as_object())
    {
        for name in known.keys() {
            assert!(used.contains(name), "the fixture has no `{name}`");
        }
    }
}

fn names(value: &Value, used: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            used.insert(name.clone());
            names(value, used);
        }),
        Value::Array(items) => items.iter().for_each(|item| names(item, used)),
        _ => {}
    }
}

/// The JSON pointers of everything in a value, itself left out.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let members: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), value))
            .collect(),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(nth, value)| (nth.to_string(), value)).collect()
        }
        _ => return,
    };
    for (name, value) in members {
        let path = format!("{at}/{name}");
        pointers(value, &path, found);
        found.push(path);
    }
}

fn without(json: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').expect(pointer);
    match json.pointer_mut(parent).expect(parent) {
        Value::Object(members) => {
            members.remove(name);
        }
        Value::Array(items) => {
            items.remove(name.parse().expect(name));
        }
        other => panic!("{other} has no members"),
    }
}

#[test]
fn every_field_may_be_absent_null_or_wrong() {
    let mut found = Vec::new();
    pointers(&full(), "", &mut found);
    assert!(found.len() > 200, "{}", found.len());
    let wrong = [
        Value::Null,
        json!(-1.5),
        json!(true),
        json!("no-such \u{1b}[31m\u{202e}"),
        json!([[{}]]),
        json!({"x": [null]}),
    ];
    let mut flaws = 0;
    for pointer in found {
        let mut mutants = vec![full()];
        without(&mut mutants[0], &pointer);
        for value in &wrong {
            let mut mutant = full();
            *mutant.pointer_mut(&pointer).expect(&pointer) = value.clone();
            mutants.push(mutant);
        }
        for mutant in mutants {
            match load_text(mutant.to_string()) {
                Ok(dataset) => {
                    flaws += dataset.problems().len();
                    for id in all_records(&dataset) {
                        let page = sommet::browse::page::Page::new(&dataset, Some(id));
                        assert!(!page.title.is_empty(), "{pointer}: {mutant}");
                    }
                    for problem in dataset.problems() {
                        let said = problem.to_string();
                        assert!(!said.contains(['\u{1b}', '\u{202e}', '\n']), "{said:?}");
                    }
                }
                // What stands for another version of the format is the one thing that is refused.
                Err(refusal) => assert_eq!(pointer, "/format", "{refusal}"),
            }
        }
    }
    assert!(flaws > 1_000, "wrong fields are told: {flaws}");
}

#[test]
fn a_mutant_of_each_record_is_drawn() {
    for kind in Kind::ALL {
        for value in [json!(7), json!([]), json!({}), Value::Null] {
            let mut mutant = full();
            let list = kind.many();
            let record = mutant[list][0].as_object_mut().expect(list);
            for (name, field) in record.iter_mut() {
                if name != "id" {
                    *field = value.clone();
                }
            }
            let journey = look_through(load(&mutant));
            assert!(
                journey.screen().contains("Overview"),
                "{}",
                journey.screen()
            );
        }
    }
}

/// What the status line says at the right.
fn status(journey: &Journey) -> String {
    journey.lines().swap_remove(0)
}

#[test]
fn people_alone_open() {
    let json = json!({"format": "sommet/1", "title": "Choir", "people": full()["people"]});
    let mut journey = Journey::of(&json.to_string(), "80x24");
    assert!(
        journey.screen().contains("Ada Østergård"),
        "{}",
        journey.screen()
    );
    journey.keys("/ostergard<Enter>");
    assert_eq!(journey.record().as_deref(), Some("person/ada"));
    journey.keys("gm");
    assert!(
        journey.screen().contains("no meetings and no agreements"),
        "{}",
        journey.screen()
    );
}

#[test]
fn meetings_alone_open() {
    let json = json!({"format": "sommet/1", "meetings": [
        {"id": "b", "title": "Second", "date": "2020-02"}, {"id": "a", "title": "First", "date": "2019"},
    ]});
    let mut journey = Journey::of(&json.to_string(), "80x24");
    assert_eq!(journey.timeline(), ["meeting/a", "meeting/b"]);
    journey.keys("jj<Enter>");
    assert_eq!(journey.record().as_deref(), Some("meeting/a"));
    assert!(
        !status(&journey).contains("problem"),
        "{}",
        journey.screen()
    );
}

#[test]
fn an_empty_dataset_opens_and_every_key_can_be_pressed() {
    let mut journey = Journey::of(r#"{"format":"sommet/1","title":"Nothing yet"}"#, "80x24");
    assert!(journey.screen().contains("Nothing yet"));
    assert!(journey.screen().contains("0 meetings"));
    assert!(
        !status(&journey).contains("problem"),
        "no problem: {}",
        status(&journey)
    );
    journey.keys("jkGggnNJKmMxX()<Enter><Tab><Enter>m<Tab>m/abc<Down><Ctrl-t><Enter><Esc>gpgtgogagsgdgm yiylolhz?q");
    assert_eq!(journey.effect(), None);
    assert!(journey.screen().contains("Nothing yet"));
}

#[test]
fn flaws_are_counted_on_the_screen_and_named_on_the_page_of_the_dataset() {
    let meeting = |field: &str, value: Value| {
        let mut json = full();
        json["meetings"][0][field] = value;
        json
    };
    let mut doubled = full();
    let again = doubled["people"][1].clone();
    doubled["people"]
        .as_array_mut()
        .expect("people")
        .push(again);
    let mut dangling = full();
    dangling["meetings"][0]["participants"][0]["person"] = json!("adda");
    for (json, path, said) in [
        (
            dangling,
            "meetings[0].participants[0].person",
            "no person `adda`; did you mean `ada`?",
        ),
        (doubled, "people[2].id", "`ben`"),
        (
            meeting("date", json!("2013-13-45")),
            "meetings[0].date",
            "2013-13-45",
        ),
        (meeting("place", json!(7)), "meetings[0].place", "7"),
    ] {
        let dataset = load(&json);
        let problems: Vec<String> = dataset.problems().iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 1, "{problems:?}");
        let problem = &dataset.problems()[0];
        assert_eq!((problem.level, problem.path.as_str()), (Level::Error, path));
        assert!(problem.text.contains(said), "{said}: {}", problem.text);
        let mut journey = look_through(dataset);
        assert!(
            status(&journey).contains("1 problem"),
            "{}",
            status(&journey)
        );
        // Whole on a large screen.
        journey.resize("200x60");
        let page = journey.pane("Overview").join("\n");
        assert!(page.contains("PROBLEM"), "{page}");
        assert!(page.contains(path), "{page}");
    }
}

#[test]
fn an_unknown_field_is_a_note() {
    let mut json = full();
    json["meetings"][0]["weather"] = json!("rain");
    let dataset = load(&json);
    let [problem] = dataset.problems() else {
        panic!("{:?}", dataset.problems());
    };
    assert_eq!(problem.level, Level::Note);
    let journey = look_through(dataset);
    assert!(status(&journey).contains("1 note"), "{}", status(&journey));
}

#[test]
fn hostile_text_moves_nothing_on_the_screen() {
    let hostile = "a\u{1b}[2J\u{7}\u{202e}evil\u{200b}\u{9b}31m\r\n\tb";
    let mut json = full();
    let mut found = Vec::new();
    pointers(&json, "", &mut found);
    for pointer in found {
        let field = json.pointer_mut(&pointer).expect(&pointer);
        let name = pointer.rsplit('/').next().unwrap_or_default();
        if field.is_string()
            && ["title", "name", "note", "summary", "role", "place", "about"].contains(&name)
        {
            *field = json!(hostile);
        }
    }
    let dataset = load(&json);
    let mut journey = Journey::with(dataset, "120x36", &Glyphs::UNICODE);
    for id in all_records(journey.dataset()) {
        journey.app.start_at(id);
        journey.keys("j");
        let forbidden = [
            '\u{1b}', '\u{7}', '\u{202e}', '\u{200b}', '\u{9b}', '\r', '\t',
        ];
        let text = journey.screen();
        assert!(!text.contains(forbidden), "{text:?}");
        assert!(text.contains("␛"), "what was there is shown: {text}");
    }
}

#[test]
fn many_records_open_and_are_found() {
    let people =
        (0..20_000).map(|nth| json!({"id": format!("p{nth}"), "name": format!("Person {nth}")}));
    let people: Vec<Value> = people.collect();
    let json = json!({"format": "sommet/1", "people": people});
    let mut journey = Journey::of(&json.to_string(), "80x24");
    journey.keys("G");
    assert!(
        journey.cursor_line().contains("Person 19999"),
        "{}",
        journey.cursor_line()
    );
    journey.keys("/");
    journey.paste("person 12345");
    assert_eq!(journey.record().as_deref(), Some("person/p12345"));
}

#[test]
fn the_bundled_dataset_may_be_written_in_another_order() {
    let mut json = bundled_json();
    let reversed = json["meetings"].as_array_mut().expect("meetings");
    reversed.reverse();
    let dataset = load(&json);
    assert_eq!(dataset.problems(), []);
    let dates: Vec<_> = dataset
        .all(Kind::Meeting)
        .map(|id| dataset.date(id).map(sommet::data::Date::start))
        .collect();
    assert!(
        dates.is_sorted_by_key(|date| (date.is_none(), *date)),
        "{dates:?}"
    );
}

#[test]
fn a_file_is_read_again_and_a_broken_one_is_not_taken() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("read-again.json");
    let write = |text: &str| std::fs::write(&path, text).expect("a file");
    write(FULL);
    let mut journey = Journey::reading(&path, "80x24");
    journey
        .keys("/ostergard<Enter>")
        .until("j", "topic/dredging")
        .keys("<Enter>");
    let before = journey.session().page.title.clone();

    write("{ \"format\": ");
    journey.keys("R");
    assert!(
        journey.screen().contains("kept what was read before"),
        "{}",
        journey.screen()
    );
    assert_eq!(journey.session().page.title, before);

    // Ada has left, the topic has another place in its list.
    let mut changed = full();
    changed["people"].as_array_mut().expect("people").remove(0);
    let topics = changed["topics"].as_array_mut().expect("topics");
    topics.push(json!({"id": "anchors", "name": "Anchors"}));
    write(&changed.to_string());
    journey.keys("R");
    assert!(
        journey.screen().contains("read again"),
        "{}",
        journey.screen()
    );
    assert_eq!(journey.record().as_deref(), Some("topic/dredging"));
    assert!(
        !journey
            .session()
            .page
            .links()
            .any(|id| id.kind == Kind::Person && journey.dataset().name(id).contains("Ada"))
    );
    journey.keys("<Backspace>");
    assert!(journey.screen().contains("(gone)"), "{}", journey.screen());
    journey.keys("L");
    assert_eq!(journey.record().as_deref(), Some("topic/dredging"));
}

// Through the program itself: exit codes and sentences.

/// What the program says of a dataset on its standard input.
fn shot_of(text: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(["shot", "--data", "-", "--size", "100x30"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    // A refused file need not be read to its end.
    let _ = stdin.write_all(text);
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

#[track_caller]
fn assert_refused(output: &Output, code: i32, said: &str) {
    let error = String::from_utf8(output.stderr.clone()).expect("UTF-8");
    assert_eq!(output.status.code(), Some(code), "{error}");
    assert_eq!(output.stdout, b"", "nothing on standard output");
    assert!(error.starts_with("sommet: "), "{error}");
    assert_eq!(error.lines().count(), 1, "one sentence: {error}");
    assert!(error.contains(said), "{said}: {error}");
    assert!(!error.contains('\u{1b}'), "{error:?}");
}

#[test]
fn what_is_no_dataset_is_refused_in_a_sentence() {
    let truncated = FULL.get(..FULL.len() / 2).expect("ASCII there");
    for (text, said) in [
        ("", "empty"),
        ("hello", "expected value"),
        (truncated, "ends in the middle"),
        ("[1, 2]", "array"),
        ("7", "not an object"),
        (r#"{"format":"sommet/2"}"#, "sommet/2"),
        (r#"{"format":"sommet/9\u001b[31m"}"#, "sommet/9␛[31m"),
        ("<!DOCTYPE html><title>x</title>", "HTML"),
        ("\u{1f}\u{8b}", "expected value"),
    ] {
        assert_refused(&shot_of(text.as_bytes()), 3, said);
    }
    assert_refused(&shot_of(b"{\"title\":\"\xff\"}"), 3, "UTF-8");
    assert_refused(&shot_of(&[0x1f, 0x8b, 8, 0]), 4, "gzip -t");
    assert_refused(&shot_of(&[0x28, 0xb5, 0x2f, 0xfd, 4]), 4, "zstd -t");
    assert_refused(&shot_of("[".repeat(100_000).as_bytes()), 3, "");
}

#[test]
fn what_cannot_be_read_is_told_with_its_path() {
    let program = || Command::new(env!("CARGO_BIN_EXE_sommet"));
    let here = env!("CARGO_MANIFEST_DIR");
    let refused = program()
        .args(["shot", "--data", here])
        .output()
        .expect("runs");
    assert_refused(&refused, 4, "is a directory");
    let missing = Path::new(here).join("no-such-\u{1b}[31m.json");
    let refused = program()
        .args(["shot", "--data"])
        .arg(&missing)
        .output()
        .expect("runs");
    assert_refused(&refused, 4, "no such file");
}

#[test]
fn a_good_file_is_read_from_standard_input() {
    let output = shot_of(FULL.as_bytes());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0));
    assert!(text.contains("Harbour talks"), "{text}");
    // A byte order mark and other ends of lines are no fault.
    let windows = format!("\u{feff}{}", FULL.replace('\n', "\r\n"));
    let output = shot_of(windows.as_bytes());
    assert_eq!(String::from_utf8(output.stdout).expect("UTF-8"), text);
}
