//! Which panes stand where, which has the keyboard, and what lies on top.

mod overlay;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Position, Rect};

use self::overlay::{area_of, draw_continuations, draw_too_small};
use super::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use super::panes::{ClickTarget, ClickTargets, Header, Hints, YearsChart};
use super::panes::{all, progress};
use super::widgets::canvas::Canvas;
use crate::command::Command;
use crate::data::RecordId;
use crate::jobs::{Job, JobResult};
use crate::session::{Location, Session};

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
#[derive(Clone)]
pub struct Stage {
    panes: Vec<Box<dyn Pane>>,
    focus: PaneId,
    zoomed: bool,
    /// Whether the screen is so low that of two panes one is its title line.
    flat: bool,
    /// The panes that were drawn last.
    visible: Vec<(PaneId, Rect)>,
    /// The pane over all others: the help, the counts, a peek or a field.
    overlay: Option<Box<dyn Pane>>,
    /// Where it was drawn last.
    overlay_area: Rect,
    /// What can be clicked beside the panes.
    targets: ClickTargets,
}

impl Default for Stage {
    fn default() -> Self {
        Self {
            panes: all(),
            focus: PaneId::Timeline,
            zoomed: false,
            flat: false,
            visible: Vec::new(),
            overlay: None,
            overlay_area: Rect::ZERO,
            targets: ClickTargets::default(),
        }
    }
}

impl Stage {
    /// The pane that has the keyboard.
    #[must_use]
    pub fn focus(&self) -> PaneId {
        self.overlay.as_ref().map_or(self.focus, |pane| pane.id())
    }

    /// Gives a pane the keyboard.
    pub fn focus_on(&mut self, id: PaneId, session: &Session) {
        if id != self.focus {
            self.end_typing(session);
        }
        self.focus = id;
    }

    /// Opens an overlay.
    pub fn open(&mut self, pane: impl Pane + 'static) {
        self.overlay = Some(Box::new(pane));
    }

    /// Opens an overlay, or closes it where it is open.
    pub fn toggle(&mut self, pane: impl Pane + 'static) {
        if self.focus() == pane.id() {
            self.overlay = None;
        } else {
            self.open(pane);
        }
    }

    /// Whether a pane was drawn last.
    #[must_use]
    pub fn is_visible(&self, id: PaneId) -> bool {
        self.visible.iter().any(|(drawn, _)| *drawn == id)
    }

    /// Closes the overlay. `false` when there is none.
    pub fn close_overlay(&mut self) -> bool {
        self.overlay.take().is_some()
    }

