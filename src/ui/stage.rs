//! Which panes stand where, which has the keyboard, and what lies on top.

mod over;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};
use ratatui::widgets::Widget;

use self::over::{draw_choices, too_small};
use super::pane::{Action, Input, Pane, PaneId, State};
use super::panes::{self, Card, Choice, Counts, Header, Help, Hints, Progress, Spot, Spots, Years};
use crate::browse::page::Page;
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::jobs::{Job, JobResult};
use crate::session::{Here, Session};

/// No smaller screen is used.
const SMALLEST: (u16, u16) = (30, 8);

/// From this width on three panes stand side by side, from the second on two columns.
const THREE: u16 = 190;
const TWO: u16 = 70;

/// The narrowest and the widest card of two columns, and what the left column takes before the card grows.
const CARD: (u16, u16) = (40, 100);
const LEFT: u16 = 46;

/// Below this height the pane without the keyboard is its title line.
const FLAT: u16 = 18;

/// The panes and how they stand.
pub struct Stage {
    panes: Vec<Box<dyn Pane>>,
    focus: PaneId,
    zoomed: bool,
    /// Whether the screen is so low that of two panes one is its title line.
    flat: bool,
    /// The panes that were drawn last.
    in_sight: Vec<(PaneId, Rect)>,
    /// What lies on top: the help, the counts, a peek or a field.
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
            focus: PaneId::Timeline,
            zoomed: false,
            flat: false,
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
            panes: self.panes.iter().map(|pane| pane.copy()).collect(),
            in_sight: self.in_sight.clone(),
            top: self.top.as_ref().map(|pane| pane.copy()),
            spots: self.spots.clone(),
            ..*self
        }
    }
}

impl Stage {
    /// The pane that has the keyboard.
    #[must_use]
    pub fn focus(&self) -> PaneId {
        self.top.as_ref().map_or(self.focus, |pane| pane.id())
    }

    /// Gives a pane the keyboard.
    pub fn focus_on(&mut self, id: PaneId, session: &Session) {
        if id != self.focus {
            self.end_typing(session);
        }
        self.focus = id;
    }

    /// Puts the help on top, or takes it away.
    pub fn toggle_help(&mut self) {
        self.toggle(Box::new(Help::default()));
    }

    /// Puts the list of all commands on top, with the cursor in its field.
    pub fn show_palette(&mut self) {
        self.top = Some(Box::new(Help::palette()));
    }

    /// Puts the counts on top, or takes them away.
    pub fn toggle_counts(&mut self) {
        self.toggle(Box::new(Counts::default()));
    }

    /// Puts the card of a record on top.
    pub fn peek(&mut self, page: Page) {
        self.top = Some(Box::new(Card::peek(page)));
    }

    /// Asks for a record, or for words, that a command lacks.
    pub fn ask(&mut self, title: String, command: Command, only: Option<Kind>) {
        self.top = Some(Box::new(Choice::new(title, command, only)));
    }

    fn toggle(&mut self, pane: Box<dyn Pane>) {
        let is_there = self.focus() == pane.id();
        self.top = (!is_there).then_some(pane);
    }

    /// Whether a pane was drawn last.
    #[must_use]
    pub fn is_in_sight(&self, id: PaneId) -> bool {
        self.in_sight.iter().any(|(drawn, _)| *drawn == id)
    }

    /// Takes away what lies on top. `false` when nothing does.
    pub fn close_top(&mut self) -> bool {
        self.top.take().is_some()
    }

    fn pane(&self, id: PaneId) -> Option<&dyn Pane> {
        let panes = self.top.iter().chain(&self.panes);
        panes.map(|pane| &**pane).find(|pane| pane.id() == id)
    }

    fn pane_mut(&mut self, id: PaneId) -> Option<&mut Box<dyn Pane>> {
        let mut panes = self.top.iter_mut().chain(&mut self.panes);
        panes.find(|pane| pane.id() == id)
    }

    /// What the pane that has the keyboard has to say of itself.
    #[must_use]
    pub fn state(&self, session: &Session) -> State {
        self.state_of(self.focus(), session)
    }

    /// What a pane has to say of itself.
    #[must_use]
    pub fn state_of(&self, id: PaneId, session: &Session) -> State {
        self.pane(id)
            .map_or_else(State::default, |pane| pane.state(session))
    }

    /// Whether plain characters are text now.
    #[must_use]
    pub fn is_typing(&self, session: &Session) -> bool {
        self.state(session).typing
    }

