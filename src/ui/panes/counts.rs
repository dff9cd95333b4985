//! Counts: how the meetings that are kept are spread, each count a way to narrow them further.

use std::rc::Rc;

use ratatui::layout::Position;

use crate::browse::facets::{Facet, FacetCount, Value};
use crate::command::Command;
use crate::data::Kind;
use crate::jobs::{Job, JobResult};
use crate::query::{Number, Query};
use crate::session::Session;
use crate::ui::list::{List, ListPane};
use crate::ui::pane::{Action, Pane, PaneId, PaneInput, PaneState};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;
use crate::ui::widgets::titles::{TitleForms, titles};

#[derive(Clone, Default)]
pub struct CountsPane {
    list: List,
    rows: Rc<Vec<CountRow>>,
    /// The filter whose meetings the rows count, once they do.
    counted: Option<Query>,
    /// How many meetings it keeps.
    meetings: Number,
}

enum CountRow {
    Heading(Facet, usize),
    Count(FacetCount),
}

impl CountsPane {
    /// Takes new counts; the cursor stays on its value, or else where it was.
    fn fill(&mut self, counts: &[(Facet, Vec<FacetCount>)], session: &Session) {
        let before = self.value().cloned();
        let mut rows = Vec::new();
        for (facet, counts) in counts.iter().filter(|(_, counts)| !counts.is_empty()) {
            rows.push(CountRow::Heading(*facet, counts.len()));
            rows.extend(counts.iter().cloned().map(CountRow::Count));
        }
        let is_before = |row: &CountRow| match row {
            CountRow::Count(count) => Some(&count.value) == before.as_ref(),
            CountRow::Heading(..) => false,
        };
        if let Some(row) = rows.iter().position(is_before) {
            self.list.put(row);
        }
        self.rows = Rc::new(rows);
        self.stay_on_row(session);
    }

    fn value(&self) -> Option<&Value> {
        match self.rows.get(self.list.at())? {
            CountRow::Heading(..) => None,
            CountRow::Count(count) => Some(&count.value),
        }
    }

    fn narrow(&self, out: bool, session: &Session) -> Action {
        match self.value().map(|value| value.part(&session.dataset)) {
            None => Action::Done,
            Some(part) if out => Action::Narrow(part.negated()),
            Some(part) => Action::Narrow(part),
        }
    }

    fn go_to_group(&mut self, forward: bool) -> Action {
        let here = self.list.at();
        let rows = self.rows.iter().enumerate();
        let mut firsts = rows
            .filter(|(_, row)| matches!(row, CountRow::Heading(..)))
            .map(|(at, _)| at + 1);
        let found = if forward {
            firsts.find(|at| *at > here)
        } else {
            firsts.take_while(|at| *at < here).last()
        };
        match found {
            Some(row) => {
                self.list.put(row);
                Action::Done
            }
            None => Action::Say("no further group this way".to_owned()),
        }
    }

    fn run(&mut self, command: Command, session: &Session) -> Action {
        match command {
            Command::Open | Command::Narrow => self.narrow(false, session),
            Command::Exclude => self.narrow(true, session),
            Command::NextGroup | Command::NextPane | Command::Right => self.go_to_group(true),
            Command::PreviousGroup | Command::PreviousPane | Command::Left => {
                self.go_to_group(false)
            }
            command => self.step(command, session),
        }
    }

    fn draw_row(&self, at: usize, title: &str, line: &mut Line<'_>) {
        let styles = &line.session.styles;
        match &self.rows[at] {
            CountRow::Heading(facet, count) => {
                let heading = format!("BY {}", facet.name().to_uppercase());
                line.to(1).write(&heading, styles.heading);
                line.write(&format!(" {count}"), styles.dim);
            }
            CountRow::Count(count) => {
                line.begin_row(None);
                line.to(2).write(title, styles.text);
                line.write_right(&format!("{}  ", count.count), styles.text);
                line.end_row();
            }
        }
    }

    fn lacking(&self, session: &Session) -> Option<Job> {
        let filter = &session.here.filter;
        (self.counted.as_ref() != Some(filter)).then(|| Job::Count(filter.clone()))
    }
}

impl ListPane for CountsPane {
    fn list(&mut self) -> &mut List {
        &mut self.list
    }

    fn length(&self, _session: &Session) -> usize {
        self.rows.len()
    }

    fn can_stand(&self, row: usize) -> bool {
        matches!(self.rows.get(row), Some(CountRow::Count(_)))
    }

    fn clicked_again(&mut self, session: &Session) -> Action {
        self.narrow(false, session)
    }
}

impl Pane for CountsPane {
    fn id(&self) -> PaneId {
        PaneId::Counts
    }

    fn state(&self, session: &Session) -> PaneState {
        let needs = self.lacking(session);
        PaneState {
            waits: needs.is_some(),
            needs,
            ..PaneState::default()
        }
    }

    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action {
        match input {
            PaneInput::Command(command) => return self.run(command, session),
            PaneInput::Click(at, _) => return self.click(at, true, session),
            PaneInput::Wheel(down) => return self.wheel(down, session),
            PaneInput::Result(JobResult::Counted(filter, counts, meetings)) => {
                self.counted = Some(filter.clone());
                self.meetings = *meetings;
                self.fill(counts, session);
            }
            PaneInput::Remap(_) => {
                self.rows = Rc::default();
                self.counted = None;
            }
            _ => return Action::Ignored,
        }
        Action::Done
    }

    fn draw(&mut self, mut canvas: Canvas<'_>) -> Option<Position> {
        let session = canvas.session;
        let lacks = self.lacking(session).is_some();
        let meetings = Kind::Meeting.counted(self.meetings.all());
        let count = if lacks {
            session.glyphs.ellipsis.to_owned()
        } else {
            format!("{} {meetings}", self.meetings)
        };
        let mut inside = canvas.overlay("Counts", &count);
        let window = self.list.window(inside.area, 1, self.rows.len());
        let labels: Vec<String> = { window.clone() }
            .map(|at| match &self.rows[at] {
                CountRow::Count(count) => count.value.label(&session.dataset).into_owned(),
                CountRow::Heading(..) => at.to_string(),
            })
            .collect();
        let room = usize::from(inside.area.width).saturating_sub(10);
        let forms = labels.iter().map(|label| TitleForms {
            full: label,
            short: label,
            id: "",
            room,
        });
        let titles = titles(forms, |_| String::new(), session.glyphs.ellipsis);
        for ((nth, at), title) in window.enumerate().zip(&titles) {
            if let Some(mut line) = inside.row(nth, at == self.list.at()) {
                self.draw_row(at, title, &mut line);
            }
        }
        if self.rows.is_empty() && !lacks {
            inside.write_paragraph("no meetings to count", session.styles.text);
        }
        self.list.finish(&mut inside)
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let filtered = !session.here.filter.is_empty();
        let mut hints = vec![Command::Narrow, Command::Exclude];
        hints.extend(filtered.then_some(Command::DropFilter));
        hints.push(Command::Close);
        hints
    }

    fn cached(&self) -> Vec<(usize, usize)> {
        let bytes = size_of_val(self.rows.as_slice());
        vec![(Rc::as_ptr(&self.rows).addr(), bytes)]
    }
}
