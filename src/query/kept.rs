//! The meetings that a query keeps, surely or perhaps.
//!
//! A meeting of known days answers each term of time by itself. Of a window all terms speak of one and the
//! same day: time is cut at the bounds that the query names, on each stretch between two cuts every term is
//! true or false, and what is left is asked of the meetings whose window touches the stretch. What holds on
//! all of them is surely so, what holds on some, perhaps. A meeting with neither date nor bounds answers no
//! term of time: where the answer hangs on one, it is left out, and counted.

use std::borrow::Cow;
use std::sync::Arc;

use super::field::Field;
use super::matching::Matcher;
use super::settled::Rest;
use super::when::Span;
use super::{Expr, Query};
use crate::data::{Day, Kind, RecordId, When, row};
use crate::query::Number;
use crate::search::{Bits, Stop};

/// Whether only sure or only doubtful meetings are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dates {
    /// Those whose dates leave no doubt that they fit.
    Sure,
    /// Those that fit on some of their possible days only.
    Perhaps,
}

impl Dates {
    /// The words behind `dates:`.
    pub const WORDS: [(&'static str, Self); 2] = [("sure", Self::Sure), ("perhaps", Self::Perhaps)];

    /// What that word asks for.
    pub(crate) fn named(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.into_iter();
        words
            .find(|(known, _)| *known == word)
            .map(|(_, dates)| dates)
    }
}

/// The meetings that a query keeps.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    surely: Bits,
    perhaps: Bits,
    left_out: usize,
    stretches: Vec<Stretch>,
    /// Which of them are wanted, if not all.
    dates: Option<Dates>,
}

/// Some days between two cuts, both included, and the meetings for which the query holds on them, as far as
/// they touch them.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub first: Day,
    pub last: Day,
    holds: Holds,
}

/// What an expression comes to once every term of time in it is true or false.
#[derive(Clone, Debug)]
enum Holds {
    Always,
    Never,
    For(Arc<Bits>),
}

impl Holds {
    fn word(&self, nth: usize) -> u64 {
        match self {
            Self::Always => u64::MAX,
            Self::Never => 0,
            Self::For(rows) => rows.word(nth),
        }
    }

    fn has(&self, row: usize) -> bool {
        self.word(row / 64) >> (row % 64) & 1 == 1
    }
}

impl Stretch {
    /// Whether the query holds for a meeting on these days, if it was on one of them.
    pub(crate) fn holds(&self, row: u32) -> bool {
        self.holds.has(row as usize)
    }
}

impl Kept {
    /// All that are kept, in the order of the timeline.
    #[must_use]
    pub fn rows(&self) -> Vec<u32> {
        let mut all = self.part(Dates::Sure).into_owned();
        all.add(&self.part(Dates::Perhaps));
        all.iter().collect()
    }

    /// Those that fit surely, or those that fit perhaps.
    #[must_use]
    pub fn rows_of(&self, dates: Dates) -> Vec<u32> {
        self.part(dates).iter().collect()
    }

    /// Whether it is a meeting that is kept and fits perhaps.
    #[must_use]
    pub fn is_perhaps(&self, id: RecordId) -> bool {
        let is_wanted = self.dates != Some(Dates::Sure);
        is_wanted && id.kind == Kind::Meeting && self.perhaps.has(id.index())
    }

    /// Whether a meeting is kept.
    #[must_use]
    pub fn has(&self, row: u32) -> bool {
        let has = |rows: &Bits, unwanted| self.dates != Some(unwanted) && rows.has(row as usize);
        has(&self.surely, Dates::Perhaps) || has(&self.perhaps, Dates::Sure)
    }

    /// How many there are.
    #[must_use]
    pub fn number(&self) -> Number {
        Number {
            surely: self.part(Dates::Sure).count(),
            perhaps: self.part(Dates::Perhaps).count(),
        }
    }

    /// How many of some different meetings are among them.
    pub(crate) fn number_of(&self, rows: &[u32]) -> Number {
        Number {
            surely: self.part(Dates::Sure).count_of(rows),
            perhaps: self.part(Dates::Perhaps).count_of(rows),
        }
    }

    /// How many meetings with neither date nor bounds are left out because the answer hangs on a time.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// Whether only sure or only doubtful ones are wanted.
    pub(crate) fn dates(&self) -> Option<Dates> {
        self.dates
    }

