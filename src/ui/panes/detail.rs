//! Detail: all that is known of the record that is here, every link of it reachable.
//!
//! ```text
//! ┌ Meeting ───────────────────────────────────────┐
//! │ 2nd EU-IOM Senior Officials Meeting            │   name
//! │ Wed 1 October 2014 · no. 2 of 11 · place ?     │   facts
//! │ PEOPLE 6                  as, on that day      │   a section: heading, what the column tells
//! │ › Pierre Vimont           Exec. Sec. General   │   a link: name, how it belongs here
//! │ ORGANISATIONS  › EEAS  › DG HOME  › DG DEVCO   │   short links side by side
//! └────────────────────────────────────────────────┘
//! ```

mod columns;
mod layout;
mod pen;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::layout::{Layout, NAME, Stop};
use self::pen::Pen;
use crate::browse::page::Page;
use crate::command::Command;
use crate::data::RecordId;
use crate::errand::Errand;
use crate::session::{Origin, Session};
use crate::ui::pane::{Pane, Place, Reply, Target, WHEEL};
use crate::ui::widgets::frame::{Frame, draw_thumb};

/// Columns left free at the sides.
const MARGIN: u16 = 1;

/// The pane.
#[derive(Clone, Default)]
pub struct Detail {
    /// The place of the cursor among those of the page: its name, then its links.
    stop: usize,
    /// The first line in sight.
    top: usize,
    /// The line of the heading last gone to, until something else moves.
    heading: Option<usize>,
    /// The record whose page cursor and scroll belong to; `None` for the dataset.
    seen: Option<RecordId>,
    layout: Option<Rc<Layout>>,
    width: usize,
    height: usize,
    position: Option<Position>,
    /// Where the page was drawn.
    area: Rect,
}

/// The size until the pane was drawn once.
const UNDRAWN: (usize, usize) = (46, 20);

impl Detail {
    /// The page laid out for the present width; a new page begins at its top.
    fn laid_out(&mut self, session: &Session) -> Rc<Layout> {
        if self.width == 0 {
            (self.width, self.height) = UNDRAWN;
        }
        if self.seen != session.page.about {
            self.seen = session.page.about;
            self.stop = 0;
            self.top = 0;
            self.heading = None;
        }
        let fits = |layout: &&Rc<Layout>| layout.is_of(&session.page, self.width);
        if let Some(layout) = self.layout.as_ref().filter(fits) {
            return Rc::clone(layout);
        }
        let layout = Rc::new(Layout::new(session, self.width));
        if let Some(before) = self.layout.replace(Rc::clone(&layout)) {
            self.stay(&before, &layout);
        }
        layout
    }

    /// When the awaited groups of a page have come, the cursor is on the same link, as far down the screen.
    fn stay(&mut self, before: &Layout, layout: &Layout) {
        if before.page.about != layout.page.about || before.page.is_whole() {
            return;
        }
        let Some(old) = self.stop_at(before) else {
            return;
        };
        let row = old.line.saturating_sub(self.top);
        if let Some(stop) = layout.stop_like(before, old) {
            self.stop = stop;
            self.top = layout.stops[stop].line.saturating_sub(row);
        }
    }

    /// Takes the page to a new size: a link that was in sight under the cursor still is, or else the same
    /// part of the page.
    fn fit(&mut self, (width, height): (usize, usize), session: &Session) -> Rc<Layout> {
        let before = self
            .layout
            .clone()
            .filter(|_| self.seen == session.page.about);
        let held = before.as_ref().and_then(|before| {
            let line = self.stop_at(before)?.line;
            self.in_sight(line).then(|| line - self.top)
        });
        let resized = (self.width, self.height) != (width, height);
        self.width = width;
        let layout = self.laid_out(session);
        self.height = height;
        if let (Some(before), true) = (before, resized) {
            match held.zip(self.stop_at(&layout)) {
                Some((row, stop)) => {
                    self.top = stop.line.saturating_sub(row);
                    self.show_stop(&layout);
                }
                None => self.top = self.top * layout.height / before.height.max(1),
            }
        }
        self.top = self.top.min(self.last_top(&layout));
        layout
    }

    fn stop_at(&self, layout: &Layout) -> Option<Stop> {
        layout.stops.get(self.stop).copied()
    }

    fn last_top(&self, layout: &Layout) -> usize {
        layout.height.saturating_sub(self.height)
    }

    fn in_sight(&self, line: usize) -> bool {
        (self.top..self.top + self.height).contains(&line)
    }

