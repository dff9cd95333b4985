//! A partial date, written as EDTF (ISO 8601-2) level 1 writes it and never padded to a made-up day.

use std::fmt;

/// One end of a date: a year, a month of a year, or a day.
///
/// The derived order is that of the earliest day it may stand for, a less precise one before a more
/// precise one: `2013` < `2013-01` < `2013-01-01` < `2013-02`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    year: i16,
    /// 1 to 12; 0 when it is not known.
    month: u8,
    /// 1 to 31; 0 when it is not known.
    day: u8,
}

/// A day as (year, month, day), for comparing what a partial date may stand for.
pub type Day = (i16, u8, u8);

impl Moment {
    /// The year, −9999 to 9999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, if it is known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        (self.month > 0).then_some(self.month)
    }

    /// The day of the month, 1 to 31, if it is known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        (self.day > 0).then_some(self.day)
    }

    /// The first day it may stand for.
    #[must_use]
    pub fn earliest(self) -> Day {
        (self.year, self.month.max(1), self.day.max(1))
    }

    /// The last day it may stand for.
    #[must_use]
    pub fn latest(self) -> Day {
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 {
            days_in(self.year, month)
        } else {
            self.day
        };
        (self.year, month, day)
    }

    fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let mut parts = digits.split('-');
        let year = sign * parse_digits::<i16>(parts.next()?, 4)?;
        let month = parts.next().map(|part| parse_digits::<u8>(part, 2));
        let day = parts.next().map(|part| parse_digits::<u8>(part, 2));
        if parts.next().is_some() {
            return None;
        }
        let month = month.map_or(Some(0), |month| month.filter(|m| (1..=12).contains(m)))?;
        let day = day.map_or(Some(0), |day| {
            day.filter(|d| (1..=days_in(year, month)).contains(d))
        })?;
        Some(Self { year, month, day })
    }

    /// The day of the week in three letters, with a blank behind it; empty for what is no day.
    fn weekday(self) -> String {
        let date = real_day((self.year, self.month, self.day));
        date.map_or_else(String::new, |date| {
            format!("{:.3} ", date.weekday().to_string())
        })
    }
}

/// A year as EDTF writes it, everywhere: four digits behind the sign, `-0044` before our era.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Year(pub i16);

impl Year {
    /// Its last two digits, for narrow places.
    #[must_use]
    pub fn in_two_digits(self) -> String {
        format!("{:02}", self.0.unsigned_abs() % 100)
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}", self.0.unsigned_abs())
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Year(self.year))?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

fn days_in(year: i16, month: u8) -> u8 {
    time::Month::try_from(month).map_or(0, |month| month.length(year.into()))
}

fn real_day((year, month, day): Day) -> Option<time::Date> {
    let month = time::Month::try_from(month).ok()?;
    time::Date::from_calendar_date(year.into(), month, day).ok()
}

/// The day after a day; nothing after the last one of the year 9999.
#[must_use]
pub fn day_after(day: Day) -> Option<Day> {
    let next = real_day(day)?.next_day()?;
    let year = i16::try_from(next.year()).ok()?;
    Some((year, next.month().into(), next.day()))
}

/// Whole months from one day to another, rounded down; `None` when the other is not later.
#[must_use]
pub fn months_between(from: Day, to: Day) -> Option<u32> {
    let months = |(year, month, _): Day| i32::from(year) * 12 + i32::from(month);
    let begun = i32::from(to.2 < from.2);
    if to <= from {
        return None;
    }
    u32::try_from(months(to) - months(from) - begun).ok()
}

/// A number that grows by one from day to day; nothing beyond the years that a date can have.
pub fn number_of(day: Day) -> Option<i32> {
    real_day(day).map(time::Date::to_julian_day)
}

