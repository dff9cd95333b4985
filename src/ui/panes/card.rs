//! The card: what is known of the record that is shown, an answer first, then tables; every link can be reached.
//!
//! ```text
//! ┏━ Topic ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
//! ┃ Migrants and refugees in Libya       ┃   name
//! ┃ LAST ON THE TABLE  20 Mar 2023       ┃   the answer
//! ┃ 11 MEETINGS, newest first   named    ┃   a table: heading, what the column tells
//! ┃▌2023-03-20  Task Force Mar 2023    4 ┃   the cursor on a link
//! ┃ … 3 more                             ┃   a fold
//! ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
//! ```

mod head;
mod layout;
mod moves;
mod overview;
mod rows;
mod sheet;
mod tables;

use std::rc::Rc;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

pub use self::rows::date_column;
use self::sheet::{Goal, Sheet, Stop, Tone};
use crate::browse::page::Page;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::jobs::Job;
use crate::session::{Origin, Session};
use crate::text::fold;
use crate::ui::list::scroll_bar;
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State, WHEEL};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::Line;

/// The pane.
#[derive(Clone)]
pub struct Card {
    id: PaneId,
    /// The page that is peeked at; else it is that of the session.
    peeked: Option<Arc<Page>>,
    /// The stop of the cursor, once it was moved; the first link of the card until then.
    stop: Option<usize>,
    /// The first line in sight.
    top: usize,
    /// The line of the heading last gone to, until something else moves.
    heading: Option<usize>,
    /// The folds that are open, each by how many rows.
    open: Vec<(usize, usize)>,
    /// The record that cursor, scroll and folds belong to; `None` for the dataset.
    seen: Option<RecordId>,
    laid_out: Option<Rc<LaidOut>>,
    /// Cursor, scroll and heading, when what was laid out was let go.
    stood: Option<(Option<usize>, usize, Option<usize>)>,
    size: (usize, usize),
    area: Rect,
}

/// A sheet, and what it was laid out from.
struct LaidOut {
    page: Arc<Page>,
    size: (usize, usize),
    open: Vec<(usize, usize)>,
    newest_first: bool,
    sheet: Sheet,
}

/// About so many bytes a line takes that is laid out.
const LINE: usize = 128;

/// The size until the pane was drawn once.
const UNDRAWN: (usize, usize) = (46, 20);

/// A fold opens by so many rows at most.
const UNFOLDED: usize = 1_000;

impl Default for Card {
    fn default() -> Self {
        Self::of(PaneId::Card, None)
    }
}

impl Card {
    /// A card that is peeked at.
    pub fn peek(page: Page) -> Self {
        Self::of(PaneId::Peek, Some(Arc::new(page)))
    }

    fn of(id: PaneId, peeked: Option<Arc<Page>>) -> Self {
        Self {
            id,
            peeked,
            stop: None,
            top: 0,
            heading: None,
            open: Vec::new(),
            seen: None,
            laid_out: None,
            stood: None,
            size: UNDRAWN,
            area: Rect::ZERO,
        }
    }

    fn page<'s>(&'s self, session: &'s Session) -> &'s Arc<Page> {
        self.peeked.as_ref().unwrap_or(&session.page)
    }

    /// The card laid out for its size; a new page begins at its top.
    fn lay_out(&mut self, session: &Session) -> Rc<LaidOut> {
        let page = Arc::clone(self.page(session));
        if self.seen != page.about {
            *self = Self {
                seen: page.about,
                size: self.size,
                area: self.area,
                ..Self::of(self.id, self.peeked.take())
            };
        }
        let fits = |laid_out: &&Rc<LaidOut>| {
            Arc::ptr_eq(&laid_out.page, &page)
                && laid_out.size == self.size
                && laid_out.open == self.open
                && laid_out.newest_first == session.newest_first
        };
        if let Some(laid_out) = self.laid_out.as_ref().filter(fits) {
            return Rc::clone(laid_out);
        }
        let frame = layout::Frame {
            session,
            page: &page,
            width: self.size.0,
            height: self.size.1,
            open: &self.open,
        };
        let laid_out = Rc::new(LaidOut {
            page: Arc::clone(&page),
            size: self.size,
            open: self.open.clone(),
            newest_first: session.newest_first,
            sheet: frame.sheet_of_page(),
        });
        if let Some(before) = self.laid_out.replace(Rc::clone(&laid_out)) {
            self.stay(&before.sheet, &laid_out.sheet);
        }
        if page.is_whole()
            && let Some(stood) = self.stood.take()
        {
            (self.stop, self.top, self.heading) = stood;
        }
        laid_out
    }

