//! The strip of years: how many meetings and agreements each had, and which year the cursor is in.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::browse::timeline::YearCount;
use crate::data::Year;
use crate::session::Session;
use crate::text::columns;
use crate::ui::panes::{Spot, Spots};
use crate::ui::widgets::line::Line;

/// The line.
pub struct Strip<'s>(pub &'s Session);

/// More marks than this in one year are told by their height.
const MARKS: u32 = 9;

impl Strip<'_> {
    /// Draws it and says where each year stands.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Spots {
        let session = self.0;
        let years = &session.timeline.years;
        let width = usize::from(area.width).saturating_sub(2);
        let marked: Vec<String> = years.iter().map(|year| marks(session, year)).collect();
        let needed: usize = marked.iter().map(|text| columns(text) + 2).sum();
        let few = years
            .iter()
            .all(|year| year.meetings + year.agreements <= MARKS);
        if few && needed <= width + 2 {
            draw_parts(session, &marked, 2, area, buf)
        } else {
            let heights = heights(session, years);
            if let Some(parts) = numbered(years, &heights, width) {
                draw_parts(session, &parts, 1, area, buf)
            } else {
                draw_parts(session, &heights, 0, area, buf)
            }
        }
    }
}

/// The year with a mark for each meeting and agreement.
fn marks(session: &Session, year: &YearCount) -> String {
    let glyphs = session.glyphs;
    let meetings = glyphs.meeting.repeat(year.meetings.min(MARKS + 1) as usize);
    let agreements = glyphs
        .agreement
        .repeat(year.agreements.min(MARKS + 1) as usize);
    format!("{} {meetings}{agreements}", Year(year.year))
}

/// Years with their heights, in four digits or two, when that fits.
fn numbered(years: &[YearCount], heights: &[String], width: usize) -> Option<Vec<String>> {
    let counts = years.iter().zip(heights);
    if years.len() * 6 <= width + 1 {
        let whole = counts.map(|(year, height)| format!("{}{height}", Year(year.year)));
        return Some(whole.collect());
    }
    let short = counts.map(|(year, height)| format!("{}{height}", Year(year.year).in_two_digits()));
    (years.len() * 4 <= width + 1).then(|| short.collect())
}

/// The height of each year against the fullest.
fn heights(session: &Session, years: &[YearCount]) -> Vec<String> {
    let count = |year: &YearCount| year.meetings + year.agreements;
    let most = years.iter().map(count).max().unwrap_or(1).max(1);
    let steps = session.glyphs.heights;
    let height = |year: &YearCount| {
        let level = (u64::from(count(year)) * 8)
            .div_ceil(u64::from(most))
            .clamp(1, 8);
        steps[usize::try_from(level).unwrap_or(1) - 1].to_owned()
    };
    years.iter().map(height).collect()
}

/// Draws the years side by side, the one of the record that is here standing out, scrolled so that it is
/// in sight.
fn draw_parts(
    session: &Session,
    parts: &[String],
    gap: usize,
    area: Rect,
    buf: &mut Buffer,
) -> Spots {
    let years = &session.timeline.years;
    let year = session.here.record.and_then(|id| session.dataset.date(id));
    let here = year.and_then(|date| years.iter().position(|y| y.year == date.year()));
    let width = usize::from(area.width).saturating_sub(2);
    let ends: Vec<usize> = parts
        .iter()
        .scan(0, |end, part| {
            *end += columns(part) + gap;
            Some(*end)
        })
        .collect();
    let more = columns(session.glyphs.more) + 1;
    let needed = here.and_then(|at| ends.get(at)).map_or(0, |end| end + more);
    let hidden = needed.saturating_sub(width);
    let first = ends.partition_point(|end| *end - gap < hidden);
    let skipped = first.checked_sub(1).map_or(0, |at| ends[at]);
    let mut spots = Spots::default();
    let Some(mut line) = Line::at(buf, area, 0, session.glyphs) else {
        return spots;
    };
    for (at, part) in parts.iter().enumerate().skip(first) {
        let start = 1 + (if at == 0 { 0 } else { ends[at - 1] }) - skipped;
        let last = at + 1 == parts.len();
        let room = if last {
            width
        } else {
            width.saturating_sub(more)
        };
        if start + columns(part) > room + 1 {
            line.to(width)
                .write(session.glyphs.more, session.styles.dim);
            break;
        }
        let look = if Some(at) == here {
            session.styles.cursor_away
        } else {
            session.styles.dim
        };
        line.to(start).write(part, look);
        if let Some(year) = years.get(at) {
            spots.add(area, start..start + columns(part), Spot::Year(year.year));
        }
    }
    spots
}
