//! Finding records by the words of their names, and by those of what they are linked with.
//!
//! Query and texts are folded alike, so that `sorensen` finds Sørensen. Every word of the query must be
//! found in a record, in any order. A word ranks by how it stands there ([`Rank`]), a record by the worst
//! of its words.
//!
//! A record is searched in its own names: name, short name, aliases. People are found through their roles
//! and the organisations of these, meetings through the names of their people, topics and organisations,
//! sources through their publisher; but only by words that stand there whole or begin a word, and after
//! records that match by their own names equally well. Where few records match letter for letter, letters
//! may be left out; where none does, the words of the query may be mistyped too.
//!
//! `plain.rs`, among the tests, says the same again in the plainest words: it looks at every text of every
//! record and puts everything in order. The `engine` gives the same answers at a million meetings while
//! somebody types. Both follow links from the few records whose names match to the meetings and people
//! they lead to, never the other way round.
//!
//! A [`Hit`] is small. Why a record was found ([`Found::reasons`]) and which letters to mark
//! ([`Found::marks`]) is worked out for the rows that are shown.

mod bag;
mod best;
mod bits;
mod building;
mod engine;
mod fuzzy;
mod index;
mod loosely;
mod near;
mod packed;
mod place;
#[cfg(test)]
mod plain;
mod reason;
#[cfg(test)]
pub(super) mod same;
mod seek;
mod vocabulary;
mod word;

use std::ops::Range;

use crate::data::{Dataset, Kind, RecordId};
use crate::text::{Folded, fold, words};
use engine::Asked;
use place::head;
use word::{Loose, Word};

pub use crate::cores::Stop;
pub(super) use bits::Bits;
pub(super) use engine::rows_with_word;
pub use index::Index;
pub use place::Place;
pub use reason::{How, Reason};

/// No more characters of a query are looked at.
const LONGEST_QUERY: usize = 200;

/// Where so many records are found letter for letter, nobody looks for others behind them.
const ENOUGH: usize = 100;

/// How well a word, or a whole query, matches; the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// The query is a whole name, short name or alias.
    WholeName,
    /// It is a whole word.
    WholeWord,
    /// It begins a word.
    WordStart,
    /// It is the first letters of words, one after the other: `hld` for High-level Dialogue.
    Initials,
    /// It stands inside a word.
    Inside,
    /// It is a word with one or two letters wrong; only where nothing better was found.
    Typo,
    /// Its letters stand close together, in order; only where few records were found letter for letter.
    Fuzzy,
}

/// A record that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// How well it matches: as well as the worst of the words.
    pub rank: Rank,
    /// Whether some word was found only through roles, people, topics, organisations or the publisher.
    pub related: bool,
    /// How far it is from a match letter for letter, 0 being letter for letter; it orders the ranks
    /// [`Typo`](Rank::Typo) and [`Fuzzy`](Rank::Fuzzy).
    pub loss: u32,
}

/// What was found for a query.
#[derive(Clone, Debug, Default)]
pub struct Found {
    words: Vec<Word>,
    /// The query in lower case with its accents, to tell which ones were typed.
    typed: String,
    /// Whether words may be mistyped, because nothing was found as typed.
    typos: bool,
    hits: Vec<Hit>,
    /// How many records were found, shown or not.
    total: usize,
}

/// How well one word, or several, match a record; the best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Grade {
    rank: Rank,
    related: bool,
    loss: u32,
}

/// A grade letter for letter in one byte, for columns of a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Code(u8);

/// By kind: the records that have a word.
#[derive(Debug, Default)]
pub(super) struct WithWord([Bits; Kind::ALL.len()]);

impl WithWord {
    /// The rows of a kind.
    pub fn of(&self, kind: Kind) -> &Bits {
        &self.0[kind as usize]
    }
}

/// Whether a record counts.
pub(super) type Keep<'a> = dyn Fn(RecordId) -> bool + Sync + 'a;
/// How many meetings a record has.
pub(super) type Count<'a> = dyn Fn(RecordId) -> usize + Sync + 'a;

/// Among which records one searches, and how far.
pub(super) struct Wish<'a> {
    /// Those of this kind alone.
    pub kind: Option<Kind>,
    /// No more hits than this are wanted.
    pub limit: usize,
    /// Which records count at all, if not all do: what does not pass is as if it were not there.
    pub keep: Option<&'a Keep<'a>>,
    /// The number of meetings that breaks ties, if it is not that of the dataset.
    pub count: Option<&'a Count<'a>>,
    /// Ends the search.
    pub stop: &'a Stop,
}

/// Finds all records, or those of one kind, that match a query; the best first.
///
/// They are in order of rank; then those found by their own names before those found through others;
/// then by closeness, where letters are wrong or missing; then by number of meetings, the most first;
/// then by kind, name and id. A query without letters and digits finds nothing.
///
/// The index must be that of the dataset. Whether few or none were found letter for letter is judged among
/// the records of that kind.
#[must_use]
pub fn find(index: &Index, dataset: &Dataset, query: &str, kind: Option<Kind>) -> Found {
    let wish = Wish {
        kind,
        limit: usize::MAX,
        keep: None,
        count: None,
        stop: &Stop::default(),
    };
    find_among(index, dataset, query, &wish).unwrap_or_default()
}

