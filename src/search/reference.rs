//! What the engine must find, said in the plainest way: every text of every record is looked at, and
//! everything that was found is put in order.

use std::cmp::Reverse;

use super::engine::{ENOUGH, rows_linked, sources_of_links};
use super::field_ref::{FieldRef, FieldText, fields};
use super::find::Found;
use super::order::HitGroup;
use super::rank::{Exactness, Grade, Hit, Rank};
use super::term::{Term, Way};
use crate::data::{Dataset, Kind, RecordId};

/// By row of one kind: how well the records match.
type Grades<T> = Vec<Option<T>>;
/// By kind and row: the searched texts.
pub(super) type AllTexts = [Vec<Vec<FieldText>>; Kind::ALL.len()];

/// The searched texts of all records.
pub(super) fn texts(dataset: &Dataset) -> AllTexts {
    Kind::ALL.map(|kind| {
        let records = dataset.all(kind);
        records.map(|id| fields(dataset, id)).collect()
    })
}

/// Finds among the records that `keep` lets through; `count` gives the number of meetings that breaks
/// ties.
pub(super) fn find_plainly(
    dataset: &Dataset,
    texts: &AllTexts,
    terms: Vec<Term>,
    typed: &str,
    kind: Option<Kind>,
    keep: &dyn Fn(RecordId) -> bool,
    count: &dyn Fn(RecordId) -> usize,
) -> Found {
    let mut found = Found::new(terms, typed);
    if found.terms.is_empty() {
        return found;
    }
    let kinds = kind.as_ref().map_or(&Kind::ALL[..], std::slice::from_ref);
    found.hits = found.search(dataset, texts, kinds, false);
    found.hits.retain(|hit| keep(hit.id));
    if found.hits.len() < ENOUGH {
        found.typos = found.hits.is_empty();
        found.hits = found.search(dataset, texts, kinds, true);
        found.hits.retain(|hit| keep(hit.id));
    }
    found.hits.sort_by_key(|hit| {
        let is_meeting = hit.id.kind == Kind::Meeting;
        let exactness = Exactness::of(hit.rank, hit.respelt);
        let group = HitGroup::of(hit.id.kind, hit.related);
        let undated = is_meeting && dataset.when(hit.id).is_none();
        let latest = Reverse((is_meeting && !undated).then_some(hit.id));
        let most = Reverse(if is_meeting { 0 } else { count(hit.id) });
        let good = (
            exactness,
            group,
            hit.respelt,
            hit.rank,
            hit.related,
            hit.loss,
        );
        (good, most, undated, latest, hit.id)
    });
    found.total = found.hits.len();
    found
}

impl Found {
    /// Looks at every record of these kinds; letters may be wrong or left out where that is said.
    fn search(
        &self,
        dataset: &Dataset,
        texts: &AllTexts,
        kinds: &[Kind],
        inexact: bool,
    ) -> Vec<Hit> {
        let mut columns: Vec<Grades<Grade>> = Vec::new();
        for term in &self.terms {
            for (nth, &kind) in kinds.iter().enumerate() {
                let column = self.column(dataset, texts, term, kind, inexact);
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
            .map(|(id, grade)| self.hit(&texts[id.kind as usize][id.index()], id, grade))
            .collect()
    }

    fn hit(&self, texts: &[FieldText], id: RecordId, grade: Grade) -> Hit {
        let whole_words = grade.rank == Rank::WholeWord && !grade.is_related();
        let is_whole = whole_words
            && texts
                .iter()
                .any(|field| field.place.is_own() && self.is_whole(&field.text));
        let rank = if is_whole {
            Rank::WholeName
        } else {
            grade.rank
        };
        Grade { rank, ..grade }.hit(id)
    }

    /// How well a term matches each record of a kind.
    fn column(
        &self,
        dataset: &Dataset,
        texts: &AllTexts,
        term: &Term,
        kind: Kind,
        inexact: bool,
    ) -> Grades<Grade> {
        let exact = |way: &Way| way.column(dataset, texts, kind);
        let ways = term.ways.iter().map(exact);
        let mut column = ways.reduce(better).unwrap_or_default();
        let Some(way) = term.ways.first().filter(|way| inexact && way.row.is_none()) else {
            return column;
        };
        let words = way.words.iter().map(|word| {
            let mut column = Way::new(vec![word.clone()], None).column(dataset, texts, kind);
            for (fields, grade) in texts[kind as usize].iter().zip(&mut column) {
                let near = || {
                    let names = fields.iter().filter(|field| field.place.is_own());
                    let inexact = names.filter_map(|name| word.inexact(&name.text, self.typos));
                    inexact.map(|inexact| inexact.grade()).min()
                };
                *grade = grade.or_else(near);
            }
            column
        });
        let near = words.reduce(|mut all, column| {
            join(&mut all, &column);
            all
        });
        for (grade, near) in column.iter_mut().zip(near.unwrap_or_default()) {
            *grade = grade.or(near.filter(|near| near.rank > Rank::Inside));
        }
        column
    }
}

/// The better of two counts.
fn better(one: Grades<Grade>, other: Grades<Grade>) -> Grades<Grade> {
    let both = one.into_iter().zip(other);
    both.map(|(one, other)| one.into_iter().chain(other).min())
        .collect()
}

/// Both must match; the worse of the two counts.
fn join(before: &mut Grades<Grade>, column: &Grades<Grade>) {
    for (one, other) in before.iter_mut().zip(column) {
        *one = one.zip(*other).map(|(one, other)| one.and(other));
    }
}

impl Way {
    /// How well its words match each record of a kind, letter for letter: in its own texts, and in the names
    /// of records linked with it.
    fn column(&self, dataset: &Dataset, texts: &AllTexts, kind: Kind) -> Grades<Grade> {
        let own = texts[kind as usize].iter();
        let own = own.map(|fields| self.grade_in_own(fields, kind));
        let mut column: Grades<Grade> = own.collect();
        for &from in sources_of_links(kind) {
            for (other, fields) in dataset.all(from).zip(&texts[from as usize]) {
                let worst = FieldRef::Link(other).worst_rank(kind, self.letters);
                let fit = worst.and_then(|worst| {
                    let fit = self.fit_of_names(fields)?;
                    (fit.rank() <= worst).then_some(fit)
                });
                let Some(fit) = fit else { continue };
                let grade = fit.of_others(kind).grade();
                for &row in &*rows_linked(dataset, other, kind) {
                    if let Some(held) = column.get_mut(row as usize) {
                        *held = Some(held.map_or(grade, |held| held.min(grade)));
                    }
                }
            }
        }
        column
    }
}