    /// Hands an input to one pane.
    pub fn give(&mut self, id: PaneId, input: Input<'_>, session: &Session) -> Action {
        let pane = self.pane_mut(id);
        pane.map_or(Action::Ignored, |pane| pane.take(input, session))
    }

    /// Lets one pane carry out a command.
    pub fn run_on(&mut self, id: PaneId, command: Command, session: &Session) -> Action {
        self.give(id, Input::Command(command), session)
    }

    /// What was drawn at a place, on top of all else.
    fn drawn_at(&self, at: Position) -> Option<PaneId> {
        if let Some(top) = &self.top {
            return self.top_area.contains(at).then(|| top.id());
        }
        let mut panes = self.in_sight.iter();
        let found = panes.find(|(_, area)| area.contains(at));
        found.map(|(id, _)| *id)
    }

    /// Takes a click: into a pane, which then has the keyboard, or on a line beside the panes. A click beside what
    /// lies on top takes that away.
    pub fn click(&mut self, at: Position, session: &Session) -> Action {
        if let Some(id) = self.drawn_at(at) {
            let focused = self.focus() == id;
            if self.top.is_none() {
                self.focus_on(id, session);
            }
            return self.give(id, Input::Click(at, focused), session);
        }
        let spot = self.spots.at(at);
        if let Some(Spot::Hint(command)) = spot {
            return Action::Run(command);
        }
        if self.close_top() {
            return Action::Done;
        }
        match spot {
            None | Some(Spot::Hint(_)) => Action::Ignored,
            Some(Spot::Chip(nth)) => Action::Drop(nth),
            Some(Spot::Step(nth)) => Action::BackTo(nth),
            // A study stands in the timeline's place: that is gone back to first.
            Some(Spot::Day(_)) if session.here.view.is_some() => Action::Run(Command::GoTimeline),
            Some(Spot::Day(day)) => {
                self.focus_on(PaneId::Timeline, session);
                self.give(PaneId::Timeline, Input::Day(day), session)
            }
        }
    }

    /// Turns the wheel over a pane, which need not have the keyboard.
    pub fn wheel(
        &mut self,
        at: Position,
        down: bool,
        session: &Session,
    ) -> Option<(PaneId, Action)> {
        let id = self.drawn_at(at)?;
        let action = self.give(id, Input::Wheel(down), session);
        Some((id, action))
    }

    /// Ends typing everywhere.
    pub fn end_typing(&mut self, session: &Session) {
        for pane in &mut self.panes {
            pane.take(Input::EndTyping, session);
        }
    }

    /// Finds the rows of all panes again after the dataset was read anew.
    pub fn remap(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>, session: &Session) {
        for pane in self.panes.iter_mut().chain(&mut self.top) {
            pane.take(Input::Remap(map), session);
        }
        self.top.take_if(|top| top.id() == PaneId::Peek);
    }

    /// What all panes keep that can be worked out again, each with an address and its bytes.
    #[must_use]
    pub fn keeps(&self) -> Vec<(usize, usize)> {
        let panes = self.panes.iter().chain(&self.top);
        panes.flat_map(|pane| pane.keeps()).collect()
    }

    /// Lets go of that.
    pub fn let_go(&mut self) {
        for pane in self.panes.iter_mut().chain(&mut self.top) {
            pane.let_go();
        }
    }

    /// What the panes need. While somebody types, another record is shown with every letter: the whole page is that of
    /// the one at which the typing ends.
    pub fn needs(&self, session: &Session) -> impl Iterator<Item = Job> {
        let typing = self.is_typing(session);
        let panes = self.panes.iter().chain(&self.top);
        let needs: Vec<Job> = panes.filter_map(|pane| pane.state(session).needs).collect();
        let wanted = move |job: &Job| !(typing && matches!(job, Job::Page(_)));
        needs.into_iter().filter(wanted)
    }

    /// Hands what was worked out to the pane that needed it.
    pub fn receive(&mut self, brought: &JobResult, session: &Session) -> Action {
        let mut panes = self.top.iter_mut().chain(&mut self.panes);
        let actions = panes.find_map(|pane| match pane.take(Input::Result(brought), session) {
            Action::Ignored => None,
            action => Some(action),
        });
        actions.unwrap_or(Action::Ignored)
    }

