//! Faults of the program, each with its journey.

use crate::support::Journey;
use sommet::app::Effect;

#[test]
fn a_lower_screen_keeps_the_link_under_the_cursor_in_sight() {
    for size in ["120x20", "120x14", "80x24", "50x16", "30x8"] {
        let mut journey = Journey::new("120x36");
        journey
            .keys("/soren<Enter>")
            .until("j", "topic/climate-migration");
        journey.resize(size);
        journey.assert_in_sight("topic/climate-migration", size);
    }
}

#[test]
fn a_view_left_on_a_larger_screen_comes_back_with_its_link() {
    let mut journey = Journey::new("120x36").at("person/claus-sorensen");
    journey.until("j", "topic/climate-migration").keys("m");
    journey.resize("80x24").keys("<Backspace>");
    journey.assert_in_sight("topic/climate-migration", "80x24");
}

#[test]
fn ctrl_c_quits_in_the_middle_of_a_sequence() {
    for keys in ["g", "y"] {
        let mut journey = Journey::new("80x24");
        journey.keys(keys).keys("<Ctrl-c>");
        assert_eq!(journey.effect(), Some(&Effect::Quit), "{keys}");
    }
}

#[test]
fn a_hit_is_shown_however_low_the_screen() {
    for size in ["30x8", "80x8"] {
        let mut journey = Journey::new(size);
        journey.keys("/soren");
        assert!(
            journey.screen().contains("Claus Sør"),
            "{}",
            journey.screen()
        );
    }
}

#[test]
fn the_row_under_the_cursor_comes_back_too() {
    for step in ["m", "M"] {
        let mut journey = Journey::new("80x24").at("person/claus-sorensen");
        journey.keys("gm)))");
        let left = journey.shown().clone();
        journey.keys(step).keys("<Backspace>");
        journey.shown().assert_is(&left, step);
    }
}

#[test]
fn a_silence_is_passed() {
    let mut journey = Journey::new("80x24");
    for _ in 0..60 {
        journey.keys("j");
        let line = journey.cursor_line();
        assert!(line.contains('●') || line.contains('◆'), "{line}");
    }
}

#[test]
fn the_next_record_is_that_of_the_list_detail_came_from() {
    let mut journey = Journey::new("120x36");
    journey.keys("/swing<Enter>hjjl");
    let from: Vec<String> = journey.timeline().into_iter().rev().collect();
    let here = from
        .iter()
        .position(|key| Some(key) == journey.record().as_ref());
    journey.keys("J");
    assert_eq!(
        journey.record().as_ref(),
        here.and_then(|at| from.get(at + 1))
    );
    let mut start = Journey::new("120x36").at("person/claus-sorensen");
    start.keys("J");
    assert_eq!(start.record().as_deref(), Some("person/claus-sorensen"));
}

#[test]
fn the_next_record_goes_on_in_the_table_it_came_from() {
    let mut journey = Journey::new("120x36").at("person/claus-sorensen");
    journey
        .until("j", "person/william-lacy-swing")
        .keys("<Enter>J");
    let second = journey.record();
    journey.keys("J");
    assert_ne!(journey.record(), second);
    assert!(second.is_some());
}

#[test]
fn a_look_that_is_cancelled_costs_nothing() {
    let mut journey = Journey::new("120x36");
    journey.keys("jj<Enter>");
    let opened = journey.shown().clone();
    journey.keys("<Backspace>/soren<Esc>L");
    journey
        .shown()
        .assert_is(&opened, "forward after a cancelled search");
}

#[test]
fn what_an_earlier_letter_found_is_not_shown_any_longer() {
    for keys in ["/soren<Ctrl-u>", "/sorenqqqq", "/in:2008", "/foo:bar"] {
        let mut journey = Journey::new("120x36");
        let before = journey.record();
        journey.keys(keys);
        if !keys.contains("2008") {
            assert_eq!(journey.record(), before, "{keys}");
        }
        assert_ne!(
            journey.record().as_deref(),
            Some("person/claus-sorensen"),
            "{keys}"
        );
    }
}

#[test]
fn an_empty_filter_does_not_lose_the_place() {
    let mut journey = Journey::new("120x36");
    journey.keys("Gkk");
    let line: String = journey.cursor_line().chars().take(40).collect();
    journey.keys("/in:1999<Alt-Enter>x");
    let back: String = journey.cursor_line().chars().take(40).collect();
    assert_eq!(back, line);
}

#[test]
fn every_section_of_a_long_page_is_reached() {
    for size in ["120x100", "120x36"] {
        let mut journey = Journey::new(size).at("meeting/som-01");
        journey.keys(&")".repeat(40));
        let message = journey.session().message.clone();
        assert_eq!(message.as_deref(), Some("the last section"), "{size}");
    }
}

#[test]
fn keys_do_nothing_beneath_the_help() {
    let mut journey = Journey::new("120x36");
    journey.keys("jj<Enter>?");
    let path = journey.session().path.clone();
    journey.keys("<Backspace>xXH");
    assert_eq!(journey.session().path, path);
    journey.keys("F/soren");
    assert_eq!(
        journey.app.focus(),
        sommet::ui::pane::PaneId::Help,
        "the help is still on top"
    );
}

#[test]
fn typing_lights_and_scrolls_at_once_and_is_taken_back() {
    let mut journey = Journey::new("120x36");
    journey.keys("jj");
    let before = journey.shown().clone();
    journey.keys("/libya");
    let rows = journey.pane("Timeline");
    assert!(
        rows.iter().any(|row| row.contains("Task Force Mar 2023")),
        "{rows:?}"
    );
    assert!(journey.screen().contains("11 of 50 · Migrants in Libya"));
    journey.keys("<Esc>");
    journey.shown().assert_is(&before, "after Esc");
}
