//! When a meeting was, or may have been: the one place that makes it out of a date and its bounds.
//!
//! A date that gives days is a *span* of days, and there is no doubt. All else is a *window*: the days
//! among which those of the meeting lie. `earliest` and `latest` take the place of a window's own bounds;
//! one alone leaves the other side open.

use crate::data::model::date::{Date, Day, number_of};

/// Before every day that a date can give.
pub const BEGINNING: Day = (i16::MIN, 1, 1);
/// Behind every day that a date can give.
pub const END: Day = (i16::MAX, 12, 31);

/// The bounds of a window as a record states them beside its date, where they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// The first day it may have been held on.
    pub earliest: Option<Date>,
    /// The last such day.
    pub latest: Option<Date>,
}

/// Why stated bounds do not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundsFlaw {
    /// The earliest day is after the latest, so that nobody knows which of them is wrong.
    Reversed,
    /// The date has no day between them.
    Apart,
}

impl Bounds {
    fn first(self) -> Option<Day> {
        self.earliest.map(|date| date.start().earliest())
    }

    fn last(self) -> Option<Day> {
        self.latest.map(|date| date.end().latest())
    }

    /// Nothing when they hold beside that date.
    pub(in crate::data) fn flaw(self, date: Option<Date>) -> Option<BoundsFlaw> {
        let (first, last) = self.ends();
        if first > last {
            return Some(BoundsFlaw::Reversed);
        }
        let is_apart = |date: Date| !date.may_fall_within(first, last);
        date.is_some_and(is_apart).then_some(BoundsFlaw::Apart)
    }

    fn ends(self) -> (Day, Day) {
        (
            self.first().unwrap_or(BEGINNING),
            self.last().unwrap_or(END),
        )
    }
}

/// An answer about something that may have been at one time or another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// Wherever in its window it lies.
    Surely,
    /// Somewhere in its window, but not everywhere.
    Perhaps,
    /// Nowhere.
    Not,
}

/// Where something stands in the order of time: by the first day on which it may have been, what is known
/// less precisely before what is known better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOrder(u64);

impl TimeOrder {
    /// Behind all that has a time.
    pub const UNDATED: Self = Self(u64::MAX);
}

/// The days on which something was, or the days among which those lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    known: bool,
    first: Day,
    last: Day,
    /// The day by which it is put in order.
    place: Day,
    year: i16,
}

impl When {
    /// What a date and bounds that hold come to; `None` where there is neither.
    #[must_use]
    pub fn new(date: Option<Date>, bounds: Bounds) -> Option<Self> {
        let (mut first, mut last) = bounds.ends();
        let mut known = false;
        if let Some(date) = date {
            known = date.gives_days();
            if known || bounds.earliest.is_none() {
                first = date.start().earliest();
            }
            if known || bounds.latest.is_none() {
                last = date.end().latest();
            }
        }
        let place = match bounds.latest {
            Some(latest) if first == BEGINNING => latest.start().earliest(),
            _ if first == BEGINNING => return None,
            _ => first,
        };
        Some(Self {
            // A window of one day is that day.
            known: known || first == last,
            first,
            last,
            place,
            year: date.map_or(place.0, Date::year),
        })
    }

    /// Whether the days are known.
    #[must_use]
    pub fn is_known(self) -> bool {
        self.known
    }

    /// The first possible day; before every day that a date can give where the window is open.
    #[must_use]
    pub fn first(self) -> Day {
        self.first
    }

    /// The last possible day; behind every day that a date can give where the window is open.
    #[must_use]
    pub fn last(self) -> Day {
        self.last
    }

    /// The day by which it is put in order: the first possible one, or that of its latest where there is none.
    #[must_use]
    pub fn place(self) -> Day {
        self.place
    }

    /// Whether no first day is known.
    #[must_use]
    pub fn begins_open(self) -> bool {
        self.first == BEGINNING
    }

    /// Whether no last day is known.
    #[must_use]
    pub fn ends_open(self) -> bool {
        self.last == END
    }

    /// The year under which it is listed: that of its date, else that of the day it is put in order by.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Whether it was between two days, both included: of known days, whether one of them was.
    #[must_use]
    pub fn within(self, first: Day, last: Day) -> Overlap {
        if self.last < first || last < self.first {
            Overlap::Not
        } else if self.known || (first <= self.first && self.last <= last) {
            Overlap::Surely
        } else {
            Overlap::Perhaps
        }
    }

    /// Its place in the order of time.
    #[must_use]
    pub fn order(self) -> TimeOrder {
        let (year, month, day) = self.place;
        let year = u64::from(year.cast_unsigned() ^ 0x8000);
        let day = year << 16 | u64::from(month) << 8 | u64::from(day);
        TimeOrder(day << 32 | u64::from(self.precision()))
    }

