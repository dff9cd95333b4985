//! Which of a person's roles they may have held when a meeting was: the one rule of inference.
//!
//! A role *may* fit if its dates, read as widely as they allow, leave no day of the meeting's window out.
//! It is inferred only if it alone may fit, and no other may fit any day of the window.

use crate::data::columns::texts::{Text, Texts};
use crate::data::model::date::{Date, Day, day_after};
use crate::data::model::when::{BEGINNING, END, When};
use crate::text::fold;

/// A role with its dates.
#[derive(Clone, Copy, Debug, Default)]
pub struct RoleRow {
    pub title: Text,
    /// The id of its organisation, where no record has it.
    pub stray: Text,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub as_of: Option<Date>,
    /// Whether a date of it cannot be read.
    pub unreadable: bool,
}

impl RoleRow {
    /// Whether two roles are one as far as their rows say: their titles are the same, apart from accents and case, and so
    /// is an organisation that has no record.
    pub fn is_same(&self, other: &Self, texts: &Texts) -> bool {
        let title = |role: &Self| fold(texts.get(role.title));
        self.stray == other.stray && (self.title == other.title || title(self) == title(other))
    }
}

/// A role of a person, with the days on which it may have been held.
#[derive(Clone, Copy, Debug)]
pub struct Tenure {
    /// Which of the person's roles it is, from 0; of several that are one, the first.
    pub nth: usize,
    first: Day,
    last: Day,
    /// Whether every date that is given can be read: what cannot may say anything.
    readable: bool,
    /// Whether no end is recorded.
    pub open: bool,
}

/// The roles that may fit.
#[derive(Clone, Debug, Default)]
pub struct Fitting {
    /// Those that may fit a day of the window, in the order of the file, each once.
    pub some: Vec<usize>,
    /// The only one, if it fits the whole window.
    pub only: Option<Tenure>,
}

impl Tenure {
    /// `None` for one without any date, and for one that ends before it begins.
    fn new(nth: usize, role: &RoleRow) -> Option<Self> {
        let (first, last) = match (role.from, role.to, role.as_of) {
            (None, None, None) if role.unreadable => (BEGINNING, END),
            (None, None, None) => return None,
            (None, None, Some(as_of)) => {
                let years = (as_of.start().year(), as_of.end().year());
                ((years.0, 1, 1), (years.1, 12, 31))
            }
            (from, to, _) => (
                from.map_or(BEGINNING, |from| from.start().earliest()),
                to.map_or(END, |to| to.end().latest()),
            ),
        };
        (first <= last).then_some(Self {
            nth,
            first,
            last,
            readable: !role.unreadable,
            open: role.from.is_some() && role.to.is_none() && !role.unreadable,
        })
    }
}

/// Of somebody with more roles nothing is inferred: nobody held so many, and each meeting would look at all.
pub const MOST_HELD: usize = 500;

/// Which of these roles may fit a window, so many different ones at most. `is_same` tells whether two of them are
/// one: those of the same title and organisation.
pub fn fitting(
    roles: impl ExactSizeIterator<Item = RoleRow>,
    when: When,
    most: usize,
    is_same: impl Fn(usize, usize) -> bool,
) -> Fitting {
    if roles.len() > MOST_HELD {
        return Fitting::default();
    }
    let tenures = roles.enumerate();
    let tenures = tenures.filter_map(|(nth, role)| Tenure::new(nth, &role));
    let touching = tenures.filter(|role| role.first <= when.last() && when.first() <= role.last);
    let mut touching: Vec<Tenure> = touching.collect();
    let mut some: Vec<usize> = Vec::new();
    for tenure in &mut touching {
        match some.iter().find(|first| is_same(**first, tenure.nth)) {
            Some(first) => tenure.nth = *first,
            None if some.len() == most => break,
            None => some.push(tenure.nth),
        }
    }
    let only = match &*some {
        [_] => covering(touching, when),
        _ => None,
    };
    Fitting { some, only }
}

