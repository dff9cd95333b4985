//! The records that match the words of a query though not all of them letter for letter.

use super::bits::Bits;
use super::engine::{CodesByKind, Matched, Search, ShardRef};
use super::near::{LossCache, NearRows, NearWord};
use super::rank::{Fit, Grade, Rank};
use super::term::{Term, Way};
use crate::data::Kind;
use crate::parallel::shared;

/// Rows between two looks whether one should stop.
const ROWS_A_LOOK: usize = 1 << 10;

/// A term, and what is known of its words before the records are looked at one by one. Words that must stand
/// side by side do so letter for letter or not at all.
struct NearTerm<'a> {
    columns: &'a CodesByKind,
    words: Vec<TermWord<'a>>,
}

/// A word of a term.
struct TermWord<'a> {
    near: NearWord<'a>,
    /// Where it stands letter for letter, if it is not all of the term.
    columns: Option<CodesByKind>,
    /// By kind.
    known: [NearRows; Kind::ALL.len()],
}

impl Search<'_> {
    /// Adds the records in which letters are left out of words, or wrong if typing errors count; `None` when
    /// it was stopped.
    pub(super) fn add_inexact(
        &self,
        pieces: &[ShardRef<'_>],
        columns: &[CodesByKind],
        typos: bool,
        matched: &mut [Matched],
    ) -> Option<()> {
        let terms = self.terms.iter().zip(columns);
        let sought: Option<Vec<NearTerm<'_>>> = terms
            .map(|(term, columns)| self.sought(term, columns, typos))
            .collect();
        let sought = sought?;
        let exact = &*matched;
        let inexact = shared(pieces.len(), self.request.stop, |nth| {
            self.inexact_in(pieces[nth], &sought, &exact[nth])
        })?;
        for (matched, inexact) in matched.iter_mut().zip(inexact) {
            matched.inexact = inexact;
        }
        Some(())
    }

    fn sought<'s>(
        &'s self,
        term: &'s Term,
        columns: &'s CodesByKind,
        typos: bool,
    ) -> Option<NearTerm<'s>> {
        let way = term.ways.first().filter(|way| way.row.is_none());
        let words = way.map_or(&[][..], |way| &way.words);
        let words = words.iter().map(|word| {
            let near = NearWord::new(word);
            let known = |kind| {
                let is_searched = self.request.kinds().contains(&kind);
                let catalogue = is_searched.then(|| self.index.catalogue(kind));
                catalogue.map_or_else(NearRows::default, |catalogue| near.known(catalogue, typos))
            };
            let alone = Way::new(vec![word.clone()], None);
            Some(TermWord {
                known: Kind::ALL.map(known),
                columns: match words {
                    [_] => None,
                    _ => Some(self.way(&alone)?),
                },
                near,
            })
        });
        Some(NearTerm {
            columns,
            words: words.collect::<Option<_>>()?,
        })
    }

    /// The records of a shard that match beside those that do letter for letter.
    fn inexact_in(
        &self,
        piece: ShardRef<'_>,
        terms: &[NearTerm<'_>],
        exact: &Matched,
    ) -> Vec<(u32, Grade)> {
        let mut inexact = Vec::new();
        let candidates = terms.iter().map(|term| term.candidates(piece));
        let Some(rows) = candidates.reduce(|all, rows| both(all, &rows)) else {
            return inexact;
        };
        let mut seen: Vec<Vec<LossCache>> = terms.iter().map(NearTerm::nothing_seen).collect();
        let is_exact = |row: &u32| {
            let code = exact.codes.get(*row as usize);
            code.is_some_and(|code| *code != Fit::NONE)
        };
        for (nth, row) in rows.iter().filter(|row| !is_exact(row)).enumerate() {
            if nth % ROWS_A_LOOK == 0 && self.request.stop.is_asked() {
                break;
            }
            let at = row as usize;
            let grades = terms.iter().zip(&mut seen);
            let grade = all_of(grades.map(|(term, seen)| term.grade(piece, at, seen)));
            if let Some(grade) = grade.filter(|_| self.keeps(piece, at)) {
                inexact.push((row, grade));
            }
        }
        inexact
    }
}

impl NearTerm<'_> {
    fn nothing_seen(&self) -> Vec<LossCache> {
        self.words.iter().map(|_| LossCache::default()).collect()
    }

    /// The rows of a shard that it can be in, letter for letter or not.
    fn candidates(&self, piece: ShardRef<'_>) -> Bits {
        let words = self.words.iter().map(|word| word.candidates(piece));
        let none = || Bits::none(piece.shard.counts.len());
        let mut rows = words
            .reduce(|all, rows| both(all, &rows))
            .unwrap_or_else(none);
        exact_rows(self.columns, piece).for_each(|at| rows.insert(at));
        rows
    }

    fn grade(&self, piece: ShardRef<'_>, at: usize, seen: &mut [LossCache]) -> Option<Grade> {
        if let Some(grade) = exact_grade(self.columns, piece, at) {
            return Some(grade);
        }
        let words = self.words.iter().zip(seen);
        let grade = all_of(words.map(|(word, seen)| word.grade(piece, at, seen)))?;
        // Words that are all there, but not together, are no near miss.
        (grade.rank > Rank::Inside).then_some(grade)
    }
}

impl TermWord<'_> {
    fn candidates(&self, piece: ShardRef<'_>) -> Bits {
        let known = &self.known[piece.kind as usize];
        let mut rows = known.candidates(piece.first as usize, piece.shard.counts.len());
        if let Some(columns) = &self.columns {
            exact_rows(columns, piece).for_each(|at| rows.insert(at));
        }
        rows
    }

    fn grade(&self, piece: ShardRef<'_>, at: usize, seen: &mut LossCache) -> Option<Grade> {
        let exact = self.columns.as_ref();
        let exact = exact.and_then(|columns| exact_grade(columns, piece, at));
        let known = &self.known[piece.kind as usize];
        exact.or_else(|| self.near.grade(known, piece, at, seen))
    }
}

/// The rows of a shard that match letter for letter.
fn exact_rows(columns: &CodesByKind, piece: ShardRef<'_>) -> impl Iterator<Item = usize> {
    let codes = columns.part(piece).iter().enumerate();
    codes
        .filter(|(_, code)| **code != Fit::NONE)
        .map(|(at, _)| at)
}

fn exact_grade(columns: &CodesByKind, piece: ShardRef<'_>, at: usize) -> Option<Grade> {
    let code = columns.part(piece).get(at).copied();
    let code = code.filter(|code| *code != Fit::NONE);
    code.map(Fit::grade)
}

fn both(mut all: Bits, rows: &Bits) -> Bits {
    all.keep(rows);
    all
}

/// All words must match; the worst counts.
fn all_of(grades: impl Iterator<Item = Option<Grade>>) -> Option<Grade> {
    let mut all: Option<Grade> = None;
    for grade in grades {
        let grade = grade?;
        all = Some(all.map_or(grade, |all| all.and(grade)));
    }
    all
}
