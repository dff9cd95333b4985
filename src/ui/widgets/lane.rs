//! A topic through the years as a lane: `■──■─────□`, joined from its first to its last.

use crate::data::{Weight, Year};
use crate::theme::Glyphs;

/// The lane of some years, each that many columns wide: a sign where the topic was on the table, joined between.
#[must_use]
pub fn lane(seen: &[Option<Weight>], wide: usize, glyphs: &Glyphs) -> String {
    let is_seen = |year: &Option<Weight>| year.is_some();
    let first = seen.iter().position(is_seen);
    let last = seen.iter().rposition(is_seen);
    let (Some(first), Some(last)) = (first, last) else {
        return String::new();
    };
    let mut lane = " ".repeat(first * wide);
    for (nth, year) in seen.iter().enumerate().take(last + 1).skip(first) {
        lane.push_str(match year {
            Some(Weight::Agenda) => glyphs.agenda,
            Some(Weight::Context) => glyphs.context,
            None => glyphs.joint,
        });
        if nth < last {
            lane.push_str(&glyphs.joint.repeat(wide.saturating_sub(1)));
        }
    }
    lane
}

/// The two figures of every year that has room for them.
#[must_use]
pub fn years(first: i16, count: usize, wide: usize) -> String {
    let every = 3_usize.div_ceil(wide.max(1));
    let mut labels = String::new();
    for nth in (0..count).step_by(every) {
        let year = first.saturating_add(i16::try_from(nth).unwrap_or(i16::MAX));
        let label = Year(year).in_two_digits();
        let at = nth * wide;
        labels.extend(std::iter::repeat_n(' ', at.saturating_sub(labels.len())));
        labels.push_str(&label);
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_is_joined_from_first_to_last() {
        let seen = [
            None,
            Some(Weight::Agenda),
            None,
            Some(Weight::Context),
            None,
        ];
        assert_eq!(lane(&seen, 3, &Glyphs::UNICODE), "   ■─────□");
        assert_eq!(lane(&seen, 1, &Glyphs::UNICODE), " ■─□");
        assert_eq!(lane(&seen, 1, &Glyphs::ASCII), " #-o");
        assert_eq!(lane(&[None, None], 3, &Glyphs::UNICODE), "");
        assert_eq!(years(2011, 4, 3), "11 12 13 14");
        assert_eq!(years(2011, 4, 2), "11  13");
    }
}
