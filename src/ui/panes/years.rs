//! The picture of the years: all meetings and agreements on one axis, time to scale, those of the open record lit.
//!
//! ```text
//!           08    09   10    11    12   13    14    15    the years
//!  SOM     │                               ·       2      the longest series, a lit meeting by its number
//!  others  │                      ·          ··    ● :    other meetings: one, two, more
//!  agreed ‹│ ◇                    ◇   ◇                   agreements; something lies before
//! ```

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::{ClickTarget, ClickTargets};
use crate::browse::axis::{Axis, longest_series};
use crate::data::{Day, Kind, RecordId, Year};
use crate::session::{Highlight, Session};
use crate::text::{columns, fit};
use crate::ui::widgets::canvas::Canvas;
use crate::ui::widgets::line::Line;

pub struct YearsChart<'s> {
    session: &'s Session,
    /// The record under the cursor of the timeline: it is underlined.
    cursor: Option<RecordId>,
}

/// From that many lines of the screen on, it has its lanes; from fewer on, one lane.
const LANES: u16 = 28;
const ONE: u16 = 18;

/// The columns of the names of the lanes.
const NAMES: usize = 10;

/// With more records a cell than this, bars show how many they are.
const CROWDED: usize = 3;

/// One cell of a lane.
#[derive(Clone, Copy, Default)]
struct YearCell {
    meetings: u32,
    agreements: u32,
    /// How many of them are lit, and the last of those.
    lit: u32,
    lit_one: Option<RecordId>,
    /// Whether the filter keeps one of them.
    kept: bool,
    under_cursor: bool,
}

impl<'s> YearsChart<'s> {
    /// The picture of what is here.
    pub fn new(session: &'s Session, cursor: Option<RecordId>) -> Self {
        Self { session, cursor }
    }

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

    /// Draws it and notes which time stands where.
    pub fn draw(&self, mut canvas: Canvas<'_>, targets: &mut ClickTargets) {
        let area = canvas.area;
        let Some(axis) = self.session.axis.filter(|_| area.height > 1) else {
            return;
        };
        let lanes = area.height == 4;
        let start = if lanes { NAMES } else { 1 };
        let width = usize::from(area.width);
        let cells = width.saturating_sub(start + 1);
        if cells == 0 {
            return;
        }
        let plot = Rect {
            x: area.x.saturating_add(u16::try_from(start).unwrap_or(0)),
            width: u16::try_from(cells).unwrap_or(0),
            ..area
        };
        self.labels(&axis, &mut canvas.part(plot));
        if axis.records > CROWDED * width.max(1) {
            self.histogram(&axis, &mut canvas.part(plot));
        } else {
            self.lanes(&axis, lanes, &mut canvas, plot);
        }
        // What is left off at the ends.
        let (styles, glyphs) = (&self.session.styles, self.session.glyphs);
        if let Some(mut line) = canvas.line(usize::from(area.height) - 1) {
            if axis.left_off.0 {
                line.to(if lanes { start - 2 } else { 0 })
                    .write(glyphs.back, styles.text);
            }
            if axis.left_off.1 {
                line.to(width - 1).write(glyphs.link, styles.text);
            }
        }
        for cell in 0..cells {
            let day = ClickTarget::Day(axis.day_of(cell, cells));
            targets.add(plot, cell..cell + 1, day);
        }
    }

