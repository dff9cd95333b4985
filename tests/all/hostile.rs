//! Text that wants to do something: whatever stands in a dataset, the bytes that leave the program are
//! letters, and the sequences that the program itself draws with.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;

use crate::support::pty::Terminal;
use crate::support::{Journey, all_records};
use serde_json::Value;
use sommet::app::Effect;
use sommet::data::load_text;
use sommet::theme::Glyphs;

/// Sequences of every sort, controls of both sets, what reorders, what hides, what breaks lines.
const PAYLOAD: &str = "\u{1b}[31m\u{1b}]52;c;aGk=\u{7}\u{1b}]8;;http://x\u{1b}\\\u{1b}]0;t\u{7}\u{1b}P+q\u{1b}\\\
    \u{1b}c\u{9b}31m\u{9d}0;t\u{9c}\u{90}x\u{9c}\u{7f}\r\u{8}\0\u{b}\u{c}\u{e}\u{202e}\u{2066}\u{200e}\u{61c}\
    \u{200b}\u{2060}\u{feff}\u{ad}\u{3164}\u{e0041}\u{e0100}\u{fff9}\u{2028}\u{85}\t\n\u{301}";

const FULL: &str = include_str!("../fixtures/full.json");

/// The payload behind every string and in every object, names of fields too; ids stay equal to those that
/// name them.
fn poisoned(value: &Value) -> Value {
    match value {
        Value::String(text) if text == "sommet/1" => value.clone(),
        Value::String(text) => Value::String(format!("{text}{PAYLOAD}")),
        Value::Array(items) => items.iter().map(poisoned).collect(),
        Value::Object(members) => {
            let unknown = (format!("x{PAYLOAD}"), Value::from(PAYLOAD));
            let members = members.iter();
            let members = members.map(|(name, value)| (name.clone(), poisoned(value)));
            Value::Object(members.chain([unknown]).collect())
        }
        other => other.clone(),
    }
}

/// The same in texts alone, so that dates and references hold.
fn poisoned_texts(value: &Value) -> Value {
    const TEXTS: [&str; 7] = ["title", "name", "short", "summary", "text", "note", "role"];
    match value {
        Value::Array(items) => items.iter().map(poisoned_texts).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| match value {
                Value::String(text) if TEXTS.contains(&name.as_str()) => {
                    (name.clone(), Value::from(format!("{text}{PAYLOAD}")))
                }
                _ => (name.clone(), poisoned_texts(value)),
            })
            .collect(),
        other => other.clone(),
    }
}

/// Two files: poison everywhere, and poison in texts.
static FILES: LazyLock<[PathBuf; 2]> = LazyLock::new(|| {
    let full: Value = serde_json::from_str(FULL).expect("the fixture is JSON");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    [("all", poisoned(&full)), ("texts", poisoned_texts(&full))].map(|(name, value)| {
        let path = folder.join(format!("hostile-{name}-{}.json", std::process::id()));
        fs::write(&path, value.to_string()).expect("a file");
        path
    })
});

/// Whether a character may leave the program inside a text.
fn is_harmless(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{ad}' | '\u{3164}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[track_caller]
fn assert_harmless(text: &str, controls: &[char], what: &str) {
    for (at, c) in text.char_indices() {
        let around: String = text
            .get(at..)
            .unwrap_or_default()
            .chars()
            .take(30)
            .collect();
        assert!(
            is_harmless(c) || controls.contains(&c),
            "{what}: {c:?} in {around:?}"
        );
    }
}

/// The text that a terminal is sent, without the sequences that the program draws with.
#[track_caller]
fn without_drawing(written: &str) -> String {
    let mut text = String::new();
    let mut rest = written;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        text += before;
        let after = after
            .strip_prefix('[')
            .unwrap_or_else(|| panic!("ESC {after:.20?}"));
        let end = after
            .find(|c: char| c.is_ascii_alphabetic())
            .expect("a last letter");
        let (parameters, more) = after.split_at(end);
        let last = more.chars().next().expect("a last letter");
        let plain = parameters
            .chars()
            .all(|c| c.is_ascii_digit() || ";?".contains(c));
        assert!(
            plain && "mHJKhl".contains(last),
            "ESC [ {parameters} {last}"
        );
        rest = more.get(1..).unwrap_or_default();
    }
    // What gives the terminal back begins with CAN.
    (text + rest).replace('\u{18}', "")
}

#[test]
fn nothing_of_it_reaches_a_terminal() {
    for file in &*FILES {
        let mut terminal = Terminal::start(&[file.to_str().expect("a plain path")]);
        terminal.wait_until("a frame", |screen| screen.contents().contains("Timeline"));
        for keys in [
            "jjj\r", "jj\r", "gp", "G\r", "?", "\x1b", "F", "\x1b", "/a", "\r", "gd", "yi", "m",
            "o",
        ] {
            terminal.type_keys(keys.as_bytes());
        }
        terminal.type_keys(b"/q");
        terminal.type_keys(b"\x03");
        assert_eq!(terminal.end().code(), Some(0));
        let written = terminal.written_text();
        // What was copied was asked for, and is one sequence with the text in base64.
        let mut parts = written.split("\u{1b}]52;c;");
        let mut rest = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (copied, after) = part.split_once(['\u{7}', '\u{1b}']).expect("an end");
            let base64 = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
            assert!(copied.chars().all(base64), "{copied}");
            rest += after.strip_prefix('\\').unwrap_or(after);
        }
        let text = without_drawing(&rest);
        assert_harmless(&text, &[], "the terminal");
        assert!(text.contains('␛'), "it is shown, not swallowed");
    }
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(arguments)
        .env("LANG", "C.UTF-8")
        .output()
        .expect("the program runs")
}

