//! Finding records by the words of their names, and by those of what they are linked with.
//!
//! Query and texts are folded alike, so that `sorensen` finds Sørensen. Every word of the query must be
//! found in a record, in any order. A word ranks by how it stands there ([`Rank`]), a record by the worst
//! of its words.
//!
//! A record is searched in its own names: name, short name, aliases. People are found through their roles
//! and the organisations of these, meetings through the names of their people, topics and organisations,
//! sources through their publisher; but only by words that stand there whole or begin a word, and after
//! records that match by their own names equally well. `order.rs` says what is listed first. Where few records match letter for letter, letters
//! may be left out; where none does, the words of the query may be mistyped too.
//!
//! `plain.rs`, among the tests, says the same again in the plainest words: it looks at every text of every
//! record and puts everything in order. The `engine` gives the same answers at a million meetings while
//! somebody types. Both follow links from the few records whose names match to the meetings and people
//! they lead to, never the other way round.
//!
//! A [`Hit`] is small. Why a record was found ([`Found::reasons`]) and which letters to mark
//! ([`Found::marks`]) is worked out for the rows that are shown.

mod approximate;
mod bisect;
mod bits;
mod build;
mod engine;
#[cfg(test)]
pub(crate) mod equivalence;
mod exact;
mod field_ref;
mod fuzzy;
mod index;
mod letter_mask;
mod near;
mod order;
mod packed;
mod reason;
#[cfg(test)]
mod reference;
mod seconds;
mod term;
mod token;
mod top_k;
mod vocabulary;
mod word;

use std::cmp::Ordering;
use std::ops::Range;

use crate::data::{Dataset, Kind, RecordId};
use crate::text::{Folded, lower_case, words};
use engine::Search;
use field_ref::head;
use term::Way;
use word::{Loose, Word};

pub use crate::parallel::Stop;
pub(crate) use bisect::first_where_not;
pub(crate) use bits::Bits;
pub(crate) use engine::rows_with;
pub use field_ref::Place;
pub use index::Index;
pub(crate) use order::Newest;
pub use order::{Exactness, Group};
pub use reason::{How, Reason, Spelling};
pub(crate) use term::{Ends, Term};

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
    /// Whether some word was found only as it is written in other letters: transliterated, or `ue` for `ü`.
    pub respelt: bool,
    /// Whether some word was found only through roles, people, topics, organisations or the publisher.
    pub related: bool,
    /// How far it is from a match letter for letter, 0 being letter for letter; it orders the ranks
    /// [`Typo`](Rank::Typo) and [`Fuzzy`](Rank::Fuzzy).
    pub loss: u32,
}

/// What was found for a query.
#[derive(Clone, Debug, Default)]
pub struct Found {
    terms: Vec<Term>,
    /// The query in lower case with its accents, to tell which ones were typed.
    typed: String,
    /// Whether words may be mistyped, because nothing was found as typed.
    typos: bool,
    hits: Vec<Hit>,
    /// How many records were found, shown or not.
    total: usize,
}

/// How words stand in a text; the best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Whether they are written in other letters there.
    respelt: bool,
    rank: Rank,
}

/// How well one word, or several, match a record; the best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Grade {
    rank: Rank,
    respelt: bool,
    through: Through,
    loss: u32,
}

/// By whose texts words find a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Through {
    /// By its own names.
    Own,
    /// A person by roles and their organisations, a source by its publisher.
    Related,
    /// A meeting by what it names. A meeting called so is always that first.
    Named,
}

impl Through {
    /// By other texts than its own names.
    const fn others(kind: Kind) -> Self {
        match kind {
            Kind::Meeting => Self::Named,
            _ => Self::Related,
        }
    }
}

/// A grade letter for letter in one byte, for columns of a million.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Code(u8);

/// By kind: the records that have a term.
#[derive(Debug, Default)]
pub(crate) struct WithTerm([Bits; Kind::ALL.len()]);

