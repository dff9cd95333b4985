//! What the program is made of: whose code, under which licence, and which module may know which other.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::house::floors::FLOORS;

/// Licences under which code may be used here: permissive ones alone.
const LICENCES: [&str; 10] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Zlib",
    "ISC",
    "0BSD",
    "Unicode-3.0",
    "Unicode-DFS-2016",
];

/// Where the code of others may come from.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// No file holds more lines of code than this; comments, blank lines and tests are not counted.
const LONGEST: usize = 500;

/// The file with unsafe code is no longer than this.
const SMALL: usize = 90;

/// The one kind of place where a file with unsafe code may stand, if it says so on top.
const UNSAFE: &str = "src/terminal/";

/// Crates that are known in one place alone.
const SEAMS: [(&str, &str); 7] = [
    ("flate2", "src/data/load/unpack.rs"),
    ("fuzzy_matcher", "src/search/fuzzy.rs"),
    ("libc", "src/terminal/fatal.rs"),
    ("open", "src/terminal/browser.rs"),
    ("quick_xml", "src/export/graph.rs"),
    ("ruzstd", "src/data/load/unpack.rs"),
    ("time", "src/data/model/date.rs"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A source file: its path from the root, and its lines of code without comments and tests.
struct Source {
    path: String,
    code: String,
}

impl Source {
    fn read(path: &Path) -> Self {
        let relative = path.strip_prefix(root()).expect("below the root");
        let path = relative.to_string_lossy().replace('\\', "/");
        let text = read(&path);
        let lines = text
            .lines()
            .take_while(|line| !line.starts_with("#[cfg(test)]"))
            .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"));
        let code = lines.collect::<Vec<&str>>().join("\n");
        Self { path, code }
    }

    /// The module on top that it belongs to.
    fn module(&self) -> &str {
        let path = self.path.trim_start_matches("src/");
        let module = path.split('/').next().unwrap_or(path);
        module.trim_end_matches(".rs")
    }

    fn names_crate(&self, name: &str) -> bool {
        let path = format!("{name}::");
        splits(&self.code, &path)
            .any(|(before, _)| !before.ends_with(is_of_a_name) && !before.ends_with("::"))
            || self.code.contains(&format!("use {name};"))
    }
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What stands before and after each place where a text occurs.
fn splits<'t>(text: &'t str, part: &str) -> impl Iterator<Item = (&'t str, &'t str)> {
    let places: Vec<usize> = text.match_indices(part).map(|(at, _)| at).collect();
    let length = part.len();
    places
        .into_iter()
        .filter_map(move |at| Some((text.get(..at)?, text.get(at + length..)?)))
}

/// Every file under `src` that is part of the program.
fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    let tests = read("src/text.rs").contains("#[cfg(test)]\nmod hostile;");
    files
        .iter()
        .map(|path| Source::read(path))
        .filter(|source| !source.path.ends_with("/tests.rs"))
        .filter(|source| !(tests && source.path == "src/text/hostile.rs"))
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// All packages of the tree, ours included, as far as they are used on this system: those that are here once it was
/// built, so that nothing has to be downloaded. `cargo deny` looks at those of other systems.
fn packages() -> Vec<Value> {
    let about = Command::new(env!("CARGO")).arg("-vV").output();
    let about = String::from_utf8(about.expect("cargo runs").stdout).expect("UTF-8");
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.expect("a host").to_owned();
    let ask = |more: &[&str]| {
        Command::new(env!("CARGO"))
            .args(["metadata", "--format-version", "1", "--locked"])
            .args(["--filter-platform", &host])
            .args(more)
            .current_dir(root())
            .output()
            .expect("cargo runs")
    };
    let mut answer = ask(&["--offline"]);
    if !answer.status.success() {
        answer = ask(&[]);
    }
    let said = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "{said}");
    let tree: Value = serde_json::from_slice(&answer.stdout).expect("JSON");
    tree["packages"].as_array().expect("packages").clone()
}

fn text<'v>(package: &'v Value, field: &str) -> &'v str {
    package[field].as_str().unwrap_or_default()
}

/// Whether a licence expression (SPDX, or the older `A/B`) can be met by what is allowed here.
fn can_be_met(expression: &str) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ");
    let spaced = spaced.replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (met, rest) = either(&words);
    met && rest.is_empty()
}

fn either<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = both(words);
    while let [first, more @ ..] = rest
        && *first == "OR"
    {
        let (other, left) = both(more);
        (met, rest) = (met || other, left);
    }
    (met, rest)
}

fn both<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    let (mut met, mut rest) = one(words);
    while let [first, more @ ..] = rest
        && *first == "AND"
    {
        let (other, left) = one(more);
        (met, rest) = (met && other, left);
    }
    (met, rest)
}

