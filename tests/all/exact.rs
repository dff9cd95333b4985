//! Small things that are easily lost: a source without an address, words and fields joined by *or*, a key that was begun
//! and a click, what stands where after a file was read again, and doubt in whatever is written.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use sommet::data::{Kind, load_text};
use sommet::jobs::{Material, Stop};
use sommet::query::{Matcher, Query, QueryCache};
use sommet::ui::pane::PaneId;

use crate::support::{Journey, bundled};

/// What a command writes about a dataset, folded lines put together again.
#[track_caller]
fn told(data: &Value, arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.json");
    fs::write(&path, data.to_string()).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(arguments)
        .arg("--data")
        .arg(&path)
        .stdin(Stdio::null())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.replace("\r\n ", "")
}

// Sources without an address.

#[test]
fn a_source_has_an_address_in_an_export_exactly_where_it_has_one() {
    let source = |id: &str, more: Value| {
        let mut source = json!({"id": id, "title": format!("Paper {id}"), "publisher": "Press"});
        if let (Some(source), Value::Object(more)) = (source.as_object_mut(), more) {
            source.extend(more);
        }
        source
    };
    let data = json!({"format": "sommet/1", "title": "T",
        "sources": [source("none", json!({})), source("empty", json!({"url": ""})),
            source("web", json!({"url": "https://example.org/p"})), source("odd", json!({"url": "shelf 3"}))],
        "meetings": [{"id": "m", "title": "M", "date": "2020", "sources": ["none", "empty", "web", "odd"]}]});
    let text = told(&data, &["export", "--format", "markdown"]);
    let cited = |id: &str| {
        let mut parts = text
            .split(['\n', ';'])
            .filter(|part| part.contains(&format!("source/{id}")));
        parts
            .next()
            .unwrap_or_else(|| panic!("{id}: {text}"))
            .trim_end_matches('.')
            .trim()
            .to_owned()
    };
    for id in ["none", "empty"] {
        assert!(
            !cited(id).contains("address") && !cited(id).contains("]("),
            "{}",
            cited(id)
        );
    }
    assert!(
        cited("web").contains("](<https://example.org/p>)"),
        "{}",
        cited("web")
    );
    assert!(
        cited("odd").contains("address: shelf 3"),
        "{}",
        cited("odd")
    );
    for (format, field) in [("bibtex", "url = "), ("csl-json", "\"URL\"")] {
        let text = told(&data, &["export", "--format", format]);
        assert!(text.contains("https://example.org/p"), "{text}");
        assert!(text.matches(field).count() <= 2, "{text}");
        assert!(
            !text.contains(&format!("{field}{{}}")) && !text.contains("\"URL\":\"\""),
            "{text}"
        );
    }
    // The footnote that is copied.
    for (id, address) in [
        ("none", false),
        ("empty", false),
        ("web", true),
        ("odd", true),
    ] {
        let mut journey = Journey::of(&data.to_string(), "120x36").at(&format!("source/{id}"));
        let Some(sommet::app::Effect::Copy(note)) = journey.press("yf") else {
            panic!("{id}: no footnote");
        };
        let has = note.contains("](") || note.contains("address");
        assert_eq!(has, address, "{note}");
    }
}

// Words and fields joined by *or*.

