//! The documents tell the truth: what is generated in them is what the program says now, what they name exists,
//! and every command in them runs.
//!
//! `.ci/renew` writes the generated parts (tables, maps, pictures, the film) anew instead of failing.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use sommet::command::Command as Asked;
use sommet::data::{Kind, load_text};
use sommet::export::{COLUMNS, Format};
use sommet::keymap::Keymap;
use sommet::query::Field;
use tempfile::TempDir;

use crate::house::floors::FLOORS;

const README: &str = "README.md";
const KEYS: &str = "docs/keys.md";
const QUERY: &str = "docs/query.md";
const FORMAT: &str = "docs/format.md";
const EXPORTS: &str = "docs/exports.md";
const ARCHITECTURE: &str = "docs/architecture.md";
const RELIABILITY: &str = "docs/reliability.md";
const CONTRIBUTING: &str = "CONTRIBUTING.md";

const DOCUMENTS: [&str; 8] = [
    README,
    KEYS,
    QUERY,
    FORMAT,
    EXPORTS,
    RELIABILITY,
    ARCHITECTURE,
    CONTRIBUTING,
];

/// The README has no more lines than this.
const LONGEST: usize = 150;

/// The pictures: the file, what `sommet shot` is asked for, and the keys with their captions.
const PICTURES: [(&str, &[&str], Steps); 2] = [
    (
        "assets/screenshots/film.svg",
        &["--size", "100x30", "--theme", "dark", "--film"],
        &FILM,
    ),
    (
        "assets/screenshots/topics.svg",
        &["--size", "100x24", "--theme", "dark"],
        &[("atay", "")],
    ),
];

/// Keys, each with what is said of them.
type Steps = &'static [(&'static str, &'static str)];

/// The steps of the film.
const FILM: [(&str, &str); 14] = [
    ("/", "find anything"),
    ("vi", "as one types …"),
    ("torino", "… the best hit is shown at once"),
    ("<Enter>", "open it: his meetings light up"),
    ("n", "the next of his meetings"),
    ("n", "and the next"),
    ("e", "what each fact rests on"),
    ("<Backspace>", "back, as it was"),
    ("/libya<Enter>", "a topic: when it was last on the table"),
    ("m", "keep only its meetings"),
    ("X", "all meetings again"),
    ("atay", "topics over time"),
    ("jjj", "each row is a topic"),
    ("E", "take it away: text, table, data"),
];

/// No film of the README is larger than this, in bytes.
const LARGEST: usize = 300_000;

/// Only one test at a time writes a document.
static WRITING: Mutex<()> = Mutex::new(());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn write(path: &str, text: &str) {
    fs::write(root().join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
}

/// Whether the generated parts are to be written anew.
fn updating() -> bool {
    std::env::var_os("SOMMET_UPDATE").is_some_and(|value| !value.is_empty())
}

/// What stands before, between and after the markers of a part of a document.
fn part<'t>(text: &'t str, name: &str) -> (&'t str, &'t str, &'t str) {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let start = text.find(&open).map(|at| at + open.len());
    let start = start.unwrap_or_else(|| panic!("there is no {open}"));
    let (before, rest) = text.split_at(start);
    let end = rest.find(&close);
    let (part, after) = rest.split_at(end.unwrap_or_else(|| panic!("there is no {close}")));
    (before, part, after)
}

/// A generated part is as it is made now; otherwise it is written anew, or the test fails.
fn keep(path: &str, name: &str, fresh: &str) {
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let text = read(path);
    let (before, part, after) = part(&text, name);
    if part == fresh {
        return;
    }
    assert!(
        updating(),
        "{path}: the part `{name}` is out of date; .ci/renew writes it anew"
    );
    write(path, &format!("{before}{fresh}{after}"));
}

