//! Counts: how the meetings that are kept are spread, each count a way to narrow them further.

use std::rc::Rc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use crate::browse::facets::{Facet, FacetCount, Value};
use crate::command::Command;
use crate::data::Kind;
use crate::jobs::{Job, JobResult};
use crate::query::Number;
use crate::query::Query;
use crate::session::Session;
use crate::ui::list::{List, Standing};
use crate::ui::pane::{Action, Input, Pane, PaneId, Parked, State};
use crate::ui::widgets::apart::{Names, titles};
use crate::ui::widgets::frame::Frame;
use crate::ui::widgets::line::{Line, write_paragraph};

/// The overlay.
#[derive(Clone, Default)]
pub struct Counts {
    list: List,
    rows: Rc<Vec<Row>>,
    /// The filter whose meetings the rows count, once they do.
    counted: Option<Query>,
    /// How many meetings it keeps.
    meetings: Number,
}

/// One row.
enum Row {
    Heading(Facet, usize),
    Count(FacetCount),
}

impl Counts {
    /// Takes new counts; the cursor stays on its value, or else where it was.
    fn fill(&mut self, counts: &[(Facet, Vec<FacetCount>)]) {
        let before = self.value().cloned();
        let mut rows = Vec::new();
        for (facet, counts) in counts.iter().filter(|(_, counts)| !counts.is_empty()) {
            rows.push(Row::Heading(*facet, counts.len()));
            rows.extend(counts.iter().cloned().map(Row::Count));
        }
        let is_before = |row: &Row| match row {
            Row::Count(count) => Some(&count.value) == before.as_ref(),
            Row::Heading(..) => false,
        };
        if let Some(row) = rows.iter().position(is_before) {
            self.list.put(row);
        }
        self.rows = Rc::new(rows);
        let rows = Rc::clone(&self.rows);
        self.list.settle(rows.len(), |at| stands(&rows, at));
    }

    fn value(&self) -> Option<&Value> {
        match self.rows.get(self.list.at())? {
            Row::Heading(..) => None,
            Row::Count(count) => Some(&count.value),
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
            .filter(|(_, row)| matches!(row, Row::Heading(..)))
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
            command => {
                let rows = Rc::clone(&self.rows);
                if self.list.step(command, rows.len(), |at| stands(&rows, at)) {
                    Action::Done
                } else {
                    Action::Ignored
                }
            }
        }
    }

    fn draw_row(
        &self,
        at: usize,
        title: &str,
        standing: Standing,
        session: &Session,
        line: &mut Line<'_>,
    ) {
        let styles = &session.styles;
        match &self.rows[at] {
            Row::Heading(facet, count) => {
                let heading = format!("BY {}", facet.name().to_uppercase());
                line.to(1).write(&heading, styles.heading);
                line.write(&format!(" {count}"), styles.dim);
            }
            Row::Count(count) => {
                standing.begin(line, None, session);
                line.to(2).write(title, styles.text);
                line.write_right(&format!("{}  ", count.count), styles.text);
                standing.end(line, session);
            }
        }
    }

    fn lacks(&self, session: &Session) -> Option<Job> {
        let filter = &session.here.filter;
        (self.counted.as_ref() != Some(filter)).then(|| Job::Count(filter.clone()))
    }
}

fn stands(rows: &[Row], at: usize) -> bool {
    matches!(rows.get(at), Some(Row::Count(_)))
}

impl Pane for Counts {
    fn id(&self) -> PaneId {
        PaneId::Counts
    }

    fn state(&self, session: &Session) -> State {
        let needs = self.lacks(session);
        State {
            waits: needs.is_some(),
            needs,
            ..State::default()
        }
    }

    fn take(&mut self, input: Input<'_>, session: &Session) -> Action {
        let rows = Rc::clone(&self.rows);
        match input {
            Input::Command(command) => return self.run(command, session),
            Input::Click(at, _) => {
                let again = self.list.click(at, |at| stands(&rows, at));
                if again == Some(true) {
                    return self.narrow(false, session);
                }
            }
            Input::Wheel(down) => self.list.wheel(down, rows.len(), |at| stands(&rows, at)),
            Input::Result(JobResult::Counted(filter, counts, meetings)) => {
                self.counted = Some(filter.clone());
                self.meetings = *meetings;
                self.fill(counts);
            }
            Input::Remap(_) => {
                self.rows = Rc::default();
                self.counted = None;
            }
            Input::Text(_)
            | Input::Result(_)
            | Input::Link(_)
            | Input::Day(_)
            | Input::EndTyping => {
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
        let lacks = self.lacks(session).is_some();
        let count = if lacks {
            session.glyphs.ellipsis.to_owned()
        } else {
            format!(
                "{} {}",
                self.meetings,
                Kind::Meeting.counted(self.meetings.all())
            )
        };
        let frame = Frame {
            title: "Counts",
            count: &count,
            focused,
        };
        let inside = frame.draw(session, area, buf);
        let length = self.rows.len();
        let window = self.list.window(inside, 1, length);
        let labels: Vec<String> = { window.clone() }
            .map(|at| match &self.rows[at] {
                Row::Count(count) => count.value.label(&session.dataset).into_owned(),
                Row::Heading(..) => at.to_string(),
            })
            .collect();
        let room = usize::from(inside.width).saturating_sub(10);
        let names: Vec<Names<'_>> = { labels.iter() }
            .map(|label| Names {
                full: label,
                short: label,
                id: "",
                room,
            })
            .collect();
        let titles = titles(&names, |_| String::new(), session.glyphs.ellipsis);
        for ((nth, at), title) in window.enumerate().zip(&titles) {
            let standing = Standing {
                at_cursor: at == self.list.at(),
                focused,
            };
            if let Some(mut line) = Line::at(buf, inside, nth, session.glyphs) {
                self.draw_row(at, title, standing, session, &mut line);
            }
        }
        if length == 0 && !lacks {
            let told = "no meetings to count";
            write_paragraph(told, session.styles.text, session, inside, buf);
        }
        self.list.finish(session, buf)
    }

    fn hints(&self, session: &Session) -> Vec<Command> {
        let filtered = !session.here.filter.is_empty();
        let mut hints = vec![Command::Narrow, Command::Exclude];
        hints.extend(filtered.then_some(Command::DropFilter));
        hints.push(Command::Close);
        hints
    }
}

impl Parked for Counts {
    fn keeps(&self) -> Vec<(usize, usize)> {
        vec![(
            Rc::as_ptr(&self.rows).addr(),
            size_of_val(self.rows.as_slice()),
        )]
    }

    fn copy(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}
