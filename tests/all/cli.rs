//! The commands without a screen, as a shell sees them: what is printed where, and the exit codes.

use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use crate::support::Journey;

fn sommet(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_sommet"))
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// Standard output of a run that ended well and had nothing to complain of.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let output = sommet(arguments);
    assert_eq!(err(&output), "", "{arguments:?}");
    assert_eq!(output.status.code(), Some(0), "{arguments:?}");
    out(&output)
}

/// Standard error of a run that was refused and printed nothing else.
#[track_caller]
fn refused(arguments: &[&str], code: i32) -> String {
    let output = sommet(arguments);
    assert_eq!(out(&output), "", "{arguments:?}");
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        err(&output)
    );
    let text = err(&output);
    assert!(text.starts_with("sommet: "), "{text}");
    text
}

#[test]
fn help_shows_examples_before_options() {
    for arguments in [["--help"], ["-h"]] {
        let help = printed(&arguments);
        let place = |text: &str| help.find(text).unwrap_or_else(|| panic!("{text}:\n{help}"));
        assert!(place("Examples:") < place("Usage:"));
        assert!(place("Usage:") < place("Options:"));
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "{help}"
        );
        for named in [
            "--data",
            "--open",
            "--theme",
            "--ascii",
            "--version",
            "shot",
            "Exit codes",
        ] {
            place(named);
        }
    }
}

#[test]
fn the_examples_of_the_help_are_not_refused() {
    let help = printed(&["shot", "--help"]);
    let shot = help
        .lines()
        .find(|line| line.contains("sommet shot") && line.contains("soren"))
        .expect("an example");
    let (_, keys) = shot.split_once("--keys '").expect("keys");
    let keys = keys.trim_end_matches('\'');
    let shown = printed(&["shot", "--size", "80x24", "--keys", keys]);
    assert!(shown.contains("Claus Sørensen"), "{shown}");
}

#[test]
fn the_version_is_that_of_the_program_and_of_the_data() {
    for argument in ["--version", "-V"] {
        let text = printed(&[argument]);
        let lines: Vec<&str> = text.lines().collect();
        let json = crate::support::bundled_json();
        let data = format!(
            "data: {} {}, as of {}",
            json["title"].as_str().expect("title"),
            json["version"].as_str().expect("version"),
            json["as_of"].as_str().expect("as_of"),
        );
        assert_eq!(
            lines,
            [&format!("sommet {}", env!("CARGO_PKG_VERSION")), &data]
        );
    }
}