/// A table as a part of a document.
fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let rule = vec!["---"; heads.len()].join(" | ");
    let mut table = format!("\n\n| {} |\n| {rule} |\n", heads.join(" | "));
    for row in rows {
        let _ = writeln!(table, "| {} |", row.join(" | "));
    }
    table.push('\n');
    table
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// A text in which `{name}` stands for the first key of the command of that name.
fn with_keys(text: &str) -> String {
    let keymap = Keymap::built_in().expect("sound");
    let mut parts = text.split('{');
    let mut filled = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').expect("a closed name");
        let command = Asked::ALL.iter().find(|command| command.name() == name);
        let command = command.unwrap_or_else(|| panic!("there is no command `{name}`"));
        let keys = keymap.keys_for(*command).next();
        let keys = keys.unwrap_or_else(|| panic!("`{name}` has no key"));
        filled.extend(["`", &keys, "`", rest]);
    }
    filled
}

fn sommet(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .current_dir(root())
        .output()
        .expect("the program runs")
}

/// Standard output of a run that ended well.
fn printed(arguments: &[&str]) -> String {
    let output = sommet(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn cargo(arguments: &[&str]) -> String {
    let ask = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(arguments).args(more).current_dir(root());
        command.output().expect("cargo runs")
    };
    let mut output = ask(&["--locked", "--offline"]);
    if !output.status.success() {
        output = ask(&["--locked"]);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What stands between backticks, outside of blocks of code.
fn quoted(text: &str) -> Vec<&str> {
    let outside = text.split("```").step_by(2);
    outside
        .flat_map(|text| text.split('`').skip(1).step_by(2))
        .collect()
}

/// Where links and pictures lead.
fn targets(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.split("](").skip(1);
    ends.filter_map(|rest| rest.split(')').next())
}

fn is_picture(path: &&str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "svg")
}

// What is generated.

#[test]
fn everyday_things_have_their_keys() {
    const THINGS: [(&str, &str); 5] = [
        (
            "**Find** a person, a topic, a meeting",
            "{find}, some letters (`soren` finds Sørensen), {open}",
        ),
        (
            "**When did we last meet, and what followed?**",
            "the card says when; {next-linked} and {previous-linked} walk through its meetings, {narrow} keeps only these",
        ),
        (
            "**A topic through the years**",
            "{topics}; {topics-by} turns years to meetings",
        ),
        (
            "**How is this known?**",
            "{evidence}: every fact with its sources, and how sure it is",
        ),
        (
            "**Take it away**",
            "{export-markdown} a text with footnotes, {export-csv} a table, {export-ics} a calendar; {copy-markdown} copies",
        ),
    ];
    let rows = THINGS.map(|(thing, keys)| vec![thing.to_owned(), with_keys(keys)]);
    let more =
        "{back} goes back to what was there before, {help} shows all keys, and {quit} quits.\n\n";
    let text = table(&["you want", "you press"], rows) + &with_keys(more);
    keep(README, "everyday", &text);
}

#[test]
fn studies_have_their_keys_and_commands() {
    const STUDIES: [(&str, &str, &str); 5] = [
        (
            "{evidence}",
            "`evidence`, `gaps`",
            "what each fact rests on: sources of its own, or those of the record; both readings of a conflict; of a source, what rests on it",
        ),
        (
            "{topics}",
            "`topics`",
            "topics over time: `■` on the agenda, `□` in the context; what is new, or back after years; again, or {people} and {organisations}: people and organisations likewise, `□` where they were only announced, quoted or implied",
        ),
        (
            "{who}",
            "`who`",
            "two to six people or organisations, marked with {mark}: who was named when, as what, and how often together",
        ),
        (
            "{connection}",
            "`connection`",
            "the shortest chains of meetings from one record to another, through people if there is one, else through organisations or topics; the rarest first, the hubs with their numbers",
        ),
        (
            "{changes}",
            "`changes`",
            "what changed since the meeting before in the series: topics and people kept, dropped, new and back; posts in other hands",
        ),
    ];
    let rows = STUDIES
        .map(|(keys, command, tells)| vec![with_keys(keys), command.to_owned(), with_keys(tells)]);
    keep(KEYS, "studies", &table(&["keys", "command", "shows"], rows));
}

#[test]
fn the_formats_of_exports_are_those_of_the_program() {
    let formats = Format::ALL.iter();
    let row = |name: String, help: &str| vec![name, help.to_owned()];
    let rows = formats.map(|format| row(format!("`{}`", format.name()), format.help()));
    let screen = row("`svg`, `text`".to_owned(), "the screen as shown");
    let rows = rows.chain([screen]);
    keep(EXPORTS, "exports", &table(&["`--format`", "gives"], rows));
    let rows = COLUMNS
        .iter()
        .map(|(name, help)| row(format!("`{name}`"), help));
    keep(EXPORTS, "columns", &table(&["column", "holds"], rows));
}

#[test]
fn the_key_table_is_the_live_one() {
    let keymap = Keymap::built_in().expect("sound");
    keep(KEYS, "keys", &format!("\n\n{}\n", keymap.as_markdown()));
}

#[test]
fn the_fields_are_those_of_the_language() {
    let rows = Field::ALL.iter().map(|field| {
        let letter = match field.letter() {
            "" => String::new(),
            letter => format!("`{letter}:`"),
        };
        vec![format!("`{}:`", field.name()), letter, cell(field.help())]
    });
    keep(
        QUERY,
        "fields",
        &table(&["field", "short", "asks for"], rows),
    );
}

#[test]
fn the_commands_are_those_of_the_program() {
    let help = printed(&["--help"]);
    let commands = help.split("Commands:\n").nth(1).expect("commands");
    let commands = commands.split("\n\n").next().unwrap_or_default();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in commands.lines() {
        let line = line.trim_start_matches("  ");
        if let (Some(rest), Some(row)) = (line.strip_prefix(' '), rows.last_mut()) {
            // A line that was broken goes on.
            row[1].extend([" ", rest.trim()]);
        } else {
            let (name, does) = line.split_once("  ").expect("a name and what it does");
            rows.push(vec![format!("`{name}`"), does.trim().to_owned()]);
        }
    }
    let rows = rows.into_iter().map(|row| {
        let does = row[1].replace("[alias: ", "(also `").replace(']', "`)");
        vec![row[0].clone(), cell(&does)]
    });
    keep(QUERY, "commands", &table(&["command", "does"], rows));
}

/// The settings as the program tells them in a home with that file.
fn settings(file: Option<&str>) -> (Vec<Value>, String) {
    let home = TempDir::new().expect("a folder");
    let folder = home.path().join("sommet");
    fs::create_dir(&folder).expect("a folder");
    if let Some(text) = file {
        fs::write(folder.join("settings.json"), text).expect("a file");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(["settings", "--format", "json"])
        .env("XDG_CONFIG_HOME", home.path())
        .env_remove("SOMMET_THEME")
        .env_remove("NO_COLOR")
        .output()
        .expect("the program runs");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let items = answer["items"].as_array().expect("items").clone();
    (items, String::from_utf8(output.stderr).expect("UTF-8"))
}

#[test]
fn the_settings_are_those_of_the_program() {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let rows = settings(None).0.into_iter().map(|item| {
        let values = item["values"].as_array().expect("values");
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("`{}`", text(value)))
            .collect();
        let ways = match item["setting"].as_str() {
            Some("theme") => "`--theme`, `SOMMET_THEME`",
            Some("order") => "`--order`",
            Some("mouse") => "`--no-mouse`, `--mouse`",
            other => panic!("{other:?}: say how it is set"),
        };
        let name = format!("`{}`", text(&item["setting"]));
        vec![
            name,
            values.join(" "),
            format!("`{}`", text(&item["value"])),
            ways.to_owned(),
        ]
    });
    let heads = ["setting", "may be", "default", "for once"];
    keep(KEYS, "settings", &table(&heads, rows));

    let text = read(KEYS);
    let file = part(&text, "settings-file")
        .1
        .split("```")
        .nth(1)
        .expect("a block");
    let (items, told) = settings(file.strip_prefix("json"));
    assert_eq!(told, "");
    assert!(items.iter().all(|item| item["from"] == "file"), "{items:?}");
}

/// What a field holds, in words.
fn sort(schema: &Value, field: &Value) -> String {
    let named = field["$ref"]
        .as_str()
        .map(|name| name.trim_start_matches("#/$defs/"));
    if let Some(name) = named {
        let definition = &schema["$defs"][name];
        return match name {
            "id" | "date" => name.to_owned(),
            "recordRef" => "kind/id".to_owned(),
            _ if definition["type"] == "object" || definition["anyOf"].is_array() => {
                format!("[{name}](#{})", name.to_lowercase())
            }
            _ => sort(schema, definition),
        };
    }
    if let Some(values) = field["enum"].as_array() {
        let values = values.iter().filter_map(Value::as_str);
        let values: Vec<String> = values.map(|value| format!("`{value}`")).collect();
        return values.join(", ");
    }
    for either in ["anyOf", "oneOf"] {
        if let Some(ways) = field[either].as_array() {
            let mut ways: Vec<String> = ways.iter().map(|way| sort(schema, way)).collect();
            ways.dedup();
            return ways.join(" or ");
        }
    }
    match field["type"].as_str() {
        Some("string") => "text".to_owned(),
        Some("integer" | "number") => "number".to_owned(),
        Some("boolean") => "yes or no".to_owned(),
        Some("array") => format!("list: {}", sort(schema, &field["items"])),
        _ => "object".to_owned(),
    }
}

/// The fields of an object of the schema, as a section with a table.
fn fields(schema: &Value, name: &str, object: &Value) -> String {
    let text = |value: &Value| cell(value.as_str().unwrap_or_default());
    let required = object["required"].as_array().cloned().unwrap_or_default();
    let mut fields: Vec<(&String, &Value)> = object["properties"]
        .as_object()
        .into_iter()
        .flatten()
        .collect();
    fields.sort_by_key(|(field, _)| !required.contains(&Value::from(field.as_str())));
    let rows = fields.into_iter().map(|(field, value)| {
        let mark = if required.contains(&Value::from(field.as_str())) {
            " (needed)"
        } else {
            ""
        };
        let means = match text(&value["description"]) {
            own if !own.is_empty() => own,
            _ => {
                let name = value["$ref"].as_str().unwrap_or_default();
                text(&schema["$defs"][name.trim_start_matches("#/$defs/")]["description"])
            }
        };
        vec![format!("`{field}`{mark}"), sort(schema, value), means]
    });
    let table = table(&["field", "holds", "means"], rows);
    format!(
        "\n\n### {name}\n\n{}{}",
        text(&object["description"]),
        table.trim_end()
    )
}

#[test]
fn the_fields_of_a_dataset_are_those_of_the_schema() {
    // Records and what stands in them come first, then the rest.
    const FIRST: [&str; 8] = [
        "meeting",
        "participant",
        "meetingTopic",
        "person",
        "role",
        "topic",
        "organisation",
        "agreement",
    ];
    let schema: Value = serde_json::from_str(&read("assets/dataset.schema.json")).expect("JSON");
    let mut sections = fields(&schema, "dataset", &schema);
    let definitions = schema["$defs"].as_object().expect("definitions").iter();
    let mut definitions: Vec<(&String, &Value)> = definitions.collect();
    definitions.sort_by_key(|(name, _)| {
        FIRST
            .iter()
            .position(|first| first == name)
            .unwrap_or(FIRST.len())
    });
    for (name, definition) in definitions {
        // One that may be written shorter tells its fields in the longer way.
        let ways = definition["anyOf"].as_array().into_iter().flatten();
        let longest = ways
            .chain([definition])
            .find(|way| way["properties"].is_object());
        if let Some(object) = longest {
            let mut object = object.clone();
            if object["description"].is_null() {
                object["description"] = definition["description"].clone();
            }
            sections.push_str(&fields(&schema, name, &object));
        }
    }
    keep(FORMAT, "schema", &(sections + "\n\n"));
}

#[test]
fn the_floors_are_those_that_are_held() {
    let rows = FLOORS.iter().rev().map(|floor| {
        let below = floor.below.iter().map(|module| format!("`{module}`"));
        let below: Vec<String> = below.collect();
        let path = format!("src/{}.rs", floor.module);
        let what = cell(&first_sentence(&read(&path)));
        vec![format!("`{}`", floor.module), what, below.join(" ")]
    });
    keep(
        ARCHITECTURE,
        "floors",
        &table(&["module", "what it is", "uses"], rows),
    );
}

#[test]
fn the_map_is_what_the_files_say_of_themselves() {
    let mut map = String::from("\n\n| file | what it is |\n| --- | --- |\n");
    for module in children(Path::new("src")) {
        map.push_str(&row(&module, &[]));
        for file in children(&module.with_extension("")) {
            map.push_str(&row(&file, &children(&file.with_extension(""))));
        }
    }
    map.push('\n');
    keep(ARCHITECTURE, "map", &map);
}

/// The row of a file, with the names of those below it.
fn row(file: &Path, below: &[PathBuf]) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    let sentence = first_sentence(&read(&path)).replace('|', "\\|");
    let below: Vec<String> = below
        .iter()
        .map(|file| format!("`{}`", stem(file)))
        .collect();
    let colon = if below.is_empty() { "" } else { "; below it: " };
    format!("| `{path}` | {sentence}{colon}{} |\n", below.join(" "))
}

fn stem(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// The source files in a folder; none if there is no such folder.
fn children(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten();
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let paths = names.map(|name| folder.join(name));
    let mut files: Vec<PathBuf> = { paths }
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect();
    files.sort();
    files
}

/// The first sentence of the words on top of a file, without its full stop.
fn first_sentence(source: &str) -> String {
    let words = source
        .lines()
        .map_while(|line| line.strip_prefix("//! "))
        .collect::<Vec<&str>>()
        .join(" ");
    let sentence = words.split(". ").next().unwrap_or_default();
    sentence.trim_end_matches('.').to_owned()
}

#[test]
#[cfg_attr(not(target_os = "linux"), ignore = "the document counts for Linux")]
fn the_number_of_crates_is_the_true_one() {
    let tree = cargo(&[
        "tree", "-e", "normal", "--prefix", "none", "--format", "{p}",
    ]);
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.split(" (").next().unwrap_or(line))
        .filter(|line| !line.is_empty() && !line.starts_with("sommet "))
        .collect();
    keep(ARCHITECTURE, "crates", &crates.len().to_string());
}

#[test]
fn every_direct_dependency_is_told_with_its_purpose() {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata: Value = serde_json::from_str(&metadata).expect("JSON");
    let dependencies = metadata["packages"][0]["dependencies"].as_array();
    let used: BTreeSet<&str> = dependencies
        .expect("dependencies")
        .iter()
        .filter(|dependency| dependency["kind"].is_null())
        .filter_map(|dependency| dependency["name"].as_str())
        .collect();
    let text = read(ARCHITECTURE);
    let rows = part(&text, "dependencies").1.lines().filter_map(|line| {
        let names = line.strip_prefix("| `")?.split(" | ").next()?;
        Some(
            names
                .split('`')
                .filter(|name| !name.trim_matches([',', ' ']).is_empty()),
        )
    });
    let told: BTreeSet<&str> = rows.flatten().collect();
    assert_eq!(told, used);
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    for (path, looks, steps) in PICTURES {
        let mut arguments = vec!["shot", "--format", "svg"];
        arguments.extend(looks);
        for (keys, caption) in steps {
            arguments.extend(["--keys", keys]);
            if !caption.is_empty() {
                arguments.extend(["--caption", caption]);
            }
        }
        let drawn = printed(&arguments);
        assert!(drawn.len() <= LARGEST, "{path}: {} bytes", drawn.len());
        let stored = fs::read_to_string(root().join(path)).unwrap_or_default();
        if stored != drawn {
            assert!(updating(), "{path} is out of date; .ci/renew draws it anew");
            write(path, &drawn);
        }
    }
    let text = read(README);
    let shown: BTreeSet<&str> = targets(&text).filter(is_picture).collect();
    let kept: BTreeSet<&str> = PICTURES.iter().map(|(path, ..)| *path).collect();
    assert_eq!(shown, kept, "the README shows each picture that is kept");
    let folder = fs::read_dir(root().join("assets/screenshots")).expect("a folder");
    assert_eq!(
        folder.count(),
        kept.len(),
        "assets/screenshots/ has no other"
    );
}

// What is named.

/// The dataset that the README shows.
fn example() -> String {
    let text = read(README);
    let block = part(&text, "example").1;
    let json = block.split("```json").nth(1).expect("a block of JSON");
    let json = json.split("```").next().unwrap_or_default();
    json.trim().to_owned()
}

#[test]
fn the_example_loads_without_a_flaw() {
    let json = example();
    assert_eq!(json.lines().count(), 10);
    let dataset = load_text(json).expect("a dataset");
    assert!(dataset.problems().is_empty(), "{:?}", dataset.problems());
    let meetings: Vec<_> = dataset.all(Kind::Meeting).collect();
    assert_eq!(meetings.len(), 2);
    let ada = dataset.find(Kind::Person, "ada").expect("ada");
    assert_eq!(dataset.meetings_of(ada).len(), 2);
}

#[test]
fn flaws_are_told_as_shown() {
    let mut dataset: Value = serde_json::from_str(&example()).expect("JSON");
    dataset["meetings"][0]["topics"][0] = "dredgin".into();
    dataset["meetings"][0]["colour"] = "red".into();
    let folder = TempDir::new().expect("a folder");
    let text = serde_json::to_string(&dataset).expect("JSON");
    fs::write(folder.path().join("my-meetings.json"), text).expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(["check", "my-meetings.json"])
        .current_dir(folder.path())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(told.lines().count(), 3, "{told}");
    keep(FORMAT, "flaws", &format!("\n\n```text\n{told}```\n\n"));
}

#[test]
fn every_query_that_is_shown_is_understood() {
    let text = read(QUERY);
    let block = part(&text, "queries").1;
    let lines = block
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with("```"));
    let mut count = 0;
    for line in lines {
        // Queries stand in a column of this width, some beside another; what they ask for stands behind it.
        let queries: String = line.chars().take(35).collect();
        let queries = if line.contains("  ") {
            queries
        } else {
            line.to_owned()
        };
        for query in queries
            .split("   ")
            .filter(|query| !query.trim().is_empty())
        {
            count += 1;
            let found = sommet(&["list", "meetings", "--where", query.trim()]);
            let code = found.status.code();
            assert!(code == Some(0), "{query}: {found:?}");
        }
    }
    assert!(count > 9, "{count}");
}

