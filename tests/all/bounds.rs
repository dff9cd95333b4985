//! What runs long, what is much, and what ends the program: nothing of it makes the screen stand still, leaves something
//! half written, or keeps the terminal.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::Journey;
use crate::support::pty::{PATIENCE, Terminal};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sommet");

/// The files of a folder, hidden ones too.
pub fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let name = |entry: std::io::Result<fs::DirEntry>| entry.expect("an entry").file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// So many meetings, each with somebody and a topic, in a file: long enough to be stopped while it is written.
pub fn many(folder: &Path, meetings: usize) -> String {
    let meeting = |nth: usize| {
        json!({
            "id": format!("m{nth}"), "title": format!("Meeting {nth}"),
            "date": format!("20{:02}-0{}-{:02}", nth % 20, nth % 9 + 1, nth % 28 + 1),
            "participants": [{"person": "a"}, {"person": "b"}], "topics": [{"topic": "t"}],
        })
    };
    let data = json!({
        "format": "sommet/1", "title": "Many",
        "people": [{"id": "a", "name": "Ann"}, {"id": "b", "name": "Bea"}],
        "topics": [{"id": "t", "name": "Trade"}],
        "meetings": (0..meetings).map(meeting).collect::<Vec<Value>>(),
    });
    let path = folder.join("many.json");
    fs::write(&path, data.to_string()).expect("a file");
    path.to_str().expect("a plain path").to_owned()
}

/// On a fast machine and with optimised code, too, this takes longer to write than to press a key.
const MANY: usize = 60_000;

/// The program on many meetings, in a folder of its own.
fn at_work(data: &str, folder: &Path) -> Terminal {
    let mut terminal = Terminal::start_with(&[data], |it| it.current_dir(folder));
    terminal.wait_for("Meeting ");
    terminal
}

// Files that are written.

