//! The door to the search: a query in, the records that match out, the best first.

use super::engine::{FindRequest, Search};
use super::index::Index;
use super::rank::{Hit, Rank};
use super::term::Term;
use super::word::QueryWord;
use crate::data::{Dataset, Kind, RecordId};
use crate::parallel::Stop;
use crate::text::{lower_case, words};

/// No more characters of a query are looked at.
const LONGEST_QUERY: usize = 200;

/// What was found for a query.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub(super) terms: Vec<Term>,
    /// The query in lower case with its accents, to tell which ones were typed.
    pub(super) typed: String,
    /// Whether words may be mistyped, because nothing was found as typed.
    pub(super) typos: bool,
    pub(super) hits: Vec<Hit>,
    /// How many records were found, shown or not.
    pub(super) total: usize,
}

/// Finds all records, or those of one kind, that match a query; the best first.
///
/// The most exact first, then in groups (`search/order.rs`); in each by rank; then those found by their own names before
/// those found through others; then by closeness, where letters are wrong or missing. Of meetings that are equally
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
    pub(super) fn new(terms: Vec<Term>, typed: &str) -> Self {
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

    /// Is a folded text the query, word by word?
    pub(super) fn is_whole(&self, text: &str) -> bool {
        let query = self.terms.iter().flat_map(Term::words).map(QueryWord::text);
        query.eq(words(text).map(|(_, word)| word))
    }
}