#[test]
fn the_example_is_what_the_schema_asks_for() {
    let schema: Value = serde_json::from_str(&read("assets/dataset.schema.json")).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let example: Value = serde_json::from_str(&example()).expect("JSON");
    let flaws: Vec<String> = { schema.iter_errors(&example) }
        .map(|error| error.to_string())
        .collect();
    assert!(flaws.is_empty(), "{flaws:?}");
}

#[test]
fn the_readme_is_short_and_leads_to_every_document() {
    let text = read(README);
    let lines = text.lines().count();
    assert!(lines <= LONGEST, "{lines} lines");
    let folder = fs::read_dir(root().join("docs")).expect("docs");
    let names = folder.map(|entry| entry.expect("an entry").file_name());
    let kept: BTreeSet<String> = names
        .map(|name| format!("docs/{}", name.to_string_lossy()))
        .collect();
    let linked: BTreeSet<String> = targets(&text)
        .filter(|target| target.starts_with("docs/"))
        .map(str::to_owned)
        .collect();
    assert_eq!(linked, kept);
    let listed: BTreeSet<String> = DOCUMENTS
        .iter()
        .filter(|path| path.starts_with("docs/"))
        .map(|path| (*path).to_owned())
        .collect();
    assert_eq!(listed, kept);
}

