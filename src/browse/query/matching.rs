//! Which records and meetings a query is about.
//!
//! Words ask the record itself, fields ask meetings. A meeting fits when all parts hold for it. A record of
//! another kind fits when its words do, and one and the same meeting of it fits all fields.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::field::{Field, Known};
use super::when::Span;
use super::{Expr, Query};
use crate::browse::search::{Found, Index, Rank, find, find_among};
use crate::data::kinds::Meeting;
use crate::data::{Dataset, Kind, RecordId, Relation};
use crate::text::{fold, words};

/// What a query finds.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The records, the best first.
    pub found: Found,
    /// The meetings that fit the fields, when there are fields.
    meetings: Option<Vec<u32>>,
}

impl Answer {
    /// The number of meetings of a record that fit the fields.
    #[must_use]
    pub fn count(&self, dataset: &Dataset, id: RecordId) -> usize {
        let meetings = dataset.meetings_of(id);
        match &self.meetings {
            None => meetings.len(),
            Some(kept) => common(&meetings, kept).count(),
        }
    }
}

/// Asks a dataset. What was found out once is kept for as long as it lives.
pub struct Matcher<'d> {
    dataset: &'d Dataset,
    index: &'d Index,
    by_word: RefCell<HashMap<String, Rc<HashSet<RecordId>>>>,
    by_expr: RefCell<HashMap<Expr, Rc<Vec<u32>>>>,
}

impl<'d> Matcher<'d> {
    /// Asks this dataset, with its index.
    #[must_use]
    pub fn new(dataset: &'d Dataset, index: &'d Index) -> Self {
        Self {
            dataset,
            index,
            by_word: RefCell::default(),
            by_expr: RefCell::default(),
        }
    }

    /// The rows of the meetings that a query keeps, in the order of the timeline.
    #[must_use]
    pub fn keep(&self, query: &Query) -> Vec<u32> {
        self.all_of(&query.parts)
    }

    /// Finds records of every kind, or of one, the best first: by rank where there are words; without
    /// words meetings in order of time, then the others by number of meetings that fit.
    #[must_use]
    pub fn find(&self, query: &Query, kind: Option<Kind>) -> Answer {
        let fields = query.fields();
        let meetings = (!fields.is_empty() && !fields.parts.iter().any(Expr::has_words))
            .then(|| self.keep(&fields));
        let mut answer = Answer {
            found: Found::default(),
            meetings,
        };
        let words = searched_words(query);
        let filters = query.parts.iter();
        let filters: Vec<&Expr> = filters
            .filter(|part| !matches!(part, Expr::Word(_)))
            .collect();
        let fits = |id| self.fits(&filters, id);
        let count = |id| answer.count(self.dataset, id);
        let (index, dataset) = (self.index, self.dataset);
        answer.found = if !words.is_empty() {
            find_among(index, dataset, &words, kind, &fits, &count)
        } else if query.is_empty() {
            Found::default()
        } else {
            Found::all(self.without_words(kind, &fits, &count).into_iter())
        };
        answer
    }

    fn without_words(
        &self,
        kind: Option<Kind>,
        fits: &dyn Fn(RecordId) -> bool,
        count: &dyn Fn(RecordId) -> usize,
    ) -> Vec<RecordId> {
        let kinds = Kind::ALL
            .into_iter()
            .filter(|of| kind.is_none_or(|kind| kind == *of));
        let ids = kinds.flat_map(|kind| self.dataset.all(kind));
        let mut ids: Vec<RecordId> = ids.filter(|id| fits(*id)).collect();
        ids.sort_by_cached_key(|id| {
            let meeting = id.kind == Kind::Meeting;
            let count = if meeting { 0 } else { count(*id) };
            (!meeting, std::cmp::Reverse(count), *id)
        });
        ids
    }

    /// Whether a record fits parts that are not words to be ranked by.
    fn fits(&self, parts: &[&Expr], id: RecordId) -> bool {
        let left: Option<Vec<Expr>> = parts
            .iter()
            .map(|part| match self.without_words_of(part, id) {
                Rest::Is(true) => Some(Expr::All(Vec::new())),
                Rest::Is(false) => None,
                Rest::Asks(expr) => Some(expr),
            })
            .collect();
        let Some(mut left) = left else {
            return false;
        };
        left.retain(|expr| *expr != Expr::All(Vec::new()));
        if left.is_empty() {
            return true;
        }
        let kept = self.rows(&Expr::All(left));
        if id.kind == Kind::Meeting {
            return kept.binary_search(&id.row).is_ok();
        }
        common(&self.dataset.meetings_of(id), &kept)
            .next()
            .is_some()
    }

