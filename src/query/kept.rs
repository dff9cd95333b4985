//! The meetings that a query keeps, surely or perhaps.

use std::borrow::Cow;
use std::sync::Arc;

use super::field::DateFit;
use super::number::Number;
use crate::data::{Day, Kind, RecordId};
use crate::search::Bits;

/// The meetings that a query keeps.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    pub(super) surely: Bits,
    pub(super) perhaps: Bits,
    pub(super) left_out: usize,
    pub(super) stretches: Vec<Stretch>,
    /// Which of them are wanted, if not all.
    pub(super) dates: Option<DateFit>,
}

/// Some days between two cuts, both included, and the meetings for which the query holds on them, as far as
/// they touch them.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub first: Day,
    pub last: Day,
    pub(super) holds: Holds,
}

/// What an expression comes to once every term of time in it is true or false.
#[derive(Clone, Debug)]
pub(super) enum Holds {
    Always,
    Never,
    For(Arc<Bits>),
}

impl Holds {
    /// 64 meetings from the one of that number times 64 on, a bit each.
    pub(super) fn word(&self, nth: usize) -> u64 {
        match self {
            Self::Always => u64::MAX,
            Self::Never => 0,
            Self::For(rows) => rows.word(nth),
        }
    }
}

impl Stretch {
    /// Whether the query holds for a meeting on these days, if it was on one of them.
    pub(crate) fn holds(&self, row: u32) -> bool {
        self.holds.word(row as usize / 64) >> (row % 64) & 1 == 1
    }
}

impl Kept {
    /// All that are kept, in the order of the timeline.
    #[must_use]
    pub fn rows(&self) -> Vec<u32> {
        let mut all = self.part(DateFit::Sure).into_owned();
        all.add(&self.part(DateFit::Perhaps));
        all.iter().collect()
    }

    /// Those that fit surely, or those that fit perhaps.
    #[must_use]
    pub fn rows_of(&self, dates: DateFit) -> Vec<u32> {
        self.part(dates).iter().collect()
    }

    /// Whether it is a meeting that is kept and fits perhaps.
    #[must_use]
    pub fn is_perhaps(&self, id: RecordId) -> bool {
        let is_wanted = self.dates != Some(DateFit::Sure);
        is_wanted && id.kind == Kind::Meeting && self.perhaps.has(id.index())
    }

    /// Whether a meeting is kept.
    #[must_use]
    pub fn has(&self, row: u32) -> bool {
        let has = |rows: &Bits, unwanted| self.dates != Some(unwanted) && rows.has(row as usize);
        has(&self.surely, DateFit::Perhaps) || has(&self.perhaps, DateFit::Sure)
    }

    /// How many there are.
    #[must_use]
    pub fn number(&self) -> Number {
        Number {
            surely: self.part(DateFit::Sure).count(),
            perhaps: self.part(DateFit::Perhaps).count(),
        }
    }

    /// How many of some different meetings are among them.
    pub(crate) fn number_of(&self, rows: &[u32]) -> Number {
        Number {
            surely: self.part(DateFit::Sure).count_of(rows),
            perhaps: self.part(DateFit::Perhaps).count_of(rows),
        }
    }

    /// How many meetings with neither date nor bounds are left out because the answer hangs on a time.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    pub(crate) fn dates(&self) -> Option<DateFit> {
        self.dates
    }

    /// Those that fit surely or perhaps, wanted or not.
    pub(crate) fn wanted_or_not(&self) -> Bits {
        let mut all = self.surely.clone();
        all.add(&self.perhaps);
        all
    }

    /// Whether a meeting fits surely, wanted or not.
    pub(crate) fn is_surely(&self, row: u32) -> bool {
        self.surely.has(row as usize)
    }

    /// The stretches of time on which meetings of unknown days fit, where the query asks for times.
    pub(crate) fn stretches(&self) -> &[Stretch] {
        &self.stretches
    }

    /// Those that fit surely or perhaps, if they are wanted.
    fn part(&self, dates: DateFit) -> Cow<'_, Bits> {
        match (dates, self.dates) {
            (DateFit::Sure, Some(DateFit::Perhaps)) | (DateFit::Perhaps, Some(DateFit::Sure)) => {
                Cow::Owned(Bits::none(self.surely.rows()))
            }
            (DateFit::Sure, _) => Cow::Borrowed(&self.surely),
            (DateFit::Perhaps, _) => Cow::Borrowed(&self.perhaps),
        }
    }
}
