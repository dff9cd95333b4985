//! Journeys on the bundled data: what is asked for is found in a few keys, and every way leads back.

use crate::support::{Journey, SIZES, Shown, bundled_json};
use serde_json::Value;

/// The meetings of the JSON that name a topic, each with its weight, in the order of the file.
fn meetings_with(topic: &str) -> Vec<(String, String, String)> {
    let json = bundled_json();
    let meetings = json["meetings"].as_array().expect("meetings").iter();
    let found = meetings.filter_map(|meeting| {
        let topics = meeting["topics"].as_array()?;
        let weight = topics.iter().find_map(|entry| match entry {
            Value::String(id) => (id == topic).then_some("agenda"),
            entry => {
                (entry["topic"] == topic).then(|| entry["weight"].as_str().unwrap_or("agenda"))
            }
        })?;
        let field = |name: &str| meeting[name].as_str().unwrap_or_default().to_owned();
        Some((field("id"), field("date"), weight.to_owned()))
    });
    found.collect()
}

#[test]
fn a_person_is_found_in_seven_keys() {
    let keys = "/soren<Enter>";
    let count = sommet::keymap::script(keys).expect(keys).len();
    assert!(count <= 7, "{count} keys");
    for (size, more) in [("120x36", ""), ("80x24", ""), ("50x16", "")] {
        let mut journey = Journey::new(size);
        journey.keys(keys);
        assert_eq!(journey.record().as_deref(), Some("person/claus-sorensen"));
        let mut text = journey.pane("Person").join("\n");
        // On the smallest screen the second meeting is reached by going to it.
        if !more.is_empty() {
            journey.keys(more).until("j", "meeting/som-02");
            text += &journey.pane("Person").join("\n");
        }
        for wanted in [
            "Claus Sørensen",
            "2 MEETINGS",
            "2013-05-03",
            "2014-10-01",
            "Director General, DG ECHO",
        ] {
            assert!(text.contains(wanted), "{wanted} at {size}:\n{text}");
        }
        assert_eq!(
            links_to(&journey, "meeting/"),
            ["meeting/som-01", "meeting/som-02"]
        );
    }
}

/// The links of what Detail shows that lead to records of a kind.
fn links_to(journey: &Journey, kind: &str) -> Vec<String> {
    let links = journey.session().page.links();
    let keys = links.map(|id| journey.dataset().key(id));
    keys.filter(|key| key.starts_with(kind)).collect()
}

#[test]
fn a_topic_narrows_the_timeline_to_its_meetings() {
    let mut expected = meetings_with("climate-migration");
    expected.sort_by(|(_, one, _), (_, other, _)| one.cmp(other));
    assert!(expected.iter().any(|(_, _, weight)| weight == "agenda"));
    assert!(expected.iter().any(|(_, _, weight)| weight == "context"));
    let ids = expected.iter().map(|(id, _, _)| format!("meeting/{id}"));
    let ids: Vec<String> = ids.collect();
    for (size, keys) in [
        ("120x60", "/clim<Alt-Enter>"),
        ("120x60", "/clim<Ctrl-t>"),
        ("80x40", "/clim<Alt-Enter>"),
        ("50x39", "/clim<Ctrl-t>"),
    ] {
        let mut journey = Journey::new(size);
        let before = journey.timeline();
        journey.keys(keys);
        assert_eq!(journey.timeline(), ids, "{keys}");
        // With room at the right edge each row tells the weight.
        journey.keys("z").resize("120x60");
        let timeline = journey.pane("Timeline");
        let rows: Vec<&String> = timeline.iter().filter(|row| row.contains('●')).collect();
        assert_eq!(rows.len(), expected.len(), "{}", journey.screen());
        for (row, (id, date, weight)) in rows.iter().zip(expected.iter().rev()) {
            let row = row.trim_end_matches(['┃', ' ', '▐']);
            let day = date.get(5..).unwrap_or_default();
            assert!(row.contains(day), "{id}, {date}: {row}");
            assert!(row.ends_with(weight.as_str()), "{id}, {weight}: {row}");
        }
        assert!(!timeline.iter().any(|row| row.contains('◆')));
        journey.keys("z");
        journey.keys("X");
        assert_eq!(journey.timeline(), before, "X brings all back");
        assert_eq!(journey.filter(), "");
    }
}

/// Moves and a key that leaves: what was shown in between is what has to come back.
struct Walk {
    journey: Journey,
    left: Vec<Shown>,
}

impl Walk {
    fn new(journey: Journey) -> Self {
        Self {
            journey,
            left: Vec::new(),
        }
    }

    /// Leaves the present view by a key.
    fn leave(&mut self, key: &str) {
        self.left.push(self.journey.shown().clone());
        self.journey.keys(key);
    }

    /// Goes to a link or a row by `j`, and leaves by a key.
    #[track_caller]
    fn by(&mut self, record: &str, key: &str) {
        self.journey.until("j", record);
        self.leave(key);
    }

