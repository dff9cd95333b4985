//! What the commands write, and what becomes of it: a reader that goes away, a closed output, a full disk,
//! spreadsheets, rows of very different length, records that read the same.

use std::fs;
use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use serde_json::json;

use crate::support::Journey;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    command.args(arguments).stdin(Stdio::null());
    for name in ["NO_COLOR", "XDG_CONFIG_HOME"] {
        command.env_remove(name);
    }
    command
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// A dataset in a file, for the time of a test.
struct File(tempfile::TempDir);

impl File {
    fn new(json: &serde_json::Value) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("data.json"), json.to_string()).expect("written");
        Self(folder)
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let path = self.0.path().join("data.json");
        let mut command = program(arguments);
        command.arg("--data").arg(path).output().expect("it runs")
    }

    /// What a command writes that has nothing to complain of.
    #[track_caller]
    fn told(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(
            (output.status.code(), utf8(&output.stderr)),
            (Some(0), String::new()),
            "{arguments:?}"
        );
        utf8(&output.stdout)
    }
}

/// Every command that writes, as a line.
const COMMANDS: [&str; 24] = [
    "list people",
    "list sources --format csv",
    "find sorensen",
    "show person/claus-sorensen",
    "show meeting/som-01 --format md",
    "related person/claus-sorensen",
    "timeline",
    "count year",
    "evidence meeting/som-01",
    "gaps",
    "strands",
    "path person/amy-pope person/claus-sorensen",
    "diff meeting/som-02",
    "export",
    "export --format csv",
    "export --format json",
    "export --format graphml",
    "export --format ics",
    "export --format bibtex",
    "schema",
    "keys",
    "completions bash",
    "man",
    "shot",
];

#[cfg(unix)]
fn through_a_shell(line: &str) -> Output {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", line])
        .env("PROGRAM", env!("CARGO_BIN_EXE_sommet"));
    shell.stdin(Stdio::null()).output().expect("a shell")
}