    fn all(&self) -> impl Iterator<Item = &dyn Pane> {
        let panes = self.overlay.iter().chain(&self.panes);
        panes.map(|pane| &**pane)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Box<dyn Pane>> {
        self.overlay.iter_mut().chain(&mut self.panes)
    }

    /// What the pane that has the keyboard says of itself.
    #[must_use]
    pub fn state(&self, session: &Session) -> PaneState {
        self.state_of(self.focus(), session)
    }

    fn state_of(&self, id: PaneId, session: &Session) -> PaneState {
        let pane = self.all().find(|pane| pane.id() == id);
        pane.map_or_else(PaneState::default, |pane| pane.state(session))
    }

    /// Whether plain characters are text now.
    #[must_use]
    pub fn is_typing(&self, session: &Session) -> bool {
        self.state(session).typing
    }

    /// Hands an input to one pane.
    pub fn send(&mut self, id: PaneId, input: PaneInput<'_>, session: &Session) -> Action {
        let pane = self.all_mut().find(|pane| pane.id() == id);
        pane.map_or(Action::Ignored, |pane| pane.take(input, session))
    }

    /// Lets one pane carry out a command.
    pub fn run_on(&mut self, id: PaneId, command: Command, session: &Session) -> Action {
        self.send(id, PaneInput::Command(command), session)
    }

    /// The pane that was drawn at a place, above all others.
    fn drawn_at(&self, at: Position) -> Option<PaneId> {
        if let Some(overlay) = &self.overlay {
            return self.overlay_area.contains(at).then(|| overlay.id());
        }
        let mut panes = self.visible.iter();
        let found = panes.find(|(_, area)| area.contains(at));
        found.map(|(id, _)| *id)
    }

    /// Takes a click: into a pane, which then has the keyboard, or on a line beside the panes. A click beside
    /// an overlay closes it.
    pub fn click(&mut self, at: Position, session: &Session) -> Action {
        if let Some(id) = self.drawn_at(at) {
            let focused = self.focus() == id;
            if self.overlay.is_none() {
                self.focus_on(id, session);
            }
            return self.send(id, PaneInput::Click(at, focused), session);
        }
        let target = self.targets.at(at);
        if let Some(ClickTarget::Hint(command)) = target {
            return Action::Run(command);
        }
        if self.close_overlay() {
            return Action::Done;
        }
        match target {
            None | Some(ClickTarget::Hint(_)) => Action::Ignored,
            Some(ClickTarget::Chip(nth)) => Action::Drop(nth),
            Some(ClickTarget::Step(nth)) => Action::BackTo(nth),
            // A study stands in the timeline's place: that is gone back to first.
            Some(ClickTarget::Day(_)) if session.here.view.is_some() => {
                Action::Run(Command::GoTimeline)
            }
            Some(ClickTarget::Day(day)) => {
                self.focus_on(PaneId::Timeline, session);
                self.send(PaneId::Timeline, PaneInput::Day(day), session)
            }
        }
    }

    /// Turns the wheel over a pane, which need not have the keyboard.
    pub fn wheel(&mut self, at: Position, down: bool, session: &Session) -> (PaneId, Action) {
        match self.drawn_at(at) {
            Some(id) => (id, self.send(id, PaneInput::Wheel(down), session)),
            None => (self.focus(), Action::Ignored),
        }
    }

    /// Ends typing everywhere.
    pub fn end_typing(&mut self, session: &Session) {
        for pane in &mut self.panes {
            pane.take(PaneInput::EndTyping, session);
        }
    }

    /// Finds the rows of all panes again after the dataset was read anew.
    pub fn remap(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>, session: &Session) {
        for pane in self.all_mut() {
            pane.take(PaneInput::Remap(map), session);
        }
        self.overlay.take_if(|pane| pane.id() == PaneId::Peek);
    }

    /// What all panes hold that can be worked out again, each with an address and its bytes.
    #[must_use]
    pub fn cached(&self) -> Vec<(usize, usize)> {
        self.all().flat_map(Pane::cached).collect()
    }

    /// Drops that.
    pub fn drop_cache(&mut self, session: &Session) {
        for pane in self.all_mut() {
            pane.take(PaneInput::DropCache, session);
        }
    }

    /// What the panes need. While somebody types, another record is shown with every letter: the whole page is that of
    /// the one at which the typing ends.
    pub fn needs(&self, session: &Session) -> impl Iterator<Item = Job> {
        let typing = self.is_typing(session);
        let panes = self.panes.iter().chain(&self.overlay);
        let needs: Vec<Job> = panes.filter_map(|pane| pane.state(session).needs).collect();
        let wanted = move |job: &Job| !(typing && matches!(job, Job::Page(_)));
        needs.into_iter().filter(wanted)
    }

    /// Hands what was worked out to the pane that needed it.
    pub fn receive(&mut self, result: &JobResult, session: &Session) -> Action {
        let actions = self.all_mut();
        let mut actions = actions.map(|pane| pane.take(PaneInput::Result(result), session));
        let answer = actions.find(|action| *action != Action::Ignored);
        answer.unwrap_or(Action::Ignored)
    }

    /// Where a study has vanished with a record of it, the card has the keyboard.
    pub fn leave_study(&mut self, here: &Location) {
        if here.view.is_none() && self.focus == PaneId::Study {
            self.focus = PaneId::Card;
        }
    }

    /// Lets the pane that has the keyboard carry out a command.
    pub fn run(&mut self, command: Command, session: &Session) -> Action {
        let covered = self.overlay.is_some();
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

    /// Goes on by some panes, round and round.
    fn turn(&mut self, steps: isize, session: &Session) {
        let (ids, here) = self.order(session);
        let count = isize::try_from(ids.len()).unwrap_or(1);
        let next = (here + steps).rem_euclid(count);
        self.focus_on(ids[next.unsigned_abs()], session);
    }

    /// Goes on by some panes, unless there is none in that direction.
    fn step(&mut self, steps: isize, session: &Session) {
        let (ids, here) = self.order(session);
        let next = usize::try_from(here + steps).ok();
        if let Some(id) = next.and_then(|next| ids.get(next)) {
            self.focus_on(*id, session);
        }
    }

    /// The panes that the keyboard goes through, and the place of the one that has it among them.
    fn order(&self, session: &Session) -> (&'static [PaneId], isize) {
        let ids: &[PaneId] = match session.here.view {
            Some(_) => &[PaneId::Study, PaneId::Card],
            None => &[PaneId::Timeline, PaneId::Card, PaneId::List],
        };
        let here = ids.iter().position(|id| *id == self.focus);
        (ids, isize::try_from(here.unwrap_or(0)).unwrap_or(0))
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
        let mut screen = Canvas::new(session, area, false, buf);
        let area = screen.area;
        self.targets = ClickTargets::default();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            draw_too_small(screen);
            self.visible.clear();
            self.overlay_area = Rect::ZERO;
            return None;
        }
        self.flat = area.height < FLAT;
        let [header, years, body, hints] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(YearsChart::height(session, area)),
            Constraint::Min(0),
            Constraint::Length(1),
        ])
        .areas(area);
        let mut cursor = None;
        if session.is_opening() {
            progress::draw(screen.part(body));
        } else {
            Header(session).draw(screen.part(header), &mut self.targets);
            cursor = self.draw_panes(screen.part(body));
            let years = screen.part(years);
            YearsChart::new(session, self.timeline_cursor(session)).draw(years, &mut self.targets);
        }
        screen.focused = true;
        if let Some(overlay) = &mut self.overlay {
            self.overlay_area = area_of(overlay.id(), area);
            cursor = overlay.draw(screen.part(self.overlay_area));
        }
        self.hints(session)
            .draw(screen.part(hints), &mut self.targets);
        draw_continuations(screen.part(body));
        cursor
    }

    fn draw_panes(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        let areas = self.areas(session, canvas.area);
        self.visible.clone_from(&areas);
        // The timeline follows what is open where it is not in sight, too: the years show its cursor.
        if !self.is_visible(PaneId::Timeline) {
            self.send(PaneId::Timeline, PaneInput::EndTyping, session);
        }
        let mut cursor = None;
        let focus = self.focus();
        for (id, area) in areas {
            canvas.focused = focus == id;
            if let Some(pane) = self.all_mut().find(|pane| pane.id() == id) {
                let place = pane.draw(canvas.part(area));
                cursor = if focus == id { place } else { cursor };
            }
        }
        cursor
    }

    /// The record under the cursor of the timeline, as far as it is to be seen in the picture of the years.
    fn timeline_cursor(&self, session: &Session) -> Option<RecordId> {
        let is_shown = session.here.record.is_some() || self.focus == PaneId::Timeline;
        let cursor = self.state_of(PaneId::Timeline, session).target;
        cursor.filter(|_| is_shown)
    }

    fn hints(&self, session: &Session) -> Hints {
        let of_pane = { self.all() }
            .find(|pane| pane.id() == self.focus())
            .map(|pane| pane.hints(session));
        let mut commands = of_pane.unwrap_or_default();
        let mut always = Vec::new();
        if session.is_opening() && self.overlay.is_none() {
            commands.clear();
            always.extend([Command::Help, Command::Quit]);
        } else if self.is_typing(session) || self.overlay.is_some() {
            always.append(&mut commands);
        } else {
            let filtered = !session.here.filter.is_empty();
            commands.extend(filtered.then_some(Command::DropFilter));
            if session.path.len() <= 1 {
                commands
                    .retain(|command| !matches!(command, Command::Narrow | Command::NextLinked));
                commands.extend([Command::Find, Command::Strands, Command::Palette]);
                always.extend([Command::NextPane, Command::Help, Command::Quit]);
            } else {
                commands.extend([
                    Command::Strands,
                    Command::CopyMarkdown,
                    Command::ExportMarkdown,
                ]);
                always.extend([Command::Close, Command::Help]);
            }
        }
        let mut seen = always.clone();
        commands.retain(|command| {
            let is_new = !seen.contains(command);
            seen.extend(is_new.then_some(*command));
            is_new
        });
        let count = always.len();
        commands.extend(always);
        Hints {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_never_gets_narrower_when_the_screen_gets_wider() {
        let session = Session::empty();
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
