//! The harness: a journey presses keys into the real app and looks at the screen after each.

#![allow(dead_code, reason = "each test file uses a part of the harness")]

#[cfg(target_os = "linux")]
pub mod pty;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier};
use serde_json::Value;
use sommet::app::{App, Effect, Opening};
use sommet::data::{Dataset, Kind, Origin, RecordId, load, load_text};
use sommet::jobs::Material;
use sommet::keymap::{Keymap, script};
use sommet::query::Query;
use sommet::session::Session;
use sommet::text::columns;
use sommet::theme::{Glyphs, Styles};
use sommet::ui::pane::PaneId;

/// The sizes at which every journey is made: three panes, two, one.
pub const SIZES: [&str; 3] = ["120x36", "80x24", "50x16"];

/// The bundled dataset, read by the program.
pub fn bundled() -> Dataset {
    load(&Origin::Bundled).expect("the bundled dataset is whole")
}

/// The bundled dataset, read by nobody but the test.
pub fn bundled_json() -> Value {
    let text = include_str!("../../../assets/dataset.json");
    serde_json::from_str(text).expect("the bundled dataset is JSON")
}

/// A size as it is written: `120x36`.
pub fn area(size: &str) -> Rect {
    let (width, height) = size.split_once('x').expect(size);
    let columns = width.parse().expect(size);
    let lines = height.parse().expect(size);
    Rect::new(0, 0, columns, lines)
}

/// A frame, all of it: what is compared when a view has to be what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// Characters and looks.
    pub buf: Buffer,
    /// Where the terminal's cursor is.
    pub cursor: Option<Position>,
}

impl Shown {
    /// The characters, without blanks at the end of a row.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for row in rows(&self.buf) {
            let line: String = row.iter().map(|(_, cell)| cell.symbol()).collect();
            let _ = writeln!(text, "{}", line.trim_end());
        }
        text
    }

    /// A map of the looks: a letter for each cell that is not plain, and below what the letters mean.
    pub fn looks(&self) -> String {
        let mut legend: Vec<(Color, Color, Modifier)> = Vec::new();
        let mut map = String::new();
        for row in rows(&self.buf) {
            let mut line = String::new();
            for (_, cell) in row {
                let letter = letter(&mut legend, cell);
                let wide = columns(cell.symbol()).max(1);
                line.extend(std::iter::repeat_n(letter, wide));
            }
            let _ = writeln!(map, "{}", line.trim_end());
        }
        for (nth, (ink, paper, modifier)) in legend.iter().enumerate() {
            let names = [
                format!("{ink:?}"),
                format!("on {paper:?}"),
                format!("{modifier:?}"),
            ];
            let plain = ["Reset", "on Reset", "NONE"];
            let told = names.iter().filter(|name| !plain.contains(&name.as_str()));
            let told: Vec<&str> = told.map(String::as_str).collect();
            let _ = writeln!(map, "{} = {}", LETTERS[nth], told.join(" "));
        }
        map
    }

    /// Asserts that it is another frame, cell by cell and with the cursor in the same place.
    #[track_caller]
    pub fn assert_is(&self, expected: &Self, what: &str) {
        if self == expected {
            return;
        }
        assert_eq!(self.text(), expected.text(), "{what}: the characters");
        assert_eq!(self.looks(), expected.looks(), "{what}: the looks");
        assert_eq!(self.cursor, expected.cursor, "{what}: the cursor");
        panic!("{what}: the frames differ otherwise");
    }
}

const LETTERS: [char; 16] = [
    'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p',
];

fn letter(legend: &mut Vec<(Color, Color, Modifier)>, cell: &Cell) -> char {
    let look = (cell.fg, cell.bg, cell.modifier);
    if look == (Color::Reset, Color::Reset, Modifier::empty()) {
        return ' ';
    }
    let known = legend.iter().position(|known| *known == look);
    let nth = known.unwrap_or_else(|| {
        legend.push(look);
        legend.len() - 1
    });
    LETTERS[nth]
}

