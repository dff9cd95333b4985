//! Faults of the program, each with its journey.

mod support;

use sommet::app::Wish;
use support::Journey;

#[track_caller]
fn assert_in_sight(journey: &mut Journey, record: &str, what: &str) {
    assert_eq!(journey.under_cursor().as_deref(), Some(record), "{what}");
    let name = journey.dataset().short(journey.id(record)).to_owned();
    let start: String = name.chars().take(9).collect();
    let line = journey.cursor_line();
    assert!(
        line.contains('▸') && line.contains(&start),
        "{what}\n{}",
        journey.screen()
    );
}

#[test]
fn a_lower_screen_keeps_the_link_under_the_cursor_in_sight() {
    for size in ["120x20", "120x14", "80x24", "50x16", "30x8"] {
        let mut journey = Journey::new("120x36");
        journey
            .keys("/soren<Enter>")
            .until("j", "topic/climate-migration");
        journey.resize(size);
        assert_in_sight(&mut journey, "topic/climate-migration", size);
    }
}

#[test]
fn a_view_left_on_a_larger_screen_comes_back_with_its_link() {
    let mut journey = Journey::new("120x36").at("person/claus-sorensen");
    journey.until("j", "topic/climate-migration").keys("m");
    journey.resize("80x24").keys("<Backspace>");
    assert_in_sight(&mut journey, "topic/climate-migration", "80x24");
}

#[test]
fn ctrl_c_quits_in_the_middle_of_a_sequence() {
    for keys in ["g", "y"] {
        let mut journey = Journey::new("80x24");
        journey.keys(keys).keys("<Ctrl-c>");
        assert_eq!(journey.wish(), Some(&Wish::Quit), "{keys}");
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
fn a_heading_under_the_cursor_comes_back_too() {
    for step in ["m", "M"] {
        let mut journey = Journey::new("80x24");
        journey.keys(")))");
        let left = journey.shown().clone();
        journey.keys(step).keys("<Backspace>");
        journey.shown().assert_is(&left, step);
    }
}
