//! Drawing the tabs and the rows of the list.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{LISTED, ListPane};
use crate::browse::apart::apart;
use crate::browse::axis::Axis;
use crate::data::{Dataset, Kind, RecordId, Year};
use crate::query::Number;
use crate::search::Hit;
use crate::session::Session;
use crate::text::{clean_line, columns, cut};
use crate::ui::list::Standing;
use crate::ui::panes::card_date;
use crate::ui::widgets::apart::{Names, titles};
use crate::ui::widgets::line::{Line, write_paragraph};

/// From so many columns on there are bars of the years, of so many cells.
const ROOM_FOR_BARS: usize = 50;
const BARS: Range<usize> = 8..17;

/// A row as it is shown.
struct Shown<'s> {
    id: RecordId,
    hit: Option<Hit>,
    name: &'s str,
    short: &'s str,
    raw: String,
    /// What differs from another of the same name.
    apart: String,
    /// The year, or the date of a meeting.
    when: String,
    count: String,
}

impl ListPane {
    pub(super) fn count(&self, session: &Session) -> String {
        let all: usize = match self.only {
            Some(kind) => session.dataset.count(kind),
            None => session.dataset.total(),
        };
        if self.lacking().is_some() {
            return format!("{} of {all}", session.glyphs.ellipsis);
        }
        match self.hits() {
            None => String::new(),
            Some(_) => format!("{} of {all}", self.total()),
        }
    }

    pub(super) fn draw_nothing(&self, session: &Session, area: Rect, buf: &mut Buffer) {
        let told = match (&self.mistake, self.hits()) {
            (Some(mistake), _) => mistake.clone(),
            (None, Some(_)) if self.lacking().is_some() => return,
            (None, Some(_)) => self.nothing_found(session),
            (None, None) => format!("there are no {}", self.tab.many()),
        };
        write_paragraph(&told, session.styles.text, session, area, buf);
    }

    /// What was tried, and how to widen it.
    fn nothing_found(&self, session: &Session) -> String {
        let kinds = match self.only {
            Some(kind) => format!("the {} {}", session.dataset.count(kind), kind.many()),
            None => format!("all {} records", session.dataset.total()),
        };
        let mut told = format!(
            "Nothing found among {kinds}: names, other names and texts were tried, and words that come near."
        );
        if self.only.is_some() {
            told.push_str(" tab looks among another kind.");
        } else if self.asked.parts().len() > 1 {
            told.push_str(" Fewer words find more.");
        }
        told
    }

    pub(super) fn draw_tabs(
        &mut self,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let styles = &session.styles;
        let end = area.right().saturating_sub(1);
        let title = Rect {
            x: area.x.saturating_add(2),
            width: area.width.saturating_sub(4),
            height: area.height.min(1),
            ..area
        };
        let label = |kind: Kind| format!("{} {}", kind.short(), session.dataset.count(kind));
        // The tab that is open is always in sight: those before it give way.
        let here = LISTED
            .iter()
            .position(|kind| *kind == self.tab)
            .unwrap_or(0);
        let wide =
            |kinds: &[Kind]| -> usize { kinds.iter().map(|kind| columns(&label(*kind)) + 2).sum() };
        let room = usize::from(title.width).saturating_sub(3);
        let first = (0..here)
            .find(|first| wide(&LISTED[*first..=here]) <= room)
            .unwrap_or(here);
        let Some(mut line) = Line::at(buf, title, 0, session.glyphs) else {
            return;
        };
        let look = if focused {
            styles.title_focused
        } else {
            styles.title
        };
        line.write(if first > 0 { session.glyphs.back } else { " " }, look);
        for (nth, kind) in LISTED.into_iter().enumerate().skip(first) {
            let label = label(kind);
            let more = if nth + 1 < LISTED.len() { 2 } else { 0 };
            if columns(&label) + 2 + more > line.left() {
                line.write(session.glyphs.link, look).write(" ", look);
                break;
            }
            let start = line.here();
            if kind == self.tab {
                line.write(&format!("[{label}]"), styles.title_focused);
            } else {
                line.write(&format!(" {label} "), look);
            }
            let at = |column: usize| {
                title
                    .x
                    .saturating_add(u16::try_from(column).unwrap_or(u16::MAX))
                    .min(end)
            };
            self.tabs.push((at(start)..at(line.here()), kind));
        }
    }

