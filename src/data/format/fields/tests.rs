//! The rules held together with the schema, and tried one by one.

use super::*;
use crate::data::Kind;
use crate::data::format::de::Record;
use crate::data::format::kinds::{ConflictEntry, OWN, Series, fields_of};
use serde_json::{Map, Value, json};

fn schema() -> Value {
    serde_json::from_str(include_str!("../../../../assets/dataset.schema.json")).expect("JSON")
}

/// A part of the schema without what only explains, each reference replaced by what it refers to.
fn plain(part: &Value, whole: &Value) -> Value {
    const SAID: [&str; 4] = ["description", "examples", "default", "title"];
    match part {
        Value::Object(members) => {
            let mut all = Map::new();
            if let Some(Value::String(to)) = members.get("$ref") {
                let referred = whole.pointer(to.trim_start_matches('#')).expect(to);
                all.extend(
                    plain(referred, whole)
                        .as_object()
                        .cloned()
                        .unwrap_or_default(),
                );
            }
            for (name, member) in members {
                let is_schema = !matches!(name.as_str(), "$ref") && !SAID.contains(&name.as_str());
                if name == "properties" {
                    let fields = member.as_object().expect("fields").iter();
                    let fields = fields.map(|(name, field)| (name.clone(), plain(field, whole)));
                    all.insert(name.clone(), Value::Object(fields.collect()));
                } else if is_schema {
                    all.insert(name.clone(), plain(member, whole));
                }
            }
            Value::Object(all)
        }
        Value::Array(items) => items.iter().map(|item| plain(item, whole)).collect(),
        other => other.clone(),
    }
}

/// A rule as a schema writes it.
fn written(rule: &FieldRule, whole: &Value) -> Value {
    let defined = |name: &str| plain(&whole["$defs"][name], whole);
    match rule {
        FieldRule::Line | FieldRule::Prose => json!({"type": "string"}),
        FieldRule::Name | FieldRule::Saying | FieldRule::FieldName => {
            json!({"type": "string", "pattern": r"\S"})
        }
        FieldRule::Id => json!({"type": "string", "minLength": 1}),
        FieldRule::Key => defined("recordRef"),
        FieldRule::Date => defined("date"),
        FieldRule::Format => plain(&whole["properties"]["format"], whole),
        FieldRule::Word(words) => json!({"enum": words}),
        FieldRule::Flag => json!({"type": "boolean"}),
        FieldRule::Ordinal => json!({"type": "integer", "minimum": 1, "maximum": MOST_ORDINAL}),
        FieldRule::Count => json!({"type": "integer", "minimum": 0, "maximum": MOST_ORDINAL}),
        FieldRule::Amount => json!({"type": "number", "minimum": 0}),
        FieldRule::List(item) => {
            json!({"type": "array", "items": written(item, whole), "uniqueItems": true})
        }
        FieldRule::Object(object) => fields(object, whole),
        FieldRule::IdOr(object) => {
            json!({"anyOf": [written(&FieldRule::Id, whole), fields(object, whole)]})
        }
    }
}

fn fields(object: &Fields, whole: &Value) -> Value {
    let fields = object.fields.iter();
    let fields = fields.map(|field| (field.name.to_owned(), written(&field.rule, whole)));
    let mut schema = json!({"type": "object", "properties": fields.collect::<Map<_, _>>()});
    let needed = object.fields.iter().filter(|field| field.needed);
    let needed: Vec<&str> = needed.map(|field| field.name).collect();
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    if !object.one_of.is_empty() {
        let one = object.one_of.iter().map(|name| json!({"required": [name]}));
        schema["anyOf"] = one.collect();
    }
    schema
}

#[test]
fn the_schema_says_what_the_rules_say() {
    let whole = schema();
    let lists = Kind::ALL.map(|kind| (kind.many(), fields_of(kind)));
    let others = [
        ("series", Series::FIELDS),
        ("conflicts", ConflictEntry::FIELDS),
    ];
    for (list, object) in lists.into_iter().chain(others) {
        let listed = plain(&whole["properties"][list], &whole);
        let ours = json!({"type": "array", "items": fields(object, &whole)});
        assert_eq!(listed, ours, "{list}");
    }
    for field in OWN.fields {
        let ours = written(&field.rule, &whole);
        assert_eq!(
            plain(&whole["properties"][field.name], &whole),
            ours,
            "{}",
            field.name
        );
    }
    let names = whole["properties"].as_object().expect("fields").len();
    assert_eq!(names, OWN.fields.len() + lists.len() + others.len());
    assert_eq!(whole["required"], json!(["format"]));
}

#[test]
fn every_object_fits_its_marks_and_its_dates() {
    fn look(object: &Fields) {
        assert!(object.fields.len() < 64);
        assert!(object.in_order.len() <= DateOrder::MOST);
        for name in object.in_order.iter().chain(object.one_of) {
            assert!(object.number_of(name).is_some(), "{name}");
        }
        for field in object.fields {
            let mut rule = &field.rule;
            while let FieldRule::List(item) = rule {
                rule = item;
            }
            if let FieldRule::Object(inner) | FieldRule::IdOr(inner) = rule {
                look(inner);
            }
        }
    }
    Kind::ALL
        .into_iter()
        .map(fields_of)
        .chain([Series::FIELDS, ConflictEntry::FIELDS, &OWN])
        .for_each(look);
}

#[test]
fn texts_are_taken_as_the_patterns_take_them() {
    let whole = schema();
    let texts = [
        "",
        " ",
        "x",
        "\n",
        "\u{a0}",
        "2024",
        " 2024 ",
        "-0001",
        "2024%",
        "2024-03%",
        "2024?/2025~",
        "2024-03-11T19:00",
        "2024-03-11T99:99",
        "2024-03-11T",
        "2024T10",
        "2024-03-11T10:00Z",
        "2024-03-11T10:00:00,5+01",
        "2024-03-11T10:00+01:00?/2024-03-12",
        "2024-1",
        "02024",
        "-0044-03-15",
        "2024\n",
        "٢٠٢٤",
        "2024/",
        "meeting/",
        "meeting/m",
        "meeting/\n",
        "series/s",
        "person",
        "source/a/b",
        "sommet/1",
        "sommet/1.2",
        "sommet/1.2.3",
        "sommet/1.",
        "sommet/1.x",
        "sommet/2",
        "agenda",
        "Agenda",
    ];
    for rule in [
        FieldRule::Line,
        FieldRule::Name,
        FieldRule::Id,
        FieldRule::Key,
        FieldRule::Date,
        FieldRule::Format,
        FieldRule::Word(<crate::data::Weight as crate::data::Keyword>::NAMES),
        FieldRule::Flag,
        FieldRule::Ordinal,
        FieldRule::Amount,
        FieldRule::List(&FieldRule::Id),
    ] {
        let schema = written(&rule, &whole);
        let validator = jsonschema::draft202012::new(&schema).expect("a schema");
        for text in texts {
            let ours = rule.text_flaw(text).is_none();
            assert_eq!(
                ours,
                validator.is_valid(&Value::from(text)),
                "{rule:?} {text:?}"
            );
        }
        for number in [
            json!(-1),
            json!(0),
            json!(1),
            json!(1.0),
            json!(1.5),
            json!(0.25),
            json!(4_294_967_296_u64),
        ] {
            let ours = rule.takes_number(number.as_f64().expect("a number"));
            assert_eq!(ours, validator.is_valid(&number), "{rule:?} {number}");
        }
    }
}
