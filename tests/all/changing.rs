//! Files that do not stay as they are: cut or rewritten while they are read and afterwards, a pipe that is
//! written slowly or not to its end, and a program that is killed while it writes.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::Journey;
use crate::support::pty::Terminal;
use sommet::data::{Origin, Watch, load, load_watched};

const FULL: &str = include_str!("../fixtures/full.json");

fn folder(name: &str) -> PathBuf {
    let name = format!("changing-{name}-{}", std::process::id());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    command.args(arguments).stdin(Stdio::null());
    command.output().expect("the program runs")
}

/// What is done to a file behind the back of the program.
type Deed = fn(&Path);

/// A dataset of so many meetings, each with a summary of its own.
fn many(meetings: usize) -> String {
    let mut json = String::from(r#"{"format":"sommet/1","meetings":["#);
    for nth in 0..meetings {
        let comma = if nth == 0 { "" } else { "," };
        let _ = write!(
            json,
            r#"{comma}{{"id":"m{nth}","title":"Talk {nth}","date":"2001","summary":"About {nth}, {:=>300}"}}"#,
            ""
        );
    }
    json + "]}"
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused_in_a_sentence() {
    let folder = folder("reading");
    let path = folder.join("data.json");
    let json = many(20_000);
    for cut in [true, false] {
        fs::write(&path, &json).expect("a file");
        let watch = Watch::default();
        let looking_on = watch.clone();
        let from = path.clone();
        let loading = thread::spawn(move || load_watched(&Origin::File(from), &watch));
        // As soon as the first of it has been read, long before the last has.
        while looking_on.bytes() == 0 {
            assert!(!loading.is_finished(), "it was over before it began");
            thread::yield_now();
        }
        let file = File::options().write(true).open(&path).expect("the file");
        if cut {
            file.set_len(json.len() as u64 / 2).expect("a length");
        } else {
            (&file).write_all(b" ").expect("a byte");
        }
        let refused = loading
            .join()
            .expect("no panic")
            .expect_err("refused")
            .to_string();
        let sentence = "data.json: it changed while it was read; try again";
        assert!(refused.ends_with(sentence), "{cut}: {refused}");
    }
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn a_record_of_a_file_that_has_changed_says_so_and_can_be_had_again() {
    let folder = folder("open");
    let path = folder.join("data.json");
    let deeds: [(&str, Deed); 3] = [
        ("cut", |path| {
            let file = File::options().write(true).open(path).expect("the file");
            file.set_len(100).expect("a length");
        }),
        ("rewritten", |path| {
            fs::write(path, FULL.replace("Harbour", "Airport")).expect("written");
        }),
        ("replaced", |path| {
            let other = path.with_extension("other");
            fs::write(&other, FULL).expect("written");
            fs::rename(other, path).expect("renamed");
        }),
    ];
    let changed = [
        "! the file has changed since it was read;",
        "`R` reads it again",
    ];
    for (what, deed) in deeds {
        fs::write(&path, FULL).expect("a file");
        let mut journey = Journey::reading(&path, "120x36");
        journey.keys("/harbour talks<Enter>");
        assert!(!journey.screen().contains("has changed"), "{what}");
        let meeting = journey.record().expect("a meeting");
        deed(&path);
        // A record that was not opened yet, and the same one again.
        for key in ["/ostergard<Enter>", "<Backspace>"] {
            journey.keys(key);
        }
        journey.keys("gm").at_record(&meeting);
        let shown = journey.screen();
        for part in changed {
            assert!(shown.contains(part), "{what}: {shown}");
        }
        journey.keys("R");
        let shown = journey.screen();
        if what == "cut" {
            assert!(
                shown.contains("kept what was read before"),
                "{what}: {shown}"
            );
        } else {
            assert!(shown.contains("read again"), "{what}: {shown}");
            assert!(!shown.contains("has changed"), "{what}: {shown}");
        }
        assert_eq!(journey.record().as_deref(), Some(&*meeting), "{what}");
    }
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn a_search_in_texts_that_are_gone_does_not_pretend_to_have_read_them() {
    let folder = folder("texts");
    let path = folder.join("data.json");
    fs::write(&path, many(3)).expect("a file");
    let mut journey = Journey::reading(&path, "120x36");
    journey.keys("/text:about<Alt-Enter>");
    assert_eq!(journey.timeline().len(), 3, "{}", journey.screen());
    fs::write(&path, many(4)).expect("a file");
    journey.keys("X/text:nowhere<Alt-Enter>");
    let shown = journey.screen();
    assert!(shown.contains("the file has changed"), "{shown}");
    // Read again, it is known that there is none.
    journey.keys("R");
    let shown = journey.screen();
    assert!(!shown.contains("the file has changed"), "{shown}");
    fs::remove_dir_all(folder).expect("it goes");
}

/// A pipe with a name, into which the pieces are written with pauses between them.
fn slow_pipe(path: &Path, pieces: Vec<Vec<u8>>, pause: Duration) -> thread::JoinHandle<()> {
    let made = Command::new("mkfifo").arg(path).status().expect("mkfifo");
    assert!(made.success());
    let path = path.to_owned();
    thread::spawn(move || {
        // Opening waits for the reader.
        let mut pipe = File::options().write(true).open(path).expect("the pipe");
        for piece in pieces {
            pipe.write_all(&piece).expect("somebody reads");
            thread::sleep(pause);
        }
    })
}

/// A text in pieces that end anywhere, in the middle of characters too.
fn pieces(text: &str, count: usize) -> Vec<Vec<u8>> {
    let length = text.len().div_ceil(count);
    text.as_bytes().chunks(length).map(<[u8]>::to_vec).collect()
}

#[test]
fn a_pipe_that_is_written_slowly_is_waited_for_and_keys_meanwhile_are_kept() {
    let folder = folder("slow");
    let pipe = folder.join("data.json");
    let writer = slow_pipe(&pipe, pieces(FULL, 37), Duration::from_millis(10));
    let mut terminal = Terminal::start(&[pipe.to_str().expect("a plain path")]);
    terminal.wait_for("Reading ");
    terminal.type_keys(b"/ostergard\r");
    terminal.wait_for("Harbour master");
    writer.join().expect("all was written");
    // It cannot be read twice, so that its texts were kept.
    terminal.type_keys(b"/harbour talks\r");
    terminal.wait_for("to be two metres");
    terminal.type_keys(b"q");
    assert_eq!(terminal.end().code(), Some(0));
    terminal.assert_given_back();

    // A command waits too.
    fs::remove_file(&pipe).expect("it goes");
    let writer = slow_pipe(&pipe, pieces(FULL, 7), Duration::from_millis(5));
    let output = run(&[
        "list",
        "people",
        "--data",
        pipe.to_str().expect("a plain path"),
    ]);
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("person/ada"));
    writer.join().expect("all was written");
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn a_pipe_that_ends_in_the_middle_is_refused_with_the_terminal_given_back() {
    let folder = folder("broken");
    let pipe = folder.join("data.json");
    let (half, _) = FULL.split_once("Harbour talks").expect("a meeting");
    let writer = slow_pipe(&pipe, pieces(half, 5), Duration::from_millis(5));
    let mut terminal = Terminal::start(&[pipe.to_str().expect("a plain path")]);
    assert_eq!(terminal.end().code(), Some(3));
    let said = terminal.screen.screen().contents().replace('\n', "");
    assert!(said.contains("data.json:"), "{said}");
    assert!(said.contains("the file ends"), "{said}");
    terminal.assert_given_back();
    writer.join().expect("all was written");
    fs::remove_dir_all(folder).expect("it goes");
}

#[test]
fn fifty_kills_leave_the_old_file_or_the_new_one() {
    let folder = folder("killed");
    let (data, file) = (folder.join("data.json"), folder.join("out.csv"));
    fs::write(&data, many(400)).expect("a file");
    let [data, out] = [&data, &file].map(|path| path.to_str().expect("a plain path"));
    let arguments = [
        "export", "--format", "csv", "--data", data, "--force", "--output", out,
    ];
    let begun = Instant::now();
    assert_eq!(run(&arguments).status.code(), Some(0));
    let whole_run = begun.elapsed();
    let new = fs::read(&file).expect("the file");
    assert!(new.len() > 10_000);
    // About when the file is replaced, as the runs have it: a busy machine is slower from one to the next.
    let mut about = whole_run;
    let (mut kept, mut replaced) = (0, 0);
    for nth in 0..50 {
        fs::write(&file, "old").expect("a file");
        let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
        let mut child = command.args(arguments).spawn().expect("the program starts");
        // From its first moment to well after its end, in an order that is none.
        let wait = about * (nth * 37 % 50) / 25;
        thread::sleep(wait);
        child.kill().expect("a signal");
        child.wait().expect("an end");
        let there = fs::read(&file).expect("always one of the two");
        match &there[..] {
            b"old" => {
                kept += 1;
                if wait >= about {
                    about = about * 3 / 2;
                }
            }
            there => {
                assert!(there == new, "{} bytes of {}", there.len(), new.len());
                replaced += 1;
                if wait <= about {
                    about = about * 4 / 5;
                }
            }
        }
    }
    assert!(kept > 0 && replaced > 0, "{kept} kept, {replaced} replaced");
    // What a kill leaves behind bears a name that says what it is, and no other name is touched.
    for entry in fs::read_dir(&folder).expect("a folder") {
        let name = entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("a plain name");
        let part = name.starts_with(".sommet-")
            && Path::new(&name)
                .extension()
                .is_some_and(|end| end == "part");
        assert!(part || ["data.json", "out.csv"].contains(&&*name), "{name}");
    }
    // The next one goes well beside it.
    assert_eq!(run(&arguments).status.code(), Some(0));
    assert!(load(&Origin::File(folder.join("data.json"))).is_ok());
    assert_eq!(fs::read(&file).expect("the file"), new);
    fs::remove_dir_all(folder).expect("it goes");
}