fn parse_digits<N: std::str::FromStr>(text: &str, width: usize) -> Option<N> {
    (text.len() == width && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// How far a date is to be trusted, as the qualifier behind it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// Stated as it is.
    #[default]
    None,
    /// `?`: uncertain; in our data, inferred.
    Uncertain,
    /// `~`: approximate.
    Approximate,
    /// `%`: both.
    Both,
}

impl Doubt {
    fn split(text: &str) -> (&str, Self) {
        let marks = [
            ('?', Self::Uncertain),
            ('~', Self::Approximate),
            ('%', Self::Both),
        ];
        for (mark, doubt) in marks {
            if let Some(rest) = text.strip_suffix(mark) {
                return (rest, doubt);
            }
        }
        (text, Self::None)
    }

    /// The qualifier as EDTF writes it; empty for none.
    #[must_use]
    pub fn mark(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Uncertain => "?",
            Self::Approximate => "~",
            Self::Both => "%",
        }
    }
}

/// A partial date or an interval of two, e.g. `2013`, `2013-05`, `2019-06-04?`,
/// `2017-12-14/2017-12-15`.
///
/// The order is by start, then by end; doubt comes last, so that the order is total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    start: Moment,
    end: Moment,
    doubt: Doubt,
    end_doubt: Doubt,
}

/// Why a text is not taken as the date that it seems to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFlaw {
    /// Not a date in the accepted forms, or a day that does not exist.
    Unreadable,
    /// An interval whose end is before its start; the start alone is used.
    EndsBeforeStart(Date),
    /// There are blanks around it.
    Padded(Date),
    /// What stands behind a `T` is no time of day, or stands behind no day.
    NoTime(Date),
}

impl DateFlaw {
    /// The date that is used in spite of it.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unreadable => None,
            Self::EndsBeforeStart(date) | Self::Padded(date) | Self::NoTime(date) => Some(date),
        }
    }
}

impl Date {
    /// Reads `2013`, `2013-05`, `2013-05-03`, each with `?`, `~` or `%` behind it, or two of them
    /// joined by `/`. Of a day with a time (`2013-05-03T10:00Z`) the day is read.
    ///
    /// # Errors
    /// [`DateFlaw`] says what can be used all the same.
    pub fn parse(text: &str) -> Result<Self, DateFlaw> {
        let trimmed = text.trim();
        if trimmed.len() < text.len() {
            let read = Self::parse(trimmed);
            let date = read.or_else(|flaw| flaw.date().ok_or(flaw))?;
            return Err(DateFlaw::Padded(date));
        }
        let (start, end) = text.split_once('/').unwrap_or((text, text));
        let start = DateEnd::parse(start).ok_or(DateFlaw::Unreadable)?;
        let end = DateEnd::parse(end).ok_or(DateFlaw::Unreadable)?;
        if end.moment.latest() < start.moment.earliest() {
            let start = Self::point(start.moment, start.doubt);
            return Err(DateFlaw::EndsBeforeStart(start));
        }
        let date = Self {
            start: start.moment,
            end: end.moment,
            doubt: start.doubt,
            end_doubt: end.doubt,
        };
        if start.has_sound_time && end.has_sound_time {
            Ok(date)
        } else {
            Err(DateFlaw::NoTime(date))
        }
    }

    /// Reads it as far as it can be used.
    #[must_use]
    pub fn parse_lenient(text: &str) -> Option<Self> {
        Self::parse(text)
            .or_else(|flaw| flaw.date().ok_or(flaw))
            .ok()
    }

    fn point(moment: Moment, doubt: Doubt) -> Self {
        Self {
            start: moment,
            end: moment,
            doubt,
            end_doubt: doubt,
        }
    }

    /// Its first end, or the whole of it when it is no interval.
    #[must_use]
    pub fn start(self) -> Moment {
        self.start
    }

    /// Its last end, or the whole of it when it is no interval.
    #[must_use]
    pub fn end(self) -> Moment {
        self.end
    }

    /// The year it begins in.
    #[must_use]
    pub fn year(self) -> i16 {
        self.start.year
    }

    /// Whether it stretches from one date to another.
    #[must_use]
    pub fn is_interval(self) -> bool {
        self.start != self.end
    }

    /// Whether both its ends are days, so that nothing is left to find out but what a mark of doubt says.
    #[must_use]
    pub fn gives_days(self) -> bool {
        self.start.day > 0 && self.end.day > 0
    }

    /// The stronger of the doubts at its two ends.
    #[must_use]
    pub fn doubt(self) -> Doubt {
        self.doubt.max(self.end_doubt)
    }

