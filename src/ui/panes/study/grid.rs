//! The grids: topics as lanes through years or meetings, or meetings and who was named. The first column stays where
//! it is while the others scroll sideways.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::browse::page::dated;
use crate::data::{Basis, Completeness, Dataset, RecordId, When, Year};
use crate::session::Session;
use crate::study::compare::{Compare, Presence};
use crate::study::strands::{Cell, Column, Strand, Strands};
use crate::study::view::Study;
use crate::text::{columns, cut_middle};
use crate::ui::list::Standing;
use crate::ui::widgets::apart::{Names, titles};
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
    /// What stands behind them: number, last year, a word.
    pub behind: usize,
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
    /// How far from the left side a column stands: 0 is the first. `None` when it is not in sight.
    pub fn place_of(&self, column: usize) -> Option<usize> {
        let Some(other) = column.checked_sub(1) else {
            return Some(0);
        };
        let seen = self.columns.contains(&other);
        seen.then(|| self.widths.head + (other - self.columns.start) * self.widths.cell)
    }

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

/// The columns before a name.
const BEFORE: usize = 1;

/// The columns of the number of meetings, of the last year, and of a word behind a lane.
const COUNT: usize = 5;
const LAST: usize = 6;
const WORD: usize = 17;

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
    pub fn widths(self, dataset: &Dataset, room: usize) -> Widths {
        match self {
            Self::Strands(strands) => {
                let behind = match room {
                    ..60 => COUNT,
                    60..78 => COUNT + LAST,
                    _ => COUNT + LAST + WORD,
                };
                let names = strands.strands.iter().take(SAMPLED);
                let names = names.map(|strand| columns(dataset.short(strand.topic)));
                let name = names.max().unwrap_or(0) + BEFORE + 2;
                let head = name.clamp(12, (room * 2 / 5).max(18)).min(room);
                let cell = 3;
                let shown = room.saturating_sub(head + behind) / cell;
                let shown = shown.clamp(1, strands.columns.len().max(1));
                // What no column needs goes to the names.
                let left = room.saturating_sub(head + behind + shown * cell);
                let head = (head + left).min(name.max(head));
                Widths {
                    head,
                    cell,
                    behind,
                    shown,
                }
            }
            Self::Compare(compare) => {
                let head = (room * 2 / 5).clamp(16, 52).min(room);
                let rest = room.saturating_sub(head);
                let shown = (rest / NARROWEST).clamp(1, compare.who.len().max(1));
                let cell = rest / shown;
                Widths {
                    head,
                    cell,
                    behind: 0,
                    shown,
                }
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
            line.to(widths.head.saturating_sub(2))
                .write(glyphs.back, styles.key);
        }
        for column in columns.clone() {
            let label = self.column_label(session, column, column == columns.start);
            line.to(widths.head + (column - columns.start) * widths.cell);
            line.write_within(&label, widths.cell.saturating_sub(1), styles.heading);
        }
        let end = widths.head + columns.len() * widths.cell;
        if columns.end < self.columns() {
            line.to(end.saturating_sub(1))
                .write(glyphs.link, styles.key);
        }
        if widths.behind >= COUNT {
            line.write_before("n", end + COUNT, styles.dim);
        }
        if widths.behind >= COUNT + LAST {
            line.write_before("last", end + COUNT + LAST, styles.dim);
        }
    }

    /// The two figures of a year where it begins; the name of who is compared.
    fn column_label(self, session: &Session, column: usize, first: bool) -> String {
        match self {
            Self::Strands(strands) => {
                let year = |at: usize| strands.columns.get(at).map(|column| column.year);
                let before = column.checked_sub(1).map(year);
                let many = strands.columns.get(column).and_then(|column| column.until);
                match year(column).flatten() {
                    _ if !first && before == Some(year(column)) => String::new(),
                    None => "?".to_owned(),
                    Some(_) if many.is_some() => session.glyphs.ellipsis.to_owned(),
                    Some(year) => Year(year).in_two_digits(),
                }
            }
            Self::Compare(compare) => compare
                .who
                .get(column)
                .map_or_else(String::new, |id| session.dataset.short(*id).to_owned()),
        }
    }

    /// The rows in sight; `cursor` is the row and the column it is on.
    pub fn draw_rows(
        self,
        rows: Range<usize>,
        cursor: (usize, usize),
        seen: &Seen,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let room = seen.widths.head.saturating_sub(BEFORE + 2);
        let labels: Vec<(String, String, String)> = { rows.clone() }
            .map(|row| self.row_label(&session.dataset, row, room))
            .collect();
        let names: Vec<Names<'_>> = { labels.iter() }
            .map(|(date, full, short)| Names {
                full,
                short,
                id: "",
                room: room.saturating_sub(columns(date)),
            })
            .collect();
        let titles = titles(&names, |nth| labels[nth].0.clone(), session.glyphs.ellipsis);
        for ((nth, row), title) in rows.enumerate().zip(&titles) {
            let label = format!("{}{title}", labels[nth].0);
            let column = (cursor.0 == row).then_some(cursor.1);
            self.draw_row(row, nth, &label, column, seen, session, area, buf);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a row, where it stands and where it is drawn"
    )]
    fn draw_row(
        self,
        row: usize,
        at: usize,
        label: &str,
        column: Option<usize>,
        seen: &Seen,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let (styles, dataset) = (&session.styles, &session.dataset);
        let Seen {
            widths,
            columns,
            focused,
        } = seen;
        let Some(mut line) = Line::at(buf, area, at, session.glyphs) else {
            return;
        };
        let standing = Standing {
            at_cursor: column.is_some(),
            focused: *focused,
        };
        standing.begin(&mut line, self.target(dataset, row, 0), session);
        let style = if column.is_some() {
            styles.cursor_away
        } else {
            styles.text
        };
        line.to(BEFORE).write(label, style);
        for column in columns.clone() {
            let (text, style, behind) = self.cell(session, row, column, widths.cell);
            line.to(widths.head + (column - columns.start) * widths.cell);
            line.write_within(&text, widths.cell, style)
                .write(&behind, styles.dim);
        }
        if let Self::Strands(strands) = self {
            write_behind(&strands.strands[row], seen, session, &mut line);
        }
        match column {
            Some(0) if *focused => {
                line.repaint_within(0..widths.head.saturating_sub(1), styles.cursor);
            }
            Some(column) if *focused => {
                if let Some(from) = seen.place_of(column) {
                    let to = from + widths.cell.saturating_sub(1).max(1);
                    line.repaint_within(from..to, styles.cursor);
                }
            }
            _ => {}
        }
    }

    /// What a row is called: what stands before its title, the title, and a shorter one.
    fn row_label(self, dataset: &Dataset, row: usize, room: usize) -> (String, String, String) {
        match self {
            Self::Strands(strands) => {
                let topic = strands.strands[row].topic;
                (
                    String::new(),
                    dataset.name(topic).to_owned(),
                    dataset.short(topic).to_owned(),
                )
            }
            Self::Compare(compare) => {
                let meeting = compare.rows[row].meeting;
                let date = dated(dataset, meeting);
                if room < ROOM_FOR_TITLES {
                    return (date, String::new(), String::new());
                }
                let (name, short) = (dataset.name(meeting), dataset.short(meeting));
                (format!("{date:<11} "), name.to_owned(), short.to_owned())
            }
        }
    }

    /// A cell in that many columns, its look, and what joins it to the next: where it has to be cut, how somebody's
    /// presence is known comes first.
    fn cell(
        self,
        session: &Session,
        row: usize,
        column: usize,
        room: usize,
    ) -> (String, Style, String) {
        let (styles, glyphs) = (&session.styles, session.glyphs);
        match self {
            Self::Strands(strands) => {
                let seen = &strands.strands[row].seen;
                let ends = (seen.first().map(|it| it.0), seen.last().map(|it| it.0));
                let at = u32::try_from(column).unwrap_or(u32::MAX);
                let within = ends.0.is_some_and(|first| first <= at);
                let joins = within && ends.1.is_some_and(|last| at < last);
                let between = if joins { glyphs.joint } else { " " };
                let (sign, look) = match strands.cell(row, column) {
                    Cell::Agenda => (glyphs.agenda, styles.linked),
                    Cell::Context => (glyphs.context, styles.meeting),
                    Cell::NotListed(Completeness::Complete) => (glyphs.absent, styles.dim),
                    Cell::NotListed(_) | Cell::NoTopics | Cell::NoMeeting => (between, styles.dim),
                };
                let behind = between.repeat(room.saturating_sub(1));
                (sign.to_owned(), look.style(), behind)
            }
            Self::Compare(compare) => {
                let presence = compare.presence(&session.dataset, compare.rows[row], column);
                let look = match &presence {
                    Presence::Named(tie) if tie.is_inferred() => styles.doubt,
                    Presence::Named(_) => styles.text,
                    Presence::NotNamed(_) => styles.dim,
                };
                let room = room.saturating_sub(1);
                let mut said = match &presence {
                    Presence::Named(_) => presence.said(&session.dataset),
                    Presence::NotNamed(Completeness::Complete) => glyphs.absent.to_owned(),
                    Presence::NotNamed(_) => String::new(),
                };
                if let (Presence::Named(tie), true) = (&presence, columns(&said) > room) {
                    let sign = match tie.basis() {
                        None | Some(Basis::Reported) => "",
                        Some(Basis::Announced) => "ann. ",
                        Some(Basis::Quoted) => "quot. ",
                        Some(Basis::Implied) => "~ impl. ",
                    };
                    said.insert_str(0, sign);
                }
                let said = cut_middle(&said, room, room / 2, glyphs.ellipsis);
                (said.into_owned(), look.style(), String::new())
            }
        }
    }

    /// The name of a row.
    pub fn name(self, dataset: &Dataset, row: usize) -> Option<String> {
        self.target(dataset, row, 0)
            .map(|id| dataset.name(id).to_owned())
    }

    /// What the signs mean, and what an empty cell says.
    pub fn caption(self, session: &Session) -> String {
        let glyphs = session.glyphs;
        let absent = glyphs.absent;
        match self {
            Self::Strands(strands) => {
                let complete =
                    |column: &Column| column.elsewhere == Cell::NotListed(Completeness::Complete);
                let doubt = if strands.columns.iter().any(complete) {
                    format!(
                        "{absent} the list is complete and does not name it; an empty cell says nothing."
                    )
                } else {
                    "No list here is known to be complete: an empty year says nothing.".to_owned()
                };
                format!(
                    "{} agenda  {} context   {doubt}",
                    glyphs.agenda, glyphs.context
                )
            }
            Self::Compare(_) => {
                format!("{absent} not on the list, which is complete; an empty cell says nothing.")
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
                    let when = match meeting {
                        Some(id) => dated(dataset, id),
                        None => strands.columns[at].years().unwrap_or_default(),
                    };
                    let title = meeting.map_or("", |id| dataset.short(id));
                    [&*when, meaning, title]
                        .into_iter()
                        .filter(|text| !text.is_empty())
                        .collect::<Vec<&str>>()
                        .join(" · ")
                });
                let silent = strand.silent_for.filter(|months| *months > 0);
                let silent = silent.map(|months| format!("silent for {months} months"));
                let parts = [dataset.short(strand.topic).to_owned()].into_iter();
                let parts: Vec<String> = parts.chain(strand.marks()).chain(silent).collect();
                [cell.unwrap_or_default(), parts.join(" · ")]
            }
            Self::Compare(compare) => {
                let Some(row) = compare.rows.get(row) else {
                    return Default::default();
                };
                let meeting = format!(
                    "{} {}",
                    dated(dataset, row.meeting),
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

/// So many rows decide how wide the first column is.
const SAMPLED: usize = 500;

/// Number, last year and a word behind a lane.
fn write_behind(strand: &Strand, seen: &Seen, session: &Session, line: &mut Line<'_>) {
    let styles = &session.styles;
    let end = seen.widths.head + seen.columns.len() * seen.widths.cell;
    if seen.widths.behind >= COUNT {
        line.to(end)
            .write_before(&strand.count.to_string(), end + COUNT, styles.text);
    }
    if seen.widths.behind >= COUNT + LAST {
        let year = session.dataset.when(strand.last).map(When::year);
        let year = year.map_or_else(|| "?".to_owned(), |year| Year(year).to_string());
        line.write_before(&year, end + COUNT + LAST, styles.text);
    }
    if seen.widths.behind >= COUNT + LAST + WORD {
        line.to(end + COUNT + LAST + 2)
            .write(&strand.word(), styles.dim);
    }
}