#[test]
#[cfg(unix)]
fn a_closed_output_and_a_full_disk_are_told_by_every_command() {
    let full = std::path::Path::new("/dev/full").exists();
    for command in COMMANDS.into_iter().chain([
        "--help",
        "--version",
        "list --help",
        "compare person/amy-pope person/claus-sorensen",
    ]) {
        for (to, is_there) in [(">&-", true), (">/dev/full", full)] {
            let output = through_a_shell(&format!("\"$PROGRAM\" {command} {to}"));
            let told = utf8(&output.stderr);
            if is_there {
                assert_eq!(output.status.code(), Some(4), "{command} {to}: {told}");
                // What the answer needs to be understood may stand before it.
                let last = told.lines().last().unwrap_or_default();
                assert!(
                    last.starts_with("sommet: standard output: ")
                        && told.lines().all(|line| line.starts_with("sommet: ")),
                    "{told}"
                );
            }
        }
    }
    // Who wants no answer gets none; a file is written all the same.
    for fine in ["list people >/dev/null", "list people 2>&-"] {
        assert_eq!(
            through_a_shell(&format!("\"$PROGRAM\" {fine}"))
                .status
                .code(),
            Some(0),
            "{fine}"
        );
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("out.csv");
    let line = format!(
        "\"$PROGRAM\" export --format csv --output {} >&-",
        file.display()
    );
    assert_eq!(through_a_shell(&line).status.code(), Some(0));
    assert!(file.exists());
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let meetings = (0..2_000).map(
        |nth| json!({"id": format!("m{nth}"), "title": format!("Meeting {nth}"), "date": "2024"}),
    );
    let sources =
        (0..2_000).map(|nth| json!({"id": format!("s{nth}"), "title": format!("Source {nth}")}));
    let file = File::new(
        &json!({"format": "sommet/1", "meetings": meetings.collect::<Vec<_>>(), "sources": sources.collect::<Vec<_>>()}),
    );
    let formats = [
        "markdown", "csv", "json", "ics", "bibtex", "csl-json", "graphml",
    ];
    let exports = formats.map(|format| vec!["export", "--format", format]);
    let lists = ["text", "plain", "json", "jsonl", "csv", "md"]
        .map(|format| vec!["list", "meetings", "--format", format]);
    for arguments in exports.into_iter().chain(lists) {
        let path = file.0.path().join("data.json");
        let mut command = program(&arguments);
        command
            .arg("--data")
            .arg(path)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        let mut out = child.stdout.take().expect("a pipe");
        out.read_exact(&mut [0; 1]).expect("a byte");
        drop(out);
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(
            (output.status.code(), utf8(&output.stderr)),
            (Some(0), String::new()),
            "{arguments:?}"
        );
    }
}

#[test]
fn one_guard_against_formulas_for_every_table() {
    let texts = [
        "=1+1", " =1", "＝1", "@x", "|cmd", "%x", "-1", "+1", "'=1", "a=1", "1-2",
    ];
    let meetings =
        texts.map(|text| json!({"id": text, "title": text, "place": text, "date": "2024"}));
    let people = [json!({"id": "p", "name": "=P"})];
    let file = File::new(&json!({"format": "sommet/1", "meetings": meetings, "people": people}));
    let exported = file.told(&["export", "--format", "csv"]);
    let titles = |text: &str, column: usize, delimiter: u8, header: bool| {
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader
            .delimiter(delimiter)
            .has_headers(header)
            .from_reader(text.as_bytes());
        let rows = reader
            .records()
            .map(|row| row.expect("a row")[column].to_owned());
        rows.collect::<Vec<String>>()
    };
    let guarded: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(nth, text)| {
            if nth < 9 {
                format!("'{text}")
            } else {
                (*text).to_owned()
            }
        })
        .collect();
    assert_eq!(titles(&exported, 1, b',', true), guarded);
    let list = |format: &str, safe: bool| {
        let mut arguments = vec!["list", "meetings", "--format", format];
        arguments.extend(safe.then_some("--excel-safe"));
        file.told(&arguments)
    };
    assert_eq!(titles(&list("csv", true), 2, b',', true), guarded);
    assert_eq!(titles(&list("csv", false), 2, b',', true), texts);
    assert_eq!(titles(&list("plain", true), 2, b'\t', false), guarded);
    assert_eq!(titles(&list("plain", false), 2, b'\t', false), texts);
}

#[test]
fn one_escaper_for_every_markdown() {
    let names = [
        "~~~",
        "[x](javascript:y)",
        "a|b",
        "# h",
        "<b>",
        "12. x",
        "`c`",
        "*e*",
    ];
    let meetings = names.iter().zip("abcdefgh".chars()).map(|(name, id)| {
        json!({"id": id.to_string(), "title": name, "summary": name, "note": "after", "place": name})
    });
    let file = File::new(&json!({"format": "sommet/1", "meetings": meetings.collect::<Vec<_>>()}));
    let list = file.told(&["list", "meetings", "--format", "md"]);
    for ((name, id), line) in names
        .iter()
        .zip("abcdefgh".chars())
        .zip(list.lines().skip(2))
    {
        let escaped = sommet::export::text_in_markdown(name);
        assert!(line.contains(&format!("| {escaped} |")), "{line}");
        let page = file.told(&["show", &format!("meeting/{id}"), "--format", "md"]);
        let starts = format!("# {escaped}\n\n`meeting/{id}`");
        assert!(page.starts_with(&starts), "{page}");
        assert!(
            page.contains(&format!("\n{escaped}\n")),
            "the summary: {page}"
        );
    }
}