    /// Goes on to the next link when it is in sight or just below; scrolls text until it is.
    fn forward(&mut self, layout: &Layout) {
        let next = match self.stop_at(layout) {
            Some(stop) if self.in_sight(stop.line) => self.stop + 1,
            _ => layout.stops.partition_point(|stop| stop.line < self.top),
        };
        match layout.stops.get(next) {
            Some(stop) if stop.line <= self.top + self.height => {
                self.stop = next;
                self.show_stop(layout);
            }
            _ => self.top = (self.top + 1).min(self.last_top(layout)),
        }
    }

    fn backward(&mut self, layout: &Layout) {
        let above = match self.stop_at(layout) {
            Some(stop) if self.in_sight(stop.line) => self.stop,
            _ => layout
                .stops
                .partition_point(|stop| stop.line < self.top + self.height),
        };
        match above.checked_sub(1) {
            Some(previous) if layout.stops[previous].line + 1 >= self.top => {
                self.stop = previous;
                self.show_stop(layout);
            }
            _ => self.top = self.top.saturating_sub(1),
        }
    }

    /// Scrolls no further than needed to see the link under the cursor whole, with its heading when it
    /// is the first of its section.
    fn show_stop(&mut self, layout: &Layout) {
        let Some(stop) = self.stop_at(layout) else {
            return;
        };
        let below = stop.line + stop.height;
        self.top = self.top.max(below.saturating_sub(self.height));
        self.top = self.top.min(stop.from_heading);
        if self.stop == 0 && stop.line < self.height {
            self.top = 0;
        }
    }

    fn scroll_by(&mut self, layout: &Layout, down: bool, lines: usize) {
        self.top = if down {
            (self.top + lines).min(self.last_top(layout))
        } else {
            self.top.saturating_sub(lines)
        };
        self.bring_cursor(layout);
    }

    /// After scrolling, the cursor is on a link in sight, if there is one.
    fn bring_cursor(&mut self, layout: &Layout) {
        let Some(stop) = self.stop_at(layout) else {
            return;
        };
        let bottom = self.top + self.height;
        let nearest = if stop.line < self.top {
            layout.stops.partition_point(|stop| stop.line < self.top)
        } else if stop.line >= bottom {
            let below = layout.stops.partition_point(|stop| stop.line < bottom);
            below.saturating_sub(1)
        } else {
            return;
        };
        let found = layout.stops.get(nearest);
        if found.is_some_and(|stop| self.in_sight(stop.line)) {
            self.stop = nearest;
        }
    }

    fn go_to_section(&mut self, layout: &Layout, forward: bool) -> Reply {
        let here = self.stop_at(layout).filter(|stop| self.in_sight(stop.line));
        let at_cursor = here.map_or(self.top, |stop| stop.from_heading);
        let line = self.heading.unwrap_or(at_cursor);
        let found = if forward {
            let next = layout.headings.partition_point(|heading| *heading <= line);
            layout.headings.get(next)
        } else {
            let before = layout.headings.partition_point(|heading| *heading < line);
            before.checked_sub(1).and_then(|at| layout.headings.get(at))
        };
        let Some(heading) = found.copied() else {
            let end = if forward { "last" } else { "first" };
            return Reply::Say(format!("the {end} section"));
        };
        let first = layout.stops.partition_point(|stop| stop.line < heading);
        if layout
            .stops
            .get(first)
            .is_some_and(|stop| stop.from_heading == heading)
        {
            self.stop = first;
        }
        self.top = heading.min(self.last_top(layout));
        self.bring_cursor(layout);
        self.heading = Some(heading);
        Reply::Done
    }
}

impl Pane for Detail {
    fn place(&self) -> Place {
        Place::Detail
    }

    fn target(&self, session: &Session) -> Option<Target> {
        let about = session.page.about;
        let current = self.layout.as_ref().filter(|_| self.seen == about);
        let on_link = current
            .and_then(|layout| self.stop_at(layout))
            .filter(|stop| self.in_sight(stop.line))
            .and_then(|stop| item(&session.page, stop));
        on_link.or(about).map(Target::Record)
    }

    fn put_on(&mut self, id: RecordId, session: &Session) {
        let layout = self.laid_out(session);
        let mut stops = layout.stops.iter();
        if let Some(stop) = stops.position(|stop| item(&session.page, *stop) == Some(id)) {
            self.stop = stop;
            self.heading = None;
            self.show_stop(&layout);
        }
    }

