//! The one place to search: the people and topics list, and every kind of record once a query is typed.
//!
//! ```text
//! ╔ Find ═══════════════ 3 of 293 ═╗
//! ║› soren_                        ║   the query
//! ║All People Topics Orgs Agr Src  ║   the kind
//! ║▸  Claus Sørensen           2 › ║   a hit and its number of meetings
//! ║     person · name, accent fol… ║   what it is and why it is here
//! ╚════════════════════════════════╝
//! ```

mod answers;
mod draw;
mod rows;

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use self::answers::{Found, Goal};
use self::draw::{draw_awaited, tabs};
use self::rows::{Row, shelves};
use crate::browse::query::{Completion, Query};
use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::errand::{Brought, Errand};
use crate::session::{Origin, Session};
use crate::text::Edit;
use crate::ui::pane::{Pane, Place, Reply, Target, WHEEL};
use crate::ui::widgets::cursor::Cursor;
use crate::ui::widgets::entry::{self, Standing};
use crate::ui::widgets::frame::{Frame, draw_thumb};
use crate::ui::widgets::hop;
use crate::ui::widgets::line::write_paragraph;
use crate::ui::widgets::prompt::{self, Prompt};
use crate::ui::widgets::sight::Sight;

/// The kinds that are listed, in the order of the tabs.
const LISTED: [Kind; 5] = [
    Kind::Person,
    Kind::Topic,
    Kind::Organisation,
    Kind::Agreement,
    Kind::Source,
];

/// Lines above the list: the query and the kinds.
const ABOVE: u16 = 2;

/// From so many lines on, a hit is followed by its reason.
const ROOM_FOR_REASONS: u16 = 4;

/// The columns of the number of meetings, the blanks around it and the sign of a link.
const COUNT: usize = 7;

/// The pane.
#[derive(Clone, Default)]
pub struct Find {
    query: Edit,
    typing: bool,
    kind: Option<Kind>,
    cursor: Cursor,
    /// The query as it was read, and where it goes wrong.
    asked: Query,
    mistake: Option<String>,
    /// What was found, for what was wanted; of another query until that of the present one is there.
    found: Option<Rc<Found>>,
    goal: Goal,
    /// Whether the whole list is needed, not only its beginning.
    all: bool,
    /// What the begun field at its end could be completed to, and the line that this was found for.
    completion: Option<Completion>,
    completed: Option<String>,
    /// Whether a hit was chosen since the query changed.
    chosen: bool,
    /// The record under the cursor when the list was last drawn.
    on: Option<RecordId>,
    /// The record that was shown when typing began.
    before: Option<RecordId>,
    position: Option<Position>,
    sight: Sight,
    /// Where the line and the kinds stand above the list.
    above: Rect,
}

impl Find {
    fn show(&self, session: &Session) -> Reply {
        self.record(session).map_or(Reply::Done, Reply::Show)
    }

    fn skip_heading(&mut self, way: Command, session: &Session) {
        let length = self.length(&session.dataset);
        let row = self.row(self.cursor.at(), &session.dataset);
        if matches!(row, Some(Row::Heading(_))) {
            let up = way == Command::Previous && self.cursor.at() > 0;
            let way = if up { Command::Previous } else { Command::Next };
            self.cursor.run(way, length);
        }
    }

    fn step(&mut self, command: Command, session: &Session) -> Reply {
        let before = self.cursor.at();
        if !self.cursor.run(command, self.length(&session.dataset)) {
            return Reply::Ignored;
        }
        let up = self.cursor.at() < before;
        let way = if up { Command::Previous } else { Command::Next };
        self.skip_heading(way, session);
        self.chosen = true;
        self.show(session)
    }

    /// Takes the completion that is offered.
    fn complete(&mut self, session: &Session) -> Option<Reply> {
        let completion = self.completion.take()?;
        self.query = Edit::new(&completion.line);
        Some(self.search(session))
    }

    /// Shows all of one kind, nothing typed.
    fn list(&mut self, kind: Option<Kind>, session: &Session) -> Reply {
        self.query.clear();
        self.typing = false;
        self.kind = kind;
        self.search(session);
        self.show(session)
    }

    fn turn_kind(&mut self, forward: bool, session: &Session) -> Reply {
        let kinds: Vec<Option<Kind>> = [None].into_iter().chain(LISTED.map(Some)).collect();
        let here = kinds
            .iter()
            .position(|kind| *kind == self.kind)
            .unwrap_or(0);
        let step = if forward { 1 } else { kinds.len() - 1 };
        self.kind = kinds[(here + step) % kinds.len()];
        self.search(session)
    }