#[test]
fn words_and_fields_joined_by_or_keep_what_each_keeps() {
    let material = Material::new(bundled(), &Query::default());
    let kept = |query: &str| -> BTreeSet<u32> {
        let query =
            Query::parse(query).unwrap_or_else(|mistake| panic!("{query}: {}", mistake.text));
        Matcher::new(&material.dataset, &material.index)
            .keep(&query)
            .into_iter()
            .collect()
    };
    let both = |one: &BTreeSet<u32>, other: &BTreeSet<u32>| -> BTreeSet<u32> { one & other };
    let words = ["swing", "libya", "\"climate change\"", "vimont"];
    let fields = [
        "topic:libya",
        "person:swing",
        "in:2016",
        "place:brussels",
        "org:eeas",
    ];
    let all = kept("");
    for word in words {
        for field in fields {
            let (of_word, of_field) = (kept(word), kept(field));
            let either: BTreeSet<u32> = &of_word | &of_field;
            assert_eq!(
                kept(&format!("{word} or {field}")),
                either,
                "{word} or {field}"
            );
            assert_eq!(
                kept(&format!("{field} or {word}")),
                either,
                "{field} or {word}"
            );
            assert_eq!(
                kept(&format!("{word} {field}")),
                both(&of_word, &of_field),
                "{word} {field}"
            );
            let neither: BTreeSet<u32> = &all - &either;
            assert_eq!(
                kept(&format!("not ({word} or {field})")),
                neither,
                "not ({word} or {field})"
            );
            for other in ["in:2018", "swing"] {
                let of_other = kept(other);
                let narrowed = both(&either, &of_other);
                assert_eq!(kept(&format!("({word} or {field}) {other}")), narrowed);
                // *and* binds more closely.
                let closer: BTreeSet<u32> = &of_word | &both(&of_field, &of_other);
                assert_eq!(kept(&format!("{word} or {field} {other}")), closer);
            }
        }
    }
}

#[test]
fn find_lists_the_meetings_that_words_and_fields_joined_by_or_keep() {
    let material = Material::new(bundled(), &Query::default());
    let matcher = Matcher::new(&material.dataset, &material.index);
    for query in [
        "swing or topic:libya",
        "in:2016 or libya",
        "vimont or place:brussels",
        "person:swing or topic:libya",
        "(libya or person:swing) in:2018",
    ] {
        let parsed = Query::parse(query).unwrap_or_else(|mistake| panic!("{}", mistake.text));
        let (only, stop) = (Some(Kind::Meeting), Stop::default());
        let answer = matcher.find(&parsed, only, 10_000, &stop, &mut QueryCache::default());
        let hits = answer.expect("not stopped");
        let found: BTreeSet<u32> = hits.hits().iter().map(|hit| hit.id.row).collect();
        let kept: BTreeSet<u32> = matcher.keep(&parsed).into_iter().collect();
        assert!(!kept.is_empty());
        assert_eq!(found, kept, "{query}");
    }
}

#[test]
fn the_number_beside_a_hit_is_of_the_fields_alone_and_of_no_mixed_or() {
    let material = Material::new(bundled(), &Query::default());
    let dataset = &material.dataset;
    let matcher = Matcher::new(dataset, &material.index);
    let id = dataset
        .find_key("person/william-lacy-swing")
        .expect("a person");
    let own: BTreeSet<u32> = dataset.meetings_of(id).iter().copied().collect();
    let fit = matcher.keep(&Query::parse("dates:sure in:2016").unwrap_or_default());
    let fit = own.intersection(&fit.into_iter().collect()).count();
    assert!(fit > 0 && fit < own.len());
    for (query, count) in [
        ("swing dates:sure in:2016", fit),
        ("swing", own.len()),
        ("swing or in:2016", own.len()),
        ("in:2016 or swing", own.len()),
    ] {
        let parsed = Query::parse(query).unwrap_or_default();
        let stop = Stop::default();
        let answer = matcher.find(&parsed, None, 10_000, &stop, &mut QueryCache::default());
        let answer = answer.expect("not stopped");
        assert!(answer.hits().iter().any(|hit| hit.id == id), "{query}");
        assert_eq!(answer.count(dataset, id).all(), count, "{query}");
    }
}

// A key that was begun.