    /// Where a study has vanished with a record of it, the card has the keyboard.
    pub fn leave_study(&mut self, here: &Here) {
        if here.view.is_none() && self.focus == PaneId::Study {
            self.focus = PaneId::Card;
        }
    }

    /// Lets the pane that has the keyboard carry out a command.
    pub fn run(&mut self, command: Command, session: &Session) -> Action {
        let covered = self.top.is_some();
        match command {
            Command::NextPane if !covered => self.turn(1, session),
            Command::PreviousPane if !covered => self.turn(-1, session),
            Command::Left | Command::Right if !covered => {
                // A grid has columns to go through first.
                let action = self.run_on(self.focus(), command, session);
                if action != Action::Ignored {
                    return action;
                }
                self.step(if command == Command::Left { -1 } else { 1 }, session);
            }
            Command::Zoom if !covered => self.zoomed = !self.zoomed,
            _ => return self.run_on(self.focus(), command, session),
        }
        Action::Done
    }

    /// Goes on by so many panes, round and round.
    fn turn(&mut self, steps: isize, session: &Session) {
        let ids = order(session);
        let here = ids.iter().position(|id| *id == self.focus);
        let count = isize::try_from(ids.len()).unwrap_or(1);
        let here = here.and_then(|here| isize::try_from(here).ok());
        let next = (here.unwrap_or(0) + steps).rem_euclid(count);
        self.focus_on(ids[next.unsigned_abs()], session);
    }

    /// Goes on by so many panes, unless there is none in that direction.
    fn step(&mut self, steps: isize, session: &Session) {
        let ids = order(session);
        let here = ids.iter().position(|id| *id == self.focus);
        let next = here.and_then(|here| here.checked_add_signed(steps));
        if let Some(id) = next.and_then(|next| ids.get(next)) {
            self.focus_on(*id, session);
        }
    }

