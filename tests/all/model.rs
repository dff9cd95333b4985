//! Commands in any order, played against the app and against a model of its trail and its filter that
//! knows nothing else: whatever the app does, the two agree.

use std::collections::BTreeSet;

use crate::support::{Journey, Shown, assert_sound};
use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, RngSeed};
use sommet::app::Effect;
use sommet::data::{Dataset, Kind, RecordId, load_text};
use sommet::theme::Glyphs;
use sommet::ui::pane::PaneId;

const FULL: &str = include_str!("../fixtures/full.json");

/// A view, as far as the model knows it.
#[derive(Clone, Debug)]
struct View {
    record: Option<RecordId>,
    filter: String,
    /// What the filter keeps, and what it leaves out.
    parts: Vec<(RecordId, bool)>,
    focus: PaneId,
    size: &'static str,
    frame: Shown,
}

/// One thing that is done.
#[derive(Clone, Debug)]
enum Deed {
    /// Keys that move, scroll or turn: no step of the trail.
    Move(&'static str),
    Resize(&'static str),
    /// Text from elsewhere while no line is typed.
    Paste(String),
    /// A turn of the wheel somewhere.
    Wheel(u16, u16, bool),
    Open,
    /// To the next meeting of the open record, or the one before.
    Walk(&'static str),
    Narrow(bool),
    DropLast,
    DropAll,
    Back,
    Forward,
    List(&'static str),
    /// Typed into Find, then one of the ways out of it.
    Find(&'static str, &'static str),
    /// A list over the panes, some moves in it, and away with it.
    Overlay(&'static str, &'static str),
    /// A study, moves in it, to another place, and back to the study.
    Study(&'static str, &'static str),
}

const MOVES: [&str; 24] = [
    "j",
    "jj",
    "k",
    "G",
    "gg",
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
    "s",
    "f<Esc>",
    "J",
    "K",
    "z",
    "<Ctrl-e>",
    "<Ctrl-l>",
    "<F12>",
    "g<Esc>",
];

const SIZES: [&str; 10] = [
    "120x36", "80x24", "50x16", "30x8", "69x40", "140x50", "29x8", "0x0", "1x1", "200x9",
];

const TYPED: [&str; 8] = [
    "a",
    "ostergard",
    "harb",
    "zzzz",
    "in:2020",
    "person:ada",
    "(",
    "ø é",
];

fn deed() -> impl Strategy<Value = Deed> {
    let of = |texts: &'static [&'static str]| proptest::sample::select(texts);
    prop_oneof![
        8 => of(&MOVES).prop_map(Deed::Move),
        2 => of(&SIZES).prop_map(Deed::Resize),
        1 => ".{0,20}".prop_map(Deed::Paste),
        1 => (0..130_u16, 0..50_u16, any::<bool>()).prop_map(|(x, y, down)| Deed::Wheel(x, y, down)),
        5 => Just(Deed::Open),
        3 => of(&["n", "N"]).prop_map(Deed::Walk),
        3 => any::<bool>().prop_map(Deed::Narrow),
        1 => Just(Deed::DropLast),
        1 => Just(Deed::DropAll),
        4 => Just(Deed::Back),
        2 => Just(Deed::Forward),
        2 => of(&["gp", "gt", "go", "ga", "gs", "gd"]).prop_map(Deed::List),
        2 => (of(&TYPED), of(&["<Esc>", "<Enter>", "<Down><Enter>"]))
            .prop_map(|(text, end)| Deed::Find(text, end)),
        1 => (of(&["?", "F"]), of(&["jjj", "G", "()", "<PgDn>k"]))
            .prop_map(|(key, moves)| Deed::Overlay(key, moves)),
        1 => (of(&["e", "at"]), of(&["jjj", "G", "Gkh", "jllk", "<PgDn>l"]))
            .prop_map(|(key, moves)| Deed::Study(key, moves)),
    ]
}

/// The app, and what the model expects of it.
struct Twin {
    journey: Journey,
    behind: Vec<View>,
    ahead: Vec<View>,
    parts: Vec<(RecordId, bool)>,
    size: &'static str,
}

impl Twin {
    /// A twin whose trail keeps so many bytes beside what its steps need.
    fn new(size: &'static str, spare: usize) -> Self {
        let dataset = load_text(FULL).expect("the fixture is whole");
        let mut journey = Journey::with(dataset, size, &Glyphs::UNICODE);
        journey.app.limit_cache(spare);
        Self {
            journey,
            behind: Vec::new(),
            ahead: Vec::new(),
            parts: Vec::new(),
            size,
        }
    }

    fn view(&mut self) -> View {
        let here = self.journey.quiet().session().here.clone();
        View {
            record: here.record,
            filter: here.filter.to_string(),
            parts: self.parts.clone(),
            focus: self.journey.app.focus(),
            size: self.size,
            frame: self.journey.shown().clone(),
        }
    }

    /// A step was made from that view.
    fn step(&mut self, left: View) {
        self.behind.push(left);
        self.ahead.clear();
    }

    fn target(&mut self) -> Option<RecordId> {
        let key = self.journey.under_cursor()?;
        self.journey.dataset().find_key(&key).ok()
    }

    fn wheel(&mut self, x: u16, y: u16, down: bool) {
        use crossterm::event::{Event, KeyModifiers, MouseEvent, MouseEventKind};
        let kind = if down {
            MouseEventKind::ScrollDown
        } else {
            MouseEventKind::ScrollUp
        };
        self.journey.app.handle(&Event::Mouse(MouseEvent {
            kind,
            column: x,
            row: y,
            modifiers: KeyModifiers::NONE,
        }));
        self.journey.settle();
        self.journey.look();
    }

    fn play(&mut self, deed: &Deed) {
        let before = self.view();
        match deed {
            Deed::Move(keys) => drop(self.journey.keys(keys)),
            Deed::Resize(size) => {
                self.size = size;
                self.journey.resize(size);
            }
            Deed::Paste(text) => {
                self.journey.paste(text);
                let now = self.view();
                assert_eq!((now.filter, now.record), (before.filter, before.record));
            }
            Deed::Wheel(x, y, down) => self.wheel(*x, *y, *down),
            Deed::Open => {
                let target = self.target();
                self.journey.keys("<Enter>");
                // On a card a link was followed, or something unfolded.
                let followed = self.view().record != before.record;
                if followed || before.focus != PaneId::Card && target.is_some() {
                    if before.focus != PaneId::Card {
                        assert_eq!(self.view().record, target, "what was opened is shown");
                    }
                    self.step(before);
                    assert_eq!(self.journey.app.focus(), PaneId::Card);
                }
            }
            Deed::Walk(key) => {
                self.journey.keys(key);
                if self.view().record != before.record {
                    self.step(before);
                }
            }
            Deed::Narrow(out) => {
                let target = self.target();
                self.journey.keys(if *out { "M" } else { "m" });
                if self.view().filter != before.filter {
                    self.step(before);
                    // The record that the part names; a series is that of the meeting under the cursor.
                    let session = self.journey.session();
                    let part = session.here.filter.parts().last().cloned().expect("a part");
                    let part = if *out { part.negated() } else { part };
                    let named = part.record(&session.dataset).or(target).expect("a record");
                    // A part takes the place of its opposite.
                    self.parts.retain(|part| *part != (named, !*out));
                    self.parts.push((named, *out));
                    // A study is narrowed in its place.
                    let studied = self.journey.session().here.view.is_some();
                    let focus = self.journey.app.focus();
                    assert_eq!(focus == PaneId::Study, studied);
                    assert!(studied || focus == PaneId::Timeline);
                }
            }
            Deed::DropLast | Deed::DropAll => {
                let all = matches!(deed, Deed::DropAll);
                self.journey.keys(if all { "X" } else { "x" });
                if let Some(last) = self.parts.len().checked_sub(1) {
                    self.step(before);
                    self.parts.truncate(if all { 0 } else { last });
                }
            }
            Deed::Back => {
                // What a step has let go is not there yet in the first frame.
                self.journey.hurry("<Backspace>").settle();
                if let Some(view) = self.behind.pop() {
                    self.ahead.push(before);
                    self.is_again(view);
                }
            }
            Deed::Forward => {
                self.journey.hurry("L").settle();
                if let Some(view) = self.ahead.pop() {
                    self.behind.push(before);
                    self.is_again(view);
                }
            }
            Deed::List(keys) => {
                self.journey.keys(keys);
                self.step(before);
            }
            Deed::Find(text, end) => {
                self.journey.keys("/").paste(text).keys(end);
                if *end == "<Esc>" {
                    self.is_again(before);
                    return;
                }
                if self.journey.app.focus() != PaneId::Card {
                    // Nothing was found that could be opened.
                    self.journey.keys("<Esc>");
                    self.is_again(before);
                    return;
                }
                // What was searched is a view of its own, in which the list has the keyboard.
                let opened = self.view();
                self.journey.hurry("<Backspace>").settle();
                let searched = self.view();
                assert_eq!(searched.focus, PaneId::List);
                self.journey.keys("L");
                self.is_again(opened);
                self.step(before);
                self.behind.push(searched);
            }
            Deed::Study(key, moves) => self.study(key, moves, &before),
            Deed::Overlay(key, moves) => {
                self.journey.keys(key).keys(moves).keys("<Esc>");
                self.is_again(before);
            }
        }
    }

    /// Turns to a study, moves in it, goes to another place, and back to what was before.
    fn study(&mut self, key: &str, moves: &str, before: &View) {
        self.journey.keys(key);
        if self.journey.app.focus() != PaneId::Study || before.focus == PaneId::Study {
            return self.undo_study(before, &[]);
        }
        self.journey.keys(moves);
        let studied = self.view();
        self.journey.keys("gd");
        let overview = self.view();
        self.journey.hurry("<Backspace>").settle();
        self.is_again(studied);
        self.undo_study(before, &[overview]);
    }

    /// Goes back from a study, if one was turned to.
    fn undo_study(&mut self, before: &View, ahead: &[View]) {
        if self.journey.session().here.view.is_some() {
            self.ahead = ahead.to_vec();
            let study = self.view();
            self.ahead.push(study);
            self.journey.keys("<Backspace>");
            self.is_again(before.clone());
        }
    }

    /// The view that was left is here again.
    fn is_again(&mut self, view: View) {
        let now = self.view();
        assert_eq!(now.record, view.record);
        assert_eq!(now.filter, view.filter);
        assert_eq!(now.focus, view.focus);
        if now.size == view.size {
            now.frame.assert_is(&view.frame, "the view that was left");
        }
        self.parts = view.parts;
    }

    /// What holds after whatever was done.
    fn check(&mut self, what: &str) {
        assert_sound(&self.journey, false, what);
        assert_ne!(self.journey.effect(), Some(&Effect::Quit), "{what}");
        let session = self.journey.session();
        let dataset = &session.dataset;
        let kept = kept(dataset, &self.parts);
        let timeline = &session.timeline;
        let rows: BTreeSet<u32> = timeline
            .rows
            .iter()
            .filter_map(|row| row.record())
            .filter(|id| id.kind == Kind::Meeting)
            .map(|id| id.row)
            .collect();
        assert_eq!(rows, kept, "{what}: the meetings of the timeline");
        let agreements = if self.parts.is_empty() {
            dataset.count(Kind::Agreement)
        } else {
            0
        };
        assert_eq!(
            timeline.number.all(),
            kept.len() + agreements,
            "{what}: counted"
        );
        for id in [session.here.record, session.here.follow] {
            let exists = id.is_none_or(|id| id.index() < dataset.count(id.kind));
            assert!(exists, "{what}: {id:?}");
        }
        let trail = session.path.len();
        assert!(
            trail <= self.behind.len() + 1,
            "{what}: {trail} steps shown"
        );
    }
}

/// The meetings that all parts keep, each by the list of the record it names.
fn kept(dataset: &Dataset, parts: &[(RecordId, bool)]) -> BTreeSet<u32> {
    let mut kept: BTreeSet<u32> = dataset.all(Kind::Meeting).map(|id| id.row).collect();
    for (id, out) in parts {
        let of: BTreeSet<u32> = dataset.meetings_of(*id).iter().copied().collect();
        kept.retain(|row| of.contains(row) != *out);
    }
    kept
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(1951),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_app_does_what_the_model_says(
        size in proptest::sample::select(&SIZES[..6]),
        spare in proptest::sample::select(&[usize::MAX, 3_000, 0][..]),
        deeds in proptest::collection::vec(deed(), 1..25),
    ) {
        let mut twin = Twin::new(size, spare);
        for (nth, deed) in deeds.iter().enumerate() {
            twin.play(deed);
            twin.check(&format!("{nth}: {deed:?}"));
        }
    }
}
