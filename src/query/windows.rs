//! Which meetings fit surely and which perhaps, where a query asks for times.
//!
//! A meeting of known days answers each term of time by itself. Of a window all terms speak of one and the
//! same day: time is cut at the bounds that the query names, on each stretch between two cuts every term is
//! true or false, and what is left is asked of the meetings whose window touches the stretch. What holds on
//! all of them is surely so, what holds on some, perhaps. A meeting with neither date nor bounds answers no
//! term of time: where the answer hangs on one, it is left out, and counted.

use std::sync::Arc;

use super::expression::{Expr, Query};
use super::field::DateFit;
use super::kept::{Holds, Kept, Stretch};
use super::matcher::Matcher;
use super::simplify::Simplified;
use super::span::{TimeSpan, day_before};
use crate::data::{Day, Kind, RecordId, When};
use crate::search::{Bits, Stop};

/// 64 meetings, a bit each: those of known days, and of the others those that are kept on some or on all of
/// their days.
#[derive(Clone, Copy, Default)]
struct Block {
    known: u64,
    some: u64,
    all: u64,
}

impl Matcher<'_> {
    /// The rows of the meetings that a query keeps, surely or perhaps, in the order of the timeline.
    #[must_use]
    pub fn keep(&self, query: &Query) -> Vec<u32> {
        self.kept(query).rows()
    }

    /// The meetings that a query keeps.
    #[must_use]
    pub fn kept(&self, query: &Query) -> Arc<Kept> {
        self.kept_until(query, &Stop::default()).unwrap_or_default()
    }

    /// The same; `None` when it was stopped.
    pub(crate) fn kept_until(&self, query: &Query, stop: &Stop) -> Option<Arc<Kept>> {
        let parts: Vec<Expr> = query.asking().cloned().collect();
        self.fitting(parts, query.dates(), stop)
    }

    /// The meetings for which all parts hold, as surely as is asked.
    pub(super) fn fitting(
        &self,
        parts: Vec<Expr>,
        dates: Option<DateFit>,
        stop: &Stop,
    ) -> Option<Arc<Kept>> {
        let all = Expr::All(parts);
        let find = || self.fitting_anew(&all, stop).map(Arc::new);
        let kept = self.cached(|sets| &mut sets.kept, &all, find)?;
        Some(match dates {
            None => kept,
            Some(_) => Arc::new(Kept {
                dates,
                ..Kept::clone(&kept)
            }),
        })
    }

    fn fitting_anew(&self, all: &Expr, stop: &Stop) -> Option<Kept> {
        let by_days = self.rows_anew(all, stop)?;
        let spans: Vec<TimeSpan> = all.spans().collect();
        if spans.is_empty() {
            return Some(Kept {
                surely: by_days,
                perhaps: self.no_meeting(),
                ..Kept::default()
            });
        }
        let stretches = self.stretches(all, &spans, stop)?;
        let blocks = self.by_windows(&stretches, stop)?;
        let undated = self.undated();
        // Where it hangs on a time, an undated meeting is neither kept nor refused.
        let sure = self.holds(at(all, |_, negated| negated), stop)?;
        let possible = self.holds(at(all, |_, negated| !negated), stop)?;
        let (mut surely, mut perhaps) = (self.no_meeting(), self.no_meeting());
        let mut left_out = 0;
        for (nth, block) in blocks.iter().enumerate() {
            let undated = undated.word(nth);
            let known = block.known & by_days.word(nth);
            surely.put(nth, known | block.all | undated & sure.word(nth));
            perhaps.put(nth, block.some & !block.all);
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
    fn stretches(&self, expr: &Expr, spans: &[TimeSpan], stop: &Stop) -> Option<Vec<Stretch>> {
        let mut cuts: Vec<Day> = spans.iter().flat_map(|span| span.cuts()).collect();
        cuts.push(TimeSpan::EVER.first());
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts.iter().skip(1).map(|next| day_before(*next));
        let ends = ends.chain([TimeSpan::EVER.last()]);
        let stretches = cuts.iter().zip(ends).map(|(first, last)| {
            let holds = self.holds(at(expr, |span, _| span.has(*first)), stop)?;
            Some(Stretch {
                first: *first,
                last,
                holds,
            })
        });
        stretches.collect()
    }

    fn holds(&self, left: Simplified, stop: &Stop) -> Option<Holds> {
        Some(match left {
            Simplified::Is(true) => Holds::Always,
            Simplified::Is(false) => Holds::Never,
            Simplified::Asks(expr) => Holds::For(self.rows(&expr, stop)?),
        })
    }

    /// Asks every meeting with a time on each stretch that its window touches.
    fn by_windows(&self, stretches: &[Stretch], stop: &Stop) -> Option<Vec<Block>> {
        let pieces = self.each_piece(Kind::Meeting, stop, |rows| {
            let mut blocks = vec![Block::default(); rows.len().div_ceil(64)];
            let mut before: Option<(When, &[Stretch])> = None;
            for (nth, row) in rows.enumerate() {
                let Some(when) = self.dataset.when(RecordId::meeting(row)) else {
                    continue;
                };
                let (block, bit) = (&mut blocks[nth / 64], 1 << (nth % 64));
                if when.is_known() {
                    block.known |= bit;
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
                block.some |= if first || !same { bit } else { 0 };
                block.all |= if first && same { bit } else { 0 };
            }
            blocks
        })?;
        Some(pieces.into_iter().flatten().collect())
    }

    /// The meetings with neither date nor bounds, which come last.
    fn undated(&self) -> Bits {
        let mut rows = self.no_meeting();
        rows.insert_all(self.first_row(|when| when.is_none())..rows.rows());
        rows
    }
}

/// An expression with each time in it taken as true or false: what is left asks for none. `is_so` is told whether
/// the time stands under an odd number of *not*s.
fn at(expr: &Expr, is_so: impl Fn(TimeSpan, bool) -> bool) -> Simplified {
    expr.simplified(&|term, negated| Some(is_so(term.span()?, negated)))
}

/// Those of the stretches that a window touches.
fn touched(stretches: &[Stretch], when: When) -> &[Stretch] {
    let first = stretches.partition_point(|stretch| stretch.last < when.first());
    let end = stretches.partition_point(|stretch| stretch.first <= when.last());
    stretches.get(first..end).unwrap_or_default()
}