/// The same among some records, as far as one wishes; `None` when it was stopped.
pub(super) fn find_among(
    index: &Index,
    dataset: &Dataset,
    query: &str,
    wish: &Wish<'_>,
) -> Option<Found> {
    let mut found = Found::new(query);
    if found.words.is_empty() {
        return Some(found);
    }
    let asked = Asked {
        index,
        dataset,
        words: &found.words,
        kinds: wish
            .kind
            .as_ref()
            .map_or(&Kind::ALL[..], std::slice::from_ref),
        keep: wish.keep,
        count: wish.count,
        limit: wish.limit,
        stop: wish.stop,
    };
    let outcome = asked.run()?;
    found.hits = outcome.hits;
    found.total = outcome.total;
    found.typos = outcome.typos;
    Some(found)
}

impl Found {
    fn new(query: &str) -> Self {
        let typed: String = query.chars().take(LONGEST_QUERY).collect();
        // One character may fold to many letters.
        let folded: String = fold(&typed).chars().take(LONGEST_QUERY).collect();
        Self {
            words: words(&folded).map(|(_, word)| Word::new(word)).collect(),
            typed: typed.to_lowercase(),
            typos: false,
            hits: Vec::new(),
            total: 0,
        }
    }

    /// The first of so many records, in their order, found by no word.
    #[must_use]
    pub(super) fn all(ids: impl Iterator<Item = RecordId>, total: usize) -> Self {
        let hits = ids.map(|id| Hit {
            id,
            rank: Rank::WholeName,
            related: false,
            loss: 0,
        });
        Self {
            hits: hits.collect(),
            total,
            ..Self::default()
        }
    }

    /// The same with no more hits than these.
    #[must_use]
    pub(super) fn first(&self, limit: usize) -> Self {
        Self {
            words: self.words.clone(),
            typed: self.typed.clone(),
            hits: self.hits.iter().take(limit).copied().collect(),
            ..*self
        }
    }

    /// The records found, the best first, as many as were wanted.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
    }

    /// How many records were found, be they among the hits or not.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total
    }

    /// Whether more were found than were wanted.
    #[must_use]
    pub fn has_more(&self) -> bool {
        self.total > self.hits.len()
    }

    /// Whether there was nothing to look for: a query without letters and digits.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether nothing was found as typed, so that words might be mistyped, which is worth saying above the
    /// hits.
    #[must_use]
    pub fn took_typos(&self) -> bool {
        self.typos
    }

    /// Which bytes of a shown text of a hit (its name, short name, alias…) match the query: whole
    /// graphemes, in order, none twice. Empty when the record was found by other texts than this one.
    #[must_use]
    pub fn marks(&self, hit: Hit, shown: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(head(shown));
        let mut marks: Vec<Range<usize>> = self
            .words
            .iter()
            .flat_map(|word| self.marks_of(word, hit.rank, &folded))
            .collect();
        marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
        merged(marks)
    }

    /// The bytes of the shown text that one word matches, no worse than the record as a whole does.
    fn marks_of(&self, word: &Word, worst: Rank, folded: &Folded) -> Vec<Range<usize>> {
        let text = folded.text();
        let found = match word.marks(text) {
            Some(found) => Some(found),
            None if worst <= Rank::Inside => None,
            None => word
                .loose(text, self.typos)
                .map(|loose| (Grade::loose(&loose).rank, loose.marks)),
        };
        let worst = worst.max(Rank::WholeWord);
        let good_enough = found.filter(|(rank, _)| *rank <= worst);
        let marks = good_enough.map_or_else(Vec::new, |(_, marks)| marks);
        marks.into_iter().map(|mark| folded.shown(mark)).collect()
    }

    /// Is a folded text the query, word by word?
    fn is_whole(&self, text: &str) -> bool {
        let query = self.words.iter().map(Word::text);
        query.eq(words(text).map(|(_, word)| word))
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

impl Grade {
    fn exact(rank: Rank, related: bool) -> Self {
        Self {
            rank,
            related,
            loss: 0,
        }
    }

    fn loose(loose: &Loose) -> Self {
        match loose.how {
            How::LettersOff(_) => Self::of_typos(loose.loss),
            _ => Self::of_letters_left_out(loose.loss),
        }
    }

    fn of_typos(loss: u32) -> Self {
        Self {
            loss,
            ..Self::exact(Rank::Typo, false)
        }
    }

    fn of_letters_left_out(loss: u32) -> Self {
        Self {
            loss,
            ..Self::exact(Rank::Fuzzy, false)
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            rank: self.rank.max(other.rank),
            related: self.related || other.related,
            loss: self.loss.saturating_add(other.loss),
        }
    }
}

impl Code {
    /// So many codes there are.
    const EXACT: usize = 10;
    /// It does not match.
    const NONE: Self = Self(u8::MAX);

    fn new(rank: Rank, related: bool) -> Self {
        Self(rank as u8 * 2 + u8::from(related))
    }

    /// The codes in order, from 0.
    fn nth(nth: usize) -> Self {
        Self(u8::try_from(nth).unwrap_or(u8::MAX))
    }

    fn at(self) -> usize {
        self.0 as usize
    }

    /// Both must match; the worse of the two counts.
    fn and(self, other: Self) -> Self {
        Self((self.0 & !1).max(other.0 & !1) | ((self.0 | other.0) & 1))
    }

    fn grade(self) -> Grade {
        const RANKS: [Rank; Code::EXACT / 2] = [
            Rank::WholeName,
            Rank::WholeWord,
            Rank::WordStart,
            Rank::Initials,
            Rank::Inside,
        ];
        let rank = RANKS.get(self.at() / 2).copied();
        Grade::exact(rank.unwrap_or(Rank::Inside), self.0 & 1 == 1)
    }
}

#[cfg(test)]
mod tests;
