//! How the house is built: arrows between files point down, and no file leads back to itself. What is looked at is what
//! `cargo run --example house` prints.

use std::path::Path;

#[path = "../../examples/house/arrows.rs"]
mod arrows;
#[path = "../../examples/house/floors.rs"]
pub mod floors;
#[path = "../../examples/house/source.rs"]
mod source;

use self::arrows::{arrows, circles, ties};
use self::floors::FLOORS;
use self::source::{Source, parse, read};

/// No function is longer, in lines; nor are 95 of 100, nor half of them.
const LONGEST: [(usize, usize); 3] = [(100, 80), (95, 32), (50, 8)];

/// Of the names of types no more than so many in a hundred are used twice.
const TWICE: usize = 16;

fn sources() -> Vec<Source> {
    let sources = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(sources.len() > 100, "the files are found");
    sources
}

#[test]
fn no_circle_between_files() {
    let sources = sources();
    let arrows = arrows(&sources);
    let circles = circles(sources.len(), &arrows);
    let ties: Vec<String> = circles
        .iter()
        .flat_map(|it| ties(it, &arrows, &sources))
        .collect();
    assert!(
        circles.is_empty(),
        "{} circles:\n{}",
        circles.len(),
        ties.join("\n")
    );
}

#[test]
fn arrows_point_down() {
    let sources = sources();
    let floor = |nth: usize| sources[nth].module.first().cloned().unwrap_or_default();
    for arrow in arrows(&sources) {
        let (from, to) = (floor(arrow.from), floor(arrow.to));
        if from.is_empty() || from == to {
            continue;
        }
        let row = FLOORS.iter().find(|it| it.module == from);
        let row = row.unwrap_or_else(|| panic!("{from}: give it a row in FLOORS"));
        let shown = ties(
            &[arrow.from, arrow.to],
            std::slice::from_ref(&arrow),
            &sources,
        );
        let line = arrow.named.first().map_or(0, |(_, line)| *line);
        assert!(
            row.below.contains(&to.as_str()),
            "{} (line {line}): against FLOORS",
            shown.concat()
        );
    }
}

#[test]
fn functions_are_short() {
    let sources = sources();
    let functions = sources
        .iter()
        .flat_map(|it| it.functions.iter().map(move |of| (of, &it.path)));
    let mut lengths: Vec<(usize, String)> = functions
        .map(|((lines, name), path)| (*lines, format!("{path}: {name}")))
        .collect();
    lengths.sort_unstable();
    for (percent, most) in LONGEST {
        let (lines, name) = &lengths[(lengths.len() - 1) * percent / 100];
        assert!(*lines <= most, "{percent} %: {lines} lines, as in {name}");
    }
}

#[test]
fn names_of_types_say_which_is_meant() {
    let sources = sources();
    let mut names: Vec<&String> = sources.iter().flat_map(|it| &it.types).collect();
    names.sort_unstable();
    let same = names.chunk_by(|one, other| one == other);
    let (count, twice) = same.fold((0, Vec::new()), |(count, mut twice), names| {
        twice.extend((names.len() > 1).then(|| names[0].as_str()));
        (count + 1, twice)
    });
    assert!(
        100 * twice.len() <= TWICE * count,
        "{} of {count}: {}",
        twice.len(),
        twice.join(" ")
    );
}

/// The arrows of a few files that are given as text, each `from → to`.
fn drawn(files: &[(&str, &str)]) -> Vec<String> {
    let module = |path: &str| {
        if path == "src/lib.rs" {
            Vec::new()
        } else {
            let path = path.trim_start_matches("src/").trim_end_matches(".rs");
            path.split('/').map(str::to_owned).collect()
        }
    };
    let sources: Vec<Source> = files
        .iter()
        .map(|(path, text)| parse(path, module(path), text))
        .collect();
    let arrows = arrows(&sources);
    let shown = arrows.iter().map(|it| {
        let name = |nth: usize| sources[nth].module.join("/");
        format!("{} → {}", name(it.from), name(it.to))
    });
    let mut shown: Vec<String> = shown.collect();
    shown.extend(
        circles(sources.len(), &arrows)
            .iter()
            .map(|it| format!("circle of {}", it.len())),
    );
    shown
}

const LIB: (&str, &str) = ("src/lib.rs", "mod a; mod b;");

#[test]
fn a_name_that_is_passed_on_leads_to_where_it_is_defined() {
    let files = [
        LIB,
        (
            "src/a.rs",
            "pub mod x; mod y; pub use x::Thing; pub struct Own;",
        ),
        ("src/a/x.rs", "pub struct Thing;"),
        (
            "src/a/y.rs",
            "use super::{Own, Thing}; fn f(_: Own, _: Thing) {}",
        ),
        ("src/b.rs", "fn f(_: crate::a::Thing) {}"),
    ];
    let expected = [" → a", " → b", "a → a/x", "a → a/y", "a/y → a/x", "b → a/x"];
    assert_eq!(
        drawn(&files),
        expected,
        "y uses what its parent defines: no arrow"
    );
}

#[test]
fn globs_aliases_and_macros_are_seen() {
    let files = [
        LIB,
        ("src/a.rs", "pub enum Kind { One } pub fn word() {}"),
        (
            "src/b.rs",
            "use crate::a as other; fn f() { println!(\"{:?}\", other::word()); }",
        ),
    ];
    assert!(drawn(&files).contains(&"b → a".to_owned()));
    let files = [
        LIB,
        ("src/a.rs", "pub fn word() {}"),
        ("src/b.rs", "use super::a::*; fn f() { word() }"),
    ];
    assert!(drawn(&files).contains(&"b → a".to_owned()));
    let files = [
        LIB,
        ("src/a.rs", ""),
        ("src/b.rs", "fn f() { vec![crate::a::word()]; }"),
    ];
    assert!(drawn(&files).contains(&"b → a".to_owned()));
}

#[test]
fn a_circle_through_a_third_file_is_found_and_tests_are_left_out() {
    let circle = [
        ("src/lib.rs", "mod a; mod b; mod c;"),
        ("src/a.rs", "use crate::b::B; pub struct A(B);"),
        ("src/b.rs", "use crate::c::C; pub struct B(C);"),
        ("src/c.rs", "pub struct C; fn f(_: &super::a::A) {}"),
    ];
    assert_eq!(
        drawn(&circle).last().map(String::as_str),
        Some("circle of 3")
    );
    let mut apart = circle;
    apart[3].1 = "pub struct C; #[cfg(test)] mod tests { fn f(_: &crate::a::A) {} }";
    assert!(!drawn(&apart).iter().any(|it| it.starts_with("circle")));
}