    /// Months, years or decades, whichever fits.
    fn labels(&self, axis: &Axis, plot: &mut Canvas<'_>) {
        let cells = usize::from(plot.area.width);
        let Some(mut line) = plot.line(0) else {
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

    fn lanes(&self, axis: &Axis, lanes: bool, canvas: &mut Canvas<'_>, plot: Rect) {
        let session = self.session;
        let (styles, glyphs) = (&session.styles, session.glyphs);
        let cells = usize::from(plot.width);
        let series = longest_series(&session.dataset).filter(|_| lanes);
        let of_lane = |id: RecordId| match (lanes, id.kind) {
            (false, _) => 0,
            (true, Kind::Agreement) => 2,
            _ if series.is_some() && session.dataset.series_of(id) == series => 0,
            _ => 1,
        };
        let mut grid = vec![vec![YearCell::default(); cells]; if lanes { 3 } else { 1 }];
        let highlight = session.highlight();
        for kind in [Kind::Agreement, Kind::Meeting] {
            for id in session.dataset.all(kind) {
                let Some(when) = session.dataset.when(id) else {
                    break;
                };
                if let Some(cell) = axis.cell(when.place(), cells) {
                    self.count(id, &highlight, &mut grid[of_lane(id)][cell]);
                }
            }
        }
        let first = series.map(|series| session.dataset.series_short(series));
        let second = if series.is_some() {
            "others"
        } else {
            "meetings"
        };
        let names = [first.unwrap_or_default(), second.into(), "agreed".into()];
        for (nth, row) in grid.iter().enumerate() {
            if lanes && let Some(mut line) = canvas.line(nth + 1) {
                let name = fit(&names[nth], NAMES - 3, glyphs.ellipsis);
                line.to(1).write(&name, styles.dim);
                line.to(NAMES - 1).write(glyphs.rule, styles.border);
            }
            if let Some(mut line) = canvas.part(plot).line(nth + 1) {
                let numbers = lanes && nth == 0 && series.is_some();
                self.draw_lane(row, numbers, &mut line);
            }
        }
    }

    fn count(&self, id: RecordId, highlight: &Highlight<'_>, cell: &mut YearCell) {
        match id.kind {
            Kind::Agreement => cell.agreements += 1,
            _ => cell.meetings += 1,
        }
        if highlight.has(id) {
            cell.lit += 1;
            cell.lit_one = Some(id);
        }
        cell.kept |= match (&self.session.timeline.rows_kept, id.kind) {
            (Some(kept), Kind::Meeting) => kept.binary_search(&id.row).is_ok(),
            _ => false,
        };
        cell.under_cursor |= self.cursor == Some(id);
    }

    fn draw_lane(&self, row: &[YearCell], numbers: bool, line: &mut Line<'_>) {
        let styles = &self.session.styles;
        let is_free = |at: usize| {
            row.get(at)
                .is_none_or(|cell| cell.meetings + cell.agreements == 0)
        };
        for (at, cell) in row.iter().enumerate().filter(|(at, _)| !is_free(*at)) {
            let sign = self.sign(cell, |number| {
                numbers
                    && (1..=number.len()).all(|next| is_free(at + next))
                    && at + number.len() <= row.len()
            });
            let mut style: Style = match (cell.lit, cell.kept) {
                (1.., _) => styles.linked,
                (0, true) => styles.text,
                (0, false) => styles.dim,
            }
            .style();
            if cell.under_cursor {
                style = style.add_modifier(Modifier::UNDERLINED);
            }
            line.to(at).write(&sign, style);
        }
    }

    /// The sign of a cell: that of what is lit in it, of one meeting its number where that fits; else how many it holds.
    fn sign(&self, cell: &YearCell, fits: impl Fn(&str) -> bool) -> String {
        let glyphs = self.session.glyphs;
        let [one, two, more] = glyphs.unlit;
        let sign = match cell.lit_one {
            Some(id) if id.kind == Kind::Agreement => glyphs.agreement,
            Some(id) => {
                let number = self.session.dataset.ordinal(id).filter(|_| cell.lit == 1);
                let number = number.map(|number| number.to_string());
                return { number.filter(|number| fits(number)) }
                    .unwrap_or_else(|| glyphs.meeting.to_owned());
            }
            None if cell.meetings == 0 => glyphs.agreement_unlit,
            None => match cell.meetings + cell.agreements {
                1 => one,
                2 => two,
                _ => more,
            },
        };
        sign.to_owned()
    }

    /// Heights of all records, those that are kept and those that are lit before them.
    fn histogram(&self, axis: &Axis, plot: &mut Canvas<'_>) {
        let session = self.session;
        let (styles, dataset) = (&session.styles, &session.dataset);
        let cells = usize::from(plot.area.width);
        let mut all = axis.spread_all(cells, dataset, Kind::Meeting);
        let agreements = axis.spread_all(cells, dataset, Kind::Agreement);
        for (one, other) in all.iter_mut().zip(agreements) {
            *one += other;
        }
        let most = all.iter().max().copied().unwrap_or(1).max(1);
        self.bars(&all, most, styles.dim.style(), plot);
        if let Some(kept) = &session.timeline.rows_kept {
            let kept = axis.spread_rows(cells, dataset, kept);
            self.bars(&kept, most, styles.text.style(), plot);
        }
        let highlight = session.highlight();
        if highlight.about.is_some() {
            let lit = axis.spread_rows(cells, dataset, &highlight.meetings);
            self.bars(&lit, most, styles.linked.style(), plot);
        }
        let day = self.cursor.and_then(|id| dataset.when(id));
        if let Some(cell) = day.and_then(|when| axis.cell(when.place(), cells))
            && let Some(mut line) = plot.line(usize::from(plot.area.height) - 1)
        {
            let underlined = Style::new().add_modifier(Modifier::UNDERLINED);
            line.patch_within(cell..cell + 1, underlined);
        }
    }

    /// A bar for each count that is not 0; the highest stands for `most`.
    fn bars(&self, counts: &[u32], most: u32, look: Style, plot: &mut Canvas<'_>) {
        let lines = usize::from(plot.area.height) - 1;
        let heights = self.session.glyphs.heights;
        for (cell, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let level = (u64::from(*count) * (lines * 8) as u64).div_ceil(u64::from(most));
            let level = usize::try_from(level).unwrap_or(0);
            for row in 0..lines {
                let left = level.saturating_sub(row * 8).min(8);
                let Some(sign) = left.checked_sub(1).and_then(|at| heights.get(at)) else {
                    break;
                };
                if let Some(mut line) = plot.line(lines - row) {
                    line.to(cell).write(sign, look);
                }
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
