//! The grids: topics and meetings, or meetings and who was named. The first column stays where it is while the
//! others scroll sideways.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::browse::page::brief_date;
use crate::data::{Basis, Dataset, RecordId, Year};
use crate::session::Session;
use crate::study::compare::{Compare, Presence};
use crate::study::strands::{Cell, Strands};
use crate::study::view::Study;
use crate::text::columns;
use crate::ui::widgets::entry::{self, Standing};
use crate::ui::widgets::line::Line;

/// A study as rows and columns.
#[derive(Clone, Copy)]
pub enum Grid<'s> {
    /// Topics and meetings or years.
    Strands(&'s Strands),
    /// Meetings and who is compared.
    Compare(&'s Compare),
}

/// How wide the parts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// The first column.
    pub head: usize,
    /// Each of the others.
    pub cell: usize,
    /// How many of the others are in sight.
    pub shown: usize,
}

/// The part of a grid that is in sight.
#[derive(Clone)]
pub struct Seen {
    /// How wide its parts are.
    pub widths: Widths,
    /// The columns behind the first that are shown.
    pub columns: Range<usize>,
    /// Whether the pane has the keyboard.
    pub focused: bool,
}

impl Seen {
    /// The column that stands so far from the left side: 0 is the first.
    pub fn column_at(&self, x: usize) -> usize {
        match x.checked_sub(self.widths.head) {
            None => 0,
            Some(x) => {
                let column = self.columns.start + x / self.widths.cell.max(1) + 1;
                column.min(self.columns.end)
            }
        }
    }
}

/// The columns before a name: cursor, marks.
const BEFORE: usize = entry::INDENT;

/// The column of the number of meetings.
const COUNT: usize = 4;

impl<'s> Grid<'s> {
    /// The grid of a study, if it is one.
    pub fn of(study: &'s Study) -> Option<Self> {
        match study {
            Study::Strands(strands) => Some(Self::Strands(strands)),
            Study::Compare(compare) => Some(Self::Compare(compare)),
            _ => None,
        }
    }

    /// How many rows it has.
    pub fn rows(self) -> usize {
        match self {
            Self::Strands(strands) => strands.strands.len(),
            Self::Compare(compare) => compare.rows.len(),
        }
    }

    /// How many columns it has behind the first.
    pub fn columns(self) -> usize {
        match self {
            Self::Strands(strands) => strands.columns.len(),
            Self::Compare(compare) => compare.who.len(),
        }
    }

    /// The record of a place; column 0 is the first one. A cell leads to its meeting.
    pub fn target(self, dataset: &Dataset, row: usize, column: usize) -> Option<RecordId> {
        match (self, column.checked_sub(1)) {
            (Self::Strands(strands), None) => Some(strands.strands.get(row)?.topic),
            (Self::Strands(strands), Some(column)) => strands.meeting(dataset, row, column),
            (Self::Compare(compare), _) => Some(compare.rows.get(row)?.meeting),
        }
    }

    /// What a cell is about within its meeting: the topic, or the one who is compared.
    pub fn within(self, row: usize, column: usize) -> Option<RecordId> {
        let column = column.checked_sub(1)?;
        match self {
            Self::Strands(strands) => Some(strands.strands.get(row)?.topic),
            Self::Compare(compare) => compare.who.get(column).copied(),
        }
    }

    /// The column in which the next group begins: a year of the strands.
    pub fn next_group(self, column: usize, forward: bool) -> Option<usize> {
        let Self::Strands(strands) = self else {
            return None;
        };
        let begins = |at: &usize| {
            let year = |at: usize| strands.columns.get(at).map(|column| column.year);
            at.checked_sub(1)
                .is_none_or(|before| year(before) != year(*at))
        };
        let found = if forward {
            (column..strands.columns.len()).find(begins)
        } else {
            (0..column.saturating_sub(1)).rev().find(begins)
        };
        found.map(|at| at + 1)
    }

    /// The row of the next meeting that names two at least.
    pub fn next_together(self, row: usize, forward: bool) -> Option<usize> {
        let Self::Compare(compare) = self else {
            return None;
        };
        let is_one = |at: &usize| compare.rows[*at].named.count_ones() > 1;
        let count = compare.rows.len();
        if forward {
            (row.saturating_add(1)..count).find(is_one)
        } else {
            (0..row.min(count)).rev().find(is_one)
        }
    }

