//! Time to scale: where in the picture of the years a day stands, and how many records a stretch of it holds.

use crate::data::{Dataset, Day, Kind, RecordId, When, row};
use crate::search::first_where_not;

/// A day as a number that grows evenly with time, good enough to be drawn.
pub(crate) fn number((year, month, day): Day) -> i32 {
    const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
    let year = i32::from(year);
    let month = usize::from(month.clamp(1, 12)) - 1;
    year * 365 + year.div_euclid(4) + BEFORE[month] + i32::from(day)
}

/// The axis: from the first day of a year to the last of another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    /// The first year.
    pub first: i16,
    /// The last year.
    pub last: i16,
    /// Whether something lies before it, or behind it.
    pub left_off: (bool, bool),
    /// How many records have a date.
    pub records: usize,
}

/// Of so many records one may be left off at an end.
const FEW: usize = 50;

/// A gap is wide when it takes a part of the span of one in so many.
const WIDE: i32 = 4;

impl Axis {
    /// The axis of all meetings and agreements; `None` when no meeting has a date. A few records far away from
    /// all others do not squeeze them.
    pub(crate) fn of(dataset: &Dataset) -> Option<Self> {
        let dates = |kind| dataset.all(kind).map_while(|id| dataset.when(id));
        dates(Kind::Meeting).next()?;
        let all = dates(Kind::Agreement).chain(dates(Kind::Meeting));
        let mut days: Vec<(i32, i16)> = all
            .map(|when| (number(when.place()), when.place().0))
            .collect();
        days.sort_unstable();
        let most = (days.len() / FEW).max(1);
        let mut kept = 0..days.len();
        // Of three records none is the lonely one.
        while kept.len() > 3 {
            let span = days[kept.end - 1].0 - days[kept.start].0;
            let gap = |at: usize| days[at].0 - days[at - 1].0;
            let mut gaps: Vec<i32> = (kept.start + 1..kept.end).map(gap).collect();
            gaps.sort_unstable();
            // Where the records stand about evenly apart, no gap is one.
            let usual = gaps.iter().rev().nth(1).copied().unwrap_or_default();
            let least = (span / WIDE).max(usual + usual / 2).max(365);
            let is_wide = |at: &usize| gap(*at) > least;
            let before = (kept.start + 1..kept.end.min(most + 1)).rev().find(is_wide);
            let from = (days.len() - most).max(kept.start + 1);
            let behind = (from..kept.end).find(is_wide);
            match (before, behind) {
                (Some(before), Some(behind)) if gap(before) < gap(behind) => kept.end = behind,
                (Some(before), _) => kept.start = before,
                (None, Some(behind)) => kept.end = behind,
                (None, None) => break,
            }
        }
        Some(Self {
            first: days[kept.start].1,
            last: days[kept.end - 1].1,
            left_off: (kept.start > 0, kept.end < days.len()),
            records: kept.len(),
        })
    }

    pub fn years(&self) -> usize {
        usize::try_from(i32::from(self.last) - i32::from(self.first) + 1).unwrap_or(1)
    }

    fn ends(&self) -> (i64, i64) {
        let end = i32::from(self.last) + 1;
        let start = number((self.first, 1, 1));
        let end = end * 365 + end.div_euclid(4) + 1;
        (start.into(), i64::from(end).max(i64::from(start) + 1))
    }

    /// The cell of a day, when the axis has so many cells; `None` for what is left off.
    pub fn cell(&self, day: Day, cells: usize) -> Option<usize> {
        let (start, end) = self.ends();
        let at = i64::from(number(day));
        if !(start..end).contains(&at) {
            return None;
        }
        let cell = (at - start) * i64::try_from(cells).ok()? / (end - start);
        usize::try_from(cell).ok().filter(|cell| *cell < cells)
    }

    /// The number of the first day of a cell.
    fn start_of(&self, cell: usize, cells: usize) -> i32 {
        let (start, end) = self.ends();
        let cell = i64::try_from(cell).unwrap_or(0);
        let cells = i64::try_from(cells.max(1)).unwrap_or(1);
        let day = start + ((end - start) * cell + cells - 1) / cells;
        i32::try_from(day).unwrap_or(i32::MAX)
    }

    /// About the first day of a cell.
    pub(crate) fn day_of(&self, cell: usize, cells: usize) -> Day {
        let at = self.start_of(cell, cells);
        let year = (self.first..=self.last)
            .rev()
            .find(|year| number((*year, 1, 1)) <= at)
            .unwrap_or(self.first);
        let month = (1..=12u8)
            .rev()
            .find(|month| number((year, *month, 1)) <= at);
        let month = month.unwrap_or(1);
        let day = at - number((year, month, 1)) + 1;
        (year, month, u8::try_from(day.clamp(1, 31)).unwrap_or(1))
    }

