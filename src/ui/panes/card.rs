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
mod tables;
mod text;
mod writer;

use std::rc::Rc;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use self::text::{CardTarget, CardText, TabStop, Tone};
use self::writer::CardWriter;
use crate::browse::page::Page;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::jobs::Job;
use crate::session::{DateOrder, OpenedFrom, Session};
use crate::text::fold;
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState, WHEEL};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;

#[derive(Clone, Default)]
pub struct Card {
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
    /// Cursor, scroll and heading, when what was laid out was dropped.
    parked: Option<(Option<usize>, usize, Option<usize>)>,
    size: (usize, usize),
    area: Rect,
}

/// A card as it is written, and what it was written from.
struct LaidOut {
    page: Arc<Page>,
    size: (usize, usize),
    open: Vec<(usize, usize)>,
    order: DateOrder,
    text: CardText,
}

/// About how many bytes a line takes that is laid out.
const LINE: usize = 128;

/// What it is, where one searches on it.
const PLACE: &str = "this card";

/// The size until the pane was drawn once.
const UNDRAWN: (usize, usize) = (46, 20);

/// A fold opens by that many rows at most.
const UNFOLDED: usize = 1_000;

impl Card {
    /// A card that is peeked at.
    pub fn peek(page: Page) -> Self {
        Self {
            peeked: Some(Arc::new(page)),
            ..Self::default()
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
                peeked: self.peeked.take(),
                seen: page.about,
                size: self.size,
                area: self.area,
                ..Self::default()
            };
        }
        if self.size == (0, 0) {
            self.size = UNDRAWN;
        }
        let fits = |laid_out: &&Rc<LaidOut>| {
            Arc::ptr_eq(&laid_out.page, &page)
                && laid_out.size == self.size
                && laid_out.open == self.open
                && laid_out.order == session.order
        };
        if let Some(laid_out) = self.laid_out.as_ref().filter(fits) {
            return Rc::clone(laid_out);
        }
        let writer = CardWriter {
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
            order: session.order,
            text: writer.write(),
        });
        if let Some(before) = self.laid_out.replace(Rc::clone(&laid_out)) {
            self.stay(&before.text, &laid_out.text);
        }
        if page.is_whole()
            && let Some(parked) = self.parked.take()
        {
            (self.stop, self.top, self.heading) = parked;
        }
        laid_out
    }

    /// After another layout of the same record the cursor is on the same link, as far down the screen.
    fn stay(&mut self, before: &CardText, text: &CardText) {
        // The same card, made anew: everything stays where it is.
        let same = (before.stops.len(), before.lines.len(), before.width);
        if same == (text.stops.len(), text.lines.len(), text.width) {
            return;
        }
        let Some(old) = self.stop.and_then(|stop| before.stops.get(stop)) else {
            self.top = self.top.min(text.lines.len().saturating_sub(self.size.1));
            return;
        };
        let row = old.line.saturating_sub(self.top);
        let same = |stop: &TabStop| stop.section == old.section && stop.target == old.target;
        let near = || {
            let last = text.stops.len().checked_sub(1)?;
            Some(self.stop.unwrap_or(0).min(last))
        };
        self.stop = text.stops.iter().position(same).or_else(near);
        if let Some(stop) = self.stop.and_then(|stop| text.stops.get(stop)) {
            self.top = stop.line.saturating_sub(row);
        }
        self.show_stop(text);
    }

    /// The stop of the cursor: at first the first link of the tables, or the last link above that is in sight.
    fn current(&self, text: &CardText) -> Option<usize> {
        let last = text.stops.len().checked_sub(1)?;
        let in_sight = |stop: &usize| self.in_sight(text.stops[*stop].line);
        let first = text.first.min(last);
        let fresh = || (0..=first).rev().find(in_sight).unwrap_or(first);
        Some(self.stop.map_or_else(fresh, |stop| stop.min(last)))
    }

    fn last_top(&self, text: &CardText) -> usize {
        text.lines.len().saturating_sub(self.size.1)
    }

    fn in_sight(&self, line: usize) -> bool {
        (self.top..self.top + self.size.1).contains(&line)
    }

    /// The stop of the cursor, if the card of the record is there.
    fn tab_stop(&self, session: &Session) -> Option<TabStop> {
        let laid_out = self.laid_out.as_ref();
        let text = &laid_out
            .filter(|_| self.seen == self.page(session).about)?
            .text;
        text.stops.get(self.current(text)?).copied()
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
        match self.tab_stop(session).map(|stop| stop.target) {
            Some(CardTarget::Unfold(fold)) => self.unfold(fold),
            Some(CardTarget::Record(_)) => Action::OpenTarget,
            None => Action::Say("there is no link on this card".to_owned()),
        }
    }

    /// What the link under the cursor rests on; of a source, that source is meant.
    fn footnote(&self, session: &Session) -> Action {
        let Some(stop) = self.tab_stop(session) else {
            return Action::Ignored;
        };
        let CardTarget::Record(id) = stop.target else {
            return Action::Ignored;
        };
        let page = self.page(session);
        if id.kind == Kind::Source || page.about.is_none_or(|about| about.kind == Kind::Source) {
            return Action::Ignored;
        }
        match page.behind(&session.dataset, stop.section, id) {
            Ok(facts) if facts.is_empty() => Action::Say(
                "this is counted or ordered here, not stated: it has no footnote".to_owned(),
            ),
            Ok(facts) => Action::Cite(facts),
            Err(unread) => Action::Say(unread.to_string()),
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        let laid_out = self.lay_out(session);
        let text = &laid_out.text;
        let height = self.size.1;
        let (half, page) = ((height / 2).max(1), height.saturating_sub(1).max(1));
        if !matches!(command, Command::NextGroup | Command::PreviousGroup) {
            self.heading = None;
        }
        match command {
            Command::Next => self.step(text, true),
            Command::Previous => self.step(text, false),
            Command::First => (self.top, self.stop) = (0, None),
            Command::Last => {
                self.top = self.last_top(text);
                self.stop = text.stops.len().checked_sub(1);
            }
            Command::HalfDown => self.scroll_by(text, true, half),
            Command::HalfUp => self.scroll_by(text, false, half),
            Command::PageDown => self.scroll_by(text, true, page),
            Command::PageUp => self.scroll_by(text, false, page),
            Command::ScrollDown => self.scroll_by(text, true, 1),
            Command::ScrollUp => self.scroll_by(text, false, 1),
            Command::NextGroup => return self.go_to_section(text, true),
            Command::PreviousGroup => return self.go_to_section(text, false),
            Command::Open => return self.open_stop(session),
            Command::CopyFootnote => return self.footnote(session),
            Command::NextLinked => return self.go_to_match(text, true, session),
            Command::PreviousLinked => return self.go_to_match(text, false, session),
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
        let is_there = |stop: &TabStop| stop.line == line && (stop.from..stop.to).contains(&column);
        let Some(stop) = laid_out.text.stops.iter().position(is_there) else {
            return Action::Done;
        };
        let again = focused && self.current(&laid_out.text) == Some(stop);
        self.stop = Some(stop);
        self.heading = None;
        let folded = matches!(laid_out.text.stops[stop].target, CardTarget::Unfold(_));
        if again || folded {
            return self.open_stop(session);
        }
        Action::Done
    }

    /// Puts the cursor on the link to a record, if there is one.
    fn focus_link(&mut self, id: RecordId, session: &Session) {
        let laid_out = self.lay_out(session);
        let mut stops = laid_out.text.stops.iter();
        if let Some(stop) = stops.position(|stop| stop.target == CardTarget::Record(id)) {
            self.stop = Some(stop);
            self.heading = None;
            self.show_stop(&laid_out.text);
        }
    }

    fn draw_line(text: &CardText, nth: usize, current: Option<&TabStop>, line: &mut Line<'_>) {
        let session = line.session;
        let styles = &session.styles;
        let words = session.find_words.as_deref();
        for segment in &text.lines[nth] {
            let mut style = style_of(segment.tone, session);
            if words.is_some_and(|words| fold(&segment.text).contains(words)) {
                style = style.patch(styles.found.style());
            }
            line.to(segment.at).write(&segment.text, style);
        }
        for stop in text.stops.iter().filter(|stop| stop.line == nth) {
            if let CardTarget::Record(id) = stop.target
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
        if line.focused {
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
        self.peeked.as_ref().map_or(PaneId::Card, |_| PaneId::Peek)
    }

    fn state(&self, session: &Session) -> PaneState {
        let page = self.page(session);
        let about = page.about;
        let target = match self.tab_stop(session).map(|stop| stop.target) {
            Some(CardTarget::Record(id)) => Some(id),
            Some(CardTarget::Unfold(_)) | None => about,
        };
        let section = self.laid_out.as_ref().and_then(|laid_out| {
            let stop = self.current(&laid_out.text)?;
            Some(laid_out.text.stops.get(stop)?.section)
        });
        let subject = about.filter(|_| self.stop.is_none());
        let of_time = |id: &RecordId| matches!(id.kind, Kind::Meeting | Kind::Source);
        let meant = subject.or(target).filter(|id| !of_time(id));
        PaneState {
            target,
            subject,
            // The meetings of a meeting or a source are not meant where a record is held.
            narrows: meant.or(session.here.held),
            place: PLACE,
            origin: section.map(|section| OpenedFrom::Section(about, section)),
            needs: (!page.is_whole() && self.peeked.is_none()).then_some(Job::Page(about)),
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        match input {
            PaneInput::Command(command) => {
                self.parked = None;
                return self.run(command, session);
            }
            PaneInput::Click(at, focused) => {
                self.parked = None;
                return self.click(at, focused, session);
            }
            PaneInput::Wheel(down) => {
                self.parked = None;
                let laid_out = self.lay_out(session);
                self.heading = None;
                self.scroll_by(&laid_out.text, down, WHEEL);
            }
            PaneInput::Link(id) => self.focus_link(id, session),
            PaneInput::Remap(map) => {
                self.parked = None;
                self.seen = self.seen.and_then(map);
                self.laid_out = None;
            }
            PaneInput::DropCache => {
                if self.laid_out.take().is_some() {
                    self.parked = Some((self.stop, self.top, self.heading));
                }
            }
            _ => return Action::Ignored,
        }
        Action::Done
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        let title = match self.page(session).about {
            Some(id) => capitalised(id.kind.one()),
            None => "Overview".to_owned(),
        };
        let mut inside = if self.peeked.is_some() {
            canvas.overlay(&title, "")
        } else {
            canvas.frame(&title, "")
        };
        let area = Rect {
            width: inside.area.width.saturating_sub(1),
            ..inside.area
        };
        let side = |length: u16| usize::from(length).max(1);
        self.size = (side(area.width), side(area.height));
        let laid_out = self.lay_out(session);
        let text = &laid_out.text;
        self.top = self.top.min(self.last_top(text));
        self.area = area;
        let current = self.current(text).and_then(|stop| text.stops.get(stop));
        let current = current.filter(|stop| self.in_sight(stop.line));
        // Until the keyboard was here, no link is worth a mark.
        let marked = current.filter(|_| inside.focused || self.stop.is_some());
        let lines = self.top..text.lines.len();
        for (row, nth) in lines.take(usize::from(area.height)).enumerate() {
            if let Some(mut line) = inside.line(row) {
                Self::draw_line(text, nth, marked, &mut line);
            }
        }
        inside.scroll_bar(self.top, self.size.1, text.lines.len());
        let (line, column) = current.map_or((self.top, 0), |stop| (stop.line, stop.from));
        let row = u16::try_from(line - self.top).unwrap_or_default();
        let column = u16::try_from(column).unwrap_or_default().min(area.width);
        (area.height > 0).then(|| Position::new(area.x + column, area.y + row))
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let mut hints = Vec::new();
        hints.extend(self.tab_stop(session).map(|_| Command::Open));
        hints.extend([Command::NextLinked, Command::Narrow, Command::Evidence]);
        hints
    }

    fn cached(&self) -> Vec<(usize, usize)> {
        let laid_out = self.laid_out.iter();
        let weighed = laid_out.map(|it| {
            let lines = (it.text.lines.len() + it.text.stops.len()) * LINE;
            (Rc::as_ptr(it).addr(), it.page.bytes() + lines)
        });
        weighed.collect()
    }
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => String::new(),
    }
}