    /// Back to the start and forward to the end: every frame is what it was.
    fn there_and_back(mut self, size: &str) {
        let end = self.journey.shown().clone();
        for (nth, left) in self.left.iter().enumerate().rev() {
            self.journey.keys("<Backspace>");
            let what = format!("{size}: back to view {nth}");
            self.journey.shown().assert_is(left, &what);
        }
        self.journey.keys("<Backspace>");
        assert!(
            self.journey
                .screen()
                .contains("Nothing to go back to; q quits"),
            "{}",
            self.journey.screen()
        );
        self.journey.quiet();
        let ahead = self.left.iter().skip(1).chain([&end]);
        for (nth, shown) in ahead.enumerate() {
            self.journey.keys("L");
            let what = format!("{size}: forward to view {}", nth + 1);
            self.journey.shown().assert_is(shown, &what);
        }
    }
}

#[test]
fn every_view_of_a_long_walk_comes_back_as_it_was_left() {
    for size in SIZES {
        let mut walk = Walk::new(Journey::new(size).at("meeting/som-02"));
        walk.by("person/claus-sorensen", "<Enter>");
        // The role stands above what the cursor is on at first: one key, as ever.
        walk.journey.keys("k");
        walk.leave("m");
        assert_eq!(walk.journey.filter(), "org:dg-echo");
        // The keyboard is in the timeline now: from one of its meetings into Detail again.
        walk.journey.keys("jj");
        walk.leave("<Enter>");
        walk.by("organisation/dg-echo", "<Enter>");
        walk.by("topic/climate-migration", "<Enter>");
        walk.by("person/william-lacy-swing", "m");
        assert_eq!(
            walk.journey.filter(),
            "org:dg-echo person:william-lacy-swing"
        );
        walk.journey.keys("G");
        walk.leave("<Enter>");
        assert!(
            walk.journey
                .record()
                .is_some_and(|key| key.starts_with("meeting/"))
        );
        walk.journey.keys("G");
        let source = walk.journey.under_cursor().expect("a source");
        assert!(source.starts_with("source/"), "{source}");
        walk.leave("<Enter>");
        assert_eq!(walk.journey.record(), Some(source));
        assert_eq!(walk.left.len(), 8);
        walk.there_and_back(size);
    }
}

#[test]
fn a_search_comes_back_with_its_results_and_then_the_view_before_it() {
    for size in SIZES {
        let mut walk = Walk::new(Journey::new(size).at("meeting/som-02"));
        walk.by("person/claus-sorensen", "<Enter>");
        let before = walk.journey.shown().clone();
        walk.journey.keys("/clim<Down>");
        let hit = walk.journey.record();
        walk.journey.keys("<Enter>");
        let opened = walk.journey.shown().clone();

        let journey = &mut walk.journey;
        journey.keys("<Backspace>");
        let back = journey.shown().clone();
        assert_eq!(journey.record(), hit);
        assert_eq!(journey.under_cursor(), hit, "the list has the keyboard");
        assert!(
            journey.cursor_line().contains('▌'),
            "{size}: the cursor is on the hit, not in the line:\n{}",
            journey.screen()
        );
        journey.keys("<Backspace>");
        journey
            .shown()
            .assert_is(&before, "the view before the search");
        journey.keys("L");
        journey.shown().assert_is(&back, "forward to the search");
        journey.keys("L");
        journey.shown().assert_is(&opened, "forward to the hit");

        // The query can be edited again.
        journey.keys("<Backspace>/x");
        assert!(journey.screen().contains("› climx"), "{}", journey.screen());
    }
}

#[test]
fn escape_while_typing_puts_everything_back() {
    for size in SIZES {
        let mut journey = Journey::new(size);
        journey.keys("jjj");
        let before = journey.shown().clone();
        journey.keys("/clim<Down><Tab><Esc>");
        journey
            .shown()
            .assert_is(&before, &format!("{size}: after Esc"));
        journey.keys("<Backspace>");
        assert!(journey.screen().contains("Nothing to go back to; q quits"));
    }
}

#[test]
fn a_new_step_drops_what_was_ahead() {
    let mut journey = Journey::new("80x24").at("meeting/som-02");
    journey
        .until("j", "person/claus-sorensen")
        .keys("<Enter><Backspace>");
    journey.until("j", "person/matthias-ruete").keys("<Enter>");
    assert_eq!(journey.record().as_deref(), Some("person/matthias-ruete"));
    journey.keys("L");
    assert!(journey.screen().contains("Nothing to go forward to"));
}

