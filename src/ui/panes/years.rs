//! The picture of the years: all meetings and agreements on one axis, time to scale, those of the open record lit.
//!
//! ```text
//!           08    09   10    11    12   13    14    15    the years
//!  SOM     │                               ·       2      the longest series, a lit meeting by its number
//!  others  │                      ·          ··    ● :    other meetings: one, two, more
//!  agreed ‹│ ◇                    ◇   ◇                   agreements; something lies before
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{Spot, Spots};
use crate::browse::axis::{Axis, longest_series};
use crate::data::{Day, Kind, RecordId, Year};
use crate::session::{Lit, Session};
use crate::text::{columns, fit};
use crate::ui::widgets::line::Line;

/// The picture.
pub struct Years<'s> {
    /// What there is.
    pub session: &'s Session,
    /// The record under the cursor of the timeline: it is underlined.
    pub cursor: Option<RecordId>,
}

/// From so many lines of the screen on, it has its lanes; from fewer on, one lane.
const LANES: u16 = 28;
const ONE: u16 = 18;

/// The columns of the names of the lanes.
const NAMES: usize = 10;

/// More records than so many a cell are told by their heights.
const CROWDED: usize = 3;

/// One cell of a lane.
#[derive(Clone, Copy, Default)]
struct Cell {
    meetings: u32,
    agreements: u32,
    /// How many of them are lit, and the last of those.
    lit: u32,
    lit_one: Option<RecordId>,
    /// Whether the filter keeps one of them.
    kept: bool,
    under_cursor: bool,
}