#[test]
fn every_path_that_is_named_exists() {
    let folders = ["src/", "assets/", "tests/", "docs/", "benches/", ".ci/"];
    let files = ["Cargo.toml", "Cargo.lock", "deny.toml", "CHANGELOG.md"];
    let mut count = 0;
    for document in DOCUMENTS {
        let text = read(document);
        let named = quoted(&text).into_iter();
        let named = named
            .filter(|name| files.contains(name) || folders.iter().any(|it| name.starts_with(it)))
            .filter(|name| !name.contains(['…', '*', ' ']));
        for name in named {
            count += 1;
            assert!(root().join(name).exists(), "{document} names `{name}`");
        }
        let folder = Path::new(document).parent().expect("a folder");
        let inside = |target: &&str| !target.contains("://") && !target.starts_with('#');
        for target in targets(&text)
            .filter(inside)
            .filter(|target| !is_picture(target))
        {
            count += 1;
            let path = root().join(folder).join(target);
            assert!(path.exists(), "{document} leads to {target}");
        }
    }
    assert!(count > 60, "{count}");
}

#[test]
fn every_name_stands_in_the_file_that_is_said() {
    let text = read(ARCHITECTURE);
    let outside: String = text.split("```").step_by(2).collect();
    let parts: Vec<&str> = outside.split('`').collect();
    let mut said = 0;
    for window in parts.windows(3) {
        if let [name, between, path] = window
            && between.split_whitespace().eq(["in"])
            && path.starts_with("src/")
        {
            said += 1;
            let name = name.trim_end_matches("()");
            assert!(read(path).contains(name), "`{name}` is not in {path}");
        }
    }
    assert!(said > 5, "{said}");
}

