//! A field that a command asks with: who or what is to be connected or compared with the record that is here.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::jobs::{Job, JobResult, Wanted};
use crate::query::{Answer, Query};
use crate::session::Session;
use crate::text::Edit;
use crate::ui::list::{List, Standing};
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State};
use crate::ui::widgets::apart::{Names, titles};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::{Line, write_paragraph};
use crate::ui::widgets::prompt::{self, Prompt};

/// So many of the best hits are offered.
const MOST: usize = 64;

/// The overlay.
#[derive(Clone)]
pub struct Choice {
    title: String,
    command: Command,
    /// The only kind that can be chosen.
    only: Option<Kind>,
    query: Edit,
    asked: Query,
    found: Option<(Query, Arc<Answer>)>,
    list: List,
}

impl Choice {
    /// A field for what a command lacks.
    pub fn new(title: String, command: Command, only: Option<Kind>) -> Self {
        Self {
            title,
            command,
            only,
            query: Edit::default(),
            asked: Query::default(),
            found: None,
            list: List::default(),
        }
    }

    fn hits(&self) -> impl Iterator<Item = RecordId> {
        let found = self.found.as_ref().filter(|_| !self.asked.is_empty());
        found
            .into_iter()
            .flat_map(|(_, answer)| answer.hits().iter().map(|hit| hit.id))
    }

    fn wanted(&self) -> Option<Wanted> {
        let is_there = self
            .found
            .as_ref()
            .is_some_and(|(query, _)| *query == self.asked);
        (!self.asked.is_empty() && !is_there).then(|| Wanted {
            query: self.asked.clone(),
            kind: self.only,
            at_least: MOST,
            line: None,
        })
    }

    fn search(&mut self) -> Action {
        if self.command != Command::FindWithin {
            self.asked = Query::parse_typed(self.query.text()).unwrap_or_default();
        }
        self.list.reset();
        Action::Done
    }

    fn run(&mut self, command: Command) -> Action {
        if command == Command::Open && self.command == Command::FindWithin {
            return Action::Within(self.query.text().to_owned());
        }
        if command == Command::Open {
            let chosen = self.hits().nth(self.list.at());
            return match chosen {
                Some(id) => Action::Chosen(self.command, id),
                None => Action::Say("type a name and choose one".to_owned()),
            };
        }
        if prompt::edit(&mut self.query, command) {
            return self.search();
        }
        let length = self.hits().count();
        if self.list.step(command, length, |_| true) {
            Action::Done
        } else {
            Action::Ignored
        }
    }
}

impl Pane for Choice {
    fn id(&self) -> PaneId {
        PaneId::Choice
    }

    fn state(&self, _session: &Session) -> State {
        let wanted = self.wanted();
        State {
            typing: true,
            waits: wanted.is_some(),
            needs: wanted.map(Job::Find),
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, _session: &Session) -> Action {
        match input {
            Input::Command(command) => return self.run(command),
            Input::Click(at, _) => {
                if self.list.click(at, |_| true) == Some(true) {
                    return self.run(Command::Open);
                }
            }
            Input::Wheel(down) => {
                let length = self.hits().count();
                self.list.wheel(down, length, |_| true);
            }
            Input::Text(text) => {
                self.query.paste(text);
                return self.search();
            }
            Input::Result(JobResult::Found(wanted, answer, _)) if wanted.line.is_none() => {
                self.found = Some((wanted.query.clone(), Arc::clone(answer)));
            }
            Input::Remap(_) => self.found = None,
            Input::Result(_) | Input::Link(_) | Input::Day(_) | Input::EndTyping => {
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
        let area = area.intersection(buf.area);
        Clear.render(area, buf);
        let frame = Frame {
            title: &self.title,
            count: "",
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let prompt = Prompt {
            text: &self.query,
            typing: true,
            invitation: "",
            completion: None,
            count: "",
        };
        let caret = prompt.draw(session, inside, buf);
        let list = Rect {
            y: inside.y.saturating_add(1),
            height: inside.height.saturating_sub(1),
            ..inside
        };
        let hits: Vec<RecordId> = self.hits().collect();
        let window = self.list.window(list, 1, hits.len());
        let dataset = &session.dataset;
        let room = usize::from(list.width).saturating_sub(16);
        let names: Vec<Names<'_>> = { hits[window.clone()].iter() }
            .map(|id| Names {
                full: dataset.name(*id),
                short: dataset.short(*id),
                id: "",
                room,
            })
            .collect();
        let titles = titles(
            &names,
            |nth| hits[window.start + nth].kind.one().to_owned(),
            session.glyphs.ellipsis,
        );
        for ((nth, at), title) in window.clone().enumerate().zip(&titles) {
            let standing = Standing {
                at_cursor: at == self.list.at(),
                focused,
            };
            if let Some(mut line) = Line::at(buf, list, nth, session.glyphs) {
                standing.begin(&mut line, Some(hits[at]), session);
                line.to(2).write(title, session.styles.text);
                line.write_right(&format!("{}  ", hits[at].kind.one()), session.styles.dim);
                standing.end(&mut line, session);
            }
        }
        if hits.is_empty() && !self.asked.is_empty() && self.wanted().is_none() {
            write_paragraph("nothing found", session.styles.text, session, list, buf);
        }
        let _ = self.list.finish(session, buf);
        caret
    }

    fn hints(&self, _session: &Session) -> Vec<Command> {
        vec![Command::Open, Command::Close]
    }
}

impl Parked for Choice {
    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