    /// What is left to ask of meetings, once the words have been asked of the record.
    fn without_words_of(&self, expr: &Expr, id: RecordId) -> Rest {
        match expr {
            Expr::Word(word) => Rest::Is(self.with_word(word).contains(&id)),
            Expr::Phrase(text) => Rest::Is(self.has_phrase(id, text)),
            Expr::Field(..) => Rest::Asks(expr.clone()),
            Expr::Not(inner) => match self.without_words_of(inner, id) {
                Rest::Is(holds) => Rest::Is(!holds),
                Rest::Asks(expr) => Rest::Asks(expr.negated()),
            },
            Expr::All(parts) => self.joined(parts, id, false),
            Expr::Any(parts) => self.joined(parts, id, true),
        }
    }

    /// `decided` is what one part settles alone: a yes for *any*, a no for *all*.
    fn joined(&self, parts: &[Expr], id: RecordId, decided: bool) -> Rest {
        let mut left = Vec::new();
        for part in parts {
            match self.without_words_of(part, id) {
                Rest::Is(holds) if holds == decided => return Rest::Is(decided),
                Rest::Is(_) => {}
                Rest::Asks(expr) => left.push(expr),
            }
        }
        match (left.is_empty(), decided) {
            (true, _) => Rest::Is(!decided),
            (false, true) => Rest::Asks(Expr::Any(left)),
            (false, false) => Rest::Asks(Expr::All(left)),
        }
    }

    /// The records that a word matches, letter for letter.
    fn with_word(&self, word: &str) -> Rc<HashSet<RecordId>> {
        if let Some(known) = self.by_word.borrow().get(word) {
            return Rc::clone(known);
        }
        let found = find(self.index, self.dataset, word, None);
        let hits = found.hits().iter().filter(|hit| hit.rank <= Rank::Inside);
        let ids: Rc<HashSet<RecordId>> = Rc::new(hits.map(|hit| hit.id).collect());
        self.by_word
            .borrow_mut()
            .insert(word.to_owned(), Rc::clone(&ids));
        ids
    }

    fn has_phrase(&self, id: RecordId, text: &str) -> bool {
        let folded = fold(text);
        let phrase: Vec<&str> = words(&folded).map(|(_, word)| word).collect();
        self.index.has_phrase(id, &phrase)
    }

    // Meetings.

    /// The rows of the meetings for which it holds.
    fn rows(&self, expr: &Expr) -> Rc<Vec<u32>> {
        if let Some(known) = self.by_expr.borrow().get(expr) {
            return Rc::clone(known);
        }
        let rows = Rc::new(match expr {
            Expr::Word(word) => {
                let ids = self.with_word(word);
                self.meetings_where(|id| ids.contains(&id))
            }
            Expr::Phrase(text) => self.meetings_where(|id| self.has_phrase(id, text)),
            Expr::Field(field, value) => self.field(*field, value),
            Expr::Not(inner) => {
                let out = self.rows(inner);
                self.meetings_where(|id| out.binary_search(&id.row).is_err())
            }
            Expr::All(parts) => self.all_of(parts),
            Expr::Any(parts) => union(parts.iter().map(|part| self.rows(part))),
        });
        self.by_expr
            .borrow_mut()
            .insert(expr.clone(), Rc::clone(&rows));
        rows
    }

    fn all_of(&self, parts: &[Expr]) -> Vec<u32> {
        let (out, kept): (Vec<&Expr>, Vec<&Expr>) =
            parts.iter().partition(|part| matches!(part, Expr::Not(_)));
        let mut lists: Vec<Rc<Vec<u32>>> = kept.into_iter().map(|part| self.rows(part)).collect();
        // The shortest list first, so that the work is that of the rarest thing asked for.
        lists.sort_by_key(|rows| rows.len());
        let mut lists = lists.into_iter();
        let mut rows = match lists.next() {
            Some(first) => first.to_vec(),
            None => self.meetings_where(|_| true),
        };
        for list in lists {
            rows.retain(|row| list.binary_search(row).is_ok());
        }
        for part in out {
            let Expr::Not(inner) = part else { continue };
            let left_out = self.rows(inner);
            rows.retain(|row| left_out.binary_search(row).is_err());
        }
        rows
    }

    fn meetings_where(&self, holds: impl Fn(RecordId) -> bool) -> Vec<u32> {
        let meetings = self.dataset.all(Kind::Meeting);
        meetings.filter(|id| holds(*id)).map(|id| id.row).collect()
    }

