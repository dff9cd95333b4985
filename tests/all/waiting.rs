//! What is worked out beside the screen: what is shown meanwhile, and which keys wait for it.

use std::fmt::Write as _;
use std::path::PathBuf;

use sommet::app::{Effect, OpenError, Opening};
use sommet::data::Origin;
use sommet::query::Query;

use crate::support::Journey;

/// A file of its own in the folder for such.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("it can be written");
    path
}

fn small(name: &str) -> Origin {
    let json = r#"{"format":"sommet/1","title":"Small",
        "people":[{"id":"ada","name":"Ada Quill"},{"id":"bo","name":"Bo Quist"}],
        "meetings":[{"id":"one","title":"First talk","date":"2001","participants":[{"person":"ada"}]},
            {"id":"two","title":"Second talk","date":"2002","participants":[{"person":"bo"}]}]}"#;
    Origin::File(file(name, json))
}

/// A person named for so many meetings, each with another one and a topic.
fn busy(meetings: usize) -> String {
    let mut json = String::from(
        r#"{"format":"sommet/1","title":"Busy","people":[{"id":"busy","name":"Busy"}"#,
    );
    for nth in 0..meetings {
        let _ = write!(json, r#",{{"id":"p{nth}","name":"Other {nth}"}}"#);
    }
    json.push_str(r#"],"topics":[{"id":"t","name":"Topic"}],"meetings":["#);
    for nth in 0..meetings {
        let comma = if nth == 0 { "" } else { "," };
        let _ = write!(
            json,
            r#"{comma}{{"id":"m{nth}","title":"Talk {nth}","date":"2001-{:02}","topics":["t"],
                "participants":[{{"person":"busy","organisation":"o"}},{{"person":"p{nth}"}}]}}"#,
            nth % 12 + 1
        );
    }
    json.push_str(r#"],"organisations":[{"id":"o","name":"House of talks"}]}"#);
    json
}

#[test]
fn keys_pressed_while_a_dataset_is_read_are_played_once_when_it_is_there() {
    for size in crate::support::SIZES {
        let mut journey = Journey::opening(small("kept.json"), Opening::default(), size);
        assert!(
            journey.screen().contains("Reading "),
            "{}",
            journey.screen()
        );
        journey.hurry("/quist<Enter>");
        assert!(
            journey.screen().contains("Reading "),
            "{}",
            journey.screen()
        );
        journey.settle();
        assert_eq!(journey.record().as_deref(), Some("person/bo"), "{size}");
        let before = journey.shown().clone();
        journey.settle();
        journey.shown().assert_is(&before, "played once");
    }
}

#[test]
fn while_a_dataset_is_read_help_and_leaving_act_at_once() {
    let mut journey = Journey::opening(small("alive.json"), Opening::default(), "80x24");
    journey.hurry("?");
    assert!(
        journey.screen().contains("next row"),
        "{}",
        journey.screen()
    );
    journey.hurry("jj<Esc>");
    assert!(
        journey.screen().contains("Reading "),
        "{}",
        journey.screen()
    );
    journey.resize_unsettled("50x16");
    assert!(
        journey.screen().contains("Reading "),
        "{}",
        journey.screen()
    );
    journey.hurry("q");
    assert_eq!(journey.effect(), Some(&Effect::Quit));
    journey.hurry("/<Ctrl-c>");
    assert_eq!(
        journey.effect(),
        Some(&Effect::Quit),
        "even after keys that wait"
    );
}

#[test]
fn keys_that_wait_can_be_forgotten() {
    let mut journey = Journey::opening(small("forgotten.json"), Opening::default(), "80x24");
    journey.hurry("/quist<Enter><Esc>").settle();
    assert_eq!(journey.record(), None, "the overview");
}

#[test]
fn of_what_waits_the_first_4096_are_kept_and_the_rest_is_let_go() {
    /// So many are kept.
    const MOST: usize = 4_096;
    for over in [0, 1, 2, 100] {
        let mut journey = Journey::opening(small("many.json"), Opening::default(), "80x24");
        // All that goes down ends at the last row; each of those that are kept after it goes up one.
        let down = "j".repeat(MOST - 1);
        assert_eq!(journey.press_unsettled(&(down + "k")), None);
        for _ in 0..over {
            journey.press_unsettled("j");
        }
        journey.settle();
        assert_eq!(
            journey.under_cursor().as_deref(),
            Some("meeting/two"),
            "{over}"
        );
        // None of them is played later, either.
        journey.keys("j");
        assert_eq!(journey.under_cursor().as_deref(), Some("meeting/one"));
    }
}

#[test]
fn a_dataset_opens_where_it_was_asked_to() {
    let opening = Opening {
        filter: Query::parse("person:bo").expect("a query"),
        record: Some("person/ada".to_owned()),
        ..Opening::default()
    };
    let mut journey = Journey::opening(small("asked.json"), opening, "120x36");
    journey.settle();
    assert_eq!(journey.record().as_deref(), Some("person/ada"));
    assert_eq!(journey.timeline(), ["meeting/two"]);
}

#[test]
fn what_cannot_be_opened_ends_the_program_and_says_why() {
    let broken = Origin::File(file("broken.json", "{\"meetings\": [}"));
    let mut journey = Journey::opening(broken, Opening::default(), "80x24");
    journey.settle();
    assert_eq!(journey.effect(), Some(&Effect::Quit));
    let refused = journey.app.take_open_error();
    assert!(
        matches!(refused, Some(OpenError::Dataset(_))),
        "{refused:?}"
    );

    let opening = Opening {
        record: Some("person/nobody".to_owned()),
        ..Opening::default()
    };
    let mut journey = Journey::opening(small("nobody.json"), opening, "80x24");
    journey.settle();
    assert_eq!(journey.effect(), Some(&Effect::Quit));
    match journey.app.take_open_error() {
        Some(OpenError::Record(sentence)) => assert!(sentence.contains("nobody"), "{sentence}"),
        refused => panic!("{refused:?}"),
    }
}

#[test]
fn enter_waits_for_the_hits_of_what_was_typed() {
    let mut journey = Journey::new("120x36");
    journey.hurry("/soren");
    assert!(journey.pane("Find")[0].contains("soren"), "echoed at once");
    assert!(journey.screen().contains("… of"), "{}", journey.screen());
    journey.hurry("<Enter>");
    assert_ne!(journey.record().as_deref(), Some("person/claus-sorensen"));
    journey.settle();
    assert_eq!(journey.record().as_deref(), Some("person/claus-sorensen"));
    journey.keys("<Backspace>");
    assert!(journey.screen().contains("soren"), "{}", journey.screen());
}

#[test]
fn escape_takes_back_a_search_that_has_not_answered() {
    let mut journey = Journey::new("120x36");
    let before = journey.shown().clone();
    journey.hurry("/soren<Enter><Esc>").settle();
    journey.shown().assert_is(&before, "as before the search");
}

#[test]
fn narrowing_shows_the_new_rows_when_they_are_there() {
    let mut journey = Journey::new("120x36");
    let all = journey.timeline();
    journey.at_record("person/claus-sorensen");
    journey.hurry("m");
    assert_eq!(journey.timeline(), all, "not there yet");
    assert!(journey.screen().contains(" … ━"), "{}", journey.screen());
    journey.hurry("G").settle();
    assert_eq!(journey.timeline(), ["meeting/som-01", "meeting/som-02"]);
    assert_eq!(journey.under_cursor().as_deref(), Some("meeting/som-01"));
}

#[test]
fn a_file_is_read_again_while_one_goes_on() {
    let Origin::File(path) = small("again.json") else {
        unreachable!("a file")
    };
    let mut journey = Journey::reading(&path, "120x36");
    journey.hurry("R");
    assert!(
        journey.screen().contains("reading again"),
        "{}",
        journey.screen()
    );
    journey.hurry("R");
    assert!(
        journey.screen().contains("reading the file again"),
        "{}",
        journey.screen()
    );
    journey.hurry("jj<Esc>");
    assert!(
        journey.screen().contains("reading stopped"),
        "{}",
        journey.screen()
    );
    journey.hurry("R").settle();
    assert!(
        journey.screen().contains("read again"),
        "{}",
        journey.screen()
    );
    assert_eq!(journey.record().as_deref(), Some("meeting/one"));
}

#[test]
fn a_record_of_many_meetings_opens_at_once_and_is_completed() {
    for size in crate::support::SIZES {
        let mut journey = Journey::of(&busy(1_200), size);
        journey.open_unsettled("person/busy");
        assert_eq!(journey.record().as_deref(), Some("person/busy"));
        assert!(!journey.session().page.is_whole());
        journey.hurry("jjjjjj");
        let before = journey.under_cursor_unsettled();
        assert!(before.is_some());
        let row = journey.cursor();
        journey.settle();
        assert!(journey.session().page.is_whole());
        assert_eq!(journey.under_cursor(), before, "{size}");
        assert_eq!(
            journey.cursor(),
            row,
            "{size}: on the same line of the screen"
        );
    }
}

#[test]
fn the_number_of_meetings_is_told_however_long_it_is_and_the_name() {
    let json = busy(1_200).replace(
        "\"Busy\"}",
        "\"Busy of the Very Long and Double-Barrelled Name\"}",
    );
    for size in crate::support::SIZES {
        let mut journey = Journey::of(&json, size);
        journey.keys("gp/busy");
        let lines = journey.list();
        let told = lines
            .iter()
            .any(|line| line.contains("Busy") && line.contains("1200"));
        assert!(told, "{}", journey.screen());
    }
}

#[test]
fn the_long_groups_of_a_page_are_sent_for_when_the_typing_ends() {
    let mut journey = Journey::of(&busy(1_200), "120x36");
    journey.keys("/busy");
    assert_eq!(journey.record().as_deref(), Some("person/busy"));
    assert!(!journey.session().page.is_whole());
    journey.keys("<Enter>");
    assert_eq!(journey.record().as_deref(), Some("person/busy"));
    assert!(journey.session().page.is_whole());
}

/// Persons and topics in two long groups, one below the other.
fn long_groups(meetings: usize) -> String {
    let all = |one: &dyn Fn(usize) -> String| (0..meetings).map(one).collect::<Vec<_>>().join(",");
    let people = all(&|nth| format!(r#"{{"id":"p{nth}","name":"Other {nth}"}}"#));
    let topics = all(&|nth| format!(r#"{{"id":"t{nth}","name":"Topic {nth}"}}"#));
    let meetings = all(&|nth| {
        format!(
            r#"{{"id":"m{nth}","title":"Talk {nth}","topics":[{{"topic":"t{nth}"}}],
                "participants":[{{"person":"busy"}},{{"person":"p{nth}"}}]}}"#
        )
    });
    format!(
        r#"{{"format":"sommet/1","people":[{{"id":"busy","name":"Busy"}},{people}],"topics":[{topics}],
            "meetings":[{meetings}]}}"#
    )
}

#[test]
fn each_long_group_is_unfolded_by_itself_a_thousand_rows_at_a_time() {
    let mut journey = Journey::of(&long_groups(2_300), "60x50");
    journey.at_record("person/busy");
    // How many rows more the fold under the cursor has.
    let more = |journey: &mut Journey, keys: &str| {
        journey.keys(keys);
        let line = journey.cursor_line();
        let more = line
            .split_once("… ")
            .and_then(|(_, it)| it.split_once(" more"));
        let (more, _) = more.unwrap_or_else(|| panic!("{keys}: {}", journey.screen()));
        more.parse::<usize>().expect("a number")
    };
    // The last group is that of the topics; the one before it is that of the people.
    let topics = more(&mut journey, "jkG");
    assert_eq!(more(&mut journey, "<Enter>"), topics - 1_000);
    let people = more(&mut journey, "G(k");
    assert_ne!(people, topics);
    assert_eq!(more(&mut journey, "<Enter>"), people - 1_000);
    assert_eq!(more(&mut journey, "<Enter>"), people - 2_000);
    assert_eq!(more(&mut journey, "G"), topics - 1_000);
    assert_eq!(more(&mut journey, "<Enter>"), topics - 2_000);
    assert_eq!(more(&mut journey, "G(k"), people - 2_000);
    // What is left is less than a thousand rows, and then there is no fold.
    journey.keys("<Enter>");
    assert!(
        !journey.cursor_line().contains(" more"),
        "{}",
        journey.screen()
    );
}
