//! The people and topics list, and the one place to search: every kind of record once a query is typed.
//!
//! ```text
//! ╭─ [People 44] Topics 60 Orgs 30 Agr 8 › ────╮   the kinds
//! │ / find a person, a topic, anything         │   the field
//! │ William Lacy Swing            2018   19    │   a record, its last year, its number of meetings
//! ╰────────────────────────────────────────────╯
//! ```

mod answers;
mod draw;

use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::answers::{Found, Goal};
use crate::browse::listing::{Listing, Sort};
use crate::command::Command;
use crate::data::{Kind, RecordId, row};
use crate::query::{Completion, Query};
use crate::search::Hit;
use crate::session::{Origin, Session};
use crate::text::Edit;
use crate::ui::list::{List, has_words, next_match};
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::prompt::{self, Prompt};

/// The kinds that are listed, in the order of the tabs.
const LISTED: [Kind; 5] = [
    Kind::Person,
    Kind::Topic,
    Kind::Organisation,
    Kind::Agreement,
    Kind::Source,
];

/// From so many lines on, a hit is followed by its reason.
const ROOM_FOR_REASONS: u16 = 6;

/// The pane.
#[derive(Clone)]
pub struct ListPane {
    query: Edit,
    typing: bool,
    /// The tab, and while something is searched the only kind to be found.
    tab: Kind,
    only: Option<Kind>,
    sort: Sort,
    list: List,
    /// Where the cursor was in each tab.
    places: [List; LISTED.len()],
    /// The last listing of each kind.
    listings: Vec<(Kind, Sort, Query, Arc<Listing>)>,
    /// The query as it was read, and where it goes wrong.
    asked: Query,
    mistake: Option<String>,
    /// What was found, for what was wanted; of another query until that of the present one is there.
    found: Option<Rc<Found>>,
    goal: Goal,
    /// Where the cursor stood among what was found, when that was let go.
    stood: Option<List>,
    /// What the begun field at its end could be completed to, and the line that this was found for.
    completion: Option<Completion>,
    completed: Option<String>,
    /// Whether a hit was chosen since the query changed.
    chosen: bool,
    /// The record under the cursor when the list was last drawn.
    on: Option<RecordId>,
    /// The record that was shown when typing began.
    before: Option<RecordId>,
    /// Where the field stands, and the tabs, each with its columns.
    field: Rect,
    tabs: Vec<(Range<u16>, Kind)>,
    top: Rect,
}

impl Default for ListPane {
    fn default() -> Self {
        Self {
            query: Edit::default(),
            typing: false,
            tab: Kind::Person,
            only: None,
            sort: Sort::default(),
            list: List::default(),
            places: Default::default(),
            listings: Vec::new(),
            asked: Query::default(),
            mistake: None,
            found: None,
            goal: Goal::default(),
            stood: None,
            completion: None,
            completed: None,
            chosen: false,
            on: None,
            before: None,
            field: Rect::ZERO,
            tabs: Vec::new(),
            top: Rect::ZERO,
        }
    }
}

impl ListPane {
    fn hits(&self) -> Option<&[Hit]> {
        self.found.as_deref().map(|found| found.answer.hits())
    }

    /// How many records were found, listed already or not.
    fn total(&self) -> usize {
        self.found
            .as_deref()
            .map_or(0, |found| found.answer.total())
    }

    fn length(&self, session: &Session) -> usize {
        match self.hits() {
            Some(_) => self.total(),
            None => session.dataset.count(self.tab),
        }
    }

    /// The listing of the tab, in its order or still in another, under the filter or still under another.
    fn listed(&self) -> Option<&Listing> {
        let mut listings = self.listings.iter();
        let of_tab = listings.find(|(kind, ..)| *kind == self.tab);
        of_tab.map(|(.., listing)| &**listing)
    }

