//! The screen that answers at a glance: every record opened shows where its meetings are, no two rows read the same,
//! nothing is cut while there is room, and every way leads back.

use std::collections::HashMap;

use crate::support::{Journey, all_records};
use sommet::app::Wish;
use sommet::data::{Kind, RecordId};
use sommet::ui::pane::PaneId;

/// The sizes at which the walk over all records is made.
const WALKED: [&str; 2] = ["120x36", "80x24"];

/// The titles in sight in the timeline, each with the sign before it.
fn titles(journey: &Journey) -> Vec<String> {
    let rows = journey.timeline_rows().into_iter();
    let rows = rows.filter(|row| row.contains(['●', '◆']));
    rows.map(|row| {
        row.split(['●', '◆'])
            .nth(1)
            .unwrap_or_default()
            .trim_matches([' ', '▐'])
            .to_owned()
    })
    .collect()
}

/// Whether a row of the timeline may stand for a record.
fn stands_for(title: &str, journey: &Journey, id: RecordId) -> bool {
    let dataset = journey.dataset();
    title == dataset.name(id) || title == dataset.short(id)
}

#[test]
fn of_every_record_with_meetings_one_is_in_sight_and_every_meeting_has_its_neighbours() {
    for size in WALKED {
        let mut journey = Journey::new(size);
        for id in all_records(journey.dataset()) {
            let key = journey.dataset().key(id);
            journey.at_record(&key);
            let titles = titles(&journey);
            if id.kind == Kind::Meeting {
                let at = titles
                    .iter()
                    .position(|title| stands_for(title, &journey, id));
                let at = at.unwrap_or_else(|| panic!("{key} at {size}:\n{}", journey.screen()));
                let order: Vec<String> = journey.timeline().into_iter().rev().collect();
                let place = order.iter().position(|other| *other == key).expect("a row");
                assert!(
                    at > 0 || place == 0,
                    "{key} at {size}: what came after is in sight"
                );
                let is_last = place + 1 == order.len();
                assert!(
                    at + 1 < titles.len() || is_last,
                    "{key} at {size}: what came before"
                );
            } else {
                let meetings = journey.dataset().meetings_of(id).into_owned();
                let seen = meetings.iter().any(|row| {
                    let meeting = RecordId::meeting(*row);
                    titles
                        .iter()
                        .any(|title| stands_for(title, &journey, meeting))
                });
                assert!(
                    seen || meetings.is_empty(),
                    "{key} at {size}:\n{}",
                    journey.screen()
                );
            }
            assert_no_two_alike(&journey, &key);
            assert_cut_only_without_room(&journey, &key);
            journey.app.update(sommet::command::Command::Back);
        }
    }
}

/// The rows of the timeline and of the list read each for itself.
fn assert_no_two_alike(journey: &Journey, what: &str) {
    for rows in [journey.timeline_rows(), journey.list()] {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for row in rows {
            let read = row.replace(['▌', '▐', '›', '*'], " ").trim().to_owned();
            // A silence is no row to go to.
            if !read.is_empty() && !read.starts_with('┆') && !read.starts_with('/') {
                *seen.entry(read).or_default() += 1;
            }
        }
        let twice: Vec<&String> = seen
            .iter()
            .filter(|(_, times)| **times > 1)
            .map(|(row, _)| row)
            .collect();
        assert!(twice.is_empty(), "{what}: {twice:?}");
    }
}

/// No title ends in an ellipsis while two columns behind it are blank.
fn assert_cut_only_without_room(journey: &Journey, what: &str) {
    let mut rows = journey.timeline_rows();
    rows.extend(journey.list());
    rows.extend(journey.card_rows());
    for row in rows {
        let row = row.trim_end_matches('▐');
        let Some((_, behind)) = row.rsplit_once('…') else {
            continue;
        };
        // A fold begins with the sign, and says how much more there is.
        if row.trim_start().starts_with('…') || behind.contains(" more") {
            continue;
        }
        let tail: String = behind.chars().take_while(|c| !c.is_ascii_digit()).collect();
        assert!(!tail.contains("   "), "{what}: {row:?}");
    }
}

