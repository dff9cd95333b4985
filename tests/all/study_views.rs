//! The studies on the screen: reached by keys, left and found again as they were, and in agreement with the
//! commands.

use std::process::{Command, Stdio};

use sommet::data::Kind;

use crate::support::{Journey, SIZES, all_records, assert_sound};

/// Every study: its title, the record to start at, and the keys that lead to it.
const STUDIES: [(&str, &str, &str); 5] = [
    ("Evidence", "meeting/som-06", "e"),
    ("Topics over time", "meeting/som-02", "at"),
    (
        "Who was named when",
        "person/claus-sorensen",
        "<Space>/lacy<Enter><Space>ac",
    ),
    (
        "Connection",
        "person/pierre-vimont",
        "<Space>/pope<Enter>ap",
    ),
    ("What changed", "meeting/som-02", "ad"),
];

/// A study on a screen of that size, and the journey just before its last two keys.
fn at(size: &str, (title, record, keys): (&str, &str, &str)) -> Journey {
    let mut journey = Journey::new(size).at(record);
    journey.keys(keys);
    assert!(
        journey.screen().contains(&format!("┏━ {title} ")),
        "{}",
        journey.screen()
    );
    journey
}

fn answered(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sommet"));
    command.args(arguments).stdin(Stdio::null());
    let output = command.output().expect("it runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_study_is_a_place_on_the_trail() {
    for size in SIZES {
        for study in STUDIES {
            let (title, record, keys) = study;
            let last = if keys.ends_with('e') { 1 } else { 2 };
            let (first, last) = keys.split_at(keys.len() - last);
            let mut journey = Journey::new(size).at(record);
            journey.keys(first).quiet();
            let before = journey.shown().clone();
            journey.keys(last).keys("jj");
            let there = journey.shown().clone();
            journey.keys("<Backspace>");
            journey
                .shown()
                .assert_is(&before, &format!("{title} at {size}: back"));
            journey.keys("L");
            journey
                .shown()
                .assert_is(&there, &format!("{title} at {size}: forward"));
            journey.keys("<Enter>");
            assert!(
                journey.session().here.view.is_none() || journey.screen().contains("leads nowhere"),
                "{title}"
            );
            if journey.session().here.view.is_none() {
                journey.keys("<Backspace>");
                journey
                    .shown()
                    .assert_is(&there, &format!("{title} at {size}: back from a record"));
            }
        }
    }
}

#[test]
fn every_row_that_leads_somewhere_opens_its_record() {
    for study in STUDIES {
        let mut journey = at("80x24", study);
        for _ in 0..60 {
            let target = journey.under_cursor();
            let row = journey.cursor();
            if let Some(target) = target {
                journey.keys("<Enter>");
                assert_eq!(
                    journey.record().as_deref(),
                    Some(target.as_str()),
                    "{}",
                    study.0
                );
                journey.keys("<Backspace>");
                assert_eq!(journey.under_cursor(), Some(target));
                assert_eq!(journey.cursor(), row, "{}", study.0);
            }
            journey.keys("j");
        }
    }
}

#[test]
fn a_cell_opens_the_meeting_at_its_topic() {
    for size in SIZES {
        let mut journey = at(size, STUDIES[1]);
        journey
            .until("j", "topic/climate-migration")
            .until("l", "meeting/som-02");
        assert!(
            journey.screen().contains("2014-10-01 · on the agenda"),
            "{}",
            journey.screen()
        );
        journey.keys("<Enter>");
        assert_eq!(journey.record().as_deref(), Some("meeting/som-02"));
        assert_eq!(
            journey.under_cursor().as_deref(),
            Some("topic/climate-migration"),
            "{size}"
        );
    }
}

/// How many topics were discussed at any meeting.
fn discussed(journey: &Journey) -> usize {
    let dataset = journey.dataset();
    let topics = dataset.all(Kind::Topic);
    topics
        .filter(|topic| dataset.meeting_count(*topic) > 0)
        .count()
}

#[test]
fn strands_and_comparisons_are_narrowed_in_their_place() {
    let mut journey = at("120x36", STUDIES[1]);
    let meetings = journey.dataset().count(Kind::Meeting);
    let all = format!(" {} topics · {meetings} meetings ", discussed(&journey));
    assert!(journey.screen().contains(&all), "{}", journey.screen());
    journey.until("j", "topic/climate-migration").keys("m");
    assert_eq!(journey.filter(), "topic:climate-migration");
    assert!(
        journey.screen().contains(" · 7 meetings "),
        "{}",
        journey.screen()
    );
    journey.keys("<Backspace>");
    assert!(journey.screen().contains(&all), "{}", journey.screen());
    // What does not depend on the meetings kept gives way to the timeline.
    let mut journey = at("120x36", STUDIES[0]);
    journey.keys("m");
    assert!(journey.screen().contains("┏━ Timeline "));
    assert!(journey.session().here.view.is_none());
}

#[test]
fn what_cannot_be_studied_is_said() {
    for (record, keys, said) in [
        ("person/claus-sorensen", "ac", "Compare Claus Sørensen with"),
        (
            "person/claus-sorensen",
            "<Space>ac",
            "Compare Claus Sørensen with",
        ),
        (
            "topic/libya",
            "<Space>/lacy<Enter><Space>ac",
            "topic/libya is a topic",
        ),
        ("person/claus-sorensen", "ap", "Connect Claus Sørensen with"),
        (
            "person/claus-sorensen",
            "ad",
            "go to a meeting, or mark two",
        ),
        ("meeting/som-01", "ad", "comes before"),
        ("meeting/som-01", "ay", "t shows them"),
    ] {
        let mut journey = Journey::new("120x36").at(record);
        journey.keys(keys);
        assert!(
            journey.screen().contains(said),
            "{keys}: {}",
            journey.screen()
        );
        assert!(journey.session().here.view.is_none());
    }
}

#[test]
fn the_next_weak_fact_is_one_key_away() {
    let mut journey = at("120x36", STUDIES[0]);
    let mut seen = Vec::new();
    for _ in 0..9 {
        journey.keys(")");
        if journey.screen().contains("no other weak fact below") {
            break;
        }
        seen.push(
            journey
                .cursor_line()
                .chars()
                .skip(1)
                .take(14)
                .collect::<String>(),
        );
    }
    let weak = [
        "▌ !~ date     ",
        "▌ ?  host     ",
        "▌ ~  person   ",
        "▌ ?  people   ",
        "▌ ?  topics   ",
    ];
    assert_eq!(seen, weak);
    journey.keys("((");
    assert!(journey.cursor_line().contains("▌ ~  person"));
}

#[test]
fn the_order_and_the_columns_can_be_changed() {
    let mut journey = at("120x36", STUDIES[1]);
    let title = "Topics over time";
    let first = |journey: &Journey| journey.pane(title)[1].clone();
    assert!(first(&journey).contains("Return and reintegration"));
    let mut seen = vec![first(&journey)];
    for _ in 0..2 {
        journey.keys("s");
        seen.push(first(&journey));
    }
    assert!(seen[2].contains("Irregular migration"), "{seen:?}");
    journey.keys("ayay");
    assert_eq!(journey.screen().matches("┏━ Topics over time").count(), 1);
    let effect = journey.press("yc");
    let copied = format!("{effect:?}");
    assert!(copied.contains("--by year --sort comeback"), "{copied}");
}

/// The strands on a screen that has room for all of them, and those of the command, cell by cell.
#[test]
fn screen_and_command_tell_the_same_of_strands() {
    let mut journey = at("260x90", STUDIES[1]);
    // By meeting, in the order in which they were first seen.
    journey.keys("ayssss");
    let shown = journey.pane("Topics over time");
    let text = answered(&["strands", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let records = reader.records().map(|it| it.expect("a record"));
    let mut count = 0;
    for (record, row) in records.zip(shown.iter().skip(1)) {
        let id = journey.id(&record[0]);
        let (name, short) = (journey.dataset().name(id), journey.dataset().short(id));
        assert!(row.contains(name) || row.contains(short), "{name}: {row}");
        let signs = record.iter().skip(7).filter_map(|cell| match cell {
            "on the agenda" => Some('■'),
            "named in its context" => Some('□'),
            _ => None,
        });
        let signs: String = signs.collect();
        let cells: String = row.chars().filter(|sign| "■□".contains(*sign)).collect();
        assert_eq!(cells, signs, "{name}");
        count += 1;
    }
    assert_eq!(count, discussed(&journey));
}

#[test]
fn screen_and_command_tell_the_same_of_the_others() {
    let json = |arguments: &[&str]| -> serde_json::Value {
        let text = answered(&[arguments, &["--format", "json"]].concat());
        serde_json::from_str(&text).expect("JSON")
    };
    let evidence = json(&["evidence", "meeting/som-06"]);
    let facts = evidence["items"].as_array().expect("facts");
    let weak = ["contested", "inferred", "unknown", "no source"];
    let is_weak =
        |fact: &&serde_json::Value| weak.contains(&fact["sure"].as_str().unwrap_or_default());
    let count = format!(
        " {} weak of {} ",
        facts.iter().filter(is_weak).count(),
        facts.len()
    );
    assert!(
        at("120x36", STUDIES[0]).screen().contains(&count),
        "{count}"
    );

    let journey = at("160x40", STUDIES[2]);
    let compare = json(&[
        "compare",
        "person/claus-sorensen",
        "person/william-lacy-swing",
    ]);
    let items = compare["items"].as_array().expect("meetings");
    for (item, row) in items
        .iter()
        .zip(journey.pane("Who was named when").iter().skip(1))
    {
        let cells = item["who"].as_array().expect("who").iter();
        let named = cells.map(|it| it["as"].as_str().expect("a role"));
        for said in named.filter(|said| !said.starts_with('·')) {
            assert!(row.contains(said), "{said}: {row}");
        }
    }

    let path = json(&["path", "person/pierre-vimont", "person/amy-pope"]);
    let title = format!(" {} chains ", path["chains"]);
    assert!(
        at("120x36", STUDIES[3]).screen().contains(&title),
        "{title}"
    );

    let diff = json(&["diff", "meeting/som-02"]);
    let mut journey = at("160x70", STUDIES[4]);
    let rows = journey.pane("What changed").join("\n");
    for item in diff["items"].as_array().expect("changes") {
        let name = item["name"].as_str().expect("a name");
        let id = journey.id(item["key"].as_str().expect("a key"));
        let short = journey.dataset().short(id);
        assert!(
            rows.contains(name) || rows.contains(short),
            "{name}:\n{rows}"
        );
    }
    // At the record under the cursor the line below says what became of it.
    journey.until("j", "topic/migration-development");
    let said = "Migration and development · dropped · the later list may be incomplete";
    assert!(journey.screen().contains(said), "{}", journey.screen());
}

#[test]
fn every_size_is_drawn_and_ascii_is_ascii() {
    for study in STUDIES {
        let mut journey = at("120x36", study);
        for (width, height) in [
            (30, 8),
            (31, 9),
            (50, 10),
            (69, 40),
            (70, 24),
            (109, 30),
            (110, 36),
            (200, 60),
            (0, 0),
        ] {
            journey.resize(&format!("{width}x{height}")).keys("jl)h");
            assert_sound(&journey, false, study.0);
        }
        let mut journey = Journey::ascii("80x24").at(study.1);
        journey.keys(study.2);
        for keys in ["j", "l", ")", "G", "<Tab>", "z"] {
            journey.keys(keys);
            assert_sound(&journey, true, study.0);
        }
    }
}

#[test]
fn evidence_can_be_asked_of_every_record() {
    let mut journey = Journey::new("80x24");
    for id in all_records(&crate::support::bundled()) {
        let key = journey.dataset().key(id);
        journey.app.open(id);
        journey.look();
        journey.keys("e");
        assert!(
            journey.screen().contains("┏━ Evidence "),
            "{key}:\n{}",
            journey.screen()
        );
        assert_sound(&journey, false, &key);
    }
}

#[test]
fn a_study_survives_the_file_being_read_again() {
    let path = std::env::temp_dir().join(format!("sommet-view-{}.json", std::process::id()));
    let with = |person: &str| {
        let text = format!(
            r#"{{"format":"sommet/1","people":[{{"id":"a","name":"Ada"}}{person}],
            "meetings":[{{"id":"m","title":"M","date":"2020","participants":[{{"person":"a"}},{{"person":"b"}}]}}]}}"#
        );
        std::fs::write(&path, text).expect("a place for it");
    };
    with(r#",{"id":"b","name":"Ben"}"#);
    let mut journey = Journey::reading(&path, "80x24").at("person/a");
    journey.keys("<Space>/ben<Enter><Space>acj");
    assert!(journey.screen().contains("┏━ Who was named when "));
    journey.keys("R");
    assert!(
        journey.screen().contains("┏━ Who was named when "),
        "{}",
        journey.screen()
    );
    with("");
    journey.keys("R");
    let _ = std::fs::remove_file(&path);
    assert!(journey.session().here.view.is_none());
    assert!(
        !journey.screen().contains("Who was named when ━"),
        "{}",
        journey.screen()
    );
    journey.keys("gme");
    assert!(
        journey.screen().contains("┏━ Evidence "),
        "{}",
        journey.screen()
    );
}

#[test]
fn a_cell_is_clicked_and_clicked_again_to_open() {
    let mut journey = at("140x40", STUDIES[1]);
    let lines = journey.lines();
    let y = lines
        .iter()
        .position(|line| line.contains("Climate and"))
        .expect("climate");
    let x = lines[y].chars().position(|c| c == '■').expect("an agenda");
    let place = |at: usize| u16::try_from(at).expect("on the screen");
    journey.click(place(x), place(y));
    assert_eq!(journey.under_cursor().as_deref(), Some("meeting/som-01"));
    journey.click(place(x), place(y));
    assert_eq!(journey.record().as_deref(), Some("meeting/som-01"));
    assert!(journey.session().here.view.is_none());
    journey.keys("<Backspace>");
    assert!(journey.screen().contains("┏━ Topics over time "));
}

#[test]
fn lanes_of_people_and_organisations_are_a_key_away() {
    let mut journey = Journey::new("120x36");
    journey.keys("t");
    assert!(journey.screen().contains("┏━ Topics over time "));
    journey.keys("t");
    assert!(
        journey.screen().contains("┏━ People over time "),
        "{}",
        journey.screen()
    );
    let rows = journey.pane("People over time");
    assert!(
        rows[0].contains("person") && rows[0].contains("last"),
        "{rows:?}"
    );
    let caption = "■ named  □ only announced, quoted or implied";
    assert!(journey.screen().contains(caption), "{}", journey.screen());
    // What was chosen of topics holds for people.
    journey.keys("ays").keys("t");
    assert!(journey.screen().contains("┏━ Organisations over time "));
    let effect = format!("{:?}", journey.press("yc"));
    assert!(
        effect.contains("topics --of organisations --sort count"),
        "{effect}"
    );
    journey.keys("t");
    assert!(journey.screen().contains("┏━ Topics over time "));
    for (keys, title) in [
        ("aw", "People over time"),
        ("ao", "Organisations over time"),
    ] {
        let mut journey = Journey::new("120x36");
        journey.keys(keys);
        assert!(journey.screen().contains(&format!("┏━ {title} ")));
        // Each step is one of the trail.
        journey.keys("<Backspace>");
        assert!(!journey.screen().contains(title));
    }
    let mut journey = Journey::new("120x36");
    journey.keys(":people over<Enter>");
    assert!(
        journey.screen().contains("┏━ People over time "),
        "{}",
        journey.screen()
    );
}

#[test]
fn a_cell_of_a_person_opens_the_meeting_that_names_them() {
    for size in SIZES {
        let mut journey = Journey::new(size);
        journey.keys("awayG").until("k", "person/claus-sorensen");
        journey
            .until("h", "person/claus-sorensen")
            .until("l", "meeting/som-02");
        assert!(
            journey.screen().contains("2014-10-01 · announced"),
            "{}",
            journey.screen()
        );
        journey.keys("<Enter>");
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/som-02"),
            "{size}"
        );
        assert_eq!(
            journey.under_cursor().as_deref(),
            Some("person/claus-sorensen")
        );
    }
}

/// Where a cell is cut, no blank column is left: the row ends at the frame.
#[test]
fn no_cell_is_cut_while_there_is_room() {
    for (nth, width) in [
        (0, 100),
        (0, 140),
        (3, 100),
        (3, 140),
        (3, 200),
        (4, 100),
        (4, 130),
    ] {
        let study = STUDIES[nth];
        let journey = at(&format!("{width}x50"), study);
        let rows = journey.pane(study.0);
        let cut = rows.iter().filter(|row| {
            let texts = row.split("  ").filter(|text| !text.trim().is_empty());
            row.contains('…') && texts.count() > 2
        });
        let wide = |row: &String| row.trim_end().chars().count();
        let widest = rows.iter().map(wide).max().unwrap_or_default();
        assert!(
            cut.count() == 0 || widest + 4 >= width,
            "{width}: {rows:#?}"
        );
    }
    // With room for all of them nothing is cut.
    for nth in [2, 3, 4] {
        let rows = at("320x60", STUDIES[nth]).pane(STUDIES[nth].0);
        let below = rows
            .iter()
            .filter(|row| !row.contains('·') && !row.contains("2013-10-03"));
        for row in below {
            let dates = row.replace("2024-04-29…", "").replace("2026-01-22…", "");
            assert!(!dates.replace("2015-11-11…", "").contains('…'), "{row}");
        }
    }
}

/// What the columns leave goes to the names, and no more than the longest of them takes.
#[test]
fn the_names_of_lanes_have_the_room_that_the_columns_leave() {
    for longest in [1, 9, 20, 34, 50] {
        let short = "b".repeat(longest / 2 + 1);
        let long = "a".repeat(longest);
        let json = format!(
            r#"{{"format":"sommet/1","topics":[{{"id":"a","name":"{long}"}},{{"id":"b","name":"{short}"}}],
                "meetings":[{{"id":"one","title":"One","date":"2001","topics":[{{"topic":"a"}},{{"topic":"b"}}]}},
                    {{"id":"two","title":"Two","date":"2004","topics":[{{"topic":"a"}}]}}]}}"#
        );
        for width in [100, 120, 200] {
            let mut journey = Journey::of(&json, &format!("{width}x36"));
            journey.keys("t");
            let rows = journey.pane("Topics over time");
            // The cursor, the longest name, two blanks; the heading has its room, too.
            let begin = (1 + longest.max(short.len()) + 2).max(12);
            for name in [&long, &short] {
                let begins = format!("{name} ");
                let is_of = |row: &&String| row.trim_start_matches(['▌', ' ']).starts_with(&begins);
                let row = rows.iter().find(is_of);
                let row = row.unwrap_or_else(|| panic!("{name}: {}", journey.screen()));
                let at = row.chars().position(|sign| sign == '■');
                assert_eq!(at, Some(begin), "{width}: {row}");
            }
        }
    }
}
