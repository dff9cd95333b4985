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
    Heading,
    /// What sources disagree on, or what is wrong.
    Warning,
    /// What is inferred or not known.
    Doubt,
    /// A lane, and what stands out on it.
    Lit,
    Key,
}

/// Some text from a column on.
#[derive(Clone, Debug)]
pub struct Segment {
    pub at: usize,
    pub text: String,
    pub tone: Tone,
}

/// What a place of the card leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardTarget {
    Record(RecordId),
    /// More of what is folded: the fold of that number.
    Unfold(usize),
}

/// A place where the cursor can stand.
#[derive(Clone, Copy, Debug)]
pub struct TabStop {
    pub line: usize,
    /// The columns from here to there; a whole line where there is but one on it.
    pub from: usize,
    pub to: usize,
    /// Whether it is a row, on which the cursor has its sign.
    pub row: bool,
    pub target: CardTarget,
    /// The table that it belongs to, by the number of its section.
    pub section: usize,
    /// The line of the heading of its table.
    pub heading: usize,
}

/// The lines of a card, and where the cursor can stand on them.
#[derive(Clone, Debug, Default)]
pub struct CardText {
    /// How many columns there are.
    pub width: usize,
    /// The lines, each of parts from left to right.
    pub lines: Vec<Vec<Segment>>,
    /// The places, in reading order.
    pub stops: Vec<TabStop>,
    /// The lines of the headings.
    pub headings: Vec<usize>,
    /// What text that was cut ends in.
    pub ellipsis: &'static str,
    /// The section that is being written.
    pub section: usize,
    /// The stop on which the cursor stands at first.
    pub first: usize,
}

impl CardText {
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

    pub fn line(&mut self) -> &mut Self {
        self.lines.push(Vec::new());
        self
    }

    /// Writes on the last line, cut where the card ends.
    pub fn write(&mut self, at: usize, text: &str, tone: Tone) -> &mut Self {
        let room = self.width.saturating_sub(at);
        self.write_within(at, room, text, tone)
    }

    /// Writes on the last line, cut to that many columns.
    pub fn write_within(&mut self, at: usize, room: usize, text: &str, tone: Tone) -> &mut Self {
        let room = room.min(self.width.saturating_sub(at));
        let text = cut(text, room, self.ellipsis).into_owned();
        if let Some(line) = self.lines.last_mut().filter(|_| !text.is_empty()) {
            line.push(Segment { at, text, tone });
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

    /// A heading; one with `!` warns.
    pub fn heading(&mut self, text: &str) {
        let warns = text.contains('!');
        let tone = if warns { Tone::Warning } else { Tone::Heading };
        self.headings.push(self.lines.len());
        self.line().write(1, text, tone);
    }

    /// The last line, or some columns of it, is a place for the cursor.
    pub fn stop(&mut self, from: usize, to: usize, target: CardTarget) {
        let line = self.lines.len().saturating_sub(1);
        self.stops.push(TabStop {
            line,
            from,
            to,
            row: from == 0 && to == self.width,
            target,
            section: self.section,
            heading: self.headings.last().copied().unwrap_or(0),
        });
    }

    /// The whole last line leads somewhere.
    pub fn stop_line(&mut self, target: CardTarget) {
        self.stop(0, self.width, target);
    }

    /// A line that unfolds what it stands for, e.g. `3 more`.
    pub fn fold(&mut self, at: usize, hidden: &str, fold: usize) {
        let text = format!("{} {hidden}", self.ellipsis);
        self.line().write(at, &text, Tone::Dim);
        self.stop_line(CardTarget::Unfold(fold));
    }

    /// A text over several lines, the first of them below the last line.
    pub fn paragraph(&mut self, at: usize, room: usize, text: &str, tone: Tone) {
        for line in wrap(text, room) {
            self.line().write(at, line, tone);
        }
    }

    /// A text over all columns but two.
    pub fn prose(&mut self, text: &str, tone: Tone) {
        self.paragraph(1, self.width.saturating_sub(2).max(1), text, tone);
    }

    /// The same, folded beyond that many lines: under the number of its fold, unless that is open.
    pub fn folded_prose(&mut self, text: &str, tone: Tone, most: usize, fold: Option<usize>) {
        let start = self.lines.len();
        self.prose(text, tone);
        let all = self.lines.len() - start;
        if let Some(fold) = fold.filter(|_| all > most + 1) {
            self.lines.truncate(start + most);
            self.fold(1, &format!("{} more lines", all - most), fold);
        }
    }

    /// Takes two cards side by side; the cursor goes through the left one first.
    pub fn append_beside(&mut self, left: Self, right: Self, at: usize) {
        let start = self.lines.len();
        let height = left.lines.len().max(right.lines.len());
        let mut rights = right.lines.into_iter();
        let mut lefts = left.lines.into_iter();
        for _ in 0..height {
            let mut line = lefts.next().unwrap_or_default();
            let moved = rights.next().unwrap_or_default().into_iter();
            line.extend(moved.map(|segment| Segment {
                at: segment.at + at,
                ..segment
            }));
            self.lines.push(line);
        }
        self.headings.push(start);
        self.append_stops(left.stops, start, 0);
        self.append_stops(right.stops, start, at);
    }

    /// Takes another card below.
    pub fn append(&mut self, other: Self) {
        let start = self.lines.len();
        self.lines.extend(other.lines);
        let headings = other.headings.iter();
        self.headings.extend(headings.map(|line| line + start));
        self.append_stops(other.stops, start, 0);
    }

    fn append_stops(&mut self, stops: Vec<TabStop>, down: usize, right: usize) {
        self.stops.extend(stops.into_iter().map(|stop| TabStop {
            line: stop.line + down,
            heading: stop.heading + down,
            from: stop.from + right,
            to: stop.to + right,
            ..stop
        }));
    }
}
