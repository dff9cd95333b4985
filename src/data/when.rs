//! When a meeting was, or may have been: the one place that makes it out of a date and its bounds.
//!
//! A date that gives days is a *span* of days, and there is no doubt. All else is a *window*: the days
//! among which those of the meeting lie. `earliest` and `latest` take the place of a window's own bounds;
//! one alone leaves the other side open.

use super::date::{Date, Day, number_of};

/// Before every day that a date can give.
pub(super) const BEGINNING: Day = (i16::MIN, 1, 1);
/// Behind every day that a date can give.
pub(super) const END: Day = (i16::MAX, 12, 31);

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
pub(super) enum BoundsFlaw {
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
    pub(super) fn flaw(self, date: Option<Date>) -> Option<BoundsFlaw> {
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
pub enum Held {
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
pub struct Order(u64);

impl Order {
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
    pub fn within(self, first: Day, last: Day) -> Held {
        if self.last < first || last < self.first {
            Held::Not
        } else if self.known || (first <= self.first && self.last <= last) {
            Held::Surely
        } else {
            Held::Perhaps
        }
    }

    /// Its place in the order of time.
    #[must_use]
    pub fn order(self) -> Order {
        let (year, month, day) = self.place;
        let year = u64::from(year.cast_unsigned() ^ 0x8000);
        let day = year << 16 | u64::from(month) << 8 | u64::from(day);
        Order(day << 32 | u64::from(self.precision()))
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