    fn origin(&self, session: &Session) -> Option<Origin> {
        let stop = self
            .layout
            .as_ref()
            .and_then(|layout| self.stop_at(layout))?;
        Some(Origin::Section(session.page.about, stop.section))
    }

    fn run(&mut self, command: Command, session: &Session) -> Reply {
        let layout = self.laid_out(session);
        let half = (self.height / 2).max(1);
        let page = self.height.saturating_sub(1).max(1);
        if !matches!(command, Command::NextGroup | Command::PreviousGroup) {
            self.heading = None;
        }
        match command {
            Command::Next => self.forward(&layout),
            Command::Previous => self.backward(&layout),
            Command::First => {
                self.top = 0;
                self.stop = 0;
            }
            Command::Last => {
                self.top = self.last_top(&layout);
                self.stop = layout.stops.len().saturating_sub(1);
            }
            Command::HalfDown => self.scroll_by(&layout, true, half),
            Command::HalfUp => self.scroll_by(&layout, false, half),
            Command::PageDown => self.scroll_by(&layout, true, page),
            Command::PageUp => self.scroll_by(&layout, false, page),
            Command::ScrollDown => self.scroll_by(&layout, true, 1),
            Command::ScrollUp => self.scroll_by(&layout, false, 1),
            Command::NextGroup => return self.go_to_section(&layout, true),
            Command::PreviousGroup => return self.go_to_section(&layout, false),
            _ => return Reply::Ignored,
        }
        Reply::Done
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Reply {
        let layout = self.laid_out(session);
        if !self.area.contains(at) {
            return Reply::Done;
        }
        let line = self.top + usize::from(at.y - self.area.y);
        let column = usize::from(at.x - self.area.x);
        let stands = |stop: &Stop| {
            (stop.line..stop.line + stop.height).contains(&line) && stop.column <= column
        };
        match layout.stops.iter().rposition(stands) {
            Some(stop) if focused && stop == self.stop => Reply::Open,
            Some(stop) => {
                self.stop = stop;
                self.heading = None;
                Reply::Done
            }
            None => Reply::Done,
        }
    }

    fn scroll(&mut self, down: bool, session: &Session) -> Reply {
        let layout = self.laid_out(session);
        self.heading = None;
        self.scroll_by(&layout, down, WHEEL);
        Reply::Done
    }

    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer) {
        let title = match session.page.about {
            Some(id) => capitalised(id.kind.one()),
            None => "Dataset".to_owned(),
        };
        let frame = Frame {
            title: &title,
            count: "",
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let text = Rect {
            x: inside.x.saturating_add(MARGIN),
            width: inside.width.saturating_sub(2 * MARGIN),
            ..inside
        };
        let size = (
            usize::from(text.width).max(1),
            usize::from(text.height).max(1),
        );
        let layout = self.fit(size, session);
        let window = self.top..(self.top + usize::from(text.height)).min(layout.height);
        let current = self
            .stop_at(&layout)
            .filter(|stop| self.in_sight(stop.line));
        let pen = Pen {
            layout: &layout,
            current,
            focused,
            session,
            area: text,
            top: window.start,
        };
        pen.draw_window(&window, buf);
        draw_thumb(&window, layout.height, session, area, buf);
        self.area = text;
        let (line, column) = current.map_or((self.top, 0), |stop| (stop.line, stop.column));
        let row = u16::try_from(line - self.top).unwrap_or_default();
        let column = u16::try_from(column).unwrap_or_default().min(text.width);
        self.position = (text.height > 0).then(|| Position::new(text.x + column, text.y + row));
    }

    fn cursor(&self) -> Option<Position> {
        self.position
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let filtered = !session.here.filter.is_empty();
        let mut hints = vec![Command::Open, Command::Find, Command::Narrow, Command::Back];
        hints.extend(filtered.then_some(Command::DropFilter));
        hints
    }

    fn lacks(&self, session: &Session) -> Option<Errand> {
        let page = &session.page;
        let about = page.about.filter(|_| !page.is_whole());
        about.map(Errand::Page)
    }

    fn waits(&self, _session: &Session) -> bool {
        false
    }

    fn renew(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>) {
        self.seen = self.seen.and_then(map);
        self.layout = None;
    }

    fn keep(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}

/// The record that a stop leads to: the record itself from its name.
fn item(page: &Page, stop: Stop) -> Option<RecordId> {
    if stop.section == NAME {
        return page.about;
    }
    page.sections.get(stop.section)?.items().nth(stop.item)?.id
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