    fn record_at(&self, at: usize, session: &Session) -> Option<RecordId> {
        if let Some(hits) = self.hits() {
            return hits.get(at).map(|hit| hit.id);
        }
        if at >= session.dataset.count(self.tab) {
            return None;
        }
        match self.listed() {
            Some(listing) => listing
                .rows()
                .get(at)
                .map(|row| RecordId::new(self.tab, *row)),
            None => Some(RecordId::new(self.tab, row(at))),
        }
    }

    fn record(&self, session: &Session) -> Option<RecordId> {
        match self.goal {
            Goal::On(id) => id,
            _ => self.record_at(self.list.at(), session),
        }
    }

    fn show(&self, session: &Session) -> Action {
        let record = self.record(session);
        record.map_or(Action::Done, |id| Action::Preview(Some(id)))
    }

    fn step(&mut self, command: Command, session: &Session) -> Action {
        let length = self.length(session);
        if !self.list.step(command, length, |_| true) {
            return Action::Ignored;
        }
        self.chosen = true;
        self.show(session)
    }

    /// Turns to a tab; it is as it was left.
    fn turn_to(&mut self, kind: Kind, session: &Session) {
        let place = |kind: Kind| LISTED.iter().position(|listed| *listed == kind);
        if let Some(nth) = place(self.tab).filter(|_| self.hits().is_none()) {
            self.places[nth] = self.list.clone();
        }
        self.query.clear();
        self.typing = false;
        self.only = None;
        self.search(session);
        self.tab = kind;
        if let Some(nth) = place(kind) {
            self.list = self.places[nth].clone();
        }
    }

    /// A record was opened: what was searched is left, and the cursor goes to the record in its tab.
    fn follow(&mut self, id: RecordId, session: &Session) {
        if self.hits().is_some() {
            self.turn_to(self.tab, session);
        }
        if !LISTED.contains(&id.kind) || self.record(session) == Some(id) {
            return;
        }
        if self.tab != id.kind {
            self.turn_to(id.kind, session);
        }
        self.list_now(session);
        self.goal = Goal::On(Some(id));
        if self.is_listed(session) {
            self.arrive(session);
        }
    }

    fn list_kind(&mut self, kind: Kind, session: &Session) -> Action {
        self.turn_to(kind, session);
        self.list_now(session);
        if self.is_listed(session) {
            return self.show(session);
        }
        self.goal = Goal::Best;
        Action::Done
    }

    fn turn_kind(&mut self, forward: bool, session: &Session) -> Action {
        if self.hits().is_none() && !self.typing {
            let here = LISTED
                .iter()
                .position(|kind| *kind == self.tab)
                .unwrap_or(0);
            let step = if forward { 1 } else { LISTED.len() - 1 };
            return self.list_kind(LISTED[(here + step) % LISTED.len()], session);
        }
        let kinds: Vec<Option<Kind>> = [None]
            .into_iter()
            .chain(LISTED.map(Some))
            .chain([Some(Kind::Meeting)])
            .collect();
        let here = kinds
            .iter()
            .position(|kind| *kind == self.only)
            .unwrap_or(0);
        let step = if forward { 1 } else { kinds.len() - 1 };
        self.only = kinds[(here + step) % kinds.len()];
        self.search(session)
    }

    /// Sorts the tab by something else; the cursor stays on its record.
    fn sort(&mut self, session: &Session) -> Action {
        if self.hits().is_some() {
            return Action::Say("hits keep their order, the best first".to_owned());
        }
        self.goal = Goal::On(self.record(session));
        self.sort = self.sort.next();
        Action::Say(format!("sorted {}", self.sort.words()))
    }

    fn edit(&mut self, command: Command, session: &Session) -> Action {
        let before = self.query.text().to_owned();
        if !prompt::edit(&mut self.query, command) {
            return self.step(command, session);
        }
        if self.query.text() == before {
            // The cursor may have left the end, where a completion stands.
            self.completion = None;
            self.completed = None;
            Action::Done
        } else {
            self.search(session)
        }
    }

    /// Takes the completion that is offered.
    fn complete(&mut self, session: &Session) -> Option<Action> {
        let completion = self.completion.take()?;
        self.query = Edit::new(&completion.line);
        Some(self.search(session))
    }