#[test]
fn resizing_keeps_the_record_and_the_row_in_sight() {
    let up_and_down = [
        "50x16", "120x36", "80x24", "30x9", "140x50", "70x9", "110x28", "80x24",
    ];
    let aside = [
        "140x39", "110x36", "70x38", "109x36", "50x36", "120x39", "71x36", "80x39",
    ];
    let places = [
        ("timeline", "", "meeting/som-09", up_and_down),
        ("list", "gp", "person/neven-mimica", up_and_down),
        (
            "hits",
            "/migration<Enter><Backspace>",
            "topic/root-causes",
            up_and_down,
        ),
        ("detail", "/soren<Enter>", "topic/climate-migration", aside),
    ];
    for (what, keys, record, sizes) in places {
        let mut journey = Journey::new("120x36");
        journey.keys(keys).until("j", record);
        let shown = journey.record();
        for size in sizes {
            journey.resize(size);
            assert_eq!(journey.record(), shown);
            journey.assert_in_sight(record, &format!("{what} at {size}"));
        }
    }
}

#[test]
fn a_resize_between_keeps_the_trail() {
    let mut walk = Walk::new(Journey::new("50x16").at("meeting/som-02"));
    walk.by("person/claus-sorensen", "<Enter>");
    walk.by("topic/climate-migration", "m");
    // What came later stands above: as many keys as when it stood below.
    walk.journey.keys("kk");
    assert_eq!(walk.journey.record().as_deref(), Some("meeting/som-08"));
    walk.leave("<Enter>");
    let mut journey = walk.journey;
    // The size at which one goes back, what Detail shows then, and what the cursor is on.
    let expected = [
        ("140x50", "meeting/som-08", "meeting/som-08"),
        ("80x24", "person/claus-sorensen", "topic/climate-migration"),
        ("120x36", "meeting/som-02", "person/claus-sorensen"),
    ];
    for (size, detail, under) in expected {
        journey.resize(size).keys("<Backspace>");
        assert_eq!(journey.record().as_deref(), Some(detail), "{size}");
        journey.assert_in_sight(under, &format!("back at {size}"));
    }
    for size in ["120x36", "50x16", "80x24"] {
        journey.resize(size).keys("L");
    }
    assert_eq!(journey.record().as_deref(), Some("meeting/som-08"));
    assert_eq!(journey.filter(), "topic:climate-migration");
}

#[test]
fn the_meetings_of_the_open_record_are_walked_through_from_every_pane() {
    for pane in ["", "<Tab>", "<Shift-Tab>"] {
        let mut journey = Journey::new("120x36");
        journey.keys("/soren<Enter>").keys(pane);
        let focus = journey.app.focus();
        assert!(
            journey.screen().contains("2 of 50 · Claus Sørensen"),
            "{}",
            journey.screen()
        );
        journey.keys("n");
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/som-01"),
            "{pane}"
        );
        assert!(
            journey.screen().contains("2 of 50 · Claus Sørensen"),
            "it stays held"
        );
        assert_eq!(journey.app.focus(), focus, "the keyboard stays");
        journey.keys("n");
        assert!(
            journey
                .screen()
                .contains("no further meeting of Claus Sørensen below")
        );
        journey.keys("N");
        assert_eq!(
            journey.record().as_deref(),
            Some("meeting/som-02"),
            "{pane}"
        );
        journey.keys("<Backspace><Backspace>");
        assert_eq!(journey.record().as_deref(), Some("person/claus-sorensen"));
    }
}

#[test]
fn with_nothing_held_the_walk_goes_down_the_timeline() {
    let mut journey = Journey::new("120x36");
    let newest: Vec<String> = journey.timeline().into_iter().rev().collect();
    for key in &newest[..4] {
        journey.keys("n");
        assert_eq!(journey.record().as_ref(), Some(key));
    }
    journey.keys("N");
    assert_eq!(journey.record().as_ref(), newest.get(2));
}

#[test]
fn one_goes_on_in_the_list_a_record_came_from() {
    let mut journey = Journey::new("80x24").at("meeting/som-02");
    journey.until("j", "person/claus-sorensen").keys("<Enter>J");
    assert_eq!(journey.record().as_deref(), Some("person/matthias-ruete"));
    journey.keys("KK");
    assert_eq!(
        journey.record().as_deref(),
        Some("person/fernando-frutuoso-de-melo")
    );
    // It took the place of the step: one step back is where the list was.
    journey.keys("<Backspace>");
    assert_eq!(journey.record().as_deref(), Some("meeting/som-02"));
}

#[test]
fn filters_add_up_and_are_dropped_one_by_one() {
    let mut journey = Journey::new("120x36");
    let all = journey.timeline().len();
    journey.keys("/clim<Ctrl-t>/swing<Ctrl-t>");
    assert_eq!(
        journey.filter(),
        "topic:climate-migration person:william-lacy-swing"
    );
    assert_eq!(
        journey.timeline(),
        ["meeting/som-01", "meeting/som-02", "meeting/som-03"]
    );
    journey.keys("m");
    assert!(
        journey.screen().contains("already narrowed"),
        "{}",
        journey.screen()
    );
    journey.keys("x");
    assert_eq!(journey.filter(), "topic:climate-migration");
    journey.keys("x");
    assert_eq!(journey.timeline().len(), all);
    journey.keys("x");
    assert!(journey.screen().contains("no filter is on"));
}
