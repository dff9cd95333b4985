//! Silences: how long nothing is known of, between one time and the next.

use std::fmt;

use crate::data::{Dataset, Day, RecordId, When, months_between};

/// A silence shorter than this many months is not worth a row.
const SHORTEST: u32 = 4;

/// So many months without a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Silence {
    /// Whole months, rounded down.
    pub months: u32,
    /// Whether it may be longer, since the days on its two sides are not all known.
    pub at_least: bool,
}

/// `9 months`, `at least 2 years, 3 months`.
impl fmt::Display for Silence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (years, months) = (self.months / 12, self.months % 12);
        if self.at_least {
            f.write_str("at least ")?;
        }
        match (self.months, years, months) {
            (0..24, ..) => write!(f, "{} months", self.months),
            (_, years, 0) => write!(f, "{years} years"),
            (_, years, 1) => write!(f, "{years} years, 1 month"),
            (_, years, months) => write!(f, "{years} years, {months} months"),
        }
    }
}

/// Hears records in the order of time and tells the silences before them. Nothing is silent while a long
/// meeting goes on, nor as long as one of unknown days may still be to come.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet {
    /// The last possible day of anything so far, and whether it is known that something was on it.
    latest: Option<(Day, bool)>,
}

impl Quiet {
    /// Before any of these records. One that may have been at any time up to some day stands in the order by
    /// that day, and until then there is no silence.
    pub(crate) fn before(dataset: &Dataset, records: impl Iterator<Item = RecordId>) -> Self {
        let mut quiet = Self::default();
        if dataset.has_bounds() {
            let open = records.filter_map(|id| dataset.when(id));
            let open = open.filter(|when| when.begins_open());
            open.for_each(|when| quiet.hear(when));
        }
        quiet
    }

    /// The silence that a record ends, if it was long.
    pub(crate) fn next(&mut self, when: When) -> Option<Silence> {
        let silence = self.latest.and_then(|(day, is_known)| {
            let months = months_between(day, when.first())?;
            (months >= SHORTEST).then_some(Silence {
                months,
                at_least: !(is_known && when.is_known()),
            })
        });
        self.hear(when);
        silence
    }

    fn hear(&mut self, when: When) {
        let (day, is_known) = (when.last(), when.is_known());
        self.latest = match self.latest {
            Some((latest, known)) if latest == day => Some((day, known && is_known)),
            Some((latest, known)) if latest > day => Some((latest, known)),
            _ => Some((day, is_known)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Kind, load_text};

    /// The silences before meetings of these dates, or of these bounds where two are given by `..`.
    fn heard(dates: &[&str]) -> Vec<String> {
        let meetings = dates.iter().enumerate().map(|(nth, date)| {
            let (date, bounds) = date.split_once(' ').unwrap_or((date, ""));
            let (earliest, latest) = bounds.split_once("..").unwrap_or_default();
            let fields = [("date", date), ("earliest", earliest), ("latest", latest)];
            let given = fields
                .iter()
                .filter(|(_, value)| !matches!(*value, "" | "-"));
            let given = given.map(|(name, value)| format!(r#","{name}":"{value}""#));
            let given = given.collect::<Vec<String>>().concat();
            format!(r#"{{"id":"m{nth}","title":"M"{given}}}"#)
        });
        let meetings = meetings.collect::<Vec<_>>().join(",");
        let json = format!(r#"{{"format":"sommet/1","meetings":[{meetings}]}}"#);
        let dataset = load_text(json).expect("a dataset");
        assert_eq!(dataset.problems(), []);
        let mut quiet = Quiet::before(&dataset, dataset.all(Kind::Meeting));
        let whens = dataset.all(Kind::Meeting).filter_map(|id| dataset.when(id));
        whens
            .filter_map(|when| quiet.next(when).map(|silence| silence.to_string()))
            .collect()
    }

    #[test]
    fn a_silence_is_told_in_whole_months_and_whether_it_may_be_longer() {
        assert_eq!(heard(&["2013-05-03", "2013-10-03"]), ["5 months"]);
        assert_eq!(heard(&["2013-05-03", "2013-10-02"]), ["4 months"]);
        assert_eq!(heard(&["2013-05-03", "2013-09-02"]), [""; 0]);
        assert_eq!(
            heard(&["2022-10-07", "2024? 2023-12-20..2024-04-30"]),
            ["at least 14 months"]
        );
        assert_eq!(heard(&["2013", "2014-10-01"]), ["at least 9 months"]);
        assert_eq!(heard(&["2013-11", "2014-10-01"]), ["at least 10 months"]);
        assert_eq!(
            heard(&["2013-01-01", "2018-02"]),
            ["at least 5 years, 1 month"]
        );
        assert_eq!(heard(&["2013-01-01", "2015-01-01"]), ["2 years"]);
    }

    #[test]
    fn nothing_is_silent_while_something_may_still_be_to_come() {
        assert_eq!(heard(&["2013/2015", "2014-01-01", "2015-11-01"]), [""; 0]);
        assert_eq!(
            heard(&["2013/2015-06", "2014-01-01", "2016-01-01"]),
            ["at least 6 months"]
        );
        assert_eq!(
            heard(&["2013-01-01", "2014-01-01", "- 2012..", "2020-01-01"]),
            [""; 0]
        );
        assert_eq!(
            heard(&["2010-01-01", "- ..2013-01", "2015-01-31"]),
            ["at least 2 years"]
        );
    }

    #[test]
    fn a_window_that_ends_on_the_same_day_makes_it_at_least() {
        assert_eq!(heard(&["2013-12-31", "2014-12-31"]), ["12 months"]);
        assert_eq!(
            heard(&["2013", "2013-12-31", "2014-12-31"]),
            ["at least 12 months"]
        );
    }
}