/// The rows of a buffer, without the cells that a wide sign covers.
fn rows(buf: &Buffer) -> impl Iterator<Item = Vec<(usize, &Cell)>> {
    let width = usize::from(buf.area.width).max(1);
    buf.content.chunks(width).map(|row| {
        let mut covered = 0;
        let cells = row.iter().enumerate().filter(move |(x, cell)| {
            let shown = *x >= covered;
            if shown {
                covered = x + columns(cell.symbol()).max(1);
            }
            shown
        });
        cells.collect()
    })
}

/// A run of the real app without a terminal.
pub struct Journey {
    /// The app.
    pub app: App,
    area: Rect,
    shown: Shown,
    effect: Option<Effect>,
}

impl Journey {
    /// The bundled dataset on a screen of that size, e.g. `120x36`.
    pub fn new(size: &str) -> Self {
        Self::with(bundled(), size, &Glyphs::UNICODE)
    }

    /// The same in ASCII.
    pub fn ascii(size: &str) -> Self {
        Self::with(bundled(), size, &Glyphs::ASCII)
    }

    /// Another dataset, given as JSON.
    pub fn of(json: &str, size: &str) -> Self {
        let dataset = load_text(json.to_owned()).expect("a dataset");
        Self::with(dataset, size, &Glyphs::UNICODE)
    }

    /// Any dataset in any signs.
    pub fn with(dataset: Dataset, size: &str, glyphs: &'static Glyphs) -> Self {
        Self::looking(dataset, size, glyphs, "default", Origin::Bundled)
    }

    /// A dataset in a file, which can be read again.
    pub fn reading(path: &Path, size: &str) -> Self {
        let origin = Origin::File(path.to_owned());
        let dataset = load(&origin).expect("a dataset");
        Self::looking(dataset, size, &Glyphs::UNICODE, "default", origin)
    }

    /// The bundled dataset without colours.
    pub fn mono(size: &str) -> Self {
        let origin = Origin::Bundled;
        Self::looking(bundled(), size, &Glyphs::UNICODE, "mono", origin)
    }

    fn looking(
        dataset: Dataset,
        size: &str,
        glyphs: &'static Glyphs,
        theme: &str,
        origin: Origin,
    ) -> Self {
        let keymap = Keymap::built_in().expect("the shipped keymap is sound");
        let styles = Styles::named(theme).expect("the shipped theme is sound");
        let filter = Query::default();
        let material = Material::new(dataset, &filter);
        let session = Session::new(material, filter, keymap, styles, glyphs);
        Self::of_app(App::new(session, origin), size)
    }

    /// A dataset that is still to be read.
    pub fn opening(origin: Origin, opening: Opening, size: &str) -> Self {
        let keymap = Keymap::built_in().expect("the shipped keymap is sound");
        let styles = Styles::named("default").expect("the shipped theme is sound");
        let app = App::opening(origin, opening, keymap, styles, &Glyphs::UNICODE);
        Self::of_app(app, size)
    }

    fn of_app(app: App, size: &str) -> Self {
        let area = area(size);
        let mut journey = Self {
            app,
            area,
            shown: Shown {
                buf: Buffer::empty(area),
                cursor: None,
            },
            effect: None,
        };
        journey.look();
        journey
    }

    /// Presses keys before anything that is lacking can have come; a frame is drawn after each.
    pub fn hurry(&mut self, keys: &str) -> &mut Self {
        for key in script(keys).expect(keys) {
            self.effect = self.app.handle(&Event::Key(key.event()));
            self.look();
        }
        self
    }

    /// Presses keys before anything that is lacking can have come, and draws none of the frames between them.
    pub fn press_unsettled(&mut self, keys: &str) -> Option<Effect> {
        let keys = script(keys).expect(keys).into_iter();
        let effects = keys.map(|key| self.app.handle(&Event::Key(key.event())));
        effects.last().flatten()
    }

    /// The record under the cursor, asked before anything can have come.
    pub fn under_cursor_unsettled(&mut self) -> Option<String> {
        match self.press_unsettled("yi") {
            Some(Effect::Copy(key)) => Some(key),
            _ => None,
        }
    }

