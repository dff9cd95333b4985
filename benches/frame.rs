//! What a key and its frame cost once a dataset is there: `cargo bench --bench frame`.
//!
//! Every frame is 120×36 and drawn whole into memory; what is new of it then goes to the terminal.

#[path = "../examples/generate/chance.rs"]
mod chance;
#[path = "../examples/generate/names.rs"]
mod names;
#[path = "../examples/generate/world.rs"]
mod world;

use std::sync::OnceLock;

use crossterm::event::Event;
use divan::{Bencher, black_box};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use sommet::app::App;
use sommet::data::{Dataset, Kind, Origin, RecordId, load, load_text};
use sommet::jobs::Material;
use sommet::keymap::{Keymap, script};
use sommet::query::Query;
use sommet::session::Session;
use sommet::theme::{Glyphs, Styles};
use world::{Plan, World};

const AREA: Rect = Rect {
    x: 0,
    y: 0,
    width: 120,
    height: 36,
};

/// How many meetings the datasets have; 30 is the bundled one.
const SIZES: [u32; 3] = [30, 100_000, 1_000_000];

fn main() {
    divan::main();
}

fn dataset(meetings: u32) -> Dataset {
    if meetings == 30 {
        return load(&Origin::Bundled).expect("bundled");
    }
    let world = World::new(Plan::for_meetings(meetings, 46));
    let json = serde_json::to_string(&world).expect("it can be written");
    load_text(json).expect("a dataset")
}

/// Everything that the screen needs of a dataset; of each size it is made once.
fn material(meetings: u32) -> Material {
    static MADE: [OnceLock<Material>; SIZES.len()] = [const { OnceLock::new() }; SIZES.len()];
    let nth = SIZES.iter().position(|size| *size == meetings);
    let made = MADE[nth.expect("one of the sizes")]
        .get_or_init(|| Material::new(dataset(meetings), &Query::default()));
    made.clone()
}

fn app(meetings: u32) -> App {
    let material = material(meetings);
    let keymap = Keymap::built_in().expect("the shipped keymap is sound");
    let styles = Styles::named("ansi").expect("the shipped theme is sound");
    let session = Session::new(material, Query::default(), keymap, styles, &Glyphs::UNICODE);
    App::new(session, Origin::Bundled)
}

fn press(app: &mut App, keys: &str) {
    for key in script(keys).expect(keys) {
        app.handle(&Event::Key(key.event()));
        app.run_pending();
    }
}

fn draw(app: &mut App, buf: &mut Buffer) {
    buf.reset();
    black_box(app.draw(AREA, buf));
}

/// A frame of which nothing has changed, with that on the screen.
fn still(bencher: Bencher<'_, '_>, meetings: u32, keys: &str) {
    let mut app = app(meetings);
    press(&mut app, keys);
    let mut buf = Buffer::empty(AREA);
    bencher.bench_local(|| draw(&mut app, &mut buf));
}

#[divan::bench(args = SIZES)]
fn timeline_and_a_meeting(bencher: Bencher<'_, '_>, meetings: u32) {
    still(bencher, meetings, "jj");
}

#[divan::bench(args = SIZES)]
fn hits_with_their_reasons(bencher: Bencher<'_, '_>, meetings: u32) {
    still(bencher, meetings, "/mi");
}

#[divan::bench(args = SIZES)]
fn facets(bencher: Bencher<'_, '_>, meetings: u32) {
    still(bencher, meetings, "F");
}

/// A key that is held: one row down, and the frame.
#[divan::bench(args = SIZES)]
fn one_row_down(bencher: Bencher<'_, '_>, meetings: u32) {
    let mut app = app(meetings);
    let mut buf = Buffer::empty(AREA);
    bencher.bench_local(|| {
        press(&mut app, "j");
        draw(&mut app, &mut buf);
    });
}

/// From the first row to the last and back.
#[divan::bench(args = SIZES)]
fn to_the_end_and_back(bencher: Bencher<'_, '_>, meetings: u32) {
    let mut app = app(meetings);
    let mut buf = Buffer::empty(AREA);
    bencher.bench_local(|| {
        press(&mut app, "G");
        draw(&mut app, &mut buf);
        press(&mut app, "gg");
        draw(&mut app, &mut buf);
    });
}

/// The record of a kind with the most meetings.
fn busiest(app: &App, kind: Kind) -> RecordId {
    let dataset = &app.session().dataset;
    let busiest = dataset
        .all(kind)
        .max_by_key(|id| dataset.meeting_count(*id));
    busiest.expect("somebody")
}

/// The record with the most meetings: what is there at once, without what is gathered from all of them.
fn opening(bencher: Bencher<'_, '_>, meetings: u32, kind: Kind) {
    let mut app = app(meetings);
    let busiest = busiest(&app, kind);
    let mut buf = Buffer::empty(AREA);
    bencher.bench_local(|| {
        app.start_at(busiest);
        draw(&mut app, &mut buf);
    });
}

#[divan::bench(args = SIZES)]
fn opening_the_busiest_person(bencher: Bencher<'_, '_>, meetings: u32) {
    opening(bencher, meetings, Kind::Person);
}

#[divan::bench(args = SIZES)]
fn opening_the_busiest_topic(bencher: Bencher<'_, '_>, meetings: u32) {
    opening(bencher, meetings, Kind::Topic);
}

/// A frame with the card of the topic with the most meetings, all of it there.
#[divan::bench(args = SIZES)]
fn the_card_of_the_busiest_topic(bencher: Bencher<'_, '_>, meetings: u32) {
    let mut app = app(meetings);
    let busiest = busiest(&app, Kind::Topic);
    app.start_at(busiest);
    app.run_pending();
    let mut buf = Buffer::empty(AREA);
    bencher.bench_local(|| draw(&mut app, &mut buf));
}

/// Narrowing to the meetings of the busiest person and going back.
#[divan::bench(args = SIZES)]
fn narrowing_and_back(bencher: Bencher<'_, '_>, meetings: u32) {
    let mut app = app(meetings);
    let busiest = busiest(&app, Kind::Person);
    app.start_at(busiest);
    app.run_pending();
    let mut buf = Buffer::empty(AREA);
    bencher.bench_local(|| {
        press(&mut app, "m");
        draw(&mut app, &mut buf);
        press(&mut app, "<Backspace>");
        draw(&mut app, &mut buf);
    });
}