#[test]
fn without_a_terminal_the_screen_is_not_opened() {
    let text = refused(&[], 2);
    let first = text.lines().next().unwrap_or_default();
    assert!(
        first.contains("needs a terminal") && first.contains("sommet shot"),
        "{text}"
    );
    assert!(
        text.contains("sommet --help") && text.lines().count() == 1,
        "{text}"
    );
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn misuse_is_told_with_what_was_meant() {
    for (arguments, said) in [
        (vec!["--thene", "mono"], "--theme"),
        (vec!["--no-such-option"], "--no-such-option"),
        (
            vec!["shot", "--open", "person/claus-sorenson"],
            "person/claus-sorensen",
        ),
        (
            vec!["shot", "--open", "claus-sorensen"],
            "person/claus-sorensen",
        ),
        (vec!["shot", "--open", "persons/claus-sorensen"], "person"),
        (vec!["shot", "--theme", "neon"], "ansi, dark, light, mono"),
        (vec!["shot", "--size", "80"], "120x36"),
        (vec!["shot", "--keys", "x<Nope>"], "<Nope>"),
        (vec!["shot", "--format", "gif"], "svg"),
        (vec!["shot", "--open", "person/\u{1b}[31m"], "person"),
        (vec!["a.json", "b.json"], "b.json"),
    ] {
        let text = refused(&arguments, 2);
        assert!(text.contains(said), "{arguments:?}: {said}\n{text}");
        assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}

#[test]
fn a_shot_is_what_the_screen_shows() {
    for (size, keys) in [
        ("120x36", "/soren<Enter>"),
        ("80x24", "?"),
        ("50x16", "/clim<Ctrl-t>"),
    ] {
        let shown = printed(&["shot", "--size", size, "--keys", keys]);
        let mut journey = Journey::new(size);
        journey.keys(keys);
        assert_eq!(shown, journey.screen(), "{keys} at {size}");
    }
    let opened = printed(&[
        "shot",
        "--size",
        "80x24",
        "--open",
        "topic/climate-migration",
    ]);
    let journey = Journey::new("80x24").at("topic/climate-migration");
    assert_eq!(opened, journey.screen());
}

#[test]
fn shots_are_the_same_every_time() {
    for format in ["text", "ansi", "svg"] {
        let arguments = [
            "shot",
            "--size",
            "80x24",
            "--keys",
            "/soren<Enter>",
            "--format",
            format,
        ];
        let first = printed(&arguments);
        assert_eq!(first, printed(&arguments), "{format}");
        assert!(first.contains("Claus Sørensen"), "{format}");
    }
}

/// A text without its escape sequences for looks.
fn without_looks(text: &str) -> String {
    let mut plain = String::new();
    let mut parts = text.split("\u{1b}[");
    plain += parts.next().unwrap_or_default();
    for part in parts {
        let (codes, rest) = part.split_once('m').expect("a whole sequence");
        assert!(
            codes.chars().all(|c| c.is_ascii_digit() || c == ';'),
            "{codes}"
        );
        plain += rest;
    }
    plain
}

#[test]
fn the_three_formats_tell_the_same() {
    let shot = |format: &str| printed(&["shot", "--size", "80x24", "--format", format]);
    let text = shot("text");
    assert_eq!(text.lines().count(), 24);
    let ansi = shot("ansi");
    let ansi: Vec<String> = without_looks(&ansi)
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    assert_eq!(ansi, text.lines().collect::<Vec<&str>>());
    let svg = shot("svg");
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    assert_eq!(
        svg.matches("<text ").count(),
        svg.matches("</text>").count()
    );
    for word in ["Timeline", "JHA Nicosia 2026", " meetings"] {
        assert!(svg.contains(word) && text.contains(word), "{word}");
    }
}

#[test]
fn ascii_and_mono_do_what_they_say() {
    let ascii = printed(&[
        "shot",
        "--ascii",
        "--size",
        "120x36",
        "--keys",
        "/soren<Enter>",
    ]);
    assert!(ascii.is_ascii(), "{ascii}");
    let colours = |text: &str| {
        ["\u{1b}[3", ";3", "\u{1b}[9", ";9"]
            .iter()
            .any(|code| text.contains(code))
    };
    let mono = printed(&[
        "shot", "--theme", "mono", "--format", "ansi", "--keys", "jj",
    ]);
    assert!(!colours(&mono), "{mono:?}");
    let colour = printed(&["shot", "--format", "ansi", "--keys", "jj"]);
    assert!(colours(&colour));
}

#[test]
fn any_size_can_be_shot() {
    assert_eq!(printed(&["shot", "--size", "0x0"]), "");
    assert!(printed(&["shot", "--size", "20x5"]).starts_with("needs 30×8\n"));
    assert_eq!(printed(&["shot", "--size", "1000x60"]).lines().count(), 60);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    for arguments in [
        vec!["shot", "--size", "1000x1000", "--format", "svg"],
        vec!["--help"],
    ] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_sommet"))
            .args(&arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        // The reading end is closed before anything can be written.
        drop(child.stdout.take());
        let mut error = String::new();
        let mut stderr = child.stderr.take().expect("a pipe");
        stderr.read_to_string(&mut error).expect("UTF-8");
        let status = child.wait().expect("the program ends");
        assert_eq!(
            (status.code(), error.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else {
        // Only Linux has such a file.
        return;
    };
    let output = Command::new(env!("CARGO_BIN_EXE_sommet"))
        .arg("--version")
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert!(err(&output).contains("standard output"), "{}", err(&output));
}