    fn go_to_record(&mut self, forward: bool, session: &Session) -> Action {
        let before = self.list.at();
        let way = if forward {
            Command::Next
        } else {
            Command::Previous
        };
        let action = self.step(way, session);
        if self.list.at() == before {
            let end = if forward { "last" } else { "first" };
            return Action::Say(format!("the {end} record of this list"));
        }
        action
    }

    /// Goes to the next row in whose names the words that are searched for stand.
    fn go_to_match(&mut self, forward: bool, session: &Session) -> Action {
        let Some(words) = &session.within else {
            return Action::Ignored;
        };
        let has = |at: usize| {
            let id = self.record_at(at, session);
            id.is_some_and(|id| has_words(&session.dataset, id, words))
        };
        let length = self.length(session);
        let Some(row) = next_match(self.list.at(), length, forward, has) else {
            return Action::Say(format!("“{words}” is not in this list"));
        };
        self.list.put_at_third(row);
        self.chosen = true;
        self.show(session)
    }

    fn begin_typing(&mut self, afresh: bool, session: &Session) -> Action {
        if afresh {
            self.query.clear();
            self.only = None;
            self.search(session);
        }
        self.typing = true;
        self.before = session.here.record;
        self.query.end();
        Action::Done
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::Find => self.begin_typing(false, session),
            Command::Clear if !self.typing => self.begin_typing(true, session),
            Command::NextKind => self
                .complete(session)
                .unwrap_or_else(|| self.turn_kind(true, session)),
            Command::PreviousKind => self.turn_kind(false, session),
            Command::NextGroup if !self.typing => self.turn_kind(true, session),
            Command::PreviousGroup if !self.typing => self.turn_kind(false, session),
            Command::GoPeople => self.list_kind(Kind::Person, session),
            Command::GoTopics => self.list_kind(Kind::Topic, session),
            Command::GoOrganisations => self.list_kind(Kind::Organisation, session),
            Command::GoAgreements => self.list_kind(Kind::Agreement, session),
            Command::GoSources => self.list_kind(Kind::Source, session),
            Command::Sort => self.sort(session),
            Command::NextRecord => self.go_to_record(true, session),
            Command::PreviousRecord => self.go_to_record(false, session),
            Command::NextLinked => self.go_to_match(true, session),
            Command::PreviousLinked => self.go_to_match(false, session),
            command if self.typing => self.edit(command, session),
            command => self.step(command, session),
        }
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Action {
        if self.field.contains(at) {
            return if self.typing {
                Action::Done
            } else {
                Action::Run(Command::Find)
            };
        }
        if self.top.contains(at) {
            let tab = self
                .tabs
                .iter()
                .find(|(columns, _)| columns.contains(&at.x));
            let kind = tab.map(|(_, kind)| *kind);
            return kind.map_or(Action::Done, |kind| self.list_kind(kind, session));
        }
        match self.list.click(at, |_| true) {
            None => Action::Done,
            Some(_) if self.record(session).is_none() => Action::Done,
            Some(true) if focused && self.on.is_some() => Action::OpenTarget,
            Some(_) => {
                self.chosen = true;
                self.show(session)
            }
        }
    }

    fn wheel(&mut self, down: bool, session: &Session) -> Action {
        let before = self.list.at();
        let length = self.length(session);
        self.list.wheel(down, length, |_| true);
        if self.list.at() == before {
            return Action::Done;
        }
        self.chosen = true;
        self.show(session)
    }

    fn type_text(&mut self, text: &str, session: &Session) -> Action {
        let mut characters = text.chars();
        let whole = match (characters.next(), characters.next()) {
            (Some(only), None) => {
                self.query.insert(only);
                true
            }
            _ => self.query.paste(text),
        };
        let action = self.search(session);
        if whole {
            action
        } else {
            Action::Say(format!("only {} characters fit", Edit::LIMIT))
        }
    }
}

impl Pane for ListPane {
    fn id(&self) -> PaneId {
        PaneId::List
    }