    /// Those that fit surely or perhaps, wanted or not.
    pub(crate) fn all_rows(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.surely.rows().div_ceil(64)).flat_map(|nth| {
            let mut left = self.surely.word(nth) | self.perhaps.word(nth);
            let first = row(nth * 64);
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(first + bit)
            })
        })
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
    fn part(&self, dates: Dates) -> Cow<'_, Bits> {
        match (dates, self.dates) {
            (Dates::Sure, Some(Dates::Perhaps)) | (Dates::Perhaps, Some(Dates::Sure)) => {
                Cow::Owned(Bits::none(self.surely.rows()))
            }
            (Dates::Sure, _) => Cow::Borrowed(&self.surely),
            (Dates::Perhaps, _) => Cow::Borrowed(&self.perhaps),
        }
    }
}

/// How it is told that meetings without a date are left out.
pub(crate) fn left_out_words(count: usize) -> String {
    let are = if count == 1 { "is" } else { "are" };
    format!("{count} without any date {are} left out")
}

impl Query {
    /// Whether only sure or only doubtful dates are asked for.
    pub(crate) fn dates(&self) -> Option<Dates> {
        self.parts().iter().find_map(Expr::dates)
    }

    /// The parts that ask something of a record or a meeting.
    pub(super) fn asking(&self) -> impl Iterator<Item = &Expr> {
        let parts = self.parts().iter();
        parts.filter(|part| part.dates().is_none())
    }

    /// Whether a time is asked for.
    pub(crate) fn asks_time(&self) -> bool {
        self.parts()
            .iter()
            .any(|part| part.spans().next().is_some())
    }
}

impl Expr {
    pub(super) fn dates(&self) -> Option<Dates> {
        match self {
            Self::Field(Field::Dates, word) => Dates::named(word),
            _ => None,
        }
    }

    /// The time that it asks for, if that is what it asks.
    pub(super) fn span(&self) -> Option<Span> {
        match self {
            Self::Field(field, value) if field.is_time() => Span::parse(*field, value).ok(),
            _ => None,
        }
    }

    /// All times that it asks for anywhere.
    fn spans(&self) -> Box<dyn Iterator<Item = Span> + '_> {
        match self {
            Self::Not(inner) => inner.spans(),
            Self::All(inner) | Self::Any(inner) => Box::new(inner.iter().flat_map(Self::spans)),
            _ => Box::new(self.span().into_iter()),
        }
    }

    /// The expression with each time in it taken as true or false: what is left asks for none. `is_so` is
    /// told whether the time stands under an odd number of *not*s.
    fn at(&self, is_so: impl Fn(Span, bool) -> bool) -> Rest {
        self.settled(&|term, negated| Some(is_so(term.span()?, negated)))
    }
}

/// A row of 64 meetings: those of known days, and of the others those that are kept on some or on all of
/// their days.
#[derive(Clone, Copy, Default)]
struct Word {
    known: u64,
    some: u64,
    all: u64,
}