    fn field(&self, field: Field, value: &str) -> Vec<u32> {
        let dataset = self.dataset;
        if let Some(kind) = field.kind() {
            let named = self.named(kind, value).into_iter();
            let lists = named.map(|id| Rc::new(dataset.meetings_of(id).into_owned()));
            return union(lists);
        }
        let spoken = |text: &str| begins_words(text, value);
        match field {
            Field::Role => self.meetings_where(|id| {
                let mut roles = dataset.participants(id).map(|known| known.role);
                roles.any(spoken)
            }),
            Field::Kind => self.meetings_where(|id| spoken(dataset.meeting_kind(id))),
            Field::Place => self.meetings_where(|id| spoken(dataset.place(id))),
            Field::Series => self.series(value),
            Field::Has => match Known::named(value) {
                Some(known) => self.meetings_where(|id| has(dataset, id, known)),
                None => Vec::new(),
            },
            Field::Text => self.meetings_where(|id| begins_words(&texts(dataset, id), value)),
            _ => match Span::parse(field, value) {
                Ok(span) => {
                    self.meetings_where(|id| dataset.date(id).is_some_and(|date| span.holds(date)))
                }
                Err(_) => Vec::new(),
            },
        }
    }

    /// The records that a value names: the one with that id, or else those of whose names each word of
    /// it begins a word.
    #[must_use]
    pub fn named(&self, kind: Kind, value: &str) -> Vec<RecordId> {
        if let Some(id) = self.dataset.find(kind, value) {
            return vec![id];
        }
        let folded = fold(value);
        let wanted: Vec<&str> = words(&folded).map(|(_, word)| word).collect();
        let all = self.dataset.all(kind);
        all.filter(|id| self.index.is_named(*id, &wanted)).collect()
    }

    fn series(&self, value: &str) -> Vec<u32> {
        let dataset = self.dataset;
        let rows = || 0..dataset.series_count();
        if let Some(row) = rows().find(|row| dataset.series_id(*row) == value) {
            return dataset.series_meetings(row).to_vec();
        }
        let named = rows().filter(|row| {
            let names = format!(
                "{} {}",
                dataset.series_name(*row),
                dataset.series_short(*row)
            );
            begins_words(&names, value)
        });
        union(named.map(|row| Rc::new(dataset.series_meetings(row).to_vec())))
    }
}

/// What asking the words of a record leaves.
enum Rest {
    /// Nothing: it holds, or does not.
    Is(bool),
    /// This, of its meetings.
    Asks(Expr),
}

/// The words to be ranked by: those of all parts that must hold.
fn searched_words(query: &Query) -> String {
    let words = query.parts.iter().filter_map(|part| match part {
        Expr::Word(text) | Expr::Phrase(text) => Some(text.as_str()),
        _ => None,
    });
    words.collect::<Vec<&str>>().join(" ")
}

/// Whether each word of a value begins a word of a text.
pub(in crate::browse) fn begins_words(text: &str, value: &str) -> bool {
    let (text, value) = (fold(text), fold(value));
    let mut wanted = words(&value).map(|(_, word)| word).peekable();
    wanted.peek().is_some()
        && wanted.all(|wanted| words(&text).any(|(_, word)| word.starts_with(wanted)))
}

/// What is in both of two sorted lists; the shorter one is walked.
fn common<'a>(a: &'a [u32], b: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let both = short
        .iter()
        .filter(move |row| long.binary_search(row).is_ok());
    both.copied()
}

fn union(lists: impl Iterator<Item = Rc<Vec<u32>>>) -> Vec<u32> {
    let mut rows: Vec<u32> = lists.flat_map(|list| list.to_vec()).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

fn has(dataset: &Dataset, id: RecordId, known: Known) -> bool {
    let to = |relation| dataset.to(id, relation).next().is_some();
    match known {
        Known::Conflict => dataset.conflicts_of(id).next().is_some(),
        Known::Source => to(Relation::MeetingSource),
        Known::Date => dataset.date(id).is_some(),
        Known::Place => !dataset.place(id).is_empty(),
        Known::Person => dataset.participants(id).next().is_some() || to(Relation::Chair),
        Known::Topic => to(Relation::Discussed),
        Known::Org => !dataset.organisations_at(id).is_empty(),
        Known::Host => to(Relation::Host),
        Known::Chair => to(Relation::Chair),
        Known::Series => dataset.series_of(id).is_some(),
    }
}

/// The summary, outcomes and notes of a meeting.
fn texts(dataset: &Dataset, id: RecordId) -> String {
    let body = dataset.body(id).unwrap_or_default();
    let read: Meeting<'_> = body.read().unwrap_or_default();
    let outcomes = read.outcomes.iter().map(|outcome| Cow::from(&**outcome));
    let others = [&read.summary, &read.note, &read.date_note].map(|text| Cow::from(&**text));
    let texts: Vec<Cow<'_, str>> = others.into_iter().chain(outcomes).collect();
    texts.join("\n")
}
