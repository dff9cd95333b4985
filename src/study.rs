//! Analyses of a dataset, each a pure function with a plain result: what is certain and what is not, how
//! topics run through time, who was named for a meeting as what, how two records are connected, and what
//! changed from one meeting to another.
//!
//! Nothing in here draws or prints. Which meetings are looked at is said by their rows, in the order of the
//! timeline, as a query keeps them. Results stay small: they hold ids and numbers for what may be many, and
//! make the words when they are asked for.

pub mod compare;
pub mod diff;
pub mod evidence;
pub mod gaps;
pub mod path;
pub mod strands;
pub mod view;

use crate::data::Date;

/// The months that surely lie between two dates: from the last day that the first may stand for to the first
/// day of the other. 0 when they may touch.
#[must_use]
pub fn months_between(earlier: Date, later: Date) -> u32 {
    let (from, to) = (earlier.end().latest(), later.start().earliest());
    let months = |(year, month, _): crate::data::Day| i32::from(year) * 12 + i32::from(month);
    let begun = i32::from(to.2 < from.2);
    u32::try_from(months(to) - months(from) - begun).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_between_partial_dates_are_no_more_than_is_sure() {
        let months = |a: &str, b: &str| {
            let date = |text| Date::parse(text).expect(text);
            months_between(date(a), date(b))
        };
        assert_eq!(months("2016-02-16", "2021-10-12"), 67);
        assert_eq!(months("2016-02-16", "2016-03-16"), 1);
        assert_eq!(months("2016-02-16", "2016-03-15"), 0);
        assert_eq!(months("2016", "2018"), 12);
        assert_eq!(months("2016", "2016-05-01"), 0);
        assert_eq!(months("2019-10-28/2019-10-29", "2019-12"), 1);
    }
}