    fn edit(&mut self, command: Command, session: &Session) -> Reply {
        let before = self.query.text().to_owned();
        if !prompt::edit(&mut self.query, command) {
            return self.step(command, session);
        }
        if self.query.text() == before {
            // The cursor may have left the end, where a completion stands.
            self.completion = None;
            self.completed = None;
            Reply::Done
        } else {
            self.search(session)
        }
    }

    /// The next row of another kind, or the next section of the full list.
    fn go_to_group(&mut self, forward: bool, session: &Session) -> Reply {
        let dataset = &session.dataset;
        let here = self.cursor.at();
        let mut starts = Vec::new();
        if self.hits().is_none() && self.kind.is_none() {
            let mut at = 0;
            for (_, count) in shelves(dataset) {
                starts.push(at + 1);
                at += count + 1;
            }
        }
        let found = if forward {
            starts.into_iter().find(|at| *at > here)
        } else {
            starts.into_iter().rev().find(|at| *at < here)
        };
        match found {
            Some(at) => {
                self.cursor.put(at);
                self.show(session)
            }
            None => Reply::Say("no other group in this direction".to_owned()),
        }
    }

    fn go_to_record(&mut self, forward: bool, session: &Session) -> Reply {
        let before = self.cursor.at();
        let way = if forward {
            Command::Next
        } else {
            Command::Previous
        };
        let reply = self.step(way, session);
        if self.cursor.at() == before {
            let end = if forward { "last" } else { "first" };
            return Reply::Say(format!("the {end} record of this list"));
        }
        reply
    }

    fn go_to_linked(&mut self, forward: bool, session: &Session) -> Reply {
        if self.hits().is_some_and(|hits| hits.len() < self.total()) {
            self.all = true;
            return Reply::Again(if forward {
                Command::NextLinked
            } else {
                Command::PreviousLinked
            });
        }
        let mut linked = self.rows_of(&session.linked, &session.dataset);
        linked.sort_unstable();
        let (row, reply) = hop::next(&linked, self.cursor.at(), forward, session);
        if let Some(row) = row {
            self.cursor.put(row);
        }
        reply
    }
}

impl Pane for Find {
    fn place(&self) -> Place {
        Place::Find
    }

    fn types(&self) -> bool {
        self.typing
    }

    fn target(&self, session: &Session) -> Option<Target> {
        self.record(session).map(Target::Record)
    }

    fn origin(&self, _session: &Session) -> Option<Origin> {
        Some(Origin::Find)
    }

    fn run(&mut self, command: Command, session: &Session) -> Reply {
        self.catch_up(session);
        self.skip_heading(Command::Next, session);
        match command {
            Command::Find => {
                self.typing = true;
                self.before = session.here.record;
                self.query.end();
                Reply::Done
            }
            Command::Clear if !self.typing => self.list(None, session),
            Command::NextKind => self
                .complete(session)
                .unwrap_or_else(|| self.turn_kind(true, session)),
            Command::PreviousKind => self.turn_kind(false, session),
            Command::GoPeople => self.list(Some(Kind::Person), session),
            Command::GoTopics => self.list(Some(Kind::Topic), session),
            Command::GoOrganisations => self.list(Some(Kind::Organisation), session),
            Command::GoAgreements => self.list(Some(Kind::Agreement), session),
            Command::GoSources => self.list(Some(Kind::Source), session),
            Command::NextGroup => self.go_to_group(true, session),
            Command::PreviousGroup => self.go_to_group(false, session),
            Command::NextRecord => self.go_to_record(true, session),
            Command::PreviousRecord => self.go_to_record(false, session),
            Command::NextLinked => self.go_to_linked(true, session),
            Command::PreviousLinked => self.go_to_linked(false, session),
            command if self.typing => self.edit(command, session),
            command => self.step(command, session),
        }
    }

    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Reply {
        self.catch_up(session);
        if self.above.contains(at) {
            if at.y == self.above.y {
                return if self.typing {
                    Reply::Done
                } else {
                    Reply::Run(Command::Find)
                };
            }
            let column = usize::from(at.x - self.above.x);
            return match tabs().find(|(taken, _)| taken.contains(&column)) {
                Some((_, kind)) => {
                    self.kind = kind;
                    self.search(session)
                }
                None => Reply::Done,
            };
        }
        let dataset = &session.dataset;
        match self.sight.row_at(at) {
            Some(row) if self.row(row, dataset).and_then(Row::record).is_none() => Reply::Done,
            Some(row) if focused && row == self.cursor.at() => Reply::Open,
            Some(row) => {
                self.cursor.put_in_sight(row);
                self.chosen = true;
                self.show(session)
            }
            None => Reply::Done,
        }
    }