#[test]
fn every_option_that_is_named_is_known() {
    let commands = ["", "shot", "list", "export", "gaps", "settings"];
    let help: String = commands
        .iter()
        .map(|command| {
            printed(&[&[*command][usize::from(command.is_empty())..], &["--help"]].concat())
        })
        .collect();
    for document in DOCUMENTS.into_iter().filter(|path| *path != CONTRIBUTING) {
        let text = read(document);
        for quote in quoted(&text).into_iter().filter(|it| it.starts_with("--")) {
            let option = quote.split(' ').next().unwrap_or(quote);
            assert!(help.contains(option), "{document} names `{option}`");
        }
    }
}

/// The lines of the blocks of shell in a document, without remarks.
fn shell_lines(text: &str) -> Vec<&str> {
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    lines
        .map(|line| line.split("  #").next().unwrap_or(line).trim())
        .collect()
}

#[test]
fn every_command_that_is_shown_runs() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("my-meetings.json"), example()).expect("a file");
    let program = Path::new(env!("CARGO_BIN_EXE_sommet"));
    let mut places = vec![program.parent().expect("a folder").to_owned()];
    places.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let places = std::env::join_paths(places).expect("a path");
    let help = printed(&["--help"]);
    let mut count = 0;
    for document in DOCUMENTS {
        let text = read(document);
        for line in shell_lines(&text)
            .into_iter()
            .filter(|line| line.starts_with("sommet"))
        {
            count += 1;
            let first = line.split(' ').nth(1).unwrap_or_default();
            let opens = !help.contains(&format!("\n  {first} ")) || first.is_empty();
            // Without a terminal the screen is looked at by a picture of it.
            let line = if opens {
                line.replacen("sommet", "sommet shot", 1)
            } else {
                line.to_owned()
            };
            let output = Command::new("sh")
                .args(["-c", &line])
                .env("PATH", &places)
                .current_dir(folder.path())
                .output()
                .expect("a shell");
            assert!(output.status.success(), "{document}: {line}: {output:?}");
        }
    }
    assert!(count > 25, "{count}");
}

#[test]
fn exit_codes_are_as_told() {
    let exits: [(&str, &[&str]); 4] = [
        ("0", &["--version"]),
        ("2", &["--no-such-option"]),
        ("3", &["shot", "README.md"]),
        ("4", &["shot", "no-such-file.json"]),
    ];
    let text = read(QUERY);
    for (code, arguments) in exits {
        assert!(text.contains(&format!("| {code} | ")), "{code} is told");
        let output = sommet(arguments);
        let found = output.status.code().map(|code| code.to_string());
        assert_eq!(found.as_deref(), Some(code), "{arguments:?}");
    }
}