impl WithTerm {
    /// The rows of a kind.
    pub(crate) fn of(&self, kind: Kind) -> &Bits {
        &self.0[kind as usize]
    }
}

/// Whether a record counts.
pub(crate) type Keep<'a> = dyn Fn(RecordId) -> bool + Sync + 'a;
/// How many meetings a record has.
pub(crate) type Count<'a> = dyn Fn(RecordId) -> usize + Sync + 'a;

/// Among which records one searches, and how far.
pub(crate) struct FindRequest<'a> {
    /// Those of this kind, or of every kind.
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

impl FindRequest<'_> {
    /// The kinds that are searched.
    pub(crate) fn kinds(&self) -> &[Kind] {
        self.kind
            .as_ref()
            .map_or(&Kind::ALL[..], std::slice::from_ref)
    }
}

/// Finds all records, or those of one kind, that match a query; the best first.
///
/// The most exact first ([`Exactness`]), then in groups ([`Group`]); in each by rank; then those found by their own names
/// before those found through others; then by closeness, where letters are wrong or missing. Of meetings that are equally
/// good the latest comes first; of others that with the most meetings, then by kind, and as in the lists. A query
/// without letters and digits finds nothing.
///
/// The index must be that of the dataset. Whether few or none were found letter for letter is judged among
/// the records of that kind.
#[must_use]
pub fn find(index: &Index, dataset: &Dataset, query: &str, kind: Option<Kind>) -> Found {
    let request = FindRequest {
        kind,
        limit: usize::MAX,
        keep: None,
        count: None,
        stop: &Stop::default(),
    };
    let typed: String = query.chars().take(LONGEST_QUERY).collect();
    let terms = typed.split_whitespace().map(Term::word).collect();
    find_among(index, dataset, terms, &typed, &request).unwrap_or_default()
}

/// The same among some records, as far as one wishes: those that have all terms, which were typed like this;
/// `None` when it was stopped.
pub(crate) fn find_among(
    index: &Index,
    dataset: &Dataset,
    terms: Vec<Term>,
    typed: &str,
    request: &FindRequest<'_>,
) -> Option<Found> {
    let mut found = Found::new(terms, typed);
    if found.terms.is_empty() {
        return Some(found);
    }
    let search = Search {
        index,
        dataset,
        terms: &found.terms,
        request,
    };
    let (hits, total, typos) = search.run()?;
    (found.hits, found.total, found.typos) = (hits, total, typos);
    Some(found)
}

impl Found {
    fn new(terms: Vec<Term>, typed: &str) -> Self {
        let mut distinct: Vec<Term> = Vec::new();
        for term in terms.into_iter().filter(|term| !term.is_blank()) {
            if !distinct.contains(&term) {
                distinct.push(term);
            }
        }
        Self {
            terms: distinct,
            typed: lower_case(typed),
            typos: false,
            hits: Vec::new(),
            total: 0,
        }
    }