    fn scroll(&mut self, down: bool, session: &Session) -> Reply {
        self.catch_up(session);
        let before = self.cursor.at();
        let length = self.length(&session.dataset);
        self.cursor.scroll(down, WHEEL, length);
        let way = if down {
            Command::Next
        } else {
            Command::Previous
        };
        self.skip_heading(way, session);
        if self.cursor.at() == before {
            return Reply::Done;
        }
        self.chosen = true;
        self.show(session)
    }

    fn type_text(&mut self, text: &str, session: &Session) -> Reply {
        let mut characters = text.chars();
        let whole = match (characters.next(), characters.next()) {
            (Some(only), None) => {
                self.query.insert(only);
                true
            }
            _ => self.query.paste(text),
        };
        let reply = self.search(session);
        if whole {
            reply
        } else {
            Reply::Say(format!("only {} characters fit", Edit::LIMIT))
        }
    }

    fn lacks(&self, _session: &Session) -> Option<Errand> {
        self.lacking().map(Errand::Find)
    }

    fn receive(&mut self, brought: &Brought, session: &Session) -> Reply {
        let Brought::Found(wanted, answer, completion) = brought else {
            return Reply::Ignored;
        };
        self.take(wanted, answer, completion.as_ref(), session)
    }

    fn settle(&mut self) {
        self.typing = false;
        self.completion = None;
    }

    fn asked(&self) -> Option<Query> {
        let has_fields = !self.asked.fields().is_empty();
        (self.typing && !self.chosen && has_fields).then(|| self.asked.clone())
    }

    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer) {
        self.catch_up(session);
        let dataset = &session.dataset;
        let length = self.length(dataset);
        let count = match self.hits() {
            _ if self.lacks(session).is_some() => {
                format!("{} of {}", session.glyphs.ellipsis, dataset.total())
            }
            Some(_) => format!("{} of {}", self.total(), dataset.total()),
            None => LISTED
                .into_iter()
                .filter(|kind| self.kind.is_none_or(|only| only == *kind))
                .map(|kind| dataset.count(kind))
                .sum::<usize>()
                .to_string(),
        };
        let frame = Frame {
            title: "Find",
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        self.skip_heading(Command::Next, session);
        let prompt = Prompt {
            text: &self.query,
            typing: self.typing,
            invitation: "name, topic, role …",
            completion: self
                .completion
                .as_ref()
                .map(|offered| offered.value.as_str()),
        };
        self.position = prompt.draw(session, inside, buf);
        self.draw_kinds(session, inside, buf);
        let list = Rect {
            y: inside.y.saturating_add(ABOVE),
            height: inside.height.saturating_sub(ABOVE),
            ..inside
        };
        let reasons = self.hits().is_some() && list.height >= ROOM_FOR_REASONS;
        let lines = if reasons { 2 } else { 1 };
        let rows = usize::from(list.height) / lines;
        let window = self.cursor.window(rows, length);
        let told = self.told_apart(&window, list.width.into(), session);
        for (nth, at) in window.clone().enumerate() {
            let standing = Standing {
                at_cursor: at == self.cursor.at(),
                focused,
            };
            match self.row(at, dataset) {
                Some(row) => {
                    let more = told.get(nth).map_or("", String::as_str);
                    self.draw_row((row, more), nth * lines, standing, session, list, buf);
                }
                None => draw_awaited(nth * lines, standing, session, list, buf),
            }
        }
        if length == 0 {
            let told = match (&self.mistake, self.hits()) {
                (Some(mistake), _) => mistake,
                (None, Some(_)) if self.lacks(session).is_some() => "",
                (None, Some(_)) => "nothing found",
                (None, None) => "no records",
            };
            write_paragraph(told, session.styles.text, session, list, buf);
        }
        self.on = self.record(session);
        self.sight = Sight::new(list, window.clone(), lines);
        self.above = Rect {
            height: ABOVE.min(inside.height),
            ..inside
        };
        draw_thumb(&window, length, session, area, buf);
        let at = self.cursor.at().saturating_sub(window.start) * lines;
        self.position = self.position.or_else(|| entry::position(list, at));
    }

    fn cursor(&self) -> Option<Position> {
        self.position
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
        let filtered = !session.here.filter.is_empty();
        let mut hints = vec![Command::Open, Command::Find, Command::Narrow];
        hints.extend(filtered.then_some(Command::DropFilter));
        hints
    }

    fn renew(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>) {
        self.on = self.on.and_then(map);
        self.before = self.before.and_then(map);
        self.found = None;
        self.goal = Goal::On(self.on);
    }

    fn keep(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
