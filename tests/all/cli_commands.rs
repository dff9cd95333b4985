//! The commands without a screen: the real program, its two outputs and its exit codes.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use insta::assert_snapshot;
use serde_json::Value;
use sommet::browse::timeline::Timeline;
use sommet::data::{Kind, Origin, load};
use sommet::query::{Matcher, Query};
use sommet::search::Index;

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    command.args(arguments).stdin(Stdio::null());
    command.env_remove("NO_COLOR").env("TERM", "xterm");
    command
}

fn run(arguments: &[&str]) -> Output {
    program(arguments).output().expect("it runs")
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// What was written on standard output by a command that found something and had no complaint.
fn found(arguments: &[&str]) -> String {
    let output = run(arguments);
    let errors = utf8(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
    utf8(&output.stdout)
}

/// The exit code, and both outputs, for a look.
fn told(arguments: &[&str]) -> String {
    let output = run(arguments);
    let code = output.status.code().expect("no signal");
    let (out, messages) = (utf8(&output.stdout), utf8(&output.stderr));
    format!("exit {code}\n--- output\n{out}--- messages\n{messages}")
}

/// The exit code and the messages of a command that writes nothing on standard output.
fn refused(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    assert_eq!(utf8(&output.stdout), "", "{arguments:?}");
    let code = output.status.code().expect("no signal");
    (code, utf8(&output.stderr))
}

/// The first cell of each line, in the order of the lines.
fn keys(arguments: &[&str]) -> Vec<String> {
    let lines = found(&[arguments, &["--format", "plain"]].concat());
    let keys = lines.lines().filter_map(|line| line.split('\t').next());
    keys.map(str::to_owned).collect()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&found(arguments)).expect("JSON")
}

/// A file that is written for one test.
struct Fixture(PathBuf);

impl Fixture {
    fn new(name: &str, text: &str) -> Self {
        let name = format!("sommet-cli-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::write(&path, text).expect("a place for it");
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().expect("UTF-8")
    }

    /// Names of the fixture as they stand in a snapshot.
    fn hidden(&self, text: &str) -> String {
        text.replace(self.path(), "FILE")
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

const BROKEN: &str = r#"{"format":"sommet/1","title":"Broken","people":[
  {"id":"a","name":7},{"id":"a","name":"B"}],
 "meetings":[{"id":"m","title":"=M","date":"2013-13-40",
   "participants":[{"person":"zz"}],"topics":["climat"]}],
 "topics":[{"id":"climate","name":"Climate","odd":1}]}"#;

const NOTES: &str =
    r#"{"format":"sommet/1","version":"3","topics":[{"id":"t","name":"T","odd":1}]}"#;

// Finding.

#[test]
fn the_best_hit_comes_first_with_its_reason() {
    let answer = json(&["find", "sorensen", "--format", "json"]);
    assert_eq!(answer["items"][0]["key"], "person/claus-sorensen");
    assert_eq!(answer["items"][0]["reason"], "name, accent folded");
    assert_eq!(answer["format"], "sommet-answer/1");
    assert_eq!(answer["query"], "sorensen");
    let version = load(&Origin::Bundled)
        .expect("bundled")
        .about()
        .version
        .clone();
    assert_eq!(answer["data_version"], version.as_str());
    let items = answer["items"].as_array().expect("items");
    assert_eq!(answer["count"], items.len());
    assert_snapshot!(told(&["find", "sorensen", "--limit", "3"]), @r#"
    exit 0
    --- output
    KEY                    NAME                                 DATE        MEETINGS  REASON
    person/claus-sorensen  Claus Sørensen                                          2  name, accent folded
    meeting/som-02         2nd EU–IOM Senior Officials Meeting  2014-10-01            person named
    meeting/som-01         1st EU–IOM Senior Officials Meeting  2013-05-03            person named
    --- messages
    sommet: 3 of 5 are listed
    "#);
}

#[test]
fn words_and_fields_are_one_query() {
    let with = keys(&["find", "topic:climate", "in:2014"]);
    assert!(with.contains(&"meeting/som-02".to_owned()), "{with:?}");
    let without = keys(&["find", "in:2013", "-topic:climate"]);
    assert!(
        !without.contains(&"meeting/som-01".to_owned()),
        "{without:?}"
    );
    let explained = found(&["find", "-topic:climate", "in:2014", "--explain"]);
    assert_snapshot!(explained, @r#"
    -topic:climate in:2014
      leave out
        meetings of the topic Climate change, environmental degradation and migration
      held from 2014-01-01 to 2014-12-31
    "#);
}

#[test]
fn nothing_found_is_said() {
    assert_snapshot!(told(&["find", "qqqqzzzz"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: no record has a name like qqqqzzzz
    "#);
    let json = run(&["find", "qqqqzzzz", "--format", "json"]);
    assert_eq!(json.status.code(), Some(1));
    let answer: Value = serde_json::from_slice(&json.stdout).expect("JSON all the same");
    assert_eq!(answer["count"], 0);
    assert_snapshot!(told(&["find", " "]), @r#"
    exit 2
    --- output
    --- messages
    sommet: what is to be found? Try `sommet find sorensen`, or `sommet list people` for all
    "#);
    assert_snapshot!(told(&["find", "--fromat", "json", "x"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: unexpected argument '--fromat' found

      tip: a similar argument exists: '--format'

    Usage: sommet find --format <FORMAT> <QUERY>...

    For more information, try '--help'.
    "#);
}

// Listing.

#[test]
fn meetings_of_a_person_in_some_years() {
    let keys = keys(&["list", "meetings", "--where", "person:swing in:2013..2014"]);
    assert_eq!(
        keys,
        [
            "meeting/som-01",
            "meeting/hld-2013-10",
            "meeting/easo-visit-2013",
            "meeting/som-02"
        ]
    );
}

const QUERIES: [&str; 20] = [
    "topic:climate-migration",
    "topic:climate",
    "person:swing",
    "person:swing in:2013..2014",
    "person:sorensen topic:climate",
    "org:echo",
    "org:iom -topic:climate",
    "place:brussels",
    "series:som",
    "series:som after:2018-04",
    "before:2014",
    "in:2019",
    "has:conflict",
    "-has:place",
    "kind:high-level",
    "role:\"director general\"",
    "agreement:framework",
    "(person:pope or person:vitorino) in:2019..",
    "text:libya",
    "climate or swing",
];

#[test]
fn the_shell_lists_what_the_screen_shows() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let index = Index::new(&dataset);
    let matcher = Matcher::new(&dataset, &index);
    for text in QUERIES {
        let query = Query::parse(text).expect(text);
        let timeline = Timeline::new(&dataset, &index, &query);
        let shown = timeline.rows.iter().filter_map(|row| row.record());
        let shown: Vec<String> = shown.map(|id| dataset.key(id)).collect();
        assert!(!shown.is_empty(), "{text} is to find something");
        assert_eq!(shown.len(), matcher.keep(&query).len(), "{text}");
        for command in [&["list", "meetings"][..], &["timeline"]] {
            let arguments = [command, &["--where", text]].concat();
            assert_eq!(keys(&arguments), shown, "{arguments:?}");
        }
    }
}

#[test]
fn every_kind_is_listed_whole_and_in_order() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    for kind in Kind::ALL {
        let all: Vec<String> = dataset.all(kind).map(|id| dataset.key(id)).collect();
        assert_eq!(keys(&["list", kind.many()]), all);
        assert_eq!(keys(&["list", kind.one()]), all);
    }
}

#[test]
fn every_format_of_one_list() {
    for format in ["text", "plain", "json", "jsonl", "csv", "md"] {
        let listed = found(&[
            "list",
            "people",
            "--where",
            "topic:climate",
            "--format",
            format,
            "--limit",
            "2",
            "-q",
        ]);
        assert_snapshot!(format!("cli_people_{format}"), listed);
    }
    let bare = found(&[
        "list",
        "people",
        "--format",
        "csv",
        "--no-header",
        "--limit",
        "1",
        "-q",
    ]);
    assert!(bare.starts_with("person/"), "{bare}");
    let header = found(&["list", "people", "--no-header", "--limit", "1", "-q"]);
    assert!(header.starts_with("person/"), "{header}");
}

#[test]
fn each_line_of_jsonl_is_an_item_of_json() {
    for command in [
        &["list", "meetings"][..],
        &["find", "swing"],
        &["show", "person/claus-sorensen", "meeting/som-01"],
        &["related", "topic/climate-migration"],
        &["timeline"],
        &["count", "topic"],
        &["keys"],
    ] {
        let answer = json(&[command, &["--format", "json"]].concat());
        let lines = found(&[command, &["--format", "jsonl"]].concat());
        let items = lines
            .lines()
            .map(|line| serde_json::from_str(line).expect("JSON"));
        let items: Vec<Value> = items.collect();
        assert_eq!(answer["items"], Value::Array(items), "{command:?}");
    }
}

#[test]
fn every_line_of_plain_and_csv_has_every_cell() {
    for command in [
        &["list", "meetings"][..],
        &["list", "sources"],
        &["find", "swing"],
        &["show", "meeting/som-02", "source/s-faq-2013"],
        &["related", "topic/climate-migration"],
        &["timeline"],
        &["count", "topic"],
        &["keys"],
    ] {
        let csv = found(&[command, &["--format", "csv"]].concat());
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let columns = reader.headers().expect("a header").len();
        let records: Result<Vec<csv::StringRecord>, _> = reader.records().collect();
        let records = records.expect("as many cells as the header");
        let plain = found(&[command, &["--format", "plain"]].concat());
        assert_eq!(plain.lines().count(), records.len(), "{command:?}");
        for line in plain.lines() {
            assert_eq!(line.split('\t').count(), columns, "{command:?}: {line}");
        }
    }
}

#[test]
fn an_empty_list_says_whether_that_proves_anything() {
    assert_snapshot!(told(&["list", "meetings", "--where", "topic:zzz"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: no meeting with topic:zzz on record; the agenda of 42 meetings is not known whole, so this is no proof of absence
    "#);
    assert_snapshot!(told(&["list", "meetings", "--where", "person:sorenson"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: no meeting with person:sorenson on record; did you mean person:claus-sorensen?
    "#);
    assert_snapshot!(told(&["list", "meetings", "--where", "topic:libya in:2013"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: no meeting has both; for 2013 there is no meeting of Migrants and refugees in Libya on record; the agenda of 3 meetings in that time is not known whole, so this is no proof of absence
    "#);
    assert_snapshot!(told(&["timeline", "--where", "in:1990"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: no meeting in 1990 on record
    "#);
    let quiet = run(&["list", "meetings", "--where", "topic:zzz", "--quiet"]);
    assert_eq!(quiet.status.code(), Some(1));
    assert_eq!(utf8(&quiet.stderr), "");
    let whole = r#"{"format":"sommet/1","people":[{"id":"a","name":"Ann"}],
        "meetings":[{"id":"m","title":"M","attendance":"complete"}]}"#;
    let whole = Fixture::new("whole.json", whole);
    let (code, messages) = refused(&[
        "list",
        "meetings",
        "--data",
        whole.path(),
        "--where",
        "person:a",
    ]);
    assert_eq!(
        (code, messages.as_str()),
        (1, "sommet: no meeting of Ann on record\n")
    );
}

// Showing.

#[test]
fn a_record_is_shown_with_roles_links_and_sources() {
    assert_snapshot!("cli_show_text", found(&["show", "person/claus-sorensen"]));
    assert_snapshot!(
        "cli_show_md",
        found(&["show", "person/claus-sorensen", "--format", "md"])
    );
    assert_snapshot!(
        "cli_show_plain",
        found(&[
            "show",
            "agreement/framework-agreement-2011",
            "--format",
            "plain"
        ])
    );
    let answer = json(&[
        "show",
        "meeting/som-02",
        "person/claus-sorensen",
        "--format",
        "json",
    ]);
    assert_eq!(answer["count"], 2);
    let meeting = &answer["items"][0];
    assert_eq!(
        (meeting["key"].as_str(), meeting["date"].as_str()),
        (Some("meeting/som-02"), Some("2014-10-01"))
    );
    let sections = meeting["sections"].as_array().expect("sections");
    let people = sections
        .iter()
        .find(|section| section["heading"] == "PEOPLE NAMED")
        .expect("people");
    let keys: Vec<&Value> = people["links"]
        .as_array()
        .expect("links")
        .iter()
        .map(|link| &link["key"])
        .collect();
    assert!(
        keys.contains(&&Value::from("person/claus-sorensen")),
        "{keys:?}"
    );
}

#[test]
fn every_record_can_be_shown_and_has_its_links() {
    let dataset = load(&Origin::Bundled).expect("bundled");
    let keys: Vec<String> = Kind::ALL
        .into_iter()
        .flat_map(|kind| dataset.all(kind))
        .map(|id| dataset.key(id))
        .collect();
    let mut arguments = vec!["show", "--format", "jsonl"];
    arguments.extend(keys.iter().map(String::as_str));
    assert_eq!(found(&arguments).lines().count(), keys.len());
}

#[test]
fn a_record_that_is_not_there_is_told_with_the_nearest() {
    assert_snapshot!(told(&["show", "person/claus-sorenson", "topic/nothing-like-it"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: there is no topic with the id `nothing-like-it`
    sommet: there is no person with the id `claus-sorenson`; did you mean person/claus-sorensen?
    "#);
    assert_snapshot!(told(&["show", "sorensen"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: `sorensen` is no record: write its kind and its id, as in person/claus-sorensen; did you mean person/claus-sorensen?
    "#);
    assert_snapshot!(told(&["related", "persn/claus-sorensen"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: `persn` is no kind of record: use one of meeting, person, organisation, topic, agreement, source
    "#);
    let both = run(&["show", "person/claus-sorensen", "person/nobody-at-all"]);
    assert_eq!(both.status.code(), Some(1));
    assert!(utf8(&both.stdout).starts_with("Claus Sørensen\n"));
}

#[test]
fn links_are_listed_both_ways_with_counts() {
    assert_snapshot!("cli_related", found(&["related", "person/claus-sorensen"]));
    let mut known: HashMap<String, Vec<String>> = HashMap::new();
    let mut linked = |key: &str| -> Vec<String> {
        let links = || keys(&["related", key]);
        known.entry(key.to_owned()).or_insert_with(links).clone()
    };
    for key in keys(&["list", "agreements"])
        .into_iter()
        .chain(keys(&["list", "people"]))
    {
        for other in linked(&key) {
            // What stands in the rooms of an organisation is too much to list.
            let back = other.starts_with("organisation/") || linked(&other).contains(&key);
            assert!(back, "{key} names {other}, but not the other way");
        }
    }
}

#[test]
fn a_timeline_has_headings_and_silences() {
    assert_snapshot!(told(&["timeline", "--limit", "5"]), @r#"
    exit 0
    --- output
    KEY                                 DATE        TITLE                                                          PLACE
    1994
    agreement/fpa-humanitarian-1994     1994        Framework Partnership Agreement for humanitarian aid of 1994
      · · · at least 13 years · · ·
    1995..2007: none
    2008
    agreement/fpa-io-2008               2008        Framework Partnership Agreement for humanitarian aid (FPA-IO)
      · · · at least 2 years, 10 months · · ·
    2009: none
    2010: none
    2011
    agreement/framework-agreement-2011  2011-11-08  EU–IOM Framework Agreement
    meeting/signing-2011                2011-11-08  Signing of the EU–IOM Framework Agreement                      Brussels
      · · · at least 7 months · · ·
    2012
    agreement/strategic-framework-2012  2012-07     EU–IOM Strategic Cooperation Framework
    --- messages
    sommet: 5 of 50 are listed
    "#);
    assert_snapshot!(told(&["timeline", "--by", "month", "--where", "series:som in:2013..2016"]), @r#"
    exit 0
    --- output
    KEY             DATE        TITLE                                PLACE
    2013-05
    meeting/som-01  2013-05-03  1st EU–IOM Senior Officials Meeting
      · · · 16 months · · ·
    2014-10
    meeting/som-02  2014-10-01  2nd EU–IOM Senior Officials Meeting
      · · · 16 months · · ·
    2015: none
    2016-02
    meeting/som-03  2016-02-16  3rd EU–IOM Senior Officials Meeting  Brussels
    --- messages
    "#);
    let answer = json(&[
        "timeline",
        "--where",
        "series:som in:2013..2016",
        "--by",
        "month",
        "--format",
        "json",
    ]);
    assert_eq!(answer["items"][1]["months_of_silence_before"], 16);
    assert_eq!(answer["items"][1]["period"], "2014-10");
}

#[test]
fn meetings_are_counted() {
    assert_snapshot!(told(&["count", "year", "--where", "person:swing"]), @r#"
    exit 0
    --- output
    VALUE  MEETINGS  QUERY
    2011          1  in:2011
    2012          0  in:2012
    2013          3  in:2013
    2014          1  in:2014
    2015          4  in:2015
    2016          1  in:2016
    2017          6  in:2017
    2018          3  in:2018
    --- messages
    "#);
    assert_snapshot!(told(&["count", "person", "--where", "topic:climate", "--limit", "3"]), @r#"
    exit 0
    --- output
    VALUE               MEETINGS  QUERY
    Laura Thompson             3  person:laura-thompson
    William Lacy Swing         3  person:william-lacy-swing
    Amy Pope                   2  person:amy-pope
    --- messages
    sommet: 3 of 15 are listed
    "#);
    assert_snapshot!(told(&["count", "place", "--where", "in:2013..2014"]), @r#"
    exit 0
    --- output
    VALUE     MEETINGS  QUERY
    Malta            1  place:^Malta$
    New York         1  place:"^New York$"
    --- messages
    sommet: no place is known of 2 meetings
    "#);
    assert_snapshot!(told(&["count", "place", "--where", "in:2014"]), @r#"
    exit 1
    --- output
    --- messages
    sommet: the place of 1 meeting is not known
    "#);
    for field in ["year", "person", "organisation", "topic", "place", "kind"] {
        let lines = found(&["count", field, "--format", "plain", "-q"]);
        for line in lines.lines() {
            let cells: Vec<&str> = line.split('\t').collect();
            let count = |nth: usize| cells[nth].parse::<usize>().expect("a number");
            let kept = run(&[
                "list", "meetings", "--where", cells[3], "--format", "csv", "-q",
            ]);
            let kept = String::from_utf8(kept.stdout).expect("UTF-8");
            let rows = || kept.lines().skip(1);
            let perhaps = rows().filter(|row| row.ends_with(",perhaps")).count();
            assert_eq!(
                (count(1), count(2)),
                (rows().count() - perhaps, perhaps),
                "{line}"
            );
        }
    }
}

// Checking.

#[test]
fn all_problems_are_told_at_once() {
    let broken = Fixture::new("broken.json", BROKEN);
    // The name of the file, and so the widths of the columns, are new with every run.
    let plain = told(&["check", broken.path(), "--format", "plain"]);
    assert_snapshot!("cli_check", broken.hidden(&plain).replace('\t', " → "));
    let output = run(&["check", broken.path(), "--format", "json"]);
    assert_eq!(output.status.code(), Some(3));
    let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let paths: Vec<&str> = answer["items"]
        .as_array()
        .expect("items")
        .iter()
        .filter_map(|item| item["path"].as_str())
        .collect();
    assert!(
        paths.contains(&"meetings[0].participants[0].person"),
        "{paths:?}"
    );
    assert_eq!(answer["count"], 6);
    let listed = run(&[
        "list",
        "meetings",
        "--data",
        broken.path(),
        "--format",
        "csv",
        "--excel-safe",
    ]);
    assert!(utf8(&listed.stdout).contains(",'=M,"));
    assert!(utf8(&listed.stderr).contains("has 5 errors; `sommet check` tells more"));
}

#[test]
fn several_files_are_looked_through_and_the_worst_decides() {
    let (broken, notes) = (
        Fixture::new("b.json", BROKEN),
        Fixture::new("n.json", NOTES),
    );
    let array = Fixture::new("a.json", "[]");
    let code = |files: &[&str]| run(&[&["check"], files].concat()).status.code();
    assert_eq!(code(&[notes.path()]), Some(0));
    assert_eq!(code(&[notes.path(), broken.path()]), Some(3));
    assert_eq!(code(&[array.path()]), Some(3));
    assert_eq!(
        code(&[array.path(), "/no/such/file", notes.path()]),
        Some(4)
    );
    assert_eq!(code(&[]), Some(2));
    let lines = run(&[
        "check",
        array.path(),
        "/no/such/file",
        notes.path(),
        "--format",
        "plain",
        "-q",
    ]);
    let text = array.hidden(&notes.hidden(&utf8(&lines.stdout)));
    assert_snapshot!(text.replace('\t', " → "), @r#"
    FILE → refused →  → an array stands on top; a dataset is one JSON object with "format": "sommet/1"
    /no/such/file → refused →  → no such file or directory
    FILE → note → topics[0].odd → unknown field, left aside
    "#);
    assert_eq!(utf8(&lines.stderr), "");
}

#[test]
fn a_dataset_may_come_from_standard_input() {
    let fed = |arguments: &[&str], text: &str| {
        let mut child = program(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        child
            .stdin
            .take()
            .expect("a pipe")
            .write_all(text.as_bytes())
            .expect("it reads");
        child.wait_with_output().expect("it ends")
    };
    let listed = fed(
        &["list", "topics", "--data", "-", "--format", "json"],
        NOTES,
    );
    let answer: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    assert_eq!(
        (&answer["data_version"], &answer["items"][0]["key"]),
        (&Value::from("3"), &Value::from("topic/t"))
    );
    assert_eq!(fed(&["check", "-"], BROKEN).status.code(), Some(3));
}

// What the program tells of itself.

#[test]
fn schema_and_keys() {
    let schema: Value = serde_json::from_str(&found(&["schema"])).expect("JSON");
    assert_eq!(
        schema["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    let keys = found(&["keys"]);
    assert!(
        keys.contains("Moving\n") && keys.contains("next row"),
        "{keys}"
    );
    let own = Fixture::new("keys.json", r#"{"next":["ctrl-x"]}"#);
    let first = json(&[
        "keys",
        "--keymap",
        own.path(),
        "--format",
        "json",
        "--limit",
        "1",
        "-q",
    ]);
    assert_eq!(first["items"][0]["keys"], "ctrl-x");
    let wrong = Fixture::new("wrong-keys.json", r#"{"nxt":["j"]}"#);
    let (code, messages) = refused(&["keys", "--keymap", wrong.path()]);
    assert_eq!(code, 2);
    assert!(messages.contains("`nxt`"), "{messages}");
    assert_eq!(refused(&["keys", "--keymap", "/no/such/file"]).0, 4);
}

#[test]
fn completions_load() {
    for (shell, check) in [
        ("bash", &["-n"][..]),
        ("zsh", &["-n"]),
        ("fish", &["--no-execute"]),
    ] {
        let script = found(&["completions", shell]);
        assert!(script.contains("sommet"), "{shell}");
        let file = Fixture::new(&format!("completions.{shell}"), &script);
        // A shell that is not installed cannot be asked.
        if let Ok(output) = Command::new(shell).args(check).arg(file.path()).output() {
            assert!(output.status.success(), "{shell}: {}", utf8(&output.stderr));
        }
    }
    let (code, messages) = refused(&["completions", "bsh"]);
    assert_eq!(code, 2);
    assert!(messages.contains("'bash'"), "{messages}");
}

#[test]
fn the_manual_renders() {
    for page in [&["man"][..], &["man", "list"], &["man", "shot"]] {
        let roff = found(page);
        assert!(roff.starts_with(".ie") || roff.starts_with(".TH"), "{roff}");
        assert!(
            roff.contains(".SH \"EXAMPLES\"\n.nf\n\\&  sommet"),
            "{roff}"
        );
        let file = Fixture::new(&format!("{}.1", page.join("-")), &roff);
        if let Ok(output) = Command::new("groff")
            .args(["-Kutf8", "-man", "-Tutf8", "-ww", "-z", file.path()])
            .output()
        {
            assert_eq!(utf8(&output.stderr), "", "{page:?}");
        }
    }
    assert!(found(&["man"]).contains(".SH \"EXIT STATUS\""));
    assert_snapshot!(told(&["man", "lst"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: there is no command `lst`: did you mean `sommet man list`?
    "#);
}

#[test]
fn help_begins_with_examples() {
    assert_snapshot!("cli_help", found(&["--help"]));
    for command in [
        "find",
        "list",
        "show",
        "related",
        "timeline",
        "count",
        "check",
        "schema",
        "keys",
        "completions",
        "man",
        "shot",
    ] {
        let help = found(&[command, "--help"]);
        let (examples, usage) = (help.find("Examples:\n  sommet "), help.find("Usage:"));
        assert!(examples.is_some() && examples < usage, "{command}: {help}");
    }
}

// Mistakes.

#[test]
fn every_mistake_gets_a_suggestion() {
    assert_snapshot!(told(&["list", "meetings", "--where", "topc:climate"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: this query cannot be read:
      topc:climate
      ^^^^ there is no field `topc`: did you mean topic:?
    "#);
    assert_snapshot!(told(&["--where", "topc:climate"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: this query cannot be read:
      topc:climate
      ^^^^ there is no field `topc`: did you mean topic:?
    "#);
    assert_snapshot!(told(&["shwo"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: there is no command and no file `shwo`: did you mean `sommet show`?
    "#);
    assert_snapshot!(told(&["shwo", "person/claus-sorensen"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: there is no command and no file `shwo`: did you mean `sommet show`?
    "#);
    assert_snapshot!(told(&["sorensen"]), @r#"
    exit 4
    --- output
    --- messages
    sommet: there is no file `sorensen`; to search for it: sommet find sorensen
    "#);
    assert_snapshot!(told(&["no-such-file.json"]), @r#"
    exit 4
    --- output
    --- messages
    sommet: no-such-file.json: no such file or directory
    "#);
    assert_snapshot!(told(&["list", "metings"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: invalid value 'metings' for '<KIND>'
      [possible values: meetings, people, topics, organisations, agreements, sources]

      tip: a similar value exists: 'meetings'

    For more information, try '--help'.
    "#);
    assert_snapshot!(told(&["list", "people", "--limt", "3"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: unexpected argument '--limt' found

      tip: a similar argument exists: '--limit'

    Usage: sommet list --limit <N> <KIND>

    For more information, try '--help'.
    "#);
    assert_snapshot!(told(&["list", "people", "--limit", "0"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: invalid value '0' for '--limit <N>': it is a number from 1 on

    For more information, try '--help'.
    "#);
    assert_snapshot!(told(&["list", "people", "--format", "jsn"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: invalid value 'jsn' for '--format <FORMAT>'
      [possible values: text, plain, json, jsonl, csv, md]

      tip: a similar value exists: 'json'

    For more information, try '--help'.
    "#);
    assert_snapshot!(told(&["count", "yer"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: invalid value 'yer' for '<FIELD>'
      [possible values: year, person, organisation, topic, place, kind]

      tip: a similar value exists: 'year'

    For more information, try '--help'.
    "#);
    assert_snapshot!(told(&["x.json", "list", "meetings"]), @r#"
    exit 2
    --- output
    --- messages
    sommet: a file follows the command, as in sommet list meetings --data FILE
    "#);
}

#[test]
fn a_query_is_explained_instead_of_answered() {
    let explained = found(&[
        "list",
        "meetings",
        "--where",
        "topic:climate in:2014",
        "--explain",
    ]);
    assert_snapshot!(explained, @r#"
    topic:climate in:2014
      meetings of the topic Climate change, environmental degradation and migration
      held from 2014-01-01 to 2014-12-31
    "#);
    for command in [
        &["timeline"][..],
        &["count", "year"],
        &["list", "people"],
        &["shot"],
        &[],
    ] {
        let arguments = [command, &["--where", "topic:climate in:2014", "--explain"]].concat();
        assert_eq!(found(&arguments), explained, "{arguments:?}");
    }
}

#[test]
fn the_screen_takes_a_query_too() {
    let shown = found(&[
        "shot",
        "--size",
        "100x30",
        "--where",
        "topic:climate-migration in:2014",
    ]);
    assert!(shown.contains("2nd SOM"), "{shown}");
    assert!(!shown.contains("1st SOM"), "{shown}");
}

// Outputs.

#[test]
fn files_that_cannot_be_read() {
    let array = Fixture::new("array.json", "[]");
    for command in [
        &["list", "people"][..],
        &["find", "x"],
        &["count", "year"],
        &["timeline"],
        &["show", "person/x"],
        &["related", "person/x"],
    ] {
        let code = |path: &str| refused(&[command, &["--data", path]].concat()).0;
        assert_eq!(code(array.path()), 3, "{command:?}");
        assert_eq!(code("/no/such/file"), 4, "{command:?}");
        assert_eq!(code("/"), 4, "{command:?}");
    }
}

#[test]
fn a_full_disk_is_a_failure() {
    let Ok(full) = File::options().write(true).open("/dev/full") else {
        return;
    };
    for command in [
        &["list", "meetings"][..],
        &["--help"],
        &["schema"],
        &["man"],
        &["check", "/dev/null"],
    ] {
        let full = full.try_clone().expect("another handle");
        let status = program(command).stdout(full).stderr(Stdio::null()).status();
        assert_eq!(status.expect("it runs").code(), Some(4), "{command:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = program(&["list", "sources", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut first = String::new();
    let mut out = BufReader::with_capacity(1, child.stdout.take().expect("a pipe"));
    out.read_line(&mut first).expect("a line");
    drop(out);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((first.as_str(), output.status.code()), ("{\n", Some(0)));
    assert_eq!(utf8(&output.stderr), "");
}

#[test]
fn colour_is_asked_for_or_not_there() {
    let list = ["list", "people", "--limit", "1", "-q"];
    let bare = found(&list);
    assert!(!bare.contains('\u{1b}'));
    let coloured = found(&[&list[..], &["--color", "always"]].concat());
    assert!(coloured.starts_with("\u{1b}[1mKEY"), "{coloured:?}");
    let without = ["\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m"];
    let without = without
        .iter()
        .fold(coloured, |text, code| text.replace(code, ""));
    assert_eq!(without, bare);
    assert_eq!(found(&[&list[..], &["--color", "never"]].concat()), bare);
    let plain = found(&["list", "people", "--format", "plain", "--color", "always"]);
    assert!(!plain.contains('\u{1b}'));
}

#[test]
fn hostile_names_stay_harmless_in_every_format() {
    let hostile = "{\"format\":\"sommet/1\",\"topics\":[{\"id\":\"a\\u001b[2Jb\\u202e\",\"name\":\"\\u001b]0;x\\u0007|\\tT\\n\"}]}";
    let file = Fixture::new("hostile.json", hostile);
    for format in ["text", "plain", "json", "jsonl", "csv", "md"] {
        let listed = run(&["list", "topics", "--data", file.path(), "--format", format]);
        let text = utf8(&listed.stdout);
        let harmful = |c: char| (c.is_control() && c != '\n' && c != '\t') || c == '\u{202e}';
        assert!(!text.contains(harmful), "{format}: {text:?}");
        assert!(
            !text.contains("\\u001b") && !text.contains("\\u202e"),
            "{format}: {text:?}"
        );
    }
    assert!(Path::new(file.path()).exists());
}

// Taking away.

#[test]
fn an_export_goes_to_standard_output_or_says_why_not() {
    let text = found(&["export", "meeting/som-02"]);
    assert!(
        text.starts_with("# 2nd EU–IOM Senior Officials Meeting\n"),
        "{text}"
    );
    let rows = found(&["export", "--where", "topic:climate", "--format", "csv"]);
    let listed = keys(&["list", "meetings", "--where", "topic:climate"]);
    let exported: Vec<&str> = rows
        .lines()
        .skip(1)
        .filter_map(|row| row.split(',').next())
        .collect();
    assert_eq!(exported, listed);
    let screen = found(&[
        "export",
        "person/claus-sorensen",
        "--format",
        "text",
        "--size",
        "80x24",
    ]);
    let shot = found(&["shot", "--open", "person/claus-sorensen", "--size", "80x24"]);
    assert_eq!(screen, shot);

    let (code, message) = refused(&["export", "--where", "topic:zzz"]);
    assert_eq!(code, 1, "{message}");
    let (code, message) = refused(&["export", "person/sorenson"]);
    assert!(
        code == 1 && message.contains("did you mean person/claus-sorensen"),
        "{message}"
    );
    let (code, message) = refused(&["export", "meeting/som-02", "--where", "topic:libya"]);
    assert!(
        code == 2 && message.contains("records or --where"),
        "{message}"
    );
    let (code, message) = refused(&["export", "--format", "pdf"]);
    assert!(code == 2 && message.contains("graphml"), "{message}");
}

#[test]
fn an_export_to_a_file_is_whole_and_replaces_nothing_unasked() {
    let file = Fixture::new("export.csv", "mine");
    let wanted = [
        "export",
        "meeting/som-02",
        "--format",
        "csv",
        "--output",
        file.path(),
    ];
    let (code, message) = refused(&wanted);
    assert!(
        code == 4 && message.contains("exists already; --force replaces it"),
        "{message}"
    );
    assert_eq!(std::fs::read_to_string(&file.0).expect("there"), "mine");
    assert_eq!(found(&[&wanted[..], &["--force"]].concat()), "");
    let text = std::fs::read_to_string(&file.0).expect("there");
    assert_eq!(text, found(&wanted[..4]));
    let (code, message) = refused(&["export", "--force"]);
    assert!(code == 2 && message.contains("--output"), "{message}");
}

#[test]
fn an_analysis_is_taken_away_in_words() {
    let strands = found(&["export", "strands", "--format", "csv"]);
    let row = strands
        .lines()
        .find(|row| row.starts_with("topic/climate-migration,"));
    let row = row.expect("climate");
    for words in [
        "on the agenda",
        "named in its context",
        "not among the topics; whether the list is complete is not known",
        "not among the topics; the list is known to be incomplete",
    ] {
        assert!(row.contains(words), "{words}: {row}");
    }
    let silent = Fixture::new(
        "silent.json",
        r#"{"format":"sommet/1","topics":[{"id":"t","name":"T"}],"sources":[{"id":"s","title":"S"}],
           "meetings":[{"id":"a","title":"A","topics":["t"],"sources":["s"]},
             {"id":"b","title":"B","sources":["s"]},{"id":"c","title":"C","topics":["t"]}]}"#,
    );
    let told = found(&[
        "export",
        "strands",
        "--data",
        silent.path(),
        "--format",
        "csv",
    ]);
    assert!(told.contains("on the agenda,no topic is listed,"), "{told}");
    let compare = ["person/claus-sorensen", "person/william-lacy-swing"];
    let text = found(&["export", "compare", compare[0], compare[1]]);
    let rows = text.lines().filter(|line| line.starts_with("| meeting/"));
    let both = rows.filter(|row| !row.contains("not named"));
    assert_eq!(both.count(), 2, "{text}");
    assert!(
        text.contains("[^1]: ") && text.contains("asked for: who person/claus"),
        "{text}"
    );
    let evidence = json(&["export", "evidence", "meeting/som-10", "--format", "json"]);
    let rows = evidence["items"].as_array().expect("rows");
    let date = rows
        .iter()
        .find(|row| row["fact"] == "date")
        .expect("a date");
    assert_eq!(date["means"], "inferred, not stated in a source");
    assert_eq!(evidence["query"], "evidence meeting/som-10");
    let path = json(&[
        "export",
        "path",
        "person/pierre-vimont",
        "person/amy-pope",
        "--format",
        "json",
    ]);
    assert!(!path["items"].as_array().expect("rows").is_empty());
    let diff = found(&[
        "export",
        "diff",
        "meeting/som-01",
        "meeting/som-02",
        "--format",
        "csv",
    ]);
    let climate = diff
        .lines()
        .find(|row| row.contains("topic/climate-migration"));
    assert!(
        climate.is_some_and(|row| row.starts_with("topics,kept,")),
        "{diff}"
    );
    assert!(diff.contains("Stefano Manservisi,Matthias Ruete"), "{diff}");

    let (code, message) = refused(&["export", "strands", "--format", "ics"]);
    assert!(
        code == 2 && message.contains("markdown, csv or json"),
        "{message}"
    );
    let (code, message) = refused(&["export", "path", "meeting/som-01"]);
    assert!(
        code == 2 && message.contains("connection KIND/ID KIND/ID"),
        "{message}"
    );
}
