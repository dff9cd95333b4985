//! Looking for a word, letter for letter, in all records of a kind at once.

use memchr::memmem::Finder;

use super::field_ref::secondary;
use super::index::{Catalogue, FIELD, SHARD, Shard};
use super::rank::{Fit, Rank};
use super::term::Way;
use super::token::tokens;
use super::word::{LETTERS_INSIDE, LETTERS_OF_A_RUN, QueryWord};
use crate::data::{Kind, row};
use crate::parallel::{Stop, shared, split};

/// Shorter lists than these are gone through before another core is told of them.
const FEW_BYTES: usize = 1 << 16;

/// By row of one kind: how well the records match, letter for letter. Empty when none does.
#[derive(Debug, Default)]
pub(super) struct CodeColumn {
    codes: Vec<Fit>,
}

impl CodeColumn {
    /// How well so many records match from this row on; nothing when none does.
    pub(super) fn part(&self, first: usize, count: usize) -> &[Fit] {
        self.codes.get(first..first + count).unwrap_or_default()
    }

    pub(super) fn matching(&self) -> impl Iterator<Item = (u32, Fit)> + '_ {
        let all = (0..).zip(&self.codes).map(|(row, code)| (row, *code));
        all.filter(|(_, code)| *code != Fit::NONE)
    }

    /// The rows of whose names the words begin words, or are some: those that lead to others by links.
    pub(super) fn leading(&self) -> impl Iterator<Item = (u32, Fit)> + '_ {
        let all = self.matching();
        all.filter(|(_, code)| code.rank() <= Rank::WordStart)
    }

    /// Keeps the records that match both, each as well as the worse of the two.
    pub(super) fn keep(&mut self, other: &Self) {
        if other.codes.is_empty() {
            self.codes.clear();
        }
        for (code, other) in self.codes.iter_mut().zip(&other.codes) {
            *code = match (*code, *other) {
                (Fit::NONE, _) | (_, Fit::NONE) => Fit::NONE,
                (one, other) => one.and(other),
            };
        }
    }

    /// Takes the better of two for each record.
    pub(super) fn join(&mut self, other: Self) {
        if self.codes.is_empty() {
            *self = other;
            return;
        }
        for (code, other) in self.codes.iter_mut().zip(other.codes) {
            *code = other.min(*code);
        }
    }

    /// Adds some rows of so many that match at least so well.
    pub(super) fn take(&mut self, count: usize, code: Fit, rows: impl Iterator<Item = u32>) {
        if self.codes.is_empty() {
            self.codes = vec![Fit::NONE; count];
        }
        for row in rows {
            if let Some(held) = self.codes.get_mut(row as usize) {
                *held = code.min(*held);
            }
        }
    }
}

/// A word made ready to be looked for.
pub(super) struct ExactWord<'w> {
    word: &'w QueryWord,
    finder: Finder<'w>,
}

impl<'w> ExactWord<'w> {
    pub(super) fn new(word: &'w QueryWord) -> Self {
        let finder = Finder::new(word.text());
        Self { word, finder }
    }

    /// How the word stands in the names of the records of a kind; `None` when it was stopped.
    pub(super) fn in_names(&self, catalogue: &Catalogue, stop: &Stop) -> Option<CodeColumn> {
        let mut column = self.in_pieces(catalogue);
        if stop.is_asked() {
            return None;
        }
        let count = catalogue.count();
        if self.word.letters() >= LETTERS_INSIDE {
            let finder = self.finder_of_initials();
            let look = |nth: usize| {
                let shard = &catalogue.shards[nth];
                shard.with_initials(&finder, row(nth * SHARD))
            };
            let code = Fit::new(Rank::Initials, self.word.is_of_other_script());
            for rows in shared(catalogue.shards.len(), stop, look)? {
                if !rows.is_empty() {
                    column.take(count, code, rows.into_iter());
                }
            }
        }
        Some(column)
    }

    /// How the word stands in the pieces of names: the cores share the lists of those in which it does.
    fn in_pieces(&self, catalogue: &Catalogue) -> CodeColumn {
        let numbers = catalogue
            .spellings
            .with_word(self.word, &catalogue.pieces, &self.finder);
        let mut behind = 0;
        let found: Vec<(usize, usize, Fit)> = numbers
            .into_iter()
            .filter_map(|number| {
                let fit = catalogue.fit_of_piece(self.word, number)?;
                let start = behind;
                behind += catalogue.lists.weight(number);
                Some((start, number, fit))
            })
            .collect();
        let columns = split(behind, FEW_BYTES, |some| {
            let mut column = CodeColumn::default();
            for (start, number, code) in &found {
                if some.contains(start) {
                    column.take(catalogue.count(), *code, catalogue.lists.rows(*number));
                }
            }
            column
        });
        let best_of_both = |mut one: CodeColumn, other: CodeColumn| {
            one.join(other);
            one
        };
        columns.into_iter().reduce(best_of_both).unwrap_or_default()
    }

