//! Looking for a word, letter for letter, in all records of a shard at once.

use memchr::memmem::Finder;

use super::bag::{Bag, is_of_word};
use super::bits::Bits;
use super::index::{Searched, Shard, row};
use super::word::{LETTERS_INSIDE, LETTERS_OF_A_RUN, Word};
use super::{Code, Rank};
use crate::data::Kind;

/// A word made ready to be looked for in many texts.
pub(super) struct Seeker<'w> {
    word: &'w Word,
    finder: Finder<'w>,
}

/// How a word stands in the records of a shard, letter for letter.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// By row: how well it matches; empty when no row does.
    pub codes: Vec<Code>,
    /// The rows whose own names it begins a word of, or is one: those that lead to others by links.
    pub names: Vec<(u32, Rank)>,
    /// All rows in which it stands anywhere, though it may not count there; `None` when nobody looked.
    /// A longer word stands in these alone.
    pub rows: Option<Bits>,
}

impl<'w> Seeker<'w> {
    pub(super) fn new(word: &'w Word) -> Self {
        let finder = Finder::new(word.text());
        Self { word, finder }
    }

    /// The best rank in a text; the same as that of [`Word::rank`], byte by byte.
    pub(super) fn rank(&self, text: &str, initials: &str) -> Option<Rank> {
        let text = text.as_bytes();
        let letters = self.word.letters();
        let mut best = None;
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| self.finder.find(rest)) {
            let start = from + at;
            let before = start.checked_sub(1).map(|at| text[at]);
            if !before.is_some_and(is_of_word) {
                let behind = text.get(start + self.word.text().len());
                if !behind.copied().is_some_and(is_of_word) {
                    return Some(Rank::WholeWord);
                }
                best = Some(Rank::WordStart);
            } else if best.is_none() && letters >= LETTERS_INSIDE {
                best = Some(Rank::Inside);
            }
            from = start + 1;
        }
        let begins = best == Some(Rank::WordStart);
        if !begins && self.are_initials(initials) {
            return Some(Rank::Initials);
        }
        best
    }

    fn are_initials(&self, initials: &str) -> bool {
        if self.word.letters() >= LETTERS_OF_A_RUN {
            self.finder.find(initials.as_bytes()).is_some()
        } else {
            self.word.letters() >= LETTERS_INSIDE && initials.starts_with(self.word.text())
        }
    }

    /// How the word stands in the records of a shard; only `within` some rows, if that is known.
    pub(super) fn stands(&self, shard: &Shard, kind: Kind, within: Option<&Bits>) -> Standing {
        let mut standing = Standing::default();
        if self.word.letters() == 1 {
            self.letter(shard, &mut standing);
            return standing;
        }
        let mut rows = Bits::none(shard.count());
        let mut look = |at: usize| {
            rows.insert(at);
            self.look(shard, at, kind, &mut standing);
        };
        match within {
            Some(within) if within.count() * FEW < shard.count() => {
                let some = within.iter().map(|at| at as usize);
                some.filter(|at| shard.has(*at, &self.finder))
                    .for_each(look);
            }
            _ => shard.rows_with(&self.finder).for_each(&mut look),
        }
        standing.rows = Some(rows);
        standing
    }

    /// One letter counts only where it begins a word of a name, as the bags know.
    fn letter(&self, shard: &Shard, standing: &mut Standing) {
        let bytes = self.word.text().as_bytes();
        let start = bytes.first().and_then(|byte| Bag::starting(*byte));
        for (at, bag) in shard.bags().iter().enumerate() {
            let code = match start {
                Some(start) if !bag.has(start) => continue,
                Some(_) if !bag.has_lone_letters() => Code::new(Rank::WordStart, false),
                None if !bag.has_others() => continue,
                _ => {
                    let names = shard.fields(at).take_while(|field| field.place.is_own());
                    let ranks = names.filter_map(|name| self.rank(name.text, name.initials));
                    let Some(rank) = ranks.min() else { continue };
                    Code::new(rank, false)
                }
            };
            standing.take(shard, at, code);
        }
    }

    fn look(&self, shard: &Shard, at: usize, kind: Kind, standing: &mut Standing) {
        let mut best = Code::NONE;
        let mut name: Option<Rank> = None;
        for field in shard.fields(at) {
            let Some(rank) = self.rank(field.text, field.initials) else {
                continue;
            };
            if field.place.is_own() {
                name = Some(name.map_or(rank, |name| name.min(rank)));
            }
            best = best.min(self.code(&field, kind, rank));
        }
        if let Some(rank) = name.filter(|rank| *rank <= Rank::WordStart) {
            standing.names.push((row(at), rank));
        }
        if best != Code::NONE {
            standing.take(shard, at, best);
        }
    }

    fn code(&self, field: &Searched<'_>, kind: Kind, rank: Rank) -> Code {
        let worst = field.place.worst_rank(kind, self.word.letters());
        if worst.is_some_and(|worst| rank <= worst) {
            Code::new(rank, !field.place.is_own())
        } else {
            Code::NONE
        }
    }
}

/// Fewer than one row in so many are looked at one by one.
const FEW: usize = 8;

impl Standing {
    fn take(&mut self, shard: &Shard, at: usize, code: Code) {
        if self.codes.is_empty() {
            self.codes = vec![Code::NONE; shard.count()];
        }
        self.codes[at] = code;
    }
}
