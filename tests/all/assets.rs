//! Every shipped file is whole and agrees with the code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::support::{bundled, bundled_json};
use serde_json::Value;
use sommet::command::Command;
use sommet::data::Kind;
use sommet::keymap::Keymap;
use sommet::theme::Styles;

fn asset(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets")
        .join(name)
}

fn json(name: &str) -> Value {
    let text = std::fs::read_to_string(asset(name)).expect(name);
    serde_json::from_str(&text).expect(name)
}

#[test]
fn the_schema_is_one_and_the_dataset_follows_it() {
    let schema = json("dataset.schema.json");
    let draft = "https://json-schema.org/draft/2020-12/schema";
    assert_eq!(schema["$schema"], draft);
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let dataset = bundled_json();
    let errors: Vec<String> = validator
        .iter_errors(&dataset)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new());
    // The schema is not one that lets everything through.
    for (path, wrong) in [
        ("/meetings/0/date", Value::from("2013-13-45")),
        ("/meetings/0/participants/0/basis", Value::from("rumoured")),
        ("/people/0/name", Value::from(7)),
        ("/format", Value::from("sommet/2")),
    ] {
        let mut dataset = bundled_json();
        *dataset.pointer_mut(path).expect(path) = wrong;
        assert!(!validator.is_valid(&dataset), "{path}");
    }
}

#[test]
fn the_dataset_loads_without_a_problem_and_has_all_its_records() {
    let dataset = bundled();
    assert_eq!(dataset.problems(), []);
    let counts = Kind::ALL.map(|kind| (kind.many(), dataset.count(kind)));
    assert_eq!(
        dataset.total(),
        counts.iter().map(|(_, count)| count).sum::<usize>()
    );
    let json = bundled_json();
    for (kind, count) in counts {
        assert_eq!(json[kind].as_array().expect(kind).len(), count, "{kind}");
    }
    assert_eq!(
        dataset.conflicts().len(),
        json["conflicts"].as_array().map_or(0, Vec::len)
    );
    assert_eq!(
        dataset.about().gaps.len(),
        json["gaps"].as_array().map_or(0, Vec::len)
    );
}

#[test]
fn the_keymap_has_a_row_for_every_command_and_no_other() {
    let text = std::fs::read_to_string(asset("keymap.json")).expect("keymap");
    let keymap = Keymap::parse(&text).expect("sound");
    assert_eq!(
        Keymap::built_in(),
        Ok(keymap),
        "what is shipped is what is built in"
    );
    let rows = json("keymap.json");
    let rows: BTreeSet<&str> = rows
        .as_object()
        .expect("rows")
        .keys()
        .map(String::as_str)
        .collect();
    let commands: BTreeSet<&str> = Command::ALL.iter().map(|command| command.name()).collect();
    assert_eq!(rows, commands);
}

#[test]
fn every_theme_file_is_built_in_and_names_every_part() {
    let names: BTreeSet<String> = Styles::names().map(str::to_owned).collect();
    let files = std::fs::read_dir(asset("themes")).expect("themes");
    let files: BTreeSet<String> = files
        .map(|entry| entry.expect("an entry").path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    assert_eq!(files, names);
    let parts = |name: &str| -> BTreeSet<String> {
        let theme = json(&format!("themes/{name}.json"));
        theme["styles"]
            .as_object()
            .expect(name)
            .keys()
            .cloned()
            .collect()
    };
    for name in &names {
        Styles::named(name).expect(name);
        assert_eq!(parts(name), parts("ansi"), "{name}");
    }
    let mono = json("themes/mono.json").to_string();
    for colour in ["red", "green", "yellow", "blue", "magenta", "cyan"] {
        assert!(!mono.contains(colour), "{colour}");
    }
}