    /// The first of so many records, in their order, found by no word.
    pub(crate) fn all(ids: impl Iterator<Item = RecordId>, total: usize) -> Self {
        let hits = ids.map(|id| Hit {
            id,
            rank: Rank::WholeName,
            respelt: false,
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
    pub(crate) fn first(&self, limit: usize) -> Self {
        Self {
            terms: self.terms.clone(),
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
    pub(crate) fn total(&self) -> usize {
        self.total
    }

    /// Whether more were found than were wanted.
    pub(crate) fn has_more(&self) -> bool {
        self.total > self.hits.len()
    }

    /// Whether nothing was found as typed, so that words might be mistyped, which is worth saying above the
    /// hits.
    pub(crate) fn took_typos(&self) -> bool {
        self.typos
    }

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
    fn marks_of(&self, way: &Way, worst: Rank, folded: &Folded) -> Vec<Range<usize>> {
        let text = folded.text();
        let found = match (way.row, way.words.as_slice()) {
            (None, [word]) => match word.marks(text) {
                Some(found) => Some(found),
                None if worst <= Rank::Inside => None,
                None => word
                    .loose(text, self.typos)
                    .map(|loose| (Grade::loose(&loose).rank, loose.marks)),
            },
            _ => way.marks(text),
        };
        let worst = worst.max(Rank::WholeWord);
        let good_enough = found.filter(|(rank, _)| *rank <= worst);
        let marks = good_enough.map_or_else(Vec::new, |(_, marks)| marks);
        marks.into_iter().map(|mark| folded.shown(mark)).collect()
    }

    /// Is a folded text the query, word by word?
    fn is_whole(&self, text: &str) -> bool {
        let query = self.terms.iter().flat_map(Term::words).map(Word::text);
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

impl Fit {
    fn new(rank: Rank, respelt: bool) -> Self {
        Self { respelt, rank }
    }

    /// Both must stand; the worse of the two counts.
    fn and(self, other: Self) -> Self {
        Self {
            respelt: self.respelt || other.respelt,
            rank: self.rank.max(other.rank),
        }
    }
}

impl Grade {
    fn exact(fit: Fit, through: Through) -> Self {
        Self {
            rank: fit.rank,
            respelt: fit.respelt,
            through,
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
            ..Self::exact(Fit::new(Rank::Typo, false), Through::Own)
        }
    }

    fn of_letters_left_out(loss: u32) -> Self {
        Self {
            loss,
            ..Self::exact(Fit::new(Rank::Fuzzy, false), Through::Own)
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            rank: self.rank.max(other.rank),
            respelt: self.respelt || other.respelt,
            through: self.through.max(other.through),
            loss: self.loss.saturating_add(other.loss),
        }
    }

    /// By what grades are put in order.
    fn key(self) -> (Exactness, bool, bool, Rank, Through, u32) {
        let exactness = Exactness::of(self.rank, self.respelt);
        let named = self.through == Through::Named;
        (
            exactness,
            self.respelt,
            named,
            self.rank,
            self.through,
            self.loss,
        )
    }

    /// Whether it was found only by other texts than its own names.
    fn is_related(self) -> bool {
        self.through != Through::Own
    }

    fn hit(self, id: RecordId) -> Hit {
        Hit {
            id,
            rank: self.rank,
            respelt: self.respelt,
            related: self.is_related(),
            loss: self.loss,
        }
    }
}

impl Ord for Grade {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Grade {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Code {
    /// So many codes there are.
    const EXACT: usize = 1 << 6;
    /// It does not match.
    const NONE: Self = Self(u8::MAX);

    /// Whether it is respelt, whether a meeting names it, the rank, and whether it is related, from the highest bit to
    /// the lowest.
    const RESPELT: u8 = 1 << 5;
    const NAMED: u8 = 1 << 4;
    const RANK: u8 = 0b1110;
    const RELATED: u8 = 1;

    fn new(rank: Rank, through: Through, respelt: bool) -> Self {
        let respelt = if respelt { Self::RESPELT } else { 0 };
        let through = match through {
            Through::Own => 0,
            Through::Related => Self::RELATED,
            Through::Named => Self::NAMED,
        };
        Self(respelt | through | (rank as u8) << 1)
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
        let rank = (self.0 & Self::RANK).max(other.0 & Self::RANK);
        Self(rank | (self.0 | other.0) & !Self::RANK)
    }

    fn grade(self) -> Grade {
        const RANKS: [Rank; 5] = [
            Rank::WholeName,
            Rank::WholeWord,
            Rank::WordStart,
            Rank::Initials,
            Rank::Inside,
        ];
        let rank = RANKS.get(usize::from(self.0 & Self::RANK) / 2).copied();
        let fit = Fit::new(rank.unwrap_or(Rank::Inside), self.0 & Self::RESPELT > 0);
        let through = match self.0 & (Self::NAMED | Self::RELATED) {
            0 => Through::Own,
            Self::RELATED => Through::Related,
            _ => Through::Named,
        };
        Grade::exact(fit, through)
    }
}

#[cfg(test)]
mod tests;
