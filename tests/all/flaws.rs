//! Files with very many flaws: every one is counted, few are told, and little memory is taken.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use sommet::data::{Level, count_of, load_text};

#[path = "../../benches/flaws/kinds.rs"]
mod kinds;

use kinds::{KINDS, SOUND};

/// More than are told one by one.
const MANY: usize = 3_000;

#[test]
fn every_flaw_is_counted_and_few_are_told() {
    for kind in KINDS.iter().chain([&SOUND]) {
        let dataset = load_text((kind.made)(MANY)).expect(kind.name);
        let problems = dataset.problems();
        assert_eq!(
            count_of(problems, Level::Error),
            (kind.errors)(MANY),
            "{}",
            kind.name
        );
        assert!(
            problems.len() <= 2 * 1_001,
            "{}: {}",
            kind.name,
            problems.len()
        );
        for problem in problems {
            let text = problem.to_string();
            assert!(text.chars().count() < 900, "{text}");
        }
    }
}

/// The program looking through a file, and the most memory it took for that, in KiB. What it prints is more than a
/// pipe holds, so that it waits with all its memory until that is read.
fn peak(name: &str, bytes: &[u8]) -> (u64, String) {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, bytes).expect("a file");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(["check", "--format", "jsonl"])
        .arg(&path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut out = child.stdout.take().expect("a pipe");
    out.read_exact(&mut [0]).expect("it prints");
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it lives");
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let most = most.and_then(|rest| rest.trim().split(' ').next()?.parse().ok());
    out.read_to_end(&mut Vec::new()).expect("the rest");
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(3));
    fs::remove_file(&path).expect("gone");
    (
        most.expect("a number"),
        String::from_utf8_lossy(&ended.stderr).into_owned(),
    )
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_of_nothing_but_flaws_takes_little_memory() {
    const MIB: u64 = 1 << 10;
    // Of four times as many, the program as it is shipped takes 83 MiB; before flaws were counted it took 890.
    let meetings = 200_000;
    let empty = vec!["{}"; meetings].join(",");
    let json = format!(r#"{{"meetings":[{empty}]}}"#);
    let (most, told) = peak("empty-meetings.json", json.as_bytes());
    assert!(told.ends_with(": 400001 errors\n"), "{told}");
    assert!(most < 80 * MIB, "{} MiB", most / MIB);
    let json = format!(r#"{{"meetings":[{{"participants":[{empty}]}}]}}"#);
    let (most, told) = peak("empty-participants.json", json.as_bytes());
    assert!(told.ends_with(": 400002 errors\n"), "{told}");
    assert!(most < 80 * MIB, "{} MiB", most / MIB);
}
