//! The mouse: every click and turn of the wheel does what a key does, and nothing more.

use crate::support::{Journey, assert_sound};
use crossterm::event::{MouseButton, MouseEventKind};
use sommet::ui::pane::PaneId;

#[test]
fn a_click_selects_and_a_second_one_opens() {
    for size in ["120x36", "80x24", "50x16"] {
        let mut journey = Journey::new(size);
        let place = journey.place_of("● Venezuela 2023");
        journey.click(place.x, place.y);
        assert_eq!(journey.app.focus(), PaneId::Timeline, "{size}");
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/venezuela-conference-2023"),
            "{size}"
        );
        let path = journey.session().path.clone();
        journey.click(place.x, place.y);
        assert_eq!(journey.app.focus(), PaneId::Card, "{size}");
        assert_eq!(journey.session().path.len(), path.len() + 1, "{size}");
    }
}

#[test]
fn a_click_is_worth_the_keys() {
    let mut clicked = Journey::new("120x36");
    let mut typed = Journey::new("120x36");
    let place = clicked.place_of("9th SOM");
    clicked.click(place.x, place.y).click(place.x, place.y);
    typed.until("j", "meeting/som-09").keys("<Enter>");
    assert_eq!(clicked.record(), typed.record(), "opened from the timeline");
    assert_eq!(clicked.app.focus(), PaneId::Card);
    let link = clicked
        .pane("Meeting")
        .iter()
        .any(|row| row.contains("António Vitorino"));
    assert!(link, "{}", clicked.screen());
    let card = clicked.place_of("┏━ Meeting");
    let row = clicked
        .lines()
        .iter()
        .skip(usize::from(card.y))
        .position(|row| {
            row.chars()
                .skip(usize::from(card.x))
                .collect::<String>()
                .contains("António Vitorino")
        });
    let y = card.y + u16::try_from(row.expect("a row")).expect("a row");
    clicked.click(card.x + 5, y);
    assert_eq!(
        clicked.under_cursor().as_deref(),
        Some("person/antonio-vitorino")
    );
    clicked.click(card.x + 5, y);
    assert_eq!(clicked.record().as_deref(), Some("person/antonio-vitorino"));
}

