//! Finding records by the words of their names, and by those of what they are linked with.
//!
//! Query and texts are folded alike, so that `sorensen` finds Sørensen. Every word of the query must be
//! found in a record, in any order. A word ranks by how it stands there ([`Rank`]), a record by the worst
//! of its words.
//!
//! A record is searched in its own names: name, short name, aliases. People are found through their roles
//! and the organisations of these, meetings through the names of their people, topics and organisations,
//! sources through their publisher; but only by words that stand there whole or begin a word, and after
//! records that match by their own names equally well. Where no record matches letter for letter, the
//! words of the query may be mistyped.
//!
//! This is the plain definition: it looks at every record. Links are followed from the few records whose
//! names match to the meetings and people they lead to, never the other way round.
//!
//! A [`Hit`] is small. Why a record was found ([`Found::reasons`]) and which letters to mark
//! ([`Found::marks`]) is worked out for the rows that are shown.

mod fuzzy;
mod index;
mod reason;
mod word;

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::{Folded, fold, words};
use index::{Searched, head};
use word::{Loose, Word};

pub use index::{Index, Place};
pub use reason::{How, Reason};

/// Calls back whoever works something out that nobody lacks any more.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Calls back.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether one was called back.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// No more characters of a query are looked at.
const LONGEST_QUERY: usize = 200;

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
    /// Its letters stand close together, in order.
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
}

/// How well one word, or several, match a record; the best is the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Grade {
    rank: Rank,
    related: bool,
    loss: u32,
}

/// By row of one kind: how well the records match.
type Column<T> = Vec<Option<T>>;

/// Finds all records, or those of one kind, that match a query; the best first.
///
/// They are in order of rank; then those found by their own names before those found through others;
/// then by closeness, where letters are wrong or missing; then by number of meetings, the most first;
/// then by kind, name and id. A query without letters and digits finds nothing.
///
/// The index must be that of the dataset. "Only where nothing better was found" is judged among the
/// records of that kind.
#[must_use]
pub fn find(index: &Index, dataset: &Dataset, query: &str, kind: Option<Kind>) -> Found {
    let count = |id| dataset.meeting_count(id);
    find_among(index, dataset, query, kind, &|_| true, &count)
}

/// The same among the records that `keep` lets through, which also says what they are: what does not
/// pass is as if it were not there. `count` gives the number of meetings that breaks ties.
#[must_use]
pub fn find_among(
    index: &Index,
    dataset: &Dataset,
    query: &str,
    kind: Option<Kind>,
    keep: &dyn Fn(RecordId) -> bool,
    count: &dyn Fn(RecordId) -> usize,
) -> Found {
    let mut found = Found::new(query);
    if found.words.is_empty() {
        return found;
    }
    let kinds = kind.as_ref().map_or(&Kind::ALL[..], std::slice::from_ref);
    found.hits = found.search(index, dataset, kinds);
    found.hits.retain(|hit| keep(hit.id));
    if found.hits.iter().all(|hit| hit.rank > Rank::Inside) {
        found.typos = true;
        found.hits = found.search(index, dataset, kinds);
        found.hits.retain(|hit| keep(hit.id));
    }
    found.hits.sort_by_cached_key(|hit| {
        let name = index.fields(hit.id).next().map_or("", |field| field.text);
        (
            (hit.rank, hit.related, hit.loss),
            Reverse(count(hit.id)),
            hit.id.kind,
            name,
            dataset.raw_id(hit.id),
        )
    });
    found
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
        }
    }

    /// All of these records, in their order, found by no word.
    #[must_use]
    pub fn all(ids: impl Iterator<Item = RecordId>) -> Self {
        let hits = ids.map(|id| Hit {
            id,
            rank: Rank::WholeName,
            related: false,
            loss: 0,
        });
        Self {
            hits: hits.collect(),
            ..Self::default()
        }
    }

    /// The records found, the best first.
    #[must_use]
    pub fn hits(&self) -> &[Hit] {
        &self.hits
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
                .map(|loose| (loose.rank(), loose.marks)),
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

    /// Looks at every record of these kinds.
    fn search(&self, index: &Index, dataset: &Dataset, kinds: &[Kind]) -> Vec<Hit> {
        let mut columns: Vec<Column<Grade>> = Vec::new();
        for word in &self.words {
            let names = Kind::ALL.map(|kind| word.column_of_names(index, dataset, kind));
            for (nth, &kind) in kinds.iter().enumerate() {
                let column = self.column(index, dataset, word, kind, &names);
                match columns.get_mut(nth) {
                    Some(before) => join(before, &column),
                    None => columns.push(column),
                }
            }
        }
        let graded = kinds.iter().zip(&columns).flat_map(|(&kind, column)| {
            let grades = dataset.all(kind).zip(column);
            grades.filter_map(|(id, grade)| Some((id, (*grade)?)))
        });
        graded
            .map(|(id, grade)| self.hit(index, id, grade))
            .collect()
    }

    fn hit(&self, index: &Index, id: RecordId, grade: Grade) -> Hit {
        let whole_words = grade.rank == Rank::WholeWord && !grade.related;
        let is_whole = whole_words && index.names(id).any(|field| self.is_whole(field.text));
        Hit {
            id,
            rank: if is_whole {
                Rank::WholeName
            } else {
                grade.rank
            },
            related: grade.related,
            loss: grade.loss,
        }
    }

    /// How well a word matches each record of a kind, given how it stands in the names of all records.
    fn column(
        &self,
        index: &Index,
        dataset: &Dataset,
        word: &Word,
        kind: Kind,
        names: &[Column<Rank>; Kind::ALL.len()],
    ) -> Column<Grade> {
        let mut column: Column<Grade> = dataset
            .all(kind)
            .map(|id| word.grade_in_fields(index, id))
            .collect();
        word.follow_links(dataset, kind, names, &mut column);
        for (id, grade) in dataset.all(kind).zip(&mut column) {
            if grade.is_none() {
                let loose = index
                    .names(id)
                    .filter_map(|field| word.loose(field.text, self.typos));
                *grade = loose.map(|loose| Grade::loose(&loose)).min();
            }
        }
        column
    }
}

