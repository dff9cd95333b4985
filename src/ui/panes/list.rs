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
mod tabs;

use std::rc::Rc;
use std::sync::Arc;

use ratatui::layout::{Position, Rect};

use self::answers::{CursorGoal, FoundRecords};
use self::tabs::{Tabs, neighbour};
use crate::browse::listing::{Listing, Sort};
use crate::command::Command;
use crate::data::{Kind, RecordId, row};
use crate::query::{Completion, Query};
use crate::search::Hit;
use crate::session::{OpenedFrom, Session};
use crate::text::Edit;
use crate::ui::list::{List, ListPane, has_words};
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::prompt::{self, Prompt};

/// The kinds that are listed, in the order of the tabs.
const LISTED: [Kind; 5] = [
    Kind::Person,
    Kind::Topic,
    Kind::Organisation,
    Kind::Agreement,
    Kind::Source,
];

/// From that many lines on, a hit is followed by its reason.
const ROOM_FOR_REASONS: u16 = 6;

#[derive(Clone, Default)]
pub struct RecordList {
    query: Edit,
    typing: bool,
    /// The tab that is open, as its number in `LISTED`, and while something is searched the only kind to be found.
    tab: usize,
    only: Option<Kind>,
    sort: Sort,
    list: List,
    /// Where the cursor was in each tab.
    places: [List; LISTED.len()],
    /// The last listing of each kind.
    listings: Vec<(Kind, Sort, Query, Arc<Listing>)>,
    /// The query as it was read, and where it goes wrong.
    parsed: Query,
    mistake: Option<String>,
    /// What was found, for what was looked for; of another query until that of the present one is there.
    found: Option<Rc<FoundRecords>>,
    goal: CursorGoal,
    /// Where the cursor stood among what was found, when that was dropped.
    parked: Option<List>,
    /// What the begun field at its end could be completed to, and the line that this was found for.
    completion: Option<Completion>,
    completed: Option<String>,
    /// Whether a hit was chosen since the query changed.
    chosen: bool,
    /// The record under the cursor when the list was last drawn.
    on: Option<RecordId>,
    /// The record that was shown when typing began.
    before: Option<RecordId>,
    /// Where the field and the tabs stand.
    field: Rect,
    tabs: Tabs,
}

impl RecordList {
    fn hits(&self) -> Option<&[Hit]> {
        self.found.as_deref().map(|found| found.answer.hits())
    }

    fn kind(&self) -> Kind {
        LISTED[self.tab]
    }

    /// The listing of the tab, in its order or still in another, under the filter or still under another.
    fn listed(&self) -> Option<&Listing> {
        let mut listings = self.listings.iter();
        let of_tab = listings.find(|(kind, ..)| *kind == self.kind());
        of_tab.map(|(.., listing)| &**listing)
    }

    fn record_at(&self, at: usize, session: &Session) -> Option<RecordId> {
        if let Some(hits) = self.hits() {
            return hits.get(at).map(|hit| hit.id);
        }
        if at >= session.dataset.count(self.kind()) {
            return None;
        }
        let row = match self.listed() {
            Some(listing) => *listing.rows().get(at)?,
            None => row(at),
        };
        Some(RecordId::new(self.kind(), row))
    }

    fn record(&self, session: &Session) -> Option<RecordId> {
        match self.goal {
            CursorGoal::On(id) => id,
            _ => self.record_at(self.list.at(), session),
        }
    }

    fn show(&self, session: &Session) -> Action {
        let record = self.record(session);
        record.map_or(Action::Done, |id| Action::Preview(Some(id)))
    }

    /// Turns to a tab; it is as it was left.
    fn turn_to(&mut self, tab: usize, session: &Session) {
        if self.hits().is_none() {
            self.places[self.tab] = self.list.clone();
        }
        self.query.clear();
        self.typing = false;
        self.only = None;
        self.search(session);
        self.tab = tab;
        self.list = self.places[tab].clone();
    }

    /// A record was opened: what was searched is left, and the cursor goes to the record in its tab.
    fn follow(&mut self, id: RecordId, session: &Session) {
        if self.hits().is_some() {
            self.turn_to(self.tab, session);
        }
        let tab = LISTED.iter().position(|kind| *kind == id.kind);
        let Some(tab) = tab.filter(|_| self.record(session) != Some(id)) else {
            return;
        };
        if self.tab != tab {
            self.turn_to(tab, session);
        }
        self.list_now(session);
        self.goal = CursorGoal::On(Some(id));
        if self.is_listed(session) {
            self.arrive(session);
        }
    }

    fn list_kind(&mut self, kind: Kind, session: &Session) -> Action {
        let tab = LISTED.iter().position(|listed| *listed == kind);
        tab.map_or(Action::Ignored, |tab| self.open_tab(tab, session))
    }

    fn open_tab(&mut self, tab: usize, session: &Session) -> Action {
        self.turn_to(tab, session);
        self.list_now(session);
        if self.is_listed(session) {
            return self.show(session);
        }
        self.goal = CursorGoal::Best;
        Action::Done
    }

    fn turn_kind(&mut self, forward: bool, session: &Session) -> Action {
        if self.hits().is_none() && !self.typing {
            return self.open_tab(neighbour(self.tab, LISTED.len(), forward), session);
        }
        let kinds = LISTED.into_iter().chain([Kind::Meeting]).map(Some);
        let kinds: Vec<Option<Kind>> = [None].into_iter().chain(kinds).collect();
        let here = kinds.iter().position(|kind| *kind == self.only);
        self.only = kinds[neighbour(here.unwrap_or(0), kinds.len(), forward)];
        self.search(session)
    }