    fn state(&self, session: &Session) -> State {
        let has_fields = !self.asked.fields().is_empty();
        let asks = self.typing && !self.chosen && has_fields;
        State {
            target: self.record(session),
            origin: Some(Origin::List),
            typing: self.typing,
            needs: self.needs(session),
            waits: self.lacking().is_some()
                || !matches!(self.goal, Goal::Stay) && self.needs(session).is_some(),
            query: asks.then(|| self.asked.clone()),
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        if matches!(
            input,
            Input::Command(_) | Input::Click(..) | Input::Wheel(_)
        ) {
            self.list_now(session);
        }
        match input {
            Input::Command(command) => self.run(command, session),
            Input::Click(at, focused) => self.click(at, focused, session),
            Input::Wheel(down) => self.wheel(down, session),
            Input::Text(text) => self.type_text(text, session),
            Input::Result(brought) => self.receive(brought, session),
            Input::EndTyping => {
                self.typing = false;
                self.completion = None;
                Action::Done
            }
            Input::Remap(map) => {
                self.on = self.on.and_then(map);
                self.before = self.before.and_then(map);
                self.found = None;
                self.stood = None;
                self.listings.clear();
                self.goal = Goal::On(self.on);
                Action::Done
            }
            Input::Link(id) => {
                self.follow(id, session);
                Action::Done
            }
            Input::Day(_) => Action::Ignored,
        }
    }

    fn draw(
        &mut self,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        self.list_now(session);
        let finding = self.typing || self.hits().is_some();
        let frame = Frame {
            title: if finding { "Find" } else { "" },
            count: "",
            focused,
        };
        let inside = frame.draw(session, area, buf);
        self.tabs.clear();
        self.top = Rect {
            height: 1.min(area.height),
            ..area
        };
        if !finding {
            self.draw_tabs(focused, session, area, buf);
        }
        let invitation = if inside.width >= 40 {
            "/ find a person, a topic, anything"
        } else {
            "/ find"
        };
        let count = self.count(session);
        let prompt = Prompt {
            text: &self.query,
            typing: self.typing,
            invitation,
            completion: self
                .completion
                .as_ref()
                .map(|offered| offered.value.as_str()),
            count: &count,
        };
        self.field = Rect {
            height: 1.min(inside.height),
            ..inside
        };
        let caret = prompt.draw(session, inside, buf);
        let list = Rect {
            y: inside.y.saturating_add(1),
            height: inside.height.saturating_sub(1),
            ..inside
        };
        let reasons = self.hits().is_some() && list.height >= ROOM_FOR_REASONS;
        let length = self.length(session);
        let window = self.list.window(list, if reasons { 2 } else { 1 }, length);
        self.draw_rows(window, reasons, focused, session, list, buf);
        if length == 0 {
            self.draw_nothing(session, list, buf);
        }
        self.on = self.record(session);
        let place = self.list.finish(session, buf);
        caret.or(place)
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        if self.typing {
            return vec![
                Command::Open,
                Command::NarrowFound,
                Command::NextKind,
                Command::Close,
            ];
        }
        let target = self.record(session);
        let has_meetings = target.is_some_and(|id| session.dataset.meeting_count(id) > 0);
        let mut hints = vec![Command::Open, Command::Find, Command::NextGroup];
        hints.extend(has_meetings.then_some(Command::Narrow));
        hints.push(Command::Sort);
        hints
    }
}

impl Parked for ListPane {
    fn keeps(&self) -> Vec<(usize, usize)> {
        let listings = self.listings.iter();
        let listings = listings.map(|(.., it)| (Arc::as_ptr(it).addr(), it.bytes()));
        let found = self.found.iter().map(|found| &found.answer);
        let found = found.map(|it| (Arc::as_ptr(it).addr(), it.bytes()));
        listings.chain(found).collect()
    }

    fn let_go(&mut self) {
        self.listings.clear();
        if self.wanted().is_some() && self.found.take().is_some() {
            self.stood = Some(self.list.clone());
        }
    }

    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