impl Matcher<'_> {
    /// The meetings that a query keeps.
    #[must_use]
    pub fn kept(&self, query: &Query) -> Arc<Kept> {
        self.kept_until(query, &Stop::default()).unwrap_or_default()
    }

    /// The same; `None` when it was stopped.
    pub(crate) fn kept_until(&self, query: &Query, stop: &Stop) -> Option<Arc<Kept>> {
        let parts: Vec<Expr> = query.asking().cloned().collect();
        self.fitting(&parts, query.dates(), stop)
    }

    /// The meetings for which all parts hold, as surely as is asked.
    pub(super) fn fitting(
        &self,
        parts: &[Expr],
        dates: Option<Dates>,
        stop: &Stop,
    ) -> Option<Arc<Kept>> {
        let kept = self.fitting_somehow(parts, stop)?;
        Some(match dates {
            None => kept,
            Some(_) => Arc::new(Kept {
                dates,
                ..Kept::clone(&kept)
            }),
        })
    }

    fn fitting_somehow(&self, parts: &[Expr], stop: &Stop) -> Option<Arc<Kept>> {
        if let Some(known) = self.facts().kept.get(parts) {
            return Some(Arc::clone(known));
        }
        let kept = Arc::new(self.fitting_anew(parts, stop)?);
        let mut known = self.facts();
        known.kept.insert(parts.to_vec(), Arc::clone(&kept));
        Some(kept)
    }

    fn fitting_anew(&self, parts: &[Expr], stop: &Stop) -> Option<Kept> {
        let all = Expr::All(parts.to_vec());
        let spans: Vec<Span> = parts.iter().flat_map(Expr::spans).collect();
        if spans.is_empty() {
            return Some(Kept {
                surely: self.all_of(parts, stop)?,
                perhaps: Bits::none(self.dataset().count(Kind::Meeting)),
                ..Kept::default()
            });
        }
        let stretches = self.stretches(&all, &spans, stop)?;
        let words = self.by_windows(&stretches, stop)?;
        let by_days = self.all_of(parts, stop)?;
        let undated = self.undated();
        // Where it hangs on a time, an undated meeting is neither kept nor refused.
        let sure = self.holds(all.at(|_, negated| negated), stop)?;
        let possible = self.holds(all.at(|_, negated| !negated), stop)?;
        let mut surely = Bits::none(by_days.rows());
        let mut perhaps = surely.clone();
        let mut left_out = 0;
        for (nth, word) in words.iter().enumerate() {
            let undated = undated.word(nth);
            surely.put(
                nth,
                word.known & by_days.word(nth) | word.all | undated & sure.word(nth),
            );
            perhaps.put(nth, word.some & !word.all);
            let unknown = undated & possible.word(nth) & !sure.word(nth);
            left_out += unknown.count_ones() as usize;
        }
        Some(Kept {
            surely,
            perhaps,
            left_out,
            stretches,
            dates: None,
        })
    }

    /// The stretches between the bounds of some times, in their order, with what the expression comes to on
    /// each.
    fn stretches(&self, expr: &Expr, spans: &[Span], stop: &Stop) -> Option<Vec<Stretch>> {
        let mut cuts: Vec<Day> = spans.iter().flat_map(|span| span.cuts()).collect();
        cuts.push(Span::EVER.first());
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts
            .iter()
            .skip(1)
            .map(|next| super::when::day_before(*next));
        let ends = ends.chain([Span::EVER.last()]);
        let stretches = cuts.iter().zip(ends).map(|(first, last)| {
            let holds = self.holds(expr.at(|span, _| span.has(*first)), stop)?;
            Some(Stretch {
                first: *first,
                last,
                holds,
            })
        });
        stretches.collect()
    }

    fn holds(&self, rest: Rest, stop: &Stop) -> Option<Holds> {
        Some(match rest {
            Rest::Is(true) => Holds::Always,
            Rest::Is(false) => Holds::Never,
            Rest::Asks(expr) => Holds::For(self.rows(&expr, stop)?),
        })
    }

    /// Asks every meeting with a time on each stretch that its window touches.
    fn by_windows(&self, stretches: &[Stretch], stop: &Stop) -> Option<Vec<Word>> {
        let pieces = self.each_piece(Kind::Meeting, stop, |rows| {
            let mut words = vec![Word::default(); rows.len().div_ceil(64)];
            let mut before: Option<(When, &[Stretch])> = None;
            for (nth, row) in rows.enumerate() {
                let Some(when) = self.dataset().when(RecordId::meeting(row)) else {
                    continue;
                };
                let (word, bit) = (&mut words[nth / 64], 1 << (nth % 64));
                if when.is_known() {
                    word.known |= bit;
                    continue;
                }
                // Meetings of one year often follow each other.
                let touched = match before {
                    Some((same, touched)) if same == when => touched,
                    _ => touched(stretches, when),
                };
                before = Some((when, touched));
                let mut holds = touched.iter().map(|stretch| stretch.holds(row));
                let first = holds.next().unwrap_or_default();
                let same = holds.all(|holds| holds == first);
                word.some |= if first || !same { bit } else { 0 };
                word.all |= if first && same { bit } else { 0 };
            }
            words
        })?;
        Some(pieces.into_iter().flatten().collect())
    }

    /// The meetings with neither date nor bounds, which come last.
    fn undated(&self) -> Bits {
        let count = self.dataset().count(Kind::Meeting);
        let mut rows = Bits::none(count);
        rows.insert_all(self.first_row(|when| when.is_none())..count);
        rows
    }

    /// The first meeting in the order of time of which something holds, as it does of all behind it.
    pub(super) fn first_row(&self, holds: impl Fn(Option<When>) -> bool) -> usize {
        let (mut low, mut high) = (0, self.dataset().count(Kind::Meeting));
        while low < high {
            let middle = low + (high - low) / 2;
            let id = RecordId::meeting(row(middle));
            if holds(self.dataset().when(id)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }
}

/// Those of the stretches that a window touches.
fn touched(stretches: &[Stretch], when: When) -> &[Stretch] {
    let first = stretches.partition_point(|stretch| stretch.last < when.first());
    let end = stretches.partition_point(|stretch| stretch.first <= when.last());
    stretches.get(first..end).unwrap_or_default()
}
