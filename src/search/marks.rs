//! Which letters of a shown text match a query.

use std::ops::Range;

use super::field_ref::head;
use super::find::Found;
use super::rank::{Hit, Rank};
use super::term::Way;
use crate::text::Folded;

impl Found {
    /// Which bytes of a shown text of a hit (its name, short name, alias…) match the query: whole
    /// graphemes, in order, none twice. Empty when the record was found by other texts than this one.
    pub(crate) fn marks(&self, hit: Hit, shown: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(head(shown));
        let ways = self.terms.iter().flat_map(|term| &term.ways);
        let mut marks: Vec<Range<usize>> = ways
            .flat_map(Way::apart)
            .flat_map(|way| self.marks_of(&way, hit.rank, &folded))
            .collect();
        marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
        merged(marks)
    }

    /// The bytes of the shown text that a word, or several side by side, matches, no worse than the record as
    /// a whole does.
    pub(super) fn marks_of(&self, way: &Way, worst: Rank, folded: &Folded) -> Vec<Range<usize>> {
        let text = folded.text();
        let found = match (way.row, way.words.as_slice()) {
            (None, [word]) => match word.marks(text) {
                Some(found) => Some(found),
                None if worst <= Rank::Inside => None,
                None => word
                    .inexact(text, self.typos)
                    .map(|found| (found.grade().rank, found.marks)),
            },
            _ => way.marks(text),
        };
        let worst = worst.max(Rank::WholeWord);
        let good_enough = found.filter(|(rank, _)| *rank <= worst);
        let marks = good_enough.map_or_else(Vec::new, |(_, marks)| marks);
        marks.into_iter().map(|mark| folded.shown(mark)).collect()
    }
}

/// The same bytes, no range touching another.
fn merged(sorted: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for mark in sorted.into_iter().filter(|mark| !mark.is_empty()) {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged
}
