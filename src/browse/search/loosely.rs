//! The records that match the words of a query though not all of them letter for letter.

use super::bits::Bits;
use super::engine::{Asked, Columns, Matched, Piece};
use super::near::{Known, Near, Seen};
use super::{Code, Grade};
use crate::cores::shared;
use crate::data::Kind;

/// Rows between two looks whether one should stop.
const ROWS_A_LOOK: usize = 1 << 10;

/// A word, and what is known of it before the records are looked at one by one.
struct Sought<'a> {
    near: Near<'a>,
    columns: &'a Columns,
    /// By kind.
    known: [Known; Kind::ALL.len()],
}

impl Asked<'_> {
    /// Adds the records in which letters are left out of words, or wrong if typing errors count; `None` when
    /// it was stopped.
    pub(super) fn add_loose(
        &self,
        pieces: &[Piece<'_>],
        columns: &[Columns],
        typos: bool,
        matched: &mut [Matched],
    ) -> Option<()> {
        let sought: Vec<Sought<'_>> = self
            .words
            .iter()
            .zip(columns)
            .map(|(word, columns)| {
                let near = Near::new(word);
                let known = |kind| {
                    let is_searched = self.kinds.contains(&kind);
                    let catalogue = is_searched.then(|| self.index.catalogue(kind));
                    catalogue.map_or_else(Known::default, |catalogue| near.known(catalogue, typos))
                };
                let known = Kind::ALL.map(known);
                Sought {
                    near,
                    columns,
                    known,
                }
            })
            .collect();
        let exact = &*matched;
        let loose = shared(pieces.len(), self.stop, |nth| {
            self.loose_in(pieces[nth], &sought, &exact[nth])
        })?;
        for (matched, loose) in matched.iter_mut().zip(loose) {
            matched.loose = loose;
        }
        Some(())
    }

    /// The records of a shard that match beside those that do letter for letter.
    fn loose_in(
        &self,
        piece: Piece<'_>,
        words: &[Sought<'_>],
        exact: &Matched,
    ) -> Vec<(u32, Grade)> {
        let mut loose = Vec::new();
        let both = |mut all: Bits, rows: Bits| {
            all.keep(&rows);
            all
        };
        let candidates = words.iter().map(|word| word.candidates(piece));
        let Some(rows) = candidates.reduce(both) else {
            return loose;
        };
        let mut seen: Vec<Seen> = words.iter().map(|_| Seen::default()).collect();
        let is_exact = |row: &u32| {
            let code = exact.codes.get(*row as usize);
            code.is_some_and(|code| *code != Code::NONE)
        };
        for (nth, row) in rows.iter().filter(|row| !is_exact(row)).enumerate() {
            if nth % ROWS_A_LOOK == 0 && self.stop.is_asked() {
                break;
            }
            let at = row as usize;
            let grades = words.iter().zip(&mut seen);
            let grade = all_of(grades.map(|(word, seen)| word.grade(piece, at, seen)));
            if let Some(grade) = grade.filter(|_| self.keeps(piece, at)) {
                loose.push((row, grade));
            }
        }
        loose
    }
}

impl Sought<'_> {
    /// The rows of a shard that it can be in, letter for letter or not.
    fn candidates(&self, piece: Piece<'_>) -> Bits {
        let count = piece.shard.counts.len();
        let known = &self.known[piece.kind as usize];
        let mut rows = known.candidates(piece.first as usize, count);
        let exact = (0..).zip(self.columns.part(piece));
        let exact = exact.filter(|(_, code)| **code != Code::NONE);
        exact.for_each(|(at, _)| rows.insert(at));
        rows
    }

    fn grade(&self, piece: Piece<'_>, at: usize, seen: &mut Seen) -> Option<Grade> {
        let code = self.columns.part(piece).get(at).copied();
        if let Some(code) = code.filter(|code| *code != Code::NONE) {
            return Some(code.grade());
        }
        let known = &self.known[piece.kind as usize];
        self.near.grade(known, piece, at, seen)
    }
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
