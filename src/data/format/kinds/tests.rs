//! Records read with checks and without.

use super::*;
use crate::data::format::walk::walk;
use crate::data::watch::Watch;

fn parsed<'a>(json: &'a str, checks: &Checks<'_>) -> Result<Meeting<'a>, String> {
    let mut reader = serde_json::Deserializer::from_str(json);
    read(&mut reader, checks).map_err(|error| error.to_string())
}

fn unchecked(json: &str) -> Result<Meeting<'_>, String> {
    parsed(json, &Checks::default())
}

#[test]
fn null_and_absent_are_the_same() {
    let null = unchecked(
        r#"{"title":null,"note":null,"hosts":null,"lead":null,"topics":[null],"ordinal":null,"agenda":null}"#,
    );
    assert_eq!(null, unchecked("{}"));
}

#[test]
fn clean_text_is_borrowed_and_other_text_is_cleaned() {
    let json = "{\"title\":\"Sørensen\",\"note\":\"a\\u001b[31mb\\nc\",\"place\":\"a\\tb\"}";
    let meeting = unchecked(json).expect("a meeting");
    assert_eq!(&*meeting.title, "Sørensen");
    assert!(
        json.as_bytes()
            .as_ptr_range()
            .contains(&meeting.title.as_ptr())
    );
    assert_eq!((&*meeting.note, &*meeting.place), ("a␛[31mb\nc", "a b"));
}

#[test]
fn something_else_than_the_field_takes_is_an_error() {
    for json in [
        r#"["m"]"#,
        r#"{"lead":["x"]}"#,
        r#"{"topics":[["x"]]}"#,
        r#"{"title":7}"#,
        r#"{"hosts":"o"}"#,
        r#"{"agenda":"whole"}"#,
        r#"{"ordinal":"1"}"#,
    ] {
        let error = unchecked(json).expect_err(json);
        assert!(error.starts_with("expected "), "{error}");
    }
    let topics = unchecked(r#"{"topics":["x",{"topic":"y"}]}"#)
        .expect("a meeting")
        .topics;
    assert!(matches!(&topics[..], [IdOr::Id(x), IdOr::Full(y)] if &**x == "x" && &*y.topic == "y"));
}

#[test]
fn whatever_there_is_to_say_is_found_by_the_checks_however_deep() {
    let is_found = |json: &str| {
        let watch = Watch::default();
        let checks = Checks::new(&watch);
        parsed(json, &checks).is_err() || !checks.into_unknown().is_empty()
    };
    for json in [
        r#"{"id":"m","title":"M","ordinal":3,"lead":{"organisation":"o"},"topics":["t",{"topic":"u"}]}"#,
        r#"{"title":"M","id":"m","participants":[{"person":"p"},{"person":"p","role":"x"}],"earliest":"2019","latest":"2019"}"#,
    ] {
        assert!(!is_found(json), "{json}");
    }
    for wrong in [
        r#""x":1"#,
        r#""y":null"#,
        r#""id":"m""#,
        r#""participants":[{"person":"p"},null]"#,
        r#""participants":[{"person":"p","seat":[{}]}]"#,
        r#""participants":[{"person":"p"},{"role":"x"}]"#,
        r#""participants":[{"person":"p","role":"x"},{"role":"x","person":"p"}]"#,
        r#""topics":["t",{"topic":"u","x":"y"}]"#,
        r#""topics":["t","t"]"#,
        r#""hosts":["a","b","c","d","e","f","g","h","i","a"]"#,
        r#""hosts":[""]"#,
        r#""lead":{"organisation":"o","by":"o"}"#,
        r#""lead":{}"#,
        r#""date":"2024%%""#,
        r#""date":"2024-03-11T10:00""#,
        r#""earliest":"2020","latest":"2019-12""#,
        r#""evidence":[{"field":"place"}]"#,
        r#""evidence":[{"field":"nosuch"}]"#,
        r#""note":"a\u202eb""#,
        r#""ordinal":0"#,
    ] {
        let json = format!(r#"{{"id":"m","title":"M",{wrong}}}"#);
        assert!(is_found(&json), "{json}");
    }
}

#[test]
fn unknown_fields_are_found_with_their_paths_as_a_walk_finds_them() {
    let json = r#"{"id":"m","x":{"deep":[1]},"title":"M","lead":{"organisation":"o","[y":null},"topics":["t",
        {"topic":"u","weight":"agenda","z.z":1}],"participants":[{"person":"p"},{"a":1,"person":"q"}],"end":2}"#;
    let watch = Watch::default();
    let checks = Checks::new(&watch);
    parsed(json, &checks).expect("nothing else is wrong");
    let mut walked = Vec::new();
    let rule = FieldRule::Object(Meeting::FIELDS);
    walk(json, &rule, &watch, &mut |finding| {
        walked.push(finding.path);
    })
    .expect("JSON");
    assert_eq!(
        walked,
        ["x", "lead.[y", "topics[1].z.z", "participants[1].a", "end"]
    );
    assert_eq!(checks.into_unknown(), walked);
    let twice = r#"{"id":"m","title":"M","x":1,"x":2}"#;
    assert!(parsed(twice, &Checks::new(&watch)).is_err());
    let fields = (0..100).map(|nth| format!(r#","x{nth}":{nth}"#));
    let many = format!(r#"{{"id":"m","title":"M"{}}}"#, fields.collect::<String>());
    assert!(parsed(&many, &Checks::new(&watch)).is_err());
}
