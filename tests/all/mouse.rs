//! The mouse: every click and turn of the wheel does what a key does, and nothing more.

use crate::support::{Journey, assert_sound};
use crossterm::event::{MouseButton, MouseEventKind};
use sommet::ui::pane::Place;

#[test]
fn a_click_selects_and_a_second_one_opens() {
    for size in ["120x36", "80x24", "50x16"] {
        let mut journey = Journey::new(size);
        let place = journey.place_of("● Agreement");
        journey.click(place.x, place.y);
        assert_eq!(journey.app.focus(), Place::Timeline, "{size}");
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/signing-2011"),
            "{size}"
        );
        let path = journey.session().path.clone();
        journey.click(place.x, place.y);
        assert_eq!(journey.app.focus(), Place::Detail, "{size}");
        assert_eq!(journey.session().path.len(), path.len() + 1, "{size}");
    }
}

#[test]
fn a_click_is_worth_the_keys() {
    let mut clicked = Journey::new("120x36");
    let mut typed = Journey::new("120x36");
    let place = clicked.place_of("1st SOM");
    clicked.click(place.x, place.y).click(place.x, place.y);
    typed.until("j", "meeting/som-01").keys("<Enter>");
    clicked
        .shown()
        .assert_is(typed.shown(), "opened from the timeline");
    clicked.click_on("Klaus Rudischhauser");
    typed.until("j", "person/klaus-rudischhauser");
    typed.quiet();
    clicked.shown().assert_is(typed.shown(), "a link in Detail");
    clicked.click_on("Klaus Rudischhauser").quiet();
    typed.keys("<Enter>").quiet();
    assert_eq!(clicked.record().as_deref(), Some("person/klaus-rudischhauser"));
    clicked.shown().assert_is(typed.shown(), "followed");
}

