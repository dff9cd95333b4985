//! What a pane is: a region of the screen that has its own cursor and answers commands.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::browse::query::{Expr, Query};
use crate::command::Command;
use crate::data::{Dataset, RecordId};
use crate::errand::{Brought, Errand};
use crate::session::{Held, Origin, Session};

/// The panes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// Meetings and agreements in order.
    Timeline,
    /// The record that is here.
    Detail,
    /// The people and topics list.
    Find,
    /// A study, in the place of the lists.
    Study,
    /// All keys, on top of the others.
    Help,
    /// Counts of the meetings that are kept, on top of the others.
    Facets,
}

impl Place {
    /// Whether it is a list from which Detail is filled.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Timeline | Self::Find)
    }
}

/// What stands under the cursor of a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A record, or a link to it.
    Record(RecordId),
    /// The heading of a year.
    Year(i16),
}

impl Target {
    /// The record, if it is one.
    #[must_use]
    pub fn record(self) -> Option<RecordId> {
        match self {
            Self::Record(id) => Some(id),
            Self::Year(_) => None,
        }
    }

    /// The question whose meetings are those of the target.
    #[must_use]
    pub fn ask(self, dataset: &Dataset) -> Expr {
        match self {
            Self::Record(id) => Expr::meetings_of(dataset, id),
            Self::Year(year) => Expr::in_year(year),
        }
    }
}

/// What a pane answers to a command. Whatever changes more than the pane itself is done by the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The command means nothing here.
    Ignored,
    /// Done, within the pane.
    Done,
    /// The cursor moved: Detail shows this.
    Show(RecordId),
    /// The cursor moved to where there is no record: Detail keeps what it shows.
    Leave,
    /// The cursor hopped along the links of a record that stays held.
    Hop(RecordId, Held),
    /// There is something to tell.
    Say(String),
    /// The command of this row is wanted.
    Run(Command),
    /// The filter is to have this part.
    Narrow(Expr),
    /// The command is to be given again when what the pane lacks is there.
    Again(Command),
    /// What stands under the cursor is to be opened.
    Open,
    /// This part of the filter is to be dropped.
    Drop(usize),
    /// Back to the step that stands so many before the present one in the path that is shown.
    BackTo(usize),
}

/// The wheel of the mouse scrolls by so many rows.
pub const WHEEL: usize = 3;

/// A region of the screen that can have the keyboard.
pub trait Pane {
    /// Which it is.
    fn place(&self) -> Place;

    /// Whether it wants plain characters.
    fn types(&self) -> bool {
        false
    }

    /// What stands under its cursor.
    fn target(&self, session: &Session) -> Option<Target>;

    /// What the cursor is about within the record of its target: where Detail is to begin.
    fn within(&self) -> Option<RecordId> {
        None
    }

    /// Puts the cursor on the link to a record, if there is one.
    fn put_on(&mut self, _id: RecordId, _session: &Session) {}

    /// The list that its target stands in.
    fn origin(&self, session: &Session) -> Option<Origin>;

    /// Carries out a command, or leaves it alone.
    fn run(&mut self, command: Command, session: &Session) -> Reply;

    /// Takes the cursor to what stands there, as of the last drawing; what it is on already, in a pane that
    /// has the keyboard, is opened.
    fn click(&mut self, at: Position, focused: bool, session: &Session) -> Reply;

    /// Scrolls by some rows.
    fn scroll(&mut self, down: bool, session: &Session) -> Reply;

    /// Takes the cursor to the heading of a year, if the pane has such.
    fn go_to(&mut self, _year: i16, _session: &Session) -> Reply {
        Reply::Ignored
    }

    /// Takes typed or pasted text.
    fn type_text(&mut self, _text: &str, _session: &Session) -> Reply {
        Reply::Ignored
    }

    /// What it has to be brought before it can show what it should.
    fn lacks(&self, _session: &Session) -> Option<Errand> {
        None
    }

    /// Whether commands must wait until it has what it lacks, since they would mean something else now.
    fn waits(&self, session: &Session) -> bool {
        self.lacks(session).is_some()
    }

    /// Takes what was brought, if it is for this pane.
    fn receive(&mut self, _brought: &Brought, _session: &Session) -> Reply {
        Reply::Ignored
    }

    /// Ends typing: the list has the keyboard when one comes back to it.
    fn settle(&mut self) {}

    /// The query with fields that was typed, when no row was chosen: what narrowing means then.
    fn asked(&self) -> Option<Query> {
        None
    }

    /// Draws itself into its area, frame included.
    fn draw(&mut self, focused: bool, session: &Session, area: Rect, buf: &mut Buffer);

    /// Where the terminal's cursor belongs, as of the last drawing.
    fn cursor(&self) -> Option<Position>;

    /// The commands that are worth a hint here, the most useful first.
    fn hints(&self, session: &Session) -> Vec<Command>;

    /// Finds its rows again in a dataset that was read anew, by what each record is there now.
    fn renew(&mut self, map: &dyn Fn(RecordId) -> Option<RecordId>);

    /// A copy, for the trail.
    fn keep(&self) -> Box<dyn Pane>;
}
