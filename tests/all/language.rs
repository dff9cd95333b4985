//! The query language on the screen: typed into Find, completed, made the filter, counted by facets.

use crate::support::Journey;
use sommet::app::Effect;
use sommet::data::{Kind, RecordId};
use sommet::query::{Matcher, Query};

/// The meetings that a query keeps, as the shell will list them.
fn kept(journey: &Journey, text: &str) -> Vec<RecordId> {
    let query = Query::parse(text).expect(text);
    let session = journey.session();
    let rows = Matcher::new(&session.dataset, &session.index).keep(&query);
    rows.into_iter().map(RecordId::meeting).collect()
}

/// The meetings of the timeline on the screen.
fn listed(journey: &Journey) -> Vec<RecordId> {
    let rows = &journey.session().timeline.rows;
    rows.iter().filter_map(|row| row.record()).collect()
}

/// A span has both its ends, and may be a single day; one that ends before it begins is a mistake.
#[test]
fn a_span_may_be_as_short_as_a_day_and_never_ends_before_it_begins() {
    let journey = Journey::new("80x24");
    let dates = ["2015", "2015-11", "2015-11-11", "2015-11-12", "2016-01"];
    for (nth, from) in dates.iter().enumerate() {
        let one = kept(&journey, &format!("in:{from}"));
        assert_eq!(kept(&journey, &format!("in:{from}..{from}")), one, "{from}");
        for to in &dates[nth..] {
            let span = Query::parse(&format!("in:{from}..{to}"));
            assert!(span.is_ok(), "{from}..{to}");
        }
    }
    for (from, to) in [
        ("2015-11-12", "2015-11-11"),
        ("2016-01", "2015"),
        ("2016", "2015-12-31"),
    ] {
        let told = Query::parse(&format!("in:{from}..{to}"))
            .expect_err("a mistake")
            .to_string();
        assert!(
            told.contains(&format!("{to} ends before {from} begins")),
            "{told}"
        );
    }
}

#[test]
fn typed_fields_become_the_filter_unless_a_hit_is_chosen() {
    for narrow in ["<Alt-Enter>", "<Ctrl-t>"] {
        let mut journey = Journey::new("120x36");
        journey.keys("/in:2014..2016 has:conflict").keys(narrow);
        let filter = journey.session().here.filter.to_string();
        assert_eq!(filter, "in:2014..2016 has:conflict");
        assert_eq!(listed(&journey), kept(&journey, &filter));
        let chips = journey.lines().swap_remove(0);
        assert!(
            chips.contains("2014..2016") && chips.contains("has:conflict"),
            "{chips}"
        );
    }
    let mut chosen = Journey::new("120x36");
    chosen.keys("/sorensen in:2013..2014<Down><Up><Alt-Enter>");
    assert_eq!(
        chosen.session().here.filter.to_string(),
        "person:claus-sorensen"
    );
}

#[test]
fn chips_are_dropped_one_by_one_and_the_filter_stays_meanwhile() {
    let mut journey = Journey::new("120x36");
    journey.keys("/series:som person:swing<Alt-Enter>");
    let both = listed(&journey);
    journey.keys("<Tab><Tab><Tab>/pope<Esc>gm");
    assert_eq!(listed(&journey), both);
    journey.keys("x");
    assert_eq!(journey.session().here.filter.to_string(), "series:som");
    assert_eq!(listed(&journey).len(), 11);
    journey.keys("x");
    assert!(journey.session().here.filter.is_empty());
    journey.keys("<Backspace><Backspace>");
    assert_eq!(listed(&journey), both);
}

#[test]
fn a_begun_field_is_completed_by_tab_and_otherwise_tab_turns_the_kind() {
    let mut journey = Journey::new("120x36");
    journey.keys("/climate person:swi");
    assert!(journey.screen().contains("› willi"), "{}", journey.screen());
    journey.keys("<Tab><Alt-Enter>");
    let filter = journey.session().here.filter.to_string();
    assert_eq!(filter, "person:william-lacy-swing");
    let mut other = Journey::new("80x24");
    other.keys("/swing<Tab>");
    let people = other.session().dataset.count(Kind::Person);
    assert!(
        people > 1 && other.screen().contains("person · name"),
        "{}",
        other.screen()
    );
}

#[test]
fn a_mistake_is_told_where_the_hits_would_be() {
    let mut journey = Journey::new("80x24");
    journey.keys("/topc:climate");
    let screen = journey.screen();
    assert!(screen.contains("there is no field `topc`"), "{screen}");
    journey.keys("<Ctrl-u>topic:climate");
    assert!(!journey.screen().contains("there is no field"));
}

#[test]
fn facets_count_what_is_kept_and_narrow_it() {
    let mut journey = Journey::new("120x36");
    let all = listed(&journey);
    journey.keys("F");
    assert!(journey.screen().contains("BY YEAR"), "{}", journey.screen());
    journey.keys(")<Enter>");
    let filter = journey.session().here.filter.clone();
    assert_eq!(filter.to_string(), "person:william-lacy-swing");
    let with_swing = listed(&journey);
    assert!(
        journey
            .screen()
            .contains(&format!("{} meetings", with_swing.len()))
    );
    journey.keys(")M");
    let filter = journey.session().here.filter.to_string();
    assert!(
        filter.starts_with("person:william-lacy-swing -org:"),
        "{filter}"
    );
    assert_eq!(listed(&journey), kept(&journey, &filter));
    journey.keys("<Esc>X");
    assert_eq!(listed(&journey), all);
}

#[test]
fn the_shell_command_of_a_view_gives_the_same_view() {
    let mut journey = Journey::new("120x36");
    journey.keys("/role:\"director general\" in:2014<Alt-Enter>yc");
    let Some(Effect::Copy(command)) = journey.effect() else {
        panic!("{:?}", journey.effect());
    };
    let start = "sommet --where 'role:\"director general\" in:2014' --open ";
    assert!(command.starts_with(start), "{command}");
}
