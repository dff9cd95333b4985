//! The README tells the truth: what is generated in it is what the program says now, and what it names exists.
//!
//! `SOMMET_UPDATE=1 cargo test --test readme` writes the generated parts (the key table, the map of the
//! code, the number of crates, the pictures) anew instead of failing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use sommet::browse::query::Field;
use sommet::data::{Kind, load_text};
use sommet::export::{COLUMNS, Format};
use sommet::keymap::Keymap;

/// The pictures: the file, and what `sommet shot` is asked for.
const PICTURES: [(&str, &[&str]); 2] = [
    (
        "assets/screenshots/start.svg",
        &["--size", "120x36", "--keys", "/soren<Enter>"],
    ),
    (
        "assets/screenshots/topic.svg",
        &["--size", "80x24", "--keys", "/climate<Enter>"],
    ),
];

/// Only one test at a time writes the README.
static WRITING: Mutex<()> = Mutex::new(());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn readme() -> String {
    read("README.md")
}

fn write(path: &str, text: &str) {
    fs::write(root().join(path), text).unwrap_or_else(|error| panic!("{path}: {error}"));
}

/// Whether the generated parts are to be written anew.
fn updating() -> bool {
    std::env::var_os("SOMMET_UPDATE").is_some_and(|value| !value.is_empty())
}

/// What stands before, between and after the markers of a part of the README.
fn part<'t>(text: &'t str, name: &str) -> (&'t str, &'t str, &'t str) {
    let (open, close) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let start = text.find(&open).map(|at| at + open.len());
    let start = start.unwrap_or_else(|| panic!("README.md has no {open}"));
    let (before, rest) = text.split_at(start);
    let end = rest.find(&close);
    let (part, after) = rest.split_at(end.unwrap_or_else(|| panic!("README.md has no {close}")));
    (before, part, after)
}

/// A generated part is as it is made now; otherwise it is written anew, or the test fails.
fn keep(name: &str, fresh: &str) {
    let _alone = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let text = readme();
    let (before, part, after) = part(&text, name);
    if part == fresh {
        return;
    }
    assert!(
        updating(),
        "README.md: the part `{name}` is out of date; SOMMET_UPDATE=1 writes it anew"
    );
    write("README.md", &format!("{before}{fresh}{after}"));
}

fn sommet(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(arguments)
        .env_remove("NO_COLOR")
        .current_dir(root())
        .output()
        .expect("the program runs")
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

#[test]
fn the_formats_of_exports_are_those_of_the_program() {
    let mut table = "\n\n| `--format` | gives |\n| --- | --- |\n".to_owned();
    for format in Format::ALL {
        let (name, help) = (format.name(), format.help());
        table.extend(["| `", name, "` | ", help, " |\n"]);
    }
    table.push_str("| `svg`, `text` | the screen as shown |\n\n");
    keep("exports", &table);
    let mut table = "\n\n| column | holds |\n| --- | --- |\n".to_owned();
    for (name, help) in COLUMNS {
        table.extend(["| `", name, "` | ", help, " |\n"]);
    }
    table.push('\n');
    keep("columns", &table);
}

#[test]
fn the_key_table_is_the_live_one() {
    let keymap = Keymap::built_in().expect("sound");
    keep("keys", &format!("\n\n{}\n", keymap.as_markdown()));
}

#[test]
fn the_fields_are_those_of_the_language() {
    let mut table = String::from("\n\n| field | short | asks for |\n| --- | --- | --- |\n");
    for field in Field::ALL {
        let letter = match field.letter() {
            "" => String::new(),
            letter => format!("`{letter}:`"),
        };
        let (name, help) = (field.name(), field.help());
        table.extend(["| `", name, ":` | ", &letter, " | ", help, " |\n"]);
    }
    table.push('\n');
    keep("fields", &table);
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
    keep("map", &map);
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
#[cfg_attr(not(target_os = "linux"), ignore = "the README counts for Linux")]
fn the_number_of_crates_is_the_true_one() {
    let tree = cargo(&[
        "tree", "-e", "normal", "--prefix", "none", "--format", "{p}",
    ]);
    let crates: BTreeSet<&str> = tree
        .lines()
        .map(|line| line.split(" (").next().unwrap_or(line))
        .filter(|line| !line.is_empty() && !line.starts_with("sommet "))
        .collect();
    keep("crates", &crates.len().to_string());
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
    let text = readme();
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
    for (path, keys) in PICTURES {
        let mut arguments = vec!["shot", "--format", "svg"];
        arguments.extend(keys);
        let drawn = sommet(&arguments);
        assert!(drawn.status.success(), "{path}: {drawn:?}");
        let drawn = String::from_utf8(drawn.stdout).expect("UTF-8");
        let stored = fs::read_to_string(root().join(path)).unwrap_or_default();
        if stored != drawn {
            assert!(
                updating(),
                "{path} is out of date; SOMMET_UPDATE=1 draws it anew"
            );
            write(path, &drawn);
        }
    }
    let text = readme();
    let shown: BTreeSet<&str> = targets(&text).filter(is_picture).collect();
    let kept: BTreeSet<&str> = PICTURES.iter().map(|(path, _)| *path).collect();
    assert_eq!(shown, kept, "the README shows each picture that is kept");
    let folder = fs::read_dir(root().join("assets/screenshots")).expect("a folder");
    assert_eq!(
        folder.count(),
        kept.len(),
        "assets/screenshots/ has no other"
    );
}

/// The dataset that the README shows.
fn example() -> String {
    let text = readme();
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
fn every_path_that_is_named_exists() {
    let text = readme();
    let folders = ["src/", "assets/", "tests/", ".ci/"];
    let files = ["Cargo.toml", "Cargo.lock", "deny.toml", "CHANGELOG.md"];
    let named: Vec<&str> = quoted(&text)
        .into_iter()
        .chain(targets(&text).filter(|name| !is_picture(name)))
        .filter(|name| files.contains(name) || folders.iter().any(|it| name.starts_with(it)))
        .filter(|name| !name.contains(['…', '*', ' ']))
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for name in named {
        assert!(root().join(name).exists(), "README.md names `{name}`");
    }
}

#[test]
fn every_name_stands_in_the_file_that_is_said() {
    let text = readme();
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
    let help = [
        sommet(&["--help"]),
        sommet(&["shot", "--help"]),
        sommet(&["list", "--help"]),
        sommet(&["export", "--help"]),
    ];
    let help: String = help
        .iter()
        .map(|output| String::from_utf8_lossy(&output.stdout))
        .collect();
    let text = readme();
    for quote in quoted(&text).into_iter().filter(|it| it.starts_with("--")) {
        let option = quote.split(' ').next().unwrap_or(quote);
        assert!(help.contains(option), "README.md names `{option}`");
    }
}

#[test]
fn exit_codes_are_as_told() {
    let exits: [(&str, &[&str]); 4] = [
        ("0", &["--version"]),
        ("2", &["--no-such-option"]),
        ("3", &["shot", "README.md"]),
        ("4", &["shot", "no-such-file.json"]),
    ];
    let text = readme();
    for (code, arguments) in exits {
        assert!(text.contains(&format!("| {code} | ")), "{code} is told");
        let output = sommet(arguments);
        let found = output.status.code().map(|code| code.to_string());
        assert_eq!(found.as_deref(), Some(code), "{arguments:?}");
    }
}