#[test]
fn nothing_of_it_reaches_a_pipe() {
    let commands: [&[&str]; 8] = [
        &["find", "a"],
        &["list", "people"],
        &["list", "meetings"],
        &["timeline"],
        &["count", "--by", "person"],
        &["show", "person/ada"],
        &["related", "person/ada"],
        &["check"],
    ];
    let mut told = 0;
    for file in &*FILES {
        for command in commands {
            for format in ["text", "plain", "json", "jsonl", "csv", "md"] {
                let mut arguments = command.to_vec();
                arguments.extend([
                    "--data",
                    file.to_str().expect("a plain path"),
                    "--format",
                    format,
                ]);
                let output = run(&arguments);
                let what = format!("{arguments:?}");
                let controls: &[char] = match format {
                    "plain" => &['\n', '\t'],
                    "csv" => &['\n', '\r'],
                    _ => &['\n'],
                };
                let out = String::from_utf8(output.stdout).expect(&what);
                let errors = String::from_utf8(output.stderr).expect(&what);
                assert_harmless(&out, controls, &what);
                assert_harmless(&errors, &['\n'], &what);
                // In JSON a control may be told by its number, but never stands there itself.
                told += usize::from(out.contains('␛') || out.contains("\\u001b"));
            }
        }
    }
    assert!(told > 40, "{told} outputs show it");
}

#[test]
fn nothing_of_it_reaches_an_export() {
    let formats = [
        "markdown", "csv", "json", "ics", "bibtex", "csl-json", "graphml", "svg", "text",
    ];
    let studies: [&[&str]; 4] = [
        &["strands"],
        &["evidence", "meeting/talks-1"],
        &["compare", "person/ada", "person/ben"],
        &["person/ada"],
    ];
    let mut told = 0;
    for file in &*FILES {
        let data = ["--data", file.to_str().expect("a plain path")];
        let everything = formats.map(|format| (&[][..], format));
        let of_studies = studies
            .iter()
            .flat_map(|study| ["markdown", "csv", "json"].map(|format| (*study, format)));
        for (study, format) in everything.into_iter().chain(of_studies) {
            let mut arguments = vec!["export"];
            arguments.extend(study);
            arguments.extend(data);
            arguments.extend(["--format", format]);
            let output = run(&arguments);
            let what = format!("{arguments:?}");
            let out = String::from_utf8(output.stdout).expect(&what);
            let errors = String::from_utf8(output.stderr).expect(&what);
            let controls: &[char] = match format {
                "csv" | "ics" => &['\n', '\r'],
                _ => &['\n'],
            };
            assert_harmless(&out, controls, &what);
            assert_harmless(&errors, &['\n'], &what);
            if format == "csv" {
                let mut table = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(out.as_bytes());
                for row in table.records() {
                    for cell in &row.expect("a row") {
                        let first = cell.trim_start().chars().next();
                        assert!(
                            !first.is_some_and(|c| "=+-@\t\r".contains(c)),
                            "{what}: {cell}"
                        );
                    }
                }
            }
            told += usize::from(out.contains('␛') || out.contains("\\u001b"));
        }
    }
    assert!(told > 20, "{told} exports show it");
}

#[test]
fn nothing_of_it_is_copied_or_opened() {
    for file in &*FILES {
        let text = fs::read_to_string(file).expect("the file");
        let dataset = load_text(text).expect("a dataset");
        let mut journey = Journey::with(dataset, "120x36", &Glyphs::UNICODE);
        let mut copied = 0;
        for id in all_records(journey.dataset()) {
            journey.app.start_at(id);
            for keys in ["yi", "yl", "yc", "o"] {
                let effect = journey.press(keys);
                if let Some(Effect::Copy(text) | Effect::OpenAddress(text)) = effect {
                    copied += 1;
                    assert_harmless(&text, &[], keys);
                }
            }
        }
        assert!(copied > 20, "{copied}");
    }
}

#[test]
fn arguments_are_told_without_harm() {
    let poison = format!("x{}", PAYLOAD.replace('\0', ""));
    let arguments: [&[&str]; 8] = [
        &[&poison],
        &["--open", &poison],
        &["--where", &poison],
        &["find", &poison],
        &["show", &poison],
        &["list", &poison],
        &["--theme", &poison],
        &["--keymap", &poison],
    ];
    for arguments in arguments {
        let output = run(arguments);
        for bytes in [output.stdout, output.stderr] {
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert_harmless(&text, &['\n'], &format!("{arguments:?}"));
        }
    }
}

#[test]
fn joiners_pass_where_they_shape_and_are_marked_elsewhere() {
    let legal = [
        "👩\u{200d}💻",
        "क्\u{200d}ष",
        "می\u{200c}خواهم",
        "ಕ್\u{200d}ಷ",
    ];
    for name in legal {
        let json =
            format!(r#"{{"format":"sommet/1","people":[{{"id":"a","name":"{name} end"}}]}}"#);
        let journey = Journey::of(&json, "80x24");
        // Compared without blanks: a wide sign takes two columns.
        let screen: String = journey.screen().split_whitespace().collect();
        let wanted: String = format!("{name} end").split_whitespace().collect();
        assert!(screen.contains(&wanted), "{name:?}: {}", journey.screen());
    }
    for name in [
        "a\u{200d}b",
        "a\u{200c}b",
        "\u{200d}",
        "é\u{200d}👩",
        "7\u{200c}8",
    ] {
        let json =
            format!(r#"{{"format":"sommet/1","people":[{{"id":"a","name":"{name} end"}}]}}"#);
        let journey = Journey::of(&json, "80x24");
        assert!(
            !journey.screen().contains(['\u{200c}', '\u{200d}']),
            "{name:?}"
        );
        assert!(journey.screen().contains("end"), "{}", journey.screen());
    }
}