#[test]
fn a_first_click_into_another_pane_only_goes_there() {
    let mut journey = Journey::new("120x36");
    let path = journey.session().path.clone();
    let Some(before) = journey.record() else {
        panic!("a record")
    };
    // The cursor of Detail is on the name; the pane does not have the keyboard.
    let name = journey.pane("Agreement")[0]
        .trim()
        .chars()
        .take(12)
        .collect::<String>();
    let place = journey.place_of(&format!("│ {name}"));
    journey.click(place.x + 2, place.y);
    assert_eq!(journey.app.focus(), Place::Detail);
    assert_eq!(journey.session().path, path);
    assert_eq!(journey.record(), Some(before));
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_pointer_and_no_other() {
    let mut journey = Journey::new("120x20").at("person/william-lacy-swing");
    let (timeline, find) = (journey.pane("Timeline"), journey.pane("Find"));
    let detail = journey.pane("Person");
    journey.wheel_over("William Lacy Swing", true);
    let unmarked = |row: &String| row.replace('▸', "›");
    let now: Vec<String> = journey.pane("Person")[..10].iter().map(unmarked).collect();
    assert_eq!(now, detail[3..13], "three rows further");
    assert_eq!(journey.pane("Timeline"), timeline);
    assert_eq!(journey.pane("Find"), find);
    assert_eq!(journey.app.focus(), Place::Detail);
    journey.wheel_over("PEOPLE", true);
    let names = |rows: &[String]| {
        rows.iter()
            .map(|row| row.replace('▸', " "))
            .collect::<Vec<_>>()
    };
    let now = journey.pane("Find");
    assert_eq!(names(&now[2..10]), names(&find[5..13]), "the list of Find");
    assert_eq!(journey.app.focus(), Place::Detail, "the keyboard stays");
    for _ in 0..50 {
        journey.wheel_over("Timeline", true);
    }
    let rows = journey.pane("Timeline");
    assert!(rows.iter().any(|row| row.contains('▸')), "{rows:?}");
    assert_sound(&journey, false, "at the end");
}

#[test]
fn detail_follows_the_wheel_only_in_the_list_that_has_the_keyboard() {
    let mut journey = Journey::new("120x20").at("person/william-lacy-swing");
    for _ in 0..50 {
        journey.wheel_over("Timeline", true);
    }
    let here = journey.record();
    assert_eq!(here.as_deref(), Some("person/william-lacy-swing"));
    journey.keys("gm");
    for _ in 0..50 {
        journey.wheel_over("Timeline", false);
    }
    let first = journey.record().expect("a record");
    assert_ne!(Some(&first), here.as_ref());
    // It came from the timeline, so that one goes on there.
    journey.keys("lJ");
    let timeline = journey.timeline();
    let at = timeline
        .iter()
        .position(|key| *key == first)
        .expect("a row");
    assert_eq!(journey.record().as_ref(), timeline.get(at + 1));
}

#[test]
fn a_click_on_a_part_of_the_filter_drops_that_part() {
    let mut journey = Journey::new("120x36");
    journey.keys("/swing<Enter>m/climate and<Enter>m");
    assert_eq!(journey.session().here.filter.parts().len(), 2);
    let both = journey.timeline();
    let chip = journey.place_of("only: ");
    journey.click(chip.x + 8, chip.y);
    let parts = journey.session().here.filter.to_string();
    assert!(
        !parts.contains("swing") && parts.contains("topic:"),
        "{parts}"
    );
    assert_ne!(journey.timeline(), both);
    journey.keys("<Backspace>").quiet();
    assert_eq!(journey.timeline(), both, "it was a step");
    // Beside the parts nothing is dropped.
    journey.click(chip.x, chip.y);
    assert_eq!(journey.timeline(), both);
}

#[test]
fn a_click_on_the_trail_goes_back_to_that_step() {
    let mut journey = Journey::new("120x36");
    journey.click_on("1st SOM").keys("<Enter>");
    journey.until("j", "person/laura-thompson").keys("<Enter>");
    journey.keys("gt");
    let steps = journey.session().path.clone();
    assert_eq!(steps.len(), 4, "{steps:?}");
    // The present step leads nowhere.
    journey.click_on("› topics").click_on(" topics ");
    assert_eq!(journey.session().path, steps);
    let place = journey.place_of("› 1st");
    journey.click(place.x + 2, place.y).quiet();
    assert_eq!(journey.session().path, steps[..2]);
    assert_eq!(journey.record().as_deref(), Some("meeting/som-01"));
    journey.keys("LL");
    assert_eq!(journey.session().path, steps, "forward leads there again");
}

#[test]
fn a_click_on_a_kind_lists_it_and_one_on_the_line_types() {
    let mut journey = Journey::new("120x36");
    journey.click_on("Orgs");
    assert_eq!(journey.app.focus(), Place::Find);
    let count = journey.dataset().count(sommet::data::Kind::Organisation);
    assert!(
        journey.screen().contains(&format!(" {count} ═")),
        "{}",
        journey.screen()
    );
    journey.click_on("All People");
    assert!(journey.screen().contains("PEOPLE"));
    journey.click_on("name, topic").keys("soren");
    assert!(journey.screen().contains("› soren"), "{}", journey.screen());
    // While a line is typed a hit is chosen by a click, and opened by the next.
    let sorensen = |journey: &Journey| journey.place_of("Claus S");
    let place = sorensen(&journey);
    journey.click(place.x, place.y);
    journey.click(place.x, place.y);
    assert_eq!(journey.record().as_deref(), Some("person/claus-sorensen"));
    assert_eq!(journey.app.focus(), Place::Detail);
}

#[test]
fn a_click_on_a_year_goes_there() {
    let mut journey = Journey::new("120x36").at("person/william-lacy-swing");
    journey.click_on("2019");
    assert_eq!(journey.app.focus(), Place::Timeline);
    assert!(
        journey.cursor_line().contains("2019"),
        "{}",
        journey.screen()
    );
    assert_eq!(
        journey.record().as_deref(),
        Some("person/william-lacy-swing")
    );
}

#[test]
fn what_lies_on_top_takes_the_clicks() {
    let mut journey = Journey::new("120x36");
    let before = journey.shown().clone();
    journey.keys("?");
    let help = journey.shown().clone();
    journey.wheel_over("Keys", true);
    assert_ne!(journey.shown(), &help, "the help scrolls");
    // A click beside it takes it away and does nothing else.
    journey.click(2, 10);
    journey.shown().assert_is(&before, "beside the help");
    journey.keys("F");
    let rows = journey.pane("Facets");
    let row = rows
        .iter()
        .position(|row| row.contains(" 2013 "))
        .expect("a year");
    let top = journey.place_of(" Facets ");
    let row = top.y + 1 + u16::try_from(row).expect("a row");
    journey.click(top.x, row).click(top.x, row);
    assert_eq!(journey.filter(), "in:2013");
    journey.keys("?/quit at");
    journey.click_on("quit at once");
    journey.click_on("quit at once");
    assert_eq!(
        journey.wish(),
        None,
        "the release of the button says nothing"
    );
}

#[test]
fn nothing_outside_and_no_other_button_does_anything() {
    let mut journey = Journey::new("80x24");
    let before = journey.shown().clone();
    for (x, y) in [
        (80, 24),
        (0, 24),
        (80, 0),
        (u16::MAX, u16::MAX),
        (0, 0),
        (79, 23),
    ] {
        journey.click(x, y);
        journey.mouse(MouseEventKind::ScrollDown, x, y);
    }
    for kind in [
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::Down(MouseButton::Middle),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::Moved,
        MouseEventKind::ScrollLeft,
    ] {
        for y in 0..24 {
            journey.mouse(kind, 5, y);
        }
    }
    journey
        .shown()
        .assert_is(&before, "as if nothing had been done");
    // What stood somewhere on a larger screen stands there no more.
    for size in ["29x7", "0x0", "30x8", "120x36"] {
        journey.resize(size);
        for (x, y) in [(5, 5), (100, 20), (3, 0), (0, 0)] {
            journey.click(x, y);
            journey.mouse(MouseEventKind::ScrollDown, x, y);
            assert_sound(&journey, false, size);
        }
    }
}