    /// How many of some records, in order of time, stand in each cell: what is looked at grows with the cells, not
    /// with the records.
    pub(crate) fn spread(
        &self,
        cells: usize,
        length: usize,
        place: impl Fn(usize) -> Option<Day>,
    ) -> Vec<u32> {
        let first_from = |day: i32| {
            let before = |at: usize| place(at).is_some_and(|place| number(place) < day);
            first_where_not(0..length, before)
        };
        let bounds: Vec<usize> = (0..=cells)
            .map(|cell| first_from(self.start_of(cell, cells)))
            .collect();
        let pairs = bounds.iter().zip(bounds.iter().skip(1));
        pairs.map(|(from, to)| row(to - from)).collect()
    }

    /// How many of the meetings of these rows, in order, stand in each cell.
    pub(crate) fn spread_rows(&self, cells: usize, dataset: &Dataset, rows: &[u32]) -> Vec<u32> {
        self.spread(cells, rows.len(), |at| {
            dataset.when(RecordId::meeting(rows[at])).map(When::place)
        })
    }

    /// How many records of a kind that has dates stand in each cell.
    pub(crate) fn spread_all(&self, cells: usize, dataset: &Dataset, kind: Kind) -> Vec<u32> {
        self.spread(cells, dataset.count(kind), |at| {
            dataset.when(RecordId::new(kind, row(at))).map(When::place)
        })
    }
}

/// The series with the most meetings, two at least.
pub(crate) fn longest_series(dataset: &Dataset) -> Option<usize> {
    let series = (0..dataset.series_count()).map(|nth| (dataset.series_meetings(nth).len(), nth));
    let longest = series.max_by_key(|(length, nth)| (*length, std::cmp::Reverse(*nth)));
    longest
        .filter(|(length, _)| *length > 1)
        .map(|(_, nth)| nth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Origin, load, load_text};

    fn of_years(years: &[i32]) -> Option<Axis> {
        let meetings: Vec<String> = years
            .iter()
            .enumerate()
            .map(|(nth, year)| format!(r#"{{"id":"m{nth}","title":"M","date":"{year}-06-01"}}"#))
            .collect();
        let json = format!(r#"{{"meetings":[{}]}}"#, meetings.join(","));
        Axis::of(&load_text(json).expect("a dataset"))
    }

    #[test]
    fn what_is_far_away_is_left_off_and_said() {
        let axis = of_years(&[1994, 2008, 2011, 2012, 2015, 2205]).expect("an axis");
        assert_eq!(
            (axis.first, axis.last, axis.left_off),
            (2008, 2015, (true, true))
        );
        let axis = of_years(&[2008, 2011, 2026]).expect("an axis");
        assert_eq!(
            (axis.first, axis.last, axis.left_off),
            (2008, 2026, (false, false))
        );
        assert_eq!(of_years(&[]), None);
        let axis = of_years(&[2013]).expect("an axis");
        assert_eq!(
            (axis.first, axis.last, axis.left_off),
            (2013, 2013, (false, false))
        );
    }

    #[test]
    fn every_day_has_its_cell_and_every_cell_its_day() {
        let axis = of_years(&[2008, 2010, 2012, 2014]).expect("an axis");
        for cells in [1, 7, 69, 110, 400] {
            assert_eq!(axis.cell((2008, 1, 1), cells), Some(0));
            assert_eq!(axis.cell((2014, 12, 31), cells), Some(cells - 1));
            assert_eq!(axis.cell((2007, 12, 31), cells), None);
            assert_eq!(axis.cell((2015, 1, 1), cells), None);
            let mut before = 0;
            for year in 2008..=2014 {
                for month in 1..=12 {
                    let cell = axis.cell((year, month, 15), cells).expect("a cell");
                    assert!(cell >= before);
                    before = cell;
                }
            }
            for cell in 0..cells {
                // Its first day; the day that a leap year has more may be taken for the one before.
                let day = axis.day_of(cell, cells);
                let off = axis.start_of(cell, cells) - number(day);
                assert!((0..=1).contains(&off), "{cell} of {cells}: {day:?}");
                assert!(axis.cell(day, cells).is_some());
            }
        }
    }

    #[test]
    fn all_that_the_axis_covers_is_spread_over_it() {
        let dataset = load(&Origin::Bundled).expect("bundled");
        let axis = Axis::of(&dataset).expect("an axis");
        for cells in [1, 30, 69, 110, 190] {
            let spread = axis.spread_all(cells, &dataset, Kind::Meeting);
            let mut expected = vec![0; cells];
            for id in dataset.all(Kind::Meeting) {
                let when = dataset.when(id);
                let cell = when.and_then(|when| axis.cell(when.place(), cells));
                if let Some(cell) = cell {
                    expected[cell] += 1;
                }
            }
            assert_eq!(spread, expected, "{cells}");
        }
        assert!(longest_series(&dataset).is_some());
    }
}