    /// Changes the size of the screen before anything can have come.
    pub fn resize_unsettled(&mut self, size: &str) {
        self.area = area(size);
        self.look();
    }

    /// Opens a record from here.
    pub fn at_record(&mut self, key: &str) {
        self.open_unsettled(key);
        self.settle();
    }

    /// The same, before anything can have come.
    pub fn open_unsettled(&mut self, key: &str) {
        let id = self.id(key);
        self.app.open(id);
        self.look();
    }

    /// Lets all come that is lacking.
    pub fn settle(&mut self) -> &mut Self {
        self.effect = self.app.run_pending().into_iter().last();
        self.look();
        self
    }

    /// Starts at a record.
    pub fn at(mut self, key: &str) -> Self {
        let id = self.id(key);
        self.app.start_at(id);
        self.app.run_pending();
        self.look();
        self
    }

    /// Presses keys, as in `/soren<Enter>`; a frame is drawn after each.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for key in script(keys).expect(keys) {
            self.effect = self.take(&Event::Key(key.event()));
            self.look();
        }
        self
    }

    /// Takes one event, and works out all that is lacking then.
    fn take(&mut self, event: &Event) -> Option<Effect> {
        let effect = self.app.handle(event);
        let more = self.app.run_pending();
        effect.or(more.into_iter().last())
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.effect = self.take(&Event::Paste(text.to_owned()));
        self.look();
        self
    }

    /// Does something with the mouse at a place.
    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        let modifiers = KeyModifiers::NONE;
        self.effect = self.take(&Event::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers,
        }));
        self.look();
        self
    }

    /// Clicks a cell.
    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
            .mouse(MouseEventKind::Up(MouseButton::Left), column, row)
    }

    /// Clicks the first place where a text stands.
    #[track_caller]
    pub fn click_on(&mut self, text: &str) -> &mut Self {
        let Position { x, y } = self.place_of(text);
        self.click(x, y)
    }

    /// Turns the wheel over the first place where a text stands.
    #[track_caller]
    pub fn wheel_over(&mut self, text: &str, down: bool) -> &mut Self {
        let Position { x, y } = self.place_of(text);
        let kind = if down {
            MouseEventKind::ScrollDown
        } else {
            MouseEventKind::ScrollUp
        };
        self.mouse(kind, x, y)
    }

    /// The first place where a text of single-width letters stands.
    #[track_caller]
    pub fn place_of(&self, text: &str) -> Position {
        let buf = &self.shown.buf;
        let wanted: Vec<String> = text.chars().map(String::from).collect();
        for y in 0..buf.area.height {
            for x in 0..buf.area.width {
                let stands = wanted.iter().zip(x..).all(|(letter, x)| {
                    buf.cell((x, y)).is_some_and(|cell| cell.symbol() == letter)
                });
                if stands {
                    return Position { x, y };
                }
            }
        }
        panic!("{text} is nowhere:\n{}", self.screen());
    }

    /// Changes the size of the screen.
    pub fn resize(&mut self, size: &str) -> &mut Self {
        self.area = area(size);
        let (width, height) = (self.area.width, self.area.height);
        self.effect = self.take(&Event::Resize(width, height));
        self.look();
        self
    }

    /// Presses a key until the record under the cursor is the one wanted.
    #[track_caller]
    pub fn until(&mut self, key: &str, record: &str) -> &mut Self {
        // On a card that was just opened, commands mean the record itself until the cursor moves.
        let is_card = self.app.focus() == PaneId::Card;
        if key == "j" && is_card && self.under_cursor() == self.record() {
            self.keys("jk");
        }
        for _ in 0..400 {
            if self.under_cursor().as_deref() == Some(record) {
                return self;
            }
            self.keys(key);
        }
        panic!("{key} never came to {record}:\n{}", self.screen());
    }

    /// Goes down until the line of the cursor has a text.
    #[track_caller]
    pub fn until_line(&mut self, text: &str) -> &mut Self {
        for _ in 0..200 {
            let at = self.cursor().map_or(0, |at| usize::from(at.y));
            if self.lines()[at].contains(text) {
                return self;
            }
            self.keys("j");
        }
        panic!("{text} never stood at the cursor:\n{}", self.screen());
    }

    /// The record under the cursor, as `y i` copies it; the screen never shows that it was asked.
    pub fn under_cursor(&mut self) -> Option<String> {
        let effect = self.press("yi");
        self.press("g<Esc>");
        match effect {
            Some(Effect::Copy(key)) => Some(key),
            _ => None,
        }
    }

    /// Presses keys without drawing, as when they come faster than frames; gives what the last one asked
    /// of the world outside.
    pub fn press(&mut self, keys: &str) -> Option<Effect> {
        let keys = script(keys).expect(keys).into_iter();
        let effects = keys.map(|key| self.take(&Event::Key(key.event())));
        effects.last().flatten()
    }

    /// Lets a message go, as the next key would: a sequence is begun and cancelled.
    pub fn quiet(&mut self) -> &mut Self {
        self.keys("g<Esc>")
    }

    /// Draws a frame.
    pub fn look(&mut self) {
        let mut buf = Buffer::empty(self.area);
        let cursor = self.app.draw(self.area, &mut buf);
        self.shown = Shown { buf, cursor };
    }

    /// The present frame.
    pub fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Its characters.
    pub fn screen(&self) -> String {
        self.shown.text()
    }

    /// Its rows.
    pub fn lines(&self) -> Vec<String> {
        self.screen().lines().map(str::to_owned).collect()
    }

    /// Its characters and its looks.
    pub fn styled(&self) -> String {
        let cursor = match self.shown.cursor {
            Some(Position { x, y }) => format!("cursor at {x},{y}"),
            None => "no cursor".to_owned(),
        };
        format!("{}{cursor}\n{}", self.shown.text(), self.shown.looks())
    }

    /// Where the terminal's cursor is.
    pub fn cursor(&self) -> Option<Position> {
        self.shown.cursor
    }

    /// The row that the terminal's cursor is on.
    #[track_caller]
    pub fn cursor_line(&self) -> String {
        let cursor = self.cursor().expect("there is a cursor");
        self.lines().swap_remove(usize::from(cursor.y))
    }

    /// What the last key asked of the world outside.
    pub fn effect(&self) -> Option<&Effect> {
        self.effect.as_ref()
    }

    /// The session, to read.
    pub fn session(&self) -> &Session {
        self.app.session()
    }

    /// The dataset, to read.
    pub fn dataset(&self) -> &Dataset {
        &self.app.session().dataset
    }

    /// The record of that key.
    #[track_caller]
    pub fn id(&self, key: &str) -> RecordId {
        self.dataset().find_key(key).expect(key)
    }

    /// The record that Detail shows, as `kind/id`.
    pub fn record(&self) -> Option<String> {
        let record = self.session().here.record;
        record.map(|id| self.dataset().key(id))
    }

    /// The filter in the query language.
    pub fn filter(&self) -> String {
        self.session().here.filter.to_string()
    }

    /// The records of the timeline, in order.
    pub fn timeline(&self) -> Vec<String> {
        let rows = self.session().timeline.rows.iter();
        rows.filter_map(|row| row.record())
            .map(|id| self.dataset().key(id))
            .collect()
    }

    /// The rows of the timeline, without its frame: the first pane on the left.
    pub fn timeline_rows(&self) -> Vec<String> {
        let titles = ["Timeline ", " of ", "newest first"];
        let found = titles.into_iter().find(|title| self.has_pane(title));
        found.map_or_else(Vec::new, |title| self.pane_of(title))
    }

    /// The rows of the card, without its frame.
    pub fn card_rows(&self) -> Vec<String> {
        let kinds = [
            "Overview",
            "Meeting",
            "Person",
            "Topic",
            "Organisation",
            "Agreement",
            "Source",
        ];
        let stands = |kind: &&str| {
            let titles = [format!("┏━ {kind} "), format!("╭─ {kind} ")];
            titles.iter().any(|title| self.screen().contains(title))
        };
        let found = kinds.into_iter().find(stands);
        found.map_or_else(Vec::new, |kind| self.pane(kind))
    }

    fn has_pane(&self, title: &str) -> bool {
        let frame = |line: &String| line.contains(title) && line.contains(['┏', '╭']);
        self.lines().iter().any(frame)
    }

    /// The rows of the pane of people and topics, without its frame.
    pub fn list(&self) -> Vec<String> {
        let tab = ["[People", "[Topics", "[Orgs", "[Agr", "[Src", "Find"];
        let mut titles = tab.into_iter().filter(|tab| self.screen().contains(tab));
        titles
            .next_back()
            .map_or_else(Vec::new, |title| self.pane_of(title))
    }

    /// The columns of the pane with that title, of every row that it has, without its frame.
    #[track_caller]
    pub fn pane(&self, title: &str) -> Vec<String> {
        self.pane_of(&format!(" {title} "))
    }

    #[track_caller]
    fn pane_of(&self, title: &str) -> Vec<String> {
        let buf = &self.shown.buf;
        let (width, height) = (buf.area.width, buf.area.height);
        let symbols = |x: u16, y: u16| buf.cell((x, y)).map_or(" ", ratatui::buffer::Cell::symbol);
        let corners: BTreeSet<&str> = ["┏", "╭"].into();
        for y in 0..height {
            for left in (0..width).filter(|x| corners.contains(symbols(*x, y))) {
                let ends = ["┓", "╮"];
                let Some(right) = (left..width).find(|x| ends.contains(&symbols(*x, y))) else {
                    continue;
                };
                let row = |y: u16| -> String {
                    // The cell behind a wide letter is covered by it.
                    let mut next = left + 1;
                    let seen = (left + 1..right).filter(|x| {
                        let is_seen = *x >= next;
                        if is_seen {
                            next = x + u16::try_from(columns(symbols(*x, y))).unwrap_or(1).max(1);
                        }
                        is_seen
                    });
                    seen.map(|x| symbols(x, y)).collect()
                };
                if !row(y).contains(title) {
                    continue;
                }
                let ends = ["┗", "╰"];
                let bottom = (y..height).find(|y| ends.contains(&symbols(left, *y)));
                let bottom = bottom.expect("a pane has a bottom");
                return (y + 1..bottom).map(row).collect();
            }
        }
        panic!("no pane has the title {title}:\n{}", self.screen());
    }

    /// Asserts that this record is under the cursor, and can be seen there.
    #[track_caller]
    pub fn assert_in_sight(&mut self, record: &str, what: &str) {
        assert_eq!(self.under_cursor().as_deref(), Some(record), "{what}");
        let name = self.dataset().short(self.id(record)).to_owned();
        let start: String = name.chars().take(7).collect();
        let line = self.cursor_line();
        assert!(
            line.contains('▌') && line.contains(&start),
            "{what}: {name}\n{}",
            self.screen()
        );
    }
}

/// Every record of a dataset.
pub fn all_records(dataset: &Dataset) -> Vec<RecordId> {
    Kind::ALL
        .into_iter()
        .flat_map(|kind| dataset.all(kind).collect::<Vec<RecordId>>())
        .collect()
}

/// No cell may hold anything that moves, hides or reorders, and the cursor is on the screen.
#[track_caller]
pub fn assert_sound(journey: &Journey, ascii: bool, what: &str) {
    let buf: &Buffer = &journey.shown().buf;
    for cell in &buf.content {
        let symbol = cell.symbol();
        let hidden = |c: char| {
            c.is_control()
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
        };
        assert!(!symbol.contains(hidden), "{what}: {symbol:?}");
        assert!(!ascii || symbol.is_ascii(), "{what}: {symbol:?}");
        assert_eq!(cell.bg, Color::Reset, "{what}: its own background");
    }
    if let Some(cursor) = journey.cursor() {
        assert!(buf.area.contains(cursor), "{what}: cursor at {cursor:?}");
    }
}