#[test]
fn whatever_else_is_done_forgets_a_key_that_was_begun() {
    let deed = |journey: &mut Journey, what: &str| {
        match what {
            "a click" => journey.click_on("JHA Nicosia"),
            "a click beside the panes" => journey.click(0, 0),
            "the wheel" => journey.wheel_over("JHA Nicosia", true),
            _ => journey.paste("g"),
        };
    };
    for what in [
        "a click",
        "a click beside the panes",
        "the wheel",
        "a paste",
    ] {
        for begun in ["g", "y", "E", "a"] {
            let mut journey = Journey::new("120x36");
            journey.keys("jjj").keys(begun);
            assert!(!journey.session().pending.is_empty(), "{what}, {begun}");
            deed(&mut journey, what);
            assert!(journey.session().pending.is_empty(), "{what}, {begun}");
        }
        // The second of two keys is a first one then.
        let mut journey = Journey::new("120x36");
        journey.keys("jjjg");
        deed(&mut journey, what);
        let before = journey.under_cursor();
        journey.keys("g");
        assert_eq!(journey.session().pending.len(), 1, "{what}");
        journey.keys("<Esc>");
        assert_eq!(journey.under_cursor(), before, "{what}");
    }
}

// Read again.

/// A dataset of these meetings, in a series, each named by its id.
fn series(ids: &[&str]) -> Value {
    let people = ids
        .iter()
        .map(|id| json!({"id": format!("p-{id}"), "name": format!("Person {id}")}));
    let meetings = ids.iter().enumerate().map(|(nth, id)| {
        json!({"id": id, "title": format!("Harbour {id}"), "date": format!("20{:02}", 10 + nth),
            "series": "s", "participants": [{"person": format!("p-{id}")}]})
    });
    json!({"format": "sommet/1", "title": "T", "series": [{"id": "s", "name": "S"}],
        "people": people.collect::<Vec<Value>>(), "meetings": meetings.collect::<Vec<Value>>()})
}

#[test]
fn the_cursor_of_find_is_on_the_same_record_after_reading_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.json");
    let put = |data: &Value| fs::write(&path, data.to_string()).expect("a file");
    for size in ["120x36", "80x24"] {
        for (after, here) in [
            (series(&["x", "a", "y", "b", "c", "d", "z"]), true),
            (series(&["d", "c", "b", "a"]), true),
            (series(&["a", "b"]), false),
        ] {
            put(&series(&["a", "b", "c", "d"]));
            let mut journey = Journey::reading(&path, size);
            journey.keys("/harbour<Down><Down><Enter>");
            let on = journey.record().expect("a record");
            journey.keys("<Backspace>");
            assert_eq!(journey.app.focus(), PaneId::List);
            assert_eq!(journey.under_cursor(), Some(on.clone()));
            // It is one that is found again, whatever stands before it now.
            put(&after);
            journey.keys("R");
            assert!(
                journey.screen().contains("read again"),
                "{}",
                journey.screen()
            );
            if here || !["meeting/c", "meeting/d"].contains(&&*on) {
                assert_eq!(journey.under_cursor(), Some(on), "{size}");
            }
        }
    }
}

#[test]
fn the_sides_of_a_study_are_the_same_after_reading_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("data.json");
    let put = |data: &Value| fs::write(&path, data.to_string()).expect("a file");
    put(&series(&["a", "b", "c", "d"]));
    let mut journey = Journey::reading(&path, "120x36").at("meeting/c");
    journey.keys("ad");
    let sides = |journey: &Journey| -> [String; 2] {
        let session = journey.session();
        let Some([before, after]) = session.here.view.as_ref().map(|view| &*view.records) else {
            panic!("no study:\n{}", journey.screen());
        };
        [*before, *after].map(|id| session.dataset.key(id))
    };
    assert_eq!(sides(&journey), ["meeting/b", "meeting/c"]);
    for ids in [
        &["x", "a", "b", "y", "c", "d"][..],
        &["c", "b", "a", "d"],
        &["d", "c", "b"],
        &["b", "c"],
    ] {
        put(&series(ids));
        journey.keys("R");
        assert_eq!(sides(&journey), ["meeting/b", "meeting/c"], "{ids:?}");
        let shown = journey.screen();
        let (gone, came) = (shown.find("Person b"), shown.find("Person c"));
        assert!(gone.is_some() && came.is_some(), "{shown}");
    }
    // A side that is gone takes the study with it.
    put(&series(&["a", "c"]));
    journey.keys("R");
    assert_eq!(journey.session().here.view, None);
}

