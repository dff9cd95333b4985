//! Meetings by year: every year between the first and the last has its place, empty ones too.
//!
//! A meeting of known days is one of each year in which one of them lies. One whose window lies in one year
//! is surely of that year; where the window reaches into several, it is perhaps of each, so that numbers by
//! year need not add up.

use crate::data::{Dataset, RecordId, When, year_runs};
use crate::query::Number;
use crate::query::{DateFit, Kept, years_text};

/// A window that is open, or has more years than this, is no reason to tell each of its years.
const LONGEST_WINDOW: usize = 100;

/// A year, or a run of years in which no meeting was: none but what may have been at almost any time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearSpan {
    /// The first.
    pub first: i16,
    /// The last; the same for a year by itself.
    pub last: i16,
    /// The meetings that were in it.
    pub number: Number,
}

impl YearSpan {
    pub(crate) fn empty(year: i16) -> Self {
        Self {
            first: year,
            last: year,
            number: Number::default(),
        }
    }

    /// `2016: none`, `1990..2004: none`, `2014: 1 began before, 1 perhaps`.
    pub(crate) fn in_words(self) -> String {
        let years = years_text(self.first, self.last);
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
    by_year: &[YearSpan],
) -> impl Iterator<Item = YearSpan> {
    let mut told: Vec<YearSpan> = Vec::new();
    let mut next = after.saturating_add(1);
    while next < before {
        let at = by_year.partition_point(|years| years.last < next);
        let years = match by_year.get(at) {
            Some(years) if years.first <= next => YearSpan {
                first: next,
                last: years.last.min(before - 1),
                ..*years
            },
            // Between two of them, or beyond, nothing was.
            found => YearSpan {
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
pub(crate) fn by_year(dataset: &Dataset, kept: &Kept) -> Vec<YearSpan> {
    let rows = kept.wanted_or_not();
    let all = || {
        rows.iter()
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

/// All years between two, by what changes in each.
struct Chart {
    first: i16,
    /// By year: the meetings that are counted from it on, and how many of these have windows that are short enough
    /// for their years to be told one by one.
    begun: Vec<(Number, usize)>,
    /// The same of those that are counted up to it.
    ended: Vec<(Number, usize)>,
}

impl Chart {
    fn new(first: i16, last: i16) -> Self {
        let count = i32::from(last) - i32::from(first) + 1;
        let none = vec![Default::default(); usize::try_from(count).unwrap_or_default()];
        Self {
            first,
            begun: none.clone(),
            ended: none,
        }
    }

    /// Where a year stands; years beyond both ends stand at the ends.
    fn at(&self, year: i16) -> usize {
        let place = i32::from(year) - i32::from(self.first);
        let place = usize::try_from(place).unwrap_or_default();
        place.min(self.begun.len().saturating_sub(1))
    }

    fn add(&mut self, row: u32, when: When, kept: &Kept) {
        let (first, last) = (self.at(when.first().0), self.at(when.last().0));
        let in_one_year = !when.begins_open() && !when.ends_open() && first == last;
        if when.is_known() || (in_one_year && kept.is_surely(row)) {
            self.count(first, last, Number::sure(1), false);
            return;
        }
        let is_short = !when.begins_open() && !when.ends_open() && last - first <= LONGEST_WINDOW;
        let perhaps = Number {
            surely: 0,
            perhaps: 1,
        };
        if kept.stretches().is_empty() {
            self.count(first, last, perhaps, is_short);
            return;
        }
        // Each year once, however many stretches touch it.
        let mut next = 0;
        for stretch in kept.stretches().iter().filter(|stretch| stretch.holds(row)) {
            let from = self.at(stretch.first.max(when.first()).0).max(next);
            let to = self.at(stretch.last.min(when.last()).0);
            let touches = stretch.first <= when.last() && when.first() <= stretch.last;
            if touches && from <= to {
                self.count(from, to, perhaps, is_short);
                next = to + 1;
            }
        }
    }

    fn count(&mut self, from: usize, to: usize, number: Number, is_short: bool) {
        for (number_so_far, short) in [&mut self.begun[from], &mut self.ended[to]] {
            *number_so_far += number;
            *short += usize::from(is_short);
        }
    }

    /// The years with their numbers, without empty ones at both ends.
    fn told(&self, dates: Option<DateFit>) -> Vec<YearSpan> {
        let mut number = Number::default();
        let mut short = 0;
        let mut told: Vec<YearSpan> = Vec::new();
        let mut run: Option<YearSpan> = None;
        let changes = self.begun.iter().zip(&self.ended);
        for (year, (begun, ended)) in (self.first..).zip(changes) {
            number += begun.0;
            short += begun.1;
            let is_unchanged = [begun.0, ended.0] == [Number::default(); 2];
            let this = YearSpan {
                first: year,
                last: year,
                number: shown(number, dates),
            };
            // Where no window begins or ends, the same meetings may have been in the year before.
            if number.surely == 0 && short == 0 && is_unchanged {
                run = Some(YearSpan {
                    last: year,
                    ..run.unwrap_or(this)
                });
            } else {
                told.extend(run.take().into_iter().flat_map(YearSpan::told));
                told.push(this);
            }
            number.surely -= ended.0.surely;
            number.perhaps -= ended.0.perhaps;
            short -= ended.1;
        }
        let is_empty = |years: &YearSpan| years.number.all() == 0;
        let end = told
            .iter()
            .rposition(|years| !is_empty(years))
            .map_or(0, |at| at + 1);
        told.truncate(end);
        told.into_iter().skip_while(is_empty).collect()
    }
}

fn shown(number: Number, dates: Option<DateFit>) -> Number {
    match dates {
        None => number,
        Some(DateFit::Sure) => Number::sure(number.surely),
        Some(DateFit::Perhaps) => Number {
            surely: 0,
            ..number
        },
    }
}
