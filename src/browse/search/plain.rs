//! What the engine must find, said in the plainest way: every text of every record is looked at, and
//! everything that was found is put in order.

use std::cmp::Reverse;

use super::engine::{rows_linked, sources_of_links};
use super::place::{Place, fields, names};
use super::{ENOUGH, Found, Grade, Hit, Rank, Word};
use crate::data::{Dataset, Kind, RecordId};

/// By row of one kind: how well the records match.
type Column<T> = Vec<Option<T>>;

/// Finds among the records that `keep` lets through; `count` gives the number of meetings that breaks
/// ties.
pub(in crate::browse) fn find_plainly(
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
    found.hits = found.search(dataset, kinds, false);
    found.hits.retain(|hit| keep(hit.id));
    if found.hits.len() < ENOUGH {
        found.typos = found.hits.is_empty();
        found.hits = found.search(dataset, kinds, true);
        found.hits.retain(|hit| keep(hit.id));
    }
    found.hits.sort_by_cached_key(|hit| {
        let first = names(dataset, hit.id).into_iter().next();
        let name = first.map(|field| field.text).unwrap_or_default();
        (
            (hit.rank, hit.related, hit.loss),
            Reverse(count(hit.id)),
            hit.id.kind,
            name,
            dataset.raw_id(hit.id),
        )
    });
    found.total = found.hits.len();
    found
}

impl Found {
    /// Looks at every record of these kinds; letters may be wrong or left out where that is said.
    fn search(&self, dataset: &Dataset, kinds: &[Kind], loose: bool) -> Vec<Hit> {
        let mut columns: Vec<Column<Grade>> = Vec::new();
        for word in &self.words {
            let names = Kind::ALL.map(|kind| word.column_of_names(dataset, kind));
            for (nth, &kind) in kinds.iter().enumerate() {
                let column = self.column(dataset, word, kind, &names, loose);
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
            .map(|(id, grade)| self.hit(dataset, id, grade))
            .collect()
    }

    fn hit(&self, dataset: &Dataset, id: RecordId, grade: Grade) -> Hit {
        let whole_words = grade.rank == Rank::WholeWord && !grade.related;
        let is_whole = whole_words
            && names(dataset, id)
                .iter()
                .any(|field| self.is_whole(&field.text));
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
        dataset: &Dataset,
        word: &Word,
        kind: Kind,
        ranks: &[Column<Rank>; Kind::ALL.len()],
        loose: bool,
    ) -> Column<Grade> {
        let mut column: Column<Grade> = dataset
            .all(kind)
            .map(|id| {
                let fields = fields(dataset, id);
                let grades = fields.iter().filter_map(|field| word.grade_in(field, kind));
                grades.min()
            })
            .collect();
        word.follow_links(dataset, kind, ranks, &mut column);
        for (id, grade) in dataset.all(kind).zip(&mut column) {
            if loose && grade.is_none() {
                let own = names(dataset, id);
                let loose = own
                    .iter()
                    .filter_map(|name| word.loose(&name.text, self.typos));
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

impl Word {
    /// How well this word stands, letter for letter, in the names of each record of a kind.
    fn column_of_names(&self, dataset: &Dataset, kind: Kind) -> Column<Rank> {
        let records = dataset.all(kind);
        records.map(|id| self.rank_of_names(dataset, id)).collect()
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
        for &from in sources_of_links(kind) {
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
