//! Spans of time that a query asks for.

use super::field::Field;
use crate::data::{Date, Day, Overlap, When, Year, day_after};
use crate::text::excerpt;

/// Days between two, both included; one may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TimeSpan {
    first: Day,
    last: Day,
}

/// Before the first and behind the last year that a date can have.
const EVER: (Day, Day) = ((i16::MIN, 1, 1), (i16::MAX, 12, 31));

impl TimeSpan {
    /// Reads the value of `in:`, `after:` or `before:`.
    ///
    /// # Errors
    /// A sentence that says what a date looks like.
    pub(super) fn parse(field: Field, value: &str) -> Result<Self, String> {
        let date = |text: &str| {
            Date::parse(text).map_err(|_| {
                format!(
                    "`{}` is no date like 2019, 2019-06, 2019-06-04 or 2014..2018",
                    excerpt(text)
                )
            })
        };
        let (first, last) = EVER;
        match (field, value.split_once("..")) {
            (Field::After, None) => Ok(Self {
                first: after(date(value)?.end().latest()),
                last,
            }),
            (Field::Before, None) => Ok(Self {
                first,
                last: day_before(date(value)?.start().earliest()),
            }),
            (Field::After | Field::Before, Some(_)) => {
                Err("one date stands here; `in:` takes two, as in in:2014..2018".to_owned())
            }
            (_, None) => {
                let date = date(value)?;
                Ok(Self {
                    first: date.start().earliest(),
                    last: date.end().latest(),
                })
            }
            (_, Some((from, to))) => {
                let first = match from {
                    "" => first,
                    from => date(from)?.start().earliest(),
                };
                let last = match to {
                    "" => last,
                    to => date(to)?.end().latest(),
                };
                if last < first {
                    return Err(format!(
                        "{} ends before {} begins",
                        excerpt(to),
                        excerpt(from)
                    ));
                }
                Ok(Self { first, last })
            }
        }
    }

    /// Whether no day lies in both.
    pub(super) fn is_apart_from(self, other: Self) -> bool {
        self.last < other.first || other.last < self.first
    }

    pub(super) const EVER: Self = Self {
        first: EVER.0,
        last: EVER.1,
    };

    pub(super) fn first(self) -> Day {
        self.first
    }

    pub(super) fn last(self) -> Day {
        self.last
    }

    pub(super) fn has(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days on which it begins to be so, and ceases to.
    pub(super) fn cuts(self) -> impl Iterator<Item = Day> {
        let end = (self.last != EVER.1).then(|| after(self.last));
        std::iter::once(self.first).chain(end)
    }

    /// Whether something was within.
    pub(super) fn holds(self, when: When) -> Overlap {
        when.within(self.first, self.last)
    }

    /// In words: `from 2018-05-01 on`, `from 2014-01-01 to 2018-12-31`.
    pub(super) fn in_words(self) -> String {
        let day_text = |(year, month, day): Day| format!("{}-{month:02}-{day:02}", Year(year));
        match (self.first == EVER.0, self.last == EVER.1) {
            (true, true) => "at any time that is known".to_owned(),
            (true, false) => format!("up to {}", day_text(self.last)),
            (false, true) => format!("from {} on", day_text(self.first)),
            (false, false) => format!("from {} to {}", day_text(self.first), day_text(self.last)),
        }
    }
}

fn after(day: Day) -> Day {
    day_after(day).unwrap_or((day.0.saturating_add(1), 1, 1))
}

pub(super) fn day_before((year, month, day): Day) -> Day {
    match (month, day) {
        (1, 1) => (year.saturating_sub(1), 12, 31),
        (month, 1) => {
            let before = Date::parse(&format!("{}-{:02}", Year(year), month - 1));
            before.map_or((year, month - 1, 31), |date| date.end().latest())
        }
        (month, day) => (year, month, day - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Bounds;

    fn words(field: Field, value: &str) -> String {
        TimeSpan::parse(field, value).map_or_else(|error| error, TimeSpan::in_words)
    }

    #[test]
    fn partial_dates_begin_and_end_where_they_should() {
        assert_eq!(words(Field::After, "2018-04"), "from 2018-05-01 on");
        assert_eq!(words(Field::After, "2018-12-31"), "from 2019-01-01 on");
        assert_eq!(words(Field::After, "2020-02-28"), "from 2020-02-29 on");
        assert_eq!(words(Field::After, "2019-02"), "from 2019-03-01 on");
        assert_eq!(words(Field::Before, "2022"), "up to 2021-12-31");
        assert_eq!(words(Field::Before, "2020-03-01"), "up to 2020-02-29");
        assert_eq!(
            words(Field::In, "2014..2018"),
            "from 2014-01-01 to 2018-12-31"
        );
        assert_eq!(words(Field::In, "2014.."), "from 2014-01-01 on");
        assert_eq!(words(Field::In, "2019-06"), "from 2019-06-01 to 2019-06-30");
        assert!(words(Field::After, "2014..2018").contains("in:"));
    }

    #[test]
    fn a_window_is_held_surely_or_perhaps_and_known_days_never_perhaps() {
        let holds = |field, value: &str, date: &str| {
            let span = TimeSpan::parse(field, value).expect(value);
            let date = Date::parse(date).expect(date);
            span.holds(When::new(Some(date), Bounds::default()).expect("a time"))
        };
        assert_eq!(holds(Field::After, "2018-04", "2018"), Overlap::Perhaps);
        assert_eq!(holds(Field::After, "2018-04", "2018-05"), Overlap::Surely);
        assert_eq!(holds(Field::After, "2018-04", "2018-04-30"), Overlap::Not);
        assert_eq!(holds(Field::Before, "2022", "2021-12"), Overlap::Surely);
        assert_eq!(holds(Field::Before, "2022", "2022"), Overlap::Not);
        let days = "2021-12-31/2022-01-01";
        for (field, value) in [
            (Field::Before, "2022"),
            (Field::After, "2021"),
            (Field::In, "2022"),
        ] {
            assert_eq!(holds(field, value, days), Overlap::Surely, "{value}");
        }
    }

    #[test]
    fn cuts_stand_where_a_time_begins_and_behind_its_end() {
        let cuts = |field, value: &str| {
            let span = TimeSpan::parse(field, value).expect(value);
            span.cuts().collect::<Vec<Day>>()
        };
        assert_eq!(cuts(Field::In, "2020-02"), [(2020, 2, 1), (2020, 3, 1)]);
        assert_eq!(cuts(Field::Before, "2020"), [EVER.0, (2020, 1, 1)]);
        assert_eq!(cuts(Field::After, "2020"), [(2021, 1, 1)]);
    }
}