#[test]
fn a_long_cell_widens_no_other_row() {
    let long = "x".repeat(10_000);
    let mut organisations: Vec<_> = (0..200)
        .map(|nth| json!({"id": nth.to_string(), "name": "A", "short": format!("s{nth}")}))
        .collect();
    organisations.push(json!({"id": "long", "name": long}));
    let people: Vec<_> = (0..200)
        .map(|nth| json!({"name": format!("P{nth}"), "role": if nth == 7 { &long } else { "r" }}))
        .collect();
    let meeting = json!({"id": "m", "title": "M", "participants": people});
    let file = File::new(
        &json!({"format": "sommet/1", "organisations": organisations, "meetings": [meeting]}),
    );
    for arguments in [
        &["list", "organisations"][..],
        &["find", "a"],
        &["show", "meeting/m"],
    ] {
        let text = file.told(arguments);
        let longer = text.lines().filter(|line| line.len() > 400).count();
        assert!(longer <= 1, "{arguments:?}: {longer} lines");
        assert!(
            text.lines().all(|line| !line.ends_with(' ')),
            "{arguments:?}"
        );
    }
    assert!(
        file.told(&["list", "organisations"]).contains(&long),
        "nothing is cut in a pipe"
    );
    assert!(file.told(&["show", "meeting/m"]).contains(&long));
}

#[test]
fn a_calendar_without_events_is_no_file_and_what_it_leaves_out_is_said() {
    let of = |meetings: serde_json::Value| json!({"format": "sommet/1", "people": [{"id": "p", "name": "P"}], "meetings": meetings});
    let undated = json!({"id": "u", "title": "Undated"});
    let dated = json!({"id": "d", "title": "Dated", "date": "2024-03-11"});
    let early = json!({"id": "e", "title": "Early", "date": "-0044"});
    for (meetings, why) in [
        (json!([]), "there are no meetings here for a calendar"),
        (
            json!([undated]),
            "the only meeting here has no date that a calendar can hold",
        ),
        (
            json!([undated, early]),
            "none of the 2 meetings here has a date that a calendar can hold",
        ),
    ] {
        let file = File::new(&of(meetings));
        let to = file.0.path().join("out.ics");
        for more in [vec![], vec!["--output", to.to_str().expect("UTF-8")]] {
            let output = file.run(&[&["export", "--format", "ics"], &*more].concat());
            assert_eq!(
                (output.status.code(), utf8(&output.stdout)),
                (Some(1), String::new())
            );
            assert_eq!(utf8(&output.stderr), format!("sommet: {why}\n"));
        }
        assert!(!to.exists());
    }
    let file = File::new(&of(json!([dated, undated, early])));
    let output = file.run(&["export", "--format", "ics"]);
    let left_out =
        "2 meetings without a date that a calendar can hold are left out: meeting/e, meeting/u";
    assert_eq!(
        (output.status.code(), utf8(&output.stderr)),
        (Some(0), format!("sommet: {left_out}\n"))
    );
    assert_eq!(
        utf8(&file.run(&["export", "--format", "ics", "--quiet"]).stderr),
        ""
    );
    assert_eq!(
        utf8(&file.run(&["export", "--format", "ics", "meeting/d"]).stderr),
        ""
    );
}