/// The role whose days, joined, leave no day of the window out.
fn covering(mut days: Vec<Tenure>, when: When) -> Option<Tenure> {
    days.retain(|tenure| tenure.readable);
    days.sort_unstable_by_key(|tenure| tenure.first);
    let mut next = when.first();
    for tenure in days {
        if next < tenure.first {
            return None;
        }
        if when.last() <= tenure.last {
            return Some(tenure);
        }
        next = next.max(day_after(tenure.last)?);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Bounds, Date};

    fn date(text: &str) -> Option<Date> {
        Date::parse(text).ok()
    }

    /// Roles as `from … to`, or `@` and a day on which they are known to be held; `=` before those that are
    /// the same role as the first.
    fn tried(roles: &[&str], when: &str) -> (Vec<usize>, Option<usize>, bool) {
        let drafts = roles.iter().map(|text| {
            let text = text.trim_start_matches('=');
            let mut draft = RoleRow::default();
            match text.split_once(" … ") {
                Some((from, to)) => {
                    (draft.from, draft.to) = (date(from), date(to));
                    let is_lost = |text: &str| !text.is_empty() && date(text).is_none();
                    draft.unreadable = is_lost(from) || is_lost(to);
                }
                None => draft.as_of = text.strip_prefix('@').and_then(date),
            }
            draft
        });
        let when = When::new(date(when), Bounds::default()).expect("a date");
        let is_same =
            |a: usize, b: usize| [a, b].iter().all(|n| *n == 0 || roles[*n].starts_with('='));
        let fitting = fitting(drafts, when, 100, is_same);
        let only = fitting.only.map(|tenure| tenure.nth);
        (fitting.some, only, fitting.only.is_some_and(|t| t.open))
    }

    #[test]
    fn one_role_that_leaves_no_day_out_is_inferred() {
        for (role, when, fits) in [
            ("2020 … 2024-06-30", "2024-03-11", true),
            ("2020 … 2024-06-30", "2024-07-01", false),
            ("2020 … 2024-06-30", "2024", false),
            ("2020 … 2024", "2024", true),
            ("2020 … ", "2024", true),
            (" … 2024-03-10", "2024-03-10", true),
            (" … 2024-03-10", "2024-03-11", false),
            ("@2023", "2024-03-11", false),
            ("@2024-12-31", "2024-03-11", true),
            ("@2024-12-31", "2024", true),
            ("2024? … ", "2024-01-01", true),
            ("2020/2021 … 2024-01/2024-12", "2024-12-31", true),
            ("2025 … 2020", "2022", false),
            ("2024-06-30 … 2024-07-02", "2024-06-29/2024-07-02", false),
        ] {
            let (_, only, _) = tried(&[role], when);
            assert_eq!(only.is_some(), fits, "{role} on {when}");
        }
        assert_eq!(tried(&[""], "2024"), (vec![], None, false));
        assert_eq!(tried(&["2020 … "], "2024"), (vec![0], Some(0), true));
    }

    #[test]
    fn of_several_that_may_fit_none_is() {
        let both = |when| tried(&["2020 … 2024-06-30", "2024-07-01 … "], when);
        assert_eq!(both("2024-06-30").1, Some(0));
        assert_eq!(both("2024-07-01").1, Some(1));
        assert_eq!(both("2024"), (vec![0, 1], None, false));
        assert_eq!(both("2024-06-29/2024-07-02").1, None);
        let month = tried(&["2020 … 2024-03", "2024-03 … "], "2024-03-11");
        assert_eq!(month, (vec![0, 1], None, false));
        assert_eq!(tried(&["2020 … ", "@2024"], "2024-05-01").1, None);
        assert_eq!(tried(&["2020 … ", "@2023"], "2024-05-01").1, Some(0));
    }

    #[test]
    fn roles_that_are_one_have_their_days_joined() {
        assert_eq!(
            tried(&["2020 … 2023", "=2024 … "], "2023-12/2024-01").1,
            Some(0)
        );
        assert_eq!(
            tried(&["2020 … 2023", "=2024-01-02 … "], "2023-12/2024-01").1,
            None
        );
        assert_eq!(
            tried(&["2020 … ", "=2020 … "], "2024"),
            (vec![0], Some(0), true)
        );
    }

    #[test]
    fn nothing_is_inferred_of_somebody_with_more_roles_than_anybody_held() {
        let gone = vec!["1980 … 1990"; MOST_HELD - 1];
        let with = |more: &[&str]| tried(&[&gone[..], more].concat(), "2024").1;
        assert_eq!(with(&["2020 … "]), Some(MOST_HELD - 1));
        assert_eq!(with(&["2020 … ", "1980 … 1990"]), None);
    }

    #[test]
    fn what_cannot_be_read_may_say_anything_and_is_not_inferred() {
        assert_eq!(tried(&["spring 2020 … "], "2024"), (vec![0], None, false));
        assert_eq!(tried(&["2015 … 2025", "2015 … lately"], "2024").1, None);
        assert_eq!(tried(&["2015 … 2025", "soon … 2019"], "2024").1, Some(0));
    }
}