    /// Whether any day this may stand for lies between the two days, both included.
    #[must_use]
    pub fn may_fall_within(self, first: Day, last: Day) -> bool {
        self.start.earliest() <= last && first <= self.end.latest()
    }

    /// In words, as a reader writes it: `Wed 1 October 2014`, `October 2013`,
    /// `Thu 14 – Fri 15 December 2017`, with the mark of doubt behind it.
    #[must_use]
    pub fn in_words(self) -> String {
        let end = |moment: Moment, doubt: Doubt| format!("{}{}", say(moment), doubt.mark());
        if !self.is_interval() {
            return end(self.start, self.doubt);
        }
        let (a, b) = (self.start, self.end);
        let same_month = (a.year, a.month) == (b.year, b.month) && a.day > 0 && b.day > 0;
        let first = if same_month {
            format!("{}{}{}", a.weekday(), a.day, self.doubt.mark())
        } else {
            end(a, self.doubt)
        };
        format!("{first} – {}", end(b, self.end_doubt))
    }
}

fn say(moment: Moment) -> String {
    let year = Year(moment.year);
    let Ok(month) = time::Month::try_from(moment.month) else {
        return year.to_string();
    };
    match moment.day() {
        None => format!("{month} {year}"),
        Some(day) => format!("{}{day} {month} {year}", moment.weekday()),
    }
}

/// One end of a date as it is written.
struct DateEnd {
    moment: Moment,
    doubt: Doubt,
    /// Whether a time of day, if there is one, is one, and stands behind a day.
    has_sound_time: bool,
}

impl DateEnd {
    fn parse(text: &str) -> Option<Self> {
        let (text, doubt) = Doubt::split(text);
        let (day, time) = match text.split_once('T') {
            None => (text, None),
            Some((day, time)) => (day, Some(time)),
        };
        let moment = Moment::parse(day)?;
        Some(Self {
            moment,
            doubt,
            has_sound_time: time.is_none_or(|time| moment.day().is_some() && is_time(time)),
        })
    }
}