    pub(super) fn draw_rows(
        &self,
        window: Range<usize>,
        reasons: bool,
        focused: bool,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let mut rows: Vec<Option<Shown<'_>>> =
            window.clone().map(|at| self.shown(at, session)).collect();
        tell_apart(&mut rows, &session.dataset);
        let width = usize::from(area.width).saturating_sub(2);
        let widest =
            |of: &dyn Fn(&Shown<'_>) -> usize| rows.iter().flatten().map(of).max().unwrap_or(0);
        let when = widest(&|row| columns(&row.when));
        let count = widest(&|row| columns(&row.count)).max(2);
        let right = when + count + 4;
        let bars = self.bars(&rows, width.saturating_sub(right), session);
        let room = width.saturating_sub(right + bars.as_ref().map_or(0, |(cells, _)| cells + 1));
        // What tells a record apart has up to half of the room.
        let whole_room = |nth: usize, row: &Shown<'_>| match &bars {
            // A name goes on to where its bars begin.
            Some((_, bars)) => room + columns(&bars[nth]) - columns(bars[nth].trim_start()),
            None => room_of(row, width, count),
        };
        let name_room = |nth: usize, row: &Shown<'_>| {
            let room = whole_room(nth, row);
            match columns(&row.apart) {
                0 => room,
                wide => room - (wide + 1).min(room / 2),
            }
        };
        let rooms: Vec<usize> = { rows.iter().enumerate() }
            .map(|(nth, row)| row.as_ref().map_or(room, |row| name_room(nth, row)))
            .collect();
        let titles = Self::titles(&rows, &rooms, session);
        for ((nth, at), title) in window.enumerate().zip(&titles) {
            let line = if reasons { nth * 2 } else { nth };
            // In passing, the cursor is worth a mark on what is shown alone.
            let id = rows[nth].as_ref().map(|row| row.id);
            let is_here = id.is_some() && (id == session.here.record || id == session.here.held);
            let standing = Standing {
                at_cursor: at == self.list.at() && (focused || is_here),
                focused,
            };
            let Some(shown) = &rows[nth] else {
                draw_awaited(line, session, area, buf);
                continue;
            };
            let Some(mut line_of) = Line::at(buf, area, line, session.glyphs) else {
                continue;
            };
            standing.begin(&mut line_of, Some(shown.id), session);
            let linked = session.is_linked(shown.id)
                && !standing.at_cursor
                && !session.marked.contains(&shown.id);
            if linked {
                line_of
                    .to(0)
                    .write(session.glyphs.link, session.styles.linked)
                    .to(1);
            }
            let all = whole_room(nth, shown);
            self.draw_name(shown, title, all, session, &mut line_of);
            if let Some((cells, bars)) = &bars {
                let begun = all - room;
                line_of.to(room + 2 + begun).write_within(
                    bars[nth].trim_start(),
                    cells.saturating_sub(begun),
                    session.styles.dim,
                );
            }
            line_of.write_before(&shown.when, width + 1 - count - 2, session.styles.text);
            line_of.write_before(&shown.count, width + 1, session.styles.text);
            standing.end(&mut line_of, session);
            if let Some(hit) = shown.hit.filter(|_| reasons) {
                self.draw_reason(hit, line + 1, standing, session, area, buf);
            }
        }
    }

    fn shown<'s>(&self, at: usize, session: &'s Session) -> Option<Shown<'s>> {
        let dataset = &session.dataset;
        let id = self.record_at(at, session)?;
        let hit = self.hits().and_then(|hits| hits.get(at)).copied();
        let count = match (&self.found, self.listed()) {
            (Some(found), _) => found.answer.count(dataset, id),
            (None, Some(listing)) => Number::sure(listing.count(dataset, id)),
            (None, None) => Number::sure(dataset.meeting_count(id)),
        };
        let is_meeting = id.kind == Kind::Meeting;
        let year = self.listed().and_then(|listing| listing.year(dataset, id));
        let found_year = || crate::browse::listing::Listing::default().year(dataset, id);
        let when = match (is_meeting, year.or_else(found_year)) {
            (true, _) => card_date(dataset, id),
            (false, Some(year)) => Year(year).to_string(),
            (false, None) => String::new(),
        };
        Some(Shown {
            id,
            hit,
            name: dataset.name(id),
            short: dataset.short(id),
            raw: clean_line(dataset.raw_id(id)).into_owned(),
            apart: String::new(),
            when,
            count: if is_meeting {
                String::new()
            } else {
                count.to_string()
            },
        })
    }

    /// The names of the rows in sight; those of one name are told apart by what differs.
    fn titles(rows: &[Option<Shown<'_>>], rooms: &[usize], session: &Session) -> Vec<String> {
        let room = |nth: usize| rooms.get(nth).copied().unwrap_or(0);
        let names: Vec<Names<'_>> = { rows.iter().enumerate() }
            .map(|(nth, row)| Names {
                full: row.as_ref().map_or("", |row| row.name),
                short: row.as_ref().map_or("", |row| row.short),
                id: row.as_ref().map_or("", |row| row.raw.as_str()),
                room: room(nth),
            })
            .collect();
        // As far as it is seen, what stands beside a name tells rows apart.
        let beside = |nth: usize| {
            let Some(row) = rows[nth].as_ref() else {
                return nth.to_string();
            };
            let seen = cut(
                &row.apart,
                room(nth).saturating_sub(3),
                session.glyphs.ellipsis,
            );
            format!("{}{seen}", row.when)
        };
        titles(&names, beside, session.glyphs.ellipsis)
    }

    fn draw_name(
        &self,
        shown: &Shown<'_>,
        title: &str,
        room: usize,
        session: &Session,
        line: &mut Line<'_>,
    ) {
        let styles = &session.styles;
        let marks = match (shown.hit, &self.found) {
            (Some(hit), Some(found)) => found.answer.found.marks(hit, title),
            _ => Vec::new(),
        };
        let (text, found) = (styles.text.style(), styles.found.style());
        line.write_marked(title, &marks, room, text, found);
        let left = (room + 1).saturating_sub(line.here());
        if !shown.apart.is_empty() && left > 3 {
            // Two columns apart, or one where the name needs the other.
            let gap = if columns(&shown.apart) + 2 <= left {
                2
            } else {
                1
            };
            line.skip(gap)
                .write_within(&shown.apart, left - gap, styles.dim);
        }
    }

    /// Small bars of the years, where there is room beside every name.
    fn bars(
        &self,
        rows: &[Option<Shown<'_>>],
        room: usize,
        session: &Session,
    ) -> Option<(usize, Vec<String>)> {
        let axis = session.axis?;
        if room + 2 < ROOM_FOR_BARS.saturating_sub(12) || self.hits().is_some() {
            return None;
        }
        let widest = rows
            .iter()
            .flatten()
            .map(|row| columns(row.short))
            .max()
            .unwrap_or(0);
        let cells = room
            .saturating_sub(widest + 2)
            .min(axis.years())
            .min(BARS.end - 1);
        if cells < BARS.start.min(axis.years()) || cells < 2 {
            return None;
        }
        let counts: Vec<Vec<u32>> = rows
            .iter()
            .map(|row| {
                row.as_ref()
                    .map_or_else(Vec::new, |row| spread(&axis, cells, row.id, session))
            })
            .collect();
        let most = counts.iter().flatten().max().copied().unwrap_or(0).max(4);
        let heights = session.glyphs.heights;
        let bar = |count: &u32| match (count * 4).div_ceil(most) {
            0 => " ",
            level => heights[(level.clamp(1, 4) * 2 - 1) as usize],
        };
        Some((
            cells,
            counts
                .iter()
                .map(|row| row.iter().map(bar).collect())
                .collect(),
        ))
    }

    fn draw_reason(
        &self,
        hit: Hit,
        row: usize,
        standing: Standing,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let Some(answer) = self.found.as_ref().map(|found| &found.answer) else {
            return;
        };
        let Some(mut line) = Line::at(buf, area, row, session.glyphs) else {
            return;
        };
        let dataset = &session.dataset;
        let why = answer.found.why(dataset, hit);
        let why = if !why.is_empty() {
            why
        } else if hit.id.kind == Kind::Meeting {
            "fits".to_owned()
        } else {
            let (fit, all) = (answer.count(dataset, hit.id), dataset.meeting_count(hit.id));
            format!("{fit} of {all} {} fit", Kind::Meeting.counted(all))
        };
        line.to(3)
            .write(&format!("{} · {why}", hit.id.kind), session.styles.dim);
        if standing.at_cursor && !standing.focused {
            line.patch(Style::new());
        }
    }
}

/// How many of a record's kept meetings stand in each cell of the axis.
fn spread(axis: &Axis, cells: usize, id: RecordId, session: &Session) -> Vec<u32> {
    /// Of longer lists under a filter no bars are drawn: to look at each of their meetings takes too long.
    const LONG: usize = 20_000;
    let dataset = &session.dataset;
    let meetings = dataset.meetings_of(id);
    match &session.timeline.rows_kept {
        None => axis.spread_rows(cells, dataset, &meetings),
        Some(_) if meetings.len() > LONG => Vec::new(),
        Some(kept) => {
            let rows = meetings
                .iter()
                .copied()
                .filter(|row| kept.binary_search(row).is_ok());
            axis.spread_rows(cells, dataset, &rows.collect::<Vec<u32>>())
        }
    }
}

/// How many columns there are for a name: up to the date, or to the number where there is none.
fn room_of(row: &Shown<'_>, width: usize, count: usize) -> usize {
    let behind = match (row.when.is_empty(), row.count.is_empty()) {
        (false, _) => count + 3 + columns(&row.when),
        (true, false) => columns(&row.count) + 1,
        (true, true) => 0,
    };
    width.saturating_sub(behind)
}

/// Finds out what differs for rows of one name.
fn tell_apart(rows: &mut [Option<Shown<'_>>], dataset: &Dataset) {
    let read = |row: &Shown<'_>| match row.id.kind {
        Kind::Meeting => format!("{}\t{}", row.short, row.when),
        _ => row.short.to_owned(),
    };
    let told: Vec<(RecordId, String)> = { rows.iter().flatten() }
        .map(|row| (row.id, read(row)))
        .collect();
    let added = apart(dataset, &told);
    for (row, added) in rows.iter_mut().flatten().zip(added) {
        row.apart = added;
    }
}

/// A row whose record is still being looked for.
fn draw_awaited(row: usize, session: &Session, area: Rect, buf: &mut Buffer) {
    if let Some(mut line) = Line::at(buf, area, row, session.glyphs) {
        line.to(1)
            .write(session.glyphs.ellipsis, session.styles.dim);
    }
}
