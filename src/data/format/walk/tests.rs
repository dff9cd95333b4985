//! The walk tried on records with flaws of every sort.

use super::*;
use crate::data::Kind;
use crate::data::format::kinds::fields_of;

const PERSON: FieldRule = FieldRule::Object(fields_of(Kind::Person));
const MEETING: FieldRule = FieldRule::Object(fields_of(Kind::Meeting));

fn shown(json: &str, rule: &FieldRule) -> Vec<String> {
    let mut shown = Vec::new();
    let mut tell = |finding: Finding| {
        shown.push(match &finding.what {
            What::Flaw(text) => format!("{}: {text}", finding.path),
            What::Note(text) => format!("{}: ({text})", finding.path),
            What::Unknown => format!("{}: ?", finding.path),
        });
    };
    walk(json, rule, &Watch::default(), &mut tell).expect(json);
    shown
}

#[test]
fn every_flaw_is_told_with_its_path_in_one_walk() {
    let json = r#"{"id":"m","title":" ","ordinal":-1,"title":"T","participants":[{},{"person":"p","x":1},
        {"person":"p"},{"person":"p"}],"topics":["t",{"weight":"agenda"},7,"t"],"date":" 2024 ",
        "earliest":"2025","latest":"2024","hosts":"o","evidence":[{"field":"place"}],"y":1,"y":2}"#;
    assert_eq!(
        shown(json, &MEETING),
        [
            "title: is empty; left out",
            "ordinal: `-1` is not a whole number from 1 to 4294967295; left out",
            "title: is given twice; the first is used",
            "participants[0]: has none of person, name, organisation",
            "participants[1].x: ?",
            "participants[3]: stands in this list twice; shown once",
            "topics[1].topic: is missing",
            "topics[2]: `7` is not an id or an object; left out",
            "topics[3]: stands in this list twice; shown once",
            "date: ` 2024 ` has blanks around it; 2024 is used",
            "hosts: `o` is not a list; left out",
            "y: ?",
            "y: is given twice; the first is used",
            "latest: 2024 is before `earliest`, which is 2025",
            "evidence[0].field: (the record has no `place`)",
        ]
    );
}

#[test]
fn what_is_of_use_stays_as_it_is_and_in_its_place() {
    let json = r#"{"name":"a\u202eb","id":"\t","aliases":["x",null,"y"],"other":{"deep":[[]]}}"#;
    let walked = walk(json, &PERSON, &Watch::default(), &mut |_| ()).expect("JSON");

    let kept = serde_json::json!({"name": "a\u{202e}b", "id": "\t", "aliases": ["x", null, "y"]});
    let names = walked
        .tree
        .as_object()
        .map(|all| all.keys().cloned().collect::<Vec<_>>());
    assert_eq!(names.unwrap_or_default(), ["name", "id", "aliases"]);
    assert_eq!((walked.tree, walked.changed), (kept, true));
}

#[test]
fn only_half_a_character_is_lost() {
    let json =
        r#"{"id":"p","name":"x\udfff \ud83d\ude00 \\ud800","roles":[{"title":"\ud800\u0041"}]}"#;
    assert_eq!(
        shown(json, &PERSON),
        [
            "name: holds half a character only (a lone surrogate), read as `�`",
            "roles[0].title: holds half a character only (a lone surrogate), read as `�`",
        ]
    );
    let walked = walk(json, &PERSON, &Watch::default(), &mut |_| ()).expect("JSON");
    assert_eq!(walked.tree["name"], "x\u{FFFD} 😀 \\ud800");
}

#[test]
fn items_are_the_same_whatever_the_order_of_their_members_and_whatever_else_they_hold_counts() {
    for (items, same) in [
        (
            r#"{"title":"a","from":"2020"},{"from":"2020","title":"a"}"#,
            true,
        ),
        (r#"{"title":"a"},{"title":"b"}"#, false),
        (
            r#"{"title":"a","x":1,"y":2},{"title":"a","y":2,"x":1}"#,
            true,
        ),
        (r#"{"title":"a","x":1},{"title":"a","x":2}"#, false),
        (r#"{"title":"a","from":7},{"title":"a","from":8}"#, false),
        (
            r#"{"title":"a","sources":["s"]},{"title":"a","sources":["t"]}"#,
            false,
        ),
        (
            r#"{"title":"a","sources":["s","t"]},{"title":"a","sources":["t","s"]}"#,
            false,
        ),
        (
            r#"{"title":"a","sources":[1]},{"title":"a","sources":[2]}"#,
            false,
        ),
        (
            r#"{"title":"a","x":1},{"title":"b"},{"title":"a","x":1}"#,
            true,
        ),
    ] {
        let json = format!(r#"{{"id":"p","name":"P","roles":[{items}]}}"#);
        let twice = shown(&json, &PERSON)
            .iter()
            .any(|text| text.contains("twice"));
        assert_eq!(twice, same, "{items}");
    }
}

#[test]
fn a_list_of_many_flaws_is_walked_once() {
    let flaws = "7,".repeat(50_000);
    let json = format!(r#"{{"id":"p","name":"P","aliases":[{flaws}"x"]}}"#);
    assert_eq!(shown(&json, &PERSON).len(), 50_000);
}
