//! Keys at random: nothing falls over, and back is always back.

use crate::support::{Journey, Shown, assert_sound};
use sommet::app::Effect;
use sommet::data::load_text;
use sommet::theme::Glyphs;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        // Knuth's MMIX generator; its upper bits are the good ones.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.throw(from.len())]
    }
}

const KEYS: [&str; 62] = [
    "j",
    "j",
    "j",
    "k",
    "k",
    "<Down>",
    "<Up>",
    "G",
    "gg",
    "<Home>",
    "<End>",
    "<PgDn>",
    "<PgUp>",
    "<Ctrl-d>",
    "<Ctrl-u>",
    "(",
    ")",
    "h",
    "l",
    "<Tab>",
    "<Shift-Tab>",
    "<Enter>",
    "<Enter>",
    "<Enter>",
    "m",
    "M",
    "x",
    "X",
    "<Backspace>",
    "<Backspace>",
    "L",
    "/",
    "/",
    "<Esc>",
    "<Esc>",
    "<Alt-Enter>",
    "<Ctrl-t>",
    "n",
    "n",
    "N",
    "J",
    "J",
    "K",
    "gm",
    "gp",
    "gt",
    "go",
    "ga",
    "gs",
    "gd",
    "<Space>",
    "z",
    "R",
    "?",
    "g",
    "y",
    "yi",
    "o",
    "a",
    "ø",
    "<Ctrl-w>",
    "<F12>",
];

const SIZES: [&str; 12] = [
    "120x36", "80x24", "50x16", "30x8", "29x8", "0x0", "1x1", "70x9", "110x28", "109x40", "140x50",
    "69x40",
];

const FULL: &str = include_str!("../fixtures/full.json");

fn small() -> Journey {
    let dataset = load_text(FULL).expect("the fixture is whole");
    Journey::with(dataset, "80x24", &Glyphs::UNICODE)
}

#[test]
fn no_keys_at_any_size_bring_it_down() {
    for seed in 0..60 {
        let mut dice = Dice(seed);
        let mut journey = small();
        let mut played = String::new();
        for _ in 0..60 {
            if dice.throw(6) == 0 {
                let size = dice.pick(&SIZES);
                played.extend([" ", size, " "]);
                journey.resize(size);
            }
            let keys = dice.pick(&KEYS);
            played += keys;
            journey.keys(keys);
            assert_sound(&journey, false, &played);
            if journey.effect() == Some(&Effect::Quit) {
                // Help does what its row says, and one of its rows quits.
                break;
            }
        }
        // Two presses end it at the latest, whatever was going on.
        journey.keys("<Ctrl-c>");
        if journey.effect() != Some(&Effect::Quit) {
            journey.keys("<Ctrl-c>");
        }
        assert_eq!(journey.effect(), Some(&Effect::Quit), "{played}");
    }
}

/// The views behind, by what they are called, with the present one.
fn path(journey: &Journey) -> Vec<String> {
    journey.session().path.clone()
}

#[test]
fn whatever_a_step_left_comes_back() {
    let steps = ["<Enter>", "m", "M", "X", "gp", "gt", "gd"];
    let (mut taken, mut dice) = (0, Dice(7));
    for round in 0..80 {
        let mut journey = small();
        journey.resize(dice.pick(&["120x36", "80x24", "50x16"]));
        let mut played = String::new();
        for _ in 0..25 {
            let keys = dice.pick(&KEYS);
            played += keys;
            journey.keys(keys);
        }
        // What is on top is closed, and no line is typed.
        journey.keys("<Esc><Esc><Esc>").quiet();
        if journey.under_cursor().is_none() {
            journey.keys("j").quiet();
        }
        let left: Shown = journey.shown().clone();
        let before = path(&journey);
        let step = dice.pick(&steps);
        journey.keys(step);
        if path(&journey) == before {
            continue;
        }
        taken += 1;
        // Some more moves in the new view change nothing of the old one.
        journey.keys("jjG").keys("<Backspace>");
        journey
            .shown()
            .assert_is(&left, &format!("round {round}: {played} {step}"));
    }
    assert!(taken > 20, "{taken} steps were taken");
}