#[test]
fn no_short_title_is_cut() {
    for size in WALKED {
        let mut journey = Journey::new(size);
        let mut seen = 0;
        for _ in 0..60 {
            for title in titles(&journey) {
                let known = journey
                    .dataset()
                    .all(Kind::Meeting)
                    .any(|id| stands_for(&title, &journey, id));
                let agreed = journey
                    .dataset()
                    .all(Kind::Agreement)
                    .any(|id| stands_for(&title, &journey, id));
                assert!(known || agreed || title.contains('…'), "{size}: {title}");
                if title.contains('…') {
                    // What is cut has no short title of 22 columns.
                    let start = title.split('…').next().unwrap_or_default();
                    let dataset = journey.dataset();
                    let mut of = dataset
                        .all(Kind::Meeting)
                        .chain(dataset.all(Kind::Agreement));
                    let cut = of
                        .find(|id| dataset.short(*id).starts_with(start))
                        .expect(&title);
                    assert!(
                        sommet::text::columns(dataset.short(cut)) > 22,
                        "{size}: {title}"
                    );
                }
                seen += 1;
            }
            journey.keys("j");
        }
        assert!(seen > 400);
    }
}

#[test]
fn all_that_the_axis_covers_is_lit() {
    let mut journey = Journey::new("200x50");
    for id in all_records(journey.dataset()) {
        if !matches!(id.kind, Kind::Person | Kind::Topic | Kind::Organisation) {
            continue;
        }
        let key = journey.dataset().key(id);
        journey.at_record(&key);
        let lit: usize = journey.lines()[2..4]
            .iter()
            .flat_map(|line| line.chars().skip(10))
            .filter(|sign| *sign == '●' || sign.is_ascii_digit())
            .count();
        let meetings = journey.dataset().meetings_of(id).len();
        assert!(lit > 0 || meetings == 0, "{key}:\n{}", journey.screen());
        assert!(lit <= 2 * meetings, "{key}: {lit} of {meetings}");
        journey.app.update(sommet::command::Command::Back);
    }
}

#[test]
fn libya_answers_in_one_step() {
    let mut journey = Journey::new("80x24");
    journey.keys("/libya<Enter>");
    let screen = journey.screen();
    for told in [
        "LAST ON THE TABLE  20 Mar 2023",
        "Task Force Mar 2023 · Brussels",
        "Johansson, Vitorino",
        "nothing on record since: 3 y 8 m",
        "11 MEETINGS",
        "11 of 50",
    ] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
}

#[test]
fn the_start_tells_what_it_is_and_what_to_press() {
    let journey = Journey::new("120x36");
    let screen = journey.screen();
    for told in [
        "Overview",
        "EU–IOM strategic dialogue",
        "as of 28 Nov 2026",
        "LATEST",
        "MOST DISCUSSED",
        "HOW SURE IS IT",
        "KEYS",
        "SIGNS",
        "sources disagree",
        "newest first",
    ] {
        assert!(screen.contains(told), "{told}\n{screen}");
    }
    let rows = journey.pane("Timeline");
    assert!(
        rows[0].contains("2026") && rows[0].contains("JHA Nicosia"),
        "{}",
        rows[0]
    );
}

#[test]
fn the_first_key_shows_the_latest_meeting() {
    for key in ["j", "k", "<Enter>"] {
        let mut journey = Journey::new("120x36");
        assert_eq!(journey.record(), None);
        journey.keys(key);
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/jha-informal-2026-01"),
            "{key}"
        );
    }
}

#[test]
fn esc_leads_back_to_the_start_step_by_step() {
    for keys in [
        "/libya<Enter>jj<Enter>e",
        "/soren<Enter>nnn",
        "tjj<Enter>",
        "gtjjj<Enter>m",
        "/pope<Enter>p",
        "/clim<Ctrl-t>F",
        "?",
        ":top",
        "/2nd som<Enter>fswing<Enter>n",
        "/pope<Enter>ap",
    ] {
        let mut journey = Journey::new("120x36");
        let start = journey.shown().clone();
        journey.keys(keys);
        for _ in 0..12 {
            journey.keys("<Esc>");
            assert_eq!(journey.wish(), None, "{keys}");
        }
        assert!(
            journey.screen().contains("Nothing to go back to; q quits"),
            "{keys}"
        );
        journey.quiet();
        journey.shown().assert_is(&start, keys);
    }
}

#[test]
fn what_has_no_meetings_narrows_nothing() {
    let mut journey = Journey::new("120x36");
    let alone = { journey.dataset().all(Kind::Agreement) }
        .find(|id| journey.dataset().meeting_count(*id) == 0)
        .map(|id| journey.dataset().key(id));
    journey.at_record(&alone.expect("an agreement without meetings"));
    let before = journey.lines();
    journey.keys("m");
    assert!(
        journey
            .screen()
            .contains("No meetings are linked to this agreement")
    );
    journey.quiet();
    assert_eq!(journey.lines(), before);
    assert_eq!(journey.filter(), "");
}

