//! Which panes stand where, which has the keyboard, and what lies on top.

mod over;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Widget;

use self::over::{centred, draw_choices, too_small};
use super::pane::{Pane, Place, Reply, Target};
use super::panes::{self, Facets, Header, Help, Hints, Progress, Spot, Spots, Status, Strip};
use crate::browse::query::Query;
use crate::command::Command;
use crate::data::RecordId;
use crate::errand::{Brought, Errand};
use crate::session::{Here, Origin, Session};

/// No smaller screen is used.
const SMALLEST: (u16, u16) = (30, 8);

/// From this width on three panes stand side by side, from the second on two.
const THREE: u16 = 110;
const TWO: u16 = 70;

/// From this height on a narrow screen has a list above Detail.
const STACKED: u16 = 40;

/// From this height on the strip of years is shown.
const STRIP: u16 = 28;

/// The panes and how they stand.
pub struct Stage {
    panes: Vec<Box<dyn Pane>>,
    focus: Place,
    /// The list that was used last: where there is room for one, it is this one.
    list: Place,
    zoomed: bool,
    /// The panes that were drawn last.
    in_sight: Vec<(Place, Rect)>,
    /// What lies on top: the help or the facets.
    top: Option<Box<dyn Pane>>,
    /// Where it was drawn last.
    top_area: Rect,
    /// What can be clicked beside the panes.
    spots: Spots,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            panes: panes::all(),
            focus: Place::Timeline,
            list: Place::Timeline,
            zoomed: false,
            in_sight: Vec::new(),
            top: None,
            top_area: Rect::ZERO,
            spots: Spots::default(),
        }
    }
}

impl Clone for Stage {
    fn clone(&self) -> Self {
        Self {
            panes: self.panes.iter().map(|pane| pane.keep()).collect(),
            in_sight: self.in_sight.clone(),
            top: self.top.as_ref().map(|pane| pane.keep()),
            spots: self.spots.clone(),
            ..*self
        }
    }
}

impl Stage {
    /// The pane that has the keyboard.
    #[must_use]
    pub fn focus(&self) -> Place {
        self.top.as_ref().map_or(self.focus, |pane| pane.place())
    }

    /// Gives a pane the keyboard.
    pub fn focus_on(&mut self, place: Place) {
        if place != self.focus {
            self.settle();
        }
        self.focus = place;
        if place.is_list() {
            self.list = place;
        }
    }

    /// Puts the help on top, or takes it away.
    pub fn toggle_help(&mut self) {
        self.toggle(Box::new(Help::default()));
    }

    /// Puts the facets on top, or takes them away.
    pub fn toggle_facets(&mut self) {
        self.toggle(Box::new(Facets::default()));
    }

    fn toggle(&mut self, pane: Box<dyn Pane>) {
        let is_there = self.focus() == pane.place();
        self.top = (!is_there).then_some(pane);
    }

    /// Whether a pane was drawn last.
    #[must_use]
    pub fn is_in_sight(&self, place: Place) -> bool {
        self.in_sight.iter().any(|(drawn, _)| *drawn == place)
    }

    /// Takes away what lies on top. `false` when nothing does.
    pub fn close_top(&mut self) -> bool {
        self.top.take().is_some()
    }

    fn pane_at(&mut self, place: Place) -> Option<&mut dyn Pane> {
        if let Some(top) = self.top.as_mut().filter(|top| top.place() == place) {
            return Some(&mut **top);
        }
        let mut panes = self.panes.iter_mut();
        let pane = panes.find(|pane| pane.place() == place)?;
        Some(&mut **pane)
    }

    fn focused(&self) -> Option<&dyn Pane> {
        if let Some(top) = &self.top {
            return Some(&**top);
        }
        let mut panes = self.panes.iter();
        let pane = panes.find(|pane| pane.place() == self.focus)?;
        Some(&**pane)
    }

    /// Whether plain characters are text now.
    #[must_use]
    pub fn types(&self) -> bool {
        self.focused().is_some_and(Pane::types)
    }

    /// What stands under the cursor.
    #[must_use]
    pub fn target(&self, session: &Session) -> Option<Target> {
        self.focused().and_then(|pane| pane.target(session))
    }

    /// What narrowing means when fields were typed and no row chosen.
    #[must_use]
    pub fn asked(&self) -> Option<Query> {
        self.focused().and_then(Pane::asked)
    }

    /// What the cursor is about within the record of its target.
    #[must_use]
    pub fn within(&self) -> Option<RecordId> {
        self.focused().and_then(Pane::within)
    }

    /// Puts the cursor of a pane on the link to a record.
    pub fn put_on(&mut self, place: Place, id: RecordId, session: &Session) {
        if let Some(pane) = self.pane_at(place) {
            pane.put_on(id, session);
        }
    }

    /// The list that it stands in.
    #[must_use]
    pub fn origin(&self, session: &Session) -> Option<Origin> {
        self.focused().and_then(|pane| pane.origin(session))
    }

