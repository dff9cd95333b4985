//! A field that a command asks with: who or what is to be connected or compared with the record that is here.

use std::sync::Arc;

use ratatui::layout::Position;

use crate::command::Command;
use crate::data::{Kind, RecordId};
use crate::jobs::{FindJob, Job, JobResult};
use crate::query::{Answer, Query};
use crate::session::Session;
use crate::text::Edit;
use crate::ui::list::{List, ListPane};
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::prompt::{self, Prompt};
use crate::ui::widgets::titles::{TitleForms, titles};

/// How many of the best hits are offered.
const MOST: usize = 64;

#[derive(Clone)]
pub struct Choice {
    title: String,
    command: Command,
    /// The only kind that can be chosen.
    only: Option<Kind>,
    query: Edit,
    parsed: Query,
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
            parsed: Query::default(),
            found: None,
            list: List::default(),
        }
    }

    fn hits(&self) -> impl Iterator<Item = RecordId> {
        let found = self.found.as_ref().filter(|_| !self.parsed.is_empty());
        found
            .into_iter()
            .flat_map(|(_, answer)| answer.hits().iter().map(|hit| hit.id))
    }

    /// What is to be found and is not there.
    fn lacking(&self) -> Option<FindJob> {
        let found = self.found.as_ref();
        let is_there = found.is_some_and(|(query, _)| *query == self.parsed);
        (!self.parsed.is_empty() && !is_there).then(|| FindJob {
            query: self.parsed.clone(),
            kind: self.only,
            at_least: MOST,
            line: None,
        })
    }

    fn search(&mut self) -> Action {
        if self.command != Command::FindWithin {
            self.parsed = Query::parse_typed(self.query.text()).unwrap_or_default();
        }
        self.list.reset();
        Action::Done
    }

    fn open(&self) -> Action {
        if self.command == Command::FindWithin {
            return Action::FindWithin(self.query.text().to_owned());
        }
        match self.hits().nth(self.list.at()) {
            Some(id) => Action::Chosen(self.command, id),
            None => Action::Say("type a name and choose one".to_owned()),
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        if command == Command::Open {
            self.open()
        } else if prompt::edit(&mut self.query, command) {
            self.search()
        } else {
            self.step(command, session)
        }
    }
}

impl ListPane for Choice {
    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    fn length(&self, _session: &Session) -> usize {
        self.hits().count()
    }

    fn clicked_again(&mut self, _session: &Session) -> Action {
        self.open()
    }
}

impl Pane for Choice {
    fn id(&self) -> PaneId {
        PaneId::Choice
    }

    fn state(&self, _session: &Session) -> PaneState {
        let lacking = self.lacking();
        PaneState {
            typing: true,
            waits: lacking.is_some(),
            needs: lacking.map(Job::Find),
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        match input {
            PaneInput::Command(command) => return self.run(command, session),
            PaneInput::Click(at, _) => return self.click(at, true, session),
            PaneInput::Wheel(down) => return self.wheel(down, session),
            PaneInput::Text(text) => {
                self.query.paste(text);
                return self.search();
            }
            PaneInput::Result(JobResult::Found(request, answer, _)) if request.line.is_none() => {
                self.found = Some((request.query.clone(), Arc::clone(answer)));
            }
            PaneInput::Remap(_) => self.found = None,
            _ => return Action::Ignored,
        }
        Action::Done
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        let (styles, dataset) = (&session.styles, &session.dataset);
        let mut inside = canvas.overlay(&self.title, "");
        let caret = Prompt::new(&self.query, true).draw(&mut inside);
        let mut body = inside.below_first();
        let hits: Vec<RecordId> = self.hits().collect();
        let window = self.list.window(body.area, 1, hits.len());
        let shown = &hits[window.clone()];
        let room = usize::from(body.area.width).saturating_sub(16);
        let forms = shown.iter().map(|id| TitleForms {
            full: dataset.name(*id),
            short: dataset.short(*id),
            id: "",
            room,
        });
        let kind = |nth: usize| shown[nth].kind.one().to_owned();
        let titles = titles(forms, kind, session.glyphs.ellipsis);
        for (nth, (id, title)) in shown.iter().zip(&titles).enumerate() {
            let at_cursor = window.start + nth == self.list.at();
            if let Some(mut line) = body.row(nth, at_cursor) {
                line.begin_row(Some(*id));
                line.to(2).write(title, styles.text);
                line.write_right(&format!("{}  ", id.kind.one()), styles.dim);
                line.end_row();
            }
        }
        if hits.is_empty() && !self.parsed.is_empty() && self.lacking().is_none() {
            body.write_paragraph("nothing found", styles.text);
        }
        let _ = self.list.finish(&mut body);
        caret
    }

    fn hints(&self, _session: &Session) -> Vec<Command> {
        vec![Command::Open, Command::Close]
    }
}