    /// How wide the parts are in that many columns.
    pub fn widths(self, room: usize) -> Widths {
        match self {
            Self::Strands(_) => {
                let head = (room * 2 / 5).clamp(24, 38).min(room);
                let cell = 3;
                let shown = room.saturating_sub(head) / cell;
                Widths { head, cell, shown }
            }
            Self::Compare(compare) => {
                let head = (room / 3).clamp(16, 40).min(room);
                let rest = room.saturating_sub(head);
                let shown = (rest / NARROWEST).clamp(1, compare.who.len().max(1));
                let cell = rest / shown;
                Widths { head, cell, shown }
            }
        }
    }

    /// The line above: what the columns are.
    pub fn draw_head(self, seen: &Seen, session: &Session, area: Rect, buf: &mut Buffer) {
        let Seen {
            widths, columns, ..
        } = seen;
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let Some(mut line) = Line::at(buf, area, 0, glyphs) else {
            return;
        };
        let title = match self {
            Self::Strands(_) => "topic",
            Self::Compare(_) => "meeting",
        };
        line.to(BEFORE).write(title, styles.dim);
        if columns.start > 0 {
            line.to(widths.head - 2).write(glyphs.back, styles.key);
        }
        for column in columns.clone() {
            let label = self.column_label(&session.dataset, column, column == columns.start);
            line.to(widths.head + (column - columns.start) * widths.cell);
            line.write_within(&label, widths.cell.saturating_sub(1), styles.heading);
        }
        if columns.end < self.columns() {
            let width = usize::from(area.width);
            line.to(width.saturating_sub(glyphs.link.len().min(2)));
            line.write(glyphs.link, styles.key);
        }
    }

    /// The two figures of a year where it begins; the name of who is compared.
    fn column_label(self, dataset: &Dataset, column: usize, first: bool) -> String {
        match self {
            Self::Strands(strands) => {
                let year = |at: usize| strands.columns.get(at).map(|column| column.year);
                let before = column.checked_sub(1).map(year);
                match year(column).flatten() {
                    _ if !first && before == Some(year(column)) => String::new(),
                    None => "?".to_owned(),
                    Some(year) => Year(year).in_two_digits(),
                }
            }
            Self::Compare(compare) => compare
                .who
                .get(column)
                .map_or_else(String::new, |id| dataset.short(*id).to_owned()),
        }
    }

