//! A machine whose memory runs out, as `ulimit -v` has it: it is said, the terminal is given back, and no file is half
//! written, however late it happens.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::bounds::{files, many};
use crate::support::pty::{PATIENCE, Terminal};

const PROGRAM: &str = env!("CARGO_BIN_EXE_sommet");

/// Enough meetings to need more memory than the program itself.
const MEETINGS: usize = 8_000;

/// Said where there is none.
const LACK: &str = "sommet: there is not enough memory: ";

/// Runs the program with the arguments after it in that many KiB of addresses.
fn within(limit: u64, command: &str) -> String {
    format!("ulimit -v {limit}; exec \"$0\" {command}")
}

/// How it ended: the exit code, and what was told.
fn run(limit: u64, command: &str, folder: &Path) -> (Option<i32>, String) {
    let output = Command::new("/bin/sh")
        .args(["-c", &within(limit, command), PROGRAM])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), told)
}

/// The smallest limit, to some 256 KiB, that is enough for something.
fn least(mut low: u64, is_enough: &mut dyn FnMut(u64) -> bool) -> u64 {
    let mut high = low * 2;
    while !is_enough(high) {
        assert!(high < 16 << 20, "16 GiB are not enough");
        (low, high) = (high, high * 2);
    }
    while high - low > 256 {
        let middle = low.midpoint(high);
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    high
}

/// What the program needs to begin: below that the system does not even load it.
fn beginning(folder: &Path) -> u64 {
    least(1_024, &mut |limit| {
        run(limit, "--version", folder).0 == Some(0)
    })
}

#[test]
fn an_export_without_memory_says_so_and_leaves_the_old_file() {
    let (place, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let data = many(place.path(), MEETINGS);
    let command = format!("export --format json --force --output out.json --data '{data}'");
    let out = folder.path().join("out.json");
    let mut lacked = 0;
    let begin = beginning(folder.path());
    // Halving what lies between too little and enough, it fails later and later.
    let enough = least(begin, &mut |limit| {
        fs::write(&out, "old").expect("a file");
        let (code, told) = run(limit, &command, folder.path());
        assert_eq!(files(folder.path()), ["out.json"], "{limit}: {told}");
        let is_old = fs::read(&out).expect("a file") == b"old";
        assert_eq!(is_old, code != Some(0), "{limit}: {code:?}, {told}");
        if is_old {
            assert_eq!(code, Some(4), "{limit}: {told}");
            assert!(told.contains(LACK), "{limit}: {told}");
            lacked += 1;
        }
        !is_old
    });
    assert!(lacked > 0, "{lacked} times of {begin} to {enough} KiB");
}

/// Waits until the screen has a text, or until the program has ended; `false` when it has.
fn comes_to(terminal: &mut Terminal, text: &str) -> bool {
    let end = Instant::now() + PATIENCE;
    while !terminal.screen.screen().contents().contains(text) {
        if terminal.child.try_wait().expect("a child").is_some() {
            return false;
        }
        assert!(Instant::now() < end, "neither {text} nor an end came");
        if let Ok(bytes) = terminal.output.recv_timeout(Duration::from_millis(5)) {
            terminal.screen.process(&bytes);
            terminal.written.extend(bytes);
        }
    }
    true
}

#[test]
fn the_screen_without_memory_is_given_back_before_it_is_said() {
    let (place, folder) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let data = many(place.path(), MEETINGS);
    let shell = Path::new("/bin/sh");
    let mut lacked = 0;
    let begin = beginning(folder.path());
    let enough = least(begin, &mut |limit| {
        let script = within(limit, &format!("'{data}'"));
        let mut terminal = Terminal::start_program(shell, &["-c", &script, PROGRAM], |it| {
            it.current_dir(folder.path())
        });
        if comes_to(&mut terminal, "Meeting ") {
            terminal.type_keys(b"Ejq");
        }
        let code = terminal.end().code();
        let told = terminal.screen.screen().contents().replace('\n', "");
        terminal.assert_given_back();
        if code == Some(0) {
            assert_eq!(files(folder.path()), ["sommet-many.json"]);
            let out = folder.path().join("sommet-many.json");
            let text = fs::read(&out).expect("a file");
            assert!(serde_json::from_slice::<serde::de::IgnoredAny>(&text).is_ok());
            fs::remove_file(out).expect("it goes");
            return true;
        }
        assert_eq!(files(folder.path()), [""; 0], "{limit}: {told}");
        if code == Some(2) {
            // With still less no thread is started that listens to signals, and the screen is not begun.
            assert!(
                told.contains("sommet: the terminal cannot be used"),
                "{limit}: {told}"
            );
            return false;
        }
        assert_eq!(code, Some(4), "{limit}: {told}");
        assert!(told.contains(LACK), "{limit}: {told}");
        lacked += 1;
        false
    });
    assert!(lacked > 0, "{lacked} times of {begin} to {enough} KiB");
}
