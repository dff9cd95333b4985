//! Drawing the rows of the list.

use std::ops::Range;

use super::RecordList;
use crate::browse::apart::apart;
use crate::browse::axis::Axis;
use crate::browse::listing::Listing;
use crate::data::{Dataset, Kind, RecordId, Year};
use crate::query::Number;
use crate::search::Hit;
use crate::session::Session;
use crate::text::{clean_line, columns, cut};
use crate::ui::list::{ListPane, date_column};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;
use crate::ui::widgets::titles::{TitleForms, titles};

/// From that many columns on there are bars of the years, and how many cells they have.
const ROOM_FOR_BARS: usize = 50;
const BARS: Range<usize> = 8..17;

/// A row as it is shown.
struct ListRow<'s> {
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

impl RecordList {
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
            Some(_) => format!("{} of {all}", self.length(session)),
        }
    }

    pub(super) fn draw_nothing(&self, canvas: &mut Canvas<'_>) {
        let session = canvas.session;
        let text = match (&self.mistake, self.hits()) {
            (Some(mistake), _) => mistake.clone(),
            (None, Some(_)) if self.lacking().is_some() => return,
            (None, Some(_)) => self.nothing_found(session),
            (None, None) => format!("there are no {}", self.kind().many()),
        };
        canvas.write_paragraph(&text, session.styles.text);
    }

    /// What was tried, and how to widen it.
    fn nothing_found(&self, session: &Session) -> String {
        let kinds = match self.only {
            Some(kind) => format!("the {} {}", session.dataset.count(kind), kind.many()),
            None => format!("all {} records", session.dataset.total()),
        };
        let mut text = format!(
            "Nothing found among {kinds}: names, other names and texts were tried, and words that come near."
        );
        if self.only.is_some() {
            text.push_str(" tab looks among another kind.");
        } else if self.parsed.parts().len() > 1 {
            text.push_str(" Fewer words find more.");
        }
        text
    }

    pub(super) fn draw_rows(&self, window: Range<usize>, reasons: bool, canvas: &mut Canvas<'_>) {
        let session = canvas.session;
        let mut rows: Vec<Option<ListRow<'_>>> =
            window.clone().map(|at| self.shown(at, session)).collect();
        tell_apart(&mut rows, &session.dataset);
        let width = usize::from(canvas.area.width).saturating_sub(2);
        let widest =
            |of: &dyn Fn(&ListRow<'_>) -> usize| rows.iter().flatten().map(of).max().unwrap_or(0);
        let when = widest(&|row| columns(&row.when));
        let count = widest(&|row| columns(&row.count)).max(2);
        let right = when + count + 4;
        let bars = self.bars(&rows, width.saturating_sub(right), session);
        let room = width.saturating_sub(right + bars.as_ref().map_or(0, |(cells, _)| cells + 1));
        // What tells a record apart has up to half of the room.
        let whole_room = |nth: usize, row: &ListRow<'_>| match &bars {
            // A name goes on to where its bars begin.
            Some((_, bars)) => room + columns(&bars[nth]) - columns(bars[nth].trim_start()),
            None => room_of(row, width, count),
        };
        let name_room = |nth: usize, row: &ListRow<'_>| {
            let room = whole_room(nth, row);
            match columns(&row.apart) {
                0 => room,
                wide => room - (wide + 1).min(room / 2),
            }
        };
        let rooms: Vec<usize> = { rows.iter().enumerate() }
            .map(|(nth, row)| row.as_ref().map_or(room, |row| name_room(nth, row)))
            .collect();
        let titles = titles_of(&rows, &rooms, session);
        for (nth, (row, title)) in rows.iter().zip(&titles).enumerate() {
            let at = if reasons { nth * 2 } else { nth };
            // In passing, the cursor is worth a mark on what is shown alone.
            let id = row.as_ref().map(|row| row.id);
            let is_here = id.is_some() && (id == session.here.record || id == session.here.held);
            let at_cursor = window.start + nth == self.list.at() && (canvas.focused || is_here);
            let Some(mut line) = canvas.row(at, at_cursor) else {
                continue;
            };
            let Some(row) = row else {
                // Its record is still being looked for.
                line.to(1)
                    .write(session.glyphs.ellipsis, session.styles.dim);
                continue;
            };
            line.begin_row(id);
            let linked = session.is_linked(row.id) && !at_cursor;
            if linked && !session.marked.contains(&row.id) {
                (line.to(0).write(session.glyphs.link, session.styles.linked)).to(1);
            }
            let all = whole_room(nth, row);
            self.write_name(row, title, all, &mut line);
            if let Some((cells, bars)) = &bars {
                let (bars, begun) = (bars[nth].trim_start(), all - room);
                let cells = cells.saturating_sub(begun);
                line.to(room + 2 + begun)
                    .write_within(bars, cells, session.styles.dim);
            }
            line.write_before(&row.when, width + 1 - count - 2, session.styles.text);
            line.write_before(&row.count, width + 1, session.styles.text);
            line.end_row();
            if let Some(hit) = row.hit.filter(|_| reasons)
                && let Some(mut line) = canvas.line(at + 1)
            {
                let reason = format!("{} · {}", hit.id.kind, self.reason(hit, session));
                line.to(3).write(&reason, session.styles.dim);
            }
        }
    }

    fn shown<'s>(&self, at: usize, session: &'s Session) -> Option<ListRow<'s>> {
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
        let found_year = || Listing::default().year(dataset, id);
        let when = match (is_meeting, year.or_else(found_year)) {
            (true, _) => date_column(dataset, id),
            (false, Some(year)) => Year(year).to_string(),
            (false, None) => String::new(),
        };
        Some(ListRow {
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

    fn write_name(&self, row: &ListRow<'_>, title: &str, room: usize, line: &mut Line<'_>) {
        let styles = &line.session.styles;
        let marks = match (row.hit, &self.found) {
            (Some(hit), Some(found)) => found.answer.found.marks(hit, title),
            _ => Vec::new(),
        };
        let (text, found) = (styles.text.style(), styles.found.style());
        line.write_marked(title, &marks, room, text, found);
        let left = (room + 1).saturating_sub(line.here());
        if !row.apart.is_empty() && left > 3 {
            // Two columns apart, or one where the name needs the other.
            let gap = if columns(&row.apart) + 2 <= left {
                2
            } else {
                1
            };
            (line.skip(gap)).write_within(&row.apart, left - gap, styles.dim);
        }
    }

    /// Small bars of the years, where there is room beside every name.
    fn bars(
        &self,
        rows: &[Option<ListRow<'_>>],
        room: usize,
        session: &Session,
    ) -> Option<(usize, Vec<String>)> {
        let axis = session.axis?;
        if room + 2 < ROOM_FOR_BARS.saturating_sub(12) || self.hits().is_some() {
            return None;
        }
        let widest = rows.iter().flatten().map(|row| columns(row.short));
        let cells = room.saturating_sub(widest.max().unwrap_or(0) + 2);
        let cells = cells.min(axis.years()).min(BARS.end - 1);
        if cells < BARS.start.min(axis.years()) || cells < 2 {
            return None;
        }
        let counts = rows.iter().map(|row| match row {
            Some(row) => spread(&axis, cells, row.id, session),
            None => Vec::new(),
        });
        let counts: Vec<Vec<u32>> = counts.collect();
        let most = counts.iter().flatten().max().copied().unwrap_or(0).max(4);
        let heights = session.glyphs.heights;
        let bar = |count: &u32| match (count * 4).div_ceil(most) {
            0 => " ",
            level => heights[(level.clamp(1, 4) * 2 - 1) as usize],
        };
        let bars = counts.iter().map(|row| row.iter().map(bar).collect());
        Some((cells, bars.collect()))
    }

    fn reason(&self, hit: Hit, session: &Session) -> String {
        let Some(answer) = self.found.as_ref().map(|found| &found.answer) else {
            return String::new();
        };
        let dataset = &session.dataset;
        match answer.found.why(dataset, hit) {
            why if !why.is_empty() => why,
            _ if hit.id.kind == Kind::Meeting => "fits".to_owned(),
            _ => {
                let (fit, all) = (answer.count(dataset, hit.id), dataset.meeting_count(hit.id));
                format!("{fit} of {all} {} fit", Kind::Meeting.counted(all))
            }
        }
    }
}

/// The names of the rows in sight; those of one name are told apart by what differs.
fn titles_of(rows: &[Option<ListRow<'_>>], rooms: &[usize], session: &Session) -> Vec<String> {
    let ellipsis = session.glyphs.ellipsis;
    let forms = rows.iter().zip(rooms).map(|(row, room)| TitleForms {
        full: row.as_ref().map_or("", |row| row.name),
        short: row.as_ref().map_or("", |row| row.short),
        id: row.as_ref().map_or("", |row| row.raw.as_str()),
        room: *room,
    });
    // As far as it is seen, what stands beside a name tells rows apart.
    let beside = |nth: usize| match &rows[nth] {
        None => nth.to_string(),
        Some(row) => {
            let seen = cut(&row.apart, rooms[nth].saturating_sub(3), ellipsis);
            format!("{}{seen}", row.when)
        }
    };
    titles(forms, beside, ellipsis)
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
            let rows = meetings.iter().copied();
            let rows = rows.filter(|row| kept.binary_search(row).is_ok());
            axis.spread_rows(cells, dataset, &rows.collect::<Vec<u32>>())
        }
    }
}

/// How many columns there are for a name: up to the date, or to the number where there is none.
fn room_of(row: &ListRow<'_>, width: usize, count: usize) -> usize {
    let behind = match (row.when.is_empty(), row.count.is_empty()) {
        (false, _) => count + 3 + columns(&row.when),
        (true, false) => columns(&row.count) + 1,
        (true, true) => 0,
    };
    width.saturating_sub(behind)
}

/// Finds out what differs for rows of one name.
fn tell_apart(rows: &mut [Option<ListRow<'_>>], dataset: &Dataset) {
    let read = |row: &ListRow<'_>| match row.id.kind {
        Kind::Meeting => format!("{}\t{}", row.short, row.when),
        _ => row.short.to_owned(),
    };
    let texts: Vec<(RecordId, String)> = { rows.iter().flatten() }
        .map(|row| (row.id, read(row)))
        .collect();
    let added = apart(dataset, &texts);
    for (row, added) in rows.iter_mut().flatten().zip(added) {
        row.apart = added;
    }
}