#[test]
fn a_calendar_without_events_is_refused_on_the_screen_too() {
    let json = json!({"format": "sommet/1", "meetings": [{"id": "u", "title": "Undated"}]});
    let folder = tempfile::tempdir().expect("a folder");
    let mut journey = Journey::of(&json.to_string(), "120x36");
    journey.app.write_into(folder.path().to_owned());
    assert_eq!(journey.press("Ei"), None);
    journey.look();
    assert!(
        journey
            .screen()
            .contains("has no date that a calendar can hold"),
        "{}",
        journey.screen()
    );
    let json = json!({"format": "sommet/1", "meetings": [{"id": "u", "title": "U"}, {"id": "d", "title": "D", "date": "2024"}]});
    let mut journey = Journey::of(&json.to_string(), "120x36");
    journey.app.write_into(folder.path().to_owned());
    journey.keys("Ei");
    let screen = journey.screen();
    assert!(screen.contains("1 meeting without a date"), "{screen}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn options_may_stand_before_the_command() {
    let file = File::new(&json!({"format": "sommet/1", "people": [{"id": "p", "name": "P"}]}));
    let path = file.0.path().join("data.json");
    let path = path.to_str().expect("UTF-8");
    let wanted = file.told(&["list", "people"]);
    for before in [
        vec![],
        vec!["--ascii"],
        vec!["--theme", "mono", "--no-mouse"],
        vec!["-q", "--keymap", "none"],
    ] {
        let arguments = [&*before, &["--data", path, "list", "people"]].concat();
        let output = program(&arguments).output().expect("it runs");
        assert_eq!(
            (output.status.code(), utf8(&output.stdout)),
            (Some(0), wanted.clone()),
            "{arguments:?}"
        );
    }
}

#[test]
fn without_a_terminal_one_line_says_why() {
    let file = File::new(&json!({"format": "sommet/1"}));
    let path = file.0.path().join("data.json");
    for arguments in [vec![], vec![path.to_str().expect("UTF-8")]] {
        let output = program(&arguments).output().expect("it runs");
        assert_eq!(
            (output.status.code(), utf8(&output.stdout)),
            (Some(2), String::new())
        );
        let told = utf8(&output.stderr);
        assert!(
            told.starts_with("sommet: the screen needs a terminal;") && told.lines().count() == 1,
            "{told}"
        );
    }
}

#[test]
fn a_relative_folder_for_configurations_is_ignored() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |at: &str, key: &str| {
        let place = folder.path().join(at).join("sommet");
        std::fs::create_dir_all(&place).expect("a folder");
        std::fs::write(
            place.join("keymap.json"),
            format!(r#"{{"quit":["{key}"]}}"#),
        )
        .expect("written");
    };
    put("relative", "Z");
    put("home/.config", "Q");
    let keys = |configured: &str| {
        let mut command = program(&["keys", "--format", "plain"]);
        command
            .current_dir(folder.path())
            .env("HOME", folder.path().join("home"));
        let output = command
            .env("XDG_CONFIG_HOME", configured)
            .output()
            .expect("it runs");
        let lines = utf8(&output.stdout);
        let quit = lines
            .lines()
            .find(|line| line.contains("\tquit\t"))
            .expect("a row");
        quit.split('\t').next().map(str::to_owned)
    };
    assert_eq!(keys("relative").as_deref(), Some("Q"));
    assert_eq!(keys("").as_deref(), Some("Q"));
    let absolute = folder.path().join("relative");
    assert_eq!(
        keys(absolute.to_str().expect("UTF-8")).as_deref(),
        Some("Z")
    );
}

#[test]
fn no_colour_is_no_colour_in_a_picture_for_a_terminal() {
    let shot = |more: &[&str], bare: bool| {
        let mut command = program(&[&["shot", "--size", "80x24"], more].concat());
        if bare {
            command.env("NO_COLOR", "1");
        }
        utf8(&command.output().expect("it runs").stdout)
    };
    let ansi = ["--format", "ansi"];
    let mono = shot(&["--format", "ansi", "--theme", "mono"], false);
    assert_ne!(shot(&ansi, false), mono);
    assert_eq!(shot(&ansi, true), mono);
    assert_eq!(shot(&["--format", "ansi", "--color", "never"], false), mono);
    assert_eq!(
        shot(&["--format", "ansi", "--color", "always"], true),
        shot(&ansi, false)
    );
    assert_eq!(
        shot(&["--format", "svg"], true),
        shot(&["--format", "svg"], false)
    );
}

// Telling apart.

fn of_one_name() -> serde_json::Value {
    json!({"format": "sommet/1",
        "organisations": [{"id": "SSAF", "name": "Senate Agriculture"}, {"id": "HSAG", "name": "House Agriculture"},
            {"id": "1", "name": "Nutrition", "parent": "SSAF"}, {"id": "2", "name": "Nutrition", "parent": "HSAG"}],
        "people": [{"id": "x", "name": "C. Bos", "roles": [{"title": "Councillor", "organisation": "SSAF"}]},
            {"id": "y", "name": "C. Bos"}, {"id": "z", "name": "C. Bos"}],
        "meetings": [{"id": "1", "title": "Gemeinderat", "date": "2021-01-26"}, {"id": "2", "title": "Gemeinderat", "date": "2021-02-23"}]})
}

#[test]
fn what_would_read_the_same_is_told_apart_in_the_shell() {
    let file = File::new(&of_one_name());
    let people = file.told(&["find", "bos"]);
    for name in [
        "C. Bos (Councillor, Senate Agriculture)",
        "C. Bos (y)",
        "C. Bos (z)",
    ] {
        assert!(people.contains(name), "{people}");
    }
    let organisations = file.told(&["list", "organisations"]);
    for name in [
        "Nutrition (Senate Agriculture)",
        "Nutrition (House Agriculture)",
        "  Senate Agriculture  ",
    ] {
        assert!(organisations.contains(name), "{organisations}");
    }
    let meetings = file.told(&["find", "gemeinderat"]);
    assert!(
        meetings.contains("Gemeinderat  2021-01-26")
            && meetings.contains("Gemeinderat  2021-02-23"),
        "{meetings}"
    );
    // Programs have the keys, and get the names as they are.
    assert!(
        file.told(&["find", "bos", "--format", "csv"])
            .contains("person/y,C. Bos,")
    );
    assert!(
        file.told(&["list", "organisations", "--format", "plain"])
            .contains("organisation/1\tNutrition\t")
    );
}

#[test]
fn what_would_read_the_same_is_told_apart_in_find() {
    for size in ["120x36", "80x24", "50x16"] {
        let seen = |keys: &str| {
            let mut journey = Journey::of(&of_one_name().to_string(), size);
            journey.keys(keys);
            journey.list().join("\n")
        };
        let found = seen("/bos");
        assert!(
            found.contains("Councillor")
                && found.contains("C. Bos  y")
                && found.contains("C. Bos  z"),
            "{found}"
        );
        let found = seen("/gemeinderat");
        assert!(
            found.contains("2021-01-26") && found.contains("2021-02-23"),
            "{found}"
        );
        let listed = seen("go");
        assert!(
            listed.contains("Nutrition  Senate") && listed.contains("Nutrition  House"),
            "{listed}"
        );
    }
}

// Organisations.

fn of_organisations() -> String {
    json!({"format": "sommet/1",
        "organisations": [{"id": "m", "name": "Minister"}, {"id": "t", "name": "Northline"}, {"id": "o", "name": "Blue Harbour"}],
        "people": [{"id": "a", "name": "Ann"}],
        "meetings": [
            {"id": "1", "title": "Update", "date": "2018-01-01", "hosts": ["m"],
                "participants": [{"organisation": "t"}, {"organisation": "o", "basis": "announced"}, {"person": "a", "organisation": "m"}]},
            {"id": "2", "title": "Later", "date": "2019-01-01", "hosts": ["m"], "participants": [{"organisation": "t"}]}]})
    .to_string()
}

/// The lines of a part of a page, below its heading.
fn part(page: &str, heading: &str) -> Vec<String> {
    let lines = page
        .lines()
        .skip_while(|line| !line.starts_with(heading))
        .skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn an_organisation_is_named_with_others() {
    let file = File::new(&serde_json::from_str(&of_organisations()).expect("JSON"));
    let page = file.told(&["show", "organisation/t"]);
    assert_eq!(part(&page, "PEOPLE NAMED"), ["Ann 1 person/a"]);
    assert_eq!(
        part(&page, "NAMED WITH"),
        ["Minister 2 organisation/m", "Blue Harbour 1 organisation/o"]
    );
}

#[test]
fn organisations_without_a_person_have_a_group_of_their_own() {
    let file = File::new(&serde_json::from_str(&of_organisations()).expect("JSON"));
    let page = file.told(&["show", "meeting/1"]);
    assert_eq!(part(&page, "PEOPLE"), ["Ann person/a"]);
    assert_eq!(
        part(&page, "NAMED WITHOUT A PERSON"),
        [
            "Northline organisation/t",
            "Blue Harbour announced organisation/o"
        ]
    );
    assert_eq!(
        part(&page, "ORGANISATIONS"),
        ["Minister (host) organisation/m"]
    );
    let page = file.told(&["show", "meeting/2"]);
    assert_eq!(part(&page, "PEOPLE"), ["? nobody is named"]);
}
