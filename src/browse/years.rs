//! Meetings by year: every year between the first and the last has its place, empty ones too.
//!
//! A meeting of known days is one of each year in which one of them lies. One whose window lies in one year
//! is surely of that year; where the window reaches into several, it is perhaps of each, so that numbers by
//! year need not add up.

use crate::data::{Dataset, RecordId, When, Year, year_runs};
use crate::query::Number;
use crate::query::{Dates, Kept, years_text};

/// A window that is open, or has more years than this, is no reason to tell each of its years.
const LONGEST_WINDOW: usize = 100;

/// A year, or a run of years in which no meeting was: none but what may have been at almost any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Years {
    /// The first.
    pub first: i16,
    /// The last; the same for a year by itself.
    pub last: i16,
    /// The meetings that were in it.
    pub number: Number,
}

impl Years {
    /// A year in which no meeting was.
    #[must_use]
    pub fn empty(year: i16) -> Self {
        Self {
            first: year,
            last: year,
            number: Number::default(),
        }
    }

    /// `2016: none`, `1990..2004: none`, `2014: 1 began before, 1 perhaps`.
    #[must_use]
    pub fn in_words(self) -> String {
        let years = match (self.first, self.last) {
            (first, last) if first == last => Year(first).to_string(),
            (first, last) => years_text(first, last),
        };
        let parts = [
            (self.number.surely, "began before"),
            (self.number.perhaps, "perhaps"),
        ];
        let parts = parts.iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let said = if parts.is_empty() {
            "none".to_owned()
        } else {
            parts.join(", ")
        };
        format!("{years}: {said}")
    }

    /// As they are told: many as one, few one by one.
    fn told(self) -> Vec<Self> {
        let told = year_runs(self.first, self.last);
        told.map(|(first, last)| Self {
            first,
            last,
            ..self
        })
        .collect()
    }
}

/// The years between two, both left out, as `by_year` has them, those without a meeting joined where they are
/// many.
pub(super) fn empty_between(
    after: i16,
    before: i16,
    by_year: &[Years],
) -> impl Iterator<Item = Years> {
    let mut told: Vec<Years> = Vec::new();
    let mut next = after.saturating_add(1);
    while next < before {
        let at = by_year.partition_point(|years| years.last < next);
        let years = match by_year.get(at) {
            Some(years) if years.first <= next => Years {
                first: next,
                last: years.last.min(before - 1),
                ..*years
            },
            // Between two of them, or beyond, nothing was.
            found => Years {
                first: next,
                last: found.map_or(before, |found| found.first.min(before)) - 1,
                number: Number::default(),
            },
        };
        next = years.last + 1;
        told.extend(years.told());
    }
    told.into_iter()
}

/// The meetings that are kept, by year: what each year's own query would keep of them.
#[must_use]
pub fn by_year(dataset: &Dataset, kept: &Kept) -> Vec<Years> {
    let all = || {
        kept.all_rows()
            .filter_map(|row| Some((row, dataset.when(RecordId::meeting(row))?)))
    };
    let bounds = all().flat_map(|(_, when)| finite(when));
    let Some((first, last)) = bounds.fold(None, |range, year| {
        let (first, last) = range.unwrap_or((year, year));
        Some((year.min(first), year.max(last)))
    }) else {
        return Vec::new();
    };
    let mut chart = Chart::new(first, last);
    for (row, when) in all() {
        chart.add(row, when, kept);
    }
    chart.told(kept.dates())
}

/// The years that the known bounds of a time lie in.
fn finite(when: When) -> impl Iterator<Item = i16> {
    let first = (!when.begins_open()).then(|| when.first().0);
    let last = (!when.ends_open()).then(|| when.last().0);
    first.into_iter().chain(last)
}

/// How many begin and end to be counted in each year.
#[derive(Clone, Copy, Default)]
struct Change {
    sure_from: usize,
    sure_to: usize,
    perhaps_from: usize,
    perhaps_to: usize,
    /// The same of windows alone that are short enough for their years to be told one by one.
    short_from: usize,
    short_to: usize,
}