    /// One row; `column` is where the cursor is, if it is in this row.
    #[expect(
        clippy::too_many_arguments,
        reason = "a row, where it stands and where it is drawn"
    )]
    pub fn draw_row(
        self,
        row: usize,
        at: usize,
        column: Option<usize>,
        seen: &Seen,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let Seen {
            widths,
            columns,
            focused,
        } = seen;
        let (styles, dataset) = (&session.styles, &session.dataset);
        let Some(id) = self.target(dataset, row, 0) else {
            return;
        };
        let standing = Standing {
            at_cursor: column.is_some(),
            focused: *focused,
        };
        let look = |of: usize| {
            if column == Some(of) {
                standing.look(session)
            } else {
                Style::new()
            }
        };
        let Some(mut line) = entry::start(buf, area, at, id, standing, session) else {
            return;
        };
        let room = widths.head.saturating_sub(BEFORE + 1);
        let (name, count) = self.row_label(dataset, row, room);
        let room = room.saturating_sub(if count.is_empty() { 0 } else { COUNT });
        let style = styles.text.style().patch(look(0));
        line.write_within(&format!("{name:<room$}"), room, style);
        if !count.is_empty() {
            line.write(&format!("{count:>COUNT$}"), styles.dim);
        }
        for column in columns.clone() {
            let room = widths.cell.saturating_sub(1);
            let (text, style) = self.cell(session, row, column, room);
            line.to(widths.head + (column - columns.start) * widths.cell);
            let style = style.patch(look(column + 1));
            line.write_within(&format!("{text:<room$}"), room, style);
        }
    }

    /// The name of a row, and the number behind it, in that many columns.
    fn row_label(self, dataset: &Dataset, row: usize, room: usize) -> (String, String) {
        match self {
            Self::Strands(strands) => {
                let strand = &strands.strands[row];
                let sign = match (strand.is_new, strand.comeback) {
                    (true, _) => "N",
                    (false, Some(_)) => "B",
                    (false, None) => " ",
                };
                let name = dataset.short(strand.topic).to_owned();
                (name, format!("{}{sign}", strand.count))
            }
            Self::Compare(compare) => {
                let meeting = compare.rows[row].meeting;
                let date = brief_date(dataset.date(meeting));
                let label = if room < ROOM_FOR_TITLES {
                    date
                } else {
                    format!("{date:<11} {}", dataset.short(meeting))
                };
                (label, String::new())
            }
        }
    }

    /// A cell in that many columns: where it has to be cut, how somebody's presence is known comes first.
    fn cell(self, session: &Session, row: usize, column: usize, room: usize) -> (String, Style) {
        let (styles, glyphs) = (&session.styles, session.glyphs);
        match self {
            Self::Strands(strands) => {
                let (sign, look) = match strands.cell(row, column) {
                    Cell::Agenda => (glyphs.agenda.to_owned(), styles.meeting),
                    Cell::Context => (glyphs.context.to_owned(), styles.meeting),
                    Cell::NotListed(crate::data::Completeness::Complete) => {
                        (glyphs.absent.to_owned(), styles.dim)
                    }
                    Cell::NotListed(_) => (format!("{}?", glyphs.absent), styles.dim),
                    Cell::NoTopics => ("?".to_owned(), styles.doubt),
                };
                (sign, look.style())
            }
            Self::Compare(compare) => {
                let presence = compare.presence(&session.dataset, compare.rows[row], column);
                let look = match &presence {
                    Presence::Named(tie) if tie.is_inferred() => styles.doubt,
                    Presence::Named(_) => styles.text,
                    Presence::NotNamed(_) => styles.dim,
                };
                let mut said = presence.said(&session.dataset);
                if let (Presence::Named(tie), true) = (&presence, columns(&said) > room) {
                    let sign = match tie.basis {
                        None | Some(Basis::Reported) => "",
                        Some(Basis::Announced) => "ann. ",
                        Some(Basis::Quoted) => "quot. ",
                        Some(Basis::Implied) => "~ impl. ",
                    };
                    said.insert_str(0, sign);
                }
                (said, look.style())
            }
        }
    }

    /// What stands under the cursor, in two lines.
    pub fn told(self, session: &Session, row: usize, column: usize) -> [String; 2] {
        let dataset = &session.dataset;
        match self {
            Self::Strands(strands) => {
                let Some(strand) = strands.strands.get(row) else {
                    return Default::default();
                };
                let cell = column.checked_sub(1).map(|at| {
                    let meeting = strands.meeting(dataset, row, at);
                    let meaning = strands.cell(row, at).meaning();
                    let date = brief_date(meeting.and_then(|id| dataset.date(id)));
                    let title = meeting.map_or("", |id| dataset.short(id));
                    format!("{date} · {meaning} · {title}")
                });
                let silent = strand.silent_for.filter(|months| *months > 0);
                let silent = silent.map(|months| format!("silent for {months} months"));
                let parts = [dataset.short(strand.topic).to_owned()].into_iter();
                let parts: Vec<String> = parts.chain(strand.marks()).chain(silent).collect();
                [cell.unwrap_or_else(|| legend(session)), parts.join(" · ")]
            }
            Self::Compare(compare) => {
                let Some(row) = compare.rows.get(row) else {
                    return Default::default();
                };
                let meeting = format!(
                    "{} {}",
                    brief_date(dataset.date(row.meeting)),
                    dataset.name(row.meeting)
                );
                let who = column.checked_sub(1).and_then(|at| compare.who.get(at));
                let said = who.map(|id| {
                    let presence = compare.presence(dataset, *row, column - 1);
                    let said = match &presence {
                        Presence::Named(tie) => tie.said(dataset),
                        Presence::NotNamed(_) => presence.meaning().to_owned(),
                    };
                    format!("{}: {said}", dataset.short(*id))
                });
                let named = || {
                    let who = compare.who.iter().enumerate();
                    let here = who.filter(|(nth, _)| row.names(*nth));
                    let here = here.map(|(_, id)| dataset.short(*id));
                    format!("named: {}", here.collect::<Vec<&str>>().join(", "))
                };
                [meeting, said.unwrap_or_else(named)]
            }
        }
    }
}

/// From this width on a meeting of a comparison is told by its title too.
const ROOM_FOR_TITLES: usize = 20;

/// The narrowest column of a comparison.
const NARROWEST: usize = 16;

/// What the signs mean.
fn legend(session: &Session) -> String {
    let glyphs = session.glyphs;
    format!(
        "{} agenda  {} context  {} not listed, list complete  {}? list maybe incomplete  ? unknown",
        glyphs.agenda, glyphs.context, glyphs.absent, glyphs.absent
    )
}