#[test]
fn the_filter_reaches_list_card_and_counts() {
    let mut journey = Journey::new("120x36");
    journey.keys("/libya<Enter>m/vitorino<Enter>");
    let screen = journey.screen();
    assert!(screen.contains("Filter: Migrants in Libya ×"), "{screen}");
    let topic = journey.id("topic/libya");
    let person = journey.id("person/antonio-vitorino");
    let dataset = journey.dataset();
    let of_topic = dataset.meetings_of(topic).into_owned();
    let both = dataset
        .meetings_of(person)
        .iter()
        .filter(|row| of_topic.contains(row))
        .count();
    let all = dataset.meeting_count(person);
    assert!(
        screen.contains(&format!("{both} of {all} MEETINGS")),
        "{screen}"
    );
    assert!(
        screen.contains(&format!("{} more outside the filter", all - both)),
        "{screen}"
    );
    assert!(
        screen.contains(&format!("{both} of {} · António Vitorino", of_topic.len())),
        "{screen}"
    );
    let row = journey
        .list()
        .into_iter()
        .find(|row| row.contains("António Vitorino"));
    let row = row.expect("in the list");
    assert!(
        row.trim_end_matches([' ', '▐'])
            .ends_with(&format!(" {both}")),
        "{row}"
    );
}

#[test]
fn topics_over_time_are_lanes_without_question_marks() {
    for size in ["200x50", "120x36", "80x24", "50x16"] {
        let mut journey = Journey::new(size);
        journey.keys("t");
        assert!(!journey.screen().contains("·?"), "{size}");
        assert!(
            journey.screen().contains("■─"),
            "{size}:\n{}",
            journey.screen()
        );
        let rows = journey.pane("Topics over time");
        let first = rows.iter().find(|row| row.contains('■'));
        assert!(first.is_some_and(|row| row.contains("Return")), "{size}");
        let head = journey.pane("Topics over time").swap_remove(0);
        assert!(
            head.contains("26"),
            "{size}: the newest end is in sight: {head}"
        );
    }
    let mut journey = Journey::new("120x36");
    journey.keys("t");
    assert!(
        journey
            .screen()
            .contains("No list here is known to be complete")
    );
    journey.keys("sss");
    assert_eq!(journey.app.focus(), PaneId::Study);
}

#[test]
fn a_peek_costs_nothing_and_a_field_asks_for_the_other() {
    let mut journey = Journey::new("120x36");
    journey
        .keys("/soren<Enter>")
        .until("j", "person/william-lacy-swing");
    let before = journey.shown().clone();
    journey.keys("p");
    assert_eq!(journey.app.focus(), PaneId::Peek);
    assert!(
        journey.screen().contains("19 MEETINGS"),
        "{}",
        journey.screen()
    );
    journey.keys("<Esc>");
    journey.shown().assert_is(&before, "after the peek");
    journey.keys("p<Enter>");
    assert_eq!(
        journey.record().as_deref(),
        Some("person/william-lacy-swing")
    );
    journey.keys("ap");
    assert!(journey.screen().contains("Connect William Lacy Swing with"));
    journey.keys("pope<Enter>");
    assert!(
        journey.screen().contains("Connection"),
        "{}",
        journey.screen()
    );
    journey.keys("<Esc>ac").keys("vitorino<Enter>");
    assert!(
        journey.screen().contains("Who was named when"),
        "{}",
        journey.screen()
    );
}

#[test]
fn words_are_found_within_a_card() {
    let mut journey = Journey::new("120x36");
    journey.keys("/2nd som<Enter>fthompson<Enter>");
    assert_eq!(
        journey.under_cursor().as_deref(),
        Some("person/laura-thompson")
    );
    journey.keys("<Esc>");
    assert_eq!(journey.session().within, None);
    assert_eq!(journey.record().as_deref(), Some("meeting/som-02"));
}

#[test]
fn the_list_is_sorted_by_name_number_and_last_meeting() {
    let mut journey = Journey::new("120x36");
    let first = |journey: &Journey| journey.list().swap_remove(1);
    journey.keys("gp");
    assert!(first(&journey).contains("William Lacy Swing"));
    journey.keys("s");
    assert!(journey.screen().contains("sorted by last meeting"));
    journey.keys("gg");
    assert!(first(&journey).contains("2026"), "{}", first(&journey));
    journey.keys("sgg");
    assert!(
        journey.screen().contains("Amira El Fadil"),
        "{}",
        journey.screen()
    );
}

#[test]
fn every_command_is_found_by_name() {
    let mut journey = Journey::new("80x24");
    journey.keys(":topics over");
    assert!(journey.screen().contains("topics over time"));
    journey.keys("<Enter>");
    assert_eq!(journey.app.focus(), PaneId::Study);
    journey.keys(":quit now<Enter>");
    assert_eq!(journey.wish(), Some(&Wish::Quit));
}