/// Both must match; the worse of the two counts.
fn join(before: &mut Column<Grade>, column: &Column<Grade>) {
    for (one, other) in before.iter_mut().zip(column) {
        *one = one.zip(*other).map(|(one, other)| one.and(other));
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
        Self {
            rank: loose.rank(),
            related: false,
            loss: loose.loss,
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

impl Loose {
    fn rank(&self) -> Rank {
        match self.how {
            How::LettersOff(_) => Rank::Typo,
            _ => Rank::Fuzzy,
        }
    }
}

impl Word {
    /// How well this word stands, letter for letter, in the names of each record of a kind.
    fn column_of_names(&self, index: &Index, dataset: &Dataset, kind: Kind) -> Column<Rank> {
        let records = dataset.all(kind);
        records.map(|id| self.rank_of_names(index, id)).collect()
    }

    fn rank_of_names(&self, index: &Index, id: RecordId) -> Option<Rank> {
        let ranks = index
            .names(id)
            .filter_map(|field| self.rank(field.text, field.initials));
        ranks.min()
    }

    /// How well this word stands, letter for letter, in the record itself.
    fn grade_in_fields(&self, index: &Index, id: RecordId) -> Option<Grade> {
        let fields = index.fields(id);
        fields
            .filter_map(|field| self.grade_in(&field, id.kind))
            .min()
    }

    fn grade_in(&self, field: &Searched, kind: Kind) -> Option<Grade> {
        let worst = field.place.worst_rank(kind, self.letters())?;
        let rank = self.rank(field.text, field.initials)?;
        (rank <= worst).then_some(Grade::exact(rank, !field.place.is_own()))
    }

    /// How well this word finds a record of that kind through a link to another.
    fn grade_of_link(&self, index: &Index, other: RecordId, kind: Kind) -> Option<Grade> {
        let worst = Place::Link(other).worst_rank(kind, self.letters())?;
        let rank = self.rank_of_names(index, other)?;
        (rank <= worst).then_some(Grade::exact(rank, true))
    }

    /// Improves a column by links: to people from the organisations of their roles, to meetings from
    /// their people, topics and organisations.
    fn follow_links(
        &self,
        dataset: &Dataset,
        kind: Kind,
        names: &[Column<Rank>; Kind::ALL.len()],
        column: &mut Column<Grade>,
    ) {
        let from: &[Kind] = match kind {
            Kind::Person => &[Kind::Organisation],
            Kind::Meeting => &[Kind::Person, Kind::Topic, Kind::Organisation],
            Kind::Organisation | Kind::Topic | Kind::Agreement | Kind::Source => &[],
        };
        for &from in from {
            for (other, rank) in dataset.all(from).zip(&names[from as usize]) {
                let worst = Place::Link(other).worst_rank(kind, self.letters());
                let Some(rank) = rank.filter(|rank| Some(*rank) <= worst) else {
                    continue;
                };
                let grade = Grade::exact(rank, true);
                for &row in &*rows_linked(dataset, other, kind) {
                    if let Some(held) = column.get_mut(row as usize) {
                        *held = Some(held.map_or(grade, |held| held.min(grade)));
                    }
                }
            }
        }
    }
}

/// The rows of the people who held a role in an organisation, or of the meetings of a record.
fn rows_linked(dataset: &Dataset, other: RecordId, kind: Kind) -> Cow<'_, [u32]> {
    if kind == Kind::Person {
        let people = dataset.from(other, Relation::RoleAt);
        people.map(|person| person.row).collect()
    } else {
        dataset.meetings_of(other)
    }
}

#[cfg(test)]
mod tests;