#[test]
fn a_first_click_into_another_pane_only_goes_there() {
    let mut journey = Journey::new("120x36");
    let path = journey.session().path.clone();
    let place = journey.place_of("MOST DISCUSSED");
    journey.click(place.x, place.y + 1);
    assert_eq!(journey.app.focus(), PaneId::Card);
    assert_eq!(journey.session().path, path);
    assert_eq!(journey.record(), None);
    journey.click(place.x, place.y + 1);
    assert!(
        journey
            .record()
            .is_some_and(|key| key.starts_with("topic/"))
    );
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_pointer_and_no_other() {
    let mut journey = Journey::new("120x20").at("person/william-lacy-swing");
    let (timeline, list) = (journey.pane("Timeline"), journey.list());
    let card = journey.pane("Person");
    journey.wheel_over("MEETINGS", true);
    let bare = |rows: &[String]| -> Vec<String> {
        rows.iter()
            .map(|row| row.replace(['▌', '▐', ' '], ""))
            .collect()
    };
    let now = journey.pane("Person");
    assert_eq!(bare(&now[..8]), bare(&card[3..11]), "three rows further");
    assert_eq!(journey.pane("Timeline"), timeline);
    assert_eq!(journey.list(), list);
    assert_eq!(journey.app.focus(), PaneId::Card);
    for _ in 0..50 {
        journey.wheel_over("[People", true);
    }
    assert_ne!(bare(&journey.list()), bare(&list), "the list");
    assert_eq!(journey.app.focus(), PaneId::Card, "the keyboard stays");
    assert_sound(&journey, false, "at the end");
}

#[test]
fn the_card_follows_the_wheel_only_in_the_list_that_has_the_keyboard() {
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
    let timeline: Vec<String> = journey.timeline().into_iter().rev().collect();
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
    let chip = journey.place_of("Filter: ");
    journey.click(chip.x + 10, chip.y);
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
    journey.click_on("9th SOM").keys("<Enter>");
    journey
        .until("j", "person/antonio-vitorino")
        .keys("<Enter>");
    journey.keys("gt");
    let steps = journey.session().path.clone();
    assert_eq!(steps.len(), 4, "{steps:?}");
    // The present step leads nowhere.
    let place = journey.place_of("› topics");
    journey.click(place.x + 2, place.y);
    assert_eq!(journey.session().path, steps);
    let place = journey.place_of("› 9th");
    journey.click(place.x + 2, place.y).quiet();
    assert_eq!(journey.session().path, steps[..2]);
    assert_eq!(journey.record().as_deref(), Some("meeting/som-09"));
    journey.keys("LL");
    assert_eq!(journey.session().path, steps, "forward leads there again");
}

#[test]
fn a_click_on_a_tab_lists_its_kind_and_one_on_the_field_types() {
    let mut journey = Journey::new("120x36");
    journey.click_on("Orgs");
    assert_eq!(journey.app.focus(), PaneId::List);
    let count = journey.dataset().count(sommet::data::Kind::Organisation);
    assert!(
        journey.screen().contains(&format!("[Orgs {count}]")),
        "{}",
        journey.screen()
    );
    journey.click_on("People ");
    assert!(journey.screen().contains("[People"));
    journey.click_on("find a person").keys("soren");
    assert!(journey.screen().contains("› soren"), "{}", journey.screen());
    // What the cursor is on already is opened by a click.
    let place = journey.place_of("› soren");
    journey.click(place.x, place.y + 1);
    assert_eq!(journey.record().as_deref(), Some("person/claus-sorensen"));
    assert_eq!(journey.app.focus(), PaneId::Card);
}

#[test]
fn a_click_on_the_years_goes_to_that_time() {
    let mut journey = Journey::new("120x36").at("person/william-lacy-swing");
    let place = journey.place_of(" 19 ");
    journey.click(place.x + 1, place.y + 1);
    assert_eq!(journey.app.focus(), PaneId::Timeline);
    let record = journey.record().expect("a meeting");
    let date = journey.dataset().date(journey.id(&record)).expect("a date");
    assert!((2018..=2019).contains(&date.year()), "{record}");
    assert!(
        journey.screen().contains("of 50 · William Lacy Swing"),
        "it stays held"
    );
}

#[test]
fn a_click_on_a_hint_does_what_it_says() {
    let mut journey = Journey::new("120x36");
    journey.click_on("? keys");
    assert_eq!(journey.app.focus(), PaneId::Help);
    journey.click_on("esc back");
    assert_eq!(journey.app.focus(), PaneId::Timeline);
}

#[test]
fn what_lies_on_top_takes_the_clicks() {
    let mut journey = Journey::new("120x36");
    let before = journey.shown().clone();
    journey.keys("?");
    let help = journey.shown().clone();
    journey.keys("<Tab>");
    let all = journey.shown().clone();
    assert_ne!(all, help);
    journey.wheel_over("All keys", true);
    assert_ne!(journey.shown(), &all, "the help scrolls");
    // A click beside it takes it away and does nothing else.
    journey.click(2, 10);
    journey.shown().assert_is(&before, "beside the help");
    journey.keys("F");
    let rows = journey.pane("Counts");
    let row = rows
        .iter()
        .position(|row| row.contains(" 2013 "))
        .expect("a year");
    let top = journey.place_of(" Counts ");
    let row = top.y + 1 + u16::try_from(row).expect("a row");
    journey.click(top.x, row).click(top.x, row);
    assert_eq!(journey.filter(), "in:2013");
    journey.keys("?/quit at");
    // It is the best and so under the cursor already.
    journey.click_on("quit at once");
    assert_eq!(
        journey.effect(),
        None,
        "the release of the button says nothing"
    );
}

#[test]
fn nothing_outside_and_no_other_button_does_anything() {
    let mut journey = Journey::new("80x24");
    let before = journey.shown().clone();
    for (x, y) in [(80, 24), (0, 24), (80, 0), (u16::MAX, u16::MAX), (79, 23)] {
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

#[test]
fn a_click_on_the_cross_of_a_filter_part_drops_it_alone() {
    let mut journey = Journey::new("120x36");
    journey.keys("/clim<Ctrl-t>/swing<Ctrl-t>");
    assert_eq!(
        journey.filter(),
        "topic:climate-migration person:william-lacy-swing"
    );
    journey.click_on("×");
    assert_eq!(journey.filter(), "person:william-lacy-swing");
    journey.click_on("×");
    assert_eq!(journey.filter(), "");
}
