//! What the screens look like: pictures of every state at three sizes in both sets of signs, and frames
//! of every size.

use crate::support::{Journey, SIZES, area, assert_sound};

/// A state of the screen: its name, the record to start at, and the keys that lead to it.
type State = (&'static str, &'static str, &'static str);

/// Every state that has a picture.
const STATES: [State; 21] = [
    ("start", "", ""),
    ("meeting", "meeting/som-02", ""),
    ("person", "person/claus-sorensen", ""),
    ("organisation", "organisation/dg-echo", ""),
    ("topic", "topic/climate-migration", ""),
    ("agreement", "agreement/framework-agreement-2011", ""),
    ("source", "source/s-eeas-2014", ""),
    ("dataset", "", "gd"),
    ("find", "", "/soren"),
    ("filter", "", "/clim<Alt-Enter>"),
    ("filter-empty", "", "/clim<Ctrl-t>/guterres<Ctrl-t>"),
    ("help", "", "?"),
    ("help-searched", "", "?/linked"),
    ("pending", "", "g"),
    ("held", "person/claus-sorensen", "<Shift-Tab>nn"),
    ("evidence", "meeting/som-06", "e"),
    ("strands", "", "atjjjjlllll"),
    ("strands-years", "", "atayasasas"),
    (
        "compare",
        "person/claus-sorensen",
        "<Space>/lacy<Enter><Space>acjl",
    ),
    ("path", "person/pierre-vimont", "<Space>/pope<Enter>ap"),
    ("changes", "meeting/som-02", "ad"),
];

fn at((_, record, keys): State, mut journey: Journey) -> Journey {
    if !record.is_empty() {
        journey = journey.at(record);
    }
    journey.keys(keys);
    journey
}

/// Both sets of signs in one picture: the looks are told once, and again for ASCII in the middle size.
fn picture(state: State, size: &str) -> String {
    let unicode = at(state, Journey::new(size));
    let ascii = at(state, Journey::ascii(size));
    let ascii = if size == "80x24" {
        ascii.styled()
    } else {
        ascii.screen()
    };
    format!("{}\n{ascii}", unicode.styled())
}

#[test]
fn every_state_looks_as_it_did() {
    for state in STATES {
        for size in SIZES {
            insta::with_settings!({
                prepend_module_to_snapshot => false,
                omit_expression => true,
                description => format!("{}{} at {size}", state.1, state.2),
            }, {
                insta::assert_snapshot!(format!("{}-{size}", state.0), picture(state, size));
            });
        }
    }
}

#[test]
fn a_screen_that_is_too_small_says_which_size_it_needs() {
    for (size, said) in [
        ("29x8", "needs 30×8"),
        ("30x7", "needs 30×8"),
        ("10x3", "needs 30×8"),
        ("4x1", "nee…"),
        ("1x1", "…"),
        ("0x5", ""),
        ("5x0", ""),
        ("0x0", ""),
    ] {
        for keys in ["", "/soren", "?", "g"] {
            let mut journey = Journey::new(size);
            journey.keys(keys);
            assert_eq!(journey.screen().trim_end(), said, "{size} {keys}");
            assert_eq!(journey.cursor(), None);
        }
        // It still ends, and a larger one shows what was there.
        let mut journey = Journey::new(size);
        journey.keys("/soren<Enter>").resize("80x24");
        assert!(journey.screen().contains("Claus Sørensen"));
        journey.resize(size).keys("q");
        assert_eq!(journey.effect(), Some(&sommet::app::Effect::Quit));
    }
}

/// The sizes around which the screen is laid out otherwise, and some in between.
fn sizes() -> Vec<(u16, u16)> {
    let widths = [
        0, 1, 2, 3, 13, 29, 30, 31, 47, 69, 70, 71, 90, 109, 110, 111, 140,
    ];
    let heights = [0, 1, 2, 7, 8, 9, 10, 13, 19, 27, 28, 39, 40, 50];
    let pairs = widths
        .iter()
        .flat_map(|width| heights.map(|height| (*width, height)));
    pairs.collect()
}

#[test]
fn every_size_is_drawn() {
    for (nth, state) in STATES.into_iter().enumerate() {
        let ascii = nth % 2 == 1;
        let new = if ascii { Journey::ascii } else { Journey::new };
        let mut journey = at(state, new("80x24"));
        // Each state takes its share of the sizes, so that each size is drawn in three states.
        let share = sizes().into_iter().skip(nth % 5).step_by(5);
        for (width, height) in share {
            let size = format!("{width}x{height}");
            journey.resize(&size);
            assert_eq!(journey.shown().buf.area, area(&size));
            assert_sound(&journey, ascii, &format!("{} at {size}", state.0));
        }
    }
}

#[test]
fn drawing_twice_changes_nothing() {
    for state in STATES {
        let mut journey = at(state, Journey::new("80x24"));
        let before = journey.shown().clone();
        journey.resize("80x24");
        journey.shown().assert_is(&before, state.0);
    }
}

#[test]
fn mono_has_the_same_characters_and_no_colour() {
    for state in STATES {
        let colour = at(state, Journey::new("80x24"));
        let mono = at(state, Journey::mono("80x24"));
        assert_eq!(mono.screen(), colour.screen(), "{}", state.0);
        let cells = mono.shown().buf.content.iter();
        let inks: Vec<_> = cells.map(|cell| cell.fg).collect();
        assert!(inks.iter().all(|ink| *ink == ratatui::style::Color::Reset));
    }
}
