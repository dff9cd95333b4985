//! What a dataset tells beyond its records: evidence, gaps, strands, comparisons, chains and changes, asked in
//! the shell.

use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sommet::study::STUDIES;

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    command.args(arguments).stdin(Stdio::null());
    command.env_remove("NO_COLOR").env("TERM", "xterm");
    command.output().expect("it runs")
}

fn utf8(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[track_caller]
fn found(arguments: &[&str]) -> String {
    let output = run(arguments);
    let errors = utf8(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {errors}");
    utf8(&output.stdout)
}

#[track_caller]
fn refused(arguments: &[&str]) -> (i32, String) {
    let output = run(arguments);
    let code = output.status.code().expect("no signal");
    assert_ne!(code, 0, "{arguments:?}");
    (code, utf8(&output.stderr))
}

#[track_caller]
fn json(arguments: &[&str]) -> Value {
    let text = found(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&text).expect("JSON")
}

/// A CSV by its rows, each a list of cells.
#[track_caller]
fn csv(arguments: &[&str]) -> Vec<Vec<String>> {
    let text = found(&[arguments, &["--format", "csv"]].concat());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let records = reader.records().map(|record| record.expect("a record"));
    records
        .map(|record| record.iter().map(str::to_owned).collect())
        .collect()
}

/// How many topics were discussed at all, counted in the file itself.
fn topics_of_meetings() -> usize {
    let json = crate::support::bundled_json();
    let meetings = json["meetings"].as_array().expect("meetings");
    let topics = meetings
        .iter()
        .filter_map(|meeting| meeting["topics"].as_array())
        .flatten()
        .filter_map(|topic| topic.as_str().or_else(|| topic["topic"].as_str()));
    topics.collect::<std::collections::BTreeSet<&str>>().len()
}

/// The cells of a topic that say so, each by the first four letters of its column.
fn years(rows: &[Vec<String>], topic: &str, says: &str) -> Vec<String> {
    let row = rows.iter().find(|row| row[0] == topic).expect(topic);
    let cells = rows[0].iter().zip(row).skip(7);
    let said = cells.filter(|(_, cell)| *cell == says);
    said.map(|(column, _)| column.chars().take(4).collect())
        .collect()
}

#[test]
fn strands_show_a_comeback_after_a_silence() {
    for by in ["meeting", "year"] {
        let rows = csv(&["strands", "--by", by]);
        assert_eq!(rows.len(), 1 + topics_of_meetings());
        let climate = "topic/climate-migration";
        assert_eq!(
            years(&rows, climate, "on the agenda"),
            ["2013", "2014", "2022"]
        );
        let context = years(&rows, climate, "named in its context");
        assert_eq!(context, ["2016", "2021", "2024", "2025"]);
        let row = rows.iter().find(|row| row[0] == climate).expect(climate);
        assert_eq!(row[6], "back after 5 years");
        let back = "topic/syria";
        let row = rows.iter().find(|row| row[0] == back).expect(back);
        assert_eq!(row[6], "back after 9 years");
        assert_eq!(
            years(&rows, back, "on the agenda")
                .last()
                .map(String::as_str),
            Some("2026")
        );
        let width = rows[0].len();
        assert!(rows.iter().all(|row| row.len() == width));
    }
    let years: Vec<String> = csv(&["strands", "--by", "year"]).swap_remove(0);
    assert!(years.contains(&"2024?".to_owned()), "inferred: {years:?}");
    let comeback = csv(&["strands", "--sort", "comeback", "--limit", "1", "-q"]);
    assert_eq!(comeback[1][6], "back after 13 years");
}

#[test]
fn what_is_not_known_is_never_a_no() {
    let data = r#"{"format":"sommet/1","sources":[{"id":"s","title":"S"}],
        "topics":[{"id":"t","name":"T"},{"id":"u","name":"U"}],"meetings":[
        {"id":"a","title":"A","date":"2010","topics":["t"],"agenda":"complete","sources":["s"]},
        {"id":"b","title":"B","date":"2011","topics":["u"],"agenda":"complete","sources":["s"]},
        {"id":"c","title":"C","date":"2012","topics":["u"],"agenda":"partial","sources":["s"]},
        {"id":"d","title":"D","date":"2013","sources":["s"]},
        {"id":"e","title":"E","date":"2014","topics":["u"],"agenda":"complete"}]}"#;
    let file = std::env::temp_dir().join(format!("sommet-studies-{}.json", std::process::id()));
    std::fs::write(&file, data).expect("a place for it");
    let path = file.to_str().expect("UTF-8");
    let rows = csv(&["strands", "--data", path]);
    let text = found(&["strands", "--data", path]);
    let whole = json(&["strands", "--data", path]);
    let _ = std::fs::remove_file(&file);
    let cells = whole["items"][0]["cells"].as_array().expect("cells");
    let means = cells
        .iter()
        .map(|cell| cell["means"].as_str().expect("a meaning"));
    let meanings = [
        "on the agenda",
        "not among the topics; the list is complete",
        "not among the topics; the list is known to be incomplete",
        "no topic is listed",
        "not among the topics; the list is complete",
    ];
    assert_eq!(means.collect::<Vec<&str>>(), meanings);
    assert_eq!(rows[1][7..12], meanings);
    // A lane has a dot where a list is complete, and nothing where nothing is known; that is said once.
    assert!(text.contains("■  ·        ·\n"), "{text}");
    assert!(text.contains("an empty cell says nothing"), "{text}");
}

#[test]
fn two_people_were_named_together_twice() {
    let keys = [
        "compare",
        "person/claus-sorensen",
        "person/william-lacy-swing",
    ];
    let answer = json(&keys);
    assert_eq!(answer["together"][0]["meetings"], 2);
    let items = answer["items"].as_array().expect("items");
    let both: Vec<&Value> = items
        .iter()
        .filter(|item| {
            item["who"]
                .as_array()
                .is_some_and(|who| who.iter().all(|it| it["means"] == "named"))
        })
        .collect();
    assert_eq!(both.len(), 2);
    for (item, key) in both.iter().zip(["meeting/som-01", "meeting/som-02"]) {
        assert_eq!(item["key"], key);
        assert_eq!(item["who"][0]["role"], "Director General, DG ECHO");
        assert_eq!(item["who"][1]["role"], "Director General, IOM");
        assert_eq!(item["who"][0]["basis"], "announced");
    }
    let text = found(&keys);
    assert!(text.contains("both named for 2 meetings"), "{text}");
    assert!(text.contains("Director General, DG ECHO (announced)"));
    let narrowed = json(&[&keys[..], &["--where", "in:2014"]].concat());
    assert_eq!(
        (&narrowed["count"], &narrowed["together"][0]["meetings"]),
        (&1.into(), &1.into())
    );
}

#[test]
fn what_cannot_be_compared_is_said() {
    let (code, said) = refused(&["compare", "person/amy-pope"]);
    assert_eq!(code, 2);
    assert!(
        said.contains("two to six people or organisations"),
        "{said}"
    );
    let (code, said) = refused(&["compare", "person/amy-pope", "topic/libya"]);
    assert_eq!(code, 2);
    assert!(said.contains("topic/libya is a topic"), "{said}");
    let (code, said) = refused(&["compare", "person/amy-pope", "person/wiliam-lacy-swing"]);
    assert_eq!(code, 1);
    assert!(
        said.contains("did you mean person/william-lacy-swing?"),
        "{said}"
    );
}

#[test]
fn every_hop_of_a_chain_is_in_the_data() {
    let ends = ["path", "person/pierre-vimont", "person/amy-pope"];
    let answer = json(&[&ends[..], &["--limit", "1"]].concat());
    assert_eq!(answer["via"], "people and organisations");
    let items = answer["items"].as_array().expect("items");
    assert_eq!(items[0]["from"], "person/pierre-vimont");
    assert_eq!(items[items.len() - 1]["to"], "person/amy-pope");
    for (nth, hop) in items.iter().enumerate() {
        if nth > 0 {
            assert_eq!(items[nth - 1]["to"], hop["from"], "a chain");
        }
        let meeting = hop["meeting"].as_str().expect("a meeting");
        let related = found(&["related", meeting, "--format", "plain"]);
        for end in ["from", "to"] {
            let key = format!("{}\t", hop[end].as_str().expect("a record"));
            assert!(related.contains(&key), "{meeting} names {key}");
        }
        assert!(!hop["sources"].as_array().expect("sources").is_empty());
    }
    let chains = answer["chains"].as_u64().expect("a number");
    let all = json(&[
        "path",
        "person/pierre-vimont",
        "person/amy-pope",
        "--limit",
        "99",
    ]);
    let last = all["items"]
        .as_array()
        .and_then(|items| items.last())
        .expect("a hop");
    assert_eq!(last["chain"].as_u64(), Some(chains.min(99)));
}

#[test]
fn chains_are_bounded_and_lead_around_what_is_left_out() {
    let ends = ["path", "person/claus-sorensen", "person/william-lacy-swing"];
    let count = |answer: &Value| (answer["count"].as_u64(), answer["chains"].as_u64());
    assert_eq!(count(&json(&ends)), (Some(2), Some(2)));
    let one = json(&[&ends[..], &["--limit", "1"]].concat());
    assert_eq!(count(&one), (Some(1), Some(2)));
    let without = ["--without", "meeting/som-01", "--without", "meeting/som-02"];
    let (code, said) = refused(&[&ends[..], &without].concat());
    assert_eq!(code, 1);
    assert!(said.contains("no chain of meetings leads from"), "{said}");
    let (code, said) = refused(&[&ends[..], &["--where", "in:2020"]].concat());
    assert_eq!(code, 1);
    assert!(said.contains("of those kept"), "{said}");
    let (code, said) = refused(&[&ends[..], &["--without", "person/claus-sorensen"]].concat());
    assert_eq!(code, 2);
    assert!(said.contains("is an end of the chain"), "{said}");
    assert_eq!(refused(&["path", "topic/libya", "topic/libya"]).0, 2);
}

#[test]
fn climate_is_kept_and_a_post_is_in_other_hands() {
    let both = csv(&["diff", "meeting/som-01", "meeting/som-02"]);
    assert_eq!(
        both,
        csv(&["diff", "meeting/som-02"]),
        "the one before in the series"
    );
    let has = |of: &str, change: &str, key: &str| {
        let mut rows = both.iter();
        rows.any(|row| row[0] == of && row[1] == change && row[2] == key)
    };
    assert!(has("topics", "kept", "topic/climate-migration"));
    for person in ["claus-sorensen", "william-lacy-swing", "laura-thompson"] {
        assert!(
            has("people", "kept", &format!("person/{person}")),
            "{person}"
        );
    }
    let post = both.iter().find(|row| row[0] == "posts").expect("a post");
    assert_eq!(
        post[3..6],
        [
            "Director General, DG HOME",
            "Stefano Manservisi",
            "Matthias Ruete"
        ]
    );
    let (code, said) = refused(&["diff", "meeting/som-01"]);
    assert_eq!(code, 2);
    assert!(
        said.contains("no meeting comes before meeting/som-01 in a series"),
        "{said}"
    );
    let (code, said) = refused(&["diff", "person/amy-pope"]);
    assert_eq!(code, 2);
    assert!(said.contains("is no meeting"), "{said}");
}

#[test]
fn evidence_tells_both_readings_and_why() {
    let answer = json(&["evidence", "meeting/som-06"]);
    let date = &answer["items"][0];
    assert_eq!(
        (&date["fact"], &date["mark"], &date["sure"]),
        (&"date".into(), &"!~".into(), &"contested".into())
    );
    let readings = date["readings"].as_array().expect("readings");
    assert!(
        readings[0].as_str().is_some_and(
            |it| it.contains("talks on 5 June") && it.contains("source/s-euromesco-2019")
        )
    );
    assert!(
        readings[1]
            .as_str()
            .is_some_and(|it| it.contains("no date given"))
    );
    let tenth = found(&["evidence", "meeting/som-10"]);
    assert!(
        tenth.contains("between 2023-10-01 and 2024-04-30"),
        "{tenth}"
    );
    assert!(tenth.contains("The most likely year follows from the office that Pope held"));
    let chosen = found(&["evidence", "agreement/strategic-framework-2012"]);
    assert!(
        chosen.contains("chosen: Three more sources say the same."),
        "{chosen}"
    );
    let source = json(&["evidence", "source/s-faq-2013"]);
    let items = source["items"].as_array().expect("items");
    assert!(items.iter().any(|it| it["record"] == "meeting/som-01"));
    assert!(
        items
            .iter()
            .any(|it| it["record"] == "person/claus-sorensen" && it["sure"] == "several")
    );
}

#[test]
fn gaps_are_counted_and_listed() {
    let counts = csv(&["gaps", "--count"]);
    let listed = csv(&["gaps"]);
    let counted: usize = counts
        .iter()
        .skip(1)
        .map(|row| row[2].parse::<usize>().expect("a number"))
        .sum();
    assert_eq!(counted, listed.len() - 1);
    let places = counts
        .iter()
        .find(|row| row[..2] == ["unknown", "place"])
        .expect("places");
    let unknown = csv(&["gaps", "unknown"]);
    let without = unknown.iter().filter(|row| row[2] == "place").count();
    assert_eq!(places[2], without.to_string());
    let some = csv(&["gaps", "not-reported", "--where", "meeting:som-01 in:2013"]);
    assert!(
        some.iter().skip(1).all(|row| row[1] == "meeting/som-01"),
        "{some:?}"
    );
    let (code, _) = refused(&["gaps", "unsourced"]);
    assert_eq!(
        code, 1,
        "the bundled data has a source for everything it states"
    );
}

#[test]
fn a_study_and_its_export_are_the_same_bytes() {
    let [vimont, pope] = ["person/pierre-vimont", "person/amy-pope"];
    let studies: [&[&str]; 12] = [
        &["topics"],
        &["topics", "--of", "people", "--by", "year", "--sort", "last"],
        &[
            "topics",
            "--of",
            "organisations",
            "--where",
            "in:2015..2019",
        ],
        &["evidence", "meeting/som-06"],
        &["evidence", "source/s-faq-2013"],
        &["who", "person/claus-sorensen", "person/william-lacy-swing"],
        &["connection", vimont, pope],
        &[
            "connection",
            vimont,
            pope,
            "--via",
            "topics",
            "--without",
            "organisation/dg-home",
        ],
        &["changes", "meeting/som-02"],
        &["gaps"],
        &["gaps", "--where", "in:2019"],
        &["diff", "meeting/som-01", "meeting/som-11"],
    ];
    for study in STUDIES {
        let is_tried = studies.iter().any(|call| call[0] == study.name);
        assert!(is_tried, "{}", study.name);
    }
    for study in studies {
        for (shell, file) in [("csv", "csv"), ("json", "json"), ("md", "markdown")] {
            let asked = found(&[study, &["--format", shell]].concat());
            let taken = found(&[&["export"], study, &["--format", file]].concat());
            assert_eq!(asked, taken, "{study:?} {shell}");
        }
    }
}

#[test]
fn people_and_organisations_run_through_time_as_topics_do() {
    for (of, one) in [("people", "person"), ("organisations", "organisation")] {
        let rows = csv(&["topics", "--of", of, "--by", "year"]);
        assert_eq!(rows[0][0], one);
        // The number of meetings is that of the list.
        let listed = csv(&["list", of]);
        let at = listed[0]
            .iter()
            .position(|name| name == "meetings")
            .expect("meetings");
        for row in &listed[1..] {
            let lane = rows.iter().find(|lane| lane[0] == row[0]);
            let count = lane.map_or("0", |lane| &lane[2]);
            assert_eq!(count, row[at], "{}", row[0]);
        }
        let text = found(&["topics", "--of", of, "--by", "year"]);
        assert!(text.contains("only announced, quoted or implied"), "{text}");
        let items = json(&["topics", "--of", of]);
        assert_eq!(
            items["items"].as_array().map(Vec::len),
            Some(rows.len() - 1)
        );
    }
    let people = csv(&["topics", "--of", "people", "--by", "year"]);
    let swing = "person/william-lacy-swing";
    let named = years(&people, swing, "named");
    assert_eq!(
        (named.first(), named.last()),
        (Some(&"2011".into()), Some(&"2018".into()))
    );
    // To one meeting of 2016 he was announced, and no more.
    let announced = years(&people, swing, "announced, quoted or implied, not reported");
    assert_eq!(announced, ["2014", "2016"]);
}

#[test]
fn the_rarest_chain_is_told_first_with_its_hub() {
    let answer = json(&["connection", "person/pierre-vimont", "person/amy-pope"]);
    let items = answer["items"].as_array().expect("items");
    // Each chain leads through two meetings, and one record that stands between them.
    let common = items.chunks(2).map(|hops| {
        let number = |hop: &Value, name: &str| hop[name].as_u64().expect("a number");
        number(&hops[0], "named") * number(&hops[1], "named") * number(&hops[0], "to_meetings")
    });
    assert!(common.is_sorted(), "{answer}");
    let text = found(&["connection", "person/pierre-vimont", "person/amy-pope"]);
    let first = text
        .lines()
        .find(|line| line.contains("CHAIN 1"))
        .expect("a chain");
    let meetings = items[0]["to_meetings"].as_u64().expect("a number");
    assert!(
        first.contains(&format!("via DG HOME, named in {meetings} meetings")),
        "{first}"
    );
    assert!(text.contains("The rarest first"), "{text}");
}

#[test]
fn what_is_new_is_measured_by_the_series_or_by_all_that_is_on_record() {
    let of_a_series = found(&["changes", "meeting/som-01", "meeting/som-02"]);
    assert!(of_a_series.contains("new: at no meeting of this series before"));
    let of_none = found(&["changes", "meeting/som-02", "meeting/valletta-summit-2015"]);
    assert!(of_none.contains("new: at no meeting on record before"));
    assert!(!of_none.contains("of this series"));
}