    /// What was drawn at a place, on top of all else.
    fn drawn_at(&self, at: Position) -> Option<Place> {
        if let Some(top) = &self.top {
            return self.top_area.contains(at).then(|| top.place());
        }
        let mut panes = self.in_sight.iter();
        let found = panes.find(|(_, area)| area.contains(at));
        found.map(|(place, _)| *place)
    }

    /// Takes a click: into a pane, which then has the keyboard, or on a line beside the panes. A click
    /// beside what lies on top takes that away.
    pub fn click(&mut self, at: Position, session: &Session) -> Reply {
        if let Some(place) = self.drawn_at(at) {
            let focused = self.focus() == place;
            if self.top.is_none() {
                self.focus_on(place);
            }
            let pane = self.pane_at(place);
            return pane.map_or(Reply::Ignored, |pane| pane.click(at, focused, session));
        }
        if self.close_top() {
            return Reply::Done;
        }
        match self.spots.at(at) {
            None => Reply::Ignored,
            Some(Spot::Chip(nth)) => Reply::Drop(nth),
            Some(Spot::Step(nth)) => Reply::BackTo(nth),
            // A study stands in the timeline's place: that is gone back to first.
            Some(Spot::Year(_)) if session.here.view.is_some() => Reply::Run(Command::GoTimeline),
            Some(Spot::Year(year)) => {
                self.focus_on(Place::Timeline);
                let pane = self.pane_at(Place::Timeline);
                pane.map_or(Reply::Ignored, |pane| pane.go_to(year, session))
            }
        }
    }

    /// Turns the wheel over a pane, which need not have the keyboard.
    pub fn scroll(
        &mut self,
        at: Position,
        down: bool,
        session: &Session,
    ) -> Option<(Place, Reply)> {
        let place = self.drawn_at(at)?;
        let pane = self.pane_at(place)?;
        Some((place, pane.scroll(down, session)))
    }

    /// Ends typing everywhere.
    pub fn settle(&mut self) {
        self.panes.iter_mut().for_each(|pane| pane.settle());
    }

    /// Finds the rows of all panes again after the dataset was read anew.
    pub fn renew(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>) {
        let panes = self.panes.iter_mut().chain(&mut self.top);
        panes.for_each(|pane| pane.renew(map));
    }

    /// What the panes have to be brought. While somebody types, another record is shown with every letter:
    /// the whole page is that of the one at which the typing ends.
    pub fn lacks(&self, session: &Session) -> impl Iterator<Item = Errand> {
        let typing = self.types();
        let panes = self.panes.iter().chain(&self.top);
        let lacking = panes.filter_map(|pane| pane.lacks(session));
        lacking.filter(move |errand| !(typing && matches!(errand, Errand::Page(_))))
    }

    /// Whether the pane that has the keyboard cannot carry out commands yet.
    #[must_use]
    pub fn waits(&self, session: &Session) -> bool {
        self.focused().is_some_and(|pane| pane.waits(session))
    }

    /// Hands what was brought to the pane that lacked it.
    pub fn receive(&mut self, brought: &Brought, session: &Session) -> Reply {
        let mut panes = self.panes.iter_mut().chain(&mut self.top);
        let replies = panes.find_map(|pane| match pane.receive(brought, session) {
            Reply::Ignored => None,
            reply => Some(reply),
        });
        replies.unwrap_or(Reply::Ignored)
    }

    /// Where a study has vanished with a record of it, Detail has the keyboard.
    pub fn leave_study(&mut self, here: &Here) {
        if here.view.is_none() && self.focus == Place::Study {
            self.focus_on(Place::Detail);
        }
    }

    /// Lets the pane that has the keyboard carry out a command.
    pub fn run(&mut self, command: Command, session: &Session) -> Reply {
        let covered = self.top.is_some();
        match command {
            Command::NextPane if !covered => self.turn(1, session),
            Command::PreviousPane if !covered => self.turn(-1, session),
            Command::Left | Command::Right if !covered => {
                // A grid has columns to go through first.
                let reply = self.run_on(self.focus(), command, session);
                if reply != Reply::Ignored {
                    return reply;
                }
                self.step(if command == Command::Left { -1 } else { 1 }, session);
            }
            Command::Zoom if !covered => self.zoomed = !self.zoomed,
            _ => return self.run_on(self.focus(), command, session),
        }
        Reply::Done
    }

    /// Lets one pane carry out a command.
    pub fn run_on(&mut self, place: Place, command: Command, session: &Session) -> Reply {
        let pane = self.pane_at(place);
        pane.map_or(Reply::Ignored, |pane| pane.run(command, session))
    }

    /// Gives text to the pane that has the keyboard.
    pub fn type_text(&mut self, text: &str, session: &Session) -> Reply {
        let place = self.focus();
        let pane = self.pane_at(place);
        pane.map_or(Reply::Ignored, |pane| pane.type_text(text, session))
    }