    /// Sorts the tab by something else; the cursor stays on its record.
    fn sort(&mut self, session: &Session) -> Action {
        if self.hits().is_some() {
            return Action::Say("hits keep their order, the best first".to_owned());
        }
        self.goal = CursorGoal::On(self.record(session));
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
            Command::NextRecord | Command::PreviousRecord => {
                let forward = command == Command::NextRecord;
                self.step_or_say(forward, "record of this list", session)
            }
            Command::NextLinked => self.go_to_match(true, session),
            Command::PreviousLinked => self.go_to_match(false, session),
            command if self.typing => self.edit(command, session),
            command => self.step(command, session),
        }
    }

    fn clicked(&mut self, at: Position, focused: bool, session: &Session) -> Action {
        if self.field.contains(at) {
            return if self.typing {
                Action::Done
            } else {
                Action::Run(Command::Find)
            };
        }
        if self.tabs.contain(at) {
            let tab = self.tabs.at(at.x);
            return tab.map_or(Action::Done, |tab| self.open_tab(tab, session));
        }
        self.click(at, focused && self.on.is_some(), session)
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

impl ListPane for RecordList {
    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    /// How many records are listed, or were found, whether they are there already or not.
    fn length(&self, session: &Session) -> usize {
        match &self.found {
            Some(found) => found.answer.total(),
            None => session.dataset.count(self.kind()),
        }
    }

    fn has_words(&self, row: usize, words: &str, session: &Session) -> bool {
        let id = self.record_at(row, session);
        id.is_some_and(|id| has_words(&session.dataset, id, words))
    }

    fn moved(&mut self, session: &Session) -> Action {
        self.chosen = true;
        self.show(session)
    }
}

impl Pane for RecordList {
    fn id(&self) -> PaneId {
        PaneId::List
    }

    fn state(&self, session: &Session) -> PaneState {
        let has_fields = !self.parsed.fields().is_empty();
        let asks = self.typing && !self.chosen && has_fields;
        let needs = self.needs(session);
        PaneState {
            target: self.record(session),
            place: Self::PLACE,
            origin: Some(OpenedFrom::List),
            typing: self.typing,
            waits: self.lacking().is_some()
                || !matches!(self.goal, CursorGoal::Stay) && needs.is_some(),
            needs,
            query: asks.then(|| self.parsed.clone()),
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        match input {
            PaneInput::Command(command) => {
                self.list_now(session);
                return self.run(command, session);
            }
            PaneInput::Click(at, focused) => {
                self.list_now(session);
                return self.clicked(at, focused, session);
            }
            PaneInput::Wheel(down) => {
                self.list_now(session);
                return self.wheel(down, session);
            }
            PaneInput::Text(text) => return self.type_text(text, session),
            PaneInput::Result(result) => return self.receive(result, session),
            PaneInput::EndTyping => {
                self.typing = false;
                self.completion = None;
            }
            PaneInput::Remap(map) => {
                self.on = self.on.and_then(map);
                self.before = self.before.and_then(map);
                self.found = None;
                self.parked = None;
                self.listings.clear();
                self.goal = CursorGoal::On(self.on);
            }
            PaneInput::Link(id) => self.follow(id, session),
            PaneInput::DropCache => {
                self.listings.clear();
                if self.request().is_some() && self.found.take().is_some() {
                    self.parked = Some(self.list.clone());
                }
            }
            PaneInput::Day(_) => return Action::Ignored,
        }
        Action::Done
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        self.list_now(session);
        let finding = self.typing || self.hits().is_some();
        let area = canvas.area;
        let inside = canvas.frame(if finding { "Find" } else { "" }, "").area;
        self.tabs = Tabs::new(area);
        if !finding {
            self.tabs.draw(self.tab, &mut canvas);
        }
        let mut inside = canvas.part(inside);
        self.field = Rect {
            height: 1.min(inside.area.height),
            ..inside.area
        };
        let wide = inside.area.width >= 40;
        let prompt = Prompt {
            invitation: if wide {
                "/ find a person, a topic, anything"
            } else {
                "/ find"
            },
            completion: { self.completion.as_ref() }.map(|offered| offered.value.as_str()),
            count: &self.count(session),
            ..Prompt::new(&self.query, self.typing)
        };
        let caret = prompt.draw(&mut inside);
        let mut body = inside.below_first();
        let reasons = self.hits().is_some() && body.area.height >= ROOM_FOR_REASONS;
        let length = self.length(session);
        let lines = if reasons { 2 } else { 1 };
        let window = self.list.window(body.area, lines, length);
        self.draw_rows(window, reasons, &mut body);
        if length == 0 {
            self.draw_nothing(&mut body);
        }
        self.on = self.record(session);
        let place = self.list.finish(&mut body);
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

    fn cached(&self) -> Vec<(usize, usize)> {
        let listings = self.listings.iter();
        let listings = listings.map(|(.., it)| (Arc::as_ptr(it).addr(), it.bytes()));
        let found = self.found.iter().map(|found| &found.answer);
        let found = found.map(|it| (Arc::as_ptr(it).addr(), it.bytes()));
        listings.chain(found).collect()
    }
}