// Doubt.

/// Two meetings; the role of one person at the first is inferred, and held by another at the second.
fn handover(stated: bool) -> Value {
    let mut ann = json!({"person": "a", "organisation": "o"});
    if stated {
        ann["role"] = "Director".into();
    }
    json!({"format": "sommet/1", "title": "H", "as_of": "2024-01-01",
        "people": [{"id": "a", "name": "Ann Ahl", "roles": [{"title": "Director", "organisation": "o",
            "from": "2018-01-01", "to": "2020-12-31"}]}, {"id": "b", "name": "Bo Berg"}],
        "organisations": [{"id": "o", "name": "Office"}], "series": [{"id": "s", "name": "S"}],
        "meetings": [
            {"id": "m1", "title": "First", "date": "2020-05-01", "series": "s", "participants": [ann]},
            {"id": "m2", "title": "Second", "date": "2021-05-01", "series": "s",
                "participants": [{"person": "b", "role": "Director", "organisation": "o"}]}]})
}

#[test]
fn what_is_inferred_is_marked_in_every_command_and_what_is_stated_is_not() {
    let commands: [(&[&str], &str); 14] = [
        (
            &["changes", "meeting/m1", "meeting/m2"],
            "a role was inferred",
        ),
        (
            &["changes", "meeting/m1", "meeting/m2"],
            "~ Director, Office",
        ),
        (
            &["changes", "meeting/m1", "meeting/m2", "--format", "json"],
            "a role was inferred",
        ),
        (&["who", "person/a", "person/b"], "~ Director, Office"),
        (&["show", "meeting/m1"], "~ Director, Office"),
        (&["show", "person/a"], "~ Director, Office"),
        (&["related", "person/a"], "~ Director, Office"),
        (
            &["connection", "person/a", "organisation/o"],
            "~ Director, Office",
        ),
        (&["export", "--format", "markdown"], "role is inferred"),
        (&["export", "--format", "csv"], "role inferred"),
        (&["export", "--format", "ics"], "role inferred"),
        (
            &[
                "export",
                "changes",
                "meeting/m1",
                "meeting/m2",
                "--format",
                "markdown",
            ],
            "a role was inferred",
        ),
        (
            &[
                "export",
                "changes",
                "meeting/m1",
                "meeting/m2",
                "--format",
                "csv",
            ],
            "a role was inferred",
        ),
        (
            &[
                "export",
                "changes",
                "meeting/m1",
                "meeting/m2",
                "--format",
                "json",
            ],
            "a role was inferred",
        ),
    ];
    for (arguments, mark) in commands {
        let inferred = told(&handover(false), arguments);
        assert!(inferred.contains(mark), "{arguments:?}: {inferred}");
        if !arguments.contains(&"connection") {
            let stated = told(&handover(true), arguments);
            assert!(!stated.contains(mark), "{arguments:?}: {stated}");
            assert!(stated.contains("Director"), "{arguments:?}: {stated}");
        }
    }
}

#[test]
fn the_screen_marks_an_inferred_handover_and_no_other() {
    for stated in [false, true] {
        let data = handover(stated).to_string();
        load_text(data.clone()).expect("a dataset");
        let mut journey = Journey::of(&data, "120x36").at("meeting/m2");
        journey.keys("ad");
        let screen = journey.screen();
        let row = screen
            .lines()
            .find(|line| line.contains("in other hands") && line.contains("Director"));
        let row = row.unwrap_or_else(|| panic!("no handover:\n{screen}"));
        assert_eq!(row.contains('~'), !stated, "{screen}");
    }
}