    /// The more, the better the days are known.
    fn precision(self) -> u32 {
        if self.known {
            return u32::MAX;
        }
        // An open window has no length.
        let length = number_of(self.last).zip(number_of(self.first));
        let length = length.and_then(|(last, first)| u32::try_from(last - first).ok());
        length.map_or(0, |days| u32::MAX - 1 - days)
    }
}

/// Years of which nothing is known, from one to another, as they are shown: few one by one, many as one, so that
/// a year mistyped does not bring hundreds.
pub fn year_runs(first: i16, last: i16) -> impl Iterator<Item = (i16, i16)> {
    /// Longer runs are one.
    const LONGEST: i32 = 5;
    let step = if i32::from(last) - i32::from(first) < LONGEST {
        1
    } else {
        usize::MAX
    };
    let starts = (first..=last).step_by(step);
    starts.map(move |start| (start, if step == 1 { start } else { last }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(date: &str, earliest: &str, latest: &str) -> Option<When> {
        let [date, earliest, latest] = [date, earliest, latest].map(|text| Date::parse(text).ok());
        When::new(date, Bounds { earliest, latest })
    }

    #[test]
    fn bounds_take_the_place_of_those_of_a_window_and_change_no_days() {
        let shown = |date, earliest, latest| {
            let when = when(date, earliest, latest).expect("a time");
            (when.is_known(), when.first(), when.last(), when.year())
        };
        let (jan, dec) = ((2024, 1, 1), (2024, 12, 31));
        assert_eq!(shown("2024?", "", ""), (false, jan, dec, 2024));
        assert_eq!(
            shown("2024", "2023-12", ""),
            (false, (2023, 12, 1), dec, 2024)
        );
        assert_eq!(
            shown("2024", "", "2024-04"),
            (false, jan, (2024, 4, 30), 2024)
        );
        assert_eq!(
            shown("2024", "2024-03-05", "2024-03-05"),
            (true, (2024, 3, 5), (2024, 3, 5), 2024)
        );
        assert_eq!(shown("2024-01-01?", "2023", "2025"), (true, jan, jan, 2024));
        assert_eq!(shown("2024-01/2024-12-31", "", ""), (false, jan, dec, 2024));
        assert_eq!(shown("", "2014-02", ""), (false, (2014, 2, 1), END, 2014));
        assert_eq!(
            shown("", "", "2014-06"),
            (false, BEGINNING, (2014, 6, 30), 2014)
        );
        assert_eq!(when("", "", ""), None);
    }

    #[test]
    fn the_order_is_by_the_first_possible_day_the_less_precise_before() {
        let order = [
            ("-0044-03-15", "", ""),
            ("2012-12-31", "", ""),
            ("", "2013", ""),
            ("2013/2014", "", ""),
            ("2013", "", ""),
            ("2013-01", "", ""),
            ("2013-01-01", "", ""),
            ("2014", "2013-01-02", "2014-02"),
            ("2013-01-02", "", ""),
            ("", "", "2013-02"),
            ("2013-03", "", ""),
        ];
        let order = order
            .map(|(date, earliest, latest)| when(date, earliest, latest).expect("a time").order());
        assert!(order.is_sorted_by(|a, b| a < b), "{order:?}");
        assert!(order.iter().all(|order| *order < TimeOrder::UNDATED));
        let same = ["2013-10-03", "2013-10-03?", "2013-10-03/2013-10-04"];
        let same = same.map(|date| when(date, "", "").map(When::order));
        assert!(
            same.iter().all(|order| *order == same[0]),
            "all are known to the day"
        );
    }

    #[test]
    fn what_contradicts_is_a_flaw() {
        let flaw = |date: &str, earliest: &str, latest: &str| {
            let [date, earliest, latest] =
                [date, earliest, latest].map(|text| Date::parse(text).ok());
            Bounds { earliest, latest }.flaw(date)
        };
        assert_eq!(flaw("", "2025", "2024"), Some(BoundsFlaw::Reversed));
        assert_eq!(flaw("", "2024-06", "2024"), None);
        assert_eq!(flaw("2020", "2025", "2026"), Some(BoundsFlaw::Apart));
        assert_eq!(
            flaw("2020-05-05", "2020-05-06", ""),
            Some(BoundsFlaw::Apart)
        );
        assert_eq!(flaw("2020", "2020-12-31", "2021-04"), None);
    }

    #[test]
    fn many_years_are_told_as_one() {
        let shown = |first, last| year_runs(first, last).collect::<Vec<_>>();
        assert_eq!(
            shown(2014, 2016),
            [(2014, 2014), (2015, 2015), (2016, 2016)]
        );
        assert_eq!(shown(2014, 2018).len(), 5);
        assert_eq!(shown(2014, 2019), [(2014, 2019)]);
        assert_eq!(shown(2015, 2014), []);
        assert_eq!(shown(-9999, 9999), [(-9999, 9999)]);
    }
}