impl Change {
    fn is_none(self) -> bool {
        [
            self.sure_from,
            self.sure_to,
            self.perhaps_from,
            self.perhaps_to,
        ] == [0; 4]
    }
}

/// All years between two, by what changes in each.
struct Chart {
    first: i16,
    changes: Vec<Change>,
}

impl Chart {
    fn new(first: i16, last: i16) -> Self {
        let count = i32::from(last) - i32::from(first) + 1;
        let count = usize::try_from(count).unwrap_or_default();
        Self {
            first,
            changes: vec![Change::default(); count],
        }
    }

    /// Where a year stands; years beyond both ends stand at the ends.
    fn at(&self, year: i16) -> usize {
        let place = i32::from(year) - i32::from(self.first);
        let place = usize::try_from(place).unwrap_or_default();
        place.min(self.changes.len().saturating_sub(1))
    }

    fn add(&mut self, row: u32, when: When, kept: &Kept) {
        let (first, last) = (self.at(when.first().0), self.at(when.last().0));
        let in_one_year = !when.begins_open() && !when.ends_open() && first == last;
        if when.is_known() || (in_one_year && kept.is_surely(row)) {
            self.changes[first].sure_from += 1;
            self.changes[last].sure_to += 1;
            return;
        }
        let is_short = !when.begins_open() && !when.ends_open() && last - first <= LONGEST_WINDOW;
        if kept.stretches().is_empty() {
            self.add_perhaps(first, last, is_short);
            return;
        }
        // Each year once, however many stretches touch it.
        let mut next = 0;
        for stretch in kept.stretches().iter().filter(|stretch| stretch.holds(row)) {
            let from = self.at(stretch.first.max(when.first()).0).max(next);
            let to = self.at(stretch.last.min(when.last()).0);
            let touches = stretch.first <= when.last() && when.first() <= stretch.last;
            if touches && from <= to {
                self.add_perhaps(from, to, is_short);
                next = to + 1;
            }
        }
    }

    fn add_perhaps(&mut self, from: usize, to: usize, is_short: bool) {
        self.changes[from].perhaps_from += 1;
        self.changes[to].perhaps_to += 1;
        self.changes[from].short_from += usize::from(is_short);
        self.changes[to].short_to += usize::from(is_short);
    }

    /// The years with their numbers, without empty ones at both ends.
    fn told(&self, dates: Option<Dates>) -> Vec<Years> {
        let mut number = Number::default();
        let mut short = 0;
        let mut told: Vec<Years> = Vec::new();
        let mut run: Option<Years> = None;
        for (year, change) in (self.first..).zip(&self.changes) {
            number.surely += change.sure_from;
            number.perhaps += change.perhaps_from;
            short += change.short_from;
            let this = Years {
                first: year,
                last: year,
                number: shown(number, dates),
            };
            // Where no window begins or ends, the same meetings may have been in the year before.
            if number.surely == 0 && short == 0 && change.is_none() {
                run = Some(Years {
                    last: year,
                    ..run.unwrap_or(this)
                });
            } else {
                told.extend(run.take().into_iter().flat_map(Years::told));
                told.push(this);
            }
            number.surely -= change.sure_to;
            number.perhaps -= change.perhaps_to;
            short -= change.short_to;
        }
        let is_empty = |years: &Years| years.number.all() == 0;
        let end = told
            .iter()
            .rposition(|years| !is_empty(years))
            .map_or(0, |at| at + 1);
        told.truncate(end);
        told.into_iter().skip_while(is_empty).collect()
    }
}

fn shown(number: Number, dates: Option<Dates>) -> Number {
    match dates {
        None => number,
        Some(Dates::Sure) => Number::sure(number.surely),
        Some(Dates::Perhaps) => Number {
            surely: 0,
            ..number
        },
    }
}