fn one<'w>(words: &'w [&'w str]) -> (bool, &'w [&'w str]) {
    match words {
        ["(", more @ ..] => match either(more) {
            (met, [")", rest @ ..]) => (met, rest),
            (_, rest) => (false, rest),
        },
        // An exception only ever gives more leave.
        [name, "WITH", _, rest @ ..] | [name, rest @ ..] => (LICENCES.contains(name), rest),
        [] => (false, &[]),
    }
}

#[test]
fn licence_expressions_are_understood() {
    for good in [
        "MIT",
        "Apache-2.0/GPL-3.0",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "GPL-2.0 OR Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(can_be_met(good), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT", "MIT)"] {
        assert!(!can_be_met(bad), "{bad}");
    }
}

#[test]
fn every_dependency_has_a_licence_that_asks_for_no_more_than_naming_it() {
    for package in packages() {
        let (name, licence) = (text(&package, "name"), text(&package, "license"));
        assert!(can_be_met(licence), "{name}: `{licence}`");
    }
}

#[test]
fn every_dependency_comes_from_the_registry() {
    for package in packages() {
        let (name, source) = (text(&package, "name"), text(&package, "source"));
        assert!(name == "sommet" || source == REGISTRY, "{name}: `{source}`");
    }
}

#[test]
fn the_tree_is_pinned() {
    assert!(read("Cargo.lock").contains("name = \"sommet\""));
    assert!(!read(".gitignore").contains("Cargo.lock"));
}

#[test]
fn there_is_no_unsafe_code_but_where_it_is_said() {
    assert!(read("Cargo.toml").contains("unsafe_code = \"deny\""));
    let mut said = Vec::new();
    for source in sources() {
        let whole = read(&source.path);
        let together: String = whole.split_whitespace().collect();
        if source.path.starts_with(UNSAFE) && together.contains("#![expect(unsafe_code,reason=") {
            let lines = source.code.lines().count();
            assert!(lines <= SMALL, "{}: {lines} lines", source.path);
            let (blocks, reasons) = (splits(&whole, "unsafe {"), splits(&whole, "// SAFETY: "));
            assert_eq!(blocks.count(), reasons.count(), "{}: say why", source.path);
            said.push(source.path);
            continue;
        }
        let words = source.code.split(|c: char| !is_of_a_name(c));
        let found = words.into_iter().any(|word| word == "unsafe");
        assert!(!found, "{}: unsafe code", source.path);
    }
    let kept = ["src/terminal/fatal.rs", "src/terminal/memory.rs"];
    assert_eq!(said, kept, "faults and memory alone need it");
}

#[test]
fn every_file_says_what_it_is() {
    for source in sources() {
        let starts = read(&source.path).starts_with("//! ");
        assert!(starts, "{}: begin it with a line `//! …`", source.path);
    }
}

#[test]
fn no_file_is_too_long() {
    for source in sources() {
        let lines = source.code.lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines; split it", source.path);
    }
}

#[test]
fn the_floors_are_in_order() {
    for (at, floor) in FLOORS.iter().enumerate() {
        let below = FLOORS.iter().take(at).map(|floor| floor.module);
        let below: Vec<&str> = below.collect();
        for module in floor.below {
            let module_is_below = below.contains(module);
            assert!(module_is_below, "{} stands below {module}", floor.module);
        }
        let drawn = floor.crates.contains(&"ratatui") || floor.crates.contains(&"crossterm");
        let plain = [
            "text", "command", "data", "facts", "search", "query", "browse", "study", "session",
        ]
        .contains(&floor.module);
        assert!(!(drawn && plain), "{} is not to draw", floor.module);
    }
}

/// Who reads what a record says of the sources of its fields: the facts, and where the fields are declared.
#[test]
fn one_module_alone_reads_what_fields_rest_on() {
    let knows = |path: &str| {
        ["src/facts/", "src/data/"]
            .iter()
            .any(|at| path.starts_with(at))
    };
    let mut readers = 0;
    for source in sources() {
        let is_field =
            |(_, after): (&str, &str)| !after.starts_with(|c| c == '(' || is_of_a_name(c));
        let reads = splits(&source.code, ".evidence").any(is_field)
            || source.code.contains("kinds::Evidence");
        let elsewhere = reads && !knows(&source.path) && source.path != "src/export/json.rs";
        assert!(!elsewhere, "{}: read it in `facts`", source.path);
        readers += usize::from(reads && source.path.starts_with("src/facts/"));
        let swallows = source.code.replace(char::is_whitespace, "");
        let swallows = swallows.contains("body.read().unwrap_or") && knows_no_better(&source.path);
        assert!(!swallows, "{}: a failed read is no empty text", source.path);
    }
    assert!(readers > 0);
}

/// Whether a module tells or writes what records say.
fn knows_no_better(path: &str) -> bool {
    let telling = [
        "src/facts",
        "src/export",
        "src/browse/page",
        "src/study",
        "src/cli",
        "src/ui",
    ];
    telling.iter().any(|at| path.starts_with(at))
}

#[test]
fn crates_are_named_where_they_belong() {
    let packages = packages();
    let own = packages.iter().find(|it| text(it, "name") == "sommet");
    let own = own.expect("our own package")["dependencies"].clone();
    let direct = own.as_array().expect("dependencies").iter();
    let crates: Vec<String> = direct
        .filter(|dependency| dependency["kind"].is_null())
        .map(|dependency| text(dependency, "name").replace('-', "_"))
        .collect();
    let sources = sources();
    for name in &crates {
        let mut used = false;
        for source in sources.iter().filter(|source| source.names_crate(name)) {
            used = true;
            let floor = FLOORS.iter().find(|floor| floor.module == source.module());
            let known = floor.is_some_and(|floor| floor.crates.contains(&name.as_str()));
            assert!(known, "{} names the crate `{name}`", source.path);
            let seam = SEAMS.iter().find(|(seam, _)| seam == name);
            let kept = seam.is_none_or(|(_, path)| *path == source.path);
            assert!(kept, "{} names the crate `{name}`", source.path);
        }
        assert!(used, "the crate `{name}` is used nowhere");
    }
}
