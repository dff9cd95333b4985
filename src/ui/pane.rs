//! What a pane is: a region of the screen that draws itself, says what it has under its cursor, and answers
//! commands, the mouse and text.

use ratatui::layout::Position;

use super::widgets::canvas::Canvas;
use crate::command::Command;
use crate::data::{Day, RecordId};
use crate::facts::Sources;
use crate::jobs::{Job, JobResult};
use crate::query::{Expr, Query};
use crate::session::{OpenedFrom, Session};

/// The panes by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaneId {
    /// Meetings and agreements in order.
    Timeline,
    /// The record that is shown.
    Card,
    /// The people and topics list.
    List,
    /// A study, in the place of the lists.
    Study,
    /// All keys, over the others.
    Help,
    /// Counts of the meetings that are kept, over the others.
    Counts,
    /// The card of the link under the cursor, over the others.
    Peek,
    /// A field that a command asks with, over the others.
    Choice,
}

/// What reaches a pane.
pub enum PaneInput<'a> {
    /// A command.
    Command(Command),
    /// A click at a place, as of the last drawing, and whether the pane had the keyboard before.
    Click(Position, bool),
    /// A turn of the wheel: down or up.
    Wheel(bool),
    /// Typed or pasted text.
    Text(&'a str),
    /// What was worked out beside the screen.
    Result(&'a JobResult),
    /// The cursor goes to the link to a record.
    Link(RecordId),
    /// The cursor goes to a day.
    Day(Day),
    /// The line being typed is left.
    EndTyping,
    /// What was worked out before is dropped; once it is there again, everything stands as it stood.
    DropCache,
    /// The dataset was read anew: a record's id is now another, or none.
    Remap(&'a dyn Fn(RecordId) -> Option<RecordId>),
}

/// What a pane answers. Whatever changes more than the pane itself is done by the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// It means nothing here.
    Ignored,
    /// Done, within the pane.
    Done,
    /// The cursor of the timeline is on this record: the card shows it.
    Show(RecordId),
    /// The cursor of the list is on this record: the whole screen shows it, as if it were open; `None` for the
    /// dataset itself.
    Preview(Option<RecordId>),
    /// This meeting is opened, while the record walked through stays held.
    Walk(RecordId),
    /// This record is opened.
    Open(RecordId),
    /// What stands under the cursor is opened.
    OpenTarget,
    /// A message is shown.
    Say(String),
    /// The footnotes of the facts under the cursor are copied: what each rests on.
    Cite(Vec<Sources>),
    /// This command is carried out.
    Run(Command),
    /// The filter gets this part.
    Narrow(Expr),
    /// This part of the filter is dropped.
    Drop(usize),
    /// Back by that many steps of the path.
    BackTo(usize),
    /// This record was chosen in the field of a command.
    Chosen(Command, RecordId),
    /// These words are searched for within what is shown.
    FindWithin(String),
}

/// What a pane says of itself between two inputs.
#[derive(Default)]
pub struct PaneState {
    /// The record under its cursor, or the one a link there leads to: what is opened.
    pub target: Option<RecordId>,
    /// The record that all other commands mean, where it is another: on a card in which the cursor was not moved, that
    /// of the card.
    pub subject: Option<RecordId>,
    /// The record whose meetings narrowing keeps or leaves out, where it is another.
    pub narrows: Option<RecordId>,
    /// What is searched within it, e.g. `this card`.
    pub place: &'static str,
    /// What the cursor is about within the target: where its card is to begin.
    pub focus_within: Option<RecordId>,
    /// The list that the target stands in.
    pub origin: Option<OpenedFrom>,
    /// Whether plain characters are text.
    pub typing: bool,
    /// What has to be worked out before it can show what it should.
    pub needs: Option<Job>,
    /// Whether commands must wait until then, since they would mean something else now.
    pub waits: bool,
    /// The query with fields that was typed while no row was chosen: what narrowing means then.
    pub query: Option<Query>,
}

impl PaneState {
    /// The record that commands mean, beside opening.
    #[must_use]
    pub fn meant(&self) -> Option<RecordId> {
        self.subject.or(self.target)
    }
}

/// Rows that a turn of the wheel scrolls by.
pub const WHEEL: usize = 3;

/// A region of the screen that can have the keyboard.
pub trait Pane: ClonePane {
    /// Which it is.
    fn id(&self) -> PaneId;

    /// What it says of itself.
    fn state(&self, session: &Session) -> PaneState;

    /// Takes an input, or leaves it alone.
    fn take(&mut self, input: PaneInput<'_>, session: &Session) -> Action;

    /// Draws itself, frame included, and says where the terminal's cursor belongs.
    fn draw(&mut self, canvas: Canvas<'_>) -> Option<Position>;

    /// The commands that work and matter here, the most useful first.
    fn hints(&self, session: &Session) -> Vec<Command>;

    /// What it holds that can be worked out again: an address that tells it from all else, and its bytes.
    fn cached(&self) -> Vec<(usize, usize)> {
        Vec::new()
    }
}

/// A copy of a pane, for a step of the trail.
pub trait ClonePane {
    /// The copy.
    fn clone_pane(&self) -> Box<dyn Pane>;
}

impl<P: Pane + Clone + 'static> ClonePane for P {
    fn clone_pane(&self) -> Box<dyn Pane> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Pane> {
    fn clone(&self) -> Self {
        (**self).clone_pane()
    }
}
