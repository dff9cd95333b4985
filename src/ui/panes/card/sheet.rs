//! A card written out for a width: its lines, and the places where the cursor can stand.

use crate::data::RecordId;
use crate::text::{columns, cut, wrap};

/// How a part of a line looks, by what it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The name of the record.
    Name,
    /// Running text, and links.
    Text,
    /// What is not to be read first.
    Dim,
    /// A heading.
    Heading,
    /// What sources disagree on, or what is wrong.
    Warning,
    /// What is inferred or not known.
    Doubt,
    /// A lane, and what stands out on it.
    Lit,
    /// A key.
    Key,
}

/// Some text from a column on.
#[derive(Clone, Debug)]
pub struct Part {
    /// Where it begins.
    pub at: usize,
    /// The text.
    pub text: String,
    /// What it is.
    pub tone: Tone,
}

/// What a place of the card leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// A record.
    Record(RecordId),
    /// More of what is folded: the fold of that number.
    Unfold(usize),
}

/// A place where the cursor can stand.
#[derive(Clone, Copy, Debug)]
pub struct Stop {
    /// The line.
    pub line: usize,
    /// The columns from here to there; a whole line where there is but one on it.
    pub from: usize,
    /// See `from`.
    pub to: usize,
    /// Whether it is a row, on which the cursor has its sign.
    pub row: bool,
    /// Where it leads.
    pub goal: Goal,
    /// The table that it belongs to, by the number of its section.
    pub section: usize,
    /// The line of the heading of its table.
    pub heading: usize,
}

/// Lines and stops.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// How many columns there are.
    pub width: usize,
    /// The lines, each of parts from left to right.
    pub lines: Vec<Vec<Part>>,
    /// The places, in reading order.
    pub stops: Vec<Stop>,
    /// The lines of the headings.
    pub headings: Vec<usize>,
    /// What text that was cut ends in.
    pub ellipsis: &'static str,
    /// The section that is being written.
    pub section: usize,
    /// The stop on which the cursor stands at first.
    pub first: usize,
}

impl Sheet {
    /// An empty one.
    pub fn new(width: usize, ellipsis: &'static str) -> Self {
        Self {
            width,
            ellipsis,
            ..Self::default()
        }
    }

    /// An empty line, unless there is one already or nothing above.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Vec::new());
        }
    }

    /// A new line.
    pub fn line(&mut self) -> &mut Self {
        self.lines.push(Vec::new());
        self
    }

    /// Writes on the last line, cut where the sheet ends.
    pub fn write(&mut self, at: usize, text: &str, tone: Tone) -> &mut Self {
        let room = self.width.saturating_sub(at);
        self.write_within(at, room, text, tone)
    }

    /// Writes on the last line, cut to that many columns.
    pub fn write_within(&mut self, at: usize, room: usize, text: &str, tone: Tone) -> &mut Self {
        let room = room.min(self.width.saturating_sub(at));
        let text = cut(text, room, self.ellipsis).into_owned();
        if let Some(line) = self.lines.last_mut().filter(|_| !text.is_empty()) {
            line.push(Part { at, text, tone });
        }
        self
    }

    /// Writes at the end of the last line, if there is room for it and a blank before it.
    pub fn write_right(&mut self, text: &str, tone: Tone) -> &mut Self {
        let end = self.end();
        match self.width.checked_sub(columns(text)) {
            Some(at) if end == 0 || end < at => self.write(at, text, tone),
            _ => self,
        }
    }

    /// The column behind what the last line holds.
    pub fn end(&self) -> usize {
        let part = self.lines.last().and_then(|line| line.last());
        part.map_or(0, |part| part.at + columns(&part.text))
    }

    /// A heading.
    pub fn heading(&mut self, text: &str, tone: Tone) {
        self.headings.push(self.lines.len());
        self.line().write(1, text, tone);
    }

    /// The last line, or some columns of it, is a place for the cursor.
    pub fn stop(&mut self, from: usize, to: usize, goal: Goal) {
        let line = self.lines.len().saturating_sub(1);
        self.stops.push(Stop {
            line,
            from,
            to,
            row: from == 0 && to == self.width,
            goal,
            section: self.section,
            heading: self.headings.last().copied().unwrap_or(0),
        });
    }

    /// The whole last line leads somewhere.
    pub fn stop_line(&mut self, goal: Goal) {
        self.stop(0, self.width, goal);
    }

    /// A text over several lines, of which so many are shown before it is folded; `fold` is the number of the fold and
    /// whether it is open.
    pub fn prose(&mut self, text: &str, tone: Tone, most: usize, (fold, open): (usize, bool)) {
        let lines = wrap(text, self.width.saturating_sub(2).max(1));
        let all = lines.len();
        let shown = if open || all <= most + 1 { all } else { most };
        for line in lines.into_iter().take(shown) {
            self.line().write(1, line, tone);
        }
        if shown < all {
            let more = format!("{} {} more lines", self.ellipsis, all - shown);
            self.line().write(1, &more, Tone::Dim);
            self.stop_line(Goal::Unfold(fold));
        }
    }

    /// Takes two sheets side by side; the cursor goes through the left one first.
    pub fn append_beside(&mut self, left: Self, right: Self, at: usize) {
        let start = self.lines.len();
        let height = left.lines.len().max(right.lines.len());
        let mut rights = right.lines.into_iter();
        let mut lefts = left.lines.into_iter();
        for _ in 0..height {
            let mut line = lefts.next().unwrap_or_default();
            let moved = rights.next().unwrap_or_default().into_iter();
            line.extend(moved.map(|part| Part {
                at: part.at + at,
                ..part
            }));
            self.lines.push(line);
        }
        let down = |stop: Stop, aside: usize| Stop {
            line: stop.line + start,
            heading: stop.heading + start,
            from: stop.from + aside,
            to: stop.to + aside,
            ..stop
        };
        self.headings.push(start);
        self.stops
            .extend(left.stops.into_iter().map(|stop| down(stop, 0)));
        self.stops
            .extend(right.stops.into_iter().map(|stop| down(stop, at)));
    }

    /// Takes another sheet below.
    pub fn append(&mut self, other: Self) {
        let start = self.lines.len();
        self.lines.extend(other.lines);
        self.headings
            .extend(other.headings.iter().map(|line| line + start));
        let stops = other.stops.into_iter();
        self.stops.extend(stops.map(|stop| Stop {
            line: stop.line + start,
            heading: stop.heading + start,
            ..stop
        }));
    }
}