impl Years<'_> {
    /// How many lines it takes on a screen of that height.
    pub fn height(session: &Session, area: Rect) -> u16 {
        let Some(axis) = session.axis else {
            return 0;
        };
        let crowded = axis.records > CROWDED * usize::from(area.width).max(1);
        match (area.height, crowded) {
            (..ONE, _) => 0,
            (ONE..LANES, _) => 2,
            (_, true) => 3,
            (_, false) => 4,
        }
    }

    /// Draws it and says which time stands where.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Spots {
        let mut spots = Spots::default();
        let Some(axis) = self.session.axis.filter(|_| area.height > 1) else {
            return spots;
        };
        let lanes = area.height == 4;
        let start = if lanes { NAMES } else { 1 };
        let cells = usize::from(area.width).saturating_sub(start + 1);
        if cells == 0 {
            return spots;
        }
        let plot = Rect {
            x: area.x.saturating_add(u16::try_from(start).unwrap_or(0)),
            width: u16::try_from(cells).unwrap_or(0),
            ..area
        };
        self.labels(&axis, cells, plot, buf);
        if axis.records > CROWDED * usize::from(area.width).max(1) {
            self.histogram(&axis, cells, plot, buf);
        } else {
            self.lanes(&axis, cells, lanes, area, plot, buf);
        }
        self.ends(&axis, lanes, start, area, buf);
        for cell in 0..cells {
            spots.add(plot, cell..cell + 1, Spot::Day(axis.day_of(cell, cells)));
        }
        spots
    }

    /// What is left off at the ends.
    fn ends(&self, axis: &Axis, lanes: bool, start: usize, area: Rect, buf: &mut Buffer) {
        let (styles, glyphs) = (&self.session.styles, self.session.glyphs);
        let bottom = usize::from(area.height) - 1;
        if let Some(mut line) = Line::at(buf, area, bottom, glyphs) {
            let at = if lanes { start - 2 } else { 0 };
            if axis.left_off.0 {
                line.to(at).write(glyphs.back, styles.text);
            }
            if axis.left_off.1 {
                line.to(usize::from(area.width) - 1)
                    .write(glyphs.link, styles.text);
            }
        }
    }

    /// Months, years or decades, whichever fits.
    fn labels(&self, axis: &Axis, cells: usize, plot: Rect, buf: &mut Buffer) {
        let Some(mut line) = Line::at(buf, plot, 0, self.session.glyphs) else {
            return;
        };
        let dim = self.session.styles.dim;
        for (day, label) in labels(axis, cells) {
            if let Some(cell) = axis.cell(day, cells)
                && cell >= line.here()
                && cell + columns(&label) <= cells
            {
                line.to(cell).write(&label, dim).skip(1);
            }
        }
    }

    fn lanes(
        &self,
        axis: &Axis,
        cells: usize,
        lanes: bool,
        area: Rect,
        plot: Rect,
        buf: &mut Buffer,
    ) {
        let session = self.session;
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let series = longest_series(&session.dataset).filter(|_| lanes);
        let of_lane = |id: RecordId| match (lanes, id.kind) {
            (false, _) => 0,
            (true, Kind::Agreement) => 2,
            _ if series.is_some() && session.dataset.series_of(id) == series => 0,
            _ => 1,
        };
        let mut grid = vec![vec![Cell::default(); cells]; if lanes { 3 } else { 1 }];
        let lit = session.lit();
        for kind in [Kind::Agreement, Kind::Meeting] {
            for id in session.dataset.all(kind) {
                let Some(when) = session.dataset.when(id) else {
                    break;
                };
                if let Some(cell) = axis.cell(when.place(), cells) {
                    self.count(id, &lit, &mut grid[of_lane(id)][cell]);
                }
            }
        }
        let names = match series {
            Some(series) => [
                session.dataset.series_short(series),
                "others".into(),
                "agreed".into(),
            ],
            None => ["".into(), "meetings".into(), "agreed".into()],
        };
        for (nth, row) in grid.iter().enumerate() {
            if lanes && let Some(mut line) = Line::at(buf, area, nth + 1, glyphs) {
                let name = fit(&names[nth], NAMES - 3, glyphs.ellipsis);
                line.to(1).write(&name, styles.dim);
                line.to(NAMES - 1).write(glyphs.rule, styles.border);
            }
            if let Some(mut line) = Line::at(buf, plot, nth + 1, glyphs) {
                let numbers = lanes && nth == 0 && series.is_some();
                self.draw_lane(row, numbers, &mut line);
            }
        }
    }

    fn count(&self, id: RecordId, lit: &Lit<'_>, cell: &mut Cell) {
        match id.kind {
            Kind::Agreement => cell.agreements += 1,
            _ => cell.meetings += 1,
        }
        if lit.has(id) {
            cell.lit += 1;
            cell.lit_one = Some(id);
        }
        cell.kept |= match (&self.session.timeline.rows_kept, id.kind) {
            (Some(kept), Kind::Meeting) => kept.binary_search(&id.row).is_ok(),
            _ => false,
        };
        cell.under_cursor |= self.cursor == Some(id);
    }

    fn draw_lane(&self, row: &[Cell], numbers: bool, line: &mut Line<'_>) {
        let session = self.session;
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let is_free = |at: usize| {
            row.get(at)
                .is_none_or(|cell| cell.meetings + cell.agreements == 0)
        };
        for (at, cell) in row.iter().enumerate() {
            if cell.meetings + cell.agreements == 0 {
                continue;
            }
            let (sign, look) = match cell.lit_one {
                Some(id) if id.kind == Kind::Agreement => {
                    (glyphs.agreement.to_owned(), styles.linked)
                }
                Some(id) => {
                    let number = session.dataset.ordinal(id).map(|number| number.to_string());
                    let fits = |number: &String| {
                        numbers
                            && cell.lit == 1
                            && (1..=number.len()).all(|next| is_free(at + next))
                            && at + number.len() <= row.len()
                    };
                    let sign = number
                        .filter(fits)
                        .unwrap_or_else(|| glyphs.meeting.to_owned());
                    (sign, styles.linked)
                }
                None if cell.meetings == 0 => (glyphs.agreement_unlit.to_owned(), styles.dim),
                None => {
                    let [one, two, more] = glyphs.unlit;
                    let sign = match cell.meetings + cell.agreements {
                        1 => one,
                        2 => two,
                        _ => more,
                    };
                    (sign.to_owned(), styles.dim)
                }
            };
            let mut style: Style = look.style();
            if cell.lit == 0 && cell.kept {
                style = styles.text.style();
            }
            if cell.under_cursor {
                style = style.add_modifier(Modifier::UNDERLINED);
            }
            line.to(at).write(&sign, style);
        }
    }

    /// Heights of all records, those that are kept and those that are lit before them.
    fn histogram(&self, axis: &Axis, cells: usize, plot: Rect, buf: &mut Buffer) {
        let session = self.session;
        let (styles, dataset) = (&session.styles, &session.dataset);
        let mut all = axis.spread_all(cells, dataset, Kind::Meeting);
        let agreements = axis.spread_all(cells, dataset, Kind::Agreement);
        for (one, other) in all.iter_mut().zip(agreements) {
            *one += other;
        }
        let most = all.iter().max().copied().unwrap_or(1).max(1);
        let lines = usize::from(plot.height) - 1;
        let mut draw = |counts: &[u32], look: Style| {
            for (cell, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                let levels = (lines * 8) as u64;
                let level = (u64::from(*count) * levels).div_ceil(u64::from(most));
                self.column(
                    cell,
                    usize::try_from(level).unwrap_or(0),
                    lines,
                    look,
                    plot,
                    buf,
                );
            }
        };
        draw(&all, styles.dim.style());
        if let Some(kept) = &session.timeline.rows_kept {
            draw(&axis.spread_rows(cells, dataset, kept), styles.text.style());
        }
        let lit = session.lit();
        if lit.about.is_some() {
            draw(
                &axis.spread_rows(cells, dataset, &lit.meetings),
                styles.linked.style(),
            );
        }
        let day = self.cursor.and_then(|id| dataset.when(id));
        if let Some(cell) = day.and_then(|when| axis.cell(when.place(), cells))
            && let Some(mut line) = Line::at(buf, plot, lines, session.glyphs)
        {
            line.patch_within(
                cell..cell + 1,
                Style::new().add_modifier(Modifier::UNDERLINED),
            );
        }
    }

    fn column(
        &self,
        cell: usize,
        level: usize,
        lines: usize,
        look: Style,
        plot: Rect,
        buf: &mut Buffer,
    ) {
        let heights = self.session.glyphs.heights;
        for row in 0..lines {
            let left = level.saturating_sub(row * 8).min(8);
            let Some(sign) = left.checked_sub(1).and_then(|at| heights.get(at)) else {
                break;
            };
            if let Some(mut line) = Line::at(buf, plot, lines - row, self.session.glyphs) {
                line.to(cell).write(sign, look);
            }
        }
    }
}

/// The days that are labelled, with their labels.
fn labels(axis: &Axis, cells: usize) -> Vec<(Day, String)> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let years = axis.first..=axis.last;
    let each = cells / axis.years().max(1);
    if each >= 48 {
        let months = years.flat_map(|year| {
            let months = (1..=12u8).zip(MONTHS);
            months.map(move |(month, name)| {
                let label = if month == 1 {
                    Year(year).to_string()
                } else {
                    name.to_owned()
                };
                ((year, month, 1), label)
            })
        });
        return months.collect();
    }
    let step: i16 = match cells * 2 / axis.years().max(1) {
        6.. => 1,
        3..6 => 2,
        1..3 => 5,
        _ => [10, 20, 50, 100, 200, 500, 1_000]
            .into_iter()
            .find(|step| cells * usize::try_from(*step).unwrap_or(1) / axis.years().max(1) >= 6)
            .unwrap_or(2_000),
    };
    let whole = step >= 10;
    years
        .filter(|year| year.rem_euclid(step) == 0 || step == 1)
        .map(|year| {
            let label = if whole {
                Year(year).to_string()
            } else {
                Year(year).in_two_digits()
            };
            ((year, 1, 1), label)
        })
        .collect()
}
