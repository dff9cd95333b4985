//! Spans of time that a query asks for.

use super::field::Field;
use crate::data::{Date, Day, Year};
use crate::text::said;

/// Days between two, both included; one may be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    first: Day,
    last: Day,
}

/// Before the first and behind the last year that a date can have.
const EVER: (Day, Day) = ((i16::MIN, 1, 1), (i16::MAX, 12, 31));

impl Span {
    /// Reads the value of `in:`, `after:` or `before:`.
    ///
    /// # Errors
    /// A sentence that says what a date looks like.
    pub fn parse(field: Field, value: &str) -> Result<Self, String> {
        let date = |text: &str| {
            Date::parse(text).map_err(|_| {
                format!(
                    "`{}` is no date like 2019, 2019-06, 2019-06-04 or 2014..2018",
                    said(text)
                )
            })
        };
        let (first, last) = EVER;
        match (field, value.split_once("..")) {
            (Field::After, None) => Ok(Self {
                first: day_after(date(value)?.end().latest()),
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
                    return Err(format!("{} ends before {} begins", said(to), said(from)));
                }
                Ok(Self { first, last })
            }
        }
    }

    /// Whether no day lies in both.
    pub(super) fn is_apart_from(self, other: Self) -> bool {
        self.last < other.first || other.last < self.first
    }

    /// Whether any day that a date may stand for lies within.
    #[must_use]
    pub fn holds(self, date: Date) -> bool {
        date.may_fall_within(self.first, self.last)
    }

    /// Whether the first day that a date may stand for is not before the span.
    pub(super) fn is_begun(self, date: Date) -> bool {
        self.first <= date.start().earliest()
    }

    /// Whether the first day that a date may stand for is behind the span.
    pub(super) fn is_over(self, date: Date) -> bool {
        self.last < date.start().earliest()
    }

    /// In words: `from 2018-05-01 on`, `from 2014-01-01 to 2018-12-31`.
    #[must_use]
    pub fn in_words(self) -> String {
        let said = |(year, month, day): Day| format!("{}-{month:02}-{day:02}", Year(year));
        match (self.first == EVER.0, self.last == EVER.1) {
            (true, true) => "at any time that is known".to_owned(),
            (true, false) => format!("up to {}", said(self.last)),
            (false, true) => format!("from {} on", said(self.first)),
            (false, false) => format!("from {} to {}", said(self.first), said(self.last)),
        }
    }
}

/// The day after; only compared with real days, so a month of 31 days is long enough for all.
fn day_after((year, month, day): Day) -> Day {
    match (month, day) {
        (12, 31) => (year.saturating_add(1), 1, 1),
        (month, 31) => (year, month + 1, 1),
        (month, day) => next_real(year, month, day + 1),
    }
}

fn next_real(year: i16, month: u8, day: u8) -> Day {
    let longest =
        Date::parse(&format!("{}-{month:02}", Year(year))).map(|date| date.end().latest().2);
    match longest {
        Ok(longest) if day > longest => (year, month + 1, 1),
        _ => (year, month, day),
    }
}

fn day_before((year, month, day): Day) -> Day {
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

    fn said(field: Field, value: &str) -> String {
        Span::parse(field, value).map_or_else(|error| error, Span::in_words)
    }

    #[test]
    fn partial_dates_begin_and_end_where_they_should() {
        assert_eq!(said(Field::After, "2018-04"), "from 2018-05-01 on");
        assert_eq!(said(Field::After, "2018-12-31"), "from 2019-01-01 on");
        assert_eq!(said(Field::After, "2020-02-28"), "from 2020-02-29 on");
        assert_eq!(said(Field::After, "2019-02"), "from 2019-03-01 on");
        assert_eq!(said(Field::Before, "2022"), "up to 2021-12-31");
        assert_eq!(said(Field::Before, "2020-03-01"), "up to 2020-02-29");
        assert_eq!(
            said(Field::In, "2014..2018"),
            "from 2014-01-01 to 2018-12-31"
        );
        assert_eq!(said(Field::In, "2014.."), "from 2014-01-01 on");
        assert_eq!(said(Field::In, "2019-06"), "from 2019-06-01 to 2019-06-30");
        assert!(said(Field::After, "2014..2018").contains("in:"));
    }

    #[test]
    fn what_may_fall_within_is_held() {
        let holds = |field, value: &str, date: &str| {
            let span = Span::parse(field, value).expect(value);
            span.holds(Date::parse(date).expect(date))
        };
        assert!(holds(Field::After, "2018-04", "2018"));
        assert!(!holds(Field::After, "2018-04", "2018-04-30"));
        assert!(holds(Field::Before, "2022", "2021-12"));
        assert!(!holds(Field::Before, "2022", "2022"));
    }
}