    /// After another layout of the same record the cursor is on the same link, as far down the screen.
    fn stay(&mut self, before: &Sheet, sheet: &Sheet) {
        // The same card, made anew: everything stays where it is.
        let same = (before.stops.len(), before.lines.len(), before.width);
        if same == (sheet.stops.len(), sheet.lines.len(), sheet.width) {
            return;
        }
        let Some(old) = self.stop.and_then(|stop| before.stops.get(stop)) else {
            self.top = self.top.min(sheet.lines.len().saturating_sub(self.size.1));
            return;
        };
        let row = old.line.saturating_sub(self.top);
        let same = |stop: &Stop| stop.section == old.section && stop.goal == old.goal;
        let near = || {
            let stop = self
                .stop
                .unwrap_or(0)
                .min(sheet.stops.len().saturating_sub(1));
            (!sheet.stops.is_empty()).then_some(stop)
        };
        self.stop = sheet.stops.iter().position(same).or_else(near);
        if let Some(stop) = self.stop.and_then(|stop| sheet.stops.get(stop)) {
            self.top = stop.line.saturating_sub(row);
        }
        self.show_stop(sheet);
    }

    /// The stop of the cursor: at first the first link of the tables, or the last link above that is in sight.
    fn current(&self, sheet: &Sheet) -> Option<usize> {
        let last = sheet.stops.len().checked_sub(1)?;
        let in_sight = |stop: &usize| self.in_sight(sheet.stops[*stop].line);
        let first = sheet.first.min(last);
        let fresh = || (0..=first).rev().find(in_sight).unwrap_or(first);
        Some(self.stop.map_or_else(fresh, |stop| stop.min(last)))
    }

    fn last_top(&self, sheet: &Sheet) -> usize {
        sheet.lines.len().saturating_sub(self.size.1)
    }

    fn in_sight(&self, line: usize) -> bool {
        (self.top..self.top + self.size.1).contains(&line)
    }

    fn goal(&self, session: &Session) -> Option<Goal> {
        let laid_out = self
            .laid_out
            .as_ref()
            .filter(|_| self.seen == self.page(session).about)?;
        let stop = self.current(&laid_out.sheet)?;
        let stop = laid_out.sheet.stops.get(stop)?;
        Some(stop.goal)
    }

    fn unfold(&mut self, fold: usize) -> Action {
        match self.open.iter_mut().find(|(open, _)| *open == fold) {
            Some((_, rows)) => *rows += UNFOLDED,
            None => self.open.push((fold, UNFOLDED)),
        }
        Action::Done
    }

    fn open_stop(&mut self, session: &Session) -> Action {
        if let Some(id) = self.peeked.as_ref().and_then(|page| page.about) {
            return Action::Open(id);
        }
        match self.goal(session) {
            Some(Goal::Unfold(fold)) => self.unfold(fold),
            Some(Goal::Record(_)) => Action::OpenTarget,
            None => Action::Say("there is no link on this card".to_owned()),
        }
    }

