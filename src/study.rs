//! Analyses of a dataset, each a pure function with a plain result: what is certain and what is not, how
//! topics run through time, who was named for a meeting as what, how two records are connected, and what
//! changed from one meeting to another.
//!
//! Nothing in here draws or prints. Which meetings are looked at is said by their rows, in the order of the
//! timeline, as a query keeps them. Results stay small: they hold ids and numbers for what may be many, and
//! make the words when they are asked for.

pub(crate) mod column;
pub(crate) mod compare;
pub(crate) mod diff;
pub mod evidence;
pub(crate) mod gaps;
pub(crate) mod options;
pub(crate) mod path;
pub mod report;
pub(crate) mod strands;
pub(crate) mod value;
pub mod view;

use self::view::StudyKind;
use crate::data::When;

/// Every study.
pub const STUDIES: [&StudyKind; 6] = [
    &strands::STUDY,
    &evidence::STUDY,
    &compare::STUDY,
    &path::STUDY,
    &diff::STUDY,
    &gaps::STUDY,
];

/// The months that surely lie between two times: from the last possible day of the first to the first possible
/// day of the other. 0 when they may touch.
#[must_use]
pub fn months_between(earlier: When, later: When) -> u32 {
    crate::data::months_between(earlier.last(), later.first()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Bounds, Date};

    #[test]
    fn months_between_partial_dates_are_no_more_than_is_sure() {
        let months = |a: &str, b: &str| {
            let when = |text: &str| {
                let (date, latest) = text.split_once(" until ").unwrap_or((text, ""));
                let bounds = Bounds {
                    earliest: None,
                    latest: Date::parse(latest).ok(),
                };
                When::new(Date::parse(date).ok(), bounds).expect(text)
            };
            months_between(when(a), when(b))
        };
        assert_eq!(months("2016-02-16", "2021-10-12"), 67);
        assert_eq!(months("2016-02-16", "2016-03-16"), 1);
        assert_eq!(months("2016-02-16", "2016-03-15"), 0);
        assert_eq!(months("2016", "2018"), 12);
        assert_eq!(months("2016 until 2016-06", "2018"), 18);
        assert_eq!(months("2016", "2016-05-01"), 0);
        assert_eq!(months("2019-10-28/2019-10-29", "2019-12"), 1);
    }
}