    /// Two letters must be the first two initials of a name, more may be any.
    fn finder_of_initials(&self) -> Finder<'static> {
        if self.word.letters() >= LETTERS_OF_A_RUN {
            return self.finder.clone().into_owned();
        }
        let mut wanted = vec![FIELD];
        wanted.extend_from_slice(self.word.text().as_bytes());
        Finder::new(&wanted).into_owned()
    }
}

impl Way {
    /// How its words stand in the names of the records of a kind; `None` when it was stopped.
    pub(super) fn in_names(&self, catalogue: &Catalogue, stop: &Stop) -> Option<CodeColumn> {
        let mut words = self.words.iter();
        let mut column = match words.next() {
            Some(word) => ExactWord::new(word).in_names(catalogue, stop)?,
            None => return Some(CodeColumn::default()),
        };
        for word in words {
            column.keep(&ExactWord::new(word).in_names(catalogue, stop)?);
        }
        if self.row.is_some() {
            return self.side_by_side(catalogue, &column, stop);
        }
        Some(column)
    }

    /// Those of some records in whose names the words stand side by side.
    fn side_by_side(
        &self,
        catalogue: &Catalogue,
        among: &CodeColumn,
        stop: &Stop,
    ) -> Option<CodeColumn> {
        let found = shared(catalogue.shards.len(), stop, |nth| {
            let start = nth * SHARD;
            let shard = among.codes.get(start..).unwrap_or_default();
            let rows = (start..).zip(shard.iter().take(SHARD));
            let rows = rows.filter(|(_, code)| **code != Fit::NONE);
            let fits = rows.filter_map(|(at, _)| {
                let fit = catalogue.fit_of_row(self, at)?;
                Some((row(at), fit))
            });
            fits.collect::<Vec<(u32, Fit)>>()
        })?;
        let mut column = CodeColumn::default();
        for (row, code) in found.into_iter().flatten() {
            column.take(catalogue.count(), code, std::iter::once(row));
        }
        Some(column)
    }

    /// Improves a column of that kind by where its words stand in roles, guests or publishers.
    pub(super) fn in_secondary(&self, catalogue: &Catalogue, kind: Kind, column: &mut CodeColumn) {
        let place = secondary(kind);
        let worst = place.and_then(|place| place.worst_rank(kind, self.letters));
        let Some((worst, word)) = worst.zip(self.words.first()) else {
            return;
        };
        let finder = Finder::new(word.text());
        let (texts, spellings) = (&catalogue.secondary, &catalogue.secondary_spellings);
        for number in spellings.with_word(word, texts, &finder) {
            let (entry, own) = texts.both(number);
            let (initials, text) = entry.split_once(char::from(FIELD)).unwrap_or_default();
            let fit = self.fit(&tokens(text, own), initials);
            if let Some(fit) = fit.filter(|fit| fit.rank() <= worst) {
                let code = fit.of_others(kind);
                column.take(
                    catalogue.count(),
                    code,
                    catalogue.secondary_lists.rows(number),
                );
            }
        }
    }
}

impl Shard {
    /// The rows among whose initials something stands, as rows of the kind, the first of the shard given.
    fn with_initials(&self, wanted: &Finder<'_>, first: u32) -> Vec<u32> {
        let rows = self.initials.rows_with(wanted);
        rows.map(|at| first + row(at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_columns_the_better_code_is_held() {
        let (good, bad) = (
            Fit::new(Rank::WordStart, false),
            Fit::new(Rank::Inside, false),
        );
        let column = |rows: &[(u32, Fit)]| {
            let mut column = CodeColumn::default();
            for (row, code) in rows {
                column.take(4, *code, std::iter::once(*row));
            }
            column
        };
        let mut both = CodeColumn::default();
        both.join(column(&[(0, bad), (1, good)]));
        both.join(column(&[(0, good), (1, bad), (3, bad)]));
        both.join(CodeColumn::default());
        let expected = [(0, good), (1, good), (3, bad)];
        assert_eq!(both.matching().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_better_of_two_codes_is_held() {
        let mut column = CodeColumn::default();
        assert_eq!(column.part(0, 1), []);
        let (good, bad) = (
            Fit::new(Rank::WordStart, false),
            Fit::new(Rank::Inside, false),
        );
        column.take(4, bad, [1, 2].into_iter());
        column.take(4, good, [2, 3, 9].into_iter());
        column.take(4, bad, [3].into_iter());
        let expected = [(1, bad), (2, good), (3, good)];
        assert_eq!(column.matching().collect::<Vec<_>>(), expected);
        assert_eq!(column.part(1, 2), [bad, good]);
    }
}