    /// What the link under the cursor rests on; of a source, that source is meant.
    fn footnote(&self, session: &Session) -> Action {
        let Some(Goal::Record(id)) = self.goal(session) else {
            return Action::Ignored;
        };
        let page = self.page(session);
        if id.kind == Kind::Source || page.about.is_none_or(|about| about.kind == Kind::Source) {
            return Action::Ignored;
        }
        let stop = self.laid_out.as_ref().and_then(|laid_out| {
            let stop = self.current(&laid_out.sheet)?;
            laid_out.sheet.stops.get(stop)
        });
        let section = stop.map_or(usize::MAX, |stop| stop.section);
        match page.behind(&session.dataset, section, id) {
            Ok(facts) if facts.is_empty() => Action::Say(
                "this is counted or ordered here, not stated: it has no footnote".to_owned(),
            ),
            Ok(facts) => Action::Cite(facts),
            Err(unread) => Action::Say(unread.to_string()),
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        let laid_out = self.lay_out(session);
        let sheet = &laid_out.sheet;
        let (half, page) = (
            (self.size.1 / 2).max(1),
            self.size.1.saturating_sub(1).max(1),
        );
        if !matches!(command, Command::NextGroup | Command::PreviousGroup) {
            self.heading = None;
        }
        match command {
            Command::Next => self.step(sheet, true),
            Command::Previous => self.step(sheet, false),
            Command::First => (self.top, self.stop) = (0, None),
            Command::Last => {
                self.top = self.last_top(sheet);
                self.stop = sheet.stops.len().checked_sub(1);
            }
            Command::HalfDown => self.scroll_by(sheet, true, half),
            Command::HalfUp => self.scroll_by(sheet, false, half),
            Command::PageDown => self.scroll_by(sheet, true, page),
            Command::PageUp => self.scroll_by(sheet, false, page),
            Command::ScrollDown => self.scroll_by(sheet, true, 1),
            Command::ScrollUp => self.scroll_by(sheet, false, 1),
            Command::NextGroup => return self.go_to_section(sheet, true),
            Command::PreviousGroup => return self.go_to_section(sheet, false),
            Command::Open => return self.open_stop(session),
            Command::CopyFootnote => return self.footnote(session),
            Command::NextLinked | Command::PreviousLinked => {
                return self.go_to_match(sheet, command == Command::NextLinked, session);
            }
            _ => return Action::Ignored,
        }
        Action::Done
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Action {
        let laid_out = self.lay_out(session);
        if !self.area.contains(at) {
            return Action::Done;
        }
        let line = self.top + usize::from(at.y - self.area.y);
        let column = usize::from(at.x - self.area.x);
        let mut stops = laid_out.sheet.stops.iter();
        let Some(stop) =
            stops.position(|stop| stop.line == line && (stop.from..stop.to).contains(&column))
        else {
            return Action::Done;
        };
        let again = focused && self.current(&laid_out.sheet) == Some(stop);
        self.stop = Some(stop);
        self.heading = None;
        let folded = matches!(laid_out.sheet.stops[stop].goal, Goal::Unfold(_));
        if again || folded {
            return self.open_stop(session);
        }
        Action::Done
    }

    /// Puts the cursor on the link to a record, if there is one.
    fn put_on(&mut self, id: RecordId, session: &Session) {
        let laid_out = self.lay_out(session);
        let mut stops = laid_out.sheet.stops.iter();
        if let Some(stop) = stops.position(|stop| stop.goal == Goal::Record(id)) {
            self.stop = Some(stop);
            self.heading = None;
            self.show_stop(&laid_out.sheet);
        }
    }

    fn draw_line(
        sheet: &Sheet,
        nth: usize,
        current: Option<&Stop>,
        focused: bool,
        session: &Session,
        line: &mut Line<'_>,
    ) {
        let styles = &session.styles;
        let found = session.within.as_deref();
        for part in &sheet.lines[nth] {
            let style = style_of(part.tone, session);
            line.to(part.at);
            match found.filter(|words| fold(&part.text).contains(*words)) {
                Some(_) => line.write(&part.text, style.patch(styles.found.style())),
                None => line.write(&part.text, style),
            };
        }
        for stop in sheet.stops.iter().filter(|stop| stop.line == nth) {
            if let Goal::Record(id) = stop.goal
                && session.marked.contains(&id)
            {
                line.to(stop.from).write("*", styles.linked);
            }
        }
        let Some(stop) = current.filter(|stop| stop.line == nth) else {
            return;
        };
        if stop.row {
            line.to(stop.from)
                .write(session.glyphs.cursor, styles.linked);
        }
        if focused {
            line.repaint_within(stop.from..stop.to, styles.cursor);
        } else {
            line.patch_within(stop.from..stop.to, styles.cursor_away);
        }
    }
}

fn style_of(tone: Tone, session: &Session) -> Style {
    let styles = &session.styles;
    match tone {
        Tone::Name => styles.name,
        Tone::Text => styles.text,
        Tone::Dim => styles.dim,
        Tone::Heading => styles.heading,
        Tone::Warning => styles.warning,
        Tone::Doubt => styles.doubt,
        Tone::Lit => styles.meeting,
        Tone::Key => styles.key,
    }
    .style()
}

impl Pane for Card {
    fn id(&self) -> PaneId {
        self.id
    }

    fn state(&self, session: &Session) -> State {
        let page = self.page(session);
        let about = page.about;
        let target = match self.goal(session) {
            Some(Goal::Record(id)) => Some(id),
            Some(Goal::Unfold(_)) | None => about,
        };
        let section = self.laid_out.as_ref().and_then(|laid_out| {
            let stop = self.current(&laid_out.sheet)?;
            Some(laid_out.sheet.stops.get(stop)?.section)
        });
        State {
            target,
            subject: about.filter(|_| self.stop.is_none()),
            origin: section.map(|section| Origin::Section(about, section)),
            needs: (!page.is_whole() && self.peeked.is_none()).then_some(Job::Page(about)),
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        if matches!(
            input,
            Input::Command(_) | Input::Click(..) | Input::Wheel(_) | Input::Remap(_)
        ) {
            self.stood = None;
        }
        match input {
            Input::Command(command) => return self.run(command, session),
            Input::Click(at, focused) => return self.click(at, focused, session),
            Input::Wheel(down) => {
                let laid_out = self.lay_out(session);
                self.heading = None;
                self.scroll_by(&laid_out.sheet, down, WHEEL);
            }
            Input::Link(id) => self.put_on(id, session),
            Input::Remap(map) => {
                self.seen = self.seen.and_then(map);
                self.laid_out = None;
            }
            Input::Text(_) | Input::Result(_) | Input::Day(_) | Input::EndTyping => {
                return Action::Ignored;
            }
        }
        Action::Done
    }

    fn draw(
        &mut self,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        if self.peeked.is_some() {
            Clear.render(area.intersection(buf.area), buf);
        }
        let title = match self.page(session).about {
            Some(id) => capitalised(id.kind.one()),
            None => "Overview".to_owned(),
        };
        let frame = Frame {
            title: &title,
            count: "",
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let text = Rect {
            width: inside.width.saturating_sub(1),
            ..inside
        };
        self.size = (
            usize::from(text.width).max(1),
            usize::from(text.height).max(1),
        );
        let laid_out = self.lay_out(session);
        let sheet = &laid_out.sheet;
        self.top = self.top.min(self.last_top(sheet));
        self.area = text;
        let current = self.current(sheet).and_then(|stop| sheet.stops.get(stop));
        let current = current.filter(|stop| self.in_sight(stop.line));
        // Until the keyboard was here, no link is worth a mark.
        let marked = current.filter(|_| focused || self.stop.is_some());
        for row in 0..usize::from(text.height) {
            let nth = self.top + row;
            if nth >= sheet.lines.len() {
                break;
            }
            if let Some(mut line) = Line::at(buf, inside, row, session.glyphs) {
                Self::draw_line(sheet, nth, marked, focused, session, &mut line);
            }
        }
        scroll_bar(
            self.top,
            self.size.1,
            sheet.lines.len(),
            session,
            inside,
            buf,
        );
        let (line, column) = current.map_or((self.top, 0), |stop| (stop.line, stop.from));
        let row = u16::try_from(line - self.top).unwrap_or_default();
        let column = u16::try_from(column).unwrap_or_default().min(text.width);
        (text.height > 0).then(|| Position::new(text.x + column, text.y + row))
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let goal = self.goal(session);
        let mut hints = Vec::new();
        hints.extend(goal.is_some().then_some(Command::Open));
        hints.extend([Command::NextLinked, Command::Narrow, Command::Evidence]);
        hints
    }
}

impl Parked for Card {
    fn keeps(&self) -> Vec<(usize, usize)> {
        let laid_out = self.laid_out.iter();
        let weighed = laid_out.map(|it| {
            let lines = (it.sheet.lines.len() + it.sheet.stops.len()) * LINE;
            (Rc::as_ptr(it).addr(), it.page.bytes() + lines)
        });
        weighed.collect()
    }

    fn let_go(&mut self) {
        if self.laid_out.take().is_some() {
            self.stood = Some((self.stop, self.top, self.heading));
        }
    }

    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