#[test]
fn a_long_export_leaves_the_keys_alive_and_escape_stops_it() {
    let (place, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let data = many(place.path(), MANY);
    let mut terminal = at_work(&data, folder.path());
    for keys in [b"Em", b"Ej", b"Eg"] {
        terminal.type_keys(keys);
        // What is under the cursor changes while it is written.
        terminal.type_keys(b"G");
        terminal.wait_for("writing ");
        terminal.type_keys(b"gg");
        terminal.type_keys(b"\x1b");
        terminal.wait_for("stopped; nothing of it was written");
        assert_eq!(files(folder.path()), [""; 0]);
    }
    terminal.type_keys(b"j");
    terminal.type_keys(b"\x03");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

#[test]
fn whatever_ends_the_program_nothing_half_written_stays() {
    let place = tempfile::tempdir().expect("a folder");
    let data = many(place.path(), MANY);
    for (signal, number) in [
        (None, 0),
        (Some(Signal::TERM), 15),
        (Some(Signal::HUP), 1),
        (Some(Signal::USR1), 10),
        (Some(Signal::KILL), 9),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut terminal = at_work(&data, folder.path());
        terminal.type_keys(b"Ej");
        terminal.wait_for("writing ");
        match signal {
            Some(signal) => terminal.signal(signal),
            None => terminal.type_keys(b"\x03"),
        }
        let status = terminal.end();
        assert_eq!(status.signal().unwrap_or(0), number, "{signal:?}");
        assert_eq!(files(folder.path()), [""; 0], "{signal:?}");
        if signal != Some(Signal::KILL) {
            terminal.assert_given_back();
        }
    }
}

#[test]
fn who_leaves_gets_what_was_asked_for_before() {
    let (place, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let data = many(place.path(), 2_000);
    let mut terminal = at_work(&data, folder.path());
    terminal.type_keys(b"EjEcq");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
    assert_eq!(
        files(folder.path()),
        ["sommet-many.csv", "sommet-many.json"]
    );
    let text = fs::read_to_string(folder.path().join("sommet-many.json")).expect("a file");
    let read: Value = serde_json::from_str(&text).expect("whole");
    assert_eq!(read["meetings"].as_array().map(Vec::len), Some(2_000));
}

#[test]
fn what_is_taken_away_is_the_data_as_it_was_when_it_was_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("data.json");
    let data = |title: &str| {
        let data = json!({"format": "sommet/1", "title": "D", "meetings": [
            {"id": "a", "title": title, "date": "2020"}, {"id": "b", "title": "Other", "date": "2021"}]});
        // As programs replace a file: what is read already can still be read.
        let new = folder.path().join("new");
        fs::write(&new, data.to_string()).expect("a file");
        fs::rename(&new, &file).expect("it moves");
    };
    let out = tempfile::tempdir().expect("a folder");
    for (keys, name) in [("Ej", "sommet-d.json"), ("Em", "sommet-d.md")] {
        data("Before");
        let mut journey = Journey::reading(&file, "120x36");
        journey.app.write_into(out.path().to_owned());
        journey.hurry(keys);
        data("After");
        // Read again, and narrowed, before it is worked out.
        journey.hurry("R").settle();
        assert!(journey.screen().contains("After"));
        // What cannot be read any more is told; nothing is put in its place.
        match fs::read_to_string(out.path().join(name)) {
            Ok(text) => assert!(text.contains("Before") && !text.contains("After"), "{text}"),
            Err(_) => assert!(
                journey.screen().contains("not written: "),
                "{}",
                journey.screen()
            ),
        }
        // Narrowed in the meantime, it is still all of it.
        let mut journey = Journey::reading(&file, "120x36");
        journey.app.write_into(out.path().to_owned());
        journey.hurry(keys).hurry("/in:2020<Alt-Enter>").settle();
        assert_eq!(journey.filter(), "in:2020");
        let text = fs::read_to_string(out.path().join(name)).expect("a file");
        assert!(text.contains("After") && text.contains("Other"), "{text}");
    }
}

#[test]
fn a_study_and_a_text_for_the_clipboard_are_worked_out_beside_the_screen() {
    let mut journey = Journey::new("120x36").at("meeting/som-06");
    let out = tempfile::tempdir().expect("a folder");
    journey.app.write_into(out.path().to_owned());
    journey.keys("e").hurry("Ec");
    assert_eq!(files(out.path()), [""; 0], "not on this thread");
    journey.settle();
    assert_eq!(files(out.path()).len(), 1);
    journey.hurry("ym");
    assert_eq!(journey.effect(), None);
    // Who does not want it any more does not get it.
    journey.hurry("<Esc>").settle();
    assert_eq!(journey.effect(), None);
    journey.hurry("ym").settle();
    assert!(journey.effect().is_some());
}

/// Writes an export by the shell, and what became of it: the exit, what was told, the files.
fn exported(folder: &Path, script: &str) -> (std::process::ExitStatus, String, Vec<String>) {
    let output = Command::new("/bin/sh")
        .args(["-c", script, PROGRAM])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    let told = String::from_utf8(output.stderr).expect("UTF-8");
    (output.status, told, files(folder))
}

#[test]
fn an_export_that_is_killed_leaves_nothing() {
    let (place, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let data = many(place.path(), MANY);
    let mut all: Vec<Signal> = vec![Signal::INT, Signal::TERM, Signal::HUP, Signal::QUIT];
    all.extend([Signal::USR2, Signal::ALARM, Signal::KILL]);
    for (nth, signal) in all.into_iter().enumerate() {
        let mut child = Command::new(PROGRAM)
            .args([
                "export", "--format", "json", "--output", "out.json", "--data", &data,
            ])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .spawn()
            .expect("it starts");
        // At different times, before and while it is written.
        thread::sleep(Duration::from_millis(
            100 + 150 * u64::try_from(nth).expect("few"),
        ));
        let pid = i32::try_from(child.id()).expect("a process id");
        let killed = kill_process(Pid::from_raw(pid).expect("not zero"), signal);
        let status = child.wait().expect("it ends");
        let left = files(folder.path());
        if killed.is_ok() && status.signal().is_some() {
            assert_eq!(left, [""; 0], "{signal:?}");
        } else {
            assert_eq!(left, ["out.json"], "it was whole before");
            fs::remove_file(folder.path().join("out.json")).expect("it goes");
        }
    }
}

#[test]
fn a_file_that_may_not_grow_is_told_by_key_and_by_shell() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("old.json"), "old").expect("a file");
    let script = r#"ulimit -f 4; "$0" export --format json --force --output old.json"#;
    let (status, told, left) = exported(folder.path(), script);
    assert_eq!(status.code(), Some(4), "{told}");
    assert!(
        told.contains("old.json: not written: File too large"),
        "{told}"
    );
    assert_eq!(left, ["old.json"]);
    let old = fs::read_to_string(folder.path().join("old.json")).expect("a file");
    assert_eq!(old, "old");
    let shell = Path::new("/bin/sh");
    let script = r#"ulimit -f 4; exec "$0""#;
    let mut terminal = Terminal::start_program(shell, &["-c", script, PROGRAM], |it| {
        it.current_dir(folder.path())
    });
    terminal.wait_for("JHA Nicosia");
    terminal.type_keys(b"Ej");
    terminal.wait_for("File too large");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
    assert_eq!(files(folder.path()), ["old.json"]);
}

// Signals.

#[test]
fn every_signal_that_ends_a_program_gives_the_terminal_back() {
    // The system's own answer to these is another, or they cannot be heard, or they are the C library's own.
    let other = [
        "KILL", "STOP", "TSTP", "TTIN", "TTOU", "CONT", "CHLD", "URG", "WINCH", "XFSZ", "PIPE",
    ];
    let listed = Command::new("/bin/bash")
        .args([
            "-c",
            "kill -l 1 2>/dev/null; for i in $(seq 1 64); do kill -l $i; done",
        ])
        .output();
    let listed = String::from_utf8(listed.expect("bash").stdout).expect("UTF-8");
    let names: Vec<&str> = listed.lines().skip(1).collect();
    let mut tried = 0;
    for (number, name) in (1..).zip(&names) {
        let bare = name.trim_start_matches("SIG");
        if other.contains(&bare) || bare.parse::<u32>().is_ok() || bare.is_empty() {
            continue;
        }
        // Of those of real time, the ends and some between them.
        if bare.starts_with("RT") && number % 7 != 0 && number != 34 {
            continue;
        }
        let mut terminal = Terminal::start(&[]);
        terminal.wait_for("JHA Nicosia");
        let pid = terminal.child.id().to_string();
        let sent = Command::new("/bin/kill")
            .args([&format!("-{number}"), &pid])
            .status();
        assert!(sent.expect("kill").success(), "{name}");
        assert_eq!(terminal.end().signal(), Some(number), "{name}");
        terminal.assert_given_back();
        tried += 1;
    }
    assert!(tried >= 25, "{tried}: {names:?}");
}

#[test]
fn a_signal_that_is_to_be_passed_over_ends_nothing() {
    let script = r#"trap '' USR1 HUP; exec "$0""#;
    let mut terminal =
        Terminal::start_program(Path::new("/bin/sh"), &["-c", script, PROGRAM], |it| it);
    let journey = Journey::new("80x24");
    terminal.wait_for_frame(&journey);
    terminal.signal(Signal::USR1);
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();
}

// The way out.

#[test]
fn no_keymap_locks_anybody_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = folder.path().join("sommet");
    fs::create_dir(&own).expect("a folder");
    let keymap = own.join("keymap.json");
    let huge = folder.path().join("huge");
    fs::File::create(&huge)
        .expect("a file")
        .set_len(1 << 30)
        .expect("a length");
    let text = |text: &str| fs::write(&keymap, text).expect("a file");
    let link = |to: &Path| std::os::unix::fs::symlink(to, &keymap).expect("a link");
    let pipe = || {
        let made = Command::new("mkfifo").arg(&keymap).status();
        assert!(made.expect("mkfifo").success());
    };
    let make: [(&str, &dyn Fn()); 7] = [
        ("", &|| text(r#"{"quit":[],"quit-now":[]}"#)),
        ("both ask for `ctrl-c`", &|| text(r#"{"next":["ctrl-c"]}"#)),
        ("keymap.json", &|| text("{")),
        ("no plain file", &|| {
            fs::create_dir(&keymap).expect("a folder");
        }),
        ("no plain file", &|| link(Path::new("/dev/zero"))),
        ("longer than 64 KiB", &|| link(&huge)),
        ("no plain file", &pipe),
    ];
    for (told, make) in make {
        make();
        let mut terminal = Terminal::start_with(&[], |it| it.env("XDG_CONFIG_HOME", folder.path()));
        terminal.wait_for("JHA Nicosia");
        if !told.is_empty() {
            // On a narrow screen the end of a long sentence is not in sight.
            terminal.resize(240, 24);
            terminal.wait_for(told);
        }
        terminal.type_keys(b"/abc\x03");
        assert_eq!(terminal.end().code(), Some(0), "{told}");
        terminal.assert_given_back();
        if keymap.is_dir() {
            fs::remove_dir(&keymap).expect("it goes");
        } else {
            fs::remove_file(&keymap).expect("it goes");
        }
    }
}

#[test]
fn the_end_waits_for_nothing_not_even_behind_a_key_that_was_begun() {
    let mut journey = Journey::new("120x36").at("person/claus-sorensen");
    journey.hurry("mg<Ctrl-c>");
    assert_eq!(journey.effect(), Some(&sommet::app::Effect::Quit));
}

// Input.

#[test]
fn much_that_is_typed_or_pasted_into_a_line_is_taken_at_once() {
    let text = "abcdefghi ".repeat(40_000);
    let pasted = format!("\u{1b}[200~{text}\u{1b}[201~");
    for text in [&text, &pasted] {
        let mut terminal = Terminal::start(&[]);
        terminal.wait_for("JHA Nicosia");
        terminal.type_keys(b"/");
        terminal.wait_for("›");
        let begun = Instant::now();
        let mut keyboard = terminal.keyboard.try_clone().expect("a handle");
        let bytes = text.clone().into_bytes();
        let typist = thread::spawn(move || std::io::Write::write_all(&mut keyboard, &bytes));
        terminal.wait_for("characters fit");
        typist.join().expect("a thread").expect("all is taken");
        terminal.type_keys(b"\x15soren");
        terminal.wait_until("what was typed last", |screen| {
            screen.contents().contains("Claus S")
        });
        // A debug build on a loaded machine; key by key it took more than a minute.
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        terminal.type_keys(b"\x03");
        assert_eq!(terminal.end().code(), Some(0));
    }
}

/// How many bytes were written since the last look, when the screen is quiet.
fn bytes_of(terminal: &mut Terminal) -> usize {
    let before = terminal.written.len();
    while let Ok(bytes) = terminal.output.recv_timeout(Duration::from_millis(150)) {
        terminal.screen.process(&bytes);
        terminal.written.extend(bytes);
    }
    terminal.written.len() - before
}

#[test]
fn a_frame_and_a_letter_cost_few_bytes_in_every_theme() {
    // Most of it is waiting until nothing more comes.
    thread::scope(|scope| {
        for theme in sommet::theme::Styles::names() {
            scope.spawn(move || costs_few_bytes(theme));
        }
    });
}

fn costs_few_bytes(theme: &str) {
    let mut terminal = Terminal::start(&["--theme", theme]);
    terminal.wait_for("JHA Nicosia");
    bytes_of(&mut terminal);
    terminal.resize(120, 36);
    terminal.wait_for(" people ");
    bytes_of(&mut terminal);
    // All of it anew.
    terminal.type_keys(b"\x0c");
    let frame = bytes_of(&mut terminal);
    assert!(
        (2_000..=12_000).contains(&frame),
        "{theme}: {frame} bytes a frame"
    );
    terminal.type_keys(b"/");
    bytes_of(&mut terminal);
    let letters = "climate sorensen libya".bytes();
    let mut costs: Vec<usize> = letters
        .map(|letter| {
            terminal.type_keys(&[letter]);
            bytes_of(&mut terminal)
        })
        .collect();
    costs.sort_unstable();
    let (median, most) = (costs[costs.len() / 2], costs[costs.len() - 1]);
    assert!(median <= 2_000 && most <= 8_000, "{theme}: {costs:?}");
    terminal.type_keys(b"\x03");
    assert_eq!(terminal.end().code(), Some(0));
}

// The trail.

#[test]
fn a_search_that_was_let_go_comes_back_as_it_was_left() {
    for size in ["120x36", "80x24"] {
        let mut journey = Journey::new(size);
        journey.app.limit_cache(0);
        // Further down than any list without a search is long.
        journey.keys("/e").keys(&"<Down>".repeat(150));
        journey.keys("<Enter>");
        journey.hurry("<Backspace>").settle();
        let left = journey.shown().clone();
        let on = journey.under_cursor();
        journey.keys("<Enter>").keys("gd").keys("gt").keys("jjj");
        journey.hurry("<Backspace>").settle();
        journey.hurry("<Backspace>").settle();
        journey.hurry("<Backspace>").settle();
        journey.shown().assert_is(&left, size);
        assert_eq!(journey.under_cursor(), on, "{size}");
    }
}