    /// Draws the whole screen and says where the terminal's cursor belongs.
    ///
    /// ```text
    /// header    trail · filter, or what the data holds
    /// years     the picture of the years, when there is room
    /// panes     left column: timeline above, list below · right: card
    /// hints     or a message
    /// ```
    pub fn draw(&mut self, session: &Session, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let area = area.intersection(buf.area);
        self.spots = Spots::default();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            too_small(session, area, buf);
            self.in_sight.clear();
            self.top_area = Rect::ZERO;
            return None;
        }
        self.flat = area.height < FLAT;
        let [header, years, body, hints] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(Years::height(session, area)),
            Constraint::Min(0),
            Constraint::Length(1),
        ])
        .areas(area);
        let mut cursor = None;
        if session.is_opening() {
            Progress(session).render(body, buf);
        } else {
            let spots = Header(session).draw(header, buf);
            self.spots.append(spots);
            cursor = self.draw_panes(session, body, buf);
            self.draw_years(session, years, buf);
        }
        if let Some(top) = &mut self.top {
            let room = Rect {
                y: area.y + 1,
                height: area.height - 2,
                ..area
            };
            self.top_area = over::area_of(top.id(), room);
            cursor = top.draw(true, session, self.top_area, buf);
        }
        let spots = self.hints(session).draw(hints, buf);
        self.spots.append(spots);
        draw_choices(session, body, buf);
        cursor
    }

    fn draw_panes(&mut self, session: &Session, body: Rect, buf: &mut Buffer) -> Option<Position> {
        let areas = self.areas(session, body);
        self.in_sight.clone_from(&areas);
        // The timeline follows what is open where it is not in sight, too: the years show its cursor.
        if !self.is_in_sight(PaneId::Timeline) {
            self.give(PaneId::Timeline, Input::EndTyping, session);
        }
        let mut cursor = None;
        for (id, area) in areas {
            let focused = self.focus() == id;
            if let Some(pane) = self.pane_mut(id) {
                let place = pane.draw(focused, session, area, buf);
                cursor = if focused { place } else { cursor };
            }
        }
        cursor
    }

    fn draw_years(&mut self, session: &Session, area: Rect, buf: &mut Buffer) {
        let is_shown = session.here.record.is_some() || self.focus == PaneId::Timeline;
        let cursor = self.state_of(PaneId::Timeline, session).target;
        let years = Years {
            session,
            cursor: cursor.filter(|_| is_shown),
        };
        let spots = years.draw(area, buf);
        self.spots.append(spots);
    }

    fn hints<'s>(&self, session: &'s Session) -> Hints<'s> {
        if session.is_opening() && self.top.is_none() {
            let commands = vec![Command::Help, Command::Quit];
            return Hints {
                session,
                commands,
                always: 2,
            };
        }
        let of_pane = self.pane(self.focus()).map(|pane| pane.hints(session));
        let mut commands = of_pane.unwrap_or_default();
        if self.is_typing(session) || self.top.is_some() {
            let always = commands.len();
            return Hints {
                session,
                commands,
                always,
            };
        }
        let filtered = !session.here.filter.is_empty();
        commands.extend(filtered.then_some(Command::DropFilter));
        let is_start = session.path.len() <= 1;
        if is_start {
            commands
                .retain(|command| *command != Command::Narrow && *command != Command::NextLinked);
            commands.extend([Command::Find, Command::Strands, Command::Palette]);
        } else {
            commands.extend([
                Command::Strands,
                Command::CopyMarkdown,
                Command::ExportMarkdown,
            ]);
        }
        let always = if is_start {
            vec![Command::NextPane, Command::Help, Command::Quit]
        } else {
            vec![Command::Close, Command::Help]
        };
        let mut seen = Vec::new();
        commands.retain(|command| {
            !always.contains(command) && !seen.contains(command) && {
                seen.push(*command);
                true
            }
        });
        let count = always.len();
        commands.extend(always);
        Hints {
            session,
            commands,
            always: count,
        }
    }

    /// Where the panes stand that there is room for.
    fn areas(&self, session: &Session, body: Rect) -> Vec<(PaneId, Rect)> {
        if self.zoomed {
            return vec![(self.focus, body)];
        }
        if session.here.view.is_some() {
            // A study is a table, which takes all the width there is.
            let id = match self.focus {
                PaneId::Card => PaneId::Card,
                _ => PaneId::Study,
            };
            return vec![(id, body)];
        }
        if body.width < TWO {
            return vec![(self.focus, body)];
        }
        if body.width >= THREE {
            let columns = [
                Constraint::Length(LEFT),
                Constraint::Length(CARD.1),
                Constraint::Min(0),
            ];
            let [timeline, card, list] = Layout::horizontal(columns).areas(body);
            return vec![
                (PaneId::Timeline, timeline),
                (PaneId::Card, card),
                (PaneId::List, list),
            ];
        }
        let card = (body.width - LEFT.min(body.width - CARD.0)).min(CARD.1);
        let columns = [Constraint::Min(0), Constraint::Length(card)];
        let [left, card] = Layout::horizontal(columns).areas(body);
        let list_first = self.focus == PaneId::List;
        let share = match (self.flat, list_first) {
            (true, true) => left.height.saturating_sub(1),
            (true, false) => left.height.min(1),
            _ if self.is_typing(session) && list_first => left.height * 2 / 3,
            _ => left.height * 2 / 5,
        };
        let rows = [Constraint::Min(0), Constraint::Length(share)];
        let [timeline, list] = Layout::vertical(rows).areas(left);
        vec![
            (PaneId::Timeline, timeline),
            (PaneId::List, list),
            (PaneId::Card, card),
        ]
    }
}

/// The panes that the keyboard goes through.
fn order(session: &Session) -> &'static [PaneId] {
    match session.here.view {
        Some(_) => &[PaneId::Study, PaneId::Card],
        None => &[PaneId::Timeline, PaneId::Card, PaneId::List],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::Material;
    use crate::keymap::Keymap;
    use crate::query::Query;
    use crate::theme::{Glyphs, Styles};

    #[test]
    fn the_card_never_gets_narrower_when_the_screen_gets_wider() {
        let keymap = Keymap::built_in().expect("keymap");
        let styles = Styles::named("mono").expect("theme");
        let material = Material::default();
        let session = Session::new(material, Query::default(), keymap, styles, &Glyphs::UNICODE);
        let stage = Stage::default();
        let mut before = 0;
        for width in TWO..300 {
            let areas = stage.areas(&session, Rect::new(0, 0, width, 30));
            let of = |id| {
                areas
                    .iter()
                    .find(|(other, _)| *other == id)
                    .map_or(0, |(_, area)| area.width)
            };
            assert!(of(PaneId::Card) >= before, "{width}");
            before = of(PaneId::Card);
            let all: u16 = of(PaneId::Card) + of(PaneId::Timeline);
            let list = if width >= THREE { of(PaneId::List) } else { 0 };
            assert_eq!(all + list, width);
            assert!((CARD.0..=CARD.1).contains(&before), "{width}: {before}");
        }
    }
}