#[test]
fn in_every_pane_the_cursor_can_be_seen() {
    for keys in [
        "j",
        "/libya<Enter>",
        "gt",
        "t",
        "F",
        "?",
        "e",
        "/libya<Enter>e",
    ] {
        for size in ["120x36", "80x24", "50x16"] {
            let mut journey = Journey::new(size);
            journey.keys(keys);
            let cursor = journey.cursor().expect("a cursor");
            let buf = &journey.shown().buf;
            let cell = buf.cell((cursor.x, cursor.y)).expect("a cell");
            let reversed = ratatui::style::Modifier::REVERSED;
            assert!(
                cell.modifier.contains(reversed),
                "{keys} at {size}:\n{}",
                journey.screen()
            );
        }
    }
}

#[test]
fn the_officer_sees_who_was_met_last_and_what_followed() {
    let mut journey = Journey::new("120x36");
    journey.keys("/vitorino<Enter>");
    let card = journey.card_rows().join("\n");
    for told in [
        "Director General, IOM",
        "LAST NAMED  20 Mar 2023",
        "beside Johansson",
        "15 MEETINGS",
    ] {
        assert!(card.contains(told), "{told}\n{card}");
    }
    // The next meeting, and the neighbours of an officials' meeting in its series.
    journey.keys("n");
    assert_eq!(journey.record().as_deref(), Some("meeting/som-09"));
    let card = journey.card_rows().join("\n");
    assert!(
        card.contains("8th SOM") && card.contains("10th SOM"),
        "{card}"
    );
}

#[test]
fn the_researcher_follows_a_topic_through_the_years() {
    let mut journey = Journey::new("120x36");
    journey.keys("/climate and<Enter>");
    assert!(
        journey.screen().contains("7 of 50 · Climate and migr"),
        "{}",
        journey.screen()
    );
    journey.keys("t");
    let row =
        { journey.pane("Topics over time").into_iter() }.find(|row| row.contains("Climate and"));
    assert!(row.is_some_and(|row| row.contains("■─") && row.contains("□")));
    journey.keys("<Esc>m");
    assert_eq!(journey.filter(), "topic:climate-migration");
    assert_eq!(journey.timeline().len(), 7);
}

#[test]
fn the_journalist_sees_who_says_so_and_takes_the_footnote() {
    let mut journey = Journey::new("120x36");
    journey.keys("/6th som<Enter>");
    assert!(
        journey.screen().contains("! sources disagree on"),
        "{}",
        journey.screen()
    );
    journey.keys("e");
    assert!(
        journey.screen().contains("Evidence"),
        "{}",
        journey.screen()
    );
    assert!(journey.screen().contains("reading"), "{}", journey.screen());
    journey.until("j", "source/s-euromesco-2019").keys("yf");
    let wish = journey.wish().cloned();
    assert!(
        matches!(&wish, Some(Wish::Copy(text)) if text.contains("EuroMeSCo")),
        "{wish:?}"
    );
}

#[test]
fn the_archivist_is_told_what_is_wrong_with_a_file() {
    let flawed = r#"{"format":"sommet/1","title":"Minutes","people":[{"id":"a","name":"Ada"}],
        "meetings":[{"id":"m","title":"First","date":"2013-13-45","participants":[{"person":"adda"}]}]}"#;
    let mut journey = Journey::of(flawed, "120x36");
    assert!(
        journey.lines()[0].contains("2 problems"),
        "{}",
        journey.screen()
    );
    let card = journey.card_rows().join("\n");
    assert!(card.contains("2 PROBLEMS IN THIS FILE"), "{card}");
    assert!(
        card.contains("meetings[0].date") && card.contains("adda"),
        "{card}"
    );
    journey.keys("gd");
    assert!(journey.screen().contains("2 PROBLEMS IN THIS FILE"));
}

#[test]
fn words_are_found_in_the_timeline_and_in_the_list() {
    let mut journey = Journey::new("120x36");
    journey.keys("fvenez<Enter>");
    assert_eq!(
        journey.record().as_deref(),
        Some("meeting/venezuela-conference-2023")
    );
    journey.keys("n");
    assert_eq!(
        journey.record().as_deref(),
        Some("meeting/venezuela-conference-2020")
    );
    journey.keys("N");
    assert_eq!(
        journey.record().as_deref(),
        Some("meeting/venezuela-conference-2023")
    );
    journey.keys("fnowhere<Enter>");
    assert!(
        journey
            .screen()
            .contains("“nowhere” is not in the timeline")
    );
    journey.keys("<Esc>gpfpope<Enter>");
    assert_eq!(journey.record().as_deref(), Some("person/amy-pope"));
    journey.keys("fnowhere<Enter>");
    assert!(journey.screen().contains("“nowhere” is not in this list"));
}
