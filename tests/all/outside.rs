//! What the program reads, opens and hands over outside: files that are none, addresses that are none, and
//! the clipboard of the terminal.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::pty::Terminal;
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use serde_json::json;
use sommet::data::load_text;
use sommet::query::Query;

fn folder(name: &str) -> PathBuf {
    let name = format!("{name}-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn shot(file: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    command.args(["shot", "--data"]).arg(file);
    command.output().expect("the program runs")
}

/// What is said about a file that is refused.
#[track_caller]
fn refused(file: &Path, code: i32) -> String {
    let output = shot(file);
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(
        output.status.code(),
        Some(code),
        "{}: {said}",
        file.display()
    );
    assert!(said.len() < 600 && said.lines().count() == 1, "{said}");
    said
}

#[test]
fn what_is_no_file_of_ours_is_refused_at_once() {
    let folder = folder("none");
    let utf16: Vec<u8> =
        r#"{"format":"sommet/1"}"#.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [b"\xff\xfe".as_slice(), &utf16].concat();
    let file = folder.join("utf16.json");
    fs::write(&file, with_mark).expect("a file");
    assert!(refused(&file, 3).contains("UTF-16"));
    // As large as no memory is; it has holes in the place of bytes.
    let file = folder.join("sparse.json");
    let sparse = fs::File::create(&file).expect("a file");
    sparse.set_len(100 << 30).expect("a length");
    refused(&file, 3);
    for (device, code) in [
        ("/dev/zero", 3),
        ("/dev/null", 3),
        ("/proc/self/mem", 4),
        ("/", 4),
    ] {
        refused(Path::new(device), code);
    }
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn what_is_strange_but_whole_opens() {
    let folder = folder("strange");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let many = vec!["1"; 5_000].join(",");
    let long = "x".repeat(20_000);
    for (name, text, shown) in [
        ("deep", format!(r#"{{"format":"sommet/1","x":{deep},"people":[{{"id":"a","name":"N","y":{deep}}}]}}"#), "left aside"),
        ("doubled", r#"{"format":"sommet/1","title":"one","title":"two","people":[{"id":"a","name":"N","name":"M"}]}"#.to_owned(), "problem"),
        ("numbers", format!(r#"{{"format":"sommet/1","meetings":[{{"id":"a","title":"T","ordinal":1e400}},{{"id":"b","title":"U","ordinal":{}}}]}}"#, "9".repeat(1000)), "problem"),
        ("many", format!(r#"{{"format":"sommet/1","people":[{many}]}}"#), "5000 problems"),
        ("long", format!(r#"{{"format":"sommet/1","people":[{{"id":"{long}","name":"{long}"}}]}}"#), "xxx"),
    ] {
        let file = folder.join(name).with_extension("json");
        fs::write(&file, text).expect("a file");
        let output = shot(&file);
        let screen = String::from_utf8(output.stdout).expect("UTF-8");
        let errors = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(output.status.code(), Some(0), "{name}: {errors}");
        assert!(screen.contains(shown), "{name}: {screen}");
    }
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn a_pipe_that_nobody_writes_to_can_be_left() {
    let folder = folder("pipe");
    let pipe = folder.join("pipe.json");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let mut terminal = Terminal::start(&[pipe.to_str().expect("a plain path")]);
    // Nothing tells that it waits; the key is pressed until it is heard.
    let end = Instant::now() + crate::support::pty::PATIENCE;
    while terminal.child.try_wait().expect("a child").is_none() {
        assert!(Instant::now() < end, "it never ended");
        terminal.type_keys(b"\x03");
        thread::sleep(Duration::from_millis(50));
    }
    terminal.end();
    terminal.assert_given_back();
    fs::remove_dir_all(folder).expect("it goes");
}

/// A folder with a browser that notes what it is given, and the note.
fn browser(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    let (note, program) = (folder.join("note"), folder.join("xdg-open"));
    let script = format!(
        "#!/bin/sh\nprintf '%s|' \"$#\" \"$@\" >> '{}'\necho garbage; echo garbage >&2\n",
        note.display()
    );
    fs::write(&program, script).expect("a file");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("a mode");
    (folder, note)
}

/// Presses `o` on a source with that address, in front of that browser.
fn press_o(address: &str, folder: &Path, told: &str) -> String {
    let file = folder.join("data.json");
    let data =
        json!({"format": "sommet/1", "sources": [{"id": "s", "title": "S", "url": address}]});
    fs::write(&file, data.to_string()).expect("a file");
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let file = file.to_str().expect("a plain path").to_owned();
    let mut terminal = Terminal::start_with(&[&file, "--open", "source/s"], |command| {
        command.env("PATH", path).env("DISPLAY", ":0")
    });
    terminal.wait_for("Source");
    terminal.type_keys(b"o");
    terminal.wait_for(told);
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    let written = terminal.written_text();
    assert!(
        !written.contains("garbage"),
        "what a browser says is not shown"
    );
    written
}

#[test]
fn a_web_address_is_given_to_the_browser_as_one_argument() {
    let (folder, note) = browser("good");
    press_o(
        "https://example.org/a?b=c&d",
        &folder,
        "sent to the browser",
    );
    let end = Instant::now() + crate::support::pty::PATIENCE;
    while fs::read_to_string(&note).unwrap_or_default().is_empty() {
        assert!(Instant::now() < end, "the browser was never started");
        thread::sleep(Duration::from_millis(10));
    }
    let given = fs::read_to_string(&note).expect("a note");
    assert_eq!(given, "1|https://example.org/a?b=c&d|");
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn nothing_else_is_given_to_the_browser() {
    let (folder, note) = browser("bad");
    for address in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "-https://example.org",
        "https://user:secret@example.org",
        "https://example.org/\"$(touch x)\"",
        "https://example.org/a b",
        "https://example.org/\u{1b}[31m",
        "example.org",
    ] {
        press_o(address, &folder, "sent to the terminal's clipboard");
    }
    assert!(
        !note.exists(),
        "{}",
        fs::read_to_string(&note).unwrap_or_default()
    );
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn what_is_copied_is_one_sequence_and_nothing_is_copied_unasked() {
    let mut terminal = Terminal::start(&["--open", "person/claus-sorensen"]);
    terminal.wait_for("Claus S");
    terminal.type_keys(b"jk/so");
    terminal.wait_for("› so");
    terminal.type_keys(b"\x1b");
    // What follows an escape at once belongs to it.
    terminal.wait_until("the line is gone", |screen| {
        !screen.contents().contains("› so")
    });
    assert!(!terminal.written_text().contains("\u{1b}]52"));
    terminal.type_keys(b"ggyi");
    terminal.wait_for("sent to the terminal's clipboard");
    // "person/claus-sorensen" in base64.
    let wanted = "\u{1b}]52;c;cGVyc29uL2NsYXVzLXNvcmVuc2Vu";
    let written = terminal.written_text();
    assert_eq!(written.matches("\u{1b}]52;").count(), 1);
    let (_, after) = written.split_once(wanted).expect("the text in base64");
    assert!(after.starts_with("\u{1b}\\") || after.starts_with('\u{7}'));
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
}

#[test]
fn too_much_to_copy_is_said_and_not_sent() {
    let folder = folder("copied");
    let file = folder.join("data.json");
    let long = format!("https://example.org/{}", "a".repeat(80_000));
    let data = json!({"format": "sommet/1", "sources": [{"id": "s", "title": "S", "url": long}]});
    fs::write(&file, data.to_string()).expect("a file");
    let file = file.to_str().expect("a plain path").to_owned();
    let mut terminal = Terminal::start(&[&file, "--open", "source/s"]);
    terminal.wait_for("Source");
    terminal.type_keys(b"yl");
    terminal.wait_for("not copied");
    assert!(!terminal.written_text().contains("\u{1b}]52"));
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    fs::remove_dir_all(folder).expect("it goes");
}

const FULL: &str = include_str!("../fixtures/full.json");

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(1951),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_broken_file_is_loaded_or_refused(
        cut in 0..=FULL.len(),
        changes in proptest::collection::vec((0..FULL.len(), "[\\[\\]{},:\"0-9a-z\\\\\u{1b}\u{202e}é-]{0,3}"), 0..6),
    ) {
        let mut text = FULL.to_owned();
        for (at, put) in changes {
            if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                text.replace_range(at..=at, &put);
            }
        }
        let cut = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(if cut.is_some_and(|cut| cut % 3 == 0) { cut.unwrap_or(0) } else { text.len() });
        let said = match load_text(text) {
            Ok(dataset) => dataset.problems().iter().map(ToString::to_string).collect::<String>(),
            Err(refusal) => refusal.to_string(),
        };
        prop_assert!(!said.contains(['\u{1b}', '\u{202e}', '\n']), "{said:?}");
    }

    #[test]
    fn any_line_is_a_query_or_a_clean_mistake(line in "(([a-z]{1,6}:)|[()\" -]|or|in:|[0-9]{1,4}|\\.\\.|\\PC){0,30}") {
        match Query::parse_typed(&line) {
            // What is understood is written so that it is understood the same again.
            Ok(query) => prop_assert_eq!(Query::parse_typed(&query.to_string()).ok(), Some(query)),
            Err(mistake) => {
                let harmful = mistake.text.contains(['\u{1b}', '\u{202e}', '\n']);
                prop_assert!(!harmful, "{}", mistake.text);
            }
        }
    }
}
