//! Drawing the kinds and the rows of Find.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::Row;
use super::{COUNT, Find, LISTED, ROOM_FOR_REASONS};
use crate::browse::search::Hit;
use crate::data::{Kind, RecordId};
use crate::session::Session;
use crate::text::columns;
use crate::ui::widgets::entry::{self, INDENT, Standing};
use crate::ui::widgets::line::Line;

/// The kinds on their line, each with the columns it takes; the first is all of them.
pub(super) fn tabs() -> impl Iterator<Item = (Range<usize>, Option<Kind>)> {
    let kinds = [None].into_iter().chain(LISTED.map(Some));
    kinds.scan(1, |start, kind| {
        let end = *start + columns(kind.map_or(ALL, Kind::short));
        let taken = *start..end;
        *start = end + 1;
        Some((taken, kind))
    })
}

/// The columns between a name and what tells it apart.
const GAP: usize = 2;

/// The tab of all kinds.
const ALL: &str = "All";

impl Find {
    pub(super) fn draw_kinds(&self, session: &Session, area: Rect, buf: &mut Buffer) {
        let styles = &session.styles;
        let Some(mut line) = Line::at(buf, area, 1, session.glyphs) else {
            return;
        };
        for (place, kind) in tabs() {
            let name = kind.map_or(ALL, Kind::short);
            let look = if kind == self.kind {
                styles.chip
            } else {
                styles.dim
            };
            line.to(place.start).write(name, look);
        }
    }

    pub(super) fn draw_row(
        &self,
        (row, more): (Row, &str),
        line: usize,
        standing: Standing,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        match row {
            Row::Heading(kind) => {
                if let Some(mut line) = Line::at(buf, area, line, session.glyphs) {
                    let count = session.dataset.count(kind).to_string();
                    line.to(1)
                        .write(&kind.many().to_uppercase(), session.styles.heading);
                    line.write_right(&format!("{count}   "), session.styles.dim);
                }
            }
            Row::Record(id) => {
                self.draw_record((id, more), None, line, standing, session, area, buf);
            }
            Row::Hit(hit) => {
                // What tells it apart stands with the reason, where there is one.
                let reasons = area.height >= ROOM_FOR_REASONS;
                let beside = if reasons { "" } else { more };
                self.draw_record(
                    (hit.id, beside),
                    Some(hit),
                    line,
                    standing,
                    session,
                    area,
                    buf,
                );
                if reasons {
                    self.draw_reason((hit, more), line + 1, standing, session, area, buf);
                }
            }
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "a row, where it stands and where it is drawn"
    )]
    pub(super) fn draw_record(
        &self,
        (id, more): (RecordId, &str),
        hit: Option<Hit>,
        row: usize,
        standing: Standing,
        session: &Session,
        area: Rect,
        buf: &mut Buffer,
    ) {
        let (styles, dataset) = (&session.styles, &session.dataset);
        let Some(mut line) = entry::start(buf, area, row, id, standing, session) else {
            return;
        };
        let count = match &self.found {
            Some(found) => found.answer.count(dataset, id),
            None => dataset.meeting_count(id),
        };
        let count = format!("{count} {} ", session.glyphs.link);
        let for_count = COUNT.max(columns(&count) + 1);
        let room = line.left().saturating_sub(for_count);
        let shown = self.shown(id, room, dataset);
        let marks = match (hit, &self.found) {
            (Some(hit), Some(found)) => found.answer.found.marks(hit, shown),
            _ => Vec::new(),
        };
        let (text, found) = (styles.text.style(), styles.found.style());
        let for_more = match columns(more) {
            0 => 0,
            wide => (wide + GAP).min((room / 2).max(room.saturating_sub(columns(shown)))),
        };
        line.write_marked(shown, &marks, room - for_more, text, found);
        if for_more > GAP {
            line.skip(GAP)
                .write_within(more, for_more - GAP, styles.dim);
        }
        line.write_right(&count, styles.dim);
        line.patch(standing.look(session));
    }

    pub(super) fn draw_reason(
        &self,
        (hit, more): (Hit, &str),
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
        let why = answer.found.why(&session.dataset, hit);
        let why = if why.is_empty() {
            let (fit, all) = (
                answer.count(&session.dataset, hit.id),
                session.dataset.meeting_count(hit.id),
            );
            if hit.id.kind == Kind::Meeting {
                "fits".to_owned()
            } else {
                format!("{fit} of {all} {} fit", Kind::Meeting.counted(all))
            }
        } else {
            why
        };
        let more = if more.is_empty() {
            String::new()
        } else {
            format!("{more} · ")
        };
        let why = format!("{} · {more}{why}", hit.id.kind);
        line.to(INDENT + 2).write(&why, session.styles.dim);
        if standing.at_cursor && !standing.focused {
            line.patch(session.styles.text);
        }
    }
}

/// A row whose record is still being looked for.
pub(super) fn draw_awaited(
    row: usize,
    standing: Standing,
    session: &Session,
    area: Rect,
    buf: &mut Buffer,
) {
    if let Some(mut line) = Line::at(buf, area, row, session.glyphs) {
        standing.write_cursor(&mut line, session);
        line.to(INDENT)
            .write(session.glyphs.ellipsis, session.styles.dim);
        line.patch(standing.look(session));
    }
}