    /// Goes on by so many panes, round and round.
    fn turn(&mut self, steps: isize, session: &Session) {
        let places = places(session);
        let here = places.iter().position(|place| *place == self.focus);
        let count = isize::try_from(places.len()).unwrap_or(1);
        let here = here.and_then(|here| isize::try_from(here).ok());
        let next = (here.unwrap_or(0) + steps).rem_euclid(count);
        self.focus_on(places[next.unsigned_abs()]);
    }

    /// Goes on by so many panes, unless there is none in that direction.
    fn step(&mut self, steps: isize, session: &Session) {
        let places = places(session);
        let here = places.iter().position(|place| *place == self.focus);
        let next = here.and_then(|here| here.checked_add_signed(steps));
        if let Some(place) = next.and_then(|next| places.get(next)) {
            self.focus_on(*place);
        }
    }

    /// Draws the whole screen and says where the terminal's cursor belongs.
    ///
    /// ```text
    /// header
    /// strip of years            when there is room
    /// panes                     three, two or one
    /// trail · filter · flaws
    /// hints
    /// ```
    pub fn draw(&mut self, session: &Session, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            too_small(session, area, buf);
            self.in_sight.clear();
            self.top_area = Rect::ZERO;
            self.spots = Spots::default();
            return None;
        }
        let strip = u16::from(area.height >= STRIP);
        let [header, years, body, status, hints] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(strip),
            Constraint::Min(0),
            Constraint::Length(1),
            Constraint::Length(1),
        ])
        .areas(area);
        if session.is_opening() {
            Progress(session).render(body, buf);
        } else {
            Header(session).render(header, buf);
            self.spots = Strip(session).draw(years, buf);
            self.draw_panes(session, body, buf);
        }
        if let Some(top) = &mut self.top {
            let width = if top.place() == Place::Help { 84 } else { 60 };
            self.top_area = centred(body, width);
            top.draw(true, session, self.top_area, buf);
        }
        let spots = Status(session).draw(status, buf);
        self.spots.append(spots);
        self.hints(session).render(hints, buf);
        draw_choices(session, body, buf);
        self.focused().and_then(Pane::cursor)
    }

    fn draw_panes(&mut self, session: &Session, body: Rect, buf: &mut Buffer) {
        let areas = self.areas(session, body);
        self.in_sight.clone_from(&areas);
        for (place, area) in areas {
            let focused = self.focus() == place;
            if let Some(pane) = self.pane_at(place) {
                pane.draw(focused, session, area, buf);
            }
        }
    }

    fn hints<'s>(&self, session: &'s Session) -> Hints<'s> {
        if session.is_opening() && self.top.is_none() {
            let commands = vec![Command::Help, Command::Quit];
            return Hints { session, commands };
        }
        let of_pane = self.focused().map(|pane| pane.hints(session));
        let mut commands = of_pane.unwrap_or_default();
        if !self.types() && self.top.is_none() {
            let everywhere = [
                Command::Back,
                Command::NextPane,
                Command::Help,
                Command::Quit,
            ];
            for command in everywhere {
                if !commands.contains(&command) {
                    commands.push(command);
                }
            }
        }
        Hints { session, commands }
    }

    /// Where the panes stand that there is room for.
    fn areas(&self, session: &Session, body: Rect) -> Vec<(Place, Rect)> {
        if self.zoomed {
            return vec![(self.focus, body)];
        }
        if let Some(view) = &session.here.view {
            // A grid takes all there is; a list leaves room for Detail beside it.
            if view.is_grid() || body.width < THREE {
                return vec![(self.focus, body)];
            }
            let halves = [Constraint::Percentage(58), Constraint::Min(0)];
            let [study, detail] = Layout::horizontal(halves).areas(body);
            return vec![(Place::Study, study), (Place::Detail, detail)];
        }
        if body.width >= THREE {
            let find = (body.width * 27 / 100).max(33);
            let timeline = (body.width - find) * 48 / 100;
            let [timeline, detail, find] = Layout::horizontal([
                Constraint::Length(timeline),
                Constraint::Min(0),
                Constraint::Length(find),
            ])
            .areas(body);
            return vec![
                (Place::Timeline, timeline),
                (Place::Detail, detail),
                (Place::Find, find),
            ];
        }
        let pair = if body.width >= TWO {
            Layout::horizontal([Constraint::Percentage(46), Constraint::Min(0)])
        } else if body.height >= STACKED {
            Layout::vertical([Constraint::Percentage(45), Constraint::Min(0)])
        } else {
            return vec![(self.focus, body)];
        };
        let [list, detail] = pair.areas(body);
        vec![(self.list, list), (Place::Detail, detail)]
    }
}

/// The panes that the keyboard can go through, from left to right.
fn places(session: &Session) -> &'static [Place] {
    match session.here.view {
        Some(_) => &[Place::Study, Place::Detail],
        None => &[Place::Timeline, Place::Detail, Place::Find],
    }
}