/// Whether it is a time of day as ISO 8601 writes it: `19:00`, `19:00:30.5`, with `Z` or an offset behind it.
fn is_time(text: &str) -> bool {
    let (clock, zone) = match text.find(['Z', '+', '-']) {
        None => (text, ""),
        Some(at) => text.split_at_checked(at).unwrap_or((text, "")),
    };
    let below = |part: &str, most: u8| parse_digits::<u8>(part, 2).is_some_and(|n| n < most);
    let is_second = |part: &str| {
        let (whole, fraction) = part.split_once(['.', ',']).unwrap_or((part, "0"));
        let is_fraction = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
        below(whole, 60) && is_fraction
    };
    let is_clock = match clock.split(':').collect::<Vec<&str>>().as_slice() {
        [hour, minute] => below(hour, 24) && below(minute, 60),
        [hour, minute, second] => below(hour, 24) && below(minute, 60) && is_second(second),
        _ => false,
    };
    let is_zone = match zone.strip_prefix(['+', '-']) {
        None => matches!(zone, "" | "Z"),
        Some(offset) => match offset.split_once(':') {
            None => below(offset, 24),
            Some((hour, minute)) => below(hour, 24) && below(minute, 60),
        },
    };
    is_clock && is_zone
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.start, self.doubt.mark())?;
        if self.is_interval() {
            write!(f, "/{}{}", self.end, self.end_doubt.mark())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|flaw| panic!("{text}: {flaw:?}"))
    }

    #[test]
    fn what_is_read_is_written_back() {
        for text in [
            "2013",
            "2013-05",
            "2013-05-03",
            "2024?",
            "2019-06-04?",
            "1850~",
            "2017-12-14/2017-12-15",
            "2004-02/2004-03~",
            "0000",
            "-0044-03-15",
            "9999-12-31",
        ] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("2013-05-03T10:30:00+02:00").to_string(), "2013-05-03");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2013-13-45",
            "2013-02-29",
            "1900-02-29",
            "2024-00",
            "2024-01-00",
            "10000-01-01",
            "circa 1850",
            "13-05-03",
            "2013/",
            "/2013",
            "2013-5-3",
            "2013-05-03-04",
            "٢٠١٣",
            "?",
            "2013/2014/2015",
            "2021-01-19/..",
        ] {
            assert_eq!(Date::parse(text), Err(DateFlaw::Unreadable), "{text}");
        }
        assert_eq!(Date::parse(" 2024 "), Err(DateFlaw::Padded(date("2024"))));
        assert_eq!(
            Date::parse("2018-05/2017-01"),
            Err(DateFlaw::EndsBeforeStart(date("2018-05")))
        );
    }

    #[test]
    fn a_time_of_day_is_a_time_and_stands_behind_a_day() {
        for time in [
            "T19:00",
            "T00:00:00",
            "T23:59:59.25Z",
            "T19:00,",
            "T08:30+01:00",
            "T08:30-11",
        ] {
            let text = format!("2024-03-11{time}");
            let sound = !time.ends_with(',');
            assert_eq!(Date::parse(&text).is_ok(), sound, "{text}");
        }
        for (text, used) in [
            ("2024-03-11T99:99", "2024-03-11"),
            ("2024-03-11T24:00:00", "2024-03-11"),
            ("2024-03-11Tgarbage", "2024-03-11"),
            ("2024-03-11T", "2024-03-11"),
            ("2024-03-11T10", "2024-03-11"),
            ("2024-03-11T10:00+1", "2024-03-11"),
            ("2024-03T10:00", "2024-03"),
            ("2024T10", "2024"),
            ("2024-03-11T10:00/2024-03-12T1", "2024-03-11/2024-03-12"),
        ] {
            assert_eq!(
                Date::parse(text),
                Err(DateFlaw::NoTime(date(used))),
                "{text}"
            );
        }
    }

    #[test]
    fn order_is_by_earliest_day_and_the_less_precise_first() {
        let sorted = [
            "-0044-03-15",
            "2012-12-31",
            "2013",
            "2013-01",
            "2013-01-01",
            "2013-01-02",
            "2013-02",
        ];
        for pair in sorted.windows(2) {
            assert!(date(pair[0]) < date(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn months_are_whole() {
        assert_eq!(months_between((2013, 5, 3), (2013, 10, 3)), Some(5));
        assert_eq!(months_between((2013, 5, 3), (2013, 10, 2)), Some(4));
        assert_eq!(months_between((2013, 12, 31), (2014, 1, 1)), Some(0));
        assert_eq!(months_between((2013, 12, 31), (2013, 12, 31)), None);
        assert_eq!(months_between((2014, 1, 1), (2013, 1, 1)), None);
    }

    #[test]
    fn a_partial_date_fits_when_any_of_its_days_does() {
        let year = ((2014, 1, 1), (2014, 12, 31));
        assert!(date("2014").may_fall_within(year.0, year.1));
        assert!(date("2013-12-31/2014-01-01").may_fall_within(year.0, year.1));
        assert!(!date("2013-12").may_fall_within(year.0, year.1));
        assert!(date("2020-02").may_fall_within((2020, 2, 29), (2020, 2, 29)));
    }

    #[test]
    fn words() {
        assert_eq!(date("2014-10-01").in_words(), "Wed 1 October 2014");
        assert_eq!(date("2024?").in_words(), "2024?");
        assert_eq!(date("2012-07").in_words(), "July 2012");
        assert_eq!(
            date("2017-12-14/2017-12-15").in_words(),
            "Thu 14 – Fri 15 December 2017"
        );
        assert_eq!(
            date("2017-12-31/2018-01").in_words(),
            "Sun 31 December 2017 – January 2018"
        );
        assert_eq!(date("-0044").in_words(), "-0044");
        assert_eq!(date("-0001-03").in_words(), "March -0001");
        assert_eq!(date("-0044-03-15").in_words(), "Thu 15 March -0044");
        assert_eq!(date("0000").in_words(), "0000");
        assert_eq!(
            (Year(-44).to_string(), Year(-44).in_two_digits()),
            ("-0044".into(), "44".into())
        );
    }
}
